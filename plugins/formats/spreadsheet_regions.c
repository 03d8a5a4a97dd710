/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_regions.c - tables side by side, and below each other.
 *
 * Columns that are empty from top to bottom part them; but many a table has an
 * empty column in it.  What stands on both sides is two tables if each is one
 * by itself, and either has its own title, or begins or ends elsewhere.  Rows
 * below blank ones are another table if the first is words alone, one for each
 * column, and values are below it.
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
	bool		title;		/* a cell by itself over the first */
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
			b->title |= n == 1 && b->rows == 0 &&
			    is_set(m->filled, a->left);
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
	/* Rows of numbers that are named on the left alone. */
	if (2 * left->labels >= left->rows && right->labels == 0 &&
	    left->top == right->top && left->bottom == right->bottom)
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
fill_columns(const struct ss_survey *s, const struct ss_area *a,
    uint64_t *bits)
{
	for (uint32_t r = a->top; r <= a->bottom; r++)
		for (int i = 0; i < SS_MAP_WORDS; i++)
			bits[i] |= s->map[r].filled[i];
}

/* Without the rows and columns at its sides in which nothing is. */
static void
fit(const struct ss_survey *s, struct ss_area *a)
{
	uint64_t	columns[SS_MAP_WORDS] = { 0 };

	while (a->top < a->bottom && count(s->map[a->top].filled, a->left,
	    a->right) == 0)
		a->top++;
	while (a->bottom > a->top && count(s->map[a->bottom].filled, a->left,
	    a->right) == 0)
		a->bottom--;
	fill_columns(s, a, columns);
	while (a->left < a->right && !is_set(columns, a->left))
		a->left++;
	while (a->right > a->left && !is_set(columns, a->right))
		a->right--;
}

static void
add_region(struct ss_book *b, struct ss_sheet *sheet, struct ss_area a)
{
	struct ss_area	*to;

	fit(&b->survey, &a);
	to = SS_MORE(sheet->regions);
	if (to == NULL)
		(void)ss_wrong(b, "no memory");
	else
		*to = a;
	b->n_extras++;
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

static bool
has_values(const struct ss_map_row *m, const struct ss_area *a)
{
	return count(m->filled, a->left, a->right) > count(m->text, a->left,
	    a->right);
}

/* Titles, then a row of names for all but one of the columns, then values. */
static bool
begins_table(const struct ss_survey *s, const struct ss_area *a)
{
	struct ss_area	below = *a;
	uint64_t	columns[SS_MAP_WORDS] = { 0 };
	uint32_t	top = a->top, n;
	bool		values = false;

	while (top < a->bottom && count(s->map[top].filled, a->left,
	    a->right) < 2)
		top++;
	if (top == a->bottom || has_values(&s->map[top], a))
		return false;
	below.top = top + 1;
	for (uint32_t r = below.top; r <= a->bottom && !values; r++)
		values = has_values(&s->map[r], a);
	fill_columns(s, &below, columns);
	for (int i = 0; i < SS_MAP_WORDS; i++)
		columns[i] &= ~s->map[top].filled[i];
	n = count(columns, a->left, a->right);
	return values && n <= 1;
}

/* Rows of this area without a blank one from `from` on; false: no more. */
static bool
next_band(const struct ss_survey *s, const struct ss_area *a, uint32_t from,
    struct ss_area *to)
{
	*to = *a;
	while (from <= a->bottom && count(s->map[from].filled, a->left,
	    a->right) == 0)
		from++;
	to->top = to->bottom = from;
	while (to->bottom < a->bottom && count(s->map[to->bottom + 1].filled,
	    a->left, a->right) > 0)
		to->bottom++;
	return from <= a->bottom;
}

/* Parts a region where another table begins below it. */
static void
cut_rows(struct ss_book *b, struct ss_sheet *sheet, uint32_t region)
{
	const struct ss_survey	*s = &b->survey;
	const struct ss_area	 a = sheet->regions.p[region];
	struct ss_area		 band, rest = a;
	uint32_t		 title = a.bottom, rows = 0;

	for (uint32_t from = a.top; next_band(s, &a, from, &band) &&
	    b->n_extras < EXTRAS; from = band.bottom + 1) {
		if (rows >= 2 && begins_table(s, &band)) {
			rest.top = title < band.top ? title : band.top;
			sheet->regions.p[region].bottom = rest.top - 1;
			fit(s, &sheet->regions.p[region]);
			region = sheet->regions.n;
			add_region(b, sheet, rest);
			if (region == sheet->regions.n)
				return;
			rows = 0;
		}
		for (uint32_t r = band.top; r <= band.bottom; r++)
			rows += count(s->map[r].filled, a.left, a.right) > 1 &&
			    has_values(&s->map[r], &a);
		/* A lone cell stands between: the title of what follows. */
		title = band.top == band.bottom && count(s->map[
		    band.top].filled, a.left, a.right) == 1 ? band.top :
		    a.bottom;
	}
}

void
ss_find_regions(struct ss_book *b, struct ss_sheet *sheet)
{
	struct ss_area	 all = { 0, SS_COLUMNS, 0, 0 }, *first;
	uint32_t	 n;
	bool		 parted;

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
	parted = cut(b, sheet, all, &all.right);
	if (!parted)
		cut_bands(b, sheet);
	sheet->regions.p[0].right = all.right;
	n = sheet->regions.n;
	for (uint32_t i = 0; i < n && (parted || n == 1); i++)
		cut_rows(b, sheet, i);
}
