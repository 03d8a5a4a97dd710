/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * xml_pool.c - memory of a record, and sets of hashes.
 */
#include <stdlib.h>
#include <string.h>

#include "xml_format.h"

#define CHUNK_BYTES	((size_t)64 << 10)

struct xml_chunk {
	struct xml_chunk *next;
	size_t		 used, room;
	_Alignas(16) char bytes[];
};

void *
xml_alloc(struct xml_pool *p, size_t n)
{
	struct xml_chunk	*c = p->first;
	size_t			 room = n > CHUNK_BYTES ? n : CHUNK_BYTES;

	n = (n + 15) & ~(size_t)15;
	if (c == NULL || c->room - c->used < n) {
		c = calloc(1, sizeof(*c) + room + 16);
		if (c == NULL)
			return NULL;
		c->room = room + 16;
		c->next = p->first;
		p->first = c;
	}
	c->used += n;
	p->bytes += n;
	return c->bytes + c->used - n;
}

void
xml_pool_free(struct xml_pool *p)
{
	struct xml_chunk	*c;

	while ((c = p->first) != NULL) {
		p->first = c->next;
		free(c);
	}
	p->bytes = 0;
}

/* One piece is kept, as clean as it was: most records need no other. */
void
xml_pool_clear(struct xml_pool *p)
{
	struct xml_chunk	*c;

	while ((c = p->first) != NULL && c->next != NULL) {
		p->first = c->next;
		free(c);
	}
	if (c != NULL && c->room > CHUNK_BYTES + 16) {
		free(c);
		p->first = c = NULL;
	}
	if (c != NULL) {
		memset(c->bytes, 0, c->used);
		c->used = 0;
	}
	p->bytes = 0;
}

uint64_t
hash_text(uint64_t seed, const char *s)
{
	uint64_t	h = seed ^ 0xcbf29ce484222325u;

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3u;
	h ^= h >> 31;
	return h == 0 ? 1 : h;
}

static struct hash_entry *
slot_of(const struct hash_set *s, uint64_t hash)
{
	size_t	i = hash & (s->room - 1);

	while (s->entries[i].hash != 0 && s->entries[i].hash != hash)
		i = (i + 1) & (s->room - 1);
	return &s->entries[i];
}

static bool
grow(struct hash_set *s)
{
	struct hash_set	 more = { .n = s->n, .room = s->room == 0 ? 64 :
			    2 * s->room };

	more.entries = calloc(more.room, sizeof(*more.entries));
	if (more.entries == NULL)
		return false;
	for (size_t i = 0; i < s->room; i++)
		if (s->entries[i].hash != 0)
			*slot_of(&more, s->entries[i].hash) = s->entries[i];
	free(s->entries);
	*s = more;
	return true;
}

struct hash_entry *
hash_find(struct hash_set *s, uint64_t hash, bool add)
{
	struct hash_entry	*e;

	if (add && s->n * 2 >= s->room && !grow(s))
		return NULL;
	if (s->room == 0)
		return NULL;
	e = slot_of(s, hash);
	if (e->hash == 0 && !add)
		return NULL;
	s->n += e->hash == 0;
	e->hash = hash;
	return e;
}
