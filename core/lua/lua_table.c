/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_table.c - a constructor's table as a list of named values.
 *
 * Lua's order of keys is chance: they are sorted by their lines, so that the
 * first mistake in the text is the one that is told.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lua_impl.h"
#include "mem.h"
#include "options.h"
#include "str.h"

#define MAX_ITEMS	10000	/* addresses in one constructor */

const char *
lua_scalar(lua_State *L, int index, bool *whole)
{
	struct arena	*arena = lua_config_of(L)->arena;
	size_t		 n;
	const char	*s;

	*whole = false;
	switch (lua_type(L, index)) {
	case LUA_TBOOLEAN:
		return lua_toboolean(L, index) ? "true" : "false";
	case LUA_TSTRING:
		s = lua_tolstring(L, index, &n);
		lua_room(L, n);
		return memchr(s, '\0', n) != NULL ? NULL :
		    arena_strndup(arena, s, n);
	case LUA_TNUMBER:
		*whole = lua_isinteger(L, index);
		return *whole ? arena_printf(arena, "%lld",
		    (long long)lua_tointeger(L, index)) :
		    arena_printf(arena, "%.17g", lua_tonumber(L, index));
	default:
		return NULL;
	}
}

/* The first name in the table at the top of the stack, or NULL. */
static const char *
first_name(lua_State *L)
{
	lua_pushnil(L);
	while (lua_next(L, -2) != 0) {
		lua_pop(L, 1);
		if (lua_type(L, -1) == LUA_TSTRING) {
			const char *name = arena_strdup(
			    lua_config_of(L)->arena, lua_tostring(L, -1));

			lua_pop(L, 1);
			return name;
		}
	}
	return NULL;
}

bool
lua_is_list(lua_State *L, const char *word, const struct item *item)
{
	if (item->named == NULL)
		return true;
	lua_mistake(L, item->place, "%s: '%s' has a name in it, '%s'; it takes "
	    "a list", word, item->name, shown_str(item->named));
	return false;
}

/* A list of scalars at the top of the stack. */
static void
read_list(lua_State *L, const char *word, struct item *item)
{
	lua_Unsigned	n = lua_rawlen(L, -1);
	bool		whole;

	item->named = first_name(L);
	if (n > MAX_ITEMS)
		lua_wrong(L, item->place, "%s: '%s' has more than %d values",
		    word, item->name, MAX_ITEMS);
	item->list = arena_alloc(lua_config_of(L)->arena,
	    (n + 1) * sizeof(*item->list));
	for (lua_Unsigned i = 1; i <= n; i++) {
		lua_rawgeti(L, -1, (lua_Integer)i);
		item->list[item->n_list] = lua_scalar(L, -1, &whole);
		if (item->list[item->n_list++] == NULL)
			lua_wrong(L, item->place, "%s: '%s' holds a %s; it "
			    "takes text", word, item->name,
			    luaL_typename(L, -1));
		lua_pop(L, 1);
	}
}

/* The value at the top of the stack, the key below it. */
static void
read_item(lua_State *L, const char *word, struct item *item, bool functions)
{
	const char *dot = strrchr(word, '.');

	item->place = lua_key_place(L, dot == NULL ? word : dot + 1,
	    item->name, &item->line);
	item->type = lua_type(L, -1);
	if (item->type == LUA_TTABLE) {
		read_list(L, word, item);
		return;
	}
	if (item->type == LUA_TFUNCTION && functions)
		return;
	item->text = lua_scalar(L, -1, &item->whole);
	if (item->text == NULL)
		lua_wrong(L, item->place, "%s: '%s' cannot be a %s", word,
		    shown_str(item->name), item->type == LUA_TSTRING ?
		    "string with a NUL byte" : luaL_typename(L, -1));
}

static int
by_line(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return strcmp(x->name, y->name);
}

static uint32_t
count_keys(lua_State *L)
{
	uint32_t n = 0;

	lua_pushnil(L);
	while (lua_next(L, 1) != 0) {
		n++;
		lua_pop(L, 1);
	}
	return n;
}

static struct item *
read_items(lua_State *L, const char *word, uint32_t *n, bool functions)
{
	struct arena	*arena = lua_config_of(L)->arena;
	struct item	*items;

	*n = 0;
	if (lua_type(L, 1) != LUA_TTABLE || lua_gettop(L) != 1)
		lua_wrong(L, lua_place(L), "%s takes one table: %s { ... }",
		    word, word);
	items = arena_alloc(arena, (count_keys(L) + 1) * sizeof(*items));
	lua_pushnil(L);
	while (lua_next(L, 1) != 0) {
		if (lua_type(L, -2) == LUA_TSTRING && !lua_is_null(L, -1)) {
			items[*n].name = arena_strdup(arena,
			    lua_tostring(L, -2));
			read_item(L, word, &items[(*n)++], functions);
		} else if (lua_type(L, -2) != LUA_TSTRING &&
		    !lua_isinteger(L, -2)) {
			lua_wrong(L, lua_place(L), "%s: a key cannot be a %s",
			    word, luaL_typename(L, -2));
		}
		lua_pop(L, 1);
	}
	if (*n > 1)
		qsort(items, *n, sizeof(*items), by_line);
	return items;
}

struct item *
lua_items(lua_State *L, const char *word, uint32_t *n)
{
	return read_items(L, word, n, false);
}

struct item *
lua_items_functions(lua_State *L, const char *word, uint32_t *n)
{
	return read_items(L, word, n, true);
}

struct strings {
	const char	**p;
	uint32_t	  n, room;
	const char	 *word;
};

static void
add_string(lua_State *L, struct strings *s, const char *text)
{
	const char **p;

	if (s->n >= MAX_ITEMS)
		lua_wrong(L, lua_place(L), "%s: more than %d values", s->word,
		    MAX_ITEMS);
	if (s->n == s->room) {
		s->room = s->room == 0 ? 16 : 2 * s->room;
		p = arena_alloc(lua_config_of(L)->arena,
		    s->room * sizeof(*p));
		if (s->n > 0)
			memcpy(p, s->p, s->n * sizeof(*p));
		s->p = p;
	}
	s->p[s->n++] = text;
}

/* The positional values of the table at the top of the stack. */
static void
flatten(lua_State *L, struct strings *s, unsigned depth)
{
	lua_Unsigned	 n = lua_rawlen(L, -1);
	const char	*text;
	bool		 whole;

	luaL_checkstack(L, 4, NULL);
	for (lua_Unsigned i = 1; i <= n; i++) {
		lua_rawgeti(L, -1, (lua_Integer)i);
		if (lua_type(L, -1) == LUA_TTABLE && depth < LIST_DEPTH) {
			flatten(L, s, depth + 1);
		} else {
			text = lua_type(L, -1) == LUA_TSTRING ?
			    lua_scalar(L, -1, &whole) : NULL;
			if (text == NULL && lua_node(L, -1) != NULL)
				lua_wrong(L, lua_place(L), "%s: item %d is "
				    "no text, it belongs into the pipeline; "
				    "is a '}' missing before it?", s->word,
				    (int)i);
			if (text == NULL)
				lua_wrong(L, lua_place(L), "%s: item %d is a "
				    "%s; it takes text", s->word, (int)i,
				    luaL_typename(L, -1));
			add_string(L, s, text);
		}
		lua_pop(L, 1);
	}
}

const char **
lua_strings(lua_State *L, const char *word, uint32_t *n)
{
	struct strings s = { .word = word };

	lua_pushvalue(L, 1);
	flatten(L, &s, 0);
	lua_pop(L, 1);
	*n = s.n;
	return s.p;
}

struct setting
lua_setting(const struct item *item)
{
	return (struct setting){
		.name = item->name, .value = item->text, .place = item->place,
		.type = item->type == LUA_TBOOLEAN ? PS_BOOL :
		    item->type == LUA_TSTRING ? PS_TEXT :
		    item->whole ? PS_INT : PS_REAL
	};
}
