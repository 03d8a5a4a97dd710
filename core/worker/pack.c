/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pack.c - a batch of slices becomes typed cells in shared memory.
 *
 * The first batch of a table is judged whole before any of it is packed: its
 * facts choose the readings that the rest of the document keeps.  A cell of a
 * later batch that does not fit its reading travels as NULL with its text in a
 * note.  Lines, cells and text of a slot are laid out as in pool.h.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "options.h"
#include "pack.h"

#define PIECE_CELL	1024u		/* texts this long may be pieces */
#define NOTES_FLUSH	(1u << 20)
#define BLOCK_CELLS	4096u		/* learnt at a time */
#define PREVIEW_ROWS	5u

static const struct ps_slice *
slice_at(const struct sheet *h, uint32_t row, uint32_t column)
{
	return &h->cells[(size_t)row * h->stride + column];
}

/*
 * Plain numbers are learnt while they are packed, if readings are there; the
 * others column by column, so that one column's facts and branches stay warm,
 * in blocks of rows that stay in the cache meanwhile.
 */
static void
learn_block(struct work_table *t, const struct ps_slice *cells,
    uint32_t n_rows)
{
	const struct ps_slice	*s;

	for (uint32_t i = 0; i < t->n_columns; i++) {
		if (t->learnt == 0 && reading_is_plain(&t->readings[i]))
			continue;
		s = cells + i;
		for (uint32_t row = 0; row < n_rows; row++) {
			facts_add(&t->facts[i], s->p, s->n, s->flags,
			    (enum ps_type)s->type);
			s += t->sheet->stride;
		}
	}
}

static void
learn(struct worker *w)
{
	struct work_table	*t = w->table;
	const struct sheet	*h = t->sheet;
	uint32_t		 step = 1 + BLOCK_CELLS / (t->n_columns + 1);

	t->learnt = t->n_told == t->n_columns && !w->describe && !w->as_text ?
	    0 : SIZE_MAX;
	if (w->as_text)
		return;
	for (uint32_t row = 0; row < h->n_rows; row += step)
		learn_block(t, slice_at(h, row, 0), h->n_rows - row < step ?
		    h->n_rows - row : step);
}

static struct preferences
preferences(const struct worker *w)
{
	struct preferences	 prefer = w->pipeline->prefer;

	for (uint32_t i = 0; i < w->n_settings; i++)
		if (strcmp(w->settings[i].name, "delimiter") == 0 &&
		    strcmp(w->settings[i].value, ";") == 0)
			prefer.decimal_hint = true;
	return prefer;
}

/* Of the columns that have none yet. */
static void
choose(struct worker *w)
{
	struct work_table	*t = w->table;
	struct preferences	 prefer = preferences(w);
	uint32_t		 from = t->n_told;

	memset(t->readings + from, 0, (t->n_columns - from) *
	    sizeof(*t->readings));
	if (!w->as_text) {
		readings_choose(t->facts + from, t->n_columns - from, &prefer,
		    t->readings + from);
		return;
	}
	for (uint32_t i = from; i < t->n_columns; i++)
		t->readings[i].type = PS_TEXT;
}

static void
tell_table(struct worker *w)
{
	struct work_table	*t = w->table;
	const struct sheet	*h = t->sheet;
	struct buf		*b = frame_begin(w->channel, M_TABLE);

	put_u64(b, w->seq);
	put_u32(b, t->number);
	put_text(b, h->name);
	put_u32(b, h->flags);
	put_u32(b, t->n_columns);
	for (uint32_t i = 0; i < t->n_columns; i++) {
		put_text(b, t->originals[i]);
		put_text(b, t->names[i]);
		put_text(b, i < h->kept ? h->columns[i].unit : NULL);
		put_raw(b, &t->readings[i], sizeof(t->readings[i]));
	}
	put_u64(b, h->n_rows);
	put_u64(b, w->rows.n_issues);
	frame_end(w->channel);
	t->n_told = t->n_columns;
}

/* Other workers can begin with the rest of the document from now on. */
static void
tell_split(struct worker *w)
{
	struct buf	*b = frame_begin(w->channel, M_SPLIT);

	put_u64(b, w->seq);
	put_u64(b, RANGE_BYTES);
	put_plan(w, b);
	frame_end(w->channel);
	(void)channel_flush(w->channel);
}

static void
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
	(void)channel_flush(w->channel);
}

static void
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

static void
note_issues(struct worker *w)
{
	const struct ps_rows	*r = &w->rows;

	for (uint32_t i = 0; i < r->n_issues; i++) {
		const struct issue *s = &r->issues[i];

		if (w->notes.n + s->n > NOTES_FLUSH)
			flush_notes(w);
		put_u8(&w->notes, 'I');
		put_u32(&w->notes, s->severity);
		put_u32(&w->notes, w->table->number);
		put_u64(&w->notes, s->line);
		put_u64(&w->notes, s->place);
		put_text(&w->notes, s->rule);
		put_text(&w->notes, s->reason);
		put_bytes(&w->notes, s->p, s->n < CELL_MAX ? s->n : CELL_MAX);
	}
}

static void
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

static bool
is_text(const struct ps_cell *c)
{
	return c->type > PS_REAL || c->type == PS_BIGINT ||
	    (c->type == PS_DECIMAL && (c->flags & PS_CELL_TEXT) != 0);
}

static uint32_t
rows_that_fit(uint32_t n_columns)
{
	uint32_t	n = (uint32_t)((SLOT_BYTES - sizeof(struct slot_rows)) /
			    (sizeof(uint32_t) + n_columns * 24u));

	return n == 0 ? 1 : n > 4096 ? 4096 : n;
}

static void
begin_slot(struct worker *w)
{
	struct slot_rows	*h = w->head;
	uint32_t		 max = rows_that_fit(w->table->n_columns);

	h->n_rows = 0;
	h->n_columns = w->table->n_columns;
	h->max_rows = max;
	h->cells = (uint32_t)((sizeof(*h) + max * sizeof(uint32_t) + 15) &
	    ~(size_t)15);
	h->text = SLOT_BYTES;
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
	(void)channel_flush(w->channel);
	w->slot = -1;
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

/* One cell into the slot; false if its text has no room there. */
static bool
place_text(struct worker *w, struct ps_cell *c, const char *text,
    uint32_t floor, bool pieces)
{
	struct slot_rows	*h = w->head;
	char			*slot = (char *)h;

	if (pieces && c->length >= PIECE_CELL) {
		send_piece(w, c, text);
		return true;
	}
	if (h->text - floor < c->length)
		return false;
	h->text -= c->length;
	memcpy(slot + h->text, text, c->length);
	c->value.offset = h->text;
	return true;
}

/* `learns`: its facts are wanted, too. */
static enum parsed
parse_cell(const struct reading *r, const struct ps_slice *s,
    struct ps_cell *c, const char **text, char *scratch, struct facts *learns)
{
	if (learns != NULL)
		return facts_add_parse(learns, r, s->p, s->n, s->flags,
		    (enum ps_type)s->type, c, text, scratch);
	if (r->type != PS_TEXT || s->n == 0)
		return reading_parse(r, s->p, s->n, s->flags, c, text,
		    scratch);
	*c = (struct ps_cell){ .length = s->n, .type = PS_TEXT };
	*text = s->p;
	return PARSED;
}

/*
 * Row `row` of the batch into the slot at hand.  False if there is no room:
 * what was begun is forgotten.
 */
static bool
place_row(struct worker *w, uint32_t row, bool pieces)
{
	struct work_table	*t = w->table;
	const struct sheet	*sheet = t->sheet;
	const struct ps_slice	*s = slice_at(sheet, row, 0);
	struct slot_rows	*h = w->head;
	char			*slot = (char *)h;
	size_t			 at = h->cells + (size_t)h->n_rows *
				    h->n_columns * sizeof(struct ps_cell);
	size_t			 end = at + h->n_columns *
				    sizeof(struct ps_cell);
	uint32_t		 text_before = h->text;
	size_t			 notes_before = w->notes.n;
	struct ps_cell		*c = (struct ps_cell *)(void *)(slot + at);
	char			 scratch[CELL_TEXT_MAX];
	const char		*text;
	enum parsed		 st;
	bool			 learns;

	if (h->n_rows == h->max_rows || end > h->text)
		return false;
	for (uint32_t i = 0; i < h->n_columns; i++, c++, s++) {
		learns = (size_t)(s - sheet->cells) >= t->learnt;
		if (learns)
			t->learnt = (size_t)(s - sheet->cells) + 1;
		st = parse_cell(&t->readings[i], s, c, &text, scratch,
		    learns && reading_is_plain(&t->readings[i]) ?
		    &t->facts[i] : NULL);
		if (st == MISFIT)
			*c = (struct ps_cell){ .type = PS_NULL };
		if (st != PARSED)
			note_text(w, t->rows, sheet->lines[row], i, s);
		if (is_text(c) && !place_text(w, c, text, (uint32_t)end,
		    pieces)) {
			h->text = text_before;
			w->notes.n = notes_before;
			return false;
		}
	}
	memcpy(slot + sizeof(*h) + h->n_rows * sizeof(uint32_t),
	    &sheet->lines[row], sizeof(uint32_t));
	h->n_rows++;
	return true;
}

static void
pack_row(struct worker *w, uint32_t row)
{
	if (w->slot != -1 && place_row(w, row, false))
		return;
	end_slot(w);
	if (!take_slot(w))
		return;
	begin_slot(w);
	if (!place_row(w, row, false))
		(void)place_row(w, row, true);
}

static void
pack_rows(struct worker *w)
{
	for (uint32_t row = 0; row < w->table->sheet->n_rows && !w->ended;
	    row++) {
		if (w->notes.n > NOTES_FLUSH)
			flush_notes(w);
		pack_row(w, row);
		w->table->rows++;
	}
	if (!w->ended)
		end_slot(w);
}

static void
preview(struct worker *w)
{
	const struct sheet	*h = w->table->sheet;

	for (uint32_t row = 0; row < h->n_rows && row < PREVIEW_ROWS; row++) {
		put_u8(&w->notes, 'P');
		put_u32(&w->notes, w->table->number);
		put_u32(&w->notes, h->n_columns);
		for (uint32_t i = 0; i < h->n_columns; i++) {
			const struct ps_slice *s = slice_at(h, row, i);

			put_bytes(&w->notes, s->p, s->n < 200 ? s->n : 200);
		}
	}
}

/* Later ranges know no names; their facts join those of the first. */
static void
start_facts(const struct worker *w, struct work_table *t, uint32_t i)
{
	facts_start(&t->facts[i]);
	facts_told(&t->facts[i], &w->pipeline->prefer.words);
	if (t->names != NULL)
		facts_named(&t->facts[i], t->names[i]);
}

static void
tell_facts(struct worker *w)
{
	struct work_table	*t = w->table;
	uint32_t		 n = w->as_text ? 0 : t->n_columns;
	struct buf		*b = frame_begin(w->channel, M_FACTS);

	put_u64(b, w->seq);
	put_u32(b, w->range);
	put_u32(b, t->number);
	put_u32(b, n);
	put_raw(b, t->facts, n * sizeof(*t->facts));
	frame_end(w->channel);
}

/* The rows of the table at hand. */
static void
pack_table(struct worker *w)
{
	struct work_table	*t = w->table;
	uint32_t		 from = t->n_told;
	bool			 first = from == 0;
	struct preferences	 prefer;

	for (uint32_t i = 0; i < t->n_columns; i++)
		start_facts(w, t, i);
	learn(w);
	if (t->n_told < t->n_columns) {
		choose(w);
		tell_table(w);
		if (first && w->splits)
			tell_split(w);
	}
	if (w->describe) {
		prefer = preferences(w);
		note_whys(w, from, &prefer);
		if (first)
			preview(w);
		t->rows += t->sheet->n_rows;
	} else
		pack_rows(w);
	flush_notes(w);
	tell_facts(w);
	w->pieces = 0;
}

void
pack_batch(struct worker *w, bool last)
{
	const struct ps_rows	*r = &w->rows;

	for (uint32_t i = 0; i < r->n_sheets && !w->ended; i++) {
		/* One without rows is told, but not before there may be. */
		if (r->sheets[i]->n_rows == 0 && !(last && i == r->main &&
		    work_table(w, i)->n_told == 0))
			continue;
		w->table = work_table(w, i);
		pack_table(w);
	}
	w->table = work_table(w, r->main);
	note_asides(w);
	note_issues(w);
	flush_notes(w);
	(void)channel_flush(w->channel);
}

void
pack_asides(struct worker *w)
{
	note_asides(w);
	note_issues(w);
	flush_notes(w);
}
