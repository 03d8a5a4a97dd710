/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_options.c - settings against rows: what is taken, what is refused, and
 * in which words.
 */
#include <stdlib.h>

#include "buf.h"
#include "mem.h"
#include "options.h"
#include "tap.h"

struct csv {
	const char	*delimiter;
	const char	*quoting;
	bool		 header;
	int64_t		 skip;
	double		 share;
	const char	*path;
	const char	*password;
};

static const char *const quotings[] = { "none", "doubled", "escaped", NULL };

static const struct ps_option rows[] = {
	PS_OPTION(struct csv, delimiter, .def = ",", .flags = PS_GUESSED,
	    .doc = "Parts the cells"),
	PS_OPTION(struct csv, quoting, .def = "doubled", .choices = quotings,
	    .doc = "How a quote stands in quotes"),
	PS_OPTION(struct csv, header, .def = "true", .doc = "Names come first"),
	PS_OPTION(struct csv, skip, .def = "0", .max = 1000000,
	    .doc = "Lines to leave out"),
	PS_OPTION(struct csv, share, .def = "0.5", .doc = "A share"),
	PS_OPTION(struct csv, path, .flags = PS_POSITIONAL | PS_REQUIRED,
	    .doc = "The file"),
	PS_OPTION(struct csv, password, .flags = PS_SECRET, .doc = "A word"),
	{ .name = NULL }
};

static const struct ps_plugin csv = {
	.abi = PS_ABI, .kind = PS_FORMAT, .name = "csv", .version = "1",
	.summary = "For tests", .options = rows,
	.option_size = sizeof(struct ps_option),
	.options_size = sizeof(struct csv)
};

static void
test_filling(struct arena *a)
{
	static const struct setting	settings[] = {
		{ NULL, "x.csv", PS_TEXT, "a.lua:3" },
		{ "delimiter", ";", PS_TEXT, "a.lua:4" },
		{ "header", "false", PS_BOOL, "a.lua:5" },
		{ "skip", "64k", PS_NULL, "--skip" },
		{ "share", "-12.5e-1", PS_REAL, NULL },
		{ "skip", "7", PS_INT, "later ones win" },
	};
	const char			*error = NULL;
	const struct csv		*o;

	o = options_fill(&csv, settings, 6, a, &error);
	ok(o != NULL && error == NULL, "all are taken");
	if (o == NULL)
		return;
	is_str(o->path, "x.csv", "the positional one");
	is_str(o->delimiter, ";", "text");
	is_str(o->quoting, "doubled", "a default");
	ok(!o->header, "a boolean");
	is_int(o->skip, 7, "the last of two");
	ok(o->share == -1.25, "a number");
	ok(o->password == NULL, "no default is NULL");
	is_str(options_text(options_find(&csv, "share"), o, a), "-1.25",
	    "a number as text");
	is_str(options_text(options_find(&csv, "password"), o, a), "",
	    "NULL as text");
	is_str(options_text(options_find(&csv, "header"), o, a), "false",
	    "a boolean as text");
}

struct refused {
	struct setting	 setting;
	const char	*error;
};

static const struct refused refused[] = {
	{ { "hedaer", "true", PS_BOOL, "a.lua:3" },
	  "a.lua:3: format.csv: unknown option 'hedaer', did you mean "
	  "'header'? (polyscraper plugins csv)" },
	{ { "zzz", "1", PS_NULL, NULL },
	  "format.csv: unknown option 'zzz'; `polyscraper plugins csv` lists "
	  "them" },
	{ { "skip", "1000001", PS_INT, "x" },
	  "x: format.csv: skip = 1000001: expected an integer from 0 to "
	  "1000000" },
	{ { "skip", "1.5", PS_REAL, "x" },
	  "x: format.csv: skip = 1.5: expected an integer from 0 to 1000000" },
	{ { "skip", "64k", PS_TEXT, "x" },
	  "x: format.csv: skip = \"64k\": expected an integer from 0 to "
	  "1000000" },
	{ { "header", "maybe", PS_NULL, "x" },
	  "x: format.csv: header = \"maybe\": expected true or false" },
	{ { "delimiter", "true", PS_BOOL, "x" },
	  "x: format.csv: delimiter = true: expected text" },
	{ { "quoting", "double", PS_TEXT, "x" },
	  "x: format.csv: quoting = \"double\": expected 'none', 'doubled' or "
	  "'escaped', did you mean 'doubled'?" },
	{ { "share", "0x1p3", PS_NULL, "x" },
	  "x: format.csv: share = \"0x1p3\": expected a number" },
	{ { "password", "hunter2", PS_BOOL, "x" },
	  "x: format.csv: password: expected text" },
	{ { "header", "true", PS_BOOL, "x" },
	  "x: format.csv: option 'path' is missing; The file" },
};

static void
test_refusals(struct arena *a)
{
	const char	*error;

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		error = NULL;
		ok(options_fill(&csv, &refused[i].setting, 1, a, &error) ==
		    NULL, "refused: %s", refused[i].setting.name);
		is_str(error, refused[i].error, "in these words");
		ok(options_fill(&csv, &refused[i].setting, 1, a, NULL) != NULL,
		    "left out where nobody asks");
	}
}

static void
test_reals(struct arena *a)
{
	static const char *const	texts[] = {
		"0", "1", "-1", "0.1", "3.14159", "1e3", "2.5E-3", ".5", "5.",
		"123456789.125", "1e300"
	};
	struct setting			settings[2] = {
		{ NULL, "p", PS_TEXT, NULL }, { "share", NULL, PS_NULL, NULL }
	};
	const struct csv		*o;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		char	got[40], want[40];

		settings[1].value = texts[i];
		o = options_fill(&csv, settings, 2, a, NULL);
		snprintf(got, sizeof(got), "%.14g", o->share);
		snprintf(want, sizeof(want), "%.14g", strtod(texts[i], NULL));
		is_str(got, want, "'%s'", texts[i]);
	}
}

/* Rows that are broken are found when the plugin is loaded. */
static void
test_broken(struct arena *a)
{
	static const struct ps_option	broken[][3] = {
		{ { .name = "a", .type = PS_INT, .def = "x" } },
		{ { .name = "a", .type = PS_INT, .def = "5", .max = 3 } },
		{ { .name = "a", .type = PS_TEXT, .def = "x",
		    .choices = quotings } },
		{ { .name = "a", .type = PS_INT, .offset = 1 } },
		{ { .name = "a", .type = PS_INT, .offset = 1 << 20 } },
		{ { .name = "a", .type = PS_DATE } },
		{ { .name = "a b", .type = PS_INT } },
		{ { .name = "", .type = PS_INT } },
		{ { .name = "a", .type = PS_INT },
		  { .name = "a", .type = PS_BOOL } },
		{ { .name = "a", .type = PS_INT, .flags = PS_POSITIONAL },
		  { .name = "b", .type = PS_INT, .flags = PS_POSITIONAL } },
		{ { .name = "a", .type = PS_INT, .choices = quotings } },
	};
	const char			*error;

	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		struct ps_plugin	p = csv;

		p.options = broken[i];
		error = NULL;
		ok(!options_check(&p, &error, a) && error != NULL,
		    "broken rows: %s", error ? error : "accepted");
	}
	ok(options_check(&csv, &error, a), "whole rows");
}

static void
test_help(void)
{
	struct buf	b;

	buf_init(&b, 10000);
	options_help(&csv, &b);
	ok(strstr(buf_cstr(&b), "  delimiter  text     ,         "
	    "Parts the cells\n") != NULL, "a line of help");
	ok(strstr(buf_cstr(&b), "(none, doubled, escaped)") != NULL,
	    "choices are listed");
	ok(strstr(buf_cstr(&b), "(0 to 1000000)") != NULL, "so are bounds");
	buf_free(&b);
}

int
main(void)
{
	struct arena	*a = arena_new();

	test_filling(a);
	test_refusals(a);
	test_reals(a);
	test_broken(a);
	test_help();
	arena_free(a);
	return done_testing();
}
