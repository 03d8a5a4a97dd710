/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_page.c - what handlers can do with a page that they cannot with other
 * documents.
 */
#include <lauxlib.h>
#include <lua.h>

#include "lua_define.h"
#include "lua_doc.h"
#include "lua_impl.h"
#include "lua_page.h"
#include "mem.h"

/* The page that a method is called of; raises where no handler runs. */
static struct lua_page *
page_at(lua_State *L, const char *method)
{
	(void)lua_doc_at(L, 1);
	if (lua_config_of(L)->page == NULL)
		luaL_error(L, "'%s' is for handlers: on { ..., function(page) "
		    "... end }", method);
	return lua_config_of(L)->page;
}

/* page:reject(why): nothing of the document is read.  What a format in Lua */
/* rejects is a record. */
static int
reject(lua_State *L)
{
	struct lua_page	*page;
	const char	*why;

	if (lua_doc_at(L, 1)->reading != NULL)
		return lua_reject(L);
	page = page_at(L, "reject");
	why = luaL_optstring(L, 2, "rejected by a handler");
	page->why = arena_printf(page->arena, "%s: %s", lua_place(L), why);
	lua_pushboolean(L, false);
	return 1;
}

void
lua_page_register(lua_State *L)
{
	static const luaL_Reg	methods[] = {
		{ "reject", reject }, { NULL, NULL }
	};

	lua_doc_methods(L, methods);
}
