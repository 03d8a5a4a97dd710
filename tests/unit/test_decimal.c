/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_decimal.c - exact decimals: text there and back, arithmetic, its ends.
 */
#include <string.h>

#include "decimal.h"
#include "tap.h"

static struct decimal
decimal(const char *text)
{
	struct decimal	d = { 0, 0 };

	(void)decimal_parse(text, strlen(text), &d);
	return d;
}

static void
test_text(void)
{
	static const char *const	same[] = {
		"0", "7", "-7", "0.5", "-0.05", "12.00", "1234567890.123456789",
		"99999999999999999999999999999999999999",
		"0.00000000000000000000000000000000000001"
	};
	static const char *const	wrong[] = {
		"", "-", ".", "-.", "1.2.3", "1e5", "+1", " 1",
		"999999999999999999999999999999999999999"
	};
	char		text[DECIMAL_TEXT];
	struct decimal	d;

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		decimal_text(decimal(same[i]), text);
		is_str(text, same[i], "there and back");
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		ok(!decimal_parse(wrong[i], strlen(wrong[i]), &d),
		    "'%s' is none", wrong[i]);
}

typedef bool	operation(struct decimal, struct decimal, struct decimal *);

static const struct sum {
	operation	*op;
	const char	*a, *b, *result;	/* NULL: too long */
} sums[] = {
	{ decimal_add, "0.1", "0.2", "0.3" },
	{ decimal_add, "1", "-1.00", "0.00" },
	{ decimal_subtract, "5", "7.25", "-2.25" },
	{ decimal_multiply, "12.00", "1.19", "14.2800" },
	{ decimal_multiply, "-0.5", "0.5", "-0.25" },
	{ decimal_divide, "12.00", "1.19", "10.0840336134454" },
	{ decimal_divide, "1", "3", "0.333333333333333" },
	{ decimal_divide, "2", "3", "0.666666666666667" },
	{ decimal_divide, "-1", "8", "-0.125" },
	{ decimal_divide, "100", "4", "25" },
	{ decimal_divide, "0", "4", "0" },
	{ decimal_divide, "1", "0.001", "1000" },
	{ decimal_floor, "7.5", "2", "3" },
	{ decimal_floor, "-7.5", "2", "-4" },
	{ decimal_modulo, "7.5", "2", "1.5" },
	{ decimal_modulo, "-7.5", "2", "0.5" },
	{ decimal_modulo, "7.5", "-2", "-0.5" },
	{ decimal_add, "99999999999999999999999999999999999999", "0.1", NULL },
	{ decimal_multiply, "10000000000000000000",
	  "10000000000000000000000", NULL },
};

static void
test_arithmetic(void)
{
	char		text[DECIMAL_TEXT];
	struct decimal	r;

	for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++) {
		const struct sum	*s = &sums[i];
		bool			 done = s->op(decimal(s->a),
					    decimal(s->b), &r) &&
					    decimal_fits(r);

		if (s->result == NULL || !done) {
			ok(!done && s->result == NULL, "%s and %s", s->a,
			    s->b);
			continue;
		}
		decimal_text(r, text);
		is_str(text, s->result, "%s and %s", s->a, s->b);
	}
}

static void
test_order(void)
{
	is_int(decimal_compare(decimal("1.0"), decimal("1")), 0, "equal");
	is_int(decimal_compare(decimal("0.99"), decimal("1")), -1, "less");
	is_int(decimal_compare(decimal("-2"), decimal("-3")), 1, "more");
	is_int(decimal_compare(decimal(
	    "99999999999999999999999999999999999999"), decimal("0.1")), 1,
	    "where they cannot be aligned");
}

static void
test_round(void)
{
	static const struct {
		const char	*from, *to;
		int		 places;
	} cases[] = {
		{ "2.345", "2.34", 2 }, { "2.355", "2.36", 2 },
		{ "2.3451", "2.35", 2 }, { "-2.345", "-2.34", 2 },
		{ "-0.5", "0", 0 }, { "1.5", "2", 0 }, { "7", "7", 2 },
	};
	char	text[DECIMAL_TEXT];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		decimal_text(decimal_round(decimal(cases[i].from),
		    cases[i].places), text);
		is_str(text, cases[i].to, "half to even");
	}
}

static void
test_floats(void)
{
	struct decimal	d;
	char		text[DECIMAL_TEXT];

	ok(decimal_from_float(1.19, &d), "1.19 is short");
	decimal_text(d, text);
	is_str(text, "1.19", "and itself");
	ok(decimal_from_float(-1e20, &d), "a large one, too");
	decimal_text(d, text);
	is_str(text, "-100000000000000000000", "with its zeros");
	ok(!decimal_from_float(0.1 + 0.2, &d), "17 digits are not");
	ok(!decimal_from_float(1e300, &d), "nor is one too large");
	ok(!decimal_from_float(1.0 / 0.0, &d), "nor infinity");
	ok(decimal_float(decimal("0.1")) == 0.1, "back");
	ok(decimal_float(decimal("-12345678901234567890.5")) ==
	    -12345678901234567890.5, "correctly rounded");
}

int
main(void)
{
	test_text();
	test_arithmetic();
	test_order();
	test_round();
	test_floats();
	return done_testing();
}
