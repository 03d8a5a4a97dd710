/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_function.c - the one function in a constructor's table, and its errors.
 */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "lua_impl.h"
#include "mem.h"
#include "str.h"

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
	size_t	head = lua_place_length(message);
	size_t	n = strlen(message + head);

	return arena_printf(arena, "%.*sin %s: %.*s%s", (int)head, message,
	    label, (int)utf8_cut(message + head, n, REASON_MAX),
	    message + head, n > REASON_MAX ? "..." : "");
}

int
lua_call_protected(lua_State *L, int n)
{
	int	handler = lua_gettop(L) - n, status;

	lua_pushcfunction(L, lua_error_text);
	lua_insert(L, handler);
	status = lua_pcall(L, n, 1, handler);
	lua_remove(L, handler);
	return status;
}

const char *
lua_failure(lua_State *L, int status, struct arena *arena, const char *label,
    bool *hopeless)
{
	struct lua_config	*c = lua_config_of(L);
	const char		*text;

	*hopeless = true;
	if (lua_is_late())
		return lua_placed(arena, label, lua_late_text(c));
	*hopeless = status == LUA_ERRMEM && lua_exhausted(c);
	text = status == LUA_ERRMEM ? lua_memory_text(c) : lua_tostring(L, -1);
	if (text == NULL)
		text = "an error that is no text";
	return arena_printf(arena, "%s%s", lua_placed(arena, label, text),
	    lua_hint(text));
}
