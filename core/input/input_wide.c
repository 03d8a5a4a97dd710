/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * input_wide.c - UTF-16, to which somebody has added lines of bytes.
 *
 * A log that one program writes in UTF-16 gets lines of ASCII from another.
 * Read two by two these would be Chinese; so each line is looked at first.
 */
#include <string.h>

#include "charset_impl.h"
#include "input_impl.h"

#define LIKE_TEXT	7u	/* bytes that are text but not by chance */

/* Whether these are printable and UTF-8: pairs of them may be, too. */
static bool
is_narrow_text(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)p[i] < ' ' && p[i] != '\t' &&
		    p[i] != '\r' && p[i] != '\n')
			return false;
	return utf8_span(p, n) == n;
}

/* The length of the line of bytes here, 0 if it is UTF-16. */
static size_t
narrow_length(const struct ps_input *in, const char *p, size_t n, bool last,
    bool *known)
{
	size_t		 most = n < UNIT_BYTES ? n : UNIT_BYTES, length = most;
	const char	*end = memchr(p, '\n', most);
	const char	*nul = memchr(p, '\0', end != NULL ?
			    (size_t)(end - p) : most);

	*known = nul != NULL || last || (end == NULL ? n >= UNIT_BYTES :
	    (size_t)(end - p) + 1 < n);
	if (!*known || nul != NULL)
		return 0;
	if (end != NULL)
		length = (size_t)(end - p) + 1;
	else if (n >= UNIT_BYTES)	/* be it the last or not */
		return 0;
	if (length < n && p[length] == '\0' && in->little)
		return 0;
	if (length < LIKE_TEXT && !in->narrow)
		return 0;
	return is_narrow_text(p, length) ? length : 0;
}

/* Through the end of a line of UTF-16, or all whole characters. */
static size_t
wide_length(const struct ps_input *in, const char *p, size_t n, bool *ends)
{
	size_t		 low = in->little ? 0 : 1, at = 0;
	const char	*lf;

	*ends = false;
	while (at < n && (lf = memchr(p + at, '\n', n - at)) != NULL) {
		at = (size_t)(lf - p);
		if (at % 2 == low && (low == 1 ? lf[-1] == '\0' :
		    at + 1 < n && lf[1] == '\0')) {
			*ends = true;
			return at + 2 - low;
		}
		at++;
	}
	return n;
}

static size_t
put_line(struct ps_input *in, const char *p, size_t n, uint64_t place,
    bool last)
{
	const char	*from = p;
	size_t		 left = n, first = put_iconv(in, &from, &left, last);

	if (first != SIZE_MAX)
		note_odd(in, ODD_BYTES, in->iconv_name, in->refused,
		    place + first, p + first, n - first);
	return n - left;
}

static void
put_narrow(struct ps_input *in, const char *p, size_t n, uint64_t place)
{
	note_odd(in, ODD_READING, "UTF-8", in->base + in->n, place, p, n);
	put_text_bytes(in, p, n);
	in->narrow = true;
}

size_t
convert_wide(struct ps_input *in, const char *p, size_t n, bool last)
{
	uint64_t	place = raw_place(in);
	size_t		at = 0, length, used;
	bool		known = true, ends;

	while (at < n) {
		window_room(in, 4 * (n - at));
		if (!in->amid_line)
			odd_line(in, place + at);
		length = in->amid_line ? 0 : narrow_length(in, p + at, n - at,
		    last, &known);
		if (!known)
			break;
		if (length > 0) {
			put_narrow(in, p + at, length, place + at);
			at += length;
			continue;
		}
		length = wide_length(in, p + at, n - at, &ends);
		used = put_line(in, p + at, length, place + at,
		    last && at + length == n);
		at += used;
		if (used > 0)
			in->amid_line = !ends || used < length;
		if (used < length)
			break;
		if (ends) {
			in->narrow = false;
			in->run.reading = NULL;
		}
	}
	return at;
}
