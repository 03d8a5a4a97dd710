/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * supervisor.c - the parent of all: it hands out documents, passes on what
 * workers say, replaces those that die, and never looks into a document.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "children.h"
#include "log.h"
#include "mem.h"
#include "sup_follow.h"
#include "sup_members.h"
#include "sup_met.h"

#define STUCK		2.0	/* seconds until the head is moved away */
#define LAST_WORDS	0.9	/* seconds the writer has after ^C */
#define WORKERS_MAX	256u

static int
run_lister(void *arg, struct channel *c)
{
	return lister_main(((struct supervisor *)arg)->pipeline, c);
}

static int
run_writer(void *arg, struct channel *c)
{
	struct supervisor	*s = arg;

	return writer_main(s->pipeline, c, s->pool);
}

static bool
start_children(struct supervisor *s)
{
	if (!s->describe) {
		s->writer_pid = child_fork(WRITER, run_writer, s, &s->writer);
		if (s->writer_pid == -1)
			return false;
	}
	for (uint32_t i = 0; i < s->n_workers; i++)
		if (!start_worker(s, &s->workers[i]))
			return false;
	s->lister_pid = child_fork(LISTER, run_lister, s, &s->lister);
	return s->lister_pid != -1;
}

static void
drain_worker(struct supervisor *s, struct worker_slot *w)
{
	struct frame	f;
	enum ps_status	st;

	while (w->killed == NULL &&
	    (st = channel_next(w->channel, &f)) != PS_RETRY) {
		if (st == PS_OK && f.fd != -1)
			close(f.fd);
		if (st != PS_OK || !on_worker(s, w, &f))
			kill_worker(s, w, "it broke the rules of the "
			    "conversation");
	}
}

/* Whoever cannot be heard or told anything any more is of no use.  A process */
/* that ended by itself keeps its reason. */
static void
end_mute(enum ps_status st, pid_t pid)
{
	if (st == PS_EOF && pid > 0)
		kill(pid, SIGKILL);
}

static void
hear_worker(struct supervisor *s, struct worker_slot *w)
{
	enum ps_status	st = channel_read(w->channel);

	if (st == PS_OK)
		drain_worker(s, w);
	end_mute(st, w->pid);
}

static void
writer_lost(struct supervisor *s, const char *reason)
{
	if (!s->ended && s->interrupts == 0) {
		log_say(PS_ERROR, "the process that writes the database %s; "
		    "what was committed is safe: run the same command again",
		    reason);
		s->status = EXIT_UNREACHABLE;
	}
	s->ended = true;
}

/* Whether there may be more to hear. */
static bool
hear_channel(struct supervisor *s, struct channel *c, pid_t pid,
    void (*on)(struct supervisor *, struct frame *))
{
	enum ps_status	st = channel_read(c), next;
	struct frame	f;

	end_mute(st, pid);
	if (st == PS_RETRY)
		return false;
	while ((next = channel_next(c, &f)) == PS_OK) {
		on(s, &f);
		if (f.fd != -1)
			close(f.fd);
	}
	if (next == PS_FAIL)
		end_mute(PS_EOF, pid);
	return st == PS_OK && next != PS_FAIL;
}

static void
lister_lost(struct supervisor *s, const char *reason)
{
	channel_free(s->lister);
	s->lister = NULL;
	if (!s->ending && s->interrupts == 0 &&
	    (!s->listed || s->first != NULL || s->late != NULL)) {
		log_say(PS_ERROR, "the process that lists documents %s; run "
		    "the same command again", reason);
		s->status = EXIT_UNREACHABLE;
		s->listed = s->lost = true;
	}
}

/* What the dead had said before is heard first. */
static void
child_ended(struct supervisor *s, pid_t pid, int status)
{
	char	reason[80];

	if (pid == s->writer_pid) {
		while (hear_channel(s, s->writer, -1, on_writer))
			continue;
		s->writer_pid = -1;
		writer_lost(s, exit_reason(status, reason));
		return;
	}
	if (pid == s->lister_pid) {
		s->lister_pid = -1;
		while (hear_channel(s, s->lister, -1, on_lister))
			continue;
		lister_lost(s, exit_reason(status, reason));
		return;
	}
	if (unpacker_ended(s, pid, status))
		return;
	for (uint32_t i = 0; i < s->n_workers; i++) {
		struct worker_slot *w = &s->workers[i];

		if (w->pid != pid)
			continue;
		while (channel_read(w->channel) == PS_OK)
			drain_worker(s, w);
		worker_died(s, w, status);
		return;
	}
}

static void
reap(struct supervisor *s)
{
	pid_t	pid;
	int	status;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		child_ended(s, pid, status);
}

static void
kill_readers(struct supervisor *s)
{
	for (uint32_t i = 0; i < s->n_workers; i++)
		if (s->workers[i].pid > 0)
			kill(s->workers[i].pid, SIGKILL);
	if (s->lister_pid > 0)
		kill(s->lister_pid, SIGKILL);
	kill_unpackers(s, NULL);
}

static void
interrupt(struct supervisor *s)
{
	struct buf	*b;

	s->interrupts++;
	kill_readers(s);
	if (s->interrupts > 1 || s->describe) {
		if (s->writer_pid > 0)
			kill(s->writer_pid, SIGKILL);
		s->ended = true;
		return;
	}
	if (s->first != NULL && s->first->begun) {
		b = frame_begin(s->writer, M_ABORT);
		put_u64(b, s->first->seq);
		put_text(b, NULL);
		frame_end(s->writer);
	}
	s->last_move = now_seconds();
	end_writer(s);
}

static void
on_signals(struct supervisor *s)
{
	int	sig;

	while ((sig = signals_next(s->signals)) != 0)
		if (sig == SIGCHLD)
			reap(s);
		else
			interrupt(s);
}

/* The head waits, others wait for it: they go first. */
static void
move_stuck_head(struct supervisor *s)
{
	struct job	*j = s->first;
	double		 now = now_seconds();

	if (j == NULL || j->begun || j->state != JOB_RUNNING || j->late ||
	    j->next == NULL || now - s->last_move < STUCK ||
	    now - j->given < STUCK)
		return;
	for (struct job *k = j->next; k != NULL; k = k->next)
		if (k->held.n > 0) {
			job_to_late(s, j);
			return;
		}
}

static bool
all_read(const struct supervisor *s)
{
	return s->ready && s->listed && s->first == NULL && s->late == NULL &&
	    !any_followed(s);
}

static void
pump(struct supervisor *s)
{
	forward_jobs(s);
	unblock_head(s);
	pass_by_head(s);
	feed_followed(s);
	late_to_queue(s);
	if (s->writer != NULL)
		flush_lookups(s);
	give_credit(s);
	ask_for_documents(s);
	feed_unpackers(s);
	feed_workers(s);
	return_slots(s);
	watch_deadlines(s);
	watch_unpackers(s);
	move_stuck_head(s);
	bury_jobs(s);
	if (s->describe && (all_read(s) || s->lost))
		s->ended = true;
	else if (all_read(s) || s->status == EXIT_UNREACHABLE)
		end_writer(s);
	if (s->interrupts == 1 && !s->ended &&
	    now_seconds() - s->last_move > LAST_WORDS) {
		if (s->writer_pid > 0)
			kill(s->writer_pid, SIGKILL);
		s->ended = true;
	}
}

static void
add_poll(struct pollfd *p, uint32_t *n, struct channel *c, bool listen)
{
	p[(*n)++] = (struct pollfd){ c == NULL ? -1 : channel_fd(c),
	    (short)((listen ? POLLIN : 0) |
	    (c != NULL && channel_pending(c) ? POLLOUT : 0)), 0 };
}

static void
flush(struct channel *c, pid_t pid)
{
	if (c != NULL)
		end_mute(channel_flush(c), pid);
}

static void
flush_all(struct supervisor *s)
{
	flush(s->writer, s->writer_pid);
	flush(s->lister, s->lister_pid);
	for (uint32_t i = 0; i < s->n_workers; i++)
		flush(s->workers[i].channel, s->workers[i].pid);
	for (uint32_t i = 0; i < UNPACKERS_MAX; i++)
		flush(s->unpackers[i].channel, s->unpackers[i].pid);
}

static uint32_t
count_busy(const struct supervisor *s)
{
	uint32_t	n = 0;

	for (uint32_t i = 0; i < s->n_workers; i++)
		n += s->workers[i].n_tasks > 0;
	return n;
}

static void
hear_all(struct supervisor *s, const struct pollfd *p)
{
	bool	signals = p[0].revents != 0;

	if (p[1].revents != 0 && s->writer != NULL)
		(void)hear_channel(s, s->writer, s->writer_pid, on_writer);
	if (p[2].revents != 0 && s->lister != NULL)
		(void)hear_channel(s, s->lister, s->lister_pid, on_lister);
	for (uint32_t i = 0; i < s->n_workers; i++)
		if ((p[3 + i].revents & (POLLIN | POLLHUP)) != 0 &&
		    s->workers[i].channel != NULL)
			hear_worker(s, &s->workers[i]);
	p += 3 + s->n_workers;
	for (uint32_t i = 0; i < UNPACKERS_MAX; i++)
		if ((p[i].revents & (POLLIN | POLLHUP)) != 0 &&
		    s->unpackers[i].channel != NULL)
			hear_unpacker(s, &s->unpackers[i]);
	if (signals)
		on_signals(s);
}

static void
turn(struct supervisor *s)
{
	struct pollfd	p[WORKERS_MAX + UNPACKERS_MAX + 3];
	uint32_t	n = 0;
	bool		listen = s->writer == NULL ||
			    channel_backlog(s->writer) < BACKLOG_MAX;

	p[n++] = (struct pollfd){ s->signals, POLLIN, 0 };
	add_poll(p, &n, s->writer, true);
	add_poll(p, &n, s->lister, true);
	for (uint32_t i = 0; i < s->n_workers; i++)
		add_poll(p, &n, s->workers[i].channel, listen &&
		    !is_ahead(s, &s->workers[i]));
	for (uint32_t i = 0; i < UNPACKERS_MAX; i++)
		add_poll(p, &n, s->unpackers[i].channel, listen);
	if (poll(p, n, 100) > 0)
		hear_all(s, p);
	pump(s);
	flush_all(s);
	s->tally.busy = count_busy(s);
	tally_progress(&s->tally, s->pipeline, false);
}

/* Children end when their channels do; who does not is killed. */
static void
end_children(struct supervisor *s)
{
	double	until = now_seconds() + 2;

	for (uint32_t i = 0; i < s->n_workers; i++)
		channel_free(s->workers[i].channel);
	for (uint32_t i = 0; i < UNPACKERS_MAX; i++)
		channel_free(s->unpackers[i].channel);
	channel_free(s->lister);
	channel_free(s->writer);
	while (waitpid(-1, NULL, WNOHANG) >= 0 && now_seconds() < until)
		(void)poll(NULL, 0, 2);
	kill_readers(s);
	if (s->writer_pid > 0 && s->interrupts > 0)
		kill(s->writer_pid, SIGKILL);
	while (waitpid(-1, NULL, 0) > 0)
		continue;
}

static int
exit_status(const struct supervisor *s)
{
	const struct tally	*t = &s->tally;
	enum fail_on		 on = s->pipeline->fail_on;

	if (s->interrupts > 0)
		return EXIT_INTERRUPTED;
	if (s->status != EXIT_DONE)
		return s->status;
	if (t->mismatches > 0)
		return EXIT_MISMATCH;
	if (t->failed > 0 && on != FAIL_ON_NEVER)
		return s->in_vain ? EXIT_UNREACHABLE : EXIT_FAILED;
	if ((on == FAIL_ON_REJECT || on == FAIL_ON_DOUBT) && t->rejected > 0)
		return EXIT_FAILED;
	return on == FAIL_ON_DOUBT && (t->n_apart > 0 || t->doubts > 0) ?
	    EXIT_FAILED : EXIT_DONE;
}

static void
free_all(struct supervisor *s)
{
	while (s->first != NULL)
		job_end(s, s->first);
	s->listed = true;
	while (s->late != NULL) {
		late_to_queue(s);
		job_end(s, s->first);
	}
	bury_jobs(s);
	assigner_free(s->assigner);
	met_free(s->met);
	pool_free(s->pool);
	follow_free(s);
	buf_free(&s->seen);
	buf_free(&s->lookups);
	tally_free(&s->tally);
	free(s->workers);
}

static int
supervise(struct supervisor *s)
{
	int	status;

	s->n_workers = s->pipeline->jobs > 0 ? s->pipeline->jobs : cores();
	if (s->n_workers > WORKERS_MAX)
		s->n_workers = WORKERS_MAX;
	s->workers = xcalloc(s->n_workers, sizeof(*s->workers));
	for (uint32_t i = 0; i < s->n_workers; i++)
		s->workers[i].number = i;
	s->pool = pool_new(s->n_workers);
	s->assigner = assigner_new(s->pipeline->tables);
	s->met = met_new(s->pipeline);
	s->drifts = pipeline_drifts(s->pipeline);
	buf_init(&s->seen, 64u << 20);
	buf_init(&s->lookups, 64u << 20);
	tally_start(&s->tally, s->n_workers);
	raise_limits(s);
	s->signals = signals_open();
	s->ready = s->describe;
	if (s->pool != NULL && start_children(s))
		while (!s->ended)
			turn(s);
	else {
		warn("cannot start processes: %s", strerror(errno));
		s->status = EXIT_UNREACHABLE;
	}
	end_children(s);
	tally_progress(&s->tally, s->pipeline, true);
	if (!s->describe && !s->quiet_end && s->status != EXIT_UNREACHABLE)
		tally_summary(&s->tally, s->pipeline);
	if (s->status == EXIT_DONE && s->interrupts == 0)
		met_tell(s->met, s->tally.unchanged == 0 &&
		    s->tally.loaded > 0 && !s->pipeline->tried);
	if (s->status == EXIT_DONE && s->interrupts == 0 &&
	    !s->pipeline->tried && s->pipeline->limit == 0)
		met_tell_unmet(s->pipeline, s->tally.unchanged == 0 &&
		    s->tally.loaded > 0);
	status = exit_status(s);
	signals_close(s->signals);
	free_all(s);
	return status;
}

int
load_run(const struct pipeline *p)
{
	struct supervisor	s = { .pipeline = p };

	if (p->n_sinks != 1) {
		log_say(PS_ERROR, "a pipeline has one sink in this version, "
		    "this one has %u; write one pipeline for each",
		    p->n_sinks);
		return EXIT_USAGE;
	}
	return supervise(&s);
}

int
load_sniff(const struct pipeline *p, told_fn *told, void *arg)
{
	struct supervisor	s = { .pipeline = p, .describe = true,
				    .told = told, .told_arg = arg };

	return supervise(&s);
}
