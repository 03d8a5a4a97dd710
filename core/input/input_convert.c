/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * input_convert.c - bytes of some encoding to UTF-8 in the window.
 *
 * Nothing is lost: what is invalid in its encoding is read as windows-1252,
 * which gives every byte a character, or where characters are wider than a
 * byte becomes U+FFFD.  Both are counted.
 */
#include <errno.h>
#include <string.h>

#include "input_impl.h"
#include "mem.h"
#include "str.h"

/* 0x80 to 0x9f of windows-1252; the five it leaves out stay control codes. */
static const uint16_t middle[32] = {
	0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008d, 0x017d, 0x008f,
	0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178
};

static void
put(struct ps_input *in, const char *p, size_t n)
{
	memcpy(in->window.p + in->n, p, n);
	in->n += n;
	in->filled = in->n;
}

static uint32_t
code_1252(unsigned char c)
{
	return c >= 0x80 && c < 0xa0 ? middle[c - 0x80] : c;
}

static size_t
put_1252(struct ps_input *in, char byte)
{
	char	text[4];
	size_t	n = utf8_encode(code_1252((unsigned char)byte), text);

	put(in, text, n);
	return n;
}

static void
note_repair(struct ps_input *in, size_t shown)
{
	uint64_t	offset = in->base + in->n - shown;
	uint32_t	kept = in->n_repairs - in->first_repair;
	struct repair	*r;

	if (in->n_repairs == in->repairs_room && in->first_repair > kept) {
		memmove(in->repairs, in->repairs + in->first_repair,
		    kept * sizeof(*in->repairs));
		in->first_repair = 0;
		in->n_repairs = kept;
	}
	GROW(in->repairs, in->n_repairs, in->repairs_room);
	r = &in->repairs[in->n_repairs++];
	r->offset = offset;
	r->extra = (uint32_t)shown - 1;
	if (offset - in->drift < in->limit)
		in->limit_drift += r->extra;
	in->drift += r->extra;
	in->undecodable++;
}

size_t
convert_utf8(struct ps_input *in, const char *p, size_t n, bool last)
{
	size_t	at = 0, span;

	window_room(in, 3 * n);
	while (at < n) {
		span = utf8_span(p + at, n - at);
		put(in, p + at, span);
		at += span;
		if (at == n || (!last && utf8_partial(p + at, n - at)))
			break;
		note_repair(in, put_1252(in, p[at++]));
	}
	return at;
}

size_t
convert_1252(struct ps_input *in, const char *p, size_t n, bool last)
{
	size_t	at = 0, span;

	(void)last;
	window_room(in, 3 * n);
	while (at < n) {
		span = ascii_span(p + at, n - at);
		put(in, p + at, span);
		for (at += span; at < n && (unsigned char)p[at] >= 0x80; at++) {
			unsigned char c = (unsigned char)p[at];

			put_1252(in, p[at]);
			in->undecodable += c < 0xa0 && middle[c - 0x80] == c;
		}
	}
	return at;
}

/* What iconv refuses: n bytes are left. */
static size_t
put_undecodable(struct ps_input *in, const char *p, size_t n)
{
	size_t	used = in->unit < n ? in->unit : n;

	window_room(in, 8);
	if (in->unit == 1)
		put_1252(in, *p);
	else
		put(in, "\xef\xbf\xbd", 3);
	in->undecodable++;
	return used;
}

size_t
convert_iconv(struct ps_input *in, const char *p, size_t n, bool last)
{
	size_t	left = n, room;
	char	*from, *to;

	memcpy(&from, &p, sizeof(from));	/* iconv's argument is old */
	while (left > 0) {
		window_room(in, 3 * left);
		room = in->window.room - in->n - SLACK;
		to = in->window.p + in->n;
		if (iconv(in->iconv, &from, &left, &to, &room) != (size_t)-1)
			errno = 0;
		in->n = (size_t)(to - in->window.p);
		in->filled = in->n;
		if (left == 0 || errno == E2BIG)
			continue;
		if (errno == EINVAL && !last)
			break;
		room = put_undecodable(in, from, left);
		from += room;
		left -= room;
	}
	return n - left;
}
