/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pack_rows.c - rows of slices into slots of typed cells.
 *
 * Rows whose text surely fits the slot at hand are done as a block, column by
 * column (column.h).  A row that would not even fit an empty slot sends its
 * texts ahead, in pieces.  Lines, cells and text of a slot are laid out as in
 * pool.h.
 */
#include <string.h>

#include "column.h"
#include "pack.h"

#define PIECE_CELL	1024u		/* texts this long are pieces then */
#define FEW_ROWS	16u		/* no block is made of */

/* What is the same for all rows of a batch. */
struct packing {
	struct worker	*w;
	uint32_t	 room;		/* of a row: its cells, and more text */
	bool		 learns;
};

static uint32_t
rows_that_fit(uint32_t n_columns)
{
	uint32_t	n = (uint32_t)((SLOT_BYTES - sizeof(struct slot_rows)) /
			    (sizeof(uint32_t) + n_columns *
			    sizeof(struct ps_cell)));

	return n == 0 ? 1 : n > 4096 ? 4096 : n;
}

static bool
begin_slot(struct worker *w)
{
	struct slot_rows	*h;
	uint32_t		 max = rows_that_fit(w->table->n_columns);

	if (!take_slot(w))
		return false;
	h = w->head;
	h->n_rows = 0;
	h->n_columns = w->table->n_columns;
	h->max_rows = max;
	h->cells = (uint32_t)((sizeof(*h) + max * sizeof(uint32_t) + 15) &
	    ~(size_t)15);
	h->text = SLOT_BYTES;
	return true;
}

static void
end_slot(struct worker *w)
{
	struct buf	*b;

	if (w->slot == -1)
		return;
	flush_notes(w);
	b = frame_begin(w->channel, M_ROWS);
	put_u64(b, w->seq);
	put_u32(b, w->range);
	put_u32(b, w->table->number);
	put_u32(b, (uint32_t)w->slot);
	put_u32(b, w->head->n_rows);
	frame_end(w->channel);
	(void)channel_flush_soon(w->channel);
	w->slot = -1;
}

static struct ps_cell *
cells_at(struct slot_rows *h, uint32_t row)
{
	return (struct ps_cell *)(void *)((char *)h + h->cells) +
	    (size_t)row * h->n_columns;
}

static void
put_line(struct slot_rows *h, uint32_t line)
{
	memcpy((char *)h + sizeof(*h) + h->n_rows * sizeof(line), &line,
	    sizeof(line));
	h->n_rows++;
}

/* The next row's texts that must be kept, column by column. */
static void
note_odd(struct worker *w, uint32_t row, struct ps_cell *c)
{
	const struct work_table	*t = w->table;

	for (uint32_t i = 0; i < t->n_columns; i++) {
		if ((c[i].flags & CELL_ODD) == 0)
			continue;
		c[i].flags &= (uint8_t)~CELL_ODD;
		note_text(w, t->rows, t->sheet->rows[row].line, i,
		    sheet_slice(t->sheet, row, i));
	}
}

/* The text of a cell goes out ahead of the rows; the cell counts from it. */
static void
send_piece(struct worker *w, struct ps_cell *c, const char *text)
{
	struct buf	*b = frame_begin(w->channel, M_PIECE);

	put_u64(b, w->seq);
	put_u32(b, w->range);
	put_bytes(b, text, c->length);
	frame_end(w->channel);
	c->flags |= CELL_BIG;
	c->value.offset = w->pieces;
	w->pieces += c->length;
}

/* Into the slot, whose cells end at `floor`, or ahead of it. */
static void
place_text(struct worker *w, struct ps_cell *c, const char *text, size_t floor)
{
	struct slot_rows	*h = w->head;

	if (c->length >= PIECE_CELL || h->text - floor < c->length) {
		send_piece(w, c, text);
		return;
	}
	h->text -= c->length;
	if (c->length > 0)
		memcpy((char *)h + h->text, text, c->length);
	c->value.offset = h->text;
}

/* The first row of its slot. */
static void
pack_long_row(const struct packing *k, uint32_t row)
{
	struct worker		*w = k->w;
	struct slot_rows	*h = w->head;
	struct work_table	*t = w->table;
	struct ps_cell		*c = cells_at(h, 0);
	char			 buf[CELL_TEXT_MAX];
	const char		*text;
	size_t			 floor = h->cells + t->n_columns * sizeof(*c);

	for (uint32_t i = 0; i < t->n_columns; i++) {
		text = column_cell(&t->readings[i], k->learns ? &t->facts[i] :
		    NULL, sheet_slice(t->sheet, row, i), &c[i], buf);
		if (text != NULL)
			place_text(w, &c[i], text, floor);
	}
	note_odd(w, row, c);
	put_line(h, t->sheet->rows[row].line);
	t->rows++;
}

/* Where cells of the row may be read beyond their ends. */
static void
find_memory(const struct worker *w, uint32_t row, struct strip *x)
{
	const struct work_table	*t = w->table;

	x->low = x->high = NULL;
	for (uint32_t i = 0; i < t->n_columns; i++)
		if (input_holds(w->input, sheet_slice(t->sheet, row, i)->p,
		    &x->low, &x->high))
			return;
}

static void
pack_block(const struct packing *k, uint32_t row, uint32_t n)
{
	struct worker		*w = k->w;
	struct slot_rows	*h = w->head;
	struct work_table	*t = w->table;
	struct ps_cell		*cells = cells_at(h, h->n_rows);
	struct strip		 x = { .in_step = t->sheet->stride,
				    .out_step = t->n_columns, .n = n,
				    .base = (char *)h, .text = h->text };

	find_memory(w, row, &x);
	for (uint32_t i = 0; i < t->n_columns; i++) {
		x.reading = &t->readings[i];
		x.facts = k->learns ? &t->facts[i] : NULL;
		x.in = sheet_slice(t->sheet, row, i);
		x.out = cells + i;
		column_add(&x);
	}
	h->text = x.text;
	for (uint32_t i = 0; i < n; i++, cells += t->n_columns) {
		if (x.odd > 0)
			note_odd(w, row + i, cells);
		put_line(h, t->sheet->rows[row + i].line);
		t->rows++;
	}
}

/* Rows from `row` on that surely fit the slot at hand. */
static uint32_t
count_fitting(const struct packing *k, uint32_t row)
{
	const struct slot_rows	*h = k->w->head;
	const struct sheet	*sheet = k->w->table->sheet;
	uint64_t		 used = h->cells + COLUMN_SLACK +
				    (uint64_t)h->n_rows * h->n_columns *
				    sizeof(struct ps_cell);
	uint32_t		 n = 0;

	while (row + n < sheet->n_rows && h->n_rows + n < h->max_rows) {
		used += (uint64_t)k->room + sheet->rows[row + n].text;
		if (used > h->text)
			break;
		n++;
	}
	return n;
}

static struct packing
begin_packing(struct worker *w, bool learns)
{
	struct work_table	*t = w->table;
	struct packing		 k = { .w = w, .learns = learns };

	k.room = (uint32_t)(t->n_columns * sizeof(struct ps_cell));
	for (uint32_t i = 0; i < t->n_columns; i++)
		k.room += column_room(&t->readings[i]);
	return k;
}

void
pack_rows(struct worker *w, bool learns)
{
	const struct packing	 k = begin_packing(w, learns);
	const struct sheet	*sheet = w->table->sheet;
	uint32_t		 row = 0, n;

	while (row < sheet->n_rows && !w->ended) {
		if (w->notes.n > NOTES_FLUSH)
			flush_notes(w);
		if (w->slot == -1 && !begin_slot(w))
			return;
		n = count_fitting(&k, row);
		if (n < FEW_ROWS && row + n < sheet->n_rows &&
		    w->head->n_rows > 0) {
			end_slot(w);
			continue;
		}
		if (n > 0)
			pack_block(&k, row, n);
		else
			pack_long_row(&k, row);
		row += n > 0 ? n : 1;
	}
	if (!w->ended)
		end_slot(w);
}
