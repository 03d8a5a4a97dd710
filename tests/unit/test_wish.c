/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_wish.c - types in the user's words: all that can be read can be told,
 * and what is told holds whatever the order of the cells and the parts.
 */
#include "columns.h"
#include "mem.h"
#include "tap.h"
#include "wish.h"

static struct arena *arena;

static struct wish
wish(const char *text)
{
	struct wish	 w = { 0 };
	const char	*wrong = wish_parse(&w, text, arena);

	ok(wrong == NULL, "'%s' is a wish%s%s", text, wrong == NULL ? "" :
	    ": ", wrong == NULL ? "" : wrong);
	return w;
}

static void
wrong(const char *text, const char *says)
{
	struct wish	 w;
	const char	*message = wish_parse(&w, text, arena);

	ok(message != NULL && strstr(message, says) != NULL, "'%s': %s", text,
	    message == NULL ? "is taken" : message);
}

static struct facts
started(const struct wish *w)
{
	struct facts	f;

	facts_start(&f);
	facts_wish(&f, w);
	return f;
}

/* Cells and the values of a column of which that is wished; NULL: odd. */
static void
reads(const char *text, const char *type, const char *const cells[],
    const char *const values[])
{
	static const struct preferences	 none;
	struct wish			 w = wish(text);
	struct facts			 f = started(&w), back = started(&w);
	struct reading			 r;
	size_t				 n = 0;

	for (; cells[n] != NULL; n++)
		facts_add(&f, cells[n], strlen(cells[n]), 0, PS_NULL);
	for (size_t i = n; i-- > 0;)
		facts_add(&back, cells[i], strlen(cells[i]), 0, PS_NULL);
	is_int(f.fits, back.fits, "cells in any order fit the same");
	readings_choose(&f, 1, &none, &r);
	is_str(type_names[r.type], type, "the type of '%s'", text);
	for (size_t i = 0; i < n; i++) {
		char		 buf[CELL_TEXT_MAX], got[40] = "";
		struct ps_cell	 c;
		const char	*p;

		if (reading_parse(&r, cells[i], strlen(cells[i]), 0, &c, &p,
		    buf) == MISFIT)
			snprintf(got, sizeof(got), "misfit");
		else if (p != NULL)
			snprintf(got, sizeof(got), "%.*s", (int)c.length, p);
		else if (c.type == PS_REAL)
			snprintf(got, sizeof(got), "%g", c.value.real);
		else
			snprintf(got, sizeof(got), "%lld/%d",
			    (long long)c.value.integer, c.scale);
		is_str(got, values[i], "'%s' as %s", cells[i], text);
	}
}
#define LIST(...)	(const char *const[]){ __VA_ARGS__, NULL }

static void
test_values(void)
{
	reads("integer", "int", LIST("007", "-012", "5", "+3"),
	    LIST("7/0", "-12/0", "5/0", "3/0"));
	reads("integer", "int", LIST("1,234", "2,345"),
	    LIST("1234/0", "2345/0"));
	reads("integer 1.234", "int", LIST("1.234", "5678", "12"),
	    LIST("1234/0", "5678/0", "12/0"));
	reads("decimal 1.234,56", "decimal", LIST("1.234,5", "1234,25", "0,5"),
	    LIST("12345/1", "123425/2", "5/1"));
	reads("decimal 1234,56", "decimal", LIST("1,234", "12"),
	    LIST("1234/3", "12/0"));
	reads("real", "real", LIST("1", "2.5", "03"), LIST("1", "2.5", "3"));
	reads("boolean", "bool", LIST("1", "0", "1"),
	    LIST("1/0", "0/0", "1/0"));
	reads("boolean ja/nein", "bool", LIST("ja", "ja"),
	    LIST("1/0", "1/0"));
	reads("date %d/%m/%Y", "date", LIST("03/04/2020", "5/6/2020"),
	    LIST("2020-04-03", "2020-06-05"));
	reads("date %e.%m.%y", "date", LIST("1.10.12", "02.11.12"),
	    LIST("2012-10-01", "2012-11-02"));
	reads("date %F", "date", LIST("2020-01-02"), LIST("2020-01-02"));
	reads("date %b %d, %Y", "date", LIST("Mar 05, 2020", "MAY 6, 2020"),
	    LIST("2020-03-05", "2020-05-06"));
	reads("date %d. %B %Y, German", "date", LIST("5. Mai 2020"),
	    LIST("2020-05-05"));
	reads("timestamp %d.%m.%y %H:%M", "timestamp",
	    LIST("01.02.20 9:30", "01.02.20"),
	    LIST("2020-02-01 09:30:00", "2020-02-01 00:00:00"));
	reads("timestamp %Y-%m-%dT%TZ", "timestamptz",
	    LIST("2020-01-02T03:04:05+0200"),
	    LIST("2020-01-02 03:04:05+02:00"));
	reads("time %I:%M %p", "time", LIST("9:05 AM", "11:10 PM"),
	    LIST("09:05:00", "23:10:00"));
	reads("text", "text", LIST("1", "2"), LIST("1", "2"));
}

/* Whatever is chosen for a column can be told of it. */
static void
test_described(void)
{
	static const struct preferences	none;
	struct random_column		c;
	unsigned			bad = 0;

	for (int round = 0; round < 20000 && bad < 5; round++) {
		char		 told[100], how[80];
		const char	*message;
		struct reading	 r;
		struct facts	 f;
		struct wish	 w;

		random_column(&c);
		facts_start(&f);
		learn(&f, c.cells, c.n);
		readings_choose(&f, 1, &none, &r);
		if ((r.type != PS_DATE && r.type != PS_TIME &&
		    r.type != PS_TIMESTAMP && r.type != PS_TIMESTAMPTZ &&
		    r.type != PS_BOOL) || r.join >= N_JOINS ||
		    f.cells == facts_nulls(&f, true))
			continue;
		reading_describe(&r, how, sizeof(how));
		snprintf(told, sizeof(told), "%s %s", r.type == PS_BOOL ?
		    "boolean" : r.type == PS_DATE ? "date" : r.type ==
		    PS_TIME ? "time" : "timestamp", how);
		message = wish_parse(&w, told, arena);
		if (message == NULL)
			continue;
		bad++;
		printf("# '%s': %s\n", told, message);
	}
	is_int(bad, 0, "what sniff shows can be told");
}

/* Parts of a document: in any order, and without cells. */
static void
test_parts(void)
{
	struct wish	 w = wish("decimal 1.234,56");
	struct facts	 a = started(&w), b = started(&w), c;
	int16_t		 precision, scale;

	is_int(column_type(&a, &precision, &scale), PS_DECIMAL,
	    "a column without cells");
	facts_add(&a, "1.234,5", 7, 0, PS_NULL);
	facts_add(&b, "1234,5", 6, 0, PS_NULL);
	facts_start(&c);
	facts_merge(&c, &b);
	facts_merge(&c, &a);
	facts_merge(&a, &b);
	is_int(a.fits, c.fits, "in any order");
	is_int(column_type(&a, &precision, &scale), PS_DECIMAL, "a decimal");
	facts_add(&b, "x", 1, 0, PS_NULL);
	is_int(column_type(&b, &precision, &scale), PS_TEXT,
	    "until a cell is none");
}

static void
test_fits(void)
{
	static const struct null_words	none;
	struct wish			w = wish("integer");

	ok(wish_fits(&w, &none, "007", 3, 0, PS_NULL), "digits");
	ok(!wish_fits(&w, &none, "1.5", 3, 0, PS_NULL), "a fraction");
	ok(wish_fits(&w, &none, "NA", 2, 0, PS_NULL), "nothing");
	ok(wish_fits(&w, &none, "", 0, PS_ABSENT, PS_NULL), "no cell");
	ok(wish_fits(&w, &none, "12", 2, PS_STRING, PS_TEXT),
	    "a text of the document's");
}

int
main(void)
{
	arena = arena_new();
	test_values();
	test_described();
	test_parts();
	test_fits();
	wrong("texd", "did you mean 'text'?");
	wrong("", "there are text, integer");
	wrong("text x", "a text has no format");
	wrong("integer 1.5", "1,234.56");
	wrong("date %d.%m", "%d.%m.%Y");
	wrong("date %d/%m/%Y %H:%M", "%d/%m/%Y");
	wrong("timestamp %d/%m/%Y", "a time such as");
	wrong("timestamp %d/%m/%Y %H:%M %Q", "%z");
	wrong("time %H", "%H:%M");
	wrong("boolean on", "on/off");
	arena_free(arena);
	return done_testing();
}
