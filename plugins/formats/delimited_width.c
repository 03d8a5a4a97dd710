/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_width.c - how many columns the table has: what most records of
 * the sample have, checked by the rows of more of it.
 */
#include "delimited_probe.h"

enum { MOST_COUNTED = 64 << 10 };

/* Cells up to the last that holds something. */
static uint32_t
used_width(const struct ps_record *l)
{
	uint32_t	n = l->n;

	while (n > 0 && l->looks[n - 1] == PS_LOOK_EMPTY)
		n--;
	return n;
}

/* Empty cells with others after them. */
static uint32_t
count_gaps(const struct ps_record *l)
{
	return used_width(l) - l->filled;
}

/*
 * Does a record end at the last column that is used, where most go on with
 * delimiters?  Then these stand for nothing.
 */
static bool
ends_early(const struct ps_record *line, uint32_t n, uint32_t used,
    uint32_t k)
{
	for (; n > 0; n--, line++)
		if (line->kind == PS_RECORD_CELLS && line->filled > 0 &&
		    line->n >= used && line->n < k)
			return true;
	return false;
}

/*
 * Columns: as many as most records have, without empty ones at the right; or
 * more, where that would leave out names of the first record, or cells of
 * more than a few others.
 */
void
width_find(const struct judge *j, struct layout *l)
{
	uint32_t	k = j->best.k, most = 0, usual = 0, wide = 0, rows = 0;
	uint32_t	full = 0, lines;
	const struct ps_record	*first = ps_layout_records(j->self,
				    j->records, &lines);

	for (uint32_t i = 0; i < lines; i++) {
		const struct ps_record	*line = &first[i];
		uint32_t		 n = used_width(line);

		if (line->kind != PS_RECORD_CELLS || n == 0)
			continue;
		if (rows++ == 0 && n == k + 1 && count_gaps(line) == 1) {
			usual = k;
			continue;
		}
		wide += n > k;
		full += n > k / 2;
		if (n > most)
			most = n;
		if (n > usual && line->n <= k)
			usual = n;
	}
	l->width = l->k = k;
	l->sparse = full * 2 < rows;
	if (wide * 20 > rows || (wide > 0 && rows < 20))
		l->width = l->k = most;
	else if (usual > 1 && usual < k && (k - usual == 1 || (j->eof &&
	    j->n == j->s->length))) {
		l->k = usual;
		l->padded = !ends_early(first, lines, usual, k);
	}
}

/* A row of n cells, the last of them with something inside at `used`. */
static void
count_row(struct layout *l, uint32_t n, uint32_t used, uint32_t *shorter)
{
	l->rows++;
	l->rows_ok += n == l->k || n == l->width;
	l->wide += used > l->k;
	*shorter += n < l->k;
	if (used > l->used)
		l->used = used;
}

static uint32_t
used_cells(const struct record *r)
{
	uint32_t	n = r->n < r->room ? r->n : r->room;

	while (n > 0 && r->cells[n - 1].n == 0)
		n--;
	return n;
}

/* One letter for what nearly all cells of a column are. */
static char
kind_of(const struct layout *l, const struct ps_record *line,
    const struct ps_record *end, uint32_t c)
{
	uint32_t	filled = 0, numbers = 0, dates = 0, n = 0;

	for (line += l->top.skip; line < end; line++) {
		uint8_t	v;

		if (line->filled == 0 || n++ < l->top.header + l->top.units ||
		    (line->n != l->k && line->n != l->width) ||
		    (v = line->looks[c]) == PS_LOOK_EMPTY)
			continue;
		filled++;
		numbers += v == PS_LOOK_INT || v == PS_LOOK_NUMBER;
		dates += v >= PS_LOOK_DATE && v <= PS_LOOK_STAMP;
	}
	return filled == 0 ? 'e' : numbers * 10 >= filled * 9 ? 'n' :
	    dates * 10 >= filled * 9 ? 'd' : 't';
}

static void
find_kinds(struct layout *l, const struct ps_record *lines, uint32_t n)
{
	uint32_t	c = 0;

	if (l->k > 1 && l->k <= MAX_KINDS)
		for (; c < l->k; c++)
			l->kinds[c] = kind_of(l, lines, lines + n, c);
	l->kinds[c] = '\0';
}

void
width_count(struct judge *j, const char *end, struct layout *l)
{
	const struct ps_sample	*sample = j->s;
	size_t			 most = sample->length < MOST_COUNTED ?
				    sample->length : MOST_COUNTED;
	struct splitter		 s;
	struct record		 r = { .cells = j->cells,
				    .room = JUDGED_COLUMNS };
	uint32_t		 n = 0, shorter = 0, lines;
	const struct ps_record	*first = ps_layout_records(j->self,
				    j->records, &lines);

	for (uint32_t i = l->top.skip; i < lines; i++) {
		const struct ps_record	*line = &first[i];

		l->remarks += line->kind == PS_RECORD_COMMENT && l->rows > 0;
		if (line->filled == 0 || n++ < l->top.header + l->top.units ||
		    (line->filled < 2 && line->n < l->k))
			continue;
		count_row(l, line->n, used_width(line), &shorter);
	}
	splitter_init(&s, &j->best.d, end, sample->text + most,
	    sample->whole && most == sample->length);
	s.k = l->width;
	while (split_next(&s, &r) == STEP_RECORD) {
		l->remarks += r.kind == PS_RECORD_COMMENT;
		if (r.kind == PS_RECORD_CELLS)
			count_row(l, r.n, used_cells(&r), &shorter);
	}
	if (l->used > l->k && l->used <= l->width) {
		l->k = l->used;
		l->wide = 0;
	}
	if (l->wide * 20 > l->rows && l->used < JUDGED_COLUMNS) {
		l->k = l->width = l->used;
		l->wide = 0;
	}
	if (l->padded)
		l->k = l->width;
	l->ragged = shorter * 10 >= l->rows && shorter >= 3;
	find_kinds(l, first, lines);
}
