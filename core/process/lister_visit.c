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
#include "log.h"
#include "mem.h"
#include "plugin.h"

struct crawl {
	struct frontier	*frontier;
	struct ps_progress progress;
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

	if (c->frontier == NULL)
		c->frontier = frontier_new();
	return c;
}

void
lister_enqueue(struct ps_found *to, const struct ps_visit *v)
{
	struct crawl	*c = crawl_of(to);

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
	(void)outcome, (void)memory, (void)not_before, (void)fmt;
	frontier_answer(crawl_of(to)->frontier, number);
}

void
lister_remember(struct ps_found *to, const char *site, const char *memory,
    int64_t not_before)
{
	(void)to, (void)site, (void)memory, (void)not_before;
}

void
lister_progress(struct ps_found *to, const struct ps_progress *p)
{
	crawl_of(to)->progress = *p;
}

uint32_t
lister_room(struct ps_found *to)
{
	return to->credit > 0 ? (uint32_t)to->credit : 0;
}

bool
lister_hand_out(struct ps_found *to, const struct ps_source *s,
    struct ps_self *self)
{
	struct frontier		*f = crawl_of(to)->frontier;
	const struct ps_visit	*v;
	bool			 any = false;

	for (; (v = frontier_next(f)) != NULL; any = true)
		if (s->visit(self, to, v) < PS_SKIP)
			lister_visited(to, v->number, PS_VISIT_FAILED, NULL,
			    0, "%s", "");
	return any;
}

bool
lister_crawled(struct ps_found *to)
{
	return frontier_empty(crawl_of(to)->frontier);
}
