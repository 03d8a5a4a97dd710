/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_apart.c - tables that a large document makes are filled apart.
 *
 * Such a table has a name of its own that begins with _ps_making_, and rows go
 * to it over several connections, which commit every few MiB: what has to be
 * sent once more if one is lost stays short.  The transaction of the document
 * and of its ledger row then only gives the table its name, so all of it is
 * there at once or not at all.  What a load left that was killed on the way is
 * dropped by the next one.
 *
 * Each connection is a sink of its own, with a journal and a count of commits.
 * Rows wait in the first of them, whichever takes them then.
 */
#include <poll.h>
#include <sched.h>
#include <stdio.h>

#include "postgres_sink.h"

#define LARGE		((int64_t)8 << 20)	/* bytes of a document */
#define SEND_ROWS	(96u << 10)
#define COMMIT_BYTES	(7u << 20)	/* a little less than journals hold */
#define USUAL_MOST	4u

struct apart {
	struct apart	*next;
	char		*name, *hidden;
};

/* --- connections ---------------------------------------------------------- */

static uint32_t
wanted(const struct sink *s)
{
	cpu_set_t	set;
	int		n = 1;

	if (s->opt->connections > 0)
		return (uint32_t)s->opt->connections;
	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		n = CPU_COUNT(&set);
	return n < 1 ? 1 : (uint32_t)n < USUAL_MOST ? (uint32_t)n :
	    USUAL_MOST;
}

static void
close_one(struct sink *more)
{
	PQfinish(more->db);
	more->db = NULL;
	pg_rows_forget(more);
	pg_forget_statements(more);
	journal_free(&more->journal);
	free(more->schema);
	free(more);
}

/* A savepoint it never has: what is refused there does not end all. */
static struct sink *
open_one(struct sink *s)
{
	struct sink	*more = calloc(1, sizeof(*more));

	if (more == NULL || (more->schema = strdup(s->schema)) == NULL) {
		free(more);
		(void)pg_no_memory(s);
		return NULL;
	}
	more->self = s->self;
	more->opt = s->opt;
	more->journal.fd = -1;
	more->ready = more->savepoint = true;
	snprintf(more->writer, sizeof(more->writer), "%.30s.%u", s->writer,
	    s->n_more + 1);
	if (pg_connect(more) == PS_OK)
		return more;
	close_one(more);
	return NULL;
}

/* As many as the server grants; the first one must be. */
static bool
open_more(struct sink *s)
{
	uint32_t	n = wanted(s);

	n = n < PG_CONNECTIONS ? n : PG_CONNECTIONS;
	while (s->n_more < n && !s->no_more) {
		if ((s->more[s->n_more] = open_one(s)) == NULL)
			s->no_more = true;
		else
			s->n_more++;
	}
	return s->n_more > 0;
}

enum ps_status
pg_more_finish(struct sink *s)
{
	enum ps_status	st = PS_OK;

	for (uint32_t i = 0; i < s->n_more; i++)
		if (s->more[i]->commits > 0 && st == PS_OK)
			st = pg_forget_writer(s->more[i]);
	return st;
}

/* --- tables --------------------------------------------------------------- */

static struct apart *
find(const struct sink *s, const char *name)
{
	struct apart	*a = s->apart;

	while (a != NULL && strcmp(a->name, name) != 0)
		a = a->next;
	return a;
}

struct sink *
pg_at(struct sink *s, const struct ps_table *t, struct ps_table *as)
{
	const struct apart	*a = find(s, t->name);

	*as = *t;
	if (a == NULL)
		return s;
	as->name = a->hidden;
	return s->more[0];
}

void
pg_apart_begin(struct sink *s, int64_t size)
{
	s->large = size >= LARGE && !s->opt->unlogged;
}

static bool
add(struct sink *s, const char *name)
{
	struct apart	*a = calloc(1, sizeof(*a));
	struct text	 hidden = { 0 };

	if (a == NULL)
		return false;
	text_str(&hidden, PG_MAKING);
	text_str(&hidden, s->writer);
	text_char(&hidden, '_');
	text_int(&hidden, ++s->n_made);
	a->name = strdup(name);
	a->hidden = text_take(&hidden);
	a->next = s->apart;
	s->apart = a;
	return a->name != NULL && a->hidden != NULL;
}

enum ps_status
pg_apart_table(struct sink *s, const struct ps_table *t)
{
	if (!s->large || !s->in_document || (t->flags & PS_NEW_TABLE) == 0 ||
	    !open_more(s))
		return PS_SKIP;
	return add(s, t->name) ? PS_OK : pg_no_memory(s);
}

/* --- rows ----------------------------------------------------------------- */

/* Why the document, or all of it, cannot go on. */
static enum ps_status
failed(struct sink *s, enum ps_status st)
{
	for (uint32_t i = 0; i < s->n_more; i++)
		s->lost |= s->more[i]->lost;
	return s->lost ? PS_FATAL : st;
}

enum ps_status
pg_apart_commit(struct sink *s)
{
	enum ps_status	st = PS_OK;

	for (uint32_t i = 0; i < s->n_more && st == PS_OK; i++)
		st = pg_commit_one(s->more[i]);
	return failed(s, st);
}

/* The first connection that takes bytes at once. */
static struct sink *
choose(struct sink *s)
{
	struct pollfd	p[PG_CONNECTIONS];
	uint32_t	n = s->n_more, k;

	for (uint32_t i = 0; i < n; i++)
		p[i] = (struct pollfd){ PQsocket(s->more[i]->db), POLLOUT, 0 };
	if (n > 1 && poll(p, n, -1) > 0)
		for (uint32_t i = 1; i <= n; i++) {
			k = (s->sent + i) % n;
			if (p[k].fd == -1 || p[k].revents != 0) {
				s->sent = k;
				break;
			}
		}
	return s->more[s->sent];
}

enum ps_status
pg_apart_send(struct sink *s, struct rows *r)
{
	struct sink	*first = s->more[0], *to;
	enum ps_status	 st;

	if (r->data.n < SEND_ROWS)
		return PS_OK;
	to = choose(s);
	st = pg_send(to, r, r->data.p, r->data.n);
	first->n_waiting -= r->data.n;
	r->data.n = r->mark = 0;
	if (st == PS_OK && (journal_at(&to->journal) > COMMIT_BYTES ||
	    first->n_waiting > COMMIT_BYTES))
		st = pg_commit_one(to);
	return failed(s, st);
}

/* --- the end of the document ---------------------------------------------- */

static void
forget(struct sink *s)
{
	struct apart	*a;

	while ((a = s->apart) != NULL) {
		s->apart = a->next;
		free(a->name);
		free(a->hidden);
		free(a);
	}
	for (uint32_t i = 0; i < s->n_more; i++) {
		s->unlike += s->more[i]->unlike;
		s->more[i]->unlike = 0;
		pg_rows_forget(s->more[i]);
	}
	s->large = false;
}

void
pg_more_close(struct sink *s)
{
	forget(s);
	while (s->n_more > 0)
		close_one(s->more[--s->n_more]);
}

static enum ps_status
give_name(struct sink *s, const struct apart *a)
{
	struct text	sql = { 0 };

	text_str(&sql, "ALTER TABLE ");
	text_name(&sql, "", a->hidden);
	text_str(&sql, " RENAME TO ");
	text_name(&sql, "", a->name);
	return pg_define(s, &sql);
}

enum ps_status
pg_apart_keep(struct sink *s)
{
	enum ps_status	st;

	s->large = false;
	if (s->apart == NULL)
		return PS_OK;
	if ((st = pg_apart_commit(s)) == PS_OK)
		st = pg_savepoint(s);
	for (struct apart *a = s->apart; a != NULL && st == PS_OK; a = a->next)
		st = give_name(s, a);
	if (st == PS_OK)
		forget(s);
	return st;
}

/* Whatever state it is in: what was not committed goes. */
static void
roll_back(struct sink *more)
{
	PGresult	*r;

	if (more->copying != NULL)
		(void)PQputCopyEnd(more->db, "the document is given up");
	while ((r = PQgetResult(more->db)) != NULL &&
	    PQresultStatus(r) != PGRES_COPY_IN)
		PQclear(r);
	PQclear(r);
	if (more->writing)
		PQclear(pg_plain(more, "ROLLBACK"));
	pg_rows_forget(more);
	journal_cut(&more->journal, 0);
	more->writing = more->lost = false;
}

enum ps_status
pg_apart_undo(struct sink *s)
{
	struct text	 sql;
	enum ps_status	 st = PS_OK;

	for (uint32_t i = 0; i < s->n_more && s->apart != NULL; i++)
		roll_back(s->more[i]);
	for (struct apart *a = s->apart; a != NULL && st == PS_OK;
	    a = a->next) {
		memset(&sql, 0, sizeof(sql));
		text_str(&sql, "DROP TABLE IF EXISTS ");
		text_name(&sql, "", a->hidden);
		st = pg_run(s->more[0], &sql);
		if (st == PS_OK)
			st = pg_commit_one(s->more[0]);
	}
	forget(s);
	return failed(s, st);
}

enum ps_status
pg_drop_left(struct sink *s)
{
	struct text	 sql = { 0 };
	PGresult	*all, *r;

	text_str(&sql, "SELECT relname FROM pg_class WHERE relkind = 'r' AND "
	    "relnamespace = quote_ident(current_schema())::regnamespace AND "
	    "relname LIKE '\\_ps\\_making\\_%'");
	if ((all = pg_ask(s, &sql)) == NULL)
		return PS_FATAL;
	for (int i = 0; i < PQntuples(all); i++) {
		text_str(&sql, "DROP TABLE IF EXISTS ");
		text_name(&sql, "", PQgetvalue(all, i, 0));
		if ((r = pg_ask(s, &sql)) == NULL)
			break;
		PQclear(r);
	}
	PQclear(all);
	return s->lost ? PS_FATAL : PS_OK;
}
