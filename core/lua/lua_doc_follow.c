/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_doc_follow.c - doc:follow(link, facts): what the document leads to
 * becomes a document, too.
 *
 * Where the link leads is for the source to say; here it is only resolved.
 */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "follow.h"
#include "lua_doc.h"
#include "lua_impl.h"
#include "lua_page.h"
#include "url.h"

/* A string, or what has one as its `url`; it stays on the stack. */
static const char *
link_at(lua_State *L, int index, size_t *n)
{
	const char	*p;

	if (lua_type(L, index) == LUA_TTABLE ||
	    lua_type(L, index) == LUA_TUSERDATA)
		lua_getfield(L, index, "url");
	else
		lua_pushvalue(L, index);
	if (lua_type(L, -1) != LUA_TSTRING)
		luaL_error(L, "follow: a link or an address, not a %s; where "
		    "a page may lack it, ask first", luaL_typename(L, index));
	p = lua_tolstring(L, -1, n);
	if (*n > URL_MAX || memchr(p, '\0', *n) != NULL)
		luaL_error(L, "follow: this is no address: it is too long, or "
		    "has a NUL");
	return p;
}

/* Facts of the link; they are the document's to free, as errors jump. */
static void
add_facts(lua_State *L, struct lua_doc *d, int index)
{
	said_clear(&d->linked);
	if (lua_isnoneornil(L, index))
		return;
	if (lua_type(L, index) != LUA_TTABLE)
		luaL_error(L, "follow: facts of what the link leads to are a "
		    "table, not a %s", luaL_typename(L, index));
	lua_pushnil(L);
	while (lua_next(L, index) != 0) {
		lua_said(L, &d->linked, NULL, lua_gettop(L) - 1,
		    lua_gettop(L));
		lua_pop(L, 1);
	}
}

/* doc:follow(link, facts) */
static int
follow(lua_State *L)
{
	struct lua_doc	*d = lua_doc_at(L, 1);
	struct url_page	 page = { .address = d->doc->address,
			    .parent = d->parent };
	const char	*link, *address;
	size_t		 n;

	lua_doc_whole(L);
	lua_settop(L, 3);
	link = link_at(L, 2, &n);
	page.base = lua_page_base(L, d);
	add_facts(L, d, 3);
	if (d->follow == NULL)
		luaL_error(L, "follow: nothing can be followed from here");
	if (d->n_links == FOLLOW_A_PAGE)
		luaL_error(L, "follow: more than %d links of one document",
		    (int)FOLLOW_A_PAGE);
	/* An element's is resolved already: it may have % and # in it. */
	address = lua_type(L, 2) == LUA_TUSERDATA ? link :
	    url_link(d->arena, &page, link, n);
	if (address == NULL)
		address = link;
	d->link_bytes += strlen(address) + said_cost(&d->linked);
	if (d->link_bytes > FOLLOW_PAGE_BYTES)
		luaL_error(L, "follow: the links of one document are longer "
		    "than 16 MiB");
	d->n_links++;
	d->follow(d->arg, address, &d->linked);
	return 0;
}

void
lua_doc_follow_register(lua_State *L)
{
	static const luaL_Reg	methods[] = {
		{ "follow", follow }, { NULL, NULL }
	};

	lua_doc_methods(L, methods);
}
