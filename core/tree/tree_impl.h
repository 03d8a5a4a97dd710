/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tree_impl.h - what the parts of a tree share; nobody else looks here.
 *
 * A node stands for one key of the objects at one place, however many objects
 * there are; a list and its elements are one node.  Each list of objects has a
 * table, and so has the root.
 */
#ifndef PS_TREE_IMPL_H
#define PS_TREE_IMPL_H

#include "buf.h"
#include "tree.h"

#define DEPTH_MAX	1000u
#define COLUMNS_MOST	1400u		/* what comes later goes into one */
#define NODES_MAX	100000u
#define PATH_BYTES	((size_t)64 << 10)	/* of keys, at most */
#define NO_COLUMN	UINT32_MAX
#define UNTOLD		UINT32_MAX

struct table;

#define GRID_WIDTH	64u		/* columns that are looked at */

/* Of a sample: lists without names that a list consists of. */
struct grid {
	uint32_t	 tuples, width, cells;
	bool		 ragged;	/* not all of them are that wide */
	bool		 names;		/* the first may be their names */
	bool		 numbers[GRID_WIDTH], texts[GRID_WIDTH];
};

/* Each value: its flags, its length, its bytes; read again from the front. */
struct held {
	char	*p;
	size_t	 n, room, at;
	uint32_t count;
};

struct node {
	const char	*key;
	uint32_t	 n_key;
	uint32_t	 column;	/* of `owner`, or NO_COLUMN */
	struct table	*owner;		/* where its values go */
	struct table	*table;		/* of its elements, or NULL */
	struct node	*parent, *first, *last, *next;
	uint32_t	 n_children;
	struct node	**slots;	/* of the children, by hash, if many */
	uint32_t	 n_slots;
	bool		 unwrapped;	/* gives no prefix */
	bool		 whole;		/* is one value, whatever it is */
	bool		 naming;	/* its values name places of tuples */
	/* of a sample: how often it was met as what */
	uint32_t	 objects, scalars, lists, elements;
	uint32_t	 valued, longest, shortest;	/* lists of values */
	uint32_t	 strings;	/* values that are texts */
	bool		 repeats;	/* it may stand twice in an object */
	uint32_t	 in, run, most;	/* the last it is in; how often; the */
					/* most that it ever was in one */
	struct grid	*grid;
	/* of a document: its values as a column */
	struct held	*held;
};

struct kept {				/* newest first */
	struct kept	*next;
	char		 bytes[];
};

struct table {
	struct table	*parent, *next;
	struct node	*node;
	uint32_t	 number;	/* in the document, or UNTOLD */
	struct node	**columns;	/* NULL: _parent, _ord, _key, ... */
	const char	**names;	/* of those that have no node */
	uint32_t	 n_columns, room;
	uint32_t	 n_told;
	uint32_t	 index;		/* among the tree's tables */
	struct ps_slice	*row;		/* being filled; p NULL: unset */
	uint32_t	 row_room;
	bool		 open;		/* it is being filled */
	bool		 single;	/* it has one row: the root's */
	bool		 keyed;		/* has _key */
	uint32_t	 rest;		/* column of what is left, or NO_ */
	struct buf	 more;		/* its text, without the braces */
	uint64_t	 rows, ordinal;	/* in all; in the list at hand */
	uint64_t	 line, parent_line;
	struct kept	*kept;		/* cells of the row that were copied */
	struct node	**places;	/* of tuples: what stands where */
	uint32_t	 n_places, places_room;
	bool		 named;		/* the tuple of names is past */
};

enum frame_kind {
	IN_OBJECT, IN_ROW, IN_LIST, IN_KEYED,
	IN_TUPLE,			/* a list that is a row */
	IN_NAMES,			/* ... that names the columns */
	IN_HEADS,			/* a list elsewhere that does */
	IN_VALUES,			/* of a sample: a list of values */
	IN_COLUMNS, IN_COLUMN		/* an object of lists; one of them */
};

struct place {				/* where the reader is */
	enum frame_kind	 kind;
	struct node	*node;
	struct table	*table;		/* its row is filled; of a list, */
					/* that of the elements */
	uint32_t	 members;
	struct node	*hint;		/* the child that is likely next */
};

struct ps_tree {
	struct arena	*arena;
	struct ps_tree_options options;
	struct ps_rows	*out;		/* NULL: a sample */
	struct node	*root;
	struct node	*main;		/* whose table is number 0 */
	struct table	*tables, **last_table;
	uint32_t	 n_tables;
	uint32_t	 n_nodes, n_columns;	/* in all */
	struct kept	*kept;		/* of rows of the batch */
	struct table	*pouring;	/* what was held goes there, or NULL */
	uint32_t	 left;		/* so many rows of it, still */
	struct place	*places;
	uint32_t	 depth, room;
	bool		 full;		/* the batch is */
	uint32_t	 scalars;	/* in all */
};

/* tree_node.c */
struct node *node_new(struct ps_tree *, struct node *parent, const char *key,
	    size_t n);
/* The same, as a child that the parent does not have yet. */
struct node *node_add(struct ps_tree *, struct node *parent, const char *key,
	    size_t n);
/* The child of that key, made if it is new; NULL: there are too many. */
struct node *node_child(struct ps_tree *, struct place *, const char *key,
	    size_t n);
/* The node at a path as in the options, made as far as needed; or NULL. */
struct node *node_at(struct ps_tree *, const char *path);
/* Its key behind those above it up to `from` (not with it), '_' between. */
const char *node_name(struct ps_tree *, const struct node *,
	    const struct node *from);
void	node_path(const struct node *, char *out, size_t size);

/* tree_grid.c */
/* A list that is an element of a list: what to do with it. */
enum ps_tree_answer grid_enter(struct ps_tree *, struct place *,
	    uint64_t line);
/* A value in a tuple, in a list of values, in a column. */
void	grid_value(struct ps_tree *, struct place *, const char *key, size_t n,
	    struct ps_slice);
void	grid_leave(struct ps_tree *, struct place *);
/* A text that names the next place of the main table's tuples. */
void	grid_name(struct ps_tree *, struct ps_slice);
/* The sample's: has that node lists of one length, and nothing else? */
bool	grid_is_even(const struct node *);
/* The sample's: is that node a list of tuples, with names; columns? */
bool	grid_is_tuples(const struct node *, bool *header);
bool	grid_is_columns(const struct node *, bool whole);
/* What stands before that node and has a name for each place of its tuples. */
const struct node *grid_names(const struct node *);
/* Rows of what was held, as many as the batch takes, or all. */
void	grid_pour(struct ps_tree *, bool all);
/* What was held of the nodes below is not needed any more. */
void	grid_let_go(struct node *);
/* The place of a tuple, list of values or column; the member's node. */
struct place *tree_push(struct ps_tree *, enum frame_kind, struct node *,
	    struct table *);
struct node *grid_column(struct ps_tree *, struct place *, const char *key,
	    size_t n);

/* tree_table.c */
struct table *table_of(struct ps_tree *, struct node *, struct table *parent);
/* Zeroed memory becomes the last of the tables, without columns. */
void	table_begin(struct ps_tree *, struct table *);
/* Of a node, or a name for what has none; its number. */
uint32_t table_add_node(struct ps_tree *, struct table *, struct node *,
	    const char *name);
void	table_begin_row(struct ps_tree *, struct table *, const char *key,
	    size_t n, uint64_t line);
void	table_end_row(struct ps_tree *, struct table *);
/* The cell of the row being filled where the node's values go; NULL: none. */
struct ps_slice *table_cell(struct ps_tree *, struct table *, struct node *);
/* ... where a value goes that is a row by itself; NULL: there are too many. */
struct ps_slice *table_lone_cell(struct ps_tree *, struct table *);
/* A value that has no column of its own. */
void	table_put_rest(struct ps_tree *, struct table *, const char *key,
	    size_t n, const char *p, size_t length, unsigned flags);
/* Rows being filled keep their cells when what they point to goes away. */
void	table_keep(struct table *);
/* The batch that has them is through. */
void	tree_drop_kept(struct ps_tree *);
void	tree_tables_free(struct ps_tree *);

#endif
