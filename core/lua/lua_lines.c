/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_lines.c - for line in text:lines() do: what a format's sniff() mostly
 * does with the beginning of a document.
 *
 * Lines end as those of documents do: in LF or CR LF, and in CR where there is
 * no LF; the last one need not end.
 */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "lua_define.h"

/* Upvalues: the text, how far it is read, the byte that ends its lines. */
static int
next_line(lua_State *L)
{
	size_t		 n, at, length;
	const char	*text = lua_tolstring(L, lua_upvalueindex(1), &n);
	const char	*end;
	int		 byte = (int)lua_tointeger(L, lua_upvalueindex(3));

	at = (size_t)lua_tointeger(L, lua_upvalueindex(2));
	if (at >= n)
		return 0;
	end = memchr(text + at, byte, n - at);
	length = end == NULL ? n - at : (size_t)(end - text) - at;
	lua_pushinteger(L, (lua_Integer)(at + length + 1));
	lua_replace(L, lua_upvalueindex(2));
	if (byte == '\n' && length > 0 && end != NULL && end[-1] == '\r')
		length--;
	lua_pushlstring(L, text + at, length);
	return 1;
}

static int
lines(lua_State *L)
{
	size_t		 n;
	const char	*text = luaL_checklstring(L, 1, &n);

	lua_settop(L, 1);
	lua_pushinteger(L, 0);
	lua_pushinteger(L, memchr(text, '\n', n) == NULL ? '\r' : '\n');
	lua_pushcclosure(L, next_line, 3);
	return 1;
}

void
lua_lines_register(lua_State *L)
{
	lua_getglobal(L, "string");
	lua_pushcfunction(L, lines);
	lua_setfield(L, -2, "lines");
	lua_pop(L, 1);
}
