/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * plan.c - how a split document is read on: what the worker that saw its
 * beginning tells the workers that read its other ranges.
 */
#include <string.h>

#include "mem.h"
#include "options.h"
#include "plugin.h"
#include "worker.h"

void
put_plan(struct worker *w, struct buf *b)
{
	const struct work_table	*t = &w->table;

	put_text(b, w->verdict.format->plugin.name);
	put_text(b, w->charset.name);
	put_text(b, w->charset.other);
	put_u32(b, w->n_settings);
	for (uint32_t i = 0; i < w->n_settings; i++) {
		put_text(b, w->settings[i].name);
		put_text(b, w->settings[i].value);
	}
	put_u32(b, t->table.n_columns);
	for (uint32_t i = 0; i < t->table.n_columns; i++)
		put_text(b, t->originals[i]);
	put_u32(b, t->n_columns);
	put_raw(b, t->readings, t->n_columns * sizeof(*t->readings));
}

static void
get_settings(struct worker *w, struct frame *f)
{
	uint32_t	 n = get_u32(f);
	struct setting	*s;

	if (n > 1000) {
		f->bad = true;
		return;
	}
	s = arena_alloc(w->arena, n * sizeof(*s));
	for (uint32_t i = 0; i < n; i++) {
		s[i].name = get_text(f);
		s[i].value = get_text(f);
	}
	w->settings = s;
	w->n_settings = n;
}

static void
get_columns(struct worker *w, struct frame *f)
{
	struct work_table	*t = &w->table;
	uint32_t		 n = get_u32(f);
	const char		**names;

	if (n > f->n) {
		f->bad = true;
		return;
	}
	names = arena_alloc(w->arena, n * sizeof(*names) + 1);
	for (uint32_t i = 0; i < n; i++)
		names[i] = get_text(f);
	rows_table(&w->rows, n, names);
	t->n_columns = get_u32(f);
	if (t->n_columns != w->rows.n_columns || f->bad) {
		f->bad = true;
		return;
	}
	t->readings = arena_alloc(w->arena, t->n_columns *
	    sizeof(*t->readings) + 1);
	t->facts = arena_alloc(w->arena, t->n_columns * sizeof(*t->facts) + 1);
	get_raw(f, t->readings, t->n_columns * sizeof(*t->readings));
}

bool
get_plan(struct worker *w, struct frame *f)
{
	const char	*name = get_text(f);
	const struct ps_plugin *plugin = name == NULL ? NULL :
			    registry_find(w->pipeline->registry, PS_FORMAT,
			    name);

	w->charset.name = get_text(f);
	w->charset.other = get_text(f);
	if (plugin == NULL || w->charset.name == NULL)
		return false;
	w->verdict.format = (const struct ps_format *)(const void *)plugin;
	get_settings(w, f);
	memset(&w->table, 0, sizeof(w->table));
	get_columns(w, f);
	w->table.told = true;
	return !f->bad;
}
