/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * steps.c - the order of ambiguous dates told from how they follow each other.
 *
 * Under the right order a column that was written day by day, or month by
 * month, runs one way or in equal steps; under the wrong one it hardly does.
 */
#include "facts.h"

uint32_t
orders_of(uint32_t dates)
{
	return ((dates & DATES_DMY) != 0 ? BIT(ORDER_DMY) : 0) |
	    ((dates & DATES_MDY) != 0 ? BIT(ORDER_MDY) : 0) |
	    ((dates & DATES_YMD) != 0 ? BIT(ORDER_YMD) : 0);
}

/* A day as one number that keeps the order and gives the parts back. */
static int32_t
packed(struct day d)
{
	return (int32_t)d.year << 9 | (int32_t)d.month << 5 | d.day;
}

static struct day
unpacked(int32_t v)
{
	return (struct day){ (int16_t)(v >> 9), (int8_t)(v >> 5 & 15),
	    (int8_t)(v & 31) };
}

static void
keep_equal(int32_t *step, int32_t now, uint32_t *bits, uint32_t bit)
{
	if (*step == NO_DAY)
		*step = now;
	else if (now != NO_DAY && *step != now)
		*bits &= ~bit;
}

/* From one day to the next; the bits that stay. */
static uint32_t
step(struct facts_steps *s, int32_t from, int32_t to)
{
	struct day a = unpacked(from), b = unpacked(to);
	uint32_t bits = 0xf;

	if (to < from)
		bits &= ~(uint32_t)STEP_UP;
	if (to > from)
		bits &= ~(uint32_t)STEP_DOWN;
	keep_equal(&s->days, date_number(b) - date_number(a), &bits,
	    STEP_DAYS);
	if (a.day != b.day)
		bits &= ~(uint32_t)STEP_MONTHS;
	keep_equal(&s->months, (b.year - a.year) * 12 + b.month - a.month,
	    &bits, STEP_MONTHS);
	return bits;
}

static void
clear_steps(struct facts *f, unsigned order, uint32_t kept)
{
	f->steps &= kept << 4 * order | ~((uint32_t)0xf << 4 * order);
	if ((kept & STEP_DAYS) == 0)
		f->steps_of[order].days = 0;
	if ((kept & STEP_MONTHS) == 0)
		f->steps_of[order].months = 0;
}

void
steps_add(struct facts *f, const struct date *x)
{
	uint32_t orders = orders_of(f->dates);

	if ((orders & (orders - 1)) == 0)
		return;
	for (unsigned i = 0; i < N_ORDERS; i++) {
		struct facts_steps *s = &f->steps_of[i];
		int32_t now;

		if ((orders >> i & 1) == 0)
			continue;
		now = packed(x->at[i]);
		if (s->first == NO_DAY)
			s->first = now;
		else
			clear_steps(f, i, step(s, s->last, now));
		s->last = now;
	}
}

void
steps_merge(struct facts *f, const struct facts *from)
{
	for (unsigned i = 0; i < N_ORDERS; i++) {
		struct facts_steps *s = &f->steps_of[i];
		const struct facts_steps *t = &from->steps_of[i];
		uint32_t bits = from->steps >> 4 * i & 0xf;

		if (t->first == NO_DAY)
			continue;
		if (s->first == NO_DAY) {
			*s = *t;
			clear_steps(f, i, bits);
			continue;
		}
		bits &= step(s, s->last, t->first);
		keep_equal(&s->days, t->days, &bits, STEP_DAYS);
		keep_equal(&s->months, t->months, &bits, STEP_MONTHS);
		clear_steps(f, i, bits);
		s->last = t->last;
	}
}
