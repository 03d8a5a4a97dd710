/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_jobs.c - the queue of documents, in document order.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "beside.h"
#include "log.h"
#include "mem.h"
#include "str.h"
#include "sup_drift.h"
#include "sup_follow.h"
#include "sup_members.h"
#include "sup_said.h"
#include "sup_submit.h"
#include "unpack.h"

static void
append(struct supervisor *s, struct job *j)
{
	j->next = NULL;
	j->prev = s->last;
	if (s->last != NULL)
		s->last->next = j;
	else
		s->first = j;
	s->last = j;
	s->n_jobs++;
}

static void
take_from_late(struct supervisor *s, struct job *j)
{
	struct job	**at = &s->late, *before = NULL;

	while (*at != j) {
		before = *at;
		at = &before->next;
	}
	*at = j->next;
	if (s->late_last == j)
		s->late_last = before;
	j->next = NULL;
	j->aside = false;
}

static void
take_out(struct supervisor *s, struct job *j)
{
	if (j->aside) {
		take_from_late(s, j);
		return;
	}
	if (j->prev != NULL)
		j->prev->next = j->next;
	else
		s->first = j->next;
	if (j->next != NULL)
		j->next->prev = j->prev;
	else
		s->last = j->prev;
	j->next = j->prev = NULL;
	s->n_jobs--;
}

static struct job *
make(struct supervisor *s, uint32_t source, const struct ps_doc *doc)
{
	struct job	*j = xcalloc(1, sizeof(*j));

	j->seq = ++s->next_seq;
	j->source = source;
	j->doc = doc_copy(doc);
	j->fd = j->spool = -1;
	buf_init(&j->held, 256u << 20);
	buf_init(&j->hashes, 64u << 20);
	buf_init(&j->assigned, TABLES_MAX);
	buf_init(&j->done, FRAME_MAX);
	return j;
}

struct job *
job_new(struct supervisor *s, uint32_t source, const struct ps_doc *doc)
{
	struct job	*j = make(s, source, doc);

	append(s, j);
	return j;
}

/* NULL: at its head. */
static void
put_behind(struct supervisor *s, struct job *j, struct job *before)
{
	j->prev = before;
	j->next = before != NULL ? before->next : s->first;
	*(before != NULL ? &before->next : &s->first) = j;
	*(j->next != NULL ? &j->next->prev : &s->last) = j;
	s->n_jobs++;
}

struct job *
job_before(struct supervisor *s, struct job *at, const struct ps_doc *doc)
{
	struct job	*j = make(s, at->source, doc);

	if (at->aside)
		append(s, j);
	else
		put_behind(s, j, at->prev);
	return j;
}

static void
job_free(struct supervisor *s, struct job *j)
{
	forget_ranges(s, j);
	drop_held(s, &j->held);
	if (j->fd != -1)
		close(j->fd);
	if (j->spool != -1)
		close(j->spool);
	if (j->besides != NULL)
		besides_close(j->besides);
	free(j->besides);
	container_free(j);
	buf_free(&j->held);
	buf_free(&j->hashes);
	buf_free(&j->assigned);
	told_free(j->told);
	links_free(j);
	submit_free(j);
	buf_free(&j->done);
	free(j->from);
	said_free(&j->own);
	heritage_drop(j->above);
	heritage_drop(j->below);
	drift_free(j);
	free(j->made);
	free(j->plan);
	free(j->message);
	free(j->doc);
	free(j);
}

/* Frames that workers still send of it are dropped from now on. */
static void
cancel_tasks(struct supervisor *s, const struct job *j)
{
	for (uint32_t i = 0; i < s->n_workers; i++)
		for (uint32_t k = 0; k < s->workers[i].n_tasks; k++)
			if (s->workers[i].tasks[k].job == j)
				s->workers[i].tasks[k].job = NULL;
}

void
job_end(struct supervisor *s, struct job *j)
{
	cancel_tasks(s, j);
	kill_unpackers(s, j);
	if (j->parent != NULL)
		member_ended(s, j);
	take_out(s, j);
	j->next = s->ended_jobs;
	s->ended_jobs = j;
	s->last_move = now_seconds();
}

void
bury_jobs(struct supervisor *s)
{
	struct job	*j;

	while ((j = s->ended_jobs) != NULL) {
		s->ended_jobs = j->next;
		job_free(s, j);
	}
}

void
job_to_late(struct supervisor *s, struct job *j)
{
	take_out(s, j);
	j->late = j->aside = true;
	if (s->late_last != NULL)
		s->late_last->next = j;
	else
		s->late = j;
	s->late_last = j;
	s->last_move = now_seconds();
}

/*
 * One that was stuck speaks again: its turn comes at once.  Its worker may
 * wait for slots that come back only then, and others behind it for that
 * worker.
 */
void
job_from_late(struct supervisor *s, struct job *j)
{
	struct job	*before = s->first;

	take_from_late(s, j);
	if (before != NULL && !before->begun)
		before = NULL;
	put_behind(s, j, before);
}

/* None comes out of it until some of its members are through. */
static bool
waits_for_members(const struct supervisor *s, const struct job *j)
{
	const struct container	*c = j->container;

	return c->state == UNPACKED || (c->state == UNPACKING &&
	    (c->open >= s->most_members || c->open_bytes >= MEMBER_BYTES));
}

/* Of those that were moved behind all others. */
static struct job *
late_member_of(struct supervisor *s, const struct job *container)
{
	struct job	*j = s->late;

	if (container->container == NULL || !waits_for_members(s, container))
		return NULL;
	while (j != NULL && j->parent != container)
		j = j->next;
	return j;
}

/* When all others are through: those that failed once, one at a time. */
void
late_to_queue(struct supervisor *s)
{
	struct job	*j = s->late;

	if (j != NULL && s->first != NULL)
		j = late_member_of(s, s->first);
	else if (!s->listed || any_followed(s))
		j = NULL;
	if (j == NULL)
		return;
	take_from_late(s, j);
	put_behind(s, j, NULL);
	s->last_move = now_seconds();
}

void
job_unread(struct supervisor *s, struct job *j)
{
	cancel_tasks(s, j);
	forget_ranges(s, j);
	drop_held(s, &j->held);
	job_unsaid(j);
	if (j->fd != -1)
		close(j->fd);
	j->fd = -1;
	j->split = false;
	j->attempts--;
	j->state = JOB_WANTED;
}

void
job_retry(struct supervisor *s, struct job *j, const char *why)
{
	char	*message = xstrdup(why);	/* may lie in what goes now */

	cancel_tasks(s, j);
	forget_ranges(s, j);
	drop_held(s, &j->held);
	told_free(j->told);
	j->told = NULL;
	job_unsaid(j);
	if (j->fd != -1)
		close(j->fd);
	j->fd = -1;
	j->state = JOB_WANTED;
	j->alone = true;
	j->split = false;
	j->begun = false;
	j->n_made = 0;
	buf_clear(&j->assigned);
	if (j->container != NULL)
		container_again(j);
	free(j->message);
	j->message = message;
	job_to_late(s, j);
}

struct job *
job_find(struct supervisor *s, uint64_t seq)
{
	struct job	*j;

	for (j = s->first; j != NULL; j = j->next)
		if (j->seq == seq)
			return j;
	for (j = s->late; j != NULL; j = j->next)
		if (j->seq == seq)
			return j;
	return NULL;
}

/* The writer may be in the midst of another document. */
static void
record_later(struct supervisor *s, struct job *j, const char *status,
    const char *message)
{
	char	*kept = xstrdup(message);

	cancel_tasks(s, j);
	kill_unpackers(s, j);
	drop_held(s, &j->held);
	free(j->message);
	j->message = kept;
	j->outcome = status;
	j->split = false;
	j->state = JOB_FINISHED;
}

/* A ledger row and no rows: what could not be read, and why. */
void
job_record(struct supervisor *s, struct job *j, const char *status,
    const char *message)
{
	struct buf	*b;

	if (s->first != j) {
		record_later(s, j, status, message);
		return;
	}
	if (strcmp(status, "failed") == 0)
		s->tally.failed++;
	else
		s->tally.skipped++;
	if (s->describe)
		tell_record(s, j, status, message);
	else if (!s->has_ledger)
		warn("%s: %s", shown_str(j->doc->address), message);
	else {
		b = frame_begin(s->writer, M_RECORD);
		put_u64(b, j->seq);
		put_doc(b, j->doc);
		put_text(b, status);
		put_text(b, message);
		put_above(b, j);
		frame_end(s->writer);
	}
	job_end(s, j);
}
