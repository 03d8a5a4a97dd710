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

#include "lua_doc.h"
#include "lua_impl.h"
#include "lua_record.h"
#include "mem.h"
#include "pipeline.h"
#include "rows.h"
#include "str.h"

#define WORD	"map"
#define ALL	((1u << N_SELECT_KEYS) - 1)

/* What is given over to restore(). */
struct restored {
	struct mapping		*m;
	const struct field	*fields;
	uint32_t		 n;
};

static void
take_key(lua_State *L, struct node *node, const struct item *item)
{
	static const char *const	keys[] = { "whole", NULL };

	if (strcmp(item->name, "whole") == 0) {
		node->whole = item->type == LUA_TBOOLEAN &&
		    strcmp(item->text, "true") == 0;
		if (item->type != LUA_TBOOLEAN)
			lua_mistake(L, item->place, WORD ": whole: expected "
			    "true or false");
	} else if (!lua_select(L, WORD, &node->select, item, ALL)) {
		lua_unknown_key(L, WORD, item, keys, ALL, " and a function");
	}
}

static int
make_map(lua_State *L)
{
	uint32_t	 n;
	struct item	*items = lua_items(L, WORD, &n);
	struct node	*node = lua_push_node(L, NODE_MAP, WORD);

	for (uint32_t i = 0; i < n; i++)
		take_key(L, node, &items[i]);
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

static int
restore(lua_State *L)
{
	const struct restored	*x = lua_touserdata(L, 1);

	lua_restore_record(L, x->m, x->fields, x->n);
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
mapping_restore(struct mapping *m, const struct field *fields, uint32_t n)
{
	struct restored	 x = { m, fields, n };
	lua_State	*L = m->script->L;

	lua_pushcfunction(L, restore);
	lua_pushlightuserdata(L, &x);
	protect(L, lua_pcall(L, 1, 0, 0));
}

void
mapping_end(struct mapping *m)
{
	lua_drop_record(m->script->L, m);
	free(m->fields);
	free(m->touched);
}

/* What the map returned is at the top. */
static enum mapped
judge(lua_State *L, struct mapping *m, const struct map *map)
{
	int		type = lua_type(L, -1);
	lua_Debug	ar;

	if (m->why != NULL)
		return MAPPED_REJECTED;
	if (type == LUA_TNIL)
		return MAPPED_ROW;
	if (type == LUA_TBOOLEAN && !lua_toboolean(L, -1))
		return MAPPED_SKIPPED;
	if (type == LUA_TUSERDATA || type == LUA_TBOOLEAN)
		return MAPPED_ROW;
	lua_rawgeti(L, LUA_REGISTRYINDEX, map->function);
	lua_getinfo(L, ">S", &ar);
	m->why = arena_printf(m->arena, "%s: in %s: it returned a %s; a map "
	    "returns nothing, the record or false", lua_place_of(
	    m->script, ar.source, ar.linedefined), map->label,
	    luaL_typename(L, -1));
	return MAPPED_REJECTED;
}

static enum mapped
failed(lua_State *L, int status, struct mapping *m, const struct map *map)
{
	bool	hopeless;

	m->why = lua_field_hint(m, lua_failure(L, status, m->arena,
	    map->label, &hopeless));
	return hopeless ? MAPPED_HANGS : MAPPED_REJECTED;
}

/* The handler of errors, the record and the functions stay on the stack. */
static int
place_calls(lua_State *L)
{
	struct mapping	*m = lua_touserdata(L, 1);

	lua_settop(L, 0);
	luaL_checkstack(L, (int)m->n_maps + 2, NULL);
	lua_pushcfunction(L, lua_error_text);
	lua_rawgeti(L, LUA_REGISTRYINDEX, m->record);
	for (uint32_t i = 0; i < m->n_maps; i++)
		lua_rawgeti(L, LUA_REGISTRYINDEX, m->maps[i]->function);
	return (int)m->n_maps + 2;
}

void
mapping_start(struct mapping *m)
{
	lua_State	*L = m->script->L;

	m->at = lua_gettop(L) + 1;
	lua_pushcfunction(L, place_calls);
	lua_pushlightuserdata(L, m);
	protect(L, lua_pcall(L, 1, LUA_MULTRET, 0));
}

void
mapping_pause(struct mapping *m)
{
	lua_settop(m->script->L, m->at - 1);
}

static enum mapped
run_one(lua_State *L, struct mapping *m, uint32_t i)
{
	enum mapped	result;
	int		status;

	lua_pushvalue(L, m->at + 2 + (int)i);
	lua_pushvalue(L, m->at + 1);
	status = lua_pcall(L, 1, 1, m->at);
	result = status == LUA_OK ? judge(L, m, m->maps[i]) :
	    failed(L, status, m, m->maps[i]);
	lua_pop(L, 1);
	return m->script->doc->asked_whole ? MAPPED_WHOLE : result;
}

/* The fields are as they came in. */
static void
begin_record(struct mapping *m)
{
	for (uint32_t i = 0; i < m->n_touched; i++) {
		struct field	*f = &m->fields[m->touched[i]];

		f->touched = false;
		f->state = f->source != NO_SOURCE ? FIELD_SOURCE : FIELD_GONE;
	}
	m->n_touched = 0;
	m->made = 0;
	m->why = NULL;
}

enum mapped
mapping_run(struct mapping *m, const struct ps_slice *cells, uint32_t n,
    uint64_t line)
{
	enum mapped	result = MAPPED_ROW;

	m->cells = cells;
	m->n_cells = n;
	m->line = line;
	begin_record(m);
	for (uint32_t i = 0; i < m->n_maps && result == MAPPED_ROW; i++)
		result = run_one(m->script->L, m, i);
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
