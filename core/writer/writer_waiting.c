/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_waiting.c - frames that wait until a document is over.
 *
 * A large document takes minutes, in which all that was handed out may be
 * answered; what is more than some megabytes goes into a file.
 */
#include <stdlib.h>

#include "writer_frontier.h"

#define HELD_MOST	(16u << 20)

struct header {
	uint32_t	type, n;
};

void
waiting_init(struct waiting_frames *w)
{
	buf_init(&w->held, HELD_MOST + FRAME_MAX + 64);
	buf_init(&w->frame, FRAME_MAX);
}

/* Into the file, so that the memory is free again. */
static bool
pour(struct waiting_frames *w)
{
	if (w->file == NULL && (w->file = tmpfile()) == NULL)
		return false;
	if (fwrite(w->held.p, 1, w->held.n, w->file) != w->held.n)
		return false;
	buf_clear(&w->held);
	return true;
}

bool
waiting_add(struct waiting_frames *w, const struct frame *f)
{
	struct header	h = { (uint32_t)f->type, (uint32_t)f->n };

	buf_add(&w->held, &h, sizeof(h));
	buf_add(&w->held, f->p, f->n);
	w->n++;
	return w->held.n < HELD_MOST || pour(w);
}

void
waiting_rewind(struct waiting_frames *w)
{
	w->taken = 0;
	w->reading = w->file != NULL;
	if (w->reading && (fflush(w->file) != 0 ||
	    fseek(w->file, 0, SEEK_SET) != 0))
		w->lost = true;
}

/* False at the end of the file, too. */
static bool
read_frame(struct waiting_frames *w, struct header *h)
{
	char	*to;

	buf_clear(&w->frame);
	if (fread(h, 1, sizeof(*h), w->file) != sizeof(*h)) {
		w->lost |= ferror(w->file) != 0;
		return false;
	}
	to = buf_space(&w->frame, h->n);
	if (to != NULL && fread(to, 1, h->n, w->file) == h->n)
		return true;
	w->lost = true;
	return false;
}

bool
waiting_next(struct waiting_frames *w, struct frame *f)
{
	struct header	h;

	*f = (struct frame){ .fd = -1 };
	if (w->lost)
		return false;
	if (w->reading && read_frame(w, &h)) {
		f->p = w->frame.p;
	} else {
		w->reading = false;
		if (w->lost || w->taken == w->held.n)
			return false;
		memcpy(&h, w->held.p + w->taken, sizeof(h));
		f->p = w->held.p + w->taken + sizeof(h);
		w->taken += sizeof(h) + h.n;
	}
	f->type = (enum message)h.type;
	f->n = h.n;
	return true;
}

void
waiting_clear(struct waiting_frames *w)
{
	buf_clear(&w->held);
	if (w->file != NULL)
		fclose(w->file);
	w->file = NULL;
	w->n = 0;
}

void
waiting_free(struct waiting_frames *w)
{
	waiting_clear(w);
	buf_free(&w->held);
	buf_free(&w->frame);
}
