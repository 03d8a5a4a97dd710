/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_use.c - source.NAME, format.NAME and sink.NAME: one function serves all
 * plugins, since their options are rows.
 *
 * Options are checked when the constructor is called, so that a mistake is
 * told with its line even where the value never stands in a pipeline.
 */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "cli_pipeline.h"
#include "cli_text.h"
#include "lua_impl.h"
#include "mem.h"
#include "options.h"
#include "plugin.h"
#include "str.h"

#define NODE	"polyscraper.use"

static const struct {
	enum ps_kind	 kind;
	const char	*name;
} spaces[] = {
	{ PS_SOURCE, "source" }, { PS_FORMAT, "format" }, { PS_SINK, "sink" }
};

struct node *
lua_node(lua_State *L, int index)
{
	struct node **p = luaL_testudata(L, index, NODE);

	return p == NULL ? NULL : *p;
}

/* The words that choose the documents a format is for. */
static const struct selector {
	const char	*name;
	bool		 known;		/* in this version */
} selectors[] = {
	{ "glob", true }, { "path", true }, { "name", true }, { "ext", true },
	{ "host", false }, { "table", false }, { "format", false },
	{ "magic", false },
};

static const struct selector *
selector(const char *name)
{
	for (size_t i = 0; i < sizeof(selectors) / sizeof(selectors[0]); i++)
		if (strcmp(selectors[i].name, name) == 0)
			return &selectors[i];
	return NULL;
}

static const char *
make_glob(lua_State *L, const struct item *item, const char *value)
{
	struct arena *arena = lua_config_of(L)->arena;

	if (*value == '\0')
		lua_wrong(L, item->place, "'%s' is empty", item->name);
	if (strcmp(item->name, "name") == 0 && strchr(value, '/') != NULL)
		lua_wrong(L, item->place, "name = '%s': a name has no '/'; use "
		    "'path'", shown_str(value));
	if (strcmp(item->name, "ext") == 0)
		return arena_printf(arena, "*.%s", value + (*value == '.'));
	if (*value != '/' && strchr(value, '/') != NULL)
		return arena_printf(arena, "**/%s", value);
	return value;
}

/* A selector's value or values as globs of the node. */
static void
select_by(lua_State *L, struct node *node, const struct item *item)
{
	const char *const	*values = item->list != NULL ?
				    (const char *const *)item->list :
				    &item->text;
	uint32_t		 n = item->list != NULL ? item->n_list : 1;

	if (node->n_globs > 0)
		lua_wrong(L, item->place, "'%s': one selector is enough; this "
		    "version cannot combine them", item->name);
	if (item->list == NULL && item->type != LUA_TSTRING)
		lua_wrong(L, item->place, "'%s' wants text, not '%s'",
		    item->name, item->text);
	node->globs = arena_alloc(lua_config_of(L)->arena,
	    (n + 1) * sizeof(*node->globs));
	for (uint32_t i = 0; i < n; i++)
		node->globs[node->n_globs++] = make_glob(L, item, values[i]);
}

/* A list as an option's value: its parts, one a line. */
static const char *
joined(struct arena *arena, const struct item *item)
{
	size_t	 size = 1, n;
	char	*text, *p;

	for (uint32_t i = 0; i < item->n_list; i++)
		size += strlen(item->list[i]) + 1;
	text = p = arena_alloc(arena, size);
	for (uint32_t i = 0; i < item->n_list; i++) {
		n = strlen(item->list[i]);
		if (i > 0)
			*p++ = '\n';
		memcpy(p, item->list[i], n);
		p += n;
	}
	return text;
}

static void
add_setting(lua_State *L, struct node *node, const char *word,
    const struct item *item)
{
	const struct selector	*s = node->kind == PS_FORMAT ?
				    selector(item->name) : NULL;
	struct setting		 set = lua_setting(item);

	if (s != NULL && !s->known)
		lua_wrong(L, item->place, "%s: choosing documents by '%s' is "
		    "not available in this version; use 'path', 'name' or "
		    "'ext'", word, item->name);
	if (s != NULL) {
		select_by(L, node, item);
		return;
	}
	if (item->list != NULL) {
		set.type = PS_TEXT;
		set.value = joined(lua_config_of(L)->arena, item);
	}
	node->settings[node->n_settings++] = set;
}

/* Positional items: a source's addresses, else the plugin's unnamed option. */
static void
add_positional(lua_State *L, struct node *node, const char *word)
{
	uint32_t	  n;
	const char	**strings = lua_strings(L, word, &n);

	if (node->kind == PS_SOURCE) {
		if (n == 0)
			lua_wrong(L, node->place, "%s: nothing to read; write "
			    "%s { \"...\" }", word, word);
		node->inputs = strings;
		node->n_inputs = n;
		return;
	}
	if (n > 1)
		lua_wrong(L, node->place, "%s: '%s' is one too many; it takes "
		    "one value without a name", word, shown_str(strings[1]));
	if (n == 1)
		node->settings[node->n_settings++] = (struct setting){
			NULL, strings[0], PS_TEXT, node->place
		};
}

/* Options are tried at once, for the message. */
static void
check(lua_State *L, const struct node *node)
{
	const char *error = NULL;

	if (options_fill(node->plugin, node->settings, node->n_settings,
	    lua_config_of(L)->arena, &error) != NULL)
		return;
	if (node->n_settings == 0)
		lua_wrong(L, node->place, "%s", error);
	lua_pushstring(L, error);
	lua_error(L);
}

static void
push_node(lua_State *L, struct node *node)
{
	struct node **p = lua_newuserdatauv(L, sizeof(*p), 0);

	*p = node;
	luaL_setmetatable(L, NODE);
}

static const char *
space_name(enum ps_kind kind)
{
	return spaces[kind - 1].name;
}

/* Upvalue 1: the plugin. */
static int
construct(lua_State *L)
{
	struct lua_config	*c = lua_config_of(L);
	const struct ps_plugin	*plugin = lua_touserdata(L,
				    lua_upvalueindex(1));
	struct node		*node = arena_alloc(c->arena, sizeof(*node));
	const char		*word = arena_printf(c->arena, "%s.%s",
				    space_name(plugin->kind), plugin->name);
	uint32_t		 n;
	struct item		*items = lua_items(L, word, &n);

	node->kind = plugin->kind;
	node->plugin = plugin;
	node->place = lua_place(L);
	node->settings = arena_alloc(c->arena,
	    (n + 1) * sizeof(*node->settings));
	add_positional(L, node, word);
	for (uint32_t i = 0; i < n; i++)
		add_setting(L, node, word, &items[i]);
	check(L, node);
	push_node(L, node);
	node->next = c->nodes;
	c->nodes = node;
	return 1;
}

static int
unknown_plugin(lua_State *L, enum ps_kind kind, const char *name)
{
	struct lua_config	*c = lua_config_of(L);
	const char		*near = nearest(name, registry_names(
				    c->registry, (int)kind));

	if (near != NULL)
		return lua_wrong(L, lua_place(L), "there is no %s '%s'; did "
		    "you mean '%s'?", space_name(kind), shown_str(name), near);
	return lua_wrong(L, lua_place(L), "there is no %s '%s'; loaded are: "
	    "%s", space_name(kind), shown_str(name), cli_loaded(c->arena,
	    c->registry, (int)kind));
}

/* source.NAME; upvalue 1: the kind. */
static int
look_up(lua_State *L)
{
	struct lua_config	*c = lua_config_of(L);
	enum ps_kind		 kind = (enum ps_kind)lua_tointeger(L,
				    lua_upvalueindex(1));
	const char		*name = lua_type(L, 2) == LUA_TSTRING ?
				    lua_tostring(L, 2) : "";
	const struct ps_plugin	*plugin = registry_find(c->registry, (int)kind,
				    name);

	if (plugin == NULL && kind == PS_FORMAT && strcmp(name, "define") == 0)
		return lua_wrong(L, lua_place(L), "'format.define' is not "
		    "available in this version; a format is a plugin in C "
		    "(see HACKING)");
	if (plugin == NULL)
		return unknown_plugin(L, kind, name);
	lua_pushlightuserdata(L, (void *)(uintptr_t)plugin);
	lua_pushcclosure(L, construct, 1);
	return 1;
}

static int
no_assignment(lua_State *L)
{
	return lua_wrong(L, lua_place(L), "this value cannot be changed; "
	    "options stand in the braces of its constructor");
}

static void
seal(lua_State *L)
{
	lua_pushcfunction(L, no_assignment);
	lua_setfield(L, -2, "__newindex");
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
}

void
lua_use_register(lua_State *L)
{
	luaL_newmetatable(L, NODE);
	seal(L);
	lua_pop(L, 1);
	for (size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++) {
		lua_newuserdatauv(L, 1, 0);
		lua_newtable(L);
		lua_pushinteger(L, (lua_Integer)spaces[i].kind);
		lua_pushcclosure(L, look_up, 1);
		lua_setfield(L, -2, "__index");
		seal(L);
		lua_setmetatable(L, -2);
		lua_setglobal(L, spaces[i].name);
	}
}
