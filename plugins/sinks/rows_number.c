/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * rows_number.c - numbers as text: exact, and in no locale.
 */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "rows_sink.h"

#define MAX_SCALE	40

size_t
rw_decimal(char *out, int64_t integer, int scale)
{
	char		 text[RW_NUMBER];
	char		*end = text + sizeof(text), *p = end;
	uint64_t	 u = integer < 0 ? -(uint64_t)integer :
			    (uint64_t)integer;

	if (scale < 0 || scale > MAX_SCALE)
		scale = scale < 0 ? 0 : MAX_SCALE;
	for (int i = 0; u > 0 || i <= scale; i++, u /= 10) {
		if (i == scale && scale > 0)
			*--p = '.';
		*--p = (char)('0' + u % 10);
	}
	if (integer < 0)
		*--p = '-';
	memcpy(out, p, (size_t)(end - p));
	return (size_t)(end - p);
}

size_t
rw_integer(char *out, int64_t integer)
{
	return rw_decimal(out, integer, 0);
}

/* By squares: up to 10^27 exact, beyond it off by some 2^-60 of itself. */
static long double
power_of_ten(int n)
{
	long double	power = 1, square = 10;

	for (; n > 0; n >>= 1, square *= square)
		if (n & 1)
			power *= square;
	return power;
}

static double
next_below(double positive)
{
	uint64_t	bits;

	memcpy(&bits, &positive, sizeof(bits));
	bits--;
	memcpy(&positive, &bits, sizeof(bits));
	return positive;
}

/*
 * Whether the digits of %.*e, read back, are the double they came from.  The
 * answer may wrongly be no: what is close to the middle between two doubles
 * is not trusted, since long doubles only have some bits to spare.
 */
static bool
reads_back(const char *digits, double positive)
{
	long double	m = 0, d, half;
	int		exponent = 0, power = 0, sign;

	for (; *digits != 'e'; digits++) {
		if (*digits < '0' || *digits > '9')
			continue;
		m = m * 10 + (*digits - '0');
		exponent--;
	}
	sign = digits[1] == '-' ? -1 : 1;
	for (digits += 2; *digits != '\0'; digits++)
		power = power * 10 + (*digits - '0');
	exponent += 1 + sign * power;
	if (LDBL_MANT_DIG < 64)
		return false;
	d = exponent < 0 ? m / power_of_ten(-exponent) :
	    m * power_of_ten(exponent);
	half = ((long double)positive - (long double)next_below(positive)) / 2;
	return fabsl(d - (long double)positive) < half * 0.95L;
}

/* The shortest text that reads back, from 15 digits on. */
size_t
rw_real(char *out, double real)
{
	char	text[RW_NUMBER];
	int	digits = 15, n;

	for (; digits < 17 && isfinite(real) && real != 0; digits++) {
		snprintf(text, sizeof(text), "%.*e", digits - 1, fabs(real));
		if (reads_back(text, fabs(real)))
			break;
	}
	n = snprintf(text, sizeof(text), "%.*g", digits, real);
	memcpy(out, text, (size_t)n);
	return (size_t)n;
}

static size_t
digits(const char *p, size_t n, size_t at)
{
	while (at < n && p[at] >= '0' && p[at] <= '9')
		at++;
	return at;
}

bool
rw_is_number(const char *p, size_t n)
{
	size_t	i = n > 0 && p[0] == '-', whole = i;

	i = digits(p, n, i);
	if (i == whole || (p[whole] == '0' && i > whole + 1))
		return false;
	if (i < n && p[i] == '.') {
		whole = ++i;
		i = digits(p, n, i);
		if (i == whole)
			return false;
	}
	return i == n;
}
