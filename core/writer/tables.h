/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tables.h - the tables a sink has, as the writer knows them.
 *
 * Names and shapes of all of them are in memory; columns are read from the
 * ledger when a table is first needed.  Everything belongs to the set.
 */
#ifndef PS_TABLES_H
#define PS_TABLES_H

#include "ledger.h"
#include "reading.h"

/* What a reading can leave open: the decimal mark, the order of dates. */
enum { KIND_NUMBER, KIND_DATED, N_KINDS };

/* A column beyond what struct ps_column says. */
struct column {
	char		*original, *unit;
	struct facts	 joined;	/* of documents that are not open */
	struct facts	*all;		/* of all, where some are; else NULL */
	uint32_t	 decided[N_KINDS];	/* by documents that say so */
	uint64_t	 open;		/* documents with an open reading */
	uint32_t	 hinted;	/* orders that these suggest, */
	enum hint	 hint;		/* and by what; while it is settled */
	uint64_t	 pending;	/* cells that wait for another type */
	uint64_t	 limit;		/* so many of them are too many */
	bool		 dirty;		/* some reading is to be changed */
	enum ps_type	 narrow;	/* before it became text in this run */
	uint64_t	 misfits;	/* cells that made it so, if known */
};

/* Columns by which rows are known, as a script names them. */
struct key {
	const char		**names;
	uint32_t		 n;
	const char		*place;		/* in the script */
};

struct table {
	char			*name, *shape;
	struct ps_column	*sql;		/* as the sink is told */
	struct column		*columns;
	uint32_t		 n_columns, room;
	uint32_t		 number;	/* in the set */
	uint64_t		 documents, rows;	/* in all */
	uint64_t		 run_documents, run_rows;
	uint64_t	 run_ended, run_same;	/* where there is a history */
	bool			 loaded;	/* columns are in memory */
	bool			 made;		/* the sink was told this run */
	bool			 touched;	/* in this run: settle it */
	bool			 anew;		/* join its facts again */
	bool			 unsaved;
	uint64_t		 look_at;	/* rows: settle_is_due() */
	/* see settle_key.c; those replaced are among `rows` */
	struct key		*wish;		/* NULL: nothing is wished */
	char			*key;		/* "store,receipt", or NULL */
	uint64_t		 replaced;
	bool			 again;		/* some may be the last now */
	bool			 history; /* see writer_past.c: `replaced` */
					/* are rows no longer there */
};

struct tables {
	struct ledger	*ledger;	/* NULL: the sink keeps none */
	struct table	**all;
	uint32_t	 n, room;
	uint32_t	*index;		/* of names: place + 1 */
	uint32_t	 index_room;
	uint64_t	 loaded_columns;
	bool		 coerce;	/* types and units stay */
	bool		 history;	/* of all of them */
};

/* All names, from the ledger if there is one. */
enum ps_status	tables_open(struct tables *, struct ledger *);
void		tables_free(struct tables *);
struct table	*tables_find(const struct tables *, const char *name);
/* A table that is not there yet; NULL name: only the last one made goes. */
struct table	*tables_add(struct tables *, const char *name,
		    const char *shape);
void		tables_remove_last(struct tables *);
/* Its columns, if they are not in memory. */
enum ps_status	table_load(struct tables *, struct table *);
uint32_t	table_add_column(struct table *, const char *name,
		    const char *original, const char *unit);
void		table_cut_columns(struct table *, uint32_t n);
/* The column of that name; looked for at `near` first; -1: none. */
int32_t		table_column(const struct table *, const char *name,
		    uint32_t near);
/* The column a value of the ledger names; -1: none. */
int32_t		table_column_of(const struct table *,
		    const struct ps_value *name);
/* What a script wishes of its key; texts are the pipeline's. */
void		table_wish(struct table *, const char *const *names,
		    uint32_t n, const char *place);
/* As a sink wants it; columns belong to the table. */
struct ps_table	table_sql(const struct table *, bool provenance);
/* Its rows in _ps_tables and _ps_columns, the first time. */
enum ps_status	table_insert(struct tables *, const struct table *);
enum ps_status	table_insert_columns(struct tables *, const struct table *,
		    uint32_t from);
/* What was found out since: sums, types, facts. */
enum ps_status	table_save(struct tables *, struct table *);
enum ps_status	tables_save(struct tables *);
/* Where much is in memory: save and forget all columns. */
enum ps_status	tables_shrink(struct tables *);
/* Documents and rows of all tables, counted from the ranges. */
enum ps_status	tables_count(struct tables *);

/* ledger_facts.c: what the ledger keeps of a document's columns */
struct fact_row {
	int64_t		 document;
	const char	*column;
	const struct facts *facts;
	const struct reading *reading, *wanted;	/* wanted NULL: the same */
};
enum ps_status	facts_insert(struct ledger *, const char *table,
		    const struct fact_row *);
/* A document's facts join the column's. */
void		column_join(struct column *, const struct facts *,
		    const struct reading *, bool coerce);
/* Facts of all documents of a table, joined anew from the ledger. */
enum ps_status	table_join(struct tables *, struct table *);
bool		reading_is_open(const struct reading *);
int		reading_kind(const struct reading *);
/* Whether values read by the one may be others by the other. */
bool		reading_differs(const struct reading *, const struct reading *);
/* "decimal(10,2)" */
void		column_type_text(const struct ps_column *, char out[48]);
void		column_type_parse(struct ps_column *, const char *, size_t);

#endif
