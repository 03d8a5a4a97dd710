/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_repair.c - single odd rows are read as what they were meant to be, and
 * told of; where that is a guess they are left as they are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_host.h"
#include "tap.h"

const struct ps_plugin *delimited_LTX_ps_plugin(void);

#define HEAD	"day,city,n,note\n2020-01-01,Rome,5,a\n"
#define FOUR	"2020-01-02,Bonn,6,\"b\"\n2020-01-03,Oslo,7,c\n"	\
		"2020-01-04,Bern,8,d\n2020-01-05,Lima,9,\"e, f\"\n"
#define TAIL	FOUR FOUR FOUR FOUR FOUR FOUR
#define BEASTS	"ant,bee,cat,dog\nelk,fox,gnu,hen\nibex,jay,kiwi,lynx\n" \
		"mole,newt,owl,pig\nrat,seal,toad,vole\n"
#define WORDS	BEASTS BEASTS BEASTS BEASTS BEASTS

/* An odd row; all but `cells` is the same for both readings. */
struct odd {
	const char	*what, *text;
	const char	*rule;		/* NULL: it is left alone */
	uint32_t	 row;
	const char	*cells;
};

static const struct odd odds[] = {
	{ "semicolons", HEAD "2020-02-01;Paris;7;x, y\n" TAIL,
	  "other-delimiter", 1, "2020-02-01|Paris|7|x, y" },
	{ "tabs", HEAD "2020-02-01\tParis\t7\tx\n" TAIL, "other-delimiter",
	  1, "2020-02-01|Paris|7|x" },
	{ "bars, the last row", HEAD TAIL "2020-02-01|Paris|7|x\n",
	  "other-delimiter", 25, "2020-02-01|Paris|7|x" },
	{ "blanks, with some in a text",
	  HEAD "2020-02-01 New York City 7 \"x, y\"\n" TAIL,
	  "other-delimiter", 1, "2020-02-01|New York City|7|x, y" },
	{ "all text", WORDS "emu;gecko;ox;yak\n", "other-delimiter", 20,
	  "emu|gecko|ox|yak" },
	{ "kinds that do not fit", HEAD "one; two; three; four\n" TAIL, NULL,
	  1, "one; two; three; four" },
	{ "a long text", HEAD "It was cold | in May | and June | so.\n" TAIL,
	  NULL, 1, "It was cold | in May | and June | so." },
	{ "a short row", HEAD "2020-02-01,Paris\n" TAIL, NULL, 1,
	  "2020-02-01|Paris" },
	{ "a text cut at a comma",
	  HEAD "2020-02-01,Paris, Texas,7,x\n" TAIL, "merged-cells", 1,
	  "2020-02-01|Paris, Texas|7|x" },
	{ "cut twice, without blanks",
	  HEAD "2020-02-01,Paris,Texas,USA,7,x\n" TAIL, "merged-cells", 1,
	  "2020-02-01|Paris,Texas,USA|7|x" },
	{ "the last text cut", HEAD "2020-02-01,Paris,7,x, y\n" TAIL,
	  "merged-cells", 1, "2020-02-01|Paris|7|x, y" },
	{ "a cell more at the end", HEAD "2020-02-01,Paris,7,x,8\n" TAIL,
	  NULL, UINT32_MAX, "" },
	{ "all text is not merged", WORDS "emu,ge, cko,ox,yak\n", NULL,
	  UINT32_MAX, "" },
	{ "a delimiter twice", HEAD "2020-02-01,,Paris,7,x\n" TAIL,
	  "extra-delimiter", 1, "2020-02-01|Paris|7|x" },
	{ "escaped delimiters", HEAD "2020-02-01,a\\, b,7,x\n" TAIL,
	  "escape", 1, "2020-02-01|a, b|7|x" },
	{ "a quote that never closes", HEAD "2020-02-01,\"Paris,7,x\n" TAIL,
	  "stray-quote", 1, "2020-02-01|\"Paris|7|x" },
};

static void
check_odd(const struct odd *o)
{
	static const char *const	rules[] = {
		"other-delimiter", "merged-cells", "extra-delimiter",
		"escape"
	};
	struct fake			*f = fake_new(
					    delimited_LTX_ps_plugin());
	size_t				 n = strlen(o->text);
	uint32_t			 mended = 0;

	fake_probe(f, "a.csv", o->text, n);
	is_int(fake_read(f, o->text, n), PS_EOF, "%s: read", o->what);
	if (o->row != UINT32_MAX)
		is_str(o->row < f->n_rows ? fake_row_text(f, o->row) : "",
		    o->cells, "%s: cells", o->what);
	else
		is_int(fake_count_issues(f, "long-row"), 1, "%s: rejected",
		    o->what);
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		mended += fake_count_issues(f, rules[i]);
	if (o->rule == NULL)
		is_int(mended, 0, "%s: not mended", o->what);
	else {
		is_int(fake_count_issues(f, o->rule), 1, "%s: %s", o->what,
		    o->rule);
		is_int(f->n_issues, 1, "%s: and nothing else", o->what);
		is_int(f->n_issues > 0 ? f->issues[0].severity : PS_NOTE,
		    PS_REPAIRED, "%s: repaired", o->what);
	}
	fake_free(f);
}

static bool
same_rows(struct fake *a, struct fake *b)
{
	char	text[256];

	if (a->n_rows != b->n_rows || a->n_issues != b->n_issues)
		return false;
	for (uint32_t i = 0; i < a->n_rows; i++) {
		snprintf(text, sizeof(text), "%s", fake_row_text(a, i));
		if (strcmp(text, fake_row_text(b, i)) != 0)
			return false;
	}
	return true;
}

/* Ranges are opened a byte early, as the core does. */
static void
check_ranges(size_t rows, uint32_t parts)
{
	static const char *const	lines[] = {
		",Bonn,6,b\n", ";Bonn;6;b, c\n",
		",a, b,6,b\n", ",,Bonn,6,b\n",
		",a\\, b,6,c\n", ",Bonn,6,b,5\n"
	};
	char				*text = malloc(rows * 40 + 1000);
	size_t				 n;
	struct fake			*a, *b;

	n = (size_t)sprintf(text, "%s%s", HEAD, TAIL);
	for (size_t i = 0; i < rows; i++)
		n += (size_t)sprintf(text + n, "20%02zu-%02zu-%02zu%s",
		    i * 7 % 90 + 10, i % 12 + 1, i * 5 % 28 + 1,
		    lines[i % 120 < 115 ? 0 : i % 6]);
	a = fake_new(delimited_LTX_ps_plugin());
	b = fake_new(delimited_LTX_ps_plugin());
	fake_probe(a, "a.csv", text, n);
	fake_probe(b, "a.csv", text, n);
	fake_read(a, text, n);
	for (uint32_t i = 0; i < parts; i++)
		fake_read_range(b, text, n, i > 0 ? n * i / parts - 1 : 0,
		    i + 1 < parts ? n * (i + 1) / parts : UINT64_MAX);
	ok(fake_count_issues(a, "other-delimiter") > 10, "rows are mended");
	ok(same_rows(a, b), "and %u parts mend the same", parts);
	fake_free(a);
	fake_free(b);
	free(text);
}

/* Backslashes, where the dialect is known and other. */
static void
check_escape(const char *quote, const char *escape, const char *text,
    const char *cells)
{
	struct fake	*f = fake_new(delimited_LTX_ps_plugin());

	fake_set(f, "delimiter", ",");
	fake_set(f, "quote", quote);
	fake_set(f, "escape", escape);
	fake_set(f, "header", "0");
	fake_set(f, "columns", "3");
	fake_set(f, "kinds", "ntn");
	fake_read(f, text, strlen(text));
	is_str(f->n_rows > 0 ? fake_row_text(f, 0) : "", cells,
	    "escapes in one row");
	is_int(fake_count_issues(f, "escape"), 1, "are told of");
	fake_free(f);
}

static void
check_ragged(void)
{
	static const char	 text[] = HEAD TAIL
	    "2020-01-02,Bonn\n2020-01-02,Bonn\n2020-01-02\n"
	    "2020-01-02,Bonn\n2020-01-02,Bonn\n2020-01-02\n"
	    "2020-01-02,Bonn,6\n2020-01-03,Rome,4,x\n";
	struct fake		*f = fake_new(delimited_LTX_ps_plugin());

	fake_probe(f, "a.csv", text, sizeof(text) - 1);
	is_str(fake_suggested(f, "kinds"), "dtnt", "kinds of columns");
	is_str(fake_suggested(f, "ragged"), "true", "short rows are usual");
	fake_read(f, text, sizeof(text) - 1);
	is_int(f->n_issues, 1, "one issue for all of them");
	is_int(fake_count_issues(f, "ragged"), 1, "that says so");
	is_int(f->issues[0].severity, PS_NOTE, "as a note");
	is_int(f->issues[0].line, 27, "at the first");
	fake_free(f);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(odds) / sizeof(odds[0]); i++)
		check_odd(&odds[i]);
	check_ranges(3000, 17);
	check_escape("\"", "", "1,\"say \\\"a\\\", b\",5\n2,x,6\n",
	    "1|say \"a\", b|5");
	check_escape("", "\\\\", "1,C:\\,5\n2,x,6\n", "1|C:\\|5");
	check_ragged();
	return done_testing();
}
