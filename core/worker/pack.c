/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pack.c - a batch of slices becomes typed cells in shared memory.
 *
 * The first batch of a table is judged whole before any of it is packed: its
 * facts choose the readings that the rest of the document keeps.  Cells of a
 * later batch are learnt while they are packed; one that does not fit its
 * reading travels as NULL with its text in a note.
 */
#include <stdlib.h>
#include <string.h>

#include "drift.h"
#include "mem.h"
#include "options.h"
#include "pack.h"

#define BLOCK_CELLS	4096u		/* learnt at a time */
#define MISFITS_MAX	(1u << 20)
#define FACTS_CELLS	(512u << 10)	/* and told of */

/* Maps had to look at all cells, too; rows may have been taken out since. */
static bool
is_known(const struct work_table *t, uint32_t column)
{
	return t->sheet->known != NULL && t->wished.rule == NULL &&
	    t->sheet->known[column] != NULL;
}

/*
 * Column by column, so that one column's facts and branches stay warm, in
 * blocks of rows that stay in the cache meanwhile.
 */
static void
learn_block(struct work_table *t, const struct ps_slice *cells,
    uint32_t n_rows)
{
	const struct ps_slice	*s;

	for (uint32_t i = 0; i < t->n_columns; i++) {
		if (is_known(t, i))
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

	if (w->as_text)
		return;
	for (uint32_t i = 0; i < t->n_columns; i++)
		if (is_known(t, i))
			t->facts[i] = *h->known[i];
	for (uint32_t row = 0; row < h->n_rows; row += step)
		learn_block(t, sheet_slice(h, row, 0), h->n_rows - row < step ?
		    h->n_rows - row : step);
}

struct preferences
pack_preferences(const struct worker *w)
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
	struct preferences	 prefer = pack_preferences(w);
	uint32_t		 from = t->n_told;

	memset(t->readings + from, 0, (t->n_columns - from) *
	    sizeof(*t->readings));
	if (!w->as_text) {
		readings_choose(t->facts + from, t->n_columns - from, &prefer,
		    t->readings + from);
		return;
	}
	for (uint32_t i = from; i < t->n_columns; i++)
		t->readings[i] = (struct reading){ .type = PS_TEXT,
		    .flags = READING_EMPTY };	/* "" is not nothing */
}

/* Notes are about records that are as they should be; what a map sets aside */
/* says nothing of how the document was read. */
static uint64_t
count_repairs(const struct ps_rows *r)
{
	uint64_t	n = 0;

	for (uint32_t i = 0; i < r->n_issues; i++)
		n += r->issues[i].severity != PS_NOTE &&
		    strcmp(r->issues[i].rule, MAP_RULE) != 0 &&
		    strcmp(r->issues[i].rule, DRIFT_RULE) != 0 &&
		    strcmp(r->issues[i].rule, TYPE_RULE) != 0;
	return n;
}

/* What a shape calls it is its name whatever the document is called. */
static void
tell_name(const struct work_table *t, struct buf *b)
{
	const struct sheet	*h = t->sheet;
	bool			 named = t->wished.rule != NULL &&
				    t->wished.rule->name != NULL;

	put_text(b, named ? t->wished.rule->name : h->name);
	put_u32(b, h->flags | (h->added ? TABLE_ADDED : 0) |
	    (named ? PS_NAMED | TABLE_WISHED : 0));
}

/* Columns that hold nothing in this batch, where it matters. */
static void
tell_empty(const struct work_table *t, struct buf *b)
{
	bool	matters = t->wished.rule != NULL &&
		    t->wished.rule->drift == DRIFT_VARIANT;

	put_u32(b, matters ? t->n_columns : 0);
	for (uint32_t i = 0; matters && i < t->n_columns; i++)
		put_u8(b, sheet_is_empty(t->sheet, i));
}

static void
tell_table(struct worker *w)
{
	struct work_table	*t = w->table;
	const struct sheet	*h = t->sheet;
	struct buf		*b = frame_begin(w->channel, M_TABLE);

	put_u64(b, w->seq);
	put_u32(b, t->number);
	tell_name(t, b);
	put_u32(b, t->n_columns);
	for (uint32_t i = 0; i < t->n_columns; i++) {
		put_text(b, t->originals[i]);
		put_text(b, t->names[i]);
		put_text(b, i < h->kept ? h->columns[i].unit : NULL);
		put_raw(b, &t->readings[i], sizeof(t->readings[i]));
	}
	put_u64(b, h->n_rows);
	put_u64(b, count_repairs(&w->rows));
	put_raw(b, &t->wished.set, sizeof(t->wished.set));
	tell_empty(t, b);
	frame_end(w->channel);
	t->n_told = t->n_columns;
}

/* Later ranges know no names; their facts join those of the first. */
static void
start_facts(const struct worker *w, struct work_table *t)
{
	for (uint32_t i = 0; i < t->n_columns; i++) {
		facts_start(&t->facts[i]);
		facts_told(&t->facts[i], &w->pipeline->prefer.words);
		if (t->names != NULL)
			facts_named(&t->facts[i], t->names[i]);
		wished_facts(&t->wished, i, &t->facts[i]);
	}
}

/* Those of all batches since they were told, of the columns that were. */
static void
tell_facts(struct worker *w)
{
	struct work_table	*t = w->table;
	uint32_t		 n = w->as_text ? 0 : t->n_told;
	struct buf		*b = frame_begin(w->channel, M_FACTS);

	put_u64(b, w->seq);
	put_u32(b, w->range);
	put_u32(b, t->number);
	put_u32(b, n);
	put_raw(b, t->facts, n * sizeof(*t->facts));
	frame_end(w->channel);
	w->pieces = 0;
	t->untold = 0;
}

/* There are columns that have no reading yet. */
static void
judge(struct worker *w)
{
	uint32_t		 from = w->table->n_told;
	struct preferences	 prefer = pack_preferences(w);

	learn(w);
	choose(w);
	tell_table(w);
	if (!w->describe)
		return;
	note_whys(w, from, &prefer);
	if (from == 0)
		preview(w);
}

/* The rows of the table at hand. */
static void
pack_table(struct worker *w)
{
	struct work_table	*t = w->table;
	bool			 known = t->n_told == t->n_columns;

	wished_sift(w, &t->wished, t->sheet, true);
	drift_sift(w, t);
	if (!known && t->untold > 0)
		tell_facts(w);
	if (t->untold == 0)
		start_facts(w, t);
	if (!known)
		judge(w);
	if (!w->describe)
		pack_rows(w, known && !w->as_text);
	else if (known)
		learn(w);
	if (!w->as_text && !w->describe)
		wished_tell(w, &t->wished, t->sheet, t->facts);
	if (w->describe)
		t->rows += t->sheet->n_rows;
	flush_notes(w);
	t->untold += (size_t)t->sheet->n_rows * t->n_columns + 1;
	if (!known || w->pieces > 0 || t->untold >= FACTS_CELLS)
		tell_facts(w);
}

/* As soon as there is something to tell of the table that they go on with. */
static enum ps_status
plan_ranges(struct worker *w)
{
	return w->splits && w->range == 0 && !w->planned &&
	    w->rows.main == 0 && w->table->n_told > 0 ?
	    tell_split(w, SPLIT_NEW) : PS_OK;
}

enum ps_status
pack_batch(struct worker *w, bool last)
{
	const struct ps_rows	*r = &w->rows;

	for (uint32_t i = 0; i < r->n_sheets && !w->ended; i++) {
		/* One without rows is told, but not before there may be. */
		if (r->sheets[i]->n_columns == 0 ||
		    (r->sheets[i]->n_rows == 0 && !(last && i == r->main &&
		    work_table(w, i)->n_told == 0)))
			continue;
		w->table = work_table(w, i);
		if (w->refused == NULL)
			pack_table(w);
		if (w->refused != NULL)
			return ps_fail(&w->self, PS_FAIL, 0, "%s", w->refused);
	}
	w->table = work_table(w, r->main);
	note_asides(w);
	note_issues(w);
	flush_notes(w);
	(void)channel_flush_soon(w->channel);
	return plan_ranges(w);
}

void
pack_end(struct worker *w)
{
	for (uint32_t i = 0; i < w->n_tables; i++) {
		w->table = w->tables[i];
		if (w->table->untold > 0)
			tell_facts(w);
	}
	w->table = work_table(w, w->rows.main);
	(void)channel_flush_soon(w->channel);
}

void
pack_asides(struct worker *w)
{
	note_asides(w);
	note_issues(w);
	flush_notes(w);
}
