/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_sandbox.c - a Lua state in which a script can compute and configure,
 * and touch nothing else.
 *
 * What is not listed here does not exist: no files, no processes, no loading
 * of compiled code, no debug library.  Memory has a cap; random numbers start
 * alike in every run.
 */
#include <errno.h>
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lua_decimal.h"
#include "lua_doc.h"
#include "lua_impl.h"
#include "lua_record.h"
#include "mem.h"
#include "str.h"

static const luaL_Reg libraries[] = {
	{ LUA_GNAME, luaopen_base },
	{ LUA_TABLIBNAME, luaopen_table },
	{ LUA_STRLIBNAME, luaopen_string },
	{ LUA_MATHLIBNAME, luaopen_math },
	{ LUA_UTF8LIBNAME, luaopen_utf8 },
	{ LUA_OSLIBNAME, luaopen_os },
	{ NULL, NULL }
};

/* Taken out again: library, name. */
static const char *const removed[][2] = {
	{ LUA_GNAME, "load" }, { LUA_GNAME, "loadfile" },
	{ LUA_GNAME, "dofile" }, { LUA_GNAME, "collectgarbage" },
	{ LUA_STRLIBNAME, "dump" },
};

static const char *const os_kept[] = { "clock", "date", "time", NULL };

static void *
allocate(void *ud, void *p, size_t old, size_t size)
{
	struct lua_config	*c = ud;
	void			*q;

	if (p == NULL)
		old = 0;	/* Lua gives the kind of object there */
	if (size == 0) {
		free(p);
		c->used -= old;
		return NULL;
	}
	if (size > old && size - old > LUA_BYTES_MAX - c->used)
		return NULL;
	q = realloc(p, size);
	if (q != NULL)
		c->used = c->used - old + size;
	return q;
}

struct lua_config *
lua_config_of(lua_State *L)
{
	void *ud;

	lua_getallocf(L, &ud);
	return ud;
}

static const char *
name_at(lua_State *L, int index)
{
	return lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : "";
}

/* The names of globals that resemble this one, for the message. */
static const char *
nearest_global(lua_State *L, const char *name)
{
	const char	*list[200];
	size_t		 n = 0;

	lua_pushglobaltable(L);
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

	near = nearest_global(L, name);
	if (near != NULL)
		return lua_wrong(L, lua_place(L), "unknown name '%s'; did you "
		    "mean '%s'?", shown_str(name), near);
	return lua_wrong(L, lua_place(L), "unknown name '%s'; variables of "
	    "your own are declared with 'local'", shown_str(name));
}

static void
keep_only(lua_State *L, const char *library, const char *const *names)
{
	lua_getglobal(L, library);
	lua_newtable(L);
	for (; *names != NULL; names++) {
		lua_getfield(L, -2, *names);
		lua_setfield(L, -2, *names);
	}
	lua_setglobal(L, library);
	lua_pop(L, 1);
}

static int
env(lua_State *L)
{
	const char *name, *value;

	if (lua_type(L, 1) != LUA_TSTRING)
		return lua_wrong(L, lua_place(L), "env takes a name: env "
		    "\"HOME\"");
	name = lua_tostring(L, 1);
	value = getenv(name);
	if (value != NULL)
		lua_pushstring(L, value);
	else if (!lua_isnoneornil(L, 2))
		lua_pushvalue(L, 2);
	else {
		lua_mistake(L, lua_place(L), "env \"%s\" is not set",
		    shown_str(name));
		lua_pushliteral(L, "");
	}
	return 1;
}

/* "a.b" names a/b.lua beside the script, and nothing outside. */
static const char *
module_path(lua_State *L, const char *name)
{
	struct lua_config	*c = lua_config_of(L);
	char			*path = arena_strdup(c->arena, name);

	for (char *p = path; *p != '\0'; p++) {
		if (*p == '.' && is_alnum((unsigned char)p[1]) && p > path)
			*p = '/';
		else if (!is_alnum((unsigned char)*p) && *p != '_' &&
		    *p != '-')
			lua_wrong(L, lua_place(L), "require: '%s' is no "
			    "module's name; it has letters, digits, '_' and "
			    "'.'", shown_str(name));
	}
	return arena_printf(c->arena, "%s%s.lua", c->folder, path);
}

static int
missing_module(lua_State *L, const char *name, const char *path)
{
	if (errno != ENOENT)
		return lua_wrong(L, lua_place(L), "require: '%s' cannot be "
		    "read: %s", shown_str(path), strerror(errno));
	return lua_wrong(L, lua_place(L), "require: there is no module '%s'; "
	    "it would be '%s'", shown_str(name), shown_str(path));
}

/* Upvalue 1: what was required before; `false` while it is being run. */
static int
require(lua_State *L)
{
	const char *name, *path;

	if (lua_type(L, 1) != LUA_TSTRING)
		return lua_wrong(L, lua_place(L), "require takes a name: "
		    "require \"handlers\"");
	name = lua_tostring(L, 1);
	lua_settop(L, 1);
	if (lua_getfield(L, lua_upvalueindex(1), name) == LUA_TBOOLEAN &&
	    !lua_toboolean(L, -1))
		return lua_wrong(L, lua_place(L), "require: '%s' requires "
		    "itself", shown_str(name));
	if (!lua_isnil(L, -1))
		return 1;
	path = module_path(L, name);
	lua_pushboolean(L, false);
	lua_setfield(L, lua_upvalueindex(1), name);
	if (!lua_sandbox_load(L, path)) {
		if (lua_isnil(L, -1))
			return missing_module(L, name, path);
		return lua_error(L);
	}
	lua_call(L, 0, 1);
	if (lua_isnil(L, -1)) {
		lua_pop(L, 1);
		lua_pushboolean(L, true);
	}
	lua_pushvalue(L, -1);
	lua_setfield(L, lua_upvalueindex(1), name);
	return 1;
}

/* Runs protected: memory may not suffice. */
static int
furnish(lua_State *L)
{
	for (const luaL_Reg *r = libraries; r->func != NULL; r++) {
		luaL_requiref(L, r->name, r->func, 1);
		lua_pop(L, 1);
	}
	for (size_t i = 0; i < sizeof(removed) / sizeof(removed[0]); i++) {
		lua_getglobal(L, removed[i][0]);
		lua_pushnil(L);
		lua_setfield(L, -2, removed[i][1]);
		lua_pop(L, 1);
	}
	keep_only(L, LUA_OSLIBNAME, os_kept);
	if (luaL_dostring(L, "math.randomseed(0, 0)") != LUA_OK)
		return lua_error(L);
	lua_register(L, "env", env);
	lua_newtable(L);
	lua_pushcclosure(L, require, 1);
	lua_setglobal(L, "require");
	lua_null_register(L);
	lua_decimal_register(L);
	lua_record_register(L);
	lua_doc_register(L);
	lua_node_register(L);
	lua_use_register(L);
	lua_map_register(L);
	lua_shape_register(L);
	lua_on_register(L);
	lua_pipeline_register(L);
	lua_pushglobaltable(L);
	lua_newtable(L);
	lua_pushcfunction(L, unknown_global);
	lua_setfield(L, -2, "__index");
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
	return 0;
}

lua_State *
lua_sandbox_open(struct lua_config *c)
{
	lua_State *L = lua_newstate(allocate, c);

	if (L == NULL)
		return NULL;
	lua_pushcfunction(L, furnish);
	if (lua_pcall(L, 0, 0, 0) == LUA_OK)
		return L;
	lua_close(L);
	return NULL;
}

/* The whole of a file; NULL and errno.  A first line '#!' becomes a comment. */
static char *
read_text(struct arena *arena, const char *path, size_t *n)
{
	FILE	*f = fopen(path, "re");
	char	*text = NULL;
	int	 error;

	if (f == NULL)
		return NULL;
	text = xmalloc(LUA_TEXT_MAX + 1);
	*n = fread(text, 1, LUA_TEXT_MAX + 1, f);
	error = ferror(f) ? errno : *n > LUA_TEXT_MAX ? EFBIG : 0;
	fclose(f);
	if (error == 0) {
		char *kept = arena_alloc(arena, *n + 1);

		memcpy(kept, text, *n);
		if (*n > 1 && kept[0] == '#')
			memcpy(kept, "--", 2);
		free(text);
		return kept;
	}
	free(text);
	errno = error;
	return NULL;
}

/* False: nil on the stack with errno set, or Lua's own message. */
bool
lua_sandbox_load(lua_State *L, const char *path)
{
	struct lua_config	*c = lua_config_of(L);
	struct chunk		*k = arena_alloc(c->arena, sizeof(*k));

	k->name = path;
	k->text = read_text(c->arena, path, &k->n);
	if (k->text == NULL) {
		lua_pushnil(L);
		return false;
	}
	k->next = c->chunks;
	c->chunks = k;
	if (k->n > 0 && k->text[0] == LUA_SIGNATURE[0]) {
		lua_pushfstring(L, "%s: it is compiled Lua; only text is run",
		    path);
		return false;
	}
	return luaL_loadbufferx(L, k->text, k->n, arena_printf(c->arena, "@%s",
	    path), "t") == LUA_OK;
}
