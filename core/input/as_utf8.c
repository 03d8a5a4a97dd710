/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * as_utf8.c - texts that lie within raw bytes: one at a time to UTF-8.
 *
 * As in documents of text nothing is lost: what is not in its encoding is read
 * as windows-1252, and counted.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "as_utf8.h"
#include "charset.h"
#include "input_impl.h"
#include "str.h"

void
as_utf8_close(struct as_utf8 *a)
{
	if (a->name[0] != '\0')
		iconv_close(a->iconv);
	a->name[0] = '\0';
}

static bool
take_up(struct as_utf8 *a, const char *encoding)
{
	if (a->name[0] != '\0' && strcmp(a->name, encoding) == 0) {
		iconv(a->iconv, NULL, NULL, NULL, NULL);
		return true;
	}
	as_utf8_close(a);
	if (strlen(encoding) >= sizeof(a->name) || *encoding == '\0')
		return false;
	a->iconv = iconv_open("UTF-8", encoding);
	if (a->iconv == (iconv_t)-1)
		return false;
	snprintf(a->name, sizeof(a->name), "%s", encoding);
	return true;
}

static size_t
put_byte(char *to, unsigned char c, size_t *bad)
{
	(*bad)++;
	return ps_put_utf8(code_1252(c), to);
}

static size_t
checked(const char *p, size_t n, char *to, size_t *bad)
{
	size_t	at = 0, good;

	for (size_t i = 0; i < n; i += good) {
		good = utf8_span(p + i, n - i);
		memcpy(to + at, p + i, good);
		at += good;
		if (i + good < n)
			at += put_byte(to + at, (unsigned char)p[i + good++],
			    bad);
	}
	return at;
}

size_t
as_utf8(struct as_utf8 *a, const char *encoding, const char *p, size_t n,
    char *to, size_t *bad)
{
	char	*out = to, copy[64], *in;
	size_t	 room = AS_UTF8_ROOM(n), left;

	*bad = 0;
	if (encoding == NULL || charset_same(encoding, "UTF-8"))
		return checked(p, n, to, bad);
	if (!take_up(a, encoding))
		return SIZE_MAX;
	while (n > 0) {
		/* iconv's text is not const: it gets a copy, in pieces. */
		size_t	piece = n < sizeof(copy) ? n : sizeof(copy);

		memcpy(copy, p, piece);
		in = copy;
		left = piece;
		if (iconv(a->iconv, &in, &left, &out, &room) == (size_t)-1 &&
		    errno == E2BIG)
			break;
		if (left == piece) {
			size_t	used = put_byte(out, (unsigned char)*p, bad);

			out += used;
			room -= used < room ? used : room;
			left--;
		}
		p += piece - left;
		n -= piece - left;
	}
	return (size_t)(out - to);
}
