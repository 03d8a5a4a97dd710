/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_expect.c - expect = { table = { { column = value }, ... }, rejected = 1 }
 * of a test.
 *
 * What a key means shows in its value: a list of rows is a table's, whatever
 * it is called, so that a table may be called "rejected".
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdlib.h>
#include <string.h>

#include "lua_decimal.h"
#include "lua_impl.h"
#include "lua_test.h"
#include "mem.h"
#include "options.h"
#include "str.h"

#define WORD	"test"

/* The value at the top of the stack; false after a mistake. */
static bool
read_value(lua_State *L, const char *place, const char *column,
    struct ps_value *v)
{
	struct arena		*arena = lua_config_of(L)->arena;
	const struct decimal	*d = lua_to_decimal(L, -1);
	size_t			 n;
	const char		*s;
	char			*text;

	*v = (struct ps_value){ .type = PS_NULL };
	if (d != NULL) {
		v->type = PS_DECIMAL;
		v->text = text = arena_alloc(arena, DECIMAL_TEXT);
		v->length = (uint32_t)decimal_text(*d, text);
	} else if (lua_type(L, -1) == LUA_TSTRING) {
		s = lua_tolstring(L, -1, &n);
		v->type = PS_TEXT;
		v->text = arena_strndup(arena, s, n);
		v->length = (uint32_t)n;
	} else if (lua_type(L, -1) == LUA_TBOOLEAN) {
		v->type = PS_BOOL;
		v->integer = lua_toboolean(L, -1);
	} else if (lua_isinteger(L, -1)) {
		v->type = PS_INT;
		v->integer = lua_tointeger(L, -1);
	} else if (lua_type(L, -1) == LUA_TNUMBER) {
		v->type = PS_REAL;
		v->real = lua_tonumber(L, -1);
	} else if (!lua_is_null(L, -1)) {
		lua_mistake(L, place, WORD ": expect: '%s' is a %s; a field is "
		    "text, a number, true, false or null", shown_str(column),
		    luaL_typename(L, -1));
		return false;
	}
	return true;
}

static int
by_column(const void *a, const void *b)
{
	const struct expected_cell	*x = a, *y = b;

	return strcmp(x->column, y->column);
}

/* A table of names and values at the top of the stack. */
static void
read_row(lua_State *L, const char *place, const char *what,
    struct expected_row *row)
{
	struct arena	*arena = lua_config_of(L)->arena;
	uint32_t	 room = 0;

	for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1))
		room++;
	row->cells = arena_alloc(arena, (room + 1) * sizeof(*row->cells));
	for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
		struct expected_cell	*cell = &row->cells[row->n];

		if (lua_type(L, -2) != LUA_TSTRING) {
			lua_mistake(L, place, WORD ": expect: %s: fields have "
			    "names, as in { id = 1 }", what);
			continue;
		}
		cell->column = arena_strdup(arena, lua_tostring(L, -2));
		row->n += read_value(L, place, cell->column, &cell->value);
	}
	if (row->n > 1)
		qsort(row->cells, row->n, sizeof(*row->cells), by_column);
}

/* A list of rows at the top of the stack. */
static void
read_rows(lua_State *L, const char *place, struct expected_table *t)
{
	lua_Unsigned	n = lua_rawlen(L, -1);

	if (n > UINT32_MAX / sizeof(*t->rows))
		return;
	t->rows = arena_alloc(lua_config_of(L)->arena,
	    (n + 1) * sizeof(*t->rows));
	for (; t->n < n; t->n++) {
		if (lua_rawgeti(L, -1, (lua_Integer)t->n + 1) != LUA_TTABLE) {
			lua_mistake(L, place, WORD ": expect: '%s' is a list "
			    "of rows, as in { { id = 1 }, { id = 2 } }",
			    shown_str(t->name));
			n = t->n;
		} else
			read_row(L, place, shown_str(t->name),
			    &t->rows[t->n]);
		lua_pop(L, 1);
	}
}

static void
read_issues(lua_State *L, struct script_test *t)
{
	struct arena	*arena = lua_config_of(L)->arena;
	lua_Unsigned	 n = lua_rawlen(L, -1);

	t->issues = arena_alloc(arena, (n + 1) * sizeof(*t->issues));
	for (lua_Unsigned i = 1; i <= n; i++) {
		if (lua_rawgeti(L, -1, (lua_Integer)i) == LUA_TSTRING)
			t->issues[t->n_issues++] = arena_strdup(arena,
			    lua_tostring(L, -1));
		lua_pop(L, 1);
	}
}

/* Whether the first value of the list at the top has that type. */
static bool
begins_with(lua_State *L, int type)
{
	bool	is = lua_rawgeti(L, -1, 1) == type;

	lua_pop(L, 1);
	return is;
}

static void
read_table(lua_State *L, struct script_test *t, const char *place,
    const char *key)
{
	struct expected_table	*table;

	if (strcmp(key, "issues") == 0 && begins_with(L, LUA_TSTRING)) {
		read_issues(L, t);
	} else if (strcmp(key, "facts") == 0 && !begins_with(L, LUA_TTABLE)) {
		t->facts = arena_alloc(lua_config_of(L)->arena,
		    sizeof(*t->facts));
		read_row(L, place, key, t->facts);
	} else {
		table = &t->tables[t->n_tables++];
		table->name = arena_strdup(lua_config_of(L)->arena, key);
		read_rows(L, place, table);
	}
}

/* Where what is one number or one text goes, by its key. */
static const struct {
	const char	*key;
	int		 type;		/* of Lua's */
	size_t		 offset;	/* in struct script_test */
} single[] = {
	{ "rejected", LUA_TNUMBER, offsetof(struct script_test, rejected) },
	{ "skipped", LUA_TNUMBER, offsetof(struct script_test, skipped) },
	{ "issues", LUA_TNUMBER, offsetof(struct script_test, issue_count) },
	{ "failed", LUA_TSTRING, offsetof(struct script_test, failed) },
	{ "format", LUA_TSTRING, offsetof(struct script_test, read_as) },
};

static void *
single_of(struct script_test *t, const char *key, int type)
{
	for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++)
		if (single[i].type == type && strcmp(single[i].key, key) == 0)
			return (char *)t + single[i].offset;
	return NULL;
}

static void
read_number(lua_State *L, struct script_test *t, const char *place,
    const char *key)
{
	lua_Integer	 n = lua_tointeger(L, -1);
	int64_t		*to = single_of(t, key, LUA_TNUMBER);

	if (!lua_isinteger(L, -1) || n < 0)
		lua_mistake(L, place, WORD ": expect: %s = %s: expected a "
		    "whole number", shown_str(key), luaL_tolstring(L, -1,
		    NULL));
	else if (to != NULL)
		*to = n;
	else
		lua_mistake(L, place, WORD ": expect: '%s' is a number; rows "
		    "of a table are { { column = value }, ... }, numbers are "
		    "rejected, skipped and issues", shown_str(key));
}

static void
read_text(lua_State *L, struct script_test *t, const char *place,
    const char *key)
{
	const char	**to = single_of(t, key, LUA_TSTRING);

	if (to != NULL)
		*to = arena_strdup(lua_config_of(L)->arena,
		    lua_tostring(L, -1));
	else
		lua_mistake(L, place, WORD ": expect: '%s' is text; rows of a "
		    "table are { { column = value }, ... }, texts are failed "
		    "and format", shown_str(key));
}

static int
by_name(const void *a, const void *b)
{
	const struct expected_table	*x = a, *y = b;

	return strcmp(x->name, y->name);
}

static void
read_expected(lua_State *L, struct script_test *t, const char *place)
{
	const char	*key;
	int		 top = lua_gettop(L);

	if (lua_type(L, -2) != LUA_TSTRING) {
		lua_mistake(L, place, WORD ": expect: what is expected has a "
		    "name, as in expect = { sale = { { id = 1 } } }");
		return;
	}
	key = lua_tostring(L, -2);
	if (lua_type(L, -1) == LUA_TTABLE)
		read_table(L, t, place, key);
	else if (lua_type(L, -1) == LUA_TNUMBER)
		read_number(L, t, place, key);
	else if (lua_type(L, -1) == LUA_TSTRING)
		read_text(L, t, place, key);
	else
		lua_mistake(L, place, WORD ": expect: '%s' cannot be a %s",
		    shown_str(key), luaL_typename(L, -1));
	lua_settop(L, top);
}

void
lua_expect(lua_State *L, struct script_test *t, const char *place)
{
	uint32_t	n = 0;

	luaL_checkstack(L, 12, NULL);
	if (lua_getfield(L, 1, "expect") != LUA_TTABLE) {
		lua_mistake(L, place, WORD ": expect: it takes a table, as in "
		    "expect = { sale = { { id = 1 } } }");
		lua_pop(L, 1);
		return;
	}
	for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1))
		n++;
	t->tables = arena_alloc(lua_config_of(L)->arena,
	    (n + 1) * sizeof(*t->tables));
	for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1))
		read_expected(L, t, place);
	lua_pop(L, 1);
	if (t->n_tables > 1)
		qsort(t->tables, t->n_tables, sizeof(*t->tables), by_name);
}
