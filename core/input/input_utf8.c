/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * input_utf8.c - how far bytes are ASCII, or valid UTF-8, at the speed of
 * memory where they are ASCII.
 */
#include <string.h>
#ifdef __SSE2__
# include <emmintrin.h>
#endif

#include "input_impl.h"

#define HIGH_BITS	0x8080808080808080u	/* one a byte */

#ifdef __SSE2__
static size_t
ascii_blocks(const char *p, size_t n)
{
	const __m128i	*v;
	__m128i		 a, b;
	size_t		 at = 0;
	int		 high;

	for (; n - at >= 64; at += 64) {
		v = (const __m128i *)(const void *)(p + at);
		a = _mm_or_si128(_mm_loadu_si128(v), _mm_loadu_si128(v + 1));
		b = _mm_or_si128(_mm_loadu_si128(v + 2),
		    _mm_loadu_si128(v + 3));
		if (_mm_movemask_epi8(_mm_or_si128(a, b)) != 0)
			break;
	}
	for (; n - at >= 16; at += 16) {
		v = (const __m128i *)(const void *)(p + at);
		high = _mm_movemask_epi8(_mm_loadu_si128(v));
		if (high != 0)
			return at + (size_t)__builtin_ctz((unsigned)high);
	}
	return at;
}
#else
static size_t
ascii_blocks(const char *p, size_t n)
{
	size_t		at = 0;
	uint64_t	w[2];

	for (; n - at >= sizeof(w); at += sizeof(w)) {
		memcpy(w, p + at, sizeof(w));
		if (((w[0] | w[1]) & HIGH_BITS) != 0)
			break;
	}
	return at;
}
#endif

size_t
ascii_span(const char *p, size_t n)
{
	size_t	at = ascii_blocks(p, n);

	while (at < n && (unsigned char)p[at] < 0x80)
		at++;
	return at;
}

static bool
is_tail(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

/*
 * Length of the character at p, which is no ASCII; 0 if it is not valid, or
 * a byte order mark: that has no place amid text and is looked at there.
 */
static inline size_t
high_length(const unsigned char *p, size_t n)
{
	unsigned char	c = p[0];

	if (c < 0xe0)
		return c >= 0xc2 && n > 1 && is_tail(p[1]) ? 2 : 0;
	if (c < 0xf0) {
		if (n < 3 || !is_tail(p[1]) || !is_tail(p[2]))
			return 0;
		return (c == 0xe0 && p[1] < 0xa0) ||
		    (c == 0xed && p[1] > 0x9f) ||
		    (c == 0xef && p[1] == 0xbb && p[2] == 0xbf) ? 0 : 3;
	}
	if (c > 0xf4 || n < 4 || !is_tail(p[1]) || !is_tail(p[2]) ||
	    !is_tail(p[3]))
		return 0;
	return (c == 0xf0 && p[1] < 0x90) || (c == 0xf4 && p[1] > 0x8f) ?
	    0 : 4;
}

size_t
utf8_span(const char *p, size_t n)
{
	const unsigned char	*s = (const unsigned char *)p;
	size_t			 at = 0, step;

	for (;;) {
		at += ascii_span(p + at, n - at);
		/* Other scripts: runs of letters with a blank between. */
		while (at < n && (s[at] >= 0x80 ||
		    (at + 1 < n && s[at + 1] >= 0x80))) {
			step = s[at] < 0x80 ? 1 : high_length(s + at, n - at);
			if (step == 0)
				return at;
			at += step;
		}
		if (at == n)
			return at;
	}
}

bool
utf8_partial(const char *p, size_t n)
{
	/* Filled up with what fits most often; the bounds then decide. */
	unsigned char	c[4] = { 0x80, 0x80, 0x80, 0x80 };

	if (n == 0 || n > 3)
		return false;
	memcpy(c, p, n);
	if (n == 1) {
		c[1] = c[0] == 0xe0 ? 0xa0 : c[0] == 0xf0 ? 0x90 : 0x80;
	}
	return high_length(c, sizeof(c)) > n;
}
