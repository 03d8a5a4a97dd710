/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * index.c - open addressing over hashes, chains over equal ones.
 */
#include <stdlib.h>
#include <string.h>

#include "index.h"
#include "mem.h"

struct index_entry {
	uint32_t	value, next;
};

void
index_free(struct index *x)
{
	free(x->entries);
	free(x->heads);
	free(x->tails);
	free(x->keys);
	memset(x, 0, sizeof(*x));
}

/* The slot of the key, or the empty one where it belongs. */
static uint32_t
find(const struct index *x, uint64_t key)
{
	uint32_t	i = (uint32_t)(key ^ key >> 32) & (x->slots - 1);

	while (x->heads[i] != INDEX_END && x->keys[i] != key)
		i = (i + 1) & (x->slots - 1);
	return i;
}

static void
grow(struct index *x)
{
	struct index	old = *x;
	uint32_t	at;

	x->slots = old.slots == 0 ? 256 : 2 * old.slots;
	x->heads = xmalloc(x->slots * sizeof(*x->heads));
	x->tails = xmalloc(x->slots * sizeof(*x->tails));
	x->keys = xmalloc(x->slots * sizeof(*x->keys));
	memset(x->heads, 0xff, x->slots * sizeof(*x->heads));
	for (uint32_t i = 0; i < old.slots; i++) {
		if (old.heads[i] == INDEX_END)
			continue;
		at = find(x, old.keys[i]);
		x->heads[at] = old.heads[i];
		x->tails[at] = old.tails[i];
		x->keys[at] = old.keys[i];
	}
	free(old.heads);
	free(old.tails);
	free(old.keys);
}

void
index_add(struct index *x, uint64_t key, uint32_t value)
{
	uint32_t	at;

	if (2 * (x->used + 1) > x->slots)
		grow(x);
	GROW(x->entries, x->n, x->room);
	x->entries[x->n] = (struct index_entry){ value, INDEX_END };
	at = find(x, key);
	if (x->heads[at] == INDEX_END) {
		x->heads[at] = x->n;
		x->keys[at] = key;
		x->used++;
	} else
		x->entries[x->tails[at]].next = x->n;
	x->tails[at] = x->n++;
}

uint32_t
index_first(const struct index *x, uint64_t key)
{
	return x->slots == 0 ? INDEX_END : x->heads[find(x, key)];
}

uint32_t
index_next(const struct index *x, uint32_t i)
{
	return x->entries[i].next;
}

uint32_t
index_value(const struct index *x, uint32_t i)
{
	return x->entries[i].value;
}

void
index_set(struct index *x, uint64_t key, uint32_t value)
{
	uint32_t	i = index_first(x, key);

	if (i == INDEX_END)
		index_add(x, key, value);
	else
		x->entries[i].value = value;
}
