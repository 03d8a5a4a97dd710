/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_submit.c - page:submit { field = value, ... }: a form is sent as a
 * browser sends it (HTML 4.10.22, application/x-www-form-urlencoded), and the
 * page is asked for again.
 */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "lua_doc.h"
#include "lua_impl.h"
#include "lua_page.h"
#include "mem.h"
#include "str.h"

#define FIELDS	2	/* the script's table on the stack, and a copy: */
#define LEFT	3	/* what of it was not sent yet */

struct filling {
	lua_State	*L;
	struct buf	*to;
};

static void
encode(struct buf *to, const char *p, size_t n)
{
	static const char	hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < n; i++) {
		unsigned char	c = (unsigned char)p[i];
		char		code[3] = { '%', hex[c >> 4], hex[c & 15] };

		if (c == ' ')
			buf_add(to, "+", 1);
		else if (is_alnum(c) || (c != '\0' &&
		    strchr("*-._", c) != NULL))
			buf_add(to, p + i, 1);
		else
			buf_add(to, code, sizeof(code));
	}
}

static void
pair(struct buf *to, const char *name, const char *value, size_t n)
{
	if (to->n > 0)
		buf_add(to, "&", 1);
	encode(to, name, strlen(name));
	buf_add(to, "=", 1);
	encode(to, value, n);
}

/* The script's value at the top, which goes; false leaves the field out. */
static void
pair_told(lua_State *L, struct buf *to, const char *name)
{
	size_t		 n;
	const char	*p;

	if (lua_type(L, -1) == LUA_TBOOLEAN) {
		if (lua_toboolean(L, -1))
			pair(to, name, "on", 2);
	} else {
		p = lua_tolstring(L, -1, &n);
		pair(to, name, p, n);
	}
	lua_pop(L, 1);
}

/* A field as it stands in the form, or as the script wants it, once. */
static void
put(void *arg, const char *name, const char *value, size_t n)
{
	struct filling	*f = arg;

	if (lua_getfield(f->L, FIELDS, name) == LUA_TNIL) {
		lua_pop(f->L, 1);
		pair(f->to, name, value, n);
		return;
	}
	lua_pop(f->L, 1);
	if (lua_getfield(f->L, LEFT, name) == LUA_TNIL) {
		lua_pop(f->L, 1);
		return;
	}
	pair_told(f->L, f->to, name);
	lua_pushnil(f->L);
	lua_setfield(f->L, LEFT, name);
}

/* What the form sends only if it is told to: boxes, buttons. */
static void
put_left(lua_State *L, struct buf *to)
{
	lua_pushnil(L);
	while (lua_next(L, LEFT) != 0)
		pair_told(L, to, lua_tostring(L, -2));
}

static void
check_fields(lua_State *L)
{
	luaL_checktype(L, FIELDS, LUA_TTABLE);
	lua_settop(L, FIELDS);
	lua_newtable(L);
	lua_pushnil(L);
	while (lua_next(L, FIELDS) != 0) {
		int	type = lua_type(L, -1);

		if (lua_type(L, -2) != LUA_TSTRING || (type != LUA_TSTRING &&
		    type != LUA_TNUMBER && type != LUA_TBOOLEAN))
			luaL_error(L, "submit: a table of fields, { email = "
			    "\"...\" }, whose values are text, numbers, true "
			    "or false");
		lua_pushvalue(L, -2);
		lua_insert(L, -2);
		lua_rawset(L, LEFT);
	}
}

static bool
has_all(lua_State *L, const struct html_tree *t, const struct html_node *form)
{
	bool	all = true;

	lua_pushnil(L);
	while (lua_next(L, FIELDS) != 0) {
		all = all && html_form_has(t, form, lua_tostring(L, -2));
		lua_pop(L, 1);
	}
	return all;
}

static struct html_node *
find_form(lua_State *L, struct html_tree *t)
{
	for (struct html_node *x = t->root; x != NULL;
	    x = html_next(x, t->root, true))
		if (x->id == PS_H_FORM && has_all(L, t, x))
			return x;
	luaL_error(L, "submit: no form of the page has all of these fields; "
	    "ask first, page:form \"field\"");
	return NULL;
}

static bool
says(const struct html_node *form, const char *name, const char *value)
{
	const struct html_attribute	*a = html_attribute_of(form, name);

	return a != NULL && a->value != NULL &&
	    strcasecmp(a->value, value) == 0;
}

/* What is asked for takes its fields behind a question mark. */
static const char *
with_query(struct arena *arena, const char *url, const struct buf *fields)
{
	return arena_printf(arena, "%.*s?%.*s", (int)strcspn(url, "?#"), url,
	    (int)fields->n, fields->n == 0 ? "" : fields->p);
}

int
lua_submit(lua_State *L)
{
	struct lua_page		*page = lua_page_at(L, "submit");
	struct lua_doc		*d = lua_doc_at(L, 1);
	struct html_tree	*t = lua_page_tree(L, page);
	struct filling		 f = { L, &page->fields };
	struct html_node	*form;
	const char		*url;

	if (d->submit == NULL)
		luaL_error(L, "submit: this document's source cannot submit "
		    "forms");
	check_fields(L);
	form = find_form(L, t);
	if (says(form, "enctype", "multipart/form-data"))
		luaL_error(L, "submit: this form sends files, which is not "
		    "possible");
	buf_clear(f.to);
	html_form_fields(t, form, put, &f, &page->scratch);
	put_left(L, f.to);
	url = lua_page_url(L, page, form);
	if (url == NULL)
		luaL_error(L, "submit: the form leads nowhere");
	page->submitted = true;
	if (says(form, "method", "post"))
		d->submit(d->arg, url, f.to->n == 0 ? "" : f.to->p, f.to->n);
	else
		d->submit(d->arg, with_query(page->arena, url, f.to), NULL,
		    0);
	return 0;
}
