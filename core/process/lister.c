/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lister.c - the process that runs the sources: it lists documents as far as
 * it has credit, and opens those that are asked for.
 *
 * Sources are listed one after the other, so that documents are found in
 * order; fetches may concern any of them at any time.  A source that visits
 * what it finds is stepped whenever something happens, to the end of the run:
 * what it fetches comes later.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "children.h"
#include "doc.h"
#include "host.h"
#include "lister.h"
#include "mem.h"
#include "plugin.h"
#include "str.h"

#define WATCH_MAX	64u		/* descriptors of a source */
#define WATCH_ALL	256u

struct lister {
	const struct pipeline	*pipeline;
	struct channel		*channel;
	struct ps_found		 found;
	struct host		*hosts;		/* one a source */
	struct ps_self		*selves;
	enum ps_status		*stepped;	/* what its step() said last */
	uint32_t		 current;	/* the source being listed */
	bool			 failed;
	bool			 in_vain; /* nobody answers a source */
};

static const struct ps_source *
source_at(const struct lister *l, uint32_t i)
{
	return (const struct ps_source *)(const void *)
	    l->pipeline->sources[i].plugin;
}

static bool
any_selects(const char *const *globs, const struct ps_doc *d)
{
	for (; globs != NULL && *globs != NULL; globs++)
		if (doc_matches(d, *globs))
			return true;
	return false;
}

/* A link may lead to a file that was excluded by its address: our output. */
static bool
leads_to_excluded(const char *const *globs, const struct ps_doc *d)
{
	char	*real = NULL;
	bool	 found = false;

	for (; globs != NULL && *globs != NULL && !found; globs++) {
		const char *name = strrchr(*globs, '/');

		if (**globs != '/' || !glob_match(name + 1, d->name))
			continue;
		if (real == NULL && (real = realpath(d->address, NULL)) == NULL)
			break;
		found = glob_match(*globs, real);
	}
	free(real);
	return found;
}

/* Each of them that matches is noted, so that it is known which never do. */
static bool
is_included(const struct pipeline *p, const struct ps_doc *d)
{
	bool	found = p->include == NULL || *p->include == NULL;

	for (uint32_t i = 0; p->include != NULL && p->include[i] != NULL;
	    i++) {
		if (!doc_matches(d, p->include[i]))
			continue;
		found = true;
		if (p->met != NULL && i < MET_INCLUDES)
			p->met[MET_ALL - MET_INCLUDES + i] = true;
	}
	return found;
}

bool
lister_wants(const struct pipeline *p, const struct ps_doc *d)
{
	return is_included(p, d) && !any_selects(p->exclude, d) &&
	    !leads_to_excluded(p->exclude, d);
}

static enum ps_status
on_found(struct ps_found *to, const struct ps_doc *doc)
{
	struct ps_doc	 d = *doc;
	char		 tag[TAG_MAX];
	struct buf	*b;

	to->dropped = !lister_wants(to->pipeline, doc);
	if (to->dropped) {
		to->left_out = true;
		return PS_OK;
	}
	d.etag = lister_tag(to->pipeline, doc, tag, sizeof(tag));
	b = frame_begin(to->channel, M_FOUND);

	put_u32(b, to->source);
	put_doc(b, &d);
	frame_end(to->channel);
	/* A source that does not stop must not owe the supervisor anything. */
	to->credit -= to->credit > 0;
	return to->credit > 0 ? PS_OK : PS_RETRY;
}

static void
on_beside(struct ps_found *to, int fd)
{
	struct buf	*b;

	to->there = true;
	if (to->suffix == NULL) {
		close(fd);
		return;
	}
	b = frame_begin(to->channel, M_FETCHED_BESIDE);
	put_u64(b, to->seq);
	put_text(b, to->suffix);
	frame_end_fd(to->channel, fd);
}

static enum ps_status
on_fetched(struct ps_found *to, const struct ps_doc *doc, int fd)
{
	struct buf	*b;
	uint64_t	 seq;

	if (to->beside) {
		on_beside(to, fd);
		return PS_OK;
	}
	seq = lister_asked(to, doc);
	b = frame_begin(to->channel, M_FETCHED);
	put_u64(b, seq);
	put_doc(b, doc);
	frame_end_fd(to->channel, fd);
	return PS_OK;
}

static void __attribute__((format(printf, 4, 5)))
on_skipped(struct ps_found *to, const struct ps_doc *doc, enum ps_status st,
    const char *fmt, ...)
{
	char		 why[400];
	struct buf	*b;
	va_list		 ap;
	uint64_t	 seq;

	if (to->beside)
		return;
	seq = lister_asked(to, doc);
	if (seq == 0 && !lister_wants(to->pipeline, doc)) {
		to->left_out = true;
		return;
	}

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	b = frame_begin(to->channel, M_SKIPPED);
	put_u64(b, seq);
	put_u32(b, to->source);
	put_u32(b, (uint32_t)st);
	put_doc(b, doc);
	put_text(b, why);
	frame_end(to->channel);
	if (seq == 0)
		to->credit -= to->credit > 0;
}

static void
on_listed(struct ps_found *to, const char *root, bool whole)
{
	struct buf	*b;

	if (lister_partial(to, whole))
		return;
	b = frame_begin(to->channel, M_LISTED);
	/* What was left out by its name is not gone. */
	put_text(b, root);
	put_u8(b, whole && !to->left_out);
	frame_end(to->channel);
	to->left_out = false;
}

static void
tell_failure(struct lister *l, enum ps_status st, uint32_t source)
{
	struct buf	*b = frame_begin(l->channel, M_LIST_FAIL);
	struct arena	*arena = arena_new();

	put_u32(b, (uint32_t)st);
	put_text(b, use_message(&l->pipeline->sources[source],
	    l->hosts[source].message, arena));
	frame_end(l->channel);
	arena_free(arena);
	l->failed = true;
}

static void
open_sources(struct lister *l)
{
	const struct pipeline	*p = l->pipeline;
	enum ps_status		 st;

	l->hosts = xcalloc(p->n_sources, sizeof(*l->hosts));
	l->selves = xcalloc(p->n_sources, sizeof(*l->selves));
	l->stepped = xcalloc(p->n_sources, sizeof(*l->stepped));
	l->found.crawls = crawls_new(p->n_sources);
	for (uint32_t i = 0; i < p->n_sources && !l->failed; i++) {
		host_init(&l->hosts[i]);
		host_begin(&l->hosts[i], p->sources[i].plugin->name, NULL);
		l->hosts[i].api.found = on_found;
		l->hosts[i].api.fetched = on_fetched;
		l->hosts[i].api.skipped = on_skipped;
		l->hosts[i].api.listed = on_listed;
		l->hosts[i].api.followed = lister_followed;
		l->hosts[i].api.refused = lister_refused;
		l->hosts[i].api.enqueue = lister_enqueue;
		l->hosts[i].api.visited = lister_visited;
		l->hosts[i].api.remember = lister_remember;
		l->hosts[i].api.progress = lister_progress;
		l->hosts[i].api.room = lister_room;
		l->hosts[i].api.scripted = p->n_handlers > 0;
		l->selves[i] = host_self(&l->hosts[i], p->sources[i].plugin,
		    p->sources[i].options);
		st = source_at(l, i)->open(&l->selves[i],
		    p->sources[i].inputs, p->sources[i].n_inputs);
		if (st < PS_SKIP)
			tell_failure(l, st, i);
	}
}

static bool
visits(const struct lister *l, uint32_t i)
{
	return PLUGIN_HAS(source_at(l, i), visit);
}

/* Whether it is its turn, or it may have something to do at any time. */
static bool
steps(const struct lister *l, uint32_t i)
{
	if (l->failed || i > l->current)
		return false;
	return visits(l, i) || (i == l->current && l->found.credit > 0);
}

static void
source_ended(struct lister *l)
{
	if (++l->current < l->pipeline->n_sources)
		return;
	put_u8(frame_begin(l->channel, M_LIST_END), l->in_vain);
	frame_end(l->channel);
}

static void
step(struct lister *l, uint32_t i)
{
	enum ps_status	st;

	l->found.source = i;
	l->found.seq = 0;
	st = source_at(l, i)->step(&l->selves[i], &l->found);
	if (st >= PS_RETRY && visits(l, i) &&
	    lister_hand_out(&l->found, source_at(l, i), &l->selves[i]))
		st = PS_OK;
	l->stepped[i] = st;
	if (st < PS_RETRY)
		tell_failure(l, st, i);
	if (st != PS_EOF || i != l->current ||
	    (visits(l, i) && !lister_crawled(&l->found)))
		return;
	l->in_vain |= visits(l, i) && lister_in_vain(&l->found);
	source_ended(l);
}

static void
step_all(struct lister *l)
{
	for (uint32_t i = 0; i < l->pipeline->n_sources; i++)
		if (steps(l, i))
			step(l, i);
}

struct ps_self *
lister_self(struct lister *l, uint32_t i)
{
	return &l->selves[i];
}

struct ps_found *
lister_found(struct lister *l)
{
	return &l->found;
}

const struct pipeline *
lister_pipeline(const struct lister *l)
{
	return l->pipeline;
}

bool
lister_fetch(struct lister *l, const struct ps_doc *doc, const char *suffix)
{
	uint32_t	i = l->found.source;

	l->found.beside = true;
	l->found.suffix = suffix;
	l->found.there = false;
	(void)source_at(l, i)->fetch(&l->selves[i], &l->found, doc);
	l->found.beside = false;
	return l->found.there;
}

static void
fetch(struct lister *l, struct frame *f)
{
	struct ps_doc	doc;
	uint32_t	i;
	char		of[256];

	l->found.seq = get_u64(f);
	i = get_u32(f);
	if (!get_doc(f, &doc) || i >= l->pipeline->n_sources)
		return;
	l->found.source = i;
	if (lister_is_part(l, &doc, of, sizeof(of))) {
		on_skipped(&l->found, &doc, PS_SKIP, "part of '%s'", of);
		return;
	}
	lister_send_beside(l, &doc);
	l->found.answered = false;
	if (source_at(l, i)->fetch(&l->selves[i], &l->found, &doc) < PS_SKIP)
		on_skipped(&l->found, &doc, PS_FAIL, "%s",
		    l->hosts[i].message);
	if (!l->found.answered)
		lister_late(&l->found, &doc);
}

static void
hear_frontier(struct lister *l, struct frame *f)
{
	uint32_t	i = get_u32(f);

	if (f->bad || i >= l->pipeline->n_sources)
		return;
	l->found.source = i;
	lister_hear(&l->found, source_at(l, i), &l->selves[i], f);
}

static void
hear(struct lister *l, struct frame *f)
{
	if (f->type == M_CREDIT)
		l->found.credit += get_u32(f);
	else if (f->type == M_LINK)
		lister_follow(l, f);
	else if (f->type == M_FORM)
		lister_form(l, f);
	else if (f->type >= M_VISIT && f->type <= M_CRAWL_IDLE)
		hear_frontier(l, f);
	else
		fetch(l, f);
}

/* The descriptors of a source; how long to wait for them at most, or -1. */
static uint32_t
watch(struct lister *l, uint32_t i, struct pollfd *fds, uint32_t room,
    int *timeout)
{
	struct ps_poll	wanted[WATCH_MAX];
	uint32_t	n;

	*timeout = 0;
	if (l->stepped[i] == PS_OK)
		return 0;
	*timeout = -1;
	if (!PLUGIN_HAS(source_at(l, i), watch))
		return 0;
	n = source_at(l, i)->watch(&l->selves[i], wanted,
	    room < WATCH_MAX ? room : WATCH_MAX, timeout);
	for (uint32_t k = 0; k < n; k++)
		fds[k] = (struct pollfd){ wanted[k].fd, wanted[k].events, 0 };
	return n;
}

/* Wait for the supervisor, and for what the sources wait for. */
static enum ps_status
wait_for_events(struct lister *l)
{
	struct pollfd	fds[WATCH_ALL + 1];
	uint32_t	n = 0;
	int		timeout = -1, t;

	for (uint32_t i = 0; i < l->pipeline->n_sources; i++) {
		if (!steps(l, i))
			continue;
		n += watch(l, i, fds + n, WATCH_ALL - n, &t);
		if (t >= 0 && (timeout < 0 || t < timeout))
			timeout = t;
	}
	fds[n] = (struct pollfd){ channel_fd(l->channel), POLLIN, 0 };
	if (poll(fds, n + 1, timeout) == -1 && errno != EINTR)
		return PS_FATAL;
	return fds[n].revents != 0 ? channel_read(l->channel) : PS_OK;
}

static int
end(struct lister *l)
{
	for (uint32_t i = 0; i < l->pipeline->n_sources && !l->failed; i++)
		if (PLUGIN_HAS(source_at(l, i), close))
			source_at(l, i)->close(&l->selves[i]);
	return 0;
}

int
lister_main(const struct pipeline *pipeline, struct channel *channel)
{
	struct lister	l = { .pipeline = pipeline, .channel = channel };
	struct frame	f;
	enum ps_status	st;

	l.found.channel = channel;
	l.found.pipeline = pipeline;
	open_sources(&l);
	for (;;) {
		if (channel_flush(channel) == PS_EOF)
			return end(&l);
		st = wait_for_events(&l);
		if (st == PS_EOF || st == PS_FATAL)
			return end(&l);
		while ((st = channel_next(channel, &f)) == PS_OK)
			hear(&l, &f);
		if (st == PS_FAIL)
			return 0;
		step_all(&l);
	}
}
