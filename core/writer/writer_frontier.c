/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_frontier.c - what the lister says of visits, into the ledger.
 *
 * All that belongs to the answer of a visit stands in one transaction with it.
 * While a document is open, which may yet be undone, frames wait in memory.
 */
#include <stdlib.h>

#include "mem.h"
#include "str.h"
#include "writer_frontier.h"

#define NEWS_MOST	256u	/* frames until visits are handed out */

static struct writer_frontier *
frontier_of(struct writer *w)
{
	if (w->frontier == NULL) {
		w->frontier = xcalloc(1, sizeof(*w->frontier));
		w->frontier->arena = arena_new();
		waiting_init(&w->frontier->waiting);
	}
	return w->frontier;
}

static const char *
told(const struct writer_frontier *f, const char *s)
{
	return secret_masked(f->arena, s);
}

/* The crawl of this source, while it is under way. */
static struct ledger_crawl *
crawl_of(struct writer_frontier *f, uint32_t source)
{
	struct ledger_crawl	*c = f->n_crawls == 0 ? NULL :
				    &f->crawls[f->n_crawls - 1];

	return c != NULL && c->source == source && !c->ended ? c : NULL;
}

static enum ps_status
begin_crawl(struct writer *w, uint32_t source)
{
	struct writer_frontier	*to = w->frontier;

	if (source >= w->pipeline->n_sources)
		return writer_broken(w, "a crawl of no source");
	visits_forget(to);
	GROW(to->crawls, to->n_crawls, to->room);
	return crawl_begin(w->ledger, w->pipeline, source,
	    &to->crawls[to->n_crawls++]);
}

static enum ps_status
end_crawl(struct ledger_crawl *c, struct frame *f)
{
	c->ended = true;
	c->whole = get_u8(f) != 0;
	return PS_OK;
}

/* n of them; where a site is not told, it is that of the one before. */
static enum ps_status
add_links(struct writer *w, struct ledger_crawl *c, struct frontier_from from,
    struct frame *f)
{
	struct writer_frontier	*to = w->frontier;
	uint32_t		 n = get_u32(f), i;
	const char		*site = NULL, *next, *full;

	for (i = 0; i < n && !f->bad; i++) {
		struct frontier_link *k;

		GROW(to->links, i, to->links_room);
		k = &to->links[i];
		*k = (struct frontier_link){ .id = 0 };
		full = get_text(f);
		k->address = told(to, full);
		k->full = k->address != full ? full : NULL;
		if ((next = get_text(f)) != NULL)
			site = next;
		k->site = site;
		k->input = told(to, get_text(f));
		k->depth = get_u32(f);
		f->bad |= k->address == NULL || site == NULL;
	}
	if (f->bad)
		return writer_broken(w, "links are cut off");
	w->uncommitted++;
	return frontier_put(w->ledger, c, from, to->links, n, visits_due, w);
}

static enum ps_status
enqueue(struct writer *w, struct ledger_crawl *c, struct frame *f)
{
	return add_links(w, c, visits_find(w->frontier, get_u64(f)), f);
}

static enum visit_state
state_of(uint8_t outcome)
{
	switch (outcome) {
	case PS_VISITED:
		return VISIT_DONE;
	case PS_VISIT_STORED:
		return VISIT_FOUND;
	case PS_VISIT_AGAIN:
		return VISIT_LATER;
	case PS_VISIT_LEFT_OUT:
		return VISIT_LEFT_OUT;
	default:
		return VISIT_FAILED;
	}
}

/*
 * A sink may drop what it builds if it holds no document, and a run that is
 * broken off need not have stored any: an empty one says that this is kept.
 */
static enum ps_status
is_worth(struct writer *w)
{
	const struct ps_doc	none = { .address = "", .root = "",
				    .name = "", .size = -1, .mtime = -1 };
	enum ps_status		st = w->sink->begin(&w->self, &none);

	w->frontier->worth = true;
	return st == PS_OK ? w->sink->end(&w->self, true) : st;
}

static enum ps_status
visited(struct writer *w, struct ledger_crawl *c, struct frame *f)
{
	struct writer_frontier	*to = w->frontier;
	struct frontier_from	 from = visits_take(to, get_u64(f));
	struct frontier_answer	 a = { .id = from.id };
	enum ps_status		 st;

	a.state = state_of(get_u8(f));
	a.again = a.state == VISIT_LATER;
	a.memory = told(to, get_text(f));
	a.not_before = (int64_t)get_u64(f);
	a.why = told(to, get_text(f));
	if (from.id == 0)
		return PS_OK;
	st = add_links(w, c, from, f);
	if (st == PS_OK)
		st = frontier_settle(w->ledger, c, &a);
	return st == PS_OK && !to->worth ? is_worth(w) : st;
}

static enum ps_status
remember(struct writer *w, struct frame *f)
{
	const char	*site = get_text(f), *memory = get_text(f);
	int64_t		 not_before = (int64_t)get_u64(f);

	if (site == NULL)
		return PS_OK;
	w->uncommitted++;
	return ledger_site_remember(w->ledger, site, told(w->frontier, memory),
	    not_before);
}

static enum ps_status
handle_of(struct writer *w, struct ledger_crawl *c, struct frame *f)
{
	c->handled++;
	switch (f->type) {
	case M_CRAWL_END:
		return end_crawl(c, f);
	case M_ENQUEUE:
		return enqueue(w, c, f);
	case M_VISITED:
		return visited(w, c, f);
	default:
		return remember(w, f);
	}
}

static enum ps_status
handle(struct writer *w, struct frame *f)
{
	struct writer_frontier	*to = w->frontier;
	uint32_t		 source = get_u32(f);
	struct ledger_crawl	*c;
	enum ps_status		 st = PS_OK;

	if (f->type == M_CRAWL)
		st = begin_crawl(w, source);
	if (st == PS_OK && f->type == M_SITE && to->n_crawls > 0 &&
	    crawl_of(to, source) == NULL)
		st = remember(w, f);	/* of one that is over */
	if (st != PS_OK || (c = crawl_of(to, source)) == NULL)
		return st;
	if (f->type == M_CRAWL)
		c->handled++;
	else
		st = handle_of(w, c, f);
	arena_reset(to->arena);
	return st;
}

enum ps_status
on_frontier(struct writer *w, struct frame *f)
{
	struct writer_frontier	*to = frontier_of(w);
	enum ps_status		 st;

	if (w->ledger == NULL)
		return PS_OK;
	if (w->doc.state != DOC_NONE)
		return waiting_add(&to->waiting, f) ? PS_OK : ps_fail(&w->self,
		    PS_FATAL, 0, "what a crawl found while a document was "
		    "read finds no room; make room in TMPDIR and run again");
	st = handle(w, f);
	return st == PS_OK && ++to->news >= NEWS_MOST ? visits_refill(w) : st;
}

enum ps_status
visits_go_on(struct writer *w)
{
	struct writer_frontier	*to = w->frontier;
	struct frame		 f;
	enum ps_status		 st = PS_OK;

	if (to == NULL || to->waiting.n == 0 || w->doc.state != DOC_NONE)
		return PS_OK;
	waiting_rewind(&to->waiting);
	while (st == PS_OK && waiting_next(&to->waiting, &f))
		st = handle(w, &f);
	if (st == PS_OK && to->waiting.lost)
		st = writer_broken(w, "what waited cannot be read again");
	waiting_clear(&to->waiting);
	to->news = NEWS_MOST;
	return st;
}

enum ps_status
visits_document(struct writer *w, const char *address)
{
	struct writer_frontier	*f = w->frontier;
	enum ps_status		 st = PS_OK;

	for (uint32_t i = 0; f != NULL && i < f->n_crawls; i++)
		if (st == PS_OK)
			st = frontier_stored(w->ledger, &f->crawls[i],
			    address);
	return st;
}

static void
take_root(void *arg, const char *root)
{
	struct writer	*w = arg;

	GROW(w->roots, w->n_roots, w->roots_room);
	w->roots[w->n_roots++] = xstrdup(root);
}

void
visits_tell(struct writer *w)
{
	static const enum visit_state	shown[] = {
		VISIT_QUEUED, VISIT_DONE, VISIT_LEFT_OUT, VISIT_FAILED,
		VISIT_LATER
	};
	const struct writer_frontier	*f = w->frontier;
	struct buf			*b;

	if (f == NULL || f->n_crawls == 0)
		return;
	b = frame_begin(w->channel, M_VISITS);
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
		uint64_t n = 0;

		for (uint32_t c = 0; c < f->n_crawls; c++) {
			const uint64_t *counts = f->crawls[c].counts;

			n += counts[shown[i]];
			if (shown[i] == VISIT_DONE)
				n += counts[VISIT_FOUND] +
				    counts[VISIT_STORED];
		}
		put_u64(b, n);
	}
	frame_end(w->channel);
}

static enum ps_status
take_reason(void *arg, const struct ps_value *v, uint32_t n)
{
	static const char *const	words[N_VISIT_STATES] = {
		[VISIT_LEFT_OUT] = "left out", [VISIT_FAILED] = "failed",
		[VISIT_LATER] = "left for a later run"
	};
	struct writer			*w = arg;
	struct buf			 why;
	char				 count[32];
	int64_t				 state = v[0].integer;

	(void)n;
	if (state < 0 || state >= N_VISIT_STATES || words[state] == NULL)
		return PS_OK;
	buf_init(&why, 4096);
	if (v[1].type == PS_TEXT)
		show(&why, v[1].text, v[1].length, 300);
	lines_add(&w->totals.visits, "%s %s%s%s",
	    human_count((uint64_t)v[2].integer, count), words[state],
	    why.n > 0 ? ": " : "", buf_cstr(&why));
	buf_free(&why);
	return PS_OK;
}

/* Whatever was not visited is said to be, and why. */
static enum ps_status
tell_reasons(struct writer *w, const struct ledger_crawl *c)
{
	if (c->counts[VISIT_LEFT_OUT] + c->counts[VISIT_FAILED] +
	    c->counts[VISIT_LATER] == 0)
		return PS_OK;
	return ledger_query(w->ledger, "SELECT state, why, count(*) FROM "
	    "_ps_frontier WHERE crawl = ?1 AND round = ?2 AND state IN "
	    "(2, 3, 4) GROUP BY state, why ORDER BY count(*) DESC, state, why",
	    (struct ps_value[]){ int_value(c->id), int_value(c->round) }, 2,
	    take_reason, w);
}

/* Roots that were reached to their ends join those that were listed. */
static enum ps_status
end_one(struct writer *w, struct ledger_crawl *c)
{
	uint32_t	from = w->n_roots;
	enum ps_status	st = crawl_end(w->ledger, c);

	if (st == PS_OK)
		st = tell_reasons(w, c);
	if (st == PS_OK && c->whole)
		st = crawl_roots(w->ledger, c, take_root, w);
	for (uint32_t i = from; i < w->n_roots && st == PS_OK; i++)
		if (c->resumed || c->counts[VISIT_LEFT_OUT] > 0)
			st = crawl_recall(w->ledger, c, w->roots[i]);
	return st;
}

enum ps_status
visits_end(struct writer *w, bool whole)
{
	struct writer_frontier	*f = w->frontier;
	enum ps_status		 st = visits_go_on(w);

	for (uint32_t i = 0; f != NULL && whole && i < f->n_crawls; i++)
		if (st == PS_OK && f->crawls[i].ended)
			st = end_one(w, &f->crawls[i]);
	return st;
}

void
visits_free(struct writer *w)
{
	struct writer_frontier	*f = w->frontier;

	if (f == NULL)
		return;
	visits_forget(f);
	arena_free(f->arena);
	waiting_free(&f->waiting);
	free(f->links);
	free(f->crawls);
	free(f);
	w->frontier = NULL;
}
