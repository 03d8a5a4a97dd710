/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_sheets.h - a sheet of texts as a worker would send it: readings,
 * slots, notes, facts, counts.
 */
#ifndef PS_WRITER_SHEETS_H
#define PS_WRITER_SHEETS_H

#include "shape.h"
#include "writer_driver.h"

static const char *
text_at(const struct sheet *s, uint32_t row, uint32_t column)
{
	return s->texts[(size_t)row * s->n_columns + column];
}

static void
learn(const struct sheet *s, uint32_t from, uint32_t to, struct facts *f)
{
	for (uint32_t i = 0; i < s->n_columns; i++) {
		facts_start(&f[i]);
		for (uint32_t row = from; row < to; row++) {
			const char *t = text_at(s, row, i);

			facts_add(&f[i], t == NULL ? "" : t,
			    t == NULL ? 0 : strlen(t),
			    t == NULL ? PS_ABSENT : 0, PS_NULL);
		}
	}
}

static void
tell_open(struct play *p)
{
	struct buf	*b = frame_begin(p->channel, M_OPEN);

	put_u64(b, p->seq);
	put_text(b, "delimited");
	put_text(b, "UTF-8");
	put_u8(b, 0);
	put_f64(b, 0.99);
	put_text(b, "format.delimited { delimiter = \",\" }");
	put_text(b, "60 records of 8 fields\nno quotes\n");
	put_text(b, NULL);
	put_text(b, NULL);
	put_u32(b, 1);
	put_text(b, "delimiter");
	put_text(b, ",");
	frame_end(p->channel);
}

static void
tell_table(struct play *p, const struct sheet *s, const struct reading *r)
{
	struct buf	*b = frame_begin(p->channel, M_ASSIGN);

	put_u64(b, p->seq);
	put_u32(b, 0);
	put_text(b, s->table);
	put_u8(b, 0);
	put_text(b, "shape");
	put_raw(b, &(struct shape_set){ { 0 } }, sizeof(struct shape_set));
	put_u8(b, 0);
	frame_end(p->channel);
	b = frame_begin(p->channel, M_TABLE);
	put_u64(b, p->seq);
	put_u32(b, 0);
	put_text(b, NULL);
	put_u32(b, 0);
	put_u32(b, s->n_columns);
	for (uint32_t i = 0; i < s->n_columns; i++) {
		put_text(b, s->names[i]);
		put_text(b, s->names[i]);
		put_text(b, NULL);
		put_raw(b, &r[i], sizeof(r[i]));
	}
	frame_end(p->channel);
}

struct filling_slot {
	char			*slot;
	struct slot_rows	*h;
	uint32_t		 n_rows;
	struct buf		 notes;
};

static void
put_note(struct filling_slot *f, uint64_t row, uint32_t line, uint32_t column,
    const char *t)
{
	put_u8(&f->notes, 'C');
	put_u32(&f->notes, 0);
	put_u64(&f->notes, row);
	put_u64(&f->notes, line);
	put_u32(&f->notes, column);
	put_bytes(&f->notes, t, strlen(t));
}

static void
fill_cell(struct filling_slot *f, struct ps_cell *c, const struct reading *r,
    const char *t, uint64_t row, uint32_t line, uint32_t column)
{
	char		 scratch[CELL_TEXT_MAX];
	const char	*text = NULL;
	enum parsed	 how;

	how = reading_parse(r, t == NULL ? "" : t, t == NULL ? 0 : strlen(t),
	    t == NULL ? PS_ABSENT : 0, c, &text, scratch);
	if (how == MISFIT)
		*c = (struct ps_cell){ .type = PS_NULL };
	if (how != PARSED)
		put_note(f, row, line, column, t == NULL ? "" : t);
	if (c->type > PS_REAL || c->type == PS_BIGINT ||
	    (c->type == PS_DECIMAL && c->flags & PS_CELL_TEXT)) {
		f->h->text -= c->length;
		memcpy(f->slot + f->h->text, text, c->length);
		c->value.offset = f->h->text;
	}
}

/* Rows of one slot; lines count from the first row of the range. */
static uint32_t
fill_slot(struct filling_slot *f, const struct sheet *s,
    const struct reading *r, uint32_t from, uint32_t to, uint32_t base)
{
	uint32_t	max = to - from, n = 0, longest = 200;

	f->h = (struct slot_rows *)(void *)f->slot;
	if (max > (SLOT_BYTES - 64) / (s->n_columns * (16 + longest) + 4))
		max = (SLOT_BYTES - 64) / (s->n_columns * (16 + longest) + 4);
	memset(f->h, 0, sizeof(*f->h));
	f->h->n_columns = s->n_columns;
	f->h->max_rows = max;
	f->h->cells = (uint32_t)((sizeof(*f->h) + 4 * max + 15) & ~15ull);
	f->h->text = SLOT_BYTES;
	for (; n < max; n++) {
		struct ps_cell *c = (struct ps_cell *)(void *)(f->slot +
		    f->h->cells) + (size_t)n * s->n_columns;
		uint32_t line = from + n - base + 2;

		memcpy(f->slot + sizeof(*f->h) + 4 * n, &line, 4);
		for (uint32_t i = 0; i < s->n_columns; i++)
			fill_cell(f, &c[i], &r[i], text_at(s, from + n, i),
			    from + n - base, line, i);
	}
	f->n_rows = f->h->n_rows = n;
	return n;
}

static void
send_slot(struct play *p, struct filling_slot *f, uint32_t range,
    uint32_t slot)
{
	struct buf	*b;

	if (f->notes.n > 0) {
		b = frame_begin(p->channel, M_NOTES);
		put_u64(b, p->seq);
		put_u32(b, range);
		put_bytes(b, f->notes.p, f->notes.n);
		frame_end(p->channel);
		buf_clear(&f->notes);
	}
	b = frame_begin(p->channel, M_ROWS);
	put_u64(b, p->seq);
	put_u32(b, range);
	put_u32(b, 0);
	put_u32(b, slot);
	put_u32(b, f->n_rows);
	put_u32(b, 0);
	frame_end(p->channel);
}

static void
send_range(struct play *p, const struct sheet *s, const struct reading *r,
    uint32_t range, uint32_t from, uint32_t to)
{
	struct filling_slot	 f = { .slot = NULL };
	uint32_t		 base = from, slot;

	buf_init(&f.notes, 1u << 24);
	if (range == 0 && s->issue != NULL) {
		put_u8(&f.notes, 'I');
		put_u32(&f.notes, PS_REPAIRED);
		put_u32(&f.notes, 0);
		put_u64(&f.notes, 3);
		put_u64(&f.notes, UINT64_MAX);
		put_u64(&f.notes, 0);
		put_text(&f.notes, s->issue);
		put_text(&f.notes, "a cell is missing");
		put_bytes(&f.notes, "raw \xff bytes", 11);
	}
	if (range == 0) {
		put_u8(&f.notes, 'L');
		put_u32(&f.notes, PS_HEADER);
		put_u64(&f.notes, 1);
		put_bytes(&f.notes, "the header", 10);
	}
	while (from < to) {
		while (p->free_slots == 0 && hear(p))
			continue;
		if (p->gone)
			break;
		slot = (uint32_t)__builtin_ctz(p->free_slots);
		p->free_slots &= ~(1u << slot);
		f.slot = pool_slot(p->pool, 0, slot);
		from += fill_slot(&f, s, r, from, to, base);
		if (p->spoil != NULL)
			p->spoil(f.h);
		send_slot(p, &f, range, slot);
	}
	buf_free(&f.notes);
}

static void
send_facts(struct play *p, const struct sheet *s, const struct facts *f,
    uint32_t range)
{
	struct buf	*b = frame_begin(p->channel, M_FACTS);

	put_u64(b, p->seq);
	put_u32(b, range);
	put_u32(b, 0);
	put_u32(b, s->n_columns);
	put_raw(b, f, s->n_columns * sizeof(*f));
	frame_end(p->channel);
}

static void
send_done(struct play *p, const struct sheet *s, uint32_t range,
    uint32_t rows, enum ps_status st, bool last)
{
	struct counts	c = { .rows = rows, .records = rows };
	struct buf	*b = frame_begin(p->channel, M_DONE);

	if (range == 0) {
		c.records++;
		c.set_aside++;
	}
	if (last)
		c.records += s->wrong;
	put_u64(b, p->seq);
	put_u32(b, range);
	put_u32(b, (uint32_t)st);
	put_text(b, st < PS_OK ? "it broke" : NULL);
	put_counts(b, &c);
	put_u64(b, rows + 1);
	put_u64(b, 0);
	put_u64(b, 0);
	put_u64(b, s->hash);
	put_u64(b, s->hash);
	put_u64(b, 100);
	put_u8(b, last);
	frame_end(p->channel);
}

static void
play_begin(struct play *p, const struct sheet *s)
{
	struct ps_doc	d = doc_of(s);
	struct buf	*b = frame_begin(p->channel, M_BEGIN);

	put_u64(b, ++p->seq);
	put_doc(b, &d);
	put_u8(b, s->known);
	put_text(b, NULL);
	frame_end(p->channel);
}

/* All of a document but its end, if it is to be given up. */
static void
play_sheet(struct play *p, const struct sheet *s, bool end)
{
	struct preferences	none = { .decimal = 0 };
	struct facts		facts[COLUMNS];
	struct reading		r[COLUMNS];
	uint32_t		ranges = s->ranges == 0 ? 1 : s->ranges;

	memset(r, 0, sizeof(r));
	play_begin(p, s);
	tell_open(p);
	for (uint32_t i = 0; i < ranges; i++) {
		uint32_t from = (uint32_t)((uint64_t)s->n_rows * i / ranges);
		uint32_t to = (uint32_t)((uint64_t)s->n_rows * (i + 1) /
			    ranges);

		learn(s, from, to, facts);
		if (i == 0) {
			readings_choose(facts, s->n_columns, &none, r);
			tell_table(p, s, r);
		}
		send_range(p, s, r, i, from, to);
		send_facts(p, s, facts, i);
		if (end || i + 1 < ranges)
			send_done(p, s, i, to - from, PS_OK, i + 1 == ranges);
	}
	if (channel_backlog(p->channel) > (1u << 16))
		(void)channel_flush(p->channel);
}

#endif
