/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cmd_test.h - the parts of the command `test`.
 */
#ifndef PS_CMD_TEST_H
#define PS_CMD_TEST_H

#include "lua_test.h"
#include "pipeline.h"

struct buf;
struct sink_use;

/* One test on one pipeline, on its way. */
struct trial {
	const struct script_test	*test;
	struct arena			*arena;
	struct sink_use			*db;	/* what was loaded */
	struct buf			*out;	/* lines of differences */
	bool				 provenance;	/* rows have it */
	uint32_t			 n_wrong;
};

/* One difference, a line "# t.lua:60: ...": the first ten are kept. */
void	trial_wrong(struct trial *, const char *, ...) PS_PRINTF(2, 3);
/* One statement for the database; false after trial_wrong(). */
bool	trial_ask(struct trial *, const char *sql, const struct ps_value *,
	    uint32_t n, ps_row_fn *, void *arg);

/*
 * test_load.c: the input through the pipeline into `db`, a file that is not
 * there yet.  The exit status of the load.
 */
int	test_load(const struct pipeline *, const struct script_test *,
	    const char *db, struct arena *, const char **error);
/* The sink that reads it afterwards. */
bool	test_sink(struct pipeline *, const char *db, const char **error);

/* test_counts.c: documents, rejects, issues, facts */
void	test_counts(struct trial *);
/* test_tables.c: rows, cell by cell */
void	test_tables(struct trial *);

/* test_value.c: a value of a column of that type ("decimal(5,2)") */
bool	test_same(const struct ps_value *got, const char *type,
	    const struct ps_value *wanted);
const char *test_shown(struct arena *, const struct ps_value *,
	    const char *type);

#endif
