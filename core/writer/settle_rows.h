/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * settle_rows.h - what is loaded to settle one table.
 *
 * A span is a run of rows of one document; a pair says how its values are
 * read now and how they will be.  All of it belongs to struct work.
 */
#ifndef PS_SETTLE_ROWS_H
#define PS_SETTLE_ROWS_H

#include "settle.h"

struct span {
	int64_t		first, last;	/* rows of the table */
	int64_t		ordinal;	/* of the first, in the document */
	int64_t		id;
	uint32_t	document;	/* its place in work.documents */
};

struct settled_doc {
	int64_t	id, rows;
};

struct pair {
	struct reading	was, is;	/* in the ledger: stored by, to be */
	struct reading	own;		/* what the document says itself */
	struct reading	old, new;	/* was, is in the column's types */
	bool		refuse;		/* none of its cells has a value */
	uint32_t	column;
};

struct text {
	int64_t		row, ordinal, document, line;
	uint32_t	column, length;
	size_t		at;		/* in work.bytes, or work.kept_bytes */
	bool		pending;
};

struct work {
	struct table		*table;
	const struct ps_column	*new;
	const bool		*changed;
	struct ledger		*ledger;
	bool			 coerce;
	struct span		*spans;
	size_t			 n_spans, spans_room, at;
	struct settled_doc	*documents;
	size_t			 n_documents;
	uint32_t		*slot;		/* of changed columns */
	uint32_t		 n_slots;
	uint32_t		*which;		/* document, slot: pair + 1 */
	struct pair		*pairs;
	uint32_t		 n_pairs, pairs_room;
	uint32_t		*index;		/* of pairs: place + 1 */
	uint32_t		 index_room;
	struct text		*texts, *kept;	/* before, after */
	size_t			 n_texts, texts_room, n_kept, kept_room;
	struct buf		 bytes, kept_bytes;
	char			 rendered[CELL_TEXT_MAX];
	char			 parsed[CELL_TEXT_MAX];
	char			 digits[48];
};

/* settle_load.c */
enum ps_status	work_load(struct settler *, struct work *);
void		work_free(struct work *);
/* Its place in work.documents; false: it has no rows in this table. */
bool		settled_document(const struct work *, int64_t id, uint32_t *at);

/* settle_rows.c */
ps_convert_fn	settle_convert;

/* settle_store.c: readings and kept texts as they are now */
enum ps_status	work_store(struct work *);

static inline const struct pair *
pair_of(const struct work *k, uint32_t document, uint32_t column)
{
	uint32_t	i = k->which[(size_t)document * k->n_slots +
			    k->slot[column]];

	return i == 0 ? NULL : &k->pairs[i - 1];
}

#endif
