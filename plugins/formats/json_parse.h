/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * json_parse.h - RFC 8259, strictly, from any number of pieces.
 *
 * The parser holds no text: it is shown what follows, says how far it came,
 * and is shown the rest of a token again, with more behind it.
 */
#ifndef PS_JSON_PARSE_H
#define PS_JSON_PARSE_H

#include "polyscraper.h"

#define JSON_DEPTH	1000u
#define JSON_TOKEN_MAX	((size_t)64 << 20)

enum json_state {
	AT_VALUE, AT_FIRST,		/* AT_FIRST: or the end of the list */
	AT_KEY, AT_FIRST_KEY, AT_COLON,
	AFTER_VALUE, AT_END
};

enum json_result {
	JSON_MORE,			/* needs bytes behind those shown */
	JSON_FULL,			/* the batch is */
	JSON_DONE,			/* one value, nothing behind it */
	JSON_WRONG			/* see `wrong` */
};

struct json {
	struct ps_self	*self;		/* NULL: only checked */
	struct ps_tree	*tree;
	struct ps_rows	*out;		/* NULL: a sample */
	bool		 sequence;	/* many values, one after the other */
	bool		 by_line;	/* rows have lines of the document */
	enum json_state	 state;
	uint32_t	 depth;
	uint8_t		 is_object[JSON_DEPTH / 8 + 1];
	uint64_t	 line;		/* of what comes next, from 1 */
	uint64_t	 values;	/* at the root, complete */
	const char	*wrong;		/* what is, for people */
	char		*key;		/* of the member at hand */
	size_t		 n_key, key_room;
	/* A value that is taken whole: where it began before `shown`, */
	uint32_t	 whole_depth;	/* and the depth it ends at; 0: none */
	size_t		 whole_at;
	bool		 whole_named;	/* it has a key */
};

void	json_start(struct json *);
/* Is `key` that of a value that is not told yet? */
bool	json_has_key(const struct json *);
/*
 * Parse p[*at .. n); `last` if nothing follows.  *at is moved to what was not
 * used: show that again.  What is taken whole is not moved past.
 */
enum json_result json_parse(struct json *, const char *p, size_t n,
	    size_t *at, bool last);

/* json_text.c: the end of the string that begins at p (behind its quote): */
/* its length; `escapes` if there are any; SIZE_MAX: it is not all there, */
/* SIZE_MAX - 1: a control character in it. */
#define STRING_CUT	SIZE_MAX
#define STRING_BAD	(SIZE_MAX - 1)
size_t	json_string(const char *p, size_t n, bool *escapes);
/* Into `out` (room for n bytes, or NULL: it is only checked); its length, */
/* or STRING_BAD. */
size_t	json_unescape(const char *p, size_t n, char *out);

#endif
