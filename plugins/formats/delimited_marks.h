/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_marks.h - where bytes that mean something stand, as bits.
 */
#ifndef PS_DELIMITED_MARKS_H
#define PS_DELIMITED_MARKS_H

#include <stdint.h>

enum {
	MARK_BLOCK	= 64,		/* bytes of a word */
	MARK_WORDS	= 8		/* words found at a time */
};

/* The bytes looked for; those that are not wanted repeat another. */
struct marked {
	char	delim, quote, eol;
};

/*
 * Bit i of words[k] is set where p[64 * k + i] is one of them.  Nothing at
 * or behind `end` is read; its bits are 0.  All MARK_WORDS words are set.
 */
typedef void marks_scan(const struct marked *, const char *p,
		    const char *end, uint64_t *words);

enum marks_way { MARKS_PORTABLE, MARKS_SSE2, MARKS_AVX2 };
/* NULL: this processor cannot. */
marks_scan	*marks_way(enum marks_way);
marks_scan	*marks_best(void);

#endif
