/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_value.c - texts of values, as the binary form of their type.
 *
 * Forms are those of the server's *_recv functions (utils/adt/numeric.c,
 * date.c, timestamp.c, uuid.c, network.c).
 */
#include <arpa/inet.h>
#include <stdio.h>

#include "postgres_sink.h"

#define GROUPS_MOST	4200		/* of four digits: a text of 16,000 */
#define NEGATIVE	0x4000
#define EPOCH_DAYS	10957		/* from 1970-01-01 to 2000-01-01 */
#define DAY_US		86400000000
#define HIDDEN		0x10ff00	/* + a byte that is no text */

void
pg_put_field(struct text *t, const char *p, size_t n)
{
	pg_put_int(t, (int64_t)n, 4);
	text_add(t, p, n);
}

/* --- numbers -------------------------------------------------------------- */

static void
put_groups(struct text *t, const int16_t *groups, int n, int weight,
    bool minus, int scale)
{
	int	from = 0;

	while (from < n && groups[from] == 0) {
		from++;
		weight--;
	}
	while (n > from && groups[n - 1] == 0)
		n--;
	if (from == n)
		weight = 0, minus = false;
	pg_put_int(t, 8 + 2 * (n - from), 4);
	pg_put_int(t, (int64_t)((uint64_t)(n - from) << 48 |
	    (uint64_t)(weight & 0xffff) << 32 |
	    (minus ? (uint64_t)NEGATIVE << 16 : 0) | (uint64_t)scale), 8);
	for (int i = from; i < n; i++)
		pg_put_int(t, groups[i], 2);
}

bool
pg_put_numeric(struct text *t, const char *p, size_t n)
{
	int16_t		 groups[GROUPS_MOST];
	bool		 minus = n > 0 && *p == '-';
	const char	*end = p + n, *mark, *at;
	size_t		 whole, places;
	int		 n_groups = 0, value, weight;

	p += minus;
	mark = memchr(p, '.', (size_t)(end - p));
	whole = (size_t)((mark == NULL ? end : mark) - p);
	places = mark == NULL ? 0 : (size_t)(end - mark - 1);
	if (whole + places == 0 || whole + places > 16000)
		return false;
	weight = (int)((whole + 3) / 4) - 1;
	for (at = p; at < p + whole;) {
		size_t	take = (size_t)(p + whole - at) % 4;

		take = take == 0 ? 4 : take;
		for (value = 0; take > 0; take--, at++) {
			if (*at < '0' || *at > '9')
				return false;
			value = value * 10 + (*at - '0');
		}
		groups[n_groups++] = (int16_t)value;
	}
	for (at = mark == NULL ? end : mark + 1; at < end;) {
		value = 0;
		for (int i = 0; i < 4; i++) {
			if (at < end && (*at < '0' || *at > '9'))
				return false;
			value = value * 10 + (at < end ? *at++ - '0' : 0);
		}
		groups[n_groups++] = (int16_t)value;
	}
	put_groups(t, groups, n_groups, weight, minus, (int)places);
	return true;
}

size_t
pg_digits(int64_t v, int scale, char out[64])
{
	char		 text[64];
	char		*p = text + sizeof(text);
	uint64_t	 u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	size_t		 n;

	if (scale > 40)
		scale = 40;
	for (int i = 0; u > 0 || i <= scale; i++, u /= 10) {
		if (i == scale && scale > 0)
			*--p = '.';
		*--p = (char)('0' + u % 10);
	}
	if (v < 0)
		*--p = '-';
	n = (size_t)(text + sizeof(text) - p);
	memcpy(out, p, n);
	return n;
}

/* v / 10^scale */
void
pg_put_scaled(struct text *t, int64_t v, int scale)
{
	static const uint64_t	powers[] = {
		1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000
	};
	uint64_t	u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v, whole, rest;
	int16_t		groups[8];
	char		digits[64];
	int		n = 5;

	if (scale < 0 || scale > 8) {
		(void)pg_put_numeric(t, digits, pg_digits(v, scale, digits));
		return;
	}
	whole = u / powers[scale];
	rest = u % powers[scale] * powers[(8 - scale) % 4];
	for (int i = 4; i >= 0; i--, whole /= 10000)
		groups[i] = (int16_t)(whole % 10000);
	if (scale > 4)
		groups[n++] = (int16_t)(rest / 10000);
	if (scale > 0)
		groups[n++] = (int16_t)(rest % 10000);
	put_groups(t, groups, n, 4, v < 0, scale);
}

/* --- dates and times ------------------------------------------------------ */

static bool
two(const char *p, int most, int *out)
{
	if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
		return false;
	*out = (p[0] - '0') * 10 + (p[1] - '0');
	return *out <= most;
}

/* "2020-01-31", as days from 2000-01-01. */
static bool
take_date(const char *p, size_t n, int64_t *out)
{
	int	century, years, m, d, y, era, of_era;

	if (n < 10 || !two(p, 99, &century) || !two(p + 2, 99, &years) ||
	    p[4] != '-' || !two(p + 5, 12, &m) || p[7] != '-' ||
	    !two(p + 8, 31, &d) || m < 1 || d < 1)
		return false;
	y = century * 100 + years - (m <= 2);
	m = (m + 9) % 12;
	era = (y >= 0 ? y : y - 399) / 400;
	of_era = y - era * 400;
	*out = era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    (153 * m + 2) / 5 + d - 1 - 719468 - EPOCH_DAYS;
	return true;
}

/* "12:34:56.789": microseconds, and the bytes that were used. */
static size_t
take_time(const char *p, size_t n, int64_t *out, bool *exact)
{
	int	h, m, sec;
	int64_t	us = 0, unit = 100000;
	size_t	i = 8;

	if (n < 8 || !two(p, 23, &h) || p[2] != ':' || !two(p + 3, 59, &m) ||
	    p[5] != ':' || !two(p + 6, 59, &sec))
		return 0;
	if (i < n && p[i] == '.') {
		for (i++; i < n && p[i] >= '0' && p[i] <= '9'; i++) {
			us += (p[i] - '0') * unit;
			*exact &= unit > 0;	/* there are no nanoseconds */
			unit /= 10;
		}
		*exact &= p[i - 1] != '0' && p[i - 1] != '.';
	}
	*out = ((h * 60 + m) * 60 + sec) * (int64_t)1000000 + us;
	return i;
}

/* "Z" or "+02:00". */
static bool
take_zone(const char *p, size_t n, int64_t *us, bool *exact)
{
	int	h, m;

	if (n == 1 && *p == 'Z')
		return true;
	if (n != 6 || (*p != '+' && *p != '-') || !two(p + 1, 23, &h) ||
	    p[3] != ':' || !two(p + 4, 59, &m))
		return false;
	*exact = false;
	*us += (*p == '+' ? -1 : 1) * (h * 60 + m) * (int64_t)60000000;
	return true;
}

bool
pg_put_moment(struct text *t, enum kind kind, const char *p, size_t n,
    bool *exact)
{
	int64_t	days = 0, us = 0;
	size_t	used;

	*exact = true;
	if (kind != K_TIME) {
		if (!take_date(p, n, &days))
			return false;
		if (kind == K_DATE) {
			pg_put_int(t, 4, 4);
			pg_put_int(t, days, 4);
			return n == 10;
		}
		if (n == 10)
			return kind == K_STAMP && (pg_put_int(t, 8, 4),
			    pg_put_int(t, days * DAY_US, 8), true);
		p += 11;
		n -= 11;
	}
	if ((used = take_time(p, n, &us, exact)) == 0)
		return false;
	us += days * DAY_US;
	if (kind == K_STAMPTZ ? !take_zone(p + used, n - used, &us, exact) :
	    used != n)
		return false;
	pg_put_eight(t, us);
	return true;
}

/* --- words ---------------------------------------------------------------- */

static int
nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
pg_put_uuid(struct text *t, const char *p, size_t n)
{
	char	bytes[16];
	int	k = 0;

	if (n != 36)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (i == 8 || i == 13 || i == 18 || i == 23) {
			if (p[i] != '-')
				return false;
			continue;
		}
		if (nibble(p[i]) < 0)
			return false;
		if (k % 2 == 0)
			bytes[k / 2] = (char)(nibble(p[i]) << 4);
		else
			bytes[k / 2] |= (char)nibble(p[i]);
		k++;
	}
	pg_put_field(t, bytes, 16);
	return true;
}

bool
pg_put_inet(struct text *t, const char *p, size_t n)
{
	char	name[INET6_ADDRSTRLEN];
	unsigned char bytes[16];
	bool	six = memchr(p, ':', n) != NULL;
	int	length = six ? 16 : 4;

	if (n >= sizeof(name))
		return false;
	memcpy(name, p, n);
	name[n] = '\0';
	if (inet_pton(six ? AF_INET6 : AF_INET, name, bytes) != 1)
		return false;
	pg_put_int(t, 4 + length, 4);
	pg_put_int(t, six ? 3 : 2, 1);
	pg_put_int(t, 8 * length, 1);
	pg_put_int(t, 0, 1);
	pg_put_int(t, length, 1);
	text_add(t, (const char *)bytes, (size_t)length);
	return true;
}

/* --- texts ---------------------------------------------------------------- */

/* The bytes of the character at p (RFC 3629, without NUL), or 0: none. */
static size_t
character(const unsigned char *p, size_t n)
{
	size_t		want = *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : 4;
	unsigned	low = 0x80, high = 0xbf;

	if (*p < 0x80)
		return *p != 0;
	if (*p < 0xc2 || *p > 0xf4 || n < want)
		return 0;
	low = *p == 0xe0 ? 0xa0 : *p == 0xf0 ? 0x90 : low;
	high = *p == 0xed ? 0x9f : *p == 0xf4 ? 0x8f : high;
	if (p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < want; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return want;
}

#define HIGHS	0x8080808080808080
#define ONES	0x0101010101010101

bool
pg_is_text(const char *text, size_t n)
{
	const unsigned char	*p = (const unsigned char *)text;
	uint64_t		 w;
	size_t			 i = 0, used;

	while (i < n) {
		for (; i + 8 <= n; i += 8) {
			memcpy(&w, p + i, 8);
			if (((w | (w - ONES)) & HIGHS) != 0)
				break;
		}
		if (i == n)
			break;
		if (n - i < 8) {	/* ones do no harm */
			w = ONES;
			memcpy(&w, p + i, n - i);
			if (((w | (w - ONES)) & HIGHS) == 0)
				break;
		}
		if ((used = character(p + i, n - i)) == 0)
			return false;
		i += used;
	}
	return true;
}

static void
put_others(struct text *t, const char *text, size_t n, bool hide)
{
	const unsigned char	*p = (const unsigned char *)text;
	char			 to[4];
	size_t			 used;

	for (size_t i = 0; i < n; i += used) {
		used = character(p + i, n - i);
		if (used > 0) {
			text_add(t, text + i, used);
			continue;
		}
		used = 1;
		text_add(t, to, ps_put_utf8(hide ? HIDDEN + (uint32_t)p[i] :
		    p[i] == 0 ? 0x2400 : 0xfffd, to));
	}
}

/* NUL becomes U+2400, other bytes that are no UTF-8 U+FFFD. */
void
pg_show_text(struct text *t, const char *p, size_t n)
{
	if (pg_is_text(p, n))
		text_add(t, p, n);
	else
		put_others(t, p, n, false);
}

/* Each such byte becomes a character that pg_bare_text() knows again. */
void
pg_hide_text(struct text *t, const char *p, size_t n)
{
	if (n == 0 || pg_is_text(p, n))
		text_add(t, p, n);
	else
		put_others(t, p, n, true);
}

size_t
pg_bare_text(char *p, size_t n)
{
	char	*at = memmem(p, n, "\xf4\x8f", 2);
	size_t	 to, i;

	if (at == NULL)
		return n;
	to = i = (size_t)(at - p);
	while (i < n) {
		if (n - i >= 4 && memcmp(p + i, "\xf4\x8f", 2) == 0 &&
		    (unsigned char)p[i + 2] >= 0xbc) {
			p[to++] = (char)(((p[i + 2] & 0x03) << 6) |
			    (p[i + 3] & 0x3f));
			i += 4;
		} else {
			p[to++] = p[i++];
		}
	}
	return to;
}
