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
#include "selector.h"

struct arena;
struct definition;
struct lua_State;
struct lua_doc;
struct lua_page;
struct pipeline;
struct registry;
struct script_test;
struct setting;
struct shape_rule;

#define LUA_BYTES_MAX	((size_t)64 << 20)	/* a script's memory */
#define LUA_TEXT_MAX	((size_t)4 << 20)	/* a script's own size */
#define REASON_MAX	2000u		/* bytes of why one is rejected */
#define RECORD_BYTES_MAX ((size_t)256 << 20)	/* of what one record makes */
#define LIST_DEPTH	8			/* of lists within lists */

/* The text of a file that was run, for finding the lines of keys. */
struct chunk {
	struct chunk	*next;
	const char	*name;		/* as in messages */
	const char	*text;
	size_t		 n;
	const char	**places;	/* "file.lua:3" for each of them */
	uint32_t	 lines;
};

/* What a constructor made: not yet in a pipeline. */
enum node_kind {
	NODE_BROKEN,		/* a mistake was told of it */
	NODE_SOURCE = PS_SOURCE, NODE_FORMAT = PS_FORMAT, NODE_SINK = PS_SINK,
	NODE_MAP, NODE_SHAPE, NODE_ON
};

struct node {
	struct node		*next;
	enum node_kind		 kind;
	const char		*word;		/* "source.file", "map" */
	const char		*place;
	bool			 used;
	struct selector		 select;	/* of a format, a map */
	int			 function;	/* of a map, a handler: where */
						/* Lua keeps it */
	const char		*label;		/* of a handler */
	bool			 whole;		/* of a map */
	struct shape_rule		*shape;
	/* a use of a plugin */
	const struct ps_plugin	*plugin;
	struct setting		*settings;
	uint32_t		 n_settings;
	const char		**inputs;	/* a source's unnamed items */
	uint32_t		 n_inputs;
};

struct lua_config {
	struct lua_State	*L;
	size_t			 used;		/* bytes of Lua's memory */
	const char		*full;		/* where they did not suffice */
	const char		*endless;	/* where it was stopped */
	const char		*names;		/* `local a <const>, ... = ` */
						/* before each text, or "" */
	bool			 frozen;	/* the file has run */
	bool			 trusted;	/* it may do anything */
	bool			 exhausted;	/* it keeps what it made */
	struct arena		*arena;
	const struct registry	*registry;
	/* Formats of the script: the list, and a registry with them or NULL. */
	struct definition	*definitions;
	struct registry		*defined;
	const char		*folder;	/* of the script, for require */
	struct chunk		*chunks;
	struct node		*nodes;
	struct pipeline		**pipelines;
	uint32_t		 n_pipelines, room;
	struct lua_doc		*doc;		/* at hand; lua_doc.h */
	struct lua_page		*page;	/* of the handler that runs */
	struct script_test	**tests;
	uint32_t		 n_tests, tests_room;
	uint64_t		 n_pages;
	const char		**mistakes;	/* "place: what; what to do" */
	uint32_t		 n_mistakes, mistakes_room;
	bool			 verbose;
};

struct lua_config *lua_config_of(struct lua_State *);
/* All plugins, with the formats that the script has defined. */
const struct registry *lua_registry(struct lua_State *);

/* lua_place.c: where in the script something stands */
/* The line of the call; its file. */
int	lua_line(struct lua_State *, const struct chunk **);
const char *lua_place(struct lua_State *);	/* "file.lua:3" */
const char *lua_place_of(const struct lua_config *, const char *source,
	    int line);
/* ... of a key in the constructor `word { ... }` that is running. */
const char *lua_key_place(struct lua_State *, const char *word,
	    const char *key, int *line);
/* ... of a key in the table that is the value of that key. */
const char *lua_inner_place(struct lua_State *, const char *word,
	    const char *key, const char *inner, int *line);
/* The length of "file.lua:3: " at the start of a message, or 0. */
size_t	lua_place_length(const char *message);
/* A message handler: the error as text, with its place. */
int	lua_error_text(struct lua_State *);
/* Raises "place: message"; never returns (the int is for `return`). */
int	lua_wrong(struct lua_State *, const char *place, const char *, ...)
	    PS_PRINTF(3, 4);

/* lua_sandbox.c: a state with what a configuration may use, no more */
struct lua_State *lua_sandbox_open(struct lua_config *);
/* Raises an error if the file's own memory has no room for n bytes more. */
void	lua_room(struct lua_State *, size_t n);
/* "it needs more than 64 MB of memory", with the place if it is known. */
const char *lua_memory_text(const struct lua_config *);
/* Whether what is left when all garbage is gone takes up half of it. */
bool	lua_exhausted(struct lua_config *);

/* lua_require.c: texts that are run */
/* Loads a text file as a function on the stack, or a message instead. */
bool	lua_sandbox_load(struct lua_State *, const char *path);
void	lua_require_register(struct lua_State *);

/* lua_globals.c: names that nobody changes */
/* All globals so far are ours from here on, and the tables among them. */
void	lua_globals_seal(struct lua_State *);
/* The table that stands behind a sealed one at a stack index, pushed; false */
/* and nothing if it is an ordinary one. */
bool	lua_sealed(struct lua_State *, int index);
/* Raises the error of an assignment into it, unless it may still be made. */
void	lua_may_assign(struct lua_State *, const char *table, int key);

/* lua_library.c: functions of Lua's own that are others here */
void	lua_library_register(struct lua_State *);
/* math.random from here on depends on that text only. */
void	lua_seed(struct lua_State *, const char *text);

/* lua_pairs.c: pairs, in order */
void	lua_pairs_register(struct lua_State *);

/* lua_env.c: env */
void	lua_env_register(struct lua_State *);

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
	const char	*named;		/* a name in that table, or NULL */
};
/* Booleans, numbers and strings without a NUL as text, NULL for anything */
/* else; `whole`: a number without a fraction. */
const char *lua_scalar(struct lua_State *, int index, bool *whole);
/* The table at stack index 1, its named keys in the order of their lines. */
struct item *lua_items(struct lua_State *, const char *word, uint32_t *n);
/* The same where values may be functions, too: items without a text. */
struct item *lua_items_functions(struct lua_State *, const char *word,
	    uint32_t *n);
/* The positional values (strings) of that table, lists flattened. */
const char **lua_strings(struct lua_State *, const char *word, uint32_t *n);
/* Of a table: false after a mistake, if there are names in it. */
bool	lua_is_list(struct lua_State *, const char *word, const struct item *);
struct setting lua_setting(const struct item *);

/* lua_keyed.c: the value of an option that is a table of names (PS_PAIRS). */
const char *lua_keyed(struct lua_State *, const char *word,
	    const struct item *);

/* lua_node.c: what constructors return, and what is wrong in the file */
/* Told at the end with all others; the script goes on. */
void	lua_mistake(struct lua_State *, const char *place, const char *, ...)
	    PS_PRINTF(3, 4);
/* A global constructor.  What it raises is a mistake; it gives a broken node */
/* then. */
void	lua_constructor(struct lua_State *, const char *name,
	    int (*)(struct lua_State *));
/* The function at the top of the stack becomes such a constructor. */
void	lua_guard(struct lua_State *);
/* A new node on the stack; word is its name in messages. */
struct node *lua_push_node(struct lua_State *, enum node_kind,
	    const char *word);
/* The node at a stack index, or NULL. */
struct node *lua_node(struct lua_State *, int index);
void	lua_node_register(struct lua_State *);
/* Nothing can be assigned to a userdata with the metatable at the top. */
void	lua_seal(struct lua_State *);
/* Is the item a selector?  Then its globs are added; `allowed`: 1 << key. */
bool	lua_select(struct lua_State *, const char *word, struct selector *,
	    const struct item *, unsigned allowed);
/* A mistake that names the nearest of `keys` (NULL ends them; may be NULL) */
/* and of the selectors that are allowed, or all of them and the `rest`. */
void	lua_unknown_key(struct lua_State *, const char *word,
	    const struct item *, const char *const *keys, unsigned allowed,
	    const char *rest);

/* lua_value.c: the value that stands for SQL's NULL */
bool	lua_is_null(struct lua_State *, int index);
void	lua_null_register(struct lua_State *);
/* lua_use.c: source.NAME, format.NAME, sink.NAME */
void	lua_use_register(struct lua_State *);
/* lua_pipeline.c: pipeline */
void	lua_pipeline_register(struct lua_State *);
/* lua_check.c: warnings about the file as a whole, once it has run */
void	lua_check_file(const struct lua_config *);
/* lua_test.c: test; lua_expect.c: what stands in its table at that key */
void	lua_test_register(struct lua_State *);
void	lua_expect(struct lua_State *, struct script_test *,
	    const char *place);
/* lua_map.c: map */
void	lua_map_register(struct lua_State *);
/* lua_shape.c: shape */
void	lua_shape_register(struct lua_State *);
/* lua_on.c: on */
void	lua_on_register(struct lua_State *);
/* lua_function.c: the one function among the positional items of the table */
/* at stack index 1, where Lua keeps it */
int	lua_find_function(struct lua_State *, const char *word,
	    const char *place);
/* "t.lua:41: in map "sale": attempt to ...": the place stays in front. */
const char *lua_placed(struct arena *, const char *label,
	    const char *message);
/* lua_pcall() with n arguments and one result; what is raised has its place. */
int	lua_call_protected(struct lua_State *, int n);
/* What it raised (it stays at the top) as a message of `label`; hopeless: it */
/* did not end or keeps more than there is memory, the document fails. */
const char *lua_failure(struct lua_State *, int status, struct arena *,
	    const char *label, bool *hopeless);

/* lua_hint.c: "; what to do" about an error of Lua, or ""; the reason of a */
/* record with the nearest name of a field */
const char *lua_hint(const char *message);
struct mapping;
const char *lua_field_hint(const struct mapping *, const char *why);

/* lua_deadline.c: what runs from here on ends with an error after so many */
/* seconds, unless it is disarmed before. */
void	lua_arm(struct lua_State *, double seconds);
/* The same for a file that is run once; what even the error does not end */
/* ends the process.  `path` is for the message. */
void	lua_arm_file(struct lua_State *, const char *path, double seconds);
void	lua_disarm(struct lua_State *);
bool	lua_is_late(void);
/* "file.lua:3: it does not come to an end" */
const char *lua_late_text(const struct lua_config *);

#endif
