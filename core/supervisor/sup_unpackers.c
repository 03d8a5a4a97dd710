/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_unpackers.c - one process for each container being taken apart, and
 * then for the next one if nothing was wrong with it.
 *
 * A few work side by side; beyond these only the first container in the queue
 * gets one, on which all others wait in the end.  So archives within archives
 * cannot starve each other, however many there are.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "children.h"
#include "log.h"
#include "mem.h"
#include "sup_members.h"
#include "unpack.h"

#define CONTAINERS_EACH	64u	/* then a process is replaced */

static int
run_unpacker(void *arg, struct channel *c)
{
	return unpacker_main(((struct supervisor *)arg)->pipeline, c);
}

static struct unpacker_slot *
slot_of(struct supervisor *s, const struct job *j)
{
	for (uint32_t i = 0; i < UNPACKERS_MAX; i++)
		if (s->unpackers[i].pid > 0 && s->unpackers[i].job == j)
			return &s->unpackers[i];
	return NULL;
}

/* One that waits for work, else one that is to be started. */
static struct unpacker_slot *
free_slot(struct supervisor *s)
{
	struct unpacker_slot	*none = NULL;

	for (uint32_t i = 0; i < UNPACKERS_MAX; i++) {
		if (s->unpackers[i].idle && s->unpackers[i].killed == NULL)
			return &s->unpackers[i];
		if (s->unpackers[i].pid == 0)
			none = &s->unpackers[i];
	}
	return none;
}

void
give_room(struct supervisor *s, const struct job *container, uint32_t members,
    uint64_t bytes)
{
	struct unpacker_slot	*u = slot_of(s, container);
	struct buf		*b;

	if (u == NULL || u->channel == NULL)
		return;
	b = frame_begin(u->channel, M_ROOM);
	put_u32(b, members);
	put_u64(b, bytes);
	frame_end(u->channel);
}

static void
send_container(struct unpacker_slot *u, struct job *j)
{
	struct container	*c = j->container;
	struct buf		*b = frame_begin(u->channel, M_UNPACK);

	put_u64(b, j->seq);
	put_u64(b, c->members);
	put_u64(b, c->root->container->unpacked);
	put_u64(b, c->root->container->all_members - c->members);
	put_u64(b, (uint64_t)c->root->doc->size);
	put_job_doc(b, j);
	put_raw(b, c->reader.p, c->reader.n);
	frame_end_fd(u->channel, j->fd);
	j->fd = -1;
	c->out = 0;
}

static void
start(struct supervisor *s, struct unpacker_slot *u, struct job *j)
{
	struct container	*c = j->container;

	if (!u->idle) {
		*u = (struct unpacker_slot){ .pid = 0 };
		u->pid = child_fork(UNPACKER, run_unpacker, s, &u->channel);
	}
	if (u->pid == -1) {
		u->pid = 0;
		container_ended(j, PS_RETRY, "no process to unpack it");
		return;
	}
	u->job = j;
	u->idle = false;
	u->heard = now_seconds();
	send_container(u, j);
	give_room(s, j, s->most_members - c->open,
	    MEMBER_BYTES - c->open_bytes);
	c->state = UNPACKING;
	j->state = JOB_UNPACKING;
}

/* So many side by side: there is no use in more than there are workers. */
static uint32_t
most_at_work(const struct supervisor *s)
{
	return s->n_workers < 2 ? 2 : s->n_workers < UNPACKERS ?
	    s->n_workers : UNPACKERS;
}

void
feed_unpackers(struct supervisor *s)
{
	uint32_t		 at_work = 0;
	bool			 first = true;
	struct unpacker_slot	*u;

	if (s->interrupts > 0)
		return;
	for (uint32_t i = 0; i < UNPACKERS_MAX; i++)
		at_work += s->unpackers[i].pid > 0 && !s->unpackers[i].idle;
	for (struct job *j = s->first; j != NULL; j = j->next) {
		if (j->container == NULL || j->state == JOB_RUNNING)
			continue;
		if (j->state == JOB_READY && j->container->state == TO_UNPACK &&
		    (first || at_work < most_at_work(s)) &&
		    (u = free_slot(s)) != NULL) {
			start(s, u, j);
			at_work++;
		}
		first = false;
	}
}

/* What it was to do, and that it did not. */
static void
unpacker_failed(struct supervisor *s, struct job *j, const char *why)
{
	struct container	*c = j->container;
	bool			 again = j->attempts < 2;

	if (c->streamed != NULL && again) {
		job_withdraw(s, c->streamed);
		c->members--;
		c->found--;
		c->root->container->all_members--;
	} else if (c->streamed != NULL)
		job_failed(s, c->streamed, PS_FAIL, why);
	container_ended(j, again ? PS_RETRY : PS_FAIL, why);
}

static void
kill_one(struct unpacker_slot *u, const char *why)
{
	if (u->killed != NULL || u->pid <= 0)
		return;
	u->killed = why;
	kill(u->pid, SIGKILL);
}

/* It waits for more if that went well, and else ends. */
static void
on_unpacked(struct unpacker_slot *u, struct frame *f)
{
	enum ps_status	 st = (enum ps_status)get_u32(f);
	const char	*why = get_text(f);

	container_ended(u->job, st, st < PS_SKIP && why == NULL ?
	    "it cannot be unpacked" : why);
	u->job = NULL;
	u->idle = st == PS_OK;
	if (++u->done >= CONTAINERS_EACH)
		kill_one(u, "it has done enough");
}

static bool
on_unpacker(struct supervisor *s, struct unpacker_slot *u, struct frame *f)
{
	if (u->job == NULL || get_u64(f) != u->job->seq)
		return u->job == NULL;
	u->heard = now_seconds();
	switch (f->type) {
	case M_MEMBER:
		return on_member(s, u->job, f);
	case M_MEMBER_END:
		return on_member_end(s, u->job, f);
	case M_PASSED:
		return on_passed(s, u->job, f);
	case M_UNPACKED:
		on_unpacked(u, f);
		return true;
	default:
		return true;
	}
}

void
hear_unpacker(struct supervisor *s, struct unpacker_slot *u)
{
	enum ps_status	st = channel_read(u->channel), next;
	struct frame	f;

	while (u->killed == NULL &&
	    (next = channel_next(u->channel, &f)) != PS_RETRY) {
		if (next != PS_OK || !on_unpacker(s, u, &f))
			kill_one(u, "it broke the rules of the conversation");
		if (next == PS_OK && f.fd != -1)
			close(f.fd);
	}
	if (st == PS_EOF && u->pid > 0 && u->killed == NULL)
		kill(u->pid, SIGKILL);
}

bool
unpacker_ended(struct supervisor *s, pid_t pid, int status)
{
	struct unpacker_slot	*u = NULL;
	char			 reason[80], why[200];

	for (uint32_t i = 0; i < UNPACKERS_MAX && u == NULL; i++)
		if (s->unpackers[i].pid == pid)
			u = &s->unpackers[i];
	if (u == NULL)
		return false;
	u->pid = -1;
	while (u->killed == NULL && channel_read(u->channel) == PS_OK)
		hear_unpacker(s, u);
	if (u->job != NULL) {
		snprintf(why, sizeof(why), "the process unpacking it %s%s%s",
		    u->killed != NULL ? "was stopped: " : "", u->killed !=
		    NULL ? u->killed : exit_reason(status, reason), "");
		unpacker_failed(s, u->job, why);
	}
	channel_free(u->channel);
	*u = (struct unpacker_slot){ .pid = 0 };
	return true;
}

void
kill_unpackers(struct supervisor *s, const struct job *j)
{
	for (uint32_t i = 0; i < UNPACKERS_MAX; i++) {
		struct unpacker_slot *u = &s->unpackers[i];

		if (u->pid <= 0 || (j != NULL && u->job != j))
			continue;
		u->job = NULL;
		kill_one(u, "its container is wanted no more");
	}
}

/* One that waits for room does not hang. */
void
watch_unpackers(struct supervisor *s)
{
	double	now = now_seconds();

	for (uint32_t i = 0; i < UNPACKERS_MAX; i++) {
		struct unpacker_slot *u = &s->unpackers[i];

		if (u->pid <= 0 || u->job == NULL)
			continue;
		if (u->job->container->open >= s->most_members ||
		    u->job->container->open_bytes >= MEMBER_BYTES)
			u->heard = now;
		else if (now - u->heard > s->pipeline->deadline)
			kill_one(u, "no progress before the deadline");
	}
}
