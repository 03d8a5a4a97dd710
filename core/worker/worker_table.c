/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * worker_table.c - what a worker knows of each table of the document: how its
 * columns are called and read.
 *
 * A table may become wider while it is read; what is known of the columns that
 * were there before stays as it is.
 */
#include <stdio.h>
#include <string.h>

#include "mem.h"
#include "worker.h"

static void *
longer(struct worker *w, const void *old, size_t had, size_t n)
{
	char	*p = arena_alloc(w->arena, n + 1);

	if (had > 0)
		memcpy(p, old, had);
	return p;
}

/* SQL names for the columns as they will be stored. */
static void
name_them(struct worker *w, struct work_table *t)
{
	const struct sheet	*h = t->sheet;
	uint32_t		 n = h->n_columns;

	t->originals = arena_alloc(w->arena, (n + 1) * sizeof(char *));
	for (uint32_t i = 0; i < n; i++)
		t->originals[i] = i < h->kept ? h->columns[i].name :
		    "more_columns";
	t->names = longer(w, t->names, t->n_columns * sizeof(*t->names),
	    (n + 1) * sizeof(*t->names));
	wished_columns(w, &t->wished, h, t->n_columns, n, t->names);
}

static void
tell_wide(struct worker *w, const struct sheet *h)
{
	char	why[120];

	snprintf(why, sizeof(why), "more than 1,500 columns: those past the "
	    "%s are in the JSON of column more_columns",
	    h->kept == COLUMNS_KEPT ? "1,000th" : "1,500th");
	rows_issue(&w->rows, PS_NOTE, 0, "wide-table", why, "", 0);
}

static void
know_columns(struct worker *w, struct work_table *t)
{
	const struct sheet	*h = t->sheet;
	uint32_t		 had = t->n_columns, n = h->n_columns;

	if (n == had)
		return;
	name_them(w, t);
	if (h->kept < n)
		tell_wide(w, h);
	t->readings = longer(w, t->readings, had * sizeof(*t->readings),
	    n * sizeof(*t->readings));
	t->facts = longer(w, t->facts, had * sizeof(*t->facts),
	    n * sizeof(*t->facts));
	t->n_columns = n;
}

static struct work_table *
new_table(struct worker *w)
{
	struct work_table	*t = arena_alloc(w->arena, sizeof(*t));

	GROW(w->tables, w->n_tables, w->tables_room);
	t->number = w->n_tables;
	t->sheet = w->rows.sheets[t->number];
	w->tables[w->n_tables++] = t;
	wished_find(w, t->sheet, &t->wished);
	return t;
}

struct work_table *
work_table(struct worker *w, uint32_t number)
{
	while (w->n_tables <= number)
		(void)new_table(w);
	know_columns(w, w->tables[number]);
	return w->tables[number];
}

bool
work_table_told(struct worker *w, uint32_t n, struct frame *f)
{
	struct work_table	*t = new_table(w);
	const char		*name;

	t->n_columns = t->n_told = n;
	t->names = arena_alloc(w->arena, (n + 1) * sizeof(*t->names));
	t->readings = arena_alloc(w->arena, (n + 1) * sizeof(*t->readings));
	t->facts = arena_alloc(w->arena, (n + 1) * sizeof(*t->facts));
	for (uint32_t i = 0; i < n; i++) {
		if ((name = get_text(f)) == NULL)
			return false;
		snprintf(t->names[i], sizeof(t->names[i]), "%s", name);
	}
	wished_types(w, &t->wished, t->sheet, n);
	return get_raw(f, t->readings, n * sizeof(*t->readings));
}
