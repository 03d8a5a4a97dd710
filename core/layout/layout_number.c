/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * layout_number.c - a cell as a number that can be added up.
 *
 * Most are plain digits with a point, which is quick; what is left is first
 * rid of signs around it.
 */
#include <string.h>
#include <strings.h>

#include "layout_number.h"
#include "str.h"

enum {
	NUMBER_BYTES	= 48,		/* of a cell that is a number, */
	PLAIN_BYTES	= 13,		/* and of most of them */
	WHOLE_DIGITS	= 14,		/* more are names */
	DECIMALS	= 12
};

static const int64_t one = 1000000000000;	/* in decimals */

/* What so many digits of decimals are worth. */
static const int64_t weights[DECIMALS + 1] = {
	1000000000000, 100000000000, 10000000000, 1000000000, 100000000,
	10000000, 1000000, 100000, 10000, 1000, 100, 10, 1
};

/* Signs in several bytes, and those that mean the same here. */
static const struct {
	char	bytes[4], sign;
} signs[] = {
	{ "\xc2\xa0", ' ' }, { "\xe2\x80\xaf", ' ' }, { "\xe2\x80\x89", ' ' },
	{ "\xe2\x80\x99", '\'' }, { "\xe2\x88\x92", '-' },
	{ "\xc2\xa3", '$' }, { "\xe2\x82\xac", '$' }, { "\xc2\xa5", '$' }
};

static const char *const nothings[] = {
	"na", "n/a", "nil", "null", "none", "nan"
};

/* The cell, each sign as one byte; 0: too long for a number. */
static size_t
plain_text(const struct ps_slice *c, char out[NUMBER_BYTES])
{
	size_t	n = 0, length, i;

	if (c->n > NUMBER_BYTES)
		return 0;
	for (const char *p = c->p, *end = p + c->n; p < end; p += length) {
		length = 1;
		out[n] = *p;
		for (i = 0; (uint8_t)*p >= 0x80 &&
		    i < sizeof(signs) / sizeof(signs[0]); i++) {
			size_t	m = strlen(signs[i].bytes);

			if ((size_t)(end - p) < m ||
			    memcmp(p, signs[i].bytes, m) != 0)
				continue;
			out[n] = signs[i].sign;
			length = m;
			break;
		}
		n++;
	}
	return n;
}

/* Nothing but signs, or a word for it. */
static bool
says_nothing(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && memchr(" -.:*/?", p[i], 7) != NULL)
		i++;
	if (i == n)
		return true;
	for (i = 0; i < sizeof(nothings) / sizeof(nothings[0]); i++)
		if (strlen(nothings[i]) == n &&
		    strncasecmp(nothings[i], p, n) == 0)
			return true;
	return false;
}

/* What stands around a number goes; true: it is below 0. */
static bool
strip(const char **p, size_t *n)
{
	bool	minus = false;

	while (*n > 0 && memchr(" $-+(", **p, 5) != NULL) {
		minus = minus || **p == '-' || **p == '(';
		++*p;
		--*n;
	}
	while (*n > 0 && memchr(" $%)", (*p)[*n - 1], 4) != NULL)
		--*n;
	return minus;
}

/* Between three digits each: groups of a long number. */
static bool
is_group_sign(char c)
{
	return c == ',' || c == '.' || c == ' ' || c == '\'';
}

/* Digits with that decimal mark, others grouping those before it. */
static bool
read_number(const char *p, size_t n, char mark, struct amount *out)
{
	uint32_t	whole = 0, decimals = 0, run = 0;
	bool		marked = false;
	char		group = '\0';

	*out = (struct amount){ 0, 0 };
	for (size_t i = 0; i < n; i++) {
		if (is_digit(p[i]) && marked) {
			if (++decimals > DECIMALS)
				return false;
			out->parts = 10 * out->parts + (p[i] - '0');
		} else if (is_digit(p[i])) {
			if (++whole > WHOLE_DIGITS)
				return false;
			out->whole = 10 * out->whole + (p[i] - '0');
			run++;
		} else if (marked || (group != '\0' && run != 3)) {
			return false;
		} else if (p[i] == mark) {
			marked = true;
		} else if (is_group_sign(p[i]) && run > 0 && run <= 3 &&
		    (group == '\0' || group == p[i])) {
			group = p[i];
			run = 0;
		} else {
			return false;
		}
	}
	if (whole + decimals == 0 || (group != '\0' && run != 3))
		return false;
	for (; decimals < DECIMALS; decimals++)
		out->parts *= 10;
	return true;
}

static void
negate(struct number *x)
{
	for (int i = 0; i < READINGS; i++) {
		x->as[i].whole = -x->as[i].whole;
		x->as[i].parts = -x->as[i].parts;
	}
}

/* Digits, and a point among them: what most numbers are. */
static bool
read_plain(const struct ps_slice *c, struct number *x)
{
	const char	*p = c->p, *end = p + c->n, *point = NULL;
	bool		 minus = c->n > 1 && *p == '-';
	int64_t		 value = 0, whole = 0;
	size_t		 decimals;

	if (c->n == 0 || c->n > PLAIN_BYTES)
		return false;
	for (p += minus; p < end; p++) {
		if (is_digit(*p)) {
			value = 10 * value + (*p - '0');
		} else if (*p == '.' && point == NULL) {
			point = p;
			whole = value;
			value = 0;
		} else {
			return false;
		}
	}
	decimals = point == NULL ? 0 : (size_t)(end - point) - 1;
	x->digits = (uint8_t)(c->n - minus - (point != NULL));
	if (x->digits == 0)
		return false;
	x->fits[POINT] = x->filled = true;
	x->fits[COMMA] = point == NULL || (decimals == 3 &&
	    x->digits > 3 && x->digits <= 6);
	x->as[COMMA].whole = point == NULL ? value : 1000 * whole + value;
	x->as[COMMA].parts = 0;
	x->as[POINT] = x->as[COMMA];
	if (point != NULL) {
		x->as[POINT].whole = whole;
		x->as[POINT].parts = value * weights[decimals];
	}
	if (minus)
		negate(x);
	return true;
}

/* With signs around it, and groups of digits. */
static void
read_signs(const struct ps_slice *c, struct number *x)
{
	char		 text[NUMBER_BYTES];
	const char	*p = text;
	size_t		 n = plain_text(c, text);
	bool		 minus;

	if (n > 0 && says_nothing(p, n))
		x->filled = false;
	if (n == 0 || !x->filled)
		return;
	minus = strip(&p, &n);
	for (int i = 0; i < READINGS; i++)
		x->fits[i] = read_number(p, n, i == POINT ? '.' : ',',
		    &x->as[i]);
	if (minus)
		negate(x);
	for (size_t i = 0; i < n; i++)
		x->digits += is_digit(p[i]);
}

void
number_read(const struct ps_slice *c, struct number *x)
{
	bool	absent = (c->flags & PS_ABSENT) != 0;

	if (!absent && read_plain(c, x))
		return;
	*x = (struct number){ .filled = c->n > 0 && !absent };
	if (x->filled)
		read_signs(c, x);
}

bool
number_is_zero(const struct number *x)
{
	const struct amount	*a = &x->as[x->fits[POINT] ? POINT : COMMA];

	return a->whole == 0 && a->parts == 0;
}

bool
amount_is(const struct amount *a, const struct amount *b)
{
	int64_t	parts = a->parts - b->parts;

	return parts % one == 0 && a->whole - b->whole == -(parts / one);
}
