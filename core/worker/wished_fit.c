/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * wished_fit.c - cells that are not what is wished of their column.
 *
 * Each cell is asked by itself, so that the answer does not depend on the rows
 * around it, nor on ranges.
 */
#include <string.h>

#include "facts.h"
#include "mem.h"
#include "plugin.h"
#include "wished.h"
#include "worker.h"

#define RAW_MAX	1000u		/* bytes of a cell that are told */

bool
wished_fits(const struct worker *w, const struct shape_type *t,
    const struct ps_slice *s)
{
	return wish_fits(&t->wish, &w->pipeline->prefer.words, s->p, s->n,
	    s->flags, (enum ps_type)s->type);
}

struct misfit
wished_misfit(const struct worker *w, const struct wished *x,
    const struct sheet *h, uint32_t i)
{
	struct misfit			 m = { .type = NULL };
	const struct shape_type		*t = i < x->n_columns ? x->types[i] :
					    NULL;

	for (uint32_t row = 0; t != NULL && row < h->n_rows; row++) {
		const struct ps_slice	*s = sheet_slice(h, row, i);

		if (wished_fits(w, t, s) || m.cells++ > 0)
			continue;
		m.type = t;
		m.line = h->rows[row].line;
		m.p = s->p;
		m.n = s->n;
	}
	return m;
}

struct ps_slice
wished_record(struct worker *w, const struct sheet *h, uint32_t row)
{
	struct buf	 b;
	struct ps_slice	 s;
	const char	*name;
	char		*text;

	buf_init(&b, CELL_MAX);
	for (uint32_t i = 0; i < h->n_columns; i++) {
		const struct ps_slice	*c = sheet_slice(h, row, i);

		name = i < h->kept ? h->columns[i].name : "more_columns";
		buf_char(&b, i == 0 ? '{' : ',');
		buf_json(&b, name, strlen(name));
		buf_char(&b, ':');
		if ((c->flags & PS_ABSENT) != 0)
			buf_str(&b, "null");
		else
			buf_json(&b, c->p, c->n);
	}
	buf_char(&b, '}');
	text = rows_scratch(&w->rows, b.n);
	memcpy(text, b.p, b.n);
	s = (struct ps_slice){ .p = text, .n = (uint32_t)b.n };
	buf_free(&b);
	return s;
}

static const char *
told(struct worker *w, const struct sheet *h, uint32_t column,
    const struct shape_type *t, const char *p, size_t n)
{
	return shape_misfit(w->arena, column < h->kept ?
	    h->columns[column].name : "more_columns", t, p, n);
}

/* The first column of the row that does not fit, or n_columns. */
static uint32_t
misfit_in(const struct worker *w, const struct wished *x,
    const struct sheet *h, uint32_t row)
{
	uint32_t	i = 0;

	while (i < h->n_columns && (i >= x->n_columns || x->types[i] == NULL ||
	    wished_fits(w, x->types[i], sheet_slice(h, row, i))))
		i++;
	return i;
}

void
wished_reject(struct worker *w, const struct sheet *h, uint32_t row,
    const char *rule, const char *why, bool counted)
{
	struct ps_rows	*out = &w->rows;
	struct ps_slice	 raw = wished_record(w, h, row);

	if (counted) {
		out->counts.rows--;
		out->counts.records -= !h->added;
		out->record -= !h->added;
	}
	rows_issue(out, PS_REJECTED, h->rows[row].line, rule, why, raw.p,
	    raw.n);
	if (h->added) {
		out->counts.records--;
		out->record--;
		out->counts.emitted += !counted;
	}
}

static void
reject(struct worker *w, const struct wished *x, const struct sheet *h,
    uint32_t row, uint32_t column, bool counted)
{
	const struct ps_slice	*s = sheet_slice(h, row, column);

	wished_reject(w, h, row, TYPE_RULE, told(w, h, column,
	    x->types[column], s->p, s->n), counted);
}

void
wished_move(struct sheet *h, uint32_t to, uint32_t from)
{
	if (to == from)
		return;
	h->rows[to] = h->rows[from];
	memcpy(h->cells + (size_t)to * h->stride, h->cells +
	    (size_t)from * h->stride, h->stride * sizeof(*h->cells));
}

static void
refuse(struct worker *w, const struct wished *x, const struct sheet *h,
    uint32_t row, uint32_t column)
{
	const struct ps_slice	*s = sheet_slice(h, row, column);

	w->refused = arena_printf(w->arena, "%s; drift = \"freeze\" takes no "
	    "other", told(w, h, column, x->types[column], s->p, s->n));
}

void
wished_sift(struct worker *w, const struct wished *x, struct sheet *h,
    bool counted)
{
	enum drift	drift = x->rule == NULL ? DRIFT_EVOLVE : x->rule->drift;
	uint32_t	kept = 0, column;

	if ((drift != DRIFT_REJECT && drift != DRIFT_FREEZE) ||
	    x->rule->n_types == 0)
		return;
	for (uint32_t row = 0; row < h->n_rows; row++) {
		column = misfit_in(w, x, h, row);
		if (column == h->n_columns) {
			wished_move(h, kept++, row);
		} else if (drift == DRIFT_FREEZE) {
			refuse(w, x, h, row, column);
			return;
		} else {
			reject(w, x, h, row, column, counted);
		}
	}
	h->n_rows = kept;
}

void
wished_tell(struct worker *w, const struct wished *x, const struct sheet *h,
    const struct facts *facts)
{
	for (uint32_t i = 0; i < x->n_columns; i++) {
		const struct shape_type	*t = x->types[i];
		struct misfit		 m;

		if (t == NULL || (facts[i].fits & BIT(t->wish.type)) != 0)
			continue;
		m = wished_misfit(w, x, h, i);
		if (m.cells == 0)
			continue;
		put_u8(&w->notes, 'T');
		put_u32(&w->notes, h->number);
		put_u32(&w->notes, i);
		put_u64(&w->notes, m.line);
		put_u64(&w->notes, m.cells);
		put_bytes(&w->notes, m.p, m.n < RAW_MAX ? m.n : RAW_MAX);
	}
}
