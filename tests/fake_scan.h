/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fake_scan.h - what the core's scan of a sample would say.
 */
#ifndef PS_FAKE_SCAN_H
#define PS_FAKE_SCAN_H

#include <string.h>

#include "polyscraper.h"

/* What a byte costs in eighths of a bit. */
static const uint8_t text_cost[256] = {
	[0 ... 9] = 64, ['\n'] = 16, [11 ... 31] = 64, [' '] = 22,
	['!'] = 52, ['"'] = 96, ['#' ... '&'] = 52, ['\''] = 44,
	['(' ... ','] = 52, ['-' ... '.'] = 40, ['/'] = 46,
	['0' ... '9'] = 28, [':' ... '@'] = 52, ['A' ... 'Z'] = 38,
	['[' ... '^'] = 52, ['_'] = 40, ['`'] = 52, ['a' ... 'z'] = 34,
	['{' ... 127] = 52, [128 ... 255] = 44
};

/* `lines` has room for n + 1 offsets. */
static inline void
fake_scan(struct ps_scan *s, const char *p, size_t n, uint32_t *lines)
{
	size_t	start = 0;

	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < n; i++)
		s->histogram[(unsigned char)p[i]]++;
	for (int c = 0; c < 256; c++)
		s->plain_bits += s->histogram[c] * text_cost[c] / 8.0;
	while (start < n) {
		const char	*e = memchr(p + start, s->histogram['\n'] > 0 ?
				    '\n' : '\r', n - start);
		size_t		 end = e != NULL ? (size_t)(e - p) : n;
		size_t		 i = start;

		lines[s->n_lines++] = (uint32_t)start;
		while (i < end && (p[i] == ' ' || p[i] == '\t' ||
		    p[i] == '\r'))
			i++;
		s->n_blank += i == end;
		s->n_indented += i > start && i < end;
		if (end - start > s->longest)
			s->longest = (uint32_t)(end - start);
		start = end + 1;
	}
	s->lines = lines;
	s->plain_bits = (s->plain_bits + 2 * s->n_lines) * 1.08;
}

#endif
