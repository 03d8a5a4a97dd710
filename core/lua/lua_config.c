/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_config.c - runs a Lua file and keeps the pipelines that it made.
 */
#include <errno.h>
#include <lauxlib.h>
#include <lua.h>
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "log.h"
#include "lua_config.h"
#include "lua_define.h"
#include "lua_impl.h"
#include "mem.h"
#include "pipeline.h"
#include "str.h"

/* The message handler: the error as text, with the calls for --verbose. */
static int
on_error(lua_State *L)
{
	(void)lua_error_text(L);
	lua_pushstring(L, lua_hint(lua_tostring(L, -1)));
	lua_concat(L, 2);
	if (lua_config_of(L)->verbose)
		luaL_traceback(L, L, lua_tostring(L, -1), 1);
	return 1;
}

static const char *
folder_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? "" :
	    arena_strndup(arena, path, (size_t)(slash - path) + 1);
}

static void
push_args(lua_State *L, const char *path, const char *const *args, uint32_t n)
{
	lua_createtable(L, (int)n, 1);
	lua_pushstring(L, path);
	lua_rawseti(L, -2, 0);
	for (uint32_t i = 0; i < n; i++) {
		lua_pushstring(L, args[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_setglobal(L, "arg");
}

struct start {
	const char		*path;
	const char *const	*args;
	uint32_t		 n_args;
	double			 seconds;
};

/* Runs protected.  Argument 1: a struct start. */
static int
run_file(lua_State *L)
{
	const struct start *s = lua_touserdata(L, 1);

	push_args(L, s->path, s->args, s->n_args);
	if (!lua_sandbox_load(L, s->path)) {
		if (!lua_isnil(L, -1))
			return lua_error(L);
		lua_pushfstring(L, "%s: %s", shown_str(s->path),
		    strerror(errno));
		return lua_error(L);
	}
	luaL_checkstack(L, (int)s->n_args + 4, "too many arguments");
	for (uint32_t i = 0; i < s->n_args; i++)
		lua_pushstring(L, s->args[i]);
	lua_call(L, (int)s->n_args, 0);
	return 0;
}

/* A traceback has several lines; each is a message of its own. */
static void
say_lines(const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, "\n");

		log_say(PS_ERROR, "%.*s", (int)n, text);
		text += n + (text[n] == '\n');
	}
}

/* What was read depends on it: a change makes a later run look again. */
static void
hash_script(struct lua_config *c)
{
	uint64_t	hash = 0;

	for (const struct chunk *k = c->chunks; k != NULL; k = k->next)
		hash = XXH3_64bits_withSeed(k->text, k->n, hash);
	for (uint32_t i = 0; i < c->n_pipelines; i++)
		c->pipelines[i]->script_hash = arena_printf(c->arena,
		    "%016llx", (unsigned long long)hash);
	definitions_version(c, hash);
}

/* All of them, in the order in which the file was run. */
static bool
tell_mistakes(const struct lua_config *c)
{
	for (uint32_t i = 0; i < c->n_mistakes; i++)
		log_say(PS_ERROR, "%s", c->mistakes[i]);
	return c->n_mistakes > 0;
}

static bool
run(struct lua_config *c, struct start *s)
{
	int	status;
	bool	wrong;

	lua_pushcfunction(c->L, on_error);
	lua_pushcfunction(c->L, run_file);
	lua_pushlightuserdata(c->L, s);
	lua_arm_file(c->L, s->path, s->seconds);
	status = lua_pcall(c->L, 1, 0, 1);
	lua_disarm(c->L);
	c->frozen = true;
	wrong = tell_mistakes(c);
	if (status == LUA_OK)
		return !wrong;
	if (lua_is_late())
		log_say(PS_ERROR, "%s; a file has %g seconds of processor",
		    lua_late_text(c), s->seconds);
	else if (status == LUA_ERRMEM)
		log_say(PS_ERROR, "%s%s%s", c->full == NULL ?
		    shown_str(s->path) : "", c->full == NULL ? ": " : "",
		    lua_memory_text(c));
	else
		say_lines(lua_tostring(c->L, -1));
	return false;
}

static struct lua_config *
open_config(const struct registry *registry, const char *path, unsigned flags)
{
	struct lua_config	*c = xcalloc(1, sizeof(*c));

	c->arena = arena_new();
	c->registry = registry;
	c->verbose = (flags & LUA_VERBOSE) != 0;
	c->trusted = (flags & LUA_TRUSTED) != 0;
	c->names = "";
	c->folder = folder_of(c->arena, path);
	c->L = lua_sandbox_open(c);
	return c;
}

struct lua_config *
lua_config_run(const struct registry *registry, const char *path,
    const char *const *args, uint32_t n_args, unsigned flags,
    double seconds)
{
	struct lua_config	*c = open_config(registry, path, flags);
	struct start		 s = { path, args, n_args, seconds };

	if (c->L != NULL && run(c, &s)) {
		lua_check_file(c);
		hash_script(c);
		if (c->n_pipelines > 0)
			return c;
		log_say(PS_ERROR, "%s: it has no pipeline { ... }, so there is "
		    "nothing to run", shown_str(path));
	}
	lua_config_free(c);
	return NULL;
}

struct lua_config *
lua_config_formats(const struct registry *registry, const char *path)
{
	struct lua_config	*c = open_config(registry, path, 0);
	struct start		 s = { path, NULL, 0, LUA_SECONDS };

	if (c->L != NULL && run(c, &s)) {
		hash_script(c);
		if (c->n_pipelines > 0)
			log_say(PS_ERROR, "%s: a file of formats has no "
			    "pipeline { ... }; its documents are those of "
			    "every load", shown_str(path));
		else if (c->definitions != NULL)
			return c;
		else
			log_say(PS_ERROR, "%s: it defines no format; write "
			    "format.define { ... }", shown_str(path));
	}
	lua_config_free(c);
	return NULL;
}

uint32_t
lua_config_count(const struct lua_config *c)
{
	return c->n_pipelines;
}

struct pipeline *
lua_config_pipeline(const struct lua_config *c, uint32_t i)
{
	return c->pipelines[i];
}

/* NULL: there is no script. */
void
lua_config_document(struct lua_config *c, const char *address)
{
	if (c != NULL)
		lua_seed(c->L, address);
}

bool
lua_config_is_spent(const struct lua_config *c)
{
	return c != NULL && c->exhausted;
}

bool
lua_config_is_wrong(const struct lua_config *c)
{
	return definitions_wrong(c);
}

void
lua_config_free(struct lua_config *c)
{
	for (uint32_t i = 0; i < c->n_pipelines; i++)
		pipeline_free(c->pipelines[i]);
	definitions_free(c);
	free(c->pipelines);
	free(c->mistakes);
	free(c->tests);
	if (c->L != NULL)
		lua_close(c->L);
	arena_free(c->arena);
	free(c);
}
