/* SPDX-License-Identifier: 0BSD */
/*
 * bytes.h - what formats do with bytes, whatever they read.
 */
#ifndef POLYSCRAPER_BYTES_H
#define POLYSCRAPER_BYTES_H

#include <stddef.h>
#include <stdint.h>

/* n bytes, at most 8, of which the first counts least. */
static inline uint64_t
ps_little(const char *p, unsigned n)
{
	uint64_t	v = 0;

	while (n-- > 0)
		v = v << 8 | (unsigned char)p[n];
	return v;
}

/*
 * A character in UTF-8 (RFC 3629): the bytes put at `out`, which has room for
 * 4, and how many.  What is no character becomes U+FFFD.
 */
static inline size_t
ps_put_utf8(uint32_t code, char *out)
{
	if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		code = 0xfffd;
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xe0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3f));
		out[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3f));
	out[2] = (char)(0x80 | (code >> 6 & 0x3f));
	out[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

#endif
