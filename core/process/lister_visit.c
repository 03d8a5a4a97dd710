/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lister_visit.c - sources that visit what they find: visits go between them
 * and the frontier.
 */
#include <stdio.h>
#include <stdlib.h>

#include "frontier.h"
#include "host.h"
#include "lister.h"
#include "lister_crawl.h"
#include "log.h"
#include "mem.h"
#include "plugin.h"
#include "proc.h"

#define PROGRESS_EVERY	0.2	/* seconds */

struct crawl {
	struct frontier	*frontier;	/* either this ... */
	struct remote	*remote;	/* ... or this */
	bool		 partial;	/* it says nothing of what is gone */
	bool		 ended;
	bool		 asked, reached;	/* somebody, who answered */
	uint32_t	 under_way;	/* as it said last */
	uint64_t	 bytes;
	double		 told;
	bool		 full;		/* and that was said */
};

struct crawl *
crawls_new(uint32_t n)
{
	return xcalloc(n, sizeof(struct crawl));
}

static struct crawl *
crawl_of(struct ps_found *to)
{
	struct crawl	*c = &to->crawls[to->source];

	if (c->frontier == NULL && c->remote == NULL) {
		if (remote_is_there(to->pipeline))
			c->remote = remote_new(to->channel, to->source);
		else
			c->frontier = frontier_new();
	}
	return c;
}

void
lister_enqueue(struct ps_found *to, const struct ps_visit *v)
{
	struct crawl	*c = crawl_of(to);

	if (c->remote != NULL) {
		remote_enqueue(c->remote, v);
		return;
	}
	if (frontier_add(c->frontier, v) || c->full)
		return;
	c->full = true;
	warn("%s: more than %u addresses were found, and without a database "
	    "no more can be kept; load into one with -o DB", v->root,
	    FRONTIER_MOST);
}

void
lister_visited(struct ps_found *to, uint64_t number, enum ps_outcome outcome,
    const char *memory, int64_t not_before, const char *fmt, ...)
{
	struct crawl	*c = crawl_of(to);
	char		 why[400];
	va_list		 ap;

	/* What was found and is left out will never be stored. */
	if (outcome == PS_VISIT_STORED && to->dropped)
		outcome = PS_VISITED;
	c->partial |= to->dropped;
	to->dropped = false;
	c->asked = true;
	c->reached |= outcome != PS_VISIT_UNREACHED;
	if (outcome == PS_VISIT_UNREACHED)
		outcome = PS_VISIT_AGAIN;
	if (c->remote == NULL) {
		frontier_answer(c->frontier, number);
		return;
	}
	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	remote_answer(c->remote, number, outcome, memory, not_before, why);
}

void
lister_remember(struct ps_found *to, const char *site, const char *memory,
    int64_t not_before)
{
	struct crawl	*c = crawl_of(to);

	if (c->remote != NULL)
		remote_remember(c->remote, site, memory, not_before);
}

/* Of all sources. */
static void
tell_progress(struct ps_found *to, const char *waits)
{
	struct buf	*b = frame_begin(to->channel, M_PROGRESS);
	uint32_t	 under_way = 0;
	uint64_t	 bytes = 0;

	for (uint32_t i = 0; i < to->pipeline->n_sources; i++) {
		under_way += to->crawls[i].under_way;
		bytes += to->crawls[i].bytes;
	}
	put_u32(b, under_way);
	put_u64(b, bytes);
	put_text(b, waits);
	frame_end(to->channel);
}

void
lister_progress(struct ps_found *to, const struct ps_progress *p)
{
	struct crawl	*c = crawl_of(to);
	double		 now = now_seconds();

	c->under_way = p->under_way;
	c->bytes = p->bytes;
	if (now - c->told >= PROGRESS_EVERY) {
		c->told = now;
		tell_progress(to, p->waits);
	}
}

uint32_t
lister_room(struct ps_found *to)
{
	return to->credit > 0 ? (uint32_t)to->credit : 0;
}

static const struct ps_visit *
next(struct crawl *c)
{
	return c->remote != NULL ? remote_next(c->remote) :
	    frontier_next(c->frontier);
}

bool
lister_hand_out(struct ps_found *to, const struct ps_source *s,
    struct ps_self *self)
{
	struct crawl		*c = crawl_of(to);
	const struct ps_visit	*v;
	bool			 any = false;

	for (; (v = next(c)) != NULL; any = true)
		if (s->visit(self, to, v) < PS_SKIP)
			lister_visited(to, v->number, PS_VISIT_FAILED, NULL,
			    0, "%s", "");
	return any;
}

bool
lister_crawled(struct ps_found *to)
{
	struct crawl	*c = crawl_of(to);

	if (c->remote == NULL)
		return frontier_empty(c->frontier);
	if (!c->ended && remote_idle(c->remote)) {
		remote_end(c->remote, !c->partial);
		c->ended = true;
	}
	return c->ended;
}

bool
lister_in_vain(struct ps_found *to)
{
	struct crawl	*c = crawl_of(to);

	return c->asked && !c->reached;
}

/* The source's memory of a site goes to it, all else to the crawl. */
void
lister_hear(struct ps_found *to, const struct ps_source *s,
    struct ps_self *self, struct frame *f)
{
	struct crawl	*c = crawl_of(to);
	const char	*site, *memory;

	if (f->type != M_SITE_KNOWN) {
		if (c->remote != NULL)
			remote_hear(c->remote, f);
		return;
	}
	site = get_text(f);
	memory = get_text(f);
	if (site != NULL && PLUGIN_HAS(s, site))
		s->site(self, site, memory, (int64_t)get_u64(f));
}

bool
lister_partial(struct ps_found *to, bool whole)
{
	struct crawl	*c = &to->crawls[to->source];

	c->partial |= !whole;
	return c->remote != NULL;
}
