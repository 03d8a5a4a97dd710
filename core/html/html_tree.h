/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_tree.h - a page as a tree of elements, for the handlers of scripts.
 *
 * All of it is the arena's; texts are those of the page, which must stay.
 * What is beyond 64 MiB of nodes is left out, and no element lies deeper than
 * 512 others.
 */
#ifndef PS_HTML_TREE_H
#define PS_HTML_TREE_H

#include "polyscraper.h"

struct arena;
struct buf;

#define HTML_TREE_BYTES	((size_t)64 << 20)
#define HTML_TREE_DEPTH	512u		/* as browsers have it */

struct html_attribute {
	const char	*name, *value;	/* a NUL behind each */
	size_t		 n;		/* of the value */
};

/* An element, or a piece of text: then it has no name. */
struct html_node {
	struct html_node *parent, *first, *last, *next;
	const char	*name;		/* lower case */
	const struct html_attribute *attributes;
	const char	*text;
	const char	*url;		/* for whoever asks more than once */
	uint32_t	 n_text;
	uint16_t	 n_attributes;
	uint8_t		 id;		/* enum ps_html_id */
	uint8_t		 flags;		/* PS_HTML_BLOCK ... */
};

/* What a form may send, and the form that it is of. */
struct html_control {
	struct html_control *next;
	const struct html_node *node, *form;
};

struct html_tree {
	struct html_node *root;
	struct html_control *controls, **last;
	const char	*base;		/* of links, or NULL */
};

struct html_tree *html_tree_new(struct arena *, const char *, size_t);
/* The next in reading order, within this one or behind it; NULL: no more. */
struct html_node *html_next(const struct html_node *,
	    const struct html_node *root, bool inside);
/* NULL: it has none of that name. */
const struct html_attribute *html_attribute_of(const struct html_node *,
	    const char *name);

/* html_tree_text.c: text as it is shown; runs of blanks are one, none at */
/* either end; what is not shown is not in it, unless it is asked for itself. */
void	html_text_of(const struct html_node *, struct buf *);
/* Of its beginning so many bytes and a few more, if 65,536 nodes have them. */
void	html_text_upto(const struct html_node *, size_t, struct buf *);
/* The same of what comes after a label that is one element's whole text; */
/* false: there is no such label with something behind it. */
bool	html_text_after(const struct html_tree *, const char *label, size_t n,
	    struct buf *);

/* html_form.c: calls put for each field that the form would send; text of n */
/* bytes */
void	html_form_fields(const struct html_tree *,
	    const struct html_node *form, void (*put)(void *arg,
	    const char *name, const char *value, size_t n), void *arg,
	    struct buf *scratch);
/* Has it a field whose name matches? */
bool	html_form_has(const struct html_tree *, const struct html_node *form,
	    const char *glob);

#endif
