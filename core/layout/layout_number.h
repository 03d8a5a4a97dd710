/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * layout_number.h - numbers as cells write them, in decimals and exactly.
 *
 * Whether `1,234` has three decimals is not asked: a number is read both ways.
 */
#ifndef PS_LAYOUT_NUMBER_H
#define PS_LAYOUT_NUMBER_H

#include "polyscraper.h"

/* The decimal mark; the other sign then parts groups of three digits. */
enum { POINT, COMMA, READINGS };

/*
 * Neither overflows: a number of n digits takes more than n bytes, and only
 * a MiB of numbers is added.
 */
struct amount {
	int64_t	whole, parts;		/* of the same sign in a number */
};

struct number {
	struct amount	as[READINGS];
	bool		fits[READINGS];
	bool		filled;		/* with something, at least */
	uint8_t		digits;
};

/* Blanks, currencies and % around it go; (1) is -1; - and n/a are nothing. */
void	number_read(const struct ps_slice *, struct number *);
bool	number_is_zero(const struct number *);
/* Two amounts, sums maybe. */
bool	amount_is(const struct amount *, const struct amount *);

#endif
