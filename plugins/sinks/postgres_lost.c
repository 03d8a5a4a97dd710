/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_lost.c - a connection that is lost, and commits.
 *
 * Whether a COMMIT that was not answered has happened says the ledger: each
 * transaction counts up a row of its writer's in _ps_commits.
 */
#include <stdio.h>
#include <time.h>

#include "postgres_sink.h"

#define WAIT_FIRST	100		/* ms */
#define WAIT_MOST	5000

static void
wait_ms(int64_t ms)
{
	struct timespec	t = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

static enum ps_status
begin_again(struct sink *s)
{
	PGresult	*r;
	bool		 good;
	enum ps_status	 st;

	if ((st = pg_keep_turn(s)) != PS_OK || !s->writing)
		return st;
	r = pg_plain(s, "BEGIN");
	good = PQresultStatus(r) == PGRES_COMMAND_OK;
	PQclear(r);
	return good ? journal_replay(s) : PS_RETRY;
}

/* Connected, waiting longer each time, as long as patience lasts. */
static enum ps_status
reach(struct sink *s, int64_t *waited)
{
	int64_t		wait = WAIT_FIRST;
	enum ps_status	st;

	while ((st = pg_connect(s)) == PS_RETRY) {
		if (*waited / 1000 >= s->opt->patience)
			return PS_FATAL;	/* it has been said why */
		wait_ms(wait);
		*waited += wait;
		wait = 2 * wait < WAIT_MOST ? 2 * wait : WAIT_MOST;
	}
	return st;
}

enum ps_status
pg_recover(struct sink *s)
{
	int64_t		waited = 0;
	enum ps_status	st;

	ps_log(s->self, PS_INFO, "%s: the connection was lost; connecting "
	    "again", s->where);
	do {
		st = reach(s, &waited);
		if (st == PS_OK)
			st = begin_again(s);
		waited += st == PS_RETRY ? WAIT_FIRST : 0;
	} while (st == PS_RETRY && waited / 1000 <= s->opt->patience);
	if (st != PS_OK)
		s->lost = true;
	return st == PS_RETRY ? PS_FATAL : st;
}

/* Whether the transaction is in the database; PS_RETRY: lost again. */
static enum ps_status
ask_commit(struct sink *s, bool *there)
{
	const char	*value[1] = { s->writer };
	PGresult	*r = PQexecParams(s->db, "SELECT number FROM "
			    "_ps_commits WHERE writer = $1", 1, NULL, value,
			    NULL, NULL, 0);
	char		 want[24];
	enum ps_status	 st = PQresultStatus(r) == PGRES_TUPLES_OK ? PS_OK :
			    PS_RETRY;

	snprintf(want, sizeof(want), "%llu", (unsigned long long)s->commits);
	*there = st == PS_OK && PQntuples(r) == 1 &&
	    strcmp(PQgetvalue(r, 0, 0), want) == 0;
	PQclear(r);
	return st;
}

/* The answer to COMMIT did not come. */
static enum ps_status
find_out(struct sink *s, bool *there)
{
	int64_t		waited = 0;
	enum ps_status	st;

	do {
		if ((st = reach(s, &waited)) == PS_OK)
			st = pg_keep_turn(s);
		if (st == PS_OK)
			st = ask_commit(s, there);
		if (st == PS_OK && !*there)
			st = begin_again(s);
		waited += st == PS_RETRY ? WAIT_FIRST : 0;
	} while (st == PS_RETRY && waited / 1000 <= s->opt->patience);
	s->lost |= st != PS_OK;
	return st == PS_RETRY ? PS_FATAL : st;
}

static enum ps_status
count_commit(struct sink *s)
{
	struct text	t = { 0 };

	s->commits++;
	text_str(&t, "INSERT INTO _ps_commits(writer, number) VALUES (");
	text_literal(&t, s->writer);
	text_str(&t, ", ");
	text_int(&t, (int64_t)s->commits);
	text_str(&t, ") ON CONFLICT (writer) DO UPDATE SET number = "
	    "excluded.number");
	return pg_run(s, &t);
}

static enum ps_status
try_commit(struct sink *s)
{
	PGresult	*r;
	bool		 there;
	enum ps_status	 st;

	for (;;) {
		r = pg_plain(s, "COMMIT");
		/* A transaction that failed says ROLLBACK instead. */
		there = PQresultStatus(r) == PGRES_COMMAND_OK &&
		    strcmp(PQcmdStatus(r), "COMMIT") == 0;
		if (!there && !pg_is_lost(s, r)) {
			st = pg_error(s, r);
			PQclear(r);
			return st == PS_OK ? PS_FATAL : st;
		}
		PQclear(r);
		if (there)
			return PS_OK;
		st = find_out(s, &there);
		if (st != PS_OK || there)
			return st;
	}
}

enum ps_status
pg_commit_one(struct sink *s)
{
	enum ps_status	st;

	if (s->lost)
		return PS_FATAL;
	if ((st = pg_flush(s)) != PS_OK || !s->writing)
		return st;
	if ((st = count_commit(s)) != PS_OK || (st = pg_copy_end(s)) != PS_OK ||
	    (st = try_commit(s)) != PS_OK)
		return st;
	s->writing = false;
	journal_cut(&s->journal, 0);
	return PS_OK;
}

enum ps_status
pg_commit(struct ps_self *self)
{
	struct sink	*s = self->state;

	s->self = self;
	if (s->in_document)
		return ps_fail(self, PS_FATAL, 0,
		    "%s: commit inside a document", s->where);
	return pg_commit_one(s);
}
