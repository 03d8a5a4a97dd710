/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_table.c - the records before the first row, and the columns.
 *
 * As many titles, header and unit records as the options say; they go aside
 * with their class, and the header's cells become the columns' names.
 */
#include <stdio.h>
#include <string.h>

#include "delimited.h"

/* A record to look at; PS_EOF: there is none. */
static enum ps_status
next_record(struct ps_self *self, bool plain)
{
	struct delimited	*f = self->state;
	enum ps_status		 st;
	enum step		 step;

	for (;;) {
		if ((st = window_fill(self)) != PS_OK)
			return st;
		f->s.plain = plain;
		step = split_next(&f->s, &f->rec);
		if (step == STEP_RECORD)
			return PS_OK;
		if (f->want >= LONGEST)
			return ps_fail(self, PS_FAIL, f->line,
			    "a record before the data is longer than 16 MiB");
		f->want *= 2;
	}
}

static enum ps_status
done_with(struct ps_self *self, struct ps_rows *out, enum ps_class class)
{
	struct delimited	*f = self->state;
	struct record		*r = &f->rec;

	ps_aside(self, out, class, f->line, r->start,
	    (size_t)(r->stop - r->start));
	f->line += r->lines;
	return window_take(self);
}

/* A cell as a name: clean, without blanks around or line ends inside. */
static struct ps_slice
clean_name(struct ps_self *self, const struct ps_slice *cell)
{
	struct delimited	*f = self->state;
	struct ps_slice		 c = *cell;
	char			*text = ps_alloc(self, c.n + 1);

	c.n = (uint32_t)cell_clean(&f->d, cell, text);
	for (uint32_t i = 0; i < c.n; i++)
		if (text[i] == '\n' || text[i] == '\r' || text[i] == '\0')
			text[i] = ' ';
	while (c.n > 0 && is_space(text[c.n - 1]))
		c.n--;
	for (c.p = text; c.n > 0 && is_space(*c.p); c.n--)
		c.p++;
	return c;
}

/* Append a name to what the header records above it said. */
static void
join_name(struct ps_self *self, const char **name, const struct ps_slice *cell)
{
	struct ps_slice	 c = clean_name(self, cell);
	size_t		 had = *name != NULL ? strlen(*name) : 0;
	char		*text;

	if (c.n == 0)
		return;
	text = ps_alloc(self, had + c.n + 2);
	if (had > 0) {
		memcpy(text, *name, had);
		text[had++] = ' ';
	}
	memcpy(text + had, c.p, c.n);
	text[had + c.n] = '\0';
	*name = text;
}

static bool
is_empty(const struct record *r)
{
	for (uint32_t i = 0; i < r->n && i < r->room; i++)
		for (uint32_t j = 0; j < r->cells[i].n; j++)
			if (!is_space(r->cells[i].p[j]))
				return false;
	return true;
}

/* "#id,name": the comment mark is no part of the name. */
static void
strip_comment(const struct dialect *d, struct record *r)
{
	struct ps_slice	*c = &r->cells[0];

	if (d->n_comment > 0 && c->n >= d->n_comment &&
	    memcmp(c->p, d->comment, d->n_comment) == 0) {
		c->p += d->n_comment;
		c->n -= d->n_comment;
	}
}

static enum ps_status
read_titles(struct ps_self *self, struct ps_rows *out)
{
	static const enum ps_class	 class[] = {
		[RECORD_CELLS] = PS_TITLE, [RECORD_BLANK] = PS_BLANK,
		[RECORD_COMMENT] = PS_COMMENT
	};
	const struct delimited_options	*opt = self->options;
	struct delimited		*f = self->state;
	enum ps_status			 st;

	for (int64_t i = 0; i < opt->skip; i++) {
		if ((st = next_record(self, false)) != PS_OK)
			return st;
		if (done_with(self, out, class[f->rec.kind]) != PS_OK)
			return PS_FAIL;
	}
	return PS_OK;
}

/* With as many columns as the first record has, if nobody said. */
static struct ps_column *
make_columns(struct ps_self *self, struct ps_column *columns)
{
	struct delimited	*f = self->state;

	if (f->k == 0)
		f->k = f->rec.n < f->rec.room ? f->rec.n : f->rec.room - 2;
	if (columns == NULL) {
		columns = ps_alloc(self, f->k * sizeof(*columns));
		memset(columns, 0, f->k * sizeof(*columns));
	}
	return columns;
}

/* The header's records; blank ones in between are not counted. */
static enum ps_status
read_header(struct ps_self *self, struct ps_rows *out,
    struct ps_column **columns)
{
	const struct delimited_options	*opt = self->options;
	struct delimited		*f = self->state;
	struct record			*r = &f->rec;
	uint32_t			 first = opt->index;
	enum ps_status			 st;

	for (int64_t i = 0; i < opt->header + opt->units;) {
		bool	unit = i >= opt->header;

		if ((st = next_record(self, true)) != PS_OK)
			return st;
		if (is_empty(r)) {
			if (done_with(self, out, PS_BLANK) != PS_OK)
				return PS_FAIL;
			continue;
		}
		strip_comment(&f->d, r);
		*columns = make_columns(self, *columns);
		for (uint32_t c = 0; c < r->n && c + first < f->k; c++)
			join_name(self, unit ? &(*columns)[c + first].unit :
			    &(*columns)[c + first].name, &r->cells[c]);
		if (done_with(self, out, unit ? PS_UNITS : PS_HEADER) !=
		    PS_OK)
			return PS_FAIL;
		i++;
	}
	return PS_OK;
}

static void
number_columns(struct ps_self *self, struct ps_column *columns)
{
	struct delimited	*f = self->state;
	char			*name;

	for (uint32_t i = 0; i < f->k; i++) {
		name = ps_alloc(self, 16);
		snprintf(name, 16, "c%u", i + 1);
		columns[i].name = name;
	}
}

enum ps_status
delimited_table(struct ps_self *self, struct ps_rows *out,
    struct ps_table *table)
{
	const struct delimited_options	*opt = self->options;
	struct delimited		*f = self->state;
	struct ps_column		*columns = NULL;
	enum ps_status			 st;

	if (f->told)
		return PS_EOF;
	f->told = true;
	if ((st = read_titles(self, out)) < PS_OK || (st == PS_OK &&
	    (st = read_header(self, out, &columns)) < PS_OK))
		return st;
	if (columns == NULL && f->k == 0 && st == PS_OK &&
	    (st = next_record(self, false)) < PS_OK)
		return st;
	if (columns == NULL)
		columns = make_columns(self, NULL);
	if (opt->header == 0)
		number_columns(self, columns);
	*table = (struct ps_table){ .columns = columns, .n_columns = f->k,
	    .flags = opt->header == 0 ? PS_HEADERLESS : 0 };
	return PS_OK;
}
