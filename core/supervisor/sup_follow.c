/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_follow.c - links on their way from a page over its source into the
 * queue.
 */
#include <stdlib.h>
#include <string.h>

#include "follow.h"
#include "log.h"
#include "mem.h"
#include "seen.h"
#include "str.h"
#include "sup_follow.h"
#include "sup_members.h"
#include "sup_said.h"

#define ORDINAL_BITS	14	/* of a link's number: on its page, */
#define ROUND_BITS	10	/* and which reading of that it is of */

_Static_assert(FOLLOW_A_PAGE < 1u << ORDINAL_BITS, "ordinals fit");

/* Addresses that were met. */
enum { LISTED, FOLLOWED };

struct link {
	char		*address;
	struct said	 facts;		/* that were told of it */
	struct ps_doc	*doc;		/* where it leads; NULL: nowhere */
	char		*why;
	bool		 answered;
};

struct links {
	struct link	*all;
	uint32_t	 n, room;
	uint32_t	 open;		/* not answered */
	size_t		 bytes;
};

/* A document that waits for its place in the queue. */
struct followed {
	struct followed	*next;
	struct ps_doc	*doc;
	char		*from;		/* the page */
	struct heritage	*above;
	uint32_t	 source, depth;
	size_t		 bytes;
};

struct follow {
	struct followed	*first, *last;
	size_t		 bytes;
	uint32_t	 n;		/* in this run */
	struct seen	*seen;
};

static struct follow *
follow_of(struct supervisor *s)
{
	if (s->follow != NULL)
		return s->follow;
	s->follow = xcalloc(1, sizeof(*s->follow));
	s->follow->seen = seen_new();
	return s->follow;
}

void
follow_seen(struct supervisor *s, const char *address)
{
	if (s->pipeline->script != NULL)
		(void)seen_add(follow_of(s)->seen, address, LISTED);
}

static void
link_free(struct link *k)
{
	free(k->address);
	free(k->doc);
	free(k->why);
	said_free(&k->facts);
}

void
links_free(struct job *j)
{
	if (j->links == NULL)
		return;
	for (uint32_t i = 0; i < j->links->n; i++)
		link_free(&j->links->all[i]);
	free(j->links->all);
	free(j->links);
	j->links = NULL;
	j->link_round++;
}

bool
job_has_links(const struct job *j)
{
	return j->links != NULL && j->links->n > 0;
}

bool
links_wait(const struct supervisor *s, const struct job *j)
{
	return j->links != NULL && j->links->open > 0 && s->lister != NULL;
}

static void
ask(struct supervisor *s, const struct job *j, uint32_t ordinal)
{
	struct buf	*b = frame_begin(s->lister, M_LINK);

	put_u64(b, j->seq << (ORDINAL_BITS + ROUND_BITS) |
	    (uint64_t)(j->link_round & ((1u << ROUND_BITS) - 1)) <<
	    ORDINAL_BITS | ordinal);
	put_u32(b, j->source);
	put_doc(b, j->doc);
	put_text(b, j->links->all[ordinal].address);
	frame_end(s->lister);
}

static bool
add_link(struct supervisor *s, struct job *j, const char *address,
    struct said *facts)
{
	struct links	*l;

	if (j->links == NULL)
		j->links = xcalloc(1, sizeof(*j->links));
	l = j->links;
	l->bytes += strlen(address) + said_cost(facts);
	if (l->n == FOLLOW_A_PAGE || l->bytes > FOLLOW_PAGE_BYTES)
		return false;
	GROW(l->all, l->n, l->room);
	l->all[l->n] = (struct link){ .address = xstrdup(address),
	    .facts = *facts };
	memset(facts, 0, sizeof(*facts));
	l->n++;
	if (s->lister == NULL)
		return true;
	l->open++;
	ask(s, j, l->n - 1);
	return true;
}

bool
job_follow(struct supervisor *s, struct job *j, struct frame *f)
{
	const char	*address;
	struct said	 facts = { 0 };
	bool		 good;

	(void)get_u64(f);
	(void)get_u32(f);
	address = get_text(f);
	good = get_said(f, &facts) && address != NULL &&
	    add_link(s, j, address, &facts);
	said_free(&facts);
	return good;
}

void
job_told(struct supervisor *s, struct frame *f)
{
	struct job	*j = job_find(s, get_u64(f));
	uint32_t	 position = get_u32(f);
	const char	*address = get_text(f);
	struct said	 facts = { 0 };

	if (get_said(f, &facts) && j != NULL && j->state == JOB_FOUND) {
		if (position == 0)
			said_add(&j->own, &facts);
		else if (address != NULL)
			(void)add_link(s, j, address, &facts);
	}
	said_free(&facts);
}

void
job_linked(struct supervisor *s, struct frame *f)
{
	uint64_t	 number = get_u64(f);
	struct job	*j = job_find(s, number >> (ORDINAL_BITS +
			    ROUND_BITS));
	uint32_t	 ordinal = number & ((1u << ORDINAL_BITS) - 1);
	uint32_t	 turn = (number >> ORDINAL_BITS) &
			    ((1u << ROUND_BITS) - 1);
	const char	*why = get_text(f);
	struct ps_doc	 doc;
	struct link	*k;

	if (j == NULL || j->links == NULL || ordinal >= j->links->n ||
	    turn != (j->link_round & ((1u << ROUND_BITS) - 1)))
		return;
	k = &j->links->all[ordinal];
	if (k->answered || (why == NULL && !get_doc(f, &doc)))
		return;
	k->answered = true;
	j->links->open--;
	if (why != NULL) {
		k->why = xstrdup(why);
		return;
	}
	doc.root = j->doc->root;
	k->doc = doc_copy(&doc);
}

/* What a followed document inherits: from its page, and what the link says. */
static struct heritage *
heritage_of(struct job *j, const struct link *k)
{
	struct heritage	*below = job_below(j), *h;

	if (k->facts.n == 0)
		return below;
	h = xcalloc(1, sizeof(*h));
	h->refs = 1;
	said_add(&h->said, &k->facts);
	if (below != NULL)
		said_inherit(&h->said, &below->said);
	heritage_drop(below);
	return h;
}

static void
enqueue(struct follow *f, struct job *j, struct link *k)
{
	struct followed	*w = xcalloc(1, sizeof(*w));

	w->doc = k->doc;
	k->doc = NULL;
	w->from = xstrdup(j->doc->address);
	w->above = heritage_of(j, k);
	w->source = j->source;
	w->depth = j->depth + 1;
	w->bytes = 2 * strlen(w->doc->address) + strlen(w->from) +
	    sizeof(*w) + sizeof(*w->doc) +
	    (w->above != NULL && w->above->refs == 1 ?
	    said_cost(&w->above->said) : 0);
	f->bytes += w->bytes;
	f->n++;
	*(f->last != NULL ? &f->last->next : &f->first) = w;
	f->last = w;
}

/* NULL, or why it leads nowhere. */
static const char *
take_link(struct supervisor *s, struct job *j, struct link *k)
{
	struct follow	*f = follow_of(s);

	if (k->doc == NULL)
		return k->why != NULL ? k->why : "nobody knows where it leads";
	if (strcmp(k->doc->address, j->doc->address) == 0)
		return NULL;
	if (j->depth == FOLLOW_DEPTH)
		return "it is more than 8 links from what was listed";
	if (f->n >= FOLLOW_MOST)
		return "100000 documents were followed in this run";
	if (f->bytes > FOLLOW_WAIT)
		return "too many documents wait to be followed";
	if (!seen_has(f->seen, k->doc->address, LISTED) &&
	    !seen_add(f->seen, k->doc->address, FOLLOWED))
		enqueue(f, j, k);
	return NULL;
}

static void
tell_link(struct supervisor *s, const struct job *j, uint32_t i,
    const char *why)
{
	const struct link	*k = &j->links->all[i];
	struct buf		*b = frame_begin(s->writer, M_FOLLOW);

	put_u64(b, j->seq);
	put_u32(b, i + 1);
	put_text(b, k->address);
	put_said(b, &k->facts);
	put_text(b, why);
	frame_end(s->writer);
}

uint64_t
pass_links(struct supervisor *s, struct job *j)
{
	uint64_t	 n = 0;
	const char	*why;

	for (uint32_t i = 0; job_has_links(j) && i < j->links->n; i++) {
		why = take_link(s, j, &j->links->all[i]);
		if (s->has_ledger)
			tell_link(s, j, i, why);
		n += why != NULL;
	}
	return n;
}

void
follow_again(struct supervisor *s, struct job *j)
{
	for (uint32_t i = 0; job_has_links(j) && i < j->links->n; i++)
		(void)take_link(s, j, &j->links->all[i]);
}

bool
any_followed(const struct supervisor *s)
{
	return s->follow != NULL && s->follow->first != NULL;
}

static void
followed_free(struct followed *w)
{
	free(w->doc);
	free(w->from);
	heritage_drop(w->above);
	free(w);
}

/* It becomes a job like those that are listed. */
static void
begin(struct supervisor *s, struct followed *w)
{
	struct job	*j = job_new(s, w->source, w->doc);

	j->from = w->from;
	j->above = w->above;
	j->depth = w->depth;
	w->from = NULL;
	w->above = NULL;
	job_found(s, j);
}

/* It may have been listed after a page led to it. */
void
feed_followed(struct supervisor *s)
{
	struct follow	*f = s->follow;
	struct followed	*w;

	while (s->listed && f != NULL && (w = f->first) != NULL &&
	    s->n_jobs < queue_room(s)) {
		f->first = w->next;
		if (f->first == NULL)
			f->last = NULL;
		f->bytes -= w->bytes;
		if (!s->lost && s->interrupts == 0 && !limit_reached(s) &&
		    !seen_has(f->seen, w->doc->address, LISTED))
			begin(s, w);
		followed_free(w);
	}
}

void
follow_free(struct supervisor *s)
{
	struct follow	*f = s->follow;
	struct followed	*w;

	if (f == NULL)
		return;
	while ((w = f->first) != NULL) {
		f->first = w->next;
		followed_free(w);
	}
	seen_free(f->seen);
	free(f);
	s->follow = NULL;
}
