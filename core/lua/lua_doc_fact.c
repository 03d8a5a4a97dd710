/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_doc_fact.c - doc:fact(name, value) and doc:get(name).
 *
 * A value goes on as text with its kind, so that children get back what was
 * told: decimals stay exact, text stays text.
 */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "lua_decimal.h"
#include "lua_doc.h"
#include "lua_impl.h"
#include "lua_record.h"
#include "str.h"

/* The name at a stack index, as a column has it. */
static void
check_name(lua_State *L, int index, char out[NAME_MAX_BYTES + 1])
{
	const char	*name;
	size_t		 n;

	if (lua_type(L, index) != LUA_TSTRING)
		luaL_error(L, "the name of a fact cannot be a %s",
		    luaL_typename(L, index));
	name = lua_tolstring(L, index, &n);
	if (!said_name(name, n, out))
		luaL_error(L, "fact '%s': a name needs a letter or a digit",
		    shown(name, n));
}

static void
check_text(lua_State *L, const char *name, const char *p, size_t n)
{
	if (utf8_valid(p, n) != n || memchr(p, '\0', n) != NULL)
		luaL_error(L, "fact '%s': its text is no UTF-8", name);
}

static void
set(lua_State *L, struct said *to, const char *name, enum said_kind kind,
    const char *p, size_t n)
{
	const char	*why = said_set(to, name, kind, p, n);

	if (why != NULL)
		luaL_error(L, "fact '%s': %s", name, why);
}

static void
set_number(lua_State *L, struct said *to, const char *name, int value)
{
	char	text[CELL_TEXT_MAX];

	set(L, to, name, lua_isinteger(L, value) ? SAID_INTEGER : SAID_REAL,
	    text, lua_number_text(L, value, text));
}

/* Those that are inherited count, too, unless this one takes the place of */
/* one of them. */
static void
check_room(lua_State *L, const struct said *to, const struct said *beside,
    const char *name)
{
	if (beside == NULL || said_find(to, name) != NULL ||
	    said_find(beside, name) != NULL ||
	    to->n + beside->n < SAID_MOST)
		return;
	luaL_error(L, "fact '%s': the document has %d facts already, with "
	    "those it inherits", name, (int)(to->n + beside->n));
}

void
lua_said(lua_State *L, struct said *to, const struct said *beside, int index,
    int value)
{
	const struct decimal	*d;
	char			 name[NAME_MAX_BYTES + 1];
	char			 text[DECIMAL_TEXT];
	const char		*p;
	size_t			 n;

	check_name(L, index, name);
	if (lua_isnoneornil(L, value) || lua_is_null(L, value))
		return;
	check_room(L, to, beside, name);
	if (lua_type(L, value) == LUA_TSTRING) {
		p = lua_tolstring(L, value, &n);
		check_text(L, name, p, n);
		set(L, to, name, SAID_TEXT, p, n);
	} else if (lua_type(L, value) == LUA_TNUMBER) {
		set_number(L, to, name, value);
	} else if (lua_type(L, value) == LUA_TBOOLEAN) {
		p = lua_toboolean(L, value) ? "true" : "false";
		set(L, to, name, SAID_BOOLEAN, p, strlen(p));
	} else if ((d = lua_to_decimal(L, value)) != NULL) {
		set(L, to, name, SAID_DECIMAL, text, decimal_text(*d, text));
	} else {
		luaL_error(L, "fact '%s' cannot be a %s; it takes text, "
		    "numbers and booleans", name, luaL_typename(L, value));
	}
}

/* doc:fact(name, value) */
static int
fact(lua_State *L)
{
	struct lua_doc	*d = lua_doc_at(L, 1);

	lua_settop(L, 3);
	lua_doc_whole(L);
	lua_said(L, &d->own, &d->inherited, 2, 3);
	return 0;
}

static void
push_fact(lua_State *L, const struct said_fact *f)
{
	struct decimal	d;

	if (f->kind == SAID_BOOLEAN)
		lua_pushboolean(L, f->n == 4 && memcmp(f->text, "true", 4) ==
		    0);
	else if (f->kind == SAID_DECIMAL && decimal_parse(f->text, f->n, &d))
		lua_push_decimal(L, d);
	else if (f->kind == SAID_TEXT || f->kind == SAID_DECIMAL ||
	    lua_stringtonumber(L, f->text) == 0)
		lua_pushlstring(L, f->text, f->n);
}

/* doc:get(name): what it says itself goes before what it inherits. */
static int
get(lua_State *L)
{
	const struct lua_doc	*d = lua_doc_at(L, 1);
	const struct said_fact	*f;
	char			 name[NAME_MAX_BYTES + 1];

	check_name(L, 2, name);
	f = said_find(&d->own, name);
	if (f == NULL)
		f = said_find(&d->inherited, name);
	if (f == NULL)
		lua_pushnil(L);
	else
		push_fact(L, f);
	return 1;
}

void
lua_doc_fact_register(lua_State *L)
{
	static const luaL_Reg	methods[] = {
		{ "fact", fact }, { "get", get }, { NULL, NULL }
	};

	lua_doc_methods(L, methods);
}
