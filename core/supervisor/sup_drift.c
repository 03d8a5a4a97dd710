/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_drift.c - documents that do not fit the table that a shape speaks of.
 *
 * Which columns a table has is known when a document's turn comes, not when it
 * is read.  So one that has others is read once more, and its worker is told
 * the table's columns: it refuses the document, rejects records, or says that
 * the document needs a table of its own.  As it stays at the head meanwhile,
 * all is decided in document order.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "sup_drift.h"
#include "sup_members.h"
#include "sup_said.h"

#define READ_AGAIN_MAX	6u	/* times; then it gets a table of its own */
#define READ_AGAIN_MOST	100u	/* one for each table that has others */

/* What is known of a table of a document that drifts. */
struct fixed {
	uint32_t	 table;		/* its number in the document */
	uint32_t	 id;		/* ours; its columns are told */
	bool		 told;
	char		**names;	/* that its table must have */
	uint32_t	 n, room;
};

static struct fixed *
fixed_of(struct job *j, uint32_t table)
{
	for (uint32_t i = 0; i < j->n_fixed; i++)
		if (j->fixed[i].table == table)
			return &j->fixed[i];
	GROW(j->fixed, j->n_fixed, j->fixed_room);
	j->fixed[j->n_fixed] = (struct fixed){ .table = table };
	return &j->fixed[j->n_fixed++];
}

void
drift_free(struct job *j)
{
	for (uint32_t i = 0; i < j->n_fixed; i++) {
		for (uint32_t k = 0; k < j->fixed[i].n; k++)
			free(j->fixed[i].names[k]);
		free(j->fixed[i].names);
	}
	free(j->fixed);
	free(j->ids);
}

void
ask_shapes(const struct supervisor *s, struct asked *q)
{
	struct arena			*a;
	const struct shape_rule		*r;

	if (s->pipeline->n_shapes == 0)
		return;
	a = arena_new();
	r = shapes_join(s->pipeline, &q->shapes, a);
	q->together = r != NULL && (r->n_key > 0 || r->drift_place != NULL);
	if (r != NULL && (q->wished || s->pipeline->tables !=
	    TABLES_DOCUMENT))
		q->drift = r->drift;
	arena_free(a);
}

/* Read again from its start, and not by several workers. */
static void
read_again(struct supervisor *s, struct job *j)
{
	if (++j->again > READ_AGAIN_MOST) {
		job_failed(s, j, PS_FAIL, "more than 100 of its tables have "
		    "other columns than those that shapes speak of");
		return;
	}
	job_undo(s, j);
	job_unsaid(j);
	buf_clear(&j->assigned);
	job_unread(s, j);
	j->whole = true;
	if (j->streamed && j->message == NULL)
		j->message = xstrdup("it has other columns than the table, "
		    "and what comes as a stream cannot be read again; save it "
		    "as a file first");
}

static void
remember_id(struct job *j, uint32_t table, uint32_t id)
{
	while (j->n_ids <= table) {
		GROW(j->ids, j->n_ids, j->ids_room);
		j->ids[j->n_ids++] = 0;
	}
	j->ids[table] = id;
}

static bool
is_made(const struct job *j, uint32_t id)
{
	for (uint32_t i = 0; i < j->n_made; i++)
		if (j->made[i] == id)
			return true;
	return false;
}

/* Values that are not of the type wished have a column beside their own. */
static bool
stands_beside(const struct asked *q, uint32_t column)
{
	for (uint32_t i = 0; q->drift == DRIFT_VARIANT && i < q->n; i++)
		if (shape_beside(q->names[column], q->names[i]))
			return true;
	return false;
}

static bool
lacks_any(const struct supervisor *s, uint32_t id, const struct asked *q)
{
	for (uint32_t i = 0; i < q->n; i++)
		if (!assigner_has(s->assigner, id, q->names[i]) &&
		    !stands_beside(q, i))
			return true;
	return false;
}

/* The columns that a table of its own must have: those that hold something. */
static void
find_wanted(struct job *j, const struct drifting *d, struct fixed *f)
{
	struct asked	*q = d->q;

	if (q->drift != DRIFT_VARIANT || j->again >= READ_AGAIN_MAX) {
		q->apart = q->drift == DRIFT_VARIANT;
		return;
	}
	q->wanted = xcalloc(q->n + f->n + 1, sizeof(*q->wanted));
	for (uint32_t i = 0; i < q->n; i++)
		if (!d->empty[i] && !stands_beside(q, i))
			q->wanted[q->n_wanted++] = q->names[i];
	for (uint32_t i = 0; i < f->n; i++)
		q->wanted[q->n_wanted++] = f->names[i];
}

static void
add_columns(struct supervisor *s, uint32_t id, const struct asked *q)
{
	for (uint32_t i = 0; i < q->n; i++)
		assigner_column(s->assigner, id, q->names[i]);
}

/* A new table has the columns of the document that brings it. */
static enum drifted
judge(struct supervisor *s, struct job *j, const struct drifting *d,
    uint32_t id)
{
	struct asked	*q = d->q;
	struct fixed	*f;

	if (q->drift == DRIFT_EVOLVE || is_made(j, id)) {
		add_columns(s, id, q);
		return DRIFTS_NOT;
	}
	f = fixed_of(j, q->table);
	if (!lacks_any(s, id, q) || (f->told && f->id == id))
		return DRIFTS_CLOSED;
	f->id = id;
	f->told = true;
	read_again(s, j);
	return DRIFTS_AGAIN;
}

enum drifted
drift_assign(struct supervisor *s, struct job *j, const struct drifting *d,
    struct answered *a)
{
	struct asked	*q = d->q;

	if (d->wider)
		return !s->drifts || q->table >= j->n_ids ? DRIFTS_NOT :
		    judge(s, j, d, j->ids[q->table]);
	if (s->drifts && q->drift != DRIFT_EVOLVE)
		find_wanted(j, d, fixed_of(j, q->table));
	*a = assign(s->assigner, q);
	free(q->wanted);
	q->wanted = NULL;
	if (a->is_new) {
		GROW(j->made, j->n_made, j->made_room);
		j->made[j->n_made++] = a->id;
	}
	if (!s->drifts)
		return DRIFTS_NOT;
	remember_id(j, q->table, a->id);
	return judge(s, j, d, a->id);
}

/* seq, range, table, n, n * name */
void
drift_told(struct supervisor *s, struct job *j, struct frame *f)
{
	struct fixed	*x;
	const char	*name;
	uint32_t	 n;

	(void)get_u64(f);
	(void)get_u32(f);
	x = fixed_of(j, get_u32(f));
	for (n = get_u32(f); n > 0 && !f->bad; n--) {
		if ((name = get_text(f)) == NULL)
			break;
		GROW(x->names, x->n, x->room);
		x->names[x->n++] = xstrdup(name);
	}
	x->told = false;
	read_again(s, j);
}

void
put_fixed(struct buf *b, const struct supervisor *s, const struct job *j)
{
	uint32_t	n = 0;

	for (uint32_t i = 0; i < j->n_fixed; i++)
		n += j->fixed[i].told;
	put_u32(b, n);
	for (uint32_t i = 0; i < j->n_fixed; i++) {
		if (!j->fixed[i].told)
			continue;
		put_u32(b, j->fixed[i].table);
		assigner_put(s->assigner, j->fixed[i].id, b);
	}
}
