/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_keyed.c - an option that takes a table of names, as
 * header = { Accept = "text/csv" }: a line "name: value" each.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "lua_impl.h"
#include "mem.h"
#include "options.h"
#include "str.h"

#define BYTES_MAX	(1u << 20)

struct keyed {
	const char	*name, *place, *value;
	int		 line;
};

struct reading {
	lua_State		*L;
	const char		*word;
	const struct item	*item;
	struct keyed		*list;
	uint32_t		 n, room;
};

static int
by_line(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;

	return x->line != y->line ? (x->line < y->line ? -1 : 1) :
	    strcmp(x->name, y->name);
}

static bool
is_line(const char *s)
{
	return s != NULL && s[strcspn(s, "\r\n")] == '\0';
}

/* The value at the top of the stack under that name. */
static void
add_value(struct reading *r, const char *name)
{
	struct keyed	k = { .name = name };
	bool		whole;

	k.place = lua_inner_place(r->L, r->word, r->item->name, name, &k.line);
	k.value = lua_scalar(r->L, -1, &whole);
	if (!is_line(k.value))
		lua_wrong(r->L, k.place, "%s: %s: '%s' is a %s; it takes a "
		    "line of text", r->word, r->item->name, shown_str(name),
		    k.value != NULL ? "text of many lines" :
		    luaL_typename(r->L, -1));
	if (r->n < r->room)
		r->list[r->n++] = k;
}

/* A name's value, or each of its list's. */
static void
add_values(struct reading *r, const char *name)
{
	if (lua_type(r->L, -1) != LUA_TTABLE) {
		add_value(r, name);
		return;
	}
	for (lua_Unsigned i = 1; i <= lua_rawlen(r->L, -1); i++) {
		lua_rawgeti(r->L, -1, (lua_Integer)i);
		add_value(r, name);
		lua_pop(r->L, 1);
	}
}

static const char *
name_at(const struct reading *r)
{
	bool		 whole;
	const char	*name = lua_type(r->L, -2) == LUA_TSTRING ?
			    lua_scalar(r->L, -2, &whole) : NULL;

	if (name == NULL || *name == '\0' || !is_line(name) ||
	    strchr(name, ':') != NULL)
		lua_wrong(r->L, r->item->place, "%s: '%s' takes names, as in "
		    "%s = { name = \"value\" }", r->word, r->item->name,
		    r->item->name);
	return name;
}

/* Of the table at the top of the stack. */
static uint32_t
count_values(lua_State *L)
{
	uint32_t n = 0;

	for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1))
		n += lua_type(L, -1) != LUA_TTABLE ? 1 :
		    (uint32_t)lua_rawlen(L, -1);
	return n;
}

static const char *
joined(const struct reading *r)
{
	struct arena	*arena = lua_config_of(r->L)->arena;
	struct buf	 b;
	const char	*text;

	buf_init(&b, BYTES_MAX);
	for (uint32_t i = 0; i < r->n; i++)
		buf_printf(&b, "%s%s: %s", i == 0 ? "" : "\n", r->list[i].name,
		    r->list[i].value);
	text = b.full ? NULL : arena_strdup(arena, buf_cstr(&b));
	buf_free(&b);
	return text;
}

const char *
lua_keyed(lua_State *L, const char *word, const struct item *item)
{
	struct reading	 r = { .L = L, .word = word, .item = item };
	const char	*text;

	lua_getfield(L, 1, item->name);
	r.room = count_values(L);
	r.list = arena_alloc(lua_config_of(L)->arena, (r.room + 1) *
	    sizeof(*r.list));
	for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1))
		add_values(&r, name_at(&r));
	lua_pop(L, 1);
	if (r.n > 1)
		qsort(r.list, r.n, sizeof(*r.list), by_line);
	if ((text = joined(&r)) == NULL)
		lua_wrong(L, item->place, "%s: '%s' has more than 1 MiB", word,
		    item->name);
	return text;
}
