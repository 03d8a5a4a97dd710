/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * settle_rows.c - the values of settled columns.
 *
 * The sink asks for each value by its row number.  Row numbers lead to
 * documents, documents to readings, readings (and texts that were kept) to the
 * source text, and that is read again as the new type.  All that is needed is
 * loaded before, since the sink must not be called while it works.
 */
#include <stdlib.h>

#include "mem.h"
#include "settle.h"
#include "settle_rows.h"

static const struct span *
span_of(struct work *k, int64_t row)
{
	size_t	low = 0, high = k->n_spans, middle;

	if (k->at < k->n_spans && k->spans[k->at].first <= row &&
	    row <= k->spans[k->at].last)
		return &k->spans[k->at];
	while (low < high) {
		middle = low + (high - low) / 2;
		if (k->spans[middle].last < row)
			low = middle + 1;
		else
			high = middle;
	}
	k->at = low;
	return low < k->n_spans && k->spans[low].first <= row ?
	    &k->spans[low] : NULL;
}

/* Kept texts are sorted by row and column; rows mostly come in order. */
static const struct text *
text_of(struct work *k, int64_t row, uint32_t column)
{
	size_t	low = 0, high = k->n_texts, middle;

	if (k->n_texts == 0)
		return NULL;
	while (low < high) {
		const struct text *t;

		middle = low + (high - low) / 2;
		t = &k->texts[middle];
		if (t->row < row || (t->row == row && t->column < column))
			low = middle + 1;
		else
			high = middle;
	}
	return low < k->n_texts && k->texts[low].row == row &&
	    k->texts[low].column == column ? &k->texts[low] : NULL;
}

/* Both numbers are exact, so the quotient is the nearest double. */
static void
decimal_out(const struct ps_cell *c, const struct ps_column *column,
    struct ps_value *out, char digits[48])
{
	static const double	powers[] = {
		1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
		1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18
	};
	int64_t			v = c->value.integer;
	uint64_t		u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	char			*p = digits + 48;

	if (column->precision >= 1 && column->precision <= 15) {
		out->type = c->scale == 0 ? PS_INT : PS_REAL;
		out->integer = v;
		out->real = (double)v / powers[c->scale <= 18 ? c->scale : 18];
		return;
	}
	for (int i = 0; u > 0 || i <= c->scale; i++, u /= 10) {
		if (i == c->scale && c->scale > 0)
			*--p = '.';
		*--p = (char)('0' + u % 10);
	}
	if (v < 0)
		*--p = '-';
	out->type = PS_TEXT;
	out->text = p;
	out->length = (uint32_t)(digits + 48 - p);
}

static void
value_out(struct work *k, const struct ps_cell *c, uint32_t column,
    const char *text, struct ps_value *out)
{
	*out = (struct ps_value){ .type = PS_NULL };
	switch (c->type) {
	case PS_NULL:
		return;
	case PS_BOOL:
	case PS_INT:
		out->type = PS_INT;
		out->integer = c->value.integer;
		return;
	case PS_REAL:
		out->type = PS_REAL;
		out->real = c->value.real;
		return;
	case PS_DECIMAL:
		if ((c->flags & PS_CELL_TEXT) == 0 && c->scale <= 18) {
			decimal_out(c, &k->new[column], out, k->digits);
			return;
		}
		break;
	default:
		break;
	}
	out->type = c->type == PS_BLOB ? PS_BLOB : PS_TEXT;
	out->text = text;
	out->length = c->length;
}

/* The cell keeps a text beside its new value. */
static void
keep(struct work *k, const struct span *s, int64_t row, uint32_t column,
    const char *p, size_t n, bool pending)
{
	const struct text	*old = text_of(k, row, column);
	struct text		*t;

	GROW(k->kept, k->n_kept, k->kept_room);
	t = &k->kept[k->n_kept++];
	t->row = row;
	t->column = column;
	t->document = k->documents[s->document].id;
	t->ordinal = s->ordinal + (row - s->first);
	t->line = old == NULL ? 0 : old->line;
	t->pending = pending;
	t->length = (uint32_t)n;
	t->at = k->kept_bytes.n;
	buf_add(&k->kept_bytes, p, n);
}

static bool
is_too_long(const struct ps_cell *c, const struct ps_column *column)
{
	return c->type == PS_DECIMAL && (c->flags & PS_CELL_TEXT) != 0 &&
	    column->precision >= 1 && column->precision <= 15;
}

enum ps_status
settle_convert(void *arg, int64_t row, uint32_t column,
    const struct ps_value *in, struct ps_value *out)
{
	struct work		*k = arg;
	const struct span	*s = span_of(k, row);
	const struct pair	*r = s == NULL ? NULL :
				    pair_of(k, s->document, column);
	const struct text	*kept;
	const char		*p, *text = NULL;
	struct ps_cell		 cell;
	size_t			 n;
	enum parsed		 how;

	*out = *in;
	if (r == NULL)
		return PS_OK;
	if ((kept = text_of(k, row, column)) != NULL) {
		p = k->bytes.p + kept->at;
		n = kept->length;
	} else {
		reading_restore(&r->old, k->table->sql[column].type, in, &cell,
		    &text);
		p = reading_render(&r->old, &cell, text, &n, k->rendered);
	}
	*out = (struct ps_value){ .type = PS_NULL };
	if (p == NULL)		/* nothing stood there */
		p = "";
	/* A text without bytes stood in quotes. */
	how = reading_parse(&r->new, p, n, in->type == PS_TEXT ? PS_QUOTED :
	    0, &cell, &text, k->parsed);
	if (how != MISFIT && (is_too_long(&cell, &k->new[column]) ||
	    (r->refuse && cell.type != PS_NULL)))
		how = MISFIT;
	if (how != MISFIT)
		value_out(k, &cell, column, text, out);
	if (how != PARSED)
		keep(k, s, row, column, p, n, how == MISFIT);
	return k->kept_bytes.full ? PS_FAIL : PS_OK;
}

enum ps_status
settle_rows(struct settler *s, struct table *t, const struct ps_column *new,
    const bool *changed)
{
	struct ps_table	sql;
	struct work	k = { .table = t, .new = new, .changed = changed,
			    .ledger = s->tables->ledger,
			    .coerce = s->coerce };
	enum ps_status	st;

	if ((st = settle_unfold(s, t)) != PS_OK)
		return st;
	sql = table_sql(t, s->provenance);
	sql.columns = new;
	st = work_load(s, &k);
	if (st == PS_OK)
		st = s->sink->settle(s->self, &sql, changed, settle_convert,
		    &k);
	if (st == PS_OK)
		st = work_store(&k);
	work_free(&k);
	return st;
}

enum ps_status
settle_declared(struct settler *s, const struct table *t,
    const struct ps_column *new, const bool *changed)
{
	struct ps_table	sql = table_sql(t, s->provenance);

	sql.columns = new;
	return s->sink->settle(s->self, &sql, changed, NULL, NULL);
}
