/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_sink.h - what the parts of the Postgres sink share.
 *
 * One connection, one transaction at a time.  Rows wait in memory, a buffer a
 * table, and go by COPY when there are many or at the commit; what was sent in
 * the open transaction stands in a journal until it is committed, so that a
 * connection that is lost costs time only.
 */
#ifndef PS_POSTGRES_SINK_H
#define PS_POSTGRES_SINK_H

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "polyscraper.h"

#define PG_BUCKETS	1024	/* of tables with rows that wait */
#define PG_STATEMENTS	128	/* prepared ones that are kept */
#define PG_NAME		63	/* bytes of a name */
#define PG_STATE	6	/* SQLSTATE and its NUL */
#define PG_ROW		"_ps_row"	/* the column of row numbers */
#define PG_MAKING	"_ps_making_"	/* tables of these names are not yet */
#define PG_CONNECTIONS	16u	/* that rows go over, at most */
#define PG_ADDRESSES	"_ps_documents_address"	/* the index of them */
#define PG_EXACT	"_ps_exact"	/* what a type does not hold */

struct postgres_options {
	const char	*address, *schema, *index;
	bool		 unlogged;
	int64_t		 patience, connections;
};

/* Bytes that grow; `bad`: memory ended, and nothing is added any more. */
struct text {
	char	*p;
	size_t	 n, room;
	bool	 bad;
};

/* Everything sent in the open transaction, in memory or, if long, in a file. */
struct journal {
	struct text	mem;
	int		fd;		/* unlinked, or -1 */
	uint64_t	in_file;	/* bytes: those before the memory's */
};

/* How a column takes values: the types of Postgres that are ours. */
enum kind {
	K_TEXT, K_BOOL, K_INT, K_NUMERIC, K_REAL, K_DATE, K_TIME, K_STAMP,
	K_STAMPTZ, K_UUID, K_INET, K_JSON, K_BYTES, N_KINDS_OF
};

struct field {
	enum kind	kind;
	int16_t		precision, scale;	/* 0, 0: any number */
};

/* Rows of one table, with one list of columns, on their way. */
struct rows {
	struct rows	*next;		/* in the bucket */
	char		*name, *copy;	/* "COPY ... FROM STDIN ..." */
	struct field	*fields;
	uint32_t	 n_columns;	/* without ours behind them */
	struct text	 data;
	size_t		 mark;		/* bytes of documents that ended */
	bool		 binary;
	bool		 careful;	/* the server may refuse rows */
	bool		 provenance;
	bool		 young;		/* made in the open document */
	bool		 ledger;	/* of its tables: seen by questions */
};

struct statement {
	char		*text;
	uint64_t	 hash, used;
	uint32_t	 connection;	/* prepared on it */
	uint32_t	 number;	/* names it */
};

struct sink {
	struct ps_self			*self;
	const struct postgres_options	*opt;
	PGconn				*db;
	uint32_t			 connection;	/* counts them */
	char				 where[512];
	char				*schema;
	char				 state[PG_STATE]; /* of the error */
	bool				 ready;	/* our own tables are */
	bool				 writing, in_document;
	bool				 savepoint;	/* of the document */
	bool				 lost;

	struct journal			 journal;
	uint64_t			 document_at;	/* its place in it */
	char				 writer[40];
	uint64_t			 commits;
	int64_t				 turn;	/* pg_take_turn() */

	struct rows			*waiting[PG_BUCKETS];
	size_t				 n_waiting;	/* bytes */
	uint32_t			 n_tables;	/* of `waiting` */
	size_t				 n_ledger;	/* bytes of its rows */
	struct rows			*copying;	/* COPY is under way */
	int64_t				 next_row, last_row;
	uint64_t			 unlike;	/* texts shown so */

	/* postgres_apart.c */
	struct sink			*more[PG_CONNECTIONS];
	uint32_t			 n_more, sent;	/* sent: the last */
	bool				 no_more;	/* can be had */
	bool				 large;		/* the document is */
	struct apart			*apart;		/* tables of it */
	uint32_t			 n_made;	/* in all */

	struct statement		 kept[PG_STATEMENTS];
	uint64_t			 clock;
	uint32_t			 prepared;
};

/* postgres_text.c */
void		text_add(struct text *, const char *, size_t);
void		text_str(struct text *, const char *);
void		text_char(struct text *, char);
void		text_int(struct text *, int64_t);
/* "name", quoted; one that is too long is cut and gets a mark of its own. */
void		text_name(struct text *, const char *before, const char *name);
void		text_literal(struct text *, const char *);
char		*text_grow(struct text *, size_t);	/* or NULL */
void		text_free(struct text *);
/* The text as a string that is its own; NULL: no memory. */
char		*text_take(struct text *);

/* Room for n bytes, or NULL. */
static inline char *
text_room(struct text *t, size_t n)
{
	return t->room - t->n >= n && !t->bad && t->p != NULL ? t->p + t->n :
	    text_grow(t, n);
}

/* The lowest bytes of a number, the highest of them first. */
static inline void
pg_put_int(struct text *t, int64_t v, int bytes)
{
	uint64_t	u = (uint64_t)v << (64 - 8 * bytes);
	char		*to = text_room(t, 8);

	if (to == NULL)
		return;
	u = htobe64(u);
	memcpy(to, &u, sizeof(u));
	t->n += (size_t)bytes;
}

/* A field of COPY: its length, then a number of eight bytes. */
static inline void
pg_put_eight(struct text *t, int64_t v)
{
	char		*to = text_room(t, 12);
	uint64_t	 u = htobe64((uint64_t)v);

	if (to == NULL)
		return;
	memcpy(to, "\0\0\0\10", 4);
	memcpy(to + 4, &u, sizeof(u));
	t->n += 12;
}

/* postgres_journal.c */
/* 'S' a statement, 'P' one with values, 'C' the beginning of a COPY, 'D' its */
/* bytes, 'E' its end */
enum ps_status	journal_add(struct sink *, char what, const char *, size_t);
uint64_t	journal_at(const struct journal *);
void		journal_cut(struct journal *, uint64_t at);
void		journal_free(struct journal *);
enum ps_status	journal_replay(struct sink *);

/* postgres_open.c */
enum ps_status	pg_open(struct ps_self *, struct ps_opened *);
enum ps_status	pg_finish(struct ps_self *, bool whole);
void		pg_close(struct ps_self *);
enum ps_status	pg_forget_writer(struct sink *);
/* One try; PS_RETRY: the server may be there later. */
enum ps_status	pg_connect(struct sink *);
/* Our own tables and sequence, and whether the role may make tables. */
enum ps_status	pg_prepare(struct sink *);

/* What a statement is sent with. */
struct pg_call {
	const char		*text;		/* as Postgres takes it */
	int			 n;
	const char *const	*values;
	const int		*lengths;	/* -1: NULL */
	struct statement	*kept;		/* or NULL */
	bool			 binary;	/* values of the answer */
};

/* postgres_sql.c */
/* The answer, whatever connection it takes; NULL: it has been said why. */
PGresult	*pg_call(struct sink *, const struct pg_call *);
/* What the last call that gave no answer means. */
enum ps_status	pg_why(const struct sink *);
int64_t		pg_whole(const char *digits);
enum ps_status	pg_error(struct sink *, const PGresult *);
enum ps_status	pg_no_memory(struct sink *);
bool		pg_is_lost(struct sink *, const PGresult *);
/* A statement, past the journal and without a second try. */
PGresult	*pg_plain(struct sink *, const char *);
/* SQL that is freed; changes are journalled. */
enum ps_status	pg_run(struct sink *, struct text *);
enum ps_status	pg_exec(struct sink *, const char *);
/* A question: NULL, and it has been said why. */
PGresult	*pg_ask(struct sink *, struct text *);
/* With values in binary form. */
PGresult	*pg_ask_binary(struct sink *, struct text *);
int64_t		pg_number(struct sink *, struct text *, int64_t none);
enum ps_status	pg_transact(struct sink *);	/* unless we are in one */

/* postgres_ledger.c */
/* The statement and its values of a record of the journal, once more. */
bool		pg_send_values(struct sink *, const char *, size_t);
enum ps_status	pg_sql(struct ps_self *, const char *, const struct ps_value *,
		    uint32_t, ps_row_fn *, void *);
void		pg_forget_statements(struct sink *);

/* postgres_turn.c: who may write */
/* Waits for other loads into the schema; it is ours until we are gone. */
enum ps_status	pg_take_turn(struct sink *);
/* After a connection was lost: nobody else has written meanwhile. */
enum ps_status	pg_keep_turn(struct sink *);

/* postgres_apart.c: tables of large documents, over several connections */
void		pg_apart_begin(struct sink *, int64_t size);
/* PS_SKIP: it is made like any other. */
enum ps_status	pg_apart_table(struct sink *, const struct ps_table *);
/* Where the table is, and as what: the sink itself, or one beside it. */
struct sink	*pg_at(struct sink *, const struct ps_table *,
		    struct ps_table *as);
/* Rows that wait, where they are many. */
enum ps_status	pg_apart_send(struct sink *, struct rows *);
enum ps_status	pg_apart_commit(struct sink *);
enum ps_status	pg_apart_keep(struct sink *);
enum ps_status	pg_apart_undo(struct sink *);
/* What a load made that was killed. */
enum ps_status	pg_drop_left(struct sink *);
enum ps_status	pg_more_finish(struct sink *);
void		pg_more_close(struct sink *);

/* postgres_index.c: indexes that were asked for, after the load */
enum ps_status	pg_index(struct sink *);
enum ps_status	pg_index_addresses(struct sink *);

/* postgres_lost.c: a connection that is lost */
/* Connected again, and where the transaction was. */
enum ps_status	pg_recover(struct sink *);
enum ps_status	pg_commit(struct ps_self *);
/* What waits on this connection, and what it sent. */
enum ps_status	pg_commit_one(struct sink *);

/* postgres_copy.c: rows that wait, and COPY */
struct rows	*pg_rows(struct sink *, const struct ps_table *, bool is_new);
struct rows	*pg_exact_rows(struct sink *);
enum ps_status	pg_copy_end(struct sink *);
/* Bytes into a COPY that is begun unless it is under way. */
enum ps_status	pg_send(struct sink *, struct rows *, const char *, size_t);
/* Rows of a table of the ledger, and all of them to the server. */
struct rows	*pg_ledger_rows(struct sink *, const char *name,
		    const char *columns, size_t length);
enum ps_status	pg_flush_ledger(struct sink *);
/* All rows, or those of the open document only. */
enum ps_status	pg_flush(struct sink *);
enum ps_status	pg_flush_document(struct sink *, bool careful_only);
/* After rows were added: send them if they are many. */
enum ps_status	pg_flush_some(struct sink *, struct rows *);
void		pg_rows_end(struct sink *, bool keep);
void		pg_rows_forget(struct sink *);
/* The document's savepoint, where there is none yet. */
enum ps_status	pg_savepoint(struct sink *);

/* postgres_encode.c */
/* A value of the ledger, or of settling; false: it is none of that kind. */
bool		pg_put_value(struct text *, enum kind, int scale,
		    const struct ps_value *, bool *exact);
void		pg_put_header(struct text *);
void		pg_put_field(struct text *, const char *, size_t);
void		pg_escape(struct text *, const char *, size_t);
/* NULL, or what is wrong with a row; in the form that COPY takes. */
const char	*pg_encode(struct sink *, struct rows *,
		    const struct ps_batch *, int64_t first);
/* postgres_value.c: texts of values, as the binary form of their type */
bool		pg_put_numeric(struct text *, const char *, size_t);
void		pg_put_scaled(struct text *, int64_t, int scale);
/* False: it is none; *exact: the type gives this text back. */
bool		pg_put_moment(struct text *, enum kind, const char *, size_t,
		    bool *exact);
bool		pg_put_uuid(struct text *, const char *, size_t);
bool		pg_put_inet(struct text *, const char *, size_t);
size_t		pg_digits(int64_t, int scale, char out[64]);
/* Bytes that are no text here, for people; then so that they come back. */
bool		pg_is_text(const char *, size_t);
void		pg_show_text(struct text *, const char *, size_t);
void		pg_hide_text(struct text *, const char *, size_t);
size_t		pg_bare_text(char *, size_t);

/* postgres_table.c */
enum ps_status	pg_table(struct ps_self *, const struct ps_table *);
enum ps_status	pg_widen(struct ps_self *, const struct ps_table *, uint32_t n);
enum ps_status	pg_write(struct ps_self *, const struct ps_table *,
		    const struct ps_batch *, int64_t *first);
enum ps_status	pg_remove(struct ps_self *, const struct ps_table *,
		    int64_t first, int64_t last);
enum kind	pg_kind(enum ps_type);
void		pg_type(struct text *, const struct ps_column *);
bool		pg_is_there(struct sink *, const char *before,
		    const char *name);
/* A statement that makes or changes tables: it is recorded. */
enum ps_status	pg_define(struct sink *, struct text *);

/* postgres_decode.c: a value of a column out of its binary form */
void		pg_decode(struct text *, enum kind, const char *, size_t,
		    struct ps_value *);

/* postgres_settle.c, postgres_fold.c */
enum ps_status	pg_settle(struct ps_self *, const struct ps_table *,
		    const bool *changed, ps_convert_fn *, void *);
enum ps_status	pg_fold(struct ps_self *, const struct ps_table *,
		    struct ps_fold *);
enum ps_status	pg_fold_remove(struct sink *, const struct ps_table *,
		    int64_t first, int64_t last);

#endif
