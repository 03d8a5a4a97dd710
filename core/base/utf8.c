/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * utf8.c - UTF-8 as RFC 3629 has it: no overlong forms, no surrogates,
 * nothing above U+10FFFF.
 */
#include <string.h>

#include "str.h"

#define HIGH_BITS	0x8080808080808080u

/* By first byte: length of the sequence and bounds of its second byte. */
struct lead {
	unsigned char	first, last, length, low, high;
};

static const struct lead leads[] = {
	{ 0xc2, 0xdf, 2, 0x80, 0xbf },
	{ 0xe0, 0xe0, 3, 0xa0, 0xbf },
	{ 0xe1, 0xec, 3, 0x80, 0xbf },
	{ 0xed, 0xed, 3, 0x80, 0x9f },
	{ 0xee, 0xef, 3, 0x80, 0xbf },
	{ 0xf0, 0xf0, 4, 0x90, 0xbf },
	{ 0xf1, 0xf3, 4, 0x80, 0xbf },
	{ 0xf4, 0xf4, 4, 0x80, 0x8f },
};

static const struct lead *
lead_of(unsigned char c)
{
	for (size_t i = 0; i < sizeof(leads) / sizeof(leads[0]); i++) {
		if (c <= leads[i].last)
			return c >= leads[i].first ? &leads[i] : NULL;
	}
	return NULL;
}

static bool
is_tail(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

size_t
utf8_decode(const char *p, size_t n, uint32_t *code)
{
	unsigned char		 c = (unsigned char)*p, second;
	const struct lead	*lead;
	size_t			 i;

	*code = c;
	if (c < 0x80)
		return 1;
	*code = 0xfffd;
	if ((lead = lead_of(c)) == NULL || lead->length > n)
		return 1;
	second = (unsigned char)p[1];
	if (second < lead->low || second > lead->high)
		return 1;
	for (i = 2; i < lead->length; i++)
		if (!is_tail(p[i]))
			return 1;
	*code = c & (0x7fu >> lead->length);
	for (i = 1; i < lead->length; i++)
		*code = *code << 6 | ((unsigned char)p[i] & 0x3fu);
	return lead->length;
}

size_t
utf8_valid(const char *p, size_t n)
{
	size_t		at = 0, step;
	uint64_t	word;
	uint32_t	code;

	while (at < n) {
		if (n - at >= sizeof(word)) {
			memcpy(&word, p + at, sizeof(word));
			if ((word & HIGH_BITS) == 0) {
				at += sizeof(word);
				continue;
			}
		}
		step = utf8_decode(p + at, n - at, &code);
		if (step == 1 && (unsigned char)p[at] >= 0x80)
			break;
		at += step;
	}
	return at;
}

size_t
utf8_cut(const char *s, size_t n, size_t max)
{
	size_t	at = max, back = 0;

	if (n <= max)
		return n;
	while (at > 0 && back < 3 && is_tail(s[at])) {
		at--;
		back++;
	}
	return is_tail(s[at]) ? max : at;
}
