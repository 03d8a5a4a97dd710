/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixed_line.c - a line in places: which byte stands where on a terminal.
 *
 * Most lines are ASCII without tabs, and there places are bytes.
 */
#include <string.h>

#include "drawn.h"
#include "fixed.h"

enum { TAB_STOP = 8 };

static const uint64_t HIGH_BITS = 0x8080808080808080u;
static const uint64_t ALL_TABS = 0x0909090909090909u;
static const uint64_t ONES = 0x0101010101010101u;

/* Bytes beyond ASCII, or tabs; eight at a time. */
static bool
is_odd(const char *p, size_t n)
{
	uint64_t	v, x, odd = 0;
	size_t		i = 0;

	for (; i + 8 <= n; i += 8) {
		memcpy(&v, p + i, 8);
		x = v ^ ALL_TABS;
		odd |= v | ((x - ONES) & ~x);
	}
	odd &= HIGH_BITS;
	for (; i < n; i++)
		odd |= (p[i] & 0x80) != 0 || p[i] == '\t';
	return odd != 0;
}

static void
place(struct fixed_line *l, uint32_t *at)
{
	uint32_t	w = 0, wide;
	size_t		bytes;

	for (size_t i = 0; i < l->n && w < FIXED_PLACES; i += bytes) {
		wide = drawn_glyph(l->p + i, l->n - i, &bytes);
		if (l->p[i] == '\t')
			wide = TAB_STOP - w % TAB_STOP;
		while (wide-- > 0 && w < FIXED_PLACES)
			at[w++] = (uint32_t)i;
	}
	at[w] = (uint32_t)l->n;
	l->width = w;
	l->at = at;
}

void
fixed_line(const char *p, size_t n, uint32_t *at, struct fixed_line *l)
{
	while (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '\t'))
		n--;
	*l = (struct fixed_line){ .p = p, .n = n };
	if (is_odd(p, n))
		place(l, at);
	else
		l->width = n < FIXED_PLACES ? (uint32_t)n : FIXED_PLACES;
}

size_t
fixed_end(const char *p, size_t n, size_t *whole)
{
	const char	*e = memchr(p, '\n', n);
	size_t		 len = e == NULL ? n : (size_t)(e - p);

	*whole = len + (e != NULL);
	if (len > 0 && p[len - 1] == '\r')
		len--;
	return len;
}

/* Nothing but dashes and the like, three in a row at least. */
static bool
is_rule(const char *p, size_t n)
{
	size_t		run = 0, longest = 0, i = 0;

	while (i < n) {
		unsigned char	c = (unsigned char)p[i];
		bool		box = c == 0xe2 && n - i >= 3 &&
				    (unsigned char)p[i + 1] >= 0x94 &&
				    (unsigned char)p[i + 1] <= 0x95;

		if (!box && memchr("-=_+*~# \t", c, 9) == NULL)
			return false;
		run = c == ' ' || c == '\t' ? 0 : run + 1;
		longest = run > longest ? run : longest;
		i += box ? 3 : 1;
	}
	return longest >= 3;
}

enum fixed_kind
fixed_kind(const char *p, size_t n, char comment)
{
	while (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '\t' ||
	    p[n - 1] == '\f'))
		n--;
	while (n > 0 && (*p == ' ' || *p == '\t' || *p == '\f')) {
		p++;
		n--;
	}
	if (n == 0)
		return LINE_BLANK;
	if (memchr("-=_+*~#\xe2", *p, 8) != NULL && is_rule(p, n))
		return LINE_RULE;
	return comment != '\0' && *p == comment ? LINE_COMMENT : LINE_TEXT;
}
