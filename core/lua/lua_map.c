/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_map.c - map { selector, function(record) }: the constructor, and the
 * calls for each record, which are protected: an error is that record's.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lua_impl.h"
#include "lua_record.h"
#include "mem.h"
#include "pipeline.h"
#include "rows.h"
#include "str.h"

#define WORD	"map"
#define ALL	((1u << N_SELECT_KEYS) - 1)

static int
make_map(lua_State *L)
{
	uint32_t	 n;
	struct item	*items = lua_items(L, WORD, &n);
	struct node	*node = lua_push_node(L, NODE_MAP, WORD);

	for (uint32_t i = 0; i < n; i++)
		if (!lua_select(L, WORD, &node->select, &items[i], ALL))
			lua_mistake(L, items[i].place, WORD ": unknown key "
			    "'%s'; it takes host, path, name, ext, table, "
			    "format, magic and a function",
			    shown_str(items[i].name));
	node->function = lua_find_function(L, WORD, node->place);
	return 1;
}

void
lua_map_register(lua_State *L)
{
	lua_constructor(L, WORD, make_map);
}

/* Runs protected.  Argument 1: the mapping. */
static int
begin(lua_State *L)
{
	lua_make_record(L, lua_touserdata(L, 1));
	return 0;
}

static int
widen(lua_State *L)
{
	lua_widen_record(L, lua_touserdata(L, 1), (uint32_t)lua_tointeger(L,
	    2));
	return 0;
}

/* The cage is too small for a table: the worker ends, as without memory. */
static void
protect(lua_State *L, int status)
{
	if (status == LUA_OK)
		return;
	lua_pop(L, 1);
	_exit(EXIT_NO_MEMORY);
}

void
mapping_begin(struct mapping *m)
{
	lua_State	*L = m->script->L;

	lua_pushcfunction(L, begin);
	lua_pushlightuserdata(L, m);
	protect(L, lua_pcall(L, 1, 0, 0));
}

void
mapping_widen(struct mapping *m, uint32_t n_source)
{
	lua_State	*L = m->script->L;

	lua_pushcfunction(L, widen);
	lua_pushlightuserdata(L, m);
	lua_pushinteger(L, n_source);
	protect(L, lua_pcall(L, 2, 0, 0));
}

void
mapping_end(struct mapping *m)
{
	lua_drop_record(m->script->L, m);
	free(m->fields);
}

/* What the map returned is at the top. */
static enum mapped
judge(lua_State *L, struct mapping *m, const struct map *map)
{
	if (m->why != NULL)
		return MAPPED_REJECTED;
	if (lua_type(L, -1) == LUA_TBOOLEAN && !lua_toboolean(L, -1))
		return MAPPED_SKIPPED;
	if (lua_isnil(L, -1) || lua_type(L, -1) == LUA_TUSERDATA ||
	    lua_type(L, -1) == LUA_TBOOLEAN)
		return MAPPED_ROW;
	m->why = arena_printf(m->arena, "in %s: it returned a %s; a map "
	    "returns nothing, the record or false", map->label,
	    luaL_typename(L, -1));
	return MAPPED_REJECTED;
}

static enum mapped
failed(lua_State *L, int status, struct mapping *m, const struct map *map)
{
	bool	hopeless;

	m->why = lua_failure(L, status, m->arena, map->label, &hopeless);
	return hopeless ? MAPPED_HANGS : MAPPED_REJECTED;
}

static enum mapped
run_one(lua_State *L, struct mapping *m, const struct map *map)
{
	enum mapped	result;
	int		status;

	lua_rawgeti(L, LUA_REGISTRYINDEX, map->function);
	lua_rawgeti(L, LUA_REGISTRYINDEX, m->record);
	status = lua_call_protected(L, 1);
	result = status == LUA_OK ? judge(L, m, map) :
	    failed(L, status, m, map);
	lua_pop(L, 1);
	return result;
}

enum mapped
mapping_run(struct mapping *m, const struct ps_slice *cells, uint32_t n,
    uint64_t line)
{
	enum mapped	result = MAPPED_ROW;

	m->cells = cells;
	m->n_cells = n;
	m->line = line;
	m->why = NULL;
	m->made = 0;
	for (uint32_t i = 0; i < m->n; i++)
		m->fields[i].state = m->fields[i].source != NO_SOURCE ?
		    FIELD_SOURCE : FIELD_GONE;
	for (uint32_t i = 0; i < m->n_maps && result == MAPPED_ROW; i++)
		result = run_one(m->script->L, m, m->maps[i]);
	return result;
}

void
mapping_arm(struct lua_config *c, double seconds)
{
	lua_arm(c->L, seconds);
}

void
mapping_disarm(struct lua_config *c)
{
	lua_disarm(c->L);
}
