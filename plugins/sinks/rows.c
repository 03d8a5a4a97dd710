/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * rows.c - the rows sink: tables as CSV or NDJSON, to stdout or a file.
 *
 * Of each document it shows the main table, a named one, or all.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rows_sink.h"

static const char *const formats[] = { "csv", "ndjson", NULL };

static const struct ps_option options[] = {
	PS_OPTION(struct rows_options, path, .flags = PS_POSITIONAL,
	    .def = "-", .doc = "the file, or - for standard output"),
	PS_OPTION(struct rows_options, to, .def = "csv", .choices = formats,
	    .doc = "the format of the rows"),
	PS_OPTION(struct rows_options, table, .def = "",
	    .doc = "the table: a name, all, or nothing for the main one"),
	{ .name = NULL }
};

static enum ps_status
open_rows(struct ps_self *self, struct ps_opened *opened)
{
	struct sink	*s = self->state;

	s->self = self;
	s->opt = self->options;
	s->json = strcmp(s->opt->to, "ndjson") == 0;
	s->all = strcmp(s->opt->table, "all") == 0;
	s->spool = -1;
	s->fd = STDOUT_FILENO;
	snprintf(opened->where, sizeof(opened->where), "%s", s->opt->path);
	if (strcmp(s->opt->path, "-") == 0)
		return PS_OK;
	s->fd = open(s->opt->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
	    0666);
	if (s->fd == -1)
		return ps_fail(self, PS_FATAL, 0, "%s: cannot be written "
		    "(%s); name another file", s->opt->path, strerror(errno));
	return PS_OK;
}

/* The text of the table, with the header that its columns give. */
static enum ps_status
find_part(struct sink *s, const struct ps_table *t, struct part **out)
{
	struct part	*p = rw_part(s, t);

	if (p == NULL)
		return rw_no_memory(s);
	*out = p;
	if (p->n_columns == t->n_columns && p->n_columns > 0)
		return PS_OK;
	p->n_columns = t->n_columns;
	p->header.n = 0;
	if (!s->json && !(t->flags & PS_HEADERLESS))
		rw_csv_header(&p->header, t);
	return p->header.failed ? rw_no_memory(s) : PS_OK;
}

/* A document may have tables without rows: their headers are shown. */
static enum ps_status
table(struct ps_self *self, const struct ps_table *t)
{
	struct sink	*s = self->state;
	struct part	*p;

	s->self = self;
	return s->in_document ? find_part(s, t, &p) : PS_OK;
}

static enum ps_status
widen(struct ps_self *self, const struct ps_table *t, uint32_t n)
{
	(void)n;
	return table(self, t);
}

static enum ps_status
begin(struct ps_self *self, const struct ps_doc *doc)
{
	struct sink	*s = self->state;

	(void)doc;
	s->self = self;
	rw_forget_parts(s);
	s->in_document = true;
	return s->closed ? PS_EOF : PS_OK;
}

static enum ps_status
write_rows(struct ps_self *self, const struct ps_table *t,
    const struct ps_batch *b, int64_t *first)
{
	struct sink	*s = self->state;
	struct part	*p;
	enum ps_status	 st;
	size_t		 before;

	s->self = self;
	if ((st = find_part(s, t, &p)) != PS_OK)
		return st;
	*first = (int64_t)p->n_rows + 1;
	p->n_rows += b->n_rows;
	if (s->closed)
		return PS_EOF;
	before = p->rows.n;
	for (uint32_t i = 0; i < b->n_rows; i++)
		(s->json ? rw_json_row : rw_csv_row)(&p->rows, t, b, i);
	if (p->rows.failed)
		return rw_no_memory(s);
	s->held += p->rows.n - before;
	return s->held > RW_HELD ? rw_spill(s) : PS_OK;
}

/* The first that holds a third of all rows, else the last. */
static struct part *
main_part(struct sink *s)
{
	uint64_t	all = 0;

	for (uint32_t i = 0; i < s->n_parts; i++)
		all += s->parts[i].n_rows;
	for (uint32_t i = 0; i < s->n_parts; i++)
		if (s->parts[i].n_rows >= all / 3 + (all % 3 != 0))
			return &s->parts[i];
	return s->n_parts == 0 ? NULL : &s->parts[s->n_parts - 1];
}

static enum ps_status
emit(struct sink *s)
{
	struct part	*only = NULL;
	enum ps_status	 st = PS_OK;

	if (s->opt->table[0] == '\0' && (only = main_part(s)) != NULL)
		return rw_emit(s, only);
	for (uint32_t i = 0; i < s->n_parts && st == PS_OK; i++) {
		if (!s->all && strcmp(s->parts[i].name, s->opt->table) != 0)
			continue;
		s->matched = true;
		st = rw_emit(s, &s->parts[i]);
	}
	return st;
}

static enum ps_status
end(struct ps_self *self, bool keep)
{
	struct sink	*s = self->state;
	enum ps_status	 st = PS_OK;

	s->self = self;
	s->in_document = false;
	if (s->closed)
		st = PS_EOF;
	else if (keep)
		st = emit(s);
	rw_forget_parts(s);
	return st;
}

static enum ps_status
commit(struct ps_self *self)
{
	struct sink	*s = self->state;

	s->self = self;
	return rw_flush(s);
}

static enum ps_status
finish(struct ps_self *self, bool whole)
{
	struct sink	*s = self->state;
	enum ps_status	 st;

	s->self = self;
	if ((st = rw_flush(s)) < PS_OK)
		return st;
	if (whole && !s->matched && !s->all && s->opt->table[0] != '\0' &&
	    !s->closed)
		return ps_fail(self, PS_FAIL, 0, "--table: no document has a "
		    "table '%s'; --table=all shows them all", s->opt->table);
	if (s->fd != STDOUT_FILENO && s->fd != -1) {
		int	closed = close(s->fd);

		s->fd = -1;
		if (closed == -1)
			return ps_fail(self, PS_FATAL, 0, "%s: cannot be "
			    "written (%s); make room", s->opt->path,
			    strerror(errno));
	}
	return PS_OK;
}

static void
close_rows(struct ps_self *self)
{
	struct sink	*s = self->state;

	s->self = self;
	if (s->opt == NULL)
		return;
	rw_forget_parts(s);
	if (s->fd != STDOUT_FILENO && s->fd != -1)
		close(s->fd);
	free(s->out.p);
	free(s->last_name);
	free(s->last_header.p);
}

static const struct ps_sink rows_sink = {
	PS_HEAD(struct ps_sink, PS_SINK),
	.plugin.name		= "rows",
	.plugin.version		= "1",
	.plugin.summary		= "CSV or NDJSON, to standard output or a file",
	.plugin.options		= options,
	.plugin.options_size	= sizeof(struct rows_options),
	.plugin.state_size	= sizeof(struct sink),
	.flags			= PS_WANTS_TEXT,
	.open			= open_rows,
	.table			= table,
	.widen			= widen,
	.begin			= begin,
	.write			= write_rows,
	.end			= end,
	.commit			= commit,
	.finish			= finish,
	.close			= close_rows
};

PS_PLUGIN(rows, rows_sink);
