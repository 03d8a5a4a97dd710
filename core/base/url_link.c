/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * url_link.c - the link of a page becomes the address of a document.
 *
 * Pages from the net name their neighbours by URLs, pages in folders and in
 * containers by paths.  A path is taken apart first and decoded then, part by
 * part, so that no %2e%2e and no %2f leads where the page's text does not say.
 */
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "str.h"
#include "url.h"

/* These lead to no document. */
static const char *const nowhere[] = {
	"about:", "blob:", "data:", "javascript:", "vbscript:"
};

static bool
has_prefix(const char *p, size_t n, const char *prefix)
{
	size_t	i = 0;

	while (i < n && prefix[i] != '\0' &&
	    to_lower((unsigned char)p[i]) == prefix[i])
		i++;
	return prefix[i] == '\0';
}

/* As browsers do: blanks around it and line ends within it are nothing. */
static size_t
clean(const char *p, size_t n, char *to)
{
	size_t	k = 0;

	for (size_t i = 0; i < n; i++)
		if (p[i] != '\n' && p[i] != '\r' && p[i] != '\t' &&
		    (k > 0 || (unsigned char)p[i] > ' '))
			to[k++] = p[i];
	while (k > 0 && (unsigned char)to[k - 1] <= ' ')
		k--;
	return k;
}

/* Links of a container's member stay behind so many bytes of its address. */
static size_t
container_of(const struct url_page *page)
{
	size_t	n = page->parent == NULL ? 0 : strlen(page->parent);

	return n > 0 && strncmp(page->address, page->parent, n) == 0 &&
	    page->address[n] == '!' ? n + 1 : 0;
}

static int
hex(char c)
{
	c = (char)to_lower((unsigned char)c);
	return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 :
	    -1;
}

/* One part of a path; false: the name cannot be. */
static bool
add_decoded(struct buf *b, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int	c = (unsigned char)p[i];

		if (c == '%' && n - i > 2 && hex(p[i + 1]) >= 0 &&
		    hex(p[i + 2]) >= 0) {
			c = 16 * hex(p[i + 1]) + hex(p[i + 2]);
			i += 2;
			if (c == '/')
				return false;
		}
		if (c == '\0')
			return false;
		buf_char(b, (char)c);
	}
	return true;
}

/* Back to the part before the last, and never before `root`. */
static void
drop_part(struct buf *b, size_t root)
{
	while (b->n > root && b->p[b->n - 1] == '/')
		b->n--;
	while (b->n > root && b->p[b->n - 1] != '/')
		b->n--;
}

/* The parts of a path behind what is in b; false: it is none. */
static bool
add_path(struct buf *b, size_t root, const char *p, size_t n)
{
	for (size_t i = 0, end; i < n; i = end + 1) {
		size_t	at = b->n;

		end = url_before(p, n, i, "/");
		if (!add_decoded(b, p + i, end - i))
			return false;
		if (b->n == at)
			continue;
		if (b->n - at == 1 && b->p[at] == '.')
			b->n = at;
		else if (b->n - at == 2 && memcmp(b->p + at, "..", 2) == 0) {
			b->n = at;
			drop_part(b, root);
		} else if (end < n)
			buf_char(b, '/');
	}
	return true;
}

/* A reference on a page that has a path: "b%20c.csv?x#y" is a file, too. */
static const char *
path_link(struct arena *arena, const char *from, size_t root, const char *p,
    size_t n)
{
	const char	*path = NULL;
	size_t		 keep = strlen(from);
	struct buf	 b;

	n = url_before(p, n, 0, "?#");
	if (n == 0 || (n > 1 && p[0] == '/' && p[1] == '/'))
		return NULL;
	while (keep > root && (p[0] == '/' || from[keep - 1] != '/'))
		keep--;
	buf_init(&b, 2 * URL_MAX);
	buf_add(&b, from, keep);
	if (root == 0 && keep == 0)
		buf_char(&b, '/');
	if (add_path(&b, root == 0 ? 1 : root, p, n) && !b.full)
		path = arena_strndup(arena, b.p == NULL ? "" : b.p, b.n);
	buf_free(&b);
	return path;
}

/* file:///x and file:/x are files of this computer. */
static const char *
file_link(struct arena *arena, const char *p, size_t n)
{
	size_t	at = url_authority(p, n), scheme = url_scheme(p, n);

	if (at > scheme + 2 && (at != scheme + 11 ||
	    !has_prefix(p + scheme, n - scheme, "//localhost")))
		return NULL;
	if (at == n || p[at] != '/')
		return NULL;
	return path_link(arena, "/", 0, p + at, n - at);
}

/* "scheme://user@Host": but for the user it is written in small. */
static void
add_authority(struct buf *b, const char *p, size_t n, size_t scheme)
{
	size_t	host = scheme;

	for (size_t i = scheme; i < n; i++)
		if (p[i] == '@')
			host = i;
	for (size_t i = 0; i < n; i++)
		buf_char(b, i < scheme || i >= host ?
		    (char)to_lower((unsigned char)p[i]) : p[i]);
}

/* Of a URL: what must not stand in one is encoded. */
static const char *
normal_url(struct arena *arena, const char *p, size_t n)
{
	size_t		 path = url_authority(p, n), scheme = url_scheme(p, n);
	const char	*url = NULL;
	struct buf	 b;

	n = url_before(p, n, path, "#");
	buf_init(&b, 4 * URL_MAX);
	add_authority(&b, p, path, scheme);
	if (path > scheme && (path == n || p[path] != '/'))
		buf_char(&b, '/');
	for (size_t i = path; i < n; i++) {
		int	c = (unsigned char)p[i];

		if (c <= ' ' || c >= 127 || strchr("\"<>\\^`{|}", c) != NULL)
			buf_printf(&b, "%%%02X", (unsigned)c);
		else
			buf_char(&b, (char)c);
	}
	if (!b.full && b.n > 0)
		url = arena_strndup(arena, b.p, b.n);
	buf_free(&b);
	return url;
}

/* The link is clean, `from` the address that it is relative to. */
static const char *
link_from(struct arena *arena, const char *from, size_t root, const char *p,
    size_t n)
{
	bool	 local = from[0] == '/' || root > 0;
	size_t	 scheme = url_scheme(p, n);
	char	*to;

	for (size_t i = 0; i < sizeof(nowhere) / sizeof(nowhere[0]); i++)
		if (has_prefix(p, n, nowhere[i]))
			return NULL;
	if (scheme == 2)
		return NULL;		/* C:\ */
	if (has_prefix(p, n, "file:"))
		return local && root == 0 ? file_link(arena, p, n) : NULL;
	if (scheme == 0 && local)
		return path_link(arena, from, root, p, n);
	if (scheme == 0 && url_scheme(from, strlen(from)) == 0)
		return NULL;
	to = arena_alloc(arena, PS_RESOLVE_ROOM(strlen(from), n));
	return normal_url(arena, to, url_resolve(from, strlen(from), p, n,
	    to));
}

const char *
url_link(struct arena *arena, const struct url_page *page, const char *link,
    size_t n)
{
	const char	*from = page->address, *base;
	size_t		 root = container_of(page), k;
	char		*to;

	if (n > URL_MAX || strlen(from) > URL_MAX)
		return NULL;
	if (page->base != NULL && strlen(page->base) <= URL_MAX) {
		to = arena_alloc(arena, strlen(page->base) + 1);
		k = clean(page->base, strlen(page->base), to);
		base = link_from(arena, from, root, to, k);
		from = base == NULL ? from : base;
		if (strncmp(from, page->address, root) != 0)
			root = 0;
	}
	to = arena_alloc(arena, n + 1);
	k = clean(link, n, to);
	if (k == 0 || to[0] == '#')
		return NULL;
	from = link_from(arena, from, root, to, k);
	/* A folder is called by its name. */
	if (from != NULL && from[0] == '/' && from[1] != '\0' &&
	    from[strlen(from) - 1] == '/')
		from = arena_strndup(arena, from, strlen(from) - 1);
	return from;
}
