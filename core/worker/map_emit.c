/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * map_emit.c - rows that maps make beside their records: r:emit().
 *
 * They are held until the fate of the record is known and go with it if it is
 * rejected, so that nothing is stored of what was set aside.
 */
#include <stdlib.h>
#include <string.h>

#include "map_impl.h"
#include "mem.h"
#include "plugin.h"
#include "str.h"

#define MADE_MAX	1000u	/* tables of a document that maps make */

void
emits_forget(struct mapper *p)
{
	for (uint32_t i = 0; i < p->n_made; i++)
		free(p->made[i].columns);
	p->n_made = p->n_emits = p->n_emitted = p->n_fresh = 0;
}

static struct made *
find_made(struct mapper *p, const char *name)
{
	/* Records emit to the same few tables, mostly to the same one. */
	if (p->last_made < p->n_made &&
	    strcmp(p->made[p->last_made].name, name) == 0)
		return &p->made[p->last_made];
	for (uint32_t i = 0; i < p->n_made; i++)
		if (strcmp(p->made[i].name, name) == 0) {
			p->last_made = i;
			return &p->made[i];
		}
	return NULL;
}

struct made *
emits_add_table(struct mapper *p, const char *name, uint32_t number)
{
	GROW(p->made, p->n_made, p->made_room);
	p->made[p->n_made] = (struct made){
		.name = arena_strdup(p->w->arena, name), .number = number
	};
	return &p->made[p->n_made++];
}

void
emits_add_column(struct mapper *p, struct made *t, const char *name)
{
	GROW(t->columns, t->n, t->room);
	t->columns[t->n++] = arena_strdup(p->w->arena, name);
}

/* The column of that name; most stand behind the one asked for before. */
static uint32_t
find_column(const struct made *t, const char *name, uint32_t near)
{
	if (near < t->n && strcmp(t->columns[near], name) == 0)
		return near;
	for (uint32_t i = 0; i < t->n; i++)
		if (strcmp(t->columns[i], name) == 0)
			return i;
	return NO_COLUMN;
}

/* A table that is not there yet; false if there are too many. */
static bool
hold_table(struct mapper *p, const char *name)
{
	for (uint32_t i = p->n_fresh; i > 0; i--)
		if (strcmp(p->fresh[i - 1], name) == 0)
			return true;
	if (p->n_made + p->n_fresh >= MADE_MAX)
		return false;
	GROW(p->fresh, p->n_fresh, p->fresh_room);
	p->fresh[p->n_fresh++] = name;
	return true;
}

/* What cannot be stored, said while the script can be told. */
static const char *
why_not(struct mapper *p, const char *table, const char *const *names,
    uint32_t n)
{
	const struct made	*t = find_made(p, table);
	uint32_t		 more = 0, near = 0;

	if (t == NULL)
		return hold_table(p, table) ? NULL :
		    "a map makes at most 1,000 tables of a document";
	for (uint32_t i = 0; i < n; i++) {
		near = find_column(t, names[i], near);
		more += near == NO_COLUMN;
		near += near != NO_COLUMN;
	}
	return t->n + more <= COLUMNS_MAX ? NULL :
	    "a map makes no table wider than 1,500 columns";
}

const char *
map_emit(void *arg, const char *table, const char *const *names,
    const struct ps_slice *cells, uint32_t n)
{
	struct mapper	*p = arg;
	const char	*wrong = why_not(p, table, names, n);

	if (wrong != NULL)
		return wrong;
	GROW(p->emits, p->n_emits, p->emits_room);
	p->emits[p->n_emits++] = (struct emit){ table, n };
	for (uint32_t i = 0; i < n; i++) {
		GROW(p->emitted, p->n_emitted, p->emitted_room);
		p->emitted[p->n_emitted++] = (struct emitted){ names[i],
		    cells[i] };
	}
	return NULL;
}

static void
emit_row(struct mapper *p, const struct emit *e, const struct emitted *cells)
{
	struct made		*t = find_made(p, e->table);
	struct ps_table		 table = { .name = e->table,
				    .flags = PS_NAMED };
	struct ps_column	 c = { .original = "" };
	uint32_t		 at = 0;

	if (t == NULL)
		t = emits_add_table(p, e->table, rows_add_table(&p->w->rows,
		    &table));
	map_clear_cells(p, 0, t->n + e->n);
	for (uint32_t i = 0; i < e->n; i++, at++) {
		c.name = cells[i].name;
		at = find_column(t, c.name, at);
		if (at == NO_COLUMN) {
			at = t->n;
			rows_add_columns(&p->w->rows, t->number, &c, 1);
			emits_add_column(p, t, c.name);
		}
		p->cells[at] = cells[i].cell;
	}
	rows_into(&p->w->rows, t->number);
	(void)rows_add(&p->w->rows, p->cells, t->n, p->line);
}

void
emits_end(struct mapper *p, bool stored)
{
	const struct emitted	*cells = p->emitted;

	for (uint32_t i = 0; stored && i < p->n_emits; i++) {
		emit_row(p, &p->emits[i], cells);
		cells += p->emits[i].n;
	}
	p->n_emits = p->n_emitted = p->n_fresh = 0;
}
