/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_feed.c - the links of feeds: RSS 2.0 and 1.0, Atom.
 *
 * <link>text</link> of RSS and <link href="..."> of Atom are told apart by the
 * attribute, so that feeds which mix them are read, too.
 */
#include <string.h>

#include "http_links_impl.h"

/* Names in feeds that are of the feed whatever their prefix. */
static bool
is_called(const struct ps_html_tag *tag, const char *name)
{
	const char	*colon = memchr(tag->name, ':', tag->n_name);
	size_t		 from = colon == NULL ? 0 :
			    (size_t)(colon + 1 - tag->name);

	return url_is_word(tag->name + from, tag->n_name - from, name);
}

static void
on_link(struct links *l, const struct ps_html_tag *tag)
{
	size_t		 n, n_rel;
	const char	*p = ps_html_value(tag, PS_A_HREF, &n), *relation;
	const char	*rel = ps_html_value(tag, PS_A_REL, &n_rel);

	if (p == NULL) {
		links_gather(l);
		return;
	}
	relation = rel == NULL ? "alternate" : links_relation(rel, n_rel);
	if (relation != NULL)
		links_add(l, p, n, relation, strcmp(relation, "enclosure") ==
		    0 ? LINK_ENCLOSED : 0);
}

/* <enclosure url="..."> and <media:content url="...">. */
static void
on_enclosure(struct links *l, const struct ps_html_tag *tag)
{
	size_t		 n;
	const char	*p = links_attribute(tag, "url", &n);

	if (p != NULL)
		links_add(l, p, n, "enclosure", LINK_ENCLOSED);
}

static void
on_guid(struct links *l, const struct ps_html_tag *tag)
{
	size_t		 n;
	const char	*p = links_attribute(tag, "ispermalink", &n);

	l->permanent = p == NULL || !url_is_word(p, n, "false");
	if (l->permanent)
		links_gather(l);
}

static void
on_start(void *arg, const struct ps_html_tag *tag)
{
	struct links	*l = arg;
	size_t		 n;
	const char	*base = links_attribute(tag, "xml:base", &n);

	if (!l->rooted && base != NULL)
		links_set_base(l, base, n);
	l->rooted = true;
	l->gathers = false;
	if (is_called(tag, "link"))
		on_link(l, tag);
	else if (is_called(tag, "enclosure") ||
	    url_is_word(tag->name, tag->n_name, "media:content"))
		on_enclosure(l, tag);
	else if (is_called(tag, "guid"))
		on_guid(l, tag);
}

static void
on_end(void *arg, const struct ps_html_tag *tag)
{
	struct links	*l = arg;
	bool		 guid = is_called(tag, "guid");

	/* Identifiers may be anything; links are meant to be some. */
	if (l->gathers && !l->too_long && (is_called(tag, "link") || (guid &&
	    l->permanent && links_is_line_url(l->text, l->n_text))))
		links_add(l, l->text, l->n_text, "item", 0);
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

const struct ps_html_sink links_feed_sink = {
	on_start, on_end, on_text, on_comment
};
