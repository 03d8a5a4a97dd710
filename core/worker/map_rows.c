/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * map_rows.c - one table's rows through the maps, each into the columns that
 * it turns out to have: a new one stands behind those that were there.
 */
#include <stdlib.h>
#include <string.h>

#include "map_impl.h"
#include "mem.h"
#include "plugin.h"

#define BACK_MOST	512	/* bytes, to where a record begins */

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

/* From the first value of a record to where its line, or its object, begins. */
static uint64_t
step_back(const struct mapper *p, const char *value, uint64_t place)
{
	const char	*low, *high, *at = value;
	uint64_t	 back;

	if (place == UINT64_MAX ||
	    !input_holds(p->w->input, value, &low, &high))
		return place;
	while (at > low && value - at < BACK_MOST && at[-1] != '\n' &&
	    at[-1] != '{')
		at--;
	back = (uint64_t)(value - at);
	if (back == BACK_MOST || (at == low && back != place))
		return place;
	return place - back - (at > low && at[-1] == '{');
}

/* Where it begins: as the format says, or by its cells. */
static uint64_t
place_of(const struct mapper *p, const struct sheet *h, uint32_t row)
{
	uint64_t	 place, least = rows_place_of(h, row);
	const char	*first = NULL;

	if (least != UINT64_MAX)
		return least;
	for (uint32_t i = 0; i < h->n_columns; i++) {
		const struct ps_slice	*s = sheet_slice(h, row, i);

		if ((s->flags & PS_ABSENT) != 0)
			continue;
		place = input_place_of(p->w->input, s->p);
		if (place < least) {
			least = place;
			first = s->p;
		}
	}
	return step_back(p, first, least);
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

static void
make_column(struct mapper *p, struct passage *q, const struct sheet *h,
    uint32_t i)
{
	uint32_t	 source = q->m.fields[i].source;
	struct ps_column c = { .name = q->m.fields[i].name,
	    .original = "" };		/* not of the document */

	if (source != NO_SOURCE)
		c = map_column(h, source);
	vary_column(p, q, &c);
	q->columns[i] = q->n_out++;
}

/* How many of the first columns are those of the source, in their places. */
static void
count_leading(struct passage *q)
{
	uint32_t	i = 0;

	while (i < q->m.n && q->m.fields[i].source == i && q->columns[i] == i)
		i++;
	q->leading = i;
	q->settled = true;
	for (; i < q->m.n; i++)
		q->settled &= q->columns[i] != NO_COLUMN;
}

/* A field without a column gets one where a record first has it. */
static void
make_columns(struct mapper *p, struct passage *q, const struct sheet *h,
    bool all)
{
	const struct mapping	*m = &q->m;

	while (q->n_columns < m->n) {
		GROW(q->columns, q->n_columns, q->columns_room);
		q->columns[q->n_columns++] = NO_COLUMN;
	}
	for (uint32_t i = 0; i < m->n; i++)
		if (q->columns[i] == NO_COLUMN && (all ||
		    m->fields[i].state != FIELD_GONE))
			make_column(p, q, h, i);
	count_leading(q);
}

static struct ps_slice
field_cell(const struct field *f, const struct ps_slice *source)
{
	if (f->state == FIELD_GONE)
		return (struct ps_slice){ .p = "", .flags = PS_ABSENT };
	return f->state == FIELD_SET ? f->cell : source[f->source];
}

/* Most fields stand where they stood, and as they were. */
static void
add_row(struct mapper *p, struct passage *q, const struct sheet *h,
    uint32_t row)
{
	const struct mapping	*m = &q->m;
	const struct ps_slice	*source = sheet_slice(h, row, 0);

	if (!q->settled || q->n_columns < m->n)
		make_columns(p, q, h, false);
	map_clear_cells(p, q->leading, q->n_out);
	memcpy(p->cells, source, q->leading * sizeof(*p->cells));
	for (uint32_t i = q->leading; i < m->n; i++)
		if (q->columns[i] != NO_COLUMN)
			p->cells[q->columns[i]] = field_cell(&m->fields[i],
			    source);
	for (uint32_t i = 0; i < m->n_touched; i++)
		if (m->touched[i] < q->leading)
			p->cells[m->touched[i]] = field_cell(
			    &m->fields[m->touched[i]], source);
	vary_add(p, q, p->cells, q->n_out, p->line);
	q->given = true;
}

/* No record has an outcome: the document is read otherwise, or not at all. */
static enum ps_status
give_up(struct mapper *p, const struct passage *q, enum mapped result)
{
	emits_end(p, false);
	if (result == MAPPED_WHOLE)
		return ps_fail(&p->w->self, PS_RETRY, 0, "a map asks for its "
		    "lines: it is read in one piece");
	return ps_fail(&p->w->self, PS_FAIL, p->line, "%s", q->m.why);
}

/*
 * In the first batch columns are in no order yet: those of the document come
 * before new ones, whichever record had them first.
 */
static void
order_columns(struct mapper *p, struct passage *q)
{
	struct sheet	*to = p->w->rows.sheets[q->to];
	uint32_t	*from = arena_alloc(p->w->arena, q->n_out *
			    sizeof(*from) + 1);
	uint32_t	 n = 0;

	if (to->n_columns != q->n_out || map_varies(q))
		return;
	for (uint32_t i = 0; i < q->n_columns; i++)
		if (q->columns[i] != NO_COLUMN) {
			from[n] = q->columns[i];
			q->columns[i] = n++;
		}
	sheet_order(to, from);
	count_leading(q);
}

/* All rows passed: what columns that no record changed tell is known. */
static void
share_facts(struct mapper *p, const struct passage *q)
{
	const struct facts	**known = arena_alloc(p->w->arena,
				    q->n_out * sizeof(*known) + 1);

	for (uint32_t i = 0; i < q->leading; i++)
		if (!q->m.fields[i].changed)
			known[i] = &q->facts[i];
	p->w->rows.sheets[q->to]->known = known;
}

enum ps_status
map_table(struct mapper *p, struct passage *q, const struct sheet *h)
{
	bool		first = q->n_out == 0;
	enum mapped	result = MAPPED_ROW;

	mapping_start(&q->m);
	for (uint32_t row = 0; row < h->n_rows; row++) {
		p->line = h->rows[row].line;
		result = mapping_run(&q->m, sheet_slice(h, row, 0),
		    h->n_columns, p->line);
		if (result == MAPPED_WHOLE || result == MAPPED_HANGS)
			break;
		if (result == MAPPED_ROW)
			add_row(p, q, h, row);
		else
			set_aside(p, q, h, row, result);
		emits_end(p, result != MAPPED_REJECTED);
	}
	mapping_pause(&q->m);
	if (result == MAPPED_WHOLE || result == MAPPED_HANGS)
		return give_up(p, q, result);
	if (first && q->n_out > 0) {
		order_columns(p, q);
		if (q->facts != NULL &&
		    p->w->rows.sheets[q->to]->n_rows == h->n_rows)
			share_facts(p, q);
	}
	return PS_OK;
}

/* A table without a row has the columns that the document tells of. */
void
map_show_columns(struct mapper *p, struct passage *q, const struct sheet *h)
{
	make_columns(p, q, h, true);
}
