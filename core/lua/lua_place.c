/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_place.c - where in a script something stands.
 *
 * Lua knows the line of a call, not those of the keys in its table, so the
 * text is read again from there: past strings and comments, at the depth of
 * the constructor's own braces.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdio.h>
#include <string.h>

#include "lua_impl.h"
#include "mem.h"
#include "str.h"

int
lua_wrong(lua_State *L, const char *place, const char *fmt, ...)
{
	char	message[2000];
	va_list	ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	lua_pushfstring(L, "%s: %s", place, message);
	return lua_error(L);
}

static const struct chunk *
chunk_named(const struct lua_config *c, const char *source)
{
	if (source == NULL || *source != '@')
		return NULL;
	for (const struct chunk *k = c->chunks; k != NULL; k = k->next)
		if (strcmp(k->name, source + 1) == 0)
			return k;
	return NULL;
}

/* The nearest caller that is written in Lua. */
int
lua_line(lua_State *L, const struct chunk **chunk)
{
	lua_Debug ar;

	*chunk = NULL;
	for (int level = 1; lua_getstack(L, level, &ar) == 1; level++) {
		lua_getinfo(L, "Sl", &ar);
		if (ar.currentline <= 0)
			continue;
		*chunk = chunk_named(lua_config_of(L), ar.source);
		return ar.currentline;
	}
	return 0;
}

/* Each is made once: a script may ask for the same one without end. */
static const char *
place_text(const struct lua_config *c, const struct chunk *k, int line)
{
	const char	**at;

	if (k == NULL || line <= 0)
		return "?";
	at = &k->places[(uint32_t)line <= k->lines ? line : 0];
	if (*at == NULL)
		*at = arena_printf(c->arena, "%s:%d", shown_str(k->name),
		    line);
	return *at;
}

const char *
lua_place_of(const struct lua_config *c, const char *source, int line)
{
	return place_text(c, chunk_named(c, source), line);
}

const char *
lua_place(lua_State *L)
{
	const struct chunk	*chunk;
	int			 line = lua_line(L, &chunk);

	return place_text(lua_config_of(L), chunk, line);
}

size_t
lua_place_length(const char *message)
{
	for (const char *p = message; *p != '\0'; p++) {
		size_t	digits = *p == ':' ? strspn(p + 1, "0123456789") : 0;

		if (digits > 0 && p[1 + digits] == ':' && p[2 + digits] == ' ')
			return (size_t)(p - message) + digits + 3;
	}
	return 0;
}

int
lua_error_text(lua_State *L)
{
	const char	*place = lua_place(L);

	lua_settop(L, 1);
	if (lua_type(L, 1) != LUA_TSTRING &&
	    (!luaL_callmeta(L, 1, "__tostring") ||
	    lua_type(L, -1) != LUA_TSTRING))
		lua_pushfstring(L, "an error that is a %s",
		    luaL_typename(L, 1));
	if (*place == '?' || lua_place_length(lua_tostring(L, -1)) > 0)
		return 1;
	lua_pushfstring(L, "%s: ", place);
	lua_insert(L, -2);
	lua_concat(L, 2);
	return 1;
}

struct scan {
	const char	*p, *end;
	int		 line;
};

static bool
at_word(int c)
{
	return is_alnum(c) || c == '_';
}

static void
step(struct scan *s)
{
	if (s->p < s->end && *s->p++ == '\n')
		s->line++;
}

static void
skip_to(struct scan *s, const char *stop)
{
	while (s->p < s->end && s->p < stop)
		step(s);
}

/* Past "..." or '...': an escaped byte never closes it. */
static void
skip_quoted(struct scan *s)
{
	char quote = *s->p;

	step(s);
	while (s->p < s->end && *s->p != quote && *s->p != '\n') {
		if (*s->p == '\\')
			step(s);
		step(s);
	}
	step(s);
}

/* Past [[...]] or [=[...]=]; false if none begins here. */
static bool
skip_long(struct scan *s)
{
	const char	*p = s->p + 1;
	size_t		 level;

	while (p < s->end && *p == '=')
		p++;
	if (p >= s->end || *p != '[')
		return false;
	level = (size_t)(p - s->p - 1);
	for (; p < s->end; p++) {
		if (*p != ']' || (size_t)(s->end - p) < level + 2 ||
		    p[level + 1] != ']')
			continue;
		if (strspn(p + 1, "=") == level)
			break;
	}
	skip_to(s, p < s->end ? p + level + 2 : s->end);
	return true;
}

static void
skip_comment(struct scan *s)
{
	s->p += 2;
	if (s->p < s->end && *s->p == '[' && skip_long(s))
		return;
	while (s->p < s->end && *s->p != '\n')
		s->p++;
}

enum { END_OF_TEXT, WORD, QUOTED, OTHER };

/* The next word, text in quotes or byte of punctuation: given by p and n. */
static int
next(struct scan *s, const char **p, size_t *n)
{
	while (s->p < s->end) {
		if (*s->p == '-' && s->end - s->p > 1 && s->p[1] == '-')
			skip_comment(s);
		else if (*s->p == '[' && skip_long(s))
			continue;
		else if (is_space((unsigned char)*s->p))
			step(s);
		else
			break;
	}
	*p = s->p;
	*n = 1;
	if (s->p >= s->end)
		return END_OF_TEXT;
	if (*s->p == '"' || *s->p == '\'') {
		skip_quoted(s);
		++*p;
		*n = s->p - *p > 0 ? (size_t)(s->p - *p) - 1 : 0;
		return QUOTED;
	}
	if (!at_word((unsigned char)*s->p)) {
		s->p++;
		return OTHER;
	}
	while (s->p < s->end && at_word((unsigned char)*s->p))
		s->p++;
	*n = (size_t)(s->p - *p);
	return WORD;
}

static bool
is_assigned(struct scan s)
{
	const char	*p;
	size_t		 n;

	return next(&s, &p, &n) == OTHER && *p == '=' &&
	    (s.p >= s.end || *s.p != '=');
}

static bool
same(const char *p, size_t n, const char *word)
{
	return strlen(word) == n && memcmp(p, word, n) == 0;
}

/* From a line on: to `key =` directly within `word { ... }`, if it is there. */
static bool
find_key(struct scan *at, const char *word, const char *key)
{
	struct scan	 s = *at;
	const char	*p;
	size_t		 n;
	int		 depth = 0, kind;
	bool		 found = false;

	for (; (kind = next(&s, &p, &n)) != END_OF_TEXT; *at = s) {
		if (depth == 0 && kind == WORD)
			found = same(p, n, word);
		else if (kind == OTHER && *p == '{')
			depth += found;
		else if (kind == OTHER && *p == '}' && depth > 0)
			depth--;
		else if (depth == 1 && kind == WORD && same(p, n, key) &&
		    is_assigned(s)) {
			*at = s;
			return true;
		}
		if (found && kind == OTHER && *p == '}' && depth == 0)
			return false;
	}
	return false;
}

/* Behind `key` of find_key(): to `inner =` or `["inner"] =` in its table. */
static bool
find_inner(struct scan *at, const char *inner)
{
	struct scan	 s = *at;
	const char	*p;
	size_t		 n;
	int		 depth = 0, kind, last = OTHER;

	while ((kind = next(&s, &p, &n)) != END_OF_TEXT) {
		if (kind == OTHER && *p == '{')
			depth++;
		else if (kind == OTHER && *p == '}' && --depth <= 0)
			return false;
		else if (depth == 1 && same(p, n, inner) && (kind == QUOTED ?
		    last == '[' : kind == WORD && is_assigned(s))) {
			*at = s;
			return true;
		}
		last = kind == OTHER ? *p : kind;
	}
	return false;
}

static struct scan
from_line(const struct chunk *chunk, int line)
{
	struct scan s = { chunk->text, chunk->text + chunk->n, 1 };

	while (s.p < s.end && s.line < line)
		step(&s);
	return s;
}

const char *
lua_key_place(lua_State *L, const char *word, const char *key, int *line)
{
	return lua_inner_place(L, word, key, NULL, line);
}

const char *
lua_inner_place(lua_State *L, const char *word, const char *key,
    const char *inner, int *line)
{
	const struct chunk	*chunk;
	struct scan		 s;

	*line = lua_line(L, &chunk);
	if (chunk != NULL && *line > 0) {
		s = from_line(chunk, *line);
		if (find_key(&s, word, key)) {
			*line = s.line;
			if (inner != NULL && find_inner(&s, inner))
				*line = s.line;
		}
	}
	return place_text(lua_config_of(L), chunk, *line);
}
