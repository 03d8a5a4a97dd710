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

/* The bytes of "scheme:", or 0. */
static size_t
scheme(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && (((p[i] | 32) >= 'a' && (p[i] | 32) <= 'z') ||
	    (i > 0 && ((p[i] >= '0' && p[i] <= '9') || p[i] == '+' ||
	    p[i] == '-' || p[i] == '.'))))
		i++;
	return i > 0 && i < n && p[i] == ':' ? i + 1 : 0;
}

/* Behind "scheme://host", or behind "scheme:". */
static size_t
authority(const char *p, size_t n)
{
	size_t	i = scheme(p, n);

	if (n - i >= 2 && p[i] == '/' && p[i + 1] == '/')
		for (i += 2; i < n && p[i] != '/' && p[i] != '?' &&
		    p[i] != '#';)
			i++;
	return i;
}

/* Up to where `set` begins. */
static size_t
before(const char *p, size_t n, size_t from, const char *set)
{
	while (from < n && strchr(set, p[from]) == NULL)
		from++;
	return from;
}

/* "." and ".." of a path that begins at `from` (RFC 3986, 5.2.4). */
static size_t
remove_dots(char *p, size_t from, size_t n)
{
	size_t	end = before(p, n, from, "?#"), to = from, i = from, k;

	while (i < end) {
		k = i + 1;
		while (k < end && p[k] != '/')
			k++;
		if (k - i == 2 && memcmp(p + i, "/.", 2) == 0) {
			if (k == end)
				p[to++] = '/';
		} else if (k - i == 3 && memcmp(p + i, "/..", 3) == 0) {
			while (to > from && p[--to] != '/')
				continue;
			if (k == end)
				p[to++] = '/';
		} else {
			memmove(p + to, p + i, k - i);
			to += k - i;
		}
		i = k;
	}
	memmove(p + to, p + end, n - end);
	return to + n - end;
}

static size_t
kept_of_base(const char *base, size_t n_base, const char *p, size_t n)
{
	size_t	root = authority(base, n_base);
	size_t	path = before(base, n_base, root, "?#");

	if (n == 0 || p[0] == '#')
		return before(base, n_base, root, "#");
	if (n >= 2 && p[0] == '/' && p[1] == '/')
		return scheme(base, n_base);
	if (p[0] == '/')
		return root;
	if (p[0] == '?')
		return path;
	while (path > root && base[path - 1] != '/')
		path--;
	return path;
}

static char *
resolve(struct html *h, struct html_pool *pool, const char *p, size_t n)
{
	size_t	 n_base = strlen(h->base);
	size_t	 keep = kept_of_base(h->base, n_base, p, n), root, k;
	char	*to = html_alloc(h, pool, keep + n + 2);

	if (to == NULL)
		return NULL;
	memcpy(to, h->base, keep);
	root = authority(h->base, n_base);
	k = keep;
	if (keep == root && n > 0 && strchr("/?#", p[0]) == NULL)
		to[k++] = '/';
	memcpy(to + k, p, n);
	k += n;
	root = authority(to, k);
	k = remove_dots(to, root, k);
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
	to = h->base == NULL || scheme(p, n) > 0 ?
	    html_copy(h, pool, p, n) : resolve(h, pool, p, n);
	if (to != NULL)
		*length = (uint32_t)strlen(to);
	return to;
}

/* What the page links to, for whoever follows links. */
void
html_refer(struct html *h, const struct html_tag *tag)
{
	struct html_mark	 mark = html_pool_mark(&h->links);
	size_t			 n, n_rel;
	uint32_t		 length = 0;
	const char		*p = html_value(tag, A_HREF, &n), *to;
	const char		*rel = html_value(tag, A_REL, &n_rel);

	to = p == NULL || h->out == NULL || h->dead > 0 ? NULL :
	    html_target(h, &h->links, p, n, &length);
	if (rel != NULL)
		rel = html_copy(h, &h->links, rel, n_rel);
	if (to != NULL && (rel != NULL || tag->known->id != H_LINK))
		ps_refer(h->self, h->out, to, length, rel == NULL ? "link" :
		    rel);
	html_pool_release(&h->links, mark);
}

/* The first counts. */
void
html_set_base(struct html *h, const struct html_tag *tag)
{
	struct html_pool	 pool = { .first = NULL };
	uint32_t		 length;
	size_t			 n;
	const char		*p = html_value(tag, A_HREF, &n), *to;
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
