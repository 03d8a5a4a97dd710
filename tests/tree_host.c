/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tree_host.c - reading into the core's own trees and tables, over memory.
 */
#include <stdlib.h>

#include "fake_input.h"
#include "mem.h"
#include "tree_host.h"

enum { TOLD_MAX = 64 << 20, IDLE_MAX = 1000, SMALL_BATCH = 32 << 10 };

static struct tree_host *
owner_of(const struct ps_host *host)
{
	union {
		const struct ps_host	*in;
		struct fake		*out;
	} u = { .in = host };

	return u.out->owner;
}

static struct ps_tree *
do_new(const struct ps_host *host, const struct ps_tree_options *o)
{
	struct tree_host	*h = owner_of(host);

	tree_free(h->tree);
	return h->tree = tree_new(h->arena, o);
}

static void
lend(struct ps_host *host)
{
	host->scratch = rows_scratch;
	host->row = rows_add;
	host->aside = rows_aside;
	host->issue = rows_issue;
	host->full = rows_full;
	host->add_table = rows_add_table;
	host->add_columns = rows_add_columns;
	host->into = rows_into;
	host->tree_new = do_new;
	host->tree_into = tree_into;
	host->tree_enter = tree_enter;
	host->tree_value = tree_value;
	host->tree_leave = tree_leave;
	host->tree_pause = tree_pause;
	host->tree_cut = tree_cut;
	host->tree_shape = tree_shape;
}

struct tree_host *
tree_host_new(const struct ps_plugin *plugin)
{
	struct tree_host	*h = xcalloc(1, sizeof(*h));

	if (plugin != NULL) {
		h->fake = fake_new(plugin);
		h->fake->owner = h;
		lend(&h->fake->host);
	}
	h->arena = arena_new();
	rows_init(&h->rows);
	for (int i = 0; i < TREE_HOST_TABLES; i++)
		buf_init(&h->told[i], TOLD_MAX);
	buf_init(&h->notes, TOLD_MAX);
	buf_init(&h->text, TOLD_MAX);
	return h;
}

void
tree_host_free(struct tree_host *h)
{
	tree_free(h->tree);
	rows_free(&h->rows);
	arena_free(h->arena);
	for (int i = 0; i < TREE_HOST_TABLES; i++)
		buf_free(&h->told[i]);
	buf_free(&h->notes);
	buf_free(&h->text);
	if (h->fake != NULL)
		fake_free(h->fake);
	free(h);
}

void
tree_host_begin(struct tree_host *h, const struct ps_tree_options *o)
{
	struct ps_table	table = { .n_columns = 0 };

	h->tree = tree_new(h->arena, o);
	rows_open(&h->rows, &table);
	tree_into(h->tree, &h->rows);
}

static void
tell_row(struct buf *to, const struct sheet *sheet, uint32_t row)
{
	uint32_t	n = sheet->n_columns;

	while (n > 0 && (sheet_slice(sheet, row, n - 1)->flags & PS_ABSENT))
		n--;
	buf_printf(to, " %u:", sheet->rows[row].line);
	for (uint32_t i = 0; i < n; i++) {
		const struct ps_slice	*s = sheet_slice(sheet, row, i);

		buf_char(to, i == 0 ? ' ' : '|');
		if ((s->flags & PS_ABSENT) != 0)
			buf_char(to, '~');
		else
			buf_add(to, s->p, s->n);
	}
	buf_char(to, '\n');
}

void
tree_host_flush(struct tree_host *h)
{
	struct ps_rows	*r = &h->rows;

	for (uint32_t i = 0; i < r->n_sheets; i++)
		for (uint32_t k = 0; k < r->sheets[i]->n_rows; k++)
			tell_row(&h->told[i < TREE_HOST_TABLES ? i :
			    TREE_HOST_TABLES - 1], r->sheets[i], k);
	for (uint32_t i = 0; i < r->n_issues; i++) {
		const struct issue	*x = &r->issues[i];

		buf_printf(&h->notes, "%s %llu %s: %.*s\n",
		    x->severity == PS_REJECTED ? "reject" : "note",
		    (unsigned long long)x->line, x->rule, (int)x->n, x->p);
	}
	rows_clear(r);
	h->batches++;
	if (h->cells > 0) {
		r->judged = true;
		r->n_cells = SMALL_BATCH - h->cells;
	}
}

static enum ps_status
read_table(struct tree_host *h, const struct ps_table *table)
{
	struct ps_self	*self = &h->fake->self;
	enum ps_status	 st;
	uint32_t	 idle = 0;

	rows_open(&h->rows, table);
	do {
		size_t	before = h->rows.counts.rows;

		st = h->fake->format->rows(self, &h->rows);
		tree_host_flush(h);
		idle = h->rows.counts.rows == before ? idle + 1 : 0;
		if (idle > IDLE_MAX)
			return PS_FATAL;
	} while (st == PS_OK);
	return st;
}

enum ps_status
tree_host_read(struct tree_host *h, const char *text, size_t n)
{
	const struct ps_format	*format = h->fake->format;
	struct ps_self		*self = &h->fake->self;
	struct ps_input		 in = { text, n, 0, UINT64_MAX,
				    h->fake->chunk };
	struct ps_table		 table = { .n_columns = 0 };
	enum ps_status		 st;

	memset(self->state, 0, format->plugin.state_size);
	tree_host_flush(h);
	if ((st = format->open(self, &in)) != PS_OK)
		return st;
	while ((st = format->table(self, &h->rows, &table)) == PS_OK &&
	    (st = read_table(h, &table)) >= PS_OK)
		;
	if (format->close != NULL)
		format->close(self);
	return st;
}

const char *
tree_host_text(struct tree_host *h)
{
	struct buf	*b = &h->text;

	tree_host_flush(h);
	buf_clear(b);
	for (uint32_t i = 0; i < h->rows.n_sheets; i++) {
		const struct sheet	*s = h->rows.sheets[i];

		if (i >= TREE_HOST_TABLES || h->told[i].n == 0)
			continue;
		buf_printf(b, "%s(", s->name == NULL ? "" : s->name);
		for (uint32_t c = 0; c < s->n_columns; c++)
			buf_printf(b, "%s%s", c > 0 ? "," : "",
			    c < s->kept ? s->columns[c].name : "more_columns");
		buf_str(b, ")\n");
		buf_add(b, h->told[i].p, h->told[i].n);
	}
	if (h->notes.n > 0)
		buf_add(b, h->notes.p, h->notes.n);
	buf_char(b, '\0');
	return b->p;
}
