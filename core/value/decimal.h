/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * decimal.h - exact decimals: a whole number of at most 38 digits, and how
 * many of them stand behind the point.
 *
 * What returns bool says false where the result would need more digits.
 */
#ifndef PS_DECIMAL_H
#define PS_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>

#define DECIMAL_TEXT	48	/* with sign, point and NUL */
#define DECIMAL_DIGITS	38

struct decimal {
	__int128	digits;
	int		scale;		/* 0..DECIMAL_DIGITS */
};

/* Digits with at most one point; false: it is none, or too long. */
bool	decimal_parse(const char *, size_t, struct decimal *);
/* The length. */
size_t	decimal_text(struct decimal, char out[DECIMAL_TEXT]);
/* The shortest decimal that gives the float back, if it is at most 15 digits */
/* long: 1.19 is 1.19. */
bool	decimal_from_float(double, struct decimal *);
double	decimal_float(struct decimal);	/* correctly rounded */
bool	decimal_fits(struct decimal);

bool	decimal_add(struct decimal, struct decimal, struct decimal *);
bool	decimal_subtract(struct decimal, struct decimal, struct decimal *);
bool	decimal_multiply(struct decimal, struct decimal, struct decimal *);
/* 15 digits, the last rounded half to even.  The divisor is not 0, here and */
/* below. */
bool	decimal_divide(struct decimal, struct decimal, struct decimal *);
/* Towards minus infinity, and what is left. */
bool	decimal_floor(struct decimal, struct decimal, struct decimal *);
bool	decimal_modulo(struct decimal, struct decimal, struct decimal *);
int	decimal_compare(struct decimal, struct decimal);	/* -1, 0, 1 */
/* So many digits behind the point, half to even. */
struct decimal decimal_round(struct decimal, int places);

#endif
