/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * wished.h - what the shapes of the pipeline wish of a table, in a worker.
 *
 * A table is asked for once, by the name that it has by itself; its columns
 * as they come to be known.  All memory is the document's.
 */
#ifndef PS_WISHED_H
#define PS_WISHED_H

#include "shape.h"

struct facts;
struct sheet;
struct worker;

#define TYPE_RULE	"type"		/* of issues: a cell is not so */

/* A cell that is not what is wished of its column. */
struct misfit {
	const struct shape_type	*type;	/* NULL: there was none */
	uint64_t		 line;	/* as its row's */
	uint64_t		 cells;	/* so many are not */
	const char		*p;
	size_t			 n;
};

struct wished {
	struct shape_set	 set;
	const struct shape_rule	*rule;		/* NULL: nothing is */
	const struct shape_type	**types;	/* by column; may be NULL */
	uint32_t		 n_columns;
};

/* The name by which selectors know a table: its own, or its document's. */
const char *wished_name(struct worker *, const struct sheet *);
void	wished_find(struct worker *, const struct sheet *, struct wished *);
/*
 * SQL names of the columns behind the first `had`, which have theirs.  Where
 * a new name is another column's, too, w->refused says so.
 */
void	wished_columns(struct worker *, struct wished *,
	    const struct sheet *, uint32_t had, uint32_t n,
	    char (*names)[64]);
/* The types of the first n columns, whose names were told. */
void	wished_types(struct worker *, struct wished *, const struct sheet *,
	    uint32_t n);
/* Facts that were started: those of column i. */
void	wished_facts(const struct wished *, uint32_t i, struct facts *);
/*
 * Rows that are not what is wished are rejected or, where the drift is
 * "freeze", the document is (w->refused).  `counted`: rows that w->rows counts.
 */
void	wished_sift(struct worker *, const struct wished *, struct sheet *,
	    bool counted);
bool	wished_fits(const struct worker *, const struct shape_type *,
	    const struct ps_slice *);
/* A row that w->rows has, `counted` or not, is rejected; rows move up. */
void	wished_reject(struct worker *, const struct sheet *, uint32_t row,
	    const char *rule, const char *why, bool counted);
void	wished_move(struct sheet *, uint32_t to, uint32_t from);
/* The first cell of the column that does not fit, and how many do not. */
struct misfit wished_misfit(const struct worker *, const struct wished *,
	    const struct sheet *, uint32_t column);
/* Cells of the batch that cost a column its type, into w->notes. */
void	wished_tell(struct worker *, const struct wished *,
	    const struct sheet *, const struct facts *);
/* The record as an object of its fields, in scratch memory. */
struct ps_slice wished_record(struct worker *, const struct sheet *,
	    uint32_t row);

#endif
