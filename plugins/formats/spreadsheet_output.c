/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_output.c - rows as lines of text: a line for each row of the
 * sheet, cells parted by tabs, as wide as the rows around it.
 *
 * A cell that is merged with others stands in all their places, but where it
 * has its rows to itself: that is a title.
 */
#include <stdlib.h>
#include <string.h>

#include "spreadsheet.h"

enum { OPEN_BYTES = 64 << 20 };

static void
forget_open(struct ss_output *o)
{
	for (uint32_t i = 0; i < o->open.n; i++)
		free(o->open.p[i].p);
	o->open.n = 0;
	o->open_bytes = 0;
}

void
ss_output_want(struct ss_book *b, uint32_t sheet, uint32_t region)
{
	b->output.sheet = sheet;
	b->output.region = region;
}

void
ss_output_begin(struct ss_book *b)
{
	forget_open(&b->output);
	b->output.line = 0;
	b->output.merge = 0;
}

void
ss_output_free(struct ss_book *b)
{
	struct ss_output	*o = &b->output;

	forget_open(o);
	free(o->open.p);
	free(o->stretches.p);
	ss_bytes_free(&o->text);
}

/* What was added since the last one. */
static void
end_stretch(struct ss_book *b, uint32_t times)
{
	struct ss_output	*o = &b->output;
	struct ss_stretch	*s = o->stretches.n > 0 ?
				    &o->stretches.p[o->stretches.n - 1] : NULL;

	if (s != NULL && times == 1 && s->times == 1 && s->sheet == b->at &&
	    o->stretch < o->stretches.n) {
		s->end = o->text.n;
		return;
	}
	s = SS_MORE(o->stretches);
	if (s == NULL || o->text.lost)
		(void)ss_wrong(b, "no memory");
	else
		*s = (struct ss_stretch){ o->text.n, times, b->at };
}

static bool
is_within(const struct ss_area *a, uint32_t row, uint32_t column)
{
	return row >= a->top && row <= a->bottom && column >= a->left &&
	    column <= a->right;
}

static uint32_t
region_of(const struct ss_sheet *s, uint32_t row, uint32_t column)
{
	for (uint32_t i = 1; i < s->regions.n; i++)
		if (is_within(&s->regions.p[i], row, column))
			return i;
	return 0;
}

static const struct ss_band *
band_of(const struct ss_sheet *s, uint32_t row)
{
	uint32_t	low = 0, high = s->bands.n;

	while (high - low > 1) {
		uint32_t	mid = low + (high - low) / 2;

		if (s->bands.p[mid].top <= row)
			low = mid;
		else
			high = mid;
	}
	return &s->bands.p[low];
}

/* The cell in this column, or NULL. */
static const struct ss_cell *
cell_at(const struct ss_row *r, uint32_t column)
{
	uint32_t	low = 0, high = r->cells.n;

	while (low < high) {
		uint32_t	mid = low + (high - low) / 2;

		if (r->cells.p[mid].column < column)
			low = mid + 1;
		else
			high = mid;
	}
	return low < r->cells.n && r->cells.p[low].column == column ?
	    &r->cells.p[low] : NULL;
}

/*
 * It has its row to itself, and begins where the table does or has nothing
 * right below it.
 */
static bool
is_title(const struct ss_sheet *s, const struct ss_row *r,
    const struct ss_area *a)
{
	const struct ss_band	*band = band_of(s, r->number);

	for (uint32_t i = 0; i < r->cells.n; i++)
		if (!is_within(a, r->number, r->cells.p[i].column))
			return false;
	return a->left <= band->left || band->bottom <= a->bottom;
}

static void
open_merge(struct ss_book *b, const struct ss_area *a,
    const struct ss_cell *c)
{
	struct ss_output	*o = &b->output;
	struct ss_open		*m = SS_MORE(o->open);

	o->open_bytes += c->n;
	if (m == NULL || o->open_bytes > OPEN_BYTES ||
	    (m->p = malloc(c->n)) == NULL) {
		o->open.n -= m != NULL;
		(void)ss_wrong(b, "no memory for merged cells");
		return;
	}
	memcpy(m->p, b->row.text.p + c->at, c->n);
	m->n = c->n;
	m->area = *a;
}

static int
by_left(const void *x, const void *y)
{
	const struct ss_open	*a = x, *b = y;

	return a->area.left < b->area.left ? -1 : a->area.left >
	    b->area.left;
}

/* Merged areas whose first cell is in this row. */
static void
begin_merges(struct ss_book *b, const struct ss_sheet *s)
{
	struct ss_output	*o = &b->output;
	const struct ss_cell	*c;
	const struct ss_area	*a;
	uint32_t		 before = o->open.n;

	for (; o->merge < s->merges.n; o->merge++) {
		a = &s->merges.p[o->merge];
		if (a->top > b->row.number)
			break;
		c = cell_at(&b->row, a->left);
		if (a->top == b->row.number && c != NULL &&
		    !is_title(s, &b->row, a))
			open_merge(b, a, c);
	}
	if (o->open.n > before)
		qsort(o->open.p, o->open.n, sizeof(*o->open.p), by_left);
}

static void
end_merges(struct ss_output *o, uint32_t row)
{
	uint32_t	n = 0;

	for (uint32_t i = 0; i < o->open.n; i++) {
		if (o->open.p[i].area.bottom >= row)
			o->open.p[n++] = o->open.p[i];
		else {
			o->open_bytes -= o->open.p[i].n;
			free(o->open.p[i].p);
		}
	}
	o->open.n = n;
}

/* As the delimited format reads it back. */
static void
add_escaped(struct ss_bytes *out, const char *p, size_t n)
{
	size_t	from = 0;

	for (size_t i = 0; i < n; i++) {
		const char	*as = p[i] == '\t' ? "\\t" : p[i] == '\n' ?
				    "\\n" : p[i] == '\r' ? "\\r" : p[i] ==
				    '\\' ? "\\\\" : NULL;

		if (as == NULL)
			continue;
		ss_add(out, p + from, i - from);
		ss_add(out, as, 2);
		from = i + 1;
	}
	ss_add(out, p + from, n - from);
}

static void
add_line(struct ss_book *b, const struct ss_sheet *s, uint32_t left,
    uint32_t right)
{
	struct ss_output	*o = &b->output;
	const struct ss_row	*r = &b->row;
	const struct ss_open	*m = o->open.p, *last = m + o->open.n;
	uint32_t		 i = 0;

	while (i < r->cells.n && r->cells.p[i].column < left)
		i++;
	for (uint32_t c = left; c <= right; c++) {
		bool	filled = i < r->cells.n && r->cells.p[i].column == c;

		if (c > left)
			ss_add(&o->text, "\t", 1);
		while (m < last && m->area.right < c)
			m++;
		if (s->regions.n > 1 && region_of(s, r->number, c) !=
		    o->region)
			filled = false;
		else if (filled)
			add_escaped(&o->text, r->text.p + r->cells.p[i].at,
			    r->cells.p[i].n);
		else if (m < last && m->area.left <= c)
			add_escaped(&o->text, m->p, m->n);
		while (i < r->cells.n && r->cells.p[i].column <= c)
			i++;
	}
	ss_add(&o->text, "\n", 1);
}

static void
add_blank(struct ss_book *b, uint32_t times)
{
	if (times == 0)
		return;
	ss_add(&b->output.text, "\n", 1);
	end_stretch(b, times);
	b->output.line += times;
}

void
ss_output_row(struct ss_book *b, uint32_t times)
{
	struct ss_output	*o = &b->output;
	const struct ss_sheet	*s = &b->sheets.p[b->at];
	const struct ss_row	*r = &b->row;
	const struct ss_band	*band;
	const struct ss_area	*a;
	uint32_t		 right;

	if (o->region >= s->regions.n || (o->region > 0 && b->at != o->sheet))
		return;
	a = &s->regions.p[o->region];
	if (r->number > a->bottom)
		return;
	end_merges(o, r->number);
	begin_merges(b, s);
	if (r->number < a->top)
		return;
	add_blank(b, r->number - o->line);
	band = band_of(s, r->number);
	right = band->right;
	if (right > a->right || (o->region > 0 && band->left < a->left))
		right = a->right;
	add_line(b, s, a->left, right);
	end_stretch(b, times);
	o->line += times;
}

size_t
ss_output_take(struct ss_book *b, char *to, size_t room)
{
	struct ss_output	*o = &b->output;
	size_t			 n, done = 0;

	while (o->stretch < o->stretches.n && done < room) {
		const struct ss_stretch	*s = &o->stretches.p[o->stretch];

		if (s->sheet > o->sheet)
			return done;
		n = s->end - o->at < room - done ? s->end - o->at :
		    room - done;
		if (s->sheet == o->sheet) {
			memcpy(to + done, o->text.p + o->at, n);
			done += n;
		}
		o->at += n;
		if (o->at < s->end)
			continue;
		o->done++;
		o->at = o->begin;
		if (o->done < s->times && s->sheet == o->sheet)
			continue;
		o->begin = o->at = s->end;
		o->done = 0;
		o->stretch++;
	}
	if (o->stretch == o->stretches.n) {
		o->stretches.n = o->stretch = 0;
		o->text.n = o->begin = o->at = 0;
	}
	return done;
}
