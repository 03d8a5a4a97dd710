/* SPDX-License-Identifier: 0BSD */
/*
 * batch.h - rows on their way to a sink, and values of its ledger.
 */
#ifndef POLYSCRAPER_BATCH_H
#define POLYSCRAPER_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base.h"

/*
 * Rows on their way to a sink.  16 bytes a cell.  What `value` holds:
 *   BOOL INT          integer (bool: 0 or 1)
 *   DECIMAL           integer / 10^scale; at most 18 digits
 *   REAL              real
 *   all others        offset and length of UTF-8 text in `bytes`: BIGINT and
 *                     longer DECIMALs as plain digits with '.', DATE, TIME,
 *                     TIMESTAMP and TIMESTAMPTZ as ISO 8601
 */
enum {
	PS_CELL_TEXT	= 1 << 0, /* a DECIMAL that is text (> 18 digits) */
	PS_CELL_TOKEN	= 1 << 1,	/* a NULL written as the null token */
	PS_CELL_EMPTY	= 1 << 2	/* a NULL that was an empty cell */
};

struct ps_cell {
	uint32_t	length;
	uint8_t		type;		/* enum ps_type */
	uint8_t		flags;
	int16_t		scale;
	union {
		int64_t		integer;
		double		real;
		uint64_t	offset;
	} value;
};

struct ps_batch {
	uint32_t		 n_rows;
	uint32_t		 n_columns;	/* of `cells` */
	const struct ps_cell	*cells;		/* n_rows * n_columns */
	const uint32_t		*line;		/* per row, minus line_base */
	uint64_t		 line_base;
	int64_t			 document;	/* its ledger id, for _doc */
	const int32_t		*map;	/* table column -> batch column, */
	uint32_t		 n_map;		/* -1 or past the end = NULL */
	const char		*bytes;
	size_t			 n_bytes;
	/* of tables with PS_HISTORY: the run, for _first_seen, and what the */
	/* cells of each row are, for _hash; else NULL */
	int64_t			 run;
	const int64_t		*hash;
};

/* A value in a ledger statement: PS_NULL, PS_INT, PS_REAL, PS_TEXT, PS_BLOB. */
struct ps_value {
	enum ps_type	 type;
	uint32_t	 length;
	int64_t		 integer;
	double		 real;
	const char	*text;
};

typedef enum ps_status ps_row_fn(void *arg, const struct ps_value *,
    uint32_t n);

/*
 * For settling: the value `in` of row `row`, table column `column`, becomes
 * `out` in the column's new type.  `out` is valid until the next call.
 */
typedef enum ps_status ps_convert_fn(void *arg, int64_t row, uint32_t column,
    const struct ps_value *in, struct ps_value *out);

/*
 * For tables with a key: of rows that hold the same in all columns of the key
 * the one with the greatest place stays, the others are kept aside, with their
 * numbers.  Rows without a value in one of the columns stay, and so do rows
 * that are in no span.
 */
struct ps_fold_span {
	int64_t		first, last;	/* numbers of rows */
	int64_t		place;		/* of the first in the order of rows */
	uint64_t	folded;		/* out: of them kept aside now */
};

struct ps_fold {
	const uint32_t		*columns;	/* of the key */
	uint32_t		 n_columns;	/* 0: all rows come back */
	bool			 again;	/* those kept aside may be last now */
	struct ps_fold_span	*spans;		/* by `first` */
	size_t			 n_spans;
	uint64_t		 folded;	/* out: all kept aside now */
	uint64_t		 without;	/* out: rows without a key */
};

/*
 * For tables with PS_HISTORY: a document has a new version (or none) instead
 * of an old one, and all rows of both are in the table.  A row that both have
 * is one row: the new one, seen first when the old one was, which goes.  Two
 * rows are the same if their _hash is (and _line, where that is asked for); an
 * old one that has a _last_seen is the same as none.  Of rows alike those that
 * stand in what the versions begin with and then in what they end in are each
 * other; of those between, the first the first, and so on.  Old rows that are
 * left get `last` as their _last_seen, unless they have one.
 */
struct ps_past_span {
	int64_t		first, last;	/* numbers of rows */
};

struct ps_past {
	const struct ps_past_span *old, *fresh;
	size_t			 n_old, n_fresh;
	int64_t			 last;		/* run before this one */
	bool			 by_line;
	uint64_t		 same;		/* out: old rows that went */
	uint64_t		 ended;		/* out: got their _last_seen */
	uint64_t		 left;		/* out: all old rows left */
};

#endif
