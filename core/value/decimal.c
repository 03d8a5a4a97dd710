/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * decimal.c - arithmetic of decimals: exact, or refused.
 */
#include <math.h>
#include <string.h>

#include "decimal.h"
#include "number.h"

#define QUOTIENT_DIGITS	15
#define FLOAT_DIGITS	15

typedef __int128 wide;

static bool
times_ten(wide *v, int n)
{
	for (; n > 0; n--)
		if (__builtin_mul_overflow(*v, 10, v))
			return false;
	return true;
}

bool
decimal_parse(const char *p, size_t n, struct decimal *d)
{
	bool	minus = n > 0 && *p == '-', point = false;
	int	digits = 0;

	d->digits = 0;
	d->scale = 0;
	for (size_t i = minus; i < n; i++) {
		if (p[i] == '.' && !point) {
			point = true;
			continue;
		}
		if ((unsigned char)(p[i] - '0') > 9 || digits == DECIMAL_DIGITS)
			return false;
		d->digits = d->digits * 10 + (p[i] - '0');
		digits += d->digits != 0;
		d->scale += point;
	}
	if (minus)
		d->digits = -d->digits;
	return n > minus + (size_t)point && d->scale <= DECIMAL_DIGITS;
}

/* Digits of 64 bits are made at once; most are. */
static size_t
short_text(uint64_t digits, bool minus, size_t scale, char *out)
{
	char	text[20];
	size_t	n = digits_of(digits, text), k = 0, whole;

	if (minus)
		out[k++] = '-';
	whole = n > scale ? n - scale : 0;
	memcpy(out + k, whole > 0 ? text : "0", whole > 0 ? whole : 1);
	k += whole > 0 ? whole : 1;
	if (scale > 0) {
		out[k++] = '.';
		for (size_t i = n; i < scale; i++)
			out[k++] = '0';
		memcpy(out + k, text + whole, n - whole);
		k += n - whole;
	}
	out[k] = '\0';
	return k;
}

size_t
decimal_text(struct decimal d, char out[DECIMAL_TEXT])
{
	char		 back[DECIMAL_TEXT];
	int		 n = 0;
	size_t		 k = 0;
	unsigned __int128 rest = d.digits < 0 ? -(unsigned __int128)d.digits :
			    (unsigned __int128)d.digits;

	if (rest <= UINT64_MAX)
		return short_text((uint64_t)rest, d.digits < 0,
		    (size_t)d.scale, out);
	for (; rest > 0 || n <= d.scale; rest /= 10) {
		if (n == d.scale && d.scale > 0)
			back[k++] = '.';
		back[k++] = (char)('0' + (int)(rest % 10));
		n++;
	}
	if (d.digits < 0)
		back[k++] = '-';
	for (size_t i = 0; i < k; i++)
		out[i] = back[k - 1 - i];
	out[k] = '\0';
	return k;
}

double
decimal_float(struct decimal d)
{
	char	text[DECIMAL_TEXT];
	size_t	n = decimal_text(d, text), k = 0;

	for (size_t i = d.digits < 0; i < n; i++)
		if (text[i] != '.')
			text[k++] = text[i];
	return number_real_text(text, k, -d.scale, d.digits < 0);
}

/* The float as people write it, if that is short. */
bool
decimal_from_float(double v, struct decimal *d)
{
	char	digits[20];
	int	exponent;
	size_t	n;

	if (!isfinite(v))
		return false;
	n = real_digits(v, digits, &exponent);
	d->scale = (int)n - 1 - exponent;
	if (n > FLOAT_DIGITS || d->scale > DECIMAL_DIGITS ||
	    d->scale < -DECIMAL_DIGITS)
		return false;
	d->digits = 0;
	for (size_t i = 0; i < n; i++)
		d->digits = d->digits * 10 + (digits[i] - '0');
	if (v < 0)
		d->digits = -d->digits;
	if (d->scale >= 0)
		return true;
	n = (size_t)-d->scale;
	d->scale = 0;
	return times_ten(&d->digits, (int)n);
}

/* Both with the scale of the longer one. */
static bool
align(struct decimal *a, struct decimal *b)
{
	struct decimal	*less = a->scale < b->scale ? a : b;
	struct decimal	*more = less == a ? b : a;

	if (!times_ten(&less->digits, more->scale - less->scale))
		return false;
	less->scale = more->scale;
	return true;
}

static wide
magnitude(wide v)
{
	return v < 0 ? -v : v;
}

bool
decimal_fits(struct decimal d)
{
	char	text[DECIMAL_TEXT];

	d.scale = 0;
	return magnitude(d.digits) >= 0 &&
	    decimal_text(d, text) - (d.digits < 0) <= DECIMAL_DIGITS;
}

bool
decimal_add(struct decimal a, struct decimal b, struct decimal *r)
{
	if (!align(&a, &b))
		return false;
	r->scale = a.scale;
	return !__builtin_add_overflow(a.digits, b.digits, &r->digits);
}

bool
decimal_subtract(struct decimal a, struct decimal b, struct decimal *r)
{
	b.digits = -b.digits;
	return decimal_add(a, b, r);
}

bool
decimal_multiply(struct decimal a, struct decimal b, struct decimal *r)
{
	r->scale = a.scale + b.scale;
	if (__builtin_mul_overflow(a.digits, b.digits, &r->digits))
		return false;
	while (r->scale > DECIMAL_DIGITS && r->digits % 10 == 0) {
		r->digits /= 10;
		r->scale--;
	}
	return r->scale <= DECIMAL_DIGITS;
}

/* Long division: digit after digit, then the last is rounded. */
bool
decimal_divide(struct decimal a, struct decimal b, struct decimal *r)
{
	bool	minus = (a.digits < 0) != (b.digits < 0);
	wide	x = magnitude(a.digits), y = magnitude(b.digits), q, rest;
	int	scale = a.scale - b.scale, n = 0;

	q = x / y;
	rest = x % y;
	for (wide v = q; v > 0; v /= 10)
		n++;
	while (scale < 0 || (rest > 0 && n < QUOTIENT_DIGITS &&
	    scale < DECIMAL_DIGITS)) {
		if (__builtin_mul_overflow(rest, 10, &rest) ||
		    __builtin_mul_overflow(q, 10, &q))
			return false;
		q += rest / y;
		rest %= y;
		scale++;
		n += q > 0;
	}
	if (rest > y - rest || (rest == y - rest && q % 2 == 1))
		q++;
	r->digits = minus ? -q : q;
	r->scale = scale;
	return scale <= DECIMAL_DIGITS;
}

/* Towards minus infinity, as Lua does. */
bool
decimal_floor(struct decimal a, struct decimal b, struct decimal *r)
{
	if (!align(&a, &b))
		return false;
	r->scale = 0;
	r->digits = a.digits / b.digits;
	if (a.digits % b.digits != 0 && (a.digits < 0) != (b.digits < 0))
		r->digits--;
	return true;
}

bool
decimal_modulo(struct decimal a, struct decimal b, struct decimal *r)
{
	struct decimal	q;

	return decimal_floor(a, b, &q) && decimal_multiply(q, b, &q) &&
	    decimal_subtract(a, q, r);
}

int
decimal_compare(struct decimal a, struct decimal b)
{
	struct decimal	c = a, d = b;
	double		x, y;

	if (align(&c, &d))
		return (c.digits > d.digits) - (c.digits < d.digits);
	x = decimal_float(a);
	y = decimal_float(b);
	return (x > y) - (x < y);
}

struct decimal
decimal_round(struct decimal d, int places)
{
	wide	unit = 1, rest;
	bool	up, minus = d.digits < 0;

	if (places >= d.scale || !times_ten(&unit, d.scale - places))
		return d;
	rest = magnitude(d.digits % unit);
	d.digits /= unit;
	d.scale = places;
	up = rest > unit - rest || (rest == unit - rest &&
	    magnitude(d.digits) % 2 == 1);
	if (up)
		d.digits += minus ? -1 : 1;
	return d;
}
