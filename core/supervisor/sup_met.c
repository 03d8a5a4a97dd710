/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_met.c - columns that a shape names and no table has, which is a slip of
 * the pen more often than not.
 *
 * Tables are looked at as they are assigned.  Of the columns that shapes saw
 * some are remembered, to name the nearest.  What selectors and includes met
 * is noted in memory that all processes share.
 */
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "mem.h"
#include "names.h"
#include "str.h"
#include "sup_met.h"
#include "wire.h"

#define SEEN_MAX	2000u	/* columns remembered of a shape */

/* A column as a shape names it. */
struct named {
	const char	*column, *place;
	char		 plain[NAME_MAX_BYTES + 1];
	bool		 met;
};

struct met_shape {
	const struct shape_rule	*rule;
	bool			 chose;
	struct named		*named;
	uint32_t		 n;
	char			**seen;		/* NULL-ended */
	uint32_t		 n_seen, room;
};

struct met {
	const struct pipeline	*pipeline;
	struct met_shape	*shapes;
};

static void
add(struct met_shape *m, const char *column, const char *place)
{
	struct named	*c = &m->named[m->n++];

	*c = (struct named){ .column = column, .place = place };
	name_column(column, strlen(column), 1, c->plain);
}

static void
begin(struct met_shape *m, const struct shape_rule *r)
{
	m->rule = r;
	m->named = xcalloc((size_t)r->n_types + r->n_renames + r->n_key + 1,
	    sizeof(*m->named));
	for (uint32_t i = 0; i < r->n_types; i++)
		add(m, r->types[i].column, r->types[i].place);
	for (uint32_t i = 0; i < r->n_renames; i++)
		add(m, r->renames[i].column, r->renames[i].place);
	for (uint32_t i = 0; i < r->n_key; i++)
		add(m, r->key[i], r->key_place);
}

struct met *
met_new(const struct pipeline *p)
{
	struct met	*m;

	if (p->n_shapes == 0)
		return NULL;
	m = xcalloc(1, sizeof(*m));
	m->pipeline = p;
	m->shapes = xcalloc(p->n_shapes, sizeof(*m->shapes));
	for (uint32_t i = 0; i < p->n_shapes; i++)
		begin(&m->shapes[i], &p->shapes[i]);
	return m;
}

void
met_free(struct met *m)
{
	if (m == NULL)
		return;
	for (uint32_t i = 0; i < m->pipeline->n_shapes; i++) {
		for (uint32_t k = 0; k < m->shapes[i].n_seen; k++)
			free(m->shapes[i].seen[k]);
		free(m->shapes[i].seen);
		free(m->shapes[i].named);
	}
	free(m->shapes);
	free(m);
}

static void
remember(struct met_shape *m, const char *column)
{
	if (m->n_seen == SEEN_MAX)
		return;
	for (uint32_t i = 0; i < m->n_seen; i++)
		if (strcmp(m->seen[i], column) == 0)
			return;
	if (m->n_seen + 1 >= m->room) {
		m->room = m->room == 0 ? 16 : 2 * m->room;
		m->seen = xrealloc(m->seen, m->room, sizeof(*m->seen));
	}
	m->seen[m->n_seen++] = xstrdup(column);
	m->seen[m->n_seen] = NULL;
}

/* A key may be by the column's new name. */
static void
meet(struct met_shape *m, const char *original, const char *name)
{
	uint32_t	keys = m->n - m->rule->n_key;
	bool		missing = false;
	char		plain[NAME_MAX_BYTES + 1] = "";

	for (uint32_t i = 0; i < m->n; i++) {
		struct named	*c = &m->named[i];

		if (c->met)
			continue;
		if (*plain == '\0')
			name_column(original, strlen(original), 0, plain);
		c->met = strcmp(c->column, original) == 0 ||
		    strcmp(c->plain, plain) == 0 ||
		    (i >= keys && strcmp(c->column, name) == 0);
		missing = missing || !c->met;
	}
	if (missing)
		remember(m, original);
}

static void
meet_all(const struct met *m, const struct shape_set *set,
    const char *original, const char *name)
{
	for (uint32_t i = 0; i < m->pipeline->n_shapes; i++)
		if (shape_is_in(set, i)) {
			m->shapes[i].chose = true;
			if (original != NULL && name != NULL)
				meet(&m->shapes[i], original, name);
		}
}

void
met_table(struct met *m, struct frame f)
{
	struct shape_set	 set;
	struct frame		 columns;
	struct reading		 r;
	const char		*original, *name;
	uint32_t		 n;

	if (m == NULL)
		return;
	(void)get_u64(&f);
	(void)get_u32(&f);
	(void)get_text(&f);
	(void)get_u32(&f);
	n = get_u32(&f);
	columns = f;
	for (uint32_t i = 0; i < n && !f.bad; i++) {
		for (int k = 0; k < 3; k++)
			(void)get_text(&f);
		get_raw(&f, &r, sizeof(r));
	}
	(void)get_u64(&f);
	(void)get_u64(&f);
	if (!get_raw(&f, &set, sizeof(set)) || f.bad)
		return;
	meet_all(m, &set, NULL, NULL);
	for (uint32_t i = 0; i < n; i++) {
		original = get_text(&columns);
		name = get_text(&columns);
		(void)get_text(&columns);
		get_raw(&columns, &r, sizeof(r));
		meet_all(m, &set, original, name);
	}
}

/* The column that is called so only by a rename. */
static const char *
renamed_from(const struct shape_rule *r, const char *column)
{
	for (uint32_t i = 0; i < r->n_renames; i++)
		if (strcmp(r->renames[i].name, column) == 0)
			return r->renames[i].column;
	return NULL;
}

static void
tell_column(const struct met_shape *m, const struct named *c)
{
	const char	*from = renamed_from(m->rule, c->column), *near;

	if (from != NULL) {
		warn("%s: shape: no column '%s' in any table it chose; columns "
		    "are named as in the document: '%s'", c->place,
		    shown_str(c->column), shown_str(from));
		return;
	}
	near = nearest(c->column, (const char *const *)m->seen);
	if (near != NULL)
		warn("%s: shape: no column '%s' in any table it chose; did "
		    "you mean '%s'?", c->place, shown_str(c->column),
		    shown_str(near));
	else
		warn("%s: shape: no column '%s' in any table it chose; their "
		    "columns are named as in the document", c->place,
		    shown_str(c->column));
}

void
met_tell(const struct met *m, bool all)
{
	if (m == NULL)
		return;
	for (uint32_t i = 0; i < m->pipeline->n_shapes; i++) {
		const struct met_shape	*s = &m->shapes[i];

		if (!s->chose && all)
			warn("%s: shape: it chose no table (warning)",
			    s->rule->place);
		for (uint32_t k = 0; s->chose && k < s->n; k++)
			if (!s->named[k].met)
				tell_column(s, &s->named[k]);
	}
}

static bool
is_unmet(const struct selector *s)
{
	return s->met != NULL && !*s->met;
}

static void
tell_includes(const struct pipeline *p)
{
	const char	*place = p->include_place;

	for (uint32_t i = 0; p->include != NULL && p->include[i] != NULL &&
	    i < MET_INCLUDES; i++)
		if (!p->met[MET_ALL - MET_INCLUDES + i])
			warn("%s%s: '%s' matches nothing that was found "
			    "(warning)", place == NULL ? "--include" : place,
			    place == NULL ? "" : ": include",
			    shown_str(p->include[i]));
}

void
met_tell_unmet(const struct pipeline *p, bool all)
{
	if (p->met == NULL)
		return;
	tell_includes(p);
	for (uint32_t i = 0; all && i < p->n_rules; i++)
		if (is_unmet(&p->rules[i].select))
			warn("%s: format.%s: it chose no document (warning)",
			    p->rules[i].format.place,
			    p->rules[i].format.plugin->name);
	for (uint32_t i = 0; all && i < p->n_maps; i++)
		if (is_unmet(&p->maps[i].select))
			warn("%s: %s: it chose no table (warning)",
			    p->maps[i].place, p->maps[i].label);
	for (uint32_t i = 0; all && i < p->n_handlers; i++)
		if (is_unmet(&p->handlers[i].select))
			warn("%s: %s: it chose no document (warning)",
			    p->handlers[i].place, p->handlers[i].label);
}
