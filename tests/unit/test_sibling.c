/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_sibling.c - the cache of what neighbours were read with.
 */
#include <stdio.h>

#include "options.h"
#include "sibling.h"
#include "tap.h"

static const struct ps_format one, two;

static struct ps_doc
doc(const char *address)
{
	return (struct ps_doc){ .address = address, .root = "", .name = "" };
}

static void
keep(struct siblings *s, const char *address, const struct ps_format *f,
    const char *value)
{
	struct ps_doc	d = doc(address);
	struct setting	o[2] = {
		{ .name = "delimiter", .value = value },
		{ .name = "repeated", .value = "two\nlines" }
	};

	siblings_keep(s, &d, f, o, 2);
}

/* The text found, or "none"; the format is checked, too. */
static const char *
find(struct siblings *s, const char *address, const struct ps_format *want)
{
	const struct ps_format	*f = &two;
	struct ps_doc		 d = doc(address);
	const char		*text = siblings_find(s, &d, &f);

	if (f != want)
		return "(another format)";
	return text == NULL ? "none" : text;
}

static void
test_places(struct siblings *s)
{
	is_str(find(s, "/a/x.csv", NULL), "none", "nothing is known at first");
	keep(s, "/a/x.csv", &one, ";");
	is_str(find(s, "/a/y.csv", &one), "delimiter=;\n",
	    "a neighbour's options, without one that is no line");
	is_str(find(s, "/a/y.tsv", NULL), "none", "another suffix");
	is_str(find(s, "/a/y", NULL), "none", "no suffix");
	is_str(find(s, "/a/b/y.csv", NULL), "none", "another folder");
	is_str(find(s, "/a/.csv", &one), "delimiter=;\n", "only a suffix");
	keep(s, "/a/y.csv", &two, "|");
	is_str(find(s, "/a/x.csv", &two), "delimiter=|\n", "the latest one");
	keep(s, "/a.csv/README", &one, ",");
	is_str(find(s, "/a.csv/NEWS", &one), "delimiter=,\n",
	    "a dot in the folder is no suffix");
	keep(s, "alone", &one, "x");
	is_str(find(s, "other", NULL), "none", "no folder and no suffix");
}

static void
test_limits(struct siblings *s)
{
	static char	long_text[9000];
	char		address[40];

	memset(long_text, 'x', sizeof(long_text) - 1);
	keep(s, "/long/a.csv", &one, long_text);
	is_str(find(s, "/long/b.csv", NULL), "none", "too long to be kept");
	memset(long_text, '/', sizeof(long_text) - 1);
	keep(s, long_text, &one, ",");
	is_str(find(s, long_text, NULL), "none", "a folder that is too long");
	keep(s, "/used/a.csv", &one, ",");
	for (int i = 0; i < 100; i++) {
		snprintf(address, sizeof(address), "/%d/a.csv", i);
		keep(s, address, &one, ";");
		find(s, "/used/b.csv", &one);
	}
	is_str(find(s, "/used/b.csv", &one), "delimiter=,\n",
	    "what is used stays");
	is_str(find(s, "/99/b.csv", &one), "delimiter=;\n", "what is new");
	is_str(find(s, "/0/b.csv", NULL), "none", "what is old is forgotten");
}

int
main(void)
{
	struct siblings	*s = siblings_new();

	test_places(s);
	test_limits(s);
	siblings_free(s);
	siblings_free(NULL);
	return done_testing();
}
