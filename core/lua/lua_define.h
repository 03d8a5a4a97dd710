/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_define.h - formats that are written in Lua.
 *
 * A struct definition begins with the descriptor of a format, so that it bids
 * and reads as plugins do; struct ps_self tells the callbacks which one they
 * are called for.  All of it belongs to the script's arena.
 */
#ifndef PS_LUA_DEFINE_H
#define PS_LUA_DEFINE_H

#include "polyscraper.h"

struct lua_config;
struct lua_State;
struct node;
struct ps_input;

/* Columns of a table that stand first, and in this order. */
struct told_columns {
	const char		*table;		/* "": that of the document */
	const char		**names;
	uint32_t		 n;
};

struct definition {
	struct ps_format	 format;	/* must be first */
	struct definition	*next;
	struct lua_config	*script;
	struct node		*node;
	const char		*place;		/* of its sniff */
	int			 sniff, rows;	/* where Lua keeps them */
	struct told_columns	*tables;
	uint32_t		 n_tables;
	/* Its sniff went wrong, which is told once: in memory that all */
	/* processes share. */
	bool			*wrong;
};

/* A table that rows() makes. */
struct lua_made {
	const char		*name;		/* "": after the document */
	uint32_t		 number;
	uint32_t		 n, told;	/* columns, those told before */
};

/* A document that a format in Lua reads: its plugin's state. */
struct lua_reading {
	const struct definition	*d;
	struct ps_self		*self;
	struct ps_input		*in;
	struct ps_rows		*out;		/* of the call at hand */
	struct lua_State	*thread;	/* that rows() runs in */
	int			 kept;	/* where Lua keeps it */
	bool			 lent;	/* the document, to another script */
	bool			 started, ended, announced, mended;
	uint64_t		 from;		/* where this call began */
	uint64_t		 fruitless;	/* calls that read nothing */
	uint64_t		 record;	/* the line it began in, */
	uint64_t		 place;		/* and the byte */
	bool			 told;	/* the next line begins another one */
	struct ps_slice		 last;	/* what was read last; */
	char			*kept_last;	/* from an earlier call */
	/* The first table is that of the document, used or not. */
	uint32_t		 main;
	struct lua_made		*tables;
	uint32_t		 n_tables, room;
	struct ps_slice		*cells;
	uint32_t		 cells_room;
};

#define LAST_MOST	(64u << 10)	/* of it */

/* lua_define.c: the constructor on the stack; */
void	lua_push_define(struct lua_State *);
/* A hash of the script stands for the version of its formats. */
void	definitions_version(struct lua_config *, uint64_t hash);
/* Whether a sniff went wrong in any process. */
bool	definitions_wrong(const struct lua_config *);
void	definitions_free(struct lua_config *);
/* A format of the script by its descriptor; NULL: it is another's. */
struct definition *lua_definition(const struct lua_config *,
	    const struct ps_plugin *);
/* lua_format.c: the callbacks. */
void	lua_format_fill(struct ps_format *);
/* lua_emit.c: emit() for the document at the top of the stack, which it */
/* replaces. */
void	lua_push_emit(struct lua_State *);
/* What rows are for that it emits first, or that of the document. */
struct ps_table lua_main_table(struct lua_reading *);
/* lua_read.c: doc:lines(), doc:read(); lua_reject.c: doc:reject() */
void	lua_read_register(struct lua_State *);
int	lua_reject(struct lua_State *);
/* The reading of the document at a stack index; raises where rows() cannot */
/* go on with it: `word` is what was called. */
struct lua_reading *lua_reading_at(struct lua_State *, int index,
	    const char *word);
/* lua_lines.c: string.lines() */
void	lua_lines_register(struct lua_State *);

#endif
