/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * column.h - many cells of one column at a time: their facts and their values.
 *
 * A strip is one column of a block of rows.  What column_add() does is what
 * facts_add() and reading_parse() do cell by cell, bit for bit.  Cells like
 * those before them take a short way, in which what is known of the column
 * stays in registers and hardly anything branches.
 */
#ifndef PS_COLUMN_H
#define PS_COLUMN_H

#include "reading.h"

/* In ps_cell.flags until it is sent: the cell's text must be kept beside it. */
#define CELL_ODD	(1 << 6)

struct strip {
	const struct reading	*reading;
	struct facts		*facts;		/* NULL: they are known */
	const struct ps_slice	*in;		/* the first cell, and what */
	struct ps_cell		*out;		/* becomes of it */
	size_t			 in_step, out_step;	/* from row to row */
	size_t			 n;		/* rows */
	/* Memory that may be read: cells are within or quite outside. */
	const char		*low, *high;
	/* Text goes downwards from base + text; cells count from base. */
	char			*base;
	uint32_t		 text;
	uint32_t		 odd;		/* cells marked CELL_ODD */
};

/* There must be room for the text, column_room() more a cell, and a slack. */
#define COLUMN_SLACK	32u
void	column_add(struct strip *);
uint32_t column_room(const struct reading *);
/*
 * One cell: its text, where its value is text (inside the slice or in buf,
 * CELL_TEXT_MAX bytes), or NULL.  The cell is marked, too.
 */
const char *column_cell(const struct reading *, struct facts *,
	    const struct ps_slice *, struct ps_cell *, char *buf);

#endif
