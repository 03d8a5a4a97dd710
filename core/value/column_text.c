/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * column_text.c - the short ways of texts, and of words that are true or
 * false.
 */
#include "column_impl.h"

static size_t
run_texts(struct strip *x, size_t row, struct gathered *g)
{
	const struct ps_slice	*s = x->in + row * x->in_step;
	struct ps_cell		*c = x->out + row * x->out_step;
	const struct memory	 memory = memory_of(x);

	for (; row < x->n; row++, s += x->in_step, c += x->out_step) {
		if (s->n == 0 || (s->flags & PS_ABSENT) != 0 ||
		    !is_within(memory, s->p) || (unsigned char)*s->p <= ' ' ||
		    (unsigned char)s->p[s->n - 1] <= ' ')
			break;
		gather(g, s);
		put_text(x, c, s);
		g->cells++;
	}
	return row;
}

/* A column that is known to be text stays it. */
size_t
column_texts(struct strip *x, size_t row)
{
	struct gathered	g;

	if (x->facts->fits != FITS_TEXT)
		return row;
	gather_start(&g, x->facts);
	while ((row = run_texts(x, row, &g)) < x->n)
		column_long(x, row++);
	gather_tell(&g);
	return row;
}

/* The two words of a column, and which of them were met. */
struct words {
	uint64_t	word[2];
	uint32_t	n[2];
	uint32_t	seen;
};

static void
find_words(struct words *w, unsigned vocabulary)
{
	char	text[8];

	w->seen = 0;
	for (int i = 0; i < 2; i++) {
		memset(text, 0, sizeof(text));
		w->n[i] = (uint32_t)bool_render(vocabulary, i != 0, text);
		w->word[i] = word_at(text);
	}
}

static size_t
run_bools(struct strip *x, size_t row, struct words *w)
{
	const struct ps_slice	*s = x->in + row * x->in_step;
	struct ps_cell		*c = x->out + row * x->out_step;
	const struct memory	 memory = memory_of(x);
	uint64_t		 word;
	unsigned		 value;

	for (; row < x->n; row++, s += x->in_step, c += x->out_step) {
		if (s->n - 1 > 7 || (s->flags & NO_VALUE) != 0 ||
		    s->type != PS_NULL || !is_within(memory, s->p))
			break;
		word = word_at(s->p) & ~last_bytes[16 - s->n][0];
		value = word == w->word[1];
		if (word != w->word[value] || s->n != w->n[value])
			break;
		w->seen |= value != 0 ? SAW_TRUE : SAW_FALSE;
		*c = (struct ps_cell){ .type = PS_BOOL,
		    .value.integer = value };
	}
	return row;
}

static void
tell_bools(struct facts *f, const struct words *w, size_t cells)
{
	static const uint32_t	saw[] = { SAW_FALSE, SAW_TRUE };

	f->cells += cells;
	f->bools_seen |= w->seen;
	for (int i = 0; i < 2; i++) {
		if ((w->seen & saw[i]) == 0)
			continue;
		f->blanks_min = 0;
		f->longest = w->n[i] > f->longest ? w->n[i] : f->longest;
		facts_extreme(f, (const char *)&w->word[i], w->n[i]);
	}
}

size_t
column_bools(struct strip *x, size_t row)
{
	struct facts	*f = x->facts;
	struct words	 w;
	size_t		 from;

	find_words(&w, x->reading->boolean);
	while (f->fits == (BIT(PS_BOOL) | FITS_TEXT) && row < x->n &&
	    f->bools == BIT(x->reading->boolean) && x->reading->blanks == 0) {
		from = row;
		row = run_bools(x, row, &w);
		tell_bools(f, &w, row - from);
		w.seen = 0;
		if (row < x->n)
			column_long(x, row++);
	}
	return row;
}
