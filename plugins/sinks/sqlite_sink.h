/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sqlite_sink.h - what the parts of the SQLite sink share.
 *
 * One connection, one transaction at a time: everything up to commit() is in
 * it, and every document stands in a savepoint of its own.  Whatever a struct
 * sink points to belongs to it and goes with close().
 */
#ifndef PS_SQLITE_SINK_H
#define PS_SQLITE_SINK_H

#include <sqlite3.h>

#include "polyscraper.h"

#define SQ_STATEMENTS	128	/* prepared statements that are kept */
#define SQ_BUSY_MS	5000	/* patience with other programs' locks */
#define SQ_EXACT_DIGITS	15	/* a double holds all decimals that long */

/* Marks of files of ours, as application_id: whole or resumable, and not. */
#define SQ_MARK		0x506f5363	/* "PoSc" */
#define SQ_MARK_FRESH	0x506f5366	/* "PoSf": built without a journal */

struct sqlite_options {
	const char	*path;
	bool		 fresh;
	bool		 strict;
	bool		 provenance;
};

struct statement {
	sqlite3_stmt	*stmt;
	char		*text;
	uint64_t	 hash;
	uint64_t	 used;		/* when, by sink.clock */
	bool		 busy;
};

/* A user table of a database being built; `aside`: its row in _ps_aside. */
struct known {
	char		*name;
	int64_t		 aside;
	uint32_t	 made, used;	/* epochs */
	bool		 moving;
};

struct sink {
	struct ps_self			*self;
	const struct sqlite_options	*opt;
	sqlite3				*db;
	char				*path;	/* where it will be at last */
	char				*file;	/* what is written now */
	int				 lock;	/* open on it, or -1 */
	bool				 building;	/* file is PATH.part */
	bool				 wal, was_journal; /* give it back */
	bool				 writing;	/* in a transaction */
	bool				 in_document;
	bool		 worth;		/* the build holds documents: keep it */
	bool				 lost;	/* SQLite undid everything */
	uint64_t			 written;	/* since write-back */

	struct statement		 kept[SQ_STATEMENTS];
	uint64_t			 clock;

	/* what the virtual table and the SQL functions look at */
	const struct ps_batch		*batch;
	const struct ps_table		*table;
	ps_convert_fn			*convert;
	void				*convert_arg;
	enum ps_status			 convert_status;
	struct ps_fold			*fold;

	/* many tables */
	struct known			*known;
	uint32_t			 n_known, room;
	uint32_t			 visible;	/* since a sweep */
	uint32_t			 epoch;
	bool				 aside;		/* _ps_aside exists */
	bool				 touched;	/* some came back */
};

/* sqlite_sql.c: statements, transactions and messages */
enum ps_status	sq_error(struct sink *, int rc);
enum ps_status	sq_no_memory(struct sink *);
/* SQL made by sqlite3_mprintf(); runs it and frees it. */
enum ps_status	sq_run(struct sink *, char *sql);
enum ps_status	sq_exec(struct sink *, const char *sql);
enum ps_status	sq_prepare(struct sink *, const char *, struct statement **);
void		sq_release(struct statement *);
enum ps_status	sq_transact(struct sink *);	/* unless we are in one */
void		sq_forget_statements(struct sink *);
enum ps_status	sq_sql(struct ps_self *, const char *, const struct ps_value *,
		    uint32_t, ps_row_fn *, void *);
int64_t		sq_number(struct sink *, const char *sql);	/* or -1 */

/* sqlite_open.c */
enum ps_status	sq_open(struct ps_self *, struct ps_opened *);
enum ps_status	sq_finish(struct ps_self *, bool whole);
void		sq_close(struct ps_self *);
enum ps_status	sq_room(struct sink *, int64_t size);	/* for a document */
void		sq_choose_journal(struct sink *);	/* before a BEGIN */
void		sq_write_back(struct sink *, uint64_t bytes);

/* sqlite_file.c: the file that is built, before and after SQLite has it */
/* Opens and locks PATH.part, empties it where it is of no use. */
enum ps_status	sq_part_claim(struct sink *, bool *resumed);
/* A build that holds nothing is not left behind. */
enum ps_status	sq_part_drop(struct sink *);
/* To the disk, and under its name: once no connection is open. */
enum ps_status	sq_part_publish(struct sink *);
/* A build without a journal was ended in order: it can be resumed. */
enum ps_status	sq_part_seal(struct sink *);

/* sqlite_batch.c */
int		sq_batch_register(struct sink *);
/* The virtual table that is wide enough for n columns, or NULL. */
const char	*sq_batch_name(uint32_t n);

/* sqlite_table.c */
bool		sq_is_text(const struct ps_column *, bool strict);
bool		sq_provenance(const struct sink *, const struct ps_table *);
void		sq_type(sqlite3_str *, const struct sink *,
		    const struct ps_column *);
/* `("a" INTEGER, ..., "_line" INTEGER)`, without the bracket at the end */
void		sq_columns(sqlite3_str *, const struct sink *,
		    const struct ps_table *);
/* A name for the row number that no column of the table hides, or NULL. */
const char	*sq_rowid(const struct ps_table *);
/* In a transaction, the table's rows by such a name; PS_FAIL: it has none. */
enum ps_status	sq_by_number(struct sink *, const struct ps_table *,
		    const char **rowid);
enum ps_status	sq_table(struct ps_self *, const struct ps_table *);
enum ps_status	sq_widen(struct ps_self *, const struct ps_table *, uint32_t n);
enum ps_status	sq_write(struct ps_self *, const struct ps_table *,
		    const struct ps_batch *, int64_t *first);
enum ps_status	sq_remove(struct ps_self *, const struct ps_table *,
		    int64_t first, int64_t last);

/* sqlite_many.c */
enum ps_status	sq_many_open(struct sink *);
enum ps_status	sq_many_made(struct sink *, const char *name);
enum ps_status	sq_many_need(struct sink *, const char *name);
bool		sq_many_is_aside(struct sink *, const char *name);
enum ps_status	sq_many_sweep(struct sink *);	/* between documents */
enum ps_status	sq_many_undone(struct sink *);	/* rolled back */
enum ps_status	sq_many_restore(struct sink *);
void		sq_many_close(struct sink *);
/* Between these two sqlite_schema may be written. */
void		sq_schema_edit(struct sink *);
enum ps_status	sq_schema_done(struct sink *);

/* sqlite_settle.c */
int		sq_settle_register(struct sink *);
enum ps_status	sq_settle(struct ps_self *, const struct ps_table *,
		    const bool *changed, ps_convert_fn *, void *);

/* sqlite_past.c */
/* Its columns as they are declared, or "". */
const char	*sq_past_columns(const struct ps_table *);
bool		sq_is_past_column(const struct ps_table *, const char *name);
enum ps_status	sq_past(struct ps_self *, const struct ps_table *,
		    struct ps_past *);

/* sqlite_fold.c */
int		sq_fold_register(struct sink *);
enum ps_status	sq_fold(struct ps_self *, const struct ps_table *,
		    struct ps_fold *);
/* The last number that is taken, or -1: as many as the table says. */
int64_t		sq_fold_last(struct sink *, const struct ps_table *);
enum ps_status	sq_fold_remove(struct sink *, const struct ps_table *,
		    int64_t first, int64_t last);

#endif
