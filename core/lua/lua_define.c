/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_define.c - format.define { "name", sniff = ..., rows = ... }: the
 * constructor.  What it makes is the descriptor of a format, as plugins have
 * one; the callbacks are in lua_format.c.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "doc.h"
#include "lua_define.h"
#include "lua_impl.h"
#include "mem.h"
#include "plugin.h"
#include "str.h"

#define WORD		"format.define"
#define KEY		"define"	/* as the text has it before the { */
#define NAME_MOST	40u
#define BEFORE_READING	(1u << SELECT_HOST | 1u << SELECT_PATH |	\
			1u << SELECT_NAME | 1u << SELECT_EXT |		\
			1u << SELECT_MAGIC)

const struct registry *
lua_registry(lua_State *L)
{
	const struct lua_config	*c = lua_config_of(L);

	return c->defined != NULL ? c->defined : c->registry;
}

struct definition *
lua_definition(const struct lua_config *c, const struct ps_plugin *p)
{
	struct definition	*d = c->definitions;

	while (d != NULL && &d->format.plugin != p)
		d = d->next;
	return d;
}

/* What is wrong with it as the name of a format, or NULL. */
static const char *
bad_name(const char *name)
{
	size_t	n = strlen(name);

	if (n == 0)
		return "is empty";
	if (n > NAME_MOST)
		return "is longer than 40 bytes";
	if (!is_alnum((unsigned char)*name))
		return "begins with neither letter nor digit";
	for (const char *p = name; *p != '\0'; p++)
		if (!is_alnum((unsigned char)*p) && *p != '-' && *p != '_')
			return "has more than letters, digits, '-' and '_'";
	return strcmp(name, KEY) == 0 ? "means something else" : NULL;
}

/* Names are those of plugins, too: --format=NAME says which one is meant. */
static void
take_name(lua_State *L, struct definition *d, const char *place)
{
	uint32_t		 n;
	const char		**names = lua_strings(L, WORD, &n), *wrong;
	const struct ps_plugin	*other;

	if (n == 0)
		lua_wrong(L, place, WORD ": it has no name; write " WORD
		    " { \"name\", ... }");
	if (n > 1)
		lua_wrong(L, place, WORD ": '%s' is one too many; it takes "
		    "one name", shown_str(names[1]));
	if ((wrong = bad_name(names[0])) != NULL)
		lua_wrong(L, place, WORD ": the name '%s' %s",
		    shown_str(names[0]), wrong);
	other = registry_find(lua_registry(L), PS_FORMAT, names[0]);
	if (other != NULL)
		lua_wrong(L, place, WORD ": there is a format '%s' already "
		    "(%s); choose another name", names[0], shown_str(
		    registry_path(lua_registry(L), other)));
	d->format.plugin.name = names[0];
}

/* The list at the top of the stack. */
static struct told_columns
told_columns(lua_State *L, const struct item *item, const char *table)
{
	struct arena		*arena = lua_config_of(L)->arena;
	lua_Unsigned		 n = lua_rawlen(L, -1);
	struct told_columns	 t = { .table = table };

	if (n > COLUMNS_MAX)
		lua_wrong(L, item->place, WORD ": more than %u columns",
		    COLUMNS_MAX);
	t.names = arena_alloc(arena, (n + 1) * sizeof(*t.names));
	for (lua_Unsigned i = 1; i <= n; i++) {
		if (lua_rawgeti(L, -1, (lua_Integer)i) != LUA_TSTRING)
			lua_wrong(L, item->place, WORD ": columns: item %d is "
			    "a %s; it takes names", (int)i,
			    luaL_typename(L, -1));
		t.names[t.n++] = arena_strdup(arena, lua_tostring(L, -1));
		lua_pop(L, 1);
	}
	return t;
}

/* columns = { "a", "b", sale = { "c" } }: also of tables that have a name. */
static void
take_columns(lua_State *L, struct definition *d, const struct item *item)
{
	struct arena	*arena = lua_config_of(L)->arena;
	uint32_t	 n = 1;

	if (lua_getfield(L, 1, item->name) != LUA_TTABLE)
		lua_wrong(L, item->place, WORD ": columns: expected a list of "
		    "names, as in columns = { \"id\", \"name\" }");
	for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1))
		n++;
	d->tables = arena_alloc(arena, n * sizeof(*d->tables));
	d->tables[d->n_tables++] = told_columns(L, item, "");
	for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
		if (lua_type(L, -2) != LUA_TSTRING)
			continue;
		if (lua_type(L, -1) != LUA_TTABLE)
			lua_wrong(L, item->place, WORD ": columns: '%s' is a "
			    "%s; it takes a list of names",
			    shown_str(lua_tostring(L, -2)),
			    luaL_typename(L, -1));
		d->tables[d->n_tables++] = told_columns(L, item,
		    arena_strdup(arena, lua_tostring(L, -2)));
	}
	lua_pop(L, 1);
}

static void
take_suffixes(lua_State *L, struct definition *d, const struct item *item)
{
	struct arena	 *arena = lua_config_of(L)->arena;
	uint32_t	  n = item->list == NULL ? 1 : item->n_list;
	const char	**list = arena_alloc(arena, (n + 1) * sizeof(*list));

	if (item->list == NULL && item->type != LUA_TSTRING)
		lua_wrong(L, item->place, WORD ": suffixes: expected text or "
		    "a list of texts");
	for (uint32_t i = 0; i < n; i++) {
		const char *s = item->list == NULL ? item->text :
		    item->list[i];

		list[i] = arena_printf(arena, *s == '.' ? "%s" : ".%s", s);
	}
	d->format.suffixes = list;
}

static void
take_help(lua_State *L, struct definition *d, const struct item *item)
{
	char	*help;

	if (item->type != LUA_TSTRING)
		lua_wrong(L, item->place, WORD ": help: expected text");
	help = arena_strdup(lua_config_of(L)->arena, item->text);
	for (char *p = help; *p != '\0'; p++)
		if (*p == '\n')
			*p = ' ';
	d->format.plugin.summary = help;
}

static void
take_binary(lua_State *L, struct definition *d, const struct item *item)
{
	if (item->type != LUA_TBOOLEAN)
		lua_wrong(L, item->place, WORD ": binary: expected true or "
		    "false");
	if (strcmp(item->text, "true") == 0)
		d->format.flags |= PS_BINARY;
}

static void
take_function(lua_State *L, struct definition *d, const struct item *item)
{
	int	*to = strcmp(item->name, "sniff") == 0 ? &d->sniff : &d->rows;

	if (item->type != LUA_TFUNCTION)
		lua_wrong(L, item->place, WORD ": %s: expected a function",
		    item->name);
	if (to == &d->sniff)
		d->place = item->place;
	lua_getfield(L, 1, item->name);
	*to = luaL_ref(L, LUA_REGISTRYINDEX);
}

static const struct {
	const char	*name;
	void		(*take)(lua_State *, struct definition *,
			    const struct item *);
} keys[] = {
	{ "help", take_help }, { "sniff", take_function },
	{ "rows", take_function }, { "suffixes", take_suffixes },
	{ "columns", take_columns }, { "binary", take_binary },
};

#define N_KEYS	(sizeof(keys) / sizeof(keys[0]))

static void
unknown_key(lua_State *L, const struct item *item)
{
	const char	*names[N_KEYS + 1] = { NULL }, *near;

	for (size_t i = 0; i < N_KEYS; i++)
		names[i] = keys[i].name;
	near = nearest(item->name, names);
	if (near != NULL)
		lua_mistake(L, item->place, WORD ": unknown key '%s', did you "
		    "mean '%s'?", shown_str(item->name), near);
	else
		lua_mistake(L, item->place, WORD ": unknown key '%s'; it takes "
		    "help, sniff, rows, suffixes, columns, binary, and host, "
		    "path, name, ext, magic", shown_str(item->name));
}

/* Runs protected, so that one mistake does not hide another: the definition, */
/* the item; the constructor's table is at 1. */
static int
take_one(lua_State *L)
{
	struct definition	*d = lua_touserdata(L, 2);
	const struct item	*item = lua_touserdata(L, 3);

	lua_settop(L, 1);
	for (size_t i = 0; i < N_KEYS; i++)
		if (strcmp(keys[i].name, item->name) == 0) {
			keys[i].take(L, d, item);
			return 0;
		}
	if (!lua_select(L, WORD, &d->node->select, item, BEFORE_READING))
		unknown_key(L, item);
	return 0;
}

static void
take(lua_State *L, struct definition *d, struct item *item)
{
	lua_pushcfunction(L, take_one);
	lua_guard(L);
	lua_pushvalue(L, 1);
	lua_pushlightuserdata(L, d);
	lua_pushlightuserdata(L, item);
	lua_call(L, 3, 0);
}

static bool *
shared_flag(void)
{
	void	*p = mmap(NULL, sizeof(bool), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

static void
enlist(lua_State *L, struct definition *d, const char *place)
{
	struct lua_config	*c = lua_config_of(L);

	d->wrong = shared_flag();
	d->next = c->definitions;
	c->definitions = d;
	if (c->defined == NULL)
		c->defined = registry_copy(c->registry);
	registry_add(c->defined, &d->format.plugin, place);
}

void
definitions_version(struct lua_config *c, uint64_t hash)
{
	const char	*version = arena_printf(c->arena, "%08x",
			    (unsigned)(hash ^ hash >> 32));

	for (struct definition *d = c->definitions; d != NULL; d = d->next)
		d->format.plugin.version = version;
}

bool
definitions_wrong(const struct lua_config *c)
{
	const struct definition	*d = c->definitions;

	while (d != NULL && (d->wrong == NULL || !*d->wrong))
		d = d->next;
	return d != NULL;
}

void
definitions_free(struct lua_config *c)
{
	for (struct definition *d = c->definitions; d != NULL; d = d->next)
		if (d->wrong != NULL)
			munmap(d->wrong, sizeof(*d->wrong));
	registry_free(c->defined);
}

static int
make_format(lua_State *L)
{
	struct lua_config	*c = lua_config_of(L);
	struct definition	*d = arena_alloc(c->arena, sizeof(*d));
	uint32_t		 n, wrong = c->n_mistakes;
	struct item		*items = lua_items_functions(L, WORD, &n);
	const char		*place = lua_place(L);

	d->script = c;
	d->sniff = d->rows = LUA_NOREF;
	lua_format_fill(&d->format);
	take_name(L, d, place);
	d->node = lua_push_node(L, NODE_FORMAT, WORD);
	d->node->plugin = &d->format.plugin;
	for (uint32_t i = 0; i < n; i++)
		take(L, d, &items[i]);
	if (c->n_mistakes > wrong)
		d->node->kind = NODE_BROKEN;
	else if (d->rows == LUA_NOREF)
		lua_mistake(L, place, WORD ": '%s' has no rows; write rows = "
		    "function(doc, emit) ... end", d->format.plugin.name);
	enlist(L, d, place);
	return 1;
}

void
lua_push_define(lua_State *L)
{
	lua_pushcfunction(L, make_format);
	lua_guard(L);
}
