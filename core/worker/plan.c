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

static void
put_plan(struct worker *w, struct buf *b)
{
	const struct work_table	*t = w->table;
	const struct sheet	*h = t->sheet;
	struct reader		 r = worker_reader(w);

	put_reader(b, &r);
	put_u32(b, t->number);
	put_u32(b, h->n_source);
	for (uint32_t i = 0; i < h->n_source; i++)
		put_text(b, h->columns[i].name);
	put_u32(b, t->n_columns);
	put_raw(b, t->readings, t->n_columns * sizeof(*t->readings));
}

void
tell_split(struct worker *w)
{
	struct buf	*b = frame_begin(w->channel, M_SPLIT);

	put_u64(b, w->seq);
	put_u32(b, w->range);
	put_plan(w, b);
	frame_end(w->channel);
	(void)channel_flush(w->channel);
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

static bool
get_columns(struct worker *w, struct frame *f)
{
	uint32_t		 number = get_u32(f), n = get_u32(f);
	struct ps_column	*columns;
	struct ps_table		 table = { .n_columns = n }, none = { 0 };
	struct reading		*readings;

	if (f->bad || n > f->n || number >= TABLES_MAX)
		return false;
	for (uint32_t i = 0; i < number; i++)
		(void)work_table(w, rows_open(&w->rows, &none)->number);
	columns = arena_alloc(w->arena, n * sizeof(*columns) + 1);
	for (uint32_t i = 0; i < n; i++)
		columns[i].name = get_text(f);
	table.columns = columns;
	n = rows_open(&w->rows, &table)->n_columns;
	if (get_u32(f) != n)
		return false;
	readings = arena_alloc(w->arena, n * sizeof(*readings) + 1);
	if (!get_raw(f, readings, n * sizeof(*readings)))
		return false;
	w->table = work_table_told(w, readings);
	return true;
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
	return get_columns(w, f);
}
