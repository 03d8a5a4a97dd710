/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tree_state.c - what is known of keys and tables, from the reader of one range
 * of a document to that of another.
 *
 * Tables are told first, then the nodes, each below the last one above it.
 */
#include <stdlib.h>

#include "mem.h"
#include "tree_impl.h"
#include "wire.h"

enum { NONE = UINT32_MAX };

static uint32_t
number_of(const struct table *to)
{
	return to == NULL ? NONE : to->index;
}

static void
put_table(const struct table *to, struct buf *b)
{
	put_u32(b, to->number);
	put_u32(b, number_of(to->parent));
	put_u32(b, to->rest);
	put_u8(b, to->single);
	put_u32(b, to->n_columns);
	for (uint32_t i = 0; i < to->n_columns; i++)
		put_text(b, to->names[i]);
}

static void
put_node(const struct node *x, uint32_t depth, struct buf *b)
{
	put_u32(b, depth);
	put_bytes(b, x->key, x->n_key);
	put_u32(b, x->column);
	put_u32(b, number_of(x->owner));
	put_u32(b, number_of(x->table));
}

void
tree_put(const struct ps_tree *t, struct buf *b)
{
	const struct node	*x = t->root;
	uint32_t		 depth = 0;

	put_u32(b, t->n_tables);
	for (const struct table *to = t->tables; to != NULL; to = to->next)
		put_table(to, b);
	while (x != NULL) {
		put_node(x, depth, b);
		if (x->first != NULL) {
			x = x->first;
			depth++;
			continue;
		}
		for (; x != NULL && x->next == NULL; depth--)
			x = x->parent;
		x = x == NULL ? NULL : x->next;
	}
}

uint32_t
tree_size(const struct ps_tree *t)
{
	return t->n_nodes + t->n_columns;
}

/* Columns without a node have a name; those of nodes come with these. */
static bool
get_table(struct ps_tree *t, struct table *to, struct table *all, uint32_t n,
    struct frame *f)
{
	uint32_t	parent, columns;

	to->number = get_u32(f);
	parent = get_u32(f);
	to->rest = get_u32(f);
	to->single = get_u8(f) != 0;
	columns = get_u32(f);
	if (f->bad || columns > COLUMNS_MOST + 8 || (parent >= n &&
	    parent != NONE) || (to->rest >= columns && to->rest != NO_COLUMN))
		return false;
	to->parent = parent == NONE ? NULL : &all[parent];
	for (uint32_t i = 0; i < columns; i++) {
		const char	*name = get_text(f);

		(void)table_add_node(t, to, NULL, name == NULL ? NULL :
		    arena_strdup(t->arena, name));
	}
	to->n_told = to->number == UNTOLD ? 0 : columns;
	return !f->bad;
}

static bool
get_links(struct node *x, struct table *all, uint32_t n, struct frame *f)
{
	uint32_t	column = get_u32(f), owner = get_u32(f);
	uint32_t	table = get_u32(f);

	if (f->bad || (owner >= n && owner != NONE) ||
	    (table >= n && table != NONE))
		return false;
	if (owner != NONE) {
		if (column >= all[owner].n_columns)
			return false;
		x->owner = &all[owner];
		x->column = column;
		x->owner->columns[column] = x;
	}
	if (table != NONE) {
		x->table = &all[table];
		x->table->node = x;
	}
	return true;
}

static bool
get_nodes(struct ps_tree *t, struct table *all, uint32_t n, struct frame *f)
{
	struct node	*x = t->root;
	uint32_t	 depth = 0, at;
	const char	*key;
	size_t		 length;

	for (bool first = true; f->n > 0; first = false) {
		at = get_u32(f);
		key = get_bytes(f, &length);
		if (f->bad || at > depth + 1 || first != (at == 0))
			return false;
		for (; depth + 1 > at && !first; depth--)
			x = x->parent;
		if (!first)
			x = node_add(t, x, key, length);
		depth = at;
		if (!get_links(x, all, n, f))
			return false;
	}
	return true;
}

bool
tree_get(struct ps_tree *t, const char *p, size_t size)
{
	struct frame	 f = { .p = p, .n = size, .fd = -1 };
	uint32_t	 n = get_u32(&f);
	struct table	*all;

	if (f.bad || n > NODES_MAX)
		return false;
	all = arena_alloc(t->arena, n * sizeof(*all) + 1);
	for (uint32_t i = 0; i < n; i++) {
		all[i].node = t->root;
		table_begin(t, &all[i]);
	}
	for (uint32_t i = 0; i < n; i++)
		if (!get_table(t, &all[i], all, n, &f))
			return false;
	if (!get_nodes(t, all, n, &f))
		return false;
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < all[i].n_columns; k++)
			if (all[i].columns[k] == NULL &&
			    all[i].names[k] == NULL)
				return false;
	return true;
}
