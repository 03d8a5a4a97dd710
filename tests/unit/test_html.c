/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_html.c - pages: how they are cut into tags, where links lead, and tables
 * too large to be held.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "html_token.h"
#include "tap.h"
#include "tree_host.h"

const struct ps_plugin *html_LTX_ps_plugin(void);

/* -- tags and text -------------------------------------------------------- */

static struct buf	cut;

static void
on_tag(const struct ps_html_tag *tag, const char *before)
{
	static const enum ps_html_attribute	shown[] = {
		PS_A_HREF, PS_A_ID
	};
	size_t					n;

	buf_printf(&cut, "<%s%.*s", before, (int)tag->n_name, tag->name);
	for (size_t i = 0; i < 2; i++) {
		const char	*p = ps_html_value(tag, shown[i], &n);

		if (p != NULL)
			buf_printf(&cut, " %.*s", (int)n, p);
	}
	buf_char(&cut, '>');
}

static void
on_start(void *arg, const struct ps_html_tag *tag)
{
	(void)arg;
	on_tag(tag, "");
}

static void
on_end(void *arg, const struct ps_html_tag *tag)
{
	(void)arg;
	on_tag(tag, "/");
}

static void
on_text(void *arg, const char *p, size_t n)
{
	(void)arg;
	buf_add(&cut, p, n);
}

static void
on_comment(void *arg, const char *p, size_t n)
{
	(void)arg;
	buf_printf(&cut, "{%.*s}", (int)n, p);
}

static const struct ps_html_sink sink = {
	.start = on_start, .end = on_end, .text = on_text,
	.comment = on_comment
};

/* Fed in pieces of `step` bytes. */
static const char *
cut_up(const char *text, size_t step)
{
	struct ps_html	*page;
	size_t		 n = strlen(text);

	buf_clear(&cut);
	page = html_new(&sink, NULL);
	if (page == NULL)
		return "";
	for (size_t i = 0; i < n; i += step)
		html_feed(page, text + i, n - i < step ? n - i : step);
	html_end(page);
	html_free(page);
	return buf_cstr(&cut);
}

static const struct { const char *text, *want; } cuts[] = {
	{ "a<B>c</b >d", "a<b>c</b>d" },
	{ "<a href=x id='y z'>", "<a x y z>" },
	{ "<a href = \"x>y\" id=>t", "<a x>y >t" },
	{ "<a href=a href=b ID>", "<a a >" },
	{ "<a href=?a=1&amp;b=2&copy=3&lt;>", "<a ?a=1&b=2&copy=3<>" },
	{ "<br/><a href=x/>", "<br><a x/>" },
	{ "1 < 2 <3 </ >x", "1 < 2 <3 x" },
	{ "<!doctype html><?php x?>y<!--a--b-->z<!-->w", "y{a--b}zw" },
	{ "<!--a--!>b<!-- c", "{a}b{ c}" },
	{ "<script>a<b></scrip></script >c", "<script>a<b></scrip></script>c" },
	{ "<title>a<b>&amp;</title>", "<title>a<b>&</title>" },
	{ "<style>a&amp;", "<style>a&amp;" },
	{ "&#65;&#x42;&#0;&#128;&#xd800;&#1114112;", "AB\xef\xbf\xbd"
	    "\xe2\x82\xac\xef\xbf\xbd\xef\xbf\xbd" },
	{ "&nosuch;&amp&AMP;&eacute &hellip &;&#;&", "&nosuch;&&\xc3\xa9 "
	    "&hellip &;&#;&" },
	{ "<![CDATA[a<b]]]>c", "a<b]c" },
	{ "<a href=x", "" },
};

static void
test_cuts(void)
{
	buf_init(&cut, 1 << 20);
	for (size_t i = 0; i < sizeof(cuts) / sizeof(*cuts); i++)
		for (size_t step = 1; step < 30; step += 7)
			is_str(cut_up(cuts[i].text, step), cuts[i].want,
			    "%s, %zu at a time", cuts[i].text, step);
	buf_free(&cut);
}

/* -- links ----------------------------------------------------------------- */

/* RFC 3986, 5.4.1 and some of 5.4.2. */
static const struct { const char *link, *want; } links[] = {
	{ "g:h", "g:h" }, { "g", "http://a/b/c/g" },
	{ "./g", "http://a/b/c/g" }, { "g/", "http://a/b/c/g/" },
	{ "/g", "http://a/g" }, { "//g", "http://g" },
	{ "?y", "http://a/b/c/d;p?y" }, { "g?y", "http://a/b/c/g?y" },
	{ "g#s", "http://a/b/c/g#s" }, { "g?y#s", "http://a/b/c/g?y#s" },
	{ ";x", "http://a/b/c/;x" }, { "g;x?y#s", "http://a/b/c/g;x?y#s" },
	{ ".", "http://a/b/c/" }, { "./", "http://a/b/c/" },
	{ "..", "http://a/b/" }, { "../g", "http://a/b/g" },
	{ "../..", "http://a/" }, { "../../g", "http://a/g" },
	{ "../../../g", "http://a/g" }, { "/../g", "http://a/g" },
	{ "g.", "http://a/b/c/g." }, { "..g", "http://a/b/c/..g" },
	{ "g?y/../x", "http://a/b/c/g?y/../x" },
};

static void
read_page(struct tree_host *h, const char *base, const char *text)
{
	if (base != NULL)
		(void)fake_set(h->fake, "base", base);
	is_int(tree_host_read(h, text, strlen(text)), PS_EOF, "it is read");
}

static void
test_links(void)
{
	char	page[400], want[400];

	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++) {
		struct tree_host	*h = tree_host_new(
					    html_LTX_ps_plugin());

		snprintf(page, sizeof(page), "<table><tr><th>a<th>b<tr><td>"
		    "<a href='%s'>x</a><td>1<tr><td><a href='q:'>y</a><td>2"
		    "</table>", links[i].link);
		snprintf(want, sizeof(want), "(a,a_link,b)\n 1: x|%s|1\n"
		    " 1: y|q:|2\n", links[i].want);
		read_page(h, "http://a/b/c/d;p?q", page);
		is_str(tree_host_text(h), want, "%s", links[i].link);
		tree_host_free(h);
	}
}

static void
test_base(void)
{
	static const char	page[] = "<base href='/z/'><base href='/w/'>"
				    "<table><tr><th>a<th>b<tr><td><a href=x>p"
				    "</a><td>1<tr><td><a href=y>q</a><td>2"
				    "</table>";
	struct tree_host	*h = tree_host_new(html_LTX_ps_plugin());

	read_page(h, "http://e.org/a/b", page);
	is_str(tree_host_text(h), "(a,a_link,b)\n 1: p|http://e.org/z/x|1\n"
	    " 1: q|http://e.org/z/y|2\n", "<base>, the first");
	tree_host_free(h);
	h = tree_host_new(html_LTX_ps_plugin());
	read_page(h, NULL, page);
	is_str(tree_host_text(h), "(a,a_link,b)\n 1: p|x|1\n 1: q|y|2\n",
	    "as written where the page's own address is not known");
	tree_host_free(h);
}

/* -- large tables ---------------------------------------------------------- */

enum { ROWS = 60000 };

static void
add_rows(struct buf *to, int from, int past)
{
	for (int i = from; i < past; i++)
		buf_printf(to, "<tr><td>%d<td>name of number %d with a tail\n",
		    i, i);
}

/* More than is held: what begins before that ends long after. */
static void
test_large(void)
{
	struct tree_host	*h = tree_host_new(html_LTX_ps_plugin());
	struct buf		 page;
	const char		*text, *at;
	int			 rows = 0;

	buf_init(&page, 64 << 20);
	buf_str(&page, "<table><caption>Big</caption><tr><th>n<th>name<tfoot>"
	    "<tr><td>Total<td>7</tfoot><tr><td rowspan=65000>over<td>first\n");
	for (int i = 0; i < ROWS; i++)
		buf_printf(&page, "<tr><td>name of number %d with a tail\n", i);
	buf_str(&page, "</tbody>");
	add_rows(&page, 0, 1000);
	buf_str(&page, "<tr><td>in<td>a<table><tr><th>p<th>q<tr><td>1<td>2"
	    "</table><tr><td>z<td>y<td>new</table>");
	is_int(tree_host_read(h, page.p, page.n), PS_EOF, "it is read");
	text = tree_host_text(h);
	ok(strncmp(text, "Big(n,name,)\n 1: over|first\n 2: over|name of", 44)
	    == 0, "a column that comes late, %.60s", text);
	for (at = text; (at = strstr(at, ": over|name")) != NULL; at++)
		rows++;
	is_int(rows, ROWS, "a cell over all rows of its group");
	ok(strstr(text, ": z|y|new\n 1: Total|7\n") != NULL,
	    "the foot, written first, comes last");
	ok(strstr(text, ": in|a\n") != NULL, "a cell with a table in it");
	ok(strstr(text, "\n(p,q)\n 61003: 1|2\n") != NULL ||
	    strstr(text, "(p,q)\n") != NULL, "... and the table in it");
	ok(h->batches > 3, "batches: %u", h->batches);
	buf_free(&page);
	tree_host_free(h);
}

int
main(void)
{
	test_cuts();
	test_links();
	test_base();
	test_large();
	return done_testing();
}
