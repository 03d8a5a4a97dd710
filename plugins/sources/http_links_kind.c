/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_links_kind.c - what bytes are, told by how they begin.
 *
 * The first element decides.  Where text stands before it, Content-Type has to
 * say that it is a page, since tables have tags in their cells.  Each answer
 * but LINKS_OPEN is the same for all that goes on in the same way, so that it
 * is one in how many pieces bytes arrive.
 */
#include <string.h>

#include "http_links_impl.h"

static const struct root {
	const char		*name;
	enum links_kind		 kind;
} roots[] = {
	{ "html", LINKS_HTML }, { "urlset", LINKS_SITEMAP },
	{ "sitemapindex", LINKS_SITEMAP_INDEX }, { "rss", LINKS_FEED },
	{ "feed", LINKS_FEED }, { "rdf", LINKS_FEED }
};

static bool
contains(const char *text, const char *what)
{
	size_t	n = strlen(what);

	for (; text != NULL && *text != '\0'; text++)
		if (strlen(text) >= n && url_is_word(text, n, what))
			return true;
	return false;
}

static bool
is_said_html(const struct links *l)
{
	return contains(l->options.type, "text/html") ||
	    contains(l->options.type, "application/xhtml");
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool
begins(const char *p, size_t n, const char *with)
{
	size_t	k = strlen(with);

	return n >= k && url_is_word(p, k, with);
}

/* Of a name that begins at p; SIZE_MAX: its end is not there. */
static size_t
name_length(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && !is_blank(p[i]) && p[i] != '>' && p[i] != '/')
		i++;
	return i == n ? SIZE_MAX : i;
}

static bool
is_element(const struct links *l, const char *p, size_t n)
{
	char	low[PS_HTML_NAME_BYTES];

	if (n == 0 || n >= sizeof(low))
		return false;
	for (size_t i = 0; i < n; i++)
		low[i] = url_lower(p[i]);
	return ps_html_element(l->self, low, n)->name[0] != '\0' ||
	    url_is_word(p, n, "html");
}

static enum links_kind
kind_of_element(const struct links *l, const char *p, size_t n, bool xml)
{
	const char	*colon = memchr(p, ':', n);
	size_t		 local = colon == NULL ? 0 : (size_t)(colon + 1 - p);

	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
		if (url_is_word(p + local, n - local, roots[i].name))
			return roots[i].kind;
	return is_said_html(l) || (!xml && is_element(l, p, n)) ? LINKS_HTML :
	    LINKS_NONE;
}

/* Bytes of a comment, an instruction or a declaration; SIZE_MAX: more come. */
static size_t
prolog_length(const char *p, size_t n)
{
	const char	*end;
	const char	*with = begins(p, n, "<!--") ? "-->" :
			    p[1] == '?' ? "?>" : ">";

	/* <!DOCTYPE x [ ... ]>: names of its own for characters. */
	if (*with == '>' && (end = memchr(p, '>', n)) != NULL &&
	    memchr(p, '[', (size_t)(end - p)) != NULL)
		with = "]>";
	end = memmem(p + 2, n - 2, with, strlen(with));
	return end == NULL ? SIZE_MAX : (size_t)(end - p) + strlen(with);
}

/* What begins with '<'. */
static enum links_kind
judge_markup(const struct links *l, const char *p, size_t n, bool last)
{
	enum links_kind	unsure = !last ? LINKS_OPEN : is_said_html(l) ?
			    LINKS_HTML : LINKS_NONE;
	bool		xml = false;
	size_t		k;

	for (;;) {
		while (n > 0 && is_blank(*p)) {
			p++;
			n--;
		}
		/* Enough for "<!doctype html": what follows is in no doubt. */
		if (n < 15 && !last)
			return LINKS_OPEN;
		if (n < 2 || p[0] != '<')
			return is_said_html(l) ? LINKS_HTML : LINKS_NONE;
		if (begins(p, n, "<!doctype html"))
			return LINKS_HTML;
		if (p[1] != '!' && p[1] != '?')
			break;
		xml |= begins(p, n, "<?xml");
		if ((k = prolog_length(p, n)) == SIZE_MAX)
			return unsure;
		p += k;
		n -= k;
	}
	k = name_length(p + 1, n - 1);
	return k == SIZE_MAX ? unsure : kind_of_element(l, p + 1, k, xml);
}

bool
links_is_line_url(const char *p, size_t n)
{
	return begins(p, n, "http://") || begins(p, n, "https://");
}

/* Text before any tag. */
static enum links_kind
judge_text(const struct links *l, const char *p, size_t n, bool last)
{
	size_t	k;

	if (l->options.sitemap) {
		if (n < 8 && !last)
			return LINKS_OPEN;
		return links_is_line_url(p, n) ? LINKS_SITEMAP : LINKS_NONE;
	}
	if (!is_said_html(l))
		return LINKS_NONE;
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '\0')
			return LINKS_NONE;
		if (p[i] != '<')
			continue;
		if (n - i < 15 && !last)
			return LINKS_OPEN;
		k = name_length(p + i + 1, n - i - 1);
		if (k != SIZE_MAX && (is_element(l, p + i + 1, k) ||
		    begins(p + i, n - i, "<!doctype html")))
			return LINKS_HTML;
	}
	return last ? LINKS_NONE : LINKS_OPEN;
}

enum links_kind
links_judge(const struct links *l, bool last)
{
	const char	*p = l->head;
	size_t		 n = l->n_head;

	last |= n == LINKS_HEAD;
	if (n < 3 && !last)
		return LINKS_OPEN;
	if (begins(p, n, "\xef\xbb\xbf")) {
		p += 3;
		n -= 3;
	}
	while (n > 0 && is_blank(*p)) {
		p++;
		n--;
	}
	if (n == 0)
		return last ? LINKS_NONE : LINKS_OPEN;
	return *p == '<' ? judge_markup(l, p, n, last) :
	    judge_text(l, p, n, last);
}
