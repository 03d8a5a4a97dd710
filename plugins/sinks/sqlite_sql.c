/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sqlite_sql.c - statements, transactions, and what went wrong.
 *
 * Prepared statements are kept by their text, the least used one makes room.
 * CREATE TABLE expires all of them and SQLite prepares them again by itself.
 */
#include <errno.h>
#include <string.h>

#include "sqlite_sink.h"

static const struct advice {
	int		 code;
	enum ps_status	 status;
	const char	*what, *todo;
} advices[] = {
	{ SQLITE_FULL, PS_FATAL, "the disk is full",
	  "make room and run again, what is loaded stays" },
	{ SQLITE_IOERR, PS_FATAL, "the disk refuses",
	  "mend that and run again, what is loaded stays" },
	{ SQLITE_BUSY, PS_FATAL, "another program holds a lock on it",
	  "wait for it or end it, then run again" },
	{ SQLITE_LOCKED, PS_FATAL, "it is locked", "run again" },
	{ SQLITE_READONLY, PS_FATAL, "it cannot be written",
	  "check the permissions of the file and its directory" },
	{ SQLITE_PERM, PS_FATAL, "it cannot be written",
	  "check the permissions of the file and its directory" },
	{ SQLITE_CANTOPEN, PS_FATAL, "it cannot be opened",
	  "check that its directory exists and can be written" },
	{ SQLITE_NOTADB, PS_FATAL, "it is no SQLite database",
	  "name another file" },
	{ SQLITE_CORRUPT, PS_FATAL, "it is damaged",
	  "load into a new file" },
	{ SQLITE_NOMEM, PS_FATAL, "no memory is left", "use fewer workers" },
	{ SQLITE_TOOBIG, PS_FAIL, "a value is too large for SQLite",
	  "leave the document out" },
	{ SQLITE_OK, PS_FAIL, "SQLite refuses", "look at that table or value" }
};

/*
 * What the system said: SQLite forgets it where it rolls back by itself, and
 * then errno still tells, if it is one that a disk may give.
 */
static int
system_error(const struct sink *s, int last)
{
	static const int disk[] = { EFBIG, ENOSPC, EDQUOT, EIO, EROFS };
	int		 told = sqlite3_system_errno(s->db);

	for (size_t i = 0; i < sizeof(disk) / sizeof(disk[0]); i++)
		if (told == 0 && last == disk[i])
			told = last;
	return told;
}

/* Every error of SQLite comes through here: a message and a status. */
enum ps_status
sq_error(struct sink *s, int rc)
{
	const struct advice	*a = advices;
	int			 sys = system_error(s, errno);

	while (a->code != SQLITE_OK && a->code != (rc & 0xff))
		a++;
	if (s->writing && sqlite3_get_autocommit(s->db)) {
		s->writing = s->in_document = false;
		s->lost = true;
	}
	if (a->code == SQLITE_IOERR && sys != 0)
		return ps_fail(s->self, a->status, 0, "%s: %s (%s); %s",
		    s->file, a->what, strerror(sys), a->todo);
	return ps_fail(s->self, s->lost ? PS_FATAL : a->status, 0,
	    "%s: %s (%s); %s", s->file, a->what, sqlite3_errmsg(s->db),
	    a->todo);
}

enum ps_status
sq_no_memory(struct sink *s)
{
	return ps_fail(s->self, PS_FATAL, 0,
	    "%s: no memory is left; use fewer workers", s->file);
}

enum ps_status
sq_exec(struct sink *s, const char *sql)
{
	int	rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? PS_OK : sq_error(s, rc);
}

enum ps_status
sq_run(struct sink *s, char *sql)
{
	enum ps_status	st;

	if (sql == NULL)
		return sq_no_memory(s);
	st = sq_exec(s, sql);
	sqlite3_free(sql);
	return st;
}

int64_t
sq_number(struct sink *s, const char *sql)
{
	sqlite3_stmt	*stmt;
	int64_t		 number = -1;

	if (sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL) != SQLITE_OK)
		return -1;
	if (sqlite3_step(stmt) == SQLITE_ROW)
		number = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return number;
}

static uint64_t
hash_text(const char *text)
{
	uint64_t	h = 0xcbf29ce484222325;

	for (; *text != '\0'; text++)
		h = (h ^ (unsigned char)*text) * 0x100000001b3;
	return h;
}

static void
drop(struct statement *k)
{
	sqlite3_finalize(k->stmt);
	sqlite3_free(k->text);
	memset(k, 0, sizeof(*k));
}

void
sq_forget_statements(struct sink *s)
{
	for (size_t i = 0; i < SQ_STATEMENTS; i++)
		drop(&s->kept[i]);
}

/* The statement of that text, else the place for it; NULL: all are busy. */
static struct statement *
look_up(struct sink *s, const char *text, uint64_t hash)
{
	struct statement	*oldest = NULL;

	for (size_t i = 0; i < SQ_STATEMENTS; i++) {
		struct statement *k = &s->kept[i];

		if (k->busy)
			continue;
		if (k->stmt != NULL && k->hash == hash &&
		    strcmp(k->text, text) == 0)
			return k;
		if (oldest == NULL || k->used < oldest->used)
			oldest = k;
	}
	if (oldest != NULL)
		drop(oldest);
	return oldest;
}

/* A statement failed since its table was set aside: fetch it, true: again. */
static bool
fetch_missing(struct sink *s)
{
	static const char	 no[] = "no such table: ";
	const char		*why = sqlite3_errmsg(s->db);
	char			*name;
	bool			 fetched;

	if (!s->aside || strncmp(why, no, sizeof(no) - 1) != 0)
		return false;
	why += sizeof(no) - 1;
	if (strncmp(why, "main.", 5) == 0)
		why += 5;
	name = sqlite3_mprintf("%s", why);
	fetched = name != NULL && sq_many_is_aside(s, name) &&
	    sq_many_need(s, name) == PS_OK;
	sqlite3_free(name);
	return fetched;
}

enum ps_status
sq_prepare(struct sink *s, const char *text, struct statement **out)
{
	uint64_t		 hash = hash_text(text);
	struct statement	*k = look_up(s, text, hash);
	int			 rc;

	if (k == NULL)
		return ps_fail(s->self, PS_FATAL, 0,
		    "%s: too many statements at once", s->file);
	if (k->stmt == NULL) {
		do
			rc = sqlite3_prepare_v3(s->db, text, -1,
			    SQLITE_PREPARE_PERSISTENT, &k->stmt, NULL);
		while (rc == SQLITE_ERROR && fetch_missing(s));
		if (rc != SQLITE_OK)
			return sq_error(s, rc);
		k->text = sqlite3_mprintf("%s", text);
		k->hash = hash;
		if (k->text == NULL) {
			drop(k);
			return sq_no_memory(s);
		}
	}
	k->used = ++s->clock;
	k->busy = true;
	*out = k;
	return PS_OK;
}

void
sq_release(struct statement *k)
{
	sqlite3_reset(k->stmt);
	sqlite3_clear_bindings(k->stmt);
	k->busy = false;
}

enum ps_status
sq_transact(struct sink *s)
{
	enum ps_status	st;

	if (s->lost)
		return ps_fail(s->self, PS_FATAL, 0, "%s: the transaction "
		    "was undone by an earlier error; run again", s->file);
	if (s->writing)
		return PS_OK;
	sq_choose_journal(s);
	st = sq_exec(s, "BEGIN IMMEDIATE");
	s->writing = st == PS_OK;
	return st;
}

static int
bind(sqlite3_stmt *stmt, int i, const struct ps_value *v)
{
	switch (v->type) {
	case PS_NULL:
		return sqlite3_bind_null(stmt, i);
	case PS_BOOL:
	case PS_INT:
		return sqlite3_bind_int64(stmt, i, v->integer);
	case PS_REAL:
		return sqlite3_bind_double(stmt, i, v->real);
	case PS_BLOB:
		return sqlite3_bind_blob64(stmt, i,
		    v->length == 0 ? "" : v->text, v->length, SQLITE_STATIC);
	default:
		return sqlite3_bind_text64(stmt, i,
		    v->length == 0 ? "" : v->text, v->length, SQLITE_STATIC,
		    SQLITE_UTF8);
	}
}

static void
column(sqlite3_stmt *stmt, int i, struct ps_value *v)
{
	static const enum ps_type types[] = {
		[SQLITE_INTEGER] = PS_INT, [SQLITE_FLOAT] = PS_REAL,
		[SQLITE_TEXT] = PS_TEXT, [SQLITE_BLOB] = PS_BLOB,
		[SQLITE_NULL] = PS_NULL
	};

	memset(v, 0, sizeof(*v));
	v->type = types[sqlite3_column_type(stmt, i)];
	if (v->type == PS_INT)
		v->integer = sqlite3_column_int64(stmt, i);
	else if (v->type == PS_REAL)
		v->real = sqlite3_column_double(stmt, i);
	else if (v->type == PS_TEXT)
		v->text = (const char *)sqlite3_column_text(stmt, i);
	else if (v->type == PS_BLOB)
		v->text = sqlite3_column_blob(stmt, i);
	if (v->type == PS_TEXT || v->type == PS_BLOB)
		v->length = (uint32_t)sqlite3_column_bytes(stmt, i);
}

/* All rows to fn, until it says PS_EOF or worse. */
static enum ps_status
step_rows(struct sink *s, sqlite3_stmt *stmt, ps_row_fn *fn, void *arg)
{
	enum ps_status	 st = PS_OK;
	struct ps_value	*v = NULL;
	int		 n = sqlite3_column_count(stmt), rc;

	if (n > 0 && (v = sqlite3_malloc64((uint64_t)n * sizeof(*v))) == NULL)
		return sq_no_memory(s);
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ERROR && fetch_missing(s)) {
		sqlite3_reset(stmt);
		rc = sqlite3_step(stmt);
	}
	for (; rc == SQLITE_ROW; rc = sqlite3_step(stmt)) {
		for (int i = 0; i < n; i++)
			column(stmt, i, &v[i]);
		if (fn != NULL)
			st = fn(arg, v, (uint32_t)n);
		if (st != PS_OK)
			break;
	}
	sqlite3_free(v);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return sq_error(s, rc);
	return st == PS_EOF ? PS_OK : st;
}

enum ps_status
sq_sql(struct ps_self *self, const char *text, const struct ps_value *values,
    uint32_t n, ps_row_fn *fn, void *arg)
{
	struct sink		*s = self->state;
	struct statement	*k;
	enum ps_status		 st;
	int			 rc = SQLITE_OK;

	s->self = self;
	if ((st = sq_prepare(s, text, &k)) != PS_OK)
		return st;
	if (!sqlite3_stmt_readonly(k->stmt) && (st = sq_transact(s)) != PS_OK)
		goto out_release;
	for (uint32_t i = 0; i < n && rc == SQLITE_OK; i++)
		rc = bind(k->stmt, (int)i + 1, &values[i]);
	st = rc != SQLITE_OK ? sq_error(s, rc) : step_rows(s, k->stmt, fn, arg);
out_release:
	sq_release(k);
	return st;
}
