/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * worker_script.c - what a script sees of the document at hand, and what it
 * says of it.
 */
#include "lua_doc.h"
#include "mem.h"
#include "worker.h"

void
script_begin(struct worker *w)
{
	if (w->script == NULL)
		w->host.script = w->script = xcalloc(1, sizeof(*w->script));
	said_clear(&w->script->own);
	said_clear(&w->script->inherited);
	w->script->doc = w->doc;
	w->script->parent = w->script->format = w->script->encoding = NULL;
	w->script->line = 0;
	if (w->pipeline->script != NULL)
		lua_doc_begin(w->pipeline->script, w->script);
}

void
script_look(struct worker *w)
{
	if (w->verdict.format != NULL)
		w->script->format = w->verdict.format->plugin.name;
	w->script->encoding = w->charset.binary ? NULL : w->charset.name;
}

void
script_end(struct worker *w)
{
	if (w->pipeline->script != NULL)
		lua_doc_end(w->pipeline->script);
}
