/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * number_text.c - digits back to the text they were written as.
 *
 * Everything works on a string of digits and the place of the decimal mark,
 * so that long decimals and machine numbers take one path.
 */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "number.h"

const double powers_of_ten[23] = {
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12,
	1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
};

const uint64_t small_powers[20] = {
	1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000,
	1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000,
	100000000000000, 1000000000000000, 10000000000000000,
	100000000000000000, 1000000000000000000, 10000000000000000000u
};

size_t
digits_of(uint64_t v, char out[20])
{
	char back[20];
	size_t n = 0;

	do {
		back[n++] = (char)('0' + v % 10);
		v /= 10;
	} while (v > 0);
	for (size_t i = 0; i < n; i++)
		out[i] = back[n - 1 - i];
	return n;
}

double
number_real(uint64_t mantissa, int scale, bool negative)
{
	double v = (double)mantissa;

	if (mantissa < 1ull << 53 && scale >= -22 && scale <= 22)
		v = scale >= 0 ? v / powers_of_ten[scale] :
		    v * powers_of_ten[-scale];
	else {
		char digits[20];
		size_t n = digits_of(mantissa, digits);

		return number_real_text(digits, n, -scale, negative);
	}
	return negative ? -v : v;
}

/* strtod() would ask the locale for its decimal mark; here is none. */
double
number_real_text(const char *digits, size_t n, int exponent, bool negative)
{
	static locale_t c_locale;
	char text[NUMBER_DIGITS_MAX + 32];
	double v;

	if (c_locale == (locale_t)0)
		c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	if (n > NUMBER_DIGITS_MAX)
		n = NUMBER_DIGITS_MAX;
	snprintf(text, sizeof(text), "%.*se%d", (int)n, digits, exponent);
	v = strtod_l(text, NULL, c_locale);
	return negative ? -v : v;
}

static size_t
print_real(double v, int precision, char digits[20], int *exponent)
{
	char text[40];
	size_t n = 0;
	const char *p;

	snprintf(text, sizeof(text), "%.*e", precision - 1, v);
	for (p = text; *p != '\0' && *p != 'e'; p++)
		if ((unsigned char)(*p - '0') < 10 && n < 20)
			digits[n++] = *p;
	*exponent = 0;
	if (*p == 'e') {
		bool minus = p[1] == '-';

		for (p += 2; *p != '\0'; p++)
			*exponent = *exponent * 10 + (*p - '0');
		if (minus)
			*exponent = -*exponent;
	}
	while (n > 1 && digits[n - 1] == '0')
		n--;
	return n;
}

size_t
real_digits(double v, char digits[20], int *exponent)
{
	size_t n = 0;

	if (v < 0)
		v = -v;
	for (int precision = REAL_DIGITS; precision <= 17; precision++) {
		n = print_real(v, precision, digits, exponent);
		if (precision == 17 || number_real_text(digits, n,
		    *exponent - (int)n + 1, false) == v)
			break;
	}
	return n;
}

bool
number_is_real(const struct number *n)
{
	int scale = n->scale[(n->bits & FORMATS_DOT) != 0 ? DOT : COMMA];
	char has[20], needs[20];
	size_t k;
	int exponent;

	if (n->exponent > 300 || n->exponent < -300)
		return false;
	if (n->significant <= REAL_DIGITS)
		return true;
	if (n->significant > 17)
		return false;
	for (k = digits_of(n->mantissa, has); k > 1 && has[k - 1] == '0';)
		k--;
	return real_digits(number_real(n->mantissa, scale - n->exponent,
	    false), needs, &exponent) == k && memcmp(has, needs, k) == 0;
}

/* A place to write to that has an end. */
struct out {
	char	*p, *end;
};

static void
put(struct out *o, const char *text, size_t n)
{
	if (n > (size_t)(o->end - o->p)) {
		o->end = o->p;
		return;
	}
	memcpy(o->p, text, n);
	o->p += n;
}

static void
put_str(struct out *o, const char *text)
{
	put(o, text, strlen(text));
}

static void
put_zeros(struct out *o, int n)
{
	while (n-- > 0)
		put(o, "0", 1);
}

static void
put_whole(struct out *o, const struct number_format *f, const char *digits,
    size_t n)
{
	size_t k = strlen(f->group);

	if (k == 0) {
		put(o, digits, n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		size_t left = n - i;

		if (i > 0 && (left == 3 || (left > 3 && (f->indian ?
		    (left - 3) % 2 == 0 : left % 3 == 0))))
			put(o, f->group, k);
		put(o, digits + i, 1);
	}
}

static void
put_body(struct out *o, const struct reading *r, const char *digits, size_t n,
    int scale)
{
	const struct number_format *f = &number_formats[r->number];
	int pad;

	while (scale > (r->fixed < 0 ? 0 : r->fixed) && n > 0 &&
	    digits[n - 1] == '0') {
		n--;
		scale--;
	}
	if (n == 0)
		scale = r->fixed < 0 ? 0 : r->fixed;
	pad = r->fixed > scale ? r->fixed - scale : 0;
	if ((int)n > scale)
		put_whole(o, f, digits, n - (size_t)scale);
	else if (scale + pad == 0 ||
	    (r->style & ZERO_HIDDEN >> STYLE_SHIFT) == 0)
		put(o, "0", 1);
	if (scale + pad > 0 || (r->style & MARK_SHOWN >> STYLE_SHIFT) != 0)
		put(o, &f->mark, 1);
	if ((int)n > scale) {
		digits += n - (size_t)scale;
		n = (size_t)scale;
	}
	put_zeros(o, scale - (int)n);
	put(o, digits, n);
	put_zeros(o, pad);
}

/* The sign in one place, if it is written there. */
static void
put_sign(struct out *o, const struct reading *r, bool negative, uint32_t where)
{
	uint32_t sign = (uint32_t)1 << SIGN_SHIFT << r->sign;

	if ((sign & where) == 0 || (!negative && sign != SIGN_PLUS))
		return;
	if (!negative)
		put(o, "+", 1);
	else if (sign == SIGN_UNICODE)
		put_str(o, "\xe2\x88\x92");
	else if (sign == SIGN_BRACKETS)
		put(o, "(", 1);
	else
		put(o, "-", 1);
}

static void
put_side(struct out *o, const struct reading *r, bool negative)
{
	if ((r->sides & SIDES_CLOSE) == 0)
		put(o, " ", 1);
	put(o, negative ? "D" : "C", 1);
	put(o, (r->sides & SIDES_TITLE) != 0 ? "r" : "R", 1);
}

size_t
number_render(const struct reading *r, bool negative, const char *digits,
    size_t n, int scale, char *buf)
{
	struct out o = { buf, buf + CELL_TEXT_MAX - 8 };
	uint32_t sign = (uint32_t)1 << SIGN_SHIFT << r->sign;

	while (n > 0 && *digits == '0') {
		digits++;
		n--;
	}
	put_sign(&o, r, negative, SIGN_OUTER | SIGN_BRACKETS | SIGN_UNICODE);
	put_str(&o, affixes[r->affix].before);
	put_sign(&o, r, negative, SIGN_MINUS | SIGN_PLUS);
	put_body(&o, r, digits, n, scale);
	put_str(&o, affixes[r->affix].behind);
	if (negative && (sign & (SIGN_BRACKETS | SIGN_BEHIND)) != 0)
		put_str(&o, sign == SIGN_BRACKETS ? ")" : "-");
	if (sign == SIGN_SIDES || (negative && sign == SIGN_DEBIT))
		put_side(&o, r, negative);
	return (size_t)(o.p - buf);
}

/* d.ddde+05 */
static size_t
render_exponent(const struct reading *r, bool negative, char *digits, size_t n,
    int exponent, char *buf)
{
	struct reading mantissa = *r;
	char e[20];
	size_t k;
	struct out o;

	mantissa.affix = 0;
	k = number_render(&mantissa, negative, digits, n, (int)n - 1, buf);
	o = (struct out){ buf + k, buf + CELL_TEXT_MAX - 8 };
	put_str(&o, (r->e_style & E_UPPER) != 0 ? "E" : "e");
	if (exponent < 0)
		put(&o, "-", 1);
	else if ((r->e_style & E_PLUS) != 0)
		put(&o, "+", 1);
	k = digits_of((uint64_t)(exponent < 0 ? -exponent : exponent), e);
	put_zeros(&o, r->exponent - (int)k);
	put(&o, e, k);
	return (size_t)(o.p - buf);
}

size_t
real_render_digits(const struct reading *r, bool negative, char *digits,
    size_t n, int exponent, char *buf)
{
	if (r->exponent > 0 && ((r->e_style & E_MIXED) == 0 ||
	    exponent < -4 || exponent > 15))
		return render_exponent(r, negative, digits, n, exponent, buf);
	if (exponent - (int)n + 1 > 0) {
		size_t zeros = (size_t)(exponent - (int)n + 1);

		memset(digits + n, '0', zeros);
		n += zeros;
	}
	return number_render(r, negative, digits, n, (int)n - 1 - exponent,
	    buf);
}

size_t
real_render(const struct reading *r, double v, char *buf)
{
	char digits[CELL_TEXT_MAX];
	int exponent;
	size_t n;

	if (!isfinite(v))
		return 0;
	n = real_digits(v, digits, &exponent);
	return real_render_digits(r, signbit(v) != 0, digits, n, exponent,
	    buf);
}
