/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_past.c - rows that are no longer there stay, with when they were.
 *
 * An old version is to the ledger what a document is, under a number below 0:
 * its rows settle with all others.  Once the new one is written the sink finds
 * the rows that both have (struct ps_past), all in the document's transaction.
 */
#include <stdio.h>
#include <stdlib.h>

#include "mem.h"
#include "writer.h"

enum ps_status
past_begin(struct writer *w)
{
	enum ps_status	st = PS_OK;

	for (uint32_t i = 0; i < w->n_old && st == PS_OK; i++)
		st = table_load(&w->tables, w->old[i].table);
	if (st != PS_OK || w->n_old == 0)
		return st;
	w->version = w->ledger->next_past--;
	return ledger_past_move(w->ledger, w->doc.id, w->version);
}

/* The document's rows of a table, as spans. */
static size_t
spans_of(const struct table *t, const struct old_rows *from, uint32_t n,
    struct ps_past_span *out)
{
	size_t	found = 0;

	for (uint32_t i = 0; i < n; i++)
		if (from[i].table == t)
			out[found++] = (struct ps_past_span){ from[i].first,
			    from[i].last };
	return found;
}

/*
 * Rows of lists name the line of the row they belong to: where a document has
 * some, a row elsewhere is another.
 */
static bool
has_lists(const struct old_rows *rows, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (rows[i].table->n_columns > 0 &&
		    table_column(rows[i].table, "_parent", 0) >= 0)
			return true;
	return false;
}

static enum ps_status
pass(struct writer *w, struct table *t, struct ps_past *p)
{
	struct ps_table	sql = table_sql(t, w->pipeline->provenance);
	enum ps_status	st;

	p->last = w->ledger->run - 1;
	if ((st = w->sink->past(&w->self, &sql, p)) != PS_OK)
		return st;
	t->unsaved = true;
	GROW(w->taken, w->n_taken, w->taken_room);
	w->taken[w->n_taken++] = (struct taken){ t, p->same, p->ended };
	return PS_OK;
}

static enum ps_status
pass_table(struct writer *w, struct table *t, bool by_line)
{
	struct ps_past_span	*spans = xcalloc(w->n_old + w->n_new,
				    sizeof(*spans));
	struct ps_past		 p = { .old = spans, .by_line = by_line };
	enum ps_status		 st;

	p.n_old = spans_of(t, w->old, w->n_old, spans);
	p.fresh = spans + p.n_old;
	p.n_fresh = spans_of(t, w->new, w->n_new, spans + p.n_old);
	st = pass(w, t, &p);
	if (st == PS_OK)
		st = ledger_past_left(w->ledger, w->doc.id, w->version,
		    t->name, p.left);
	free(spans);
	return st;
}

enum ps_status
past_end(struct writer *w)
{
	bool		by_line;
	enum ps_status	st = PS_OK;

	if (w->version == 0)
		return PS_OK;
	by_line = has_lists(w->old, w->n_old) || has_lists(w->new, w->n_new);
	for (uint32_t i = 0; i < w->n_old && st == PS_OK; i++) {
		bool	done = false;

		for (uint32_t j = 0; j < i && !done; j++)
			done = w->old[j].table == w->old[i].table;
		if (!done)
			st = pass_table(w, w->old[i].table, by_line);
	}
	w->version = 0;
	return st;
}

enum ps_status
past_gone(struct writer *w, const int64_t *ids, uint64_t n)
{
	enum ps_status	 st = n == 0 ? PS_OK : ledger_index(w->ledger,
			    RANGES_BY_DOCUMENT);

	w->n_old = 0;
	for (uint64_t i = 0; i < n && st == PS_OK; i++)
		st = load_old(w, ids[i]);
	for (uint32_t i = 0; i < w->n_old && st == PS_OK; i++) {
		struct ps_past_span	span = { w->old[i].first,
					    w->old[i].last };
		struct ps_past		p = { .old = &span, .n_old = 1 };

		if ((st = table_load(&w->tables, w->old[i].table)) != PS_OK)
			break;
		w->n_taken = 0;
		if ((st = pass(w, w->old[i].table, &p)) != PS_OK)
			break;
		w->old[i].table->replaced += p.ended;
		w->old[i].table->run_ended += p.ended;
	}
	w->n_old = w->n_taken = 0;
	return st;
}

struct counting {
	struct writer	*w;
	struct table	*t;
	enum ps_status	 st;
	int64_t		*nulls;
};

static enum ps_status
take_nulls(void *arg, const struct ps_value *v, uint32_t n)
{
	struct counting	*c = arg;

	for (uint32_t i = 0; i < n && i < c->t->n_columns; i++)
		c->nulls[i] = v[i].integer;
	return PS_EOF;
}

/* SELECT count(*)-count("a"),count(*)-count("b") FROM "t" */
static enum ps_status
count_nulls(struct counting *c)
{
	struct ps_table	sql = table_sql(c->t, c->w->pipeline->provenance);
	struct ps_past	none = { .n_old = 0 };
	struct buf	b;
	enum ps_status	st;

	/* It may be out of sight, among thousands of others. */
	if ((st = c->w->sink->past(&c->w->self, &sql, &none)) != PS_OK)
		return st;
	buf_init(&b, 1u << 20);
	for (uint32_t i = 0; i < c->t->n_columns; i++)
		buf_printf(&b, "%s count(*)-count(\"%s\")",
		    i == 0 ? "SELECT" : ",", c->t->sql[i].name);
	buf_printf(&b, " FROM \"%s\"", c->t->name);
	st = ledger_query(c->w->ledger, buf_cstr(&b), NULL, 0, take_nulls, c);
	buf_free(&b);
	return st;
}

static enum ps_status
store_nulls(struct counting *c)
{
	enum ps_status	st = PS_OK;

	for (uint32_t i = 0; i < c->t->n_columns && st == PS_OK; i++)
		st = ledger_sql(c->w->ledger, "UPDATE _ps_columns SET nulls = "
		    "?3 WHERE table_name = ?1 AND position = ?2",
		    (struct ps_value[]){ str_value(c->t->name),
		    int_value(i + 1), int_value(c->nulls[i]) }, 3);
	return st;
}

enum ps_status
past_nulls(struct writer *w)
{
	enum ps_status	st = PS_OK;

	for (uint32_t i = 0; i < w->tables.n && st == PS_OK; i++) {
		struct counting	c = { .w = w, .t = w->tables.all[i] };

		if (!c.t->touched || c.t->replaced == 0 ||
		    (st = table_load(&w->tables, c.t)) != PS_OK)
			continue;
		c.nulls = xcalloc(c.t->n_columns + 1, sizeof(*c.nulls));
		if ((st = count_nulls(&c)) == PS_OK)
			st = store_nulls(&c);
		free(c.nulls);
	}
	return st;
}
