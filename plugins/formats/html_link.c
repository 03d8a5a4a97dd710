/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_link.c - where links lead.
 *
 * As they are written, unless the address of the document is known: then they
 * are resolved against it, or against <base> (RFC 3986, section 5).
 */
#include <stdlib.h>
#include <string.h>

#include "html_format.h"

static char *
resolve(struct html *h, struct html_pool *pool, const char *p, size_t n)
{
	size_t	 n_base = strlen(h->base), k;
	char	*to = html_alloc(h, pool, PS_RESOLVE_ROOM(n_base, n) + 1);

	if (to == NULL)
		return NULL;
	k = ps_resolve(h->self, h->base, n_base, p, n, to);
	if (k == SIZE_MAX)
		return html_copy(h, pool, p, n);
	to[k] = '\0';
	return to;
}

const char *
html_target(struct html *h, struct html_pool *pool, const char *p, size_t n,
    uint32_t *length)
{
	char	*to;

	while (n > 0 && (unsigned char)*p <= ' ') {
		p++;
		n--;
	}
	while (n > 0 && (unsigned char)p[n - 1] <= ' ')
		n--;
	if (n == 0 || p[0] == '#' || (n > 11 &&
	    strncasecmp(p, "javascript:", 11) == 0))
		return NULL;
	to = h->base == NULL ? html_copy(h, pool, p, n) :
	    resolve(h, pool, p, n);
	if (to != NULL)
		*length = (uint32_t)strlen(to);
	return to;
}

/* What the page links to, for whoever follows links. */
void
html_refer(struct html *h, const struct ps_html_tag *tag)
{
	struct html_mark	 mark = html_pool_mark(&h->links);
	size_t			 n, n_rel;
	uint32_t		 length = 0;
	const char		*p = ps_html_value(tag, PS_A_HREF, &n), *to;
	const char		*rel = ps_html_value(tag, PS_A_REL, &n_rel);

	to = p == NULL || h->out == NULL || h->dead > 0 ? NULL :
	    html_target(h, &h->links, p, n, &length);
	if (rel != NULL)
		rel = html_copy(h, &h->links, rel, n_rel);
	if (to != NULL && (rel != NULL || tag->known->id != PS_H_LINK))
		ps_refer(h->self, h->out, to, length, rel == NULL ? "link" :
		    rel);
	html_pool_release(&h->links, mark);
}

/* The first counts. */
void
html_set_base(struct html *h, const struct ps_html_tag *tag)
{
	struct html_pool	 pool = { .first = NULL };
	uint32_t		 length;
	size_t			 n;
	const char		*p = ps_html_value(tag, PS_A_HREF, &n), *to;
	char			*copy;

	if (h->base == NULL || h->based || p == NULL)
		return;
	h->based = true;
	to = html_target(h, &pool, p, n, &length);
	if (to != NULL && (copy = strdup(to)) != NULL) {
		free(h->base);
		h->base = copy;
	}
	html_pool_free(&pool);
}
