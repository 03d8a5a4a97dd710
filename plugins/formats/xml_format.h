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
#define PATH_BYTES	400u

struct xml_options {
	const char	*path;
	bool		 strict;
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
	struct element	*alike;		/* the next of its name beside it */
	bool		 told;
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
	xmlParserCtxtPtr parser;
	const char	*path;		/* of the records, below the root */
	uint32_t	 depth;		/* elements open */
	uint32_t	 outside;	/* ... that lead to the records */
	const char	*rests[XML_DEPTH + 2]; /* of the path, below each */
	bool		 in_list;	/* a run of records is being told */
	bool		 announced;	/* the one table */
	bool		 full, ended;
	struct element	*at;		/* what is read now, or NULL */
	struct xml_pool	 record, names;	/* of it; of the document */
	struct hash_set	 meanings;	/* names and their namespaces */
	struct hash_set	 lists;		/* places where elements repeat */
	char		 wrong[300];
};

/* xml_sax.c: elements as they come */
extern const xmlSAXHandler xml_handlers;
xmlParserCtxtPtr xml_parser(const xmlSAXHandler *, void *arg);

/* xml_pool.c */
void	*xml_alloc(struct xml_pool *, size_t);	/* zeroed; NULL: no memory */
void	xml_pool_free(struct xml_pool *);
/* The entry of that hash, made if `add`; NULL: it is not there. */
struct hash_entry *hash_find(struct hash_set *, uint64_t, bool add);
uint64_t hash_text(uint64_t seed, const char *);

/* xml_tell.c: a subtree, as a member of what is open or as a record */
void	xml_tell(struct xml *, struct element *, bool record);
void	xml_tell_attributes(struct xml *, const struct element *);

/* xml_bid.c */
enum ps_status xml_probe(struct ps_self *, const struct ps_sample *,
	    struct ps_guess *, struct ps_bid *);

#endif
