/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * seen.c - texts that were met before: open addressing, half full at most.
 */
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "mem.h"
#include "seen.h"

#define ROOM_FIRST	1024u

struct seen {
	XXH128_hash_t	*all;		/* all 0: free */
	size_t		 n, room;	/* room is a power of two */
};

struct seen *
seen_new(void)
{
	struct seen	*s = xcalloc(1, sizeof(*s));

	s->room = ROOM_FIRST;
	s->all = xcalloc(s->room, sizeof(*s->all));
	return s;
}

void
seen_free(struct seen *s)
{
	if (s == NULL)
		return;
	free(s->all);
	free(s);
}

size_t
seen_count(const struct seen *s)
{
	return s->n;
}

static XXH128_hash_t
mark(const char *text, unsigned kind)
{
	XXH128_hash_t	h = XXH3_128bits_withSeed(text, strlen(text), kind);

	h.high64 |= 1;		/* not all 0 */
	return h;
}

static bool
is_free(XXH128_hash_t h)
{
	return (h.low64 | h.high64) == 0;
}

static size_t
place(const struct seen *s, XXH128_hash_t h)
{
	size_t	i = h.low64 & (s->room - 1);

	while (!is_free(s->all[i]) && !XXH128_isEqual(s->all[i], h))
		i = (i + 1) & (s->room - 1);
	return i;
}

static void
grow(struct seen *s)
{
	XXH128_hash_t	*old = s->all;
	size_t		 room = s->room;

	s->room = 2 * room;
	s->all = xcalloc(s->room, sizeof(*s->all));
	for (size_t i = 0; i < room; i++)
		if (!is_free(old[i]))
			s->all[place(s, old[i])] = old[i];
	free(old);
}

bool
seen_has(const struct seen *s, const char *text, unsigned kind)
{
	return !is_free(s->all[place(s, mark(text, kind))]);
}

bool
seen_add(struct seen *s, const char *text, unsigned kind)
{
	XXH128_hash_t	h = mark(text, kind);
	size_t		i = place(s, h);

	if (!is_free(s->all[i]))
		return true;
	s->all[i] = h;
	if (2 * ++s->n > s->room)
		grow(s);
	return false;
}
