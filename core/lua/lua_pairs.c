/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_pairs.c - pairs() in the same order in every run: numbers, then texts,
 * then the rest.
 *
 * Lua's own order hangs on addresses and on the time at which it was started.
 * The keys are those that the table has when the loop begins.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdlib.h>
#include <string.h>

#include "lua_impl.h"

struct key {
	enum { INTEGER, FLOAT, TEXT, FALSE, TRUE, OTHER } kind;
	lua_Integer	 integer, index;	/* index: in Lua's order */
	double		 number;
	const char	*text;
	size_t		 n;
};

static struct key
key_at(lua_State *L, int at, lua_Integer index)
{
	struct key	k = { .kind = OTHER, .index = index };

	if (lua_isinteger(L, at)) {
		k.kind = INTEGER;
		k.integer = lua_tointeger(L, at);
		k.number = (double)k.integer;
	} else if (lua_type(L, at) == LUA_TNUMBER) {
		k.kind = FLOAT;
		k.number = lua_tonumber(L, at);
	} else if (lua_type(L, at) == LUA_TSTRING) {
		k.kind = TEXT;
		k.text = lua_tolstring(L, at, &k.n);
	} else if (lua_isboolean(L, at)) {
		k.kind = lua_toboolean(L, at) ? TRUE : FALSE;
	}
	return k;
}

static int
compare_texts(const struct key *a, const struct key *b)
{
	int	c = memcmp(a->text, b->text, a->n < b->n ? a->n : b->n);

	return c != 0 ? c : (a->n > b->n) - (a->n < b->n);
}

static int
compare(const void *x, const void *y)
{
	const struct key *a = x, *b = y;

	if (a->kind <= FLOAT && b->kind <= FLOAT) {
		if (a->kind == INTEGER && b->kind == INTEGER)
			return (a->integer > b->integer) -
			    (a->integer < b->integer);
		if (a->number != b->number)
			return a->number < b->number ? -1 : 1;
	}
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->kind == TEXT)
		return compare_texts(a, b);
	return (a->index > b->index) - (a->index < b->index);
}

/* The keys of table 1 in a list at the top; whether they are in order. */
static lua_Integer
collect(lua_State *L, bool *ordered)
{
	struct key	last = { .kind = INTEGER }, k;
	lua_Integer	n = 0;

	*ordered = true;
	lua_createtable(L, (int)(lua_rawlen(L, 1) & 0xfffff), 0);
	lua_pushnil(L);
	while (lua_next(L, 1) != 0) {
		lua_pop(L, 1);
		k = key_at(L, -1, ++n);
		*ordered = *ordered && (n == 1 || compare(&last, &k) < 0);
		last = k;
		lua_pushvalue(L, -1);
		lua_rawseti(L, -3, n);
	}
	return n;
}

/* The list at the top in its order, instead of it. */
static void
sort(lua_State *L, lua_Integer n)
{
	struct key	*keys = lua_newuserdatauv(L,
			    (size_t)n * sizeof(*keys), 0);

	for (lua_Integer i = 0; i < n; i++) {
		lua_rawgeti(L, -2, i + 1);
		keys[i] = key_at(L, -1, i + 1);
		lua_pop(L, 1);
	}
	qsort(keys, (size_t)n, sizeof(*keys), compare);
	lua_createtable(L, (int)n, 0);
	for (lua_Integer i = 0; i < n; i++) {
		lua_rawgeti(L, -3, keys[i].index);
		lua_rawseti(L, -2, i + 1);
	}
	lua_replace(L, -3);
	lua_pop(L, 1);
}

/* Upvalues: the keys, how far it has come.  Argument 1: the table. */
static int
next_pair(lua_State *L)
{
	lua_Integer	i = lua_tointeger(L, lua_upvalueindex(2));

	lua_settop(L, 1);
	luaL_checktype(L, 1, LUA_TTABLE);
	while (lua_rawgeti(L, lua_upvalueindex(1), ++i) != LUA_TNIL) {
		lua_pushvalue(L, -1);
		if (lua_rawget(L, 1) != LUA_TNIL)
			break;
		lua_settop(L, 1);
	}
	lua_pushinteger(L, i);
	lua_replace(L, lua_upvalueindex(2));
	return lua_gettop(L) - 1;
}

static int
pairs(lua_State *L)
{
	lua_Integer	n;
	bool		ordered;

	luaL_checkany(L, 1);
	lua_settop(L, 1);
	if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
		lua_pushvalue(L, 1);
		lua_call(L, 1, 3);
		return 3;
	}
	luaL_checktype(L, 1, LUA_TTABLE);
	n = collect(L, &ordered);
	if (!ordered)
		sort(L, n);
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, next_pair, 2);
	lua_pushvalue(L, 1);
	return 2;
}

void
lua_pairs_register(lua_State *L)
{
	lua_register(L, "pairs", pairs);
}
