/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * frontier.c - visits in memory: a queue a site, and the sites in a ring, of
 * which the next one that may be visited gives the next visit.
 */
#include <stdlib.h>
#include <string.h>

#include "frontier.h"
#include "mem.h"
#include "seen.h"

struct place {
	struct ps_visit	 visit;
	struct place	*next;		/* of its site */
	struct site	*site;
};

struct site {
	char		*name;
	struct place	*first, *last;
	uint32_t	 handed;	/* out, and not answered */
};

struct frontier {
	struct seen	*seen;
	struct place	**all;		/* by number - 1; NULL: answered */
	uint32_t	 n, room;
	uint32_t	 open;
	struct site	**sites;
	uint32_t	 n_sites, sites_room, turn;
};

struct frontier *
frontier_new(void)
{
	struct frontier	*f = xcalloc(1, sizeof(*f));

	f->seen = seen_new();
	return f;
}

static void
place_free(struct place *p)
{
	if (p == NULL)
		return;
	free((void *)(uintptr_t)p->visit.address);
	free((void *)(uintptr_t)p->visit.root);
	free((void *)(uintptr_t)p->visit.from);
	free(p);
}

void
frontier_free(struct frontier *f)
{
	if (f == NULL)
		return;
	for (uint32_t i = 0; i < f->n; i++)
		place_free(f->all[i]);
	for (uint32_t i = 0; i < f->n_sites; i++) {
		free(f->sites[i]->name);
		free(f->sites[i]);
	}
	free(f->all);
	free(f->sites);
	seen_free(f->seen);
	free(f);
}

static struct site *
site_of(struct frontier *f, const char *name)
{
	struct site	*s;

	for (uint32_t i = 0; i < f->n_sites; i++)
		if (strcmp(f->sites[i]->name, name) == 0)
			return f->sites[i];
	s = xcalloc(1, sizeof(*s));
	s->name = xstrdup(name);
	GROW(f->sites, f->n_sites, f->sites_room);
	return f->sites[f->n_sites++] = s;
}

static struct place *
place_new(struct frontier *f, const struct ps_visit *v)
{
	struct place	*p = xcalloc(1, sizeof(*p));

	p->site = site_of(f, v->site);
	p->visit = (struct ps_visit){ .number = f->n + 1,
	    .address = xstrdup(v->address), .root = xstrdup(v->root),
	    .from = v->from == NULL ? NULL : xstrdup(v->from),
	    .site = p->site->name, .depth = v->depth };
	return p;
}

bool
frontier_add(struct frontier *f, const struct ps_visit *v)
{
	struct place	*p;

	if (seen_has(f->seen, v->address, 0))
		return true;
	if (f->n == FRONTIER_MOST)
		return false;
	(void)seen_add(f->seen, v->address, 0);
	p = place_new(f, v);
	*(p->site->last != NULL ? &p->site->last->next : &p->site->first) = p;
	p->site->last = p;
	GROW(f->all, f->n, f->room);
	f->all[f->n++] = p;
	f->open++;
	return true;
}

static struct place *
take(struct site *s)
{
	struct place	*p = s->first;

	if (p == NULL || s->handed == SITE_WINDOW)
		return NULL;
	s->first = p->next;
	if (s->first == NULL)
		s->last = NULL;
	s->handed++;
	return p;
}

const struct ps_visit *
frontier_next(struct frontier *f)
{
	struct place	*p = NULL;

	for (uint32_t i = 0; i < f->n_sites && p == NULL; i++) {
		p = take(f->sites[f->turn]);
		f->turn = (f->turn + 1) % f->n_sites;
	}
	return p == NULL ? NULL : &p->visit;
}

void
frontier_answer(struct frontier *f, uint64_t number)
{
	struct place	*p;

	if (number == 0 || number > f->n || (p = f->all[number - 1]) == NULL)
		return;
	p->site->handed--;
	f->open--;
	place_free(p);
	f->all[number - 1] = NULL;
}

bool
frontier_empty(const struct frontier *f)
{
	return f->open == 0;
}
