/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_format.c - what a number format (ECMA-376 part 1, 18.8.30 and
 * 18.8.31) makes of a number: a date, a percentage, digits with zeros before
 * them, or just a number.
 *
 * The first section of a code counts: it is that of positive numbers.
 */
#include <string.h>

#include "spreadsheet.h"

enum { PATTERN = 64, STYLES = 1 << 18 };

/* What a code is made of. */
struct parts {
	bool	days, hours, months, elapsed, percent;
	bool	other;			/* what only a number has: # . , E */
	int	zeros;
	size_t	n;
	char	pattern[PATTERN];	/* "" once it is too long */
};

static const struct {
	uint32_t	from, to;
	enum ss_kind	kind;
} builtin[] = {
	{ 9, 10, SS_PERCENT }, { 14, 17, SS_DATE }, { 18, 21, SS_TIME },
	{ 22, 22, SS_MOMENT }, { 27, 31, SS_DATE }, { 32, 35, SS_TIME },
	{ 36, 36, SS_DATE }, { 45, 45, SS_TIME }, { 46, 46, SS_ELAPSED },
	{ 47, 47, SS_TIME }, { 50, 58, SS_DATE }, { 71, 74, SS_DATE },
	{ 75, 76, SS_TIME }, { 77, 77, SS_MOMENT }, { 78, 78, SS_TIME },
	{ 79, 79, SS_ELAPSED }, { 80, 80, SS_TIME }, { 81, 81, SS_DATE }
};

struct ss_format
ss_builtin_format(uint32_t id)
{
	for (size_t i = 0; i < sizeof(builtin) / sizeof(builtin[0]); i++)
		if (id >= builtin[i].from && id <= builtin[i].to)
			return (struct ss_format){ .kind = builtin[i].kind };
	return (struct ss_format){ .kind = SS_GENERAL };
}

static void
add_pattern(struct parts *p, const char *s, size_t n)
{
	if (p->n + n >= PATTERN) {
		p->other = true;
		return;
	}
	memcpy(p->pattern + p->n, s, n);
	p->n += n;
}

/* Up to the closing byte; what stands behind it. */
static const char *
past(const char *p, const char *end, char close)
{
	const char	*e = memchr(p, close, (size_t)(end - p));

	return e == NULL ? end : e + 1;
}

/* `[h]`, `[mm]`: time that has passed; all else is a colour or a condition. */
static const char *
take_bracket(struct parts *parts, const char *p, const char *end)
{
	const char	*close = past(p, end, ']');
	size_t		 n = (size_t)(close - p) - (close > p &&
			    close[-1] == ']'), same = 0;

	while (same < n && (p[same] | 32) == (p[0] | 32))
		same++;
	if (n > 0 && same == n && strchr("hms", p[0] | 32) != NULL)
		parts->elapsed = true;
	return close;
}

static bool
begins(const char *p, const char *end, const char *word)
{
	size_t	n = strlen(word);

	if ((size_t)(end - p) < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((p[i] | 32) != (word[i] | 32))
			return false;
	return true;
}

/* A letter or sign that stands for something; what stands behind it. */
static const char *
take_code(struct parts *parts, const char *p, const char *end)
{
	char	place = SS_PLACE;

	if (begins(p, end, "AM/PM") || begins(p, end, "A/P")) {
		parts->hours = true;
		return p + (begins(p, end, "AM/PM") ? 5 : 3);
	}
	if (begins(p, end, "General") || begins(p, end, "Standard")) {
		parts->other = true;
		return p + (begins(p, end, "General") ? 7 : 8);
	}
	if (begins(p, end, "E+") || begins(p, end, "E-")) {
		parts->other = true;
		return p + 2;
	}
	switch (*p | 32) {
	case 'y': case 'd': case 'e': case 'g': case 'b': case 'a':
		parts->days = true;
		break;
	case 'h': case 's':
		parts->hours = true;
		break;
	case 'm':
		parts->months = true;
		break;
	default:
		if (*p == '%')
			parts->percent = true;
		else if (*p == '0') {
			parts->zeros++;
			add_pattern(parts, &place, 1);
		} else if (strchr("#?.,@", *p) != NULL)
			parts->other = true;
		else
			add_pattern(parts, p, 1);
	}
	return p + 1;
}

static void
take_section(struct parts *parts, const char *p, const char *end)
{
	const char	*e;

	while (p < end && *p != ';')
		switch (*p) {
		case '"':
			e = past(p + 1, end, '"');
			add_pattern(parts, p + 1, (size_t)(e - p - 1) -
			    (e > p + 1 && e[-1] == '"'));
			p = e;
			break;
		case '\\':
			if (end - p > 1)
				add_pattern(parts, p + 1, 1);
			p += end - p > 1 ? 2 : 1;
			break;
		case '_':	/* as wide as the next, */
		case '*':	/* or filled with it */
			p += end - p > 1 ? 2 : 1;
			break;
		case '[':
			p = take_bracket(parts, p + 1, end);
			break;
		default:
			p = take_code(parts, p, end);
		}
}

struct ss_format
ss_code_format(struct ss_book *b, struct ps_slice code)
{
	struct parts		parts = { .n = 0 };
	struct ss_format	f = { .kind = SS_GENERAL };

	if (code.p == NULL)
		return f;
	take_section(&parts, code.p, code.p + code.n);
	if (parts.elapsed)
		f.kind = SS_ELAPSED;
	else if (parts.days || (parts.months && !parts.hours))
		f.kind = parts.hours ? SS_MOMENT : SS_DATE;
	else if (parts.hours)
		f.kind = SS_TIME;
	else if (parts.percent)
		f.kind = SS_PERCENT;
	else if (parts.zeros > 1 && !parts.other && memchr(parts.pattern, '\0',
	    parts.n) == NULL) {
		f.kind = SS_DIGITS;
		f.pattern = ss_keep(b, parts.pattern, parts.n);
	}
	return f;
}

void
ss_add_code(struct ss_book *b, uint32_t id, struct ps_slice code)
{
	struct ss_code	*c = b->styles.codes.n < STYLES ?
			    SS_MORE(b->styles.codes) : NULL;

	if (c == NULL)
		(void)ss_wrong(b, "too many number formats");
	else
		*c = (struct ss_code){ id, ss_code_format(b, code) };
}

static struct ss_format
format_of(const struct ss_book *b, uint32_t id)
{
	for (uint32_t i = 0; i < b->styles.codes.n; i++)
		if (b->styles.codes.p[i].id == id)
			return b->styles.codes.p[i].format;
	return ss_builtin_format(id);
}

void
ss_add_style(struct ss_book *b, uint32_t id)
{
	struct ss_format	*f = b->styles.formats.n < STYLES ?
				    SS_MORE(b->styles.formats) : NULL;

	if (f == NULL)
		(void)ss_wrong(b, "too many styles");
	else
		*f = format_of(b, id);
}

const struct ss_format *
ss_style(const struct ss_book *b, uint32_t i)
{
	static const struct ss_format	plain = { .kind = SS_GENERAL };

	return i < b->styles.formats.n ? &b->styles.formats.p[i] : &plain;
}
