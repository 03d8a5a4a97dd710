/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * parse.h - what the parsers of a cell's text share.
 */
#ifndef PS_PARSE_H
#define PS_PARSE_H

#include "facts.h"

/* What parsers share: the text without blanks, and where results go. */
struct parse {
	const struct reading	*r;
	const char		*p;
	size_t			 n;
	struct ps_cell		*cell;
	const char		**text;
	char			*buf;
	struct number		 number;	/* of a PS_REAL */
};

static inline enum parsed
text_cell(struct parse *x, const char *text, size_t n)
{
	x->cell->length = n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
	*x->text = text;
	return PARSED;
}

/* Where the source's bytes are the canonical text, it stays there. */
static inline void
canonical(struct parse *x, size_t n)
{
	text_cell(x, n == x->n && memcmp(x->buf, x->p, n) == 0 ? x->p : x->buf,
	    n);
}

/* parse_word.c: false if the text is none of that kind */
bool	parse_uuid(struct parse *);
bool	parse_inet(struct parse *);
bool	parse_json(struct parse *);
bool	parse_blob(struct parse *);

#endif
