/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_open.c - the connection opened, set up, and left.
 *
 * Where the server is and who one is there comes from libpq alone: a URI or a
 * conninfo string, the environment, a service or a password file.  Nothing is
 * made before something is written.
 */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "postgres_sink.h"

/* What other settings would change in how values are read or written. */
static const char settings[] =
	"SET client_min_messages = warning;"
	"SET DateStyle = ISO;"
	"SET TimeZone = 'UTC';"
	"SET bytea_output = hex;"
	"SET standard_conforming_strings = on;"
	"SET statement_timeout = 0;"
	"SET idle_in_transaction_session_timeout = 0;"
	"SET default_transaction_isolation = 'read committed';"
	"SET jit = off;";

static const char *
or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

/* For people, and what the program takes again: never with a password. */
static void
name_place(struct sink *s)
{
	const char	*host = or_empty(PQhost(s->db));
	const char	*port = or_empty(PQport(s->db));
	bool		 usual = strcmp(port, "5432") == 0 || *port == '\0';

	if (*host == '/')
		snprintf(s->where, sizeof(s->where),
		    "postgresql://%s@/%s?host=%s%s%s", or_empty(PQuser(s->db)),
		    or_empty(PQdb(s->db)), host, usual ? "" : "&port=",
		    usual ? "" : port);
	else
		snprintf(s->where, sizeof(s->where),
		    "postgresql://%s@%s%s%s/%s", or_empty(PQuser(s->db)),
		    host, usual ? "" : ":", usual ? "" : port,
		    or_empty(PQdb(s->db)));
}

/* "Connection refused" out of two lines of text. */
static enum ps_status
fail_connect(struct sink *s)
{
	const char	*all = PQerrorMessage(s->db), *why;
	const char	*host = or_empty(PQhost(s->db));
	bool		 starting = strstr(all, "starting up") != NULL ||
			    strstr(all, "shutting down") != NULL ||
			    strstr(all, "recovery mode") != NULL ||
			    strstr(all, "too many clients") != NULL;

	if ((why = strstr(all, " failed: ")) != NULL)
		why += strlen(" failed: ");
	else
		why = all;
	if (strncmp(why, "FATAL:  ", 8) == 0)
		why += 8;
	(void)ps_fail(s->self, PS_FATAL, 0, "cannot connect to %s%s: %.*s",
	    *host == '/' ? "" : "host ", *host == '\0' ? "localhost" : host,
	    (int)strcspn(why, "\n"), why);
	/* Before anything was done a wrong address is told at once. */
	return s->connection > 0 || starting ? PS_RETRY : PS_FATAL;
}

static enum ps_status
fail_setup(struct sink *s, PGresult *r)
{
	enum ps_status	st = pg_is_lost(s, r) ? PS_RETRY : pg_error(s, r);

	PQclear(r);
	return st == PS_RETRY ? PS_RETRY : PS_FATAL;
}

/* The schema first, and nothing else but the catalogue. */
static enum ps_status
set_path(struct sink *s)
{
	struct text	 t = { 0 };
	char		*sql;
	PGresult	*r;

	if (s->schema == NULL) {
		r = pg_plain(s, "SELECT coalesce(current_schema(), 'public')");
		if (PQresultStatus(r) != PGRES_TUPLES_OK)
			return fail_setup(s, r);
		s->schema = strdup(PQgetvalue(r, 0, 0));
		PQclear(r);
		if (s->schema == NULL)
			return pg_no_memory(s);
	}
	text_str(&t, "SET search_path = ");
	text_name(&t, "", s->schema);
	text_str(&t, ", pg_temp");
	if ((sql = text_take(&t)) == NULL)
		return pg_no_memory(s);
	r = pg_plain(s, sql);
	free(sql);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		return fail_setup(s, r);
	PQclear(r);
	return PS_OK;
}

/* What was acknowledged must be on the disk, whatever the server's habit. */
static enum ps_status
set_up(struct sink *s)
{
	PGresult	*r = pg_plain(s, settings);

	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		return fail_setup(s, r);
	PQclear(r);
	r = pg_plain(s, "SELECT set_config('synchronous_commit', 'on', false) "
	    "WHERE current_setting('synchronous_commit') IN ('off', 'local')");
	if (PQresultStatus(r) != PGRES_TUPLES_OK)
		return fail_setup(s, r);
	PQclear(r);
	return set_path(s);
}

static void
be_quiet(void *arg, const PGresult *r)
{
	(void)arg, (void)r;
}

enum ps_status
pg_connect(struct sink *s)
{
	const char *const keys[] = { "dbname", "client_encoding",
	    "fallback_application_name", "connect_timeout", NULL };
	const char *const values[] = { s->opt->address, "UTF8", "polyscraper",
	    getenv("PGCONNECT_TIMEOUT") != NULL ? NULL : "30", NULL };

	PQfinish(s->db);
	s->db = PQconnectdbParams(keys, values, 1);
	if (s->db == NULL)
		return pg_no_memory(s);
	if (PQstatus(s->db) != CONNECTION_OK)
		return fail_connect(s);
	PQsetNoticeReceiver(s->db, be_quiet, NULL);
	name_place(s);
	if (PQserverVersion(s->db) < 120000)
		return ps_fail(s->self, PS_FATAL, 0, "%s: the server is of "
		    "version %d; use 12 or a later one", s->where,
		    PQserverVersion(s->db) / 10000);
	s->connection++;
	return set_up(s);
}

static bool
has_tables(struct sink *s)
{
	struct text	t = { 0 };

	text_str(&t, "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON "
	    "n.oid = c.relnamespace WHERE n.nspname = ");
	text_literal(&t, s->schema);
	return pg_number(s, &t, 0) > 0;
}

enum ps_status
pg_open(struct ps_self *self, struct ps_opened *opened)
{
	struct sink	*s = self->state;
	struct timespec	 now;
	enum ps_status	 st;

	s->self = self;
	s->opt = self->options;
	s->journal.fd = -1;
	snprintf(s->where, sizeof(s->where), "the database");
	if (s->opt->schema != NULL && *s->opt->schema != '\0' &&
	    (s->schema = strdup(s->opt->schema)) == NULL)
		return pg_no_memory(s);
	clock_gettime(CLOCK_REALTIME, &now);
	snprintf(s->writer, sizeof(s->writer), "%llx-%lx-%lx",
	    (unsigned long long)now.tv_sec, (unsigned long)now.tv_nsec,
	    (unsigned long)getpid());
	while ((st = pg_connect(s)) == PS_RETRY && s->connection == 0) {
		static const struct timespec pause = { 0, 300000000 };

		if (++s->clock * 3 / 10 > (uint64_t)s->opt->patience)
			return PS_FATAL;
		nanosleep(&pause, NULL);
	}
	if (st != PS_OK)
		return PS_FATAL;
	snprintf(opened->where, sizeof(opened->where), "%s", s->where);
	opened->existed = has_tables(s);
	return PS_OK;
}

/* --- what is ours, before the first change -------------------------------- */

static int64_t
schema_right(struct sink *s, const char *right)
{
	struct text	t = { 0 };

	text_str(&t, "SELECT has_schema_privilege(n.oid, '");
	text_str(&t, right);
	text_str(&t, "')::int FROM pg_namespace n WHERE n.nspname = ");
	text_literal(&t, s->schema);
	return pg_number(s, &t, -1);
}

static enum ps_status
make_schema(struct sink *s)
{
	struct text	 t = { 0 };
	PGresult	*r;

	text_str(&t, "CREATE SCHEMA IF NOT EXISTS ");
	text_name(&t, "", s->schema);
	if ((r = pg_ask(s, &t)) == NULL)
		return PS_FATAL;
	PQclear(r);
	return PS_OK;
}

static enum ps_status
check_rights(struct sink *s)
{
	int64_t		may = schema_right(s, "CREATE");
	enum ps_status	st;

	if (may == -1) {
		if ((st = make_schema(s)) != PS_OK)
			return st;
		may = schema_right(s, "CREATE");
	}
	if (may == 1 && schema_right(s, "USAGE") == 1)
		return PS_OK;
	s->lost = true;
	return ps_fail(s->self, PS_FATAL, 0, "%s: the role '%s' may not make "
	    "tables in the schema '%s'; GRANT USAGE, CREATE ON SCHEMA \"%s\" "
	    "TO \"%s\", or name another with schema=", s->where,
	    or_empty(PQuser(s->db)), s->schema, s->schema,
	    or_empty(PQuser(s->db)));
}

/* In a transaction of its own: numbers given out are never given again. */
static enum ps_status
make_ours(struct sink *s)
{
	struct text	 t = { 0 };
	PGresult	*r;

	text_str(&t, "CREATE SEQUENCE IF NOT EXISTS _ps_row_numbers INCREMENT "
	    "BY 16777216;"
	    "CREATE TABLE IF NOT EXISTS _ps_commits(writer text PRIMARY KEY, "
	    "number bigint);"
	    "CREATE TABLE IF NOT EXISTS _ps_schema_log(at timestamptz DEFAULT "
	    "clock_timestamp(), role text DEFAULT current_user, statement "
	    "text);"
	    "CREATE TABLE IF NOT EXISTS " PG_EXACT "(\"row\" bigint, "
	    "\"column\" bigint, value bytea)");
	if ((r = pg_ask(s, &t)) == NULL)
		return PS_FATAL;
	PQclear(r);
	return PS_OK;
}

/* Nobody forgets to count, so that pg_keep_turn() can tell. */
static enum ps_status
count_turn(struct sink *s)
{
	struct text	t = { 0 };

	text_str(&t, "INSERT INTO _ps_commits AS c VALUES ('', 1) ON CONFLICT "
	    "(writer) DO UPDATE SET number = c.number + 1 RETURNING number");
	s->turn = pg_number(s, &t, 0);
	return s->turn == 0 ? PS_FATAL : PS_OK;
}

enum ps_status
pg_prepare(struct sink *s)
{
	enum ps_status	st;

	if ((st = check_rights(s)) != PS_OK ||
	    (st = pg_take_turn(s)) != PS_OK)
		return st;
	s->ready = true;
	st = pg_is_there(s, "", PG_EXACT) ? pg_drop_left(s) : make_ours(s);
	if (st != PS_OK)
		return st;
	return count_turn(s);
}

/* --- the end -------------------------------------------------------------- */

enum ps_status
pg_forget_writer(struct sink *s)
{
	struct text	t = { 0 };
	char		*sql;

	text_str(&t, "DELETE FROM _ps_commits WHERE writer = ");
	text_literal(&t, s->writer);
	if ((sql = text_take(&t)) == NULL)
		return pg_no_memory(s);
	PQclear(pg_plain(s, sql));
	free(sql);
	return PS_OK;
}

enum ps_status
pg_finish(struct ps_self *self, bool whole)
{
	struct sink	*s = self->state;
	enum ps_status	 st;

	s->self = self;
	if (s->lost)
		return PS_FATAL;
	if (whole && (st = pg_index(s)) != PS_OK)
		return st;
	if ((st = pg_commit(self)) != PS_OK)
		return st;
	if (s->unlike > 0)
		ps_log(self, PS_WARN, "%s: %llu text%s with bytes that "
		    "Postgres does not take, which are shown as other "
		    "characters; the bytes are in " PG_EXACT, s->where,
		    (unsigned long long)s->unlike, s->unlike == 1 ? "" : "s");
	if ((st = pg_more_finish(s)) != PS_OK)
		return st;
	return s->commits > 0 ? pg_forget_writer(s) : PS_OK;
}

void
pg_close(struct ps_self *self)
{
	struct sink	*s = self->state;

	pg_more_close(s);
	PQfinish(s->db);
	s->db = NULL;
	pg_rows_forget(s);
	pg_forget_statements(s);
	journal_free(&s->journal);
	free(s->schema);
	s->schema = NULL;
}
