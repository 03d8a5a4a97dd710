/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_env.c - env "NAME": a variable of the environment, which is a secret.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdlib.h>

#include "lua_impl.h"
#include "str.h"

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

void
lua_env_register(lua_State *L)
{
	lua_register(L, "env", env);
}
