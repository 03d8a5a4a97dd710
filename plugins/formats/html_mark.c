/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_mark.c - marks of footnotes in cells, which are none of the value.
 *
 * Raised or linked to a place on the page, and short: `[1]`, an asterisk, a
 * dagger; a digit only if it is both, for m<sup>2</sup> is another matter.
 */
#include <string.h>

#include "html_format.h"

static bool
is_bracketed(const char *p, size_t n)
{
	return n >= 3 && n <= 12 && p[0] == '[' && p[n - 1] == ']';
}

/* One to three of * and the daggers. */
static bool
is_sign(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && (p[i] == '*' || (unsigned char)p[i] >= 0x80))
		i += p[i] == '*' ? 1 : n - i >= 3 &&
		    memcmp(p + i, "\xe2\x80\xa0", 3) == 0 ? 3 : n - i >= 3 &&
		    memcmp(p + i, "\xe2\x80\xa1", 3) == 0 ? 3 : n - i >= 2 &&
		    memcmp(p + i, "\xc2\xa7", 2) == 0 ? 2 : n;
	return n > 0 && i == n && n <= 9;
}

void
html_drop_mark(struct html *h, const struct open *o)
{
	struct grid		*g = h->grid;
	struct html_text	*t = &g->text;
	const char		*p = t->p + o->mark;
	size_t			 n;
	bool			 link = o->fragment || h->fragments > 0;
	bool			 raised = o->head.id == PS_H_SUP || h->sup > 0;

	if (!g->in_cell || o->mark >= t->n)
		return;
	n = t->n - o->mark;
	if (*p == ' ') {
		p++;
		n--;
	}
	if (is_bracketed(p, n) ? !raised && !link : is_sign(p, n) ? !raised :
	    !raised || !link || n > 4)
		return;
	t->n = o->mark;
	t->blank = o->blank;
	g->n_marks++;
}
