/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_http_site.c - the parts of canonical URLs, and which belong to one site.
 */
#include "../plugins/sources/http_url.h"
#include "tap.h"

static const char *
piece(struct url_piece p)
{
	static char	text[URL_ROOM];

	memcpy(text, p.p == NULL ? "" : p.p, p.n);
	text[p.n] = '\0';
	return text;
}

static void
test_parts(void)
{
	static const struct {
		const char	*url, *host, *site, *path, *query, *name, *ext;
		unsigned	 port;
	} cases[] = {
		{ "http://h.example/", "h.example", "http://h.example", "/",
		    "", "", "", 80 },
		{ "https://h/a/b.CSV?x=/y.z", "h", "https://h", "/a/b.CSV",
		    "x=/y.z", "b.CSV", "CSV", 443 },
		{ "http://h:8080/a.tar.gz", "h", "http://h:8080", "/a.tar.gz",
		    "", "a.tar.gz", "gz", 8080 },
		{ "http://[::1]:81/a.b/.htaccess", "::1", "http://[::1]:81",
		    "/a.b/.htaccess", "", ".htaccess", "", 81 },
		{ "http://[::1]/x.", "::1", "http://[::1]", "/x.", "", "x.",
		    "", 80 },
	};
	char			site[URL_SITE_ROOM];
	struct url_parts	p;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		url_split(cases[i].url, &p);
		is_str(piece(p.host), cases[i].host, "host");
		is_str(piece(p.site), cases[i].site, "site");
		is_str(piece(p.path), cases[i].path, "path");
		is_str(piece(p.query), cases[i].query, "query");
		is_str(piece(p.name), cases[i].name, "name");
		is_str(piece(p.ext), cases[i].ext, "ext");
		is_int(p.port, cases[i].port, "port");
		is_int(p.secure, cases[i].url[4] == 's', "secure");
		url_site(cases[i].url, site);
		is_str(site, cases[i].site, "key of the site");
	}
}

static void
test_same_site(void)
{
	static const struct {
		const char	*a, *b;
		bool		 same;
	} cases[] = {
		{ "http://h.example/", "http://h.example/x", true },
		{ "http://h.example/", "https://h.example:8443/x", true },
		{ "http://www.h.example/", "http://data.h.example/", true },
		{ "http://h.example/", "http://a.b.h.example/", true },
		{ "http://h.example/", "http://g.example/", false },
		{ "http://h.example/", "http://h.example.evil.example/",
		    false },
		{ "http://h.example/", "http://evilh.example/", false },
		{ "http://a.co.uk/", "http://b.co.uk/", false },
		{ "http://x.a.co.uk/", "http://y.a.co.uk/", true },
		{ "http://co.uk/", "http://a.co.uk/", false },
		{ "http://a.gov.au/", "http://b.gov.au/", false },
		{ "http://a.state.de/", "http://b.state.de/", true },
		{ "http://localhost/", "http://localhost:81/", true },
		{ "http://localhost/", "http://a.localhost/", false },
		{ "http://intra/", "http://other/", false },
		{ "http://10.0.0.1/", "http://10.0.0.1:8080/", true },
		{ "http://10.0.0.1/", "http://11.0.0.1/", false },
		{ "http://10.0.0.1/", "http://10.1.0.1/", false },
		{ "http://[::1]/", "http://[::1]:81/", true },
		{ "http://[::1]/", "http://[::2]/", false },
		{ "http://com/", "http://a.com/", false },
#ifdef HAVE_PSL
		{ "http://a.github.io/", "http://b.github.io/", false },
		{ "http://x.city.kawasaki.jp/", "http://city.kawasaki.jp/",
		    true },
		{ "http://a.x.kawasaki.jp/", "http://a.y.kawasaki.jp/",
		    false },
#endif
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ok(url_same_site(cases[i].a, cases[i].b) == cases[i].same,
		    "%s and %s", cases[i].a, cases[i].b);
		ok(url_same_site(cases[i].b, cases[i].a) == cases[i].same,
		    "and back");
	}
}

static void
test_other_page(void)
{
	static const struct {
		const char	*url, *than;
		bool		 other;
	} cases[] = {
		{ "http://h/l?page=2", "http://h/l", true },
		{ "http://h/l?a=b&PAGE=2", "http://h/l?a=b", true },
		{ "http://h/l?page=2", "http://h/l?page=1", true },
		{ "http://h/l?page=2&x=y", "http://h/l?page=2", false },
		{ "http://h/l?page=2", "http://h/l?a&page=2", false },
		{ "http://h/l?start=20", "http://h/l", true },
		{ "http://h/l", "http://h/l?page=2", false },
		{ "http://h/l?ref=2", "http://h/l", false },
		{ "http://h/l?page=all", "http://h/l", false },
		{ "http://h/l?page=", "http://h/l", false },
		{ "http://h/l?page", "http://h/l", false },
		{ "http://h/l?&&", "http://h/l", false },
		{ "http://h/l/page/2/", "http://h/l/", true },
		{ "http://h/l/page/2", "http://h/l/page/1", true },
		{ "http://h/l/page/2?x", "http://h/l/page/2", false },
		{ "http://h/l/page/two", "http://h/l/", false },
		{ "http://h/l/page/", "http://h/l/", false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ok(url_is_other_page(cases[i].url, cases[i].than) ==
		    cases[i].other, "%s and %s", cases[i].url,
		    cases[i].than);
}

int
main(void)
{
	test_parts();
	test_same_site();
	test_other_page();
	return done_testing();
}
