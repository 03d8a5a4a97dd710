/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_impl.h - what the parts of the Lua configuration share.
 *
 * A Lua error leaves C functions by a long jump: nothing that must be freed
 * may be held while Lua is called, so all memory here is the arena's.
 */
#ifndef PS_LUA_IMPL_H
#define PS_LUA_IMPL_H


#include "polyscraper.h"

struct arena;
struct lua_State;
struct pipeline;
struct registry;
struct setting;

#define LUA_BYTES_MAX	((size_t)256 << 20)	/* a script's memory */
#define LUA_TEXT_MAX	((size_t)4 << 20)	/* a script's own size */
#define LIST_DEPTH	8			/* of lists within lists */

/* The text of a file that was run, for finding the lines of keys. */
struct chunk {
	struct chunk	*next;
	const char	*name;		/* as in messages */
	const char	*text;
	size_t		 n;
};

/* What a constructor returned: a use of a plugin, not yet in a pipeline. */
struct node {
	struct node		*next;
	enum ps_kind		 kind;
	const struct ps_plugin	*plugin;
	struct setting		*settings;
	uint32_t		 n_settings;
	const char		**inputs;	/* a source's unnamed items */
	uint32_t		 n_inputs;
	const char		**globs;	/* a format's selectors */
	uint32_t		 n_globs;
	const char		*place;
	bool			 used;
};

struct lua_config {
	struct lua_State	*L;
	size_t			 used;		/* bytes of Lua's memory */
	struct arena		*arena;
	const struct registry	*registry;
	const char		*folder;	/* of the script, for require */
	struct chunk		*chunks;
	struct node		*nodes;
	struct pipeline		**pipelines;
	uint32_t		 n_pipelines, room;
	bool			 verbose;
};

struct lua_config *lua_config_of(struct lua_State *);

/* lua_place.c: where in the script something stands */
/* The line of the call; its file. */
int	lua_line(struct lua_State *, const struct chunk **);
const char *lua_place(struct lua_State *);	/* "file.lua:3" */
/* ... of a key in the constructor `word { ... }` that is running. */
const char *lua_key_place(struct lua_State *, const char *word,
	    const char *key, int *line);
/* Raises "place: message"; never returns (the int is for `return`). */
int	lua_wrong(struct lua_State *, const char *place, const char *, ...)
	    PS_PRINTF(3, 4);

/* lua_sandbox.c: a state with what a configuration may use, no more */
struct lua_State *lua_sandbox_open(struct lua_config *);
/* Loads a text file as a function on the stack, or a message instead. */
bool	lua_sandbox_load(struct lua_State *, const char *path);

/* lua_table.c: tables as settings */
struct item {
	const char	*name;		/* NULL: a positional one */
	const char	*place;
	int		 line;
	int		 type;		/* LUA_TSTRING ... */
	bool		 whole;		/* a number without a fraction */
	const char	*text;		/* of booleans, numbers, strings */
	const char	**list;		/* of a table of such, else NULL */
	uint32_t	 n_list;
};
/* The table at stack index 1, its named keys in the order of their lines. */
struct item *lua_items(struct lua_State *, const char *word, uint32_t *n);
/* The positional values (strings) of that table, lists flattened. */
const char **lua_strings(struct lua_State *, const char *word, uint32_t *n);
struct setting lua_setting(const struct item *);

/* lua_use.c: source.NAME, format.NAME, sink.NAME */
void	lua_use_register(struct lua_State *);
/* The node at a stack index, or NULL. */
struct node *lua_node(struct lua_State *, int index);
/* lua_pipeline.c: pipeline, and the names of later versions */
void	lua_pipeline_register(struct lua_State *);

#endif
