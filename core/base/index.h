/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * index.h - from 64-bit hashes to small numbers, several to a hash, in the
 * order in which they were added.
 */
#ifndef PS_INDEX_H
#define PS_INDEX_H

#include <stddef.h>
#include <stdint.h>

#define INDEX_END	UINT32_MAX

struct index {
	struct index_entry	*entries;
	uint32_t		 n, room;
	uint32_t		*heads, *tails;	/* by slot of the hash */
	uint64_t		*keys;
	uint32_t		 slots, used;
};

void	 index_free(struct index *);
void	 index_add(struct index *, uint64_t key, uint32_t value);
/* for (i = index_first(x, key); i != INDEX_END; i = index_next(x, i)) */
uint32_t index_first(const struct index *, uint64_t key);
uint32_t index_next(const struct index *, uint32_t i);
uint32_t index_value(const struct index *, uint32_t i);
/* One number for the key, instead of those before. */
void	 index_set(struct index *, uint64_t key, uint32_t value);

#endif
