/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_links_list.c - links, each once, in the order in which they were met.
 *
 * The hash that finds those alike is seeded anew for each page, so that nobody
 * can write one whose links all fall together.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "http_links_impl.h"

#define BLOCK_BYTES	(32u << 10)

struct links_block {
	struct links_block	*next;
	size_t			 used, room;
	char			 bytes[];
};

static uint64_t
make_seed(const struct links_list *l)
{
	struct timespec	t = { 0, 0 };

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_nsec * UINT64_C(0x9e3779b97f4a7c15) ^
	    (uint64_t)(uintptr_t)l;
}

/* Where this one is in the index, or a free place. */
static uint32_t
place(const struct links_list *l, const char *url, size_t n)
{
	uint32_t	i = (uint32_t)XXH3_64bits_withSeed(url, n, l->seed) &
			    (l->n_index - 1);

	while (l->index[i] != 0 &&
	    strcmp(l->links[l->index[i] - 1].url, url) != 0)
		i = (i + 1) & (l->n_index - 1);
	return i;
}

static bool
grow_index(struct links_list *l)
{
	uint32_t	*old = l->index;

	if (l->n_index > 2 * l->n)
		return true;
	l->index = calloc(4 * (size_t)(l->n + 16), sizeof(*l->index));
	if (l->index == NULL) {
		l->index = old;
		return false;
	}
	for (l->n_index = 64; l->n_index <= 2 * l->n;)
		l->n_index *= 2;
	for (uint32_t i = 0; i < l->n; i++)
		l->index[place(l, l->links[i].url,
		    strlen(l->links[i].url))] = i + 1;
	free(old);
	return true;
}

static char *
keep(struct links_list *l, const char *url, size_t n)
{
	struct links_block	*b = l->blocks;

	if (b == NULL || b->room - b->used < n + 1) {
		if ((b = malloc(sizeof(*b) + BLOCK_BYTES)) == NULL)
			return NULL;
		b->next = l->blocks;
		b->used = 0;
		b->room = BLOCK_BYTES;
		l->blocks = b;
	}
	memcpy(b->bytes + b->used, url, n);
	b->bytes[b->used + n] = '\0';
	b->used += n + 1;
	l->bytes += n + 1;
	return b->bytes + b->used - n - 1;
}

static bool
make_room(struct links_list *l)
{
	struct links_link	*more;
	uint32_t		 room = l->room == 0 ? 64 : 2 * l->room;

	if (l->n < l->room)
		return true;
	if ((more = realloc(l->links, room * sizeof(*more))) == NULL)
		return false;
	l->links = more;
	l->room = room;
	return true;
}

enum links_added
links_put(struct links_list *l, uint32_t max, const char *url, size_t n,
    const char *relation, unsigned flags)
{
	const char	*kept;
	uint32_t	 i;

	if (l->seed == 0)
		l->seed = make_seed(l) | 1;
	if (!grow_index(l))
		return LINKS_FULL;
	i = place(l, url, n);
	if (l->index[i] != 0) {
		l->links[l->index[i] - 1].flags |= flags;
		return LINKS_KNOWN;
	}
	if (l->n >= max || l->bytes + n > LINKS_BYTES || !make_room(l) ||
	    (kept = keep(l, url, n)) == NULL)
		return LINKS_FULL;
	l->links[l->n] = (struct links_link){ kept, relation, flags };
	l->index[i] = ++l->n;
	return LINKS_ADDED;
}

void
links_list_free(struct links_list *l)
{
	struct links_block	*b;

	while ((b = l->blocks) != NULL) {
		l->blocks = b->next;
		free(b);
	}
	free(l->links);
	free(l->index);
}
