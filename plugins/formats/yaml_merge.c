/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yaml_merge.c - what '<<' brings into a map: keys it does not have itself.
 *
 * Its own keys may come behind it, so the others are read at the end of the
 * map, each source in turn; those that were there before are passed over.
 */
#include <stdlib.h>
#include <string.h>

#include "yaml_format.h"

#define KEYS_MOST	(1u << 20)	/* remembered, of all open maps */

static uint64_t
hash_of(const char *p, size_t n)
{
	uint64_t	h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)p[i]) * 0x100000001b3u;
	return h;
}

static int
compare(const void *x, const void *y)
{
	uint64_t	a = *(const uint64_t *)x, b = *(const uint64_t *)y;

	return a < b ? -1 : a > b;
}

bool
merge_key(struct yaml *y, struct frame *f, const char *p, size_t n)
{
	uint64_t	h = hash_of(p, n), *more;

	if (f->merging && f->sorted > f->keys && bsearch(&h, y->keys +
	    f->keys, f->sorted - f->keys, sizeof(h), compare) != NULL)
		return true;
	more = yaml_grown(y->keys, y->n_keys, &y->keys_room, sizeof(*y->keys));
	if (more != NULL)
		y->keys = more;
	if (more == NULL || y->n_keys >= KEYS_MOST)
		f->forgot = true;
	else
		y->keys[y->n_keys++] = h;
	return false;
}

uint32_t
merge_doubles(struct yaml *y, const struct frame *f)
{
	uint32_t	n = y->n_keys - f->keys, doubles = 0;
	uint64_t	*keys = y->keys + f->keys;

	if (n > 1)
		qsort(keys, n, sizeof(*keys), compare);
	for (uint32_t i = 1; i < n; i++)
		doubles += keys[i] == keys[i - 1];
	return doubles;
}

bool
merge_later(struct yaml *y, uint32_t anchor)
{
	uint32_t	*more = yaml_grown(y->merges, y->n_merges,
			    &y->merges_room, sizeof(*y->merges));

	if (more == NULL)
		return false;
	y->merges = more;
	y->merges[y->n_merges++] = anchor;
	return true;
}

void
merge_reverse(struct yaml *y, uint32_t from)
{
	for (uint32_t i = from, k = y->n_merges; i + 1 < k; i++) {
		uint32_t	x = y->merges[i];

		y->merges[i] = y->merges[--k];
		y->merges[k] = x;
	}
}

bool
merge_next(struct yaml *y, struct frame *f, uint64_t line)
{
	uint32_t	n = y->n_keys - f->keys;

	if (n > 1)
		qsort(y->keys + f->keys, n, sizeof(*y->keys), compare);
	y->events.again += n;
	f->sorted = y->n_keys;
	f->merging = true;
	return events_again(&y->events, y->merges[--y->n_merges], line, true);
}
