/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_layout.c - the first records of the sample as a sheet of cells,
 * and where the table in it begins.
 */
#include <math.h>
#include <string.h>

#include "delimited_probe.h"

/* Keep a record of the sample, with the kinds of its cells. */
static bool
add_line(struct sheet *sheet, const struct record *r, uint32_t number)
{
	struct line	*l = &sheet->lines[sheet->n];
	uint32_t	 n = r->n < r->room ? r->n : r->room, cost;

	if (sheet->n == SHEET_LINES || n > sheet->room - sheet->used)
		return false;
	*l = (struct line){ .cells = sheet->cells + sheet->used,
	    .values = sheet->values + sheet->used,
	    .looks = sheet->looks + sheet->used, .n = n,
	    .number = number, .kind = (uint8_t)r->kind, .start = r->start,
	    .stop = r->stop };
	memset(l->looks, 0, n);
	for (uint32_t i = 0; i < n; i++) {
		l->cells[i] = r->cells[i];
		l->values[i] = (uint8_t)value_of(r->cells[i].p,
		    r->cells[i].n, &cost);
		l->filled += l->values[i] != VALUE_EMPTY;
	}
	sheet->used += n;
	sheet->n++;
	return true;
}

/* No more cells than delimiters and line ends. */
static uint32_t
most_cells(const struct judge *j)
{
	const struct dialect	*d = &j->best.d;
	const uint32_t		*h = j->s->scan->histogram;
	uint64_t		 n = SHEET_LINES + h['\n'] + h['\r'];

	if (d->n_delim > 0)
		n += h[(uint8_t)d->delim[0]];
	if (d->runs)
		n += h['\t'];
	return n < SHEET_CELLS ? (uint32_t)n : SHEET_CELLS;
}

/* One is used for all samples of a judge. */
static struct sheet *
make_sheet(struct judge *j)
{
	struct sheet	*sheet = j->sheet;
	uint32_t	 room = most_cells(j);

	if (sheet == NULL || sheet->room < room) {
		if (sheet != NULL)
			room = SHEET_CELLS;
		sheet = j->sheet = ps_alloc(j->self, sizeof(*sheet));
		sheet->room = room;
		sheet->cells = ps_alloc(j->self, sheet->room *
		    sizeof(*sheet->cells));
		sheet->values = ps_alloc(j->self, sheet->room);
		sheet->looks = ps_alloc(j->self, sheet->room);
		sheet->columns_room = 0;
	}
	sheet->n = sheet->used = sheet->typed = sheet->k = 0;
	return sheet;
}

static void
make_columns(struct judge *j, struct sheet *sheet, uint32_t k)
{
	sheet->k = k;
	if (sheet->columns_room < k) {
		sheet->columns_room = k < JUDGED_COLUMNS / 2 ? 2 * k : k;
		sheet->columns = ps_alloc(j->self, sheet->columns_room *
		    sizeof(*sheet->columns));
	}
}

/* Read the sample again, now knowing how wide its records should be. */
static void
fill_sheet(struct judge *j, struct sheet *sheet)
{
	struct splitter	s;
	struct record	r = { .cells = j->cells, .room = JUDGED_COLUMNS };
	uint32_t	number = 1;

	splitter_init(&s, &j->best.d, j->text, j->text + j->n, true);
	s.k = j->best.k;
	sheet->end = s.p;
	while (split_next(&s, &r) == STEP_RECORD &&
	    add_line(sheet, &r, number)) {
		number += r.lines;
		sheet->end = s.p;
	}
}

/* One name too few, since the first column has none. */
static bool
lacks_first_name(const struct sheet *sheet, const struct layout *l)
{
	const struct line	*h = &sheet->lines[l->skip];

	return l->header == 1 && l->k > 2 && h->n + 1 == l->k &&
	    h->filled == h->n && l->rows_ok == l->rows &&
	    l->width == l->k;
}

/*
 * Cut a comment into cells as if it were a record, without its mark and
 * without the word `Fields:`.  False if that makes no header.
 */
static bool
cut_comment(struct judge *j, struct sheet *sheet, uint32_t at)
{
	struct line	*l = &sheet->lines[at], was = *l;
	struct splitter	 s;
	struct record	 r = { .cells = j->cells, .room = JUDGED_COLUMNS };
	struct ps_slice	*c = r.cells;
	uint32_t	 n = sheet->n;

	splitter_init(&s, &j->best.d, l->start, l->stop, true);
	s.plain = true;
	if (split_next(&s, &r) != STEP_RECORD || r.n > r.room ||
	    s.p < l->stop || c->n == 0)
		return false;
	c->p += j->best.d.n_comment;
	c->n -= j->best.d.n_comment < c->n ? j->best.d.n_comment : c->n;
	if (strip_fields(c)) {
		r.cells++;
		r.n--;
	}
	sheet->n = at;
	if (r.n != sheet->k || !add_line(sheet, &r, was.number) ||
	    l->filled < sheet->k) {
		*l = was;
		sheet->n = n;
		return false;
	}
	l->start = was.start;
	sheet->n = n;
	return true;
}

/* As sure, in nats, as a header is that says it is one. */
static const double NAMED = 10;

/* The last comment before the data may name the columns: #id,name. */
static void
find_comment(struct judge *j, struct sheet *sheet, struct layout *l)
{
	uint32_t	data = 0, at;
	bool		named = false;
	struct line	was;
	double		score;

	while (data < sheet->n && (sheet->lines[data].kind != RECORD_CELLS ||
	    sheet->lines[data].filled == 0))
		data++;
	at = data - 1;
	for (uint32_t i = 0; i < data; i++)
		if (sheet->lines[i].stop - sheet->lines[i].start > 8 &&
		    strncasecmp(sheet->lines[i].start, "#fields", 7) == 0) {
			at = i;
			named = true;
		}
	if (data == 0 || data == sheet->n ||
	    sheet->lines[at].kind != RECORD_COMMENT)
		return;
	was = sheet->lines[at];
	if (!cut_comment(j, sheet, at))
		return;
	sheet_type(sheet, data);
	score = fmax(header_score(sheet, at), named ? NAMED : 0);
	if (score > 0 && (l->header == 0 || score > l->score)) {
		l->skip = at;
		l->header = 1;
		l->header_line = was.number;
		l->score = score;
		l->fields = named;
	} else
		sheet->lines[at] = was;
}

/*
 * One record, and it is all there is: names whose rows are still to come, if
 * the document is named as a table and the cells are short texts, all filled.
 */
static bool
is_only_names(const struct judge *j, const struct sheet *sheet)
{
	const struct line	*l = sheet->lines;

	if (sheet->n != 1 || sheet->k < 2 || l->filled < l->n ||
	    l->kind != RECORD_CELLS || !j->s->whole ||
	    j->n < j->s->length || !is_named_so(j->s))
		return false;
	for (uint32_t c = 0; c < l->n; c++)
		if (l->values[c] < VALUE_WORD || l->cells[c].n > 40)
			return false;
	return true;
}

static void
take_names(struct sheet *sheet, struct layout *l)
{
	sheet_type(sheet, 1);
	if ((l->score = header_score(sheet, 0)) <= 0)
		return;
	l->header = 1;
	l->header_line = sheet->lines[0].number;
}

/* The bytes from the first record of the header to the last, or of units. */
static void
keep_header(const struct sheet *sheet, struct layout *l)
{
	const struct line	*first = &sheet->lines[l->skip], *last = first;
	uint32_t		 n = 1;

	if (l->header == 0)
		return;
	while (n < l->header + l->units &&
	    last < &sheet->lines[sheet->n - 1])
		n += (++last)->filled > 0;
	l->repeated = first->start;
	l->n_repeated = (size_t)(last->stop - first->start);
}

void
layout_find(struct judge *j, struct layout *l)
{
	struct sheet	*sheet = make_sheet(j);

	l->comments = j->best.d.n_comment > 0;
	fill_sheet(j, sheet);
	width_find(j, sheet, l);
	make_columns(j, sheet, l->k);
	table_find(sheet, l);
	if (is_only_names(j, sheet))
		take_names(sheet, l);
	if (l->comments && sheet->k > 1)
		find_comment(j, sheet, l);
	for (uint32_t i = 0; i < l->skip; i++)
		l->titles += is_filled(&sheet->lines[i]);
	width_count(j, sheet, l);
	l->index = lacks_first_name(sheet, l);
	if (l->header == 1) {
		uint32_t	fit;

		sheet_fit(sheet, l->skip, &fit, &l->strangers);
	}
	keep_header(sheet, l);
	page_find(j, sheet, l);
}
