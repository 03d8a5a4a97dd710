/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_url.c - references resolved: the examples of RFC 3986, section 5.4, and
 * links that become addresses of documents.
 */
#include <stdlib.h>

#include "mem.h"
#include "str.h"
#include "tap.h"
#include "url.h"

#define BASE	"http://a/b/c/d;p?q"

static const struct reference {
	const char	*base, *ref, *target;
} references[] = {
	/* 5.4.1 */
	{ BASE, "g:h", "g:h" },
	{ BASE, "g", "http://a/b/c/g" },
	{ BASE, "./g", "http://a/b/c/g" },
	{ BASE, "g/", "http://a/b/c/g/" },
	{ BASE, "/g", "http://a/g" },
	{ BASE, "//g", "http://g" },
	{ BASE, "?y", "http://a/b/c/d;p?y" },
	{ BASE, "g?y", "http://a/b/c/g?y" },
	{ BASE, "#s", "http://a/b/c/d;p?q#s" },
	{ BASE, "g#s", "http://a/b/c/g#s" },
	{ BASE, "g?y#s", "http://a/b/c/g?y#s" },
	{ BASE, ";x", "http://a/b/c/;x" },
	{ BASE, "g;x", "http://a/b/c/g;x" },
	{ BASE, "g;x?y#s", "http://a/b/c/g;x?y#s" },
	{ BASE, "", "http://a/b/c/d;p?q" },
	{ BASE, ".", "http://a/b/c/" },
	{ BASE, "./", "http://a/b/c/" },
	{ BASE, "..", "http://a/b/" },
	{ BASE, "../", "http://a/b/" },
	{ BASE, "../g", "http://a/b/g" },
	{ BASE, "../..", "http://a/" },
	{ BASE, "../../", "http://a/" },
	{ BASE, "../../g", "http://a/g" },
	/* 5.4.2 */
	{ BASE, "../../../g", "http://a/g" },
	{ BASE, "../../../../g", "http://a/g" },
	{ BASE, "/./g", "http://a/g" },
	{ BASE, "/../g", "http://a/g" },
	{ BASE, "g.", "http://a/b/c/g." },
	{ BASE, ".g", "http://a/b/c/.g" },
	{ BASE, "g..", "http://a/b/c/g.." },
	{ BASE, "..g", "http://a/b/c/..g" },
	{ BASE, "./../g", "http://a/b/g" },
	{ BASE, "./g/.", "http://a/b/c/g/" },
	{ BASE, "g/./h", "http://a/b/c/g/h" },
	{ BASE, "g/../h", "http://a/b/c/h" },
	{ BASE, "g;x=1/./y", "http://a/b/c/g;x=1/y" },
	{ BASE, "g;x=1/../y", "http://a/b/c/y" },
	{ BASE, "g?y/./x", "http://a/b/c/g?y/./x" },
	{ BASE, "g?y/../x", "http://a/b/c/g?y/../x" },
	{ BASE, "g#s/./x", "http://a/b/c/g#s/./x" },
	{ BASE, "g#s/../x", "http://a/b/c/g#s/../x" },
	{ BASE, "http:g", "http:g" },
	/* what is in no example */
	{ "http://a", "g", "http://a/g" },
	{ "http://a", "?g", "http://a?g" },
	{ "http://a?q#f", "", "http://a?q" },
	{ "http://a/b?q/r#f/g", "x", "http://a/x" },
	{ BASE, "http://b/c/../d", "http://b/d" },
	{ BASE, "mailto:a/../b", "mailto:a/../b" },
	{ "/d/i.html", "b/../c.csv", "/d/c.csv" },
	{ "/d/i.html", "/c", "/c" },
};

static const struct leads {
	const char	*address, *parent, *base, *link, *to;
} leads[] = {
	/* pages from the net */
	{ "https://h/d/p?q", NULL, NULL, "x.csv#top", "https://h/d/x.csv" },
	{ "https://h/d/p?q", NULL, NULL, " a b.csv\n",
	    "https://h/d/a%20b.csv" },
	{ "https://h/d/p?q", NULL, NULL, "\xc3\xbc", "https://h/d/%C3%BC" },
	{ "https://h/d/p?q", NULL, NULL, "?page=2", "https://h/d/p?page=2" },
	{ "https://h/d/p", NULL, NULL, "//O.Example", "https://o.example/" },
	{ "https://h/d/p", NULL, NULL, "HTTP://Me@H:80/A/../B",
	    "http://Me@h:80/B" },
	{ "https://h/d/p", NULL, "/e/", "x", "https://h/e/x" },
	{ "https://h/d/p", NULL, "https://g/", "x", "https://g/x" },
	{ "https://h/d/p", NULL, NULL, "mailto:a@b", "mailto:a@b" },
	{ "https://h/d/p", NULL, NULL, "#top", NULL },
	{ "https://h/d/p", NULL, NULL, " ", NULL },
	{ "https://h/d/p", NULL, NULL, "JavaScript:void(0)", NULL },
	{ "https://h/d/p", NULL, NULL, "java\nscript:x", NULL },
	{ "https://h/d/p", NULL, NULL, "file:///etc/passwd", NULL },
	{ "https://h/d/p", NULL, "file:///etc/", "passwd",
	    "https://h/d/passwd" },
	/* pages in folders */
	{ "/d/i.html", NULL, NULL, "b/data.csv#x?y", "/d/b/data.csv" },
	{ "/d/i.html", NULL, NULL, "b%20c%25.csv?v=1", "/d/b c%.csv" },
	{ "/d/i.html", NULL, NULL, "../e//f/./g", "/e/f/g" },
	{ "/d/i.html", NULL, NULL, "../../../e", "/e" },
	{ "/d/i.html", NULL, NULL, "%2e%2e/e", "/e" },
	{ "/d/i.html", NULL, NULL, "a%2fb", NULL },
	{ "/d/i.html", NULL, NULL, "a%00b", NULL },
	{ "/d/i.html", NULL, NULL, "100%", "/d/100%" },
	{ "/d/i.html", NULL, NULL, "%zz%4", "/d/%zz%4" },
	{ "/d/i.html", NULL, NULL, "sub/", "/d/sub" },
	{ "/d/i.html", NULL, NULL, ".", "/d" },
	{ "/d/i.html", NULL, NULL, "..", "/" },
	{ "/i.html", NULL, NULL, "x", "/x" },
	{ "/d/i.html", NULL, NULL, "/x/y", "/x/y" },
	{ "/d/i.html", NULL, NULL, "//x/y", NULL },
	{ "/d/i.html", NULL, NULL, "?page=2", NULL },
	{ "/d/i.html", NULL, NULL, "c:\\x", NULL },
	{ "/d/i.html", NULL, NULL, "file:///x%20y/z", "/x y/z" },
	{ "/d/i.html", NULL, NULL, "file:/x", "/x" },
	{ "/d/i.html", NULL, NULL, "file://localhost/x", "/x" },
	{ "/d/i.html", NULL, NULL, "file://other/x", NULL },
	{ "/d/i.html", NULL, NULL, "file:x", NULL },
	{ "/d/i.html", NULL, NULL, "http://h", "http://h/" },
	{ "/d/i.html", NULL, "e/f/", "x", "/d/e/f/x" },
	{ "/d/i.html", NULL, "http://h/d/", "x?y", "http://h/d/x?y" },
	{ "/d#?%20/i.html", NULL, NULL, "x", "/d#?%20/x" },
	{ "/d/what!/i.html", "/d/p.html", NULL, "../x", "/d/x" },
	/* members of containers */
	{ "/d/a.zip!p/i.html", "/d/a.zip", NULL, "../x", "/d/a.zip!x" },
	{ "/d/a.zip!p/i.html", "/d/a.zip", NULL, "../../../x", "/d/a.zip!x" },
	{ "/d/a.zip!p/i.html", "/d/a.zip", NULL, "/x", "/d/a.zip!x" },
	{ "/d/a.zip!i.html", "/d/a.zip", NULL, "x/y", "/d/a.zip!x/y" },
	{ "/d/a.zip!i.html", "/d/a.zip", "q/", "../../y", "/d/a.zip!y" },
	{ "/d/a.zip!i.html", "/d/a.zip", "http://h/", "y", "http://h/y" },
	{ "/d/a.zip!i.html", "/d/a.zip", NULL, "file:///x", NULL },
	{ "https://h/a.zip!p/i.html", "https://h/a.zip", NULL, "x",
	    "https://h/a.zip!p/x" },
	/* a stream has no place */
	{ "-", NULL, NULL, "x", NULL },
	{ "-", NULL, NULL, "http://h/x", "http://h/x" },
	{ "-", NULL, "http://h/y/", "x", "http://h/y/x" },
};

static void
test_references(void)
{
	for (size_t i = 0; i < sizeof(references) / sizeof(references[0]);
	    i++) {
		const struct reference	*r = &references[i];
		size_t			 n = strlen(r->base);
		size_t			 m = strlen(r->ref), k;
		/* Of just that size, for the tools that watch memory. */
		char			*to = malloc(PS_RESOLVE_ROOM(n, m));

		k = url_resolve(r->base, n, r->ref, m, to);
		ok(k == strlen(r->target) && memcmp(to, r->target, k) == 0,
		    "'%s' on %s is %.*s", r->ref, r->base, (int)k, to);
		free(to);
	}
}

static void
test_links(struct arena *a)
{
	for (size_t i = 0; i < sizeof(leads) / sizeof(leads[0]); i++) {
		const struct leads	*l = &leads[i];
		struct url_page		 page = { l->address, l->parent,
					    l->base };
		const char		*to = url_link(a, &page, l->link,
					    strlen(l->link));

		is_str(to == NULL ? "nowhere" : to,
		    l->to == NULL ? "nowhere" : l->to, "link %s in %s",
		    shown_str(l->link), l->address);
	}
}

static void
test_bytes(struct arena *a)
{
	struct url_page	 page = { "/d/i.html", NULL, NULL };
	char		*many = xmalloc(URL_MAX + 1);

	ok(url_link(a, &page, "a\0b", 3) == NULL, "a NUL is no name");
	memset(many, 'x', URL_MAX + 1);
	ok(url_link(a, &page, many, URL_MAX) != NULL, "a long link");
	ok(url_link(a, &page, many, URL_MAX + 1) == NULL, "one too long");
	for (size_t i = 0; i < URL_MAX; i++)
		many[i] = "../"[i % 3];
	is_str(url_link(a, &page, many, URL_MAX - 1), "/", "many steps up");
	free(many);
}

int
main(void)
{
	struct arena	*a = arena_new();

	test_references();
	test_links(a);
	test_bytes(a);
	arena_free(a);
	return done_testing();
}
