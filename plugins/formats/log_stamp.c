/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log_stamp.c - times as logs write them: a day in one of a few orders, a time
 * of day, what may stand between them and behind.
 *
 * Sources: ISO 8601; RFC 3164 and 5424; RFC 5322; asctime(3); the formats that
 * the loggers of Java, Python, Go, Android, nginx and Windows write by default.
 */
#include <string.h>

#include "log.h"

struct cursor {
	const char	*p, *stop;
};

/* From least to most digits; their value, or -1. */
static int64_t
digits(struct cursor *c, unsigned least, unsigned most)
{
	const char	*p = c->p;
	int64_t		 v = 0;

	while (p < c->stop && log_is_digit(*p) && p - c->p < (ptrdiff_t)most)
		v = v * 10 + (*p++ - '0');
	if (p - c->p < (ptrdiff_t)least)
		return -1;
	c->p = p;
	return v;
}

static bool
is_at(const struct cursor *c, char x)
{
	return c->p < c->stop && *c->p == x;
}

static bool
eat(struct cursor *c, char x)
{
	if (!is_at(c, x))
		return false;
	c->p++;
	return true;
}

static bool
is_word_end(const struct cursor *c)
{
	return c->p == c->stop || !(log_is_letter(*c->p) ||
	    log_is_digit(*c->p) || *c->p == '_');
}

/* One of words of three letters, of which longer forms may go on. */
static bool
named(struct cursor *c, const char *names, bool longer)
{
	struct cursor	 t = *c;

	if (c->stop - c->p < 3)
		return false;
	for (; *names != '\0'; names += 3) {
		if (memcmp(names, c->p, 3) != 0)
			continue;
		t.p += 3;
		while (longer && t.p < t.stop && *t.p >= 'a' && *t.p <= 'z')
			t.p++;
		if (!is_word_end(&t))
			return false;
		*c = t;
		return true;
	}
	return false;
}

static bool
month_name(struct cursor *c)
{
	return named(c, "JanFebMarAprMayJunJulAugSepOctNovDec", true);
}

static bool
between(int64_t v, int64_t least, int64_t most)
{
	return v >= least && v <= most;
}

/* 2006-01-02, 2006/01/02, 2006.01.02; 01/02/06, 02.01.2006; 01-02, 10.30 */
static bool
numbers(struct cursor *c, bool *partial)
{
	struct cursor	t = *c;
	const char	*p = c->p;
	int64_t		a = digits(&t, 1, 4), b, d;
	bool		year = t.p - p == 4;
	char		sep;

	if (a < 0 || t.p == t.stop || (*t.p != '-' && *t.p != '/' &&
	    *t.p != '.'))
		return false;
	sep = *t.p++;
	if (t.p - p == 4 || (b = digits(&t, 1, 2)) < 1 || b > 31)
		return false;
	*partial = true;
	if (is_at(&t, sep) && t.p + 1 < t.stop && log_is_digit(t.p[1])) {
		t.p++;
		p = t.p;
		d = digits(&t, 1, 4);
		if (year ? !between(d, 1, 31) : t.p - p == 3 || t.p - p == 1)
			return false;
		*partial = false;
	} else if (year || a < 1 || a > 31 || (a > 12 && b > 12)) {
		return false;
	}
	*c = t;
	return true;
}

/* 20060102, 060102 */
static bool
run_of_digits(struct cursor *c)
{
	struct cursor	t = *c;
	int64_t		v;

	v = digits(&t, 6, 9);
	if (v < 0 || (t.p - c->p != 6 && t.p - c->p != 8) ||
	    !between(v / 100 % 100, 1, 12) || !between(v % 100, 1, 31) ||
	    (t.p - c->p == 8 && !between(v / 10000, 1970, 2099)))
		return false;
	*c = t;
	return true;
}

/* Jan 2 2006, Jan  2, 2006, 02/Jan/2006, 2 Jan 2006, 02-Jan-2006 */
static bool
month_in_letters(struct cursor *c)
{
	struct cursor	t = *c, u;
	char		sep = '\0';

	if (month_name(&t)) {
		while (eat(&t, ' '))
			;
		if (!between(digits(&t, 1, 2), 1, 31))
			return false;
		u = t;
		(void)eat(&u, ',');
		if (eat(&u, ' ') && digits(&u, 4, 4) > 1900 &&
		    !is_at(&u, ':'))
			t = u;
		*c = t;
		return is_word_end(&t);
	}
	if (!between(digits(&t, 1, 2), 1, 31) || t.p == t.stop)
		return false;
	sep = *t.p++;
	if ((sep != '/' && sep != '-' && sep != ' ') || !month_name(&t) ||
	    !eat(&t, sep) || digits(&t, 2, 4) < 0)
		return false;
	*c = t;
	return true;
}

static bool
day(struct cursor *c, bool *partial, bool *in_a_row)
{
	struct cursor	t = *c;

	*partial = *in_a_row = false;
	if (named(&t, "MonTueWedThuFriSatSun", true)) {
		(void)eat(&t, ',');
		while (eat(&t, ' '))
			;
	}
	if (t.p == t.stop)
		return false;
	if (log_is_letter(*t.p) ? month_in_letters(&t) :
	    numbers(&t, partial) || month_in_letters(&t) ||
	    (*in_a_row = run_of_digits(&t))) {
		*c = t;
		return true;
	}
	return false;
}

/* Behind a time: its parts of a second. */
static void
fraction(struct cursor *c, bool colons)
{
	struct cursor	t = *c;

	if (t.p < t.stop && (*t.p == '.' || *t.p == ',' ||
	    (colons && *t.p == ':'))) {
		t.p++;
		if (digits(&t, 1, 9) >= 0 && is_word_end(&t))
			*c = t;
		else if (t.p > c->p + 1 && (is_at(&t, 'Z') || is_at(&t, 'A') ||
		    is_at(&t, 'P')))
			*c = t;
	}
}

/* 15:04, 15:04:05.000, 3:04:05 PM, 15.04.05; 150405 */
static bool
clock(struct cursor *c, bool dots, bool in_a_row)
{
	struct cursor	t = *c;
	int64_t		v = digits(&t, 1, 6);
	char		sep;

	if (t.p - c->p == 6) {
		if (!in_a_row || v % 100 > 60 || v / 100 % 100 > 59 ||
		    v / 10000 > 23)
			return false;
		fraction(&t, false);
		*c = t;
		return true;
	}
	if (v < 0 || t.p - c->p > 2 || v > 24 || t.p == t.stop)
		return false;
	sep = *t.p;
	if (sep != ':' && !(dots && sep == '.'))
		return false;
	t.p++;
	if (!between(digits(&t, in_a_row ? 1 : 2, 2), 0, 59))
		return false;
	if (is_at(&t, sep) && t.p + 1 < t.stop && log_is_digit(t.p[1])) {
		t.p++;
		if (!between(digits(&t, in_a_row ? 1 : 2, 2), 0, 60))
			return false;
		fraction(&t, true);
	} else if (dots && sep == '.') {
		return false;
	}
	*c = t;
	return true;
}

static const char *const zones[] = {
	"UTC", "GMT", "CET", "CEST", "EST", "EDT", "CST", "CDT", "MST", "MDT",
	"PST", "PDT", "BST", "WET", "WEST", "EET", "EEST", "MSK", "JST", "KST",
	"AEST", "AEDT", NULL
};

static bool
zone_name(struct cursor *c)
{
	size_t	n;

	for (const char *const *z = zones; *z != NULL; z++) {
		struct cursor	t = *c;

		n = strlen(*z);
		if ((size_t)(t.stop - t.p) < n || memcmp(t.p, *z, n) != 0)
			continue;
		t.p += n;
		if (is_word_end(&t)) {
			*c = t;
			return true;
		}
	}
	return false;
}

/* +01:00, +0100, +01; what is right behind the time may be Z, too. */
static bool
offset(struct cursor *c)
{
	struct cursor	t = *c;

	if (!eat(&t, '+') && !eat(&t, '-'))
		return false;
	if (digits(&t, 2, 2) < 0)
		return false;
	(void)eat(&t, ':');
	(void)digits(&t, 2, 2);
	if (!is_word_end(&t))
		return false;
	*c = t;
	return true;
}

/* AM, PM, a zone, a year: each after a blank or none. */
static void
behind(struct cursor *c, bool year)
{
	struct cursor	t = *c, u;

	if (eat(&t, 'Z') && is_word_end(&t)) {
		*c = t;
		return;
	}
	t = *c;
	if (offset(&t)) {
		*c = t;
		return;
	}
	(void)eat(&t, ' ');
	u = t;
	if ((eat(&u, 'A') || eat(&u, 'P')) && eat(&u, 'M') &&
	    is_word_end(&u)) {
		*c = t = u;
		(void)eat(&t, ' ');
	}
	u = t;
	if (zone_name(&u) || (t.p > c->p && offset(&u))) {
		*c = t = u;
		(void)eat(&t, ' ');
	}
	u = t;
	if (year && t.p > c->p && between(digits(&u, 4, 4), 1970, 2099) &&
	    is_word_end(&u))
		*c = u;
}

/* What stands between day and time of day; *dots: the time may have dots. */
static bool
joint(struct cursor *c, bool *dots)
{
	struct cursor	t = *c;
	const char	*p = t.p;

	(void)eat(&t, ',');
	while (eat(&t, ' '))
		;
	if (t.p == p && t.p < t.stop && (*t.p == 'T' || *t.p == '-' ||
	    *t.p == '_' || *t.p == ':' || *t.p == 't')) {
		*dots = *t.p == '-';
		t.p++;
	}
	if (t.p == p)
		return false;
	*c = t;
	return true;
}

/* 10 digits of seconds, 13, 16 or 19 of parts of them; a fraction. */
static bool
epoch(struct cursor *c)
{
	struct cursor	t = *c;
	ptrdiff_t	n;

	if (digits(&t, 10, 18) < 0)
		return false;
	n = t.p - c->p;
	if (n != 10 && n != 13 && n != 16)
		return false;
	if (*c->p != '1' || (c->p[1] < '0' || c->p[1] > '9'))
		return false;
	fraction(&t, false);
	if (!is_word_end(&t))
		return false;
	*c = t;
	return true;
}

enum log_stamp
log_stamp(const char *p, size_t n, size_t *bytes)
{
	struct cursor	c = { p, p + (n < 64 ? n : 64) }, t;
	bool		partial, in_a_row, dots = false;
	enum log_stamp	is = NO_STAMP;

	if (n < 4 || !(log_is_digit(*p) || (*p >= 'A' && *p <= 'W')))
		return NO_STAMP;
	if (day(&c, &partial, &in_a_row)) {
		t = c;
		if (joint(&t, &dots) && clock(&t, dots, in_a_row)) {
			c = t;
			behind(&c, log_is_letter(*p));
			is = STAMP_FULL;
		} else if (!partial && !in_a_row) {
			is = STAMP_DATE;
		}
	}
	if (is == NO_STAMP) {
		c.p = p;
		if (clock(&c, false, false) && c.p - p >= 7)
			is = STAMP_CLOCK;
		else if (c.p = p, epoch(&c))
			is = STAMP_EPOCH;
	}
	if (is == NO_STAMP || !is_word_end(&c))
		return NO_STAMP;
	*bytes = (size_t)(c.p - p);
	return is;
}

static const char *const levels[] = {
	"trace", "debug", "info", "notice", "warn", "warning", "error", "err",
	"fatal", "critical", "crit", "alert", "emerg", "emergency", "panic",
	"severe", "fine", "finer", "finest", "config", "verbose", "failure",
	"information", "dbg", "inf", "wrn", "ftl", "trc", "fail", "log",
	NULL
};

size_t
log_severity(const char *p, size_t n)
{
	char	low[12];
	size_t	k = 0;

	while (k < n && k < sizeof(low) - 1 && log_is_letter(p[k])) {
		low[k] = (char)(p[k] | 0x20);
		k++;
	}
	if (k == 0 || (k < n && (log_is_letter(p[k]) || log_is_digit(p[k]) ||
	    p[k] == '_' || p[k] == '.' || p[k] == '-')))
		return 0;
	if (k == 1)
		return strchr("VDIWEFTC", *p) != NULL ? 1 : 0;
	low[k] = '\0';
	for (const char *const *l = levels; *l != NULL; l++)
		if (strcmp(*l, low) == 0)
			return k;
	return 0;
}
