/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_number.c - numbers as a spreadsheet shows them.
 *
 * All is done on decimal digits, so that nothing is lost by the way: a number
 * comes out as it was stored, but for the noise of binary fractions, a moment
 * as a date, a share as a percentage.
 */
#include <stdio.h>
#include <string.h>

#include "spreadsheet.h"

enum {
	DIGITS		= 40,	/* that are kept */
	SHOWN		= 15,	/* significant ones, in all programs */
	NOISE		= 13,	/* so few are left where there was noise */
	LAST_DAY	= 2958465,	/* 9999-12-31 */
	DAY_MS		= 86400000
};

/* 0.DIGITS * 10^point */
struct decimal {
	bool	negative;
	int	n, point;
	char	digits[DIGITS];
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void
add_digit(struct decimal *d, char c, bool fraction, bool *inexact)
{
	if (d->n == 0 && c == '0') {
		d->point -= fraction;
		return;
	}
	d->point += !fraction;
	if (d->n < DIGITS)
		d->digits[d->n++] = c;
	else
		*inexact = true;
}

/* False: it is none, or no such number can be. */
static bool
parse(const char *p, size_t n, struct decimal *d)
{
	const char	*end = p + n;
	bool		 fraction = false, any = false, inexact = false;
	bool		 minus = false;
	int		 exponent = 0;

	memset(d, 0, sizeof(*d));
	if (p < end && (*p == '-' || *p == '+'))
		d->negative = *p++ == '-';
	for (; p < end && (is_digit(*p) || (*p == '.' && !fraction)); p++)
		if (*p == '.')
			fraction = true;
		else {
			add_digit(d, *p, fraction, &inexact);
			any = true;
		}
	if (p < end && any && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < end && (*p == '-' || *p == '+'))
			minus = *p++ == '-';
		any = p < end;
		for (; p < end && is_digit(*p) && exponent < 10000; p++)
			exponent = exponent * 10 + (*p - '0');
	}
	d->point += minus ? -exponent : exponent;
	while (d->n > 0 && d->digits[d->n - 1] == '0')
		d->n--;
	if (d->n == 0)
		d->negative = false;
	return any && p == end && !inexact && exponent < 10000;
}

/* To `n` significant digits. */
static void
round_to(struct decimal *d, int n)
{
	bool	up = n < d->n && n >= 0 && d->digits[n] >= '5';

	if (n >= d->n)
		return;
	d->n = n < 0 ? 0 : n;
	while (up && d->n > 0 && d->digits[d->n - 1] == '9')
		d->n--;
	if (up && d->n > 0)
		d->digits[d->n - 1]++;
	else if (up) {
		d->digits[d->n++] = '1';
		d->point++;
	}
	while (d->n > 0 && d->digits[d->n - 1] == '0')
		d->n--;
}

/* 0.1 + 0.2 is stored as 0.30000000000000004 and shown as 0.3. */
static void
drop_noise(struct decimal *d)
{
	struct decimal	shown = *d;

	if (d->n <= SHOWN || d->point >= d->n)
		return;
	round_to(&shown, SHOWN);
	if (shown.n <= NOISE)
		*d = shown;
}

static void
add_zeros(struct ss_bytes *out, int n)
{
	for (; n > 0; n--)
		ss_add(out, "0", 1);
}

static void
add_decimal(struct ss_bytes *out, const struct decimal *d)
{
	int	whole = d->point > 0 ? d->point : 0;

	if (d->negative)
		ss_add(out, "-", 1);
	if (d->n == 0 || whole == 0)
		ss_add(out, "0", 1);
	if (d->n == 0)
		return;
	ss_add(out, d->digits, (size_t)(whole < d->n ? whole : d->n));
	add_zeros(out, whole - d->n);
	if (whole >= d->n)
		return;
	ss_add(out, ".", 1);
	add_zeros(out, -d->point);
	ss_add(out, d->digits + whole, (size_t)(d->n - whole));
}

/* As it was written where it is very large or very small. */
static void
add_number(struct ss_bytes *out, const struct decimal *d, const char *p,
    size_t n)
{
	if (d->point > 21 || d->point < -9)
		ss_add(out, p, n);
	else
		add_decimal(out, d);
}

/* Days and milliseconds of the day; false: no such moment is shown. */
static bool
moment_of(const struct decimal *d, int64_t *days, int64_t *ms)
{
	int64_t	part = 0;

	*days = 0;
	if (d->negative || d->point > 8)
		return false;
	for (int i = 0; i < d->point; i++)
		*days = *days * 10 + (i < d->n ? d->digits[i] - '0' : 0);
	for (int i = d->point; i < d->point + 11; i++)
		part = part * 10 + (i >= 0 && i < d->n ? d->digits[i] - '0' :
		    0);
	*ms = (part * DAY_MS + 50000000000) / 100000000000;
	/* Moments of a second are stored as fractions of a day. */
	if (*ms % 1000 <= 5)
		*ms -= *ms % 1000;
	else if (*ms % 1000 >= 995)
		*ms += 1000 - *ms % 1000;
	*days += *ms / DAY_MS;
	*ms %= DAY_MS;
	return *days <= LAST_DAY;
}

/* Of days since 1970-01-01 (Hinnant, chrono-compatible low-level date). */
static void
add_civil(struct ss_bytes *out, int64_t days)
{
	int64_t	z = days + 719468, era = z / 146097, doe = z - era * 146097;
	int64_t	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t	mp = (5 * doy + 2) / 153, day = doy - (153 * mp + 2) / 5 + 1;
	int64_t	month = mp < 10 ? mp + 3 : mp - 9;

	ss_printf(out, "%04d-%02d-%02d", (int)(yoe + era * 400 + (month <= 2)),
	    (int)month, (int)day);
}

/*
 * Excel has a 29th of February 1900, and shows it: day 60.  Days before it are
 * one later than those that are counted from the end of 1899.
 */
static void
add_date(struct ss_bytes *out, int64_t day, bool from_1904)
{
	if (from_1904)
		add_civil(out, day - 24107);
	else if (day == 60)
		ss_text(out, "1900-02-29");
	else
		add_civil(out, day - 25569 + (day < 60));
}

static void
add_clock(struct ss_bytes *out, int64_t hours, int64_t ms)
{
	ss_printf(out, "%02lld:%02d:%02d", (long long)(hours + ms / 3600000),
	    (int)(ms / 60000 % 60), (int)(ms / 1000 % 60));
	if (ms % 1000 != 0)
		ss_printf(out, ".%03d", (int)(ms % 1000));
}

/* A date with its time where it has one, whatever is shown of them. */
static bool
add_moment(struct ss_bytes *out, const struct decimal *d, enum ss_kind kind,
    bool from_1904)
{
	int64_t	day, ms;

	if (!moment_of(d, &day, &ms))
		return false;
	if (kind == SS_ELAPSED || (day == 0 && (kind == SS_TIME || ms > 0))) {
		add_clock(out, 24 * day, ms);
		return true;
	}
	add_date(out, day, from_1904);
	if (kind != SS_DATE || ms > 0) {
		ss_add(out, " ", 1);
		add_clock(out, 0, ms);
	}
	return true;
}

/* The i-th digit from the point to the left, from 1. */
static char
digit_before_point(const struct decimal *d, int i)
{
	int	at = d->point - i;

	return at >= 0 && at < d->n ? d->digits[at] : '0';
}

/* Whole numbers into a pattern: the first place takes all that are left. */
static bool
add_pattern(struct ss_bytes *out, const struct decimal *d, const char *pattern)
{
	int	places = 0, digits;
	char	c;

	for (const char *p = pattern; *p != '\0'; p++)
		places += *p == SS_PLACE;
	if (d->negative || d->point < d->n || d->point > DIGITS)
		return false;
	digits = d->point > places ? d->point : places;
	for (; *pattern != '\0'; pattern++) {
		if (*pattern != SS_PLACE) {
			ss_add(out, pattern, 1);
			continue;
		}
		do {
			c = digit_before_point(d, digits);
			ss_add(out, &c, 1);
		} while (digits-- > places);
		places--;
	}
	return true;
}

void
ss_show_number(struct ss_bytes *out, const struct ss_format *f, const char *p,
    size_t n, bool from_1904)
{
	struct decimal	d;

	if (!parse(p, n, &d)) {
		ss_add(out, p, n);
		return;
	}
	switch (f->kind) {
	case SS_GENERAL:
		break;
	case SS_PERCENT:
		d.point += d.n > 0 ? 2 : 0;
		drop_noise(&d);
		add_decimal(out, &d);
		ss_add(out, "%", 1);
		return;
	case SS_DIGITS:
		if (add_pattern(out, &d, f->pattern))
			return;
		break;
	default:
		if (add_moment(out, &d, f->kind, from_1904))
			return;
	}
	drop_noise(&d);
	add_number(out, &d, p, n);
}
