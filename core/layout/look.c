/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * look.c - what a cell looks like: number, date, word, text.
 *
 * One pass ORs the classes of the bytes; most cells are told by that alone.
 */
#include <string.h>

#include "layout_impl.h"

/* Classes of bytes; a byte may be in two. */
enum {
	DIGIT = 1, UPPER = 2, LOWER = 4, SPACE = 8,
	IN_NUMBER = 16, IN_DATE = 32, PUNCT = 64, HIGH = 128
};

static const uint8_t classes[256] = {
	[0 ... 31] = PUNCT, [' '] = SPACE, ['!' ... '#'] = PUNCT,
	['$' ... '%'] = IN_NUMBER, ['&' ... '\''] = PUNCT,
	['(' ... ')'] = IN_NUMBER, ['*'] = PUNCT,
	['+'] = IN_NUMBER | IN_DATE, [','] = IN_NUMBER,
	['-' ... '.'] = IN_NUMBER | IN_DATE, ['/'] = IN_DATE,
	['0' ... '9'] = DIGIT, [':'] = IN_DATE, [';' ... '@'] = PUNCT,
	['A' ... 'Z'] = UPPER, ['[' ... '`'] = PUNCT, ['a' ... 'z'] = LOWER,
	['{' ... 127] = PUNCT, [128 ... 255] = HIGH
};

/* What a byte of plain text costs, in eighths of a bit. */
const uint8_t look_costs[256] = {
	[0 ... 31] = 64, [' '] = 22, ['!'] = 52, ['"'] = 96,
	['#' ... '&'] = 52, ['\''] = 44, ['(' ... ')'] = 46,
	['*' ... ','] = 52, ['-' ... '.'] = 40, ['/'] = 46,
	['0' ... '9'] = 28, [':' ... '@'] = 52, ['A' ... 'Z'] = 38,
	['[' ... '^'] = 52, ['_'] = 40, ['`'] = 52, ['a' ... 'z'] = 34,
	['{' ... 127] = 52, [128 ... 255] = 44
};

/* Up to `max` digits at *p; how many. */
static unsigned
digits(const char **p, const char *e, unsigned max)
{
	unsigned	n = 0;

	while (*p < e && n < max && is_digit(**p)) {
		(*p)++;
		n++;
	}
	return n;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool
is_letter(char c)
{
	c = lower(c);
	return c >= 'a' && c <= 'z';
}

static bool
month(const char **p, const char *e)
{
	static const char	 names[] =
		"janfebmaraprmayjunjulaugsepoctnovdec";
	const char		*s = *p;

	if (e - s < 3)
		return false;
	for (int i = 0; i < 36; i += 3) {
		if (lower(s[0]) != names[i] || lower(s[1]) != names[i + 1] ||
		    lower(s[2]) != names[i + 2])
			continue;
		for (s += 3; s < e && is_letter(*s);)
			s++;
		*p = s + (s < e && *s == '.');
		return true;
	}
	return false;
}

/* 2024-01-31, 31.1.24, 1/31/2024, 31 Jan 2024; *p moves past it. */
static bool
date(const char **p, const char *e)
{
	const char	*s = *p;
	unsigned	 a = digits(&s, e, 5), b, c;
	char		 sep;

	if (a < 1 || a == 3 || a > 4 || s == e)
		return false;
	sep = *s++;
	if (sep != '-' && sep != '/' && sep != '.' && sep != ' ')
		return false;
	b = digits(&s, e, 3);
	if (b == 3 || (b == 0 && !month(&s, e)))
		return false;
	if (s == e || *s++ != sep)
		return false;
	c = digits(&s, e, 5);
	if ((c != 1 && c != 2 && c != 4) || (a == 4 && c == 4) ||
	    (sep == '.' && c < 2))
		return false;
	*p = s;
	return true;
}

/* What may follow h:m or h:m:s: of seconds a fraction, am or pm, a zone. */
static void
time_tail(const char **p, const char *e, bool seconds)
{
	const char	*s = *p, *q;
	unsigned	 n;

	/* Behind a comma only what clocks write: it may part two cells. */
	if (s < e && (*s == '.' || (*s == ',' && seconds))) {
		q = s + 1;
		n = digits(&q, e, 12);
		if (n > 0 && (*s == '.' || n % 3 == 0))
			s = q;
	}
	q = s + (s < e && *s == ' ');
	if (e - q >= 2 && (lower(q[0]) == 'a' || lower(q[0]) == 'p') &&
	    lower(q[1]) == 'm')
		s = q + 2;
	q = s + (s < e && *s == ' ');
	if (s < e && *s == 'Z')
		s++;
	else if (q < e && (*q == '+' || *q == '-')) {
		n = 0;
		for (q++; q < e && (is_digit(*q) || *q == ':'); q++)
			n++;
		if (n >= 2)
			s = q;
	}
	*p = s;
}

static bool
time_of_day(const char **p, const char *e)
{
	const char	*s = *p;
	unsigned	 groups = 0;

	for (;;) {
		if (digits(&s, e, 2) == 0)
			return false;
		groups++;
		if (groups == 3 || s == e || *s != ':')
			break;
		s++;
	}
	if (groups < 2)
		return false;
	time_tail(&s, e, groups > 2);
	*p = s;
	return true;
}

/* A blank between groups of three digits: 1 234 567. */
static bool
is_gap(const char *s, const char *e, unsigned group)
{
	return *s == ' ' && group >= 1 && group <= 3 && e - s >= 4 &&
	    is_digit(s[1]) && is_digit(s[2]) && is_digit(s[3]) &&
	    (e - s == 4 || !is_digit(s[4]));
}

/* Digits with marks between: 1,234.56 or 1.234,56; how many digits. */
static unsigned
number_body(const char **p, const char *e)
{
	const char	*s = *p;
	unsigned	 n = 0, group = 0, dots = 0, commas = 0;
	char		 last = '\0';

	for (; s < e; s++) {
		if (is_digit(*s)) {
			n++;
			group++;
			continue;
		}
		if (dots + commas == 0 && is_gap(s, e, group)) {
			group = 0;
			continue;
		}
		if (*s != '.' && *s != ',')
			break;
		if ((last != '\0' && (last != *s || *s == ',') && group != 3))
			return 0;
		dots += *s == '.';
		commas += *s == ',';
		last = *s;
		group = 0;
	}
	if (dots > 1 || (commas > 1 && last == ',' && group != 3))
		return 0;
	*p = s;
	return n;
}

/* Digits of a number with all that may stand around it; 0: it is none. */
static unsigned
number(const char *p, const char *e)
{
	unsigned	n, x;

	if (p < e && (*p == '(' || *p == '$' || *p == '-' || *p == '+'))
		p++;
	if (p < e && (*p == '$' || *p == '-' || *p == ' '))
		p++;
	if (p == e || !(is_digit(*p) || *p == '.' || *p == ','))
		return 0;
	if ((n = number_body(&p, e)) == 0)
		return 0;
	if (p < e && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < e && (*p == '+' || *p == '-'))
			p++;
		if ((x = digits(&p, e, 20)) == 0)
			return 0;
		n += x;
	}
	while (p < e && (*p == ' ' || *p == '%' || *p == ')' || *p == '$'))
		p++;
	return p == e ? n : 0;
}

static enum ps_look
moment(const char *p, const char *e)
{
	const char	*s = p;

	if (date(&s, e)) {
		if (s == e)
			return PS_LOOK_DATE;
		if (*s == ' ' || *s == 'T' || *s == ',') {
			for (s++; s < e && *s == ' ';)
				s++;
			if (time_of_day(&s, e) && s == e)
				return PS_LOOK_STAMP;
		}
	}
	s = p;
	return time_of_day(&s, e) && s == e ? PS_LOOK_TIME : PS_LOOK_TEXT;
}

static bool
address(const char *p, const char *e)
{
	unsigned	dots = 0;

	for (; p < e; p++) {
		if (*p == '.')
			dots++;
		else if (!is_digit(*p))
			return false;
	}
	return dots == 3;
}

/* A cell with digits and other bytes that numbers or dates may have. */
static enum ps_look
typed_value(const char *p, const char *e, unsigned mask, uint32_t *cost)
{
	enum ps_look	v;
	unsigned	n;

	if (is_digit(*p) && (mask & IN_DATE) != 0) {
		if ((v = moment(p, e)) != PS_LOOK_TEXT) {
			*cost = v == PS_LOOK_DATE ? 16 * PS_BIT :
			    v == PS_LOOK_TIME ? 17 * PS_BIT : 30 * PS_BIT;
			return v;
		}
		if (e - p <= 15 && address(p, e)) {
			*cost = 30 * PS_BIT;
			return PS_LOOK_ADDRESS;
		}
	}
	if ((mask & (IN_NUMBER | SPACE)) != 0 && (n = number(p, e)) > 0) {
		*cost = 27 * n + 26;
		return PS_LOOK_NUMBER;
	}
	return PS_LOOK_TEXT;
}

enum ps_look
look_of(const char *p, size_t n, uint32_t *cost)
{
	const char	*e = p + n;
	uint32_t	 text = 0;
	unsigned	 mask = 0;

	while (p < e && *p == ' ')
		p++;
	while (e > p && e[-1] == ' ')
		e--;
	if (p == e) {
		*cost = PS_BIT / 4;
		return PS_LOOK_EMPTY;
	}
	for (const char *s = p; s < e; s++) {
		text += look_costs[(uint8_t)*s];
		mask |= classes[(uint8_t)*s];
	}
	if (mask == DIGIT) {
		*cost = 27 * (uint32_t)(e - p) + 12;
		return PS_LOOK_INT;
	}
	if (e - p == 2 && memcmp(p, "\\N", 2) == 0) {
		*cost = PS_BIT / 4;
		return PS_LOOK_EMPTY;
	}
	if ((mask & DIGIT) != 0 && (mask & (PUNCT | HIGH)) == 0 &&
	    mask >= SPACE && e - p < 40) {
		enum ps_look	v = typed_value(p, e, mask, cost);

		if (v != PS_LOOK_TEXT)
			return v;
	}
	if ((mask & ~(unsigned)(DIGIT | UPPER | LOWER)) == 0) {
		*cost = text + 14;
		return PS_LOOK_WORD;
	}
	*cost = text + 28;
	return PS_LOOK_TEXT;
}
