/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * charset_impl.h - what the parts of the guess share.
 */
#ifndef PS_CHARSET_IMPL_H
#define PS_CHARSET_IMPL_H

#include <stdarg.h>

#include "charset.h"

/* What bytes above 0x7f in a line are. */
struct charset_line {
	size_t	sequences;	/* characters that are valid UTF-8 */
	size_t	invalid;	/* bytes that are not */
	size_t	first;		/* the first of these, else of those */
	size_t	bits;		/* how little the sequences look like chance */
};

void	charset_look(const char *, size_t n, struct charset_line *);
/* The line at p, with its end. */
size_t	charset_line_length(const char *p, size_t n);

/* What a document of XML says it is in; NULL: nothing, or nothing known. */
const char *charset_declared(const char *, size_t n);
/* iconv's name of one that is known by either name, static; or NULL. */
const char *charset_iconv_name(const char *);

/* The same among encodings of Latin letters. */
void	charset_latin(const struct charset_evidence *,
	    struct charset_choice *);

#endif
