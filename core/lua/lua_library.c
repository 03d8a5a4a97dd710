/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_library.c - functions of Lua's own that are others here: what they give
 * depends on nothing but the script and the document.
 *
 * Addresses of tables and functions are not shown, pairs() has an order,
 * math.random is seeded by the document, and no object has a finalizer, which
 * would run at any moment and could not be stopped.
 */
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "lua_doc.h"
#include "lua_impl.h"
#include "secret.h"

static const char	seed_key;	/* math.randomseed as it was */

/* Lua would show an address for it. */
static bool
has_address(lua_State *L, int index)
{
	int	type = lua_type(L, index);

	if (type != LUA_TTABLE && type != LUA_TFUNCTION &&
	    type != LUA_TUSERDATA && type != LUA_TTHREAD &&
	    type != LUA_TLIGHTUSERDATA)
		return false;
	if (luaL_getmetafield(L, index, "__tostring") == LUA_TNIL)
		return true;
	lua_pop(L, 1);
	return false;
}

static void
push_text(lua_State *L, int index)
{
	if (!has_address(L, index))
		luaL_tolstring(L, index, NULL);
	else if (luaL_getmetafield(L, index, "__name") != LUA_TSTRING)
		lua_pushstring(L, luaL_typename(L, index));
}

static int
to_string(lua_State *L)
{
	luaL_checkany(L, 1);
	push_text(L, 1);
	return 1;
}

/* One text, with no secret in it. */
static int
print(lua_State *L)
{
	int		 n = lua_gettop(L);
	size_t		 length;
	const char	*s;
	char		*p;

	lua_pushliteral(L, "");
	for (int i = 1; i <= n; i++) {
		push_text(L, i);
		lua_pushstring(L, i < n ? "\t" : "");
		lua_concat(L, 3);
	}
	s = lua_tolstring(L, -1, &length);
	p = lua_newuserdatauv(L, SECRET_ROOM(length) + 1, 0);
	memcpy(p, s, length);
	length = secret_mask(p, length, SECRET_ROOM(length));
	p[length] = '\n';
	fwrite(p, 1, length + 1, stdout);
	fflush(stdout);
	return 0;
}

/* What "%s" would show the address of, and "%p", which does no other. */
static void
hide_addresses(lua_State *L, const char *s, size_t n)
{
	const char	*end = s + n;
	int		 at = 1, top = lua_gettop(L);

	while ((s = memchr(s, '%', (size_t)(end - s))) != NULL) {
		s++;
		while (s < end && memchr("-+ #.0123456789", *s, 15) != NULL)
			s++;
		if (s == end)
			return;
		at += *s != '%';
		if (*s == 'p')
			luaL_error(L, "'%%p' would show an address, which is "
			    "another one in each run; use a name of your own");
		if (*s++ == 's' && at <= top && has_address(L, at)) {
			push_text(L, at);
			lua_replace(L, at);
		}
	}
}

/* Upvalue 1: the function as it was. */
static int
format(lua_State *L)
{
	size_t		 n;
	const char	*s = luaL_checklstring(L, 1, &n);

	hide_addresses(L, s, n);
	return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static int
set_metatable(lua_State *L)
{
	int	type = lua_type(L, 2);

	luaL_checktype(L, 1, LUA_TTABLE);
	luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2,
	    "nil or table");
	if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
		return luaL_error(L, "cannot change a protected metatable");
	lua_settop(L, 2);
	if (type == LUA_TTABLE && !lua_config_of(L)->trusted) {
		lua_pushliteral(L, "__gc");
		if (lua_rawget(L, 2) != LUA_TNIL)
			return luaL_error(L, "'__gc' is not for scripts: when "
			    "it would run is chance");
		lua_pop(L, 1);
	}
	lua_setmetatable(L, 1);
	return 1;
}

static int
raw_get(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	luaL_checkany(L, 2);
	lua_settop(L, 2);
	if (lua_sealed(L, 1))
		lua_replace(L, 1);
	lua_rawget(L, 1);
	return 1;
}

static int
raw_set(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	luaL_checkany(L, 2);
	luaL_checkany(L, 3);
	lua_settop(L, 3);
	if (lua_sealed(L, 1)) {
		lua_pop(L, 1);
		lua_settable(L, 1);
	} else {
		lua_rawset(L, 1);
	}
	return 1;
}

/* Upvalue 1: math.randomseed as it was.  Without a number: as at the start. */
static int
random_seed(lua_State *L)
{
	if (lua_gettop(L) == 0) {
		lua_pushinteger(L, 0);
		lua_pushinteger(L, 0);
	}
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, lua_gettop(L) - 1, 0);
	return 0;
}

/* Where a document is read in ranges there is no sequence of its records. */
static int
random_number(lua_State *L)
{
	int	n = lua_gettop(L);

	lua_doc_whole(L);
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, n, 1);
	return 1;
}

/* Runs protected.  Argument 1: the hash. */
static int
seed(lua_State *L)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &seed_key);
	lua_pushvalue(L, 1);
	lua_pushinteger(L, 0);
	lua_call(L, 2, 0);
	return 0;
}

void
lua_seed(lua_State *L, const char *text)
{
	lua_pushcfunction(L, seed);
	lua_pushinteger(L, (lua_Integer)XXH3_64bits(text, strlen(text)));
	if (lua_pcall(L, 1, 0, 0) != LUA_OK)
		lua_pop(L, 1);
}

static void
replace_in(lua_State *L, const char *library, const char *name,
    lua_CFunction function)
{
	lua_getglobal(L, library);
	lua_getfield(L, -1, name);
	lua_pushcclosure(L, function, 1);
	lua_setfield(L, -2, name);
	lua_pop(L, 1);
}

void
lua_library_register(lua_State *L)
{
	static const luaL_Reg	others[] = {
		{ "tostring", to_string }, { "print", print },
		{ "setmetatable", set_metatable }, { "rawget", raw_get },
		{ "rawset", raw_set }, { NULL, NULL }
	};

	lua_pushglobaltable(L);
	luaL_setfuncs(L, others, 0);
	lua_getfield(L, -1, LUA_MATHLIBNAME);
	lua_getfield(L, -1, "randomseed");
	lua_rawsetp(L, LUA_REGISTRYINDEX, &seed_key);
	lua_pop(L, 2);
	replace_in(L, LUA_MATHLIBNAME, "randomseed", random_seed);
	replace_in(L, LUA_MATHLIBNAME, "random", random_number);
	replace_in(L, LUA_STRLIBNAME, "format", format);
	lua_seed(L, "");
	lua_pushliteral(L, "");
	if (lua_getmetatable(L, -1)) {
		lua_pushboolean(L, false);
		lua_setfield(L, -2, "__metatable");
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}
