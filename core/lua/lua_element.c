/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_element.c - an element of a page as scripts see it; links and forms are
 * such.
 *
 * .text, .tag and .url, the methods elements, texts and links for what is in
 * it, of forms .fields, .action and .method, and else its attributes.
 */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "lua_impl.h"
#include "lua_page.h"
#include "str.h"

#define NAME	"element"

struct element {
	struct html_node	*node;
	uint64_t		 page;	/* its number */
};

/* The element at stack index 1, and the page that it is of. */
static struct html_node *
element_at(lua_State *L, struct lua_page **page)
{
	struct element	*e = luaL_checkudata(L, 1, NAME);

	*page = lua_config_of(L)->page;
	if (*page == NULL || (*page)->number != e->page)
		luaL_error(L, "an element cannot be used after the handlers "
		    "of its page");
	return e->node;
}

void
lua_push_element(lua_State *L, const struct lua_page *page,
    struct html_node *x)
{
	struct element	*e = lua_newuserdatauv(L, sizeof(*e), 0);

	e->node = x;
	e->page = page->number;
	luaL_setmetatable(L, NAME);
}

void
lua_push_text_of(lua_State *L, struct lua_page *page,
    const struct html_node *x)
{
	html_text_of(x, &page->scratch);
	lua_pushlstring(L, buf_cstr(&page->scratch), page->scratch.n);
}

struct html_node *
lua_find(lua_State *L, const struct query *q, struct lua_page *page,
    struct html_node *at, struct html_node *root)
{
	while ((at = html_next(at, root, true)) != NULL)
		if (at->name != NULL && lua_query_matches(L, q, page, at))
			return at;
	return NULL;
}

/* -- iterators ------------------------------------------------------------ */

struct walk {
	struct html_node	*at, *root;
	uint64_t		 page;
	enum each		 each;
};

/* Upvalues: the query, a struct walk. */
static int
next_found(lua_State *L)
{
	const struct query	*q = lua_touserdata(L, lua_upvalueindex(1));
	struct walk		*w = lua_touserdata(L, lua_upvalueindex(2));
	struct lua_page		*page = lua_config_of(L)->page;

	if (page == NULL || page->number != w->page)
		return luaL_error(L, "a page cannot be gone through after its "
		    "handlers");
	if (w->at != NULL)
		w->at = lua_find(L, q, page, w->at, w->root);
	if (w->at == NULL)
		return 0;
	if (w->each == EACH_TEXT)
		lua_push_text_of(L, page, w->at);
	else
		lua_push_element(L, page, w->at);
	return 1;
}

int
lua_push_each(lua_State *L, struct lua_page *page, struct html_node *root,
    enum each each)
{
	struct walk	*w = lua_newuserdatauv(L, sizeof(*w), 0);

	*w = (struct walk){ root, root, page->number, each };
	lua_pushcclosure(L, next_found, 2);
	return 1;
}

static int
each_below(lua_State *L, const char *method, bool links, enum each each)
{
	struct lua_page		*page;
	struct html_node	*x = element_at(L, &page);

	(void)lua_query(L, 2, method, page, links);
	return lua_push_each(L, page, x, each);
}

static int
elements(lua_State *L)
{
	return each_below(L, "elements", false, EACH_ELEMENT);
}

static int
texts(lua_State *L)
{
	return each_below(L, "texts", false, EACH_TEXT);
}

static int
links(lua_State *L)
{
	return each_below(L, "links", true, EACH_ELEMENT);
}

/* -- fields --------------------------------------------------------------- */

/* Into the table at the top; a second value of a name makes a list of them. */
static void
put_field(void *arg, const char *name, const char *value, size_t n)
{
	lua_State	*L = arg;
	int		 type = lua_getfield(L, -1, name);

	lua_pushlstring(L, value, n);
	if (type == LUA_TNIL) {
		lua_setfield(L, -3, name);
		lua_pop(L, 1);
		return;
	}
	if (type != LUA_TTABLE) {
		lua_createtable(L, 2, 0);
		lua_rotate(L, -3, 1);
		lua_rotate(L, -2, 1);
		lua_rawseti(L, -3, 1);
		lua_pushvalue(L, -2);
		lua_setfield(L, -4, name);
	}
	lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
	lua_pop(L, 1);
}

static void
push_method(lua_State *L, const struct html_node *form)
{
	const struct html_attribute	*a = html_attribute_of(form, "method");

	lua_pushstring(L, a != NULL && strcasecmp(a->value, "post") == 0 ?
	    "post" : "get");
}

/* False: it is no such field of a form. */
static bool
push_of_form(lua_State *L, struct lua_page *page, struct html_node *x,
    const char *key)
{
	if (strcmp(key, "method") == 0)
		push_method(L, x);
	else if (strcmp(key, "action") == 0)
		lua_pushstring(L, lua_page_url(L, page, x));
	else if (strcmp(key, "fields") == 0) {
		lua_newtable(L);
		html_form_fields(page->tree, x, put_field, L, &page->scratch);
	} else
		return false;
	return true;
}

static int
get(lua_State *L)
{
	static const luaL_Reg		 methods[] = {
		{ "elements", elements }, { "texts", texts },
		{ "links", links }, { NULL, NULL }
	};
	struct lua_page			*page;
	struct html_node		*x = element_at(L, &page);
	const struct html_attribute	*a;
	const char			*key;

	if (lua_type(L, 2) != LUA_TSTRING)
		return luaL_error(L, "an element has no field that is a %s",
		    luaL_typename(L, 2));
	key = lua_tostring(L, 2);
	for (const luaL_Reg *m = methods; m->name != NULL; m++)
		if (strcmp(m->name, key) == 0) {
			lua_pushcfunction(L, m->func);
			return 1;
		}
	if (strcmp(key, "text") == 0)
		lua_push_text_of(L, page, x);
	else if (strcmp(key, "tag") == 0)
		lua_pushstring(L, x->name);
	else if (strcmp(key, "url") == 0)
		lua_pushstring(L, lua_page_url(L, page, x));
	else if (x->id == PS_H_FORM && push_of_form(L, page, x, key))
		return 1;
	else if ((a = html_attribute_of(x, key)) != NULL)
		lua_pushlstring(L, a->value, a->n);
	else
		lua_pushnil(L);
	return 1;
}

static int
as_text(lua_State *L)
{
	struct lua_page		*page;
	struct html_node	*x = element_at(L, &page);

	lua_pushfstring(L, "<%s>", shown_str(x->name));
	return 1;
}

void
lua_element_register(lua_State *L)
{
	static const luaL_Reg	functions[] = {
		{ "__index", get }, { "__tostring", as_text }, { NULL, NULL }
	};

	luaL_newmetatable(L, NAME);
	luaL_setfuncs(L, functions, 0);
	lua_seal(L);
	lua_pop(L, 1);
}
