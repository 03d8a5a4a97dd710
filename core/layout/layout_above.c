/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * layout_above.c - which of the lines above the first row name its columns.
 *
 * From the first row upwards: header lines, blank ones between, and units.  A
 * cell that stands alone is a group below the header, a name within it, and
 * mostly a title above it.
 */
#include "layout_impl.h"

/* Blank lines between the header and the data, or within the header. */
enum { MOST_HEADER = 12, MOST_GAP = 8, MOST_BLANK = 4 };

/*
 * Two cells, a word and what it is set to, are no header of a wide table;
 * unless the header line below lacks one of them.
 */
static bool
is_pair(const struct ps_layout *lay, const struct ps_record *l,
    const struct ps_record *below)
{
	if (lay->k <= 3 || l->filled != 2 || l->n < 2 ||
	    l->looks[0] == PS_LOOK_EMPTY || l->looks[1] == PS_LOOK_EMPTY)
		return false;
	return below == NULL || (below->looks[0] != PS_LOOK_EMPTY &&
	    below->n > 1 && below->looks[1] != PS_LOOK_EMPTY);
}

/* Numbers that are no years, and dates: hardly names. */
static bool
has_values(const struct ps_layout *lay, uint32_t at)
{
	const struct ps_record	*l = &lay->lines[at];
	uint32_t		 n = 0;

	for (uint32_t c = 0; c < l->n; c++)
		n += l->looks[c] >= PS_LOOK_INT && l->looks[c] < PS_LOOK_WORD;
	n -= count_years(lay, at);
	return n >= 2 && n * 4 >= l->filled;
}

/* `below`: the header line found before, or NULL. */
static bool
is_header_line(const struct ps_layout *lay, uint32_t at,
    const struct ps_record *below)
{
	const struct ps_record	*l = &lay->lines[at];
	uint32_t		 fit, misfit;

	if (is_lone(l) || is_pair(lay, l, below))
		return lay->k == 1;
	if (has_values(lay, at))
		return false;
	layout_fit(lay, at, &fit, &misfit);
	return misfit >= fit || ((below != NULL || l->filled == 1) &&
	    count_years(lay, at) > 0);
}

/* Of its bytes, or of its cells and what may part them. */
static size_t
record_length(const struct ps_record *l)
{
	size_t	n = l->n_raw;

	for (uint32_t c = 0; l->raw == NULL && c < l->n; c++)
		n += l->cells[c].n + (c > 0);
	return n;
}

/* Sentences over names are a title: one cell, or two. */
static bool
is_title_over(const struct ps_record *above, const struct ps_record *header)
{
	size_t	a = record_length(above), h = record_length(header);

	return above->filled <= 2 && above->looks[0] != PS_LOOK_EMPTY &&
	    a / (above->filled + 1) > 20 && a > 3 * h;
}

/* One or two words: `State`, `Weight group`. */
static bool
is_short_name(struct ps_slice cell)
{
	struct ps_slice	c = ps_trimmed(cell);
	uint32_t	words = 1;

	for (uint32_t i = 0; i < c.n; i++) {
		words += c.p[i] == ' ';
		if (is_digit(c.p[i]) || c.p[i] == ':' || c.p[i] == '.' ||
		    c.p[i] == ',')
			return false;
	}
	return words <= 2;
}

/* Has none of these lines a name for the first column? */
static bool
lacks_first(const struct ps_layout *lay, uint32_t top, uint32_t lowest)
{
	for (uint32_t i = top; i <= lowest; i++)
		if (is_filled(&lay->lines[i]) &&
		    lay->lines[i].looks[0] != PS_LOOK_EMPTY)
			return false;
	return true;
}

/*
 * The lone cell right above the header is a title; but a short one between a
 * blank line and names that leave out the first column is its name.
 */
static uint32_t
name_above(const struct ps_layout *lay, uint32_t top, uint32_t lowest)
{
	const struct ps_record	*l;

	if (top < 2 || lay->k < 2)
		return top;
	l = &lay->lines[top - 1];
	if (!is_filled(l) || !is_lone(l) ||
	    is_filled(&lay->lines[top - 2]) ||
	    lay->lines[top - 2].kind == PS_RECORD_COMMENT ||
	    !is_short_name(l->cells[0]) || !lacks_first(lay, top, lowest))
		return top;
	return top - 1;
}

/* Up from line `data`; see struct above. */
struct climb {
	const struct ps_layout	*lay;
	struct above		*a;
	uint32_t		 data, blanks, n;
};

/* Does the way up go on over this line? */
static bool
climb_over(struct climb *c, uint32_t i)
{
	const struct ps_layout	*lay = c->lay;
	const struct ps_record	*l = &lay->lines[i], *below;
	struct above		*a = c->a;
	bool			 begun = a->top < c->data;

	if (!is_filled(l))
		return ++c->blanks <= (begun ? MOST_BLANK : MOST_GAP) &&
		    l->kind != PS_RECORD_COMMENT;
	if (!begun && a->units == c->data && is_units_line(l)) {
		a->units = i;
		c->blanks = 0;
		return true;
	}
	if (is_lone(l) && lay->k > 1) {
		c->blanks++;
		return true;
	}
	below = begun ? &lay->lines[a->lowest] : NULL;
	if (!is_header_line(lay, i, below) || (begun &&
	    is_title_over(l, below)))
		return false;
	if (!begun)
		a->lowest = i;
	a->top = i;
	c->blanks = 0;
	c->n++;
	return true;
}

void
above_find(const struct ps_layout *lay, uint32_t data, struct above *a)
{
	struct climb	c = { .lay = lay, .a = a, .data = data };

	a->top = a->lowest = a->units = data;
	for (uint32_t i = data; i-- > 0 && c.n < MOST_HEADER;)
		if (!climb_over(&c, i))
			break;
	if (a->top < data)
		a->top = name_above(lay, a->top, a->lowest);
}
