/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * layout_impl.h - what the parts of the layout share.
 */
#ifndef PS_LAYOUT_IMPL_H
#define PS_LAYOUT_IMPL_H

#include <string.h>

#include "layout.h"
#include "str.h"

enum { LAYOUT_LINES = 64, TYPED_LINES = 40, LAYOUT_CELLS = 32768 };

/* What the cells of a column are, below what may be a header. */
struct layout_column {
	uint32_t	 filled, numbers, dates, quoted;
	uint32_t	 years;		/* integers that may be years */
	uint32_t	 bytes;
	uint8_t		 shapes[16];	/* cells of each shape */
	enum { COLUMN_EMPTY, COLUMN_NUMBERS, COLUMN_DATES, COLUMN_TEXT }
			 type;
};

/* The first records, cut into cells. */
struct ps_layout {
	const struct ps_host	*host;
	struct ps_record lines[LAYOUT_LINES];
	uint32_t	 n;		/* lines */
	struct ps_slice	*cells;
	uint8_t		*looks;		/* enum ps_look of each cell, */
	uint8_t		*marks;		/* for layout_type(); 0: not yet */
	uint32_t	 used, room;	/* of cells */
	uint32_t	 typed;		/* columns of numbers or dates */
	struct layout_column	*columns;
	uint32_t	 k, columns_room;
};

static inline bool
is_filled(const struct ps_record *l)
{
	return l->kind == PS_RECORD_CELLS && l->filled > 0;
}

/* Its only cell stands first: a title, a note, a group. */
static inline bool
is_lone(const struct ps_record *l)
{
	return l->filled == 1 && l->looks[0] != PS_LOOK_EMPTY;
}

static inline bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static inline bool
is_same(struct ps_slice a, struct ps_slice b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* layout_header.c: column types from the lines from `from` on; */
void		layout_type(struct ps_layout *, uint32_t from);
/* log-odds that line `at` names the columns of what is below; */
double		header_score(const struct ps_layout *, uint32_t at);
/* cells of line `at` that can, and that cannot, be in their columns. */
void		layout_fit(const struct ps_layout *, uint32_t at,
		    uint32_t *fit, uint32_t *misfit);
/* Numbers of line `at` if all are years, unlike those below; else 0. */
uint32_t	count_years(const struct ps_layout *, uint32_t at);
/* Is the cell written for "nothing", so that it says nothing of the type? */
bool		is_nothing(struct ps_slice);
/* layout_rows.c: the first data line, and the header above it. */
void		rows_find(struct ps_layout *, struct ps_top *);
/* layout_above.c: the header above line `data`. */
struct above {
	uint32_t	top, lowest;	/* header lines; `data`: none */
	uint32_t	units;		/* a line of units; `data`: none */
};
void		above_find(const struct ps_layout *, uint32_t data,
		    struct above *);
/* layout_units.c: cells that name units, below the names; */
bool		is_units_line(const struct ps_record *);
/* `Unit indicator`, `units:`: what a line of units is. */
bool		says_unit(const struct ps_slice *);
/*
 * layout_unit.c: the unit in brackets that the name ends in, within the
 * name, and its length; NULL: there is none.
 */
const char	*unit_in_name(const char *name, size_t *n);
/* layout_summary.c: does its label speak of a total, which only sums prove? */
bool		names_total(const struct ps_slice *, uint32_t n);
/* layout_words.c: is it a word that headers are made of? */
bool		is_header_word(const char *, size_t);

#endif
