/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_env.c - env "NAME": a variable of the environment, which is a secret
 * unless the script says that it is none.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdlib.h>
#include <string.h>

#include "lua_impl.h"
#include "secret.h"
#include "str.h"

/* env { "NAME", default = "x", secret = false } as env("NAME", "x"). */
static bool
take_table(lua_State *L)
{
	bool	secret;

	if (lua_type(L, 1) != LUA_TTABLE)
		return true;
	lua_settop(L, 1);
	lua_pushnil(L);
	while (lua_next(L, 1) != 0) {
		const char *key = lua_type(L, -2) == LUA_TSTRING ?
		    lua_tostring(L, -2) : NULL;

		if (lua_isinteger(L, -2) ? lua_tointeger(L, -2) != 1 :
		    key == NULL || (strcmp(key, "default") != 0 &&
		    strcmp(key, "secret") != 0))
			lua_wrong(L, lua_place(L), "env takes a name, "
			    "'default' and 'secret', no '%s'", key == NULL ?
			    "second one" : shown_str(key));
		lua_pop(L, 1);
	}
	secret = lua_getfield(L, 1, "secret") != LUA_TBOOLEAN ||
	    lua_toboolean(L, -1);
	lua_rawgeti(L, 1, 1);
	lua_getfield(L, 1, "default");
	lua_copy(L, -1, 2);
	lua_copy(L, -2, 1);
	lua_settop(L, 2);
	return secret;
}

static int
env(lua_State *L)
{
	bool		 secret = take_table(L);
	const char	*name, *value;

	if (lua_type(L, 1) != LUA_TSTRING)
		return lua_wrong(L, lua_place(L), "env takes a name: env "
		    "\"HOME\"");
	name = lua_tostring(L, 1);
	value = getenv(name);
	if (value != NULL) {
		if (secret)
			secret_add(value);
		lua_pushstring(L, value);
	} else if (!lua_isnoneornil(L, 2)) {
		lua_pushvalue(L, 2);
	} else {
		lua_mistake(L, lua_place(L), "env \"%s\" is not set",
		    shown_str(name));
		lua_pushliteral(L, "");
	}
	return 1;
}

void
lua_env_register(lua_State *L)
{
	lua_register(L, "env", env);
}
