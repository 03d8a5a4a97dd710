/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * rows.h - a batch while a format fills it: slices of the input, untyped.
 *
 * Slices point into the input and into scratch memory; both stay until
 * rows_clear(), which is called between two calls of a format's rows().  A
 * document's tables may be filled in turn, and may get more columns.
 */
#ifndef PS_ROWS_H
#define PS_ROWS_H

#include "doc.h"

#define COLUMNS_KEPT	1000u	/* of COLUMNS_MAX; the rest is JSON */
#define CELL_MAX	(16u << 20)
#define MAP_RULE	"map"		/* of issues: a map says so, */
#define LUA_RULE	"script"	/* or a format in Lua */

struct aside {
	enum ps_class	 class;
	uint64_t	 line;
	const char	*p;
	size_t		 n;
};

struct issue {
	enum ps_severity severity;
	uint64_t	 line;
	const char	*rule, *reason;		/* in scratch memory */
	const char	*p;
	size_t		 n;
	uint64_t	 place;		/* of its first byte; UINT64_MAX: ? */
	uint64_t	 record;	/* its number in the range; 0: ? */
};

struct arena;
struct block;
struct facts;

struct row {
	uint32_t	 line;
	uint32_t	 text;		/* bytes of its cells */
};

/* One table of the document, and its rows of this batch. */
struct sheet {
	uint32_t	 number;	/* in the document */
	bool		 added;		/* by ps_add_table() */
	const char	*name;		/* NULL: after the document */
	uint32_t	 flags;
	struct ps_column *columns;	/* n_source of them, as announced */
	uint32_t	 n_source, columns_room;
	uint32_t	 n_columns;	/* as emitted */
	uint32_t	 kept;		/* those before the one of JSON */
	uint32_t	 stride;	/* cells of a row in `cells` */
	struct ps_slice	*cells;		/* n_rows * stride */
	size_t		 cells_room;
	struct row	*rows;
	uint32_t	 n_rows, rows_room;
	uint64_t	*places;	/* of rows that were told; or NULL */
	uint32_t	 places_room;
	/* What the cells of this batch tell, by column, where it is known */
	/* already; NULL: of none. */
	const struct facts *const *known;
};

struct ps_rows {
	struct sheet	**sheets;	/* by number */
	uint32_t	 n_sheets, sheets_room;
	struct sheet	*at;		/* rows go there */
	uint32_t	 main;		/* number of what table() announced */
	struct arena	*arena;		/* of the document */
	size_t		 n_cells, text;	/* of all tables */
	size_t		 beside;	/* bytes of asides and issues */
	bool		 judged;	/* columns are: batches may be small */

	struct aside	*asides;
	uint32_t	 n_asides, asides_room;
	struct issue	*issues;
	uint32_t	 n_issues, issues_room;
	struct block	*scratch;	/* newest first */

	struct counts	 counts;	/* of the range, not the batch */
	uint64_t	 record;	/* records met so far */
	uint64_t	 next_place;	/* rows_place(); 0: nothing was said */
	uint64_t	 references;	/* to other documents */
	int64_t		 first_data, last_data;	/* records of the main table */
	uint32_t	*headers;	/* records that were headers */
	uint32_t	 n_headers, headers_room;
};

void	rows_init(struct ps_rows *);
void	rows_free(struct ps_rows *);
void	rows_clear(struct ps_rows *);		/* the batch only */
void	rows_reset(struct ps_rows *);		/* a new document or range */
/* What table() announced: rows go there from now on. */
struct sheet *rows_open(struct ps_rows *, const struct ps_table *);
/* A table without rows: the first n columns, and one of JSON. */
void	sheet_keep(struct sheet *, uint32_t n);

/* Its columns in another order: the i-th is what the from[i]-th was. */
void	sheet_order(struct sheet *, const uint32_t *from);
/* Whether no row of it holds anything there. */
bool	sheet_is_empty(const struct sheet *, uint32_t column);

/* The functions behind ps_host. */
uint32_t rows_add_table(struct ps_rows *, const struct ps_table *);
void	rows_add_columns(struct ps_rows *, uint32_t table,
	    const struct ps_column *, uint32_t n);
void	rows_into(struct ps_rows *, uint32_t table);
char	*rows_scratch(struct ps_rows *, size_t);
bool	rows_add(struct ps_rows *, const struct ps_slice *, uint32_t n,
	    uint64_t line);
/* The next row begins at that byte of the document. */
void	rows_place(struct ps_rows *, uint64_t place);
/* As it was told of a row of this batch, or UINT64_MAX. */
uint64_t rows_place_of(const struct sheet *, uint32_t row);
bool	rows_full(const struct ps_rows *);
void	rows_aside(struct ps_rows *, enum ps_class, uint64_t line,
	    const char *, size_t);
void	rows_refer(struct ps_rows *, const char *target, size_t,
	    const char *relation);
void	rows_issue(struct ps_rows *, enum ps_severity, uint64_t line,
	    const char *rule, const char *reason, const char *, size_t);

static inline const struct ps_slice *
sheet_slice(const struct sheet *h, uint32_t row, uint32_t column)
{
	return &h->cells[(size_t)row * h->stride + column];
}

#endif
