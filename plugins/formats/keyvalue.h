/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * keyvalue.h - what the files of the format `keyvalue` share: lines made of
 * names with values, a record a line.
 *
 * A style says what parts a name from its value and pairs from each other.
 * What is not part of a pair is the message.  A line may end in JSON instead.
 * Records are told as those of the format `stanza` are.
 */
#ifndef PS_KEYVALUE_H
#define PS_KEYVALUE_H

#include "json_parse.h"
#include "stanza.h"

struct keyvalue_style {
	const char	*name, *about;
	char		 part;		/* between name and value */
	char		 between;	/* pairs; ' ': blanks */
	bool		 coded;		/* %41 is A, + a blank */
	bool		 strict;	/* lines are nothing but pairs */
};

/* What is in a line, apart from its pairs. */
struct keyvalue_rest {
	struct stanza_text	time;	/* that it begins with */
	struct stanza_text	text;	/* from the first to the last word */
	size_t			bytes;	/* of words that are in no pair */
	uint32_t		pieces;	/* apart from each other */
	const char		*json;	/* where that begins, or NULL */
	size_t			sought;	/* for ends that are not there */
};

struct keyvalue_options {
	const char	*style, *repeats;
};

struct keyvalue {
	struct stanza		 stanza;	/* items, and the tree */
	const struct keyvalue_style *style;
	struct json		 json, check;
	char			*message;	/* pieces of it, joined */
	size_t			 n_message;
	uint64_t		 lines;		/* taken so far */
	bool			 amid;		/* a line not shown whole */
	bool			 told;
};

/* keyvalue_cut.c */
extern const char *const keyvalue_styles[];	/* their names, then NULL */
const struct keyvalue_style *keyvalue_style_named(const char *);
const struct keyvalue_style *keyvalue_style_at(uint32_t);
/* The pairs of a line become items; their number. */
uint32_t keyvalue_cut(const struct keyvalue_style *, struct stanza *,
	    const char *p, size_t n, struct keyvalue_rest *);

/* keyvalue_value.c */
/* Quotes gone, escapes undone. */
struct ps_slice keyvalue_value(struct stanza *, const struct stanza_item *);
/* A time that the text begins with: its bytes, or 0. */
size_t	keyvalue_time(const char *p, size_t n);

/* keyvalue_read.c */
enum ps_status keyvalue_open(struct ps_self *, struct ps_input *);
enum ps_status keyvalue_table(struct ps_self *, struct ps_rows *,
	    struct ps_table *);
enum ps_status keyvalue_align(struct ps_self *, struct ps_input *);
enum ps_status keyvalue_rows(struct ps_self *, struct ps_rows *);
void	keyvalue_close(struct ps_self *);
/* Whether all that is there is one object of JSON. */
bool	keyvalue_is_json(struct json *, const char *p, size_t n);

/* keyvalue_bid.c */
enum ps_status keyvalue_probe(struct ps_self *, const struct ps_sample *,
	    struct ps_guess *, struct ps_bid *);

#endif
