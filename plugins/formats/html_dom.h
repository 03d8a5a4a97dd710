/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_dom.h - the page but for its tables of data, as a tree of nodes.
 *
 * Nodes belong to the page's pool and are gone with it; no node lies deeper
 * than HTML_DEPTH.
 */
#ifndef PS_HTML_DOM_H
#define PS_HTML_DOM_H

#include "html_format.h"

#define DOM_BYTES	((size_t)64 << 20)

/* An element, or a piece of text (then `text` is set and nothing below). */
struct node {
	struct node	*parent, *first, *last, *next;
	const char	*name, *class, *prop, *type, *value;
	const char	*text;
	uint32_t	 n_text;
	uint8_t		 id;		/* enum ps_html_id */
	bool		 block, scope;
	bool		 taken;		/* its text is in a table */
	uint64_t	 line;
	/* of a property: the next of its name in the item, and not the first */
	struct node	*alike;
	uint32_t	 order;
	bool		 again;		/* or a record that is told */
};

/* The element, opened but not entered; NULL: nothing is kept. */
struct node *html_dom_open(struct html *, const struct ps_html_tag *);
void	html_dom_enter(struct html *, struct node *);
void	html_dom_leave(struct html *, const struct node *);
bool	html_dom_text(struct html *, const char *, size_t);
struct node *html_dom_next(const struct node *, const struct node *root,
	    bool inside);
/* All text within it. */
void	html_dom_whole(struct html *, const struct node *,
	    struct html_text *);
/* What is in no table is set aside; nothing is kept from now on. */
void	html_dom_end(struct html *);
/* Where a table of data begins, and that it was one. */
struct dom_mark html_dom_mark(const struct html *);
void	html_dom_release(struct html *, const struct dom_mark *);

/* html_made.c: tables that are made of nodes */
struct grid *html_made_new(struct html *, const char *caption);
uint32_t html_made_column(struct html *, struct grid *, const char *name);
/* A row of as many cells as there are columns, all absent. */
struct grid_row *html_made_row(struct html *, struct grid *, uint64_t line);
void	html_made_cell(struct html *, struct grid *, uint32_t column,
	    const char *, size_t);
void	html_made_end(struct html *, struct grid *);

/*
 * html_list.c: <dl>, first those that are no `pieces` of blocks, then what is
 * left of these; html_block.c: elements that are alike;
 */
void	html_find_lists(struct html *, bool pieces);
void	html_find_blocks(struct html *);

/* html_item.c: microdata, html_ld.c: JSON-LD */
void	html_find_items(struct html *);
/* They get a table, which is named; false: there are none. */
bool	html_announce_items(struct html *, struct ps_table *);
/* All of them, in rows() of a table that was announced without columns. */
enum ps_status html_tell_items(struct html *);
/* The list of that type is entered; false: it cannot be. */
bool	html_enter_type(struct html *, const char *, size_t n);
void	html_tell_ld(struct html *);
/* Of the first such item, or NULL. */
const char *html_ld_type(const struct html *, size_t *n);
/* A script begins: `in_ld` says whether it is one of these. */
void	html_begin_ld(struct html *, const struct ps_html_tag *);
void	html_add_ld(struct html *, const char *, size_t);
void	html_drop_ld(struct html *);

#endif
