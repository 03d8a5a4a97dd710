/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_lattice.c - which columns are of which type, and which of none.
 */
#include <stdio.h>
#include <string.h>

#include "facts.h"
#include "tap.h"

#define UUID(digit)	"0b54a1a4-58b5-4d36-8d0f-0123456789a" digit
#define CELLS_MAX	11	/* the last is NULL */

static const struct row {
	const char	*name, *want;
	const char	*cells[CELLS_MAX];
} rows[] = {
	/* null tokens: where the rest is typed, and most are not tokens */
	{ "a", "int 1234", { "1", "2", "NA" } },
	{ "a", "int 1234", { "1", "NULL", "2" } },
	{ "a", "int 1234", { "1", "#N/A", "2" } },
	{ "a", "int 1234", { "1", "N/A", "2" } },
	{ "a", "int 1234", { "1", "n/a", "2" } },
	{ "a", "int 1234", { "1", "nan", "2" } },
	{ "a", "int 1234", { "1", "none", "2" } },
	{ "a", "int 1234", { "1", "nil", "2" } },
	{ "a", "int 1234", { "1", "-", "2" } },
	{ "a", "int 1234", { "1", "--", "2" } },
	{ "a", "int 1234", { "1", ".", "2" } },
	{ "a", "int 1234", { "1", "..", "2" } },
	{ "a", "int 1234", { "1", "?", "2" } },
	{ "a", "int 1234", { "1", "\\N", "2" } },
	{ "a", "date %Y-%m-%d", { "2020-01-31", "-", "2020-02-01" } },
	{ "a", "text", { "1", "NA", "NA", "NA" } },
	{ "a", "text", { "DE", "NA", "FR" } },
	{ "a", "text", { "Smith", "Null", "None" } },
	{ "a", "text", { "1", "Null and void", "2" } },
	/* truth values */
	{ "a", "bool true/false", { "true", "false" } },
	{ "a", "bool TRUE/FALSE", { "TRUE", "FALSE" } },
	{ "a", "bool t/f", { "t", "f" } },
	{ "a", "bool Y/N", { "Y", "N", "Y" } },
	{ "a", "bool ja/nein", { "ja", "nein" } },
	{ "a", "bool Oui/Non", { "Oui", "Non" } },
	{ "a", "int 1234", { "0", "1" } },
	{ "a", "text", { "true", "no" } },
	{ "a", "text", { "true", "1" } },
	/* whole numbers, and what only looks like one */
	{ "a", "int 1234", { "9223372036854775807", "-9223372036854775808" } },
	{ "a", "decimal 1234.56", { "9223372036854775808", "1" } },
	{ "a", "decimal 1234.56",
	    { "123456789012345678901234567890", "0.5" } },
	{ "a", "text", { "+5", "5" } },
	{ "a", "text", { "007", "8" } },
	{ "a", "text", { "-0", "8" } },
	{ "a", "text", { "00" } },
	{ "a", "text", { "1.2.3", "1.2.4" } },
	{ "a", "text", { "0x1f", "0x20" } },
	{ "a", "text", { "1 2", "3" } },
	{ "a", "text", { "01.5", "2.5" } },
	{ "a", "text", { "5 km", "6" } },
	{ "a", "text", { "1-2", "3" } },
	/* decimals and reals */
	{ "a", "decimal 1234.56", { "0.5", "0.50" } },
	{ "a", "decimal 1234.56", { "0.123456789012345678901234567890" } },
	{ "a", "decimal 1234.56", { ".5", "1.5" } },
	{ "a", "decimal 1234.56", { "5.", "1.5" } },
	{ "a", "real 1.234e-05", { "1e-5", "2.5e10" } },
	{ "a", "real 1.234E-05", { "1E-5", "2.5E10" } },
	{ "a", "text", { "12e45", "12e46" } },
	{ "a", "text", { "1e5", "abc" } },
	{ "a", "text", { "1e5", "2a5" } },
	{ "a", "decimal 1234.56", { "0.5", "1.5", "2.5", "3.5", "4.5", "5.5",
	    "6.5", "7.5", "8.5", "NaN" } },
	{ "a", "real 1234.56", { "0.5", "1.5", "2.5", "3.5", "4.5", "5.5",
	    "6.5", "7.5", "8.5", "Infinity" } },
	{ "a", "real 1234.56", { "0.5", "1.5", "2.5", "3.5", "4.5", "5.5",
	    "6.5", "7.5", "8.5", "-inf" } },
	{ "a", "text", { "0.5", "1.5", "2.5", "3.5", "4.5", "5.5", "6.5",
	    "7.5", "inf" } },
	{ "a", "text", { "inf", "inf" } },
	/* groups */
	{ "a", "int 1,234", { "1,234,567", "12" } },
	{ "a", "decimal 1,234.56", { "1,234.50", "12.25" } },
	{ "a", "decimal 1.234,56", { "1.234,50", "12,25" } },
	{ "a", "int 1 234", { "1 234", "12" } },
	{ "a", "int 1\xc2\xa0" "234", { "1\xc2\xa0" "234", "12" } },
	{ "a", "int 1\xe2\x80\xaf" "234", { "1\xe2\x80\xaf" "234", "5" } },
	{ "a", "int 1\xe2\x80\x89" "234", { "1\xe2\x80\x89" "234", "5" } },
	{ "a", "decimal 1\xe2\x80\x89" "234,56",
	    { "1\xe2\x80\x89" "234,5", "5,25" } },
	{ "a", "int 1'234", { "1'234", "12" } },
	{ "a", "int 1\xe2\x80\x99" "234", { "1\xe2\x80\x99" "234", "5" } },
	{ "a", "int 1_234", { "1_234", "5" } },
	{ "a", "int 12,34,567", { "12,34,567", "1,234", "5" } },
	{ "a", "text", { "12,34,567", "123,456" } },
	{ "a", "text", { "1,2,4", "5" } },
	{ "a", "text ?", { "1,234", "1 234" } },
	{ "a", "text ?", { "1,234", "1234" } },
	{ "a", "decimal 1234,56", { "1,234", "1234", "5,5" } },
	{ "a", "decimal 1234,56", { "0,123", "1234", "5,678" } },
	{ "a", "decimal 1234,56", { "1,234", "1234,567" } },
	{ "a", "text", { "1,23", "1,234,567" } },
	{ "a", "text", { "0,123,456" } },
	/* the decimal mark */
	{ "a", "decimal 1234,56", { "1,5", "2" } },
	{ "a", "decimal 1234,56", { "1,5", "1,234" } },
	{ "a", "int 1,234 ?", { "1,234", "2,345" } },
	{ "a", "text", { "1,5", "1.5" } },
	/* units */
	{ "a", "decimal 1234.56%", { "5%", "6.5%" } },
	{ "a", "int 1234 %", { "5 %", "6 %" } },
	{ "a", "int $1,234 ?", { "$5", "$1,234" } },
	{ "a", "decimal 1.234,56 \xe2\x82\xac",
	    { "1.234,50 \xe2\x82\xac", "-5,25 \xe2\x82\xac" } },
	{ "a", "text", { "$5", "6 EUR" } },
	{ "a", "text", { "5%", "6" } },
	/* accounts */
	{ "a", "int 1,234 ?", { "(1,234)", "5" } },
	{ "a", "decimal 1,234.56", { "(1,234.50)", "5" } },
	{ "a", "decimal 1234.56", { "1.50-", "2.50" } },
	{ "a", "int $1234", { "($5)", "$6" } },
	{ "a", "text", { "(5)", "-5" } },
	{ "a", "decimal 1,234.56", { "1,234.50 CR", "2.25 DR" } },
	{ "a", "decimal 1234.56", { "1.50", "2.25 DR", "0.00" } },
	{ "a", "int 1234", { "15", "2DR", "0" } },
	{ "a", "int 1234", { "15 Cr", "2 Dr" } },
	{ "a", "text", { "5 CR", "6 CR" } },
	{ "a", "text", { "5 DR", "6 DR" } },
	{ "a", "text", { "5 CR", "6" } },
	{ "a", "text", { "5 CR", "6", "7 DR" } },
	{ "a", "text", { "5 CR", "-6", "7 DR" } },
	/* days */
	{ "a", "date %Y-%m-%d", { "2020-01-31", "2020-02-01" } },
	{ "a", "date %d.%m.%Y", { "01.02.2020", "02.02.2020" } },
	{ "a", "date %d/%m/%Y", { "01/02/2020", "31/03/2020" } },
	{ "a", "text", { "01/02/2020", "31/02/2020" } },
	{ "a", "date %m/%d/%y", { "01/02/20", "01/31/20" } },
	{ "a", "date %d/%m/%Y ?", { "01/02/2020", "02/01/2020" } },
	{ "a", "text", { "31/01/2020", "01/31/2020" } },
	{ "a", "text", { "2020-01-31", "31/01/2020" } },
	{ "a", "text", { "2020-02-30", "2020-02-01" } },
	{ "a", "text", { "May", "June" } },
	{ "a", "text", { "Monday", "Tuesday" } },
	{ "a", "text", { "2020-01-31", "20200131" } },
	{ "a", "int 1234", { "20200131", "20200201" } },
	{ "date", "date %Y%m%d", { "20200131", "20200201" } },
	{ "birth_date", "date %Y%m%d", { "20200131", "", "20200201" } },
	{ "date", "int 1234", { "20200131", "20200231" } },
	{ "date", "int 1234", { "20200131", "18991231" } },
	{ "date", "int 1234", { "20200131", "0" } },
	{ "date", "text", { "20200131", "2020-01-31" } },
	{ "update", "int 1234", { "20200131", "20200201" } },
	/* moments */
	{ "a", "timestamp %Y-%m-%d %H:%M:%S",
	    { "2020-01-31 12:00:00", "2020-02-01 12:00:01" } },
	{ "a", "timestamp %Y-%m-%dT%H:%M:%S.%f",
	    { "2020-01-31T12:00:00.123456789", "2020-02-01T12:00:01" } },
	{ "a", "timestamptz %Y-%m-%dT%H:%M:%S%:z",
	    { "2020-01-31T12:00:00Z", "2020-02-01T12:00:01+02:00" } },
	{ "a", "timestamp %Y-%m-%d %H:%M:%S",
	    { "2020-01-31 12:00:00", "2020-02-01" } },
	{ "a", "timestamp %Y-%m-%d %H:%M:%S",
	    { "2020-02-01", "2020-01-31 12:00:00" } },
	{ "a", "text", { "2020-02-01", "2020-01-31 12:00:00Z" } },
	{ "a", "text", { "2020-02-01 10:00", "2020-01-31 12:00Z" } },
	{ "a", "time %H:%M", { "12:30", "09:05" } },
	{ "a", "text", { "12:30", "2020-01-31" } },
	{ "epoch", "int 1234", { "1580000000", "1590000000" } },
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

/*
 * Every cell has a value of the column, and the text it came from: rendered
 * from it, or else said to be kept beside it.
 */
static bool
gives_back(const struct row *row, const struct reading *r)
{
	char		scratch[CELL_TEXT_MAX], back[CELL_TEXT_MAX];
	struct ps_cell	cell;
	const char	*text, *p;
	enum parsed	how;
	size_t		n;

	for (const char *const *c = row->cells; *c != NULL; c++) {
		how = reading_parse(r, *c, strlen(*c), 0, &cell, &text,
		    scratch);
		if (how == MISFIT)
			return false;
		if (how == PARSED_KEEP)
			continue;
		p = reading_render(r, &cell, text, &n, back);
		if (n != strlen(*c) || (n > 0 && memcmp(p, *c, n) != 0))
			return false;
	}
	return true;
}

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
		ok(gives_back(&rows[i], &r), "and every text is given back");
	}
}

/* NA in most cells is no value where other columns have it for none. */
static void
test_shared(void)
{
	static const struct preferences	none;
	static const char *const cells[3][5] = {
		{ "5", "NA", "NA", "NA", "NA" }, { "1", "2", "NA", "3", "4" },
		{ "7", "-", "-", "-", "-" }
	};
	struct facts	f[3], all;
	struct reading	r[3];
	int16_t		precision, scale;

	for (int i = 0; i < 3; i++) {
		facts_start(&f[i]);
		for (int k = 0; k < 5; k++)
			facts_add(&f[i], cells[i][k], strlen(cells[i][k]), 0,
			    PS_NULL);
	}
	readings_choose(f, 3, &none, r);
	is_int(r[0].type, PS_INT, "other columns have NA, too");
	is_int(r[1].type, PS_INT, "those are typed");
	is_int(r[2].type, PS_TEXT, "nobody else has '-'");
	facts_start(&all);
	facts_join(&all, &f[0], &r[0]);
	is_int(column_type(&all, &precision, &scale), PS_INT,
	    "the table's column is a number");
	readings_choose(f, 1, &none, r);
	is_int(r[0].type, PS_TEXT, "alone it is a text");
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
	test_shared();
	test_declared();
	test_joined();
	return done_testing();
}
