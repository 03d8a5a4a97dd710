/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_copy.c - rows that wait are sent by COPY.
 *
 * Rows of many small documents wait together and go by one COPY a table.  A
 * document needs no savepoint as long as all of its rows wait: giving it up
 * cuts the buffers.  Once it is large, or makes something, it gets one, and
 * from then on only rows of its own are sent until it ends.
 */
#include "postgres_sink.h"

#define SEND_ROWS	(256u << 10)	/* of one table, within a document */
#define SEND_ALL	(8u << 20)
#define PIECE		(256u << 10)	/* bytes a message */
#define TABLES_MOST	2000u

static enum ps_status
begin_copy(struct sink *s, struct rows *r)
{
	struct text	 head = { 0 };
	PGresult	*a;
	enum ps_status	 st;

	for (;;) {
		a = PQexec(s->db, r->copy);
		if (PQresultStatus(a) == PGRES_COPY_IN)
			break;
		if (!pg_is_lost(s, a)) {
			st = pg_error(s, a);
			PQclear(a);
			return st;
		}
		PQclear(a);
		if ((st = pg_recover(s)) != PS_OK)
			return st;
	}
	PQclear(a);
	if ((st = journal_add(s, 'C', r->copy, strlen(r->copy))) != PS_OK)
		return st;
	s->copying = r;
	if (!r->binary)
		return PS_OK;
	pg_put_header(&head);
	if (PQputCopyData(s->db, head.p, (int)head.n) != 1)
		st = PS_OK;	/* its end will tell */
	st = head.bad ? pg_no_memory(s) : journal_add(s, 'D', head.p, head.n);
	text_free(&head);
	return st;
}

static enum ps_status
put_data(struct sink *s, const char *p, size_t n)
{
	enum ps_status	st;

	if (PQputCopyData(s->db, p, (int)n) == 1)
		return journal_add(s, 'D', p, n);
	/* All before it is sent once more, then this. */
	if ((st = pg_recover(s)) != PS_OK)
		return st;
	return put_data(s, p, n);
}

enum ps_status
pg_copy_end(struct sink *s)
{
	PGresult	*a = NULL;
	enum ps_status	 st = PS_OK;
	bool		 good;

	if (s->copying == NULL)
		return PS_OK;
	if (s->copying->binary && (st = put_data(s, "\377\377", 2)) != PS_OK)
		return st;
	for (;;) {
		good = PQputCopyEnd(s->db, NULL) == 1;
		if (good) {
			a = PQgetResult(s->db);
			good = PQresultStatus(a) == PGRES_COMMAND_OK;
		}
		if (good || !pg_is_lost(s, a))
			break;
		PQclear(a);
		a = NULL;
		if ((st = pg_recover(s)) != PS_OK)
			return st;
	}
	s->copying = NULL;
	if (good)
		st = journal_add(s, 'E', "", 0);
	else
		st = pg_error(s, a);
	PQclear(a);
	while ((a = PQgetResult(s->db)) != NULL)
		PQclear(a);
	return st;
}

enum ps_status
pg_send(struct sink *s, struct rows *r, const char *p, size_t n)
{
	enum ps_status	st = pg_transact(s);
	size_t		piece;

	if (st == PS_OK && s->copying != r && (st = pg_copy_end(s)) == PS_OK)
		st = begin_copy(s, r);
	for (; n > 0 && st == PS_OK; p += piece, n -= piece) {
		piece = n < PIECE ? n : PIECE;
		st = put_data(s, p, piece);
	}
	return st;
}

/* Rows of the ledger, of documents that ended: before a savepoint. */
static enum ps_status
send_ended(struct sink *s, struct rows *r)
{
	enum ps_status	st;
	size_t		n = s->in_document ? r->mark : r->data.n;

	if (!r->ledger || n == 0)
		return PS_OK;
	st = pg_send(s, r, r->data.p, n);
	memmove(r->data.p, r->data.p + n, r->data.n - n);
	r->data.n -= n;
	r->mark = 0;
	s->n_waiting -= n;
	s->n_ledger -= n;
	return st;
}

static enum ps_status
send_all_ended(struct sink *s)
{
	enum ps_status	st = PS_OK;

	for (size_t i = 0; i < PG_BUCKETS && s->n_ledger > 0 && st == PS_OK;
	    i++)
		for (struct rows *r = s->waiting[i]; r != NULL &&
		    st == PS_OK; r = r->next)
			st = send_ended(s, r);
	return st;
}

enum ps_status
pg_savepoint(struct sink *s)
{
	enum ps_status	st;

	if (!s->in_document || s->savepoint)
		return PS_OK;
	if ((st = send_all_ended(s)) != PS_OK)
		return st;
	if ((st = pg_transact(s)) != PS_OK || (st = pg_copy_end(s)) != PS_OK)
		return st;
	s->document_at = journal_at(&s->journal);
	if ((st = pg_exec(s, "SAVEPOINT ps_document")) != PS_OK)
		return st;
	s->savepoint = true;
	return PS_OK;
}

/* Rows of the open document, of one table. */
static enum ps_status
flush_own(struct sink *s, struct rows *r)
{
	enum ps_status	st;

	if (r->data.n == r->mark)
		return PS_OK;
	if ((st = pg_savepoint(s)) != PS_OK)
		return st;
	st = pg_send(s, r, r->data.p + r->mark, r->data.n - r->mark);
	s->n_waiting -= r->data.n - r->mark;
	s->n_ledger -= r->ledger ? r->data.n - r->mark : 0;
	r->data.n = r->mark;
	return st;
}

/* What was said to the ledger is there before it is asked. */
enum ps_status
pg_flush_ledger(struct sink *s)
{
	enum ps_status	st = s->n_ledger == 0 ? PS_OK : send_all_ended(s);

	for (size_t i = 0; i < PG_BUCKETS && s->n_ledger > 0 && st == PS_OK;
	    i++)
		for (struct rows *r = s->waiting[i]; r != NULL &&
		    st == PS_OK; r = r->next)
			if (r->ledger)
				st = flush_own(s, r);
	return st;
}

enum ps_status
pg_flush_document(struct sink *s, bool careful_only)
{
	enum ps_status	st = PS_OK;
	bool		any = false;

	for (size_t i = 0; i < PG_BUCKETS && st == PS_OK; i++)
		for (struct rows *r = s->waiting[i]; r != NULL &&
		    st == PS_OK; r = r->next)
			if (r->careful || !careful_only) {
				any |= r->data.n > r->mark;
				st = flush_own(s, r);
			}
	return st == PS_OK && any && careful_only ? pg_copy_end(s) : st;
}

enum ps_status
pg_flush_some(struct sink *s, struct rows *r)
{
	if (!s->in_document)
		return s->n_waiting > SEND_ALL ? pg_flush(s) : PS_OK;
	if (r->data.n - r->mark > SEND_ROWS)
		return flush_own(s, r);
	return s->n_waiting > 2 * SEND_ALL ? pg_flush_document(s, false) :
	    PS_OK;
}

enum ps_status
pg_flush(struct sink *s)
{
	enum ps_status	st = PS_OK;

	for (size_t i = 0; i < PG_BUCKETS && st == PS_OK; i++)
		for (struct rows *r = s->waiting[i]; r != NULL &&
		    st == PS_OK; r = r->next) {
			if (r->data.n == 0)
				continue;
			st = pg_send(s, r, r->data.p, r->data.n);
			r->data.n = r->mark = 0;
		}
	s->n_waiting = s->n_ledger = 0;
	if (st == PS_OK)
		st = pg_copy_end(s);
	if (s->n_tables > TABLES_MOST && st == PS_OK && !s->in_document)
		pg_rows_forget(s);
	return st;
}
