/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * worker_script.c - what a script sees of the document at hand, and what it
 * says of it.
 */
#include "lua_doc.h"
#include "mem.h"
#include "plugin.h"
#include "worker.h"

static void
follow(void *arg, const char *address, const struct said *facts)
{
	struct worker	*w = arg;
	struct buf	*b = frame_begin(w->channel, M_FOLLOW);

	put_u64(b, w->seq);
	put_u32(b, w->range);
	put_text(b, address);
	put_said(b, facts);
	frame_end(w->channel);
}

static void
submit(void *arg, const char *address, const char *body, size_t n)
{
	struct worker	*w = arg;
	struct buf	*b = frame_begin(w->channel, M_SUBMIT);

	put_u64(b, w->seq);
	put_u32(b, w->range);
	put_text(b, address);
	put_u8(b, body != NULL);
	put_bytes(b, body, n);
	frame_end(w->channel);
}

/* Whether some source takes forms; the supervisor knows which it is. */
static bool
takes_forms(const struct pipeline *p)
{
	for (uint32_t i = 0; i < p->n_sources; i++)
		if (PLUGIN_HAS((const struct ps_source *)(const void *)
		    p->sources[i].plugin, submit))
			return true;
	return false;
}

bool
script_begin(struct worker *w, struct frame *f)
{
	const char	*parent = get_text(f);
	struct lua_doc	*d = w->script;

	if (d == NULL)
		w->host.script = w->script = d = xcalloc(1, sizeof(*d));
	said_clear(&d->own);
	d->doc = w->doc;
	d->parent = parent;
	d->format = d->encoding = NULL;
	d->line = 0;
	d->in_ranges = d->asked_whole = false;
	d->arena = w->arena;
	d->base = NULL;
	d->n_links = 0;
	d->link_bytes = 0;
	d->follow = follow;
	d->submit = takes_forms(w->pipeline) ? submit : NULL;
	d->arg = w;
	if (w->pipeline->script != NULL)
		lua_doc_begin(w->pipeline->script, d);
	return get_said(f, &d->inherited);
}

void
script_look(struct worker *w)
{
	if (w->verdict.format != NULL)
		w->script->format = w->verdict.format->plugin.name;
	w->script->encoding = w->charset.binary ? NULL : w->charset.name;
}

void
script_tell(struct worker *w)
{
	struct buf	*b;

	if (w->script->own.n == 0)
		return;
	b = frame_begin(w->channel, M_SAID);
	put_u64(b, w->seq);
	put_u32(b, w->range);
	put_said(b, &w->script->own);
	frame_end(w->channel);
}

void
script_end(struct worker *w)
{
	if (w->pipeline->script != NULL)
		lua_doc_end(w->pipeline->script);
}
