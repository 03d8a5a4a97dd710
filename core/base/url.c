/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * url.c - references are resolved as RFC 3986 says, section 5.2.
 *
 * Nothing is allocated and nothing decoded here; what links mean for documents
 * is in url_link.c.
 */
#include <string.h>

#include "str.h"
#include "url.h"

size_t
url_scheme(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && (is_alpha((unsigned char)p[i]) || (i > 0 &&
	    (is_digit((unsigned char)p[i]) || p[i] == '+' || p[i] == '-' ||
	    p[i] == '.'))))
		i++;
	return i > 0 && i < n && p[i] == ':' ? i + 1 : 0;
}

size_t
url_authority(const char *p, size_t n)
{
	size_t	i = url_scheme(p, n);

	if (n - i >= 2 && p[i] == '/' && p[i + 1] == '/')
		for (i += 2; i < n && p[i] != '/' && p[i] != '?' &&
		    p[i] != '#';)
			i++;
	return i;
}

size_t
url_before(const char *p, size_t n, size_t from, const char *set)
{
	for (; from < n; from++)
		for (const char *s = set; *s != '\0'; s++)
			if (p[from] == *s)
				return from;
	return n;
}

/* "." and ".." of a path that begins at `from` (section 5.2.4). */
static size_t
remove_dots(char *p, size_t from, size_t n)
{
	size_t	end = url_before(p, n, from, "?#"), to = from, i = from, k;

	if (from >= n || p[from] != '/')
		return n;
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

/* So many bytes of the base stand before the reference (section 5.2.2). */
static size_t
kept_of_base(const char *base, size_t n_base, const char *p, size_t n)
{
	size_t	root = url_authority(base, n_base);
	size_t	path = url_before(base, n_base, root, "?#");

	if (n == 0 || p[0] == '#')
		return url_before(base, n_base, root, "#");
	if (url_scheme(p, n) > 0)
		return 0;
	if (n >= 2 && p[0] == '/' && p[1] == '/')
		return url_scheme(base, n_base);
	if (p[0] == '/')
		return root;
	if (p[0] == '?')
		return path;
	while (path > root && base[path - 1] != '/')
		path--;
	return path;
}

size_t
url_resolve(const char *base, size_t n_base, const char *p, size_t n, char *to)
{
	size_t	k = kept_of_base(base, n_base, p, n);
	size_t	root = url_authority(base, n_base);

	memcpy(to, base, k);
	/* A base without a path: "http://host" and "x". */
	if (n > 0 && k > 0 && k == root && url_scheme(p, n) == 0 &&
	    url_before(p, 1, 0, "/?#") == 1)
		to[k++] = '/';
	memcpy(to + k, p, n);
	k += n;
	return remove_dots(to, url_authority(to, k), k);
}
