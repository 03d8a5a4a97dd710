/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pack.h - from slices to typed cells in shared memory.
 */
#ifndef PS_PACK_H
#define PS_PACK_H

#include "worker.h"

/* The batch in w->rows: facts, readings, the table if it was not told yet, */
/* rows, notes.  Sets w->ended if the supervisor is gone. */
void	pack_batch(struct worker *, bool last);
/* Only what was set aside and said of it: a document without a table. */
void	pack_asides(struct worker *);

/* pack_why.c: why columns from that on have the types of their readings. */
void	note_whys(struct worker *, uint32_t from,
	    const struct preferences *);

#endif
