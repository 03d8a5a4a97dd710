/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tree_table.c - tables that grow out of a tree: columns as they are met, rows
 * when they are complete.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rows.h"
#include "tree_impl.h"

#define MORE_MAX	(64u << 20)
#define KEPT		(1u << 15)	/* a flag of cells: copied before */

uint32_t
table_add_node(struct ps_tree *t, struct table *to, struct node *x,
    const char *name)
{
	uint32_t	room = to->room;

	GROW(to->columns, to->n_columns, room);
	GROW(to->names, to->n_columns, to->room);
	to->columns[to->n_columns] = x;
	to->names[to->n_columns] = name;
	if (to->n_columns == to->row_room) {
		to->row_room = to->room;
		to->row = xrealloc(to->row, to->row_room, sizeof(*to->row));
	}
	to->row[to->n_columns] = (struct ps_slice){ .p = NULL };
	t->n_columns++;
	return to->n_columns++;
}

void
table_begin(struct ps_tree *t, struct table *to)
{
	to->rest = NO_COLUMN;
	buf_init(&to->more, MORE_MAX);
	to->index = t->n_tables++;
	*t->last_table = to;
	t->last_table = &to->next;
}

struct table *
table_of(struct ps_tree *t, struct node *x, struct table *parent)
{
	struct table	*to = x->table;

	if (to != NULL)
		return to;
	to = x->table = arena_alloc(t->arena, sizeof(*to));
	to->node = x;
	to->number = x == t->main ? 0 : UNTOLD;
	to->parent = x == t->main || parent == NULL || parent->single ? NULL :
	    parent;
	table_begin(t, to);
	if (to->parent != NULL) {
		table_add_node(t, to, NULL, "_parent");
		table_add_node(t, to, NULL, "_ord");
	}
	return to;
}

static struct ps_slice
digits(struct ps_tree *t, uint64_t n)
{
	char	*p = rows_scratch(t->out, 21);
	int	 k = snprintf(p, 21, "%llu", (unsigned long long)n);

	return (struct ps_slice){ .p = p, .n = (uint32_t)k };
}

static void
drop_kept(struct kept **list)
{
	struct kept	*k;

	while ((k = *list) != NULL) {
		*list = k->next;
		free(k);
	}
}

/* They are cells of the batch now. */
static void
give_kept(struct ps_tree *t, struct table *to)
{
	struct kept	*k;

	while ((k = to->kept) != NULL) {
		to->kept = k->next;
		k->next = t->kept;
		t->kept = k;
	}
}

void
tree_drop_kept(struct ps_tree *t)
{
	drop_kept(&t->kept);
}

void
table_begin_row(struct ps_tree *t, struct table *to, const char *key,
    size_t n, uint64_t line)
{
	char	*copy;

	for (uint32_t i = 0; i < to->n_columns; i++)
		to->row[i].p = NULL;
	to->open = true;
	to->rows++;
	to->ordinal++;
	to->line = line != 0 ? line : to->rows;
	if (to->parent != NULL) {
		to->row[0] = digits(t, to->parent_line);
		to->row[1] = digits(t, to->ordinal);
	}
	if (!to->keyed)
		return;
	if (to->n_columns == 0)
		table_add_node(t, to, NULL, "_key");
	copy = rows_scratch(t->out, n);
	memcpy(copy, key, n);
	to->row[0] = (struct ps_slice){ .p = copy, .n = (uint32_t)n,
	    .flags = PS_STRING };
}

struct ps_slice *
table_cell(struct ps_tree *t, struct table *to, struct node *x)
{
	if (x->column == NO_COLUMN || x->owner != to) {
		if (to->n_columns >= COLUMNS_MOST)
			return NULL;
		x->owner = to;
		x->column = table_add_node(t, to, x, NULL);
	}
	return &to->row[x->column];
}

/* As if it were a member of that name, which other rows may have. */
struct ps_slice *
table_lone_cell(struct ps_tree *t, struct table *to)
{
	struct place	 at = { .node = to->node };
	struct node	*x = node_child(t, &at, "value", 5);

	return x == NULL ? NULL : table_cell(t, to, x);
}

void
table_put_rest(struct ps_tree *t, struct table *to, const char *key, size_t n,
    const char *p, size_t length, unsigned flags)
{
	if (to->rest == NO_COLUMN)
		to->rest = table_add_node(t, to, NULL, "more_keys");
	buf_char(&to->more, to->more.n == 0 ? '{' : ',');
	buf_json(&to->more, key, n);
	buf_char(&to->more, ':');
	if ((flags & PS_STRING) != 0)
		buf_json(&to->more, p, length);
	else if ((flags & PS_ABSENT) != 0)
		buf_str(&to->more, "null");
	else
		buf_add(&to->more, p, length);
}

/* The text of what has no column of its own, into the row. */
static void
put_more(struct ps_tree *t, struct table *to)
{
	char	*p;

	if (to->rest == NO_COLUMN || to->more.n == 0)
		return;
	buf_char(&to->more, '}');
	p = rows_scratch(t->out, to->more.n);
	memcpy(p, to->more.p, to->more.n);
	to->row[to->rest] = (struct ps_slice){ .p = p,
	    .n = (uint32_t)to->more.n, .type = PS_TEXT };
	if (to->more.full)
		rows_issue(t->out, PS_REPAIRED, to->line, "many-keys",
		    "more than 64 MiB of keys without a column; what is "
		    "beyond is lost", "", 0);
	buf_clear(&to->more);
	to->more.full = false;
}

static void
name_column_of(struct ps_tree *t, const struct table *to, uint32_t i,
    struct ps_column *c)
{
	const char	*name = to->names[i];

	if (name == NULL)
		name = node_name(t, to->columns[i], to->node);
	*c = (struct ps_column){ .name = name == NULL ? "value" : name };
}

/* What the core does not know yet: the table, its columns. */
static void
tell(struct ps_tree *t, struct table *to)
{
	struct ps_table		 table = { .n_columns = 0 };
	uint32_t		 n = to->n_columns - to->n_told;
	struct ps_column	*c;

	if (to->node == t->main)
		to->number = t->out->main;
	if (to->number == UNTOLD) {
		table.name = node_name(t, to->node, NULL);
		if (table.name == NULL)
			table.name = "document";
		to->number = rows_add_table(t->out, &table);
	}
	if (n == 0)
		return;
	c = xcalloc(n, sizeof(*c));
	for (uint32_t i = 0; i < n; i++)
		name_column_of(t, to, to->n_told + i, &c[i]);
	rows_add_columns(t->out, to->number, c, n);
	to->n_told = to->n_columns;
	free(c);
}

void
table_end_row(struct ps_tree *t, struct table *to)
{
	struct ps_slice	*lone;

	to->open = false;
	put_more(t, to);
	/* Nothing in it but lists: that there was a row is told all the */
	/* same, but for the root's, which is no record. */
	if (to->n_columns == 0 && to->single)
		return;
	if (to->n_columns == 0 && (lone = table_lone_cell(t, to)) != NULL)
		*lone = (struct ps_slice){ .p = "{}", .n = 2,
		    .type = PS_TEXT };
	for (uint32_t i = 0; i < to->n_columns; i++) {
		if (to->row[i].p == NULL)
			to->row[i] = (struct ps_slice){ .p = "",
			    .flags = PS_ABSENT };
		to->row[i].flags &= (uint16_t)~KEPT;
	}
	tell(t, to);
	rows_into(t->out, to->number);
	give_kept(t, to);
	if (rows_add(t->out, to->row, to->n_columns, to->line))
		t->full = true;
}

/* In memory of their own, until the batch with the row is through. */
void
table_keep(struct table *to)
{
	struct kept	*k;
	size_t		 n = 0;

	for (uint32_t i = 0; i < to->n_columns; i++)
		n += to->row[i].p == NULL || (to->row[i].flags & KEPT) != 0 ?
		    0 : to->row[i].n;
	if (n == 0)
		return;
	k = xmalloc(sizeof(*k) + n);
	k->next = to->kept;
	to->kept = k;
	n = 0;
	for (uint32_t i = 0; i < to->n_columns; i++) {
		struct ps_slice *s = &to->row[i];

		if (s->p == NULL || s->n == 0 || (s->flags & KEPT) != 0)
			continue;
		memcpy(k->bytes + n, s->p, s->n);
		s->p = k->bytes + n;
		s->flags |= KEPT;
		n += s->n;
	}
}

void
tree_tables_free(struct ps_tree *t)
{
	tree_drop_kept(t);
	for (struct table *to = t->tables; to != NULL; to = to->next) {
		free(to->columns);
		free(to->names);
		free(to->row);
		free(to->places);
		drop_kept(&to->kept);
		grid_let_go(to->node);
		buf_free(&to->more);
	}
}
