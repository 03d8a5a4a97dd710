/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * drawn_bid.c - is most of it drawn tables?
 *
 * A rule with a row that fits it is no accident; text that has a table in it
 * somewhere is still text.  So the lines of tables are counted.
 */
#include "drawn.h"

static const char *const kinds[] = {
	[DRAWN_PIPES] = "pipes over |---|",
	[DRAWN_BARS] = "bars and rules", [DRAWN_GROUPS] = "a grid",
	[DRAWN_GAPS] = "columns under dashes",
	[DRAWN_SIMPLE] = "columns between lines of =",
	[DRAWN_FIELDS] = "records of names and values"
};

struct count {
	uint32_t	tables, rows;
	size_t		bytes;		/* of tables */
	size_t		text;		/* of lines that are none, not blank */
	enum drawn_kind	kind;		/* of the first */
};

/* The rows of the table that begins at p; the bytes of all of it. */
static size_t
rows_of(const struct drawn_table *t, const char *p, size_t n, uint32_t *rows)
{
	size_t	at = t->rows, bytes, len;
	bool	ends = false;

	while (at < n && !ends) {
		if (drawn_next(t, p + at, n - at, &bytes) > 0) {
			at += bytes;
			++*rows;
			continue;
		}
		len = drawn_line(p + at, n - at, &bytes);
		if (!drawn_within(t, p + at, len, &ends) &&
		    !(t->kind == DRAWN_SIMPLE && drawn_blank(p + at, len)) &&
		    !drawn_footer(p + at, len))
			break;
		at += bytes;
	}
	return at;
}

static void
count(const char *p, size_t n, struct count *c)
{
	struct drawn_table	t;
	size_t			bytes, len;
	uint32_t		rows;

	for (size_t at = 0; at < n; at += bytes) {
		rows = 0;
		if (drawn_find(p + at, n - at, &t) &&
		    (bytes = rows_of(&t, p + at, n - at, &rows)) > 0 &&
		    rows > 0) {
			c->kind = c->tables++ == 0 ? t.kind : c->kind;
			c->rows += rows;
			c->bytes += bytes;
			continue;
		}
		len = drawn_line(p + at, n - at, &bytes);
		c->text += drawn_blank(p + at, len) ? 0 : bytes;
	}
}

/* No rule, no table: most texts have none. */
static bool
has_rules(const struct ps_scan *s)
{
	return s->histogram['-'] + s->histogram['='] > 1 ||
	    s->histogram['*'] > 1 || s->histogram[0xe2] > 1;
}

enum ps_status
drawn_probe(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	struct count	c = { 0 };

	if (s->binary || !has_rules(s->scan))
		return PS_OK;
	count(s->text, s->length, &c);
	if (c.tables == 0 || (c.bytes <= c.text && !s->forced))
		return PS_OK;
	bid->tier = PS_DECLARED;
	bid->bits_saved = s->scan->plain_bits * (double)c.bytes /
	    (double)(c.bytes + c.text + 1) / 2;
	bid->records = bid->records_ok = c.rows;
	bid->bytes_explained = (uint32_t)c.bytes;
	bid->specificity = 80;
	ps_because(self, guess, "a table is drawn with %s", kinds[c.kind]);
	if (c.tables > 1)
		ps_because(self, guess, "%u tables in the first %zu bytes",
		    c.tables, s->length);
	return PS_OK;
}
