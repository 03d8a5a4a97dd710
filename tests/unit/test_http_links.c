/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_http_links.c - links of pages, indexes, sitemaps, feeds and headers;
 * all in pieces of all sizes, which must not make a difference.
 */
#include <stdlib.h>
#ifdef HAVE_ZLIB
#include <zlib.h>
#endif

#include "../plugins/sources/http_links.h"
#include "buf.h"
#include "http_host.h"
#include "tap.h"

#define BASE	"https://h.example/d/p"

/* What is to be read, and how it comes. */
struct source {
	const char	*base, *type, *body;
	size_t		 n;		/* 0: as strlen() says */
	bool		 sitemap, ignore_robots;
	const char	*header, *value; /* of the answer, or NULL */
};

static const char *const kinds[] = {
	[LINKS_OPEN] = "open", [LINKS_NONE] = "none", [LINKS_HTML] = "html",
	[LINKS_INDEX] = "index", [LINKS_SITEMAP] = "sitemap",
	[LINKS_SITEMAP_INDEX] = "sitemaps", [LINKS_FEED] = "feed"
};

static void
tell(struct buf *b, const struct links_found *f)
{
	buf_printf(b, "%s:", kinds[f->kind]);
	for (uint32_t i = 0; i < f->n && i < 20; i++) {
		const struct links_link	*k = &f->links[i];
		const char		*url = k->url;

		/* Those of the page's own site are shown without it. */
		if (strncmp(url, "https://h.example/", 18) == 0)
			url += 17;
		buf_printf(b, " %s=%s%s%s%s", k->relation, url,
		    (k->flags & LINK_SITEMAP) != 0 ? "[sitemap]" : "",
		    (k->flags & LINK_MOVED) != 0 ? "[moved]" : "",
		    (k->flags & LINK_ENCLOSED) != 0 ? "[enclosed]" : "");
	}
	if (f->n > 20)
		buf_printf(b, " and %u more", f->n - 20);
	if (f->n_dropped > 0)
		buf_printf(b, " dropped=%u", f->n_dropped);
	if (f->n_unfit > 0)
		buf_printf(b, " unfit=%u", f->n_unfit);
	if (f->n_nofollow > 0)
		buf_printf(b, " not=%u", f->n_nofollow);
	if (f->canonical != NULL)
		buf_printf(b, " canonical=%s", f->canonical);
	buf_printf(b, "%s%s", f->nofollow ? " nofollow" : "",
	    f->noindex ? " noindex" : "");
	if (f->broken != NULL)
		buf_printf(b, " broken: %s", f->broken);
	buf_char(b, '\0');
}

/* In pieces of that many bytes, each a block of its own. */
static void
read_pieces(struct buf *b, const struct source *s, size_t piece)
{
	struct links_options	o = { .base = s->base == NULL ? BASE : s->base,
				      .type = s->type, .sitemap = s->sitemap,
				      .ignore_robots = s->ignore_robots };
	struct links		*l = links_new(&http_self, &o);
	size_t			 n = s->n == 0 ? strlen(s->body) : s->n, k;

	buf_clear(b);
	if (s->header != NULL)
		links_header(l, s->header, s->value, strlen(s->value));
	for (size_t i = 0; i < n; i += k) {
		char	*exact;

		k = piece == 0 || piece > n - i ? n - i : piece;
		exact = malloc(k);
		memcpy(exact, s->body + i, k);
		links_feed(l, exact, k);
		free(exact);
	}
	tell(b, links_end(l));
	links_close(l);
}

static void
expect(const struct source *s, const char *want, const char *what)
{
	struct buf	whole, pieces;

	buf_init(&whole, 1 << 20);
	buf_init(&pieces, 1 << 20);
	read_pieces(&whole, s, 0);
	is_str(whole.p, want, "%s", what);
	for (size_t k = 1; k < 8; k += k < 3 ? 1 : 4) {
		read_pieces(&pieces, s, k);
		is_str(pieces.p, whole.p, "in pieces of %zu", k);
	}
	buf_free(&whole);
	buf_free(&pieces);
}

static const struct page {
	const char	*what, *body, *want;
} pages[] = {
	{ "anchors", "<!DOCTYPE html><title>x</title><a href=a.csv>a</a>"
	    "<A HREF='../b.zip#top'>b</A><a name=x>no</a><area href=c>",
	    "html: a=/d/a.csv a=/b.zip a=/d/c" },
	{ "each once", "<html><a href=a><a href='a#x'><a href=./a><a href=b>",
	    "html: a=/d/a a=/d/b" },
	{ "not to itself", "<html><a href=''><a href='#x'><a href=p><a href="
	    "'https://H.example:443/d/p'>", "html:" },
	{ "other schemes", "<html><a href=mailto:a@b><a href='javascript:x()'>"
	    "<a href=ftp://h/x><a href=file:///etc/passwd><a href='tel:1'>",
	    "html: unfit=5" },
	{ "references in values", "<html><a href='?a=1&amp;b=2&copy=3'>",
	    "html: a=/d/p?a=1&b=2&copy=3" },
	{ "blanks and lines in values", "<html><a href=' \n a\n.csv '>",
	    "html: a=/d/a.csv" },
	{ "beyond ASCII", "<html><a href='\xc3\xbc b.csv'><a href='\xfc'>",
	    "html: a=/d/%C3%BC%20b.csv a=/d/%FC" },
	{ "base", "<html><head><base href='/e/'><base href='/f/'></head>"
	    "<a href=x>", "html: a=/e/x" },
	{ "base elsewhere", "<html><base href='http://g.example/y'>"
	    "<a href=x><a href='/d/p'>",
	    "html: a=http://g.example/x a=http://g.example/d/p" },
	{ "base of another scheme", "<html><base href='data:,x'><base href="
	    "'/e/'><a href=x>", "html: a=/e/x unfit=1" },
	{ "link elements", "<html><link rel=next href=2><link rel='Prev' "
	    "href=0><link rel=alternate type=text/csv href=x.csv>"
	    "<link rel=stylesheet href=s><link rel='shortcut icon' href=i>"
	    "<link rel='alternate stylesheet' href=t><link rel=preload "
	    "href=u><link rel=dns-prefetch href=//v><link href=w><link "
	    "rel=alternate type=application/json+oembed href=y>",
	    "html: next=/d/2 prev=/d/0 alternate=/d/x.csv" },
	{ "canonical", "<html><link rel=canonical href=/c><link rel=canonical "
	    "href=/e><a href=x>", "html: a=/d/x canonical=https://h.example/c"
	},
	{ "canonical is itself", "<html><link rel=canonical href='p#x'>",
	    "html:" },
	{ "frames", "<html><frameset><frame src=a></frameset><iframe src=b>"
	    "<a href=no></iframe><a href=c>", "html: frame=/d/a frame=/d/b "
	    "a=/d/c" },
	{ "refresh", "<html><meta http-equiv=Refresh content='0; URL=\"a\"'>",
	    "html: refresh=/d/a[moved]" },
	{ "refresh of itself", "<html><meta http-equiv=refresh content=30>"
	    "<meta http-equiv=refresh content='5;url=p'>", "html:" },
	{ "refresh without url=", "<html><meta http-equiv=refresh content="
	    "'0, a b'>", "html: refresh=/d/a%20b[moved]" },
	{ "nofollow", "<html><a rel='external nofollow' href=a><a href=b "
	    "rel=noopener><a rel='Next' href=c>",
	    "html: a=/d/b next=/d/c not=1" },
	{ "nofollow of all", "<html><a href=a><meta name=ROBOTS content="
	    "'NoFollow'>", "html: nofollow" },
	{ "noindex", "<html><meta name=robots content='noindex,follow'>"
	    "<a href=a>", "html: a=/d/a noindex" },
	{ "none", "<html><meta name=robots content=none><a href=a>",
	    "html: nofollow noindex" },
	{ "robots of others", "<html><meta name=otherbot content=none>"
	    "<meta name=description content=noindex><a href=a>",
	    "html: a=/d/a" },
	{ "where no tags are", "<html><!-- <a href=a> --><script>'<a href=b>'"
	    "</script><style><a href=c></style><textarea><a href=d>"
	    "</textarea><a title='<a href=e>' href=f>", "html: a=/d/f" },
	{ "in noscript", "<html><noscript><a href=a></noscript>",
	    "html: a=/d/a" },
	{ "Apache", "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\""
	    "><html><head><title>Index of /d</title></head><body><h1>Index of "
	    "/d</h1><table><tr><th><a href=\"?C=N;O=D\">Name</a></th><th>"
	    "<a href=\"?C=M;O=A\">Last modified</a></th><th><a href=\"?C=S;O=A"
	    "\">Size</a></th><th><a href=\"?C=D;O=A\">Description</a></th>"
	    "</tr><tr><td><a href=\"/\">Parent Directory</a></td></tr><tr><td>"
	    "<a href=\"2020/\">2020/</a></td></tr><tr><td><a href=\"a%20b.csv"
	    "\">a b.csv</a></td></tr></table></body></html>",
	    "index: a=/d/2020/ a=/d/a%20b.csv" },
	{ "nginx", "<html>\r\n<head><title>Index of /d/</title></head>\r\n"
	    "<body>\r\n<h1>Index of /d/</h1><hr><pre><a href=\"../\">../</a>"
	    "\r\n<a href=\"x/\">x/</a>  01-Jan-2026 00:00  -\r\n<a href="
	    "\"y.csv\">y.csv</a> 01-Jan-2026 00:00 12\r\n</pre>",
	    "index: a=/d/x/ a=/d/y.csv" },
	{ "Caddy", "<html><title>Index of /d/</title><a href='?sort=name&"
	    "order=desc'><a href='./x'>", "index: a=/d/x" },
	{ "Python", "<html><head><title>Directory listing for /d/</title>"
	    "<a href=\"x.csv\">x.csv</a><a href='?C=x'>",
	    "index: a=/d/x.csv a=/d/p?C=x" },
	{ "order is a parameter like others elsewhere", "<html><a href="
	    "'?C=N;O=D'><a href='../'>", "html: a=/d/p?C=N;O=D a=/" },
	{ "cut off", "<html><a href=a><a href='b", "html: a=/d/a" },
	{ "blank lines, then a page", "\n\n  \r\n<html><a href=a>",
	    "html: a=/d/a" },
	{ "a mark, then a page", "\xef\xbb\xbf <html><a href=a>",
	    "html: a=/d/a" },
	{ "a comment first", "<!-- x > y --><html><a href=a>", "html: a=/d/a"
	},
	{ "XHTML", "<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>"
	    "<a href=a /><title/><a href=b />", "html: a=/d/a" },
	{ "without html", "<table><tr><td><a href=a>", "html: a=/d/a" },
	{ "text without tags", "a,b\n1,<a href=x>\n", "none:" },
	{ "an unknown element", "<thing><a href=a></thing>", "none:" },
	{ "XML", "<?xml version='1.0'?><table><a href=a/></table>", "none:" },
	{ "JSON", "{\"a\": \"<a href=x>\"}", "none:" },
	{ "nothing", "", "none:" },
	{ "blanks", " \n ", "none:" },
	{ "one byte", "<", "none:" },
	{ "a NUL", "\x01", "none:" },
	/* sitemaps */
	{ "sitemap", "<?xml version='1.0' encoding='UTF-8'?>\n<urlset xmlns="
	    "'http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc> "
	    "https://h.example/a?x=1&amp;y=2 </loc><lastmod>2026-01-01"
	    "</lastmod></url><url><loc><![CDATA[https://h.example/b]]></loc>"
	    "<image:image><image:loc>https://h.example/i.png</image:loc>"
	    "</image:image></url><url><loc>https://h.example/a?x=1&#38;y=2"
	    "</loc></url></urlset>",
	    "sitemap: sitemap=/a?x=1&y=2 sitemap=/b" },
	{ "sitemap with a prefix", "<s:urlset xmlns:s='x'><s:url><s:loc>/a"
	    "</s:loc><loc>/b</loc><xhtml:link rel='alternate' hreflang='de' "
	    "href='/c'/></s:url></s:urlset>",
	    "sitemap: sitemap=/a alternate=/c" },
	{ "sitemap index", "<sitemapindex><sitemap><loc>/1.xml.gz</loc>"
	    "</sitemap><sitemap><loc>/2.xml</loc></sitemap></sitemapindex>",
	    "sitemaps: sitemap=/1.xml.gz[sitemap] sitemap=/2.xml[sitemap]" },
	{ "sitemap, not well-formed", "<urlset><url><loc>/a<loc>/b</loc></url"
	    "><loc></loc><loc/>", "sitemap: sitemap=/b" },
	{ "sitemap with entities", "<!DOCTYPE urlset [<!ENTITY x '/y'>]>"
	    "<urlset><loc>/&x;</loc></urlset>", "sitemap: sitemap=/&x;" },
	/* feeds */
	{ "RSS 2.0", "<?xml version='1.0'?><rss version='2.0'><channel><title>"
	    "a</title><link>https://h.example/</link><atom:link rel='self' "
	    "href='/d/p'/><atom:link rel='next' href='?page=2'/><item><title>"
	    "<![CDATA[<a href='no'>]]></title><link>/1</link><guid>/g</guid>"
	    "<guid isPermaLink='false'>https://h.example/no</guid><guid>"
	    "https://h.example/g</guid><enclosure url='/1.csv' length='1' "
	    "type='text/csv'/><description>&lt;a href='no'&gt;</description>"
	    "<media:content url='/m.zip'/></item></channel></rss>",
	    "feed: item=/ next=/d/p?page=2 item=/1 item=/g "
	    "enclosure=/1.csv[enclosed] enclosure=/m.zip[enclosed]" },
	{ "RSS 1.0", "<rdf:RDF xmlns='http://purl.org/rss/1.0/'><channel "
	    "rdf:about='x'><link>/</link></channel><item><title>t</title>"
	    "<link><![CDATA[ /1 ]]></link></item></rdf:RDF>",
	    "feed: item=/ item=/1" },
	{ "Atom", "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='/e/'>"
	    "<link rel='self' href='x'/><link href='home'/><entry><link "
	    "rel='alternate' href='1'/><link rel='enclosure' href='1.zip'/>"
	    "<link rel='edit' href='no'/><content type='html'>&lt;a href=no"
	    "&gt;</content></entry></feed>",
	    "feed: alternate=/e/home alternate=/e/1 "
	    "enclosure=/e/1.zip[enclosed]" },
};

static void
test_pages(void)
{
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		expect(&(struct source){ .body = pages[i].body },
		    pages[i].want, pages[i].what);
}

static void
test_types(void)
{
	static const char	text[] = "Hello <b>you</b> <a href=a>a</a>";

	expect(&(struct source){ .body = text }, "none:", "text, then tags");
	expect(&(struct source){ .body = text, .type = "text/plain" },
	    "none:", "which is said to be plain");
	expect(&(struct source){ .body = text, .type = "TEXT/HTML; "
	    "charset=x" }, "html: a=/d/a", "or HTML");
	expect(&(struct source){ .body = "a;b\n1;2\n", .type = "text/html" },
	    "none:", "a table that is said to be HTML");
	expect(&(struct source){ .body = "a\0<p><a href=a>", .n = 15,
	    .type = "text/html" }, "none:", "so are bytes");
	expect(&(struct source){ .body = "<html><a href=a>",
	    .type = "text/csv" }, "html: a=/d/a", "HTML, said to be CSV");
	expect(&(struct source){ .body = "<x-a><a href=a>",
	    .type = "text/html" }, "html: a=/d/a", "an element of its own");
	expect(&(struct source){ .body = "<urlset><loc>/a</loc>",
	    .type = "text/html" }, "sitemap: sitemap=/a", "a sitemap, too");
}

static void
test_text_sitemap(void)
{
	static const char	lines[] = "\xef\xbb\xbfhttps://h.example/a\r\n"
		    "\nhttps://h.example/b c\nmailto:x\n/no\n"
		    "http://g.example/";

	expect(&(struct source){ .body = lines }, "none:", "any lines");
	expect(&(struct source){ .body = lines, .sitemap = true },
	    "sitemap: sitemap=/a sitemap=/b%20c sitemap=http://g.example/ "
	    "unfit=2", "lines that are a sitemap");
	expect(&(struct source){ .body = "id,url\n1,http://h/\n",
	    .sitemap = true }, "none:", "lines that are none");
}

static void
test_wide(void)
{
	expect(&(struct source){ .body = "\xff\xfe<\0h\0t\0m\0l\0>\0<\0a\0 \0"
	    "h\0r\0e\0f\0=\0\xfc\0>\0", .n = 34 }, "html: a=/d/%C3%BC",
	    "UTF-16, low byte first");
	expect(&(struct source){ .body = "\xfe\xff\0<\0h\0t\0m\0l\0>\0<\0a\0 "
	    "\0h\0r\0e\0f\0=\xd8\x3d\xde\x00\0>", .n = 36 },
	    "html: a=/d/%F0%9F%98%80", "high byte first");
}

static const struct header {
	const char	*name, *value, *want;
} headers[] = {
	{ "Link", "<a>; rel=next", "none: next=/d/a" },
	{ "LINK", "<a>;rel=\"prev  next\" , <b> ; rel=alternate",
	    "none: prev=/d/a alternate=/d/b" },
	{ "Link", "<a,b;c>; title=\"x, <no>; rel=next\"; rel=next",
	    "none: next=/d/a,b;c" },
	{ "Link", "<a>; title=\"\\\", <no>; rel=next\"; rel=up",
	    "none: up=/d/a" },
	{ "Link", "<a>; rel=next; rel=stylesheet", "none: next=/d/a" },
	{ "Link", "<a>; rel=\"next\"; anchor=\"/other\"", "none:" },
	{ "Link", "<a>; rel=stylesheet, <b>; rel=preload; as=script, <c>",
	    "none:" },
	{ "Link", "<https://h.example/c>; rel=\"canonical\"",
	    "none: canonical=https://h.example/c" },
	{ "Link", "<mailto:x>; rel=next, <>; rel=next", "none: unfit=1" },
	{ "Link", "<a>; REL = NEXT ,<b>;x;rel=up;", "none: next=/d/a up=/d/b"
	},
	{ "Link", "<a", "none:" }, { "Link", "a; rel=next", "none:" },
	{ "Link", "<a>; rel=\"next", "none: next=/d/a" },
	{ "Link", "<a>;;; ; rel=next", "none: next=/d/a" },
	{ "Refresh", "5; url=/x", "none: refresh=/x[moved]" },
	{ "Refresh", "url=/x", "none:" },
	{ "X-Robots-Tag", "noindex, nofollow", "none: nofollow noindex" },
	{ "X-Robots-Tag", "otherbot: noindex", "none:" },
	{ "X-Robots-Tag", "none", "none: nofollow noindex" },
	{ "Content-Type", "nofollow", "none:" },
};

static void
test_headers(void)
{
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		expect(&(struct source){ .body = "a,b\n",
		    .header = headers[i].name, .value = headers[i].value },
		    headers[i].want, headers[i].value);
	expect(&(struct source){ .body = "<html><a href=a><a rel=nofollow "
	    "href=b>", .header = "X-Robots-Tag", .value = "none" },
	    "html: not=1 nofollow noindex", "a header about a page");
	expect(&(struct source){ .body = "<html><a href=a><a rel=nofollow "
	    "href=b><meta name=robots content=none>", .header = "X-Robots-Tag",
	    .value = "none", .ignore_robots = true }, "html: a=/d/a a=/d/b",
	    "which is not obeyed");
}

#ifdef HAVE_ZLIB
static size_t
pack(const char *p, size_t n, char *to, size_t room)
{
	z_stream	z = { .next_out = (Bytef *)to,
			      .avail_out = (uInt)room };
	char		*copy = malloc(n);

	memcpy(copy, p, n);
	z.next_in = (Bytef *)copy;
	z.avail_in = (uInt)n;
	deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
	deflate(&z, Z_FINISH);
	room -= z.avail_out;
	deflateEnd(&z);
	free(copy);
	return room;
}

static void
test_gzip(void)
{
	static const char	map[] = "<urlset><loc>/a</loc><loc>/b</loc>";
	static char		packed[1 << 20];
	char			*big;
	size_t			 n = pack(map, sizeof(map) - 1, packed,
				    sizeof(packed)), m;

	expect(&(struct source){ .body = packed, .n = n },
	    "sitemap: sitemap=/a sitemap=/b", "a packed sitemap");
	expect(&(struct source){ .body = packed, .n = n - 9 },
	    "sitemap: sitemap=/a sitemap=/b broken: its gzip is cut off",
	    "cut off");
	m = n + pack("<loc>/c</loc>", 13, packed + n, sizeof(packed) - n);
	expect(&(struct source){ .body = packed, .n = m },
	    "sitemap: sitemap=/a sitemap=/b sitemap=/c", "in two members");
	memset(packed + m, 0, 100);
	expect(&(struct source){ .body = packed, .n = m + 100 },
	    "sitemap: sitemap=/a sitemap=/b sitemap=/c", "and zeros");
	memset(packed + n, 'x', 20);
	expect(&(struct source){ .body = packed, .n = n + 20 },
	    "sitemap: sitemap=/a sitemap=/b broken: its gzip is damaged",
	    "damaged");
	n = pack("a,b\n1,2\n", 8, packed, sizeof(packed));
	expect(&(struct source){ .body = packed, .n = n }, "none:",
	    "a packed table");
	n = pack("<html><a href=a>", 16, packed, sizeof(packed));
	expect(&(struct source){ .body = packed, .n = n }, "none:",
	    "a packed page is a document");
	expect(&(struct source){ .body = "\x1f\x8b", .n = 2 },
	    "none: broken: its gzip is cut off", "two bytes");
	big = calloc(1, 80 << 20);
	memcpy(big, "<urlset><loc>/a</loc>", 21);
	n = pack(big, 80 << 20, packed, sizeof(packed));
	free(big);
	expect(&(struct source){ .body = packed, .n = n }, "sitemap: "
	    "sitemap=/a broken: more than 64 MiB are packed in it", "a bomb");
}
#endif

/* n links, each written by a format with a number in it. */
static void
test_many(const char *head, const char *fmt, uint32_t n, const char *want)
{
	struct buf	b, got;

	buf_init(&b, 64 << 20);
	buf_init(&got, 1 << 20);
	buf_str(&b, head);
	for (uint32_t i = 0; i < n; i++) {
		char	text[200];

		snprintf(text, sizeof(text), "<%s%u/%u%s>", fmt, i % 70000,
		    i % 70000, fmt[0] == 'l' ? "</loc" : "");
		buf_str(&b, text);
	}
	read_pieces(&got, &(struct source){ .body = b.p, .n = b.n }, 4096);
	ok(strstr(got.p, want) != NULL, "%u links: %s", n, want);
	buf_free(&b);
	buf_free(&got);
}

static void
test_long_ones(void)
{
	char		*text = malloc(3 << 20);
	struct source	 s = { .body = text, .n = 3 << 20 };

	memset(text, 'x', s.n);
	memcpy(text, "<html><a href=/", 15);
	expect(&s, "html:", "a tag that never ends");
	memcpy(text + 20000, "><a href=b>", 11);
	expect(&s, "html: a=/d/b unfit=1", "a link too long for one");
	memcpy(text, "<urlset><loc>/abc", 17);
	memcpy(text + 20000, "</loc><loc>/b</loc>", 19);
	expect(&s, "sitemap: sitemap=/b unfit=1", "so in a sitemap");
	memcpy(text, "https://h.example/", 18);
	memcpy(text + 20000, "\nhttps://h.example/b\n", 21);
	s.sitemap = true;
	expect(&s, "sitemap: sitemap=/b unfit=2", "and in a text");
	free(text);
}

int
main(void)
{
	test_pages();
	test_types();
	test_text_sitemap();
	test_wide();
	test_headers();
#ifdef HAVE_ZLIB
	test_gzip();
#endif
	test_many("<html>", "a href=/x", 10000, "and 9980 more");
	test_many("<html>", "a href=/x", 10005, "and 9980 more dropped=5");
	test_many("<urlset>", "loc>/x", 60000, "and 49980 more dropped=10000");
	test_many("<html>", "a href=/x", 400, "and 380 more");
	test_long_ones();
	return done_testing();
}
