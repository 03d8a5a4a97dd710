/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * describe.c - readings in words for people, and in numbers for the ledger.
 */
#include <stdio.h>

#include "facts.h"
#include "str.h"

const char *const type_names[] = {
	"null", "bool", "int", "bigint", "decimal", "real", "date", "time",
	"timestamp", "timestamptz", "interval", "uuid", "inet", "macaddr",
	"url", "email", "json", "blob", "text", NULL
};

enum ps_type
type_named(const char *name)
{
	for (int i = 0; type_names[i] != NULL; i++)
		if (strcmp(type_names[i], name) == 0)
			return (enum ps_type)i;
	return PS_NULL;
}

static const char *const unit_names[N_UNITS] = {
	NULL, "%", "USD", "EUR", "GBP", "JPY", "INR", "CHF", "kr", "PLN", "BRL"
};

static bool
has_unit(enum ps_type type)
{
	return type == PS_INT || type == PS_DECIMAL || type == PS_REAL;
}

const char *
reading_unit(const struct reading *r)
{
	return has_unit((enum ps_type)r->type) ?
	    unit_names[affixes[r->affix].unit] : NULL;
}

const char *
facts_unit(const struct facts *joined, enum ps_type type)
{
	uint32_t named = joined->units & ~BIT(UNIT_NONE) & (BIT(N_UNITS) - 1);

	return has_unit(type) && named != 0 && (named & (named - 1)) == 0 ?
	    unit_names[__builtin_ctz(named)] : NULL;
}

#define MEMBER(name, max)	{ offsetof(struct reading, name),	\
	sizeof(((struct reading *)0)->name), max }

/* Every member and its greatest value: none may index past a table. */
static const struct {
	size_t		offset, size;
	int64_t		max;
} members[] = {
	MEMBER(type, PS_TEXT), MEMBER(number, N_NUMBER_FORMATS - 1),
	MEMBER(date, N_DATE_FORMATS - 1), MEMBER(time, N_TIME_FORMATS - 1),
	MEMBER(boolean, N_BOOLS - 1), MEMBER(token, TOLD_FIRST + N_TOLD - 1),
	MEMBER(flags, UINT8_MAX), MEMBER(exponent, 3),
	MEMBER(precision, 2 * NUMBER_DIGITS_MAX),
	MEMBER(scale, NUMBER_DIGITS_MAX), MEMBER(fixed, NUMBER_DIGITS_MAX),
	MEMBER(fraction, FRACTION_MAX), MEMBER(sign, N_SIGNS - 1),
	MEMBER(affix, N_AFFIXES - 1), MEMBER(style, 15), MEMBER(e_style, 7),
	MEMBER(pads, UINT8_MAX), MEMBER(month, N_MONTH_STYLES - 1),
	MEMBER(letters, 2), MEMBER(join, N_JOINS), MEMBER(zone, N_ZONES - 1),
	MEMBER(absent, N_TOKENS - 1), MEMBER(blanks, UINT8_MAX),
	MEMBER(tokens, UINT32_MAX), MEMBER(sides, 3),
	MEMBER(hint, N_HINTS - 1), MEMBER(wish, 3)
};
#define N_MEMBERS	(sizeof(members) / sizeof(members[0]))

static int64_t
get(const struct reading *r, size_t i)
{
	const char *p = (const char *)r + members[i].offset;
	uint32_t wide;
	int16_t narrow;

	if (members[i].size == 1)
		return *(const uint8_t *)p;
	if (members[i].size == 2) {
		memcpy(&narrow, p, sizeof(narrow));
		return narrow;
	}
	memcpy(&wide, p, sizeof(wide));
	return wide;
}

static void
set(struct reading *r, size_t i, int64_t v)
{
	char *p = (char *)r + members[i].offset;
	uint8_t byte = (uint8_t)v;
	int16_t narrow = (int16_t)v;
	uint32_t wide = (uint32_t)v;

	memcpy(p, members[i].size == 1 ? (const void *)&byte :
	    members[i].size == 2 ? (const void *)&narrow : &wide,
	    members[i].size);
}

static bool
in_range(size_t i, int64_t v)
{
	return v >= (members[i].size == 2 ? -1 : 0) && v <= members[i].max;
}

bool
reading_valid(const struct reading *r)
{
	for (size_t i = 0; i < N_MEMBERS; i++)
		if (!in_range(i, get(r, i)))
			return false;
	return told_valid(&r->words);
}

/* Their bytes in hexadecimal digits, after the numbers. */
static void
pack_words(const struct null_words *w, char *out, size_t size)
{
	size_t used = 0, n = 0;

	for (unsigned i = 0; i < w->n; i++)
		used += strlen(told_text(w, i)) + 1;
	for (size_t i = 0; i < used && n < size; i++)
		n += (size_t)snprintf(out + n, size - n, "%s%02x",
		    i == 0 ? " " : "", (unsigned char)w->text[i]);
}

static bool
unpack_words(struct null_words *w, const char *text)
{
	static const char digits[] = "0123456789abcdef";
	size_t n = strlen(text);

	if (n % 2 != 0 || n > 2 * sizeof(w->text))
		return false;
	for (size_t i = 0; i < n / 2; i++) {
		const char *a = strchr(digits, text[2 * i]);
		const char *b = strchr(digits, text[2 * i + 1]);

		if (a == NULL || b == NULL)
			return false;
		w->text[i] = (char)((a - digits) << 4 | (b - digits));
		w->n += w->text[i] == '\0';
	}
	return told_valid(w) && (n == 0 || w->text[n / 2 - 1] == '\0');
}

void
reading_pack(const struct reading *r, char *out, size_t size)
{
	size_t n = 0;

	if (size > 0)
		*out = '\0';
	for (size_t i = 0; i < N_MEMBERS && n < size; i++)
		n += (size_t)snprintf(out + n, size - n, "%s%lld",
		    i == 0 ? "" : " ", (long long)get(r, i));
	if (n < size)
		pack_words(&r->words, out + n, size - n);
}

bool
reading_unpack(struct reading *r, const char *text)
{
	size_t i = 0;

	memset(r, 0, sizeof(*r));
	while (i < N_MEMBERS && *text != '\0') {
		size_t n = strcspn(text, " ");
		int64_t v;

		if (!parse_int(text, n, &v) || !in_range(i, v))
			return false;
		set(r, i++, v);
		text += n;
		text += *text == ' ';
	}
	return i == N_MEMBERS && unpack_words(&r->words, text);
}

static void
describe_number(const struct reading *r, char *out, size_t size)
{
	const char *example = number_formats[r->number].example;
	char body[32];
	int n = (int)strlen(example);

	if (r->type == PS_INT)		/* the part before the mark */
		n -= 3;
	if (r->exponent > 0)
		snprintf(body, sizeof(body), "1%c234%s05",
		    number_formats[r->number].mark,
		    (r->e_style & E_UPPER) != 0 ? "E-" : "e-");
	else
		snprintf(body, sizeof(body), "%.*s", n, example);
	snprintf(out, size, "%s%s%s", affixes[r->affix].before, body,
	    affixes[r->affix].behind);
}

static size_t
add_str(char *out, size_t n, size_t size, const char *text)
{
	for (; *text != '\0' && n + 1 < size; text++)
		out[n++] = *text;
	out[n] = '\0';
	return n;
}

/* What strftime() calls that field of the pattern. */
static const char *
field_code(const struct reading *r, char field, bool bare)
{
	switch (field) {
	case 'Y':
		return r->pads & YEAR_2 >> PAD_SHIFT ? "%y" : "%Y";
	case 'M':
		return bare ? "%-m" : "%m";
	case 'D':
		return bare ? "%-d" : "%d";
	case 'B':
		return month_is_long(r->month) ? "%B" : "%b";
	default:
		return NULL;
	}
}

static size_t
describe_date(const struct reading *r, char *out, size_t size)
{
	uint32_t bare = BARE_1 >> PAD_SHIFT;
	size_t n = 0;

	for (const char *p = date_formats[r->date].pattern; *p != '\0'; p++) {
		char literal[2] = { *p, '\0' };
		const char *code = field_code(r, *p, (r->pads & bare) != 0);

		n = add_str(out, n, size, code != NULL ? code : literal);
		if (code != NULL)
			bare <<= 1;
	}
	return n;
}

static size_t
describe_time(const struct reading *r, char *out, size_t n, size_t size)
{
	const struct time_format *f = &time_formats[r->time];
	const char *hour = f->am != NULL ? "I" : "H";

	n = add_str(out, n, size, f->bare ? "%-" : "%");
	n = add_str(out, n, size, hour);
	n = add_str(out, n, size, f->seconds == TIME_HM ? ":%M" : ":%M:%S");
	if (f->seconds != TIME_HM && r->fraction != 0)
		n = add_str(out, n, size, f->seconds == TIME_HMS_COMMA ?
		    ",%f" : ".%f");
	if (f->am != NULL)
		n = add_str(out, n, size, f->am[0] == ' ' ? " %p" : "%p");
	return n;
}

static void
describe_dated(const struct reading *r, char *out, size_t size)
{
	size_t n = 0;

	if (r->type != PS_TIME)
		n = describe_date(r, out, size);
	if (r->type != PS_DATE && r->join < N_JOINS) {
		n = add_str(out, n, size, r->type == PS_TIME ? "" :
		    joins[r->join]);
		n = describe_time(r, out, n, size);
	}
	if (r->type == PS_TIMESTAMPTZ)
		n = add_str(out, n, size, zone_described(r->zone));
	if (r->type != PS_TIME && date_formats[r->date].named &&
	    strcmp(month_style(r->month), "English") != 0) {
		n = add_str(out, n, size, ", ");
		add_str(out, n, size, month_style(r->month));
	}
}

void
reading_describe(const struct reading *r, char *out, size_t size)
{
	if (size == 0)
		return;
	*out = '\0';
	switch (r->type) {
	case PS_BOOL:
		bool_describe(r->boolean, out, size);
		break;
	case PS_INT: case PS_DECIMAL: case PS_REAL:
		describe_number(r, out, size);
		break;
	case PS_DATE: case PS_TIME: case PS_TIMESTAMP: case PS_TIMESTAMPTZ:
		describe_dated(r, out, size);
		break;
	default:
		break;
	}
}
