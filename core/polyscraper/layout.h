/* SPDX-License-Identifier: 0BSD */
/*
 * layout.h - where a table is among records that are cut into cells: titles
 * and comments above it, the records that name its columns, one of units; and
 * what its rows say of each other.
 *
 * Nothing here knows how cells were cut.  Bytes are UTF-8, and stay where they
 * are and the caller's; all else belongs to the host.  Nothing fails: what is
 * out of the ordinary is answered by "no".
 */
#ifndef POLYSCRAPER_LAYOUT_H
#define POLYSCRAPER_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table.h"

/* What a cell looks like: to tell structures apart, not to store values. */
enum ps_look {
	PS_LOOK_EMPTY, PS_LOOK_INT, PS_LOOK_NUMBER, PS_LOOK_DATE,
	PS_LOOK_TIME, PS_LOOK_STAMP, PS_LOOK_ADDRESS, PS_LOOK_WORD,
	PS_LOOK_TEXT, PS_LOOKS
};

enum { PS_BIT = 8 };	/* costs are counted in eighths of a bit */

enum ps_record_kind {
	PS_RECORD_CELLS, PS_RECORD_BLANK,
	PS_RECORD_COMMENT	/* its cells, if any, are what it would be */
				/* as a header, without its mark */
};

/* A record as the layout knows it. */
struct ps_record {
	const struct ps_slice	*cells;
	const uint8_t	*looks;		/* of the cells; by the core */
	uint32_t	 n;		/* cells */
	uint32_t	 filled;	/* not blank; by the core; 0 if */
					/* it is a comment */
	uint64_t	 line;		/* from 1 on, for people */
	uint8_t		 kind;		/* enum ps_record_kind */
	bool		 names;		/* says that it names the columns */
	const char	*raw;		/* its bytes, or NULL */
	size_t		 n_raw;
};

struct ps_layout_options {
	uint32_t	columns;	/* of most records, at least 1 */
	bool		names_alone;	/* a lone record of words is a header */
					/* without rows, not a row */
};

/* What stands above the first row, in records. */
struct ps_top {
	uint32_t	skip;		/* before the header: titles, blank */
					/* ones, comments */
	uint32_t	titles;		/* of these, with text */
	uint32_t	header;		/* names, blank ones not counted */
	uint32_t	units;		/* 1: a record of units comes next */
	uint64_t	header_line;	/* .line of its first record */
	double		score;		/* for a header, in nats; below 0: */
					/* against one */
	uint32_t	strangers;	/* of a header of one record: cells */
					/* that cannot be in their columns */
};

/* A row that speaks of others; it stays a row, marked PS_SUMMARY. */
enum ps_summary {
	PS_SUMMARY_NONE,
	PS_SUMMARY_GROUP,	/* one cell, the first: of what follows */
	PS_SUMMARY_TOTAL	/* of what was before */
};

struct ps_layout;	/* the first records of a table, in cells */
struct ps_totals;	/* sums of its rows */

/*
 * The look of n bytes, blanks around them left out, and what they cost to be
 * told, where numbers and days are cheaper than text; and the cost of a byte
 * of plain text, a table of 256.  For bids: costs are in eighths of a bit.
 */
#define ps_look_of(self, p, n, cost)	((self)->host->look(p, n, cost))
#define ps_text_costs(self)		((self)->host->text_costs)
/*
 * Finding the table.  ps_layout_new() begins with no records and has room for
 * some; `cells` is how many cells will come at most, 0: not known.  `old` is
 * one that is no longer needed, or NULL; its memory is used again.
 * ps_layout_add() copies the record and its slices, not their bytes; false:
 * there is enough, or no room.  About ten rows will do, more are better.
 * ps_layout_find() says what stands above the first row, and takes a header
 * that comes again out of the records.  ps_layout_records() shows what is
 * there, before and after.
 *
 * Method: columns are typed by the records below; the first that fits them is
 * the first row.  Above it are names: log-odds are added up of how unlike its
 * column each cell is, by type, shape, novelty and known words.  Records that
 * say they name the columns are believed.
 */
#define ps_layout_new(self, old, cells)					\
	((self)->host->layout_new((self)->host, old, cells))
#define ps_layout_add(self, layout, record)				\
	((self)->host->layout_add(layout, record))
#define ps_layout_records(self, layout, n)				\
	((self)->host->layout_records(layout, n))
#define ps_layout_find(self, layout, options, top)			\
	((self)->host->layout_find(layout, options, top))
/*
 * Cell by cell the same, but for blanks and form feeds around and empty cells
 * at the end.
 */
#define ps_same_record(self, a, b)	((self)->host->same_record(a, b))
/*
 * The names and units of k columns from the records of a header, each k cells
 * of text, of which the last n_units (0 or 1) are units.  Names in several
 * records are joined by a blank; one that stands over several columns holds
 * for all of them; a unit in brackets at the end of a name is told, too.
 * What is blank in all records has the name NULL.  The cells are changed.
 */
#define ps_name_columns(self, header, n, n_units, k, columns)		\
	((self)->host->name_columns((self)->host, header, n, n_units,	\
	    k, columns))
/*
 * What a row of n cells says of others; `begun`: there was one that says
 * nothing, since a total that opens a table is a row like any.
 */
#define ps_summary_of(self, cells, n, begun)				\
	((self)->host->summary(cells, n, begun))
/*
 * Sums of a table.  ps_totals_new() begins; `old` is one that is no longer
 * needed, or NULL.  ps_totals_row() takes each row in turn (cells, line, raw),
 * before ps_row(); one whose numbers are the sums of rows above gets an issue
 * of PS_NOTE.  Only the first MiB of numbers is added up.  A format that reads
 * ranges takes the rows of the first one alone.
 */
#define ps_totals_new(self, old)					\
	((self)->host->totals_new((self)->host, old))
#define ps_totals_row(self, totals, out, record, k, summary)		\
	((self)->host->totals_row(totals, out, record, k, summary))
/*
 * Could this be a line of text below a table of k columns rather than a row?
 * It is a footnote if nothing but its like follows.  A record without cells
 * that hold anything could.
 */
#define ps_is_note(self, cells, n, k, after_blank)			\
	((self)->host->is_note(cells, n, k, after_blank))

/* Without the blanks and tabs around it, nor that byte. */
static inline struct ps_slice
ps_trim(struct ps_slice c, char also)
{
	while (c.n > 0 && (c.p[c.n - 1] == ' ' || c.p[c.n - 1] == '\t' ||
	    c.p[c.n - 1] == also))
		c.n--;
	while (c.n > 0 && (*c.p == ' ' || *c.p == '\t' || *c.p == also)) {
		c.p++;
		c.n--;
	}
	return c;
}

static inline struct ps_slice
ps_trimmed(struct ps_slice c)
{
	return ps_trim(c, ' ');
}

#endif
