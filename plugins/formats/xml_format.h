/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * xml_format.h - what the parts of the plugin `xml` share.
 */
#ifndef PS_XML_FORMAT_H
#define PS_XML_FORMAT_H

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "polyscraper.h"

#define XML_DEPTH	1000u
#define SUBTREE_MAX	((size_t)64 << 20)	/* of what is read whole */
#define ENTITY_BYTES	100u
#define SHEET_WIDTH	1024u		/* columns that have names */

struct xml_options {
	const char	*records;
	bool		 strict;
};

/*
 * libxml2's parser, and the entity at hand: one that only a DTD knows stands
 * for itself, as it is written.
 */
struct xml_reader {
	xmlParserCtxtPtr parser;
	xmlEntity	 entity;
	char		 name[ENTITY_BYTES], text[ENTITY_BYTES + 2];
};

/* Memory that is given back all at once. */
struct xml_pool {
	struct xml_chunk *first;
	size_t		 bytes;
};

struct attribute {
	struct attribute *next;
	const char	*name, *value;
	size_t		 n_value;
};

/* An element that is read whole before it is told. */
struct element {
	struct element	*parent, *first, *last, *next;
	struct attribute *attributes, **last_attribute;
	const char	*name;
	uint64_t	 place;		/* hash of the names down to it */
	char		*text;
	size_t		 n_text, text_room;
	size_t		 text_at;	/* of the parent's, where it stands */
	struct element	*alike;		/* the next of its name beside it */
	bool		 told;
	bool		 bears;		/* attributes are in it, or below */
	bool		 flat;		/* its text is the parent's */
};

/* Hashes, each with what it stands for. */
struct hash_set {
	struct hash_entry { uint64_t hash; void *what; } *entries;
	size_t		 n, room;
};

struct xml {
	struct ps_self	*self;
	struct ps_input	*in;
	struct ps_tree	*tree;
	struct ps_rows	*out;
	struct xml_reader reader;
	const char	*path;		/* of the records, below the root */
	uint32_t	 depth;		/* elements open */
	uint32_t	 outside;	/* ... that lead to the records */
	const char	*rests[XML_DEPTH + 2]; /* of the path, below each */
	bool		 in_list;	/* a run of records is being told */
	bool		 announced;	/* the one table */
	bool		 full, ended;
	bool		 plist;		/* it is a property list */
	bool		 kml;
	char		 key[200];	/* of the value to come, in one */
	size_t		 n_key;
	bool		 sheet, headed;	/* SpreadsheetML; its table's header */
	uint32_t	 sheets;	/* is past; so far */
	const char	*heads[SHEET_WIDTH];
	struct element	*at;		/* what is read now, or NULL */
	uint64_t	 begun;		/* about where the record began */
	struct xml_pool	 record, names;	/* of it; of the document */
	struct element	*beside;	/* no record, and not yet told */
	struct xml_pool	 kept;		/* of that */
	struct hash_set	 meanings;	/* names and their namespaces */
	struct hash_set	 lists;		/* places where elements repeat */
	struct hash_set	 seen;		/* places beside the records */
	char		 wrong[300];
};

/* xml_sax.c: elements as they come */
extern const xmlSAXHandler xml_handlers;

/* xml_parser.c: libxml2, kept from all that XML can do */
bool	xml_reader_open(struct xml_reader *, const xmlSAXHandler *, void *arg);
void	xml_reader_close(struct xml_reader *);
/* Of startDocument: what a declaration says of entities is not asked. */
void	xml_forget_standalone(struct xml_reader *);
xmlEntityPtr xml_entity(struct xml_reader *, const xmlChar *name);
/* A value as libxml2 gives it, `&#38;` for each &, becomes what it is. */
size_t	xml_unescape(char *, size_t n);

/* xml_pool.c */
void	*xml_alloc(struct xml_pool *, size_t);	/* zeroed; NULL: no memory */
void	xml_pool_free(struct xml_pool *);
void	xml_pool_clear(struct xml_pool *);	/* to be used again */
/* The entry of that hash, made if `add`; NULL: it is not there. */
struct hash_entry *hash_find(struct hash_set *, uint64_t, bool add);
uint64_t hash_text(uint64_t seed, const char *);

/* xml_tell.c: a subtree, as a member of what is open or as a record */
void	xml_tell_record(struct xml *, struct element *);
/* What is no record waits, for the next may be of the same name: a list. */
void	xml_tell_beside(struct xml *, struct element *);
void	xml_tell_kept(struct xml *);	/* ... no longer */
void	xml_leave_list(struct xml *);	/* no more records for now */
/* The text of an element with all within it, in the record's memory. */
char	*xml_whole_text(struct xml *, const struct element *, size_t *n);
void	xml_tell_attributes(struct xml *, const struct element *);

/* A text in the record's memory, with a NUL; never NULL. */
const char *xml_copy(struct xml *, const char *, size_t);

/* xml_plist.c */
void	xml_plist_dict(struct xml *, struct element *dict);
void	xml_plist_root(struct element *);
/* True: it is the name of what comes next, and not told itself. */
bool	xml_plist_beside(struct xml *, struct element *, bool record);
const char *xml_plist_key(struct xml *, const struct element *);

/* xml_kml.c: the named values in an element of KML, each called so */
void	xml_kml_data(struct element *);

/* xml_sheet.c */
void	xml_sheet_table(struct xml *);	/* a table begins */
/* True: it was its header.  Otherwise it is made ready to be told. */
bool	xml_sheet_row(struct xml *, struct element *);
const char *xml_sheet_name(struct xml *, const struct element *sheet);

/* xml_bid.c */
enum ps_status xml_probe(struct ps_self *, const struct ps_sample *,
	    struct ps_guess *, struct ps_bid *);

#endif
