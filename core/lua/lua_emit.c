/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_emit.c - emit(table, fields): a row, wherever the script is.
 *
 * Which column a field has is found through tables of Lua's own: one has the
 * tables by name, and for each its columns.  Fields that are new become columns
 * behind the others, in the order of their names, since those of a table in
 * Lua have no order.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lua_define.h"
#include "lua_doc.h"
#include "lua_impl.h"
#include "lua_record.h"
#include "mem.h"
#include "rows.h"
#include "str.h"

#define TABLES_MOST	1000u
#define NO_NUMBER	UINT32_MAX
#define DOC		lua_upvalueindex(1)
#define TABLES		lua_upvalueindex(2)	/* numbers by name, and by */
						/* number their columns */
/* What emit() was called with; then the columns of that table. */
enum { NAME = 1, FIELDS, LINE, COLUMNS };

static const struct told_columns *
told_columns(const struct lua_reading *r, const char *table)
{
	static const struct told_columns	none;

	for (uint32_t i = 0; i < r->d->n_tables; i++)
		if (strcmp(r->d->tables[i].table, table) == 0)
			return &r->d->tables[i];
	return &none;
}

static struct ps_table
announced(struct lua_reading *r, const char *name)
{
	const struct told_columns	*told = told_columns(r, name);
	struct ps_column		*c = ps_alloc(r->self,
					    told->n * sizeof(*c) + 1);

	for (uint32_t i = 0; i < told->n; i++)
		c[i].name = told->names[i];
	return (struct ps_table){ .name = *name == '\0' ? NULL : name,
	    .flags = *name == '\0' ? 0 : PS_NAMED, .columns = c,
	    .n_columns = told->n };
}

struct ps_table
lua_main_table(struct lua_reading *r)
{
	r->tables[r->main].number = 0;
	return announced(r, r->tables[r->main].name);
}

/*
 * A table that is not made before a row is for it: in Lua's tables of them,
 * which are at that index.  Where memory ends amid this it is not known yet.
 */
static uint32_t
new_table(lua_State *L, int tables, struct lua_reading *r, const char *name)
{
	const struct told_columns	*told = told_columns(r, name);
	size_t				 n = strlen(name) + 1;
	struct lua_made			*t;

	if (r->n_tables == TABLES_MOST)
		luaL_error(L, "emit: more than %d tables", (int)TABLES_MOST);
	lua_newtable(L);
	for (uint32_t i = 0; i < told->n; i++) {
		lua_pushinteger(L, i);
		lua_setfield(L, -2, told->names[i]);
	}
	lua_rawseti(L, tables, (lua_Integer)r->n_tables + 1);
	GROW(r->tables, r->n_tables, r->room);
	t = &r->tables[r->n_tables];
	*t = (struct lua_made){ .number = NO_NUMBER, .n = told->n,
	    .told = told->n };
	t->name = memcpy(ps_alloc(r->self, n), name, n);
	lua_pushinteger(L, (lua_Integer)++r->n_tables);
	lua_setfield(L, tables, name);
	return r->n_tables - 1;
}

/* The table of that name; its columns are at COLUMNS then. */
static uint32_t
find_table(lua_State *L, struct lua_reading *r)
{
	uint32_t	i;

	lua_settop(L, LINE);
	lua_pushvalue(L, NAME);
	if (lua_rawget(L, TABLES) == LUA_TNUMBER)
		i = (uint32_t)lua_tointeger(L, -1) - 1;
	else
		i = new_table(L, TABLES, r, lua_tostring(L, NAME));
	lua_settop(L, LINE);
	lua_rawgeti(L, TABLES, (lua_Integer)i + 1);
	return i;
}

static void
room_for_cells(struct lua_reading *r, uint32_t n)
{
	if (n > r->cells_room) {
		r->cells_room = 2 * n;
		r->cells = xrealloc(r->cells, r->cells_room,
		    sizeof(*r->cells));
	}
	for (uint32_t i = 0; i < n; i++)
		r->cells[i] = (struct ps_slice){ .p = "", .flags = PS_ABSENT };
}

static void
tell_mended(struct lua_reading *r, const char *name,
    const struct ps_slice *cell)
{
	char	why[200];

	if (r->mended)
		return;
	r->mended = true;
	snprintf(why, sizeof(why), "field '%s' has bytes that are no UTF-8; "
	    "they are read as windows-1252, here and below",
	    shown_str(name));
	ps_issue(r->self, r->out, PS_NOTE, r->record, "encoding", why,
	    cell->p, cell->n);
}

/* Bytes that are no text are read as windows-1252, and that is told once. */
static void
mend(struct lua_reading *r, const char *name, struct ps_slice *cell)
{
	size_t	 n, bad = 0;
	char	*to;

	if (utf8_valid(cell->p, cell->n) == cell->n)
		return;
	to = ps_scratch(r->self, r->out, PS_UTF8_ROOM(cell->n));
	n = ps_utf8(r->self, NULL, cell->p, cell->n, to, &bad);
	if (n == SIZE_MAX)
		n = 0;
	tell_mended(r, name, cell);
	cell->p = to;
	cell->n = (uint32_t)n;
}

/* Strings are the document's own text, whose type is found as ever. */
static struct ps_slice
cell_at(lua_State *L, struct lua_reading *r, const char *name)
{
	struct ps_slice	cell = lua_cell(L, -1, r->out, name);

	if (lua_type(L, -1) == LUA_TSTRING) {
		cell.flags = 0;
		mend(r, name, &cell);
	}
	return cell;
}

/* The column of the key at index -2, or t->n: it has none yet. */
static uint32_t
column_at(lua_State *L, const struct lua_made *t)
{
	lua_Integer	i = t->n;

	if (lua_type(L, -2) == LUA_TSTRING) {
		lua_pushvalue(L, -2);
		if (lua_rawget(L, COLUMNS) == LUA_TNUMBER)
			i = lua_tointeger(L, -1);
		lua_pop(L, 1);
		return (uint32_t)i;
	}
	if (!lua_isinteger(L, -2))
		luaL_error(L, "emit: a field's name cannot be a %s",
		    luaL_typename(L, -2));
	i = lua_tointeger(L, -2);
	if (i < 1 || i > t->told)
		luaL_error(L, "emit: value %d has no name; name it, or list "
		    "columns = { ... } in format.define", (int)i);
	return (uint32_t)i - 1;
}

/* Puts the fields into cells; how many have no column yet. */
static uint32_t
gather(lua_State *L, struct lua_reading *r, const struct lua_made *t,
    uint32_t *n)
{
	uint32_t	 column, missing = 0;
	const char	*name;

	*n = 0;
	room_for_cells(r, t->n);
	for (lua_pushnil(L); lua_next(L, FIELDS) != 0; lua_pop(L, 1)) {
		++*n;
		if ((column = column_at(L, t)) == t->n) {
			missing++;
			continue;
		}
		name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) :
		    "";
		r->cells[column] = cell_at(L, r, name);
	}
	return missing;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Columns for the fields that have none: n of them. */
static void
add_columns(lua_State *L, struct lua_reading *r, struct lua_made *t,
    uint32_t n)
{
	const char		**names;
	struct ps_column	 c = { .name = NULL };
	uint32_t		 k = 0;

	if (t->n + n > COLUMNS_MAX)
		luaL_error(L, "emit: table '%s' has more than %d columns",
		    t->name, (int)COLUMNS_MAX);
	names = lua_newuserdatauv(L, n * sizeof(*names), 0);
	for (lua_pushnil(L); lua_next(L, FIELDS) != 0; lua_pop(L, 1))
		if (column_at(L, t) == t->n) {
			names[k] = lua_tostring(L, -2);
			if (strlen(names[k++]) != (size_t)lua_rawlen(L, -2))
				luaL_error(L, "emit: the name of a field "
				    "holds a NUL byte");
		}
	qsort(names, n, sizeof(*names), by_name);
	for (k = 0; k < n; k++) {
		c.name = names[k];
		ps_add_columns(r->self, r->out, t->number, &c, 1);
		lua_pushinteger(L, t->n++);
		lua_setfield(L, COLUMNS, names[k]);
	}
	lua_pop(L, 1);
}

/* The batch holds the row; the script leaves if that is enough. */
static int
add_row(lua_State *L)
{
	struct lua_reading	*r = lua_reading_at(L, DOC, "emit");
	uint32_t		 i = find_table(L, r);
	struct lua_made		*t = &r->tables[i];
	struct ps_table		 table;
	uint32_t		 n, missing;
	uint64_t		 line = r->record > 0 ? r->record : 1;

	if (t->number == NO_NUMBER) {
		table = announced(r, t->name);
		t->number = ps_add_table(r->self, r->out, &table);
	}
	if ((missing = gather(L, r, t, &n)) > 0) {
		add_columns(L, r, t, missing);
		(void)gather(L, r, t, &n);
	}
	r->told = true;
	if (!lua_isnil(L, LINE))
		line = (uint64_t)lua_tointeger(L, LINE);
	if (n == 0) {
		ps_issue(r->self, r->out, PS_REJECTED, line, LUA_RULE,
		    "a record without a field", "", 0);
		return 0;
	}
	rows_place(r->out, r->place);
	ps_into(r->self, r->out, t->number);
	return ps_row(r->self, r->out, r->cells, t->n, line) ?
	    lua_yield(L, 0) : 0;
}

static int
add_row_later(lua_State *L, int status, lua_KContext context)
{
	(void)status;
	(void)context;
	return add_row(L);
}

static void
check_arguments(lua_State *L)
{
	size_t		 n;
	const char	*name;

	if (lua_type(L, NAME) == LUA_TTABLE) {
		lua_pushliteral(L, "");
		lua_insert(L, NAME);
	}
	name = luaL_checklstring(L, NAME, &n);
	if (strlen(name) != n)
		luaL_error(L, "emit: the name of a table holds a NUL byte");
	luaL_checktype(L, FIELDS, LUA_TTABLE);
	if (!lua_isnoneornil(L, LINE) && luaL_checkinteger(L, LINE) < 1)
		luaL_error(L, "emit: lines count from 1");
	lua_settop(L, LINE);
}

/* The first row waits until its table is announced. */
static int
emit(lua_State *L)
{
	struct lua_reading	*r = lua_reading_at(L, DOC, "emit");

	check_arguments(L);
	if (r->announced)
		return add_row(L);
	r->main = find_table(L, r);
	return lua_yieldk(L, 0, 0, add_row_later);
}

void
lua_push_emit(lua_State *L)
{
	struct lua_reading	*r = lua_doc_at(L, -1)->reading;

	lua_newtable(L);
	(void)new_table(L, lua_gettop(L), r, "");
	lua_pushcclosure(L, emit, 2);
}
