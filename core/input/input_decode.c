/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * input_decode.c - from bytes to text in the window.
 *
 * UTF-8 is read straight into the window and only checked there.  The first
 * byte that is invalid turns the rest of the document to the way of all other
 * encodings: read into a buffer, converted into the window piece by piece.
 */
#include <string.h>
#include <unistd.h>

#include "input_impl.h"
#include "str.h"

#define STEP_BYTES	(16u << 20)	/* no single read is larger */

static size_t
amount(const struct ps_input *in, size_t want)
{
	uint64_t	unit = READ_BYTES;

	if (in->limit != UINT64_MAX)
		unit = in->at < in->limit ? in->limit - in->at : TAIL_BYTES;
	else if (in->mode == MODE_RAW)
		unit = SAMPLE_BYTES + 1;
	if (unit < want)
		unit = want;
	if (unit > in->size - in->at)
		unit = in->size - in->at;
	return unit < STEP_BYTES ? (size_t)unit : STEP_BYTES;
}

static void
to_convert(struct ps_input *in)
{
	size_t	rest = in->filled - in->n;

	block_put(in, in->raw);
	in->raw = block_get(in, rest);
	memcpy(in->raw.p, in->window.p + in->n, rest);
	in->raw_head = 0;
	in->raw_n = rest;
	in->filled = in->n;
	in->mode = MODE_CONVERT;
	in->convert = convert_utf8;
}

void
window_check(struct ps_input *in)
{
	const char	*p = in->window.p;

	if (in->mode != MODE_UTF8) {
		in->n = in->filled;
		return;
	}
	in->n += utf8_span(p + in->n, in->filled - in->n);
	if (in->n < in->filled &&
	    (in->eof || !utf8_partial(p + in->n, in->filled - in->n)))
		to_convert(in);
}

static void
read_raw(struct ps_input *in, size_t want)
{
	size_t		n = amount(in, want), left = in->raw_n - in->raw_head;
	struct block	b;

	if (in->raw.room < left + n) {
		b = block_get(in, left + n);
		if (left > 0)
			memcpy(b.p, in->raw.p + in->raw_head, left);
		block_put(in, in->raw);
		in->raw = b;
	} else if (in->raw_head > 0) {
		memmove(in->raw.p, in->raw.p + in->raw_head, left);
	}
	in->raw_head = 0;
	in->raw_n = left;
	in->raw_n += raw_read(in, in->raw.p + left, n);
}

static void
convert_more(struct ps_input *in)
{
	size_t	n = in->raw_n - in->raw_head;

	if (n < PIECE_BYTES && !in->eof) {
		read_raw(in, PIECE_BYTES);
		n = in->raw_n - in->raw_head;
	}
	if (n > PIECE_BYTES)
		n = PIECE_BYTES;
	in->raw_head += in->convert(in, in->raw.p + in->raw_head, n,
	    in->eof && in->raw_head + n == in->raw_n);
}

bool
window_more(struct ps_input *in, size_t want)
{
	size_t	n;

	if (input_ended(in))
		return false;
	if (in->mode == MODE_CONVERT) {
		convert_more(in);
	} else {
		n = amount(in, want);
		window_room(in, n);
		in->filled += raw_read(in, in->window.p + in->filled, n);
		window_check(in);
	}
	if (input_ended(in)) {
		window_room(in, 1);
		in->window.p[in->n] = '\0';
	}
	return true;
}

/*
 * A range may begin within a character.  Its other bytes belong to the record
 * that the range before reads to its end; here they must only not look like
 * damage.
 */
static void
mask_cut_character(struct ps_input *in)
{
	char	c[8];
	size_t	back = in->start < 3 ? (size_t)in->start : 3, n;

	if (back == 0 || !in->regular)
		return;
	while (in->filled < 3 && window_more(in, 3))
		continue;
	n = in->filled < 3 ? in->filled : 3;
	if (n == 0 || ((unsigned char)in->window.p[0] & 0xc0) != 0x80 ||
	    pread(in->fd, c, back, (off_t)(in->start - back)) != (ssize_t)back)
		return;
	memcpy(c + back, in->window.p, n);
	for (size_t i = 0; i < back; i++) {
		uint32_t	code;
		size_t		length;

		length = utf8_decode(c + i, back + n - i, &code);

		if (i + length > back) {
			memset(in->window.p, '?', i + length - back);
			return;
		}
		i += length - 1;
	}
}

/* Names that need no iconv, besides UTF-8 and windows-1252 themselves. */
struct alias {
	const char	*name;
	const char	*meaning;
};

static const struct alias aliases[] = {
	{ "utf8", "utf-8" }, { "ascii", "utf-8" }, { "us-ascii", "utf-8" },
	{ "cp1252", "windows-1252" }, { "latin1", "windows-1252" },
	{ "iso-8859-1", "windows-1252" }, { "iso8859-1", "windows-1252" },
	{ "ansi", "windows-1252" }
};

static bool
same_name(const char *a, const char *b)
{
	while (*a != '\0' && to_lower((unsigned char)*a) ==
	    to_lower((unsigned char)*b)) {
		a++;
		b++;
	}
	return to_lower((unsigned char)*a) == to_lower((unsigned char)*b);
}

static const char *
meaning(const char *name)
{
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (same_name(name, aliases[i].name))
			return aliases[i].meaning;
	return name;
}

static bool
open_iconv(struct ps_input *in, const char *name)
{
	size_t	n = strlen(name);

	if (n >= sizeof(in->iconv_name))
		return false;
	if (strcmp(name, in->iconv_name) == 0) {
		iconv(in->iconv, NULL, NULL, NULL, NULL);
		return true;
	}
	if (in->iconv_name[0] != '\0')
		iconv_close(in->iconv);
	in->iconv_name[0] = '\0';
	in->iconv = iconv_open("UTF-8", name);
	if (in->iconv == (iconv_t)-1)
		return false;
	memcpy(in->iconv_name, name, n + 1);
	return true;
}

/* UTF-16 and UTF-32 alone mean: see the BOM, else big-endian (RFC 2781). */
static const char *
by_bom(const struct ps_input *in, const char *name, size_t *bom)
{
	static const struct {
		const char	*name, *little, *big;
		size_t		 size;
	} wide[] = {
		{ "utf-16", "UTF-16LE", "UTF-16BE", 2 },
		{ "utf-32", "UTF-32LE", "UTF-32BE", 4 },
	};
	const unsigned char *p = (const unsigned char *)in->window.p;

	for (size_t i = 0; i < 2; i++) {
		if (!same_name(name, wide[i].name))
			continue;
		if (in->filled >= wide[i].size && p[0] == 0xff &&
		    p[1] == 0xfe) {
			*bom = wide[i].size;
			return wide[i].little;
		}
		if (in->filled >= wide[i].size &&
		    p[wide[i].size - 2] == 0xfe && p[wide[i].size - 1] == 0xff)
			*bom = wide[i].size;
		return wide[i].big;
	}
	return name;
}

static unsigned
unit_of(const char *name)
{
	char	start[7] = "";

	for (size_t i = 0; i < 6 && name[i] != '\0'; i++)
		start[i] = (char)to_lower((unsigned char)name[i]);
	if (strcmp(start, "utf-16") == 0 || strcmp(start, "ucs-2") == 0)
		return 2;
	return strcmp(start, "utf-32") == 0 || strcmp(start, "ucs-4") == 0 ?
	    4 : 1;
}

/* The bytes read so far are to be converted. */
static void
turn_to_raw(struct ps_input *in, size_t bom)
{
	block_put(in, in->raw);
	in->raw = in->window;
	in->raw_head = bom;
	in->raw_n = in->filled;
	in->window = (struct block){ NULL, 0 };
	in->head = in->n = in->filled = 0;
	in->base = 0;
	in->limit_hidden = true;
	in->mode = MODE_CONVERT;
}

bool
input_decode(struct ps_input *in, const char *encoding, size_t bom)
{
	const char	*name = meaning(encoding);

	if (in->mode == MODE_CONVERT || in->head > 0)
		return false;
	while (in->filled < 4 && in->mode == MODE_RAW && window_more(in, 4))
		continue;
	name = by_bom(in, name, &bom);
	if (bom > in->filled)
		bom = in->filled;
	if (same_name(name, "binary")) {
		in->mode = MODE_RAW;
		in->head = bom;
		window_check(in);
		return true;
	}
	if (same_name(name, "utf-8")) {
		mask_cut_character(in);
		in->mode = MODE_UTF8;
		in->head = in->n = bom;
		window_check(in);
		return true;
	}
	if (!same_name(name, "windows-1252")) {
		if (!open_iconv(in, name))
			return false;
		in->convert = convert_iconv;
		in->unit = unit_of(name);
	} else {
		in->convert = convert_1252;
	}
	turn_to_raw(in, bom);
	return true;
}
