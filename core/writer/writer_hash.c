/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_hash.c - what a row's cells are, in one number.
 *
 * It is of the texts as they stood in the document, under the names of their
 * columns, and of those that hold something: so it stays what it is when a
 * column gets another type or another place, and when others are added.
 */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "mem.h"
#include "writer.h"

static const char *
text_of(const struct writer *w, const struct doc_table *t,
    const struct ps_cell *c, const struct kept *kept, uint32_t column,
    char scratch[CELL_TEXT_MAX], size_t *n)
{
	if (kept != NULL) {
		*n = kept->length;
		return w->notes.p + kept->at;
	}
	return reading_render(&t->readings[column], c, w->batch.p, n, scratch);
}

static int64_t
hash_row(const struct writer *w, const struct doc_table *t, uint32_t number,
    uint32_t row, uint32_t kept, const uint64_t *names)
{
	const struct slot_rows	*h = (const void *)w->batch.p;
	const struct ps_cell	*cells = (const void *)(w->batch.p + h->cells);
	uint64_t		 at = t->rows - t->range_rows + row, sum = 0;
	char			 scratch[CELL_TEXT_MAX];
	const char		*p;
	size_t			 n;

	for (uint32_t i = 0; i < h->n_columns; i++) {
		if (t->to[i] == NO_COLUMN)
			continue;
		p = text_of(w, t, &cells[(size_t)row * h->n_columns + i],
		    kept_in_row(w, kept, number, at, i), i, scratch, &n);
		if (p != NULL && n > 0)
			sum += XXH3_64bits_withSeed(p, n, names[i]);
	}
	return (int64_t)sum;
}

const int64_t *
hash_rows(struct writer *w, const struct doc_table *t, uint32_t number)
{
	const struct slot_rows	*h = (const void *)w->batch.p;
	uint64_t		*names = xcalloc(h->n_columns + 1,
				    sizeof(*names));
	uint64_t		 base = t->rows - t->range_rows;
	uint32_t		 kept = kept_from(w, number, base);

	for (uint32_t i = 0; i < h->n_columns; i++)
		if (t->to[i] != NO_COLUMN)
			names[i] = XXH3_64bits(t->table->sql[t->to[i]].name,
			    strlen(t->table->sql[t->to[i]].name));
	if (h->n_rows > w->hashes_room) {
		w->hashes = xrealloc(w->hashes, h->n_rows,
		    sizeof(*w->hashes));
		w->hashes_room = h->n_rows;
	}
	for (uint32_t row = 0; row < h->n_rows; row++) {
		while (kept < w->n_kept && w->kept[kept].table == number &&
		    w->kept[kept].row < base + row)
			kept++;
		w->hashes[row] = hash_row(w, t, number, row, kept, names);
	}
	free(names);
	return w->hashes;
}
