/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pack_notes.c - what is said of records, and texts that are kept beside their
 * values: gathered, and sent ahead of the rows that they are about.
 */
#include "mem.h"
#include "pack.h"

#define PREVIEW_ROWS	5u

void
flush_notes(struct worker *w)
{
	struct buf	*b;

	if (w->notes.n == 0)
		return;
	b = frame_begin(w->channel, M_NOTES);
	put_u64(b, w->seq);
	put_u32(b, w->range);
	put_bytes(b, w->notes.p, w->notes.n);
	frame_end(w->channel);
	buf_clear(&w->notes);
	(void)channel_flush_soon(w->channel);
}

void
note_asides(struct worker *w)
{
	const struct ps_rows	*r = &w->rows;

	for (uint32_t i = 0; i < r->n_asides; i++) {
		const struct aside *a = &r->asides[i];

		if (w->notes.n + a->n > NOTES_FLUSH)
			flush_notes(w);
		put_u8(&w->notes, 'L');
		put_u32(&w->notes, a->class);
		put_u64(&w->notes, a->line);
		put_bytes(&w->notes, a->p, a->n < CELL_MAX ? a->n : CELL_MAX);
	}
}

void
note_issues(struct worker *w)
{
	const struct ps_rows	*r = &w->rows;

	for (uint32_t i = 0; i < r->n_issues; i++) {
		const struct issue *s = &r->issues[i];

		if (w->notes.n + s->n > NOTES_FLUSH)
			flush_notes(w);
		put_u8(&w->notes, 'I');
		put_u32(&w->notes, s->severity);
		put_u32(&w->notes, w->table == NULL ? 0 : w->table->number);
		put_u64(&w->notes, s->line);
		put_u64(&w->notes, s->place);
		put_u64(&w->notes, s->record);
		put_text(&w->notes, s->rule);
		put_text(&w->notes, s->reason);
		put_bytes(&w->notes, s->p, s->n < CELL_MAX ? s->n : CELL_MAX);
	}
}

void
note_text(struct worker *w, uint64_t row, uint32_t line, uint32_t column,
    const struct ps_slice *s)
{
	put_u8(&w->notes, 'C');
	put_u32(&w->notes, w->table->number);
	put_u64(&w->notes, row);
	put_u64(&w->notes, line);
	put_u32(&w->notes, column);
	put_bytes(&w->notes, s->p, s->n);
}

void
preview(struct worker *w)
{
	const struct sheet	*h = w->table->sheet;

	for (uint32_t row = 0; row < h->n_rows && row < PREVIEW_ROWS; row++) {
		put_u8(&w->notes, 'P');
		put_u32(&w->notes, w->table->number);
		put_u32(&w->notes, h->n_columns);
		for (uint32_t i = 0; i < h->n_columns; i++) {
			const struct ps_slice *s = sheet_slice(h, row, i);

			put_bytes(&w->notes, s->p, s->n < 200 ? s->n : 200);
		}
	}
}
