/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yaml_format.h - what the parts of the plugin `yaml` share.
 */
#ifndef PS_YAML_FORMAT_H
#define PS_YAML_FORMAT_H

#include <yaml.h>

#include "polyscraper.h"
#include "tree_form.h"

#define YAML_DEPTH	1000u
#define TEXT_MAX	((size_t)64 << 20)	/* of one value */
#define NO_ANCHOR	UINT32_MAX
#define KINDS		32u

struct yaml_options {
	TREE_FORM_MEMBERS
	const char	*kind;
	bool		 sequence, strict;
};

/* Bytes that grow up to TEXT_MAX. */
struct text {
	char	*p;
	size_t	 n, room;
};

enum event_kind {
	EV_SCALAR, EV_MAP, EV_LIST, EV_LEAVE, EV_ALIAS,
	EV_DOCUMENT, EV_DOCUMENT_END, EV_END
};

/* What the parser met, or what an anchor kept of that. */
struct event {
	enum event_kind	 kind;
	bool		 plain;		/* a scalar without quotes */
	const char	*p;		/* its text; of an alias, its name */
	size_t		 n;
	const char	*tag;		/* or NULL */
	uint32_t	 target;	/* of an alias: the anchor's number, */
					/* or NO_ANCHOR */
	uint64_t	 line, last_line;	/* from 1 */
};

/* yaml_anchor.c: nodes that have names */
struct kept {				/* an event, in as little room */
	enum event_kind	 kind;
	bool		 plain;
	size_t		 p, n, tag;	/* places in the text; SIZE_MAX: none */
	uint32_t	 target;
};

struct anchors {
	struct kept	*nodes;
	uint32_t	 n_nodes, room;
	struct text	 text;
	struct anchor {
		uint32_t	 hash;		/* of its name */
		size_t		 name, n;
		uint32_t	 from, to;	/* of the nodes; to 0: open */
		uint32_t	 depth;		/* at which it is open */
	}		*list;
	uint32_t	 n, list_room;
	uint32_t	*slots, n_slots;	/* of the list, from 1 */
	uint32_t	*open, n_open, open_room;
	bool		 full;		/* there is no room for more */
};

/* Room for one more of an array of n; NULL: no memory, and p is as it was. */
void	*yaml_grown(void *p, uint32_t n, uint32_t *room, size_t size);
/* Forget all: names are those of one document. */
void	anchors_clear(struct anchors *);
void	anchors_free(struct anchors *);
/* Keep the event where it belongs to a node with a name; `depth` before it. */
void	anchors_keep(struct anchors *, const struct event *, const char *name,
	    uint32_t depth);
/* The number of the last of that name that is complete, or NO_ANCHOR. */
uint32_t anchors_find(const struct anchors *, const char *name);
struct event anchors_event(const struct anchors *, uint32_t node);

/* yaml_events.c: events, those of aliases among them */
struct cursor {
	uint32_t	 at, end;	/* of what is kept */
	uint64_t	 line;		/* of the alias */
};

struct events {
	struct ps_self	*self;
	struct ps_input	*in;		/* or, of a sample, its bytes: */
	const char	*sample;
	size_t		 n_sample, at_sample;
	yaml_parser_t	 parser;
	yaml_event_t	 event;
	bool		 open, has_event;
	struct text	 fed;		/* what the parser was given, */
	size_t		 used;		/* from what is not done with */
	size_t		 used_index, used_line;	/* in the parser's count */
	struct text	 ahead;		/* what it gets before all else, */
	size_t		 at_ahead;	/* from there */
	bool		 cut_short;	/* a value is longer than TEXT_MAX */
	uint64_t	 lines_before;	/* the parser was opened */
	uint64_t	 events, again, bytes_again, bytes;
	uint64_t	 steps;		/* of the parser, within brackets */
	uint32_t	 depth;		/* of the parser's own nodes */
	struct anchors	 anchors;
	struct cursor	*cursors;
	uint32_t	 n_cursors, cursors_room;
	bool		 bomb;		/* aliases without end */
	uint32_t	 broken;	/* documents */
	uint64_t	 line;		/* where it broke, and why */
	char		 wrong[300];
};

bool	events_open(struct events *);
/* What comes next in the input, at least a line if there is one. */
size_t	events_show(struct events *, const char **);
bool	events_take(struct events *, size_t);
void	events_close(struct events *);
/* False: it is broken, see `line` and `wrong`. */
bool	events_next(struct events *, struct event *);
/* What that anchor kept comes next; only what is in it, with its end, if */
/* `inside`. */
bool	events_again(struct events *, uint32_t anchor, uint64_t line,
	    bool inside);
/* All up to here is done with: it will not be given as what broke off. */
void	events_done(struct events *);

/* yaml_break.c */
/* What is not done with, and what follows it, as far as it is at hand. */
const char *events_rest(struct events *, size_t most, size_t *n);
/* After a break: to the next document that begins with '---'; false: none. */
bool	events_skip(struct events *);
/* The word behind `key` at the margin of the document that begins here. */
size_t	events_word(struct events *, const char *key, char *out,
	    size_t size);

/* yaml_scalar.c */
enum scalar { SCALAR_TEXT, SCALAR_NULL, SCALAR_WORD, SCALAR_NUMBER };
/* What the core schema of YAML 1.2 says it is; `json` if JSON says so, too. */
enum scalar yaml_scalar_kind(const struct event *, bool *json);
/* How a tag is written that YAML itself does not know; 0: it does. */
size_t	yaml_tag(const char *tag, char *out, size_t size);
bool	yaml_text(struct text *, const char *, size_t);
bool	yaml_char(struct text *, char);
bool	yaml_quote(struct text *, const char *, size_t);	/* in quotes */

/* yaml_tell.c: what is met, told to the tree */
enum frame_kind { FRAME_MAP, FRAME_LIST, FRAME_MERGED, FRAME_MERGES };

struct frame {
	enum frame_kind	 kind;
	bool		 is_map, is_key;	/* ... of the map around it */
	bool		 wrapped;	/* its tag is around it */
	bool		 forgot;	/* it has more keys than are known */
	bool		 at_value;	/* of a map: its key is past */
	bool		 merge;		/* ... and is '<<' */
	bool		 skip;		/* ... and was there before */
	bool		 merging;	/* what it is merged with is read */
	uint32_t	 keys, sorted;	/* in the list of their hashes: the */
					/* first, the end of the ordered */
	uint32_t	 merges;	/* the first of its merges that wait */
};

/* yaml_look.c: what is counted of a sample */
struct look {
	uint32_t	 keys, words, doubles;	/* keys; like names; twice */
	uint32_t	 nested;	/* collections that begin a new line */
	uint32_t	 documents, scalars, lists;	/* that are these */
	uint32_t	 lines;		/* on which a key or an item begins */
	uint32_t	 inside;	/* that are the text of a scalar */
	uint32_t	 folded;	/* ... that has no quotes */
	uint64_t	 line;		/* the last such */
	/* the kinds of documents, as those of Kubernetes have them */
	char		 kinds[KINDS][64];
	uint32_t	 kind_count[KINDS], n_kinds, with_kind, most;
};

struct yaml {
	struct ps_self	*self;
	struct ps_tree	*tree;		/* NULL: it is only looked at */
	struct ps_rows	*out;		/* NULL: a sample */
	struct look	*look;		/* or NULL */
	struct events	 events;
	const char	*kind;		/* the key that names the table */
	bool		 in_root, in_kind;	/* entered for that */
	bool		 announced, ended, full;
	struct frame	 frames[YAML_DEPTH + 1];
	uint32_t	 depth;
	bool		 held;		/* a list whose kind is not known */
	struct text	 key;		/* of the value to come */
	struct text	 json;		/* a value that is taken whole */
	struct text	 tagged;	/* one with its tag */
	uint32_t	 whole;		/* the depth it begins at, from 1 */
	bool		 whole_key;	/* it is a key */
	uint32_t	 skipping;	/* levels within what is passed over */
	uint64_t	*keys;		/* hashes of those met, by frame */
	uint32_t	 n_keys, keys_room;
	uint32_t	*merges;	/* anchors that wait to be merged */
	uint32_t	 n_merges, merges_room;
};

void	look_event(struct yaml *, const struct event *, bool is_key);
void	look_document(struct yaml *);

/* One event; false: see events.wrong. */
bool	yaml_tell(struct yaml *, const struct event *);
/* The document breaks off here. */
void	yaml_cut(struct yaml *);
void	yaml_free(struct yaml *);

/* yaml_json.c: into the text of a value that is taken whole; false: it is */
/* too long */
bool	yaml_json_key(struct yaml *, const char *, size_t);
bool	yaml_json_scalar(struct yaml *, const struct event *, enum scalar,
	    bool json);
bool	yaml_json_open(struct yaml *, const struct event *, struct frame *);
bool	yaml_json_close(struct yaml *, const struct frame *);

/* yaml_merge.c: what '<<' brings into a map */
/* A key of it: true if it stands for itself already, and is passed over. */
bool	merge_key(struct yaml *, struct frame *, const char *, size_t);
/* These wait until the end of the map; false: no memory. */
bool	merge_later(struct yaml *, uint32_t anchor);
/* Those from there on wait in the order they came in. */
void	merge_reverse(struct yaml *, uint32_t from);
/* How many keys of that map stand there twice. */
uint32_t merge_doubles(struct yaml *, const struct frame *);
/* At the end of the map: the next of them; false: no memory. */
bool	merge_next(struct yaml *, struct frame *, uint64_t line);

/* yaml_bid.c */
enum ps_status yaml_probe(struct ps_self *, const struct ps_sample *,
	    struct ps_guess *, struct ps_bid *);

#endif
