/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_http_select.c - which links are visited, read for links, and loaded.
 */
#include "../plugins/sources/http_select.h"
#include "http_host.h"
#include "tap.h"

#define H	"https://data.example.gov"

static const struct match {
	const char	*text, *url, *name;
	bool		 matches;
} matches[] = {
	{ "host: data.example.gov", H "/x", NULL, true },
	{ "host: Data.Example.GOV", H "/x", NULL, true },
	{ "host: example.gov", H "/x", NULL, true },
	{ "host: ample.gov", H "/x", NULL, false },
	{ "host: *.example.gov", H "/x", NULL, true },
	{ "host: *.example.gov", "https://example.gov/", NULL, false },
	{ "host: data.example.gov", "https://data.example.gov.evil/", NULL,
	    false },
	{ "host: data.example.gov", "http://data.example.gov:8080/", NULL,
	    true },
	{ "host: ::1", "http://[::1]:81/", NULL, true },
	{ "host: [::1]", "http://[::1]/", NULL, true },
	{ "host: 127.1", "http://127.0.0.1/", NULL, true },
#ifdef HAVE_IDN2
	{ "host: B\xc3\xbc" "cher.example", "http://xn--bcher-kva.example/",
	    NULL, true },
#endif
	{ "host: a.example, b.example", "http://b.example/", NULL, true },
	{ "path: /budget/*", H "/budget/", NULL, true },
	{ "path: /budget/*", H "/budget/2020", NULL, true },
	{ "path: /budget/*", H "/budget/2020/x", NULL, false },
	{ "path: /budget/**", H "/budget/2020/x", NULL, true },
	{ "path: /budget/*", H "/x/budget/y", NULL, false },
	{ "path: budget/*", H "/x/budget/y", NULL, true },
	{ "path: budget/*", H "/budget/y", NULL, true },
	{ "path: budget*", H "/budget2020", NULL, true },
	{ "path: /b/*", H "/b/x?y=1", NULL, true },
	{ "path: /b/x[?]y=*", H "/b/x?y=1", NULL, true },
	{ "path: /b/x[?]y=*", H "/b/x?z=1", NULL, false },
	{ "path: /a b/*", H "/a%20b/c", NULL, true },
	{ "path: /a%20b/*", H "/a%20b/c", NULL, true },
	{ "path: /\xc3\xbc", H "/%C3%BC", NULL, true },
	{ "path: /a", H "/a%00b", NULL, false },
	{ "path: /a,b/*", H "/a,b/c", NULL, true },
	{ "path: **", H "/", NULL, true },
	{ "name: x*.csv", H "/a/x1.csv?v=2", NULL, true },
	{ "name: x*.csv", H "/a/y1.csv", NULL, false },
	{ "name: a b.csv", H "/a%20b.csv", NULL, true },
	{ "name: x.csv", H "/get?id=1", "x.csv", true },
	{ "ext: csv", H "/a/x.csv", NULL, true },
	{ "ext: .csv", H "/a/x.CSV", NULL, true },
	{ "ext: *.CSV", H "/a/x.csv", NULL, true },
	{ "ext: csv", H "/a/x.csv?v=1", NULL, true },
	{ "ext: csv", H "/a/x.csv/", NULL, false },
	{ "ext: csv", H "/a/xcsv", NULL, false },
	{ "ext: csv", H "/get?f=x.csv", NULL, false },
	{ "ext: csv", H "/get?id=1", "Budget.CSV", true },
	{ "ext: tar.gz", H "/a/x.tar.gz", NULL, true },
	{ "ext: gz", H "/a/x.tar.gz", NULL, true },
	{ "ext: xls*", H "/a/x.xlsx", NULL, true },
	{ "ext: csv, zip", H "/x.zip", NULL, true },
	{ "ext: csv\next: zip", H "/x.zip", NULL, true },
	{ "ext: csv\next: zip", H "/x.pdf", NULL, false },
	{ "ext=csv", H "/x.csv", NULL, true },
	{ "EXT : csv\r\n\r\n", H "/x.csv", NULL, true },
	{ "ext: csv\npath: /b/*", H "/b/x.csv", NULL, true },
	{ "ext: csv\npath: /b/*", H "/c/x.csv", NULL, false },
	{ "ext: csv\npath: /b/*\npath: /c/*", H "/c/x.csv", NULL, true },
	{ "host: other.example\next: csv", H "/x.csv", NULL, false },
};

static const struct expected {
	const char	*text;
	bool		 good;
} expected[] = {
	{ "", true }, { "\n \n", true }, { "host: x", true },
	{ "ext: csv, zip\npath: /x", true }, { "path=/x", true },
	{ "csv", false }, { "exts: csv", false }, { "table: x", false },
	{ "ext:", false }, { "host: http://x", false },
	{ "host: x/y", false }, { "name: a/b", false }, { "ext: a/b", false },
	{ "ext: csv\nmagic: x", false }, { ": x", false },
	{ "ext: ,", false }, { "ext: ,csv,", true },
};

#define ROOT	H "/budget/"
#define NO	SELECT_NO
#define PAGE	SELECT_PAGE
#define DOC	SELECT_DOC
#define BOTH	(SELECT_PAGE | SELECT_DOC)

static const struct decision {
	const char	*follow, *accept;
	uint32_t	 wished, depth;
	const char	*url;
	unsigned	 answer;
} decisions[] = {
	/* neither: the site, as deep as is said */
	{ NULL, NULL, 0, 0, ROOT, BOTH },
	{ NULL, NULL, 0, 1, H "/x", NO },
	{ NULL, NULL, 1, 0, ROOT, BOTH },
	{ NULL, NULL, 1, 1, H "/x", DOC },
	{ NULL, NULL, 1, 1, "https://www.example.gov/x", DOC },
	{ NULL, NULL, 1, 1, "https://other.example/x", NO },
	{ NULL, NULL, 1, 2, H "/x", NO },
	{ NULL, NULL, 2, 1, H "/x", BOTH },
	{ NULL, NULL, 2, 1, "https://other.example/x", NO },
	{ NULL, NULL, 2, 2, H "/x", DOC },
	/* accept alone: all pages of the site are read */
	{ NULL, "ext: csv", 2, 0, ROOT, PAGE },
	{ NULL, "ext: csv", 2, 0, H "/x.csv", BOTH },
	{ NULL, "ext: csv", 2, 1, H "/x", PAGE },
	{ NULL, "ext: csv", 2, 1, H "/x.csv", BOTH },
	{ NULL, "ext: csv", 2, 2, H "/x", NO },
	{ NULL, "ext: csv", 2, 2, H "/x.csv", DOC },
	{ NULL, "ext: csv", 2, 1, "https://other.example/x.csv", NO },
	{ NULL, "ext: csv\nhost: other.example", 2, 1,
	    "https://other.example/x.csv", DOC },
	{ NULL, "ext: csv\nhost: *", 2, 1, "https://a.other.example/x.csv",
	    DOC },
	/* follow alone: what the pages that it takes link to */
	{ "path: /budget/*", NULL, 2, 0, ROOT, BOTH },
	{ "path: /budget/*", NULL, 2, 0, H "/x", BOTH },
	{ "path: /budget/*", NULL, 2, 1, H "/budget/a", BOTH },
	{ "path: /budget/*", NULL, 2, 1, H "/a", DOC },
	{ "path: /budget/*", NULL, 2, 2, H "/budget/a", DOC },
	{ "path: /budget/*", NULL, 2, 1, "https://other.example/budget/a",
	    NO },
	{ "host: other.example", NULL, 2, 1, "https://other.example/a",
	    BOTH },
	{ "host: other.example", NULL, 2, 2, "https://other.example/a", DOC },
	/* both, as in the manual */
	{ "host: data.example.gov\npath: /budget/*", "ext: csv, zip", 3, 0,
	    ROOT, PAGE },
	{ "host: data.example.gov\npath: /budget/*", "ext: csv, zip", 3, 1,
	    H "/budget/2020", PAGE },
	{ "host: data.example.gov\npath: /budget/*", "ext: csv, zip", 3, 1,
	    H "/about", NO },
	{ "host: data.example.gov\npath: /budget/*", "ext: csv, zip", 3, 1,
	    H "/files/a.zip", DOC },
	{ "host: data.example.gov\npath: /budget/*", "ext: csv, zip", 3, 3,
	    H "/budget/2020", NO },
	{ "host: data.example.gov\npath: /budget/*", "ext: csv, zip", 3, 3,
	    H "/files/a.zip", DOC },
	{ "host: data.example.gov\npath: /budget/*", "ext: csv, zip", 3, 4,
	    H "/files/a.zip", NO },
};

static void
test_matches(void)
{
	for (size_t i = 0; i < sizeof(matches) / sizeof(matches[0]); i++) {
		const struct match	*m = &matches[i];
		struct select		*s = select_new(m->text);

		ok(s != NULL && select_matches(&http_self, s, m->url,
		    m->name) == m->matches, "'%s' %s %s", shown_str(m->text),
		    m->matches ? "chooses" : "does not choose", m->url);
		select_free(s);
	}
}

static void
test_expects(void)
{
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		const char	*wanted = select_expects(expected[i].text);

		ok((wanted == NULL) == expected[i].good, "'%s': %s",
		    shown_str(expected[i].text), wanted == NULL ? "good" :
		    wanted);
	}
	ok(select_new(NULL) == NULL && select_new("") == NULL &&
	    select_new("\n\n") == NULL, "no text is no selector");
}

static void
test_decisions(void)
{
	for (size_t i = 0; i < sizeof(decisions) / sizeof(decisions[0]); i++) {
		const struct decision	*d = &decisions[i];
		struct select		*follow = select_new(d->follow);
		struct select		*accept = select_new(d->accept);
		struct select_wish	 wish = { follow, accept, d->wished };

		is_int(select_link(&http_self, &wish, d->url, NULL, ROOT,
		    d->depth), d->answer, "follow '%s', accept '%s', %u of "
		    "%u: %s", follow == NULL ? "" : shown_str(d->follow),
		    accept == NULL ? "" : shown_str(d->accept), d->depth,
		    d->wished, d->url);
		select_free(follow);
		select_free(accept);
	}
}

static void
test_why(void)
{
	struct select		*accept = select_new("ext: csv");
	struct select_wish	 wish = { NULL, accept, 1 };

	is_str(select_why(&http_self, &wish, H "/x", ROOT, 2),
	    "it is deeper than 'depth' says", "too deep");
	is_str(select_why(&http_self, &wish, H "/x", ROOT, 1),
	    "neither 'follow' nor 'accept' takes it", "not chosen");
	ok(strstr(select_why(&http_self, &wish, "http://o.example/x.csv",
	    ROOT, 1), "another site") != NULL, "elsewhere");
	select_free(accept);
}

int
main(void)
{
	test_matches();
	test_expects();
	test_decisions();
	test_why();
	return done_testing();
}
