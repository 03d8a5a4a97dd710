/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_format.h - what the parts of the plugin `html` share.
 *
 * Tags come from the core (html.h), the stack of open elements is
 * html_page.c's, tables are laid out in html_grid.c and judged in
 * html_table.c, and html_rows.c hands them over.
 */
#ifndef PS_HTML_FORMAT_H
#define PS_HTML_FORMAT_H

#include "polyscraper.h"

#define HTML_DEPTH	512u		/* elements open; browsers' limit */
#define HTML_WIDTH	4000u		/* columns of a table */
#define HTML_NAME	200u		/* bytes of a caption, a heading */
#define HTML_TEXT_MAX	((size_t)64 << 20)
#define WINDOW_BYTES	((size_t)4 << 20)	/* of a table, to judge it by */
#define HEADER_ROWS	8u
#define NO_COLUMN	UINT32_MAX

struct html_options {
	const char	*base;
};

/* Memory that is given back all at once, or down to a mark. */
struct html_pool {
	struct html_chunk *first;
	size_t		 bytes;
};

struct html_mark {
	struct html_chunk *chunk;
	size_t		 used, bytes;
};

/* Where a table begins in what is kept of the page. */
struct dom_mark {
	struct node	*at, *last;
	struct html_mark pool;
	uint32_t	 items;
	bool		 alive;
};

/* Text as it is shown: a run of blanks is one, none at either end. */
struct html_text {
	char		*p;
	size_t		 n, room;
	bool		 blank;		/* one is due */
};

struct cell {
	const char	*text, *link, *image;
	uint32_t	 n, n_link, n_image;
	uint32_t	 rowspan;	/* UINT32_MAX: to the group's end */
	uint16_t	 colspan;
	bool		 head, bold, form, nested;
	struct cell	*moved;		/* where it went */
};

enum part { PART_NONE, PART_HEAD, PART_BODY, PART_FOOT };

/* A row in its final width; a cell stands in each slot it covers. */
struct grid_row {
	struct cell	**slots;
	uint32_t	 n, own;	/* cells that begin in it */
	uint64_t	 line;
	uint8_t		 part;		/* enum part */
	bool		 hidden;
};

struct span {
	struct cell	*cell;
	uint32_t	 left;		/* rows, with the one at hand */
};

struct column {
	const char	*name, *unit;
	uint32_t	 out;		/* of the table, or NO_COLUMN */
	uint32_t	 link, image;	/* columns of their own, or NO_COLUMN */
};

struct grid {
	struct grid	*outer, *next;	/* around it; ready after it */
	struct html_pool pool, names;
	char		 caption[HTML_NAME], heading[HTML_NAME];
	uint64_t	 line;

	/* the row and the cell being read */
	struct html_text text;
	struct cell	 cell;
	size_t		 n_bold;	/* bytes of its text */
	bool		 in_row, in_cell, in_caption;
	uint8_t		 part;
	struct grid_row	 row;
	struct cell	**slots;
	struct span	*spans;
	uint32_t	 at, n_slots;	/* room of both */
	size_t		 repeated;	/* bytes that spans have made */
	bool		 over, wide;	/* too many, and that was told */

	/* rows that are complete */
	struct grid_row	*rows, *feet;
	uint32_t	 n_rows, rows_room, n_feet, feet_room;
	uint32_t	 n_columns;
	uint32_t	 n_cells, n_forms, n_nested, n_heads, n_long, n_filled;
	uint32_t	 n_marks, n_unseen;	/* left out of cells */
	bool		 presentation;
	struct dom_mark	 mark;

	/* once it is judged */
	bool		 judged, data, ended, begun, headed;
	bool		 plain;		/* a row spoke of no others */
	uint32_t	 first, body;	/* rows: of the header, below it */
	uint32_t	 units;		/* one of those above, or none */
	uint32_t	 tail;		/* and the notes at its end */
	struct column	*columns;
	uint32_t	 n_known, columns_room;
	uint32_t	 n_out;
	uint32_t	 given, number;
	size_t		 weight;	/* of it among those that wait */
	struct ps_slice	*cells;		/* of the row at hand */
	uint32_t	 cells_room;
};

/* An element that is open. */
struct open {
	struct ps_html_open head;
	bool		 hides;
	size_t		 mark;		/* of the cell's text, at its start */
	bool		 blank, fragment;
	struct node	*node;		/* where it is kept, or NULL */
};

struct html {
	struct ps_self	*self;
	struct ps_input	*in;
	struct ps_rows	*out;
	struct ps_html	*page;
	struct open	 open[HTML_DEPTH + 1];
	uint32_t	 depth, dead, hidden, bold, sup, fragments;
	struct html_text flow, heading, title;
	uint64_t	 flow_line;
	bool		 in_heading, begun;	/* a tag was seen */
	char		 last_heading[HTML_NAME];
	struct grid	*grid;		/* the innermost open one */
	struct grid	*ready, **last_ready;
	size_t		 queued;	/* bytes of those */
	struct grid	*at;		/* its rows are given */
	uint32_t	 tables;	/* announced */
	struct ps_layout *layout;
	struct ps_totals *totals;
	char		*base;		/* of links; NULL: as they are */
	bool		 based;		/* the page said so */
	size_t		 aside;		/* bytes since the last table */
	size_t		 fed;		/* bytes of the document */
	bool		 ended;
	const char	*wrong;

	/* what is kept of the page: html_dom.h */
	struct html_pool dom, links;
	struct node	*root, *dom_at;
	uint32_t	 dom_off;	/* reasons to keep nothing */
	uint32_t	 items;		/* of microdata */
	struct node	*first_item;
	struct ld	*ld, **last_ld, *this_ld;
	size_t		 ld_bytes;
	bool		 in_ld, in_items;	/* these are told */
	struct ps_tree	*tree;
};

/* html_text.c */
void	*html_alloc(struct html *, struct html_pool *, size_t); /* zeroed */
void	html_pool_free(struct html_pool *);
struct html_mark html_pool_mark(const struct html_pool *);
void	html_pool_release(struct html_pool *, struct html_mark);
char	*html_copy(struct html *, struct html_pool *, const char *, size_t);
/* A longer array, the new part zeroed; NULL: no memory. */
void	*html_longer(struct html *, void *, uint32_t *room, uint32_t want,
	    size_t size);
void	html_text_add(struct html *, struct html_text *, const char *,
	    size_t);
void	html_text_clear(struct html_text *);
/* As it is, blanks and all. */
void	html_text_put(struct html *, struct html_text *, const char *, size_t);
/* Without blanks of other scripts' typography at either end. */
const char *html_trim(const char *, size_t *n);
/* Cut at a blank, and at a whole character in any case. */
void	html_name(char to[HTML_NAME], const char *, size_t);
/* What is told of text outside of tables. */
void	html_aside(struct html *, enum ps_class, uint64_t line, const char *,
	    size_t);

/* html_page.c */
extern const struct ps_html_sink html_sink;
/* `display:none` in its style, or the attribute `hidden`. */
bool	html_is_hidden(const struct ps_html_tag *);
void	html_page_end(struct html *);

/* html_flow.c */
void	html_put_text(struct html *, const char *, size_t);
struct html_text *html_sink_of(struct html *);
void	html_end_flow(struct html *, enum ps_class);
void	html_break(struct html *);		/* text stands in two lines */
void	html_end_heading(struct html *);
void	html_end_title(struct html *);
void	html_on_text(void *, const char *, size_t);
void	html_on_comment(void *, const char *, size_t);

/* html_mark.c: an element of a cell ends that may be a mark of a note */
void	html_drop_mark(struct html *, const struct open *);

/* html_link.c */
void	html_set_base(struct html *, const struct ps_html_tag *);
void	html_refer(struct html *, const struct ps_html_tag *);
/* The target as it is told, in the pool; NULL: none worth it. */
const char *html_target(struct html *, struct html_pool *, const char *,
	    size_t, uint32_t *n);

/* html_grid.c */
void	grid_begin(struct html *, const struct ps_html_tag *);
void	grid_part(struct html *, enum part);
void	grid_begin_row(struct html *, const struct ps_html_tag *);
void	grid_end_row(struct html *);
void	grid_begin_cell(struct html *, const struct ps_html_tag *);
void	grid_end_cell(struct html *);
void	grid_end(struct html *);
void	grid_free(struct grid *);
/* Rows that were given are forgotten. */
void	grid_clean(struct html *, struct grid *);

/* html_table.c */
/* Is it data? which rows name its columns? */
void	grid_judge(struct html *, struct grid *);
bool	grid_is_whole(const struct grid_row *, uint32_t n);
bool	grid_is_blank(const struct grid_row *);
/* html_header.c */
void	grid_find_header(struct html *, struct grid *);
/* html_column.c */
void	grid_name_columns(struct html *, struct grid *);
/* As announced, n_out of them; how many they are. */
uint32_t grid_columns(struct html *, struct grid *, struct ps_column *);
/* Columns of a row that the table does not have yet. */
void	grid_widen(struct html *, struct grid *, const struct grid_row *);

/* html_rows.c */
void	html_announce(struct html *, struct grid *, struct ps_table *);
/* True: the batch is full. */
bool	html_give(struct html *, struct grid *);
/* It is no data: its cells are text like any other. */
void	html_give_up(struct html *, struct grid *);

/* html_bid.c */
enum ps_status html_probe(struct ps_self *, const struct ps_sample *,
	    struct ps_guess *, struct ps_bid *);

#endif
