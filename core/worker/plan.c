/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * plan.c - how a split document is read on: what the worker that saw its
 * beginning tells the workers that read its other ranges.
 */
#include <string.h>

#include "map.h"
#include "mem.h"
#include "options.h"
#include "plugin.h"
#include "tree.h"
#include "worker.h"

#define PLAN_MAX	(4u << 20)

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
plan_put_sheet(struct buf *b, const struct ps_rows *r, const struct sheet *h)
{
	uint32_t	n = !h->added && h->number < r->main ? 0 :
			    h->n_source;

	put_text(b, h->name);
	put_u8(b, h->added);
	put_u32(b, h->flags);
	put_u32(b, h->kept);
	put_u32(b, n);
	for (uint32_t i = 0; i < n; i++) {
		put_text(b, h->columns[i].name);
		put_text(b, h->columns[i].unit);
		put_text(b, h->columns[i].original);
	}
}

/* How its columns are called and read. */
static void
put_table(const struct work_table *t, const struct ps_rows *r, struct buf *b)
{
	const struct sheet	*h = t->sheet;
	uint32_t		 n = !h->added && h->number < r->main ? 0 :
				    t->n_told;

	put_u32(b, n);
	for (uint32_t i = 0; i < n; i++)
		put_text(b, t->names[i]);
	put_raw(b, t->readings, n * sizeof(*t->readings));
}

static void
put_plan(struct worker *w, struct buf *b)
{
	struct reader	 r = worker_reader(w);
	uint32_t	 n = w->rows.n_sheets;

	put_reader(b, &r);
	put_bytes(b, w->magic, w->n_magic);
	put_u32(b, w->rows.main);
	put_u32(b, n);
	for (uint32_t i = 0; i < n; i++) {
		plan_put_sheet(b, &w->rows, w->rows.sheets[i]);
		put_table(work_table(w, i), &w->rows, b);
	}
	if (w->mapper != NULL)
		mapper_put(w->mapper, b);
	if (w->host.tree != NULL)
		tree_put(w->host.tree, b);
}

static uint32_t
known_keys(const struct worker *w)
{
	return mapper_size(w->mapper) +
	    (w->host.tree == NULL ? 0 : tree_size(w->host.tree));
}

void
plan_begin(struct worker *w)
{
	w->planned = true;
	w->planned_keys = known_keys(w);
}

bool
plan_is_old(const struct worker *w)
{
	return known_keys(w) != w->planned_keys;
}

enum ps_status
tell_split(struct worker *w, enum split how)
{
	struct buf	 plan, *b;

	plan_begin(w);
	buf_init(&plan, PLAN_MAX);
	put_plan(w, &plan);
	if (plan.full) {
		buf_free(&plan);
		return ps_fail(&w->self, PS_RETRY, 0, "it has too many keys "
		    "to be read in ranges");
	}
	b = frame_begin(w->channel, M_SPLIT);
	put_u64(b, w->seq);
	put_u32(b, w->range);
	put_u8(b, (uint8_t)how);
	put_raw(b, plan.p, plan.n);
	frame_end(w->channel);
	buf_free(&plan);
	(void)channel_flush(w->channel);
	return PS_OK;
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

struct sheet *
plan_get_sheet(struct ps_rows *r, struct arena *arena, struct frame *f)
{
	const char		*name = get_text(f);
	bool			 added = get_u8(f) != 0;
	uint32_t		 flags = get_u32(f), kept = get_u32(f);
	uint32_t		 n = get_u32(f);
	struct ps_table		 table = { .name = name, .n_columns = n,
				    .flags = flags };
	struct ps_column	*columns;
	struct sheet		*h;

	if (f->bad || n > f->n || kept > COLUMNS_MAX)
		return NULL;
	columns = arena_alloc(arena, n * sizeof(*columns) + 1);
	for (uint32_t i = 0; i < n; i++) {
		columns[i].name = get_text(f);
		columns[i].unit = get_text(f);
		columns[i].original = get_text(f);
	}
	table.columns = columns;
	h = added ? r->sheets[rows_add_table(r, &table)] :
	    rows_open(r, &table);
	if (kept < n)
		sheet_keep(h, kept);
	return f->bad ? NULL : h;
}

/* A table with what was read into its columns. */
static bool
get_table(struct worker *w, struct frame *f)
{
	const struct sheet	*h = plan_get_sheet(&w->rows, w->arena, f);
	uint32_t		 n = get_u32(f);

	return h != NULL && !f->bad && n <= h->n_columns &&
	    work_table_told(w, n, f);
}

static bool
get_sheets(struct worker *w, struct frame *f)
{
	uint32_t	main = get_u32(f), n = get_u32(f);

	if (f->bad || n > TABLES_MAX || main >= n)
		return false;
	for (uint32_t i = 0; i < n; i++)
		if (!get_table(w, f))
			return false;
	if (w->rows.sheets[main]->added)
		return false;
	w->rows.main = main;
	w->rows.at = w->rows.sheets[main];
	w->table = w->tables[main];
	return true;
}

/* The document's, for selectors. */
static bool
get_magic(struct worker *w, struct frame *f)
{
	const char	*magic = get_bytes(f, &w->n_magic);

	if (f->bad || w->n_magic > sizeof(w->magic)) {
		w->n_magic = 0;
		return false;
	}
	if (w->n_magic > 0)
		memcpy(w->magic, magic, w->n_magic);
	return true;
}

bool
get_plan(struct worker *w, struct frame *f)
{
	struct reader	r;

	if (!get_reader(f, w->pipeline->registry, w->arena, &r) ||
	    !get_magic(w, f))
		return false;
	w->verdict.format = r.format;
	w->charset.name = r.encoding;
	w->charset.other = r.other;
	w->settings = r.settings;
	w->n_settings = r.n_settings;
	if (!get_sheets(w, f) ||
	    (w->mapper != NULL && !mapper_get(w->mapper, f)))
		return false;
	w->tree_state = f->p;
	w->tree_state_size = f->n;
	return true;
}
