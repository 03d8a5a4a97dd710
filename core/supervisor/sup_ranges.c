/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_ranges.c - a huge document, split over the workers.
 *
 * Each range finds its own first record; what it found is believed only if
 * the range before ended just there, else it is read again from the right
 * place.  Ranges go to the writer in order.
 *
 * Where records bring columns that none had before, a range that was read
 * without knowing what those before it have brought counts only if it brings
 * nothing itself: so columns and tables stand as they would had one worker
 * read all.  Documents that bring more with every range are read one by one.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "input.h"
#include "mem.h"
#include "sup_said.h"

struct range *
range_at(struct job *j, uint32_t number)
{
	return &j->ranges[number % RANGES_MAX];
}

static void
reset_range(struct job *j, uint32_t number)
{
	struct range	*r = range_at(j, number);
	uint64_t	 size = (uint64_t)j->doc->size;

	r->number = number;
	r->state = RANGE_WAITING;
	r->from = (uint64_t)number * RANGE_BYTES;
	r->limit = r->from + RANGE_BYTES;
	if (r->limit >= size)
		r->limit = UINT64_MAX;
	r->exact = r->started = false;
}

bool
range_is_current(const struct job *j, const struct range *r)
{
	return r->plan == j->plan_number;
}

void
range_ended(struct job *j)
{
	j->ahead = 2 * j->ahead < RANGES_MAX ? 2 * j->ahead : RANGES_MAX;
}

/* The plan out of a frame; false: the frame is cut. */
static bool
take_plan(struct job *j, struct frame *f, uint32_t *range, enum split *how)
{
	(void)get_u64(f);
	*range = get_u32(f);
	*how = (enum split)get_u8(f);
	if (f->bad)
		return false;
	free(j->plan);
	j->plan = xmalloc(f->n + 1);
	j->plan_size = f->n;
	memcpy(j->plan, f->p, f->n);
	j->plan_number++;
	return true;
}

void
begin_split(struct job *j, struct frame *f)
{
	uint32_t	range;
	enum split	how;

	if (j->fd == -1 || j->doc->size <= 0 ||
	    !take_plan(j, f, &range, &how))
		return;
	j->split = true;
	j->ahead = RANGES_MAX;
	j->n_ranges = (uint32_t)(((uint64_t)j->doc->size + RANGE_BYTES - 1) /
	    RANGE_BYTES);
	j->next_range = 1;
	j->ranges = xcalloc(RANGES_MAX, sizeof(*j->ranges));
	for (uint32_t i = 0; i < RANGES_MAX; i++)
		buf_init(&j->ranges[i].held, 64u << 20);
}

bool
wants_workers(const struct job *j)
{
	return j->split && j->next_range < j->n_ranges;
}

static void
send_range(struct worker_slot *w, const struct job *j, const struct range *r,
    int fd)
{
	struct buf	*b = frame_begin(w->channel, M_RANGE);

	put_u64(b, j->seq);
	put_u32(b, r->number);
	put_u64(b, r->from);
	put_u64(b, r->limit);
	put_u8(b, r->exact);
	put_job_doc(b, j);
	put_above(b, j);
	put_raw(b, j->plan, j->plan_size);
	frame_end_fd(w->channel, fd);
}

/* The next range to this worker; false if there is none to give now. */
bool
give_range(struct supervisor *s, struct worker_slot *w, struct job *j)
{
	uint32_t	 number = j->next_range;
	uint32_t	 most = 2 * s->n_workers + 2;
	struct range	*r;
	int		 fd;

	if (!wants_workers(j) || number - j->forward >= RANGES_MAX - 1 ||
	    number - j->forward >= (j->ahead < most ? j->ahead : most))
		return false;
	if ((fd = fcntl(j->fd, F_DUPFD_CLOEXEC, 0)) == -1)
		return false;
	r = range_at(j, number);
	if (r->number != number || !r->exact)
		reset_range(j, number);
	r->state = RANGE_RUNNING;
	r->plan = j->plan_number;
	r->grew = false;
	send_range(w, j, r, fd);
	w->tasks[w->n_tasks++] = (struct task){ j, r, j->seq, number };
	if (w->n_tasks == 1)
		w->heard = now_seconds();
	j->next_range++;
	return true;
}

/* Tasks of ranges from `number` on: what they still say is dropped. */
static void
cancel_ranges(struct supervisor *s, struct job *j, uint32_t number)
{
	for (uint32_t i = 0; i < s->n_workers; i++)
		for (uint32_t k = 0; k < s->workers[i].n_tasks; k++) {
			struct task *t = &s->workers[i].tasks[k];

			if (t->job == j && t->range != NULL &&
			    t->number >= number)
				t->job = NULL;
		}
	for (uint32_t n = number; n < j->next_range; n++)
		drop_held(s, &range_at(j, n)->held);
}

/* The range began in the wrong place: again, from where it must. */
static void
redo(struct supervisor *s, struct job *j, struct range *r)
{
	uint32_t	number = r->number;

	cancel_ranges(s, j, number);
	reset_range(j, number);
	r->from = j->expected;
	r->exact = true;
	j->next_range = number;
}

void
split_anew(struct supervisor *s, struct job *j, struct frame *f)
{
	uint32_t	range;
	enum split	how;

	if (!j->split || !take_plan(j, f, &range, &how) ||
	    range != j->forward)
		return;
	if (range > 0)
		range_at(j, range)->plan = j->plan_number;
	if (how == SPLIT_MORE)
		return;
	cancel_ranges(s, j, range + 1);
	if (j->next_range > range + 1)
		j->next_range = range + 1;
	for (uint32_t i = 0; i < RANGES_MAX; i++)
		if (j->ranges[i].number > range)
			j->ranges[i].exact = false;
}

/* It waits for slots that nobody gives back before its turn has come. */
static bool
is_stuck(const struct supervisor *s, const struct range *r)
{
	for (uint32_t i = 0; i < s->n_workers; i++)
		if (s->workers[i].n_tasks > 0 &&
		    s->workers[i].tasks[0].job != NULL &&
		    s->workers[i].tasks[0].range == r)
			return s->workers[i].held == ~0u;
	return false;
}

/*
 * What was read without knowing all that came before it: true if its turn is
 * over, or has not come.
 */
static bool
waits_for_plan(struct supervisor *s, struct job *j, struct range *r)
{
	if (range_is_current(j, r) || (r->state == RANGE_DONE && !r->grew))
		return false;
	if (!r->grew && !is_stuck(s, r))
		return true;
	redo(s, j, r);
	j->ahead = 1;
	return true;
}

void
advance_ranges(struct supervisor *s, struct job *j)
{
	struct range	*r;
	uint32_t	 number;

	while (s->first == j && j->split && !j->complete && j->forward > 0 &&
	    j->forward < j->next_range && !writer_is_full(s)) {
		number = j->forward;
		r = range_at(j, number);
		if (!r->started)
			return;
		if (r->start != j->expected && r->exact) {
			job_failed(s, j, PS_RETRY, "a part of it was read "
			    "from another place than asked for");
			return;
		}
		if (r->start != j->expected) {
			redo(s, j, r);
			return;
		}
		if (waits_for_plan(s, j, r))
			return;
		if (r->held.n > 0)
			pass_held(s, j, &r->held);
		if (s->first != j || j->forward == number)
			return;
	}
}

void
forget_ranges(struct supervisor *s, struct job *j)
{
	if (j->ranges == NULL)
		return;
	for (uint32_t i = 0; i < RANGES_MAX; i++) {
		drop_held(s, &j->ranges[i].held);
		buf_free(&j->ranges[i].held);
	}
	free(j->ranges);
	j->ranges = NULL;
	free(j->plan);
	j->plan = NULL;
}
