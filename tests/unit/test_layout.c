/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_layout.c - the layout as formats are lent it: records of cells that
 * nobody had to cut.
 *
 * A sheet is text here: a line a record, '|' between cells.  '!' before a
 * line: it says that it names the columns; '#': it is a comment, whose cells
 * follow.
 */
#include <string.h>

#include "buf.h"
#include "layout.h"
#include "mem.h"
#include "tap.h"

enum { MOST_CELLS = 64 };

static struct arena	*arena;
static struct buf	 issues;

static void *
do_alloc(const struct ps_host *host, size_t n)
{
	(void)host;
	return arena_alloc(arena, n);
}

static void
do_issue(struct ps_rows *out, enum ps_severity severity, uint64_t line,
    const char *rule, const char *why, const char *raw, size_t n)
{
	(void)out;
	buf_printf(&issues, "%d %llu %s: %s: %.*s\n", (int)severity,
	    (unsigned long long)line, rule, why, (int)n, raw);
}

static const struct ps_host host = {
	.size = sizeof(host), .alloc = do_alloc, .issue = do_issue,
	LAYOUT_SERVICES
};
static const struct ps_self	 me = { .host = &host };

static uint32_t
cut(const char *p, size_t n, struct ps_slice *cells)
{
	uint32_t	k = 0;
	size_t		m;

	for (const char *end = p + n; p <= end && k < MOST_CELLS; p += m + 1) {
		const char	*bar = memchr(p, '|', (size_t)(end - p));

		m = (size_t)((bar != NULL ? bar : end) - p);
		cells[k++] = (struct ps_slice){ .p = m > 0 ? p : NULL,
		    .n = (uint32_t)m };
	}
	return k;
}

/* One line of a sheet. */
static bool
add(struct ps_layout *lay, const char *p, size_t n, uint64_t number)
{
	struct ps_slice		cells[MOST_CELLS];
	struct ps_record	r = { .cells = cells, .line = number };

	if (n > 0 && *p == '#') {
		r.kind = PS_RECORD_COMMENT;
		p++;
		n--;
	} else if (n == 0)
		r.kind = PS_RECORD_BLANK;
	if (n > 0 && *p == '!') {
		r.names = true;
		p++;
		n--;
	}
	r.n = n > 0 ? cut(p, n, cells) : 0;
	return ps_layout_add(&me, lay, &r);
}

static struct ps_layout *
lay_out(const char *text, struct ps_layout *old)
{
	struct ps_layout	*lay = ps_layout_new(&me, old, 0);
	uint64_t		 number = 1;
	const char		*end;

	for (; *text != '\0'; text = end + 1, number++) {
		end = strchr(text, '\n');
		(void)add(lay, text, (size_t)(end - text), number);
	}
	return lay;
}

static const struct {
	const char	*what, *text;
	uint32_t	 k, skip, titles, header, units, strangers;
	int		 left;		/* records, if not all */
} sheets[] = {
	{ "nothing", "", 3, 0, 0, 0, 0, 0, 0 },
	{ "blank lines", "\n\n", 3, 0, 0, 0, 0, 0, 0 },
	{ "numbers", "1|2\n3|4\n5|6\n7|8\n", 2, 0, 0, 0, 0, 0, 0 },
	{ "names over numbers", "size|weight\n3|4\n5|6\n7|8\n",
	  2, 0, 0, 1, 0, 2, 0 },
	{ "one column", "size\n3\n5\n6\n7\n", 1, 0, 0, 1, 0, 1, 0 },
	{ "years are names",
	  "Town|2001|2002\nOslo|3.5|4.5\nRome|5.5|1.5\nBonn|2.5|7.5\n",
	  3, 0, 0, 1, 0, 2, 0 },
	{ "names over words that come again",
	  "colour|kind\nred|a\nblue|b\nred|a\nred|b\nblue|a\nblue|b\n",
	  2, 0, 0, 1, 0, 0, 0 },
	{ "a row like those below",
	  "red|a\nred|a\nblue|b\nred|a\nred|b\nblue|a\nblue|b\n",
	  2, 0, 0, 0, 0, 0, 0 },
	{ "a title and a header of two records",
	  "Cars by town||\n\n|Cars|\nTown|new|old\nOslo|5|1\nRome|6|3\n"
	  "Bonn|9|4\n", 3, 2, 1, 2, 0, 0, 0 },
	{ "units", "Town|Area|Length\n|(1000)|(meters)\nOslo|5|1\nRome|6|3\n"
	  "Bonn|9|4\n", 3, 0, 0, 1, 1, 2, 0 },
	{ "a comment with the names", "#some list\n#id|size\n1|7\n2|8\n3|9\n",
	  2, 1, 0, 1, 0, 2, 0 },
	{ "a comment with other cells than rows",
	  "#id|size|weight\n1|7\n2|8\n3|9\n", 2, 1, 0, 0, 0, 0, 0 },
	{ "an earlier comment that says it has the names",
	  "#!colour|kind\n#of all\nred|a\nblue|b\nred|c\ngreen|d\n",
	  2, 0, 0, 1, 0, 0, 0 },
	{ "a header that comes again",
	  "size|weight\n3|4\n5|6\n1|6\n2|3\nsize|weight\n7|8\n9|1\n1|2\n"
	  "4|3\n", 2, 0, 0, 1, 0, 2, 9 },
	{ "a record that says it names them, over its like",
	  "!red|blue\nred|blue\nred|blue\n", 2, 0, 0, 1, 0, 0, 0 },
	{ "titles above it, and a blank line within",
	  "Nuts\n\n!Nuts|\n\n!all|big\n7|8\n9|4\n", 2, 4, 2, 1, 0, 2, 0 },
	{ "two of them and units",
	  "!Town|Cars|\n!|new|old\n|(1000)|(1000)\nOslo|5|1\nRome|6|3\n",
	  3, 0, 0, 2, 1, 0, 0 },
	{ "units among them",
	  "!Town|Cars|Ships\n!|(1000)|(1000)\nOslo|5|1\nRome|6|3\n",
	  3, 0, 0, 1, 1, 2, 0 },
	{ "where all say so the first is believed",
	  "!size|weight\n!3|4\n!5|6\n", 2, 0, 0, 1, 0, 2, 0 },
	{ "two of them without a row",
	  "!Town|Cars|\n!|new|old\n", 3, 0, 0, 2, 0, 0, 0 },
	{ "where so many say so as well",
	  "!size|weight\n!3|4\n!5|6\n!7|8\n!1|2\n!3|4\n!5|6\n!7|8\n!1|2\n"
	  "!3|4\n!5|6\n!7|8\n!9|1\n2|1\n", 2, 0, 0, 1, 0, 2, 0 },
	{ "rows of other widths", "size|weight\n3\n5|6|7\n7|8\n|\n4|4\n",
	  2, 0, 0, 1, 0, 2, 0 },
	{ "no columns", "size|weight\n3|4\n5|6\n", 0, 0, 0, 1, 0, 1, 0 }
};

static void
check_sheets(void)
{
	struct ps_layout	*lay = NULL;
	char			 got[100], want[100];
	struct ps_top		 t;
	uint32_t		 n;

	for (size_t i = 0; i < sizeof(sheets) / sizeof(sheets[0]); i++) {
		struct ps_layout_options o = { .columns = sheets[i].k };

		lay = lay_out(sheets[i].text, lay);
		(void)ps_layout_records(&me, lay, &n);
		ps_layout_find(&me, lay, &o, &t);
		snprintf(want, sizeof(want), "%u %u %u %u %u, %u",
		    sheets[i].skip, sheets[i].titles, sheets[i].header,
		    sheets[i].units, sheets[i].strangers, sheets[i].left > 0 ?
		    (unsigned)sheets[i].left : n);
		(void)ps_layout_records(&me, lay, &n);
		snprintf(got, sizeof(got), "%u %u %u %u %u, %u", t.skip,
		    t.titles, t.header, t.units, t.strangers, n);
		is_str(got, want, "%s", sheets[i].what);
		ok((t.score > 0) == (t.header > 0) && (t.header == 0 ||
		    t.header_line == t.skip + 1), "%s: its score and line",
		    sheets[i].what);
	}
}

static void
check_names_alone(void)
{
	struct ps_layout_options o = { .columns = 3 };
	struct ps_layout	*lay = lay_out("id|name|town\n", NULL);
	struct ps_top		 t;

	ps_layout_find(&me, lay, &o, &t);
	is_int(t.header, 0, "a lone record is a row");
	o.names_alone = true;
	ps_layout_find(&me, lay, &o, &t);
	is_int(t.header, 1, "unless one of names may stand alone");
	lay = lay_out("17|name|town\n", lay);
	ps_layout_find(&me, lay, &o, &t);
	is_int(t.header, 0, "and all of it are words");
}

static void
check_room(void)
{
	struct ps_layout	*lay = ps_layout_new(&me, NULL, 10), *same;
	const struct ps_record	*r;
	uint32_t		 n = 0;

	ok(add(lay, "a|b|c", 5, 1) && add(lay, " |7|2024-01-31", 14, 2) &&
	    add(lay, "#d|e|f", 6, 3), "nine of ten cells");
	ok(!add(lay, "a|b", 3, 4), "and no two more");
	r = ps_layout_records(&me, lay, &n);
	ok(n == 3 && r[0].filled == 3 && r[1].filled == 2 &&
	    r[2].filled == 0 && r[2].n == 3, "comments fill no cells");
	ok(r[1].looks[0] == PS_LOOK_EMPTY && r[1].looks[1] == PS_LOOK_INT &&
	    r[1].looks[2] == PS_LOOK_DATE && r[0].looks[0] == PS_LOOK_WORD,
	    "what the cells look like");
	same = ps_layout_new(&me, lay, 10);
	ok(same == lay, "the same memory for as many again");
	same = ps_layout_new(&me, lay, 11);
	ok(same != lay, "more for more");
	for (n = 0; n < 1000 && add(same, "a", 1, n); n++)
		continue;
	is_int(n, 64, "records that are looked at");
}

static const struct {
	const char	*p;
	enum ps_look	 look;
} looks[] = {
	{ "", PS_LOOK_EMPTY }, { "  ", PS_LOOK_EMPTY },
	{ "\\N", PS_LOOK_EMPTY }, { "17", PS_LOOK_INT },
	{ " 17 ", PS_LOOK_INT }, { "-1", PS_LOOK_NUMBER },
	{ "1,234.50", PS_LOOK_NUMBER }, { "1 234 567", PS_LOOK_NUMBER },
	{ "$ 12", PS_LOOK_NUMBER }, { "(3.5)", PS_LOOK_NUMBER },
	{ "12 %", PS_LOOK_NUMBER }, { "1e-7", PS_LOOK_NUMBER },
	{ "2024-01-31", PS_LOOK_DATE }, { "1/31/24", PS_LOOK_DATE },
	{ "31-Jan-2024", PS_LOOK_DATE }, { "12:30", PS_LOOK_TIME },
	{ "12:30:15.25Z", PS_LOOK_TIME },
	{ "2024-01-31T12:30:15+01:00", PS_LOOK_STAMP },
	{ "10.0.0.1", PS_LOOK_ADDRESS }, { "word", PS_LOOK_WORD },
	{ "b52", PS_LOOK_WORD }, { "two words", PS_LOOK_TEXT },
	{ "1.2.3", PS_LOOK_TEXT }, { "12 monkeys", PS_LOOK_TEXT }
};

static void
check_looks(void)
{
	uint32_t	number, text, plain = 0;

	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++)
		is_int(ps_look_of(&me, looks[i].p, strlen(looks[i].p),
		    &number), looks[i].look, "the look of '%s'", looks[i].p);
	(void)ps_look_of(&me, "1234567", 7, &number);
	(void)ps_look_of(&me, "1234 67", 7, &text);
	ok(number < text, "a number is cheaper than text");
	(void)ps_look_of(&me, "some text", 9, &text);
	for (const char *p = "some text"; *p != '\0'; p++)
		plain += ps_text_costs(&me)[(uint8_t)*p];
	ok(text >= plain && text <= plain + 8 * PS_BIT,
	    "a text costs its bytes and its end");
}

static const struct {
	const char	*what, *rows[4];
	uint32_t	 n_units;
	const char	*names;		/* unit in [] */
} headers[] = {
	{ "no records", { NULL }, 0, "||" },
	{ "names", { "a|b|c" }, 0, "a|b|c" },
	{ "none of them", { "a||  " }, 0, "a||" },
	{ "joined, top down", { "a|b|x", "c|d|e" }, 0, "a c|b d|x e" },
	{ "one over several", { "Town|Cars|", "|new|old" }, 0,
	  "Town|Cars new|Cars old" },
	{ "one alone in the first column is none over others",
	  { "Cars||", "Town|new|old" }, 0, "Cars Town|new|old" },
	{ "nor one that has none below", { "Town|Cars|", "Name||old" }, 0,
	  "Town Name|Cars|old" },
	{ "one that goes down stands there once",
	  { "Town|Cars|Cars", "Town|new|old" }, 0, "Town|Cars new|Cars old" },
	{ "a record that comes twice is two", { "Town|new|", "Town|new|" }, 0,
	  "Town Town|new new|" },
	{ "a record of units", { "Town|Area|Cars", "Units:|km2|" }, 1,
	  "Town|Area[km2]|Cars" },
	{ "units in names", { "Town|Speed (km/h)|Cars (all)" }, 0,
	  "Town|Speed (km/h)[km/h]|Cars (all)" },
	{ "the record of units goes first",
	  { "Town|Speed (km/h)|Cars", "|m/s|" }, 1,
	  "Town|Speed (km/h)[m/s]|Cars" },
	{ "units alone", { "|kg|t" }, 1, "|[kg]|[t]" }
};

static void
check_names(void)
{
	struct ps_slice		 cells[4][MOST_CELLS], *rows[4];
	struct ps_column	 columns[3];
	struct buf		 got;

	buf_init(&got, 1000);
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		uint32_t	n = 0;

		for (; n < 4 && headers[i].rows[n] != NULL; n++) {
			rows[n] = cells[n];
			(void)cut(headers[i].rows[n],
			    strlen(headers[i].rows[n]), cells[n]);
		}
		memset(columns, 0, sizeof(columns));
		ps_name_columns(&me, rows, n, headers[i].n_units, 3, columns);
		buf_clear(&got);
		for (int c = 0; c < 3; c++) {
			buf_str(&got, c > 0 ? "|" : "");
			if (columns[c].name != NULL)
				buf_str(&got, columns[c].name);
			if (columns[c].unit != NULL)
				buf_printf(&got, "[%s]", columns[c].unit);
		}
		is_str(buf_cstr(&got), headers[i].names, "%s",
		    headers[i].what);
	}
	rows[0] = cells[0];
	cells[0][0] = (struct ps_slice){ .p = "a\0b", .n = 3 };
	cells[0][1] = (struct ps_slice){ .p = "\0\0", .n = 2 };
	ps_name_columns(&me, rows, 1, 0, 2, columns);
	ok(strcmp(columns[0].name, "a b") == 0 && columns[1].name == NULL,
	    "a NUL is a blank");
	buf_free(&got);
}

static const struct {
	const char	*row;
	bool		 begun;
	enum ps_summary	 summary;
	bool		 note, after_blank;
} rows[] = {
	{ "Milk|1|2|3", true, PS_SUMMARY_NONE, false, false },
	{ "DAIRY|||", true, PS_SUMMARY_GROUP, false, true },
	{ "DAIRY|||", false, PS_SUMMARY_GROUP, true, true },
	{ "DAIRY", true, PS_SUMMARY_NONE, true, true },
	{ "Total|1|2|3", true, PS_SUMMARY_TOTAL, false, true },
	{ "Total|1|2|3", false, PS_SUMMARY_NONE, false, true },
	{ "TOTAL 2007:|1|2|3", true, PS_SUMMARY_TOTAL, false, true },
	{ "Total cost|1|2|3", true, PS_SUMMARY_NONE, false, true },
	{ "Source: the office|||", true, PS_SUMMARY_GROUP, true, false },
	{ "1|Preliminary, as of today||", true, PS_SUMMARY_NONE, true, false },
	{ "25|Preliminary, as of today||", true, PS_SUMMARY_NONE, false,
	  false },
	{ "Notes:|see below||", true, PS_SUMMARY_NONE, true, false },
	{ "|||", true, PS_SUMMARY_NONE, true, false }
};

static void
check_rows(void)
{
	struct ps_slice	cells[MOST_CELLS];
	uint32_t	n;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		n = cut(rows[i].row, strlen(rows[i].row), cells);
		is_int(ps_summary_of(&me, cells, n, rows[i].begun),
		    rows[i].summary, "'%s': what it sums up", rows[i].row);
		if (rows[i].note || !rows[i].after_blank)
			is_int(ps_is_note(&me, cells, n, 4,
			    rows[i].after_blank), rows[i].note,
			    "'%s': a note", rows[i].row);
	}
}

/* Rows from line 2 on, as one text. */
static void
add_up(struct ps_totals *t, const char *text)
{
	struct ps_slice		 cells[MOST_CELLS];
	struct ps_record	 r = { .cells = cells, .line = 2 };
	const char		*end;

	buf_clear(&issues);
	for (; *text != '\0'; text = end + 1, r.line++) {
		end = strchr(text, '\n');
		r.raw = text;
		r.n_raw = (size_t)(end - text);
		r.n = cut(text, r.n_raw, cells);
		ps_totals_row(&me, t, NULL, &r, r.n, ps_summary_of(&me, cells,
		    r.n, r.line > 2));
	}
}

static void
check_totals(void)
{
	struct ps_totals	*t = ps_totals_new(&me, NULL);
	static const char	 nines[] = "99999999999999|x\n";
	struct buf		 many;

	add_up(t, "a|1.5|2\nb|2.25|3\nc|1|1\nTotal|4.75|6\n");
	is_str(buf_cstr(&issues), "0 5 total: the sum of the rows in lines 2 "
	    "to 4, in 2 of 2 columns: Total|4.75|6\n", "a total is proven");
	ok(ps_totals_new(&me, t) == t, "a new table, the same memory");
	add_up(t, "Total|4.75|6\n");
	is_str(buf_cstr(&issues), "", "which knows nothing of the one before");
	t = ps_totals_new(&me, t);
	add_up(t, "a|1.5|2\nb|2.25|3\nc|1|1\nTotal|4.5|7\n");
	is_str(buf_cstr(&issues), "", "a total that is none");
	t = ps_totals_new(&me, t);
	buf_init(&many, SIZE_MAX);
	for (int i = 0; i < 300000; i++)
		buf_str(&many, nines);
	add_up(t, buf_cstr(&many));
	is_str(buf_cstr(&issues), "", "sums do not overflow");
	buf_free(&many);
}

static uint32_t
below(uint32_t n)
{
	static uint64_t	state = 88172645463325252ULL;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 33) % n;
}

static bool
is_possible(const struct ps_top *t, uint32_t n)
{
	return t->titles <= t->skip && (n == 0 || t->skip < n) &&
	    t->skip + t->header + t->units <= n && t->units <= 1 &&
	    (t->header > 0 || t->units == 0);
}

/* Whatever the records are, the answer is one that can be. */
static void
check_any(void)
{
	static const char *const pieces[] = {
		"|", "|", "|", "\n", "\n", "\n!", "\n#", "\n#!", "7", "8.5",
		"name", "2001", "(1000)", " ", "Units", "red", "-", "x",
		"2024-01-31", "a long title with some words in it"
	};
	struct ps_layout	*lay = NULL;
	struct buf		 b;
	uint32_t		 bad = 0, n;

	buf_init(&b, 1 << 20);
	for (int i = 0; i < 20000; i++) {
		struct ps_layout_options o = { below(6), below(2) != 0 };
		struct ps_top		 t;

		buf_clear(&b);
		for (uint32_t k = below(120); k > 0; k--)
			buf_str(&b, pieces[below(sizeof(pieces) /
			    sizeof(*pieces))]);
		buf_char(&b, '\n');
		lay = lay_out(buf_cstr(&b), lay);
		(void)ps_layout_records(&me, lay, &n);
		ps_layout_find(&me, lay, &o, &t);
		if (!is_possible(&t, n) && bad++ == 0)
			printf("# %u %u %u %u of %u: %s\n", t.skip, t.titles,
			    t.header, t.units, n, buf_cstr(&b));
	}
	is_int(bad, 0, "records of any kind");
	buf_free(&b);
}

int
main(void)
{
	arena = arena_new();
	buf_init(&issues, 1 << 20);
	check_sheets();
	check_names_alone();
	check_room();
	check_looks();
	check_names();
	check_rows();
	check_totals();
	check_any();
	buf_free(&issues);
	arena_free(arena);
	return done_testing();
}
