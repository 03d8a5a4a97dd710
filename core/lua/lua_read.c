/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_read.c - doc:lines() and doc:read(), for rows() of a format in Lua.
 *
 * What was read stays in memory until the worker has its batch.  So where much
 * was read the script leaves for a moment, as it does when a batch is full.
 */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "input.h"
#include "lua_define.h"
#include "lua_doc.h"
#include "lua_impl.h"

#define READ_MOST	(16u << 20)	/* at once, and between two batches */

/*
 * A function can be left only where no function in C waits for it: so it is
 * refused there in any case, and not only when a batch happens to be full.
 */
struct lua_reading *
lua_reading_at(lua_State *L, int index, const char *word)
{
	struct lua_reading	*r = lua_doc_at(L, index)->reading;

	if (r == NULL || r->out == NULL)
		luaL_error(L, "%s is for rows = function(doc, emit) of a "
		    "format", word);
	if (L != r->thread || !lua_isyieldable(L))
		luaL_error(L, "%s cannot be called from a function that "
		    "string.gsub, table.sort and the like call", word);
	return r;
}

static bool
is_enough(const struct lua_reading *r)
{
	return ps_offset(r->self, r->in) - r->from >= READ_MOST ||
	    ps_full(r->self, r->out);
}

/* This was read, and begins in that line. */
static void
mark(lua_State *L, struct lua_reading *r, uint64_t line, const char *p,
    size_t n)
{
	lua_doc_at_hand(L)->line = line;
	if (r->record == 0 || r->told) {
		r->record = line;
		r->place = input_place_of(r->in, p);
	}
	r->told = false;
	r->last = (struct ps_slice){ .p = p, .n = n > LAST_MOST ? LAST_MOST :
	    (uint32_t)n };
	lua_pushlstring(L, p, n);
}

/* Nil at the end. */
static int
push_line(lua_State *L, struct lua_reading *r)
{
	uint64_t	 line = input_lines(r->in) + 1;
	const char	*p;
	ptrdiff_t	 n = ps_line(r->self, r->in, &p);

	if (n < 0)
		lua_pushnil(L);
	else
		mark(L, r, line, p, (size_t)n);
	return 1;
}

static int
push_bytes(lua_State *L, struct lua_reading *r, size_t n)
{
	uint64_t	 line = input_lines(r->in) + 1;
	const char	*p;
	ptrdiff_t	 have = ps_peek(r->self, r->in, n > 0 ? n : 1, &p);

	if (have <= 0) {
		lua_pushnil(L);
		return 1;
	}
	n = (size_t)have < n ? (size_t)have : n;
	mark(L, r, line, p, n);
	(void)ps_take(r->self, r->in, n);
	return 1;
}

/* As much as a script may have: then Lua says so. */
static int
push_all(lua_State *L, struct lua_reading *r)
{
	uint64_t	 line = input_lines(r->in) + 1;
	const char	*p;
	ptrdiff_t	 n;
	luaL_Buffer	 b;

	mark(L, r, line, "", 0);
	lua_pop(L, 1);
	luaL_buffinit(L, &b);
	while ((n = ps_peek(r->self, r->in, 1, &p)) > 0) {
		luaL_addlstring(&b, p, (size_t)n);
		(void)ps_take(r->self, r->in, (size_t)n);
	}
	luaL_pushresult(&b);
	return 1;
}

/* doc:read(n), doc:read("l"), doc:read("a"); arguments were checked. */
static int
read_now(lua_State *L)
{
	struct lua_reading	*r = lua_reading_at(L, 1, "doc:read");

	if (lua_type(L, 2) == LUA_TNUMBER)
		return push_bytes(L, r, (size_t)lua_tointeger(L, 2));
	return *lua_tostring(L, 2) == 'a' ? push_all(L, r) : push_line(L, r);
}

static int
read_later(lua_State *L, int status, lua_KContext context)
{
	(void)status;
	(void)context;
	return read_now(L);
}

static int
read_some(lua_State *L)
{
	struct lua_reading	*r = lua_reading_at(L, 1, "doc:read");
	const char		*how = "l";
	lua_Integer		 n;

	lua_settop(L, 2);
	if (lua_isnil(L, 2)) {
		lua_pushliteral(L, "l");
		lua_replace(L, 2);
	} else if (lua_type(L, 2) == LUA_TNUMBER) {
		n = luaL_checkinteger(L, 2);
		if (n < 0 || n > READ_MOST)
			luaL_error(L, "doc:read: at most %d bytes at once",
			    (int)READ_MOST);
	} else {
		how = luaL_checkstring(L, 2);
	}
	if (strcmp(how, "l") != 0 && strcmp(how, "a") != 0)
		luaL_error(L, "doc:read takes a number of bytes, \"l\" for a "
		    "line or \"a\" for all that is left");
	return is_enough(r) ? lua_yieldk(L, 0, 0, read_later) : read_now(L);
}

/* Upvalue 1: the document. */
static int
line_now(lua_State *L)
{
	return push_line(L, lua_reading_at(L, lua_upvalueindex(1),
	    "doc:lines"));
}

static int
line_later(lua_State *L, int status, lua_KContext context)
{
	(void)status;
	(void)context;
	return line_now(L);
}

static int
next_line(lua_State *L)
{
	return is_enough(lua_reading_at(L, lua_upvalueindex(1),
	    "doc:lines")) ? lua_yieldk(L, 0, 0, line_later) : line_now(L);
}

static int
lines(lua_State *L)
{
	(void)lua_reading_at(L, 1, "doc:lines");
	lua_settop(L, 1);
	lua_pushcclosure(L, next_line, 1);
	return 1;
}

void
lua_read_register(lua_State *L)
{
	static const luaL_Reg	methods[] = {
		{ "lines", lines }, { "read", read_some }, { NULL, NULL }
	};

	lua_doc_methods(L, methods);
}
