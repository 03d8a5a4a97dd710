/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * layout_header.c - is this record the header of those below it?
 *
 * Log-odds are added up: what a name looks like, and above all how unlike the
 * record is to its columns.  A text that comes again below is hardly a name.
 */
#include <math.h>
#include <string.h>

#include "layout_impl.h"

static bool
is_number(uint8_t look)
{
	return look == PS_LOOK_INT || look == PS_LOOK_NUMBER;
}

static bool
is_moment(uint8_t look)
{
	return look >= PS_LOOK_DATE && look <= PS_LOOK_STAMP;
}

/* 1700 to 2199, perhaps as 1999.0 or 1999%; else 0. */
static int
year_of(struct ps_slice cell)
{
	struct ps_slice	c = ps_trimmed(cell);
	int		y = 0;

	if (c.n == 6 && c.p[4] == '.' && c.p[5] == '0')
		c.n = 4;
	if (c.n == 5 && c.p[4] == '%')
		c.n = 4;
	if (c.n != 4)
		return 0;
	for (uint32_t i = 0; i < 4; i++) {
		if (!is_digit(c.p[i]))
			return 0;
		y = y * 10 + (c.p[i] - '0');
	}
	return y >= 1700 && y < 2200 ? y : 0;
}

/*
 * The shape of a text: which of lower case (1), upper case (2), digits (4)
 * and anything else (8) are in it.
 */
static unsigned
shape_of(struct ps_slice c)
{
	unsigned	shape = 0;

	for (uint32_t i = 0; i < c.n && shape != 15; i++) {
		char	b = c.p[i];

		shape |= (b >= 'a' && b <= 'z') || b < 0 ? 1 :
		    b >= 'A' && b <= 'Z' ? 2 : is_digit(b) ? 4 : 8;
	}
	return shape;
}

/* How often names have these shapes, in percent. */
static const uint8_t name_shapes[16] = {
	1, 24, 12, 22, 1, 4, 3, 3, 1, 9, 3, 18, 1, 6, 2, 6
};

static bool
is_token(struct ps_slice c)
{
	static const char	tokens[][5] = {
		"NA", "N/A", "NULL", "null", "nan", "NaN", "None", "-",
		"--", ".", "?", "\\N", "n/a", "*", "..", "...", "X", "x"
	};

	if (*c.p == '(' && c.p[c.n - 1] == ')' && !is_digit(c.p[1]))
		return true;
	for (size_t i = 0; i < sizeof(tokens) / sizeof(*tokens); i++)
		if (tokens[i][0] == *c.p && tokens[i][c.n] == '\0' &&
		    memcmp(c.p, tokens[i], c.n) == 0)
			return true;
	return false;
}

bool
is_nothing(struct ps_slice cell)
{
	struct ps_slice	c = ps_trimmed(cell);

	if (c.n == 0 || c.n > 4 || is_digit(*c.p))
		return c.n == 0;
	return is_token(c);
}

/* What is kept of a cell, above its shape. */
enum { MARK_NOTHING = 16, MARK_YEAR = 32, MARK_KNOWN = 64 };

static uint8_t
mark_of(struct ps_slice c, uint8_t v)
{
	unsigned	mark = MARK_KNOWN;

	if (is_nothing(c))
		return MARK_KNOWN | MARK_NOTHING;
	if (year_of(c) != 0)
		mark |= MARK_YEAR;
	return (uint8_t)(mark | (v >= PS_LOOK_WORD ? shape_of(c) : 0));
}

static void
count_cell(struct layout_column *col, const struct ps_slice *c, uint8_t v,
    uint8_t *mark)
{
	if (v == PS_LOOK_EMPTY)
		return;
	if (*mark == 0)
		*mark = mark_of(*c, v);
	if ((*mark & MARK_NOTHING) != 0)
		return;
	col->filled++;
	col->bytes += c->n;
	col->numbers += is_number(v);
	col->dates += is_moment(v);
	col->years += (*mark & MARK_YEAR) != 0;
	col->quoted += (c->flags & PS_QUOTED) != 0;
	if (v >= PS_LOOK_WORD && col->shapes[15] < 255)
		col->shapes[*mark & 15]++;
}

void
layout_type(struct ps_layout *lay, uint32_t from)
{
	struct layout_column	*col;
	uint32_t	 n = 0;

	memset(lay->columns, 0, lay->k * sizeof(*lay->columns));
	for (uint32_t i = from; i < lay->n && n < TYPED_LINES; i++) {
		const struct ps_record	*l = &lay->lines[i];
		uint8_t			*marks = lay->marks +
					    (l->cells - lay->cells);

		if (l->kind != PS_RECORD_CELLS || l->filled * 3 < lay->k ||
		    is_units_line(l))
			continue;
		n++;
		for (uint32_t c = 0; c < l->n && c < lay->k; c++)
			count_cell(&lay->columns[c], &l->cells[c],
			    l->looks[c], &marks[c]);
	}
	lay->typed = 0;
	for (uint32_t c = 0; c < lay->k; c++) {
		col = &lay->columns[c];
		lay->typed += (col->numbers + col->dates) * 5 >=
		    col->filled * 4 && col->filled > 0;
		col->type = col->filled == 0 ? COLUMN_EMPTY :
		    col->numbers * 5 >= col->filled * 4 ? COLUMN_NUMBERS :
		    col->dates * 5 >= col->filled * 4 ? COLUMN_DATES :
		    COLUMN_TEXT;
	}
}

/*
 * Names that are years: 2007 2008 2009.  All numbers of the line are, and
 * those below are not.  How many; 0: there are others.
 */
uint32_t
count_years(const struct ps_layout *lay, uint32_t at)
{
	const struct ps_record	*l = &lay->lines[at];
	uint32_t		 n = 0;

	for (uint32_t c = 0; c < l->n && c < lay->k; c++) {
		if (!is_number(l->looks[c]))
			continue;
		if (year_of(l->cells[c]) == 0 ||
		    lay->columns[c].years * 4 > lay->columns[c].filled)
			return 0;
		n++;
	}
	return n;
}

void
layout_fit(const struct ps_layout *lay, uint32_t at, uint32_t *fit,
    uint32_t *misfit)
{
	const struct ps_record	*l = &lay->lines[at];
	bool			 years = count_years(lay, at) >= 2;

	*fit = *misfit = 0;
	for (uint32_t c = 0; c < l->n && c < lay->k; c++) {
		uint8_t		v = l->looks[c];
		bool		number = is_number(v), date = is_moment(v);

		if (is_nothing(l->cells[c]))
			continue;
		if (lay->columns[c].type == COLUMN_NUMBERS) {
			*fit += number && !years;
			*misfit += !number || years;
		} else if (lay->columns[c].type == COLUMN_DATES) {
			*fit += date;
			*misfit += !date;
		}
	}
}

/* The same record again, of several cells: a header may come twice. */
static bool
same_lines(const struct ps_record *a, const struct ps_record *b)
{
	if (a->n != b->n || a->filled < 2)
		return false;
	for (uint32_t c = 0; c < a->n; c++)
		if (!is_same(a->cells[c], b->cells[c]))
			return false;
	return true;
}

/*
 * How a cell stands to its text column.  Where values come again and again, a
 * value that does not is a stranger; how many came once only says how likely
 * strangers are.
 */
static double
novelty(const struct ps_layout *lay, uint32_t at, uint32_t c)
{
	struct ps_slice	cell = lay->lines[at].cells[c], seen[48];
	uint8_t		times[48] = { 0 };
	uint32_t	n = 0, rows = 0, once = 0, k;

	for (uint32_t i = at + 1; i < lay->n && rows < 48; i++) {
		const struct ps_record	*l = &lay->lines[i];

		if (l->kind != PS_RECORD_CELLS || c >= l->n ||
		    l->cells[c].n == 0)
			continue;
		if (is_same(l->cells[c], cell)) {
			if (same_lines(&lay->lines[at], l))
				continue;
			return -3;
		}
		rows++;
		for (k = 0; k < n && !is_same(seen[k], l->cells[c]);)
			k++;
		if (k == n)
			seen[n++] = l->cells[c];
		times[k]++;
	}
	for (k = 0; k < n; k++)
		once += times[k] == 1;
	return rows < 3 ? 0 : -log((once + 0.5) / (rows + 1));
}

/* The part of the score that comes from one cell. */
struct points {
	double	misfit, fit, shape, words, novel;
};

/* Which is likelier to have this shape, a name or a cell of the column? */
static double
shape_odds(const struct layout_column *col, unsigned shape)
{
	double	of_names = name_shapes[shape] / 100.0;
	double	of_cells = (col->shapes[shape] + 0.5) / (col->filled + 4);
	double	odds = log(of_names / of_cells);

	return odds > 2 ? 2 : odds < -2 ? -2 : odds;
}

static void
score_cell(const struct ps_layout *lay, uint32_t at, uint32_t c, bool years,
    struct points *pt)
{
	const struct layout_column	*col = &lay->columns[c];
	struct ps_slice		 cell = ps_trimmed(lay->lines[at].cells[c]);
	uint8_t			 v = lay->lines[at].looks[c];
	bool			 number = is_number(v), date = is_moment(v);

	if (cell.n == 0 || is_nothing(cell))
		return;
	if (is_header_word(cell.p, cell.n))
		pt->words += 1.5;
	if (col->type == COLUMN_NUMBERS || col->type == COLUMN_DATES) {
		bool	fits = col->type == COLUMN_NUMBERS ? number : date;

		if (fits && years && number)
			pt->misfit += 1;
		else if (fits)
			pt->fit -= 4;
		else
			pt->misfit += 3;
		return;
	}
	if (col->type == COLUMN_EMPTY)
		return;
	if (number || date)
		pt->fit -= 1;
	else
		pt->shape += shape_odds(col, shape_of(cell));
	pt->novel += novelty(lay, at, c);
}

static double
cap(double v, double most)
{
	return v > most ? most : v;
}

/* All cells filled and different, and none of them a number? */
static double
uniqueness(const struct ps_layout *lay, uint32_t at)
{
	const struct ps_record	*l = &lay->lines[at];
	uint32_t		 n = l->n < lay->k ? l->n : lay->k;
	double			 score = 0;
	bool			 all = l->n >= lay->k;

	for (uint32_t c = 0; c < n; c++) {
		enum ps_look	v = l->looks[c];

		if (v == PS_LOOK_EMPTY) {
			score += c == 0 ? 0.5 : -0.5;
			all = false;
			continue;
		}
		if (is_number(v))
			all = false;
		for (uint32_t k = c > 32 ? c - 32 : 0; k < c; k++)
			if (is_same(l->cells[c], l->cells[k])) {
				score -= 1;
				all = false;
				break;
			}
	}
	return (score < -3 ? -3 : score) + (all ? 1.0 : 0);
}

/* Quoted where the data is not, or the other way round. */
static double
quotedness(const struct ps_layout *lay, uint32_t at)
{
	const struct ps_record	*l = &lay->lines[at];
	uint32_t		 own = 0, cells = 0, below = 0, all = 0;

	for (uint32_t c = 0; c < l->n && c < lay->k; c++) {
		own += (l->cells[c].flags & PS_QUOTED) != 0;
		cells += l->cells[c].n > 0;
		below += lay->columns[c].quoted;
		all += lay->columns[c].filled;
	}
	if (cells == 0 || all == 0)
		return 0;
	if (own == cells && below * 10 < all)
		return 1.5;
	return own == 0 && below == all ? 1.5 : 0;
}

double
header_score(const struct ps_layout *lay, uint32_t at)
{
	const struct ps_record	*l = &lay->lines[at];
	struct points		 pt = { 0 };
	bool			 years = count_years(lay, at) >= 2;

	for (uint32_t c = 0; c < l->n && c < lay->k; c++)
		score_cell(lay, at, c, years, &pt);
	if (pt.shape < -4)
		pt.shape = -4;
	return cap(pt.misfit, 9) + pt.fit + cap(pt.shape, 4) +
	    cap(pt.words, 4) + cap(pt.novel, 6) + uniqueness(lay, at) +
	    quotedness(lay, at);
}
