/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * choose_order.c - which field of 03/04/2020 is the month.
 *
 * The cells may leave one order; other columns of the document may tell; days
 * that follow each other may do so only in one.  Else the question is open.
 */
#include "facts.h"

/* Orders of numeric dates that the cells leave possible. */
uint32_t
date_orders(const struct facts *f, const struct preferences *p)
{
	uint32_t orders = orders_of(f->dates);
	uint32_t rest = orders & ~BIT(ORDER_YMD);

	if ((f->fits & FITS_DATED) == 0 || facts_values(f) == 0)
		return 0;
	/* 20-01-15 is read from the back, and 03.04.2020 is no American. */
	if (rest != 0 && p->date_order != 'y')
		orders = rest;
	if (orders == (BIT(ORDER_DMY) | BIT(ORDER_MDY)) &&
	    p->date_order != 'm' &&
	    (f->dates & DATE_FORMATS & ~(uint32_t)(1 << 2 | 1 << 5 | 1 << 8))
	    == 0)
		orders = BIT(ORDER_DMY);
	return orders;
}

/* Orders under which the steps between dates have one of these bits. */
static uint32_t
steady(const struct facts *f, uint32_t orders, uint32_t bits)
{
	uint32_t found = 0;

	for (unsigned i = 0; i < N_ORDERS; i++) {
		const struct facts_steps *s = &f->steps_of[i];

		if ((orders >> i & 1) != 0 && s->first != s->last &&
		    (f->steps >> 4 * i & bits) != 0)
			found |= (uint32_t)1 << i;
	}
	return found;
}

#define STEPS_CONSTANT	3	/* so many dates to believe a constant step */
#define STEPS_MONOTONE	5	/* and so many to believe a direction */

static uint32_t
order_by_steps(const struct facts *f, uint32_t orders)
{
	uint64_t n = facts_values(f);
	uint32_t found = 0;

	if (n >= STEPS_CONSTANT)
		found = steady(f, orders, STEP_DAYS | STEP_MONTHS);
	if (!is_one(found) && n >= STEPS_MONOTONE)
		found = steady(f, orders, STEP_UP | STEP_DOWN);
	return is_one(found) ? found : 0;
}

uint32_t
choose_order(const struct facts *f, const struct preferences *p,
    uint32_t others, struct reading *r)
{
	uint32_t orders = date_orders(f, p), wish;

	if (orders == 0 || is_one(orders)) {
		if (orders != 0 && (f->fits & FITS_NUMBERS) == 0)
			r->flags |= READING_DECIDED;
		return orders;
	}
	wish = p->date_order == 'd' ? BIT(ORDER_DMY) :
	    p->date_order == 'm' ? BIT(ORDER_MDY) :
	    p->date_order == 'y' ? BIT(ORDER_YMD) : 0;
	if ((wish & orders) != 0)
		return wish;
	if (is_one(others & orders))
		return others & orders;
	if ((wish = order_by_steps(f, orders)) != 0) {
		r->flags |= READING_DECIDED;
		return wish;
	}
	r->flags |= READING_OPEN;
	return orders & (0 - orders);
}

void
reading_set_order(struct reading *r, const struct facts *f, uint32_t order)
{
	static const uint32_t of_order[N_ORDERS] = { DATES_DMY, DATES_MDY,
	    DATES_YMD };
	uint32_t formats = f->dates & DATE_FORMATS;

	if (order != 0)
		formats &= of_order[lowest(order)];
	r->date = lowest(formats);
}
