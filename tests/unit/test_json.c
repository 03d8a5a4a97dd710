/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_json.c - JSON: what its grammar takes, and what becomes of it, however
 * it comes in pieces.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../plugins/formats/json_parse.h"
#include "mem.h"
#include "tap.h"
#include "tree_host.h"

const struct ps_plugin *json_LTX_ps_plugin(void);

static const char *const good[] = {
	"{}", "[]", "0", "-0", "1.5e-3", "1E5", "true", "false", "null",
	"\"\"", " [1 ,\t2\r\n] ", "{\"a\":{\"b\":[[],{}]}}",
	"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\"", "\"\x7f\"", "[\"\\ud800\"]",
	"123456789012345678901234567890", "{\"a\":1,\"a\":2}", "[1e400]",
};

static const char *const bad[] = {
	"", " ", "{", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1]]",
	"{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "{'a':1}",
	"{1:2}", "[1}", "{\"a\":1]", "01", "-", "+1", ".5", "1.", "1.e1",
	"1e", "1e+", "--1", "0x10", "NaN", "Infinity", "-Infinity", "True",
	"nul", "null0", "truefalse", "\"", "\"\\\"", "\"\\x\"", "\"\\u12\"",
	"\"\\u12g4\"", "\"\n\"", "\"\t\"", "'a'", "1 2", "{} {}", "[1]x",
	"// a\n1", "/* a */1", "[\"a\",\n4\n,1,", "\xef\xbb\xbf", "[\f1]",
	"[1\v]", "[\xc2\xa0" "1]", "{\"a\":\"b\"}#", "{\"\\x\":1}",
};

/* Shown in pieces of `step` bytes, as much as there is each time. */
static enum json_result
parse(const char *p, size_t n, size_t step)
{
	struct json		j = { .tree = NULL };
	size_t			shown = 0, used = 0, at;
	enum json_result	r;

	json_start(&j);
	do {
		shown = shown + step < n ? shown + step : n;
		at = 0;
		r = json_parse(&j, p + used, shown - used, &at, shown == n);
		used += at;
	} while (r == JSON_MORE && shown < n);
	free(j.key);
	return r;
}

static void
test_grammar(void)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		for (size_t step = 1; step < 40; step += 6)
			is_int(parse(good[i], strlen(good[i]), step),
			    JSON_DONE, "%s, %zu at a time", good[i], step);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		for (size_t step = 1; step < 40; step += 6)
			is_int(parse(bad[i], strlen(bad[i]), step),
			    JSON_WRONG, "no JSON: %s, %zu at a time", bad[i],
			    step);
	is_int(parse("\"a\0b\"", 5, 9), JSON_WRONG, "a NUL in a string");
	is_int(parse("1\0", 2, 9), JSON_WRONG, "a NUL behind a number");
}

static void
test_strings(void)
{
	static const struct {
		const char	*in, *out;
	} pairs[] = {
		{ "abc", "abc" }, { "\\n\\t\\\"", "\n\t\"" },
		{ "\\u0041\\u00e4\\u20ac", "A\xc3\xa4\xe2\x82\xac" },
		{ "\\ud83d\\ude00!", "\xf0\x9f\x98\x80!" },
		{ "\\ud83d", "\xef\xbf\xbd" }, { "\\ude00x", "\xef\xbf\xbdx" },
		{ "\\ud83d\\ud83d\\ude00",
		  "\xef\xbf\xbd\xf0\x9f\x98\x80" },
		{ "\\ud83dA", "\xef\xbf\xbd" "A" },
	};
	char	out[64];
	bool	escapes;

	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		size_t	n = json_unescape(pairs[i].in, strlen(pairs[i].in),
			    out);

		out[n < 63 ? n : 0] = '\0';
		is_str(out, pairs[i].out, "says %s", pairs[i].in);
	}
	is_int((int64_t)json_unescape("a\\u0000b", 8, out), 3,
	    "a NUL is a character");
	/* The end, wherever it stands among the bytes looked at at once. */
	for (size_t i = 0; i < 40; i++) {
		char	text[64];

		memset(text, 'x', sizeof(text));
		text[i] = '"';
		is_int((int64_t)json_string(text, 64, &escapes), (int64_t)i,
		    "an end at %zu", i);
		text[i] = '\x1f';
		ok(json_string(text, 64, &escapes) == STRING_BAD,
		    "a control character at %zu", i);
		ok(json_string(text, i, &escapes) == STRING_CUT,
		    "cut at %zu", i);
		text[i] = '\\';
		text[i + 1] = '"';
		text[i + 2] = '"';
		is_int((int64_t)json_string(text, 64, &escapes),
		    (int64_t)i + 2, "an escape at %zu", i);
		ok(escapes, "... is told");
	}
}

struct sample {
	const char	*what, *text, *tables;
};

static const struct sample samples[] = {
	{ "records", "[{\"a\":1,\"b\":\"x\"},{\"a\":2.50,\"b\":null}]",
	  "(a,b)\n 1: 1|x\n 2: 2.50\n" },
	{ "at a path",
	  "{\"n\":2,\"r\":{\"i\":[{\"a\":1,\"b\":1},{\"a\":2,\"b\":2}]}}",
	  "(a,b)\n 1: 1|1\n 2: 2|2\ndocument(n)\n 1: 2\n" },
	{ "lines",
	  "{\"a\":1}\n{\"a\":2}\n\n{\"a\":\n{\"a\":3,\"b\":[1, 2]}\n",
	  "(a,b)\n 1: 1\n 2: 2\n 5: 3|[1, 2]\nreject 4 broken-json: "
	  "{\"a\":\n" },
	{ "one after the other",
	  "{\"a\":1}{\"a\":2}\n{\n\"a\":3}", "(a)\n 1: 1\n 1: 2\n 2: 3\n" },
	{ "a sequence", "\036{\"a\":1}\n\036{\"a\":\n2}\n",
	  "(a)\n 1: 1\n 2: 2\n" },
	{ "escaped", "[{\"a\\u0062\":\"\\u00e4\\n\",\"c\":[\"\\\"\"]}]",
	  "(ab,c)\n 1: \xc3\xa4\n|[\"\\\"\"]\n" },
	{ "lists in a record",
	  "[{\"a\":1,\"l\":[{\"x\":1},{\"x\":2}],\"v\":[1,\n2]}]",
	  "(a,v)\n 1: 1|[1,\n2]\nl(_parent,_ord,x)\n 1: 1|1|1\n"
	  " 2: 1|2|2\n" },
	{ "lone values", "[1,\"b\",null]", "(value)\n 1: 1\n 2: b\n 3:\n" },
	{ "one value in lines", "{\n\"a\": 1,\n\"b\": {\"c\": [ ]}\n}\n",
	  "(a,b_c)\n 1: 1|[ ]\n" },
	{ "lists as rows", "[[\"id\",\"n\"],[1,\"x\"],[2,[\"y\"]]]",
	  "(id,n)\n 1: 1|x\n 2: 2|[\"y\"]\n" },
	{ "lists in lines", "[\"id\",\"n\"]\n[1,\"x\"]\n[2]x\n[3,\"z\"]\n",
	  "(id,n)\n 2: 1|x\n 4: 3|z\nreject 3 broken-json: [2]x\n" },
	{ "lists as columns", "{\"id\":[1,2,3],\"n\":[\"x\",null,{}]}",
	  "(id,n)\n 1: 1|x\n 2: 2\n 3: 3|{}\n" },
	{ "names beside lists of any length",
	  "{\"columns\":[\"a\",\"b\"],\"index\":[1],"
	  "\"data\":[[1,2],[3,4,5]]}",
	  "(columns,index,data)\n 1: [\"a\",\"b\"]|[1]|"
	  "[[1,2],[3,4,5]]\n" },
	{ "names beside lists of one length",
	  "{\"columns\":[\"a\",\"b\"],\"index\":[1,2],"
	  "\"data\":[[1,2],[3,4]]}",
	  "(a,b)\n 1: 1|2\n 2: 3|4\ndocument(index)\n 1: [1,2]\n" },
	{ "objects with names beside lists",
	  "{\"m\":{\"c\":[{\"name\":\"a\"},{\"name\":\"b\"}]},"
	  "\"data\":[[1,\"x\"],[2,[3]],[null,4]]}",
	  "(a,b)\n 1: 1|x\n 2: 2|[3]\n 3: ~|4\nm_c(name)\n 1: a\n 2: b\n" },
	{ "that breaks off in a list",
	  "{\"r\":[\n{\"a\":1},\n{\"a\":2,\n\"l\":[{\"x\":1},{\"x\":2},{x",
	  "(a)\n 1: 1\n 2: 2\nr_l(_parent,_ord,x)\n 1: 2|1|1\n 2: 2|2|2\n"
	  "reject 4 broken-json: x\n" },
	{ "that breaks off late",
	  "[\n{\"a\":1},\n{\"a\":2},\n{\"a\":3},\n{\"a\" 4}\n]\n",
	  "(a)\n 1: 1\n 2: 2\n 3: 3\n"
	  "reject 5 broken-json: \"a\"  4}\n]\n\n" },
	{ "that breaks off behind a key",
	  "[\n{\"a\":1},\n{\"a\":2},\n{\"a\":3},\n{\"a\": nix}\n]\n",
	  "(a)\n 1: 1\n 2: 2\n 3: 3\n"
	  "reject 5 broken-json: \"a\": nix}\n]\n\n" },
	{ "that breaks off within a key",
	  "[\n{\"a\":1},\n{\"a\":2},\n{\"b\":[{\"c\":{\"d\":[{\"x",
	  "(a)\n 1: 1\n 2: 2\n 3:\nb(_parent,_ord)\n 1: 3|1\n"
	  "note 1 broken-off: /b/c/d\n"
	  "reject 4 broken-json: \"x\n" },
	{ "that breaks off in a value taken whole",
	  "[\n{\"a\":1},\n{\"a\":2},\n{\"b\":[1,2,3x",
	  "(a)\n 1: 1\n 2: 2\n"
	  "reject 4 broken-json: \"b\": [1,2,3x\n" },
};

static void
test_sample(const struct sample *s, size_t chunk, uint32_t cells)
{
	struct tree_host	*h = tree_host_new(json_LTX_ps_plugin());

	h->fake->chunk = chunk;
	h->cells = cells;
	ok(fake_probe(h->fake, "a.json", s->text, strlen(s->text)) > PS_NO,
	    "%s: is claimed", s->what);
	is_int(tree_host_read(h, s->text, strlen(s->text)), PS_EOF,
	    "%s: is read", s->what);
	is_str(tree_host_text(h), s->tables, "%s, %zu, %u", s->what, chunk,
	    cells);
	tree_host_free(h);
}

/* A record that no batch holds: its cells stay. */
static void
test_long_record(void)
{
	struct tree_host	*h = tree_host_new(json_LTX_ps_plugin());
	struct buf		 b;
	const char		*text;

	buf_init(&b, 64u << 20);
	buf_str(&b, "[{\"first\":\"\\u0031st\",\"l\":[");
	for (int i = 0; i < 200000; i++)
		buf_printf(&b, "%s{\"x\":%d}", i > 0 ? "," : "", i);
	buf_str(&b, "],\"last\":9}]");
	h->cells = 1000;
	fake_probe_head(h->fake, "a.json", b.p, 65536);
	is_int(tree_host_read(h, b.p, b.n), PS_EOF, "long record: is read");
	text = tree_host_text(h);
	ok(h->batches > 100, "long record: in %u batches", h->batches);
	ok(strstr(text, "(first,last)\n 1: 1st|9\n") != NULL,
	    "long record: its cells stayed");
	ok(strstr(text, " 200000: 1|200000|199999\n") != NULL,
	    "long record: so did its list");
	is_int((int64_t)h->rows.counts.rows, 200001, "long record: rows");
	tree_host_free(h);
	buf_free(&b);
}

static void
test_failures(void)
{
	static const struct {
		const char	*text, *why;
		uint64_t	 line;
	} texts[] = {
		{ "[1,\n2,\n,3]", "a value was expected here", 3 },
		{ "{\"a\":1\n", "the text ends too early", 2 },
		{ "{\"a\"\n1}", "':' was expected here", 2 },
		{ "[1]\n\n[2]", "something follows the end of the text; option "
		  "'sequence' reads many", 3 },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct tree_host *h = tree_host_new(json_LTX_ps_plugin());

		is_int(tree_host_read(h, texts[i].text, strlen(
		    texts[i].text)), PS_FAIL, "%s: fails", texts[i].why);
		is_str(h->fake->failure, texts[i].why, "... says why");
		is_int((int64_t)h->fake->failed_at, (int64_t)texts[i].line,
		    "... and where");
		tree_host_free(h);
	}
}

static void
test_deep(void)
{
	struct tree_host	*h = tree_host_new(json_LTX_ps_plugin());
	size_t			 n = 200000;
	char			*text = xmalloc(n);

	for (size_t i = 0; i < n; i++)
		text[i] = i % 5 == 4 ? ':' : "{\"a\""[i % 5];
	is_int(tree_host_read(h, text, n), PS_FAIL, "deep objects: fail");
	is_str(h->fake->failure, "it is nested deeper than 1,000 levels",
	    "deep objects: say why");
	memset(text, '[', n);
	is_int(tree_host_read(h, text, n), PS_FAIL, "deep lists: fail");
	free(text);
	tree_host_free(h);
}

/* What begins as JSON does, and is something else. */
static void
test_others(void)
{
	static const char *const texts[] = {
		"{a: 1, b: 2}\n", "[section]\nkey=value\n[other]\nk=v\n",
		"{'a': 1, 'b': None}\n{'a': 2, 'b': True}\n",
		"[1],a,b\n[2],c,d\n[3],e,f\n", "{1},a\n{2},b\n{3},c\n",
		"[one](http://a.b)\n[two](http://c.d)\n",
		"[2024-01-01] start\n[2024-01-02] stop\n",
		"{\n  int x = 1;\n  return x;\n}\n", "[[table]]\na = 1\n",
		"[x for x in y]\n", "{{ page.title }}\n", "{\"a\" = 1}\n",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct tree_host *h = tree_host_new(json_LTX_ps_plugin());

		is_int(fake_probe(h->fake, "a.txt", texts[i],
		    strlen(texts[i])), PS_NO, "not claimed: %.20s", texts[i]);
		tree_host_free(h);
	}
}

int
main(void)
{
	test_grammar();
	test_strings();
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
		for (size_t chunk = 1; chunk < 20; chunk++)
			test_sample(&samples[i], chunk, 0);
		for (uint32_t cells = 1; cells < 6; cells++)
			test_sample(&samples[i], 65536, cells);
	}
	test_long_record();
	test_failures();
	test_deep();
	test_others();
	return done_testing();
}
