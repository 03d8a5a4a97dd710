/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pairs.h - what the files of the format `pairs` share: lines made of names
 * with values, a record a line.
 *
 * A style says what parts a name from its value and pairs from each other.
 * What is not part of a pair is the message.  A line may end in JSON instead.
 * Records are told as those of the format `stanza` are.
 */
#ifndef PS_PAIRS_H
#define PS_PAIRS_H

#include "json_parse.h"
#include "stanza.h"

struct pairs_style {
	const char	*name, *about;
	char		 part;		/* between name and value */
	char		 between;	/* pairs; ' ': blanks */
	bool		 coded;		/* %41 is A, + a blank */
	bool		 strict;	/* lines are nothing but pairs */
};

/* What is in a line, apart from its pairs. */
struct pairs_rest {
	struct stanza_text	time;	/* that it begins with */
	struct stanza_text	text;	/* from the first to the last word */
	size_t			bytes;	/* of words that are in no pair */
	uint32_t		pieces;	/* apart from each other */
	const char		*json;	/* where that begins, or NULL */
	size_t			sought;	/* for ends that are not there */
};

struct pairs_options {
	const char	*style, *repeats;
};

struct pairs {
	struct stanza		 stanza;	/* items, and the tree */
	const struct pairs_style *style;
	struct json		 json, check;
	char			*message;	/* pieces of it, joined */
	size_t			 n_message;
	uint64_t		 lines;		/* taken so far */
	bool			 amid;		/* a line not shown whole */
	bool			 told;
};

/* pairs_cut.c */
extern const char *const pairs_styles[];	/* their names, then NULL */
const struct pairs_style *pairs_style_named(const char *);
const struct pairs_style *pairs_style_at(uint32_t);
/* The pairs of a line become items; their number. */
uint32_t pairs_cut(const struct pairs_style *, struct stanza *, const char *p,
	    size_t n, struct pairs_rest *);

/* pairs_value.c */
/* Quotes gone, escapes undone. */
struct ps_slice pairs_value(struct stanza *, const struct stanza_item *);
/* A time that the text begins with: its bytes, or 0. */
size_t	pairs_time(const char *p, size_t n);

/* pairs_read.c */
enum ps_status pairs_open(struct ps_self *, struct ps_input *);
enum ps_status pairs_table(struct ps_self *, struct ps_rows *,
	    struct ps_table *);
enum ps_status pairs_align(struct ps_self *, struct ps_input *);
enum ps_status pairs_rows(struct ps_self *, struct ps_rows *);
void	pairs_close(struct ps_self *);
/* Whether all that is there is one object of JSON. */
bool	pairs_is_json(struct json *, const char *p, size_t n);

/* pairs_bid.c */
enum ps_status pairs_probe(struct ps_self *, const struct ps_sample *,
	    struct ps_guess *, struct ps_bid *);

#endif
