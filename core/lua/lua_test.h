/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lua_test.h - the tests of a Lua file: what goes in, what must come out.
 */
#ifndef PS_LUA_TEST_H
#define PS_LUA_TEST_H

#include "polyscraper.h"

struct lua_config;

/* A value by the name of its column.  PS_DECIMAL: text of one. */
struct expected_cell {
	const char	*column;
	struct ps_value	 value;
};

struct expected_row {
	struct expected_cell	*cells;
	uint32_t		 n;
};

struct expected_table {
	const char		*name;
	struct expected_row	*rows;
	uint32_t		 n;
};

#define NOT_TOLD	(-1)

/* All of it belongs to the struct lua_config. */
struct script_test {
	const char		*name, *place;	/* "t.lua:60" */
	const char		*input;		/* its text; NULL: ... */
	const char		*file;		/* ... of this file */
	const char		*called;	/* the input's name, or NULL */
	const char		*url;		/* its address, or NULL */
	const char		*format;	/* forced, or NULL */
	uint32_t		 pipeline;	/* from 1 on; 0: all */
	bool			 partial;	/* more may come out */
	struct expected_table	*tables;
	uint32_t		 n_tables;
	struct expected_row	*facts;		/* or NULL */
	const char		**issues;	/* parts of reasons, or NULL */
	uint32_t		 n_issues;
	int64_t			 issue_count, rejected, skipped;
	const char		*read_as;	/* the format, or NULL */
	const char		*failed;	/* part of why, or NULL */
};

uint32_t lua_config_tests(const struct lua_config *);
const struct script_test *lua_config_test(const struct lua_config *, uint32_t);

#endif
