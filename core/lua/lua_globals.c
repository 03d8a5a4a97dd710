/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_globals.c - names that nobody changes, so that workers cannot differ.
 *
 * A sealed table is an empty one before the real one: reads go through, and
 * every assignment comes here.  While the file runs it may add globals of its
 * own and functions to libraries; once it has run nothing may be changed.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdlib.h>
#include <string.h>

#include "lua_impl.h"
#include "mem.h"
#include "str.h"

#define NAMES_MAX	100	/* of our own; a function has 200 locals */

/* Where in the registry: sealed table -> real table; our own names. */
static const char	sealed_key, ours_key;

/* What Lua has and scripts have not, and what there is instead. */
static const struct {
	const char *name, *instead;
} absent[] = {
	{ "collectgarbage", NULL }, { "coroutine", NULL }, { "debug", NULL },
	{ "dofile", "require \"name\" runs name.lua beside the script" },
	{ "io", NULL }, { "load", NULL }, { "loadfile", NULL },
	{ "os.execute", NULL }, { "os.exit", "error \"why\" ends a script" },
	{ "os.getenv", "env \"NAME\" reads a variable" },
	{ "os.remove", NULL }, { "os.rename", NULL },
	{ "os.setlocale", NULL }, { "os.tmpname", NULL }, { "package", NULL },
	{ "string.dump", NULL }, { "warn", NULL }
};

static const char *
name_at(lua_State *L, int index)
{
	return lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : "";
}

bool
lua_sealed(lua_State *L, int index)
{
	lua_pushvalue(L, index);
	lua_rawgetp(L, LUA_REGISTRYINDEX, &sealed_key);
	lua_insert(L, -2);
	if (lua_istable(L, -2) && lua_rawget(L, -2) == LUA_TTABLE) {
		lua_remove(L, -2);
		return true;
	}
	lua_pop(L, 2);
	return false;
}

static bool
is_ours(lua_State *L, int key)
{
	bool	ours;

	if (lua_type(L, key) != LUA_TSTRING)
		return false;
	lua_pushvalue(L, key);
	lua_rawgetp(L, LUA_REGISTRYINDEX, &ours_key);
	lua_insert(L, -2);
	ours = lua_rawget(L, -2) != LUA_TNIL;
	lua_pop(L, 2);
	return ours;
}

/* Modules from elsewhere, which only a trusted script has, may ask. */
static bool
is_foreign(lua_State *L)
{
	const struct chunk	*chunk;

	if (!lua_config_of(L)->trusted)
		return false;
	(void)lua_line(L, &chunk);
	return chunk == NULL;
}

void
lua_may_assign(lua_State *L, const char *table, int key)
{
	struct lua_config	*c = lua_config_of(L);
	const char		*name = shown_str(name_at(L, key));

	if (is_foreign(L))
		return;
	if (*table == '\0' && is_ours(L, key))
		lua_wrong(L, lua_place(L), "'%s' cannot be changed; a 'local' "
		    "of that name can", name);
	if (c->frozen && *table == '\0')
		lua_wrong(L, lua_place(L), "global '%s' cannot be set once "
		    "the file has run; declare it with 'local'", name);
	if (c->frozen)
		lua_wrong(L, lua_place(L), "'%s.%s' cannot be set once the "
		    "file has run; use a 'local'", table, name);
}

/* Upvalues: the real table, its name ("" for that of globals). */
static int
assign(lua_State *L)
{
	lua_may_assign(L, lua_tostring(L, lua_upvalueindex(2)), 2);
	lua_settop(L, 3);
	lua_rawset(L, lua_upvalueindex(1));
	return 0;
}

/* pairs() of a sealed table; the real one is not given away. */
static int
pairs_of(lua_State *L)
{
	lua_settop(L, 0);
	lua_getglobal(L, "pairs");
	lua_newtable(L);
	lua_pushnil(L);
	while (lua_next(L, lua_upvalueindex(1)) != 0) {
		lua_pushvalue(L, -2);
		lua_insert(L, -2);
		lua_rawset(L, 2);
	}
	lua_call(L, 1, 3);
	return 3;
}

/* The table at the top is replaced by a sealed one before it. */
static void
seal(lua_State *L, const char *name)
{
	lua_newtable(L);			/* real, sealed */
	lua_createtable(L, 0, 4);
	lua_pushvalue(L, -3);
	lua_setfield(L, -2, "__index");
	lua_pushvalue(L, -3);
	lua_pushstring(L, name);
	lua_pushcclosure(L, assign, 2);
	lua_setfield(L, -2, "__newindex");
	lua_pushvalue(L, -3);
	lua_pushcclosure(L, pairs_of, 1);
	lua_setfield(L, -2, "__pairs");
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
	lua_rawgetp(L, LUA_REGISTRYINDEX, &sealed_key);
	lua_pushvalue(L, -2);
	lua_pushvalue(L, -4);
	lua_rawset(L, -3);
	lua_pop(L, 1);
	lua_remove(L, -2);
}

static int
say_absent(lua_State *L, const char *name)
{
	for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++)
		if (strcmp(absent[i].name, name) == 0)
			return lua_wrong(L, lua_place(L), "'%s' is not for "
			    "scripts; %s", name, absent[i].instead != NULL ?
			    absent[i].instead : "--trust gives them all of "
			    "Lua's libraries");
	return 0;
}

/* The names of globals that resemble this one, for the message. */
static const char *
nearest_global(lua_State *L, const char *name)
{
	const char	*list[200];
	size_t		 n = 0;

	lua_pushglobaltable(L);
	(void)lua_sealed(L, -1);
	lua_pushnil(L);
	while (lua_next(L, -2) != 0) {
		if (n < sizeof(list) / sizeof(list[0]) - 1 &&
		    lua_type(L, -2) == LUA_TSTRING)
			list[n++] = lua_tostring(L, -2);
		lua_pop(L, 1);
	}
	list[n] = NULL;
	return nearest(name, list);
}

static int
unknown_global(lua_State *L)
{
	const char	*name = name_at(L, 2), *near;

	if (is_foreign(L))
		return 0;
	(void)say_absent(L, name);
	near = nearest_global(L, name);
	if (near != NULL)
		return lua_wrong(L, lua_place(L), "unknown name '%s'; did you "
		    "mean '%s'?", shown_str(name), near);
	return lua_wrong(L, lua_place(L), "unknown name '%s'; variables of "
	    "your own are declared with 'local'", shown_str(name));
}

/* Upvalue 1: the library's name. */
static int
unknown_member(lua_State *L)
{
	lua_pushfstring(L, "%s.%s", lua_tostring(L, lua_upvalueindex(1)),
	    name_at(L, 2));
	return say_absent(L, lua_tostring(L, -1));
}

/* What the real table at the top has not. */
static void
set_unknown(lua_State *L, lua_CFunction function, const char *name)
{
	lua_createtable(L, 0, 1);
	lua_pushstring(L, name);
	lua_pushcclosure(L, function, 1);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "local a <const>, b <const> = a, b " */
static const char *
as_constants(struct arena *arena, const char **names, size_t n)
{
	const char *left = "", *right = "";

	qsort(names, n, sizeof(*names), by_name);
	for (size_t i = 0; i < n; i++) {
		left = arena_printf(arena, "%s%s%s <const>", left,
		    i == 0 ? "" : ", ", names[i]);
		right = arena_printf(arena, "%s%s%s", right,
		    i == 0 ? "" : ", ", names[i]);
	}
	return arena_printf(arena, "local %s = %s ", left, right);
}

/* The real table of globals is at `globals`; libraries in it are sealed. */
static size_t
seal_members(lua_State *L, int globals, const char **names)
{
	struct arena	*arena = lua_config_of(L)->arena;
	size_t		 n = 0;

	lua_pushnil(L);
	while (lua_next(L, globals) != 0 && n < NAMES_MAX) {
		names[n++] = arena_strdup(arena, lua_tostring(L, -2));
		if (lua_istable(L, -1) && !lua_rawequal(L, -1, globals)) {
			set_unknown(L, unknown_member, names[n - 1]);
			seal(L, names[n - 1]);
			lua_pushvalue(L, -2);
			lua_insert(L, -2);
			lua_rawset(L, globals);
		} else {
			lua_pop(L, 1);
		}
	}
	return n;
}

static void
keep_names(lua_State *L, const char *const *names, size_t n)
{
	lua_createtable(L, 0, (int)n);
	for (size_t i = 0; i < n; i++) {
		lua_pushboolean(L, true);
		lua_setfield(L, -2, names[i]);
	}
	lua_rawsetp(L, LUA_REGISTRYINDEX, &ours_key);
}

void
lua_globals_seal(lua_State *L)
{
	struct lua_config	*c = lua_config_of(L);
	const char		*names[NAMES_MAX];
	size_t			 n;
	int			 globals;

	lua_newtable(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &sealed_key);
	lua_pushglobaltable(L);
	globals = lua_gettop(L);
	n = seal_members(L, globals, names);
	keep_names(L, names, n);
	c->names = as_constants(c->arena, names, n);
	set_unknown(L, unknown_global, "");
	seal(L, "");
	lua_pushvalue(L, -1);
	lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	lua_pushvalue(L, -1);
	(void)lua_sealed(L, -1);
	lua_insert(L, -2);
	lua_setfield(L, -2, LUA_GNAME);
	lua_pop(L, 2);
}
