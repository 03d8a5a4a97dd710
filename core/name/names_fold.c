/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * names_fold.c - text to the letters and digits that a name may have.
 *
 * With utf8proc any script is normalised (NFKC) and put into lower case;
 * without it only Latin, Greek and Cyrillic letters are, and what is no known
 * sign or blank counts as a letter.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef HAVE_UTF8PROC
#include <utf8proc.h>
#endif

#include "names_fold.h"
#include "str.h"

#define LONGEST	1024	/* bytes of a text that are looked at */

enum sort { SEPARATOR, LETTER, DIGIT, MARK };

#ifdef HAVE_UTF8PROC
static enum sort
sort_of(uint32_t c)
{
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_NL:
		return LETTER;
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NO:
		return DIGIT;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
		return MARK;
	default:
		return SEPARATOR;
	}
}

static uint32_t
lower(uint32_t c)
{
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

/* NFKC into `out`; the length, 0 where that cannot be had. */
static size_t
normalise(const char *p, size_t n, char *out, size_t room)
{
	utf8proc_uint8_t	*made = NULL;
	utf8proc_ssize_t	 length;
	size_t			 used = 0;

	length = utf8proc_map((const utf8proc_uint8_t *)p, (utf8proc_ssize_t)n,
	    &made, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
	    UTF8PROC_IGNORE);
	if (length > 0) {
		used = utf8_cut((const char *)made, (size_t)length, room);
		memcpy(out, made, used);
	}
	free(made);
	return used;
}
#else
struct range {
	uint32_t	first, last;
};

/* Signs, blanks, private use and pictures: what is no part of a word. */
static const struct range signs[] = {
	{ 0x80, 0xa9 }, { 0xab, 0xb4 }, { 0xb6, 0xb9 }, { 0xbb, 0xbf },
	{ 0xd7, 0xd7 }, { 0xf7, 0xf7 }, { 0x2c2, 0x2df }, { 0x37e, 0x37e },
	{ 0x387, 0x387 }, { 0x589, 0x58a }, { 0x60c, 0x60d }, { 0x61b, 0x61f },
	{ 0x66a, 0x66d }, { 0x6d4, 0x6d4 }, { 0x964, 0x965 },
	{ 0x1680, 0x1680 }, { 0x2000, 0x206f }, { 0x20a0, 0x20cf },
	{ 0x2100, 0x214f }, { 0x2190, 0x2bff }, { 0x2e00, 0x2e7f },
	{ 0x3000, 0x3004 }, { 0x3007, 0x3020 }, { 0x3030, 0x303f },
	{ 0xe000, 0xf8ff }, { 0xfe00, 0xfe6f }, { 0xfeff, 0xff0f },
	{ 0xff1a, 0xff20 }, { 0xff3b, 0xff40 }, { 0xff5b, 0xff65 },
	{ 0xffe0, 0xffff }, { 0x1f000, 0x1faff }, { 0xe0000, 0x10ffff }
};

static enum sort
sort_of(uint32_t c)
{
	if (c < 0x80)
		return is_alpha((int)c) ? LETTER : is_digit((int)c) ? DIGIT :
		    SEPARATOR;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (c >= signs[i].first && c <= signs[i].last)
			return SEPARATOR;
	return (c >= 0x300 && c <= 0x36f) ? MARK : LETTER;
}

static uint32_t
lower(uint32_t c)
{
	if (c < 0x80)
		return (uint32_t)to_lower((int)c);
	if ((c >= 0xc0 && c <= 0xde) || (c >= 0x391 && c <= 0x3a9) ||
	    (c >= 0x410 && c <= 0x42f))
		return c + 32;
	if (c >= 0x400 && c <= 0x40f)
		return c + 80;
	if ((c >= 0x100 && c <= 0x137) || (c >= 0x14a && c <= 0x177))
		return c | 1;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e))
		return (c + 1) & ~1u;
	return c;
}

static size_t
normalise(const char *p, size_t n, char *out, size_t room)
{
	n = utf8_cut(p, n, room);
	memcpy(out, p, n);
	return n;
}
#endif

/* Valid UTF-8 without control bytes, which part words like any sign. */
static size_t
make_valid(const char *p, size_t n, char *out)
{
	uint32_t	code;
	size_t		at = 0, used = 0, step;

	while (at < n && used + 4 <= LONGEST) {
		step = utf8_decode(p + at, n - at, &code);
		if (code < ' ' || (step == 1 && code >= 0x7f))
			out[used++] = ' ';
		else
			for (size_t i = 0; i < step; i++)
				out[used++] = p[at + i];
		at += step;
	}
	return used;
}

static size_t
fold_ascii(const char *p, size_t n, char *out, size_t room)
{
	bool	part = false;
	size_t	used = 0;

	for (size_t i = 0; i < n; i++) {
		if (!is_alnum(p[i])) {
			part = used > 0;
			continue;
		}
		if (used + part + 1 >= room)
			break;
		if (part)
			out[used++] = '_';
		out[used++] = (char)to_lower(p[i]);
		part = false;
	}
	return used;
}

static size_t
fold_any(const char *p, size_t n, char *out, size_t room)
{
	size_t		at = 0, used = 0, length;
	bool		part = false;
	uint32_t	code;
	char		bytes[4];
	enum sort	sort;

	while (at < n) {
		at += utf8_decode(p + at, n - at, &code);
		code = lower(code);
		sort = sort_of(code);
		/* A mark needs a letter to stand on. */
		if (sort == SEPARATOR ||
		    (sort == MARK && (used == 0 || part))) {
			part = used > 0;
			continue;
		}
		length = ps_put_utf8(code, bytes);
		if (used + part + length >= room)
			break;
		if (part)
			out[used++] = '_';
		memcpy(out + used, bytes, length);
		used += length;
		part = false;
	}
	return used;
}

size_t
name_fold(const char *p, size_t n, char *out, size_t room)
{
	char	valid[LONGEST], normal[4 * LONGEST];
	bool	ascii = true;
	size_t	used;

	n = n < LONGEST ? n : LONGEST;
	for (size_t i = 0; i < n; i++)
		ascii &= (unsigned char)p[i] < 0x80;
	if (ascii) {
		used = fold_ascii(p, n, out, room);
	} else {
		n = make_valid(p, n, valid);
		used = normalise(valid, n, normal, sizeof(normal));
		used = fold_any(normal, used, out, room);
	}
	out[used] = '\0';
	return used;
}

static bool
begins_with_digit(const char *s, size_t n)
{
	uint32_t	code;

	if (n == 0)
		return false;
	utf8_decode(s, n, &code);
	return sort_of(code) == DIGIT;
}

/* Cut to n bytes at most, with no '_' at the end. */
static size_t
cut(const char *s, size_t n, size_t max)
{
	n = utf8_cut(s, n, max);
	while (n > 0 && s[n - 1] == '_')
		n--;
	return n;
}

void
name_finish(const char *folded, char letter, char out[NAME_MAX_BYTES + 1])
{
	size_t	n = strlen(folded), used = 0;

	if (begins_with_digit(folded, n)) {
		out[used++] = letter;
		out[used++] = '_';
	}
	n = cut(folded, n, NAME_MAX_BYTES - used);
	memcpy(out + used, folded, n);
	used += n;
	out[used] = '\0';
	if (name_is_reserved(out)) {
		out[used++] = '_';
		out[used] = '\0';
	}
}

void
name_variant(const char *base, uint32_t n, char out[NAME_MAX_BYTES + 1])
{
	char	suffix[16] = "";
	size_t	length = 0, used = strlen(base);

	if (n > 1) {
		length = (size_t)snprintf(suffix, sizeof(suffix), "_%u",
		    (unsigned)n);
		used = cut(base, used, NAME_MAX_BYTES - length);
	} else {
		used = utf8_cut(base, used, NAME_MAX_BYTES);
	}
	memcpy(out, base, used);
	memcpy(out + used, suffix, length + 1);
}
