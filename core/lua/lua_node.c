/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_node.c - what constructors return, and the mistakes in a file.
 *
 * A mistake does not stop the script: what it was made in becomes a broken
 * node, which a pipeline takes without a word, so that one run tells of all.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdio.h>
#include <string.h>

#include "lua_impl.h"
#include "mem.h"
#include "options.h"
#include "str.h"

#define NODE		"polyscraper.node"
#define MISTAKES_MAX	100u

static void
add_mistake(struct lua_config *c, const char *text)
{
	GROW(c->mistakes, c->n_mistakes, c->mistakes_room);
	c->mistakes[c->n_mistakes++] = arena_strdup(c->arena, text);
}

void
lua_mistake(lua_State *L, const char *place, const char *fmt, ...)
{
	struct lua_config	*c = lua_config_of(L);
	char			 message[2000];
	va_list			 ap;

	if (c->n_mistakes >= MISTAKES_MAX)
		return;
	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	add_mistake(c, arena_printf(c->arena, "%s: %s", place, message));
}

struct node *
lua_node(lua_State *L, int index)
{
	struct node **p = luaL_testudata(L, index, NODE);

	return p == NULL ? NULL : *p;
}

struct node *
lua_push_node(lua_State *L, enum node_kind kind, const char *word)
{
	struct lua_config	*c = lua_config_of(L);
	struct node		*node;
	struct node		**p = lua_newuserdatauv(L, sizeof(*p), 0);

	lua_room(L, sizeof(*node));
	node = arena_alloc(c->arena, sizeof(*node));
	node->kind = kind;
	node->word = word;
	node->place = lua_place(L);
	node->used = kind == NODE_BROKEN;
	node->next = c->nodes;
	c->nodes = node;
	*p = node;
	luaL_setmetatable(L, NODE);
	return node;
}

/* Upvalue 1: the function. */
static int
guarded(lua_State *L)
{
	int	status;

	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
	if (status == LUA_OK)
		return lua_gettop(L);
	if (status != LUA_ERRRUN || lua_type(L, -1) != LUA_TSTRING ||
	    lua_is_late())
		return lua_error(L);
	if (lua_config_of(L)->n_mistakes < MISTAKES_MAX)
		add_mistake(lua_config_of(L), lua_tostring(L, -1));
	lua_room(L, 0);
	lua_push_node(L, NODE_BROKEN, "");
	return 1;
}

void
lua_guard(lua_State *L)
{
	lua_pushcclosure(L, guarded, 1);
}

void
lua_constructor(lua_State *L, const char *name, lua_CFunction function)
{
	lua_pushcfunction(L, function);
	lua_guard(L);
	lua_setglobal(L, name);
}

static int
no_assignment(lua_State *L)
{
	return lua_wrong(L, lua_place(L), "this value cannot be changed; "
	    "options stand in the braces of its constructor");
}

void
lua_seal(lua_State *L)
{
	lua_pushcfunction(L, no_assignment);
	lua_setfield(L, -2, "__newindex");
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
}

void
lua_node_register(lua_State *L)
{
	luaL_newmetatable(L, NODE);
	lua_seal(L);
	lua_pop(L, 1);
}

static void
not_here(lua_State *L, const char *word, const struct item *item,
    unsigned allowed)
{
	struct arena	*arena = lua_config_of(L)->arena;
	const char	*list = "";

	for (unsigned i = 0; i < N_SELECT_KEYS; i++)
		if ((allowed & 1u << i) != 0)
			list = arena_printf(arena, "%s%s%s", list,
			    *list == '\0' ? "" : ", ", select_names[i]);
	lua_mistake(L, item->place, "%s: '%s' chooses nothing here; it is "
	    "chosen by %s", word, item->name, list);
}

bool
lua_select(lua_State *L, const char *word, struct selector *select,
    const struct item *item, unsigned allowed)
{
	enum select_key	 key = select_key(item->name);
	uint32_t	 n = item->list != NULL ? item->n_list : 1;
	const char	*wrong;

	if (key == N_SELECT_KEYS)
		return false;
	if (!lua_is_list(L, word, item))
		return true;
	if ((allowed & 1u << key) == 0)
		not_here(L, word, item, allowed);
	else if (item->list == NULL && item->type != LUA_TSTRING)
		lua_mistake(L, item->place, "%s: %s = %s: expected text or a "
		    "list of texts", word, item->name, item->text);
	else
		for (uint32_t i = 0; i < n; i++) {
			wrong = selector_add(select, lua_config_of(L)->arena,
			    key, item->list != NULL ? item->list[i] :
			    item->text);
			if (wrong != NULL)
				lua_mistake(L, item->place, "%s: %s = \"%s\": "
				    "%s", word, item->name, shown_str(
				    item->list != NULL ? item->list[i] :
				    item->text), wrong);
		}
	return true;
}

void
lua_unknown_key(lua_State *L, const char *word, const struct item *item,
    const char *const *keys, unsigned allowed, const char *rest)
{
	struct arena	*arena = lua_config_of(L)->arena;
	const char	*names[32], *near, *list = "";
	size_t		 n = 0;

	for (unsigned i = 0; i < N_SELECT_KEYS; i++)
		if ((allowed & 1u << i) != 0)
			names[n++] = select_names[i];
	for (; keys != NULL && *keys != NULL && n < 31; keys++)
		names[n++] = *keys;
	names[n] = NULL;
	near = nearest(item->name, names);
	if (near != NULL) {
		lua_mistake(L, item->place, "%s: unknown key '%s', did you "
		    "mean '%s'?", word, shown_str(item->name), near);
		return;
	}
	for (size_t i = 0; i < n; i++)
		list = arena_printf(arena, "%s%s%s", list, i == 0 ? "" : ", ",
		    names[i]);
	lua_mistake(L, item->place, "%s: unknown key '%s'; it takes %s%s",
	    word, shown_str(item->name), list, rest);
}
