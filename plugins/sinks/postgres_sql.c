/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_sql.c - statements, and what went wrong.
 *
 * Whatever changes something goes into the journal once the server has taken
 * it.  If the connection is lost meanwhile, all before it is sent again and
 * then the statement itself.
 */
#include <stdio.h>

#include "postgres_sink.h"

/* By how SQLSTATE begins; the first that fits. */
static const struct advice {
	const char	*state;
	enum ps_status	 status;
	const char	*what, *todo;
} advices[] = {
	{ "53100", PS_FATAL, "the server's disk is full",
	  "make room and run again, what is loaded stays" },
	{ "53200", PS_FATAL, "the server has no memory left", "run again" },
	{ "53", PS_FATAL, "the server is at a limit", "run again later" },
	{ "42501", PS_FATAL, "the role may not do that",
	  "grant it CREATE on the schema" },
	{ "3F000", PS_FATAL, "there is no such schema",
	  "make it or name another with schema=" },
	{ "25006", PS_FATAL, "the server takes no changes",
	  "name the primary server" },
	{ "54", PS_FAIL, "a row or table is too large for Postgres",
	  "leave columns or the document out" },
	{ "22", PS_FAIL, "the server refuses a value",
	  "look at the columns of that table" },
	{ "23", PS_FAIL, "a row breaks a rule of its table",
	  "look at the constraints of that table" },
	{ "55P03", PS_FATAL, "another program holds a lock",
	  "wait for it and run again" },
	{ "57014", PS_FATAL, "the server ended a statement",
	  "look at its time limits and run again" },
	{ "XX", PS_FATAL, "the server has a fault", "look at its log" },
	{ "58", PS_FATAL, "the server cannot use its disk",
	  "look at its log, then run again" },
	{ "", PS_FAIL, "Postgres refuses", "look at that table or value" }
};

/* One line of what the server says. */
static void
first_line(const char *from, char *to, size_t room)
{
	snprintf(to, room, "%.*s", (int)strcspn(from, "\n"), from);
}

/* Every error of the server comes through here: a message and a status. */
enum ps_status
pg_error(struct sink *s, const PGresult *r)
{
	const char		*state = r == NULL ? NULL :
				    PQresultErrorField(r, PG_DIAG_SQLSTATE);
	const char		*said = r == NULL ? NULL :
				    PQresultErrorField(r,
				    PG_DIAG_MESSAGE_PRIMARY);
	const struct advice	*a = advices;
	enum ps_status		 st;
	char			 line[400];

	snprintf(s->state, sizeof(s->state), "%s", state == NULL ? "" : state);
	while (strncmp(s->state, a->state, strlen(a->state)) != 0)
		a++;
	first_line(said != NULL ? said : PQerrorMessage(s->db), line,
	    sizeof(line));
	st = a->status;
	if (s->writing && !s->savepoint) {	/* all of it is lost */
		s->lost = true;
		st = PS_FATAL;
	}
	return ps_fail(s->self, st, 0, "%s: %s (%s); %s", s->where, a->what,
	    line, a->todo);
}

enum ps_status
pg_no_memory(struct sink *s)
{
	return ps_fail(s->self, PS_FATAL, 0,
	    "%s: no memory is left; use fewer workers", s->where);
}

/* What passes if one connects again: the server ends, or two met. */
bool
pg_is_lost(struct sink *s, const PGresult *r)
{
	static const char *const states[] = {
		"57P01", "57P02", "57P03", "57P05", "08", "40001", "40P01"
	};
	const char	*state = r == NULL ? NULL :
			    PQresultErrorField(r, PG_DIAG_SQLSTATE);

	if (s->db == NULL || PQstatus(s->db) == CONNECTION_BAD)
		return true;
	for (size_t i = 0; state != NULL &&
	    i < sizeof(states) / sizeof(states[0]); i++)
		if (strncmp(state, states[i], strlen(states[i])) == 0)
			return true;
	return false;
}

PGresult *
pg_plain(struct sink *s, const char *sql)
{
	return PQexec(s->db, sql);
}

static bool
is_good(const PGresult *r)
{
	ExecStatusType	t = PQresultStatus(r);

	return t == PGRES_COMMAND_OK || t == PGRES_TUPLES_OK;
}

static PGresult *
prepare(struct sink *s, const struct pg_call *c, char name[24])
{
	struct statement	*k = c->kept;
	PGresult		*r;

	snprintf(name, 24, "ps%u", k->number);
	if (k->connection == s->connection)
		return NULL;
	r = PQprepare(s->db, name, c->text, c->n, NULL);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		return r;
	PQclear(r);
	k->connection = s->connection;
	return NULL;
}

static PGresult *
call_once(struct sink *s, const struct pg_call *c)
{
	char		 name[24];
	PGresult	*r;

	if (s->db == NULL || PQstatus(s->db) == CONNECTION_BAD)
		return NULL;
	if (c->binary)
		return PQexecParams(s->db, c->text, 0, NULL, NULL, NULL, NULL,
		    1);
	if (c->kept == NULL)
		return c->n == 0 ? PQexec(s->db, c->text) : PQexecParams(s->db,
		    c->text, c->n, NULL, c->values, c->lengths, NULL, 0);
	if ((r = prepare(s, c, name)) != NULL)
		return r;
	return PQexecPrepared(s->db, name, c->n, c->values, c->lengths, NULL,
	    0);
}

PGresult *
pg_call(struct sink *s, const struct pg_call *c)
{
	PGresult	*r;

	if (pg_copy_end(s) != PS_OK)
		return NULL;
	for (;;) {
		r = call_once(s, c);
		if (r != NULL && is_good(r))
			return r;
		if (!pg_is_lost(s, r))
			break;
		PQclear(r);
		if (pg_recover(s) != PS_OK)
			return NULL;
	}
	(void)pg_error(s, r);
	PQclear(r);
	return NULL;
}

enum ps_status
pg_why(const struct sink *s)
{
	const struct advice	*a = advices;

	if (s->lost || s->state[0] == '\0')
		return PS_FATAL;
	while (strncmp(s->state, a->state, strlen(a->state)) != 0)
		a++;
	return a->status;
}

static enum ps_status
change(struct sink *s, const char *sql)
{
	const struct pg_call	 c = { .text = sql };
	PGresult		*r = pg_call(s, &c);

	if (r == NULL)
		return pg_why(s);
	PQclear(r);
	return journal_add(s, 'S', sql, strlen(sql));
}

enum ps_status
pg_exec(struct sink *s, const char *sql)
{
	enum ps_status	st = pg_transact(s);

	return st == PS_OK ? change(s, sql) : st;
}

enum ps_status
pg_run(struct sink *s, struct text *t)
{
	char		*sql = text_take(t);
	enum ps_status	 st = sql == NULL ? pg_no_memory(s) :
			    pg_exec(s, sql);

	free(sql);
	return st;
}

static PGresult *
ask(struct sink *s, struct text *t, bool binary)
{
	char		*sql = text_take(t);
	struct pg_call	 c = { .text = sql, .binary = binary };
	PGresult	*r = NULL;

	if (sql == NULL)
		(void)pg_no_memory(s);
	else
		r = pg_call(s, &c);
	free(sql);
	return r;
}

PGresult *
pg_ask(struct sink *s, struct text *t)
{
	return ask(s, t, false);
}

PGresult *
pg_ask_binary(struct sink *s, struct text *t)
{
	return ask(s, t, true);
}

int64_t
pg_whole(const char *p)
{
	bool		minus = *p == '-';
	uint64_t	v = 0;

	for (p += minus; *p >= '0' && *p <= '9'; p++)
		v = v * 10 + (uint64_t)(*p - '0');
	return minus ? (int64_t)(0 - v) : (int64_t)v;
}

int64_t
pg_number(struct sink *s, struct text *t, int64_t none)
{
	PGresult	*r = pg_ask(s, t);
	int64_t		 v = none;

	if (r != NULL && PQntuples(r) > 0 && !PQgetisnull(r, 0, 0))
		v = pg_whole(PQgetvalue(r, 0, 0));
	PQclear(r);
	return v;
}

enum ps_status
pg_transact(struct sink *s)
{
	const struct pg_call	 begin = { .text = "BEGIN" };
	PGresult		*r;
	enum ps_status		 st;

	if (s->lost)
		return ps_fail(s->self, PS_FATAL, 0, "%s: the transaction "
		    "was undone by an earlier error; run again", s->where);
	if (s->writing)
		return PS_OK;
	if (!s->ready && (st = pg_prepare(s)) != PS_OK)
		return st;
	if ((r = pg_call(s, &begin)) == NULL)
		return PS_FATAL;
	PQclear(r);
	s->writing = true;
	return PS_OK;
}
