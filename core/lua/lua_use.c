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
#include "lua_define.h"
#include "lua_impl.h"
#include "mem.h"
#include "options.h"
#include "plugin.h"
#include "plugin_check.h"
#include "str.h"

/* What a document is chosen by before a format has read it. */
#define BEFORE_READING	(1u << SELECT_HOST | 1u << SELECT_PATH |	\
			1u << SELECT_NAME | 1u << SELECT_EXT |		\
			1u << SELECT_MAGIC)

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
add_setting(lua_State *L, struct node *node, const struct item *item)
{
	const struct ps_option	*row = options_find(node->plugin, item->name);
	struct setting		 set = lua_setting(item);

	/* A plugin's own option of such a name comes first. */
	if (node->kind == NODE_FORMAT && row == NULL &&
	    lua_select(L, node->word, &node->select, item, BEFORE_READING))
		return;
	if (row != NULL && (row->flags & PS_PAIRS) != 0 &&
	    item->list != NULL) {
		set.type = PS_TEXT;
		set.value = lua_keyed(L, node->word, item);
	} else if (!lua_is_list(L, node->word, item)) {
		return;
	} else if (item->list != NULL) {
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

	if (node->kind == NODE_SOURCE) {
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

/*
 * Options are tried at once, each by itself first: a mistake in one does not
 * hide those in others.
 */
static void
check(lua_State *L, struct node *node)
{
	struct arena	*arena = lua_config_of(L)->arena;
	uint32_t	 good = 0;
	const char	*error = NULL;

	for (uint32_t i = 0; i < node->n_settings; i++) {
		struct setting	one = node->settings[i];

		error = NULL;
		if (options_try(node->plugin, &one, arena, &error))
			node->settings[good++] = one;
		else
			lua_mistake(L, one.place, "%s: %s", node->word, error);
	}
	if (good < node->n_settings)
		node->kind = NODE_BROKEN;
	else if (options_fill(node->plugin, node->settings, good, arena,
	    &error) == NULL) {
		lua_mistake(L, node->place, "%s", error);
		node->kind = NODE_BROKEN;
	}
}

/* Upvalue 1: the plugin. */
static int
construct(lua_State *L)
{
	struct lua_config	*c = lua_config_of(L);
	const struct ps_plugin	*plugin = lua_touserdata(L,
				    lua_upvalueindex(1));
	const char		*word = arena_printf(c->arena, "%s.%s",
				    kind_words[plugin->kind], plugin->name);
	uint32_t		 n;
	struct item		*items = lua_items(L, word, &n);
	struct node		*node = lua_push_node(L,
				    (enum node_kind)plugin->kind, word);

	node->plugin = plugin;
	node->settings = arena_alloc(c->arena,
	    (n + 1) * sizeof(*node->settings));
	add_positional(L, node, word);
	for (uint32_t i = 0; i < n; i++)
		add_setting(L, node, &items[i]);
	check(L, node);
	return 1;
}

/* What stands for a constructor that does not exist: anything may be said. */
static int
construct_nothing(lua_State *L)
{
	lua_push_node(L, NODE_BROKEN, "");
	return 1;
}

static int
unknown_plugin(lua_State *L, enum ps_kind kind, const char *name)
{
	struct lua_config	*c = lua_config_of(L);
	const char		*near = nearest(name, registry_names(
				    lua_registry(L), (int)kind));

	if (near != NULL)
		lua_mistake(L, lua_place(L), "there is no %s '%s'; did you "
		    "mean '%s'?", kind_words[kind], shown_str(name), near);
	else
		lua_mistake(L, lua_place(L), "there is no %s '%s'; loaded "
		    "are: %s", kind_words[kind], shown_str(name),
		    cli_loaded(c->arena, lua_registry(L), (int)kind));
	lua_pushcfunction(L, construct_nothing);
	return 1;
}

/* source.NAME; upvalue 1: the kind. */
static int
look_up(lua_State *L)
{
	enum ps_kind		 kind = (enum ps_kind)lua_tointeger(L,
				    lua_upvalueindex(1));
	const char		*name = lua_type(L, 2) == LUA_TSTRING ?
				    lua_tostring(L, 2) : "";
	const struct ps_plugin	*plugin = registry_find(lua_registry(L),
				    (int)kind, name);

	if (kind == PS_FORMAT && strcmp(name, "define") == 0) {
		lua_push_define(L);
		return 1;
	}
	if (plugin == NULL)
		return unknown_plugin(L, kind, name);
	lua_pushlightuserdata(L, (void *)(uintptr_t)plugin);
	lua_pushcclosure(L, construct, 1);
	lua_guard(L);
	return 1;
}

void
lua_use_register(lua_State *L)
{
	static const enum ps_kind	kinds[] = {
		PS_SOURCE, PS_FORMAT, PS_SINK
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		lua_newuserdatauv(L, 1, 0);
		lua_newtable(L);
		lua_pushinteger(L, (lua_Integer)kinds[i]);
		lua_pushcclosure(L, look_up, 1);
		lua_setfield(L, -2, "__index");
		lua_seal(L);
		lua_setmetatable(L, -2);
		lua_setglobal(L, kind_words[kinds[i]]);
	}
}
