/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_lattice.c - which columns are of which type, and which of none.
 */
#include <stdio.h>
#include <string.h>

#include "facts.h"
#include "tap.h"

#define UUID(digit)	"0b54a1a4-58b5-4d36-8d0f-0123456789a" digit
#define CELLS_MAX	6

static const struct row {
	const char	*name, *want;
	const char	*cells[CELLS_MAX];
} rows[] = {
	/* telephone numbers, and differences */
	{ "a", "text", { "+4930123456", "+4940123457" } },
	{ "a", "text", { "+4930123456", "", "NA" } },
	{ "a", "int 1234", { "+4930123456", "-4940123457" } },
	{ "a", "int 1234", { "+5", "-3", "+0" } },
	{ "a", "int 1234", { "+5", "+3", "+12345678" } },
	{ "a", "decimal 1234.56", { "+1234567890.5", "+1.5" } },
	/* words: both, or a name that asks */
	{ "a", "text", { "true", "true" } },
	{ "a", "text", { "yes", "yes", "" } },
	{ "a", "text", { "no" } },
	{ "a", "bool yes/no", { "yes", "no" } },
	{ "is_open", "bool yes/no", { "yes", "yes" } },
	{ "has_roof", "bool true/false", { "false" } },
	{ "history", "text", { "false" } },
	{ "is_open", "text", { "yes", "maybe" } },
	{ "is_open", "int 1234", { "0", "1" } },
	/* shapes: at least two of them */
	{ "a", "uuid", { UUID("1"), UUID("2"), UUID("1") } },
	{ "a", "text", { UUID("1"), UUID("1") } },
	{ "a", "text", { UUID("1") } },
	{ "a", "text", { UUID("1"), UUID("2"), "none?" } },
	{ "a", "inet", { "10.0.0.1", "10.0.0.2" } },
	{ "a", "text", { "10.0.0.1", "10.0.0.1" } },
	{ "a", "text", { "10.238.143.107", "10.238.143.107" } },
	{ "a", "json", { "{}", "[]" } },
	{ "a", "text", { "{}", "{}", "{}" } },
	/* months of other languages */
	{ "a", "date %-d %b %Y, Portuguese", { "5 jan 2020", "7 fev 2020" } },
	{ "a", "date %-d %b %Y, Dutch", { "5 mrt 2020", "7 okt 2020" } },
	{ "a", "text", { "5 mrt 2020", "7 fev 2020" } },
	/* names of things */
	{ "customer_id", "text", { "123456789", "223456789" } },
	{ "zip", "text", { "1234567890123456789012", "" } },
	{ "phone_2", "text", { "493012345", "493012346" } },
	{ "customer_id", "int 1234", { "123456789", "1223456789" } },
	{ "customer_id", "int 1234", { "99999999", "10000000" } },
	{ "customer_id", "int 1234", { "-123456789", "123456789" } },
	{ "id_code", "decimal 1234.56", { "123456789.5", "123456789" } },
	{ "idea", "int 1234", { "123456789", "223456789" } },
	{ "width", "int 1234", { "123456789", "223456789" } },
};

static void
test_columns(void)
{
	static const struct preferences	none;
	char				text[100], format[80];
	struct facts			f;
	struct reading			r;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		facts_start(&f);
		facts_named(&f, rows[i].name);
		for (const char *const *c = rows[i].cells; *c != NULL; c++)
			facts_add(&f, *c, strlen(*c), 0, PS_NULL);
		readings_choose(&f, 1, &none, &r);
		reading_describe(&r, format, sizeof(format));
		snprintf(text, sizeof(text), "%s%s%s%s", type_names[r.type],
		    *format ? " " : "", format,
		    (r.flags & READING_OPEN) != 0 ? " ?" : "");
		is_str(text, rows[i].want, "%s: '%s' ...", rows[i].name,
		    rows[i].cells[0]);
	}
}

/* A document that says what its cells are needs no second one. */
static void
test_declared(void)
{
	static const struct preferences	none;
	struct facts			f;
	struct reading			r;

	facts_start(&f);
	facts_named(&f, "id");
	facts_add(&f, "123456789", 9, 0, PS_INT);
	readings_choose(&f, 1, &none, &r);
	is_int(r.type, PS_INT, "a declared number stays one");
	facts_start(&f);
	facts_add(&f, "true", 4, 0, PS_BOOL);
	readings_choose(&f, 1, &none, &r);
	is_int(r.type, PS_BOOL, "a declared truth value is one");
}

/* Documents of one row each: together they have what each one lacks. */
static enum ps_type
joined(const char *name, const char *one, const char *other)
{
	static const struct preferences	none;
	const char			*cells[] = { one, other };
	struct facts			 all, f;
	struct reading			 r;
	int16_t				 precision, scale;

	facts_start(&all);
	for (int i = 0; i < 2; i++) {
		facts_start(&f);
		facts_named(&f, name);
		facts_add(&f, cells[i], strlen(cells[i]), 0, PS_NULL);
		readings_choose(&f, 1, &none, &r);
		facts_join(&all, &f, &r);
	}
	return column_type(&all, &precision, &scale);
}

static void
test_joined(void)
{
	is_int(joined("a", UUID("1"), UUID("2")), PS_UUID, "two UUIDs");
	is_int(joined("a", UUID("1"), UUID("1")), PS_TEXT, "one twice");
	is_int(joined("a", "true", "false"), PS_BOOL, "both words");
	is_int(joined("a", "true", "true"), PS_TEXT, "one word");
	is_int(joined("is_a", "true", "true"), PS_BOOL, "one, with a name");
	is_int(joined("id", "123456789", "123456780"), PS_TEXT, "two ids");
	is_int(joined("id", "123456789", "5"), PS_INT, "ids of two widths");
}

int
main(void)
{
	test_columns();
	test_declared();
	test_joined();
	return done_testing();
}
