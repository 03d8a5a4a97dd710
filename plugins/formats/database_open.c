/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * database_open.c - a connection that can do nothing but read tables.
 *
 * A database is a program that somebody else wrote: views, triggers, virtual
 * tables, defaults and generated columns are SQL of his.  Of all that only the
 * expressions of generated columns are ever run, with harmless functions and
 * under limits.
 */
#include <string.h>

#include "database.h"

#define TICK		10000		/* steps of SQLite's machine */
#define TICKS_MAX	5000u		/* for one row */
#define VALUE_MAX	(64 << 20)	/* bytes of one */

static int
on_progress(void *arg)
{
	struct database	*d = arg;

	return ++d->ticks > TICKS_MAX;
}

static int
on_authorize(void *arg, int what, const char *a, const char *b,
    const char *database, const char *within)
{
	(void)arg;
	(void)a;
	(void)b;
	(void)database;
	(void)within;
	return what == SQLITE_SELECT || what == SQLITE_READ ||
	    what == SQLITE_FUNCTION ? SQLITE_OK : SQLITE_DENY;
}

static void
set_limits(sqlite3 *db)
{
	static const struct {
		int	what, most;
	} limits[] = {
		{ SQLITE_LIMIT_LENGTH, VALUE_MAX },
		{ SQLITE_LIMIT_SQL_LENGTH, 1000000 },
		{ SQLITE_LIMIT_EXPR_DEPTH, 100 },
		{ SQLITE_LIMIT_COMPOUND_SELECT, 10 },
		{ SQLITE_LIMIT_ATTACHED, 0 },
		{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100 },
		{ SQLITE_LIMIT_TRIGGER_DEPTH, 1 },
		{ SQLITE_LIMIT_WORKER_THREADS, 0 },
	};

	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		sqlite3_limit(db, limits[i].what, limits[i].most);
}

static void
set_switches(sqlite3 *db)
{
	static const struct {
		int	what, on;
	} switches[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
		{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
		{ SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0 },
	};

	for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++)
		(void)sqlite3_db_config(db, switches[i].what, switches[i].on,
		    NULL);
}

static bool
set_up(struct database *d)
{
	set_limits(d->db);
	set_switches(d->db);
	if (sqlite3_exec(d->db, "PRAGMA cell_size_check=ON;"
	    "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
	    "PRAGMA query_only=ON; PRAGMA cache_size=-4000", NULL, NULL,
	    NULL) != SQLITE_OK)
		return false;
	sqlite3_progress_handler(d->db, TICK, on_progress, d);
	return sqlite3_set_authorizer(d->db, on_authorize, d) == SQLITE_OK;
}

enum ps_status
database_connect(struct database *d)
{
	static const char list[] = "SELECT type, name, rootpage "
	    "FROM sqlite_master WHERE type IN ('table', 'view')";
	int	st = database_register(d);

	if (st == SQLITE_OK)
		st = sqlite3_open_v2("document", &d->db, SQLITE_OPEN_READONLY |
		    SQLITE_OPEN_NOMUTEX, d->vfs_name);
	if (st == SQLITE_OK && set_up(d) && sqlite3_prepare_v2(d->db, list,
	    sizeof(list), &d->list, NULL) == SQLITE_OK)
		return PS_OK;
	(void)ps_fail(d->self, PS_FAIL, 0, "SQLite cannot open it: %s",
	    d->db == NULL ? sqlite3_errstr(st) : sqlite3_errmsg(d->db));
	database_leave(d);
	return PS_FAIL;
}

void
database_leave(struct database *d)
{
	sqlite3_finalize(d->list);
	sqlite3_close_v2(d->db);
	d->list = NULL;
	d->db = NULL;
	database_unregister(d);
}
