/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_doc.c - the document at hand: its fields, and one table of methods that
 * several files fill.
 */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "doc.h"
#include "lua_doc.h"
#include "lua_impl.h"
#include "str.h"

#define NAME	"document"

/* Where the table of methods is kept, and the userdata at hand. */
static const char	methods_key, at_hand_key;

/* NULL once the document is over. */
struct handle {
	struct lua_doc	*d;
};

enum field {
	F_URL, F_NAME, F_PATH, F_SIZE, F_PARENT, F_FORMAT, F_ENCODING, F_LINE,
	N_FIELDS
};

static const char *const fields[N_FIELDS + 1] = {
	"url", "name", "path", "size", "parent", "format", "encoding", "line",
	NULL
};

/* What may be meant where there is no such thing: methods, too. */
static const char *const near_ones[] = {
	"url", "name", "path", "size", "parent", "format", "encoding", "line",
	"fact", "get", "follow", "reject", "text", "texts", "text_after",
	"elements", "links", "form", "submit", "lines", "read", NULL
};

static void
push_number(lua_State *L, int64_t n, bool known)
{
	if (known)
		lua_pushinteger(L, n);
	else
		lua_pushnil(L);
}

/* Of a URL what stands between host and question, of a file what is below */
/* the input. */
static void
push_path(lua_State *L, const struct ps_doc *doc)
{
	const char	*p = strstr(doc->address, "://");

	if (p == NULL) {
		lua_pushstring(L, doc_below(doc));
		return;
	}
	p += 3 + strcspn(p + 3, "/?#");
	lua_pushlstring(L, p, strcspn(p, "?#"));
}

void
lua_doc_whole(lua_State *L)
{
	struct lua_doc	*d = lua_doc_at_hand(L);

	if (d == NULL || !d->in_ranges)
		return;
	d->asked_whole = true;
	luaL_error(L, "this is known only where the document is read in one "
	    "piece");
}

static void
push_field(lua_State *L, const struct lua_doc *d, enum field which)
{
	switch (which) {
	case F_URL:
		lua_pushstring(L, d->doc->address);
		break;
	case F_NAME:
		lua_pushstring(L, d->doc->name);
		break;
	case F_PATH:
		push_path(L, d->doc);
		break;
	case F_SIZE:
		push_number(L, d->doc->size, d->doc->size >= 0);
		break;
	case F_PARENT:
		lua_pushstring(L, d->parent);
		break;
	case F_FORMAT:
		lua_pushstring(L, d->format);
		break;
	case F_ENCODING:
		lua_pushstring(L, d->encoding);
		break;
	default:
		lua_doc_whole(L);
		push_number(L, (int64_t)d->line, d->line > 0);
		break;
	}
}

struct lua_doc *
lua_doc_at(lua_State *L, int index)
{
	struct handle	*h = luaL_checkudata(L, index, NAME);

	if (h->d == NULL)
		luaL_error(L, "this document is over; keep what you need of "
		    "it, not the document");
	return h->d;
}

/* Fields first, then methods. */
static int
get(lua_State *L)
{
	const struct lua_doc	*d = lua_doc_at(L, 1);
	const char		*key, *near;

	if (lua_type(L, 2) != LUA_TSTRING)
		return luaL_error(L, "a document has no field that is a %s",
		    luaL_typename(L, 2));
	key = lua_tostring(L, 2);
	for (unsigned i = 0; i < N_FIELDS; i++)
		if (strcmp(fields[i], key) == 0) {
			push_field(L, d, (enum field)i);
			return 1;
		}
	lua_rawgetp(L, LUA_REGISTRYINDEX, &methods_key);
	lua_pushvalue(L, 2);
	if (lua_rawget(L, -2) != LUA_TNIL)
		return 1;
	near = nearest(key, near_ones);
	return luaL_error(L, "a document has no '%s'%s%s%s", shown_str(key),
	    near == NULL ? "; facts are read by doc:get(name)" :
	    ", did you mean '", near == NULL ? "" : near,
	    near == NULL ? "" : "'?");
}

static int
set(lua_State *L)
{
	return luaL_error(L, "nothing of a document can be set; what you know "
	    "of it is told by doc:fact(name, value)");
}

static int
as_text(lua_State *L)
{
	lua_pushstring(L, lua_doc_at(L, 1)->doc->address);
	return 1;
}

struct lua_doc *
lua_doc_at_hand(lua_State *L)
{
	return lua_config_of(L)->doc;
}

void
lua_push_doc(lua_State *L)
{
	struct handle	*h;

	if (lua_doc_at_hand(L) == NULL)
		luaL_error(L, "no document is at hand");
	if (lua_rawgetp(L, LUA_REGISTRYINDEX, &at_hand_key) == LUA_TUSERDATA)
		return;
	lua_pop(L, 1);
	h = lua_newuserdatauv(L, sizeof(*h), 0);
	h->d = lua_doc_at_hand(L);
	luaL_setmetatable(L, NAME);
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &at_hand_key);
}

void
lua_doc_begin(struct lua_config *c, struct lua_doc *d)
{
	lua_doc_end(c);
	c->doc = d;
}

void
lua_doc_end(struct lua_config *c)
{
	struct handle	*h;

	c->doc = NULL;
	if (lua_rawgetp(c->L, LUA_REGISTRYINDEX, &at_hand_key) ==
	    LUA_TUSERDATA) {
		h = lua_touserdata(c->L, -1);
		h->d = NULL;
		/* The key is there: nothing is allocated. */
		lua_pushboolean(c->L, false);
		lua_rawsetp(c->L, LUA_REGISTRYINDEX, &at_hand_key);
	}
	lua_pop(c->L, 1);
}

void
lua_doc_methods(lua_State *L, const luaL_Reg *functions)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &methods_key);
	luaL_setfuncs(L, functions, 0);
	lua_pop(L, 1);
}

void
lua_doc_register(lua_State *L)
{
	static const luaL_Reg	functions[] = {
		{ "__index", get }, { "__newindex", set },
		{ "__tostring", as_text }, { NULL, NULL }
	};

	luaL_newmetatable(L, NAME);
	luaL_setfuncs(L, functions, 0);
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	lua_pop(L, 1);
	lua_newtable(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &methods_key);
	lua_doc_fact_register(L);
	lua_doc_follow_register(L);
}
