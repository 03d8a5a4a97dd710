/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * why_tally.c - cells counted by what each of them could be alone.
 */
#include "facts.h"
#include "str.h"
#include "why.h"

void
why_start(struct why_tally *t, const char *name,
    const struct null_words *words)
{
	memset(t, 0, sizeof(*t));
	facts_start(&t->all);
	facts_named(&t->all, name);
	facts_told(&t->all, words);
}

bool
why_is_known(const struct why_tally *t)
{
	return t->all.fits == FITS_TEXT;
}

/* The beginning of a cell, its control characters as dots. */
static void
show_cell(struct shown_cell *s, const char *p, size_t n)
{
	size_t k = n < WHY_SHOWN ? n : WHY_SHOWN;

	if (s->text[0] != '\0' || n == 0)
		return;
	k = utf8_valid(p, k);
	for (size_t i = 0; i < k; i++)
		s->text[i] = (unsigned char)p[i] < ' ' ? '.' : p[i];
	memcpy(s->text + k, k < n ? "..." : "", k < n ? 4 : 1);
}

static bool
is_zeroed(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] < '0' || p[i] > '9')
			return false;
	return n > 1 && *p == '0';
}

#define NUMERIC_ORDERS	0x1ffu		/* formats without names of months */

static void
count_day(struct why_tally *t, const struct facts *one)
{
	uint32_t orders = orders_of(one->dates & NUMERIC_ORDERS);

	t->day_first += orders == BIT(ORDER_DMY);
	t->month_first += orders == BIT(ORDER_MDY);
}

static void
count_number(struct why_tally *t, const struct facts *one)
{
	t->numbers++;
	t->infinite += one->infinite;
	t->exponents += (one->flags & (EXP_LOWER | EXP_UPPER)) != 0;
	t->fractions += one->scale_max > 0 || one->marked[DOT].scale_max +
	    one->marked[COMMA].scale_max > 0;
}

/* What the cell is alone. */
static void
count_kind(struct why_tally *t, const struct facts *one, const char *p,
    size_t n)
{
	bool dated = (one->fits & FITS_DATED) != 0;
	bool number = (one->fits & FITS_NUMBERS) != 0;

	if (number)
		count_number(t, one);
	else
		show_cell(&t->no_number, p, n);
	if (dated) {
		t->days += (one->fits & BIT(PS_DATE)) != 0;
		t->moments += (one->fits & BIT(PS_DATE)) == 0;
		count_day(t, one);
	} else {
		show_cell(&t->no_day, p, n);
	}
	t->times += (one->fits & BIT(PS_TIME)) != 0;
	t->truths += (one->fits & BIT(PS_BOOL)) != 0;
	t->shapes += (one->fits & (BIT(PS_UUID) | BIT(PS_INET) |
	    BIT(PS_JSON))) != 0;
}

void
why_add(struct why_tally *t, const char *p, size_t n, unsigned flags,
    enum ps_type type)
{
	uint32_t before = t->all.fits;
	struct facts one;

	facts_start(&one);
	facts_told(&one, &t->all.words);
	facts_add(&one, p, n, flags, type);
	facts_add(&t->all, p, n, flags, type);
	t->tokens += facts_tokens(&one);
	if (facts_values(&one) == 0) {
		t->empty += facts_tokens(&one) == 0;
		return;
	}
	t->values++;
	(void)trim(&p, &n);
	show_cell(&t->first, p, n);
	if (is_zeroed(p, n)) {
		t->zeros++;
		show_cell(&t->zero, p, n);
	}
	count_kind(t, &one, p, n);
	if (t->all.fits == FITS_TEXT && before != FITS_TEXT)
		show_cell(&t->odd, p, n);
}
