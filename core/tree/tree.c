/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tree.c - what a reader meets on its way through a document, made into rows.
 *
 * The stack says where the reader is.  A list of objects is a table and each
 * object in it a row; an object within a row adds to that row's columns.  The
 * root is an object with one row, a list, or a sequence of values.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rows.h"
#include "tree_impl.h"

struct ps_tree *
tree_new(struct arena *arena, const struct ps_tree_options *o)
{
	struct ps_tree	*t = arena_alloc(arena, sizeof(*t));
	struct node	*x;

	t->arena = arena;
	t->options = *o;
	t->last_table = &t->tables;
	t->root = node_new(t, NULL, "", 0);
	t->main = node_at(t, o->path);
	if (t->main == NULL)
		t->main = t->root;
	t->options.tuples &= !o->columns;
	if ((x = node_at(t, o->names)) != NULL && x != t->root)
		x->naming = true;
	if (o->keyed)
		table_of(t, t->main, NULL)->keyed = true;
	return t;
}

void
tree_free(struct ps_tree *t)
{
	if (t == NULL)
		return;
	tree_tables_free(t);
	free(t->places);
}

bool
tree_into(struct ps_tree *t, struct ps_rows *out)
{
	tree_drop_kept(t);
	t->out = out;
	t->full = false;
	if (t->pouring != NULL && t->left == 0) {
		grid_let_go(t->pouring->node);
		t->pouring = NULL;
	}
	if (t->pouring != NULL)
		grid_pour(t, false);
	return t->full;
}

static struct place *
top(struct ps_tree *t)
{
	return t->depth > 0 ? &t->places[t->depth - 1] : NULL;
}

struct place *
tree_push(struct ps_tree *t, enum frame_kind kind, struct node *x,
    struct table *table)
{
	GROW(t->places, t->depth, t->room);
	t->places[t->depth] = (struct place){ .kind = kind, .node = x,
	    .table = table, .hint = x->first };
	return &t->places[t->depth++];
}

/* Elements of the root are records, whether it is a list or many values. */
static struct table *
root_table(struct ps_tree *t, bool single)
{
	struct table	*to = table_of(t, t->root, NULL);

	to->single = single && t->main != t->root;
	return to;
}

static void
begin_row(struct ps_tree *t, struct node *x, struct table *to, const char *key,
    size_t n, uint64_t line)
{
	x->objects++;
	if (t->out != NULL)
		table_begin_row(t, to, key, n, line);
	tree_push(t, IN_ROW, x, to);
}

static void
begin_list(struct ps_tree *t, struct node *x, struct table *parent)
{
	struct table	*to = table_of(t, x, parent);

	x->lists++;
	to->ordinal = 0;
	if (to->parent != NULL)
		to->parent_line = to->parent->line;
	tree_push(t, IN_LIST, x, to);
}

static enum ps_tree_answer
enter_root(struct ps_tree *t, enum ps_tree_kind kind, uint64_t line)
{
	if (t->options.sequence && kind == PS_TREE_OBJECT)
		begin_row(t, t->root, root_table(t, false), "", 0, line);
	else if (t->options.sequence)
		return grid_enter(t, &(struct place){ .node = t->root,
		    .table = root_table(t, false) }, line);
	else if (kind != PS_TREE_OBJECT)
		begin_list(t, t->root, NULL);
	else if (t->options.columns && t->main == t->root)
		tree_push(t, IN_COLUMNS, t->root, table_of(t, t->root, NULL));
	else if (t->root->table != NULL && t->root->table->keyed)
		tree_push(t, IN_KEYED, t->root, t->root->table);
	else
		begin_row(t, t->root, root_table(t, true), "", 0, line);
	return PS_TREE_GO;
}

/* An element of a list: an object is a row, all else a value in one. */
static enum ps_tree_answer
enter_element(struct ps_tree *t, struct place *at, const char *key, size_t n,
    enum ps_tree_kind kind, uint64_t line)
{
	struct node	*x = at->node;
	struct table	*to = at->table;

	if (kind != PS_TREE_OBJECT)
		return at->kind == IN_LIST ? grid_enter(t, at, line) :
		    PS_TREE_WHOLE;
	x->elements++;
	begin_row(t, x, to, key, n, line);
	return PS_TREE_GO;
}

/* The list of names, if it is the first and comes before the rows. */
static bool
may_name(struct ps_tree *t)
{
	struct table	*to = table_of(t, t->main, NULL);
	bool		 may = t->out != NULL && to->rows == 0 && !to->named;

	if (may) {
		to->named = true;
		to->line = 1;
	}
	return may;
}

static void
count_run(const struct node *parent, struct node *x)
{
	x->run = x->in == parent->objects ? x->run + 1 : 1;
	x->in = parent->objects;
	x->most = x->run > x->most ? x->run : x->most;
}

static enum ps_tree_answer
enter_member(struct ps_tree *t, struct place *at, const char *key, size_t n,
    enum ps_tree_kind kind)
{
	struct node	*x = node_child(t, at, key, n);
	bool		 list = kind == PS_TREE_LIST || (kind ==
			    PS_TREE_VALUES && t->options.tuples &&
			    x == t->main);

	if (x != NULL && x->naming && kind == PS_TREE_VALUES && may_name(t)) {
		tree_push(t, IN_HEADS, x, table_of(t, t->main, NULL));
		return PS_TREE_GO;
	}
	/* What is taken whole is counted when its value comes. */
	if (x == NULL || x->whole || (kind == PS_TREE_VALUES && !list &&
	    t->out != NULL))
		return PS_TREE_WHOLE;
	at->members++;
	if (list)
		begin_list(t, x, at->table);
	else if (kind == PS_TREE_VALUES)
		tree_push(t, IN_VALUES, x, at->table);
	else if (t->options.columns && x == t->main)
		tree_push(t, IN_COLUMNS, x, table_of(t, x, NULL));
	else if (x->table != NULL && x->table->keyed)
		tree_push(t, IN_KEYED, x, x->table);
	else {
		x->objects++;
		count_run(at->node, x);
		tree_push(t, IN_OBJECT, x, at->table);
	}
	return PS_TREE_GO;
}

enum ps_tree_answer
tree_enter(struct ps_tree *t, const char *key, size_t n,
    enum ps_tree_kind kind, uint64_t line)
{
	struct place	*at = top(t);

	if (t->depth >= DEPTH_MAX)
		return PS_TREE_FAIL;
	if (at == NULL)
		return enter_root(t, kind, line);
	if (at->kind == IN_LIST || at->kind == IN_KEYED)
		return enter_element(t, at, key, n, kind, line);
	if (at->kind == IN_VALUES)
		return kind == PS_TREE_VALUES ? grid_enter(t, at, line) :
		    PS_TREE_WHOLE;
	if (at->kind == IN_COLUMNS && kind != PS_TREE_OBJECT)
		return tree_push(t, IN_COLUMN, grid_column(t, at, key, n),
		    at->table), PS_TREE_GO;
	if (at->kind >= IN_TUPLE)
		return PS_TREE_WHOLE;
	return enter_member(t, at, key, n, kind);
}

static struct ps_slice
slice(const char *p, size_t n, unsigned flags)
{
	return (struct ps_slice){ .p = p, .n = n > UINT32_MAX ? UINT32_MAX :
	    (uint32_t)n, .flags = (uint16_t)flags };
}

/* Alone in its row, where others are objects. */
static void
lone_value(struct ps_tree *t, struct node *x, struct table *to,
    const char *key, size_t n, struct ps_slice value, uint64_t line)
{
	struct ps_slice	*cell;

	x->scalars++;
	if (t->out == NULL)
		return;
	table_begin_row(t, to, key, n, line);
	cell = table_lone_cell(t, to);
	if (cell != NULL)
		*cell = value;
	else
		table_put_rest(t, to, "value", 5, value.p, value.n,
		    value.flags);
	table_end_row(t, to);
}

/* The last of them stands; what stood there before is not lost. */
static void
tell_double(struct ps_tree *t, const struct table *to, const struct node *x,
    const struct ps_slice *was)
{
	char	why[200];

	snprintf(why, sizeof(why), "'%.100s' stands twice in one object; the "
	    "last is taken, the first is here", x->key);
	rows_issue(t->out, PS_NOTE, to->line, "double-key", why, was->p,
	    was->n);
}

void
tree_value(struct ps_tree *t, const char *key, size_t n, const char *p,
    size_t length, unsigned flags, uint64_t line)
{
	struct place	*at = top(t);
	struct ps_slice	*cell, value = slice(p, length, flags);
	struct node	*x;

	t->scalars++;
	if (at == NULL) {
		lone_value(t, t->root, root_table(t, false), "", 0, value,
		    line);
		return;
	}
	if (at->kind == IN_LIST || at->kind == IN_KEYED) {
		lone_value(t, at->node, at->table, key, n, value, line);
		return;
	}
	at->members++;
	if (at->kind >= IN_TUPLE) {
		grid_value(t, at, key, n, value);
		return;
	}
	x = node_child(t, at, key, n);
	if (x != NULL) {
		x->scalars++;
		x->strings += (flags & PS_STRING) != 0 && length > 0;
	}
	if (t->out == NULL)
		return;
	if (x != NULL && x->naming)
		grid_name(t, value);
	cell = x == NULL ? NULL : table_cell(t, at->table, x);
	if (cell == NULL) {
		table_put_rest(t, at->table, key, n, p, length, flags);
		return;
	}
	if (cell->p != NULL)
		tell_double(t, at->table, x, cell);
	*cell = value;
}

/* An object without members is a value, too. */
static void
leave_empty(struct ps_tree *t, const struct place *at)
{
	struct ps_slice	*cell = table_cell(t, at->table, at->node);

	if (cell != NULL && cell->p == NULL)
		*cell = (struct ps_slice){ .p = "{}", .n = 2,
		    .type = PS_TEXT };
}

bool
tree_leave(struct ps_tree *t)
{
	struct place	*at = top(t);

	if (at == NULL)
		return t->full;
	t->depth--;
	if (at->kind >= IN_TUPLE)
		grid_leave(t, at);
	if (t->out == NULL)
		return false;
	if (at->kind == IN_ROW)
		table_end_row(t, at->table);
	else if (at->kind == IN_OBJECT && at->members == 0)
		leave_empty(t, at);
	return t->full;
}

/* A key of which nothing has come yet is in no table. */
static void
tell_where(struct ps_tree *t)
{
	struct place	*at = top(t);
	char		*path;

	if (t->out == NULL || at == NULL || at->members > 0 ||
	    at->node->parent == NULL)
		return;
	if (at->kind != IN_OBJECT && at->table->n_told > 0)
		return;
	path = rows_scratch(t->out, PATH_BYTES);
	node_path(at->node, path, PATH_BYTES);
	rows_issue(t->out, PS_NOTE, at->table->line, "broken-off",
	    "the document breaks off within this", path, strlen(path));
}

void
tree_cut(struct ps_tree *t)
{
	tell_where(t);
	for (struct place *at; (at = top(t)) != NULL;) {
		/* Empty so far is not empty. */
		if (at->members > 0 || at->table->keyed ||
		    (at->kind != IN_ROW && at->kind != IN_TUPLE &&
		    at->kind != IN_OBJECT))
			(void)tree_leave(t);
		else
			t->depth--;
	}
	if (t->pouring != NULL)
		grid_pour(t, true);
}

void
tree_pause(struct ps_tree *t)
{
	for (uint32_t i = 0; i < t->depth; i++)
		if (t->places[i].kind == IN_ROW ||
		    t->places[i].kind == IN_TUPLE)
			table_keep(t->places[i].table);
	t->full = false;
}
