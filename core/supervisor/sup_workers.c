/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_workers.c - workers are started, fed, watched, and replaced.
 *
 * Documents are given out in document order and every worker reads its tasks
 * in that order; ranges are given only to workers that have nothing but the
 * document at the head.  So whoever waits for slots waits for someone who is
 * further ahead, and there is always one who waits for nobody.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "beside.h"
#include "children.h"
#include "input.h"
#include "log.h"
#include "mem.h"
#include "str.h"
#include "sup_drift.h"
#include "sup_members.h"
#include "sup_said.h"

struct worker_start {
	struct supervisor	*s;
	struct worker_slot	*w;
};

static int
run_worker(void *arg, struct channel *c)
{
	struct worker_start	*a = arg;

	return worker_main(a->s->pipeline, c, a->s->pool, a->w->number,
	    ~a->w->out, a->s->describe);
}

bool
start_worker(struct supervisor *s, struct worker_slot *w)
{
	struct worker_start	a = { s, w };

	w->out &= ~w->freed;
	w->freed = 0;
	w->n_tasks = 0;
	w->killed = NULL;
	w->heard = now_seconds();
	w->pid = child_fork(WORKER, run_worker, &a, &w->channel);
	return w->pid != -1;
}

void
return_slots(struct supervisor *s)
{
	for (uint32_t i = 0; i < s->n_workers; i++) {
		struct worker_slot	*w = &s->workers[i];
		struct buf		*b;

		if (w->freed == 0 || w->channel == NULL)
			continue;
		b = frame_begin(w->channel, M_FREE);
		put_u32(b, (uint32_t)__builtin_popcount(w->freed));
		for (uint32_t k = 0; k < SLOT_COUNT; k++)
			if ((w->freed & 1u << k) != 0)
				put_u32(b, k);
		frame_end(w->channel);
		w->out &= ~w->freed;
		w->freed = 0;
	}
}

/* What cannot be read again is given to nobody who has other things to do. */
static uint32_t
weight(const struct job *j)
{
	return j->streamed || j->doc->size > (int64_t)RANGE_BYTES / 4 ?
	    TASKS_MAX : 1;
}

static uint32_t
load(const struct worker_slot *w)
{
	uint32_t	n = 0;

	for (uint32_t i = 0; i < w->n_tasks; i++)
		n += w->tasks[i].job == NULL ? 1 :
		    weight(w->tasks[i].job);
	return n;
}

/* The worker with the least to do that can take this much more, or NULL. */
static struct worker_slot *
least_busy(struct supervisor *s, uint32_t more, bool alone)
{
	struct worker_slot	*best = NULL;
	uint32_t		 n, least = UINT32_MAX;

	for (uint32_t i = 0; i < s->n_workers; i++) {
		struct worker_slot *w = &s->workers[i];

		n = load(w);
		if (w->channel == NULL || w->n_tasks == TASKS_MAX ||
		    (w->n_tasks > 0 && (alone || n + more > TASKS_MAX)))
			continue;
		if (n < least) {
			least = n;
			best = w;
		}
	}
	return best;
}

/* A member's time of change is not that of the memory it lies in. */
void
put_job_doc(struct buf *b, const struct job *j)
{
	struct ps_doc	d = *j->doc;

	if (j->parent != NULL)
		d.mtime = -1;
	put_doc(b, &d);
}

/*
 * What maps see of a document comes from its ranges: these are the same with
 * one worker.
 */
static bool
may_share(const struct supervisor *s)
{
	return s->n_workers > 1 || s->pipeline->n_maps > 0;
}

static void
give_document(struct supervisor *s, struct worker_slot *w, struct job *j)
{
	bool		 may_split = !j->alone && !j->whole && may_share(s) &&
			    !s->describe && !j->streamed &&
			    j->doc->size > 2 * (int64_t)RANGE_BYTES;
	bool		 keep = may_split || j->streamed ||
			    (j->doc->size < 0 && j->parent == NULL);
	int		 fd = keep ? fcntl(j->fd, F_DUPFD_CLOEXEC, 0) : -1;
	struct buf	*b;

	if (j->besides != NULL)
		besides_send(j->besides, w->channel, M_BESIDE);
	b = frame_begin(w->channel, M_DOC);
	keep = fd != -1;
	may_split = may_split && keep;
	put_u64(b, j->seq);
	put_u8(b, (uint8_t)((may_split ? DOC_MAY_SPLIT : 0) |
	    (j->alone ? DOC_ALONE : 0)));
	put_job_doc(b, j);
	put_above(b, j);
	put_fixed(b, s, j);
	if (!keep) {
		fd = j->fd;
		j->fd = -1;
	}
	frame_end_fd(w->channel, fd);
	w->tasks[w->n_tasks++] = (struct task){ j, NULL, j->seq, 0 };
	j->given = now_seconds();
	if (w->n_tasks == 1)
		w->heard = j->given;
	j->state = JOB_RUNNING;
	j->attempts++;
}

static bool
only_of(const struct worker_slot *w, const struct job *j)
{
	for (uint32_t i = 0; i < w->n_tasks; i++)
		if (w->tasks[i].job != j)
			return false;
	return true;
}

static void
feed_ranges(struct supervisor *s, struct job *j)
{
	bool	given;

	do {
		given = false;
		for (uint32_t i = 0; i < s->n_workers; i++) {
			struct worker_slot *w = &s->workers[i];

			if (w->channel != NULL && w->n_tasks < 2 &&
			    only_of(w, j) && give_range(s, w, j))
				given = true;
		}
	} while (given);
}

void
feed_workers(struct supervisor *s)
{
	struct worker_slot	*w;

	if (s->interrupts > 0 || s->first == NULL)
		return;
	if (wants_workers(s->first)) {
		feed_ranges(s, s->first);
		if (wants_workers(s->first))
			return;
	}
	for (struct job *j = s->first; j != NULL; j = j->next) {
		if (j->state == JOB_FOUND || j->state == JOB_WANTED ||
		    j->state == JOB_FETCHING)
			return;
		if (j->state != JOB_READY || (j->container != NULL &&
		    j->container->state != JUDGING))
			continue;
		if ((w = least_busy(s, weight(j), j->alone)) == NULL)
			return;
		give_document(s, w, j);
	}
}

void
kill_worker(struct supervisor *s, struct worker_slot *w, const char *why)
{
	(void)s;
	if (w->killed != NULL || w->pid <= 0)
		return;
	w->killed = why;
	kill(w->pid, SIGKILL);
}

/* More is held of its document than should be before its turn comes. */
bool
is_ahead(const struct supervisor *s, const struct worker_slot *w)
{
	const struct task	*t = &w->tasks[0];

	if (w->n_tasks == 0 || t->job == NULL)
		return false;
	if (t->range != NULL)
		return t->range->held.n > HELD_MAX;
	return t->job != s->first && t->job->held.n > HELD_MAX;
}

/* A worker that waits for us is not one that hangs. */
void
watch_deadlines(struct supervisor *s)
{
	double	now = now_seconds();

	for (uint32_t i = 0; i < s->n_workers; i++) {
		struct worker_slot *w = &s->workers[i];

		if (w->n_tasks == 0 || w->out == ~0u || is_ahead(s, w) ||
		    (s->writer != NULL &&
		    channel_backlog(s->writer) > BACKLOG_MAX))
			w->heard = now;
		else if (now - w->heard > s->pipeline->deadline)
			kill_worker(s, w, "no progress before the deadline");
	}
}

/* Its tasks but the first are innocent: they are fetched again. */
static void
requeue(struct worker_slot *w, const struct job *blamed)
{
	for (uint32_t i = 0; i < w->n_tasks; i++) {
		struct job *j = w->tasks[i].job;

		if (j == NULL || j == blamed || w->tasks[i].range != NULL)
			continue;
		if (j->fd != -1)
			close(j->fd);
		j->fd = -1;
		j->attempts--;
		j->state = JOB_WANTED;
	}
}

/* A worker could not be started again. */
static void
do_without(struct supervisor *s)
{
	for (uint32_t i = 0; i < s->n_workers; i++)
		if (s->workers[i].channel != NULL) {
			warn("a worker could not be started again; going on "
			    "with fewer");
			return;
		}
	log_say(PS_ERROR, "no worker can be started any more: %s; run the "
	    "same command again", strerror(errno));
	s->status = EXIT_UNREACHABLE;
	s->lost = true;
}

void
worker_died(struct supervisor *s, struct worker_slot *w, int status)
{
	struct job	*j = w->n_tasks > 0 ? w->tasks[0].job : NULL;
	char		 reason[80], message[200];

	snprintf(message, sizeof(message), "the worker reading it %s%s%s",
	    w->killed != NULL ? "was stopped: " : "",
	    w->killed != NULL ? w->killed : exit_reason(status, reason), "");
	debug("worker %u: %s", w->number, message);
	requeue(w, j);
	channel_free(w->channel);
	w->channel = NULL;
	w->n_tasks = 0;
	w->pid = -1;
	if (j != NULL)
		job_failed(s, j, j->attempts < 2 ? PS_RETRY : PS_FAIL,
		    message);
	if (s->interrupts == 0 && !s->ending && !start_worker(s, w))
		do_without(s);
}
