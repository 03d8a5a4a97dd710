/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_robots_match.c - patterns of robots.txt against a path.
 *
 * A pattern is pieces between stars: the first stands at the beginning, each
 * further one is taken where it is found first, which leaves most room for
 * those behind it, so that nothing is ever tried again.
 */
#include <string.h>

#include "http_robots_impl.h"

/* What need not be encoded in an address (RFC 3986, 2.2 and 2.3). */
static const char	plain[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
	":/?#[]@!$&'()*+,;=";
static const char	digits[] = "0123456789ABCDEF";

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The octet that %XX stands for, -1 if this is none. */
static int
encoded(const char *p, size_t n)
{
	int	high, low;

	if (n < 3 || p[0] != '%')
		return -1;
	high = hex(p[1]);
	low = hex(p[2]);
	return high < 0 || low < 0 ? -1 : high << 4 | low;
}

static bool
put(struct robots_octets *o, const char *p, size_t n)
{
	if (n > sizeof(o->p) - o->n)
		return false;
	memcpy(o->p + o->n, p, n);
	o->n += (uint32_t)n;
	return true;
}

static bool
put_encoded(struct robots_octets *o, unsigned char c)
{
	const char	three[3] = { '%', digits[c >> 4], digits[c & 15] };

	return put(o, three, sizeof(three));
}

/* The way of the reference parser; a path stays as it is. */
static bool
add_verbatim(struct robots_octets *o, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int	c = encoded(p + i, n - i);

		if (c >= 0)
			i += 2;
		else if ((unsigned char)p[i] >= 0x80)
			c = (unsigned char)p[i];
		if (!(c >= 0 ? put_encoded(o, (unsigned char)c) :
		    put(o, p + i, 1)))
			return false;
	}
	o->weight = o->n;
	return true;
}

/* Whether this octet is another one than what it encodes. */
static bool
stays_encoded(const struct robots_octets *o, int c)
{
	return c == '%' || (c == '/' && !(o->form == ROBOTS_QUERIES &&
	    o->query));
}

static bool
add_decoded(struct robots_octets *o, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int	c = encoded(p + i, n - i);
		char	one = c < 0 ? p[i] : (char)c;
		bool	fits;

		o->query |= c < 0 && one == '?';
		fits = c >= 0 && stays_encoded(o, c) ?
		    put_encoded(o, (unsigned char)c) : put(o, &one, 1);
		if (!fits)
			return false;
		o->weight += one != '\0' && strchr(plain, one) != NULL ? 1 : 3;
		i += c >= 0 ? 2 : 0;
	}
	return true;
}

static void
start(struct robots_octets *o, enum robots_form form)
{
	o->form = form;
	o->query = false;
	o->n = o->weight = 0;
}

bool
robots_path_set(struct robots_octets *o, enum robots_form form,
    const char *path, size_t n)
{
	start(o, form);
	if ((n == 0 || path[0] != '/') && !put(o, "/", 1))
		return false;
	return form == ROBOTS_VERBATIM ? put(o, path, n) :
	    add_decoded(o, path, n);
}

/* Where a piece is in the path at `at` or behind it; where it ends. */
static bool
find_piece(const struct robots_octets *path, const struct robots_octets *o,
    bool first, bool last, size_t *at)
{
	const char	*found;

	if (o->n > path->n - *at)
		return false;
	if (last && (!first || o->n == path->n - *at))
		found = path->p + path->n - o->n;
	else if (last)
		return false;
	else if (first)
		found = path->p + *at;
	else
		found = memmem(path->p + *at, path->n - *at, o->p, o->n);
	if (found == NULL || memcmp(found, o->p, o->n) != 0)
		return false;
	*at = (size_t)(found - path->p) + o->n;
	return true;
}

int32_t
robots_match(const struct robots_octets *path, const char *pattern, size_t n)
{
	struct robots_octets	 piece;
	bool			 whole = n > 0 && pattern[n - 1] == '$', fits;
	const char		*p = pattern, *end = pattern + n - whole, *star;
	uint32_t		 weight = whole;
	size_t			 at = 0;

	start(&piece, path->form);
	for (;; p = star + 1) {
		star = p == end ? NULL : memchr(p, '*', (size_t)(end - p));
		piece.n = piece.weight = 0;
		n = (size_t)((star == NULL ? end : star) - p);
		fits = path->form == ROBOTS_VERBATIM ?
		    add_verbatim(&piece, p, n) : add_decoded(&piece, p, n);
		if (!fits || !find_piece(path, &piece, p == pattern,
		    whole && star == NULL, &at))
			return -1;
		weight += piece.weight + (star != NULL);
		if (star == NULL)
			return (int32_t)weight;
	}
}
