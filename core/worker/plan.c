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
put_reader(struct buf *b, const struct reader *r)
{
	put_text(b, r->format->plugin.name);
	put_text(b, r->encoding);
	put_text(b, r->other);
	put_u32(b, r->n_settings);
	for (uint32_t i = 0; i < r->n_settings; i++) {
		put_text(b, r->settings[i].name);
		put_text(b, r->settings[i].value);
	}
}

struct reader
worker_reader(const struct worker *w)
{
	return (struct reader){ w->verdict.format, w->charset.name,
	    w->charset.other, w->settings, w->n_settings };
}

void
put_plan(struct worker *w, struct buf *b)
{
	const struct work_table	*t = &w->table;
	struct reader		 r = worker_reader(w);

	put_reader(b, &r);
	put_u32(b, t->table.n_columns);
	for (uint32_t i = 0; i < t->table.n_columns; i++)
		put_text(b, t->originals[i]);
	put_u32(b, t->n_columns);
	put_raw(b, t->readings, t->n_columns * sizeof(*t->readings));
}

static bool
get_settings(struct frame *f, struct arena *arena, struct reader *r)
{
	uint32_t	 n = get_u32(f);
	struct setting	*s;

	if (n > 1000)
		return false;
	s = arena_alloc(arena, n * sizeof(*s) + 1);
	for (uint32_t i = 0; i < n; i++) {
		s[i].name = get_text(f);
		s[i].value = get_text(f);
	}
	r->settings = s;
	r->n_settings = n;
	return !f->bad;
}

bool
get_reader(struct frame *f, const struct registry *registry,
    struct arena *arena, struct reader *r)
{
	const char	*name = get_text(f);
	const struct ps_plugin *plugin = name == NULL ? NULL :
			    registry_find(registry, PS_FORMAT, name);

	r->encoding = get_text(f);
	r->other = get_text(f);
	if (plugin == NULL || r->encoding == NULL)
		return false;
	r->format = (const struct ps_format *)(const void *)plugin;
	return get_settings(f, arena, r);
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
	struct reader	r;

	if (!get_reader(f, w->pipeline->registry, w->arena, &r))
		return false;
	w->verdict.format = r.format;
	w->charset.name = r.encoding;
	w->charset.other = r.other;
	w->settings = r.settings;
	w->n_settings = r.n_settings;
	memset(&w->table, 0, sizeof(w->table));
	get_columns(w, f);
	w->table.told = true;
	return !f->bad;
}
