/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_decimal.h - decimals as values in Lua.
 */
#ifndef PS_LUA_DECIMAL_H
#define PS_LUA_DECIMAL_H

#include "decimal.h"

struct lua_State;

void	lua_decimal_register(struct lua_State *);
void	lua_push_decimal(struct lua_State *, struct decimal);
/* The one at a stack index, or NULL. */
const struct decimal *lua_to_decimal(struct lua_State *, int index);

#endif
