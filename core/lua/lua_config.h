/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_config.h - a Lua file becomes pipelines.
 *
 * The file runs once, in the supervisor, before anything is forked.  All that
 * it made belongs to the struct lua_config.
 */
#ifndef PS_LUA_CONFIG_H
#define PS_LUA_CONFIG_H

#include "polyscraper.h"

struct lua_config;
struct pipeline;
struct registry;

#define LUA_VERBOSE	1u	/* errors with the calls that led to them */
#define LUA_TRUSTED	2u	/* with all of Lua's libraries */
#define LUA_SECONDS	10	/* of processor are enough for a file */

/* NULL after a message.  In so many seconds of processor; 0: in any time. */
struct lua_config *lua_config_run(const struct registry *, const char *path,
	    const char *const *args, uint32_t n_args, unsigned flags,
	    double seconds);
/* A file whose formats every load has, and no pipeline. */
struct lua_config *lua_config_formats(const struct registry *,
	    const char *path);
uint32_t lua_config_count(const struct lua_config *);
struct pipeline *lua_config_pipeline(const struct lua_config *, uint32_t);
/* A document of that address begins: chance depends on it alone. */
void	lua_config_document(struct lua_config *, const char *address);
/* What the script keeps leaves no room: the process is of no more use. */
bool	lua_config_is_spent(const struct lua_config *);
/* While it ran: a mistake in the script came to light, and was told. */
bool	lua_config_is_wrong(const struct lua_config *);
void	lua_config_free(struct lua_config *);

#endif
