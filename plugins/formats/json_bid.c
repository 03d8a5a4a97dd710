/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * json_bid.c - is it JSON, how many texts, and where are its records?
 *
 * The grammar is strict enough that nothing else follows it for long: what
 * parses is JSON.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_format.h"

#define LINES_LEAST	2u		/* of good ones, to be lines */
#define GOOD_SHARE	0.5		/* of the lines; others are bad ones */
#define LINES_SURE	3u		/* JSON for so long is no chance: */
#define BYTES_SURE	256u		/* lines, or bytes */

struct seen {
	uint32_t	good, bad;	/* lines */
	bool		text;		/* one text, or the beginning of one */
	bool		many;		/* several texts */
	uint32_t	tokens;		/* roots and members, about */
	uint64_t	broken_at;	/* line, if it breaks off later */
};

static bool
is_good(struct json *j, const char *p, size_t n)
{
	size_t	at = 0;

	j->values = 0;
	json_start(j);
	return (*p == '{' || *p == '[') && json_parse(j, p, n, &at, true) ==
	    JSON_DONE;
}

/* Lines that are JSON by themselves, into the tree; the last may be cut. */
static void
try_lines(struct ps_self *self, const struct ps_sample *s,
    struct ps_tree *tree, struct seen *x)
{
	struct json	check = { .tree = NULL };
	struct json	j = { .self = self, .tree = tree };
	uint32_t	n = s->scan->n_lines;

	x->good = x->bad = 0;
	for (uint32_t i = 0; i < n; i++) {
		size_t	from = s->scan->lines[i];
		size_t	to = i + 1 < n ? s->scan->lines[i + 1] : s->length;

		if (i + 1 == n && !s->whole)
			break;
		while (to > from && (unsigned char)s->text[to - 1] <= ' ')
			to--;
		if (to == from)
			continue;
		if (!is_good(&check, s->text + from, to - from))
			x->bad++;
		else if (++x->good > 0 && tree != NULL)
			(void)is_good(&j, s->text + from, to - from);
		if (x->bad > 3 && x->bad > x->good)
			break;
	}
	free(check.key);
	free(j.key);
}

/* The sample as one text or several, into a tree if there is one. */
static void
try_text(struct ps_self *self, const struct ps_sample *s, bool many,
    struct ps_tree *tree, struct seen *x)
{
	struct json		j = { .self = self, .tree = tree,
				    .sequence = many };
	size_t			at = 0;
	enum json_result	r;

	json_start(&j);
	r = json_parse(&j, s->text, s->length, &at, s->whole);
	x->text = r == JSON_DONE || (r == JSON_MORE && !s->whole);
	x->many = many && j.values > 1;
	if (r == JSON_WRONG && at > s->length / 2 &&
	    (j.line > LINES_SURE || at >= BYTES_SURE)) {
		x->broken_at = j.line;
		x->text = true;
	}
	free(j.key);
}

/*
 * What breaks off as one text may go on as several: the first of them may be
 * most of the sample.
 */
static void
try_many(struct ps_self *self, const struct ps_sample *s, struct seen *x)
{
	struct seen	y = *x;

	y.broken_at = 0;
	try_text(self, s, true, NULL, &y);
	if (y.many && (!x->text || y.broken_at == 0 ||
	    y.broken_at > x->broken_at))
		*x = y;
}

/* What documents of known forms are, whatever a sample shows of them. */
static const struct form {
	const char			*sign, *sign2, *why;
	const struct ps_setting		 settings[4];
} forms[] = {
	{ "\"FeatureCollection\"", "\"features\"",
	  "GeoJSON: features with their properties",
	  { { "unwrap", "properties" }, { "whole", "geometry" } } },
	{ "\"Feature\"", "\"geometry\"",
	  "GeoJSON: features one after the other",
	  { { "unwrap", "properties" }, { "whole", "geometry" } } },
	{ "\"attributes\"", "\"data\"",
	  "JSON:API: resources with their attributes",
	  { { "unwrap", "attributes" } } },
	{ "\"@context\"", "\"@graph\"",
	  "JSON-LD: the nodes of a graph", { { "whole", "@context" } } },
	{ "\"meta\"", "\"cachedContents\"",
	  "rows of a portal, below what it says of their columns",
	  { { "records", "/data" }, { "names", "/meta/view/columns/name" },
	    { "tuples", "true" }, { "header", "false" } } },
	{ "\"schema\"", "\"pandas_version\"",
	  "a data frame, below what it says of its columns",
	  { { "records", "/data" } } },
};

static void
known_forms(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess)
{
	const struct form	*f = forms;
	const struct form	*end = f + sizeof(forms) / sizeof(forms[0]);

	while (f < end && (strstr(s->text, f->sign) == NULL ||
	    strstr(s->text, f->sign2) == NULL))
		f++;
	if (f == end)
		return;
	for (size_t i = 0; i < 4 && f->settings[i].name != NULL; i++)
		ps_suggest(self, guess, f->settings[i].name,
		    f->settings[i].value);
	ps_because(self, guess, "%s", f->why);
}

static char
first_sign(const struct ps_sample *s)
{
	for (size_t i = 0; i < s->length; i++)
		if ((unsigned char)s->text[i] > ' ' && s->text[i] != '\036')
			return s->text[i];
	return '\0';
}

enum ps_status
json_probe(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	struct seen		 x = { .good = 0 };
	struct ps_tree_options	 o = { .sequence = false };
	struct ps_tree		*tree;
	char			 first = first_sign(s);
	bool			 lines;

	if (s->binary || (first != '{' && first != '[' && !s->forced))
		return PS_OK;
	try_lines(self, s, NULL, &x);
	lines = !s->forced && x.good >= LINES_LEAST && x.bad <= (1 -
	    GOOD_SHARE) * (x.good + x.bad);
	try_text(self, s, false, NULL, &x);
	if ((!x.text || x.broken_at != 0) && !lines && !s->forced) {
		try_many(self, s, &x);
		if (!x.text && !x.many)
			return PS_OK;
	}
	o.sequence = lines || x.many;
	tree = ps_tree_new(self, &o);
	if (lines)
		try_lines(self, s, tree, &x);
	else
		try_text(self, s, o.sequence, tree, &x);
	bid->tier = lines || x.broken_at == 0 ? PS_PROOF : PS_DECLARED;
	bid->bits_saved = s->scan->plain_bits;
	bid->specificity = 60;
	tree_form_tell(self, s, tree, guess, bid);
	known_forms(self, s, guess);
	if (s->forced)
		return PS_OK;
	ps_suggest(self, guess, "strict", "false");
	ps_suggest(self, guess, "lines", lines ? "true" : "false");
	ps_suggest(self, guess, "sequence", x.many ? "true" : "false");
	if (lines)
		ps_because(self, guess, "%u of %u lines are JSON", x.good,
		    x.good + x.bad);
	else if (x.broken_at != 0)
		ps_because(self, guess, "JSON up to line %llu",
		    (unsigned long long)x.broken_at);
	else
		ps_because(self, guess, x.many ? "several texts of JSON" :
		    "it follows the grammar of JSON");
	return PS_OK;
}
