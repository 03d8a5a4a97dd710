/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_known.c - the names that are taken when a run begins.
 *
 * Tables that the ledger does not know are somebody else's: their names are
 * told without a shape, so that no document ever joins them.
 */
#include <stdlib.h>

#include "writer.h"

#define NAMES_BYTES	(1u << 20)

struct columns {
	struct buf	names;		/* texts */
	uint32_t	n;
};

/* Everything that has a name where tables have theirs. */
static const struct {
	const char	*sink, *sql;
} catalogues[] = {
	{ "sqlite", "SELECT name FROM sqlite_master WHERE name NOT LIKE "
	    "'sqlite@_%' ESCAPE '@'" },
	{ "postgres", "SELECT relname FROM pg_class WHERE relnamespace = "
	    "(SELECT oid FROM pg_namespace WHERE nspname = "
	    "current_schema())" }
};

static void
tell_name(struct writer *w, const char *name, const char *shape,
    const struct columns *columns)
{
	struct buf	*b = frame_begin(w->channel, M_KNOWN);

	put_text(b, name);
	put_text(b, shape);
	put_u32(b, columns == NULL ? 0 : columns->n);
	if (columns != NULL)
		put_raw(b, columns->names.p, columns->names.n);
	frame_end(w->channel);
}

static enum ps_status
take_column(void *arg, const struct ps_value *v, uint32_t n)
{
	struct columns	*c = arg;
	char		*name;

	(void)n;
	if (v[0].type != PS_TEXT)
		return PS_OK;
	name = xstrndup(v[0].text, v[0].length);
	put_text(&c->names, name);
	c->n++;
	free(name);
	return PS_OK;
}

/* With its columns, where the script wishes that they stay. */
static enum ps_status
tell_ours(struct writer *w, const struct table *t)
{
	struct columns	 c = { .n = 0 };
	struct ps_value	 v = str_value(t->name);
	enum ps_status	 st = PS_OK;

	buf_init(&c.names, NAMES_BYTES);
	if (pipeline_drifts(w->pipeline))
		st = ledger_query(w->ledger, "SELECT name FROM _ps_columns "
		    "WHERE table_name = ?1 ORDER BY position", &v, 1,
		    take_column, &c);
	tell_name(w, t->name, t->shape, &c);
	buf_free(&c.names);
	return st;
}

static enum ps_status
take_name(void *arg, const struct ps_value *v, uint32_t n)
{
	struct writer	*w = arg;
	char		 name[256];

	(void)n;
	if (v[0].type != PS_TEXT || v[0].length >= sizeof(name))
		return PS_OK;
	memcpy(name, v[0].text, v[0].length);
	name[v[0].length] = '\0';
	if (strncmp(name, "_ps_", 4) != 0 &&
	    tables_find(&w->tables, name) == NULL)
		tell_name(w, name, NULL, NULL);
	return PS_OK;
}

static enum ps_status
tell_foreign(struct writer *w)
{
	const char	*sink = w->sink->plugin.name;

	for (size_t i = 0; i < sizeof(catalogues) / sizeof(catalogues[0]); i++)
		if (strcmp(catalogues[i].sink, sink) == 0)
			return ledger_query(w->ledger, catalogues[i].sql,
			    NULL, 0, take_name, w);
	return PS_OK;
}

enum ps_status
tell_known(struct writer *w)
{
	struct buf	*b;
	enum ps_status	 st = PS_OK;

	for (uint32_t i = 0; i < w->tables.n && st == PS_OK; i++)
		st = tell_ours(w, w->tables.all[i]);
	if (st == PS_OK && w->ledger != NULL && w->opened.existed)
		st = tell_foreign(w);
	b = frame_begin(w->channel, M_READY);
	put_u8(b, w->opened.existed);
	put_u8(b, w->opened.resumed);
	put_u8(b, w->ledger != NULL);
	put_text(b, w->opened.where);
	put_u64(b, w->ledger == NULL ? 0 : w->ledger->known);
	frame_end(w->channel);
	return st;
}
