/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_regions.c - tables side by side.
 *
 * Columns that are empty from top to bottom part them; but many a table has an
 * empty column in it.  What stands on both sides is two tables if each is one
 * by itself, and either has its own title, or begins or ends elsewhere.
 */
#include <stdlib.h>

#include "spreadsheet.h"

enum {
	EXTRAS		= 256,	/* of a book */
	FEWEST_ROWS	= 3,	/* of a table */
	APART		= 2	/* rows by which ends differ */
};

/* What stands in some columns. */
struct block {
	struct ss_area	area;
	uint32_t	top, bottom;	/* rows of two cells or more */
	uint32_t	rows, cells;	/* between these */
	uint32_t	labels;		/* rows that begin with text */
	bool		title;		/* a cell by itself over them */
};

static bool
is_set(const uint64_t *bits, uint32_t i)
{
	return (bits[i / 64] >> i % 64 & 1) != 0;
}

static uint32_t
count(const uint64_t *bits, uint32_t from, uint32_t to)
{
	uint32_t	n = 0;

	for (uint32_t c = from; c <= to; c++)
		n += is_set(bits, c);
	return n;
}

static void
look_at(const struct ss_survey *s, struct block *b)
{
	const struct ss_area	*a = &b->area;
	uint32_t		 n;

	for (uint32_t r = a->top; r <= a->bottom; r++) {
		const struct ss_map_row	*m = &s->map[r];

		n = count(m->filled, a->left, a->right);
		if (n < 2) {
			b->title |= n == 1 && b->rows == 0;
			continue;
		}
		if (b->rows == 0)
			b->top = r;
		b->bottom = r;
		b->rows++;
		b->cells += n;
		b->labels += b->rows > 1 && is_set(m->text, a->left);
	}
}

static bool
is_table(const struct block *b)
{
	uint32_t	width = b->area.right - b->area.left + 1;

	return width >= 2 && b->rows >= FEWEST_ROWS &&
	    2 * (uint64_t)b->cells >= (uint64_t)b->rows * width;
}

static uint32_t
difference(uint32_t a, uint32_t b)
{
	return a > b ? a - b : b - a;
}

/*
 * Rows that are still to come are missing at the end of many a table, to the
 * right of an empty column, too; but there no row begins with a text.
 */
static bool
is_apart(const struct block *left, const struct block *right)
{
	if (!is_table(left) || !is_table(right))
		return false;
	if (left->title && right->title)
		return true;
	if (difference(left->top, right->top) >= APART)
		return true;
	return difference(left->bottom, right->bottom) >= APART &&
	    2 * right->labels >= right->rows;
}

/* The first column from `from` on that is filled, or is not; or the end. */
static uint32_t
find(const uint64_t *bits, uint32_t from, uint32_t end, bool filled)
{
	while (from < end && is_set(bits, from) != filled)
		from++;
	return from;
}

static void
add_region(struct ss_book *b, struct ss_sheet *sheet, struct ss_area a)
{
	struct ss_area	*to;

	while (a.top < a.bottom && count(b->survey.map[a.top].filled, a.left,
	    a.right) == 0)
		a.top++;
	while (a.bottom > a.top && count(b->survey.map[a.bottom].filled,
	    a.left, a.right) == 0)
		a.bottom--;
	to = SS_MORE(sheet->regions);
	if (to == NULL)
		(void)ss_wrong(b, "no memory");
	else
		*to = a;
	b->n_extras++;
}

static void
fill_columns(const struct ss_survey *s, const struct ss_area *a,
    uint64_t *bits)
{
	for (uint32_t r = a->top; r <= a->bottom; r++)
		for (int i = 0; i < SS_MAP_WORDS; i++)
			bits[i] |= s->map[r].filled[i];
}

/* Tables in this area after the first; the first ends in column `*right`. */
static bool
cut(struct ss_book *b, struct ss_sheet *sheet, struct ss_area a,
    uint32_t *right)
{
	uint64_t	columns[SS_MAP_WORDS] = { 0 };
	struct block	left = { .area = a }, next;
	uint32_t	gap, end = a.right + 1, from = a.left;
	bool		any = false;

	fill_columns(&b->survey, &a, columns);
	for (gap = find(columns, from, end, false); gap < end;
	    gap = find(columns, next.area.left, end, false)) {
		left = (struct block){ .area = { a.top, from, a.bottom,
		    gap - 1 } };
		next = (struct block){ .area = a };
		next.area.left = find(columns, gap, end, true);
		next.area.right = find(columns, next.area.left, end, false) -
		    1;
		look_at(&b->survey, &left);
		look_at(&b->survey, &next);
		if (!is_apart(&left, &next))
			continue;
		if (any)
			add_region(b, sheet, left.area);
		else
			*right = gap - 1;
		any = true;
		from = next.area.left;
	}
	if (any)
		add_region(b, sheet, (struct ss_area){ a.top, from, a.bottom,
		    a.right });
	return any;
}

/* Where no column parts all of the sheet, rows without a blank one may do. */
static void
cut_bands(struct ss_book *b, struct ss_sheet *sheet)
{
	for (uint32_t i = 0; i < sheet->bands.n &&
	    sheet->regions.n < EXTRAS; i++) {
		struct ss_band	*band = &sheet->bands.p[i];

		(void)cut(b, sheet, (struct ss_area){ band->top, band->left,
		    band->bottom, band->right }, &band->right);
	}
}

void
ss_find_regions(struct ss_book *b, struct ss_sheet *sheet)
{
	struct ss_area	 all = { 0, SS_COLUMNS, 0, 0 }, *first;

	if (sheet->bands.n == 0 || (first = SS_MORE(sheet->regions)) == NULL)
		return;
	all.top = sheet->bands.p[0].top;
	all.bottom = sheet->bands.p[sheet->bands.n - 1].bottom;
	for (uint32_t i = 0; i < sheet->bands.n; i++) {
		if (sheet->bands.p[i].left < all.left)
			all.left = sheet->bands.p[i].left;
		if (sheet->bands.p[i].right > all.right)
			all.right = sheet->bands.p[i].right;
	}
	*first = all;
	if (all.bottom >= SS_MAP_ROWS || all.right >= SS_MAP_COLUMNS ||
	    b->n_extras >= EXTRAS)
		return;
	if (!cut(b, sheet, all, &all.right))
		cut_bands(b, sheet);
	sheet->regions.p[0].right = all.right;
}
