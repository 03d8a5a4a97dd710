/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * input_window.c - the window's memory.
 *
 * What was shown must not move: a window that is too small is parked as it
 * is, and only the text not yet taken is copied to its successor.
 */
#include <stdlib.h>
#include <string.h>

#include "input_impl.h"
#include "mem.h"

#define SPARES		(sizeof(((struct ps_input *)0)->spare) / \
			    sizeof(struct block))
#define SPARE_BYTES	(8u << 20)	/* larger ones are given back */
#define WINDOW_BYTES	(1u << 20)	/* of a document that is not small */
#define ROUND		(64u << 10)

struct block
block_get(struct ps_input *in, size_t room)
{
	struct block	 b, *best = NULL;

	for (size_t i = 0; i < SPARES; i++) {
		struct block *s = &in->spare[i];

		if (s->room >= room && (best == NULL || s->room < best->room))
			best = s;
	}
	if (best != NULL) {
		b = *best;
		*best = (struct block){ .p = NULL };
		return b;
	}
	b.room = room < FIRST_BYTES ? FIRST_BYTES :
	    (room + ROUND - 1) / ROUND * ROUND;
	b.p = xmalloc(b.room);
	return b;
}

/* The larger block is the more useful one to keep. */
void
block_put(struct ps_input *in, struct block b)
{
	struct block	*least = &in->spare[0], old;

	for (size_t i = 1; i < SPARES; i++)
		if (in->spare[i].room < least->room)
			least = &in->spare[i];
	if (b.room <= SPARE_BYTES && b.room > least->room) {
		old = *least;
		*least = b;
		b = old;
	}
	free(b.p);
}

static void
move_down(struct ps_input *in, char *to)
{
	window_count(in);
	in->counted = 0;
	memmove(to, in->window.p + in->head, in->filled - in->head);
	in->base += in->head;
	in->n -= in->head;
	in->filled -= in->head;
	in->head = 0;
}

void
window_room(struct ps_input *in, size_t more)
{
	size_t		tail = in->filled - in->head, need;
	struct block	old = in->window;

	if (old.room - in->filled >= more + SLACK && old.p != NULL)
		return;
	need = tail + more + SLACK;
	if (!in->shown && need <= old.room) {
		move_down(in, old.p);
		return;
	}
	if (in->limit != UINT64_MAX)
		need += TAIL_BYTES;
	else if (in->at > FIRST_BYTES && need < WINDOW_BYTES)
		need = WINDOW_BYTES;
	if (need < 2 * tail)
		need = 2 * tail;	/* a record that grows and grows */
	window_count(in);
	in->counted = 0;
	old.base = in->base;
	in->window = block_get(in, need);
	if (tail > 0)
		memcpy(in->window.p, old.p + in->head, tail);
	in->base += in->head;
	in->n -= in->head;
	in->filled = tail;
	in->head = 0;
	if (old.p == NULL)
		return;
	if (!in->shown) {
		block_put(in, old);
		return;
	}
	GROW(in->parked, in->n_parked, in->parked_room);
	in->parked[in->n_parked++] = old;
	in->shown = false;
}

void
window_release(struct ps_input *in)
{
	while (in->n_parked > 0)
		block_put(in, in->parked[--in->n_parked]);
	in->shown = false;
	/* Make room now, while it may move; not oftener than it pays. */
	if (!in->eof && in->head > in->filled - in->head &&
	    in->window.room - in->filled < READ_BYTES + SLACK)
		move_down(in, in->window.p);
}

static bool
holds(const struct block *b, const char *p, const char **low,
    const char **high)
{
	if ((uintptr_t)p - (uintptr_t)b->p >= b->room)
		return false;
	*low = b->p;
	*high = b->p + b->room;
	return true;
}

bool
input_holds(const struct ps_input *in, const char *p, const char **low,
    const char **high)
{
	if (holds(&in->window, p, low, high))
		return true;
	for (uint32_t i = in->n_parked; i-- > 0;)
		if (holds(&in->parked[i], p, low, high))
			return true;
	return false;
}

uint64_t
input_place_of(const struct ps_input *in, const char *p)
{
	const char	*low, *high;

	if (in->limit_hidden || in->drift != 0)
		return UINT64_MAX;
	if (holds(&in->window, p, &low, &high))
		return in->base + (uint64_t)(p - low);
	for (uint32_t i = in->n_parked; i-- > 0;)
		if (holds(&in->parked[i], p, &low, &high))
			return in->parked[i].base + (uint64_t)(p - low);
	return UINT64_MAX;
}
