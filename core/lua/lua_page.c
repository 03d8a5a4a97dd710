/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_page.c - what handlers can do with a page that they cannot with other
 * documents.
 *
 * Of a document that is no page they find nothing, and that is no error.
 */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "lua_define.h"
#include "lua_doc.h"
#include "lua_impl.h"
#include "lua_page.h"
#include "mem.h"
#include "str.h"
#include "url.h"

#define SCRATCH_MAX	((size_t)32 << 20)

void
lua_page_begin(struct lua_config *c, struct lua_page *page)
{
	page->number = ++c->n_pages;
	buf_init(&page->scratch, SCRATCH_MAX);
	buf_init(&page->fields, SCRATCH_MAX);
}

void
lua_page_end(struct lua_page *page)
{
	buf_free(&page->scratch);
	buf_free(&page->fields);
}

struct lua_page *
lua_page_at(lua_State *L, const char *method)
{
	(void)lua_doc_at(L, 1);
	if (lua_config_of(L)->page == NULL)
		luaL_error(L, "'%s' is for handlers: on { ..., function(page) "
		    "... end }", method);
	return lua_config_of(L)->page;
}

/* It begins with markup, or is called a page. */
static bool
is_page(const struct lua_page *page, const struct ps_doc *doc)
{
	const char	*dot = strrchr(doc->name, '.');
	size_t		 i = 0;

	while (i < page->n && is_space((unsigned char)page->text[i]))
		i++;
	return (i < page->n && page->text[i] == '<') ||
	    (doc->mime != NULL && strstr(doc->mime, "html") != NULL) ||
	    (dot != NULL && (strncasecmp(dot, ".htm", 4) == 0 ||
	    strncasecmp(dot, ".xht", 4) == 0));
}

struct html_tree *
lua_page_tree(lua_State *L, struct lua_page *page)
{
	const struct lua_doc	*d = lua_doc_at_hand(L);

	if (page->tree == NULL && page->text != NULL && is_page(page, d->doc))
		page->tree = html_tree_new(page->arena, page->text, page->n);
	else if (page->tree == NULL)
		page->tree = html_tree_new(page->arena, "", 0);
	return page->tree;
}

/* Maps come after handlers: what these found is kept. */
const char *
lua_page_base(lua_State *L, struct lua_doc *d)
{
	if (lua_config_of(L)->page != NULL)
		d->base = lua_page_tree(L, lua_config_of(L)->page)->base;
	return d->base;
}

const char *
lua_page_url(lua_State *L, struct lua_page *page, struct html_node *x)
{
	static const char *const	names[] = { "href", "src", "action" };
	const struct lua_doc		*d = lua_doc_at_hand(L);
	struct url_page			 where = { d->doc->address, d->parent,
					    lua_page_tree(L, page)->base };
	const struct html_attribute	*a = NULL;

	if (x->url != NULL)
		return x->url[0] == '\0' ? NULL : x->url;
	for (size_t i = 0; i < 3 && a == NULL; i++)
		a = html_attribute_of(x, names[i]);
	if (a != NULL)
		x->url = url_link(page->arena, &where, a->value, a->n);
	/* A form that says nothing is sent to its page. */
	if (x->url == NULL)
		x->url = x->id == PS_H_FORM ? d->doc->address : "";
	return x->url[0] == '\0' ? NULL : x->url;
}

/* page:text { "h2", id = "x" }: of the first such that has text. */
static int
text(lua_State *L)
{
	struct lua_page		*page = lua_page_at(L, "text");
	struct html_node	*root = lua_page_tree(L, page)->root;
	struct html_node	*x = root;
	const struct query	*q = lua_query(L, 2, "text", page, false);

	while ((x = lua_find(L, q, page, x, root)) != NULL) {
		html_text_of(x, &page->scratch);
		if (page->scratch.n > 0)
			break;
	}
	if (x == NULL)
		lua_pushnil(L);
	else
		lua_pushlstring(L, page->scratch.p, page->scratch.n);
	return 1;
}

static int
each(lua_State *L, const char *method, bool links_only, enum each what)
{
	struct lua_page	*page = lua_page_at(L, method);

	(void)lua_query(L, 2, method, page, links_only);
	return lua_push_each(L, page, lua_page_tree(L, page)->root, what);
}

static int
texts(lua_State *L)
{
	return each(L, "texts", false, EACH_TEXT);
}

static int
elements(lua_State *L)
{
	return each(L, "elements", false, EACH_ELEMENT);
}

static int
links(lua_State *L)
{
	return each(L, "links", true, EACH_ELEMENT);
}

static int
text_after(lua_State *L)
{
	struct lua_page	*page = lua_page_at(L, "text_after");
	size_t		 n;
	const char	*label = luaL_checklstring(L, 2, &n);

	if (html_text_after(lua_page_tree(L, page), label, n, &page->scratch))
		lua_pushlstring(L, page->scratch.p, page->scratch.n);
	else
		lua_pushnil(L);
	return 1;
}

/* page:form "field", page:form { id = "login" } or page:form(): the first. */
static int
form(lua_State *L)
{
	struct lua_page		*page = lua_page_at(L, "form");
	struct html_tree	*tree = lua_page_tree(L, page);
	struct html_node	*x = tree->root;
	const char		*field = NULL;
	const struct query	*q;

	if (lua_type(L, 2) == LUA_TSTRING) {
		field = lua_tostring(L, 2);
		lua_settop(L, 2);
		lua_pushnil(L);
	}
	q = lua_query(L, field != NULL ? 3 : 2, "form", page, false);
	while ((x = lua_find(L, q, page, x, tree->root)) != NULL)
		if (x->id == PS_H_FORM && (field == NULL ||
		    html_form_has(tree, x, field)))
			break;
	if (x == NULL)
		lua_pushnil(L);
	else
		lua_push_element(L, page, x);
	return 1;
}

/* page:reject(why): nothing of the document is read.  What a format in Lua */
/* rejects is a record. */
static int
reject(lua_State *L)
{
	struct lua_page	*page;
	const char	*why;

	if (lua_doc_at(L, 1)->reading != NULL)
		return lua_reject(L);
	page = lua_page_at(L, "reject");
	why = luaL_optstring(L, 2, "rejected by a handler");
	page->why = arena_printf(page->arena, "%s: %s", lua_place(L), why);
	lua_pushboolean(L, false);
	return 1;
}

void
lua_page_register(lua_State *L)
{
	static const luaL_Reg	methods[] = {
		{ "text", text }, { "texts", texts },
		{ "text_after", text_after }, { "elements", elements },
		{ "links", links }, { "form", form }, { "submit", lua_submit },
		{ "reject", reject }, { NULL, NULL }
	};

	lua_element_register(L);
	lua_doc_methods(L, methods);
}
