/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * rows.c - what a format hands over, gathered until the batch is full.
 *
 * Nothing is copied but the slices themselves.  The first batch is as large as
 * one range of a document, so that its columns can be judged whole.
 */
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "mem.h"
#include "rows.h"

#define BLOCK_BYTES	(64u << 10)
#define BATCH_CELLS	(512u << 10)
/* What the cache holds, once the columns are known. */
#define BESIDE_BYTES	(4u << 20)	/* set aside or said */
#define SMALL_TEXT	(256u << 10)
#define SMALL_CELLS	(32u << 10)

struct block {
	struct block	*next;
	size_t		 used, room;
	char		 bytes[];
};

void
rows_init(struct ps_rows *r)
{
	memset(r, 0, sizeof(*r));
	r->arena = arena_new();
	r->first_data = r->last_data = -1;
}

/* One block of the usual size stays for the next batch. */
static void
drop_scratch(struct ps_rows *r, bool all)
{
	struct block	*b, *keep = NULL;

	while ((b = r->scratch) != NULL) {
		r->scratch = b->next;
		if (!all && keep == NULL && b->room == BLOCK_BYTES)
			keep = b;
		else
			free(b);
	}
	if (keep != NULL) {
		keep->used = 0;
		keep->next = NULL;
		r->scratch = keep;
	}
}

void
rows_free(struct ps_rows *r)
{
	drop_scratch(r, true);
	for (uint32_t i = 0; i < r->sheets_room; i++) {
		if (r->sheets[i] == NULL)
			break;
		free(r->sheets[i]->columns);
		free(r->sheets[i]->cells);
		free(r->sheets[i]->rows);
		free(r->sheets[i]->places);
		free(r->sheets[i]);
	}
	free(r->sheets);
	arena_free(r->arena);
	free(r->asides);
	free(r->issues);
	free(r->headers);
}

void
rows_clear(struct ps_rows *r)
{
	for (uint32_t i = 0; i < r->n_sheets; i++) {
		r->sheets[i]->n_rows = 0;
		r->sheets[i]->known = NULL;
	}
	r->n_cells = 0;
	r->text = 0;
	r->n_asides = 0;
	r->n_issues = 0;
	r->beside = 0;
	drop_scratch(r, false);
}

void
rows_reset(struct ps_rows *r)
{
	rows_clear(r);
	memset(&r->counts, 0, sizeof(r->counts));
	r->record = r->references = 0;
	r->n_sheets = r->main = 0;
	r->at = NULL;
	arena_reset(r->arena);
	r->first_data = r->last_data = -1;
	r->n_headers = 0;
}

char *
rows_scratch(struct ps_rows *r, size_t n)
{
	struct block	*b = r->scratch;
	size_t		 room = n > BLOCK_BYTES ? n : BLOCK_BYTES;

	if (b == NULL || b->room - b->used < n) {
		b = xmalloc(sizeof(*b) + room);
		b->room = room;
		b->used = 0;
		b->next = r->scratch;
		r->scratch = b;
	}
	b->used += n;
	return b->bytes + b->used - n;
}

static const char *
copy_text(struct ps_rows *r, const char *s)
{
	size_t	n = s == NULL ? 0 : strlen(s);
	char	*p = rows_scratch(r, n + 1);

	memcpy(p, s == NULL ? "" : s, n);
	p[n] = '\0';
	return p;
}

bool
rows_full(const struct ps_rows *r)
{
	return r->beside >= BESIDE_BYTES;
}

/* No source asks for them yet: they are counted. */
void
rows_refer(struct ps_rows *r, const char *target, size_t n,
    const char *relation)
{
	(void)target;
	(void)relation;
	r->references += n > 0;
}

void
rows_issue(struct ps_rows *r, enum ps_severity severity, uint64_t line,
    const char *rule, const char *reason, const char *p, size_t n)
{
	GROW(r->issues, r->n_issues, r->issues_room);
	r->issues[r->n_issues++] = (struct issue){ severity, line,
	    copy_text(r, rule), copy_text(r, reason), p, n, UINT64_MAX, 0 };
	r->counts.issues++;
	r->beside += n + sizeof(*r->issues);
	if (severity == PS_REJECTED) {
		r->counts.records++;
		r->counts.rejected++;
		r->record++;
	}
}

void
rows_aside(struct ps_rows *r, enum ps_class class, uint64_t line,
    const char *p, size_t n)
{
	GROW(r->asides, r->n_asides, r->asides_room);
	r->asides[r->n_asides++] = (struct aside){ class, line, p, n };
	if ((class == PS_HEADER || class == PS_UNITS) && r->first_data < 0) {
		GROW(r->headers, r->n_headers, r->headers_room);
		r->headers[r->n_headers++] = (uint32_t)r->record;
	}
	r->beside += n + sizeof(*r->asides);
	r->counts.records++;
	r->counts.set_aside++;
	r->record++;
}

/* The columns past those kept as one JSON object, absent ones left out. */
static struct ps_slice
fold(struct ps_rows *r, const struct ps_slice *cells, uint32_t n)
{
	const struct sheet	*h = r->at;
	struct buf		 b;
	struct ps_slice		 s = { 0 };
	const char		*name;
	char			*p;

	buf_init(&b, CELL_MAX);
	for (uint32_t i = h->kept; i < n; i++) {
		if (h->added && (cells[i].flags & PS_ABSENT) != 0)
			continue;
		name = h->columns[i].name;
		buf_char(&b, b.n == 0 ? '{' : ',');
		buf_json(&b, name, strlen(name));
		buf_char(&b, ':');
		buf_json(&b, cells[i].p, cells[i].n);
	}
	buf_str(&b, b.n == 0 ? "{}" : "}");
	p = rows_scratch(r, b.n);
	memcpy(p, b.p, b.n);
	s.p = p;
	s.n = (uint32_t)b.n;
	s.type = PS_TEXT;
	buf_free(&b);
	return s;
}

static void
cut_long_cells(struct ps_rows *r, struct ps_slice *row, uint64_t line)
{
	for (uint32_t i = 0; i < r->at->n_columns; i++) {
		if (row[i].n <= CELL_MAX)
			continue;
		rows_issue(r, PS_REPAIRED, line, "long-cell",
		    "a cell over 16 MiB was cut; the rest is here",
		    row[i].p + CELL_MAX, row[i].n - CELL_MAX);
		row[i].n = CELL_MAX;
	}
}

/* A record of the document, or a row that was made beside its record. */
static void
count_row(struct ps_rows *r, struct ps_slice *row)
{
	bool	summary = (row->flags & PS_SUMMARY) != 0;

	row->flags &= (uint16_t)~PS_SUMMARY;
	r->counts.rows++;
	if (r->at->added) {
		r->counts.emitted++;
		return;
	}
	r->counts.records++;
	if (!summary) {
		if (r->first_data < 0)
			r->first_data = (int64_t)r->record;
		r->last_data = (int64_t)r->record;
	}
	r->record++;
}

static struct ps_slice *
next_row(struct sheet *h, uint64_t line)
{
	size_t	at = (size_t)h->n_rows * h->stride;

	while (at + h->stride > h->cells_room) {
		h->cells_room = h->cells_room ? 2 * h->cells_room : 4096;
		h->cells = xrealloc(h->cells, h->cells_room,
		    sizeof(*h->cells));
	}
	GROW(h->rows, h->n_rows, h->rows_room);
	h->rows[h->n_rows++].line = (uint32_t)line;
	return h->cells + at;
}

/* Kept one higher, so that a place nobody told of is 0. */
static void
keep_place(struct ps_rows *r, struct sheet *h)
{
	uint64_t	place = r->next_place;

	r->next_place = 0;
	if (place == 0 && h->places == NULL)
		return;
	while (h->places_room < h->rows_room) {
		h->places = xrealloc(h->places, h->rows_room,
		    sizeof(*h->places));
		memset(h->places + h->places_room, 0, (h->rows_room -
		    h->places_room) * sizeof(*h->places));
		h->places_room = h->rows_room;
	}
	h->places[h->n_rows - 1] = place;
}

void
rows_place(struct ps_rows *r, uint64_t place)
{
	r->next_place = place + 1;
}

uint64_t
rows_place_of(const struct sheet *h, uint32_t row)
{
	return h->places == NULL || row >= h->places_room ? UINT64_MAX :
	    h->places[row] - 1;
}

bool
rows_add(struct ps_rows *r, const struct ps_slice *cells, uint32_t n,
    uint64_t line)
{
	struct sheet	*h = r->at;
	struct ps_slice	*row = next_row(h, line);
	size_t		 text = 0;

	if (n > h->n_source)
		n = h->n_source;
	if (h->kept < h->n_columns)
		row[h->kept] = fold(r, cells, n);
	if (n > h->kept)
		n = h->kept;
	memcpy(row, cells, n * sizeof(*row));
	for (uint32_t i = n; i < h->kept; i++)
		row[i] = (struct ps_slice){ .p = "", .flags = PS_ABSENT };
	/* Columns that come later in this batch are not there in this row. */
	for (uint32_t i = h->n_columns; i < h->stride; i++)
		row[i] = (struct ps_slice){ .p = "", .flags = PS_ABSENT };
	for (uint32_t i = 0; i < h->n_columns; i++)
		text += row[i].n;
	if (text > CELL_MAX)
		cut_long_cells(r, row, line);
	keep_place(r, h);
	h->rows[h->n_rows - 1].text = text > UINT32_MAX ? UINT32_MAX :
	    (uint32_t)text;
	/* A line counts from the range's start: batches must not know. */
	r->text += text - (h->added && h->n_columns > 0 ? row[0].n : 0);
	r->n_cells += h->n_columns;
	count_row(r, row);
	if (rows_full(r))
		return true;
	return r->judged ? r->text >= SMALL_TEXT || r->n_cells >= SMALL_CELLS :
	    r->text >= 2 * RANGE_BYTES || r->n_cells >= BATCH_CELLS;
}
