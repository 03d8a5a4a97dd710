/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_record.c - r: its fields by name, in the order of their columns.
 *
 * One userdata serves all records of a table; the names of its columns are
 * found through a table of Lua's own.  r.name reads, r.name = v sets, nil
 * takes the field away; a name that is new is a new column, behind the others.
 */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "lua_decimal.h"
#include "lua_doc.h"
#include "lua_impl.h"
#include "lua_record.h"
#include "mem.h"
#include "names.h"
#include "reading.h"
#include "rows.h"
#include "str.h"

#define NAME		"record"
#define SHORT_MOST	40u	/* bytes of a string that Lua has once only */

/* Where table.sort is kept as it was, whatever the script does with it. */
static const char	sort_key;

/* What it is about while a map runs; NULL: no longer. */
struct handle {
	struct mapping	*m;
};

static struct mapping *
mapping_of(lua_State *L)
{
	struct handle	*h = luaL_checkudata(L, 1, NAME);

	if (h->m == NULL)
		luaL_error(L, "a record cannot be used after its map");
	return h->m;
}

/* Of __index and __newindex: the script has no way to call them otherwise. */
static struct mapping *
mapping_here(lua_State *L)
{
	struct handle	*h = lua_touserdata(L, 1);

	if (h->m == NULL)
		luaL_error(L, "a record cannot be used after its map");
	return h->m;
}

/* The column of the name at a stack index, or m->n. */
static uint32_t
column_at(lua_State *L, const struct mapping *m, int index)
{
	uint32_t	i = m->n;

	lua_rawgeti(L, LUA_REGISTRYINDEX, m->index);
	lua_pushvalue(L, index);
	if (lua_rawget(L, -2) == LUA_TNUMBER)
		i = (uint32_t)lua_tointeger(L, -1);
	lua_pop(L, 2);
	return i;
}

/*
 * Short strings are one in all of Lua, so that a name is known again by where
 * it is; those that are keys of the index stay there.
 */
static struct known_key *
known_key(struct mapping *m, const char *p)
{
	return &m->known[(uintptr_t)p / 16 % KEYS_KNOWN];
}

static bool
is_method(const char *name)
{
	return strcmp(name, "reject") == 0 || strcmp(name, "emit") == 0;
}

static void
learn_key(struct mapping *m, const char *p, size_t n, uint32_t i)
{
	if (n <= SHORT_MOST && i < m->n && !is_method(p))
		*known_key(m, p) = (struct known_key){ p, i };
}

/* A line of a range counts from its start: scripts do not see it. */
static bool
is_parent(const struct mapping *m, uint32_t i)
{
	return m->has_parent && m->fields[i].source == 0;
}

/* The field is no longer as it came in. */
static void
touch(struct mapping *m, uint32_t i, enum field_state state)
{
	struct field	*f = &m->fields[i];

	f->state = state;
	if (f->touched)
		return;
	f->touched = f->changed = true;
	GROW(m->touched, m->n_touched, m->touched_room);
	m->touched[m->n_touched++] = i;
}

static const struct ps_slice *
source_cell(const struct mapping *m, uint32_t i)
{
	static const struct ps_slice	none = { .p = "", .flags = PS_ABSENT };

	return i < m->n_cells ? &m->cells[i] : &none;
}

/* A value that a map set has the type in which it was written. */
static void
push_set(lua_State *L, const struct field *f)
{
	const struct ps_slice	*c = &f->cell;
	struct decimal		 d;

	if ((c->flags & PS_ABSENT) != 0)
		lua_push_null(L);
	else if ((c->flags & PS_STRING) != 0)
		lua_pushlstring(L, c->p, c->n);
	else if (c->n == 4 && memcmp(c->p, "true", 4) == 0)
		lua_pushboolean(L, 1);
	else if (c->n == 5 && memcmp(c->p, "false", 5) == 0)
		lua_pushboolean(L, 0);
	else if (f->decimal && decimal_parse(c->p, c->n, &d))
		lua_push_decimal(L, d);
	else if (lua_stringtonumber(L, c->p) == 0)
		lua_pushlstring(L, c->p, c->n);
}

static void
push_field(lua_State *L, struct mapping *m, uint32_t i)
{
	const struct field	*f = &m->fields[i];

	if (is_parent(m, i))
		lua_doc_whole(L);
	if (f->state == FIELD_GONE)
		lua_pushnil(L);
	else if (f->state == FIELD_SET)
		push_set(L, f);
	else
		lua_push_cell(L, &m->readings[f->source], source_cell(m,
		    f->source));
}

static const char *
kept_text(struct mapping *m, const char *s, size_t n)
{
	char	*p = rows_scratch(m->out, n + 1);

	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

/* A map that makes rows or values without end must not fill the memory. */
static void
spend(lua_State *L, struct mapping *m, int value)
{
	m->made += 64 + (lua_type(L, value) == LUA_TSTRING ?
	    (size_t)lua_rawlen(L, value) : 0);
	if (m->made > RECORD_BYTES_MAX)
		luaL_error(L, "one record makes more than %d MB",
		    (int)(RECORD_BYTES_MAX >> 20));
}

/* r:reject(why): what the map returns says that the record is set aside. */
static int
reject(lua_State *L)
{
	struct mapping	*m = mapping_of(L);
	size_t		 n;
	const char	*why = luaL_optlstring(L, 2, "rejected by a map", &n);

	m->why = kept_text(m, why, utf8_cut(why, n, REASON_MAX));
	lua_pushboolean(L, false);
	return 1;
}

/* Keys have no order of their own: that of their names is taken. */
static void
sort_keys(lua_State *L, int table, int list)
{
	lua_Integer	n = 0;

	lua_pushnil(L);
	while (lua_next(L, table) != 0) {
		lua_pop(L, 1);
		if (lua_type(L, -1) != LUA_TSTRING)
			luaL_error(L, "emit: a field's name cannot be a %s",
			    luaL_typename(L, -1));
		if (n == COLUMNS_MAX)
			luaL_error(L, "emit: more than %d fields",
			    (int)COLUMNS_MAX);
		lua_pushvalue(L, -1);
		lua_rawseti(L, list, ++n);
	}
	lua_rawgetp(L, LUA_REGISTRYINDEX, &sort_key);
	lua_pushvalue(L, list);
	lua_call(L, 1, 0);
}

/* r:emit(table, fields): a row of its own. */
static int
emit(lua_State *L)
{
	struct mapping	 *m = mapping_of(L);
	const char	 *table, *name, *wrong;
	const char	**names;
	struct ps_slice	 *cells;
	size_t		  n, length;

	name = luaL_checklstring(L, 2, &length);
	table = kept_text(m, name, length);
	luaL_checktype(L, 3, LUA_TTABLE);
	spend(L, m, 2);
	lua_settop(L, 3);
	lua_newtable(L);
	sort_keys(L, 3, 4);
	n = (size_t)lua_rawlen(L, 4);
	if (n == 0)
		return luaL_error(L, "emit: a row without a field");
	names = lua_newuserdatauv(L, n * sizeof(*names) + 1, 0);
	cells = lua_newuserdatauv(L, n * sizeof(*cells) + 1, 0);
	for (size_t i = 0; i < n; i++) {
		lua_rawgeti(L, 4, (lua_Integer)i + 1);
		name = lua_tolstring(L, -1, &length);
		lua_pushvalue(L, -1);
		lua_rawget(L, 3);
		spend(L, m, -1);
		names[i] = kept_text(m, name, length);
		if (strcmp(name, PARENT) == 0)
			lua_doc_whole(L);
		cells[i] = lua_cell(L, -1, m->out, name);
		lua_pop(L, 2);
	}
	wrong = m->emit(m->arg, table, names, cells, (uint32_t)n);
	return wrong == NULL ? 0 : luaL_error(L, "emit: %s", wrong);
}

/* The document, as far as its record at hand. */
static void
push_document(lua_State *L, const struct mapping *m)
{
	struct lua_doc	*d = lua_doc_at_hand(L);

	if (d != NULL)
		d->line = m->line;
	lua_push_doc(L);
}

/* Methods come before columns of that name, which pairs() still gives. */
static int
get(lua_State *L)
{
	struct mapping	*m = mapping_here(L);
	const char	*key = NULL;
	uint32_t	 i;
	size_t		 n;

	if (lua_type(L, 2) == LUA_TSTRING)
		key = lua_tolstring(L, 2, &n);
	if (key == NULL)
		return luaL_error(L, "a field's name cannot be a %s",
		    luaL_typename(L, 2));
	if (known_key(m, key)->p == key) {
		push_field(L, m, known_key(m, key)->field);
		return 1;
	}
	i = column_at(L, m, 2);
	learn_key(m, key, n, i);
	if (strcmp(key, "reject") == 0)
		lua_pushcfunction(L, reject);
	else if (strcmp(key, "emit") == 0)
		lua_pushcfunction(L, emit);
	else if (i < m->n)
		push_field(L, m, i);
	else if (strcmp(key, "doc") == 0)
		push_document(L, m);
	else
		lua_pushnil(L);
	return 1;
}

static void
index_name(lua_State *L, struct mapping *m, const char *name, uint32_t i,
    bool always)
{
	memset(m->known, 0, sizeof(m->known));
	lua_rawgeti(L, LUA_REGISTRYINDEX, m->index);
	if (lua_getfield(L, -1, name) == LUA_TNIL || always) {
		lua_pushinteger(L, i);
		lua_setfield(L, -3, name);
	}
	lua_pop(L, 2);
}

static uint32_t
new_field(lua_State *L, struct mapping *m, const char *name, uint32_t source)
{
	GROW(m->fields, m->n, m->room);
	m->fields[m->n] = (struct field){ .source = source,
	    .name = arena_strdup(m->arena, name),
	    .state = source == NO_SOURCE ? FIELD_GONE : FIELD_SOURCE };
	index_name(L, m, name, m->n, true);
	return m->n++;
}

/* The column of that name in SQL, made if there is none. */
static uint32_t
column_named(lua_State *L, struct mapping *m, const char *name)
{
	uint32_t	i;

	lua_pushstring(L, name);
	i = column_at(L, m, lua_gettop(L));
	lua_pop(L, 1);
	return i < m->n ? i : new_field(L, m, name, NO_SOURCE);
}

static void
call_field(lua_State *L, struct mapping *m, const char *name, uint32_t i)
{
	m->fields[i].called = arena_strdup(m->arena, name);
	index_name(L, m, name, i, true);
}

/* What the script calls a column is its name in SQL, if it can be one. */
static uint32_t
add_column(lua_State *L, struct mapping *m, const char *name, size_t n)
{
	char		clean[NAME_MAX_BYTES + 1];
	uint32_t	i;

	if (m->n >= COLUMNS_MAX)
		luaL_error(L, "field '%s': a map cannot make a table wider "
		    "than %d columns", name, (int)COLUMNS_MAX);
	name_column(name, n, m->n + 1, clean);
	i = column_named(L, m, clean);
	if (strcmp(name, clean) != 0)
		call_field(L, m, name, i);
	return i;
}

static int
set(lua_State *L)
{
	struct mapping	*m = mapping_here(L);
	const char	*name = NULL;
	uint32_t	 i;
	size_t		 n;

	if (lua_type(L, 2) == LUA_TSTRING)
		name = lua_tolstring(L, 2, &n);
	if (name == NULL)
		return luaL_error(L, "a field's name cannot be a %s",
		    luaL_typename(L, 2));
	i = known_key(m, name)->p == name ? known_key(m, name)->field :
	    column_at(L, m, 2);
	learn_key(m, name, n, i);
	if (i < m->n && is_parent(m, i))
		lua_doc_whole(L);
	if (lua_isnil(L, 3)) {
		if (i < m->n)
			touch(m, i, FIELD_GONE);
		return 0;
	}
	if (i == m->n)
		i = add_column(L, m, name, n);
	spend(L, m, 3);
	m->fields[i].cell = lua_cell(L, 3, m->out, name);
	m->fields[i].decimal = lua_type(L, 3) == LUA_TUSERDATA &&
	    lua_to_decimal(L, 3) != NULL;
	touch(m, i, FIELD_SET);
	return 0;
}

/* pairs(r): upvalue 1 is how far it has come. */
static int
next_field(lua_State *L)
{
	struct mapping	*m = mapping_of(L);
	uint32_t	 i = (uint32_t)lua_tointeger(L, lua_upvalueindex(1));

	while (i < m->n && m->fields[i].state == FIELD_GONE)
		i++;
	lua_pushinteger(L, (lua_Integer)i + 1);
	lua_replace(L, lua_upvalueindex(1));
	if (i >= m->n)
		return 0;
	lua_pushstring(L, m->fields[i].name);
	push_field(L, m, i);
	return 2;
}

static int
fields(lua_State *L)
{
	(void)mapping_of(L);
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, next_field, 1);
	lua_pushvalue(L, 1);
	return 2;
}

/* Columns from `had` on go by what the document calls them, too. */
static void
index_originals(lua_State *L, struct mapping *m, uint32_t had)
{
	for (uint32_t k = had; k < m->n_source; k++)
		index_name(L, m, m->originals[k], column_named(L, m,
		    m->names[k]), false);
}

void
lua_widen_record(lua_State *L, struct mapping *m, uint32_t n_source)
{
	uint32_t	had = m->n_source, i;

	for (uint32_t k = had; k < n_source; k++) {
		i = column_named(L, m, m->names[k]);
		m->fields[i].source = k;
		m->fields[i].state = FIELD_SOURCE;
	}
	m->n_source = n_source;
	index_originals(L, m, had);
}

void
lua_restore_record(lua_State *L, struct mapping *m,
    const struct field *fields, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		(void)new_field(L, m, fields[i].name, fields[i].source);
	for (uint32_t i = 0; i < n; i++)
		if (fields[i].called != NULL)
			call_field(L, m, fields[i].called, i);
	index_originals(L, m, 0);
}

void
lua_make_record(lua_State *L, struct mapping *m)
{
	struct handle	*h;

	lua_newtable(L);
	m->index = luaL_ref(L, LUA_REGISTRYINDEX);
	h = lua_newuserdatauv(L, sizeof(*h), 0);
	h->m = m;
	luaL_setmetatable(L, NAME);
	m->record = luaL_ref(L, LUA_REGISTRYINDEX);
}

void
lua_drop_record(lua_State *L, struct mapping *m)
{
	struct handle	*h;

	lua_rawgeti(L, LUA_REGISTRYINDEX, m->record);
	h = lua_touserdata(L, -1);
	h->m = NULL;
	lua_pop(L, 1);
	luaL_unref(L, LUA_REGISTRYINDEX, m->record);
	luaL_unref(L, LUA_REGISTRYINDEX, m->index);
}

void
lua_record_register(lua_State *L)
{
	static const luaL_Reg	functions[] = {
		{ "__index", get }, { "__newindex", set },
		{ "__pairs", fields }, { NULL, NULL }
	};

	luaL_newmetatable(L, NAME);
	luaL_setfuncs(L, functions, 0);
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	lua_pop(L, 1);
	lua_getglobal(L, "table");
	lua_getfield(L, -1, "sort");
	lua_rawsetp(L, LUA_REGISTRYINDEX, &sort_key);
	lua_pop(L, 1);
}
