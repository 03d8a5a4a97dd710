/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * drawn_read.c - a text with tables, from its beginning to its end: what is no
 * table is set aside.
 *
 * A table is looked for in a window of text that reaches far beyond where it
 * begins, so that what follows is seen.
 */
#include <string.h>

#include "drawn.h"

#define WINDOW	(1u << 18)
#define LONGEST	(1u << 24)

enum ps_status
drawn_open(struct ps_self *self, struct ps_input *in)
{
	struct drawn	*d = self->state;

	d->self = self;
	d->in = in;
	d->line = 1;
	d->ended = true;
	return PS_OK;
}

/* The bytes before the first table of the text, or SIZE_MAX. */
static size_t
seek(struct drawn *d, const char *p, size_t n)
{
	size_t	whole;

	for (size_t at = 0; at < n; at += whole) {
		if (drawn_find(p + at, n - at, &d->table))
			return at;
		(void)drawn_line(p + at, n - at, &whole);
	}
	return SIZE_MAX;
}

static void
aside(struct drawn *d, enum ps_class class, const char *p, size_t n)
{
	ps_aside(d->self, d->out, class, d->line++, p, n);
}

/* Lines above the rows: text, and the header with its rules. */
static void
set_aside(struct drawn *d, const char *p, size_t n, enum ps_class class)
{
	size_t	whole, len;

	for (size_t at = 0; at < n; at += whole) {
		len = drawn_line(p + at, n - at, &whole);
		aside(d, drawn_blank(p + at, len) ? PS_BLANK :
		    class == PS_HEADER && drawn_rule(p + at, len, NULL) !=
		    NO_RULE ? PS_RULE : class, p + at, len);
	}
}

enum ps_status
drawn_announce(struct ps_self *self, struct ps_rows *out,
    struct ps_table *table)
{
	struct drawn		*d = self->state;
	const char		*p;
	ptrdiff_t		 n = ps_peek(self, d->in, WINDOW, &p);
	size_t			 at;

	d->out = out;
	if (n < 0)
		return PS_FAIL;
	if (d->done || (at = seek(d, p, (size_t)n)) == SIZE_MAX)
		return d->n_tables > 0 ? PS_EOF : ps_fail(self, PS_FAIL,
		    d->line, "there is no drawn table in its first lines");
	*table = (struct ps_table){ .columns = d->columns };
	table->n_columns = drawn_columns(d, p + at, (size_t)n - at,
	    d->columns);
	table->flags = d->table.kind != DRAWN_FIELDS &&
	    d->table.n_header == 0 ? PS_HEADERLESS : 0;
	d->n_tables++;
	d->before = at;
	d->header = d->table.rows;
	d->ended = false;
	return PS_OK;
}

/* A line that is no row: what it is, and whether the table goes on. */
static enum ps_class
class_of(struct drawn *d, const char *p, size_t n)
{
	bool	ends = false;

	if (drawn_within(&d->table, p, n, &ends)) {
		d->ended = ends;
		return PS_RULE;
	}
	if (drawn_blank(p, n)) {
		d->ended = d->table.kind != DRAWN_SIMPLE &&
		    d->table.kind != DRAWN_FIELDS;
		return PS_BLANK;
	}
	d->ended = true;
	return PS_FOOTNOTE;
}

static bool
ends_table(const struct drawn *d, const char *p, size_t n)
{
	bool	ends;

	return !drawn_within(&d->table, p, n, &ends) && !drawn_blank(p, n) &&
	    !drawn_footer(p, n);
}

/* What stands at p, up to a line or a record; how many bytes it took. */
static size_t
take_one(struct drawn *d, const char *p, size_t n, bool *full)
{
	size_t		bytes, len = drawn_line(p, n, &bytes);
	uint32_t	lines;

	if (d->before + d->header > 0) {
		set_aside(d, p, d->before, PS_TITLE);
		set_aside(d, p + d->before, d->header, PS_HEADER);
		bytes = d->before + d->header;
		d->before = d->header = 0;
		return bytes;
	}
	if (d->ended) {
		aside(d, drawn_blank(p, len) ? PS_BLANK : drawn_footer(p,
		    len) ? PS_FOOTNOTE : PS_OTHER, p, len);
		return bytes;
	}
	lines = drawn_next(&d->table, p, n, &bytes);
	if (lines == 0 && ends_table(d, p, len)) {
		d->ended = true;	/* perhaps another begins here */
		return 0;
	}
	if (lines == 0) {
		(void)drawn_line(p, n, &bytes);
		aside(d, class_of(d, p, len), p, len);
		return bytes;
	}
	*full = drawn_row(d, p, bytes, lines);
	d->line += lines;
	return bytes;
}

/* Where the next table begins is the end of the rows of this one. */
static bool
is_next(struct drawn *d, const char *p, size_t n)
{
	struct drawn_table	*t = &d->table;

	return d->ended && d->before + d->header == 0 && drawn_find(p, n, t);
}

static size_t
take_window(struct drawn *d, const char *p, size_t n, bool last, bool *full,
    bool *next)
{
	size_t	at = 0, most = last ? n : n / 2;

	while (at < most && !*full && !ps_full(d->self, d->out)) {
		if ((*next = is_next(d, p + at, n - at)))
			break;
		at += take_one(d, p + at, n - at, full);
	}
	return at;
}

enum ps_status
drawn_rows(struct ps_self *self, struct ps_rows *out)
{
	struct drawn	*d = self->state;
	const char	*p;
	ptrdiff_t	 n = ps_peek(self, d->in, WINDOW, &p);
	bool		 full = false, next = false;

	d->out = out;
	if (n <= 0) {
		d->done = true;
		return n < 0 ? PS_FAIL : PS_EOF;
	}
	if (n == WINDOW && memchr(p, '\n', WINDOW / 2) == NULL &&
	    (n = ps_peek(self, d->in, LONGEST, &p)) < 0)
		return PS_FAIL;
	if (ps_take(self, d->in, take_window(d, p, (size_t)n, n < WINDOW,
	    &full, &next)) < PS_OK)
		return PS_FAIL;
	return next ? PS_EOF : PS_OK;
}
