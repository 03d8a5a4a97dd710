/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * map_rows.c - one table's rows of a batch: first all through the maps, then
 * into the columns that they turn out to have.
 */
#include <stdlib.h>
#include <string.h>

#include "map_impl.h"
#include "mem.h"
#include "plugin.h"

/* What each record became, until the columns are known. */
struct passed {
	uint8_t		*results;	/* enum mapped, by row */
	struct field	*fields;	/* of all kept rows in turn */
	uint32_t	*widths;	/* of each row */
	size_t		 n, room;	/* fields */
};

static void
keep_fields(struct passed *x, const struct mapping *m, uint32_t row)
{
	while (x->n + m->n > x->room) {
		x->room = x->room == 0 ? 4096 : 2 * x->room;
		x->fields = xrealloc(x->fields, x->room, sizeof(*x->fields));
	}
	memcpy(x->fields + x->n, m->fields, m->n * sizeof(*x->fields));
	x->widths[row] = m->n;
	x->n += m->n;
}

/*
 * The row's number among the records of its document (or range), those that
 * the format rejected included.  Rows are asked for in their order.
 */
static uint64_t
number_of(struct mapper *p, const struct sheet *h, uint32_t row)
{
	const struct ps_rows	*r = &p->rows;

	for (; p->next_issue < r->n_issues &&
	    r->issues[p->next_issue].line < h->rows[row].line; p->next_issue++)
		p->rejects += r->issues[p->next_issue].severity == PS_REJECTED;
	return p->records + p->rejects + row + 1;
}

/* Where its first value begins, which is where a line does that begins so. */
static uint64_t
place_of(const struct mapper *p, const struct sheet *h, uint32_t row)
{
	uint64_t	place, least = UINT64_MAX;

	for (uint32_t i = 0; i < h->n_columns; i++) {
		const struct ps_slice	*s = sheet_slice(h, row, i);

		if (s->n == 0 || (s->flags & PS_ABSENT) != 0)
			continue;
		place = input_place_of(p->w->input, s->p);
		if (place != UINT64_MAX && place > 0 &&
		    (s->flags & PS_QUOTED) != 0)
			place--;
		if (place < least)
			least = place;
	}
	return least;
}

/* What the script does not take: which record, and where. */
static void
tell_rejected(struct mapper *p, const struct passage *q, const struct sheet *h,
    uint32_t row)
{
	struct ps_rows	*out = &p->w->rows;
	struct ps_slice	 s = wished_record(p->w, h, row);
	struct issue	*issue;

	rows_issue(out, PS_REJECTED, h->rows[row].line, MAP_RULE, q->m.why,
	    s.p, s.n);
	issue = &out->issues[out->n_issues - 1];
	issue->place = place_of(p, h, row);
	issue->record = h->added ? 0 : number_of(p, h, row);
}

/* Rows of tables beside the main one were no records. */
static void
set_aside(struct mapper *p, const struct passage *q, const struct sheet *h,
    uint32_t row, enum mapped result)
{
	struct ps_rows	*out = &p->w->rows;

	if (result == MAPPED_SKIPPED) {
		out->counts.skipped++;
		out->counts.records++;
		out->record++;
	} else {
		tell_rejected(p, q, h, row);
	}
	if (h->added) {
		out->counts.records--;
		out->counts.emitted++;
	}
}

/* Columns that hold something now and did not before. */
static void
make_columns(struct mapper *p, struct passage *q, const struct sheet *h,
    const bool *wanted)
{
	for (uint32_t i = 0; i < q->m.n; i++) {
		uint32_t	 source = q->m.fields[i].source;
		struct ps_column c = { .name = q->m.fields[i].name,
		    .original = "" };		/* not of the document */

		while (q->n_columns <= i) {
			GROW(q->columns, q->n_columns, q->columns_room);
			q->columns[q->n_columns++] = NO_COLUMN;
		}
		if (!wanted[i] || q->columns[i] != NO_COLUMN)
			continue;
		if (source != NO_SOURCE)
			c = map_column(h, source);
		rows_add_columns(&p->w->rows, q->to, &c, 1);
		q->columns[i] = q->n_out++;
	}
}

static void
add_row(struct mapper *p, const struct passage *q, const struct sheet *h,
    uint32_t row, const struct field *fields, uint32_t n)
{
	map_clear_cells(p, q->n_out);
	for (uint32_t i = 0; i < n; i++) {
		if (fields[i].state == FIELD_GONE)
			continue;
		p->cells[q->columns[i]] = fields[i].state == FIELD_SET ?
		    fields[i].cell : *sheet_slice(h, row, fields[i].source);
	}
	rows_into(&p->w->rows, q->to);
	(void)rows_add(&p->w->rows, p->cells, q->n_out, h->rows[row].line);
}

/* The second half: what the maps left becomes rows. */
static void
add_rows(struct mapper *p, struct passage *q, const struct sheet *h,
    const struct passed *x)
{
	bool			*wanted = xcalloc(q->m.n + 1, sizeof(*wanted));
	const struct field	*f = x->fields;

	for (uint32_t row = 0; row < h->n_rows; row++)
		for (uint32_t i = 0; i < x->widths[row]; i++, f++)
			wanted[i] |= f->state != FIELD_GONE;
	make_columns(p, q, h, wanted);
	free(wanted);
	f = x->fields;
	for (uint32_t row = 0; row < h->n_rows; row++) {
		if (x->results[row] != MAPPED_ROW)
			continue;
		add_row(p, q, h, row, f, x->widths[row]);
		f += x->widths[row];
		q->given = true;
	}
}

enum ps_status
map_table(struct mapper *p, struct passage *q, const struct sheet *h)
{
	struct passed	 x = { 0 };
	enum mapped	 result = MAPPED_ROW;

	x.results = xcalloc(h->n_rows + 1, sizeof(*x.results));
	x.widths = xcalloc(h->n_rows + 1, sizeof(*x.widths));
	for (uint32_t row = 0; row < h->n_rows; row++) {
		p->line = h->rows[row].line;
		result = mapping_run(&q->m, sheet_slice(h, row, 0),
		    h->n_columns, p->line);
		if (result == MAPPED_HANGS)
			break;
		x.results[row] = (uint8_t)result;
		if (result == MAPPED_ROW)
			keep_fields(&x, &q->m, row);
		else
			set_aside(p, q, h, row, result);
	}
	if (result != MAPPED_HANGS)
		add_rows(p, q, h, &x);
	free(x.results);
	free(x.widths);
	free(x.fields);
	return result == MAPPED_HANGS ? ps_fail(&p->w->self, PS_FAIL, p->line,
	    "%s", q->m.why) : PS_OK;
}

/* A table without a row has the columns that the document tells of. */
void
map_show_columns(struct mapper *p, struct passage *q, const struct sheet *h)
{
	bool	*all = xcalloc(q->m.n + 1, sizeof(*all));

	memset(all, 1, q->m.n);
	make_columns(p, q, h, all);
	free(all);
}
