/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * column_impl.h - what the short ways of column_add() share.
 *
 * Each begins at row `from` and returns the first row that it left: all rows
 * are done, or the column is no longer of its kind.
 */
#ifndef PS_COLUMN_IMPL_H
#define PS_COLUMN_IMPL_H

#include "column.h"
#include "facts.h"

/* column.c: any cell, the long way. */
void	column_long(struct strip *, size_t row);
size_t	column_numbers(struct strip *, size_t from);
size_t	column_dates(struct strip *, size_t from);
size_t	column_bools(struct strip *, size_t from);
size_t	column_texts(struct strip *, size_t from);

/* `last_bytes[n]` keeps the last n of 16 bytes, ~last_bytes[16 - n] the */
/* first n. */
extern const uint64_t last_bytes[17][2];

/* Where 16 bytes before, and from there on, may be read. */
struct memory {
	uintptr_t	from, size;
};

static inline struct memory
memory_of(const struct strip *x)
{
	return (struct memory){ (uintptr_t)x->low + 16,
	    (uintptr_t)(x->high - x->low) - 32 };
}

static inline bool
is_within(struct memory m, const char *p)
{
	return (uintptr_t)p - m.from < m.size;
}

/* Neither number nor truth value, whatever stands there. */
#define NO_VALUE	(PS_ABSENT | PS_STRING)

/* 1 to 16 bytes of an undeclared type. */
static inline bool
is_short(const struct ps_slice *s)
{
	return (s->n - 1 > 15) + (s->flags & NO_VALUE) + s->type == 0;
}

/* Eight bytes, the first of them lowest. */
static inline uint64_t
word_at(const char *p)
{
	uint64_t	x;

	memcpy(&x, p, sizeof(x));
	return x;
}

/* A text that may be read beyond its ends, into the cell. */
static inline void
put_text(struct strip *x, struct ps_cell *c, const struct ps_slice *s)
{
	const char	*end = s->p + s->n;
	char		*to = x->base + x->text;

	if (s->n <= 32) {
		/* What is too much goes where nothing stands yet. */
		memcpy(to - 16, end - 16, 16);
		if (s->n > 16)
			memcpy(to - 32, end - 32, 16);
	} else {
		memcpy(to - s->n, s->p, s->n);
	}
	x->text -= s->n;
	c->length = s->n;
	c->type = x->reading->type;
	c->flags = 0;
	c->scale = 0;
	c->value.offset = x->text;
}

/*
 * Of cells that went a short way since the facts were told: how many, the
 * longest, and the least and the greatest text, of which the first 16 bytes
 * are kept as two numbers that are ordered as the texts are.
 */
struct gathered {
	struct facts		*facts;
	uint64_t		 cells;
	uint32_t		 longest;
	uint64_t		 low[2], high[2];
	uint64_t		 between;	/* first words of others */
	const struct ps_slice	*min, *max;
};

void	gather_start(struct gathered *, struct facts *);
/* Where the cells go into the facts; then as at the start. */
void	gather_tell(struct gathered *);
/* It may be the least or the greatest. */
void	gather_extreme(struct gathered *, const struct ps_slice *);

/* The first eight bytes, or, with i 1, those after them. */
static inline uint64_t
ordered_word(const struct ps_slice *s, int i)
{
	return __builtin_bswap64(word_at(s->p + 8 * i) &
	    ~last_bytes[s->n < 16 ? 16 - s->n : 0][i]);
}

static inline bool
is_known(const struct gathered *g, const struct ps_slice *s, uint64_t a)
{
	return s->n <= 8 && a != 0 &&
	    ((a == g->low[0] && g->min->n == s->n) ||
	    (a == g->high[0] && g->max->n == s->n));
}

/*
 * Nearly always the first word lies between, or all of the text is in it and
 * is one of the two; 16 bytes may be read.
 */
static inline void
gather(struct gathered *g, const struct ps_slice *s)
{
	uint64_t	a = ordered_word(s, 0);

	if (s->n > g->longest)
		g->longest = s->n;
	if (a - g->low[0] - 1 >= g->between && !is_known(g, s, a))
		gather_extreme(g, s);
}

#endif
