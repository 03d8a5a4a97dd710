/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * worker.c - the process that reads documents.
 *
 * It opens nothing: documents come as descriptors, plugins were loaded before
 * the fork, rows go into its slots and everything else over its one socket.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "children.h"
#include "lua_config.h"
#include "map.h"
#include "mem.h"
#include "sibling.h"
#include "worker.h"

static void
free_slots(struct worker *w, struct frame *f)
{
	uint32_t	n = get_u32(f);

	while (n-- > 0 && !f->bad) {
		uint32_t	slot = get_u32(f);

		if (slot < SLOT_COUNT)
			w->free_slots |= 1u << slot;
	}
}

/* Work that arrives while a slot is waited for is put aside. */
static void
put_off(struct worker *w, const struct frame *f)
{
	struct pending	*p = xmalloc(sizeof(*p) + f->n);

	p->next = NULL;
	p->frame = *f;
	memcpy(p->bytes, f->p, f->n);
	p->frame.p = p->bytes;
	*w->last = p;
	w->last = &p->next;
}

static bool
hear(struct worker *w)
{
	struct frame	f;

	if (channel_wait(w->channel, &f) != PS_OK) {
		w->ended = true;
		return false;
	}
	if (f.type == M_FREE)
		free_slots(w, &f);
	else
		put_off(w, &f);
	return true;
}

bool
take_slot(struct worker *w)
{
	while (w->free_slots == 0)
		if (!hear(w))
			return false;
	w->slot = __builtin_ctz(w->free_slots);
	w->free_slots &= ~(1u << w->slot);
	w->head = pool_slot(w->pool, w->number, (uint32_t)w->slot);
	return true;
}

static void
work(struct worker *w, struct frame *f)
{
	if (f->type == M_BESIDE) {
		besides_take(&w->besides, f);
		if (f->fd != -1)
			close(f->fd);
		return;
	}
	if (f->type == M_DOC)
		worker_document(w, f);
	else
		work_range(w, f);
	besides_close(&w->besides);
}

static void
open_worker(struct worker *w)
{
	const struct use	*sink;

	w->last = &w->first;
	w->slot = -1;
	buf_init(&w->notes, FRAME_MAX);
	host_init(&w->host);
	w->host.besides = &w->besides;
	w->host.deadline = SCRIPT_SHARE * w->pipeline->deadline;
	rows_init(&w->rows);
	w->mapper = mapper_new(w);
	w->arena = arena_new();
	w->input = input_new();
	w->contest = contest_new(w->pipeline->registry, &w->host.api);
	w->siblings = siblings_new();
	charset_warm();
	if (w->pipeline->n_sinks > 0) {
		sink = &w->pipeline->sinks[0];
		w->as_text = !w->pipeline->typed &&
		    (((const struct ps_sink *)(const void *)sink->plugin)->
		    flags & PS_WANTS_TEXT) != 0;
	}
}

int
worker_main(const struct pipeline *pipeline, struct channel *channel,
    struct pool *pool, uint32_t number, uint32_t free_slots_mask,
    bool describe)
{
	struct worker	*w = xcalloc(1, sizeof(*w));
	struct pending	*p;

	w->pipeline = pipeline;
	w->channel = channel;
	w->pool = pool;
	w->number = number;
	w->free_slots = free_slots_mask;
	w->describe = describe;
	pool_keep_only(pool, number);
	open_worker(w);
	while (!w->ended && !lua_config_is_spent(pipeline->script)) {
		if ((p = w->first) == NULL) {
			if (!hear(w))
				break;
			continue;
		}
		w->first = p->next;
		if (w->first == NULL)
			w->last = &w->first;
		work(w, &p->frame);
		free(p);
	}
	return 0;
}
