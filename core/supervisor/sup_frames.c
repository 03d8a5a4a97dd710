/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_frames.c - what workers say, checked against what they were given.
 *
 * A worker answers for its tasks in the order in which it got them; a frame
 * about anything else, or about a slot it does not hold, breaks the rules.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "mem.h"
#include "str.h"
#include "sup_follow.h"
#include "sup_members.h"
#include "sup_said.h"
#include "sup_submit.h"

#define SLOTS_ASIDE	4u	/* for the head */

struct held_head {
	uint32_t	type, worker, n;
};

static uint32_t
slot_of(const struct frame *f)
{
	struct frame	g = *f;

	(void)get_u64(&g);
	(void)get_u32(&g);
	(void)get_u32(&g);
	return get_u32(&g);
}

void
hold_frame(struct buf *held, struct worker_slot *w, const struct frame *f)
{
	struct held_head	h = { f->type, w->number, (uint32_t)f->n };

	buf_add(held, &h, sizeof(h));
	buf_add(held, f->p, f->n);
	if (f->type == M_ROWS)
		w->held |= 1u << slot_of(f);
}

/* The next of the held frames from *at on; false after the last. */
static bool
next_held(const struct buf *held, size_t *at, uint32_t *worker,
    struct frame *f)
{
	struct held_head	h;

	if (*at + sizeof(h) > held->n)
		return false;
	memcpy(&h, held->p + *at, sizeof(h));
	*at += sizeof(h);
	*f = (struct frame){ .type = (enum message)h.type,
	    .p = held->p + *at, .n = h.n, .fd = -1 };
	*at += h.n;
	*worker = h.worker;
	return true;
}

static void
no_longer_held(struct supervisor *s, uint32_t worker, const struct frame *f)
{
	if (f->type == M_ROWS)
		s->workers[worker].held &= ~(1u << slot_of(f));
}

void
drop_rows(struct supervisor *s, uint32_t worker, const struct frame *f)
{
	s->workers[worker].freed |= 1u << slot_of(f);
}

/* Frames that nobody wants: their slots go back. */
void
drop_held(struct supervisor *s, struct buf *held)
{
	size_t		at = 0;
	uint32_t	worker;
	struct frame	f;

	while (next_held(held, &at, &worker, &f)) {
		no_longer_held(s, worker, &f);
		if (f.type == M_ROWS)
			drop_rows(s, worker, &f);
	}
	buf_clear(held);
}

static bool
holds_of(const struct buf *held, uint32_t number)
{
	size_t		at = 0;
	uint32_t	worker;
	struct frame	f;

	while (next_held(held, &at, &worker, &f))
		if (f.type == M_ROWS && worker == number)
			return true;
	return false;
}

static bool
reads_head(const struct supervisor *s, const struct worker_slot *w)
{
	for (uint32_t i = 0; i < w->n_tasks; i++)
		if (w->tasks[i].job == s->first && (w->tasks[i].range ==
		    NULL || w->tasks[i].number == s->first->forward))
			return true;
	return false;
}

/*
 * A worker that read ahead may have got a range of the head, or a document
 * that was read elsewhere first, when all its slots wait behind the head.
 * Then the last of what it read ahead is read again.
 */
void
unblock_head(struct supervisor *s)
{
	for (uint32_t i = 0; i < s->n_workers && s->first != NULL; i++) {
		const struct worker_slot *w = &s->workers[i];

		if (w->held != ~0u || !reads_head(s, w))
			continue;
		for (struct job *j = s->last; j != s->first &&
		    (uint32_t)__builtin_popcount(w->held) > SLOT_COUNT -
		    SLOTS_ASIDE; j = j->prev)
			if (holds_of(&j->held, w->number))
				job_unread(s, j);
	}
}

/* Every worker waits until what it read ahead has had its turn. */
static bool
all_wait(const struct supervisor *s)
{
	bool	any = false;

	for (uint32_t i = 0; i < s->n_workers; i++) {
		const struct worker_slot *w = &s->workers[i];

		if (w->channel == NULL)
			continue;
		if (w->n_tasks == 0 || reads_head(s, w) ||
		    (w->held != ~0u && !is_ahead(s, w)))
			return false;
		any = true;
	}
	return any;
}

static bool
is_under_way(const struct job *j)
{
	return j->container == NULL && (j->held.n > 0 ||
	    j->state == JOB_RUNNING);
}

/*
 * Members come out of an archive when those behind it are being read
 * already.  Where these leave no worker for them they go first.
 */
void
pass_by_head(struct supervisor *s)
{
	if (s->first == NULL || s->first->begun || !all_wait(s))
		return;
	while (s->first->next != NULL && !is_under_way(s->first))
		job_to_late(s, s->first);
}

void
pass_held(struct supervisor *s, struct job *j, struct buf *held)
{
	struct buf	taken = *held;
	size_t		at = 0;
	uint32_t	worker;
	struct frame	f;

	buf_init(held, taken.max);
	while (next_held(&taken, &at, &worker, &f)) {
		no_longer_held(s, worker, &f);
		pass_on(s, j, worker, &f);
	}
	buf_free(&taken);
}

static bool
check_slot(struct worker_slot *w, const struct frame *f)
{
	uint32_t	slot = slot_of(f);

	if (slot >= SLOT_COUNT || (w->out & 1u << slot) != 0)
		return false;
	w->out |= 1u << slot;
	return true;
}

/* The writer will look for the same fields: none is missing. */
static bool
is_whole(const struct frame *f)
{
	struct frame	g = *f;
	size_t		n;

	if (f->type == M_ROWS)
		return f->n == sizeof(uint64_t) + 4 * sizeof(uint32_t);
	(void)get_u64(&g);
	if (f->type == M_NOTES || f->type == M_PIECE) {
		(void)get_u32(&g);
		(void)get_bytes(&g, &n);
	}
	if (f->type == M_SAID || f->type == M_FOLLOW) {
		struct said	told = { 0 };

		(void)get_u32(&g);
		if (f->type == M_FOLLOW && get_text(&g) == NULL)
			return false;
		(void)get_said(&g, &told);
		said_free(&told);
	}
	if (f->type == M_SUBMIT) {
		(void)get_u32(&g);
		(void)get_text(&g);
		(void)get_u8(&g);
		(void)get_bytes(&g, &n);
	}
	return !g.bad;
}

static void
end_task(struct worker_slot *w)
{
	w->n_tasks--;
	memmove(w->tasks, w->tasks + 1, w->n_tasks * sizeof(*w->tasks));
}

/*
 * One that found no start is read again from the right place; if it could not
 * be read even there, that counts.
 */
static void
end_range(struct range *r)
{
	if (!r->started)
		r->start = r->exact ? r->from : UINT64_MAX;
	r->started = true;
	r->state = RANGE_DONE;
}

static void
on_range(struct supervisor *s, struct worker_slot *w, struct job *j,
    struct range *r, struct frame *f)
{
	struct frame	g = *f;
	bool		going = s->first == j && j->forward == r->number &&
			    r->started && r->start == j->expected &&
			    range_is_current(j, r) && f->type != M_STARTED;

	if (f->type == M_STARTED) {
		(void)get_u64(&g);
		(void)get_u32(&g);
		r->start = get_u64(&g);
		r->started = true;
	}
	if (f->type == M_DONE)
		end_range(r);
	r->grew |= f->type == M_TABLE || f->type == M_SPLIT;
	if (going && r->held.n == 0)
		pass_on(s, j, w->number, f);
	else if (f->type != M_STARTED)
		hold_frame(&r->held, w, f);
	if (s->first == j)
		advance_ranges(s, j);
}

/* Who pours a stream that nobody reads any more shall see it. */
static void
let_go(struct job *j)
{
	if (!j->streamed || j->fd == -1)
		return;
	close(j->fd);
	j->fd = -1;
}

/* False: its worker broke the rules. */
static bool
on_document(struct supervisor *s, struct worker_slot *w, struct job *j,
    struct frame *f)
{
	if (j->aside)
		job_from_late(s, j);
	if (f->type == M_DONE && j->state == JOB_RUNNING)
		j->state = JOB_FINISHED;
	if (f->type == M_DONE && j->container == NULL)
		let_go(j);
	if (f->type == M_SPLIT && !j->split)
		begin_split(j, f);
	else if (f->type == M_CONTAINER)
		begin_container(j, f);
	else if (f->type == M_SAID)
		(void)job_said(j, f);
	else if (f->type == M_SUBMIT)
		return s->describe || job_submit(j, f);
	else if (f->type == M_FOLLOW)
		return s->describe || job_follow(s, j, f);
	else if (s->describe)
		tell_job(s, j, w->number, f);
	else if (s->first == j && j->held.n == 0 && j->container == NULL &&
	    !(f->type == M_DONE && j->pouring))
		pass_on(s, j, w->number, f);
	else
		hold_frame(&j->held, w, f);
	if (f->type == M_DONE && j->container != NULL)
		container_judged(s, j, f);
	return true;
}

/* Says whether the frame is about the task at hand. */
static bool
matches(const struct task *t, const struct frame *f)
{
	struct frame	g = *f;
	bool		ranged = f->type != M_OPEN && f->type != M_TABLE &&
			    f->type != M_CONTAINER;

	if (get_u64(&g) != t->seq)
		return false;
	if (ranged && get_u32(&g) != t->number)
		return false;
	if (f->type == M_STARTED && (t->number == 0 ||
	    (t->job != NULL && t->range->started)))
		return false;
	return !g.bad && (t->number == 0 || f->type != M_OPEN);
}

bool
on_worker(struct supervisor *s, struct worker_slot *w, struct frame *f)
{
	struct task	t;

	if (w->n_tasks == 0 || !matches(&w->tasks[0], f) || !is_whole(f))
		return false;
	if (f->type == M_ROWS && !check_slot(w, f))
		return false;
	w->heard = now_seconds();
	if (f->type == M_ALIVE)
		return true;
	t = w->tasks[0];
	if (f->type == M_DONE) {
		end_task(w);
		if (w->n_tasks > 0 && w->tasks[0].job != NULL)
			w->tasks[0].job->given = w->heard;
	}
	if (t.job == NULL) {
		if (f->type == M_ROWS)
			drop_rows(s, w->number, f);
	} else if (t.range != NULL && f->type == M_SUBMIT)
		return false;
	else if (t.range != NULL)
		on_range(s, w, t.job, t.range, f);
	else
		return on_document(s, w, t.job, f);
	return true;
}

static void
forget_tables(struct supervisor *s, struct job *j)
{
	for (uint32_t i = 0; i < j->n_made; i++)
		assigner_forget(s->assigner, j->made[i]);
	j->n_made = 0;
}

static void
abort_rows(struct supervisor *s, struct job *j, const char *message)
{
	struct buf	*b;

	if (!j->begun || s->describe || s->writer == NULL)
		return;
	b = frame_begin(s->writer, M_ABORT);
	put_u64(b, j->seq);
	put_text(b, message);
	frame_end(s->writer);
	j->begun = false;
}

void
job_undo(struct supervisor *s, struct job *j)
{
	forget_tables(s, j);
	abort_rows(s, j, NULL);
}

void
job_withdraw(struct supervisor *s, struct job *j)
{
	job_undo(s, j);
	s->tally.found--;
	job_end(s, j);
}

void
job_failed(struct supervisor *s, struct job *j, enum ps_status st,
    const char *message)
{
	const char	*why = message == NULL ? "it could not be read" :
			    message;

	forget_tables(s, j);
	if (st == PS_RETRY && j->attempts < ATTEMPTS_MAX) {
		abort_rows(s, j, NULL);
		job_retry(s, j, why);
	} else if (st == PS_SKIP) {
		abort_rows(s, j, NULL);
		job_record(s, j, "skipped", why);
	} else if (j->begun && !s->describe) {
		abort_rows(s, j, why);
		if (!s->has_ledger)
			warn("%s: %s", shown_str(j->doc->address), why);
		s->tally.failed++;
		job_end(s, j);
	} else
		job_record(s, j, "failed", why);
}

/* From the head of the queue on: whatever is there goes to the writer. */
void
forward_jobs(struct supervisor *s)
{
	struct job	*j;

	while ((j = s->first) != NULL && s->interrupts == 0 &&
	    !writer_is_full(s)) {
		if (j->outcome != NULL) {
			job_record(s, j, j->outcome, j->message);
			continue;
		}
		if ((j->unchanged != 0 || j->done.n > 0) && links_wait(s, j))
			return;
		if (j->unchanged != 0) {
			follow_again(s, j);
			job_unchanged(s, j, j->unchanged);
			continue;
		}
		if (j->done.n > 0)
			pass_done(s, j);
		if (s->first != j)
			continue;
		if (j->container != NULL && !container_is_done(j))
			return;
		if (j->container != NULL && j->container->status <= PS_SKIP) {
			job_failed(s, j, j->container->status,
			    j->container->message);
			continue;
		}
		if (j->pouring && j->state == JOB_FINISHED)
			return;
		if (s->describe) {
			if (j->state != JOB_FINISHED)
				return;
			tell_finished(s, j);
			continue;
		}
		if (j->held.n > 0)
			pass_held(s, j, &j->held);
		if (s->first == j && j->split)
			advance_ranges(s, j);
		if (s->first != j)
			continue;
		if (!j->complete)
			return;
		job_end(s, j);
	}
}
