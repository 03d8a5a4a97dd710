/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_test.c - test { "name", input = "...", expect = { ... } }: kept for the
 * command `test`; a run of the file passes over it.
 */
#include <errno.h>
#include <lauxlib.h>
#include <lua.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lua_impl.h"
#include "lua_test.h"
#include "mem.h"
#include "options.h"
#include "str.h"

#define WORD	"test"

static const char *const keys[] = {
	"input", "file", "name", "url", "format", "pipeline", "partial",
	"expect", NULL
};

static const char *
text_of(lua_State *L, const struct item *item)
{
	if (item->type == LUA_TSTRING)
		return item->text;
	lua_mistake(L, item->place, WORD ": %s: it takes text", item->name);
	return "";
}

/* Beside the script, unless it says otherwise. */
static const char *
file_of(lua_State *L, const struct item *item)
{
	const struct lua_config	*c = lua_config_of(L);
	const char		*path = text_of(L, item);
	struct stat		 st;

	if (*path == '\0')
		return path;
	if (*path != '/')
		path = arena_printf(c->arena, "%s%s", c->folder, path);
	if (stat(path, &st) == -1)
		lua_mistake(L, item->place, WORD ": file = \"%s\": %s",
		    shown_str(item->text), strerror(errno));
	return path;
}

static void
read_pipeline(lua_State *L, struct script_test *t, const struct item *item)
{
	int64_t	n = 0;

	if (item->type == LUA_TNUMBER && item->whole &&
	    parse_int(item->text, strlen(item->text), &n) && n > 0 &&
	    n <= UINT32_MAX)
		t->pipeline = (uint32_t)n;
	else
		lua_mistake(L, item->place, WORD ": pipeline: it takes the "
		    "number of a pipeline of the file, the first is 1");
}

static void
read_key(lua_State *L, struct script_test *t, const struct item *item)
{
	const char	*name = item->name;

	if (strcmp(name, "input") == 0)
		t->input = text_of(L, item);
	else if (strcmp(name, "file") == 0)
		t->file = file_of(L, item);
	else if (strcmp(name, "name") == 0)
		t->called = text_of(L, item);
	else if (strcmp(name, "url") == 0)
		t->url = text_of(L, item);
	else if (strcmp(name, "format") == 0)
		t->format = text_of(L, item);
	else if (strcmp(name, "pipeline") == 0)
		read_pipeline(L, t, item);
	else if (strcmp(name, "partial") == 0 && item->type == LUA_TBOOLEAN)
		t->partial = strcmp(item->text, "true") == 0;
	else if (strcmp(name, "partial") == 0)
		lua_mistake(L, item->place, WORD ": partial: expected true or "
		    "false");
	else if (strcmp(name, "expect") == 0)
		lua_expect(L, t, item->place);
	else
		lua_unknown_key(L, WORD, item, keys, 0, "");
}

static void
must_be_whole(lua_State *L, const struct script_test *t, bool expects)
{
	if ((t->input == NULL) == (t->file == NULL))
		lua_mistake(L, t->place, WORD ": give either input = \"...\" "
		    "or file = \"...\"");
	if (!expects)
		lua_mistake(L, t->place, WORD ": it expects nothing; say what "
		    "must come out, as in expect = { sale = { { id = 1 } } }");
	if (t->url != NULL && strstr(t->url, "://") == NULL)
		lua_mistake(L, t->place, WORD ": '%s' is no URL; a file's "
		    "name and folders stand in name = \"...\"",
		    shown_str(t->url));
}

static int
make_test(lua_State *L)
{
	struct lua_config	 *c = lua_config_of(L);
	uint32_t		  n, n_names;
	struct item		 *items = lua_items(L, WORD, &n);
	const char		**names = lua_strings(L, WORD, &n_names);
	struct script_test	 *t = arena_alloc(c->arena, sizeof(*t));
	bool			  expects = false;

	t->place = lua_place(L);
	t->issue_count = t->rejected = t->skipped = NOT_TOLD;
	t->name = n_names > 0 ? names[0] : NULL;
	if (n_names > 1)
		lua_mistake(L, t->place, WORD ": '%s' is one too many; it "
		    "takes one name", shown_str(names[1]));
	for (uint32_t i = 0; i < n; i++) {
		expects |= strcmp(items[i].name, "expect") == 0;
		read_key(L, t, &items[i]);
	}
	must_be_whole(L, t, expects);
	GROW(c->tests, c->n_tests, c->tests_room);
	c->tests[c->n_tests++] = t;
	return 0;
}

void
lua_test_register(lua_State *L)
{
	lua_constructor(L, WORD, make_test);
}

uint32_t
lua_config_tests(const struct lua_config *c)
{
	return c->n_tests;
}

const struct script_test *
lua_config_test(const struct lua_config *c, uint32_t i)
{
	return c->tests[i];
}
