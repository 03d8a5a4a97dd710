/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_str.c - text: globs, numbers, UTF-8, near words, what people are shown.
 */
#include "buf.h"
#include "str.h"
#include "tap.h"

struct glob_case {
	const char	*pattern, *text;
	bool		 match;
};

static const struct glob_case globs[] = {
	{ "*.csv", "a.csv", true }, { "*.csv", "a.csv.gz", false },
	{ "*.csv", "x/a.csv", false }, { "**/*.csv", "x/y/a.csv", true },
	{ "**/*.csv", "a.csv", true }, { "x/**", "x/y/z", true },
	{ "x/**", "y/x/z", false }, { "x/**/z", "x/z", true },
	{ "x/**/z", "x/a/b/z", true }, { "x/**/z", "x/a/bz", false },
	{ "**/a/**/b", "a/x/b", true }, { "**/a/*/b", "q/a/x/y/b", false },
	{ "**a", "x/ya", true }, { "a**", "a", true },
	{ "?.c", "x.c", true }, { "?.c", "/.c", false },
	{ "[a-c]1", "b1", true }, { "[a-c]1", "d1", false },
	{ "[!a-c]1", "d1", true }, { "[]]", "]", true },
	{ "[a", "[a", true }, { "\\*", "*", true }, { "\\*", "a", false },
	{ "", "", true }, { "", "a", false }, { "*", "", true },
	{ "*a*b*c", "xaybzc", true }, { "*a*b*c", "xaybz", false },
	{ "*a/b*c", "aa/bc", true }, { "[^/]", "/", false },
	{ "**/x/*.[ch]", "a/b/x/y.h", true },
};

static void
test_globs(void)
{
	static char	many[20001], stars[2001];

	for (size_t i = 0; i < sizeof(globs) / sizeof(globs[0]); i++)
		ok(glob_match(globs[i].pattern, globs[i].text) ==
		    globs[i].match, "'%s' against '%s'", globs[i].pattern,
		    globs[i].text);
	memset(many, 'a', sizeof(many) - 1);
	for (size_t i = 0; i + 1 < sizeof(stars); i += 2) {
		stars[i] = '*';
		stars[i + 1] = 'a';
	}
	stars[sizeof(stars) - 2] = 'b';
	ok(!glob_match(stars, many), "a thousand stars end in time");
}

static void
test_numbers(void)
{
	int64_t	v = 0;

	ok(parse_int("-9223372036854775808", 20, &v) && v == INT64_MIN,
	    "the least integer");
	ok(parse_int("9223372036854775807", 19, &v) && v == INT64_MAX,
	    "the greatest integer");
	ok(!parse_int("9223372036854775808", 19, &v), "one more is refused");
	ok(parse_int("+7", 2, &v) && v == 7, "a plus sign");
	ok(!parse_int("", 0, &v) && !parse_int("-", 1, &v) &&
	    !parse_int("1 ", 2, &v) && !parse_int("0x1", 3, &v),
	    "what is no integer");
	ok(parse_size("64k", &v) && v == 65536, "64k");
	ok(parse_size("4M", &v) && v == 4 << 20, "4M");
	ok(parse_size("1GiB", &v) && v == 1 << 30, "1GiB");
	ok(parse_size("17", &v) && v == 17, "17");
	ok(!parse_size("-1", &v) && !parse_size("", &v) &&
	    !parse_size("k", &v) && !parse_size("1ib", &v) &&
	    !parse_size("9999999999T", &v), "what is no size");
}

static void
test_near(void)
{
	static const char *const	list[] = {
		"delimiter", "header", "quote", NULL
	};

	is_str(nearest("hedaer", list), "header", "two letters swapped");
	is_str(nearest("Delimeter", list), "delimiter", "a wrong letter");
	ok(nearest("encoding", list) == NULL, "nothing near");
	is_str(nearest("headerlines", list), "header", "it begins with one");
	is_str(nearest("deli", list), "delimiter", "one begins with it");
	ok(nearest("del", list) == NULL, "three letters say nothing");
	ok(nearest("", list) == NULL, "nothing is near the empty word");
	is_int(edit_distance("abcd", "acbd"), 1, "a swap costs one");
	is_int(edit_distance("kitten", "sitting"), 3, "kitten, sitting");
}

static void
test_utf8(void)
{
	static const char *const	bad[] = {
		"\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80", "\x80", "\xc3", "\xe2\x82", "\xfe",
		"\xf0\x80\x80\x80", "\xe2\x28\xa1"
	};
	uint32_t	code, back;
	char		out[4];
	size_t		n;
	unsigned	wrong = 0;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ok(utf8_valid(bad[i], strlen(bad[i])) == 0 &&
		    utf8_decode(bad[i], strlen(bad[i]), &code) == 1 &&
		    code == 0xfffd, "ill-formed sequence %zu", i);
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		n = ps_put_utf8(c, out);
		wrong += utf8_decode(out, n, &back) != n || back != c ||
		    utf8_valid(out, n) != n;
	}
	is_int(wrong, 0, "every code point survives");
	is_int(utf8_valid("abcdefgh\xff", 9), 8, "valid up to the bad byte");
	is_int(utf8_cut("a\xc3\xa4", 3, 2), 1, "no cut within a character");
	is_int(utf8_cut("a\xc3\xa4", 3, 3), 3, "what fits is kept");
	is_int(utf8_cut("\xe2\x82\xac", 3, 2), 0, "the euro does not fit");
}

static void
test_show(void)
{
	char		out[32];
	struct buf	b;

	is_str(shown("a\n\x1b[31m\xff", 8), "a\\n\\x1b[31m\\xff", "control");
	is_str(shown("\xe2\x80\xae" "x", 4), "\\u{202e}x", "direction mark");
	is_str(shown("gr\xc3\xbcn", 5), "gr\xc3\xbcn", "letters stay");
	buf_init(&b, 100);
	show(&b, "abcdef", 6, 3);
	is_str(buf_cstr(&b), "abc...", "cut with dots");
	buf_free(&b);
	is_str(human_count(1234567, out), "1,234,567", "thousands");
	is_str(human_count(999, out), "999", "no comma");
	is_str(human_bytes(1200000000, out), "1.2 GB", "gigabytes");
	is_str(human_bytes(999999, out), "1.0 MB", "rounds to the next unit");
	is_str(human_bytes(0, out), "0 B", "nothing");
	is_str(human_time(3.42, out), "3.4 s", "seconds");
	is_str(human_time(0.0123, out), "12 ms", "milliseconds");
	is_str(human_time(3725, out), "1:02:05", "hours");
}

int
main(void)
{
	test_globs();
	test_numbers();
	test_near();
	test_utf8();
	test_show();
	return done_testing();
}
