/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * drawn_record.c - the lines of a record become the cells of a row.
 */
#include <string.h>

#include "drawn.h"

/* A text that grows in scratch memory: the parts of a cell. */
struct joined {
	char	*p;
	size_t	 n;
};

static void
join(struct joined *j, struct ps_slice part, char between)
{
	if (j->n > 0 && between == ' ' && part.n == 0)
		return;
	if (j->n > 0)
		j->p[j->n++] = between;
	memcpy(j->p + j->n, part.p, part.n);
	j->n += part.n;
}

/* Empty lines of a cell at its end are none. */
static struct ps_slice
finished(struct joined *j)
{
	while (j->n > 0 && j->p[j->n - 1] == '\n')
		j->n--;
	return (struct ps_slice){ .p = j->p, .n = (uint32_t)j->n };
}

/* One column of all the lines; in a header, between blanks, of no rule. */
static struct ps_slice
column(struct drawn *d, const char *p, size_t n, uint32_t i, char between)
{
	struct joined	j = { .p = ps_scratch(d->self, d->out, n + 1) };
	size_t		whole, len;
	bool		moved;

	for (size_t at = 0; at < n; at += whole) {
		len = drawn_line(p + at, n - at, &whole);
		if ((between == '\n' ||
		    drawn_rule(p + at, len, NULL) == NO_RULE) &&
		    drawn_cut(&d->table, p + at, len, d->cells, &moved))
			join(&j, d->cells[i], between);
	}
	return finished(&j);
}

/* Marks of psql are blanked in a copy. */
static const char *
unmarked(struct drawn *d, const char *p, size_t n)
{
	char	*copy = ps_scratch(d->self, d->out, n + 1);
	size_t	 whole, len;

	memcpy(copy, p, n);
	for (size_t at = 0; at < n; at += whole) {
		len = drawn_line(copy + at, n - at, &whole);
		drawn_unmark(&d->table, copy + at, len);
	}
	return copy;
}

static bool
put_lines(struct drawn *d, const char *p, size_t n)
{
	uint32_t	k = d->table.rule.n;

	if (d->table.kind == DRAWN_BARS)
		p = unmarked(d, p, n);
	for (uint32_t i = 0; i < k; i++)
		d->row[i] = column(d, p, n, i, '\n');
	return ps_row(d->self, d->out, d->row, k, d->line);
}

/* \| is a pipe of the cell, in Markdown. */
static void
unescape(struct drawn *d, struct ps_slice *c)
{
	char		*to;
	uint32_t	 n = 0;

	if (c->n == 0 || memchr(c->p, '\\', c->n) == NULL)
		return;
	to = ps_scratch(d->self, d->out, c->n);
	for (uint32_t i = 0; i < c->n; i++) {
		i += i + 1 < c->n && c->p[i] == '\\' && c->p[i + 1] == '|';
		to[n++] = c->p[i];
	}
	*c = (struct ps_slice){ .p = to, .n = n };
}

static bool
put_line(struct drawn *d, const char *p, size_t n)
{
	size_t	whole, len = drawn_line(p, n, &whole);
	bool	moved;

	(void)drawn_cut(&d->table, p, len, d->cells, &moved);
	if (moved)
		ps_issue(d->self, d->out, PS_REPAIRED, d->line, "cells",
		    "its cells are not those of the rule above", p, len);
	for (uint32_t i = 0; i < d->table.rule.n &&
	    d->table.kind == DRAWN_PIPES; i++)
		unescape(d, &d->cells[i]);
	return ps_row(d->self, d->out, d->cells, d->table.rule.n, d->line);
}

static uint32_t
field_column(struct drawn *d, struct ps_slice name, uint32_t next)
{
	char			*copy;
	struct ps_column	 c = { 0 };

	for (uint32_t k = 0; k < d->n_columns; k++) {
		uint32_t i = (next + k) % d->n_columns;

		if (strlen(d->names[i]) == name.n &&
		    memcmp(d->names[i], name.p, name.n) == 0)
			return i;
	}
	if (d->n_columns == DRAWN_COLUMNS)
		return DRAWN_COLUMNS;
	copy = ps_alloc(d->self, name.n + 1u);
	memcpy(copy, name.p, name.n);
	copy[name.n] = '\0';
	c.name = d->names[d->n_columns] = copy;
	if (d->n_tables > 0)
		ps_add_columns(d->self, d->out, d->n_tables - 1, &c, 1);
	return d->n_columns++;
}

/* A line without a name goes on with the value above. */
static void
go_on(struct drawn *d, uint32_t i, const char *p, size_t n)
{
	struct ps_slice	*c = &d->cells[i];
	struct joined	 j = { .p = ps_scratch(d->self, d->out, c->n + n + 1) };

	if (c->n > 0 && c->p[c->n - 1] == '+') {	/* psql's mark */
		c->n--;
		*c = ps_trimmed(*c);
	}
	join(&j, *c, '\n');
	join(&j, (struct ps_slice){ .p = p, .n = (uint32_t)n }, '\n');
	*c = finished(&j);
}

static bool
put_fields(struct drawn *d, const char *p, size_t n)
{
	size_t		at, whole, len;
	uint32_t	i = 0, next = 0, place = 0;
	struct ps_slice	name, value;
	bool		any = false;

	for (uint32_t k = 0; k < d->n_columns; k++)
		d->cells[k] = (struct ps_slice){ .p = p, .flags = PS_ABSENT };
	(void)drawn_line(p, n, &at);
	for (; at < n; at += whole) {
		len = drawn_line(p + at, n - at, &whole);
		if (!drawn_field(p + at, len, &place, &name, &value)) {
			if (any)
				go_on(d, i, value.p, value.n);
			else if (!any)
				ps_aside(d->self, d->out, PS_OTHER, d->line,
				    p + at, len);
			continue;
		}
		i = field_column(d, name, next);
		if (i == DRAWN_COLUMNS)
			continue;
		next = i + 1;
		any = true;
		d->cells[i] = value;
	}
	return ps_row(d->self, d->out, d->cells, d->n_columns, d->line);
}

bool
drawn_row(struct drawn *d, const char *p, size_t n, uint32_t lines)
{
	if (d->table.kind == DRAWN_FIELDS)
		return put_fields(d, p, n);
	return lines > 1 ? put_lines(d, p, n) : put_line(d, p, n);
}

/* The names of fields are those of the first record. */
static void
name_fields(struct drawn *d, const char *p, size_t n)
{
	size_t		at, whole, len;
	uint32_t	place = 0;
	struct ps_slice	name, value;

	d->n_columns = 0;
	(void)drawn_line(p, n, &at);
	for (; at < n; at += whole) {
		len = drawn_line(p + at, n - at, &whole);
		if (drawn_record(p + at, len) || drawn_blank(p + at, len))
			return;
		if (drawn_field(p + at, len, &place, &name, &value))
			(void)field_column(d, name, d->n_columns);
	}
}

static const char *
text_of(struct drawn *d, struct ps_slice c)
{
	char	*s = ps_scratch(d->self, d->out, c.n + 1u);

	memcpy(s, c.p, c.n);
	s[c.n] = '\0';
	return c.n == 0 ? NULL : s;
}

uint32_t
drawn_columns(struct drawn *d, const char *p, size_t n,
    struct ps_column *columns)
{
	const struct drawn_table *t = &d->table;
	uint32_t		 k = t->rule.n, told = d->n_tables;

	memset(columns, 0, sizeof(*columns) * DRAWN_COLUMNS);
	if (t->kind == DRAWN_FIELDS) {
		d->n_tables = 0;	/* they are announced, not added */
		name_fields(d, p, n);
		d->n_tables = told;
		for (uint32_t i = 0; i < d->n_columns; i++)
			columns[i].name = d->names[i];
		return d->n_columns;
	}
	for (uint32_t i = 0; i < k && t->n_header > 0; i++)
		columns[i].name = text_of(d, column(d, p + t->header,
		    t->n_header, i, ' '));
	return k;
}
