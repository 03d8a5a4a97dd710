/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_visits.c - visits that are due are handed out: some of each site, of
 * some sites at a time.
 *
 * The database holds no trace of it: what was handed out and not answered is
 * queued there, so that it comes again when the run is broken off.
 */
#include <stdlib.h>

#include "writer_frontier.h"

static uint32_t
quota(const struct writer_frontier *f)
{
	uint32_t	n = OUT_MOST / (f->n_sites == 0 ? 1 : f->n_sites);

	return n < SITE_LEAST ? SITE_LEAST : n > SITE_MOST ? SITE_MOST : n;
}

static struct ledger_crawl *
current(struct writer_frontier *f)
{
	return &f->crawls[f->n_crawls - 1];
}

struct handing {
	struct writer	*writer;
	struct out_site	*site;
	uint32_t	 slot, n;
};

static void
hand_out(void *arg, const struct frontier_visit *v)
{
	struct handing		*h = arg;
	struct writer		*w = h->writer;
	struct out_site		*s = h->site;
	struct buf		*b = frame_begin(w->channel, M_VISIT);

	put_u32(b, current(w->frontier)->source);
	put_u64(b, (uint64_t)v->id * SITES_AT_ONCE + h->slot);
	put_text(b, v->address);
	put_text(b, v->input);
	put_text(b, v->from);
	put_text(b, s->name);
	put_text(b, v->memory);
	put_u32(b, v->depth);
	put_u32(b, v->attempts);
	frame_end(w->channel);
	s->out[s->n_out++] = (struct frontier_from){ v->id, v->root };
	s->after = v->place;
	h->n++;
}

/* Whether it was told in this crawl; it now is. */
static bool
was_told(struct writer_frontier *f, int64_t site)
{
	size_t	at = (size_t)site / 8, room;
	uint8_t	bit = (uint8_t)(1u << site % 8);
	bool	was;

	if (at >= f->known_room) {
		room = 2 * at + 64;
		f->known = xrealloc(f->known, room, 1);
		memset(f->known + f->known_room, 0, room - f->known_room);
		f->known_room = room;
	}
	was = (f->known[at] & bit) != 0;
	f->known[at] |= bit;
	return was;
}

static void
tell_site(struct writer *w, const struct site_told *t)
{
	struct buf	*b = frame_begin(w->channel, M_SITE_KNOWN);

	put_u32(b, current(w->frontier)->source);
	put_text(b, t->site);
	put_text(b, t->memory);
	put_u64(b, (uint64_t)t->not_before);
	frame_end(w->channel);
}

static enum ps_status
name_site(struct writer *w, struct out_site *s)
{
	struct site_told	told;
	enum ps_status		st;

	st = ledger_site_recall(w->ledger, s->number, &told);
	if (st == PS_OK && !was_told(w->frontier, s->number))
		tell_site(w, &told);
	s->name = told.site;
	free(told.memory);
	return st;
}

static enum ps_status
refill_site(struct writer *w, uint32_t slot)
{
	struct writer_frontier	*f = w->frontier;
	struct out_site		*s = f->sites[slot];
	uint32_t		 most = quota(f);
	struct handing		 h = { w, s, slot, 0 };
	enum ps_status		 st = PS_OK;

	if (s->drained || s->n_out > most / 2)
		return PS_OK;
	if (s->name == NULL)
		st = name_site(w, s);
	most -= s->n_out;
	if (st == PS_OK)
		st = frontier_visits(w->ledger, current(f), s->number,
		    s->after, most, hand_out, &h);
	s->drained = h.n < most;
	return st;
}

static bool
is_out(const struct writer_frontier *f, int64_t site)
{
	for (uint32_t i = 0; i < SITES_AT_ONCE; i++)
		if (f->sites[i] != NULL && f->sites[i]->number == site)
			return true;
	return false;
}

/* The next site in the ring of those that have something due. */
static enum ps_status
next_site(struct writer *w, int64_t *site)
{
	struct writer_frontier	*f = w->frontier;
	int64_t			 at = f->last_site;
	bool			 turned = false;
	enum ps_status		 st;

	for (;;) {
		st = frontier_site(w->ledger, current(f), at, site);
		if (st != PS_OK || (*site != 0 && !is_out(f, *site)))
			return st;
		at = *site;
		if (*site != 0 && (!turned || *site < f->last_site))
			continue;
		*site = 0;
		if (turned || f->last_site == 0)
			return PS_OK;
		turned = true;
		at = 0;
	}
}

static enum ps_status
take_up_sites(struct writer *w)
{
	struct writer_frontier	*f = w->frontier;
	enum ps_status		 st = PS_OK;
	int64_t			 site;

	for (uint32_t i = 0; i < SITES_AT_ONCE && f->more_sites; i++) {
		if (f->sites[i] != NULL)
			continue;
		if ((st = next_site(w, &site)) != PS_OK)
			return st;
		f->more_sites = site != 0;
		if (site == 0)
			break;
		f->sites[i] = xcalloc(1, sizeof(*f->sites[i]));
		f->sites[i]->number = f->last_site = site;
		f->n_sites++;
	}
	return st;
}

static void
leave_site(struct writer_frontier *f, uint32_t slot)
{
	free(f->sites[slot]->name);
	free(f->sites[slot]);
	f->sites[slot] = NULL;
	f->n_sites--;
}

/* Nothing is left: said once for each time that is so. */
static void
tell_idle(struct writer *w)
{
	struct writer_frontier		*f = w->frontier;
	const struct ledger_crawl	*c = current(f);
	struct buf			*b;

	if (c->counts[VISIT_QUEUED] > 0 || f->idle_told == c->handled)
		return;
	f->idle_told = c->handled;
	b = frame_begin(w->channel, M_CRAWL_IDLE);
	put_u32(b, c->source);
	put_u64(b, c->handled);
	frame_end(w->channel);
}

enum ps_status
visits_refill(struct writer *w)
{
	struct writer_frontier	*f = w->frontier;
	enum ps_status		 st = PS_OK;

	if (f == NULL || f->news == 0 || w->doc.state != DOC_NONE)
		return PS_OK;
	f->news = 0;
	if (f->n_crawls == 0 || current(f)->ended)
		return PS_OK;
	for (uint32_t i = 0; i < SITES_AT_ONCE && st == PS_OK; i++) {
		if (f->sites[i] == NULL)
			continue;
		st = refill_site(w, i);
		if (f->sites[i]->drained && f->sites[i]->n_out == 0)
			leave_site(f, i);
	}
	if (st == PS_OK && f->more_sites && f->n_sites < SITES_AT_ONCE)
		st = take_up_sites(w);
	for (uint32_t i = 0; i < SITES_AT_ONCE && st == PS_OK; i++)
		if (f->sites[i] != NULL && f->sites[i]->after == 0)
			st = refill_site(w, i);
	tell_idle(w);
	return st;
}

void
visits_due(void *arg, int64_t site)
{
	struct writer_frontier	*f = ((struct writer *)arg)->frontier;

	for (uint32_t i = 0; i < SITES_AT_ONCE; i++)
		if (f->sites[i] != NULL && f->sites[i]->number == site) {
			f->sites[i]->drained = false;
			return;
		}
	f->more_sites = true;
}

static struct frontier_from *
find(const struct writer_frontier *f, uint64_t number)
{
	struct out_site	*s = f->sites[number % SITES_AT_ONCE];
	int64_t		 id = (int64_t)(number / SITES_AT_ONCE);

	for (uint32_t i = 0; s != NULL && i < s->n_out; i++)
		if (s->out[i].id == id)
			return &s->out[i];
	return NULL;
}

struct frontier_from
visits_find(const struct writer_frontier *f, uint64_t number)
{
	const struct frontier_from	*out = find(f, number);

	return out == NULL ? (struct frontier_from){ 0, 0 } : *out;
}

struct frontier_from
visits_take(struct writer_frontier *f, uint64_t number)
{
	struct frontier_from	*out = find(f, number), it = { 0, 0 };
	struct out_site		*s = f->sites[number % SITES_AT_ONCE];

	if (out == NULL)
		return it;
	it = *out;
	*out = s->out[--s->n_out];
	return it;
}

void
visits_forget(struct writer_frontier *f)
{
	for (uint32_t i = 0; i < SITES_AT_ONCE; i++)
		if (f->sites[i] != NULL)
			leave_site(f, i);
	free(f->known);
	f->known = NULL;
	f->known_room = 0;
	f->last_site = 0;
	f->more_sites = true;
	f->idle_told = 0;
}
