/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_decimal.c - decimals that mix with Lua's numbers.
 *
 * With a float that is no short decimal the result is a float; all else is
 * exact, but for the last digit of quotients, or an error.
 */
#include <lauxlib.h>
#include <lua.h>
#include <math.h>

#include "lua_decimal.h"

#define NAME	"decimal"

static const char	meta_key;	/* where the metatable is kept, too */

const struct decimal *
lua_to_decimal(lua_State *L, int index)
{
	const struct decimal	*d = lua_touserdata(L, index);

	if (d == NULL || !lua_getmetatable(L, index))
		return NULL;
	lua_rawgetp(L, LUA_REGISTRYINDEX, &meta_key);
	if (!lua_rawequal(L, -1, -2))
		d = NULL;
	lua_pop(L, 2);
	return d;
}

void
lua_push_decimal(lua_State *L, struct decimal d)
{
	struct decimal	*p = lua_newuserdatauv(L, sizeof(*p), 0);

	*p = d;
	lua_rawgetp(L, LUA_REGISTRYINDEX, &meta_key);
	lua_setmetatable(L, -2);
}

/* An operand; false: it is a float that is no short decimal. */
static bool
operand(lua_State *L, int index, struct decimal *d)
{
	const struct decimal *p = lua_to_decimal(L, index);

	if (p != NULL) {
		*d = *p;
		return true;
	}
	if (lua_isinteger(L, index)) {
		*d = (struct decimal){ lua_tointeger(L, index), 0 };
		return true;
	}
	if (lua_type(L, index) != LUA_TNUMBER)
		luaL_error(L, "attempt to perform arithmetic on a %s value "
		    "and a decimal", luaL_typename(L, index));
	return decimal_from_float(lua_tonumber(L, index), d);
}

static double
float_at(lua_State *L, int index)
{
	const struct decimal *p = lua_to_decimal(L, index);

	return p != NULL ? decimal_float(*p) : lua_tonumber(L, index);
}

/* What the metamethods do, and with floats. */
static const struct operation {
	const char	*name;
	bool		(*exact)(struct decimal, struct decimal,
			    struct decimal *);
	bool		 divides;
} operations[] = {
	{ "__add", decimal_add, false }, { "__sub", decimal_subtract, false },
	{ "__mul", decimal_multiply, false },
	{ "__div", decimal_divide, true },
	{ "__idiv", decimal_floor, true }, { "__mod", decimal_modulo, true },
};

static double
in_floats(const struct operation *o, double a, double b)
{
	if (o->exact == decimal_add)
		return a + b;
	if (o->exact == decimal_subtract)
		return a - b;
	if (o->exact == decimal_multiply)
		return a * b;
	if (o->exact == decimal_divide)
		return a / b;
	if (o->exact == decimal_floor)
		return floor(a / b);
	return a - floor(a / b) * b;
}

/* Upvalue 1: which operation. */
static int
operate(lua_State *L)
{
	const struct operation	*o = &operations[lua_tointeger(L,
				    lua_upvalueindex(1))];
	struct decimal		 a, b, r;

	if (!operand(L, 1, &a) || !operand(L, 2, &b)) {
		lua_pushnumber(L, in_floats(o, float_at(L, 1),
		    float_at(L, 2)));
		return 1;
	}
	if (o->divides && b.digits == 0)
		return luaL_error(L, "attempt to divide a decimal by zero");
	if (!o->exact(a, b, &r) || !decimal_fits(r))
		return luaL_error(L, "a decimal would need more than %d "
		    "digits", DECIMAL_DIGITS);
	lua_push_decimal(L, r);
	return 1;
}

/* Floats that are no short decimals as floats; 2: there is no order. */
static int
compare(lua_State *L)
{
	struct decimal	a, b;
	double		x, y;

	if (operand(L, 1, &a) && operand(L, 2, &b))
		return decimal_compare(a, b);
	x = float_at(L, 1);
	y = float_at(L, 2);
	return x != x || y != y ? 2 : (x > y) - (x < y);
}

static int
equals(lua_State *L)
{
	lua_pushboolean(L, lua_to_decimal(L, 1) != NULL &&
	    lua_to_decimal(L, 2) != NULL && compare(L) == 0);
	return 1;
}

static int
less(lua_State *L)
{
	lua_pushboolean(L, compare(L) == -1);
	return 1;
}

static int
less_or_equal(lua_State *L)
{
	lua_pushboolean(L, compare(L) <= 0);
	return 1;
}

static int
negate(lua_State *L)
{
	struct decimal d = *(const struct decimal *)luaL_checkudata(L, 1,
	    NAME);

	d.digits = -d.digits;
	lua_push_decimal(L, d);
	return 1;
}

static int
power(lua_State *L)
{
	lua_pushnumber(L, pow(float_at(L, 1), float_at(L, 2)));
	return 1;
}

static int
to_text(lua_State *L)
{
	char	text[DECIMAL_TEXT];
	size_t	n = decimal_text(*(const struct decimal *)luaL_checkudata(L, 1,
		    NAME), text);

	lua_pushlstring(L, text, n);
	return 1;
}

static int
concatenate(lua_State *L)
{
	luaL_tolstring(L, 1, NULL);
	luaL_tolstring(L, 2, NULL);
	lua_concat(L, 2);
	return 1;
}

/* d:float() */
static int
method_float(lua_State *L)
{
	lua_pushnumber(L, decimal_float(*(const struct decimal *)
	    luaL_checkudata(L, 1, NAME)));
	return 1;
}

/* d:round(n): n digits behind the point, half to even. */
static int
method_round(lua_State *L)
{
	const struct decimal	*d = luaL_checkudata(L, 1, NAME);
	lua_Integer		 places = luaL_optinteger(L, 2, 0);

	luaL_argcheck(L, places >= 0 && places <= DECIMAL_DIGITS, 2,
	    "expected how many digits stand behind the point");
	lua_push_decimal(L, decimal_round(*d, (int)places));
	return 1;
}

static const luaL_Reg others[] = {
	{ "__eq", equals }, { "__lt", less }, { "__le", less_or_equal },
	{ "__unm", negate }, { "__pow", power }, { "__tostring", to_text },
	{ "__concat", concatenate }, { NULL, NULL }
};
static const luaL_Reg methods[] = {
	{ "float", method_float }, { "round", method_round }, { NULL, NULL }
};

void
lua_decimal_register(lua_State *L)
{
	luaL_newmetatable(L, NAME);
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &meta_key);
	luaL_setfuncs(L, others, 0);
	for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]);
	    i++) {
		lua_pushinteger(L, (lua_Integer)i);
		lua_pushcclosure(L, operate, 1);
		lua_setfield(L, -2, operations[i].name);
	}
	lua_newtable(L);
	luaL_setfuncs(L, methods, 0);
	lua_setfield(L, -2, "__index");
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	lua_pop(L, 1);
}
