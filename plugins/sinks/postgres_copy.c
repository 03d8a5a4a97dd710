/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_copy.c - rows that wait, and COPY.
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

/* --- which rows ----------------------------------------------------------- */

static uint32_t
bucket(const char *name)
{
	uint32_t	h = 0x811c9dc5;

	for (; *name != '\0'; name++)
		h = (h ^ (unsigned char)*name) * 0x01000193;
	return (h ^ h >> 15) % PG_BUCKETS;
}

static void
free_rows(struct rows *r)
{
	text_free(&r->data);
	free(r->name);
	free(r->copy);
	free(r->fields);
	free(r);
}

static void
copy_text(struct text *t, const struct ps_table *of, const struct rows *r)
{
	text_str(t, "COPY ");
	text_name(t, "", of->name);
	text_char(t, '(');
	for (uint32_t i = 0; i < of->n_columns; i++) {
		text_name(t, "", of->columns[i].name);
		text_char(t, ',');
	}
	if (r->provenance)
		text_str(t, "\"_doc\",\"_line\",");
	text_str(t, "\"" PG_ROW "\") FROM STDIN");
	if (r->binary)
		text_str(t, " (FORMAT binary)");
}

/* What the server has: types that are not ours, rules that refuse rows. */
static const char columns_of[] =
	"SELECT a.attname, a.atttypid::int8, a.atttypmod::int8, "
	"(c.relhastriggers OR c.relhasrules OR c.relchecks > 0 OR "
	"c.relrowsecurity OR c.relkind <> 'r' OR EXISTS (SELECT FROM "
	"pg_constraint k WHERE k.conrelid = c.oid) OR EXISTS (SELECT FROM "
	"pg_index i WHERE "
	"i.indrelid = c.oid AND (i.indisunique OR i.indexprs IS NOT NULL)) "
	"OR EXISTS (SELECT FROM pg_attribute n WHERE n.attrelid = c.oid AND "
	"n.attnum > 0 AND n.attnotnull)) "
	"FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE "
	"c.relnamespace = current_schema()::regnamespace AND a.attnum > 0 "
	"AND NOT a.attisdropped AND c.relname = ";

static const int oids[N_KINDS_OF] = {
	[K_TEXT] = 25, [K_BOOL] = 16, [K_INT] = 20, [K_NUMERIC] = 1700,
	[K_REAL] = 701, [K_DATE] = 1082, [K_TIME] = 1083, [K_STAMP] = 1114,
	[K_STAMPTZ] = 1184, [K_UUID] = 2950, [K_INET] = 869, [K_JSON] = 114,
	[K_BYTES] = 17
};

static void
compare_column(struct rows *r, const struct ps_table *t, const PGresult *a,
    int row)
{
	const char	*name = PQgetvalue(a, row, 0);
	int64_t		 mod = pg_whole(PQgetvalue(a, row, 2)) - 4;
	uint32_t	 i = 0;

	while (i < t->n_columns && strcmp(t->columns[i].name, name) != 0)
		i++;
	if (i == t->n_columns)
		return;
	if (pg_whole(PQgetvalue(a, row, 1)) != oids[r->fields[i].kind])
		r->binary = false;
	r->fields[i].precision = r->fields[i].scale = 0;
	if (r->fields[i].kind == K_NUMERIC && mod >= 0) {
		r->fields[i].precision = (int16_t)(mod >> 16);
		r->fields[i].scale = (int16_t)(mod & 0x7ff);
	}
}

static enum ps_status
look_at_table(struct sink *s, struct rows *r, const struct ps_table *t)
{
	struct text	 sql = { 0 };
	PGresult	*a;

	text_str(&sql, columns_of);
	text_literal(&sql, t->name);
	if ((a = pg_ask(s, &sql)) == NULL)
		return PS_FATAL;
	for (int i = 0; i < PQntuples(a); i++) {
		compare_column(r, t, a, i);
		r->careful |= *PQgetvalue(a, i, 3) == 't';
	}
	PQclear(a);
	return PS_OK;
}

/* `is_new`: this document made it, so it is as we make them. */
static struct rows *
make_rows(struct sink *s, const struct ps_table *t, bool is_new)
{
	struct rows	*r = calloc(1, sizeof(*r));
	struct text	 sql = { 0 };

	if (r == NULL)
		return NULL;
	r->n_columns = t->n_columns;
	r->provenance = (t->flags & PS_PROVENANCE) != 0;
	r->binary = true;
	r->young = s->in_document;
	r->name = strdup(t->name);
	r->fields = calloc(t->n_columns + 1, sizeof(*r->fields));
	for (uint32_t i = 0; r->fields != NULL && i < t->n_columns; i++)
		r->fields[i] = (struct field){ pg_kind(t->columns[i].type),
		    t->columns[i].precision, t->columns[i].scale };
	if (r->name != NULL && r->fields != NULL &&
	    (is_new || look_at_table(s, r, t) == PS_OK)) {
		copy_text(&sql, t, r);
		r->copy = text_take(&sql);
	}
	if (r->copy != NULL)
		return r;
	free_rows(r);
	return NULL;
}

struct rows *
pg_rows(struct sink *s, const struct ps_table *t, bool is_new)
{
	struct rows	**at = &s->waiting[bucket(t->name)], *r;

	for (r = *at; r != NULL; r = r->next)
		if (r->n_columns == t->n_columns &&
		    strcmp(r->name, t->name) == 0)
			return r;
	if ((r = make_rows(s, t, is_new)) != NULL) {
		s->n_tables++;
		r->next = *at;
		*at = r;
	}
	return r;
}

/* As text: `columns` is the list with its brackets. */
struct rows *
pg_ledger_rows(struct sink *s, const char *name, const char *columns,
    size_t length)
{
	struct rows	**at = &s->waiting[bucket(name)], *r;
	struct text	 sql = { 0 };

	text_str(&sql, "COPY ");
	text_str(&sql, name);
	text_add(&sql, columns, length);
	text_str(&sql, " FROM STDIN");
	for (r = *at; r != NULL; r = r->next)
		if (r->ledger && strlen(r->copy) == sql.n &&
		    memcmp(r->copy, sql.p, sql.n) == 0)
			break;
	if (r != NULL) {
		text_free(&sql);
		return r;
	}
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return NULL;
	r->ledger = true;
	r->name = strdup(name);
	r->copy = text_take(&sql);
	if (r->name == NULL || r->copy == NULL) {
		free_rows(r);
		return NULL;
	}
	s->n_tables++;
	r->next = *at;
	return *at = r;
}

static struct rows *
make_exact(struct sink *s)
{
	struct rows	*r = calloc(1, sizeof(*r));

	if (r == NULL)
		return NULL;
	r->binary = true;
	r->young = false;
	r->name = strdup(PG_EXACT);
	r->fields = calloc(1, sizeof(*r->fields));
	r->copy = strdup("COPY " PG_EXACT "(\"row\", \"column\", value) FROM "
	    "STDIN (FORMAT binary)");
	if (r->name == NULL || r->fields == NULL || r->copy == NULL) {
		free_rows(r);
		return NULL;
	}
	s->n_tables++;
	r->next = s->waiting[bucket(PG_EXACT)];
	s->waiting[bucket(PG_EXACT)] = r;
	return r;
}

struct rows *
pg_exact_rows(struct sink *s)
{
	struct rows	*r = s->waiting[bucket(PG_EXACT)];

	while (r != NULL && strcmp(r->name, PG_EXACT) != 0)
		r = r->next;
	return r == NULL ? make_exact(s) : r;
}

void
pg_rows_forget(struct sink *s)
{
	struct rows	*r, *next;

	for (size_t i = 0; i < PG_BUCKETS; i++) {
		for (r = s->waiting[i]; r != NULL; r = next) {
			next = r->next;
			free_rows(r);
		}
		s->waiting[i] = NULL;
	}
	s->n_waiting = s->n_ledger = s->n_tables = 0;
	s->copying = NULL;
}

/* --- COPY ----------------------------------------------------------------- */

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

/* The document ended: its rows stay, or go as far as they wait. */
void
pg_rows_end(struct sink *s, bool keep)
{
	struct rows	**at, *r;

	for (size_t i = 0; i < PG_BUCKETS; i++) {
		at = &s->waiting[i];
		while ((r = *at) != NULL) {
			if (keep) {
				r->mark = r->data.n;
				r->young = false;
			} else {
				s->n_waiting -= r->data.n - r->mark;
				s->n_ledger -= r->ledger ? r->data.n -
				    r->mark : 0;
				r->data.n = r->mark;
			}
			/* What the document made is not there any more. */
			if (!keep && (r->young || r->data.n == 0)) {
				*at = r->next;
				s->n_tables--;
				free_rows(r);
				continue;
			}
			at = &r->next;
		}
	}
}
