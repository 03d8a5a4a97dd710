/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_convert.c - cells of a document in the types its table has now.
 *
 * A value becomes its source text and is read again as the other type, unless
 * it is a number that only gets wider.  What does not fit is NULL for now, and
 * its text waits in the ledger until the column is settled.
 */
#include "writer.h"

#define EXACT_LIMIT	1000000000000000	/* 10^15 */
#define CELL_LIMIT	999999999999999999	/* 10^18 - 1 */
#define DOUBLE_LIMIT	9007199254740992	/* 2^53 */

/* One cell on its way: where it is, and its text if that was kept. */
struct moving {
	struct writer		*w;
	struct doc_table	*t;
	uint32_t		 column;
	uint64_t		 row, line;	/* of the document */
	const struct kept	*kept;
};

static bool
is_waiting(const struct ps_cell *c)
{
	return c->type == PS_NULL &&
	    (c->flags & (PS_CELL_TOKEN | PS_CELL_EMPTY)) == 0;
}

static const struct slot_rows *
head(const struct writer *w)
{
	return (const void *)w->batch.p;
}

static struct ps_cell *
cell_at(const struct writer *w, uint32_t row, uint32_t column)
{
	const struct slot_rows	*h = head(w);
	struct ps_cell		*cells = (void *)(w->batch.p + h->cells);

	return &cells[(size_t)row * h->n_columns + column];
}

/* Where the cell's text is in the batch, which may move. */
static bool
place(struct buf *b, struct ps_cell *c, const char *text)
{
	if (text >= b->p && text <= b->p + b->n) {
		c->value.offset = (uint64_t)(text - b->p);
		return true;
	}
	c->value.offset = b->n;
	buf_add(b, text, c->length);
	return !b->full;
}

/* Where nothing is settled later, what does not fit is shown as it is. */
static enum ps_status
show_text(struct writer *w, struct ps_cell *c, const struct kept *k)
{
	struct ps_cell	text = { .type = PS_TEXT,
				 .length = (uint32_t)k->length };
	size_t		at = (size_t)((const char *)c - w->batch.p);

	if (!place(&w->batch, &text, w->notes.p + k->at)) {
		w->batch.full = false;
		return ps_fail(&w->self, PS_FAIL, 0,
		    "a batch of its rows holds more text than memory does");
	}
	memcpy(w->batch.p + at, &text, sizeof(text));
	return PS_OK;
}

/* Texts kept in this batch, where the column needs no other type. */
enum ps_status
keep_texts(struct writer *w, struct doc_table *t, uint32_t number)
{
	uint64_t	 base = t->rows - t->range_rows;
	uint32_t	 i = kept_from(w, number, base);
	enum ps_status	 st = PS_OK;

	for (; i < w->n_kept && st == PS_OK; i++) {
		const struct kept	*k = &w->kept[i];
		bool			 waits;

		if (k->table != number || k->row - base >= head(w)->n_rows)
			break;
		if (k->column >= head(w)->n_columns)
			return ps_fail(&w->self, PS_FAIL, 0,
			    "its worker kept the text of no cell");
		w->kept_used++;
		waits = is_waiting(cell_at(w, (uint32_t)(k->row - base),
		    k->column));
		t->misfits += waits;
		if (waits && w->ledger == NULL && !t->convert[k->column])
			st = show_text(w, cell_at(w, (uint32_t)(k->row - base),
			    k->column), k);
		else if (!t->convert[k->column])
			st = store_kept(w, t, t->range_rows + k->row + 1,
			    w->doc.line_base + k->line, k->column,
			    w->notes.p + k->at, k->length, waits);
	}
	return st;
}

/* Numbers that any wider type holds as they are, and NULL among them. */
static bool
widen(struct ps_cell *c, enum ps_type from, enum ps_type to)
{
	int64_t	v = c->value.integer;

	if (c->type == PS_NULL)
		return to != PS_TEXT && from != PS_TEXT;
	if (c->type != PS_INT)
		return false;
	if (to == PS_DECIMAL && v >= -CELL_LIMIT && v <= CELL_LIMIT) {
		c->type = PS_DECIMAL;
		c->scale = 0;
		return true;
	}
	if (to == PS_REAL && v >= -DOUBLE_LIMIT && v <= DOUBLE_LIMIT) {
		c->type = PS_REAL;
		c->value.real = (double)v;
		return true;
	}
	return false;
}

/* A sink may keep short decimals as doubles: longer ones must wait. */
static bool
is_too_long(const struct ps_cell *c, const struct ps_column *column)
{
	int64_t	v = c->value.integer;

	if (c->type != PS_DECIMAL || column->precision > 15 ||
	    column->precision < 1)
		return false;
	return (c->flags & PS_CELL_TEXT) != 0 || (c->scale > 0 &&
	    (v >= EXACT_LIMIT || v <= -EXACT_LIMIT));
}

static bool
is_text(const struct ps_cell *c)
{
	return c->type > PS_REAL || c->type == PS_BIGINT ||
	    (c->type == PS_DECIMAL && (c->flags & PS_CELL_TEXT) != 0);
}

static enum ps_status
read_again(const struct moving *m, struct ps_cell *c, const char *p, size_t n)
{
	struct writer		*w = m->w;
	struct doc_table	*t = m->t;
	const struct ps_column	*column = &t->table->sql[t->to[m->column]];
	char			 scratch[CELL_TEXT_MAX];
	const char		*text = NULL;
	enum parsed		 how;
	enum ps_status		 st = PS_OK;

	how = reading_parse(&t->as[m->column], p, n,
	    c->type == PS_TEXT ? PS_QUOTED : 0, c, &text, scratch);
	if (how != MISFIT && (is_too_long(c, column) ||
	    (t->refuse[m->column] && c->type != PS_NULL)))
		how = MISFIT;
	if (how == MISFIT)
		*c = (struct ps_cell){ .type = PS_NULL };
	if (how != PARSED)
		st = store_kept(w, t, m->row, m->line, m->column, p, n,
		    how == MISFIT);
	if (st == PS_OK && is_text(c) && !place(&w->batch, c, text)) {
		w->batch.full = false;
		return ps_fail(&w->self, PS_FAIL, 0,
		    "a batch of its rows holds more text than memory does");
	}
	return st;
}

static enum ps_status
convert(const struct moving *m, struct ps_cell *c)
{
	struct writer		*w = m->w;
	struct doc_table	*t = m->t;
	const struct ps_column	*column = &t->table->sql[t->to[m->column]];
	bool			 refused = t->refuse[m->column];
	char			 scratch[CELL_TEXT_MAX];
	const char		*p;
	size_t			 n;

	if (m->kept != NULL)
		return read_again(m, c, w->notes.p + m->kept->at,
		    m->kept->length);
	if ((!refused || c->type == PS_NULL) && widen(c,
	    (enum ps_type)t->readings[m->column].type, column->type))
		return PS_OK;
	if (!refused && c->type == PS_DECIMAL && column->type == PS_DECIMAL &&
	    !is_too_long(c, column))
		return PS_OK;
	p = reading_render(&t->readings[m->column], c, w->batch.p, &n,
	    scratch);
	if (p == NULL)		/* nothing stood there */
		p = "";
	return read_again(m, c, p, n);
}

static enum ps_status
convert_row(struct moving *m, uint32_t number, uint32_t row, uint32_t kept)
{
	struct writer	*w = m->w;
	struct doc_table *t = m->t;
	uint64_t	 in_range = t->rows - t->range_rows + row;
	uint32_t	 lines;
	enum ps_status	 st = PS_OK;

	memcpy(&lines, w->batch.p + sizeof(struct slot_rows) +
	    row * sizeof(lines), sizeof(lines));
	m->row = t->rows + row + 1;
	m->line = w->doc.line_base + lines;
	for (uint32_t i = 0; i < head(w)->n_columns && st == PS_OK; i++) {
		struct ps_cell	c;

		if (!t->convert[i])
			continue;
		c = *cell_at(w, row, i);
		m->column = i;
		m->kept = kept_in_row(w, kept, number, in_range, i);
		st = convert(m, &c);
		*cell_at(w, row, i) = c;
	}
	return st;
}

enum ps_status
convert_batch(struct writer *w, struct doc_table *t, uint32_t number)
{
	struct moving	 m = { .w = w, .t = t };
	uint32_t	 n = head(w)->n_rows, kept;
	uint64_t	 base = t->rows - t->range_rows;
	enum ps_status	 st = PS_OK;

	kept = kept_from(w, number, base);
	for (uint32_t row = 0; row < n && st == PS_OK; row++) {
		while (kept < w->n_kept && w->kept[kept].table == number &&
		    w->kept[kept].row < base + row)
			kept++;
		st = convert_row(&m, number, row, kept);
	}
	return st;
}
