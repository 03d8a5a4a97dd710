/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_forward.c - the document at the head: its frames go to the writer, its
 * tables get their names on the way.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "log.h"
#include "mem.h"
#include "reject_limit.h"
#include "str.h"
#include "sup_drift.h"
#include "sup_follow.h"
#include "sup_members.h"
#include "sup_met.h"
#include "sup_said.h"
#include "sup_submit.h"

#define COLUMNS_WIRE	(COLUMNS_MAX + 1)

/* What waits for it is written first; the rest stays where it is held. */
bool
writer_is_full(const struct supervisor *s)
{
	return s->writer != NULL && channel_backlog(s->writer) > BACKLOG_MAX;
}

static void
begin(struct supervisor *s, struct job *j)
{
	struct buf	*b;

	if (j->begun)
		return;
	b = frame_begin(s->writer, M_BEGIN);
	put_u64(b, j->seq);
	put_doc(b, j->doc);
	put_u8(b, j->known);
	put_above(b, j);
	frame_end(s->writer);
	j->begun = true;
	memset(&j->counts, 0, sizeof(j->counts));
}

static void
on_open(struct job *j, struct frame f)
{
	const char	*format;

	(void)get_u64(&f);
	format = get_text(&f);
	snprintf(j->format, sizeof(j->format), "%s", format == NULL ? "" :
	    format);
	(void)get_text(&f);
	(void)get_u8(&f);
	j->confidence = get_f64(&f);
}

/* The question that a table's frame asks; its lists are freed by the caller. */
static bool
read_question(const struct job *j, struct frame f, struct asked *q,
    const char ***names, const char ***units, bool **empty)
{
	struct reading	r;
	uint32_t	flags, n;

	*q = (struct asked){ .address = j->doc->address,
	    .called = j->doc->called, .confidence = j->confidence };
	(void)get_u64(&f);
	q->table = get_u32(&f);
	q->hint = get_text(&f);
	flags = get_u32(&f);
	q->wished = (flags & TABLE_WISHED) != 0 && q->hint != NULL;
	q->headerless = (flags & (PS_HEADERLESS | PS_OWN_NAMES)) != 0 &&
	    !q->wished;
	q->captioned = (flags & PS_CAPTION) != 0;
	q->named = (flags & PS_NAMED) != 0 && q->hint != NULL &&
	    q->hint[0] != '\0';
	q->n = get_u32(&f);
	if (f.bad || q->n > COLUMNS_WIRE || q->table >= TABLES_MAX)
		return false;
	*names = xcalloc(q->n + 1, sizeof(**names));
	*units = xcalloc(q->n + 1, sizeof(**units));
	*empty = xcalloc(q->n + 1, sizeof(**empty));
	for (uint32_t i = 0; i < q->n; i++) {
		(void)get_text(&f);
		(*names)[i] = get_text(&f);
		(*units)[i] = get_text(&f);
		get_raw(&f, &r, sizeof(r));
		if ((*names)[i] == NULL)
			f.bad = true;
	}
	q->names = *names;
	q->units = *units;
	q->rows = get_u64(&f);
	q->issues = get_u64(&f);
	get_raw(&f, &q->shapes, sizeof(q->shapes));
	n = get_u32(&f);
	for (uint32_t i = 0; i < n && i < q->n; i++)
		(*empty)[i] = get_u8(&f) != 0;
	return !f.bad;
}

/* Whether it was before. */
static bool
is_assigned(struct job *j, uint32_t table)
{
	bool	was;

	while (j->assigned.n <= table && !j->assigned.full)
		buf_char(&j->assigned, false);
	if (j->assigned.full)
		return true;
	was = j->assigned.p[table];
	j->assigned.p[table] = true;
	return was;
}

static void
tell_assigned(struct supervisor *s, const struct job *j,
    const struct asked *q, const struct answered *a, bool closed)
{
	struct buf	*b = frame_begin(s->writer, M_ASSIGN);

	put_u64(b, j->seq);
	put_u32(b, q->table);
	put_text(b, a->table);
	put_u8(b, a->is_new);
	put_text(b, a->shape);
	put_raw(b, &q->shapes, sizeof(q->shapes));
	put_u8(b, closed);
	frame_end(s->writer);
}

/* False: it goes no further. */
static bool
assign_table(struct supervisor *s, struct job *j, const struct frame *f)
{
	const char	**names = NULL, **units = NULL;
	struct asked	 q;
	struct answered	 a = { .apart = NULL };
	struct drifting	 d = { .q = &q };
	bool		 good = read_question(j, *f, &q, &names, &units,
			    &d.empty);
	enum drifted	 how = DRIFTS_AGAIN;

	if (good) {
		met_table(s->met, *f);
		ask_shapes(s, &q);
		/* The same one again, wider: its names stay. */
		d.wider = is_assigned(j, q.table);
		how = drift_assign(s, j, &d, &a);
	}
	if (how != DRIFTS_AGAIN && !d.wider) {
		if (a.apart != NULL)
			tally_apart(&s->tally, j->doc->address, a.table,
			    a.apart);
		tell_assigned(s, j, &q, &a, how == DRIFTS_CLOSED);
	}
	free(names);
	free(units);
	free(d.empty);
	if (!good)
		job_failed(s, j, PS_FAIL, "its worker's report was garbled");
	return how != DRIFTS_AGAIN;
}

struct done {
	uint64_t	seq;
	uint32_t	range, status;
	const char	*message;
	struct counts	counts;
	uint64_t	lines, start, end;
	struct hash128	hash;
	uint64_t	bytes;
};

static bool
get_done(struct frame f, struct done *d)
{
	d->seq = get_u64(&f);
	d->range = get_u32(&f);
	d->status = get_u32(&f);
	d->message = get_text(&f);
	get_counts(&f, &d->counts);
	d->lines = get_u64(&f);
	d->start = get_u64(&f);
	d->end = get_u64(&f);
	d->hash.high = get_u64(&f);
	d->hash.low = get_u64(&f);
	d->bytes = get_u64(&f);
	return !f.bad;
}

static void
put_done(struct channel *c, const struct done *d, enum done_part part)
{
	struct buf	*b = frame_begin(c, M_DONE);

	put_u64(b, d->seq);
	put_u32(b, d->range);
	put_u32(b, d->status);
	put_text(b, d->message);
	put_counts(b, &d->counts);
	put_u64(b, d->lines);
	put_u64(b, d->start);
	put_u64(b, d->end);
	put_u64(b, d->hash.high);
	put_u64(b, d->hash.low);
	put_u64(b, d->bytes);
	put_u8(b, (uint8_t)part);
	frame_end(c);
}

/* Nobody reads it: its ledger row says what it seems to be. */
static void
skipped(struct supervisor *s, const struct job *j, const char *why)
{
	s->tally.skipped++;
	if (!s->has_ledger)
		warn("%s: %s", shown_str(j->doc->address), why == NULL ?
		    "skipped" : why);
}

/* Known at its end only: then all of it is taken back.  False after that. */
static bool
rejects_are_few(struct supervisor *s, struct job *j)
{
	char	why[REJECTS_WHY];

	if (reject_limit_holds(&s->pipeline->max_rejects, &j->counts,
	    j->format, why))
		return true;
	job_failed(s, j, PS_FAIL, why);
	return false;
}

/* A range is at its end: the next begins there, or the document is whole. */
static void
on_done(struct supervisor *s, struct job *j, const struct frame *f)
{
	struct done	d;
	bool		last;

	if (!get_done(*f, &d)) {
		job_failed(s, j, PS_FAIL, "its worker's report was garbled");
		return;
	}
	if (submit_pass(s, j))
		return;
	if ((int32_t)d.status < PS_SKIP ||
	    ((int32_t)d.status == PS_SKIP && !j->begun)) {
		job_failed(s, j, (enum ps_status)d.status, d.message);
		return;
	}
	begin(s, j);
	last = !j->split || d.range + 1 == j->n_ranges;
	if (last && links_wait(s, j)) {
		buf_clear(&j->done);
		buf_add(&j->done, f->p, f->n);
		return;
	}
	if (j->container != NULL && j->doc->size > 0)
		d.bytes = (uint64_t)j->doc->size;
	if (j->split)	/* what was read beyond the range is the next one's */
		d.bytes = d.end - d.start;
	s->tally.bytes += d.bytes;
	j->bytes += d.bytes;
	j->expected = d.end;
	counts_add(&j->counts, &d.counts);
	if (last && !rejects_are_few(s, j))
		return;
	if (j->split) {
		buf_add(&j->hashes, &d.hash, sizeof(d.hash));
		j->forward = d.range + 1;
		range_ended(j);
	}
	if (last && j->split) {
		d.hash = hash_blocks((const struct hash128 *)(const void *)
		    j->hashes.p, j->hashes.n / sizeof(d.hash));
		d.bytes = j->bytes;
	}
	if ((int32_t)d.status == PS_SKIP)
		skipped(s, j, d.message);
	if (last) {
		pass_said(s, j);
		j->counts.issues += pass_links(s, j);
	}
	put_done(s->writer, &d, j->container != NULL &&
	    j->container->found > 0 ? DONE_MEMBERS : last ? DONE_LAST :
	    DONE_RANGE);
	if (last) {
		s->tally.rejected += j->counts.rejected;
		s->tally.issues += j->counts.issues;
	}
	j->complete = last;
}

/* The end of the document waited until all was known of its links. */
void
pass_done(struct supervisor *s, struct job *j)
{
	struct buf	 taken = j->done;
	struct frame	 f = { .type = M_DONE, .p = taken.p, .n = taken.n,
			    .fd = -1 };

	buf_init(&j->done, taken.max);
	on_done(s, j, &f);
	buf_free(&taken);
}

static void
pass_rows(struct supervisor *s, uint32_t worker, const struct frame *f)
{
	struct buf	*b = frame_begin(s->writer, M_ROWS);

	put_raw(b, f->p, f->n);
	put_u32(b, worker);
	frame_end(s->writer);
}

void
pass_on(struct supervisor *s, struct job *j, uint32_t worker, struct frame *f)
{
	if (s->first != j || s->writer == NULL || j->state == JOB_WANTED) {
		if (f->type == M_ROWS)
			drop_rows(s, worker, f);
		return;
	}
	if (f->type == M_DONE) {
		on_done(s, j, f);
		return;
	}
	if (f->type == M_SPLIT) {
		split_anew(s, j, f);
		return;
	}
	if (f->type == M_SAID || f->type == M_FOLLOW) {
		(void)(f->type == M_SAID ? job_said(j, f) :
		    job_follow(s, j, f));
		return;
	}
	if (f->type == M_DRIFTED) {
		drift_told(s, j, f);
		return;
	}
	begin(s, j);
	if (f->type == M_OPEN)
		on_open(j, *f);
	if (f->type == M_TABLE && !assign_table(s, j, f))
		return;
	if (f->type == M_ROWS)
		pass_rows(s, worker, f);
	else
		frame_copy(s->writer, f->type, f->p, f->n);
}
