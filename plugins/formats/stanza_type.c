/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza_type.c - records of several types, each of which says what it is:
 * HDR, DTL and TRL between bars, segments of EDI, levels of GEDCOM.
 *
 * Each type is a table.  Sources: ISO 9735 (EDIFACT: UNA says the signs), ASC
 * X12.5 (ISA is 106 bytes long, its signs stand in it), GEDCOM 5.5.1.
 */
#include <string.h>

#include "stanza.h"

#define TYPES_MAX	8u
#define TYPE_BYTES	8u
#define FIELDS_MAX	64u
#define LINES_LEAST	4u

/* Names of fields, three bytes each. */
static const char names[] =
    "c01c02c03c04c05c06c07c08c09c10c11c12c13c14c15c16c17c18c19c20c21c22c23"
    "c24c25c26c27c28c29c30c31c32c33c34c35c36c37c38c39c40c41c42c43c44c45c46"
    "c47c48c49c50c51c52c53c54c55c56c57c58c59c60c61c62c63c64";

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_capital(char c)
{
	return (c >= 'A' && c <= 'Z') || is_digit(c);
}

/* The bytes of a type at p, with a sign behind it; 0: it is none. */
static size_t
type_at(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && i <= TYPE_BYTES && is_capital(p[i]))
		i++;
	return i < n && i <= TYPE_BYTES ? i : 0;
}

struct stanza_text
stanza_place_name(uint32_t i)
{
	return (struct stanza_text){ names + 3 * (i % FIELDS_MAX), 3 };
}

void
stanza_signs(struct stanza_cut *c, const char *p, size_t n)
{
	size_t	type = type_at(p, n);

	c->part = type > 0 ? p[type] : '\0';
	if (c->kind->names != NAMES_SEGMENTS)
		return;
	if (n > 105 && memcmp(p, "ISA", 3) == 0)
		c->end = p[105];
	else if (n > 8 && memcmp(p, "UNA", 3) == 0) {
		c->part = p[4];
		c->end = p[8];
	} else {
		c->part = '+';
		c->end = '\'';
	}
}

/* Of a line p[0..n): the end of the field that begins at `from`. */
static size_t
field_end(const struct stanza_cut *c, const char *p, size_t from, size_t n)
{
	const char	*e;

	if (c->step + 1 >= FIELDS_MAX)
		return n;
	e = memchr(p + from, c->part, n - from);
	if (e != NULL && from < n && p[from] == '"' && e > p + from + 1) {
		const char	*q = memchr(p + from + 1, '"', n - from - 1);

		if (q != NULL && q > e)
			e = memchr(q, c->part, (size_t)(p + n - q));
	}
	return e == NULL ? n : (size_t)(e - p);
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

size_t
stanza_field(struct stanza_cut *c, const char *p, size_t n, bool last,
    struct stanza_item *item)
{
	size_t	len, whole, from = 0, to, bytes;

	if (!stanza_line(c, p, n, last, &len, &whole))
		return 0;
	item->raw.n = len;
	while (c->step == 0 && from < len && is_space(p[from]))
		from++;
	if (from == len && c->step == 0) {
		item->what = ITEM_BLANK;
		bytes = whole;
	} else {
		to = field_end(c, p, from, len);
		item->what = ITEM_PAIR;
		item->ends = c->step == 0;
		item->key = c->step == 0 ? (struct stanza_text){ "type", 4 } :
		    stanza_place_name(c->step);
		item->value = (struct stanza_text){ p + from, to - from };
		item->raw = (struct stanza_text){ p, to };
		bytes = to < len ? to + 1 : whole;
		c->step = to < len ? c->step + 1 : 0;
	}
	item->lines = 0;
	for (size_t i = 0; i < bytes; i++)
		item->lines += p[i] == '\n';
	return bytes;
}

/* "1 NAME Ada /Lovelace/", "0 @I1@ INDI" */
bool
stanza_level(const char *p, size_t n, struct stanza_item *item)
{
	size_t	at = 0, from;

	while (at < n && (p[at] == ' ' || p[at] == '\t'))
		at++;
	for (from = at; at < n && is_digit(p[at]); at++)
		item->level = item->level * 10 + (unsigned)(p[at] - '0');
	if (at == from || at - from > 2 || at >= n || p[at] != ' ')
		return false;
	from = ++at;
	if (at < n && p[at] == '@') {
		const char	*e = memchr(p + at + 1, '@', n - at - 1);

		if (e == NULL)
			return false;
		at = (size_t)(e - p) + 1;
		item->id = (struct stanza_text){ p + from, at - from };
		from = at += at < n && p[at] == ' ';
	}
	while (at < n && (is_capital(p[at]) || p[at] == '_'))
		at++;
	item->key = (struct stanza_text){ p + from, at - from };
	if (at == from || at - from > 31 || (at < n && p[at] != ' '))
		return false;
	at += at < n;
	item->value = stanza_trimmed(p + at, n - at);
	return true;
}

/* A type of the first lines, and how many fields each of it has. */
struct type {
	struct stanza_text	name;
	uint32_t		lines, width;
};

static uint32_t
width_of(const char *p, size_t n, char part)
{
	uint32_t	w = 1;

	for (size_t i = 0; i < n; i++)
		w += p[i] == part;
	return w;
}

/* Letters, or two digits at most: A1 is a value. */
static bool
is_type(const char *p, size_t n)
{
	uint32_t	digits = 0;

	for (size_t i = 0; i < n; i++)
		digits += is_digit(p[i]);
	return digits == 0 || (digits == n && n <= 2);
}

/* The type of that name and width, or a new one; NULL: it cannot be. */
static struct type *
find(struct type *types, uint32_t *n, struct stanza_text name, uint32_t width)
{
	uint32_t	i;

	for (i = 0; i < *n; i++)
		if (types[i].name.n == name.n &&
		    memcmp(types[i].name.p, name.p, name.n) == 0)
			return types[i].width == width ? &types[i] : NULL;
	if (i == TYPES_MAX || (i > 0 && types[0].name.n != name.n))
		return NULL;
	types[i] = (struct type){ .name = name, .width = width };
	++*n;
	return &types[i];
}

bool
stanza_are_types(const struct ps_sample *s, const struct stanza_cut *c)
{
	struct type	types[TYPES_MAX], *t = NULL;
	uint32_t	n = 0, lines = 0, rows = 0;
	size_t		len, whole, type;
	bool		widths = false;

	for (size_t at = 0; at < s->length; at += whole) {
		const char	*p = s->text + at;

		if (!stanza_line(c, p, s->length - at, s->whole, &len,
		    &whole))
			break;
		if (len == 0)
			continue;
		type = type_at(p, len);
		if (type == 0 || !is_type(p, type) || p[type] != c->part)
			return false;
		t = find(types, &n, (struct stanza_text){ p, type },
		    width_of(p, len, c->part));
		if (t == NULL)
			return false;
		t->lines++;
		lines++;
		widths |= t->width != types[0].width;
		rows = t->lines > rows ? t->lines : rows;
	}
	/* One that is above all others, one below, and rows between. */
	return n > 1u + s->whole && lines >= LINES_LEAST && widths &&
	    rows > 1 && types[0].lines == 1 && types[0].width > 1 &&
	    (!s->whole || (t->lines == 1 && t != &types[0]));
}
