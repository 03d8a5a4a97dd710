/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * drawn_width.c - how much of a line of a terminal a character takes.
 *
 * Whoever draws a table counts like this: characters of East Asia and emoji
 * are two columns wide (UAX #11, classes W and F), marks that combine none.
 */
#include "drawn.h"

static const struct {
	uint32_t	from, to;
	uint8_t		width;
} ranges[] = {
	{ 0x0300, 0x036f, 0 }, { 0x0483, 0x0489, 0 }, { 0x0591, 0x05bd, 0 },
	{ 0x0610, 0x061a, 0 }, { 0x064b, 0x065f, 0 }, { 0x06d6, 0x06dc, 0 },
	{ 0x0900, 0x0902, 0 }, { 0x093c, 0x093c, 0 }, { 0x0941, 0x0948, 0 },
	{ 0x0e31, 0x0e31, 0 }, { 0x0e34, 0x0e3a, 0 }, { 0x0e47, 0x0e4e, 0 },
	{ 0x1100, 0x115f, 2 }, { 0x1ab0, 0x1aff, 0 }, { 0x1dc0, 0x1dff, 0 },
	{ 0x200b, 0x200f, 0 }, { 0x20d0, 0x20ff, 0 }, { 0x231a, 0x231b, 2 },
	{ 0x2e80, 0x303e, 2 }, { 0x3041, 0x33ff, 2 }, { 0x3400, 0x4dbf, 2 },
	{ 0x4e00, 0x9fff, 2 }, { 0xa000, 0xa4cf, 2 }, { 0xac00, 0xd7a3, 2 },
	{ 0xf900, 0xfaff, 2 }, { 0xfe00, 0xfe0f, 0 }, { 0xfe20, 0xfe2f, 0 },
	{ 0xfe30, 0xfe6f, 2 }, { 0xff00, 0xff60, 2 }, { 0xffe0, 0xffe6, 2 },
	{ 0x1f300, 0x1f64f, 2 }, { 0x1f900, 0x1f9ff, 2 },
	{ 0x20000, 0x3fffd, 2 }, { 0xe0100, 0xe01ef, 0 },
};

#define N_RANGES	(sizeof(ranges) / sizeof(ranges[0]))

static uint32_t
width_of(uint32_t code)
{
	size_t	low = 0, high = N_RANGES;

	while (low < high) {
		size_t	i = (low + high) / 2;

		if (code < ranges[i].from)
			high = i;
		else if (code > ranges[i].to)
			low = i + 1;
		else
			return ranges[i].width;
	}
	return 1;
}

uint32_t
drawn_glyph(const char *p, size_t n, size_t *bytes)
{
	unsigned char	c = (unsigned char)*p;
	size_t		len = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	uint32_t	code = len == 1 ? c : c & (0x7fu >> len);

	*bytes = len < n ? len : n;
	if (c < 0x80)
		return 1;
	for (size_t i = 1; i < *bytes; i++)
		code = code << 6 | ((unsigned char)p[i] & 0x3f);
	return width_of(code);
}
