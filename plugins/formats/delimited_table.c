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

static struct ps_slice
clean_name(struct ps_self *self, const struct ps_slice *cell)
{
	struct delimited	*f = self->state;
	struct ps_slice		 c = *cell;
	char			*text = ps_alloc(self, c.n + 1);

	c.n = (uint32_t)cell_clean(&f->d, cell, text);
	c.p = text;
	return c;
}

/*
 * One delimiter too many: a header with a cell more than the table has, and
 * just one of them empty.  That cell, or none.
 */
static uint32_t
find_gap(const struct record *r, uint32_t k)
{
	uint32_t	gap = UINT32_MAX, n = 0;

	if (r->n != k + 1 || r->n > r->room || r->cells[k].n == 0)
		return UINT32_MAX;
	for (uint32_t c = 0; c < k; c++)
		if (r->cells[c].n == 0) {
			gap = c;
			n++;
		}
	return n == 1 ? gap : UINT32_MAX;
}

/* The cells of one header record as names; `first` of them are missing. */
static struct ps_slice *
keep_names(struct ps_self *self, uint32_t first)
{
	struct delimited	*f = self->state;
	struct record		*r = &f->rec;
	struct ps_slice		*names = ps_alloc(self, f->k * sizeof(*names));
	uint32_t		 gap = find_gap(r, f->k), at = first;

	memset(names, 0, f->k * sizeof(*names));
	for (uint32_t c = 0; c < r->n && at < f->k; c++)
		if (c != gap)
			names[at++] = clean_name(self, &r->cells[c]);
	return names;
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

static const char *
keep_text(struct ps_self *self, struct ps_slice c)
{
	char	*text = ps_alloc(self, c.n + (size_t)1);

	memcpy(text, c.p, c.n);
	text[c.n] = '\0';
	return text;
}

/* ARFF: the names of columns, from lines that are set aside. */
static enum ps_status
read_attributes(struct ps_self *self, struct ps_rows *out,
    struct ps_column *columns)
{
	const struct delimited_options	*opt = self->options;
	struct delimited		*f = self->state;
	char				 quote = f->d.quote;
	uint32_t			 at = 0;
	enum ps_status			 st = PS_OK;

	f->d.quote = '\0';
	for (int64_t i = 0; i < opt->skip; i++) {
		struct record	*r = &f->rec;
		struct ps_slice	 c;

		if ((st = next_record(self, false)) != PS_OK)
			break;
		c = arff_name(r->start, r->stop);
		if (c.n > 0 && at < f->k)
			columns[at++].name = keep_text(self, c);
		if ((st = done_with(self, out, r->kind == PS_RECORD_BLANK ?
		    PS_BLANK : r->kind == PS_RECORD_COMMENT ? PS_COMMENT :
		    c.n > 0 ? PS_HEADER : PS_TITLE)) != PS_OK)
			break;
	}
	f->d.quote = quote;
	return st;
}

static enum ps_status
read_titles(struct ps_self *self, struct ps_rows *out)
{
	static const enum ps_class	 class[] = {
		[PS_RECORD_CELLS] = PS_TITLE, [PS_RECORD_BLANK] = PS_BLANK,
		[PS_RECORD_COMMENT] = PS_COMMENT
	};
	struct delimited		*f = self->state;
	const struct delimited_options	*opt = f->opt;
	enum ps_status			 st;

	for (int64_t i = 0; i < opt->skip; i++) {
		if ((st = next_record(self, false)) != PS_OK)
			return st;
		if (done_with(self, out, f->rec.kind == PS_RECORD_CELLS &&
		    is_empty(&f->rec) ? PS_BLANK : class[f->rec.kind]) !=
		    PS_OK)
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
		f->width = f->k = f->rec.n < f->rec.room ? f->rec.n :
		    f->rec.room - 2;
	if (columns == NULL) {
		columns = ps_alloc(self, f->k * sizeof(*columns));
		memset(columns, 0, f->k * sizeof(*columns));
	}
	return columns;
}

/* A record that is not empty; those before it go aside, not counted. */
static enum ps_status
next_filled(struct ps_self *self, struct ps_rows *out)
{
	struct delimited	*f = self->state;
	enum ps_status		 st;

	while ((st = next_record(self, true)) == PS_OK && is_empty(&f->rec))
		if (done_with(self, out, PS_BLANK) != PS_OK)
			return PS_FAIL;
	return st;
}

static enum ps_status
read_header(struct ps_self *self, struct ps_rows *out,
    struct ps_column **columns)
{
	struct delimited		*f = self->state;
	const struct delimited_options	*opt = f->opt;
	struct ps_slice			*head[MAX_HEADER + 1];
	uint32_t			 n = 0, n_units = 0;
	enum ps_status			 st = PS_OK;

	for (int64_t i = 0; i < opt->header + opt->units; i++) {
		bool		 unit = i >= opt->header;

		if ((st = next_filled(self, out)) != PS_OK)
			break;
		(void)strip_comment(&f->d, &f->rec);
		*columns = make_columns(self, *columns);
		head[n++] = keep_names(self, opt->index);
		n_units += unit;
		if (done_with(self, out, unit ? PS_UNITS : PS_HEADER) !=
		    PS_OK)
			return PS_FAIL;
	}
	if (*columns != NULL)
		ps_name_columns(self, head, n, n_units, f->k, *columns);
	return st;
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
	struct delimited		*f = self->state;
	const struct delimited_options	*opt;
	struct ps_column		*columns = NULL;
	enum ps_status			 st;

	if (f->next)
		turn_to_next(self);
	else if (f->told || f->given)
		return PS_EOF;
	opt = f->opt;
	f->told = true;
	if (opt->attributes && f->k > 0) {
		columns = make_columns(self, NULL);
		st = read_attributes(self, out, columns);
		*table = (struct ps_table){ .columns = columns,
		    .n_columns = f->k };
		return st < PS_OK ? st : PS_OK;
	}
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
	    .flags = opt->header == 0 ? PS_HEADERLESS : 0,
	    .settings = f->settings, .n_settings = f->n_settings };
	return PS_OK;
}
