/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_number.c - a cell as a number that can be added up.
 *
 * Most are plain digits with a point, which is quick; what is left is first
 * rid of signs around it.
 */
#include <string.h>
#include <strings.h>

#include "delimited_number.h"

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

static int64_t
digits_of(const char *p, const char *end)
{
	int64_t	value = 0;

	for (; p < end; p++)
		value = 10 * value + (*p - '0');
	return value;
}

/* Digits, and a point among them: what most numbers are. */
static bool
read_plain(const struct ps_slice *c, struct number *x)
{
	const char	*p = c->p, *end = p + c->n, *point = end;
	int64_t		 sign = c->n > 1 && *p == '-' ? -1 : 1;
	size_t		 decimals;

	if (c->n == 0 || c->n > PLAIN_BYTES)
		return false;
	p += sign < 0;
	for (const char *q = p; q < end; q++)
		if (*q == '.' && point == end)
			point = q;
		else if (!is_digit(*q))
			return false;
	decimals = (size_t)(end - point) - (point < end);
	x->digits = (uint8_t)((size_t)(point - p) + decimals);
	if (x->digits == 0)
		return false;
	x->fits[POINT] = x->filled = true;
	x->as[POINT].whole = sign * digits_of(p, point);
	x->as[POINT].parts = decimals == 0 ? 0 :
	    sign * digits_of(point + 1, end) * weights[decimals];
	x->fits[COMMA] = point == end;
	x->as[COMMA] = x->as[POINT];
	if (decimals != 3 || point == p || point - p > 3)
		return true;
	x->fits[COMMA] = true;
	x->as[COMMA].whole = x->as[POINT].whole * 1000 + x->as[POINT].parts /
	    weights[3];
	x->as[COMMA].parts = 0;
	return true;
}

void
number_read(const struct ps_slice *c, struct number *x)
{
	char		 text[NUMBER_BYTES];
	const char	*p = text;
	size_t		 n;
	bool		 minus;

	if (read_plain(c, x))
		return;
	*x = (struct number){ .filled = c->n > 0 };
	n = plain_text(c, text);
	if ((c->flags & PS_ABSENT) != 0 || (n > 0 && says_nothing(p, n)))
		x->filled = false;
	if (n == 0 || !x->filled)
		return;
	minus = strip(&p, &n);
	for (int i = 0; i < READINGS; i++) {
		if (i == COMMA && memchr(p, ',', n) == NULL &&
		    memchr(p, '.', n) == NULL) {
			x->fits[i] = x->fits[POINT];
			x->as[i] = x->as[POINT];
			break;
		}
		x->fits[i] = read_number(p, n, i == POINT ? '.' : ',',
		    &x->as[i]);
		if (minus) {
			x->as[i].whole = -x->as[i].whole;
			x->as[i].parts = -x->as[i].parts;
		}
	}
	for (size_t i = 0; i < n; i++)
		x->digits += is_digit(p[i]);
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
