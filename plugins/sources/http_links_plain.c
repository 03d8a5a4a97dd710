/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_links_plain.c - the links of a page that has them as <a href="...">;
 * whoever has better ones comes before these.
 */
#include <stdlib.h>
#include <string.h>

#include "http_links.h"
#include "polyscraper.h"

#define WEAK	__attribute__((weak))

struct links {
	struct ps_self		*self;
	struct links_options	 how;
	char			*text;
	size_t			 n;
	struct links_found	 found;
	struct links_link	*all;
};

WEAK struct links *
links_new(struct ps_self *self, const struct links_options *how)
{
	struct links	*l = calloc(1, sizeof(*l));

	if (l != NULL) {
		l->self = self;
		l->how = *how;
	}
	return l;
}

WEAK void
links_header(struct links *l, const char *name, const char *value, size_t n)
{
	(void)l, (void)name, (void)value, (void)n;
}

WEAK void
links_feed(struct links *l, const void *p, size_t n)
{
	char	*text = realloc(l->text, l->n + n + 1);

	if (text == NULL)
		return;
	memcpy(text + l->n, p, n);
	l->text = text;
	l->n += n;
	text[l->n] = '\0';
}

WEAK enum links_kind
links_kind(const struct links *l)
{
	return l->n > 0 && *l->text != '<' ? LINKS_NONE : LINKS_OPEN;
}

static void
add(struct links *l, const char *p, size_t n)
{
	char			 url[URL_ROOM];
	struct links_link	*all;

	if (l->found.n == LINKS_MAX || url_canonical(l->self, &l->how.rules,
	    l->how.base, p, n, url, &n, NULL) != URL_GOOD)
		return;
	all = realloc(l->all, (l->found.n + 1) * sizeof(*all));
	if (all == NULL)
		return;
	l->all = all;
	all[l->found.n++] = (struct links_link){ strdup(url), "a", 0 };
	l->found.links = all;
}

WEAK const struct links_found *
links_end(struct links *l)
{
	const char	*p = l->text;
	size_t		 n;

	l->found.kind = LINKS_NONE;
	if (p == NULL || links_kind(l) == LINKS_NONE)
		return &l->found;
	l->found.kind = LINKS_HTML;
	while ((p = strstr(p, "href=\"")) != NULL) {
		p += 6;
		n = strcspn(p, "\"");
		add(l, p, n);
	}
	return &l->found;
}

WEAK void
links_free(struct links *l)
{
	if (l == NULL)
		return;
	for (uint32_t i = 0; i < l->found.n; i++)
		free((void *)(uintptr_t)l->all[i].url);
	free(l->all);
	free(l->text);
	free(l);
}
