/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * shapefile_read.c - the records of a .shp, one after the other, or where its
 * index says that they are.
 */
#include <stdlib.h>
#include <string.h>

#include "shapefile.h"

#define RECORD_MAX	(256u << 20)

/* Where the next record is: 8 bytes before its content. */
static bool
find_next(struct shapefile *s)
{
	char	entry[8];

	if (s->index == NULL)
		return s->at + 8 <= (uint64_t)s->length;
	if (s->n_read >= s->n_index || ps_pread(s->self, s->index, entry, 8,
	    SHP_HEAD + s->n_read * 8) != 8)
		return false;
	s->at = (uint64_t)shp_big(entry) * 2;
	return true;
}

static void
make_room(struct shapefile *s, size_t n)
{
	if (n <= s->record_room)
		return;
	s->record_room = n + n / 2;
	free(s->record);
	if ((s->record = malloc(s->record_room)) == NULL)
		abort();
}

enum ps_status
shp_next(struct shapefile *s)
{
	char		head[8];
	uint64_t	n;

	if (s->ended || !find_next(s))
		return PS_EOF;
	s->n_read++;
	s->n_record = 0;
	if (ps_pread(s->self, s->in, head, 8, s->at) != 8) {
		s->ended = s->index == NULL;
		return PS_SKIP;
	}
	n = (uint64_t)shp_big(head + 4) * 2;
	if (n > RECORD_MAX || s->at + 8 + n > (uint64_t)s->length) {
		s->ended = s->index == NULL;
		return PS_SKIP;
	}
	make_room(s, (size_t)n);
	if (n > 0 && ps_pread(s->self, s->in, s->record, (size_t)n, s->at +
	    8) != (ptrdiff_t)n)
		return PS_SKIP;
	s->n_record = (size_t)n;
	s->at += 8 + n;
	return PS_OK;
}
