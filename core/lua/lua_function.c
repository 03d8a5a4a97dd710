/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_function.c - the one function in a constructor's table, and its errors.
 */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "lua_impl.h"
#include "mem.h"

int
lua_find_function(lua_State *L, const char *word, const char *place)
{
	lua_Unsigned	n = lua_rawlen(L, 1);
	int		found = 0;

	for (lua_Unsigned i = 1; i <= n; i++) {
		if (lua_rawgeti(L, 1, (lua_Integer)i) == LUA_TFUNCTION &&
		    found++ == 0)
			continue;
		if (lua_type(L, -1) != LUA_TFUNCTION)
			lua_wrong(L, place, "%s: item %d is a %s; it takes "
			    "one function", word, (int)i,
			    luaL_typename(L, -1));
		lua_wrong(L, place, "%s: more than one function; a second "
		    "is %s %s of its own", word,
		    strchr("aeiou", word[0]) != NULL ? "an" : "a", word);
	}
	if (found == 0)
		lua_wrong(L, place, "%s: no function among the positional "
		    "items", word);
	return luaL_ref(L, LUA_REGISTRYINDEX);
}

const char *
lua_placed(struct arena *arena, const char *label, const char *message)
{
	const char	*p = message;
	size_t		 head = 0;

	for (; *p != '\0' && head == 0; p++) {
		size_t	digits = *p == ':' ? strspn(p + 1, "0123456789") : 0;

		if (digits > 0 && p[1 + digits] == ':' && p[2 + digits] == ' ')
			head = (size_t)(p - message) + digits + 3;
	}
	return arena_printf(arena, "%.*sin %s: %s", (int)head, message, label,
	    message + head);
}
