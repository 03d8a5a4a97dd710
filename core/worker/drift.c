/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * drift.c - a document whose columns are others than those of its table.
 *
 * It is read a second time then, and the columns of the table are told before.
 * A column that the table lacks and that is empty everywhere is no drift.
 */
#include <string.h>

#include "drift.h"
#include "mem.h"
#include "str.h"
#include "worker.h"

#define SHOWN	60u		/* bytes of a cell in messages */

/* A table of the document, and the columns of the one it is for. */
struct fixed {
	struct fixed	*next;
	uint32_t	 table;
	const char	*name;
	const char	**columns;
	uint32_t	 n;
	bool		*lacks;		/* by column of the document */
	uint32_t	 n_lacks;
};

static struct fixed *
get_one(struct worker *w, struct frame *f)
{
	struct fixed	*x = arena_alloc(w->arena, sizeof(*x));

	x->table = get_u32(f);
	x->name = arena_strdup(w->arena, get_text(f));
	x->n = get_u32(f);
	if (f->bad || x->name == NULL || x->n > f->n)
		return NULL;
	x->columns = arena_alloc(w->arena, x->n * sizeof(*x->columns) + 1);
	for (uint32_t i = 0; i < x->n; i++) {
		x->columns[i] = arena_strdup(w->arena, get_text(f));
		if (x->columns[i] == NULL)
			return NULL;
	}
	return x;
}

bool
drift_begin(struct worker *w, struct frame *f)
{
	struct fixed	*x;

	w->fixed = NULL;
	for (uint32_t n = get_u32(f); n > 0; n--) {
		if (f->bad || (x = get_one(w, f)) == NULL)
			return false;
		x->next = w->fixed;
		w->fixed = x;
	}
	return !f->bad;
}

static bool
has(const struct fixed *x, const char *name)
{
	for (uint32_t i = 0; i < x->n; i++)
		if (strcmp(x->columns[i], name) == 0)
			return true;
	return false;
}

static bool
stands_beside(const struct work_table *t, uint32_t column)
{
	for (uint32_t i = 0; i < t->n_columns; i++)
		if (shape_beside(t->names[column], t->names[i]))
			return true;
	return false;
}

/* Which of the document's columns are none of the table's. */
static void
compare(struct worker *w, const struct work_table *t, struct fixed *x)
{
	bool	variant = t->wished.rule->drift == DRIFT_VARIANT;

	if (x->n_lacks == t->n_columns)
		return;
	x->n_lacks = t->n_columns;
	x->lacks = arena_alloc(w->arena, x->n_lacks + 1);
	for (uint32_t i = 0; i < t->n_columns; i++)
		x->lacks[i] = !has(x, t->names[i]) &&
		    !(variant && stands_beside(t, i));
}

/* The first column of the row that the table lacks, or n_columns. */
static uint32_t
drifts_in(const struct fixed *x, const struct sheet *h, uint32_t row)
{
	uint32_t	i = 0;

	while (i < x->n_lacks && (!x->lacks[i] ||
	    sheet_slice(h, row, i)->n == 0))
		i++;
	return i;
}

/* "column 'vat' holds '0.19', and table 'sale' has no such column (...)" */
static const char *
why(struct worker *w, const struct work_table *t, const struct fixed *x,
    uint32_t row, uint32_t column)
{
	const struct ps_slice	*s = sheet_slice(t->sheet, row, column);

	return arena_printf(w->arena, "column '%s' holds '%s%s', and table "
	    "'%s' has no such column (%s)", shown_str(t->names[column]),
	    shown(s->p, s->n < SHOWN ? s->n : SHOWN), s->n < SHOWN ? "" :
	    "...", x->name, t->wished.rule->drift_place);
}

static void
reject_rows(struct worker *w, struct work_table *t, const struct fixed *x)
{
	struct sheet	*h = t->sheet;
	uint32_t	 kept = 0, column;

	for (uint32_t row = 0; row < h->n_rows; row++) {
		column = drifts_in(x, h, row);
		if (column == x->n_lacks)
			wished_move(h, kept++, row);
		else
			wished_reject(w, h, row, DRIFT_RULE,
			    why(w, t, x, row, column), true);
	}
	h->n_rows = kept;
}

static void
refuse(struct worker *w, const struct work_table *t, const struct fixed *x)
{
	const struct sheet	*h = t->sheet;
	uint32_t		 column;

	for (uint32_t row = 0; row < h->n_rows && w->refused == NULL; row++)
		if ((column = drifts_in(x, h, row)) < x->n_lacks)
			w->refused = arena_printf(w->arena, "line %llu: %s; "
			    "drift = \"freeze\" takes no other",
			    (unsigned long long)h->rows[row].line,
			    why(w, t, x, row, column));
}

/* All columns of the batch that the table lacks and that hold something. */
static void
tell(struct worker *w, const struct work_table *t, const struct fixed *x)
{
	const struct sheet	*h = t->sheet;
	struct buf		 names, *b;
	uint32_t		 n = 0;

	buf_init(&names, 1u << 20);
	for (uint32_t i = 0; i < x->n_lacks; i++) {
		if (!x->lacks[i] || sheet_is_empty(h, i))
			continue;
		put_text(&names, t->names[i]);
		n++;
	}
	if (n > 0) {
		b = frame_begin(w->channel, M_DRIFTED);
		put_u64(b, w->seq);
		put_u32(b, w->range);
		put_u32(b, t->number);
		put_u32(b, n);
		put_raw(b, names.p, names.n);
		frame_end(w->channel);
		w->refused = "it has other columns than the table";
	}
	buf_free(&names);
}

void
drift_sift(struct worker *w, struct work_table *t)
{
	struct fixed	*x = w->fixed;

	while (x != NULL && x->table != t->number)
		x = x->next;
	/* Of a document that is read by ranges nothing is fixed. */
	if (x == NULL || w->splits || t->wished.rule == NULL ||
	    t->names == NULL)
		return;
	compare(w, t, x);
	switch (t->wished.rule->drift) {
	case DRIFT_FREEZE:
		refuse(w, t, x);
		break;
	case DRIFT_REJECT:
		reject_rows(w, t, x);
		break;
	case DRIFT_VARIANT:
		tell(w, t, x);
		break;
	default:
		break;
	}
}
