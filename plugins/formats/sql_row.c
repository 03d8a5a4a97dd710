/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sql_row.c - the values of a tuple or a line in the places of their columns.
 */
#include <stdio.h>

#include "sql_format.h"

enum { NOTED_EXPRESSIONS = 1, NOTED_DEFAULTS = 2, NOTED_NO_DAYS = 4 };

static uint32_t
doubled(uint32_t room, uint32_t n)
{
	room = room == 0 ? 64 : room;
	while (room < n)
		room *= 2;
	return room;
}

/* Room for n values; false: no table has that many columns. */
bool
sql_value_room(struct sql *s, uint32_t n)
{
	struct ps_slice	*to;
	uint32_t	 room;

	if (n > SQL_COLUMNS_MAX)
		return false;
	if (n <= s->values_room)
		return true;
	room = doubled(s->values_room, n);
	to = ps_alloc(s->self, room * sizeof(*to));
	if (s->values_room > 0)
		memcpy(to, s->values, s->values_room * sizeof(*to));
	s->values = to;
	s->values_room = room;
	return true;
}

void
sql_map_room(struct sql *s, uint32_t n)
{
	uint32_t	 room = doubled(s->map_room, n);
	uint32_t	*to;

	if (n <= s->map_room)
		return;
	to = ps_alloc(s->self, room * sizeof(*to));
	if (s->map_room > 0)
		memcpy(to, s->map, s->map_room * sizeof(*to));
	s->map = to;
	s->map_room = room;
}

/* Which column CREATE has at that place. */
static uint32_t
declared(const struct sql_table *t, uint32_t place)
{
	return t->order == NULL ? place : t->order[place];
}

/*
 * Without names: n values are all columns, or those that are not computed.
 * False: they are neither.
 */
bool
sql_set_map(struct sql *s, uint32_t n)
{
	const struct sql_table	*t = s->target;
	uint32_t		 most = t->declared ? t->n_declared : t->n;
	uint32_t		 plain = 0, column;

	sql_map_room(s, most);
	for (uint32_t i = 0; i < most; i++)
		plain += (t->kinds[declared(t, i)] & SQL_GENERATED) == 0;
	s->n_map = 0;
	s->named = false;
	s->straight = most == t->n;
	for (uint32_t i = 0; i < most; i++) {
		column = declared(t, i);
		s->straight &= column == s->n_map;
		if (n != plain || (t->kinds[column] & SQL_GENERATED) == 0)
			s->map[s->n_map++] = column;
	}
	s->straight &= s->n_map == t->n;
	return s->n_map == n;
}

static void
reject(struct sql *s, struct sql_text *t, size_t from, size_t to, uint32_t n)
{
	char	why[120];

	snprintf(why, sizeof(why), "%u values where there are %u columns", n,
	    s->n_map);
	s->bad++;
	sql_note(s, PS_REJECTED, sql_line(t, from), "width", why, t->p + from,
	    to - from);
}

/* Said once of each table. */
static void
note_values(struct sql *s, struct sql_text *t, size_t from, size_t to)
{
	struct sql_table	*x = s->target;

	if (s->expressions && (x->noted & NOTED_EXPRESSIONS) == 0) {
		x->noted |= NOTED_EXPRESSIONS;
		sql_note(s, PS_NOTE, sql_line(t, from), "expression",
		    "a value is an expression, which is kept as text; there "
		    "may be more of them in this table", t->p + from,
		    to - from);
	}
	if (s->defaults && (x->noted & NOTED_DEFAULTS) == 0) {
		x->noted |= NOTED_DEFAULTS;
		sql_note(s, PS_NOTE, sql_line(t, from), "default",
		    "what DEFAULT stands for is not in the rows and is NULL "
		    "here; there may be more of them in this table",
		    t->p + from, to - from);
	}
	if (s->no_days && (x->noted & NOTED_NO_DAYS) == 0) {
		x->noted |= NOTED_NO_DAYS;
		sql_note(s, PS_NOTE, sql_line(t, from), "no-day",
		    "0000-00-00 is no day and is NULL here; there may be more "
		    "of them in this table", t->p + from, to - from);
	}
	s->expressions = s->defaults = s->no_days = false;
}

static struct ps_slice *
placed(struct sql *s, uint32_t n)
{
	uint32_t	columns = s->target->n;

	if (columns > s->cells_room) {
		s->cells_room = doubled(s->cells_room, columns);
		s->cells = ps_alloc(s->self, s->cells_room *
		    sizeof(*s->cells));
	}
	for (uint32_t i = 0; i < columns; i++)
		s->cells[i] = (struct ps_slice){ .p = "", .flags = PS_ABSENT };
	for (uint32_t i = 0; i < n; i++)
		s->cells[s->map[i]] = s->values[i];
	return s->cells;
}

enum sql_result
sql_row(struct sql *s, struct sql_text *t, size_t from, size_t to, uint32_t n)
{
	/* Postgres takes fewer. */
	bool	few = !s->named && n > 0 && n < s->n_map &&
		    s->state == SQL_TUPLES && s->dialect == SQL_POSTGRES;
	bool	full;

	if ((n != s->n_map && !few) || n == 0) {
		reject(s, t, from, to, n);
		return SQL_GO;
	}
	s->rows++;
	if (s->out == NULL)
		return SQL_GO;
	if (s->expressions || s->defaults || s->no_days)
		note_values(s, t, from, to);
	if (s->straight)
		full = ps_row(s->self, s->out, s->values, n,
		    sql_line(t, from));
	else
		full = ps_row(s->self, s->out, placed(s, n), s->target->n,
		    sql_line(t, from));
	return full ? SQL_FULL : SQL_GO;
}
