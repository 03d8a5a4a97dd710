/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pack_why.c - why columns have their types, for who only wants to know: the
 * first rows are looked at once more, column by column.
 */
#include <stdlib.h>

#include "mem.h"
#include "pack.h"
#include "why.h"

#define WHY_ROWS	2000u

static void
note_why(struct worker *w, uint32_t column, const struct preferences *p,
    struct why_tally *t)
{
	const struct work_table	*table = w->table;
	const struct sheet	*h = table->sheet;
	const struct ps_slice	*s = &h->cells[column];
	bool			 is_text = table->readings[column].type ==
				    PS_TEXT;
	struct why		 why;

	why_start(t, table->names[column], &p->words);
	/* A text is looked at until it is known what made it one. */
	for (uint32_t row = 0; row < h->n_rows && (row < WHY_ROWS ||
	    (is_text && !why_is_known(t))); row++) {
		why_add(t, s->p, s->n, s->flags, (enum ps_type)s->type);
		s += h->stride;
	}
	why_column(t, &table->facts[column], &table->readings[column], p,
	    &why);
	put_u8(&w->notes, 'W');
	put_u32(&w->notes, table->number);
	put_u32(&w->notes, column);
	put_text(&w->notes, why.because);
	put_text(&w->notes, why.runner_up);
	put_text(&w->notes, why.against);
}

void
note_whys(struct worker *w, uint32_t from, const struct preferences *p)
{
	struct why_tally	*t;

	if (w->as_text || w->table->sheet->n_rows == 0 ||
	    from == w->table->n_columns)
		return;
	t = xmalloc(sizeof(*t));
	for (uint32_t i = from; i < w->table->n_columns; i++)
		note_why(w, i, p, t);
	free(t);
}
