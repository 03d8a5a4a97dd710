/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yaml_break.c - where a document breaks off: what is left of it, and where
 * the next one begins.  And what a document is, before it is read.
 */
#include <stdlib.h>
#include <string.h>

#include "yaml_format.h"

#define BROKEN_MOST	1000u		/* documents; then it is no YAML */

/* The next line that is `---`, behind the first; n: there is none. */
static size_t
find_marker(const char *p, size_t n)
{
	const char	*at = p, *end = p + n;

	while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		at++;
		if (end - at >= 3 && memcmp(at, "---", 3) == 0 &&
		    (end - at == 3 || (unsigned char)at[3] <= ' '))
			return (size_t)(at - p);
	}
	return n;
}

const char *
events_rest(struct events *v, size_t most, size_t *n)
{
	const char	*p;
	size_t		 left = events_show(v, &p);

	*n = v->fed.n - v->used;
	if (*n < most && left > 0) {
		left = left < most - *n ? left : most - *n;
		if (yaml_text(&v->fed, p, left) && events_take(v, left))
			*n += left;
	}
	if (*n == 0)
		return "";
	*n = find_marker(v->fed.p + v->used, *n);
	return v->fed.p + v->used;
}

/* More of the document behind the last bytes of what is at hand. */
static bool
go_on(struct events *v)
{
	const char	*p;
	size_t		 keep = 4, left;

	if (v->ahead.n > keep) {
		for (size_t i = 0; i < v->ahead.n - keep; i++)
			v->lines_before += v->ahead.p[i] == '\n';
		memmove(v->ahead.p, v->ahead.p + v->ahead.n - keep, keep);
		v->ahead.n = keep;
	}
	v->at_ahead = v->ahead.n;
	if ((left = events_show(v, &p)) == 0 || !yaml_text(&v->ahead, p, left))
		return false;
	v->at_ahead = v->ahead.n;
	return events_take(v, left);
}

/* What was fed and is not done with is to be fed again. */
static bool
give_back(struct events *v)
{
	struct text	ahead = { .n = 0 };

	v->lines_before += v->used_line;
	if (!yaml_text(&ahead, v->fed.p + v->used, v->fed.n - v->used) ||
	    !yaml_text(&ahead, v->ahead.p + v->at_ahead,
	    v->ahead.n - v->at_ahead)) {
		free(ahead.p);
		return false;
	}
	free(v->ahead.p);
	v->ahead = ahead;
	v->at_ahead = 0;
	return true;
}

bool
events_skip(struct events *v)
{
	size_t	at;

	if (++v->broken > BROKEN_MOST || v->bomb || v->cut_short ||
	    !give_back(v))
		return false;
	while ((at = find_marker(v->ahead.p, v->ahead.n)) == v->ahead.n ||
	    at + 3 == v->ahead.n)
		if (!go_on(v))
			return false;
	for (size_t i = 0; i < at; i++)
		v->lines_before += v->ahead.p[i] == '\n';
	v->at_ahead = at;
	return events_open(v);
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

/* A word behind its key at the beginning of a line. */
static size_t
word_in(const char *p, size_t n, const char *key, char *out, size_t size)
{
	size_t		 m = strlen(key), k = 0;
	const char	*end = p + n, *at;

	while (p != NULL && (size_t)(end - p) > m + 1 &&
	    memcmp(p, "...", 3) != 0) {
		at = p + m + 1;
		if (memcmp(p, key, m) == 0 && p[m] == ':') {
			while (at < end && (*at == ' ' || *at == '"' ||
			    *at == '\''))
				at++;
			for (; at < end && k + 1 < size && is_letter(*at); at++)
				out[k++] = *at;
			return k;
		}
		p = memchr(p, '\n', (size_t)(end - p));
		p = p == NULL ? NULL : p + 1;
	}
	return 0;
}

size_t
events_word(struct events *v, const char *key, char *out, size_t size)
{
	size_t		 n = v->fed.n - v->used, left, k;
	const char	*p;

	k = word_in(v->fed.p + v->used, n, key, out, size);
	if (k > 0 || find_marker(v->fed.p + v->used, n) < n)
		return k;
	left = events_show(v, &p);
	return word_in(p, find_marker(p, left), key, out, size);
}
