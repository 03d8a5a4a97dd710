/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * settle.c - which columns of a table change, and to what.
 */
#include <stdlib.h>

#include "mem.h"
#include "settle.h"

#define PENDING_MANY	1000u
#define ROWS_FEW	20000u
#define DIGITS_EXACT	15	/* that a double holds */

static enum ps_type
final_type(const struct facts *all, struct ps_column *c)
{
	c->type = column_type(all, &c->precision, &c->scale);
	if (c->type == PS_NULL)
		c->type = PS_TEXT;
	if (c->type != PS_DECIMAL)
		c->precision = c->scale = 0;
	return c->type;
}

/* A date that documents left open, and others have all answered alike. */
static bool
is_answered(const struct column *c, const struct ps_column *now)
{
	return c->open > 0 && now->type == PS_TEXT &&
	    __builtin_popcount(orders_decided(c)) == 1;
}

/*
 * A table that is still small is looked at each time it has doubled: its first
 * document may have been an odd one, and changing types is cheap now.
 */
static bool
is_small_and_wrong(struct table *t)
{
	struct ps_column	c;

	if (t->rows > ROWS_FEW || t->rows < t->look_at || t->anew)
		return false;
	t->look_at = 2 * t->rows;
	for (uint32_t i = 0; i < t->n_columns; i++)
		if (is_answered(&t->columns[i], &t->sql[i]) ||
		    (t->columns[i].open == 0 && t->columns[i].joined.cells > 0
		    && final_type(&t->columns[i].joined, &c) !=
		    t->sql[i].type))
			return true;
	return false;
}

bool
settle_is_due(struct table *t)
{
	if (is_small_and_wrong(t))
		return true;
	for (uint32_t i = 0; i < t->n_columns; i++) {
		const struct column *c = &t->columns[i];

		if (c->pending >= PENDING_MANY && c->pending >= c->limit)
			return true;
	}
	return false;
}

struct plan {
	struct facts		*all;
	struct ps_column	*new;
	bool			*changed, *dirty, *undecided;
};

/*
 * Where types stay, cells wait for nothing but the answer to an open question.
 */
static bool
is_dirty(const struct column *c, bool coerce)
{
	return c->dirty || (c->pending > 0 && (!coerce || c->open > 0));
}

static void
make_plan(struct plan *p, const struct table *t, bool coerce)
{
	uint32_t	n = t->n_columns;

	p->all = xcalloc(n, sizeof(*p->all));
	p->new = xcalloc(n, sizeof(*p->new));
	p->changed = xcalloc(n, sizeof(*p->changed));
	p->dirty = xcalloc(n, sizeof(*p->dirty));
	p->undecided = xcalloc(n, sizeof(*p->undecided));
	for (uint32_t i = 0; i < n; i++) {
		p->all[i] = t->columns[i].joined;
		p->new[i] = t->sql[i];
		p->dirty[i] = is_dirty(&t->columns[i], coerce);
	}
}

static void
free_plan(struct plan *p)
{
	free(p->all);
	free(p->new);
	free(p->changed);
	free(p->dirty);
	free(p->undecided);
}

static bool
is_same(const struct ps_column *a, const struct ps_column *b)
{
	return a->type == b->type && (a->type != PS_DECIMAL ||
	    (a->precision == b->precision && a->scale == b->scale));
}

static bool
decide(struct plan *p, const struct table *t, bool coerce)
{
	bool	any = false;

	for (uint32_t i = 0; i < t->n_columns; i++) {
		struct ps_column	*c = &p->new[i];

		if (!coerce)
			(void)final_type(&p->all[i], c);
		p->changed[i] = p->dirty[i] || !is_same(c, &t->sql[i]);
		any |= p->changed[i];
	}
	return any;
}

/*
 * Whole numbers and short decimals are the same values under a wider decimal,
 * if every document is read as before: nothing but the declaration changes.
 */
static bool
keeps_values(const struct plan *p, const struct table *t)
{
	for (uint32_t i = 0; i < t->n_columns; i++) {
		if (!p->changed[i])
			continue;
		if (p->dirty[i] || p->new[i].type != PS_DECIMAL ||
		    p->new[i].precision > DIGITS_EXACT ||
		    (t->sql[i].type != PS_INT &&
		    (t->sql[i].type != PS_DECIMAL ||
		    t->sql[i].precision > DIGITS_EXACT)))
			return false;
	}
	return true;
}

/* Columns that became text in this run, now or when they settled early. */
static enum ps_status
explain(struct settler *s, struct table *t, const struct plan *p)
{
	enum ps_status	st = PS_OK;

	for (uint32_t i = 0; i < t->n_columns && st == PS_OK; i++) {
		struct column *c = &t->columns[i];

		if (s->widened != NULL && p->new[i].type != PS_TEXT &&
		    c->open > 0 && orders_decided(c) == 0 && c->hinted != 0)
			settle_hinted(s, t, i, &p->all[i]);
		if (p->new[i].type != PS_TEXT || p->all[i].cells == 0)
			continue;
		if (t->sql[i].type != PS_TEXT) {
			c->narrow = t->sql[i].type;
			c->misfits = c->pending;
		}
		if (s->widened != NULL && p->undecided[i])
			settle_undecided(s, t, i, &p->all[i]);
		else if (s->widened != NULL && c->narrow != PS_NULL)
			st = settle_why(s, t, i);
	}
	return st;
}

static void
adopt(struct table *t, const struct plan *p)
{
	for (uint32_t i = 0; i < t->n_columns; i++) {
		struct column *c = &t->columns[i];

		if (!p->changed[i])
			continue;
		t->sql[i] = p->new[i];
		c->dirty = false;
		c->limit = 2 * c->pending;
	}
	t->unsaved = true;
}

/* What people are shown of a column is about all its documents. */
static void
keep_all(struct table *t, const struct plan *p)
{
	for (uint32_t i = 0; i < t->n_columns; i++) {
		struct column *c = &t->columns[i];

		if (c->open == 0) {
			free(c->all);
			c->all = NULL;
			continue;
		}
		if (c->all == NULL)
			c->all = xmalloc(sizeof(*c->all));
		*c->all = p->all[i];
		t->unsaved = true;
	}
}

enum ps_status
settle_table(struct settler *s, struct table *t)
{
	struct plan	p;
	enum ps_status	st;
	bool		change;

	if ((st = table_load(s->tables, t)) != PS_OK)
		return st;
	if (t->anew && (st = table_join(s->tables, t)) != PS_OK)
		return st;
	make_plan(&p, t, s->coerce);
	st = settle_join_open(s, t, p.all, p.dirty, p.undecided);
	keep_all(t, &p);
	change = st == PS_OK && decide(&p, t, s->coerce);
	if (st == PS_OK)
		st = explain(s, t, &p);
	if (change) {
		if (st == PS_OK)
			st = keeps_values(&p, t) ?
			    settle_declared(s, t, p.new, p.changed) :
			    settle_rows(s, t, p.new, p.changed);
		if (st == PS_OK)
			adopt(t, &p);
		if (st == PS_OK)
			st = table_save(s->tables, t);
	}
	free_plan(&p);
	return st;
}
