/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * column_number.c - the short way of plain numbers.
 *
 * What such a number (column_scan.h) tells of how its column is written
 * follows from its sign, whether it has a fraction, and its digits before the
 * mark: `accepted` has a bit for each of these cases in which that is nothing
 * new.  Then only extremes are left: of texts, and of values by their scale.
 * They are told to the facts once, before the next cell that goes the long
 * way.
 */
#include "column_scan.h"

/* A double holds all of them; as much as the long way takes for granted. */
#define VALUES_END	UINT64_C(1000000000000000)

struct walk {
	struct strip	*x;
	char		 mark;
	unsigned	 index;		/* DOT or COMMA */
	uint32_t	 numbers, fits, affixes, flags;	/* of the facts */
	/* Bit: digits before the mark; index: minus, 2 for a fraction. */
	uint32_t	 accepted[4];
	struct gathered	 g;
	int64_t		 least[16], greatest[16];	/* by scale */
};

static void
start(struct walk *w)
{
	gather_start(&w->g, w->x->facts);
	for (int i = 0; i < 16; i++) {
		w->least[i] = INT64_MAX;
		w->greatest[i] = INT64_MIN;
	}
}

/* Digits before the mark that the largest of them has. */
static int
whole_digits(int64_t least, int64_t greatest, int scale)
{
	uint64_t	most = (uint64_t)(-least > greatest ? -least :
			    greatest);
	char		digits[20];
	int		n = most == 0 ? 0 : (int)digits_of(most, digits);

	return n > scale ? n - scale : 0;
}

static void
tell_scale(struct walk *w, int scale)
{
	struct facts		*f = w->x->facts;
	struct facts_marked	*to = &f->marked[w->index];
	int64_t			 low = w->least[scale];
	int64_t			 high = w->greatest[scale];
	double			 least = (double)low / powers_of_ten[scale];
	double			 greatest = (double)high /
				    powers_of_ten[scale];
	int			 digits = whole_digits(low, high, scale);

	if (scale == 0) {
		facts_whole(f, least, greatest, digits);
		return;
	}
	to->seen = 1;
	to->least = least < to->least ? least : to->least;
	to->greatest = greatest > to->greatest ? greatest : to->greatest;
	to->digits = greater(to->digits, digits);
	to->scale_min = lesser(to->scale_min, scale);
	to->scale_max = greater(to->scale_max, scale);
}

static void
tell(struct walk *w)
{
	struct facts	*f = w->x->facts;

	if (w->g.cells == 0)
		return;
	f->blanks_min = 0;
	/* Among exponents; elsewhere the first number has set it. */
	if ((f->fits & BIT(PS_DECIMAL)) == 0)
		f->flags |= EXP_NONE;
	gather_tell(&w->g);
	for (int i = 0; i < 16; i++)
		if (w->least[i] <= w->greatest[i])
			tell_scale(w, i);
	start(w);
}

/* Whether one with so many digits before the mark would tell nothing new. */
static bool
is_accepted(const struct walk *w, bool fraction, bool minus, unsigned whole)
{
	return (w->numbers & ~plain_bits(w->index, fraction, minus,
	    whole)) == 0;
}

static void
accept(struct walk *w)
{
	/* 1,234 among numbers with a comma may still be what they are. */
	bool	whole_only = (w->fits & BIT(PS_INT)) != 0 ||
		    w->x->reading->type == PS_INT || (w->index == COMMA &&
		    (w->flags & COMMA_SURE) == 0);

	memset(w->accepted, 0, sizeof(w->accepted));
	/* 20200131 may be a date. */
	if (w->affixes != 1 || (w->fits & BIT(PS_DATE)) != 0)
		return;
	for (unsigned i = 0; i < (whole_only ? 2 : 4); i++)
		w->accepted[i] = is_accepted(w, i >= 2, i & 1, 0) |
		    is_accepted(w, i >= 2, i & 1, 1) * 0xeu |
		    is_accepted(w, i >= 2, i & 1, 4) * 0x1fff0u;
}

/* True if the column is still one of numbers with that mark. */
static bool
look(struct walk *w)
{
	const struct facts	*f = w->x->facts;

	if (f->numbers == w->numbers && f->fits == w->fits &&
	    f->affixes == w->affixes && f->flags == w->flags)
		return true;
	w->numbers = f->numbers;
	w->fits = f->fits;
	w->affixes = f->affixes;
	w->flags = f->flags;
	accept(w);
	return (f->fits & FITS_NUMBERS) != 0 && plain_mark(f) == w->index;
}

/* As reading_plain() does it; true if the text must be kept. */
static inline bool
put(struct ps_cell *c, const struct scanned *d, int64_t v, enum ps_type type,
    int fixed)
{
	bool	odd = false;

	if (type != PS_INT)
		odd = fixed >= 0 ? (int)d->scale != fixed : d->scale != 0 &&
		    d->value % 10 == 0;
	c->length = 0;
	c->type = (uint8_t)type;
	c->flags = odd ? CELL_ODD : 0;
	c->scale = type == PS_DECIMAL ? (int16_t)d->scale : 0;
	if (type == PS_REAL)
		c->value.real = (double)v / powers_of_ten[d->scale];
	else
		c->value.integer = v;
	return odd;
}

static inline bool
is_accepted_so(const struct walk *w, const struct scanned *d)
{
	return d->value < VALUES_END &&
	    (w->accepted[d->minus + 2 * d->fraction] >> d->whole & 1) != 0;
}

/* Rows that go the short way, from there on: the first that does not. */
static INLINE size_t
run_as(struct walk *w, size_t from, enum ps_type type)
{
	struct strip		*x = w->x;
	const struct ps_slice	*s = x->in + from * x->in_step;
	struct ps_cell		*c = x->out + from * x->out_step;
	const size_t		 in_step = x->in_step, n = x->n - from;
	const size_t		 out_step = x->out_step;
	const struct memory	 memory = memory_of(x);
	const char		 mark = w->mark;
	const int		 fixed = x->reading->fixed;
	uint32_t		 odd = 0;
	size_t			 row;
	struct scanned		 d;
	int64_t			 v;

	for (row = 0; row < n; row++, s += in_step, c += out_step) {
		if (!is_short(s) || !is_within(memory, s->p) ||
		    !scan_plain(s->p, s->n, mark, &d) ||
		    !is_accepted_so(w, &d))
			break;
		v = (int64_t)(d.value ^ (0 - (uint64_t)d.minus)) + d.minus;
		gather(&w->g, s);
		if (v < w->least[d.scale])
			w->least[d.scale] = v;
		if (v > w->greatest[d.scale])
			w->greatest[d.scale] = v;
		odd += put(c, &d, v, type, fixed);
	}
	x->odd += odd;
	w->g.cells += row;
	return from + row;
}

static size_t
run(struct walk *w, size_t from)
{
	switch (w->x->reading->type) {
	case PS_INT:
		return run_as(w, from, PS_INT);
	case PS_DECIMAL:
		return run_as(w, from, PS_DECIMAL);
	default:
		return run_as(w, from, PS_REAL);
	}
}

size_t
column_numbers(struct strip *x, size_t row)
{
	struct walk	w = { .x = x, .index = plain_mark(x->facts) };

	w.mark = w.index == DOT ? '.' : ',';
	if (number_formats[x->reading->number].mark != w.mark || !look(&w) ||
	    (x->reading->type == PS_INT && x->reading->fixed > 0))
		return row;
	start(&w);
	for (;;) {
		row = run(&w, row);
		/* Nothing tells nothing. */
		if (row == x->n || x->in[row * x->in_step].n > 0)
			tell(&w);
		if (row == x->n)
			return row;
		column_long(x, row++);
		if (!look(&w)) {
			tell(&w);
			return row;
		}
	}
}
