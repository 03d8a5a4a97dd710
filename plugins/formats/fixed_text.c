/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixed_text.c - the lines of a sample, and where there is ink in them.
 */
#include <string.h>

#include "fixed.h"

enum { MOST_LINES = 1000, MOST_BYTES = 256 << 10 };

/* A line cut off at the end of the sample is left out. */
static size_t
judged(const struct ps_sample *s)
{
	size_t	n = s->length < MOST_BYTES ? s->length : MOST_BYTES;

	if (s->whole && n == s->length)
		return n;
	while (n > 0 && s->text[n - 1] != '\n')
		n--;
	return n;
}

static void
ink(struct fixed_text *t, struct fixed_row *r, uint64_t *bits)
{
	const struct fixed_line	*l = &r->line;
	uint32_t		 n = l->width < FIXED_INK ? l->width :
				    FIXED_INK;

	memset(bits, 0, t->words * sizeof(*bits));
	r->ink = bits;
	r->first = n;
	for (uint32_t i = n; i-- > 0;)
		if (!fixed_is_blank(l, i)) {
			bits[i / 64] |= (uint64_t)1 << i % 64;
			r->first = i;
		}
	if (r->kind == LINE_TEXT && n > t->width)
		t->width = n;
}

/* `Total', `Sum:': the core knows the words. */
static bool
is_total(struct ps_self *self, const struct fixed_line *l)
{
	struct ps_slice	cells[2] = { { .p = l->p, .n = 0 }, { .p = l->p,
			    .n = 1 } };
	size_t		i = 0;

	while (i < l->n && (l->p[i] == ' ' || l->p[i] == '\t'))
		i++;
	cells[0].p = l->p + i;
	while (i < l->n && l->p[i] != ' ' && l->p[i] != '\t')
		i++;
	cells[0].n = (uint32_t)(l->p + i - cells[0].p);
	return cells[0].n > 2 && i < l->n &&
	    ps_summary_of(self, cells, 2, true) == PS_SUMMARY_TOTAL;
}

static void
add(struct fixed_text *t, const char *p, size_t n, uint32_t *at)
{
	struct fixed_row	*r = &t->rows[t->n++];
	const struct ps_scan	*scan = t->s->scan;
	bool			 marks = scan->histogram['#'] > 0;

	fixed_line(p, n, at, &r->line);
	if (r->line.at == at) {
		uint32_t *own = ps_alloc(t->self, (r->line.width + 1) *
		    sizeof(*own));

		memcpy(own, at, (r->line.width + 1) * sizeof(*own));
		r->line.at = own;
	}
	r->kind = fixed_kind(p, n, marks ? '#' : '\0');
	t->n_text += r->kind == LINE_TEXT;
	if (r->kind == LINE_TEXT && t->n_text > 2 &&
	    is_total(t->self, &r->line))
		r->kind = LINE_TOTAL;
}

bool
fixed_text(struct ps_self *self, const struct ps_sample *s,
    struct fixed_text *t)
{
	size_t		 n = judged(s), whole, len;
	uint32_t	 lines = s->scan->n_lines + 1, wide;
	uint32_t	*at = ps_alloc(self, (FIXED_PLACES + 1) * sizeof(*at));
	uint64_t	*bits;

	*t = (struct fixed_text){ .self = self, .s = s };
	lines = lines < MOST_LINES ? lines : MOST_LINES;
	t->rows = ps_alloc(self, lines * sizeof(*t->rows));
	for (size_t i = 0; i < n && t->n < lines; i += whole) {
		len = fixed_end(s->text + i, n - i, &whole);
		if (len > UINT32_MAX / 2)
			return false;
		add(t, s->text + i, len, at);
		t->whole = s->whole && i + whole == s->length;
	}
	wide = 2 * s->scan->longest;	/* glyphs may be wide, tabs are */
	if (s->scan->histogram['\t'] > 0 || wide > FIXED_INK)
		wide = FIXED_INK;
	t->words = wide / 64 + 1;
	bits = ps_alloc(self, (size_t)t->n * t->words * sizeof(*bits));
	for (uint32_t i = 0; i < t->n; i++)
		ink(t, &t->rows[i], bits + (size_t)i * t->words);
	return t->n_text > 0;
}
