/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_require.c - texts that are run: the file itself, and the modules beside
 * it, which is as far as `require` sees.
 *
 * Before each text stands, in its first line, a `local` with all of our names:
 * they are constants then, which the compiler itself refuses to change, and
 * found faster than globals are.
 */
#include <errno.h>
#include <fcntl.h>
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lua_impl.h"
#include "mem.h"
#include "str.h"

#define MODULE_CHARACTERS						\
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."
#define CONSTANT	"attempt to assign to const variable "

/* The whole of what is open; NULL and errno. */
static char *
read_all(FILE *f, struct arena *arena, size_t *n)
{
	char	*text = xmalloc(LUA_TEXT_MAX + 1), *kept = NULL;
	int	 error;

	errno = 0;
	*n = fread(text, 1, LUA_TEXT_MAX + 1, f);
	error = ferror(f) ? errno : *n > LUA_TEXT_MAX ? EFBIG : 0;
	if (error == 0) {
		kept = arena_alloc(arena, *n + 1);
		memcpy(kept, text, *n);
	}
	free(text);
	errno = error;
	return kept;
}

/* Of a module: a pipe or a device could be waited for without end. */
static bool
is_file(int fd)
{
	struct stat	st;

	if (fstat(fd, &st) == -1)
		return false;
	errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
	return S_ISREG(st.st_mode);
}

static char *
read_text(struct arena *arena, const char *path, bool module, size_t *n)
{
	int	 fd = open(path, O_RDONLY | O_CLOEXEC |
		    (module ? O_NONBLOCK : 0)), error;
	FILE	*f;
	char	*text;

	if (fd == -1)
		return NULL;
	if ((module && !is_file(fd)) || (f = fdopen(fd, "r")) == NULL) {
		error = errno;
		close(fd);
		errno = error;
		return NULL;
	}
	text = read_all(f, arena, n);
	error = errno;
	fclose(f);
	errno = error;
	return text;
}

static uint32_t
count_lines(const struct chunk *k)
{
	uint32_t	n = 1;

	for (size_t i = 0; i < k->n; i++)
		n += k->text[i] == '\n';
	return n;
}

static const struct chunk *
add_chunk(struct lua_config *c, const char *path, char *text, size_t n)
{
	struct chunk	*k = arena_alloc(c->arena, sizeof(*k));

	if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		n -= 3;
	}
	if (n > 1 && text[0] == '#')
		memcpy(text, "--", 2);
	k->name = path;
	k->text = text;
	k->n = n;
	k->lines = count_lines(k);
	k->places = arena_alloc(c->arena,
	    (k->lines + 1) * sizeof(*k->places));
	k->next = c->chunks;
	c->chunks = k;
	return k;
}

struct pieces {
	const char	*p[2];
	size_t		 n[2];
	int		 i;
};

static const char *
next_piece(lua_State *L, void *ud, size_t *n)
{
	struct pieces	*s = ud;

	(void)L;
	while (s->i < 2 && s->n[s->i] == 0)
		s->i++;
	if (s->i == 2)
		return NULL;
	*n = s->n[s->i];
	return s->p[s->i++];
}

/* What the compiler says of our constants, in the script's own terms. */
static void
say_constant(lua_State *L)
{
	const char	*s = lua_tostring(L, -1), *at;
	size_t		 n;

	if (s == NULL || (at = strstr(s, CONSTANT "'")) == NULL)
		return;
	n = strcspn(at + sizeof(CONSTANT), "'");
	lua_pushlstring(L, s, (size_t)(at - s));
	lua_pushliteral(L, "'");
	lua_pushlstring(L, at + sizeof(CONSTANT), n);
	lua_pushliteral(L, "' cannot be changed; a 'local' of that name can");
	lua_concat(L, 4);
	lua_remove(L, -2);
}

bool
lua_sandbox_load(lua_State *L, const char *path)
{
	struct lua_config	*c = lua_config_of(L);
	const struct chunk	*k;
	struct pieces		 s = { .i = 0 };
	size_t			 n;
	char			*text = read_text(c->arena, path,
				    c->chunks != NULL, &n);

	if (text == NULL) {
		lua_pushnil(L);
		return false;
	}
	k = add_chunk(c, path, text, n);
	if (k->n > 0 && k->text[0] == LUA_SIGNATURE[0]) {
		lua_pushfstring(L, "%s: it is compiled Lua; only text is run",
		    path);
		return false;
	}
	s.p[0] = c->names;
	s.n[0] = strlen(c->names);
	s.p[1] = k->text;
	s.n[1] = k->n;
	if (lua_load(L, next_piece, &s, arena_printf(c->arena, "@%s", path),
	    "t") == LUA_OK)
		return true;
	say_constant(L);
	return false;
}

/* "a.b" names a/b.lua beside the script, and nothing outside. */
static const char *
module_path(lua_State *L, const char *name)
{
	struct lua_config	*c = lua_config_of(L);
	char			*path = arena_strdup(c->arena, name);

	for (char *p = path; *p != '\0'; p++) {
		if (*p == '.' && is_alnum((unsigned char)p[1]) && p > path)
			*p = '/';
		else if (!is_alnum((unsigned char)*p) && *p != '_' &&
		    *p != '-')
			lua_wrong(L, lua_place(L), "require: '%s' is no "
			    "module's name; it has letters, digits, '_' and "
			    "'.'", shown_str(name));
	}
	return arena_printf(c->arena, "%s%s.lua", c->folder, path);
}

/* Where the path leads, links and all: is it within the script's folder? */
static bool
is_within(const struct lua_config *c, const char *path)
{
	char	*folder = realpath(*c->folder == '\0' ? "." : c->folder, NULL);
	char	*file = realpath(path, NULL);
	size_t	 n = folder == NULL ? 0 : strlen(folder);
	bool	 within = folder == NULL || file == NULL ||
		    strcmp(folder, "/") == 0 ||
		    (strncmp(file, folder, n) == 0 && file[n] == '/');

	free(folder);
	free(file);
	return within;
}

static int
missing_module(lua_State *L, const char *name, const char *path)
{
	if (errno != ENOENT)
		return lua_wrong(L, lua_place(L), "require: '%s' cannot be "
		    "read: %s", shown_str(path), errno == EINVAL ?
		    "it is no ordinary file" : strerror(errno));
	return lua_wrong(L, lua_place(L), "require: there is no module '%s'; "
	    "it would be '%s'", shown_str(name), shown_str(path));
}

/* Upvalue 1: what was required before; `false` while it is being run. */
static int
require(lua_State *L)
{
	const char *name, *path;

	if (lua_type(L, 1) != LUA_TSTRING)
		return lua_wrong(L, lua_place(L), "require takes a name: "
		    "require \"handlers\"");
	name = lua_tostring(L, 1);
	if (strlen(name) != (size_t)lua_rawlen(L, 1))
		return lua_wrong(L, lua_place(L), "require: a module's name "
		    "has no NUL byte");
	lua_settop(L, 1);
	if (lua_getfield(L, lua_upvalueindex(1), name) == LUA_TBOOLEAN &&
	    !lua_toboolean(L, -1))
		return lua_wrong(L, lua_place(L), "require: '%s' is still "
		    "being loaded, so that it cannot be required by what it "
		    "requires", shown_str(name));
	if (!lua_isnil(L, -1))
		return 1;
	path = module_path(L, name);
	if (lua_config_of(L)->frozen)
		return lua_wrong(L, lua_place(L), "require: '%s' comes too "
		    "late; modules are loaded while the file runs",
		    shown_str(name));
	lua_room(L, LUA_TEXT_MAX);
	if (!is_within(lua_config_of(L), path))
		return lua_wrong(L, lua_place(L), "require: '%s' is a link "
		    "that leads out of the script's folder", shown_str(path));
	lua_pushboolean(L, false);
	lua_setfield(L, lua_upvalueindex(1), name);
	if (!lua_sandbox_load(L, path)) {
		if (lua_isnil(L, -1))
			return missing_module(L, name, path);
		return lua_error(L);
	}
	lua_call(L, 0, 1);
	if (lua_isnil(L, -1)) {
		lua_pop(L, 1);
		lua_pushboolean(L, true);
	}
	lua_pushvalue(L, -1);
	lua_setfield(L, lua_upvalueindex(1), name);
	return 1;
}

/* Trusted scripts: what lies beside the script is found first. */
static int
search_beside(lua_State *L)
{
	const char	*name = luaL_checkstring(L, 1), *path;

	if (name[strspn(name, MODULE_CHARACTERS)] != '\0') {
		lua_pushfstring(L, "'%s' is no module beside the script",
		    name);
		return 1;
	}
	path = module_path(L, name);
	if (access(path, F_OK) == -1) {
		lua_pushfstring(L, "no file '%s'", path);
		return 1;
	}
	if (!lua_sandbox_load(L, path)) {
		if (lua_isnil(L, -1))
			return missing_module(L, name, path);
		return lua_error(L);
	}
	lua_pushstring(L, path);
	return 2;
}

/* Behind the first of package.searchers, which asks package.preload. */
static void
add_searcher(lua_State *L)
{
	lua_Integer	n;

	lua_getglobal(L, LUA_LOADLIBNAME);
	lua_getfield(L, -1, "searchers");
	for (n = (lua_Integer)lua_rawlen(L, -1); n >= 2; n--) {
		lua_rawgeti(L, -1, n);
		lua_rawseti(L, -2, n + 1);
	}
	lua_pushcfunction(L, search_beside);
	lua_rawseti(L, -2, 2);
	lua_pop(L, 2);
}

void
lua_require_register(lua_State *L)
{
	if (lua_config_of(L)->trusted) {
		add_searcher(L);
		return;
	}
	lua_newtable(L);
	lua_pushcclosure(L, require, 1);
	lua_setglobal(L, "require");
}
