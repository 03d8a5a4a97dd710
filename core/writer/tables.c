/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tables.c - the set of tables by name, and their columns.
 */
#include <stdlib.h>

#include "mem.h"
#include "tables.h"

static uint32_t
hash_name(const char *name)
{
	uint32_t	h = 0x811c9dc5;

	for (; *name != '\0'; name++)
		h = (h ^ (unsigned char)*name) * 0x01000193;
	return h ^ h >> 15;
}

/* Where the name stands, or where it would: index_room is a power of two. */
static uint32_t
place(const struct tables *t, const char *name)
{
	uint32_t	i = hash_name(name) & (t->index_room - 1);

	while (t->index[i] != 0 &&
	    strcmp(t->all[t->index[i] - 1]->name, name) != 0)
		i = (i + 1) & (t->index_room - 1);
	return i;
}

static void
index_again(struct tables *t, uint32_t room)
{
	free(t->index);
	t->index = xcalloc(room, sizeof(*t->index));
	t->index_room = room;
	for (uint32_t i = 0; i < t->n; i++)
		t->index[place(t, t->all[i]->name)] = i + 1;
}

struct table *
tables_find(const struct tables *t, const char *name)
{
	uint32_t	at = t->n == 0 ? 0 : t->index[place(t, name)];

	return at == 0 ? NULL : t->all[at - 1];
}

struct table *
tables_add(struct tables *t, const char *name, const char *shape)
{
	struct table	*new = xcalloc(1, sizeof(*new));

	if (2 * (t->n + 1) > t->index_room)
		index_again(t, t->index_room == 0 ? 64 : 2 * t->index_room);
	GROW(t->all, t->n, t->room);
	new->name = xstrdup(name);
	new->shape = shape == NULL ? NULL : xstrdup(shape);
	new->number = t->n;
	new->history = t->history;
	t->all[t->n] = new;
	t->index[place(t, name)] = ++t->n;
	return new;
}

static void
free_columns(struct table *t, uint32_t from)
{
	for (uint32_t i = from; i < t->n_columns; i++) {
		/* Made by xstrdup(): the const is for the sink. */
		free((char *)(uintptr_t)t->sql[i].name);
		free(t->columns[i].original);
		free(t->columns[i].unit);
		free(t->columns[i].all);
	}
	t->n_columns = from < t->n_columns ? from : t->n_columns;
}

static void
free_wish(struct table *t)
{
	if (t->wish != NULL)
		free(t->wish->names);
	free(t->wish);
}

static void
free_table(struct table *t)
{
	free_columns(t, 0);
	free(t->sql);
	free(t->columns);
	free(t->name);
	free(t->shape);
	free_wish(t);
	free(t->key);
	free(t);
}

void
tables_remove_last(struct tables *t)
{
	struct table	*last;

	if (t->n == 0)
		return;
	last = t->all[--t->n];
	t->loaded_columns -= last->loaded ? last->n_columns : 0;
	free_table(last);
	index_again(t, t->index_room);
}

void
tables_free(struct tables *t)
{
	for (uint32_t i = 0; i < t->n; i++)
		free_table(t->all[i]);
	free(t->all);
	free(t->index);
}

uint32_t
table_add_column(struct table *t, const char *name, const char *original,
    const char *unit)
{
	struct ps_column	*c;
	struct column		*more;

	if (t->n_columns == t->room) {
		t->room = t->room == 0 ? 8 : 2 * t->room;
		t->sql = xrealloc(t->sql, t->room, sizeof(*t->sql));
		t->columns = xrealloc(t->columns, t->room,
		    sizeof(*t->columns));
	}
	c = &t->sql[t->n_columns];
	more = &t->columns[t->n_columns];
	memset(c, 0, sizeof(*c));
	memset(more, 0, sizeof(*more));
	c->name = xstrdup(name);
	c->type = PS_TEXT;
	more->original = original == NULL ? NULL : xstrdup(original);
	more->unit = unit == NULL ? NULL : xstrdup(unit);
	c->unit = more->unit;
	c->original = more->original;
	facts_start(&more->joined);
	return t->n_columns++;
}

void
table_cut_columns(struct table *t, uint32_t n)
{
	free_columns(t, n);
}

int32_t
table_column(const struct table *t, const char *name, uint32_t near)
{
	if (near < t->n_columns && strcmp(t->sql[near].name, name) == 0)
		return (int32_t)near;
	for (uint32_t i = 0; i < t->n_columns; i++)
		if (strcmp(t->sql[i].name, name) == 0)
			return (int32_t)i;
	return -1;
}

int32_t
table_column_of(const struct table *t, const struct ps_value *v)
{
	if (v->type != PS_TEXT)
		return -1;
	for (uint32_t i = 0; i < t->n_columns; i++)
		if (strlen(t->sql[i].name) == v->length &&
		    memcmp(t->sql[i].name, v->text, v->length) == 0)
			return (int32_t)i;
	return -1;
}

void
table_wish(struct table *t, const char *const *names, uint32_t n,
    const char *place)
{
	free_wish(t);
	t->wish = xcalloc(1, sizeof(*t->wish));
	t->wish->names = xcalloc(n, sizeof(*t->wish->names));
	memcpy(t->wish->names, names, n * sizeof(*names));
	t->wish->n = n;
	t->wish->place = place;
}

struct ps_table
table_sql(const struct table *t, bool provenance)
{
	return (struct ps_table){ .name = t->name, .columns = t->sql,
	    .n_columns = t->n_columns,
	    .flags = (provenance ? PS_PROVENANCE : 0) |
	    (t->key != NULL ? PS_KEYED : 0) |
	    (t->history ? PS_HISTORY : 0) };
}
