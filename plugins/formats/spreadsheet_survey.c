/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_survey.c - where anything stands in a sheet: rows without a
 * blank one among them, and a map of its first rows and columns.
 */
#include <stdlib.h>
#include <string.h>

#include "spreadsheet.h"

void
ss_survey_begin(struct ss_book *b)
{
	struct ss_survey	*s = &b->survey;

	if (s->map == NULL)
		s->map = calloc(SS_MAP_ROWS, sizeof(*s->map));
	else
		memset(s->map, 0, s->rows * sizeof(*s->map));
	if (s->map == NULL)
		(void)ss_wrong(b, "no memory");
	s->rows = 0;
	s->filled = false;
}

static void
add_band(struct ss_book *b, struct ss_sheet *sheet)
{
	struct ss_band	*band = b->survey.filled ? SS_MORE(sheet->bands) :
			    NULL;

	if (band != NULL)
		*band = b->survey.band;
	else if (b->survey.filled)
		(void)ss_wrong(b, "no memory");
	b->survey.filled = false;
}

static void
mark(struct ss_survey *s, const struct ss_row *r, uint32_t times)
{
	struct ss_map_row	*m;

	if (r->number >= SS_MAP_ROWS)
		return;
	if (times > SS_MAP_ROWS - r->number)
		times = SS_MAP_ROWS - r->number;
	m = &s->map[r->number];
	for (uint32_t i = 0; i < r->cells.n; i++) {
		uint32_t	c = r->cells.p[i].column;

		if (c >= SS_MAP_COLUMNS)
			break;
		m->filled[c / 64] |= UINT64_C(1) << c % 64;
		if (r->cells.p[i].text)
			m->text[c / 64] |= UINT64_C(1) << c % 64;
	}
	for (uint32_t i = 1; i < times; i++)
		m[i] = *m;
	s->rows = r->number + times;
}

void
ss_survey_row(struct ss_book *b, uint32_t times)
{
	struct ss_survey	*s = &b->survey;
	const struct ss_row	*r = &b->row;
	uint32_t		 left = r->cells.p[0].column;
	uint32_t		 right = r->cells.p[r->cells.n - 1].column;

	if (s->filled && s->band.bottom + 1 < r->number)
		add_band(b, &b->sheets.p[b->at]);
	if (!s->filled)
		s->band = (struct ss_band){ r->number, 0, left, right };
	s->filled = true;
	s->band.bottom = r->number + times - 1;
	if (left < s->band.left)
		s->band.left = left;
	if (right > s->band.right)
		s->band.right = right;
	mark(s, r, times);
}

void
ss_survey_merge(struct ss_book *b, struct ss_area a)
{
	struct ss_area	*to;

	if (!b->surveying || a.top > a.bottom || a.left > a.right ||
	    a.bottom >= SS_ROWS || a.right >= SS_COLUMNS)
		return;
	to = SS_MORE(b->sheets.p[b->at].merges);
	if (to == NULL)
		(void)ss_wrong(b, "no memory");
	else
		*to = a;
}

static int
by_place(const void *x, const void *y)
{
	const struct ss_area	*a = x, *b = y;

	if (a->top != b->top)
		return a->top < b->top ? -1 : 1;
	return a->left < b->left ? -1 : a->left > b->left;
}

/* By their first cells, each of which begins but one. */
static void
order_merges(struct ss_sheet *sheet)
{
	struct ss_area	*a = sheet->merges.p;
	uint32_t	 n = 0;

	if (sheet->merges.n == 0)
		return;
	qsort(a, sheet->merges.n, sizeof(*a), by_place);
	for (uint32_t i = 0; i < sheet->merges.n; i++)
		if (n == 0 || by_place(&a[n - 1], &a[i]) != 0)
			a[n++] = a[i];
	sheet->merges.n = n;
}

static bool
has_value(const struct ss_map_row *m)
{
	for (int i = 0; i < SS_MAP_WORDS; i++)
		if ((m->filled[i] & ~m->text[i]) != 0)
			return true;
	return false;
}

static uint32_t
count_filled(const struct ss_map_row *m)
{
	uint32_t	n = 0;

	for (int i = 0; i < SS_MAP_WORDS; i++)
		n += (uint32_t)__builtin_popcountll(m->filled[i]);
	return n;
}

/*
 * Do these rows go on with the table above the blank ones?  Not if they begin
 * with a title, or with words where there are values below.
 */
static bool
goes_on(const struct ss_survey *s, const struct ss_band *band)
{
	if (band->top >= s->rows)
		return true;
	if (count_filled(&s->map[band->top]) < 2)
		return false;
	if (has_value(&s->map[band->top]))
		return true;
	for (uint32_t r = band->top + 1; r <= band->bottom && r < s->rows; r++)
		if (has_value(&s->map[r]))
			return false;
	return true;
}

/* Rows that go on are as wide as those before, even if the ends are empty. */
static void
widen_bands(const struct ss_survey *s, struct ss_sheet *sheet)
{
	for (uint32_t i = 1; i < sheet->bands.n; i++) {
		struct ss_band	*band = &sheet->bands.p[i];

		if (band->right < band[-1].right && goes_on(s, band))
			band->right = band[-1].right;
	}
}

void
ss_survey_end(struct ss_book *b, struct ss_sheet *sheet)
{
	add_band(b, sheet);
	widen_bands(&b->survey, sheet);
	order_merges(sheet);
	ss_find_regions(b, sheet);
	sheet->surveyed = true;
}
