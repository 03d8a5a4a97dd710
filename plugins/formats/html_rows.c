/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_rows.c - a table's rows as the core gets them.
 *
 * Titles, header and notes are set aside; a row that is one cell across all
 * columns is a group line.
 */
#include <string.h>

#include "html_format.h"

/* The texts of a row, tabs between. */
static const char *
row_text(struct html *h, const struct grid_row *r, size_t *n)
{
	char	*to;
	size_t	 at = 0;

	*n = 0;
	for (uint32_t c = 0; c < r->n; c++)
		*n += (r->slots[c] == NULL ? 0 : r->slots[c]->n) + 1;
	to = ps_scratch(h->self, h->out, *n + 1);
	for (uint32_t c = 0; c < r->n; c++) {
		const struct cell	*x = r->slots[c];

		if (c > 0)
			to[at++] = '\t';
		if (x == NULL || (c > 0 && r->slots[c - 1] == x))
			continue;
		memcpy(to + at, x->text, x->n);
		at += x->n;
	}
	*n = at;
	return to;
}

static void
set_aside(struct html *h, enum ps_class class, const struct grid_row *r)
{
	size_t		 n;
	const char	*p = row_text(h, r, &n);

	while (n > 0 && p[n - 1] == '\t')
		n--;
	ps_aside(h->self, h->out, class, r->line, p, n);
}

void
html_announce(struct html *h, struct grid *g, struct ps_table *table)
{
	const char	*name = g->caption[0] != '\0' ? g->caption :
			    g->heading;
	struct ps_column *columns = html_alloc(h, &g->names,
			    (g->n_out + 1) * sizeof(*columns));

	if (columns != NULL)
		table->n_columns = grid_columns(h, g, columns);
	table->columns = columns;
	table->name = name[0] == '\0' ? NULL : name;
	table->flags |= PS_CAPTION;
	if (!g->headed)
		table->flags |= PS_HEADERLESS;
	g->number = h->tables++;
	h->totals = ps_totals_new(h->self, h->totals);
}

/* What was not told of it while it was read. */
static void
tell_notes(struct html *h, struct grid *g)
{
	static const char	marks[] = "marks of footnotes were left out "
				    "of its cells",
				unseen[] = "text that a page does not show "
				    "was left out of its cells";

	if (g->n_marks > 0)
		ps_issue(h->self, h->out, PS_NOTE, g->line, "footnote-marks",
		    marks, "", 0);
	if (g->n_unseen > 0)
		ps_issue(h->self, h->out, PS_NOTE, g->line, "unseen-text",
		    unseen, "", 0);
	g->n_marks = g->n_unseen = 0;
}

static bool
is_repeated(const struct grid *g, const struct grid_row *r)
{
	uint32_t	same = 0;

	if (!g->headed)
		return false;
	for (uint32_t c = 0; c < r->n; c++) {
		const struct cell	*x = r->slots[c];
		const char		*name = c < g->n_known ?
					    g->columns[c].name : "";

		if (x == NULL || (c > 0 && r->slots[c - 1] == x))
			continue;
		if (x->n != strlen(name) || memcmp(x->text, name, x->n) != 0)
			return false;
		same += x->n > 0;
	}
	return same > 0 && same * 2 >= g->n_out;
}

static struct ps_slice
slice(const char *p, uint32_t n)
{
	return p == NULL ? (struct ps_slice){ .p = "", .flags = PS_ABSENT } :
	    (struct ps_slice){ .p = p, .n = n };
}

static void
put_cell(const struct column *k, const struct cell *x, struct ps_slice *to)
{
	to[k->out] = slice(x->text, x->n);
	if (k->link != NO_COLUMN)
		to[k->link] = slice(x->link, x->n_link);
	if (k->image != NO_COLUMN)
		to[k->image] = slice(x->image, x->n_image);
}

/* What the row says of others; one in <tfoot> that holds numbers, a total. */
static enum ps_summary
summary_of(struct html *h, struct grid *g, const struct grid_row *r,
    const struct ps_slice *cells)
{
	enum ps_summary	is = ps_summary_of(h->self, cells, g->n_out, g->plain);

	if (grid_is_whole(r, g->n_columns))
		return PS_SUMMARY_GROUP;
	if (is != PS_SUMMARY_NONE || r->part != PART_FOOT)
		return is;
	for (uint32_t c = 1; c < r->n; c++) {
		const struct cell	*x = r->slots[c];

		if (x != NULL && x->n > 0 && x->text[x->n - 1] >= '0' &&
		    x->text[x->n - 1] <= '9')
			return PS_SUMMARY_TOTAL;
	}
	return PS_SUMMARY_NONE;
}

static bool
tell_row(struct html *h, struct grid *g, const struct grid_row *r,
    struct ps_slice *cells)
{
	uint32_t		 n = g->n_out;
	struct ps_record	 record = { .cells = cells, .n = n,
				    .line = r->line, .raw = "" };
	enum ps_summary		 is = summary_of(h, g, r, cells);

	ps_totals_row(h->self, h->totals, h->out, &record, n, is);
	g->plain |= is == PS_SUMMARY_NONE;
	if (is != PS_SUMMARY_NONE && n > 0)
		cells[0].flags |= PS_SUMMARY;
	return ps_row(h->self, h->out, cells, n, r->line);
}

static bool
give_row(struct html *h, struct grid *g, const struct grid_row *r)
{
	bool		 group = grid_is_whole(r, g->n_columns);
	uint32_t	 n;
	struct ps_slice	*to;

	grid_widen(h, g, r);
	n = g->n_out;
	to = html_longer(h, g->cells, &g->cells_room, n + 1, sizeof(*to));
	if (to == NULL)
		return true;
	g->cells = to;
	for (uint32_t i = 0; i < n; i++)
		to[i] = slice(NULL, 0);
	for (uint32_t c = 0; c < r->n; c++) {
		const struct cell	*x = r->slots[c];

		if (x == NULL || g->columns[c].out == NO_COLUMN)
			continue;
		put_cell(&g->columns[c], x, to);
		if (group)
			break;
	}
	return tell_row(h, g, r, to);
}

static bool
give_one(struct html *h, struct grid *g, uint32_t i)
{
	const struct grid_row	*r = &g->rows[i];
	bool			 begun = g->begun;

	if (r->own == 0)
		return false;
	if (grid_is_blank(r) && (r->n == 0 || begun || i < g->body)) {
		set_aside(h, PS_BLANK, r);
		return false;
	}
	if (!begun && i < g->body) {
		set_aside(h, i < g->first || (g->body > g->first + 1 &&
		    grid_is_whole(r, g->n_columns)) ? PS_TITLE : PS_HEADER, r);
		return false;
	}
	g->begun = true;
	if (r->hidden)
		set_aside(h, PS_OTHER, r);
	else if (is_repeated(g, r))
		set_aside(h, PS_REPEATED_HEADER, r);
	else if (g->ended && i >= g->tail && g->tail > 0)
		set_aside(h, PS_FOOTNOTE, r);
	else
		return give_row(h, g, r);
	return false;
}

bool
html_give(struct html *h, struct grid *g)
{
	tell_notes(h, g);
	while (g->given < g->n_rows)
		if (give_one(h, g, g->given++))
			return true;
	return false;
}

void
html_give_up(struct html *h, struct grid *g)
{
	bool	kept = g->mark.alive && h->dom_off == 0;

	for (uint32_t i = 0; i < g->n_rows && !kept; i++) {
		const struct grid_row	*r = &g->rows[i];

		for (uint32_t c = 0; c < r->n; c++)
			if (r->slots[c] != NULL && (c == 0 ||
			    r->slots[c - 1] != r->slots[c]))
				html_aside(h, PS_OTHER, r->line,
				    r->slots[c]->text, r->slots[c]->n);
	}
	g->given = g->n_rows;
	grid_clean(h, g);
}
