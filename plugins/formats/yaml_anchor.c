/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yaml_anchor.c - nodes that have names, kept as the events they consist of.
 *
 * An alias within a kept node is kept as such, so that what is kept is never
 * more than what was read; all of it is bounded.
 */
#include <stdlib.h>
#include <string.h>

#include "yaml_format.h"

#define NODES_MOST	(1u << 18)	/* events, in all */
#define BYTES_MOST	((size_t)16 << 20)
#define ANCHORS_MOST	65536u
#define NOWHERE		SIZE_MAX

void *
yaml_grown(void *p, uint32_t n, uint32_t *room, size_t size)
{
	uint32_t	 want = *room == 0 ? 64 : 2 * *room;
	void		*more;

	if (n < *room)
		return p;
	more = realloc(p, want * size);
	if (more != NULL)
		*room = want;
	return more;
}

void
anchors_clear(struct anchors *a)
{
	if (a->n > 0)
		memset(a->slots, 0, a->n_slots * sizeof(*a->slots));
	a->n_nodes = a->n = a->n_open = 0;
	a->text.n = 0;
	a->full = false;
}

void
anchors_free(struct anchors *a)
{
	free(a->nodes);
	free(a->list);
	free(a->slots);
	free(a->open);
	free(a->text.p);
}

/* A text, with a NUL behind it; NOWHERE: there is none. */
static size_t
put(struct anchors *a, const char *p, size_t n)
{
	size_t	at = a->text.n;

	if (p == NULL)
		return NOWHERE;
	if (a->text.n + n > BYTES_MOST || !yaml_text(&a->text, p, n) ||
	    !yaml_char(&a->text, '\0'))
		a->full = true;
	return at;
}

static uint32_t
hash_of(const char *name, size_t n)
{
	uint32_t	h = 2166136261u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)name[i]) * 16777619u;
	return h ^ h >> 15;
}

/* Where that name is, or would be. */
static uint32_t *
slot_of(const struct anchors *a, const char *name, size_t n, uint32_t hash)
{
	for (uint32_t i = hash;; i++) {
		uint32_t		*slot = &a->slots[i & (a->n_slots - 1)];
		const struct anchor	*x = &a->list[*slot - 1];

		if (*slot == 0 || (x->hash == hash && x->n == n &&
		    memcmp(a->text.p + x->name, name, n) == 0))
			return slot;
	}
}

/* Never more than half full. */
static bool
make_slots(struct anchors *a)
{
	uint32_t	 n = a->n_slots == 0 ? 64 : 2 * a->n_slots;
	uint32_t	*slots;

	if (2 * a->n < a->n_slots)
		return true;
	if ((slots = calloc(n, sizeof(*slots))) == NULL)
		return false;
	free(a->slots);
	a->slots = slots;
	a->n_slots = n;
	for (uint32_t i = 0; i < a->n; i++)
		*slot_of(a, a->text.p + a->list[i].name, a->list[i].n,
		    a->list[i].hash) = i + 1;
	return true;
}

static bool
make_room(struct anchors *a)
{
	struct anchor	*list = yaml_grown(a->list, a->n, &a->list_room,
			    sizeof(*a->list));
	uint32_t	*open;

	if (list != NULL)
		a->list = list;
	open = yaml_grown(a->open, a->n_open, &a->open_room, sizeof(*a->open));
	if (open != NULL)
		a->open = open;
	return list != NULL && open != NULL && a->n < ANCHORS_MOST &&
	    make_slots(a);
}

static void
begin_anchor(struct anchors *a, const char *name, uint32_t depth)
{
	size_t		n = strlen(name), at = put(a, name, n);
	uint32_t	hash = hash_of(name, n);

	if (a->full || !make_room(a)) {
		a->full = true;
		return;
	}
	a->list[a->n] = (struct anchor){ .hash = hash, .name = at, .n = n,
	    .from = a->n_nodes, .depth = depth };
	*slot_of(a, name, n, hash) = a->n + 1;
	a->open[a->n_open++] = a->n++;
}

static void
keep_event(struct anchors *a, const struct event *e)
{
	struct kept	*more = yaml_grown(a->nodes, a->n_nodes, &a->room,
			    sizeof(*a->nodes)), k;

	if (more != NULL)
		a->nodes = more;
	if (more == NULL || a->n_nodes >= NODES_MOST) {
		a->full = true;
		return;
	}
	k = (struct kept){ .kind = e->kind, .plain = e->plain, .n = e->n,
	    .target = e->target, .p = put(a, e->p, e->n) };
	k.tag = put(a, e->tag, e->tag == NULL ? 0 : strlen(e->tag));
	a->nodes[a->n_nodes++] = k;
}

/* Those that were opened at this depth are complete. */
static void
end_anchors(struct anchors *a, uint32_t depth)
{
	while (a->n_open > 0) {
		struct anchor	*x = &a->list[a->open[a->n_open - 1]];

		if (x->depth < depth)
			break;
		x->to = a->n_nodes;
		a->n_open--;
	}
}

void
anchors_keep(struct anchors *a, const struct event *e, const char *name,
    uint32_t depth)
{
	if (name != NULL && !a->full)
		begin_anchor(a, name, depth);
	if (a->n_open == 0)
		return;
	if (!a->full)
		keep_event(a, e);
	if (a->full) {
		/* What is open is not whole, and never will be. */
		a->n_open = 0;
		return;
	}
	if (e->kind == EV_LEAVE)
		end_anchors(a, depth - 1);
	else if (e->kind == EV_SCALAR || e->kind == EV_ALIAS)
		end_anchors(a, depth);
}

uint32_t
anchors_find(const struct anchors *a, const char *name)
{
	size_t		n = strlen(name);
	uint32_t	i;

	if (a->n == 0)
		return NO_ANCHOR;
	i = *slot_of(a, name, n, hash_of(name, n));
	return i == 0 || a->list[i - 1].to == 0 ? NO_ANCHOR : i - 1;
}

struct event
anchors_event(const struct anchors *a, uint32_t node)
{
	const struct kept	*k = &a->nodes[node];

	return (struct event){ .kind = k->kind, .plain = k->plain, .n = k->n,
	    .p = k->p == NOWHERE ? "" : a->text.p + k->p,
	    .tag = k->tag == NOWHERE ? NULL : a->text.p + k->tag,
	    .target = k->target };
}
