/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_names.c - names are clean, unique and stable, whatever the input.
 */
#include <stdlib.h>

#include "mem.h"
#include "names.h"
#include "str.h"
#include "tap.h"

#define RANDOM_NAMES	100000u
#define PER_TABLE	1000u

struct pair {
	const char	*from, *to;
};

static const struct pair columns[] = {
	{ "Amount", "amount" }, { "  Total (EUR) ", "total_eur" },
	{ "2019", "c_2019" }, { "select", "select_" }, { "Order", "order_" },
	{ "_doc", "doc" }, { "_ps_x", "ps_x" }, { "rowid", "rowid_" },
	{ "%", "c7" }, { "", "c7" }, { "a--b__c", "a_b_c" },
	{ "first\nname", "first_name" }, { "a\xff" "b", "a_b" },
	{ "Stra\xc3\x9f" "e", "stra\xc3\x9f" "e" },
	{ "\xc3\x84PFEL", "\xc3\xa4pfel" },
	{ "\xd0\xa6\xd0\x95\xd0\x9d\xd0\x90",
	  "\xd1\x86\xd0\xb5\xd0\xbd\xd0\xb0" },
	{ "\xe4\xbe\xa1\xe6\xa0\xbc", "\xe4\xbe\xa1\xe6\xa0\xbc" },
	{ "\xf0\x9f\x98\x80 mood", "mood" },
#ifdef HAVE_UTF8PROC
	{ "\xef\xbc\xa1\xef\xbc\xa2", "ab" },		/* full width */
	{ "m\xc2\xb2", "m2" },
	{ "\xd9\xa1x", "c_\xd9\xa1x" },			/* an Arabic digit */
	{ "e\xcc\x81t\xc3\xa9", "\xc3\xa9t\xc3\xa9" },
#endif
};

static const struct pair stems[] = {
	{ "budget-2019 (2).csv.gz", "budget" }, { "budget.csv", "budget" },
	{ "Copy of budget.xlsx", "budget" }, { "budget - Copy.csv", "budget" },
	{ "budget_v2.csv", "budget" }, { "sales_2020-01-31.csv", "sales" },
	{ "31.01.2020 sales.csv", "sales" }, { "20200131_sales.csv", "sales" },
	{ "sales-Q1-2020.csv", "sales" }, { "salesjan.csv", "salesjan" },
	{ "sales Jan 2020.csv", "sales" }, { "budget2019.csv", "budget" },
	{ "2019budget.tsv", "budget" }, { "access.log.1", "access_log" },
	{ "access.log.gz", "access" }, { "x_20200131T120000Z.json", "x" },
	{ "UnicodeData.txt", "unicodedata" }, { "iso_3166-1.json", "iso_3166" },
	{ "people.jsonld", "people" }, { "log.json-seq", "log" },
	{ "covid19.csv", "covid19" }, { "passwd", "passwd" },
	{ ".bashrc", "bashrc" }, { "2019-03.csv", "" }, { "a.b.c", "a_b" },
	{ "part-00003-1b4e28ba-2fa1-11d2-883f-0016d3cca427.csv", "part" },
	{ "MAY report.csv", "may_report" }, { "group.csv", "group_" },
	{ "3d models.csv", "t_3d_models" }, { "mail (copy).txt", "mail" },
};

static const struct pair tables[] = {
	{ "/data/budget-2019.csv", "budget" }, { "/spend/data.csv", "spend" },
	{ "/spend/2019/data.csv", "spend" }, { "/spend/2019.csv", "spend" },
	{ "/x/dump.zip!people.csv", "people" },
	{ "/x/people.zip!data.csv", "people" },
	{ "/x/budget.xlsx!Sheet1", "budget" },
	{ "/x/budget.xlsx!Tabelle 12", "budget" },
	{ "/x/budget.ods!Sales 2019", "sales" }, { "/x/rain/may.csv", "rain" },
	{ "/x/budget.xlsx!Jan", "budget" },
	{ "/x/a.zip!data/export.csv", "a" }, { "/data/export.csv", "export" },
	{ "https://example.org/q/prices.csv?x=a/b.csv#c", "prices" },
	{ "https://example.org/Old%20Prices.csv", "old_prices" },
	{ "/x/sqlite_things.csv", "t_sqlite_things" }, { "/2019/", "t" },
	{ "", "t" }, { "/x/select.csv", "select_" }, { "!", "t" },
	{ "/x/pg_class.csv", "t_pg_class" }, { "/a/index.html", "a" },
	{ "/x/sqlite.sql", "t_sqlite" },
};

static void
test_tables(void)
{
	char	out[NAME_MAX_BYTES + 1];

	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		name_column(columns[i].from, strlen(columns[i].from), 7, out);
		is_str(out, columns[i].to, "column %s",
		    shown_str(columns[i].from));
	}
	for (size_t i = 0; i < sizeof(stems) / sizeof(stems[0]); i++) {
		name_stem(stems[i].from, false, out);
		is_str(out, stems[i].to, "stem of %s", stems[i].from);
	}
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		name_table(tables[i].from, false, out);
		is_str(out, tables[i].to, "table of %s", tables[i].from);
	}
	name_stem("budget-2019 (2).csv.gz", true, out);
	is_str(out, "budget_2019_2", "only suffixes go where all is kept");
	name_column(NULL, 0, 3, out);
	is_str(out, "c3", "no name at all");
	ok(name_is_generic("id") && name_is_generic("c12") &&
	    name_is_generic("value") && !name_is_generic("budget") &&
	    !name_is_generic("c") && !name_is_generic("c1x"), "generic names");
}

static void
test_unique(void)
{
	static const char *const	from[] = {
		"total", "Total", "TOTAL", "total_2", "", "c5", NULL
	};
	static const char *const	want[] = {
		"total", "total_3", "total_4", "total_2", "c5", "c5_2", "c7"
	};
	char				names[7][NAME_MAX_BYTES + 1];

	name_columns(from, 7, names);
	for (int i = 0; i < 7; i++)
		is_str(names[i], want[i], "column %d", i + 1);
	name_variant("abc", 1, names[0]);
	is_str(names[0], "abc", "the first variant is the name");
	name_variant("abc", 12, names[0]);
	is_str(names[0], "abc_12", "the twelfth");
}

static uint64_t
next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* Bytes of any kind, often such that names come out equal or long. */
static char *
random_text(uint64_t *seed)
{
	static const char	few[] = "aA_ 1\xc3\xa4\xe2\x82\xac\xcc\x81";
	size_t			n = next(seed) % (next(seed) % 8 ? 12 : 300);
	unsigned		kind = next(seed) % 3;
	char			*s = xcalloc(n + 1, 1);

	for (size_t i = 0; i < n; i++) {
		unsigned	r = (unsigned)(next(seed) >> 20);

		s[i] = kind == 0 ? (char)(r % 255 + 1) : kind == 1 ?
		    few[r % (sizeof(few) - 1)] : (char)('a' + r % 3);
	}
	return s;
}

static bool
is_proper(const char *s)
{
	size_t	n = strlen(s);

	return n > 0 && n <= NAME_MAX_BYTES && utf8_valid(s, n) == n &&
	    !is_digit(s[0]) && s[0] != '_' && strpbrk(s, " \"'`.;-\n") == NULL;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void
test_random(void)
{
	static char	names[PER_TABLE][NAME_MAX_BYTES + 1];
	char		*from[PER_TABLE], out[NAME_MAX_BYTES + 1];
	unsigned	 improper = 0, equal = 0;
	uint64_t	 seed = 88172645463325252u;

	for (unsigned t = 0; t < RANDOM_NAMES / PER_TABLE; t++) {
		for (unsigned i = 0; i < PER_TABLE; i++)
			from[i] = random_text(&seed);
		name_columns((const char *const *)from, PER_TABLE, names);
		for (unsigned i = 0; i < PER_TABLE; i++) {
			improper += !is_proper(names[i]);
			name_table(from[i], i % 2, out);
			improper += !is_proper(out);
			free(from[i]);
		}
		qsort(names, PER_TABLE, sizeof(names[0]), compare);
		for (unsigned i = 1; i < PER_TABLE; i++)
			equal += strcasecmp(names[i], names[i - 1]) == 0;
	}
	is_int(improper, 0, "%u random names are proper", RANDOM_NAMES);
	is_int(equal, 0, "and unique within their tables");
}

/* Many equal names must not take quadratic time. */
static void
test_many(void)
{
	enum { N = 100000 };
	const char	**from = xcalloc(N, sizeof(*from));
	char		(*names)[NAME_MAX_BYTES + 1] = xcalloc(N,
			    sizeof(*names));

	for (int i = 0; i < N; i++)
		from[i] = "a rather long name of a column, the same in each "
		    "of a hundred thousand columns";
	name_columns(from, N, names);
	is_int(strlen(names[N - 1]), NAME_MAX_BYTES, "cut to fit");
	ok(strcmp(names[N - 1] + NAME_MAX_BYTES - 7, "_100000") == 0,
	    "and numbered to the last");
	free(from);
	free(names);
}

int
main(void)
{
	test_tables();
	test_unique();
	test_random();
	test_many();
	return done_testing();
}
