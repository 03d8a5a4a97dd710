/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * facts_narrow.c - the one normal form of facts.
 *
 * What a type that is out of the question would say is forgotten, so that
 * facts are a function of the cells and not of their order.
 */
#include "facts.h"

/* Bytes kept of a text: no character is cut. */
static size_t
kept(const char *p, size_t n)
{
	size_t k = FACT_TEXT - 1;

	if (n <= k)
		return n;
	while (k > FACT_TEXT - 5 && ((unsigned char)p[k] & 0xc0) == 0x80)
		k--;
	return k;
}

static int
compare(const struct fact_text *t, const char *p, size_t n)
{
	size_t k = t->n < n ? t->n : n;
	int c = memcmp(t->text, p, k);

	return c != 0 ? c : (int)t->n - (int)n;
}

static void
keep_text(struct fact_text *t, const char *p, size_t n)
{
	memset(t, 0, sizeof(*t));
	memcpy(t->text, p, n);
	t->n = (uint8_t)n;
}

void
facts_extreme(struct facts *f, const char *p, size_t n)
{
	n = kept(p, n);
	if (f->min.n == 0 || compare(&f->min, p, n) > 0)
		keep_text(&f->min, p, n);
	if (f->max.n == 0 || compare(&f->max, p, n) < 0)
		keep_text(&f->max, p, n);
}

void
facts_first(struct facts *f, const char *p, size_t n)
{
	keep_text(&f->sample, p, kept(p, n));
}

static void
reset_marked(struct facts_marked *m)
{
	*m = (struct facts_marked){ .least = DBL_MAX, .greatest = -DBL_MAX,
	    .scale_min = INT16_MAX };
}

static void
reset_numbers(struct facts *f)
{
	f->numbers = NUMBERS_ALL;
	f->affixes = UINT32_MAX;
	f->flags &= ~(uint32_t)NUMBER_FLAGS;
	f->infinite = 0;
	f->digits = f->scale_max = 0;
	f->scale_min = f->exponent = INT16_MAX;
	f->least = DBL_MAX;
	f->greatest = -DBL_MAX;
	reset_marked(&f->marked[DOT]);
	reset_marked(&f->marked[COMMA]);
}

static void
reset_order(struct facts *f, unsigned order)
{
	f->steps |= (uint32_t)0xf << 4 * order;
	f->steps_of[order] = (struct facts_steps){ NO_DAY, NO_DAY, NO_DAY,
	    NO_DAY };
}

static void
reset_dates(struct facts *f)
{
	f->dates = DATES_ALL;
	f->months = MONTHS_ALL;
	for (unsigned i = 0; i < N_ORDERS; i++)
		reset_order(f, i);
}

static void
reset_clocks(struct facts *f)
{
	f->times = TIMES_ALL;
	f->fraction_min = INT16_MAX;
	f->fraction_max = 0;
}

static void
reset_bools(struct facts *f)
{
	f->bools = BOOLS_ALL;
	f->bools_seen = 0;
}

void
facts_start(struct facts *f)
{
	memset(f, 0, sizeof(*f));
	f->fits = FITS_ALL;
	f->stamps = STAMPS_ALL;
	f->blanks_min = INT16_MAX;
	reset_numbers(f);
	reset_dates(f);
	reset_clocks(f);
	reset_bools(f);
}

/* In a text column null tokens are texts, and nothing else counts. */
static void
become_text(struct facts *f)
{
	for (unsigned i = 1; i < N_TOKENS; i++) {
		if (f->tokens[i] > 0)
			facts_extreme(f, token_text[i], strlen(token_text[i]));
		f->tokens[i] = 0;
	}
	for (unsigned i = 0; i < N_TOLD; i++) {
		const char *word = f->told[i] == 0 ? NULL :
		    told_text(&f->words, i);

		if (word != NULL)
			facts_extreme(f, word, strlen(word));
		f->told[i] = 0;
	}
	f->flags &= ~(uint32_t)FACTS_DECLARED;
	f->padded = 0;
	f->blanks_min = INT16_MAX;
	f->blanks_max = 0;
}

static void
narrow_numbers(struct facts *f)
{
	bool whole = false;

	if ((f->numbers & FORMATS_ALL) == 0 || f->affixes == 0 ||
	    (f->numbers & SIGNS_ALL) == 0)
		f->fits &= ~(uint32_t)FITS_NUMBERS;
	for (unsigned m = DOT; m <= COMMA; m++) {
		if ((f->numbers &
		    (m == DOT ? FORMATS_DOT : FORMATS_COMMA)) == 0)
			reset_marked(&f->marked[m]);
		else
			whole = whole || f->marked[m].scale_max == 0;
	}
	if (!whole || f->scale_max > 0)
		f->fits &= ~BIT(PS_INT);
}

static void
narrow_dates(struct facts *f)
{
	uint32_t orders = orders_of(f->dates);

	if (orders == 0 || (f->dates & DATES_YEARS) == 0 ||
	    (f->months & MONTH_STYLES) == 0 || (f->months & CASES_ALL) == 0)
		f->fits &= ~(uint32_t)FITS_DATED;
	for (unsigned i = 0; i < N_ORDERS; i++)
		if ((orders >> i & 1) == 0 || (orders & (orders - 1)) == 0)
			reset_order(f, i);
}

void
facts_narrow(struct facts *f)
{
	narrow_numbers(f);
	narrow_dates(f);
	if (f->times == 0)
		f->fits &= ~(uint32_t)FITS_CLOCKS;
	if ((f->stamps & JOINS_ALL) == 0 || (f->stamps & ZONES_ALL) == 0)
		f->fits &= ~(uint32_t)FITS_STAMPS;
	if (f->bools == 0)
		f->fits &= ~BIT(PS_BOOL);
	if ((f->fits & FITS_NUMBERS) == 0)
		reset_numbers(f);
	if ((f->fits & FITS_DATED) == 0)
		reset_dates(f);
	if ((f->fits & FITS_CLOCKS) == 0)
		reset_clocks(f);
	if ((f->fits & FITS_STAMPS) == 0)
		f->stamps = STAMPS_ALL;
	if ((f->fits & BIT(PS_BOOL)) == 0)
		reset_bools(f);
	if ((f->fits & BIT(PS_UUID)) == 0)
		f->flags &= ~(uint32_t)(HEX_LOWER | HEX_UPPER);
	if (f->fits == FITS_TEXT)
		become_text(f);
}
