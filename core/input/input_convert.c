/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * input_convert.c - bytes of some encoding to UTF-8 in the window.
 *
 * Nothing is lost: what is invalid in its encoding is read as windows-1252,
 * which gives every byte a character, or where characters are wider than a
 * byte becomes U+FFFD.  Both are counted.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "input_impl.h"
#include "str.h"

/* 0x80 to 0x9f of windows-1252; the five it leaves out stay control codes. */
static const uint16_t middle[32] = {
	0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008d, 0x017d, 0x008f,
	0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178
};

void
put_text_bytes(struct ps_input *in, const char *p, size_t n)
{
	memcpy(in->window.p + in->n, p, n);
	in->n += n;
	in->filled = in->n;
}

uint32_t
code_1252(unsigned char c)
{
	return c >= 0x80 && c < 0xa0 ? middle[c - 0x80] : c;
}

bool
put_1252(struct ps_input *in, char byte)
{
	unsigned char	c = (unsigned char)byte;
	char		text[4];

	put_text_bytes(in, text, ps_put_utf8(code_1252(c), text));
	return c < 0x80 || c >= 0xa0 || middle[c - 0x80] != c;
}

/*
 * What iconv refuses: n bytes are left.  A part of a wider character becomes
 * what JSON writes for it, "\\ud83d": half of a pair has no other form.
 */
static size_t
put_undecodable(struct ps_input *in, const char *p, size_t n)
{
	size_t	used = in->unit < n ? in->unit : n;
	char	text[8 + 2 * 4];
	int	length;

	in->undecodable++;
	window_room(in, sizeof(text));
	if (in->unit == 1) {
		put_1252(in, *p);
		return 1;
	}
	length = snprintf(text, sizeof(text), "\\%c", used == 2 ? 'u' : 'x');
	for (size_t i = 0; i < used; i++)
		length += snprintf(text + length, sizeof(text) -
		    (size_t)length, "%02x", (unsigned char)
		    p[in->little ? used - 1 - i : i]);
	put_text_bytes(in, text, (size_t)length);
	return used;
}

size_t
put_iconv(struct ps_input *in, const char **p, size_t *n, bool last)
{
	const char	*start = *p;
	size_t		 room, first = SIZE_MAX;
	char		*from, *to;

	memcpy(&from, p, sizeof(from));		/* iconv's argument is old */
	while (*n > 0) {
		window_room(in, 3 * *n);
		room = in->window.room - in->n - SLACK;
		to = in->window.p + in->n;
		if (iconv(in->iconv, &from, n, &to, &room) != (size_t)-1)
			errno = 0;
		in->n = (size_t)(to - in->window.p);
		in->filled = in->n;
		if (*n == 0 || errno == E2BIG)
			continue;
		if (errno == EINVAL && !last)
			break;
		if (first == SIZE_MAX) {
			first = (size_t)(from - start);
			in->refused = in->base + in->n;
		}
		room = put_undecodable(in, from, *n);
		from += room;
		*n -= room;
	}
	*p = from;
	return first;
}

size_t
convert_iconv(struct ps_input *in, const char *p, size_t n, bool last)
{
	uint64_t	 place = raw_place(in);
	const char	*from = p;
	size_t		 left = n, first = put_iconv(in, &from, &left, last);

	if (first != SIZE_MAX) {
		odd_line(in, place + first);
		note_odd(in, ODD_BYTES, in->iconv_name, in->refused,
		    place + first, p + first, n - first);
	}
	return n - left;
}
