/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza.h - what the files of the format `stanza` share: kinds of text in
 * which a line, with those that go on with it, is a name and a value.
 *
 * A kind is a description (stanza_kind.c), not code: what parts a name from
 * its value, how a value goes on, what is a comment, where a record ends.  A
 * cut takes items off the front of a text by that description; items make
 * records, and records are told to a tree, which has columns, drift and tables
 * of what repeats.
 */
#ifndef PS_STANZA_H
#define PS_STANZA_H

#include "polyscraper.h"

#define STANZA_KEY_MAX	100u		/* bytes of a name */
#define STANZA_PERIOD_MAX 12u		/* lines of a record without names */
#define STANZA_LISTS	64u		/* names remembered to be lists */

/* How a name is told from what follows. */
enum stanza_names {
	NAMES_PLAIN,		/* Name: value */
	NAMES_WORDS,		/* Some name : value */
	NAMES_CONFIG,		/* name = value, below [section] */
	NAMES_SHELL,		/* NAME=value, export NAME=value */
	NAMES_CODED,		/* name: value, name:: base64 */
	NAMES_PROPERTY,		/* NAME;PARAM=x:value, BEGIN:X, END:X */
	NAMES_MAIL,		/* Name: value, then a body */
	NAMES_TAG,		/* TY  - value */
	NAMES_PERCENT,		/* %A value */
	NAMES_FASTA, NAMES_FASTQ,	/* none: a line has its place */
	NAMES_BIBTEX,		/* name = {value}, in @type{key, ... } */
	NAMES_LEVEL,		/* 1 NAME value */
	NAMES_FIELDS,		/* none: the first field is a type */
	NAMES_SEGMENTS,		/* ... and the text says its signs */
	NAMES_PLACES		/* none: so many lines are a record */
};

/* How a value goes on in the next line. */
enum stanza_fold {
	FOLD_NONE,
	FOLD_LINES,		/* a blank before each: lines of a text */
	FOLD_JOIN,		/* one blank before each, which goes */
	FOLD_HEADER,		/* blanks before each are one blank */
	FOLD_LOOSE,		/* ... or none: whatever is no name */
	FOLD_TAGGED		/* 2 CONC text, 2 CONT new line */
};

enum {
	KIND_SECTIONS	= 1 << 0,	/* [section] */
	KIND_QUOTES	= 1 << 1,	/* quotes around a value go */
	KIND_BACKSLASH	= 1 << 2,	/* one at its end: the line goes on */
	KIND_INDENTED	= 1 << 3,	/* blanks may stand before a name */
	KIND_BARE	= 1 << 4,	/* a name may have no value at all */
	KIND_GAP	= 1 << 5,	/* values stand below each other */
	KIND_ONE_ROW	= 1 << 6,	/* a lone record is a row, not pairs */
	KIND_FIRST	= 1 << 7,	/* records begin with the same name */
	KIND_DECLARED	= 1 << 8,	/* its first line says what it is */
	KIND_WORDS	= 1 << 9,	/* RFC 2047: =?utf-8?q?x?= */
	KIND_TABLES	= 1 << 10	/* a table each type of record */
};

struct stanza_kind {
	const char		*name, *about;
	enum stanza_names	 names;
	enum stanza_fold	 fold;
	const char		*parts;		/* signs behind a name */
	const char		*comment;	/* signs at its beginning */
	unsigned		 flags;
	uint32_t		 least;		/* names of a lone record */
	const char *const	*opens;		/* one of these comes first */
	const char *const	*called;	/* names of such files: ends */
	const char		*first;		/* the name that begins a */
	const char		*last;		/* record, and that ends one */
	const char		*around;	/* a component of components, */
						/* whose own are records */
};

enum stanza_what {
	ITEM_BLANK, ITEM_COMMENT, ITEM_PAIR, ITEM_SECTION, ITEM_OTHER,
	ITEM_BEGIN, ITEM_END,	/* of what has names of its own */
	ITEM_RULE		/* that a record ends here */
};

struct stanza_text {
	const char	*p;
	size_t		 n;
};

struct stanza_item {
	enum stanza_what	what;
	struct stanza_text	raw;	/* all of it, without its line end */
	struct stanza_text	key, value;	/* as they are written */
	uint32_t		lines;
	struct stanza_text	id;		/* of a record */
	unsigned		level;
	bool			coded;		/* base64 */
	bool			absent;		/* a name without a value */
	bool			wide;		/* a tab or two blanks before */
	bool			ends;		/* the record before it */
	bool			plain;		/* its value is as it stands */
	/* within a record: */
	bool			leads;		/* the first of its name */
	uint64_t		line, hash;
	uint32_t		next, last;	/* of that name */
	uint32_t		scope;		/* the item that has it, or */
						/* UINT32_MAX; of a BEGIN: */
	uint32_t		stop;		/* where that ends */
};

/* What takes items off a text; to begin a record, all behind `end` is 0. */
struct stanza_cut {
	const struct stanza_kind *kind;
	struct stanza_text	 first;	/* the name a record begins with */
	char			 end;	/* of lines: LF, or CR */
	char			 part;	/* between fields */
	uint32_t		 period;	/* lines of a record */
	bool			 head, body;	/* of a mail */
	unsigned		 step;	/* what comes next within it */
};

/* stanza_kind.c */
extern const char *const stanza_kinds[];	/* their names, then NULL */
/* NULL: there is none. */
const struct stanza_kind *stanza_kind_named(const char *);
const struct stanza_kind *stanza_kind_at(uint32_t);
/* Whether a file is called as those of the kind are. */
bool	stanza_is_called(const struct stanza_kind *, const char *name);

/* stanza_cut.c */
/* What ends the lines of a text that begins so. */
char	stanza_end(const char *p, size_t n);
/* The next item; the bytes it takes, 0: more of the text is needed, which */
/* is never so if it is the `last`. */
size_t	stanza_next(struct stanza_cut *, const char *p, size_t n, bool last,
	    struct stanza_item *);

/* stanza_line.c: what a line is by itself */
/* A line and what it takes with its end; false: its end is not in sight. */
bool	stanza_line(const struct stanza_cut *, const char *p, size_t n,
	    bool last, size_t *len, size_t *whole);
enum stanza_what stanza_what_is(const struct stanza_kind *, const char *p,
	    size_t n, struct stanza_item *);
struct stanza_text stanza_trimmed(const char *p, size_t n);
/* Whether they are the same but for the case of letters. */
bool	stanza_is(struct stanza_text, const char *word);

/* stanza_mail.c */
/* What stands in a mail from here on: its body, or a line of its head. */
size_t	stanza_mail(struct stanza_cut *, const char *p, size_t n, bool last,
	    struct stanza_item *);

/* stanza_value.c */
/* "12 kB": number and unit.  False: it is no number. */
bool	stanza_measure(struct stanza_text, struct stanza_text *number,
	    struct stanza_text *unit);

/* stanza_read.c */
struct stanza_options {
	const char	*kind, *shape, *first, *repeats, *records;
	bool		 units;
	int64_t		 lines;
};

struct stanza {
	struct ps_self		*self;
	/* What an item's value is; stanza_value() is one. */
	struct ps_slice		(*value)(struct stanza *,
				    const struct stanza_item *);
	bool			 learns;	/* a list once, a list ever */
	struct ps_input		*in;
	struct ps_rows		*out;
	struct ps_tree		*tree;
	struct stanza_cut	 cut;
	bool			 pairs;		/* a row a name and value */
	bool			 sections, units;	/* ... with these */
	bool			 told;
	uint64_t		 line;		/* the next, from 1 */
	size_t			 want;		/* bytes to ask peek() for */
	struct stanza_item	*items;		/* of the record at hand */
	uint32_t		 n_items, room;
	uint32_t		*slots, n_slots, slots_room;	/* by hash */
	char			*section;	/* the one at hand */
	size_t			 n_section;
	struct ps_slice		 in_section;	/* in the batch */
	bool			 inside;	/* what is around records */
	char			 list[STANZA_KEY_MAX + 1]; /* that is open */
	uint64_t		 lists[STANZA_LISTS]; /* names met twice */
	uint32_t		 n_lists;
};

/* stanza_value.c */
/* What it is once lines are joined, quotes gone, base64 decoded. */
struct ps_slice stanza_value(struct stanza *, const struct stanza_item *);

/* stanza_flat.c, stanza_bibtex.c: the same for these */
size_t	stanza_flat(struct stanza_cut *, const char *p, size_t n, bool last,
	    struct stanza_item *);
size_t	stanza_bibtex(struct stanza_cut *, const char *p, size_t n, bool last,
	    struct stanza_item *);

/* stanza_type.c */
/* What ends segments, and parts fields, of a text that begins so. */
void	stanza_signs(struct stanza_cut *, const char *p, size_t n);
size_t	stanza_field(struct stanza_cut *, const char *p, size_t n, bool last,
	    struct stanza_item *);
bool	stanza_level(const char *p, size_t n, struct stanza_item *);
/* Whether the first field of each line decides how many there are. */
bool	stanza_are_types(const struct ps_sample *, const struct stanza_cut *);

/* What is at that place, from 0, is called so. */
struct stanza_text stanza_place_name(uint32_t);

/* stanza_period.c */
/* How many lines make a record; 0: they do not. */
uint32_t stanza_period(struct ps_self *, const struct ps_sample *,
	    const struct stanza_cut *);
size_t	stanza_place(struct stanza_cut *, const char *p, size_t n, bool last,
	    struct stanza_item *);

/* stanza_decode.c */
/* The bytes of base64 (RFC 4648) at `to`; SIZE_MAX: it is none. */
size_t	stanza_base64(const char *p, size_t n, char *to);
/* The bytes of quoted-printable (RFC 2045), `_` a blank in words of heads. */
size_t	stanza_printable(const char *p, size_t n, bool words, char *to);
bool	stanza_is_utf8(const char *p, size_t n);
/* Words of a head (RFC 2047) decoded; room for PS_UTF8_ROOM(n). */
size_t	stanza_words(struct ps_self *, struct ps_rows *, const char *p,
	    size_t n, char *to);

/* stanza_param.c */
/* The value of this parameter of a property; n 0: it has none. */
struct stanza_text stanza_param(struct stanza_text params, const char *name);
/* A property, told with its parameters: as an object if it is in a list. */
void	stanza_tell_property(struct stanza *, const struct stanza_item *,
	    bool in_list);

/* stanza_component.c */
/* Whether the record ends behind this item; *depth of components, from 0. */
bool	stanza_component_ends(const struct stanza *,
	    const struct stanza_item *, uint32_t *depth);
/* What was gathered, told; true when the batch is full. */
bool	stanza_tell_component(struct stanza *);
/* A record of a type, told in the table of that. */
bool	stanza_tell_typed(struct stanza *);
/* At the end; true when the batch is full. */
bool	stanza_leave_around(struct stanza *);

/* stanza_read.c */
enum ps_status stanza_open(struct ps_self *, struct ps_input *);
enum ps_status stanza_table(struct ps_self *, struct ps_rows *,
	    struct ps_table *);
enum ps_status stanza_rows(struct ps_self *, struct ps_rows *);
void	stanza_close(struct ps_self *);

/* stanza_tell.c */
/* A record, told to the tree; true when the batch is full. */
bool	stanza_tell(struct stanza *);
/* An item that is in no record. */
void	stanza_aside(struct stanza *, const struct stanza_item *);
/* What is in it, amid an object that was entered. */
void	stanza_tell_items(struct stanza *);
/* Room for one more item; NULL: no memory. */
struct stanza_item *stanza_add(struct stanza *);
/* Names, ',' between them, that are lists from the beginning. */
void	stanza_lists(struct stanza *, const char *names);
uint64_t stanza_hash(const char *, size_t);
/* Room for one more of an array of n; NULL: no memory, and p is as it was. */
void	*stanza_grown(void *p, uint32_t n, uint32_t *room, size_t size);

/* stanza_bid.c */
enum ps_status stanza_probe(struct ps_self *, const struct ps_sample *,
	    struct ps_guess *, struct ps_bid *);

#endif
