/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * charset_impl.h - what the parts of the guess share.
 */
#ifndef PS_CHARSET_IMPL_H
#define PS_CHARSET_IMPL_H

#include <stdarg.h>

#include "charset.h"

/* Of the bytes above 0x7f in text that is not UTF-8. */
struct charset_counts {
	size_t	sequences;	/* characters that are valid UTF-8 */
	size_t	invalid;	/* bytes that are not */
	size_t	high;
};

/* The encoding its language speaks for, or NULL: windows-1252. */
const char *charset_language(const char *, size_t,
	    const struct charset_counts *);

#endif
