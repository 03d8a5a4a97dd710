/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_query.c - which elements of a page are meant: { "h2", id = "x" }.
 *
 * Unnamed items are names of elements, keys are attributes, `text` is what the
 * element shows; of links host, path, name and ext are those of the target.
 * Globs are those of selectors; where there are no paths, a star takes any
 * text.
 */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "lua_doc.h"
#include "lua_impl.h"
#include "lua_page.h"
#include "mem.h"
#include "str.h"

#define LOOKED_AT	1023u	/* bytes of a text that a glob is about */
#define TARGETS	(1u << SELECT_HOST | 1u << SELECT_PATH | 1u << SELECT_NAME | \
	1u << SELECT_EXT)

/* A text that stays as long as the query does, which has a list of them. */
static const char *
pin(lua_State *L, int pins)
{
	const char	*s = lua_tostring(L, -1);

	lua_rawseti(L, pins, (lua_Integer)lua_rawlen(L, pins) + 1);
	return s;
}

/* Patterns are for texts: a slash is a character like others. */
static const char *
pin_pattern(lua_State *L, int index, int pins)
{
	luaL_gsub(L, lua_tostring(L, index), "/", "\1");
	return pin(L, pins);
}

static struct want *
add(lua_State *L, struct query *q, const char *method)
{
	if (q->n == QUERY_WANTS)
		luaL_error(L, "%s: more than %d conditions", method,
		    (int)QUERY_WANTS);
	return &q->wants[q->n++];
}

static void
add_target(lua_State *L, struct query *q, struct lua_page *page,
    enum select_key key, int value, const char *method)
{
	const char	*wrong = selector_add(&q->select, page->arena, key,
			    lua_tostring(L, value));

	if (wrong != NULL)
		luaL_error(L, "%s: %s = \"%s\": %s", method,
		    select_names[key], shown_str(lua_tostring(L, value)),
		    wrong);
	q->selects = true;
}

/* One condition on the value at the top of the stack; the key is below. */
static void
add_value(lua_State *L, struct query *q, struct lua_page *page,
    const char *key, int pins, const char *method)
{
	enum select_key	 target = select_key(key);
	int		 type = lua_type(L, -1), value = lua_gettop(L);
	struct want	 w = { .kind = strcmp(key, "text") == 0 ? WANT_TEXT :
			    WANT_ATTRIBUTE };

	if (type != LUA_TSTRING && type != LUA_TNUMBER && (type !=
	    LUA_TBOOLEAN || w.kind == WANT_TEXT))
		luaL_error(L, "%s: %s cannot be a %s; it takes text or a list "
		    "of texts", method, shown_str(key),
		    luaL_typename(L, -1));
	if (q->links && type == LUA_TSTRING && target != N_SELECT_KEYS &&
	    (TARGETS & 1u << target) != 0) {
		add_target(L, q, page, target, value, method);
		return;
	}
	q->rel |= strcmp(key, "rel") == 0;
	lua_pushstring(L, key);
	w.name = pin(L, pins);
	if (type == LUA_TBOOLEAN)
		w.absent = !lua_toboolean(L, value);
	else
		w.glob = pin_pattern(L, value, pins);
	*add(L, q, method) = w;
}

static void
add_key(lua_State *L, struct query *q, struct lua_page *page, int pins,
    const char *method)
{
	const char	*key = lua_tostring(L, -2);
	lua_Unsigned	 n;

	if (lua_type(L, -1) != LUA_TTABLE) {
		add_value(L, q, page, key, pins, method);
		return;
	}
	n = lua_rawlen(L, -1);
	for (lua_Unsigned i = 1; i <= n; i++) {
		lua_rawgeti(L, -1, (lua_Integer)i);
		if (lua_type(L, -1) == LUA_TBOOLEAN)
			luaL_error(L, "%s: %s: a list holds texts", method,
			    shown_str(key));
		add_value(L, q, page, key, pins, method);
		lua_pop(L, 1);
	}
}

static void
add_tag(lua_State *L, struct query *q, int pins, const char *method)
{
	if (lua_type(L, -1) != LUA_TSTRING)
		luaL_error(L, "%s: the name of an element cannot be a %s",
		    method, luaL_typename(L, -1));
	*add(L, q, method) = (struct want){ .kind = WANT_TAG,
	    .glob = pin_pattern(L, lua_gettop(L), pins) };
}

static void
add_table(lua_State *L, struct query *q, int index, struct lua_page *page,
    int pins, const char *method)
{
	lua_Unsigned	n = lua_rawlen(L, index);

	for (lua_Unsigned i = 1; i <= n; i++) {
		lua_rawgeti(L, index, (lua_Integer)i);
		add_tag(L, q, pins, method);
		lua_pop(L, 1);
	}
	lua_pushnil(L);
	while (lua_next(L, index) != 0) {
		if (lua_type(L, -2) == LUA_TSTRING)
			add_key(L, q, page, pins, method);
		lua_pop(L, 1);
	}
}

struct query *
lua_query(lua_State *L, int index, const char *method, struct lua_page *page,
    bool links)
{
	struct query	*q;
	int		 pins;

	luaL_checkstack(L, 10, NULL);
	if (lua_gettop(L) < index)
		lua_settop(L, index);
	q = lua_newuserdatauv(L, sizeof(*q), 1);
	memset(q, 0, sizeof(*q));
	q->links = links;
	lua_newtable(L);
	lua_pushvalue(L, -1);
	lua_setiuservalue(L, -3, 1);
	pins = lua_gettop(L);
	if (lua_type(L, index) == LUA_TTABLE)
		add_table(L, q, index, page, pins, method);
	else if (lua_type(L, index) == LUA_TSTRING) {
		lua_pushvalue(L, index);
		add_tag(L, q, pins, method);
		lua_pop(L, 1);
	} else if (!lua_isnoneornil(L, index))
		luaL_error(L, "%s takes { \"element\", attribute = \"value\" }"
		    ", not a %s", method, luaL_typename(L, index));
	lua_pop(L, 1);
	return q;
}

/* -- matching ------------------------------------------------------------- */

static bool
is_like(const char *glob, const char *p, size_t n)
{
	char	text[LOOKED_AT + 1];

	n = n < LOOKED_AT ? n : utf8_cut(p, n, LOOKED_AT);
	for (size_t i = 0; i < n; i++)
		text[i] = p[i] == '/' || p[i] == '\0' ? '\1' : p[i];
	text[n] = '\0';
	return glob_match(glob, text);
}

/* class="a b" is of class a, and of class b. */
static bool
has_word(const char *glob, const char *p, size_t n)
{
	for (size_t i = 0, end; i < n; i = end + 1) {
		for (end = i; end < n && !is_space((unsigned char)p[end]);)
			end++;
		if (end > i && is_like(glob, p + i, end - i))
			return true;
	}
	return false;
}

static bool
fits(const struct want *w, struct lua_page *page, const struct html_node *x)
{
	const struct html_attribute	*a;

	if (w->kind == WANT_TAG)
		return glob_match(w->glob, x->name);
	if (w->kind == WANT_TEXT) {
		html_text_upto(x, LOOKED_AT, &page->scratch);
		return is_like(w->glob, page->scratch.p, page->scratch.n);
	}
	a = html_attribute_of(x, w->name);
	if (w->glob == NULL || a == NULL)
		return w->glob == NULL && w->absent == (a == NULL);
	return is_like(w->glob, a->value, a->n) || ((strcmp(w->name,
	    "class") == 0 || strcmp(w->name, "rel") == 0) &&
	    has_word(w->glob, a->value, a->n));
}

static bool
is_same(const struct want *a, const struct want *b)
{
	return a->kind == b->kind && (a->kind != WANT_ATTRIBUTE ||
	    strcmp(a->name, b->name) == 0);
}

static bool
leads_there(lua_State *L, const struct query *q, struct lua_page *page,
    struct html_node *x)
{
	const char	*url = lua_page_url(L, page, x), *end, *p;
	struct ps_doc	 doc = { .address = url };
	struct selected	 d = { .doc = &doc };
	char		 name[256];
	size_t		 n;

	if (url == NULL)
		return false;
	if (!q->selects)
		return true;
	doc.root = lua_doc_at_hand(L)->doc->root;
	end = strstr(url, "://") == NULL ? url + strlen(url) :
	    url + strcspn(url, "?");
	for (p = end; p > url && p[-1] != '/';)
		p--;
	n = (size_t)(end - p) < sizeof(name) ? (size_t)(end - p) :
	    sizeof(name) - 1;
	memcpy(name, end - n, n);
	name[n] = '\0';
	doc.name = name;
	return selector_matches(&q->select, &d);
}

static bool
can_link(const struct query *q, const struct html_node *x)
{
	return (x->id == PS_H_A || x->id == PS_H_AREA ||
	    (x->id == PS_H_LINK && q->rel)) &&
	    html_attribute_of(x, "href") != NULL;
}

bool
lua_query_matches(lua_State *L, const struct query *q, struct lua_page *page,
    struct html_node *x)
{
	bool	any;

	if (q->links && !can_link(q, x))
		return false;
	for (uint32_t i = 0, k; i < q->n; i = k) {
		any = false;
		for (k = i; k < q->n && is_same(&q->wants[i], &q->wants[k]);
		    k++)
			any = any || fits(&q->wants[k], page, x);
		if (!any)
			return false;
	}
	return !q->links || leads_there(L, q, page, x);
}
