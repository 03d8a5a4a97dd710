/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_sandbox.c - a Lua state in which a script can compute and configure,
 * and touch nothing else.
 *
 * What is not listed here does not exist: no files, no processes, no loading
 * of compiled code, no debug library, unless the user trusts it.  Memory has a
 * cap in any case.
 */
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdlib.h>

#include "lua_decimal.h"
#include "lua_define.h"
#include "lua_doc.h"
#include "lua_impl.h"
#include "lua_record.h"
#include "mem.h"

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
	{ LUA_GNAME, "warn" }, { LUA_STRLIBNAME, "dump" },
};

static const char *const os_kept[] = { "clock", "date", "time", NULL };

/* Only reads: this is in the midst of whatever Lua does. */
static void
note_place(struct lua_config *c)
{
	lua_Debug	ar;

	c->full = NULL;
	for (int i = 0; c->L != NULL && lua_getstack(c->L, i, &ar) == 1; i++) {
		lua_getinfo(c->L, "Sl", &ar);
		if (ar.currentline <= 0)
			continue;
		c->full = lua_place_of(c, ar.source, ar.currentline);
		return;
	}
}

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
	if (size > old && size - old > LUA_BYTES_MAX - c->used) {
		note_place(c);
		return NULL;
	}
	q = realloc(p, size);
	if (q != NULL)
		c->used = c->used - old + size;
	return q;
}

const char *
lua_memory_text(const struct lua_config *c)
{
	return arena_printf(c->arena, "%s%sit needs more than %u MB of "
	    "memory", c->full != NULL ? c->full : "", c->full != NULL ? ": " :
	    "", (unsigned)(LUA_BYTES_MAX >> 20));
}

bool
lua_exhausted(struct lua_config *c)
{
	(void)lua_gc(c->L, LUA_GCCOLLECT);
	c->exhausted = c->used > LUA_BYTES_MAX / 2;
	return c->exhausted;
}

struct lua_config *
lua_config_of(lua_State *L)
{
	void *ud;

	lua_getallocf(L, &ud);
	return ud;
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

void
lua_room(lua_State *L, size_t n)
{
	size_t	used = arena_bytes(lua_config_of(L)->arena);

	if (used > LUA_BYTES_MAX || n > LUA_BYTES_MAX - used)
		luaL_error(L, "what it makes of the file needs more than %d "
		    "MB of memory", (int)(LUA_BYTES_MAX >> 20));
}

static void
take_out(lua_State *L)
{
	for (size_t i = 0; i < sizeof(removed) / sizeof(removed[0]); i++) {
		lua_getglobal(L, removed[i][0]);
		lua_pushnil(L);
		lua_setfield(L, -2, removed[i][1]);
		lua_pop(L, 1);
	}
	keep_only(L, LUA_OSLIBNAME, os_kept);
}

/* Runs protected: memory may not suffice. */
static int
furnish(lua_State *L)
{
	for (const luaL_Reg *r = libraries; r->func != NULL; r++) {
		luaL_requiref(L, r->name, r->func, 1);
		lua_pop(L, 1);
	}
	if (lua_config_of(L)->trusted)
		luaL_openlibs(L);
	else
		take_out(L);
	lua_library_register(L);
	lua_pairs_register(L);
	lua_env_register(L);
	lua_require_register(L);
	lua_null_register(L);
	lua_decimal_register(L);
	lua_record_register(L);
	lua_doc_register(L);
	lua_read_register(L);
	lua_lines_register(L);
	lua_node_register(L);
	lua_use_register(L);
	lua_map_register(L);
	lua_test_register(L);
	lua_shape_register(L);
	lua_on_register(L);
	lua_pipeline_register(L);
	lua_globals_seal(L);
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
