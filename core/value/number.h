/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * number.h - the ways in which a number is written.
 *
 * One bit a way: the low 18 bits are mark and grouping, the rest style.  A
 * cell is scanned once for all ways at the same time; a column's cells AND
 * their bits.  Plain digits with an optional dot have a fast lane, inline.
 */
#ifndef PS_NUMBER_H
#define PS_NUMBER_H

#include <string.h>

#include "reading.h"

#define N_NUMBER_FORMATS	18
#define N_SIGNS			8
#define N_AFFIXES		32
#define NUMBER_DIGITS_MAX	200	/* longer ones are text */
#define REAL_DIGITS		15	/* a double holds any so long */
#define CELL_DIGITS		18	/* as an integer in a cell */

enum {
	FORMAT_PLAIN	= 0,		/* 1234.56 */
	FORMAT_COMMA	= 9,		/* 1234,56 */
	FORMATS_DOT	= 0x101ff,
	FORMATS_COMMA	= 0x2fe00,
	FORMATS_ALL	= 0x3ffff,
	UNGROUPED	= 1 << FORMAT_PLAIN | 1 << FORMAT_COMMA,

	SIGN_SHIFT	= 18,
	SIGN_MINUS	= 1 << 18,	/* -5, $-5 */
	SIGN_PLUS	= 1 << 19,	/* +5 and -5, never 5 */
	SIGN_OUTER	= 1 << 20,	/* -$5 */
	SIGN_BRACKETS	= 1 << 21,	/* (5) */
	SIGN_BEHIND	= 1 << 22,	/* 5- */
	SIGN_UNICODE	= 1 << 23,	/* U+2212 */
	SIGN_DEBIT	= 1 << 24,	/* 5 DR among 5 */
	SIGN_SIDES	= 1 << 25,	/* 5 DR among 5 CR, never 5 */
	SIGNS_ALL	= 0xff << 18,
	SIGNS_NONE	= SIGNS_ALL & ~(SIGN_PLUS | SIGN_SIDES),

	STYLE_SHIFT	= 26,
	ZERO_SHOWN	= 1 << 26,	/* 0.5 */
	ZERO_HIDDEN	= 1 << 27,	/* .5 */
	MARK_HIDDEN	= 1 << 28,	/* 5 */
	MARK_SHOWN	= 1 << 29,	/* 5. */
	STYLES_ALL	= 0xf << 26,
	NUMBERS_ALL	= FORMATS_ALL | SIGNS_ALL | STYLES_ALL
};

enum { DOT, COMMA };		/* the decimal mark: index of two readings */

/* In facts.flags: how exponents were seen. */
enum {
	EXP_LOWER = 1 << 0, EXP_UPPER = 1 << 1, EXP_PLUS = 1 << 2,
	EXP_NO_PLUS = 1 << 3, EXP_NONE = 1 << 4, EXP_ALL = 0x1f
};

/* In facts.flags, too: how CR and DR were seen, and 1,5 which is no 1,500. */
enum {
	SIDE_APART = 1 << 10, SIDE_CLOSE = 1 << 11, SIDE_UPPER = 1 << 12,
	SIDE_TITLE = 1 << 13, COMMA_SURE = 1 << 14,
	NUMBER_FLAGS = EXP_ALL | SIDE_APART | SIDE_CLOSE | SIDE_UPPER |
	    SIDE_TITLE | COMMA_SURE
};

/* In reading.sides: 5DR, 5 Dr. */
enum { SIDES_CLOSE = 1 << 0, SIDES_TITLE = 1 << 1 };

/* In reading.e_style. */
enum { E_UPPER = 1 << 0, E_PLUS = 1 << 1, E_MIXED = 1 << 2 };

struct number_format {
	char		mark;
	const char	*group;		/* "" if there is none */
	bool		indian;		/* 12,34,567 */
	const char	*example;
};
extern const struct number_format number_formats[N_NUMBER_FORMATS];

struct affix {
	const char	*before, *behind;
	uint8_t		n_before, n_behind;
	uint8_t		unit;		/* enum unit */
};
enum unit {
	UNIT_NONE, UNIT_PERCENT, UNIT_USD, UNIT_EUR, UNIT_GBP, UNIT_YEN,
	UNIT_INR, UNIT_CHF, UNIT_KRONE, UNIT_ZLOTY, UNIT_REAL, N_UNITS
};
extern const struct affix affixes[N_AFFIXES];

/*
 * A scanned number.  Under the dot or the comma as decimal mark it has
 * whole[] digits before and scale[] behind; where bits has no format of that
 * mark they mean nothing.  `mantissa` is all digits, if there are at most 19.
 */
struct number {
	uint64_t	mantissa;
	uint32_t	bits;
	uint32_t	seen;		/* EXP_..., SIDE_..., COMMA_SURE */
	int16_t		whole[2], scale[2];
	int16_t		significant;	/* digits from the first that is no 0 */
	int16_t		exponent;
	uint8_t		e_digits;	/* 0: no exponent */
	uint8_t		affix;
	bool		negative, marked;
	const char	*body, *end;	/* digits, groups and marks */
};

/* Any way of writing; false if it is no number at all. */
bool	number_scan(const char *, size_t, struct number *);
/* The same of 007, as 7: `copy` (CELL_TEXT_MAX bytes) is what x points to. */
bool	number_scan_zeros(const char *, size_t, struct number *x, char *copy);
/* A column that is wished to be of numbers takes +5 for 5. */
static inline void
skip_plus(const char **p, size_t *n)
{
	if (*n < 2 || **p != '+' || (unsigned char)((*p)[1] - '0') > 9)
		return;
	++*p;
	--*n;
}
/* 1234,5 among 1.234,5: a number with groups, if that is asked for. */
void	number_scan_plain(struct number *, uint32_t formats);
/* The digits alone, without marks; returns how many (NUMBER_DIGITS_MAX). */
size_t	number_digits(const struct number *, char *out);
/* mantissa / 10^scale, correctly rounded. */
double	number_real(uint64_t mantissa, int scale, bool negative);
double	number_real_text(const char *digits, size_t n, int exponent,
	    bool negative);
/*
 * Whether it has the digits that its double would be written with: up to
 * REAL_DIGITS it always has.
 */
bool	number_is_real(const struct number *);
/* The up to 17 digits that a finite double needs; its decimal exponent. */
size_t	real_digits(double, char digits[20], int *exponent);
/* Into out (CELL_TEXT_MAX bytes); returns the length. */
size_t	number_render(const struct reading *, bool negative,
	    const char *digits, size_t n, int scale, char *out);
size_t	real_render(const struct reading *, double, char *out);
/* d.ddd times 10^exponent; `digits` has room for CELL_TEXT_MAX. */
size_t	real_render_digits(const struct reading *, bool negative,
	    char *digits, size_t n, int exponent, char *out);
size_t	digits_of(uint64_t, char out[20]);
/* The shortest text of any double that reads back, as ps_real() has it. */
size_t	real_text(double, char *out);

extern const double powers_of_ten[23];
extern const uint64_t small_powers[20];		/* of ten */

#define ONES	0x0101010101010101ull

/* Bytes of p as a little-endian word, zeros behind the n-th (n > 0). */
static inline uint64_t
load_word(const char *p, size_t n)
{
	uint64_t x;
	uint32_t a, b;

	if (n >= 8) {
		memcpy(&x, p, 8);
		return x;
	}
	if (n >= 4) {
		memcpy(&a, p, 4);
		memcpy(&b, p + n - 4, 4);
		return a | (uint64_t)b << 8 * (n - 4);
	}
	return (uint8_t)p[0] | (uint64_t)(uint8_t)p[n / 2] << 8 * (n / 2) |
	    (uint64_t)(uint8_t)p[n - 1] << 8 * (n - 1);
}

/* The value of eight digits, first in the lowest byte, '0' taken off */
static inline uint64_t
eight_digits(uint64_t x)
{
	x = x * 10 + (x >> 8);
	return ((x & 0x000000ff000000ff) * 0x000f424000000064 +
	    ((x >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >> 32;
}

/* The high bit of every byte of x that is no digit (x has '0' taken off). */
static inline uint64_t
not_digits(uint64_t x)
{
	return (x | ((x & 0x7f * ONES) + 0x76 * ONES)) & 0x80 * ONES;
}

#define ABSENT_DOT	255

/*
 * 1 to 8 bytes of digits with at most one mark among them: their value and
 * the place of the mark (ABSENT_DOT if there is none).
 */
static inline bool
scan_short(uint64_t x, size_t n, char mark, uint64_t *value, unsigned *dot)
{
	unsigned shift = 64 - 8 * (unsigned)n;
	uint64_t bad, below;

	x ^= '0' * ONES >> shift;
	bad = not_digits(x);
	*dot = ABSENT_DOT;
	if (bad != 0) {
		below = ((bad & (0 - bad)) >> 7) - 1;
		*dot = (unsigned)__builtin_ctzll(bad) / 8;
		if ((bad & (bad - 1)) != 0 || n == 1 ||
		    (char)(x >> 8 * *dot ^ '0') != mark)
			return false;
		x = (x & below) | (x >> 8 & ~below);
		shift += 8;
	}
	*value = eight_digits(x << shift);
	return true;
}

/* The same of 9 to 16 bytes at p, of which x is the first eight. */
static inline bool
scan_long(uint64_t lo, const char *p, size_t n, char mark, uint64_t *value,
    unsigned *dot)
{
	uint64_t hi = load_word(p + 8, n - 8) ^ '0' * ONES >> 8 * (16 - n);
	uint64_t bad, worse, below;

	lo ^= '0' * ONES;
	bad = not_digits(lo);
	worse = not_digits(hi);
	*dot = ABSENT_DOT;
	if ((bad | worse) != 0) {
		*dot = bad != 0 ? (unsigned)__builtin_ctzll(bad) / 8 :
		    8 + (unsigned)__builtin_ctzll(worse) / 8;
		if ((bad & (bad - 1)) != 0 || (worse & (worse - 1)) != 0 ||
		    (bad != 0 && worse != 0) || p[*dot] != mark)
			return false;
		below = (((bad | worse) & (0 - (bad | worse))) >> 7) - 1;
		if (bad != 0) {
			lo = (lo & below) | (lo >> 8 & ~below) | hi << 56;
			hi >>= 8;
		} else {
			hi = (hi & below) | (hi >> 8 & ~below);
		}
		if (--n == 8) {
			*value = eight_digits(lo);
			return true;
		}
	}
	*value = eight_digits(lo) * small_powers[n - 8] +
	    eight_digits(hi << 8 * (16 - n));
	return true;
}

enum plain { PLAIN_NOT, PLAIN_WHOLE, PLAIN_FRACTION };

/*
 * -?(0|[1-9][0-9]*)(.[0-9]+)? of at most 16 digits; what is not plain may
 * still be a number.  `x` is load_word(p, n), `whole` counts digits but not 0.
 */
static inline enum plain
plain_number(const char *p, size_t n, uint64_t x, char mark, uint64_t *value,
    bool *minus, unsigned *whole, unsigned *scale)
{
	unsigned dot;

	*minus = *p == '-';
	if (n <= 8) {
		x >>= 8 * *minus;
		p += *minus;
		n -= *minus;
		if (n == 0 || !scan_short(x, n, mark, value, &dot))
			return PLAIN_NOT;
	} else {
		p += *minus;
		n -= *minus;
		memcpy(&x, p, sizeof(x));
		if (n > 16 || (n == 8 ?
		    !scan_short(x, n, mark, value, &dot) :
		    !scan_long(x, p, n, mark, value, &dot)))
			return PLAIN_NOT;
	}
	*whole = dot == ABSENT_DOT ? (unsigned)n : dot;
	*scale = dot == ABSENT_DOT ? 0 : (unsigned)n - 1 - dot;
	if (*p == '0') {
		if (*whole > 1 || (*minus && *value == 0))
			return PLAIN_NOT;
		*whole = 0;
	}
	if (dot == ABSENT_DOT)
		return PLAIN_WHOLE;
	return dot == 0 || *scale == 0 ? PLAIN_NOT : PLAIN_FRACTION;
}

#endif
