/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * charset.c - which encoding a sample is in: what proves itself goes first.
 *
 * A BOM is proof; UTF-16 and UTF-32 show by where their NULs stand; bytes
 * above 0x7f that are valid UTF-8 are UTF-8, for that does not happen by
 * chance.  Only then languages are guessed (charset_language.c).
 */
#include <stdio.h>
#include <string.h>
#ifdef __SSE2__
# include <emmintrin.h>
#endif

#include "charset_impl.h"
#include "input_impl.h"
#include "magic.h"
#include "str.h"

/* UTF-32 before UTF-16: its little-endian BOM begins with the other's. */
static const struct magic boms[] = {
	{ .name = "UTF-8", .bytes = "\xef\xbb\xbf", .n = 3 },
	{ .name = "UTF-32LE", .bytes = "\xff\xfe\0\0", .n = 4 },
	{ .name = "UTF-32BE", .bytes = "\0\0\xfe\xff", .n = 4 },
	{ .name = "UTF-16LE", .bytes = "\xff\xfe", .n = 2 },
	{ .name = "UTF-16BE", .bytes = "\xfe\xff", .n = 2 },
};

#define EXPLAINED	4096u	/* bytes of UTF-8 that are counted */
#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

static void __attribute__((format(printf, 3, 4)))
answer(struct charset *out, const char *name, const char *fmt, ...)
{
	va_list	ap;

	out->name = name;
	va_start(ap, fmt);
	vsnprintf(out->why, sizeof(out->why), fmt, ap);
	va_end(ap);
}

/* Whether a control byte other than white space may be there at all. */
static bool
has_controls(const char *p, size_t n)
{
	size_t	at = 0;
#ifdef __SSE2__
	__m128i	v, low, mid, all = _mm_setzero_si128();

	for (; n - at >= 16; at += 16) {
		v = _mm_loadu_si128((const __m128i *)(const void *)(p + at));
		low = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(8)), v);
		v = _mm_sub_epi8(v, _mm_set1_epi8(14));
		mid = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(11)), v);
		all = _mm_or_si128(all, _mm_or_si128(low, mid));
	}
	if (_mm_movemask_epi8(all) != 0)
		return true;
#endif
	for (; at < n; at++) {
		unsigned char c = (unsigned char)p[at];

		if (c < 9 || (c >= 14 && c <= 25))
			return true;
	}
	return false;
}

/* Control bytes that text does not have; a run of NULs counts as one. */
static size_t
count_odd(const char *p, size_t n)
{
	static const bool odd[32] = { [0] = true, [3] = true, [4] = true,
	    [5] = true, [6] = true, [7] = true, [14] = true, [15] = true,
	    [16] = true, [17] = true, [18] = true, [19] = true, [20] = true,
	    [21] = true, [22] = true, [23] = true, [24] = true, [25] = true };
	size_t	found = 0;

	if (!has_controls(p, n))
		return 0;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];

		if (c < 32 && odd[c])
			found += c != 0 || i == 0 || p[i - 1] != '\0';
	}
	return found;
}

/* One character of a wide encoding: what text has at that place. */
struct wide {
	const char	*name;
	size_t		 unit;
	unsigned	 shift[4];	/* of each byte */
};

static const struct wide wides[] = {
	{ "UTF-32LE", 4, { 0, 8, 16, 24 } },
	{ "UTF-32BE", 4, { 24, 16, 8, 0 } },
	{ "UTF-16LE", 2, { 0, 8, 0, 0 } },
	{ "UTF-16BE", 2, { 8, 0, 0, 0 } },
};

/* Valid throughout, and blanks, digits and line ends where they make sense. */
static bool
is_wide(const struct wide *w, const char *p, size_t n, bool whole)
{
	size_t		units = 0, plain = 0;
	uint32_t	code, high = 0;

	if (whole && n % w->unit != 0)
		return false;
	for (size_t i = 0; i + w->unit <= n; i += w->unit, units++) {
		code = 0;
		for (size_t k = 0; k < w->unit; k++)
			code |= (uint32_t)(unsigned char)p[i + k] <<
			    w->shift[k];
		if (high != 0 && (w->unit == 4 || code >> 10 != 0x37))
			return false;
		high = code >> 10 == 0x36 ? code : 0;
		if (code > 0x10ffff || code == 0xfffe || code == 0xffff ||
		    (code < 32 && (code < 9 || code > 13)))
			return false;
		plain += code >= 9 && code < 0x80;
	}
	return units > 0 && plain * 20 >= units;
}

/* Text a byte wide with a stray NUL, whatever its pairs would mean. */
static bool
is_mostly_ascii(const char *p, size_t n)
{
	size_t	plain = 0;

	for (size_t i = 0; i < n; i++)
		plain += (p[i] >= ' ' && p[i] < 0x7f) ||
		    (p[i] >= '\t' && p[i] <= '\r');
	return plain * 5 > n * 4;
}

/*
 * A line among others: its letters are of Latin or one other alphabet, whose
 * characters share their high bytes.
 */
static bool
shares_high_bytes(const struct wide *w, const char *p, size_t n)
{
	size_t	seen[32] = { 0 }, most = 0;

	for (size_t i = w->shift[0] == 0; i < n; i += 2)
		if ((unsigned char)p[i] < 32)
			seen[(unsigned char)p[i]]++;
	for (size_t i = 1; i < 32; i++)
		most = seen[i] > most ? seen[i] : most;
	return seen[0] > 0 && (seen[0] + most) * 20 >= n * 6;
}

const char *
charset_wide(const char *p, size_t n)
{
	if (n % 2 != 0 || memchr(p, '\0', n) == NULL)
		return NULL;
	for (size_t i = 2; i < COUNT(wides); i++)
		if (shares_high_bytes(&wides[i], p, n) &&
		    !is_mostly_ascii(p, n) && is_wide(&wides[i], p, n, true))
			return wides[i].name;
	return NULL;
}

size_t
charset_line_length(const char *p, size_t n)
{
	const char	*end = memchr(p, '\n', n);
	size_t		 all = n;

	if (end != NULL)
		n = (size_t)(end - p) + 1;
	end = memchr(p, '\r', n);
	n = end != NULL ? (size_t)(end - p) + 1 : n;
	/* the line end is "\n\0" where the line is UTF-16LE */
	return n + (n % 2 == 1 && n < all && p[n] == '\0' &&
	    memchr(p, '\0', n) != NULL);
}

/* A first line of bytes, whatever was joined to it. */
static bool
begins_narrow(const char *p, size_t n)
{
	size_t	length = charset_line_length(p, n);

	return length > 4 && length < n && p[length] != '\0' &&
	    memchr(p, '\0', length) == NULL && utf8_span(p, length) == length;
}

static const struct wide *
find_wide(const char *p, size_t n, bool whole)
{
	if (is_mostly_ascii(p, n) || begins_narrow(p, n))
		return NULL;
	for (size_t i = 0; i < COUNT(wides); i++)
		if (is_wide(&wides[i], p, n, whole))
			return &wides[i];
	return NULL;
}

void
charset_look(const char *p, size_t n, struct charset_line *l)
{
	size_t		at = 0, length, first_bad = n, first_good = n;
	uint32_t	code;

	memset(l, 0, sizeof(*l));
	for (;; at += length) {
		at += ascii_span(p + at, n - at);
		if (at == n)
			break;
		length = utf8_decode(p + at, n - at, &code);
		if (length == 1) {
			l->invalid++;
			first_bad = at < first_bad ? at : first_bad;
			continue;
		}
		l->sequences++;
		/* Latin letters are what valid bytes by chance seldom are. */
		l->bits += code < 0x250 ? 6 : 3 * (length - 1);
		first_good = at < first_good ? at : first_good;
	}
	l->first = l->invalid > 0 ? first_bad : first_good;
}

/* Of the lines with high bytes. */
struct lines {
	size_t	sequences, invalid;
	size_t	odd;		/* mostly not UTF-8 */
	size_t	good;		/* mostly UTF-8 */
	size_t	sure;		/* the same, not by chance in other scripts */
};

static void
count_lines(const char *p, size_t n, struct lines *c)
{
	struct charset_line	l;
	size_t			at = 0, length;

	memset(c, 0, sizeof(*c));
	for (; at < n; at += length) {
		length = charset_line_length(p + at, n - at);
		if (charset_wide(p + at, length) != NULL)
			continue;
		charset_look(p + at, length, &l);
		c->sequences += l.sequences;
		c->invalid += l.invalid;
		c->odd += l.invalid > l.sequences;
		c->good += l.sequences > 0 && l.invalid <= l.sequences;
		c->sure += l.bits >= 12 && l.invalid <= l.sequences;
	}
}

static bool
is_utf8_mostly(const struct lines *c, const char *other)
{
	if (c->sequences >= 4 * c->invalid)
		return true;
	if (other == NULL || charset_chance(other) < 12)
		return c->good > 0 && c->good >= c->odd;
	return c->sure > 0 && c->sure >= c->odd;
}

static void
explain_8bit(const struct charset_choice *c, struct charset *out)
{
	const char	*name = c->name != NULL ? c->name : "windows-1252";

	out->runner_up = c->runner_up;
	out->bits = c->bits > 0 ? c->bits : 0;
	if (c->runner_up == NULL)
		answer(out, name, "not UTF-8, and nothing speaks for another "
		    "encoding than %s", name);
	else if (c->bits < 0)
		answer(out, name, "not UTF-8; %s would be better than %s by "
		    "%.0f bits, which is not enough", c->runner_up, name,
		    -c->bits);
	else if (c->bits > 0)
		answer(out, name, "not UTF-8; %s rather than %s: the words "
		    "could be %s, %.0f bits", name, c->runner_up, c->language,
		    c->bits);
	else
		answer(out, name, "not UTF-8; %s rather than %s: the letters "
		    "look like it", name, c->runner_up);
}

static void
guess_8bit(const char *p, size_t n, struct charset *out)
{
	struct charset_evidence	 e;
	struct charset_choice	 choice;
	struct lines		 c;
	const char		*other;

	count_lines(p, n, &c);
	charset_begin(&e);
	charset_add(&e, p, n);
	other = charset_of(&e, &choice);
	if (!is_utf8_mostly(&c, other)) {
		explain_8bit(&choice, out);
		return;
	}
	out->other = other;
	out->runner_up = other != NULL ? other : "windows-1252";
	out->doubtful = c.invalid * 20 > c.sequences;
	answer(out, "UTF-8", "%zu characters are UTF-8; %zu bytes are not and "
	    "are read as %s", c.sequences, c.invalid, out->runner_up);
}

static void
guess_binary(const char *p, size_t n, const struct magic *m,
    struct charset *out)
{
	out->binary = true;
	if (m != NULL)
		answer(out, "binary", "its first bytes say %s", m->name);
	else
		answer(out, "binary", "%zu control bytes in the first %zu "
		    "bytes", count_odd(p, n), n);
}

/* The same but for lines of UTF-16. */
static size_t
count_odd_lines(const char *p, size_t n)
{
	size_t	found = 0, length;

	for (size_t at = 0; at < n; at += length) {
		length = charset_line_length(p + at, n - at);
		if (charset_wide(p + at, length) == NULL)
			found += count_odd(p + at, length);
	}
	return found;
}

/* Text may have some: an odd escape, the padding of a broken log. */
static bool
is_binary(const char *p, size_t n, bool whole, bool utf8)
{
	size_t	odd = count_odd(p, n);

	if (whole && are_zeros(p, n))
		return n > 0;
	if (odd * 100 > n && memchr(p, '\0', n) != NULL)
		odd = count_odd_lines(p, n);
	return utf8 ? odd * 10 > n : odd > 2 && odd * 100 > n;
}

static void
guess_utf8(const char *p, size_t n, struct charset *out)
{
	struct charset_line	l;

	out->ascii = ascii_span(p, n) == n;
	if (out->ascii) {
		answer(out, "UTF-8", "ASCII");
		return;
	}
	charset_look(p, n < EXPLAINED ? n : EXPLAINED, &l);
	out->bits = (double)l.bits;
	out->runner_up = "windows-1252";
	answer(out, "UTF-8", "valid UTF-8");
}

/* Byte order marks amid the text come from files that were joined. */
static size_t
valid_span(const char *p, size_t n)
{
	size_t	at = 0;

	for (;; at += 3) {
		at += utf8_span(p + at, n - at);
		if (n - at < 3 || memcmp(p + at, "\xef\xbb\xbf", 3) != 0)
			return at;
	}
}

void
charset_guess(const char *p, size_t n, bool whole, struct charset *out)
{
	const struct magic	*m = magic_among(boms, COUNT(boms), p, n,
				    false);
	const struct wide	*w = NULL;
	const char		*declared;
	size_t			 span;
	bool			 utf8;

	memset(out, 0, sizeof(*out));
	if (m != NULL) {
		out->bom = m->n;
		answer(out, m->name, "a byte order mark");
		return;
	}
	m = magic_sure(p, n);
	if (m == NULL && n > 0 && memchr(p, '\0', n) != NULL)
		w = find_wide(p, n, whole);
	span = valid_span(p, n);
	utf8 = span == n || (!whole && utf8_partial(p + span, n - span));
	if (w != NULL)
		answer(out, w->name, "every %zu bytes make a character",
		    w->unit);
	else if (m != NULL || is_binary(p, n, whole, utf8))
		guess_binary(p, n, m, out);
	else if (utf8) {
		guess_utf8(p, n, out);
	} else if ((declared = charset_declared(p, n)) != NULL) {
		answer(out, declared, "not UTF-8, and its declaration says so");
	} else
		guess_8bit(p, n, out);
}

const char *
charset_name(const char *p, size_t n)
{
	struct charset	c;

	charset_guess(p, n, false, &c);
	return c.binary ? "windows-1252" : c.name;
}
