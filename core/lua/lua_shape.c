/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_shape.c - shape { selector, types = {...}, rename = {...}, ... }: what
 * is wished of a table.
 *
 * Tables within its table are read here, since only they have names in them
 * that people choose: those of columns.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "lua_impl.h"
#include "mem.h"
#include "names.h"
#include "shape.h"
#include "str.h"

#define WORD	"shape"
#define ALL	((1u << N_SELECT_KEYS) - 1)

/* A column and what is said of it: text, or NULL and what it is instead. */
struct pair {
	const char	*column, *value, *is, *place;
	int		 line;
};

static int
by_line(const void *a, const void *b)
{
	const struct pair	*x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return strcmp(x->column, y->column);
}

/* The text at an index of the stack; NULL if it is none, or has a NUL. */
static const char *
text_at(lua_State *L, int index)
{
	size_t		 n;
	const char	*s;

	if (lua_type(L, index) != LUA_TSTRING)
		return NULL;
	s = lua_tolstring(L, index, &n);
	return memchr(s, '\0', n) != NULL ? NULL :
	    arena_strndup(lua_config_of(L)->arena, s, n);
}

/* The key and value at the top of the stack; false after a mistake. */
static bool
read_pair(lua_State *L, const struct item *item, const char *example,
    struct pair *p)
{
	if ((p->column = text_at(L, -2)) == NULL) {
		lua_mistake(L, item->place, WORD ": %s names columns, as in "
		    "%s = { %s }", item->name, item->name, example);
		return false;
	}
	p->place = lua_inner_place(L, WORD, item->name, p->column, &p->line);
	p->value = text_at(L, -1);
	p->is = luaL_typename(L, -1);
	return true;
}

static bool
has_text(lua_State *L, const struct item *item, const struct pair *p)
{
	if (p->value != NULL)
		return true;
	lua_mistake(L, p->place, WORD ": %s: '%s' is a %s; it takes text",
	    item->name, shown_str(p->column), p->is);
	return false;
}

/* The table at that key of the constructor's, in the order of its lines. */
static struct pair *
read_pairs(lua_State *L, const struct item *item, const char *example,
    uint32_t *n)
{
	struct pair	*pairs;
	uint32_t	 room = 0;

	*n = 0;
	if (lua_getfield(L, 1, item->name) != LUA_TTABLE) {
		lua_mistake(L, item->place, WORD ": %s: it takes a table, as "
		    "in %s = { %s }", item->name, item->name, example);
		lua_pop(L, 1);
		return NULL;
	}
	for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1))
		room++;
	pairs = arena_alloc(lua_config_of(L)->arena, (room + 1) *
	    sizeof(*pairs));
	for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1))
		*n += read_pair(L, item, example, &pairs[*n]);
	lua_pop(L, 1);
	if (*n > 1)
		qsort(pairs, *n, sizeof(*pairs), by_line);
	return pairs;
}

static void
read_types(lua_State *L, struct shape_rule *s, const struct item *item)
{
	struct arena	*arena = lua_config_of(L)->arena;
	uint32_t	 n;
	struct pair	*p = read_pairs(L, item, "store = \"text\"", &n);
	const char	*wrong;

	s->types = arena_alloc(arena, (n + 1) * sizeof(*s->types));
	for (uint32_t i = 0; i < n; i++) {
		struct shape_type	*t = &s->types[s->n_types];

		if (!has_text(L, item, &p[i]))
			continue;
		wrong = wish_parse(&t->wish, p[i].value, arena);
		if (wrong != NULL) {
			lua_mistake(L, p[i].place, WORD ": types: '%s': %s",
			    shown_str(p[i].column), wrong);
			continue;
		}
		t->column = p[i].column;
		t->text = p[i].value;
		t->place = p[i].place;
		s->n_types++;
	}
}

/* A name as it will be in SQL; NULL after a mistake. */
static const char *
sql_name(lua_State *L, const char *place, const char *what, const char *name)
{
	char	out[NAME_MAX_BYTES + 1];

	name_column(name, strlen(name), 0, out);
	if (strcmp(out, "c0") == 0 && strcmp(name, "c0") != 0) {
		lua_mistake(L, place, WORD ": %s: '%s' has no letter or digit "
		    "that a name could be made of", what, shown_str(name));
		return NULL;
	}
	if (strcmp(out, name) != 0)
		warn("%s: " WORD ": %s: '%s' will be '%s' (warning)", place,
		    what, shown_str(name), out);
	return arena_strdup(lua_config_of(L)->arena, out);
}

static void
read_renames(lua_State *L, struct shape_rule *s, const struct item *item)
{
	uint32_t	 n;
	struct pair	*p = read_pairs(L, item, "Preis = \"price\"", &n);
	const char	*name;

	s->renames = arena_alloc(lua_config_of(L)->arena,
	    (n + 1) * sizeof(*s->renames));
	for (uint32_t i = 0; i < n; i++) {
		if (!has_text(L, item, &p[i]))
			continue;
		name = sql_name(L, p[i].place, "rename", p[i].value);
		if (name != NULL)
			s->renames[s->n_renames++] = (struct shape_name){
				.column = p[i].column, .place = p[i].place,
				.name = name
			};
	}
}

static void
read_key(lua_State *L, struct shape_rule *s, const struct item *item)
{
	const char	**key = arena_alloc(lua_config_of(L)->arena,
			    (item->n_list + 1) * sizeof(*key));

	if (item->list == NULL && item->type == LUA_TSTRING)
		key[s->n_key++] = item->text;
	for (uint32_t i = 0; i < item->n_list; i++) {
		for (uint32_t k = 0; k < i; k++)
			if (strcmp(item->list[i], item->list[k]) == 0)
				lua_mistake(L, item->place, WORD ": key: '%s' "
				    "stands in it twice",
				    shown_str(item->list[i]));
		key[s->n_key++] = item->list[i];
	}
	s->key = key;
	s->key_place = item->place;
	if (s->n_key == 0)
		lua_mistake(L, item->place, WORD ": key: it takes the names "
		    "of columns, as in key = { \"store\", \"receipt\" }");
	for (uint32_t i = 0; i < s->n_key; i++)
		if (*key[i] == '\0')
			lua_mistake(L, item->place, WORD ": key: a column has "
			    "a name");
}

static void
read_drift(lua_State *L, struct shape_rule *s, const struct item *item)
{
	const char	*word = item->type == LUA_TSTRING ? item->text : "";
	const char	*near = nearest(word, drift_words);
	unsigned	 i = 0;

	while (drift_words[i] != NULL && strcmp(drift_words[i], word) != 0)
		i++;
	s->drift_place = item->place;
	if (drift_words[i] != NULL)
		s->drift = (enum drift)i;
	else if (near != NULL)
		lua_mistake(L, item->place, WORD ": drift = \"%s\", did you "
		    "mean '%s'?", shown_str(word), near);
	else
		lua_mistake(L, item->place, WORD ": drift is \"evolve\", "
		    "\"variant\", \"freeze\" or \"reject\"");
}

static void
read_name(lua_State *L, struct shape_rule *s, const struct item *item)
{
	if (item->type != LUA_TSTRING || *item->text == '\0') {
		lua_mistake(L, item->place, WORD ": name: it takes a table's "
		    "name, as in name = \"sale\"");
		return;
	}
	if (strpbrk(item->text, "*?") != NULL) {
		lua_mistake(L, item->place, WORD ": name: '%s' is a glob, and "
		    "the name is that of the table; files are chosen by "
		    "path = \"%s\"", shown_str(item->text),
		    shown_str(item->text));
		return;
	}
	s->name = sql_name(L, item->place, "name", item->text);
	s->name_place = item->place;
	if (s->name != NULL && strncmp(s->name, "_ps_", 4) == 0)
		lua_mistake(L, item->place, WORD ": name: names of the ledger "
		    "begin with _ps_");
}

static const struct {
	const char	*name;
	void		(*read)(lua_State *, struct shape_rule *,
			    const struct item *);
} keys[] = {
	{ "types", read_types }, { "rename", read_renames },
	{ "key", read_key }, { "drift", read_drift }, { "name", read_name }
};
#define N_KEYS	(sizeof(keys) / sizeof(keys[0]))

static void
unknown_key(lua_State *L, const struct item *item)
{
	const char	*names[N_KEYS + N_SELECT_KEYS + 1], *near;
	size_t		 n = 0;

	for (size_t i = 0; i < N_KEYS; i++)
		names[n++] = keys[i].name;
	for (size_t i = 0; i < N_SELECT_KEYS; i++)
		names[n++] = select_names[i];
	names[n] = NULL;
	if ((near = nearest(item->name, names)) != NULL)
		lua_mistake(L, item->place, WORD ": unknown key '%s', did you "
		    "mean '%s'?", shown_str(item->name), near);
	else
		lua_mistake(L, item->place, WORD ": unknown key '%s'; it has: "
		    "types, rename, key, drift, name, and is chosen by host, "
		    "path, name, ext, table, format, magic",
		    shown_str(item->name));
}

static void
read_item(lua_State *L, struct node *node, const struct item *item)
{
	size_t	i = 0;

	while (i < N_KEYS && strcmp(keys[i].name, item->name) != 0)
		i++;
	if (i < N_KEYS)
		keys[i].read(L, node->shape, item);
	else if (!lua_select(L, WORD, &node->select, item, ALL))
		unknown_key(L, item);
}

static int
make_shape(lua_State *L)
{
	uint32_t	 n;
	struct item	*items = lua_items(L, WORD, &n);
	struct node	*node = lua_push_node(L, NODE_SHAPE, WORD);

	node->shape = arena_alloc(lua_config_of(L)->arena,
	    sizeof(*node->shape));
	node->shape->place = node->place;
	if (lua_rawlen(L, 1) > 0)
		lua_mistake(L, node->place, WORD ": item 1 has no name; a "
		    "shape has: types, rename, key, drift, name and what "
		    "chooses its tables");
	for (uint32_t i = 0; i < n; i++)
		read_item(L, node, &items[i]);
	return 1;
}

void
lua_shape_register(lua_State *L)
{
	lua_constructor(L, WORD, make_shape);
}
