/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sql_tables.c - the tables a dump told of, by name.
 *
 * A name is found however it is written; what is in a schema is found without
 * it, and with it where only one of both has one.
 */
#include <stdio.h>

#include "sql_format.h"

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static uint32_t
hash_of(const char *s)
{
	uint32_t	h = 2166136261u;

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)lower(*s)) * 16777619u;
	return h % SQL_HASH;
}

static bool
same(const char *a, const char *b)
{
	while (*a != '\0' && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return *a == *b;
}

static char *
copy(struct sql *s, const char *p, size_t n)
{
	char	*to = ps_alloc(s->self, n + 1);

	memcpy(to, p, n);
	to[n] = '\0';
	return to;
}

static const char *
schema_of(const struct sql *s, const struct sql_name *name)
{
	return name->schema[0] != '\0' ? name->schema : s->database;
}

struct sql_table *
sql_find(struct sql *s, const struct sql_name *name)
{
	const char		*schema = schema_of(s, name);
	struct sql_table	*t = s->hash[hash_of(name->name)];

	for (; t != NULL; t = t->next)
		if (!t->gone && same(t->name, name->name) &&
		    (schema[0] == '\0' || t->schema[0] == '\0' ||
		    same(t->schema, schema)))
			return t;
	return NULL;
}

/* Where two tables have one name, the schema tells them apart. */
static const char *
name_shown(struct sql *s, const struct sql_table *t)
{
	const struct sql_table	*o = s->hash[hash_of(t->name)];
	char			 both[2 * SQL_NAME_MAX];

	for (; o != NULL; o = o->next)
		if (o != t && same(o->name, t->name) && t->schema[0] != '\0' &&
		    !same(o->schema, t->schema)) {
			snprintf(both, sizeof(both), "%s %s", t->schema,
			    t->name);
			return copy(s, both, strlen(both));
		}
	return t->name;
}

struct sql_table *
sql_add(struct sql *s, const struct sql_name *name)
{
	const char		*schema = schema_of(s, name);
	uint32_t		 h = hash_of(name->name), same_hash = 0;
	struct sql_table	*t;

	for (t = s->hash[h]; t != NULL && same_hash < SQL_SAME_MAX; t = t->next)
		same_hash++;
	if (s->n_tables >= SQL_TABLES_MAX || same_hash == SQL_SAME_MAX)
		return NULL;
	s->n_tables++;
	t = ps_alloc(s->self, sizeof(*t));
	memset(t, 0, sizeof(*t));
	t->name = copy(s, name->name, strlen(name->name));
	t->schema = copy(s, schema, strlen(schema));
	t->next = s->hash[h];
	s->hash[h] = t;
	*s->last = t;
	s->last = &t->later;
	t->shown = name_shown(s, t);
	return t;
}

static void
make_room(struct sql *s, struct sql_table *t)
{
	uint32_t		 room = t->room == 0 ? 16 : 2 * t->room;
	struct ps_column	*columns;
	uint8_t			*kinds;

	if (t->n < t->room)
		return;
	columns = ps_alloc(s->self, room * sizeof(*columns));
	kinds = ps_alloc(s->self, room);
	if (t->n > 0) {
		memcpy(columns, t->columns, t->n * sizeof(*columns));
		memcpy(kinds, t->kinds, t->n);
	}
	t->columns = columns;
	t->kinds = kinds;
	t->room = room;
}

bool
sql_add_column(struct sql *s, struct sql_table *t, const char *name, size_t n,
    unsigned kind)
{
	static const enum ps_type	types[SQL_KIND + 1] = {
		[SQL_TEXT] = PS_TEXT, [SQL_BYTES] = PS_BLOB,
	};

	if (t->n >= SQL_COLUMNS_MAX || s->n_columns >= SQL_COLUMNS_ALL)
		return false;
	make_room(s, t);
	s->n_columns++;
	t->kinds[t->n] = (uint8_t)kind;
	t->columns[t->n] = (struct ps_column){ .name = copy(s, name, n),
	    .type = types[kind & SQL_KIND] };
	if (t->announced && s->out != NULL)
		ps_add_columns(s->self, s->out, t->number,
		    &t->columns[t->n], 1);
	t->n++;
	return true;
}

uint32_t
sql_find_column(const struct sql_table *t, const char *name, uint32_t guess)
{
	uint32_t	i = 0;

	if (guess < t->n && same(t->columns[guess].name, name))
		return guess;
	while (i < t->n && !same(t->columns[i].name, name))
		i++;
	return i;
}

void
sql_make_names(struct sql *s, struct sql_table *t, uint32_t n)
{
	char	name[16];

	t->headerless = true;
	while (t->n < n && n <= SQL_COLUMNS_MAX) {
		snprintf(name, sizeof(name), "c%u", t->n + 1);
		if (!sql_add_column(s, t, name, strlen(name), SQL_ANY))
			return;
	}
}

struct sql_table *
sql_left(struct sql *s)
{
	struct sql_table	*t = s->first;

	while (t != NULL && (t->announced || t->gone || t->n == 0))
		t = s->first = t->later;
	return t;
}
