/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_turn.c - loads into one schema take turns.
 *
 * A load knows the ledger as it was when it began, and keeps ids, tables and
 * types in memory.  So its connection holds an advisory lock for as long as it
 * lasts; others wait.  If the connection is lost somebody else may have had
 * the turn before it is back: a counter tells.
 */
#include <time.h>
#include <unistd.h>

#include "postgres_sink.h"

#define WAIT_MS		200

static const char try_lock[] =
	"SELECT pg_try_advisory_lock(1349472099, hashtext(current_schema()))"
	"::int";

static int64_t
ask_number(struct sink *s, const char *sql)
{
	PGresult	*r = pg_plain(s, sql);
	int64_t		 v = -1;

	if (PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) > 0 &&
	    !PQgetisnull(r, 0, 0))
		v = pg_whole(PQgetvalue(r, 0, 0));
	PQclear(r);
	return v;
}

/* PS_RETRY: the connection is lost. */
static enum ps_status
wait_for_lock(struct sink *s)
{
	const struct timespec	pause = { 0, WAIT_MS * 1000000 };
	pid_t			parent = getppid();
	bool			said = s->turn != 0;
	int64_t			got;

	while ((got = ask_number(s, try_lock)) == 0) {
		if (!said)
			ps_log(s->self, PS_INFO, "%s: another load writes "
			    "into schema '%s'; waiting for its end",
			    s->where, s->schema);
		said = true;
		nanosleep(&pause, NULL);
		if (getppid() != parent)
			return PS_FATAL;
	}
	return got == 1 ? PS_OK : PS_RETRY;
}

enum ps_status
pg_take_turn(struct sink *s)
{
	enum ps_status	st;

	while ((st = wait_for_lock(s)) == PS_RETRY)
		if ((st = pg_recover(s)) != PS_OK)
			return st;
	return st;
}

enum ps_status
pg_keep_turn(struct sink *s)
{
	enum ps_status	st;
	int64_t		turn;

	if (s->turn == 0)
		return PS_OK;
	if ((st = wait_for_lock(s)) != PS_OK)
		return st;
	turn = ask_number(s, "SELECT number FROM _ps_commits WHERE "
	    "writer = ''");
	if (turn == s->turn)
		return PS_OK;
	return turn == -1 ? PS_RETRY : ps_fail(s->self, PS_FATAL, 0, "%s: "
	    "while the connection was lost another load wrote into schema "
	    "'%s'; run again, what is loaded stays", s->where, s->schema);
}
