/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_marks.c - which bytes mean something, a bit each.
 *
 * Some hundred bytes are scanned at a time, by the widest registers that the
 * processor at hand has; all ways give the same bits.
 */
#include <string.h>
#if defined(__x86_64__) && defined(__GNUC__)
# define HAVE_X86
# include <immintrin.h>
#endif

#include "delimited.h"

#define ONES	UINT64_C(0x0101010101010101)
#define HIGHS	(0x80 * ONES)

/* The high bit of each byte that is zero, exactly. */
static inline uint64_t
zero_bytes(uint64_t x)
{
	return ~(((x & ~HIGHS) + ~HIGHS) | x) & HIGHS;
}

static uint64_t
block_portable(const struct marked *m, const char *p)
{
	uint64_t	d = ONES * (uint8_t)m->delim;
	uint64_t	q = ONES * (uint8_t)m->quote;
	uint64_t	e = ONES * (uint8_t)m->eol;
	uint64_t	bits = 0, x, hit;

	for (int i = 0; i < MARK_BLOCK / 8; i++) {
		memcpy(&x, p + 8 * i, sizeof(x));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		x = __builtin_bswap64(x);
#endif
		hit = zero_bytes(x ^ d) | zero_bytes(x ^ q) |
		    zero_bytes(x ^ e);
		/* bit 8i of the factor goes to bit 56 + i */
		bits |= (hit >> 7) * UINT64_C(0x0102040810204080) >> 56 <<
		    (8 * i);
	}
	return bits;
}

/* What is left of the window, and nothing behind it. */
static void
scan_tail(const struct marked *m, const char *p, const char *end,
    uint64_t *words, uint32_t i)
{
	char	block[MARK_BLOCK] = { 0 };
	size_t	n;

	for (; i < MARK_WORDS; i++) {
		n = (size_t)(end - p);
		if (n >= MARK_BLOCK) {
			words[i] = block_portable(m, p);
			p += MARK_BLOCK;
			continue;
		}
		if (n > 0)
			memcpy(block, p, n);
		words[i] = n == 0 ? 0 : block_portable(m, block) &
		    ((UINT64_C(1) << n) - 1);
		p = end;
	}
}

static void
scan_portable(const struct marked *m, const char *p, const char *end,
    uint64_t *words)
{
	scan_tail(m, p, end, words, 0);
}

#ifdef HAVE_X86

static void
scan_sse2(const struct marked *m, const char *p, const char *end,
    uint64_t *words)
{
	const __m128i	d = _mm_set1_epi8(m->delim);
	const __m128i	q = _mm_set1_epi8(m->quote);
	const __m128i	e = _mm_set1_epi8(m->eol);
	uint32_t	i = 0;

	for (; i < MARK_WORDS && end - p >= MARK_BLOCK; i++) {
		uint64_t	bits = 0;

		for (int k = 0; k < MARK_BLOCK; k += 16, p += 16) {
			__m128i v = _mm_loadu_si128((const void *)p);
			__m128i hit = _mm_or_si128(_mm_cmpeq_epi8(v, d),
			    _mm_or_si128(_mm_cmpeq_epi8(v, q),
			    _mm_cmpeq_epi8(v, e)));

			bits |= (uint64_t)_mm_movemask_epi8(hit) << k;
		}
		words[i] = bits;
	}
	scan_tail(m, p, end, words, i);
}

static void __attribute__((target("avx2")))
scan_avx2(const struct marked *m, const char *p, const char *end,
    uint64_t *words)
{
	const __m256i	d = _mm256_set1_epi8(m->delim);
	const __m256i	q = _mm256_set1_epi8(m->quote);
	const __m256i	e = _mm256_set1_epi8(m->eol);
	uint32_t	i = 0;

	for (; i < MARK_WORDS && end - p >= MARK_BLOCK; i++) {
		uint64_t	bits = 0;

		for (int k = 0; k < MARK_BLOCK; k += 32, p += 32) {
			__m256i v = _mm256_loadu_si256((const void *)p);
			__m256i hit = _mm256_or_si256(
			    _mm256_cmpeq_epi8(v, d), _mm256_or_si256(
			    _mm256_cmpeq_epi8(v, q),
			    _mm256_cmpeq_epi8(v, e)));

			bits |= (uint64_t)(uint32_t)
			    _mm256_movemask_epi8(hit) << k;
		}
		words[i] = bits;
	}
	scan_tail(m, p, end, words, i);
}

#endif

marks_scan *
marks_way(enum marks_way way)
{
	switch (way) {
#ifdef HAVE_X86
	case MARKS_AVX2:
		return __builtin_cpu_supports("avx2") ? scan_avx2 : NULL;
	case MARKS_SSE2:
		return scan_sse2;
#endif
	case MARKS_PORTABLE:
		return scan_portable;
	default:
		return NULL;
	}
}

marks_scan *
marks_best(void)
{
	marks_scan	*scan = NULL;

	for (int i = MARKS_AVX2; scan == NULL; i--)
		scan = marks_way((enum marks_way)i);
	return scan;
}
