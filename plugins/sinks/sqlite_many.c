/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sqlite_many.c - thousands of new tables in linear time.
 *
 * CREATE TABLE costs time in every table SQLite knows.  While a database is
 * built, the rows of sqlite_schema that belong to tables nobody uses are
 * therefore moved to _ps_aside, a table of the same file, in the same
 * transaction as everything else: whoever opens the file next moves them back
 * first.  A table that is needed after all comes back with its neighbours,
 * since those are mostly needed next.
 */
#include <string.h>

#include "sqlite_sink.h"

#define SWEEP_AT	100	/* tables made or fetched since the last */
#define HOT_MAX		50	/* tables in use that may stay */
#define FETCH_SPAN	32	/* rows that come back together */
#define RESTORE_STEP	500

#define SCHEMA		"type, name, tbl_name, rootpage, sql"

static uint32_t
hash_name(const char *name)
{
	uint32_t	h = 0x811c9dc5;

	for (; *name != '\0'; name++) {
		unsigned char c = (unsigned char)*name;

		h = (h ^ (c >= 'A' && c <= 'Z' ? c | 32u : c)) * 0x01000193;
	}
	return h ^ h >> 15;
}

/* Its place in the table of names, taken or not; room is a power of two. */
static struct known *
place(struct known *known, uint32_t room, const char *name)
{
	uint32_t	i = hash_name(name) & (room - 1);

	while (known[i].name != NULL &&
	    sqlite3_stricmp(known[i].name, name) != 0)
		i = (i + 1) & (room - 1);
	return &known[i];
}

static bool
grow(struct sink *s)
{
	uint32_t	 room = s->room == 0 ? 256 : 2 * s->room;
	struct known	*bigger = sqlite3_malloc64(room * sizeof(*bigger));

	if (bigger == NULL)
		return false;
	memset(bigger, 0, room * sizeof(*bigger));
	for (uint32_t i = 0; i < s->room; i++)
		if (s->known[i].name != NULL)
			*place(bigger, room, s->known[i].name) = s->known[i];
	sqlite3_free(s->known);
	s->known = bigger;
	s->room = room;
	return true;
}

/* The entry of a name, made if there is none; NULL: no memory. */
static struct known *
note(struct sink *s, const char *name)
{
	struct known	*e;

	if (2 * s->n_known >= s->room && !grow(s))
		return NULL;
	e = place(s->known, s->room, name);
	if (e->name == NULL) {
		if ((e->name = sqlite3_mprintf("%s", name)) == NULL)
			return NULL;
		e->made = e->used = s->epoch;
		s->n_known++;
	}
	return e;
}

static struct known *
find(const struct sink *s, const char *name)
{
	struct known	*e;

	if (s->room == 0)
		return NULL;
	e = place(s->known, s->room, name);
	return e->name == NULL ? NULL : e;
}

static bool
is_ours(const char *name)
{
	return sqlite3_strnicmp(name, "_ps_", 4) == 0 ||
	    sqlite3_strnicmp(name, "sqlite_", 7) == 0;
}

/* SQL: is this one of the tables to be moved? */
static void
is_moving(sqlite3_context *out, int argc, sqlite3_value **argv)
{
	const struct sink	*s = sqlite3_user_data(out);
	const char		*name = (const char *)
				    sqlite3_value_text(argv[0]);
	const struct known	*e = name == NULL ? NULL : find(s, name);

	(void)argc;
	sqlite3_result_int(out, e != NULL && e->moving);
}

void
sq_schema_edit(struct sink *s)
{
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, NULL);
}

/* The new version makes every connection, ours too, read the schema again. */
enum ps_status
sq_schema_done(struct sink *s)
{
	int64_t		version = sq_number(s, "PRAGMA main.schema_version");
	enum ps_status	st = sq_run(s, sqlite3_mprintf(
			    "PRAGMA main.schema_version = %lld",
			    (long long)(version + 1) & 0x7fffffff));

	sqlite3_exec(s->db, "PRAGMA writable_schema=RESET", NULL, NULL, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return st;
}

static void
clear_moving(struct sink *s)
{
	for (uint32_t i = 0; i < s->room; i++)
		s->known[i].moving = false;
}

/* Notes which rows of _ps_aside belong to which table, from `after` on. */
static enum ps_status
learn(struct sink *s, int64_t after)
{
	sqlite3_stmt	*stmt;
	int		 rc = sqlite3_prepare_v2(s->db, "SELECT rowid, "
			    "tbl_name FROM main._ps_aside WHERE rowid > ?1 "
			    "ORDER BY rowid DESC", -1, &stmt, NULL);

	if (rc != SQLITE_OK)
		return sq_error(s, rc);
	sqlite3_bind_int64(stmt, 1, after);
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct known *e = note(s, (const char *)
		    sqlite3_column_text(stmt, 1));

		if (e == NULL) {
			sqlite3_finalize(stmt);
			return sq_no_memory(s);
		}
		e->aside = sqlite3_column_int64(stmt, 0);
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? PS_OK : sq_error(s, rc);
}

/* Tables used again after the epoch they were made in stay, if not too many. */
static void
choose(struct sink *s)
{
	uint32_t	hot = 0;

	for (uint32_t i = 0; i < s->room; i++) {
		struct known *e = &s->known[i];

		if (e->name == NULL || e->aside != 0)
			continue;
		e->moving = e->used != s->epoch || e->made == s->epoch ||
		    ++hot > HOT_MAX;
	}
}

enum ps_status
sq_many_sweep(struct sink *s)
{
	enum ps_status	st = PS_OK, done;
	int64_t		last;

	if (!s->building || s->visible < SWEEP_AT)
		return PS_OK;
	if (!s->aside)
		st = sq_exec(s, "CREATE TABLE main._ps_aside(" SCHEMA ");"
		    "CREATE INDEX main._ps_aside_table "
		    "ON _ps_aside(tbl_name)");
	if (st != PS_OK)
		return st;
	s->aside = true;
	last = sq_number(s, "SELECT coalesce(max(rowid), 0) "
	    "FROM main._ps_aside");
	choose(s);
	sq_schema_edit(s);
	st = sq_exec(s, "INSERT INTO main._ps_aside(" SCHEMA ") SELECT " SCHEMA
	    " FROM main.sqlite_schema WHERE ps_moving(tbl_name) "
	    "ORDER BY rowid;"
	    "DELETE FROM main.sqlite_schema WHERE ps_moving(tbl_name)");
	done = sq_schema_done(s);
	clear_moving(s);
	if (st == PS_OK && (st = done) == PS_OK)
		st = learn(s, last);
	s->visible = 0;
	s->epoch++;
	return st;
}

bool
sq_many_is_aside(struct sink *s, const char *name)
{
	const struct known	*e = find(s, name);

	return e != NULL && e->aside != 0;
}

/* The tables that have a row of _ps_aside near this one count as back. */
static enum ps_status
mark_neighbours(struct sink *s, int64_t row)
{
	sqlite3_stmt	*stmt;
	int		 rc = sqlite3_prepare_v2(s->db, "SELECT tbl_name FROM "
			    "main._ps_aside WHERE rowid BETWEEN ?1 AND ?2", -1,
			    &stmt, NULL);

	if (rc != SQLITE_OK)
		return sq_error(s, rc);
	sqlite3_bind_int64(stmt, 1, row);
	sqlite3_bind_int64(stmt, 2, row + FETCH_SPAN - 1);
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct known *e = find(s, (const char *)
		    sqlite3_column_text(stmt, 0));

		if (e != NULL)
			e->aside = 0;
		s->visible++;
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? PS_OK : sq_error(s, rc);
}

static enum ps_status
fetch(struct sink *s, int64_t row)
{
	enum ps_status	 st = mark_neighbours(s, row), done;
	char		*near = sqlite3_mprintf("tbl_name IN (SELECT tbl_name "
			    "FROM main._ps_aside WHERE rowid BETWEEN %lld AND "
			    "%lld)", (long long)row,
			    (long long)row + FETCH_SPAN - 1);

	if (near == NULL)
		return sq_no_memory(s);
	sq_schema_edit(s);
	if (st == PS_OK)
		st = sq_run(s, sqlite3_mprintf("INSERT INTO "
		    "main.sqlite_schema(" SCHEMA ") SELECT " SCHEMA
		    " FROM main._ps_aside WHERE %s ORDER BY rowid;"
		    "DELETE FROM main._ps_aside WHERE %s", near, near));
	done = sq_schema_done(s);
	sqlite3_free(near);
	return st != PS_OK ? st : done;
}

enum ps_status
sq_many_need(struct sink *s, const char *name)
{
	struct known	*e;
	enum ps_status	 st;

	if (!s->building || (e = find(s, name)) == NULL)
		return PS_OK;
	e->used = s->epoch;
	if (e->aside == 0)
		return PS_OK;
	if ((st = sq_transact(s)) != PS_OK)
		return st;
	s->touched = true;
	return fetch(s, e->aside);
}

enum ps_status
sq_many_made(struct sink *s, const char *name)
{
	struct known	*e;

	if (!s->building || is_ours(name))
		return PS_OK;
	if ((e = note(s, name)) == NULL)
		return sq_no_memory(s);
	s->visible++;
	return PS_OK;
}

/* What was fetched since the savepoint is aside again. */
enum ps_status
sq_many_undone(struct sink *s)
{
	if (!s->touched)
		return PS_OK;
	s->touched = false;
	for (uint32_t i = 0; i < s->room; i++)
		s->known[i].aside = 0;
	sqlite3_exec(s->db, "PRAGMA writable_schema=RESET", NULL, NULL, NULL);
	return learn(s, 0);
}

/* All rows back, some at a time, so that the pages they leave are used. */
enum ps_status
sq_many_restore(struct sink *s)
{
	enum ps_status	st = PS_OK, done;

	if (!s->aside)
		return PS_OK;
	if ((st = sq_transact(s)) != PS_OK)
		return st;
	sq_schema_edit(s);
	while (st == PS_OK && sq_number(s,
	    "SELECT EXISTS(SELECT 1 FROM main._ps_aside)") == 1)
		st = sq_run(s, sqlite3_mprintf(
		    "INSERT INTO main.sqlite_schema(" SCHEMA ") SELECT " SCHEMA
		    " FROM main._ps_aside ORDER BY rowid LIMIT %d;"
		    "DELETE FROM main._ps_aside WHERE rowid IN (SELECT rowid "
		    "FROM main._ps_aside ORDER BY rowid LIMIT %d)",
		    RESTORE_STEP, RESTORE_STEP));
	if (st == PS_OK)
		st = sq_exec(s, "DROP TABLE main._ps_aside");
	done = sq_schema_done(s);
	s->aside = false;
	for (uint32_t i = 0; i < s->room; i++)
		s->known[i].aside = 0;
	return st != PS_OK ? st : done;
}

/* Every user table of a build that is resumed can be moved aside again. */
static enum ps_status
note_tables(struct sink *s)
{
	sqlite3_stmt	*stmt;
	int		 rc = sqlite3_prepare_v2(s->db, "SELECT name FROM "
			    "main.sqlite_schema WHERE type = 'table'", -1,
			    &stmt, NULL);
	enum ps_status	 st = PS_OK;

	if (rc != SQLITE_OK)
		return sq_error(s, rc);
	while (st == PS_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
		st = sq_many_made(s, (const char *)
		    sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	if (st == PS_OK && rc != SQLITE_DONE)
		st = sq_error(s, rc);
	return st;
}

enum ps_status
sq_many_open(struct sink *s)
{
	enum ps_status	st;

	if (!s->building)
		return PS_OK;
	s->epoch = 1;
	if (sqlite3_create_function_v2(s->db, "ps_moving", 1, SQLITE_UTF8 |
	    SQLITE_DIRECTONLY, s, is_moving, NULL, NULL, NULL) != SQLITE_OK)
		return sq_no_memory(s);
	s->aside = sq_number(s, "SELECT count(*) FROM main.sqlite_schema "
	    "WHERE name = '_ps_aside'") > 0;
	if ((st = sq_many_restore(s)) == PS_OK)
		st = note_tables(s);
	return st;
}

void
sq_many_close(struct sink *s)
{
	for (uint32_t i = 0; i < s->room; i++)
		sqlite3_free(s->known[i].name);
	sqlite3_free(s->known);
	s->known = NULL;
	s->room = s->n_known = 0;
}
