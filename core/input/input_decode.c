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

#include "charset.h"
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
	in->convert = convert_mixed;
}

/* How far it is UTF-8 without NULs and byte order marks. */
static size_t
plain_span(const char *p, size_t n)
{
	size_t		 span = utf8_span(p, n);
	const char	*nul = span > 0 ? memchr(p, '\0', span) : NULL;

	return nul != NULL ? (size_t)(nul - p) : span;
}

/*
 * Only whole lines are shown: the last one's end may show that all of it is
 * in another encoding.
 */
void
window_check(struct ps_input *in)
{
	const char	*p = in->window.p + in->n;
	size_t		 n = in->filled - in->n, span, passed;

	if (in->mode != MODE_UTF8 || n == 0) {
		in->n = in->filled;
		return;
	}
	span = plain_span(p, n);
	if (in->eof && span == n) {
		in->n = in->filled;
		return;
	}
	passed = last_unit(p, span);
	pass_units(in, p, passed, in->base + in->n);
	in->n += passed;
	if (span < n && (in->eof || !utf8_partial(p + span, n - span)))
		to_convert(in);
}

uint64_t
raw_place(const struct ps_input *in)
{
	return in->at - (in->raw_n - in->raw_head);
}

void
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
	size_t	n;

	if (in->other.wanted)
		decide_other(in);
	n = in->raw_n - in->raw_head;
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

static const char *
meaning(const char *name)
{
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (charset_same(name, aliases[i].name))
			return aliases[i].meaning;
	return name;
}

bool
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
		if (!charset_same(name, wide[i].name))
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
	in->window = (struct block){ .p = NULL };
	in->head = in->n = in->filled = 0;
	in->mode = MODE_CONVERT;
}

/* All is converted alike: text has no places in the document. */
static bool
decode_alike(struct ps_input *in, const char *name, size_t bom)
{
	if (!open_iconv(in, name))
		return false;
	in->unit = unit_of(name);
	in->convert = in->unit == 2 && !in->other.alone ? convert_wide :
	    convert_iconv;
	in->little = charset_same(name + strlen(name) - 2, "le");
	turn_to_raw(in, bom);
	in->base = 0;
	in->limit_hidden = true;
	return true;
}

static void
decode_utf8(struct ps_input *in, size_t bom)
{
	mask_cut_character(in);
	in->mode = MODE_UTF8;
	in->head = in->n = bom;
	window_check(in);
}

bool
input_decode(struct ps_input *in, const char *encoding, const char *other,
    size_t bom)
{
	const char	*name = meaning(encoding), *ours;
	bool		 told = other != NULL &&
			    strcmp(other, ENCODING_TOLD) == 0;

	if (in->mode == MODE_CONVERT || in->head > 0)
		return false;
	while (in->filled < 4 && in->mode == MODE_RAW && window_more(in, 4))
		continue;
	name = by_bom(in, name, &bom);
	if (bom > in->filled)
		bom = in->filled;
	in->other = (struct other){ .fixed = other != NULL, .alone = told,
	    .block = UINT64_MAX };
	if (other != NULL && !told && !charset_same(other, "windows-1252") &&
	    open_iconv(in, other))
		in->other.name = other;
	in->unit = 1;
	if (charset_same(name, "binary")) {
		in->mode = MODE_RAW;
		in->head = bom;
		window_check(in);
		return true;
	}
	if (charset_same(name, "utf-8")) {
		decode_utf8(in, bom);
		return true;
	}
	if (charset_same(name, "windows-1252")) {
		in->other.western = true;
	} else if ((ours = charset_by_lines(name)) != NULL) {
		if (!open_iconv(in, ours))
			return false;
		in->other.name = ours;
		in->other.fixed = in->other.first = true;
	} else {
		return decode_alike(in, name, bom);
	}
	in->convert = convert_mixed;
	turn_to_raw(in, bom);
	in->base = in->start + bom;
	return true;
}
