/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_grid.c - cells in the places that row and column spans give them.
 *
 * As the HTML standard forms a table (section 4.9.12): a cell stands in every
 * slot it covers, its rows end with its group of rows.  Where cells overlap the
 * first one stays.  What spans repeat has a limit, or a page of some bytes
 * could fill the disk.
 */
#include <stdlib.h>
#include <string.h>

#include "html_dom.h"

#define SPAN_MAX	1000u		/* as in the standard */
#define ROWSPAN_MAX	65534u
#define REPEATED_FREE	((size_t)4 << 20)
#define REPEATED_TIMES	32u		/* what the table itself takes */
#define LONG_CELL	200u

void
grid_free(struct grid *g)
{
	html_pool_free(&g->pool);
	html_pool_free(&g->names);
	free(g->text.p);
	free(g->slots);
	free(g->spans);
	free(g->rows);
	free(g->feet);
	free(g->columns);
	free(g->cells);
	free(g);
}

void
grid_begin(struct html *h, const struct ps_html_tag *tag)
{
	struct grid	*g = calloc(1, sizeof(*g));
	const char	*role;
	size_t		 n;

	if (g == NULL) {
		h->wrong = "no memory for it";
		return;
	}
	if (h->grid != NULL && h->grid->in_cell) {
		h->grid->n_nested += !h->grid->cell.nested;
		h->grid->cell.nested = true;
	}
	role = ps_html_value(tag, PS_A_ROLE, &n);
	g->presentation = role != NULL && ((n == 4 &&
	    memcmp(role, "none", 4) == 0) || (n == 12 &&
	    memcmp(role, "presentation", 12) == 0));
	g->line = tag->line;
	memcpy(g->heading, h->last_heading, sizeof(g->heading));
	g->mark = html_dom_mark(h);
	g->outer = h->grid;
	h->grid = g;
}

/* Spans do not reach from one group of rows into the next. */
void
grid_part(struct html *h, enum part part)
{
	struct grid	*g = h->grid;

	grid_end_row(h);
	g->part = (uint8_t)part;
	for (uint32_t i = 0; i < g->n_slots; i++)
		g->spans[i].left = 0;
}

static bool
widen(struct html *h, struct grid *g, uint32_t want)
{
	uint32_t	room = g->n_slots;
	void		*p;

	if (want <= g->n_slots)
		return true;
	if ((p = html_longer(h, g->slots, &room, want,
	    sizeof(*g->slots))) == NULL)
		return false;
	g->slots = p;
	room = g->n_slots;
	if ((p = html_longer(h, g->spans, &room, want,
	    sizeof(*g->spans))) == NULL)
		return false;
	g->spans = p;
	g->n_slots = room;
	return true;
}

static void
begin_row(struct grid *g, uint64_t line)
{
	g->in_row = true;
	g->at = 0;
	g->row = (struct grid_row){ .line = line, .part = g->part };
	if (g->n_slots > 0)
		memset(g->slots, 0, g->n_slots * sizeof(*g->slots));
}

void
grid_begin_row(struct html *h, const struct ps_html_tag *tag)
{
	grid_end_row(h);
	begin_row(h->grid, tag->line);
	h->grid->row.hidden = html_is_hidden(tag);
}

/* The digits an attribute begins with; 1 where it has none. */
static uint32_t
span_of(const struct ps_html_tag *tag, enum ps_html_attribute a, uint32_t most)
{
	size_t		 n, i = 0;
	const char	*p = ps_html_value(tag, a, &n);
	uint32_t	 k = 0;

	while (p != NULL && i < n && p[i] == ' ')
		i++;
	if (p == NULL || i == n || p[i] < '0' || p[i] > '9')
		return 1;
	for (; i < n && p[i] >= '0' && p[i] <= '9' && k < most; i++)
		k = k * 10 + (uint32_t)(p[i] - '0');
	return k < most ? k : most;
}

void
grid_begin_cell(struct html *h, const struct ps_html_tag *tag)
{
	struct grid	*g = h->grid;
	uint32_t	 columns = span_of(tag, PS_A_COLSPAN, SPAN_MAX);
	uint32_t	 rows = span_of(tag, PS_A_ROWSPAN, ROWSPAN_MAX);

	if (!g->in_row)
		begin_row(g, tag->line);
	html_text_clear(&g->text);
	g->n_bold = 0;
	g->in_cell = true;
	g->cell = (struct cell){ .head = tag->known->id == PS_H_TH,
	    .colspan = (uint16_t)(columns == 0 ? 1 : columns),
	    .rowspan = rows == 0 ? UINT32_MAX : rows };
}

/* May this cell stand once more? */
static bool
may_repeat(struct html *h, struct grid *g, const struct cell *c)
{
	if (g->over)
		return false;
	g->repeated += c->n + sizeof(struct cell *);
	if (g->repeated <= REPEATED_FREE ||
	    g->repeated / REPEATED_TIMES <= h->fed)
		return true;
	g->over = true;
	if (h->out != NULL)
		ps_issue(h->self, h->out, PS_NOTE, g->row.line, "long-spans",
		    "cells that span rows or columns would make far more of "
		    "the table than it has; from here on they do not", "", 0);
	return false;
}

static void
tell_wide(struct html *h, struct grid *g, const struct cell *c)
{
	char	*to;

	if (h->out == NULL || c->n == 0)
		return;
	to = ps_scratch(h->self, h->out, c->n);
	memcpy(to, c->text, c->n);
	ps_issue(h->self, h->out, PS_REJECTED, g->row.line, "wide-row",
	    "a cell past the 4,000th of its row is set aside", to, c->n);
}

static void
place(struct html *h, struct grid *g, struct cell *c)
{
	uint32_t	at = g->at, end;

	while (at < g->n_slots && g->spans[at].left > 0)
		at++;
	end = at + c->colspan;
	if (at >= HTML_WIDTH) {
		tell_wide(h, g, c);
		return;
	}
	if (end > HTML_WIDTH)
		end = HTML_WIDTH;
	if (!widen(h, g, end))
		return;
	g->at = at + 1;
	for (uint32_t i = at; i < end; i++) {
		if (g->spans[i].left > 0 || (i > at && !may_repeat(h, g, c)))
			break;
		g->slots[i] = c;
		g->at = i + 1;
		if (c->rowspan > 1)
			g->spans[i] = (struct span){ c, c->rowspan };
	}
}

void
grid_end_cell(struct html *h)
{
	struct grid	*g = h->grid;
	struct cell	*c;
	const char	*p = g->text.p;
	size_t		 n = g->text.n;

	if (!g->in_cell)
		return;
	g->in_cell = false;
	c = html_alloc(h, &g->pool, sizeof(*c));
	if (c == NULL)
		return;
	*c = g->cell;
	p = html_trim(p, &n);
	c->text = html_copy(h, &g->pool, p, n);
	c->n = (uint32_t)n;
	c->bold = n > 0 && g->n_bold >= n;
	g->n_cells++;
	g->n_filled += n > 0;
	g->n_heads += c->head;
	g->n_forms += c->form;
	g->n_long += n > LONG_CELL;
	g->row.own++;
	place(h, g, c);
}

static void
add_row(struct html *h, struct grid *g, bool foot)
{
	struct grid_row	*rows = foot ? g->feet : g->rows;
	uint32_t	*n = foot ? &g->n_feet : &g->n_rows;

	rows = html_longer(h, rows, foot ? &g->feet_room : &g->rows_room,
	    *n + 1, sizeof(*rows));
	if (rows == NULL)
		return;
	rows[(*n)++] = g->row;
	if (foot)
		g->feet = rows;
	else
		g->rows = rows;
}

/* Cells of rows above that reach into this one. */
static void
fill_spans(struct html *h, struct grid *g)
{
	for (uint32_t i = 0; i < g->n_slots; i++) {
		struct span	*s = &g->spans[i];

		if (s->left == 0)
			continue;
		if (g->slots[i] == NULL && may_repeat(h, g, s->cell))
			g->slots[i] = s->cell;
		if (s->left != UINT32_MAX)
			s->left--;
	}
}

/* Feet stand at the end, wherever they are written. */
void
grid_end_row(struct html *h)
{
	struct grid	*g = h->grid;
	struct grid_row	*r = &g->row;
	size_t		 bytes;

	grid_end_cell(h);
	if (!g->in_row)
		return;
	g->in_row = false;
	fill_spans(h, g);
	for (r->n = g->n_slots; r->n > 0 && g->slots[r->n - 1] == NULL;)
		r->n--;
	bytes = r->n * sizeof(*r->slots);
	r->slots = html_alloc(h, &g->pool, bytes + 1);
	if (r->slots == NULL)
		return;
	if (bytes > 0)
		memcpy(r->slots, g->slots, bytes);
	if (r->n > g->n_columns)
		g->n_columns = r->n;
	add_row(h, g, g->part == PART_FOOT);
	if (!g->judged && g->pool.bytes > WINDOW_BYTES)
		grid_judge(h, g);
	if (g->judged && !g->data)
		html_give_up(h, g);
}

/* The feet are rows from now on. */
static void
append_feet(struct html *h, struct grid *g)
{
	struct grid_row	*rows = html_longer(h, g->rows, &g->rows_room,
			    g->n_rows + g->n_feet, sizeof(*rows));

	if (rows == NULL || g->n_feet == 0)
		return;
	memcpy(rows + g->n_rows, g->feet, g->n_feet * sizeof(*rows));
	g->rows = rows;
	g->n_rows += g->n_feet;
	g->n_feet = 0;
}

void
grid_end(struct html *h)
{
	struct grid	*g = h->grid;

	if (g == NULL)
		return;
	grid_end_row(h);
	append_feet(h, g);
	h->grid = g->outer;
	g->ended = true;
	if (g->judged && g->data)
		h->dom_off--;
	if (!g->judged)
		grid_judge(h, g);
	if (g->data)
		return;
	html_give_up(h, g);
	grid_free(g);
}

static struct cell *
move(struct html *h, struct html_pool *to, struct cell *c)
{
	struct cell	*m;

	if (c == NULL || c->moved != NULL)
		return c == NULL ? NULL : c->moved;
	m = html_alloc(h, to, sizeof(*m));
	if (m == NULL)
		return NULL;
	*m = *c;
	m->text = html_copy(h, to, c->text, c->n);
	if (c->link != NULL)
		m->link = html_copy(h, to, c->link, c->n_link);
	if (c->image != NULL)
		m->image = html_copy(h, to, c->image, c->n_image);
	return c->moved = m;
}

static void
move_row(struct html *h, struct html_pool *to, struct grid_row *r)
{
	struct cell	**slots = html_alloc(h, to, r->n * sizeof(*slots) + 1);

	for (uint32_t k = 0; slots != NULL && k < r->n; k++)
		slots[k] = move(h, to, r->slots[k]);
	r->slots = slots;
	r->n = slots == NULL ? 0 : r->n;
}

/*
 * What is still needed of a table that is given while it is read: rows not yet
 * given, the row at hand, the cells that reach below it, and the feet.
 */
static void
move_all(struct html *h, struct grid *g, struct html_pool *to)
{
	struct cell	*c = &g->cell;

	for (uint32_t i = 0; i < g->n_slots; i++) {
		if (g->in_row)
			g->slots[i] = move(h, to, g->slots[i]);
		if (g->spans[i].left > 0)
			g->spans[i].cell = move(h, to, g->spans[i].cell);
		if (g->spans[i].cell == NULL)
			g->spans[i].left = 0;
	}
	for (uint32_t i = 0; i < g->n_feet; i++)
		move_row(h, to, &g->feet[i]);
	for (uint32_t i = g->given; i < g->n_rows; i++)
		move_row(h, to, &g->rows[i]);
	if (g->in_cell && c->link != NULL)
		c->link = html_copy(h, to, c->link, c->n_link);
	if (g->in_cell && c->image != NULL)
		c->image = html_copy(h, to, c->image, c->n_image);
}

void
grid_clean(struct html *h, struct grid *g)
{
	struct html_pool	clean = { .first = NULL };
	uint32_t		given = g->given;

	if (g->given == 0 || g->ended)
		return;
	move_all(h, g, &clean);
	html_pool_free(&g->pool);
	g->pool = clean;
	g->n_rows -= g->given;
	memmove(g->rows, g->rows + g->given, g->n_rows * sizeof(*g->rows));
	g->given = 0;
	g->first = g->first < given ? 0 : g->first - given;
	g->body = g->body < given ? 0 : g->body - given;
}
