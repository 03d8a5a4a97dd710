/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_on.c - on { selector, function(page) }: the constructor, and the calls
 * of handlers, which are protected: an error is that document's.
 */
#include <lauxlib.h>
#include <lua.h>

#include "lua_doc.h"
#include "lua_impl.h"
#include "lua_on.h"
#include "lua_page.h"
#include "mem.h"
#include "pipeline.h"
#include "str.h"

#define WORD	"on"
#define ALLOWED	(((1u << N_SELECT_KEYS) - 1) & ~(1u << SELECT_TABLE))

/* What it is called in messages: by the first that it is chosen by. */
static const char *
label_of(struct lua_config *c, const struct item *items, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		const struct item	*x = &items[i];
		const char		*text = x->list == NULL ? x->text :
					    x->n_list > 0 ? x->list[0] : NULL;

		if (text != NULL && select_key(x->name) != N_SELECT_KEYS)
			return arena_printf(c->arena, WORD " \"%s\"",
			    shown_str(text));
	}
	return WORD;
}

static int
make_on(lua_State *L)
{
	uint32_t	 n;
	struct item	*items = lua_items(L, WORD, &n);
	struct node	*node = lua_push_node(L, NODE_ON, WORD);

	for (uint32_t i = 0; i < n; i++)
		if (!lua_select(L, WORD, &node->select, &items[i], ALLOWED))
			lua_unknown_key(L, WORD, &items[i], NULL, ALLOWED,
			    " and a function");
	node->label = label_of(lua_config_of(L), items, n);
	node->function = lua_find_function(L, WORD, node->place);
	return 1;
}

void
lua_on_register(lua_State *L)
{
	lua_constructor(L, WORD, make_on);
	lua_page_register(L);
}

/* Runs protected.  Argument 1: the handler. */
static int
call(lua_State *L)
{
	const struct handler	*h = lua_touserdata(L, 1);

	lua_rawgeti(L, LUA_REGISTRYINDEX, h->function);
	lua_push_doc(L);
	lua_call(L, 1, 1);
	return 1;
}

/* What the handler returned is at the top. */
static enum handled
judge(lua_State *L, struct arena *arena, const struct handler *h,
    const struct lua_page *page, const char **message)
{
	int	type = lua_type(L, -1);

	if (page->why != NULL) {
		*message = lua_placed(arena, h->label, page->why);
		return HANDLED_REJECTED;
	}
	if (page->submitted) {
		*message = arena_printf(arena, "%s sends a form; the page "
		    "comes anew", h->label);
		return HANDLED_REJECTED;
	}
	if (type == LUA_TBOOLEAN && !lua_toboolean(L, -1)) {
		*message = arena_printf(arena, "left out by %s, %s", h->label,
		    h->place);
		return HANDLED_SKIPPED;
	}
	if (type == LUA_TNIL || type == LUA_TBOOLEAN ||
	    type == LUA_TUSERDATA)
		return HANDLED;
	*message = arena_printf(arena, "%s: in %s: it returned a %s; a "
	    "handler returns nothing or false", h->place, h->label,
	    luaL_typename(L, -1));
	return HANDLED_REJECTED;
}

enum handled
lua_handle(struct lua_config *c, const struct handler *h,
    struct lua_page *page, double seconds, const char **message)
{
	lua_State	*L = c->L;
	enum handled	 result;
	int		 status;
	bool		 hopeless;

	c->page = page;
	page->why = NULL;
	page->submitted = false;
	lua_arm(L, seconds);
	lua_pushcfunction(L, call);
	lua_pushlightuserdata(L, (void *)(uintptr_t)h);
	status = lua_call_protected(L, 1);
	if (status == LUA_OK) {
		result = judge(L, page->arena, h, page, message);
	} else {
		*message = lua_failure(L, status, page->arena, h->label,
		    &hopeless);
		result = HANDLED_REJECTED;
	}
	lua_disarm(L);
	lua_pop(L, 1);
	c->page = NULL;
	return result;
}
