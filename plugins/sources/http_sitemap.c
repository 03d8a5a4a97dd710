/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_sitemap.c - sitemaps (sitemaps.org): <loc> of pages, of other sitemaps,
 * or a text with a URL a line.
 *
 * Its elements have the prefix of the first one; <image:loc> is of another
 * kind.
 */
#include <string.h>

#include "http_links_impl.h"

/* Behind the prefix of the root, if that is what it has. */
static bool
is_own(const struct links *l, const struct ps_html_tag *tag, const char *name)
{
	return tag->n_name > l->n_prefix &&
	    memcmp(tag->name, l->prefix, l->n_prefix) == 0 &&
	    url_is_word(tag->name + l->n_prefix, tag->n_name - l->n_prefix,
	    name);
}

static void
read_root(struct links *l, const struct ps_html_tag *tag)
{
	const char	*colon = memchr(tag->name, ':', tag->n_name);

	l->rooted = true;
	l->n_prefix = colon == NULL ? 0 : (size_t)(colon + 1 - tag->name);
	memcpy(l->prefix, tag->name, l->n_prefix);
}

static void
on_start(void *arg, const struct ps_html_tag *tag)
{
	struct links	*l = arg;
	const char	*rel, *href;
	size_t		 n, n_rel;

	if (!l->rooted)
		read_root(l, tag);
	l->gathers = false;
	if (is_own(l, tag, "loc"))
		links_gather(l);
	/* The same page in another language. */
	if (!url_is_word(tag->name, tag->n_name, "xhtml:link"))
		return;
	rel = ps_html_value(tag, PS_A_REL, &n_rel);
	href = ps_html_value(tag, PS_A_HREF, &n);
	if (rel != NULL && href != NULL &&
	    links_has_word(rel, n_rel, "alternate"))
		links_add(l, href, n, "alternate", 0);
}

static void
add_location(struct links *l, const char *p, size_t n)
{
	if (l->too_long)
		l->found.n_unfit++;
	else
		links_add(l, p, n, "sitemap", l->found.kind ==
		    LINKS_SITEMAP_INDEX ? LINK_SITEMAP : 0);
}

static void
on_end(void *arg, const struct ps_html_tag *tag)
{
	struct links	*l = arg;

	if (l->gathers && is_own(l, tag, "loc"))
		add_location(l, l->text, l->n_text);
	l->gathers = false;
}

static void
on_text(void *arg, const char *p, size_t n)
{
	links_more_text(arg, p, n);
}

static void
on_comment(void *arg, const char *p, size_t n)
{
	(void)arg;
	(void)p;
	(void)n;
}

const struct ps_html_sink links_sitemap_sink = {
	on_start, on_end, on_text, on_comment
};

void
links_sitemap_line(struct links *l, const char *p, size_t n)
{
	if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
		p += 3;
		n -= 3;
	}
	while (n > 0 && (unsigned char)*p <= ' ') {
		p++;
		n--;
	}
	if (links_is_line_url(p, n))
		add_location(l, p, n);
	else if (n > 0)
		l->found.n_unfit++;
}
