/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * column_scan.h - a plain number of up to 16 bytes, looked at as a whole.
 *
 * Its bytes are taken together with what stands before them, so that they end
 * where 16 bytes end.  Bytes that are no digits are bits of a word; the one
 * that may be among them, the mark, is taken out by moving what is before it,
 * and 16 digits become a value at once.  Nothing branches but on whether it
 * is such a number at all.  There are two ways, which give the same.
 */
#ifndef PS_COLUMN_SCAN_H
#define PS_COLUMN_SCAN_H

#ifdef __SSE2__
# include <emmintrin.h>
#endif

#include "column_impl.h"

/* In registers where it is called, or it is of no use. */
#define INLINE	inline __attribute__((always_inline))

struct scanned {
	uint64_t	value;
	unsigned	scale;		/* digits behind the mark */
	unsigned	whole;		/* before it; 0 is none */
	unsigned	minus, fraction;	/* 1 or 0 */
};

/* What both ways have in common: where the digits are. */
struct digits {
	const char	*end;
	unsigned	 minus, n;	/* n: all bytes but the minus */
	unsigned	 bad;		/* of 16 bytes, those that are none */
	unsigned	 behind;	/* those behind the last of these */
};

/*
 * -?(0|[1-9][0-9]*)(.[0-9]+)? and not -0, as plain_number() has it.  All but
 * the value.
 */
static INLINE bool
scan_shape(const struct digits *d, char mark, struct scanned *x)
{
	unsigned	zero = d->end[-(int)d->n] == '0';

	x->minus = d->minus;
	x->fraction = d->bad != 0;
	x->scale = d->behind & 15;
	x->whole = d->n - x->fraction - x->scale;
	if ((d->bad & (d->bad - 1)) != 0 || x->whole == 0 ||
	    (zero & (x->whole > 1)) != 0)
		return false;
	x->whole -= zero;
	return d->bad == 0 || (x->scale > 0 &&
	    d->end[-1 - (int)x->scale] == mark);
}

/* Digits behind the only one that is none; 16: all are. */
static inline unsigned
digits_behind(unsigned bad)
{
	return (unsigned)__builtin_clz(bad << 1 | 1) - 15;
}

/* A bit for each byte whose high bit is set. */
static inline unsigned
high_bits(uint64_t x)
{
	return (unsigned)((x >> 7) * UINT64_C(0x0102040810204080) >> 56);
}

/* Of n bytes (1 to 16) at p; 16 before p, and from p on, may be read. */
static INLINE bool
scan_words(const char *p, size_t n, char mark, struct scanned *x)
{
	struct digits	 d = { p + n, *p == '-', (unsigned)n, 0, 0 };
	uint64_t	 a, b;
	const uint64_t	*keep;

	d.n -= d.minus;
	a = (word_at(d.end - 16) ^ '0' * ONES) & last_bytes[d.n][0];
	b = (word_at(d.end - 8) ^ '0' * ONES) & last_bytes[d.n][1];
	d.bad = high_bits(not_digits(a)) | high_bits(not_digits(b)) << 8;
	d.behind = digits_behind(d.bad);
	if (!scan_shape(&d, mark, x))
		return false;
	keep = last_bytes[d.behind];
	b = (b & keep[1]) | ((b << 8 | a >> 56) & ~keep[1]);
	a = (a & keep[0]) | (a << 8 & ~keep[0]);
	x->value = eight_digits(a) * 100000000 + eight_digits(b);
	return x->value != 0 || x->minus == 0;
}

#ifdef __SSE2__

/* The value of 16 digits, the first of them lowest. */
static inline uint64_t
sixteen_digits(__m128i v)
{
	const __m128i	tens = _mm_set1_epi16(10);
	const __m128i	hundreds = _mm_set1_epi32(1 << 16 | 100);
	const __m128i	thousands = _mm_set1_epi32(1 << 16 | 10000);
	uint64_t	halves;

	v = _mm_add_epi16(_mm_mullo_epi16(_mm_and_si128(v,
	    _mm_set1_epi16(0xff)), tens), _mm_srli_epi16(v, 8));
	v = _mm_madd_epi16(v, hundreds);
	v = _mm_madd_epi16(_mm_packs_epi32(v, v), thousands);
	halves = (uint64_t)_mm_cvtsi128_si64(v);
	return (halves & UINT32_MAX) * 100000000 + (halves >> 32);
}

static INLINE bool
scan_sse2(const char *p, size_t n, char mark, struct scanned *x)
{
	struct digits	 d = { p + n, *p == '-', (unsigned)n, 0, 0 };
	__m128i		 v, good, keep;

	d.n -= d.minus;
	v = _mm_loadu_si128((const void *)(d.end - 16));
	v = _mm_and_si128(_mm_sub_epi8(v, _mm_set1_epi8('0')),
	    _mm_loadu_si128((const void *)last_bytes[d.n]));
	good = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(9)), v);
	d.bad = (unsigned)_mm_movemask_epi8(good) ^ 0xffff;
	d.behind = digits_behind(d.bad);
	if (!scan_shape(&d, mark, x))
		return false;
	keep = _mm_loadu_si128((const void *)last_bytes[d.behind]);
	v = _mm_or_si128(_mm_and_si128(keep, v),
	    _mm_andnot_si128(keep, _mm_slli_si128(v, 1)));
	x->value = sixteen_digits(v);
	return x->value != 0 || x->minus == 0;
}
# define scan_plain	scan_sse2

#else
# define scan_plain	scan_words
#endif

#endif
