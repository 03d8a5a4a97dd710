/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * real_text.c - a double as the shortest text that reads back as it is, for
 * formats that hold doubles.
 *
 * The ways of writing are those that a column of REAL has (E_MIXED), so that
 * such a column gives all its texts back.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "number.h"

enum { PLAIN_LEAST = -4, PLAIN_MOST = 15 };	/* decimal exponents */

/* d.ddd, 0.00ddd or ddd00. */
static size_t
put_plain(char *out, const char *digits, size_t n, int exponent)
{
	size_t	before = exponent < 0 ? 0 : (size_t)exponent + 1, at = 0;

	if (before == 0) {
		memcpy(out, "0.000000", 8);
		at = 1 + (size_t)-exponent;
	}
	for (size_t i = 0; i < before; i++)
		out[at++] = i < n ? digits[i] : '0';
	if (before > 0 && before < n)
		out[at++] = '.';
	for (size_t i = before; i < n; i++)
		out[at++] = digits[i];
	return at;
}

static size_t
put_scientific(char *out, const char *digits, size_t n, int exponent)
{
	size_t	at = 0;

	out[at++] = digits[0];
	if (n > 1)
		out[at++] = '.';
	memcpy(out + at, digits + 1, n - 1);
	at += n - 1;
	return at + (size_t)snprintf(out + at, 8, "e%c%02d", exponent < 0 ?
	    '-' : '+', exponent < 0 ? -exponent : exponent);
}

size_t
real_text(double v, char *out)
{
	char	digits[20];
	int	exponent = 0;
	size_t	n, at = 0;

	if (isnan(v))
		return 0;
	if (signbit(v))
		out[at++] = '-';
	if (isinf(v)) {
		memcpy(out + at, "Infinity", 8);
		return at + 8;
	}
	n = v == 0 ? 0 : real_digits(v, digits, &exponent);
	while (n > 1 && digits[n - 1] == '0')
		n--;
	if (n == 0) {
		out[0] = '0';	/* databases know but one */
		return 1;
	}
	return at + (exponent < PLAIN_LEAST || exponent > PLAIN_MOST ?
	    put_scientific(out + at, digits, n, exponent) :
	    put_plain(out + at, digits, n, exponent));
}
