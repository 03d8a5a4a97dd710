/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_value.c - cells as values in Lua, and back.
 *
 * A cell is read as its column is, so that a field has one type in all records
 * of a document; one that does not fit is its text.  What a script sets is
 * text again, and read like any other: numbers exactly as they are, a string
 * never as a number.
 */
#include <lauxlib.h>
#include <lua.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "column.h"
#include "lua_decimal.h"
#include "lua_impl.h"
#include "lua_record.h"
#include "number.h"
#include "rows.h"

static const char	null_key;	/* where it is kept */

static int
null_text(lua_State *L)
{
	lua_pushliteral(L, "null");
	return 1;
}

void
lua_push_null(lua_State *L)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &null_key);
}

bool
lua_is_null(lua_State *L, int index)
{
	bool	same;

	if (lua_type(L, index) != LUA_TUSERDATA)
		return false;
	lua_pushvalue(L, index);
	lua_push_null(L);
	same = lua_rawequal(L, -1, -2);
	lua_pop(L, 2);
	return same;
}

void
lua_null_register(lua_State *L)
{
	lua_newuserdatauv(L, 1, 0);
	lua_newtable(L);
	lua_pushcfunction(L, null_text);
	lua_setfield(L, -2, "__tostring");
	lua_pushliteral(L, "null");
	lua_setfield(L, -2, "__name");
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &null_key);
	lua_setglobal(L, "null");
}

static void
push_digits(lua_State *L, const char *p, size_t n)
{
	struct decimal	d;

	if (decimal_parse(p, n, &d))
		lua_push_decimal(L, d);
	else
		lua_pushlstring(L, p, n);
}

/* With an exponent somewhere in the column these are floats, else exact. */
static void
push_real(lua_State *L, const struct reading *reading,
    const struct ps_slice *cell, double v)
{
	struct decimal	d;

	if (reading->exponent == 0 && (decimal_parse(cell->p, cell->n, &d) ||
	    decimal_from_float(v, &d)))
		lua_push_decimal(L, d);
	else
		lua_pushnumber(L, v);
}

/* What has no value of its column's type. */
static void
push_odd(lua_State *L, const struct ps_cell *c, const struct ps_slice *cell)
{
	if ((c->flags & CELL_ODD) != 0 && cell->n > 0 &&
	    (c->flags & PS_CELL_TOKEN) == 0)
		lua_pushlstring(L, cell->p, cell->n);
	else
		lua_push_null(L);
}

void
lua_push_cell(lua_State *L, const struct reading *reading,
    const struct ps_slice *cell)
{
	char		 buf[CELL_TEXT_MAX];
	struct ps_cell	 c = { .type = PS_NULL };
	const char	*text;

	text = column_cell(reading, NULL, cell, &c, buf);
	switch (c.type) {
	case PS_NULL:
		push_odd(L, &c, cell);
		break;
	case PS_BOOL:
		lua_pushboolean(L, c.value.integer != 0);
		break;
	case PS_INT:
		lua_pushinteger(L, c.value.integer);
		break;
	case PS_REAL:
		push_real(L, reading, cell, c.value.real);
		break;
	case PS_DECIMAL:
	case PS_BIGINT:
		if (text != NULL)
			push_digits(L, text, c.length);
		else
			lua_push_decimal(L, (struct decimal){
			    c.value.integer, c.scale });
		break;
	default:
		lua_pushlstring(L, text == NULL ? "" : text, c.length);
		break;
	}
}

static struct ps_slice
kept(struct ps_rows *rows, const char *p, size_t n, unsigned flags)
{
	char	*to = rows_scratch(rows, n + 1);

	memcpy(to, p, n);
	to[n] = '\0';
	return (struct ps_slice){ .p = to, .n = (uint32_t)n,
	    .flags = (uint16_t)flags };
}

/* The fewest digits that give it back. */
static size_t
float_text(double v, char out[CELL_TEXT_MAX])
{
	struct reading	reading = { .type = PS_REAL, .fixed = -1 };
	struct decimal	d;

	if (decimal_from_float(v, &d))
		return decimal_text(d, out);
	return real_render(&reading, v, out);
}

size_t
lua_number_text(lua_State *L, int index, char out[CELL_TEXT_MAX])
{
	lua_Integer	i;
	double		v;

	if (lua_isinteger(L, index)) {
		i = lua_tointeger(L, index);
		out[0] = '-';
		return (size_t)(i < 0) + digits_of(i < 0 ? 0 - (uint64_t)i :
		    (uint64_t)i, out + (i < 0));
	}
	v = lua_tonumber(L, index);
	if (isfinite(v))
		return float_text(v, out);
	return (size_t)snprintf(out, CELL_TEXT_MAX, "%s", isnan(v) ? "NaN" :
	    v > 0 ? "Infinity" : "-Infinity");
}

struct ps_slice
lua_cell(lua_State *L, int index, struct ps_rows *rows, const char *name)
{
	const struct decimal	*d;
	struct ps_slice		 cell;
	char			 text[CELL_TEXT_MAX];
	const char		*p;
	size_t			 n;

	switch (lua_type(L, index)) {
	case LUA_TBOOLEAN:
		p = lua_toboolean(L, index) ? "true" : "false";
		cell = kept(rows, p, strlen(p), 0);
		cell.type = PS_BOOL;
		return cell;
	case LUA_TNUMBER:
		n = lua_number_text(L, index, text);
		return kept(rows, text, n, 0);
	case LUA_TSTRING:
		p = lua_tolstring(L, index, &n);
		if (n > UINT32_MAX)
			break;
		return kept(rows, p, n, PS_STRING | PS_QUOTED);
	case LUA_TUSERDATA:
		if ((d = lua_to_decimal(L, index)) != NULL)
			return kept(rows, text, decimal_text(*d, text), 0);
		if (lua_is_null(L, index))
			return kept(rows, "", 0, PS_ABSENT);
		break;
	default:
		break;
	}
	luaL_error(L, "field '%s' cannot be a %s; it takes text, numbers, "
	    "booleans and null", name, luaL_typename(L, index));
	return (struct ps_slice){ .p = "" };
}
