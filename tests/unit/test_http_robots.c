/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_http_robots.c - robots.txt: the cases of the reference parser, those of
 * RFC 9309, and what a hostile text may try.
 */
#include <stdlib.h>
#include <time.h>

#include "../../plugins/sources/http_robots.h"
#include "robots_cases.h"
#include "tap.h"

typedef bool allows(const char *, size_t, const char *, size_t, const char *,
    size_t);

static void
check_urls(allows *f, const struct rules *r, const char *urls, bool want)
{
	const char	*next, *path;
	size_t		 n;

	for (const char *url = urls; *url != '\0'; url = next) {
		next = url + strcspn(url, " ");
		path = robots_path(url, (size_t)(next - url), &n);
		ok(f(r->text, strlen(r->text), r->agent, strlen(r->agent),
		    path, n) == want, "%s: %s %.*s", r->what,
		    want ? "allowed" : "refused", (int)(next - url), url);
		next += *next == ' ';
	}
}

static void
check_rules(allows *f, const struct rules *r, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		check_urls(f, &r[i], r[i].allowed, true);
		check_urls(f, &r[i], r[i].refused, false);
	}
}

static void
test_rules(void)
{
#define ALL(table)	table, sizeof(table) / sizeof(table[0])
	check_rules(robots_allows_verbatim, ALL(reference));
	check_rules(robots_allows_verbatim, ALL(by_octet));
	check_rules(robots_allows, ALL(reference));
	check_rules(robots_allows, ALL(rfc));
	ok(!robots_allows_verbatim(FOO "disallow: /\n", 31, "FooBot", 6, "",
	    0), "no path is the root");
}

/* Tokens that a crawler may have, and other names. */
static void
test_product(void)
{
	static const char *const good[] = { "Foobot", "Foobot-Bar", "Foo_Bar" };
	static const char *const bad[] = { "", "ツ", "Foobot*", " Foobot ",
		"Foobot/2.1", "Foobot Bar" };

	for (size_t i = 0; i < 3; i++)
		is_int(robots_product(good[i], strlen(good[i])),
		    strlen(good[i]), "'%s' is a token", good[i]);
	for (size_t i = 0; i < 6; i++)
		ok(bad[i][0] == '\0' || robots_product(bad[i], strlen(bad[i])) <
		    strlen(bad[i]), "'%s' is none", bad[i]);
	is_int(robots_product("acme-budget/1.0 (+mailto:a@b.example)", 37), 11,
	    "the token of a header");
}

static const struct counts {
	const char	*what, *text;
	int		 known, unknown, last;
} counts[] = {
#define LINES(a, b, c, d, e) \
	"User-Agent: foo" a "Allow: /some/path" b "User-Agent: bar" c d e \
	"Disallow: /"
	{ "LF", LINES("\n", "\n", "\n", "\n", "\n") "\n", 4, 0, 6 },
	{ "CR LF", LINES("\r\n", "\r\n", "\r\n", "\r\n", "\r\n") "\r\n", 4, 0,
	  6 },
	{ "CR", LINES("\r", "\r", "\r", "\r", "\r") "\r", 4, 0, 6 },
	{ "no last one", LINES("\n", "\n", "\n", "\n", "\n"), 4, 0, 6 },
	{ "all kinds", LINES("\n", "\r\n", "\n", "\r\n", "\n"), 4, 0, 6 },
#define MARKED(mark)	mark "User-Agent: foo\nAllow: /AnyValue\n"
	{ "a mark", MARKED("\xEF\xBB\xBF"), 2, 0, 2 },
	{ "two bytes of a mark", MARKED("\xEF\xBB"), 2, 0, 2 },
	{ "one byte of a mark", MARKED("\xEF"), 2, 0, 2 },
	{ "a wrong mark", MARKED("\xEF\x11\xBF"), 1, 1, 2 },
	{ "a mark in between",
	  "User-Agent: foo\n\xEF\xBB\xBF" "Allow: /AnyValue\n", 1, 1, 2 },
};

static void
test_lines(void)
{
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		const struct counts	*c = &counts[i];
		struct robots_reader	 r;
		struct robots_line	 l;
		int			 known = 0, unknown = 0, last = 0;

		robots_begin(&r, c->text, strlen(c->text));
		while (robots_next(&r, &l)) {
			known += l.kind != ROBOTS_UNKNOWN;
			unknown += l.kind == ROBOTS_UNKNOWN;
			last = (int)l.number;
		}
		is_int(known, c->known, "line ends, %s: known", c->what);
		is_int(unknown, c->unknown, "line ends, %s: unknown", c->what);
		is_int(last, c->last, "line ends, %s: the last", c->what);
	}
}

static void
test_sitemaps(void)
{
	static const char *const texts[] = {
		"User-Agent: foo\nAllow: /some/path\nUser-Agent: bar\n\n\n"
		"Sitemap: http://foo.bar/sitemap.xml\n",
		"Sitemap: http://foo.bar/sitemap.xml\nUser-Agent: foo\n"
		"Allow: /some/path\nUser-Agent: bar\n\n\n",
		"site-map:http://foo.bar/sitemap.xml\r\nsitemap:\n",
	};

	for (size_t i = 0; i < 3; i++) {
		struct robots_reader	r;
		const char		*url;
		size_t			n;

		robots_begin(&r, texts[i], strlen(texts[i]));
		ok(robots_sitemap(&r, &url, &n) && n == 26 &&
		    memcmp(url, "http://foo.bar/sitemap.xml", n) == 0,
		    "sitemap %zu", i);
		ok(!robots_sitemap(&r, &url, &n), "and no other");
	}
}

static const char *const paths[][2] = {
	{ "", "/" },
	{ "http://www.example.com", "/" },
	{ "http://www.example.com/", "/" },
	{ "http://www.example.com/a", "/a" },
	{ "http://www.example.com/a/", "/a/" },
	{ "http://www.example.com/a/b?c=http://d.e/", "/a/b?c=http://d.e/" },
	{ "http://www.example.com/a/b?c=d&e=f#fragment", "/a/b?c=d&e=f" },
	{ "example.com", "/" },
	{ "example.com/", "/" },
	{ "example.com/a", "/a" },
	{ "example.com/a/", "/a/" },
	{ "example.com/a/b?c=d&e=f#fragment", "/a/b?c=d&e=f" },
	{ "a", "/" },
	{ "a/", "/" },
	{ "/a", "/a" },
	{ "a/b", "/b" },
	{ "example.com?a", "/?a" },
	{ "example.com/a;b#c", "/a;b" },
	{ "//a/b/c", "/b/c" },
	{ "a#b/c", "/" },
};

static void
test_paths(void)
{
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		size_t		 n, skip;
		const char	*p = robots_path(paths[i][0],
				    strlen(paths[i][0]), &n);

		skip = n == 0 || *p != '/';
		ok(n + skip == strlen(paths[i][1]) && (n == 0 ||
		    memcmp(p, paths[i][1] + skip, n) == 0), "path of '%s'",
		    paths[i][0]);
	}
}

/* Patterns as the reference parser escapes them. */
static void
test_escapes(void)
{
	static const char *const pairs[][2] = {
		{ "/http://www.example.com", "/http://www.example.com" },
		{ "/a/b/c", "/a/b/c" },
		{ "/á", "/%C3%A1" },
		{ "/%aa", "/%AA" },
	};
	char	text[100];

	for (size_t i = 0; i < 4; i++) {
		int	n = snprintf(text, sizeof(text),
			    FOO "disallow: %s$\n", pairs[i][0]);

		ok(!robots_allows_verbatim(text, (size_t)n, "FooBot", 6,
		    pairs[i][1], strlen(pairs[i][1])), "'%s' escaped",
		    pairs[i][0]);
	}
}

/* text, as often as it says, behind what `at` holds. */
static size_t
repeat(char *at, size_t n, const char *text, size_t times)
{
	size_t	length = strlen(text);

	for (size_t i = 0; i < times; i++, n += length)
		memcpy(at + n, text, length);
	return n;
}

static void
test_long_lines(void)
{
	static char	text[60000], path[20000];
	size_t		n, m, other;

	/* A rule that is cut is that rule cut. */
	n = repeat(text, 0, FOO "disallow: /x/", 1);
	n = repeat(text, n, "a", 16649);
	n = repeat(text, n, "/qux\n", 1);
	m = repeat(path, 0, "/x/", 1);
	m = repeat(path, m, "a", 16649);
	m = repeat(path, m, "/fux", 1);
	ok(robots_allows(text, n, "FooBot", 6, "/fux", 4), "another path");
	ok(!robots_allows(text, n, "FooBot", 6, path, m), "what is left");
	ok(!robots_allows_verbatim(text, n, "FooBot", 6, path, m), "verbatim");

	n = repeat(text, 0, FOO "disallow: /\nallow: /x/", 1);
	n = repeat(text, n, "a", 16652);
	n = repeat(text, n, "/qux\nallow: /x/", 1);
	n = repeat(text, n, "b", 16652);
	n = repeat(text, n, "/qux\n", 1);
	ok(!robots_allows(text, n, "FooBot", 6, "/", 1), "the short rule");
	for (int i = 0; i < 2; i++) {
		other = repeat(path, 0, "/x/", 1);
		other = repeat(path, other, i == 0 ? "a" : "b", 16652);
		other = repeat(path, other, i == 0 ? "/qux" : "/fux", 1);
		ok(robots_allows(text, n, "FooBot", 6, path, other),
		    "long rule %d", i);
		ok(robots_allows_verbatim(text, n, "FooBot", 6, path, other),
		    "verbatim");
	}
	ok(!robots_allows("", 0, "a", 1, text, ROBOTS_PATH + 1),
	    "a path without end");
}

static void
test_border(void)
{
	char	*text = malloc(ROBOTS_MAX + 100);
	size_t	 n, i;

	if (text == NULL)
		return;
	for (i = 0; i < 3; i++) {
		n = repeat(text, 0, FOO, 1);
		n = repeat(text, n, "\n", ROBOTS_MAX - 13 - n - (i == 0));
		n = repeat(text, n, i == 0 ? "disallow: /ab\ndisallow: /c\n" :
		    i == 1 ? "disallow: /ab\ndisallow: /c\n" :
		    "disallow: /abc\ndisallow: /c\n", 1);
		is_int(robots_allows(text, n, "FooBot", 6, "/abc", 4), i == 2,
		    "a rule that ends %s the border", i == 0 ? "before" :
		    i == 1 ? "at" : "behind");
		ok(robots_allows(text, n, "FooBot", 6, "/c", 2),
		    "what is behind it");
	}
	memset(text, 'a', ROBOTS_MAX + 100);
	ok(robots_allows(text, ROBOTS_MAX + 100, "a", 1, "/", 1),
	    "one line only");
	free(text);
}

/* Rules that are nothing but work. */
static void
test_time(void)
{
	static const char *const rules[] = {
		"allow:/*a*a*a*a*a*a*a*a*a*a*a*a*a*ab\n", "allow:*aab\n",
		"disallow:/*a/index.html\n", "\r\n\r", "allow:*\n", "#",
		"user-agent: FooBot\n",
	};
	char	*text = malloc(ROBOTS_MAX);
	char	 path[4096];
	clock_t	 start;
	size_t	 n;

	memset(path, 'a', sizeof(path));
	path[0] = '/';
	for (size_t i = 0; text != NULL && i < 7; i++) {
		n = repeat(text, 0, FOO, 1);
		n = repeat(text, n, rules[i], (ROBOTS_MAX - n) /
		    strlen(rules[i]));
		start = clock();
		(void)robots_allows(text, n, "FooBot", 6, path, sizeof(path));
		ok(clock() - start < 5 * CLOCKS_PER_SEC, "rules %zu: %.3f s",
		    i, (double)(clock() - start) / CLOCKS_PER_SEC);
	}
	free(text);
}

static const struct delay {
	const char	*text;
	int64_t		 ms;
} delays[] = {
	{ "", -1 },
	{ "crawl-delay: 5\n", -1 },
	{ FOO "crawl-delay: 5\n", 5000 },
	{ FOO "Crawl-Delay: 0.5\n", 500 },
	{ FOO "crawl-delay: 1.23456\n", 1234 },
	{ FOO "crawl-delay: .25\n", 250 },
	{ FOO "crawl-delay: 10 # polite\n", 10000 },
	{ FOO "crawl-delay:0\n", 0 },
	{ FOO "crawl-delay: 3\ncrawl-delay: 2\n", 3000 },
	{ FOO "crawl-delay: -1\n", -1 },
	{ FOO "crawl-delay: ten\n", -1 },
	{ FOO "crawl-delay: .\n", -1 },
	{ FOO "crawl-delay: 1.2.3\n", -1 },
	{ FOO "crawl-delay:\n", -1 },
	{ "user-agent: *\ncrawl-delay: 5\n", 5000 },
	{ "user-agent: *\ncrawl-delay: 5\ndisallow:\n" FOO "disallow:\n", -1 },
	{ "user-agent: a\ncrawl-delay: 5\n" FOO "disallow: /\n", -1 },
	{ "user-agent: *\n" FOO "crawl-delay: 7\n", 7000 },
	{ FOO "crawl-delay: 99999999999999999999999999\n", INT64_MAX },
};

static void
test_delay(void)
{
	for (size_t i = 0; i < sizeof(delays) / sizeof(delays[0]); i++) {
		int64_t	ms = robots_delay(delays[i].text,
			    strlen(delays[i].text), "foobot", 6);

		if (delays[i].ms == INT64_MAX)
			ok(ms > INT64_C(1) << 50, "a delay without end");
		else
			is_int(ms, delays[i].ms, "delay %zu", i);
	}
}

static void
test_policy(void)
{
	static const struct {
		unsigned		status, hops;
		enum robots_policy	policy;
	} rows[] = {
		{ 200, 0, ROBOTS_READ }, { 204, 5, ROBOTS_READ },
		{ 304, 0, ROBOTS_READ }, { 301, 0, ROBOTS_FOLLOW },
		{ 302, 4, ROBOTS_FOLLOW }, { 302, 5, ROBOTS_ALL },
		{ 400, 0, ROBOTS_ALL }, { 401, 0, ROBOTS_ALL },
		{ 403, 0, ROBOTS_ALL }, { 404, 0, ROBOTS_ALL },
		{ 410, 0, ROBOTS_ALL }, { 499, 0, ROBOTS_ALL },
		{ 429, 0, ROBOTS_NONE }, { 500, 0, ROBOTS_NONE },
		{ 503, 0, ROBOTS_NONE }, { 599, 0, ROBOTS_NONE },
		{ 0, 0, ROBOTS_NONE }, { 100, 0, ROBOTS_NONE },
		{ 999, 0, ROBOTS_NONE },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		is_int(robots_policy(rows[i].status, rows[i].hops),
		    rows[i].policy, "status %u after %u", rows[i].status,
		    rows[i].hops);
}

int
main(void)
{
	test_rules();
	test_product();
	test_lines();
	test_sitemaps();
	test_paths();
	test_escapes();
	test_long_lines();
	test_border();
	test_time();
	test_delay();
	test_policy();
	return done_testing();
}
