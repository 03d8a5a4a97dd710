/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_reject.c - doc:reject(why, fields): a record that rows() of a format in
 * Lua cannot read is set aside, with what there is of it.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "lua_decimal.h"
#include "lua_define.h"
#include "lua_doc.h"
#include "lua_impl.h"
#include "lua_record.h"
#include "rows.h"

#define RAW_MOST	(1u << 20)

struct pair {
	struct ps_slice	name, value;
};

static int
by_name(const void *a, const void *b)
{
	const struct ps_slice	*x = &((const struct pair *)a)->name;
	const struct ps_slice	*y = &((const struct pair *)b)->name;
	int			 order;

	order = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);
	return order != 0 ? order : x->n < y->n ? -1 : x->n > y->n;
}

/* Anything at all: what can be no cell is called by its type. */
static struct ps_slice
text_at(lua_State *L, int index, struct ps_rows *out)
{
	int		 type = lua_type(L, index);
	const char	*what = luaL_typename(L, index);

	if (type == LUA_TBOOLEAN || type == LUA_TNUMBER ||
	    type == LUA_TSTRING || lua_is_null(L, index) ||
	    lua_to_decimal(L, index) != NULL)
		return lua_cell(L, index, out, "");
	return (struct ps_slice){ .p = what, .n = (uint32_t)strlen(what) };
}

/* As an object, its fields by name. */
static struct ps_slice
as_json(const struct lua_reading *r, const struct pair *pairs, size_t n)
{
	struct buf	b;
	char		*text;
	struct ps_slice	 s;

	buf_init(&b, RAW_MOST);
	for (size_t i = 0; i < n; i++) {
		buf_char(&b, i == 0 ? '{' : ',');
		buf_json(&b, pairs[i].name.p, pairs[i].name.n);
		buf_char(&b, ':');
		if ((pairs[i].value.flags & PS_ABSENT) != 0)
			buf_str(&b, "null");
		else
			buf_json(&b, pairs[i].value.p, pairs[i].value.n);
	}
	buf_str(&b, n == 0 ? "{}" : "}");
	text = ps_scratch(r->self, r->out, b.n + 1);
	memcpy(text, b.p, b.n);
	s = (struct ps_slice){ .p = text, .n = (uint32_t)b.n };
	buf_free(&b);
	return s;
}

/* The table at index 3. */
static struct ps_slice
fields_text(lua_State *L, const struct lua_reading *r)
{
	struct pair	*pairs;
	size_t		 n = 0;

	for (lua_pushnil(L); lua_next(L, 3) != 0; lua_pop(L, 1))
		n++;
	pairs = lua_newuserdatauv(L, (n + 1) * sizeof(*pairs), 0);
	n = 0;
	for (lua_pushnil(L); lua_next(L, 3) != 0; lua_pop(L, 1)) {
		pairs[n].name = text_at(L, -2, r->out);
		pairs[n++].value = text_at(L, -1, r->out);
	}
	lua_pop(L, 1);
	qsort(pairs, n, sizeof(*pairs), by_name);
	return as_json(r, pairs, n);
}

static struct ps_slice
kept(const struct lua_reading *r, const char *p, size_t n)
{
	char	*to = ps_scratch(r->self, r->out, n + 1);

	n = n > RAW_MOST ? RAW_MOST : n;
	memcpy(to, p, n);
	return (struct ps_slice){ .p = to, .n = (uint32_t)n };
}

/* Without fields or a text it is the line, or piece, that was read last. */
int
lua_reject(lua_State *L)
{
	struct lua_reading	*r = lua_reading_at(L, 1, "doc:reject");
	const char		*why = luaL_checkstring(L, 2), *p;
	struct ps_slice		 raw;
	size_t			 n;

	lua_settop(L, 3);
	if (lua_type(L, 3) == LUA_TTABLE) {
		raw = fields_text(L, r);
	} else if (!lua_isnil(L, 3)) {
		p = luaL_checklstring(L, 3, &n);
		raw = kept(r, p, n);
	} else {
		raw = kept(r, r->last.p == NULL ? "" : r->last.p, r->last.n);
	}
	ps_issue(r->self, r->out, PS_REJECTED, r->record > 0 ? r->record : 1,
	    LUA_RULE, why, raw.p, raw.n);
	r->told = true;
	return ps_full(r->self, r->out) ? lua_yield(L, 0) : 0;
}
