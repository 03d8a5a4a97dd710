/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pool.h - shared memory in which workers hand batches to the writer.
 *
 * One pool a worker, made before the fork: the worker writes, the writer
 * copies.  A slot belongs to the worker until its number has gone out in a
 * message, and again when its number comes back; there are no locks in it.
 */
#ifndef PS_POOL_H
#define PS_POOL_H

#include "polyscraper.h"

#define SLOT_BYTES	(128u << 10)
#define SLOT_COUNT	32u

struct pool;

struct pool *pool_new(uint32_t workers);
void	pool_free(struct pool *);
void	*pool_slot(const struct pool *, uint32_t worker, uint32_t slot);
/* In worker w: the other workers' slots are unmapped. */
void	pool_keep_only(struct pool *, uint32_t worker);

/*
 * What a slot of rows holds: this head, then n_rows lines (uint32_t, space for
 * max_rows), then the cells, and text from `text` to the end of the slot.
 * Offsets in cells count from the start of the slot.  A cell with CELL_BIG has
 * its text in the pieces sent before (offset counts from the first of them).
 */
struct slot_rows {
	uint32_t	n_rows, n_columns, max_rows;
	uint32_t	cells;		/* offset of the first cell */
	uint32_t	text;		/* offset of the lowest text byte */
	uint32_t	spare[3];
};

#define CELL_BIG	(1 << 7)

#endif
