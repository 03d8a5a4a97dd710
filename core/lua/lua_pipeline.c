/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_pipeline.c - pipeline { ... }: the one constructor after which something
 * will happen.
 */
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "cli_pipeline.h"
#include "cli_settings.h"
#include "lua_define.h"
#include "lua_impl.h"
#include "mem.h"
#include "options.h"
#include "pipeline.h"
#include "plugin.h"
#include "shape.h"
#include "str.h"

#define WORD		"pipeline"
#define PIPELINES_MAX	1000

/*
 * A format of the script's own may read the pipeline's documents.  Where it is
 * defined it bids, and is forced only on what it selects.
 */
static bool
add_format(lua_State *L, struct pipeline *p, const struct node *node,
    const char *place, const char **error)
{
	struct definition	*d = lua_definition(lua_config_of(L),
				    node->plugin);

	if (d != NULL) {
		d->node->used = true;
		pipeline_add_format(p, node->plugin, registry_path(
		    lua_registry(L), node->plugin));
		if (d->node == node && selector_is_empty(&node->select))
			return true;
	}
	if (!pipeline_add_rule(p, &node->select, node->plugin->name,
	    node->settings, node->n_settings, error))
		return false;
	p->rules[p->n_rules - 1].format.place = place;
	return true;
}

/* What cannot be opened later is told with the line of its constructor. */
static bool
add_use(lua_State *L, struct pipeline *p, const struct node *node,
    const char **error)
{
	const char	*name = node->plugin->name;
	const char	*place = arena_strdup(p->arena, node->place);

	if (node->kind == NODE_SOURCE) {
		if (!pipeline_add_source(p, name,
		    (const char *const *)node->inputs, node->n_inputs,
		    node->settings, node->n_settings, error))
			return false;
		p->sources[p->n_sources - 1].place = place;
		return true;
	}
	if (node->kind == NODE_SINK) {
		if (!pipeline_add_sink(p, name, node->settings,
		    node->n_settings, error))
			return false;
		p->sinks[p->n_sinks - 1].place = place;
		return true;
	}
	return add_format(L, p, node, place, error);
}

static void
add_node(lua_State *L, struct pipeline *p, struct node *node)
{
	const char	*error = NULL;

	node->used = true;
	if (node->kind == NODE_MAP)
		pipeline_add_map(p, &node->select, node->function,
		    node->whole, node->place);
	else if (node->kind == NODE_ON)
		pipeline_add_handler(p, &node->select, node->function,
		    node->label, node->place);
	else if (node->kind == NODE_SHAPE)
		pipeline_add_shape(p, &node->select, node->shape);
	else if (node->kind != NODE_BROKEN && !add_use(L, p, node, &error))
		lua_wrong(L, node->place, "%s", error);
}

static void
wrong_item(lua_State *L, lua_Unsigned i)
{
	if (lua_type(L, -1) == LUA_TSTRING)
		lua_wrong(L, lua_place(L), WORD ": item %d is the text '%s'; "
		    "an address stands in a source or a sink, as in "
		    "source.file { \"%s\" }", (int)i,
		    shown_str(lua_tostring(L, -1)),
		    shown_str(lua_tostring(L, -1)));
	if (lua_type(L, -1) == LUA_TFUNCTION)
		lua_wrong(L, lua_place(L), WORD ": item %d is a function; is "
		    "it a constructor without its { }?", (int)i);
	lua_wrong(L, lua_place(L), WORD ": item %d is a %s; it takes sources, "
	    "formats, handlers, shapes, maps and sinks", (int)i,
	    luaL_typename(L, -1));
}

/* The positional items of the table at the top; lists are flattened. */
static void
add_nodes(lua_State *L, struct pipeline *p, unsigned depth)
{
	lua_Unsigned	 n = lua_rawlen(L, -1);
	struct node	*node;

	luaL_checkstack(L, 4, NULL);
	for (lua_Unsigned i = 1; i <= n; i++) {
		lua_rawgeti(L, -1, (lua_Integer)i);
		node = lua_node(L, -1);
		if (node != NULL)
			add_node(L, p, node);
		else if (lua_type(L, -1) == LUA_TTABLE && depth < LIST_DEPTH)
			add_nodes(L, p, depth + 1);
		else
			wrong_item(L, i);
		lua_pop(L, 1);
	}
}

/* What is said of elsewhere, or not at all. */
static const struct {
	const char	*name, *advice;
} not_here[] = {
	{ "format", "a format stands among the values, as in "
	    "format.delimited { delimiter = \";\" }" },
	{ "set", "options stand in the braces of their format" },
	{ "strict", "it is an option of sink.sqlite" },
	{ "fresh", "it is an option of sink.sqlite" },
	{ "no_siblings", "write siblings = false" },
	{ "no_provenance", "write provenance = false" },
};

static bool
is_not_here(lua_State *L, const struct item *item)
{
	for (size_t i = 0; i < sizeof(not_here) / sizeof(not_here[0]); i++)
		if (strcmp(not_here[i].name, item->name) == 0) {
			lua_mistake(L, item->place, WORD ": '%s' is no option "
			    "of a pipeline; %s", item->name,
			    not_here[i].advice);
			return true;
		}
	return false;
}

static void
unknown_setting(lua_State *L, const struct item *item)
{
	struct lua_config	*c = lua_config_of(L);
	const char *const	*names = setting_names(c->arena);
	const char		*near = nearest(item->name, names), *list = "";

	if (near != NULL) {
		lua_mistake(L, item->place, WORD ": unknown option '%s', did "
		    "you mean '%s'?", shown_str(item->name), near);
		return;
	}
	for (; *names != NULL; names++)
		list = arena_printf(c->arena, "%s%s%s", list,
		    *list == '\0' ? "" : ", ", *names);
	lua_mistake(L, item->place, WORD ": unknown option '%s'; it has: %s",
	    shown_str(item->name), list);
}

static const char *
wanted(const struct item *item, enum ps_type type)
{
	if (setting_takes_number(item->name))
		return "text or a whole number";
	return type == PS_BOOL ? "true or false" : type == PS_INT ?
	    "a whole number" : type == PS_REAL ? "a number" : "text";
}

static bool
has_type(const struct item *item, enum ps_type type)
{
	switch (type) {
	case PS_BOOL:
		return item->type == LUA_TBOOLEAN;
	case PS_INT:
		return item->type == LUA_TNUMBER && item->whole;
	case PS_REAL:
		return item->type == LUA_TNUMBER;
	default:
		return item->type == LUA_TSTRING || item->list != NULL ||
		    (item->whole && setting_takes_number(item->name));
	}
}

static void
set_one(lua_State *L, struct pipeline *p, const struct item *item,
    const char *value)
{
	const char *wrong = setting_set(p, p->arena, item->name, value);

	if (strcmp(item->name, "include") == 0)
		p->include_place = arena_strdup(p->arena, item->place);
	if (wrong != NULL)
		lua_mistake(L, item->place, WORD ": %s: %s", item->name,
		    wrong);
}

static void
set_option(lua_State *L, struct pipeline *p, const struct item *item)
{
	enum ps_type type = setting_type(item->name);

	if (type == PS_NULL) {
		if (!is_not_here(L, item))
			unknown_setting(L, item);
		return;
	}
	if (!lua_is_list(L, WORD, item))
		return;
	if (!has_type(item, type)) {
		lua_mistake(L, item->place, item->type == LUA_TSTRING ?
		    WORD ": %s = \"%s\": expected %s" :
		    WORD ": %s = %s: expected %s", item->name,
		    item->list != NULL ? "{...}" : shown_str(item->text),
		    wanted(item, type));
		return;
	}
	if (item->list == NULL)
		set_one(L, p, item, item->text);
	else if (!setting_takes_list(item->name)) {
		lua_mistake(L, item->place, WORD ": %s: it takes one value, "
		    "not a list", item->name);
		return;
	}
	for (uint32_t i = 0; i < item->n_list; i++)
		set_one(L, p, item, item->list[i]);
}

static struct pipeline *
new_pipeline(lua_State *L, struct lua_config *c)
{
	if (c->n_pipelines == PIPELINES_MAX)
		lua_wrong(L, lua_place(L), WORD ": more than %d in one file",
		    PIPELINES_MAX);
	GROW(c->pipelines, c->n_pipelines, c->room);
	return c->pipelines[c->n_pipelines++] = pipeline_new(c->registry);
}

/* A row known by its key is replaced by rows of other documents, too. */
static void
check_history(lua_State *L, const struct pipeline *p)
{
	if (!pipeline_sink_remembers(&p->sinks[0]))
		lua_mistake(L, lua_place(L), WORD ": history: sink.%s keeps "
		    "none; use another, such as sink.sqlite { \"inbox.db\" }",
		    p->sinks[0].plugin->name);
	for (uint32_t i = 0; i < p->n_shapes; i++)
		if (p->shapes[i].n_key > 0)
			lua_mistake(L, p->shapes[i].key_place, "shape: key: "
			    "rows with a key have no history; leave out "
			    "either");
}

/* Not every sink can look rows up by a key. */
static void
check_keys(lua_State *L, const struct pipeline *p)
{
	const struct ps_plugin	*plugin = p->sinks[0].plugin;
	const struct ps_sink	*sink = (const void *)plugin;

	if ((sink->flags & PS_KEEPS_LEDGER) != 0 && PLUGIN_HAS(sink, fold))
		return;
	for (uint32_t i = 0; i < p->n_shapes; i++)
		if (p->shapes[i].n_key > 0)
			lua_mistake(L, p->shapes[i].key_place, "shape: key: "
			    "sink.%s has no keys; use another, such as "
			    "sink.sqlite { \"inbox.db\" }", plugin->name);
}

static int
make_pipeline(lua_State *L)
{
	struct lua_config	*c = lua_config_of(L);
	uint32_t		 n;
	struct item		*items = lua_items(L, WORD, &n);
	struct pipeline		*p = new_pipeline(L, c);

	lua_settop(L, 1);
	p->script = c;
	for (uint32_t i = 0; i < n; i++)
		set_option(L, p, &items[i]);
	add_nodes(L, p, 0);
	/* What is missing may be what a mistake was told of. */
	if (p->n_sources == 0 && c->n_mistakes == 0)
		lua_mistake(L, lua_place(L), WORD ": nothing to read; add a "
		    "source such as source.file { \"inbox\" }");
	if (p->n_sinks == 0 && c->n_mistakes == 0)
		lua_mistake(L, lua_place(L), WORD ": nowhere to write; add a "
		    "sink such as sink.sqlite { \"inbox.db\" }");
	if (p->n_sinks > 1)
		lua_mistake(L, p->sinks[1].place, "sink.%s: a pipeline has one "
		    "sink in this version, this one has %u; write one pipeline "
		    "for each", p->sinks[1].plugin->name, p->n_sinks);
	if (p->n_sinks > 0)
		check_keys(L, p);
	if (p->n_sinks > 0 && p->history != HISTORY_NONE)
		check_history(L, p);
	cli_spare_outputs(p);
	return 0;
}

void
lua_pipeline_register(lua_State *L)
{
	lua_constructor(L, WORD, make_pipeline);
}
