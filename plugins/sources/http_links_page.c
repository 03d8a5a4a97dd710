/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_links_page.c - the links of a page of HTML.
 *
 * A page called "Index of ..." in a folder is what Apache, nginx and others
 * make of it: links that sort it and the one to the folder above are not what
 * is in it.
 */
#include <string.h>

#include "http_links_impl.h"

static void
add_attribute(struct links *l, const struct ps_html_tag *tag,
    enum ps_html_attribute a, const char *relation)
{
	size_t		 n;
	const char	*p = ps_html_value(tag, a, &n);

	if (p != NULL)
		links_add(l, p, n, relation, 0);
}

/* "?C=N;O=D" of Apache and nginx, "?sort=name&order=desc" of Caddy. */
static bool
is_order(const char *p, size_t n)
{
	static const char *const	begins[] = {
		"?c=n", "?c=m", "?c=s", "?c=d", "?sort="
	};
	const char	*query = n == 0 ? NULL : memchr(p, '?', n);

	if (query == NULL)
		return false;
	n -= (size_t)(query - p);
	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
		size_t	k = strlen(begins[i]);

		if (n > k + 1 && url_is_word(query, k, begins[i]) &&
		    (k > 4 ? memmem(query + k, n - k, "&order=", 7) != NULL :
		    query[k] == ';' || query[k] == '&'))
			return true;
	}
	return false;
}

/* The folder above that of the page, by its own URL. */
static bool
is_above(const struct links *l, const char *p, size_t n)
{
	char			to[URL_ROOM];
	struct url_parts	own, other;
	size_t			length;

	if (url_canonical(l->self, &l->options.rules, l->base, p, n, to,
	    &length, NULL) != URL_GOOD)
		return false;
	url_split(l->options.base, &own);
	url_split(to, &other);
	return other.site.n == own.site.n &&
	    memcmp(other.site.p, own.site.p, own.site.n) == 0 &&
	    other.path.n < own.path.n &&
	    other.path.p[other.path.n - 1] == '/' &&
	    memcmp(other.path.p, own.path.p, other.path.n) == 0;
}

static void
on_anchor(struct links *l, const struct ps_html_tag *tag)
{
	size_t		 n, n_rel;
	const char	*p = ps_html_value(tag, PS_A_HREF, &n);
	const char	*rel = ps_html_value(tag, PS_A_REL, &n_rel);
	bool		 next;

	if (p == NULL)
		return;
	if (rel != NULL && links_has_word(rel, n_rel, "nofollow") &&
	    !l->options.ignore_robots) {
		l->found.n_nofollow++;
		return;
	}
	if (l->found.kind == LINKS_INDEX && (is_order(p, n) ||
	    is_above(l, p, n)))
		return;
	next = rel != NULL && links_has_word(rel, n_rel, "next");
	links_add(l, p, n, next ? "next" : "a", 0);
}

static void
on_link(struct links *l, const struct ps_html_tag *tag)
{
	size_t		 n, n_rel, n_type;
	const char	*p = ps_html_value(tag, PS_A_HREF, &n), *relation;
	const char	*rel = ps_html_value(tag, PS_A_REL, &n_rel);
	const char	*type = ps_html_value(tag, PS_A_TYPE, &n_type);

	if (p == NULL || rel == NULL)
		return;
	if (links_has_word(rel, n_rel, "canonical")) {
		links_set_canonical(l, p, n);
		return;
	}
	/* How to show the page within others. */
	if (type != NULL && n_type > 7 &&
	    url_is_word(type + n_type - 7, 7, "+oembed"))
		return;
	relation = links_relation(rel, n_rel);
	if (relation != NULL)
		links_add(l, p, n, relation, 0);
}

static void
on_meta(struct links *l, const struct ps_html_tag *tag)
{
	size_t		 n, n_name, n_to;
	const char	*content = ps_html_value(tag, PS_A_CONTENT, &n), *to;
	const char	*name = links_attribute(tag, "name", &n_name);

	if (content == NULL)
		return;
	if (name != NULL && url_is_word(name, n_name, "robots"))
		links_robots(l, content, n);
	name = links_attribute(tag, "http-equiv", &n_name);
	if (name != NULL && url_is_word(name, n_name, "refresh") &&
	    links_refresh(content, n, &to, &n_to))
		links_add(l, to, n_to, "refresh", LINK_MOVED);
}

static void
on_base(struct links *l, const struct ps_html_tag *tag)
{
	size_t		 n;
	const char	*p = ps_html_value(tag, PS_A_HREF, &n);

	if (p != NULL)
		links_set_base(l, p, n);
}

static void
on_start(void *arg, const struct ps_html_tag *tag)
{
	struct links	*l = arg;
	bool		 frame = url_is_word(tag->name, tag->n_name, "frame");

	switch (tag->known->id) {
	case PS_H_A:
	case PS_H_AREA:
		on_anchor(l, tag);
		break;
	case PS_H_LINK:
		on_link(l, tag);
		break;
	case PS_H_META:
		on_meta(l, tag);
		break;
	case PS_H_BASE:
		on_base(l, tag);
		break;
	case PS_H_TITLE:
		if (!l->titled)
			links_gather(l);
		l->titled = true;
		break;
	default:
		if (frame || url_is_word(tag->name, tag->n_name, "iframe"))
			add_attribute(l, tag, PS_A_SRC, "frame");
	}
}

/* What servers call an index of a folder. */
static bool
is_index_title(const char *p, size_t n)
{
	static const char *const	titles[] = {
		"index of ", "directory listing for ", "directory listing of "
	};

	while (n > 0 && (unsigned char)*p <= ' ') {
		p++;
		n--;
	}
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (n > strlen(titles[i]) &&
		    url_is_word(p, strlen(titles[i]), titles[i]))
			return true;
	return false;
}

static void
on_end(void *arg, const struct ps_html_tag *tag)
{
	struct links	*l = arg;

	if (tag->known->id != PS_H_TITLE || !l->gathers)
		return;
	l->gathers = false;
	if (is_index_title(l->text, l->n_text))
		l->found.kind = LINKS_INDEX;
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

const struct ps_html_sink links_page_sink = {
	on_start, on_end, on_text, on_comment
};
