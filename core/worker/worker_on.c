/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * worker_on.c - the script's handlers of a document, before its rows are read.
 *
 * They see its beginning as text; what is looked at stays to be read.
 */
#include "lua_on.h"
#include "lua_page.h"
#include "plugin.h"
#include "worker.h"

#define PAGE_BYTES	((size_t)8 << 20)

static bool
is_for(const struct worker *w, const struct handler *h)
{
	const struct ps_format	*f = w->verdict.format;
	struct selected		 d = {
		.doc = w->doc, .magic = w->magic, .n_magic = w->n_magic,
		.format = f == NULL ? NULL : f->plugin.name
	};

	return selector_matches(&h->select, &d);
}

static void
show_text(struct worker *w, struct lua_page *page)
{
	bool	whole;

	if (page->text != NULL || w->charset.binary)
		return;
	if (input_text(w->input, PAGE_BYTES, &page->text, &page->n, &whole) <
	    PS_SKIP)
		page->text = NULL;
}

enum ps_status
worker_handle(struct worker *w)
{
	const struct pipeline	*p = w->pipeline;
	struct lua_page		 page = { .arena = w->arena };
	const char		*message = NULL;
	enum handled		 result = HANDLED;

	for (uint32_t i = 0; i < p->n_handlers && result == HANDLED; i++) {
		if (!is_for(w, &p->handlers[i]))
			continue;
		if (page.number == 0)
			lua_page_begin(p->script, &page);
		script_look(w);
		show_text(w, &page);
		result = lua_handle(p->script, &p->handlers[i], &page,
		    SCRIPT_SHARE * p->deadline, &message);
	}
	lua_page_end(&page);
	if (result == HANDLED)
		return PS_OK;
	worker_opened(w);
	return ps_fail(&w->self, result == HANDLED_SKIPPED ? PS_SKIP :
	    PS_FAIL, 0, "%s", message);
}
