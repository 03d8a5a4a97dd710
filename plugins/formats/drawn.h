/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * drawn.h - what the files of the drawn format share: lines, rules, tables.
 *
 * A drawn table has a rule, a line of dashes, that says where its columns are;
 * what is a rule and what a bar is the same for ASCII and for box characters.
 * Positions are columns of a terminal, so that wide characters count twice.
 */
#ifndef PS_DRAWN_H
#define PS_DRAWN_H

#include "polyscraper.h"

#define DRAWN_COLUMNS	1000u
#define DRAWN_LINES	1000u		/* of a record */

/* How the columns of a rule are parted. */
enum drawn_style {
	NO_RULE,
	RULE_PIPES,		/* |---|---|, and --- | --- */
	RULE_JOINTS,		/* ---+---, and boxes */
	RULE_GAPS		/* ---- ---- */
};

struct drawn_rule {
	enum drawn_style style;
	bool		 outer;		/* begins with a joint */
	bool		 doubled;	/* made of = */
	uint32_t	 n;		/* columns */
	uint32_t	 from[DRAWN_COLUMNS], to[DRAWN_COLUMNS];
};

/* How rows are parted, and cells. */
enum drawn_kind {
	NO_TABLE,
	DRAWN_PIPES,		/* Markdown, Org: by pipes */
	DRAWN_BARS,		/* psql, MySQL, boxes: a row a line */
	DRAWN_GROUPS,		/* grids of reStructuredText: rules between */
	DRAWN_GAPS,		/* sqlite3 .mode column: cut at the rule */
	DRAWN_SIMPLE,		/* the same between lines of === */
	DRAWN_FIELDS		/* psql \x, MySQL \G: a record a block */
};

struct drawn_table {
	enum drawn_kind	 kind;
	struct drawn_rule rule;
	/* The header's lines within the text that was looked at, and where */
	/* the rows begin in it; no lines: it has none. */
	size_t		 header, n_header, rows;
};

/* drawn_width.c: columns of a terminal (Unicode, UAX #11) */
/* The character at p takes how many of them, and how many bytes. */
uint32_t drawn_glyph(const char *p, size_t n, size_t *bytes);

/* drawn_line.c */
/* The length of the line at p without its end; *whole with it. */
size_t	drawn_line(const char *p, size_t n, size_t *whole);
bool	drawn_blank(const char *p, size_t n);
/* Whether a bar begins here: its bytes, or 0. */
size_t	drawn_bar(const char *p, size_t n);
/* What kind of rule it is; filled in if there is one, unless it is NULL. */
enum drawn_style drawn_rule(const char *p, size_t n, struct drawn_rule *);
/* "-[ RECORD 3 ]-+--", "*** 3. row ***" */
bool	drawn_record(const char *p, size_t n);
/* "(3 rows)", "3 rows in set" */
bool	drawn_footer(const char *p, size_t n);
/* Name and value of "name | value" or "name: value", parted at this place */
/* unless it is 0; false: there is no name, and the value goes on. */
bool	drawn_field(const char *p, size_t n, uint32_t *place,
	    struct ps_slice *name, struct ps_slice *value);

/* drawn_cut.c: a line cut into the cells of its table, blanks left out */
/* False: it is no line of it.  *moved: bars are more or fewer, or elsewhere. */
bool	drawn_cut(const struct drawn_table *, const char *p, size_t n,
	    struct ps_slice *cells, bool *moved);
/* Whether the row goes on in the next line: psql puts a mark behind cells. */
bool	drawn_goes_on(const struct drawn_table *, const char *p, size_t n);
/* The marks become blanks. */
void	drawn_unmark(const struct drawn_table *, char *p, size_t n);

/* drawn_find.c */
/* Whether a table begins with the first line of a text. */
bool	drawn_find(const char *p, size_t n, struct drawn_table *);
/*
 * The lines of the next record at p, 0 where there is none: the table ended,
 * or a line stands here that is set aside.  *bytes is what they take.
 */
uint32_t drawn_next(const struct drawn_table *, const char *p, size_t n,
	    size_t *bytes);
/* Whether a line that is no row is a rule within the table; *ends: its last. */
bool	drawn_within(const struct drawn_table *, const char *p, size_t n,
	    bool *ends);

/* drawn_read.c */
struct drawn {
	struct ps_self		*self;
	struct ps_input		*in;
	struct ps_rows		*out;
	struct drawn_table	 table;
	struct ps_slice		 cells[DRAWN_COLUMNS], row[DRAWN_COLUMNS];
	struct ps_column	 columns[DRAWN_COLUMNS];
	const char		*names[DRAWN_COLUMNS];	/* of fields */
	uint32_t		 n_columns;
	uint32_t		 n_tables;	/* that were announced */
	size_t			 before, header; /* bytes to be set aside */
	uint64_t		 line;		/* the next, from 1 */
	bool			 ended;		/* amid text below a table */
	bool			 done;
};

enum ps_status drawn_open(struct ps_self *, struct ps_input *);
enum ps_status drawn_announce(struct ps_self *, struct ps_rows *,
	    struct ps_table *);
enum ps_status drawn_rows(struct ps_self *, struct ps_rows *);

/* drawn_record.c: a record becomes a row; true when the batch is full */
bool	drawn_row(struct drawn *, const char *p, size_t n, uint32_t lines);
/* The columns of the table that begins at p. */
uint32_t drawn_columns(struct drawn *, const char *p, size_t n,
	    struct ps_column *);

/* drawn_bid.c */
enum ps_status drawn_probe(struct ps_self *, const struct ps_sample *,
	    struct ps_guess *, struct ps_bid *);

#endif
