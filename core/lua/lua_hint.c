/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_hint.c - what to do about errors that Lua has words of its own for.
 */
#include <stdlib.h>
#include <string.h>

#include "lua_impl.h"
#include "lua_map.h"
#include "mem.h"
#include "str.h"

/* Both stand in the message; the second may be NULL. */
static const struct {
	const char	*has, *also, *hint;
} hints[] = {
	{ "number expected, got decimal", NULL,
	    "; d:float() makes a number of a decimal" },
	{ "(record expected, got", NULL,
	    "; it is called with a colon, as in r:reject(why)" },
	{ "(document expected, got", NULL,
	    "; it is called with a colon, as in page:fact(name, value)" },
	{ "a null value", NULL,
	    "; NULL is null here: ask for it by == null" },
	{ "attempt to compare", "null",
	    "; NULL is null here: ask for it by == null" },
	{ "attempt to ", " a 'string' with a '",
	    "; text, such as a date, is no number" },
	{ "(method 'fact')", NULL, "; facts are the document's: r.doc:fact" },
	{ "(method 'get')", NULL, "; facts are the document's: r.doc:get" },
	{ "(method 'follow')", NULL, "; links are the document's: "
	    "r.doc:follow" },
};

const char *
lua_hint(const char *message)
{
	const char	*near = strstr(message, " near ");

	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++)
		if (strstr(message, hints[i].has) != NULL &&
		    (hints[i].also == NULL ||
		    strstr(message, hints[i].also) != NULL))
			return hints[i].hint;
	if (strstr(message, "'}' expected") != NULL && near != NULL &&
	    strstr(near, "<eof>") == NULL)
		return "; is a comma missing before it?";
	return "";
}

/* A field that no record has is nil, which is where its name tells more. */
const char *
lua_field_hint(const struct mapping *m, const char *why)
{
	static const char	 of[] = "a nil value (field '";
	const char		*p = strstr(why, of), *near;
	const char		**names;
	char			 name[64];
	size_t			 n;

	if (p == NULL)
		return why;
	p += sizeof(of) - 1;
	n = strcspn(p, "'");
	if (n >= sizeof(name))
		return why;
	memcpy(name, p, n);
	name[n] = '\0';
	names = xcalloc((size_t)m->n + 1, sizeof(*names));
	for (uint32_t i = 0; i < m->n; i++)
		names[i] = m->fields[i].name;
	near = nearest(name, names);
	free(names);
	return near == NULL || strcmp(near, name) == 0 ? why :
	    arena_printf(m->arena, "%s; did you mean '%s'?", why, near);
}
