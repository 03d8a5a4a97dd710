/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pool.c - slots in shared memory, SLOT_COUNT a worker.
 *
 * Each worker's part is a mapping of its own, so that the others can drop it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "mem.h"
#include "pool.h"

#define PART_BYTES	((size_t)SLOT_COUNT * SLOT_BYTES)

struct pool {
	uint32_t	  workers;
	void		**parts;
};

/* NULL, and errno, if the system has no memory for it. */
struct pool *
pool_new(uint32_t workers)
{
	struct pool	*p = xcalloc(1, sizeof(*p));

	p->parts = xcalloc(workers, sizeof(*p->parts));
	for (; p->workers < workers; p->workers++) {
		void *part = mmap(NULL, PART_BYTES, PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

		if (part == MAP_FAILED) {
			pool_free(p);
			return NULL;
		}
		p->parts[p->workers] = part;
	}
	return p;
}

void
pool_free(struct pool *p)
{
	if (p == NULL)
		return;
	for (uint32_t i = 0; i < p->workers; i++)
		if (p->parts[i] != NULL)
			munmap(p->parts[i], PART_BYTES);
	free(p->parts);
	free(p);
}

void *
pool_slot(const struct pool *p, uint32_t worker, uint32_t slot)
{
	if (worker >= p->workers || slot >= SLOT_COUNT ||
	    p->parts[worker] == NULL)
		return NULL;
	return (char *)p->parts[worker] + (size_t)slot * SLOT_BYTES;
}

void
pool_keep_only(struct pool *p, uint32_t worker)
{
	for (uint32_t i = 0; i < p->workers; i++) {
		if (i == worker || p->parts[i] == NULL)
			continue;
		munmap(p->parts[i], PART_BYTES);
		p->parts[i] = NULL;
	}
}
