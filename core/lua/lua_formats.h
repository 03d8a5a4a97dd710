/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_formats.h - formats in Lua that are installed beside the plugins.
 *
 * A struct lua_formats owns them; the registry they are in may not be used any
 * more once they are freed.
 */
#ifndef PS_LUA_FORMATS_H
#define PS_LUA_FORMATS_H

struct lua_formats;
struct registry;

/* Those of the .lua files in formats/ below each directory (a NULL ends the */
/* list) go into the registry.  One that is broken is told of and left out. */
/* NULL: there are none. */
struct lua_formats *lua_formats_load(struct registry *,
	    const char *const *directories);
void	lua_formats_free(struct lua_formats *);

#endif
