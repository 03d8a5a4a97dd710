/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pack.h - from slices to typed cells in shared memory.
 */
#ifndef PS_PACK_H
#define PS_PACK_H

#include "worker.h"

/* The batch in w->rows: facts, readings, the table if it was not told yet, */
/* rows, notes.  Sets w->ended if the supervisor is gone. */
enum ps_status pack_batch(struct worker *, bool last);
/* There are no more rows here: what the facts of all tables are. */
void	pack_end(struct worker *);
/* Only what was set aside and said of it: a document without a table. */
void	pack_asides(struct worker *);

/* What was said beforehand of how the document's cells are read. */
struct preferences pack_preferences(const struct worker *);

/* pack_why.c: why columns from that on have the types of their readings. */
void	note_whys(struct worker *, uint32_t from,
	    const struct preferences *);

/* pack_rows.c: the table's cells and texts into slots; `learns`: its facts */
/* are not known yet. */
void	pack_rows(struct worker *, bool learns);

/* pack_notes.c: sent when there are this many bytes, or before rows. */
#define NOTES_FLUSH	(1u << 20)
void	flush_notes(struct worker *);
void	note_asides(struct worker *);
void	note_issues(struct worker *);
/* The text of a cell; `row` counts the table's rows in this range. */
void	note_text(struct worker *, uint64_t row, uint32_t line,
	    uint32_t column, const struct ps_slice *);
void	preview(struct worker *);

#endif
