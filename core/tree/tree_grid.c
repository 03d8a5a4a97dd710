/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tree_grid.c - values without names: lists that are rows, lists that are
 * columns.
 *
 * Of rows [[...], [...]] the place of a value says its column; the first may
 * have the names.  Columns {"a": [...], "b": [...]} are held until the last
 * of them is complete.  A sample says whether lists are either.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rows.h"
#include "tree_impl.h"

#define TUPLES_LEAST	2u
#define NAMES_LEVELS	4		/* below what stands beside tuples */
#define HELD_LONG	(1u << 7)	/* four bytes of length, not one */
#define LONG_COLUMN	8u	/* equal lengths of that are no chance */

static void
count_tuple(struct ps_tree *t, struct node *x)
{
	if (x->grid == NULL) {
		x->grid = arena_alloc(t->arena, sizeof(*x->grid));
		x->grid->names = true;
	}
}

enum ps_tree_answer
grid_enter(struct ps_tree *t, struct place *at, uint64_t line)
{
	struct table	*to = at->table;
	struct node	*x = at->node;

	if (t->out == NULL) {
		count_tuple(t, x);
		tree_push(t, IN_TUPLE, x, to);
		return PS_TREE_GO;
	}
	if (!t->options.tuples || x != t->main)
		return PS_TREE_WHOLE;
	if (t->options.header && !to->named) {
		to->named = true;
		to->line = line != 0 ? line : 1;
		tree_push(t, IN_NAMES, x, to);
		return PS_TREE_GO;
	}
	table_begin_row(t, to, "", 0, line);
	tree_push(t, IN_TUPLE, x, to);
	return PS_TREE_GO;
}

/* Numbers, days and the like, also as text; names begin otherwise. */
static bool
is_number(struct ps_slice v)
{
	if ((v.flags & PS_STRING) == 0)
		return true;
	return v.n > 0 && ((v.p[0] >= '0' && v.p[0] <= '9') ||
	    (v.p[0] == '-' && v.n > 1));
}

/* Of a sample: the first tuple may be names, the others may be none. */
static void
look_at(struct grid *g, uint32_t column, struct ps_slice v)
{
	g->cells++;
	if (g->tuples == 0) {
		if (v.n == 0 || is_number(v))
			g->names = false;
	} else if (column < GRID_WIDTH && (v.flags & PS_ABSENT) == 0) {
		g->numbers[column] |= is_number(v);
		g->texts[column] |= !is_number(v);
	}
}

static struct node *
new_place(struct ps_tree *t, struct table *to, const char *key, size_t n)
{
	GROW(to->places, to->n_places, to->places_room);
	return to->places[to->n_places++] = node_new(t, to->node, key, n);
}

static void
name_place(struct ps_tree *t, struct place *at, struct ps_slice v)
{
	struct node	*x;

	if (at->table->n_places >= COLUMNS_MOST)
		return;
	x = new_place(t, at->table, v.p, v.n);
	(void)table_cell(t, at->table, x);
}

void
grid_name(struct ps_tree *t, struct ps_slice v)
{
	struct table	*to = table_of(t, t->main, NULL);

	if (to->rows == 0 && !to->named)
		name_place(t, &(struct place){ .table = to }, v);
}

static void
put_in_tuple(struct ps_tree *t, struct place *at, struct ps_slice v)
{
	struct table	*to = at->table;
	uint32_t	 i = at->members - 1;
	struct ps_slice	*cell = NULL;
	char		 key[16];
	int		 n = snprintf(key, sizeof(key), "c%u", i + 1);

	if (i < COLUMNS_MOST) {
		if (i == to->n_places)
			new_place(t, to, key, (size_t)n);
		cell = table_cell(t, to, to->places[i]);
	}
	if (cell != NULL)
		*cell = v;
	else
		table_put_rest(t, to, key, (size_t)n, v.p, v.n, v.flags);
}

struct node *
grid_column(struct ps_tree *t, struct place *at, const char *key, size_t n)
{
	struct node	*x = node_child(t, at, key, n);

	/* There are too many names: what is left shares the last one. */
	return x != NULL ? x : at->node->last;
}

static void
hold(struct node *x, struct ps_slice v)
{
	uint32_t	 n = v.n;
	struct held	*h = x->held;

	if (h == NULL)
		h = x->held = xcalloc(1, sizeof(*h));
	if (h->room - h->n < 5 + (size_t)n) {
		h->room = h->room + h->room / 2 + 5 + n;
		h->p = xrealloc(h->p, h->room, 1);
	}
	h->p[h->n++] = (char)(v.flags | (n < UINT8_MAX ? 0 : HELD_LONG));
	memcpy(h->p + h->n, &n, n < UINT8_MAX ? 1 : sizeof(n));
	h->n += n < UINT8_MAX ? 1 : sizeof(n);
	if (n > 0)
		memcpy(h->p + h->n, v.p, n);
	h->n += n;
	h->count++;
}

static struct ps_slice
next_held(struct held *h)
{
	struct ps_slice	v = { .flags = (unsigned char)h->p[h->at++] };

	memcpy(&v.n, h->p + h->at, (v.flags & HELD_LONG) == 0 ? 1 :
	    sizeof(v.n));
	h->at += (v.flags & HELD_LONG) == 0 ? 1 : sizeof(v.n);
	v.flags &= (uint16_t)~HELD_LONG;
	v.p = h->p + h->at;
	h->at += v.n;
	return v;
}

void
grid_let_go(struct node *parent)
{
	for (struct node *x = parent->first; x != NULL; x = x->next) {
		if (x->held != NULL)
			free(x->held->p);
		free(x->held);
		x->held = NULL;
	}
}

void
grid_value(struct ps_tree *t, struct place *at, const char *key, size_t n,
    struct ps_slice v)
{
	if (at->kind == IN_TUPLE && t->out == NULL)
		look_at(at->node->grid, at->members - 1, v);
	else if (at->kind == IN_TUPLE)
		put_in_tuple(t, at, v);
	else if (at->kind == IN_NAMES || at->kind == IN_HEADS)
		name_place(t, at, v);
	else if (at->kind == IN_VALUES)
		at->node->strings += (v.flags & PS_STRING) != 0 && v.n > 0;
	else if (at->kind == IN_COLUMNS)
		hold(grid_column(t, at, key, n), v);
	else if (at->kind == IN_COLUMN)
		hold(at->node, v);
}

/* What the columns are called is a record that is no row. */
static void
leave_names(struct ps_tree *t, const struct table *to)
{
	struct buf	 b;
	char		*p;

	buf_init(&b, CELL_MAX);
	for (uint32_t i = 0; i < to->n_places; i++) {
		buf_char(&b, i == 0 ? '[' : ',');
		buf_json(&b, to->places[i]->key, to->places[i]->n_key);
	}
	buf_str(&b, b.n == 0 ? "[]" : "]");
	p = rows_scratch(t->out, b.n);
	memcpy(p, b.p, b.n);
	rows_aside(t->out, PS_HEADER, to->line, p, b.n);
	buf_free(&b);
}

static void
pour_row(struct ps_tree *t, struct table *to)
{
	struct ps_slice	*cell, v;

	table_begin_row(t, to, "", 0, 0);
	for (struct node *x = to->node->first; x != NULL; x = x->next) {
		if (x->held == NULL || x->held->at == x->held->n)
			continue;
		v = next_held(x->held);
		if ((cell = table_cell(t, to, x)) != NULL)
			*cell = v;
		else
			table_put_rest(t, to, x->key, x->n_key, v.p, v.n,
			    v.flags);
	}
	table_end_row(t, to);
}

/* After the last of them the batch ends, since it points to what was held. */
void
grid_pour(struct ps_tree *t, bool all)
{
	while (t->left > 0 && (all || !t->full)) {
		pour_row(t, t->pouring);
		t->left--;
	}
	t->full = true;
}

static void
leave_columns(struct ps_tree *t, struct table *to)
{
	t->left = 0;
	for (struct node *x = to->node->first; x != NULL; x = x->next)
		if (x->held != NULL && x->held->count > t->left)
			t->left = x->held->count;
	t->pouring = to;
	grid_pour(t, false);
}

/* Of a sample. */
static void
leave_tuple(struct grid *g, uint32_t width)
{
	if (g->tuples++ == 0)
		g->width = width;
	g->ragged |= width != g->width;
}

static void
leave_values(struct node *x, uint32_t n)
{
	x->scalars++;
	if (x->valued++ == 0)
		x->longest = x->shortest = n;
	x->longest = n > x->longest ? n : x->longest;
	x->shortest = n < x->shortest ? n : x->shortest;
}

void
grid_leave(struct ps_tree *t, struct place *at)
{
	if (t->out == NULL && at->kind == IN_VALUES)
		leave_values(at->node, at->members);
	else if (t->out == NULL && at->kind == IN_TUPLE) {
		leave_tuple(at->node->grid, at->members);
		if (t->depth == 0 || at[-1].kind == IN_LIST)
			at->node->scalars++;
		else
			at[-1].members++;
	} else if (t->out == NULL)
		return;
	else if (at->kind == IN_TUPLE)
		table_end_row(t, at->table);
	else if (at->kind == IN_NAMES || at->kind == IN_HEADS)
		leave_names(t, at->table);
	else if (at->kind == IN_COLUMNS)
		leave_columns(t, at->table);
}

bool
grid_is_even(const struct node *x)
{
	const struct grid	*g = x->grid;

	return g != NULL && g->tuples > 0 && !g->ragged && g->width > 1 &&
	    x->elements == 0 && x->objects == 0 && x->scalars <= g->tuples;
}

bool
grid_is_tuples(const struct node *x, bool *header)
{
	const struct grid	*g = x->grid;
	bool			 other = false;

	*header = false;
	if (!grid_is_even(x) || g->tuples < TUPLES_LEAST)
		return false;
	for (uint32_t i = 0; i < g->width && i < GRID_WIDTH; i++)
		other |= g->numbers[i] && !g->texts[i];
	*header = g->names && other;
	return true;
}

bool
grid_is_columns(const struct node *x, bool whole)
{
	uint32_t	n = 0, complete = 0;
	bool		plain = false;	/* not all lists of lists */

	if (x->n_children < 2 || x->elements > 0 || x->objects != 1)
		return false;
	for (const struct node *c = x->first; c != NULL; c = c->next) {
		if (c->valued == 0 && c->next == NULL && !whole &&
		    c->scalars == 0 && c->objects == 0)
			break;
		if (c->valued != 1 || c->scalars != 1 || c->objects > 0 ||
		    c->elements > 0 || c->longest < 2 ||
		    (n != 0 && c->longest != n))
			return false;
		n = c->longest;
		complete++;
		plain |= c->grid == NULL;
	}
	return plain && complete >= 2 && (whole || n >= LONG_COLUMN);
}

/* As many texts as a tuple has places: in a list, or as the same key of */
/* the objects in one. */
static const struct node *
names_in(const struct node *x, uint32_t width)
{
	static const char *const	keys[] = { "name", "fieldName",
					    "field", "label", "id" };

	if (x->valued == 1 && x->lists == 0 && x->longest == width &&
	    x->strings == width)
		return x;
	if (x->lists != 1 || x->elements != width)
		return NULL;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		for (const struct node *c = x->first; c != NULL; c = c->next)
			if (strcmp(c->key, keys[i]) == 0 && c->scalars ==
			    width && c->strings == width)
				return c;
	return NULL;
}

/* In the order of the document, below and beside each other. */
static const struct node *
search(const struct node *x, const struct node *end, uint32_t width,
    int levels)
{
	const struct node	*found = NULL;

	for (; x != end && x != NULL && found == NULL; x = x->next) {
		found = names_in(x, width);
		if (found == NULL && levels > 0 && x->elements == 0)
			found = search(x->first, NULL, width, levels - 1);
	}
	return found;
}

const struct node *
grid_names(const struct node *x)
{
	uint32_t		 width = x->grid->width;
	const struct node	*found = NULL;

	for (; found == NULL && x->parent != NULL; x = x->parent)
		found = search(x->parent->first, x, width, NAMES_LEVELS);
	return found;
}
