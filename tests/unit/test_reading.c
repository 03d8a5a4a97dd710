/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_reading.c - every text comes back from its value, whatever the type of
 * the column it was stored in.
 */
#include "columns.h"
#include "stored.h"
#include "tap.h"

static const struct preferences none;

/* One cell as `type`; what went wrong, or NULL. */
static const char *
comes_back(const struct reading *own, enum ps_type type,
    const struct random_cell *cell, bool must_fit)
{
	struct reading r = reading_as(*own, type);
	char buf[CELL_TEXT_MAX], back[CELL_TEXT_MAX], digits[48];
	const char *text, *p;
	struct ps_cell c;
	struct ps_value v;
	size_t n;
	enum parsed how;

	how = reading_parse(&r, cell->p, cell->n, cell->flags, &c, &text, buf);
	if (how == MISFIT)
		return must_fit ? "does not fit" : NULL;
	if (how == PARSED_KEEP)
		return NULL;
	p = reading_render(&r, &c, text, &n, back);
	if (n != cell->n || (n > 0 && memcmp(p, cell->p, n) != 0))
		return "renders otherwise";
	stored_value(&c, text, digits, &v);
	reading_restore(own, type, &v, &c, &text);
	p = reading_render(own, &c, text, &n, back);
	if (n != cell->n || (n > 0 && memcmp(p, cell->p, n) != 0))
		return "is restored otherwise";
	return NULL;
}

static const char *
check_column(const struct random_column *c, const struct facts *f,
    const struct reading *r, size_t *kept)
{
	struct facts own = *f;

	facts_as(&own, r);
	for (int type = PS_BOOL; type <= PS_TEXT; type++) {
		if ((own.fits >> type & 1) == 0)
			continue;
		for (size_t i = 0; i < c->n; i++) {
			const char *wrong = comes_back(r, (enum ps_type)type,
			    &c->cells[i], true);

			if (wrong == NULL)
				continue;
			printf("# as %s: '%.*s' %s\n", type_names[type],
			    (int)c->cells[i].n, c->cells[i].p, wrong);
			return wrong;
		}
	}
	for (size_t i = 0; i < c->n; i++) {
		char buf[CELL_TEXT_MAX];
		const char *text;
		struct ps_cell cell;

		*kept += reading_parse(r, c->cells[i].p, c->cells[i].n,
		    c->cells[i].flags, &cell, &text, buf) != PARSED;
	}
	return NULL;
}

static bool
packs(const struct reading *r)
{
	char text[300];
	struct reading back;

	reading_pack(r, text, sizeof(text));
	return reading_valid(r) && reading_unpack(&back, text) &&
	    memcmp(&back, r, sizeof(back)) == 0;
}

static void
test_any_columns(void)
{
	static struct random_column c;
	int bad = 0, unpacked = 0;
	size_t cells = 0, kept = 0;

	seed = 11;
	for (int round = 0; round < 30000 && bad == 0; round++) {
		struct facts f;
		struct reading r;
		uint64_t from = seed;

		random_column(&c);
		facts_start(&f);
		learn(&f, c.cells, c.n);
		readings_choose(&f, 1, &none, &r);
		unpacked += !packs(&r);
		bad += check_column(&c, &f, &r, &kept) != NULL;
		cells += c.n;
		for (size_t i = 0; bad > 0 && i < c.n; i++)
			printf("# seed %llu %s '%.*s'\n",
			    (unsigned long long)from, type_names[r.type],
			    (int)c.cells[i].n, c.cells[i].p);
	}
	is_int(bad, 0, "every text comes back");
	is_int(unpacked, 0, "readings are packed and unpacked");
	ok(kept * 12 < cells, "few texts are kept: %zu of %zu", kept, cells);
}

#define COLUMN(...)	(const char *const[]){ __VA_ARGS__, NULL }

static void
choose(const char *const *cells, const struct preferences *p,
    struct facts *f, struct reading *r)
{
	facts_start(f);
	for (; *cells != NULL; cells++)
		facts_add(f, *cells, strlen(*cells), 0, PS_NULL);
	readings_choose(f, 1, p, r);
}

/* The column's type and format, as "decimal 1.234,56". */
static void
expect(const char *want, const char *const *cells)
{
	char text[100], format[80];
	struct facts f;
	struct reading r;

	choose(cells, &none, &f, &r);
	reading_describe(&r, format, sizeof(format));
	snprintf(text, sizeof(text), "%s%s%s%s", type_names[r.type],
	    *format ? " " : "", format,
	    (r.flags & READING_OPEN) != 0 ? " ?" : "");
	is_str(text, want, "'%s' ...", cells[0]);
}

static void
test_numbers(void)
{
	expect("int 1234", COLUMN("1", "-20", "9223372036854775807"));
	expect("decimal 1234.56", COLUMN("9223372036854775808"));
	expect("text", COLUMN("1", "007"));
	expect("text", COLUMN("0", "-0"));
	expect("text", COLUMN("1", "+5"));
	expect("int 1234", COLUMN("+1", "-5", "+0"));
	expect("decimal 1234.56", COLUMN("1.5", "2"));
	expect("text", COLUMN("1,2,4"));
	expect("int 1,234 ?", COLUMN("1,234"));
	expect("int 1,234", COLUMN("1,234,567"));
	expect("decimal 1234,56", COLUMN("1,234", "0,5"));
	expect("decimal 1.234,56", COLUMN("1.234,56"));
	expect("decimal 1234.56", COLUMN("1.234", "5"));
	expect("int 12,34,567", COLUMN("12,34,567"));
	expect("int 1 234", COLUMN("1 234", "5"));
	expect("text", COLUMN("1 234", "5678"));
	expect("int 1'234", COLUMN("1'234"));
	expect("decimal $1234.56", COLUMN("$1.00", "-$2.50"));
	expect("int 1.234 \xe2\x82\xac", COLUMN("1.234.567 \xe2\x82\xac"));
	expect("text", COLUMN("$1", "\xc2\xa3" "1"));
	expect("int 1234%", COLUMN("5%", "7%"));
	expect("int 1234", COLUMN("(5)", "7"));
	expect("text", COLUMN("(5)", "-7"));
	expect("real 1.234e-05", COLUMN("1e5", "2.5"));
	expect("text", COLUMN("12e45"));
	expect("text", COLUMN("1e5", "12345678901234567"));
	expect("int 1234", COLUMN("1", "0", "1"));
}

static void
test_dates(void)
{
	expect("date %Y-%m-%d", COLUMN("2020-01-31", "2020-12-01"));
	expect("date %d/%m/%Y", COLUMN("03/04/2020", "31/03/2020"));
	expect("date %m/%d/%Y", COLUMN("03/04/2020", "03/31/2020"));
	expect("date %d/%m/%Y ?", COLUMN("03/04/2020"));
	expect("date %d.%m.%Y", COLUMN("03.04.2020"));
	expect("text", COLUMN("31/04/2020"));
	expect("text", COLUMN("31/03/2020", "03/31/2020"));
	expect("text", COLUMN("2021-02-29"));
	expect("date %Y-%m-%d", COLUMN("2020-02-29"));
	expect("date %d/%m/%Y", COLUMN("01/12/2019", "01/01/2020",
	    "01/02/2020"));
	expect("date %m/%d/%Y", COLUMN("01/05/2020", "02/03/2020",
	    "02/09/2020", "05/01/2020", "05/02/2020"));
	expect("date %-m/%-d/%Y", COLUMN("12/1/2020", "1/15/2020"));
	expect("date %-d/%m/%Y", COLUMN("1/02/2020", "15/11/2020"));
	expect("date %y-%m-%d", COLUMN("31-12-31", "98-01-30"));
	expect("text", COLUMN("1.10.12", "2.10.14"));
	expect("date %d %b %Y", COLUMN("31 Jan 2020", "01 May 2020"));
	expect("date %-d. %B %Y, German", COLUMN("3. M\xc3\xa4rz 2020"));
	expect("date %d-%b-%y", COLUMN("31-JAN-20"));
	expect("text", COLUMN("31 Jan 2020", "31 JAN 2020"));
	expect("int 1234", COLUMN("20240131"));
	expect("int 1234", COLUMN("2019"));
	expect("text", COLUMN("May"));
	expect("time %H:%M", COLUMN("12:30", "09:05"));
	expect("time %-I:%M %p", COLUMN("9:05 AM", "12:30 PM"));
	expect("text", COLUMN("24:00", "12:60"));
	expect("timestamp %Y-%m-%d %H:%M:%S", COLUMN("2020-01-31 10:20:30"));
	expect("timestamptz %Y-%m-%dT%H:%M:%S%:z",
	    COLUMN("2020-01-31T10:20:30Z", "2020-01-31T10:20:30+01:00"));
	expect("text", COLUMN("2020-01-31T10:20:30Z", "2020-01-31T10:20:30"));
}

static void
test_orders(void)
{
	static const uint32_t masks[N_ORDERS] = { DATES_DMY, DATES_MDY,
	    DATES_YMD };
	uint32_t seen[N_ORDERS] = { 0 };

	for (unsigned i = 0; i < N_DATE_FORMATS; i++)
		seen[date_formats[i].order] |= (uint32_t)1 << i;
	for (unsigned i = 0; i < N_ORDERS; i++)
		is_int(masks[i], seen[i], "formats of date order %u", i);
}

static void
test_words(void)
{
	expect("bool true/false", COLUMN("true", "false"));
	expect("bool TRUE/FALSE", COLUMN("TRUE", "FALSE"));
	expect("text", COLUMN("True", "false"));
	expect("bool y/n", COLUMN("y", "n"));
	expect("text", COLUMN("y", "y"));
	expect("bool ja/nein", COLUMN("ja", "nein"));
	expect("int 1234", COLUMN("5", "NA", "", "6"));
	expect("text", COLUMN("NA", "NA", "5"));
	expect("text", COLUMN("", ""));
	expect("text", COLUMN("x", "NA"));
	expect("inet", COLUMN("10.0.0.1", "::1"));
	expect("text", COLUMN("10.0.0.256"));
	expect("json", COLUMN("{\"a\": [1, -2.5e3, \"\\u00e4\"]}", "[]"));
	expect("text", COLUMN("{\"a\": 01}"));
	expect("text", COLUMN("[1,]"));
}

static enum parsed
parse(const struct reading *r, const char *p, struct ps_cell *c)
{
	char buf[CELL_TEXT_MAX];
	const char *text;

	return reading_parse(r, p, strlen(p), 0, c, &text, buf);
}

static void
test_parse(void)
{
	struct facts f;
	struct reading r;
	struct ps_cell c;
	char deep[2 * JSON_DEPTH + 20];

	choose(COLUMN("1.50", "2.25", "NA"), &none, &f, &r);
	is_int(parse(&r, "3.75", &c), PARSED, "of that scale");
	is_int(c.value.integer, 375, "the digits");
	is_int(c.scale, 2, "the scale");
	is_int(parse(&r, "3.7", &c), PARSED_KEEP, "of another scale");
	is_int(parse(&r, " 3.75", &c), PARSED_KEEP, "with a blank");
	is_int(parse(&r, "3,75", &c), MISFIT, "with a comma");
	is_int(parse(&r, "NA", &c), PARSED, "the usual null token");
	is_int(parse(&r, "-", &c), PARSED_KEEP, "another");
	is_int(c.type, PS_NULL, "which is NULL as well");
	is_int(parse(&r, "", &c), PARSED_KEEP, "nothing, where NA is usual");
	is_int(parse(&r, "12345678901234567.5", &c), MISFIT,
	    "too long for a column of doubles");

	choose(COLUMN("1.5", "12345678901234567890.25"), &none, &f, &r);
	is_int(parse(&r, "98765432109876543210.5", &c), PARSED, "a long one");
	is_int(c.flags, PS_CELL_TEXT, "is kept as text");

	choose(COLUMN("5", "6"), &none, &f, &r);
	is_int(parse(&r, "9223372036854775807", &c), PARSED, "int64");
	is_int(parse(&r, "-9223372036854775808", &c), PARSED, "int64 min");
	is_int(parse(&r, "9223372036854775808", &c), MISFIT, "beyond");
	is_int(parse(&r, "abc", &c), MISFIT, "a word");

	memset(deep, '[', sizeof(deep));
	memset(deep + sizeof(deep) / 2, ']', sizeof(deep) / 2);
	facts_start(&f);
	facts_add(&f, deep, sizeof(deep), 0, PS_NULL);
	is_int(f.fits, FITS_TEXT, "JSON of no end of depth is text");
}

static void
test_empty_texts(void)
{
	struct facts f;
	struct reading r;
	struct ps_cell c;
	const char *text;
	char buf[CELL_TEXT_MAX];

	facts_start(&f);
	facts_add(&f, "x", 1, 0, PS_NULL);
	facts_add(&f, "", 0, PS_QUOTED, PS_NULL);
	readings_choose(&f, 1, &none, &r);
	reading_parse(&r, "", 0, PS_QUOTED, &c, &text, buf);
	is_int(c.type, PS_NULL, "quotes alone are NULL");
	facts_add(&f, "", 0, 0, PS_NULL);
	readings_choose(&f, 1, &none, &r);
	reading_parse(&r, "", 0, PS_QUOTED, &c, &text, buf);
	is_int(c.type, PS_TEXT, "but a text where nothing stands elsewhere");
	reading_parse(&r, "", 0, 0, &c, &text, buf);
	is_int(c.type, PS_NULL, "which is NULL");
	facts_start(&f);
	facts_add(&f, "5", 1, 0, PS_TEXT);
	is_int(f.fits, FITS_TEXT, "declared text is text");
}

/* A text that a document says is nothing is NULL and keeps its text. */
static void
test_absent(void)
{
	static const char *const cells[] = { "-", "Ann", "-", "", "Bob" };
	struct facts f, merged;
	struct reading r;
	struct ps_cell c;
	const char *text;
	char buf[CELL_TEXT_MAX];
	size_t n;

	facts_start(&f);
	for (int i = 0; i < 5; i++)
		facts_add(&f, cells[i], strlen(cells[i]), *cells[i] == '-' ?
		    PS_ABSENT : 0, PS_NULL);
	facts_start(&merged);
	facts_merge(&merged, &f);
	readings_choose(&merged, 1, &none, &r);
	is_int(r.type, PS_TEXT, "absent cells leave a text");
	is_int(reading_parse(&r, "-", 1, PS_ABSENT, &c, &text, buf), PARSED,
	    "they are parsed");
	is_int(c.type, PS_NULL, "... to NULL");
	text = reading_render(&r, &c, NULL, &n, buf);
	ok(n == 1 && *text == '-', "... that gives back its text");
	is_int(reading_parse(&r, "-", 1, 0, &c, &text, buf), PARSED,
	    "a cell like them that is not absent");
	is_int(c.type, PS_TEXT, "... is text");
}

static void
test_together(void)
{
	struct preferences hint = { .decimal_hint = true };
	struct preferences american = { .date_order = 'm' };
	struct facts f[2];
	struct reading r[2];

	choose(COLUMN("1,234"), &none, &f[0], &r[0]);
	choose(COLUMN("2,5"), &none, &f[1], &r[1]);
	is_int(reading_decided(&r[0]), 0, "1,234 decides nothing");
	ok(reading_decided(&r[1]) != 0, "2,5 does");
	readings_choose(f, 2, &none, r);
	is_int(r[0].type, PS_DECIMAL, "columns help each other");
	choose(COLUMN("1,234"), &hint, &f[0], &r[0]);
	is_int(r[0].type, PS_DECIMAL, "semicolons hint at commas");

	choose(COLUMN("03/04/2020"), &american, &f[0], &r[0]);
	is_int(r[0].date, 7, "as the user says");
	choose(COLUMN("03/04/2020"), &none, &f[0], &r[0]);
	choose(COLUMN("03/31/2020"), &none, &f[1], &r[1]);
	ok(!reading_settle(&r[0], &f[0], 0), "nobody knows");
	ok(reading_settle(&r[0], &f[0], reading_decided(&r[1])), "one knows");
	is_int(r[0].date, 7, "and tells");
	is_int(r[0].flags & READING_OPEN, 0, "so that it is decided");
	choose(COLUMN("03/04/2020"), &none, &f[0], &r[0]);
	readings_choose(f, 2, &none, r);
	is_int(r[0].date, 7, "or a column beside it knows");
}

static void
test_unpack(void)
{
	struct reading r;

	ok(!reading_unpack(&r, ""), "nothing is no reading");
	ok(!reading_unpack(&r, "2 0 0"), "too little is none");
	ok(!reading_unpack(&r, "2 99 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 "
	    "0 0"), "what points past a table is none");
	is_int(type_named("decimal"), PS_DECIMAL, "a type by name");
	is_int(type_named("no such"), PS_NULL, "and none");
}

int
main(void)
{
	test_numbers();
	test_dates();
	test_orders();
	test_words();
	test_parse();
	test_empty_texts();
	test_absent();
	test_together();
	test_unpack();
	test_any_columns();
	return done_testing();
}
