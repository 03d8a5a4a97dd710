/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * facts_merge.c - facts of parts make facts of the whole.
 *
 * Parts of one document share every format; documents of one column share
 * types only, each is taken as its own reading takes it.
 */
#include "facts.h"

#define PHONE_DIGITS	9	/* with the country's, as +4930123456 */

#define FIELD(name, size, is_signed)					\
	{ #name, offsetof(struct facts, name), size, is_signed }
#define TOKEN(i)							\
	{ "token_" #i, offsetof(struct facts, tokens[i]), 8, 0 }
#define TOLD(i)								\
	{ "told_" #i, offsetof(struct facts, told[i]), 8, 0 }
#define MARKED(prefix, i)						\
	{ prefix "least", offsetof(struct facts, marked[i].least), 9, 1 }, \
	{ prefix "greatest", offsetof(struct facts, marked[i].greatest), 9, \
	    1 },							\
	{ prefix "digits", offsetof(struct facts, marked[i].digits), 2, 1 }, \
	{ prefix "scale_min", offsetof(struct facts, marked[i].scale_min), 2, \
	    1 },							\
	{ prefix "scale_max", offsetof(struct facts, marked[i].scale_max), 2, \
	    1 },							\
	{ prefix "seen", offsetof(struct facts, marked[i].seen), 2, 1 }
#define STEPS(prefix, i)						\
	{ prefix "first", offsetof(struct facts, steps_of[i].first), 4, 1 }, \
	{ prefix "last", offsetof(struct facts, steps_of[i].last), 4, 1 },  \
	{ prefix "days", offsetof(struct facts, steps_of[i].days), 4, 1 },  \
	{ prefix "months", offsetof(struct facts, steps_of[i].months), 4, 1 }

const struct facts_field facts_fields[] = {
	FIELD(cells, 8, 0),
	TOKEN(0), TOKEN(1), TOKEN(2), TOKEN(3), TOKEN(4), TOKEN(5), TOKEN(6),
	TOKEN(7), TOKEN(8), TOKEN(9), TOKEN(10), TOKEN(11), TOKEN(12),
	TOKEN(13), TOKEN(14), TOKEN(15),
	FIELD(quoted_empty, 8, 0), FIELD(padded, 8, 0), FIELD(absent, 8, 0),
	FIELD(fits, 4, 0), FIELD(longest, 4, 0), FIELD(numbers, 4, 0),
	FIELD(affixes, 4, 0), FIELD(units, 4, 0), FIELD(dates, 4, 0),
	FIELD(months, 4, 0), FIELD(stamps, 4, 0), FIELD(times, 4, 0),
	FIELD(bools, 4, 0), FIELD(bools_seen, 4, 0), FIELD(steps, 4, 0),
	FIELD(flags, 4, 0), FIELD(digits, 2, 1), FIELD(scale_min, 2, 1),
	FIELD(scale_max, 2, 1), FIELD(exponent, 2, 1),
	FIELD(fraction_min, 2, 1), FIELD(fraction_max, 2, 1),
	FIELD(blanks_min, 2, 1), FIELD(blanks_max, 2, 1),
	FIELD(least, 9, 1), FIELD(greatest, 9, 1),
	MARKED("dot_", DOT), MARKED("comma_", COMMA),
	STEPS("dmy_", ORDER_DMY), STEPS("mdy_", ORDER_MDY),
	STEPS("ymd_", ORDER_YMD),
	TOKEN(16), TOKEN(17), TOKEN(18), TOKEN(19), TOKEN(20),
	FIELD(infinite, 8, 0),
	TOLD(0), TOLD(1), TOLD(2), TOLD(3), TOLD(4), TOLD(5), TOLD(6), TOLD(7),
	FIELD(absent_as, 4, 0),
	{ NULL, 0, 0, 0 }
};
_Static_assert(N_TOKENS == 21, "every token is a field");

static void
merge_counts(struct facts *f, const struct facts *from)
{
	f->cells += from->cells;
	for (unsigned i = 0; i < N_TOKENS; i++)
		f->tokens[i] += from->tokens[i];
	f->quoted_empty += from->quoted_empty;
	f->padded += from->padded;
	f->absent += from->absent;
	f->infinite += from->infinite;
	for (unsigned i = 0; i < N_TOLD; i++)
		f->told[i] += from->told[i];
	if (from->words.n > 0 && (f->words.n == 0 ||
	    memcmp(&from->words, &f->words, sizeof(f->words)) < 0))
		f->words = from->words;
	f->absent_as |= from->absent_as;
	if (from->longest > f->longest)
		f->longest = from->longest;
	f->bools_seen |= from->bools_seen;
	f->units |= from->units;
	f->flags |= from->flags;
}

static void
merge_sizes(struct facts *f, const struct facts *from)
{
	f->digits = greater(f->digits, from->digits);
	f->scale_min = lesser(f->scale_min, from->scale_min);
	f->scale_max = greater(f->scale_max, from->scale_max);
	f->exponent = lesser(f->exponent, from->exponent);
	f->fraction_min = lesser(f->fraction_min, from->fraction_min);
	f->fraction_max = greater(f->fraction_max, from->fraction_max);
	f->blanks_min = lesser(f->blanks_min, from->blanks_min);
	f->blanks_max = greater(f->blanks_max, from->blanks_max);
	if (from->least < f->least)
		f->least = from->least;
	if (from->greatest > f->greatest)
		f->greatest = from->greatest;
}

static void
merge_marked(struct facts_marked *f, const struct facts_marked *from)
{
	f->seen |= from->seen;
	f->digits = greater(f->digits, from->digits);
	f->scale_min = lesser(f->scale_min, from->scale_min);
	f->scale_max = greater(f->scale_max, from->scale_max);
	if (from->least < f->least)
		f->least = from->least;
	if (from->greatest > f->greatest)
		f->greatest = from->greatest;
}

static void
merge_extremes(struct facts *f, const struct facts *from)
{
	if (from->min.n > 0)
		facts_extreme(f, from->min.text, from->min.n);
	if (from->max.n > 0)
		facts_extreme(f, from->max.text, from->max.n);
}

void
facts_merge(struct facts *f, const struct facts *from)
{
	merge_counts(f, from);
	merge_sizes(f, from);
	merge_marked(&f->marked[DOT], &from->marked[DOT]);
	merge_marked(&f->marked[COMMA], &from->marked[COMMA]);
	merge_extremes(f, from);
	if (f->sample.n == 0)
		f->sample = from->sample;
	f->fits &= from->fits;
	f->numbers &= from->numbers;
	f->affixes &= from->affixes;
	f->dates &= from->dates;
	f->months &= from->months;
	f->stamps &= from->stamps;
	f->times &= from->times;
	f->bools &= from->bools;
	steps_merge(f, from);
	facts_narrow(f);
}

uint64_t
facts_words(const struct facts *f)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < N_TOLD; i++)
		n += f->told[i];
	return n;
}

uint64_t
facts_tokens(const struct facts *f)
{
	uint64_t n = f->absent + facts_words(f);

	for (unsigned i = 1; i < N_TOKENS; i++)
		n += f->tokens[i];
	return n;
}

uint64_t
facts_nulls(const struct facts *f, bool typed)
{
	return f->tokens[TOKEN_EMPTY] + (typed ? facts_tokens(f) : f->absent);
}

uint64_t
facts_values(const struct facts *f)
{
	return f->cells - f->tokens[TOKEN_EMPTY] - f->quoted_empty -
	    facts_tokens(f);
}

/* One mark is left: what was kept apart under it joins the rest. */
static void
fold_mark(struct facts *f, unsigned mark)
{
	struct facts one = *f;

	one.digits = f->marked[mark].digits;
	one.scale_min = f->marked[mark].scale_min;
	one.scale_max = f->marked[mark].scale_max;
	one.least = f->marked[mark].least;
	one.greatest = f->marked[mark].greatest;
	merge_sizes(f, &one);
	if (f->scale_max > 0)
		f->fits &= ~BIT(PS_INT);
	else if (f->digits == 0)
		f->digits = f->scale_min == 0;
}

static bool
has_other_tokens(const struct facts *f, uint32_t tokens)
{
	for (unsigned i = 1; i < N_TOKENS; i++)
		if (f->tokens[i] > 0 && (tokens >> i & 1) == 0)
			return true;
	return false;
}

/* +4930123456 in every cell: no difference is so long and never less. */
static bool
is_phone(const struct facts *f)
{
	return (f->fits & FITS_NUMBERS) != 0 &&
	    (f->numbers & SIGNS_ALL) == SIGN_PLUS && f->scale_max == 0 &&
	    f->digits >= PHONE_DIGITS && f->least >= 0;
}

/* 5 DR and nothing else: against what? */
static bool
is_one_sided(const struct facts *f)
{
	uint32_t signs = f->numbers & SIGNS_ALL;

	return (f->fits & FITS_NUMBERS) != 0 &&
	    (signs == (SIGN_DEBIT | SIGN_SIDES) ||
	    (signs == SIGN_SIDES && f->least >= 0));
}

void
facts_as(struct facts *f, const struct reading *r)
{
	if ((r->flags & READING_SHARED) != 0)
		f->flags |= FACTS_SHARED;
	fold_mark(f, (FORMATS_COMMA >> r->number & 1) != 0 ? COMMA : DOT);
	if (has_other_tokens(f, r->tokens) ||
	    ((f->flags & FACTS_WISH) == 0 &&
	    (is_phone(f) || is_one_sided(f))) ||
	    ((r->flags & READING_UNSURE) != 0 &&
	    (f->fits & FITS_NUMBERS) != 0))
		f->fits = FITS_TEXT;
}

/* 12 and 12 % are two things, and so are 12 $ and 12 EUR; 12 may be 12 $. */
static bool
units_agree(uint32_t units)
{
	uint32_t named = units & ~BIT(UNIT_NONE);

	if ((units & BIT(UNIT_PERCENT)) != 0)
		return units == BIT(UNIT_PERCENT);
	return (named & (named - 1)) == 0;
}

bool
facts_same_unit(const struct facts *joined, const struct reading *r)
{
	return (BIT(r->type) & FITS_NUMBERS) == 0 ||
	    units_agree(joined->units | BIT(affixes[r->affix].unit));
}

/* The lesser of two samples, so that no document comes first. */
static void
join_sample(struct fact_text *s, const struct fact_text *t)
{
	int c = memcmp(t->text, s->text, sizeof(t->text));

	if (t->n > 0 && (s->n == 0 || c < 0 || (c == 0 && t->n < s->n)))
		*s = *t;
}

void
facts_join(struct facts *all, const struct facts *own,
    const struct reading *r)
{
	struct facts one = *own;

	facts_as(&one, r);
	one.words = r->words;
	if ((r->flags & READING_OPEN) != 0 && reading_hinted(r) == 0 &&
	    (one.fits & FITS_DATED) != 0)
		one.fits = FITS_TEXT;
	if ((one.fits & FITS_NUMBERS) != 0 && facts_values(own) > 0)
		all->units |= BIT(affixes[r->affix].unit);
	merge_counts(all, &one);
	merge_sizes(all, &one);
	merge_extremes(all, &one);
	join_sample(&all->sample, &one.sample);
	all->fits &= one.fits;
	all->flags |= FACTS_JOINED;
	if (!units_agree(all->units))
		all->fits &= ~(uint32_t)FITS_NUMBERS;
	if (all->fits == FITS_TEXT)
		facts_narrow(all);
}
