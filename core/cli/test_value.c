/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_value.c - values of a database beside those of a script.
 *
 * A sink stores some types as others (decimals as numbers, dates as text), so
 * what a column's type is says what its values are.
 */
#include <string.h>

#include "buf.h"
#include "cmd_test.h"
#include "decimal.h"
#include "mem.h"
#include "number.h"
#include "str.h"

#define SHOWN_MAX	200u

static bool
is_of(const char *type, const char *word)
{
	return strncmp(type, word, strlen(word)) == 0;
}

/* Any number as a decimal; false: it is none that one can be. */
static bool
as_decimal(const struct ps_value *v, struct decimal *d)
{
	if (v->type == PS_INT) {
		*d = (struct decimal){ v->integer, 0 };
		return true;
	}
	if (v->type == PS_REAL)
		return decimal_from_float(v->real, d);
	return (v->type == PS_TEXT || v->type == PS_DECIMAL) &&
	    decimal_parse(v->text, v->length, d);
}

static bool
same_number(const struct ps_value *got, const char *type,
    const struct ps_value *wanted)
{
	struct decimal	a, b;
	bool		is_decimal = is_of(type, "decimal");

	if (is_of(type, "bool") || (got->type == PS_TEXT && !is_decimal))
		return false;
	if (got->type == PS_INT && wanted->type == PS_INT)
		return got->integer == wanted->integer;
	if (got->type == PS_REAL && wanted->type == PS_REAL)
		return !(got->real < wanted->real) &&
		    !(got->real > wanted->real);
	return as_decimal(got, &a) && as_decimal(wanted, &b) &&
	    decimal_compare(a, b) == 0;
}

bool
test_same(const struct ps_value *got, const char *type,
    const struct ps_value *wanted)
{
	switch (wanted->type) {
	case PS_NULL:
		return got->type == PS_NULL;
	case PS_BOOL:
		return is_of(type, "bool") && got->type == PS_INT &&
		    got->integer == wanted->integer;
	case PS_TEXT:
		return got->type == PS_TEXT && got->length == wanted->length &&
		    memcmp(got->text, wanted->text, got->length) == 0;
	default:
		return (got->type == PS_INT || got->type == PS_REAL ||
		    got->type == PS_TEXT) && same_number(got, type, wanted);
	}
}

static void
put_number(struct buf *b, const struct ps_value *v)
{
	char	text[64];

	if (v->type == PS_INT)
		buf_printf(b, "%lld", (long long)v->integer);
	else
		buf_add(b, text, real_text(v->real, text));
}

const char *
test_shown(struct arena *arena, const struct ps_value *v, const char *type)
{
	struct buf	 b;
	const char	*text;
	bool		 number = v->type == PS_DECIMAL ||
			    (v->type == PS_TEXT && is_of(type, "decimal"));

	buf_init(&b, 4 * SHOWN_MAX + 64);
	if (v->type == PS_NULL)
		buf_str(&b, "null");
	else if (v->type == PS_BOOL ||
	    (v->type == PS_INT && is_of(type, "bool")))
		buf_str(&b, v->integer != 0 ? "true" : "false");
	else if (v->type == PS_INT || v->type == PS_REAL)
		put_number(&b, v);
	else if (number)
		show(&b, v->text, v->length, SHOWN_MAX);
	else {
		buf_char(&b, '"');
		show(&b, v->text, v->length, SHOWN_MAX);
		buf_char(&b, '"');
	}
	text = arena_strdup(arena, buf_cstr(&b));
	buf_free(&b);
	return text;
}
