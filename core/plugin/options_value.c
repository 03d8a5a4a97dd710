/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * options_value.c - the value of one option: text that must fit a row.
 *
 * A script writes values with a type (3 is not "3"); the command line and
 * bids write plain text, of which any type may be made.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "mem.h"
#include "options.h"
#include "options_value.h"
#include "str.h"

struct truth {
	const char	*word;
	bool		 value;
};

static const struct truth truths[] = {
	{ "true", true }, { "false", false }, { "yes", true }, { "no", false },
	{ "on", true }, { "off", false }, { "1", true }, { "0", false },
};

size_t
option_size_of(enum ps_type type)
{
	switch (type) {
	case PS_BOOL:
		return sizeof(bool);
	case PS_INT:
		return sizeof(int64_t);
	case PS_REAL:
		return sizeof(double);
	case PS_TEXT:
		return sizeof(const char *);
	default:
		return 0;
	}
}

static bool
parse_bool(const char *s, bool *out)
{
	for (size_t i = 0; i < sizeof(truths) / sizeof(truths[0]); i++) {
		if (strcmp(s, truths[i].word) == 0) {
			*out = truths[i].value;
			return true;
		}
	}
	return false;
}

/* Digits at *s go into the mantissa; how many there were. */
static int
take_digits(const char **s, double *mantissa)
{
	int	n = 0;

	for (; is_digit(**s); (*s)++, n++)
		*mantissa = *mantissa * 10 + (**s - '0');
	return n;
}

/* As strtod() in the C locale, without its hexadecimals and infinities. */
static bool
parse_real(const char *s, double *out)
{
	bool	minus = *s == '-';
	double	mantissa = 0;
	int	whole, fraction = 0;
	int64_t	exponent = 0;

	s += *s == '-' || *s == '+';
	whole = take_digits(&s, &mantissa);
	if (*s == '.') {
		s++;
		fraction = take_digits(&s, &mantissa);
	}
	if (whole + fraction == 0)
		return false;
	if (*s == 'e' || *s == 'E') {
		if (!parse_int(s + 1, strlen(s + 1), &exponent))
			return false;
	} else if (*s != '\0') {
		return false;
	}
	if (exponent < -400 || exponent > 400)
		return false;
	/* Division is exact where a factor such as 0.1 would not be. */
	exponent -= fraction;
	mantissa = exponent < 0 ? mantissa / pow(10, (double)-exponent) :
	    mantissa * pow(10, (double)exponent);
	*out = minus ? -mantissa : mantissa;
	return isfinite(*out);
}

/* Whether a value that was written with this type may become that one. */
static bool
may_become(enum ps_type written, enum ps_type wanted)
{
	return written == PS_NULL || written == wanted ||
	    (written == PS_INT && wanted == PS_REAL);
}

static const char *
wanted(const struct ps_option *row, struct arena *a)
{
	if (row->type == PS_INT && row->min < row->max)
		return arena_printf(a, "an integer from %lld to %lld",
		    (long long)row->min, (long long)row->max);
	return row->type == PS_BOOL ? "true or false" :
	    row->type == PS_INT ? "an integer" :
	    row->type == PS_REAL ? "a number" : "text";
}

/* "'a', 'b' or 'c'", and which of them is likely to be meant. */
static const char *
choices(const struct ps_option *row, const char *value, struct arena *a)
{
	const char	*list = "", *near = nearest(value, row->choices);

	for (uint32_t i = 0; row->choices[i] != NULL; i++)
		list = arena_printf(a, "%s%s'%s'", list, i == 0 ? "" :
		    row->choices[i + 1] == NULL ? " or " : ", ",
		    row->choices[i]);
	if (near == NULL)
		return list;
	return arena_printf(a, "%s, did you mean '%s'?", list, near);
}

static const char *
store_int(const struct ps_option *row, const struct setting *s, char *at,
    struct arena *a)
{
	int64_t	value;

	if (!parse_int(s->value, strlen(s->value), &value) &&
	    !(s->type == PS_NULL && parse_size(s->value, &value)))
		return wanted(row, a);
	if (row->min < row->max && (value < row->min || value > row->max))
		return wanted(row, a);
	memcpy(at, &value, sizeof(value));
	return NULL;
}

static const char *
store_text(const struct ps_option *row, const struct setting *s, char *at,
    struct arena *a)
{
	const char	*value;

	if (row->choices != NULL) {
		for (uint32_t i = 0; row->choices[i] != NULL; i++) {
			if (strcmp(row->choices[i], s->value) == 0) {
				memcpy(at, &row->choices[i], sizeof(value));
				return NULL;
			}
		}
		return choices(row, s->value, a);
	}
	value = arena_strdup(a, s->value);
	memcpy(at, &value, sizeof(value));
	return NULL;
}

const char *
option_store(const struct ps_option *row, const struct setting *s,
    void *options, struct arena *a)
{
	char	*at = (char *)options + row->offset;
	double	 real;
	bool	 truth;

	if (s->value == NULL || !may_become(s->type, row->type))
		return wanted(row, a);
	switch (row->type) {
	case PS_BOOL:
		if (!parse_bool(s->value, &truth))
			return wanted(row, a);
		memcpy(at, &truth, sizeof(truth));
		return NULL;
	case PS_REAL:
		if (!parse_real(s->value, &real))
			return wanted(row, a);
		memcpy(at, &real, sizeof(real));
		return NULL;
	case PS_INT:
		return store_int(row, s, at, a);
	default:
		return store_text(row, s, at, a);
	}
}

const char *
options_text(const struct ps_option *row, const void *options,
    struct arena *a)
{
	const char	*at = (const char *)options + row->offset, *text;
	int64_t		 integer;
	double		 real;

	switch (row->type) {
	case PS_BOOL:
		return *(const bool *)at ? "true" : "false";
	case PS_INT:
		memcpy(&integer, at, sizeof(integer));
		return arena_printf(a, "%lld", (long long)integer);
	case PS_REAL:
		memcpy(&real, at, sizeof(real));
		return arena_printf(a, "%.15g", real);
	default:
		memcpy(&text, at, sizeof(text));
		return text == NULL ? "" : text;
	}
}
