/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_record.h - a record as the script sees it, and cells as values in Lua.
 */
#ifndef PS_LUA_RECORD_H
#define PS_LUA_RECORD_H

#include "lua_map.h"
#include "reading.h"

struct lua_State;

void	lua_record_register(struct lua_State *);
/* A record for a mapping: its `record` and `index` are set. */
void	lua_make_record(struct lua_State *, struct mapping *);
/* It has so many columns of the document now. */
void	lua_widen_record(struct lua_State *, struct mapping *,
	    uint32_t n_source);
/* It had these fields, and the columns of the document known to it. */
void	lua_restore_record(struct lua_State *, struct mapping *,
	    const struct field *, uint32_t n);
/* Nothing can be done with it any more. */
void	lua_drop_record(struct lua_State *, struct mapping *);
/* The cell as a value with the type of its column. */
void	lua_push_cell(struct lua_State *, const struct reading *,
	    const struct ps_slice *);
void	lua_push_null(struct lua_State *);
/* The number there in digits, a float in the fewest; the length. */
size_t	lua_number_text(struct lua_State *, int index,
	    char out[CELL_TEXT_MAX]);
/* The value at a stack index as a cell, its text in scratch memory; raises */
/* where it cannot be one; `name` is for the message. */
struct ps_slice lua_cell(struct lua_State *, int index, struct ps_rows *,
	    const char *name);

#endif
