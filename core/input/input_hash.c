/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * input_hash.c - XXH3-128 over blocks of RANGE_BYTES, so that the ranges of a
 * split document can be hashed by whoever reads them.
 */
#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "input_impl.h"
#include "mem.h"

struct hasher {
	XXH3_state_t	*state;		/* of the block begun */
	size_t		 n;		/* bytes in that block */
	struct hash128	*blocks;
	size_t		 n_blocks, room;
};

static struct hash128
plain(XXH128_hash_t h)
{
	return (struct hash128){ .high = h.high64, .low = h.low64 };
}

struct hash128
hash_bytes(const void *p, size_t n)
{
	return plain(XXH3_128bits(p, n));
}

/* The canonical form makes the hash the same on every machine. */
struct hash128
hash_blocks(const struct hash128 *blocks, size_t n)
{
	XXH3_state_t		*state;
	XXH128_canonical_t	 c;
	struct hash128		 h;

	if (n == 1)
		return blocks[0];
	state = XXH3_createState();
	if (state == NULL)
		exit(EXIT_NO_MEMORY);
	XXH3_128bits_reset(state);
	for (size_t i = 0; i < n; i++) {
		XXH128_canonicalFromHash(&c, (XXH128_hash_t){
		    .low64 = blocks[i].low, .high64 = blocks[i].high });
		XXH3_128bits_update(state, &c, sizeof(c));
	}
	h = plain(XXH3_128bits_digest(state));
	XXH3_freeState(state);
	return h;
}

struct hasher *
hasher_new(void)
{
	struct hasher	*h = xcalloc(1, sizeof(*h));

	h->state = XXH3_createState();
	if (h->state == NULL)
		exit(EXIT_NO_MEMORY);
	return h;
}

void
hasher_free(struct hasher *h)
{
	if (h == NULL)
		return;
	XXH3_freeState(h->state);
	free(h->blocks);
	free(h);
}

void
hasher_start(struct hasher *h)
{
	h->n = 0;
	h->n_blocks = 0;
}

static void
end_block(struct hasher *h, struct hash128 hash)
{
	GROW(h->blocks, h->n_blocks, h->room);
	h->blocks[h->n_blocks++] = hash;
	h->n = 0;
}

void
hasher_add(struct hasher *h, const char *p, size_t n, bool last)
{
	size_t	take;

	while (n > 0) {
		take = RANGE_BYTES - h->n;
		if (take > n)
			take = n;
		if (h->n == 0 && (take == RANGE_BYTES || last)) {
			end_block(h, hash_bytes(p, take));
		} else {
			if (h->n == 0)
				XXH3_128bits_reset(h->state);
			XXH3_128bits_update(h->state, p, take);
			h->n += take;
			if (h->n == RANGE_BYTES)
				end_block(h,
				    plain(XXH3_128bits_digest(h->state)));
		}
		p += take;
		n -= take;
	}
}

struct hash128
hasher_end(struct hasher *h)
{
	if (h->n > 0)
		end_block(h, plain(XXH3_128bits_digest(h->state)));
	return h->n_blocks == 0 ? hash_bytes("", 0) :
	    hash_blocks(h->blocks, h->n_blocks);
}
