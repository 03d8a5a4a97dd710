/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_page.c - elements as they open and close.
 *
 * People leave out half of the end tags; what ends what follows the HTML
 * standard as far as a reader of tables needs it.  Rows and groups of rows are
 * not kept on the stack: a row begins where a row begins.  Past 512 elements
 * one is no longer opened, its text belongs to those that are.
 */
#include <string.h>

#include "html_dom.h"

static bool
is_cell(uint8_t id)
{
	return id == PS_H_TD || id == PS_H_TH || id == PS_H_CAPTION;
}

/* What is open outside of it is not closed by what is in it. */
static bool
is_wall(uint8_t id)
{
	return is_cell(id) || id == PS_H_TABLE;
}

static bool
is_part(uint8_t id)
{
	return is_cell(id) || id == PS_H_TR || id == PS_H_TBODY ||
	    id == PS_H_THEAD || id == PS_H_TFOOT || id == PS_H_COL;
}

static void
close_element(struct html *h, const struct open *o)
{
	h->hidden -= o->hides;
	switch (o->head.id) {
	case PS_H_A:
		h->fragments -= o->fragment;
		if (o->fragment && h->grid != NULL)
			html_drop_mark(h, o);
		break;
	case PS_H_SUP:
		h->sup--;
		if (h->grid != NULL)
			html_drop_mark(h, o);
		break;
	case PS_H_B:
		h->bold--;
		break;
	case PS_H_HEADING:
		html_end_heading(h);
		break;
	case PS_H_TITLE:
		html_end_title(h);
		break;
	case PS_H_TD:
	case PS_H_TH:
		grid_end_cell(h);
		break;
	case PS_H_CAPTION:
		html_name(h->grid->caption, h->grid->text.p, h->grid->text.n);
		html_text_clear(&h->grid->text);
		h->grid->in_caption = false;
		break;
	case PS_H_TABLE:
		grid_end(h);
		break;
	case PS_H_BLOCK:
	case PS_H_P:
	case PS_H_PRE:
	case PS_H_LI:
	case PS_H_LIST:
	case PS_H_DL:
	case PS_H_DT:
	case PS_H_DD:
	case PS_H_FORM:
		html_break(h);
		break;
	}
}

static void
pop(struct html *h)
{
	struct open	o = h->open[--h->depth];

	if (o.node != NULL)
		html_dom_leave(h, o.node);
	close_element(h, &o);
}

static void
pop_to(struct html *h, uint32_t depth)
{
	while (h->depth > depth)
		pop(h);
}

/* Above the innermost table, which stays open; false: there is none. */
static bool
pop_to_table(struct html *h)
{
	uint32_t	i = h->depth;

	while (i > 0 && h->open[i - 1].head.id != PS_H_TABLE)
		i--;
	if (i == 0 || h->grid == NULL)
		return false;
	pop_to(h, i);
	return true;
}

/* What an element that begins ends. */
static void
close_implied(struct html *h, const struct ps_html_tag *tag)
{
	pop_to(h, ps_html_starts(h->self, tag, h->open, h->depth,
	    sizeof(h->open[0])));
}

bool
html_is_hidden(const struct ps_html_tag *tag)
{
	size_t		 n, i = 0;
	const char	*p = ps_html_value(tag, PS_A_STYLE, &n);
	const char	*want = "display:none";

	if (ps_html_value(tag, PS_A_HIDDEN, &i) != NULL)
		return true;
	for (i = 0; p != NULL && i < n && *want != '\0'; i++) {
		if (p[i] == ' ' || p[i] == '\t' || p[i] == '\n')
			continue;
		if ((p[i] | 32) == (*want | 32))
			want++;
		else
			want = (p[i] | 32) == 'd' ? &"display:none"[1] :
			    "display:none";
	}
	return p != NULL && *want == '\0';
}

static void
open_link(struct html *h, const struct ps_html_tag *tag, struct open *o)
{
	size_t		 n;
	const char	*p = ps_html_value(tag, PS_A_HREF, &n);
	struct grid	*g = h->grid;

	o->fragment = p != NULL && n > 0 && p[0] == '#';
	h->fragments += o->fragment;
	if (g != NULL && g->in_cell && p != NULL && g->cell.link == NULL)
		g->cell.link = html_target(h, &g->pool, p, n,
		    &g->cell.n_link);
}

/* An image is its address, and stands for what it is said to show. */
static void
take_image(struct html *h, const struct ps_html_tag *tag)
{
	struct grid	*g = h->grid;
	size_t		 n;
	const char	*p = ps_html_value(tag, PS_A_SRC, &n);

	if (g != NULL && g->in_cell && p != NULL && g->cell.image == NULL)
		g->cell.image = html_target(h, &g->pool, p, n,
		    &g->cell.n_image);
	p = ps_html_value(tag, PS_A_ALT, &n);
	if (p != NULL && h->hidden == 0)
		html_put_text(h, p, n);
}

static void
push(struct html *h, const struct ps_html_tag *tag)
{
	struct open	*o;
	uint8_t		 id = tag->known->id;
	bool		 cell = h->grid != NULL && h->grid->in_cell;

	if (h->depth >= HTML_DEPTH && (h->depth > HTML_DEPTH ||
	    (tag->known->flags & PS_HTML_RAW) == 0))
		return;
	o = &h->open[h->depth++];
	memset(o, 0, sizeof(*o));
	o->head.id = id;
	o->head.name = ps_html_name(h->self, tag);
	if ((tag->known->flags & PS_HTML_RAW) == 0 &&
	    (o->node = html_dom_open(h, tag)) != NULL)
		html_dom_enter(h, o->node);
	else if (id == PS_H_SCRIPT)
		html_begin_ld(h, tag);
	o->hides = id == PS_H_UNSEEN || id == PS_H_CONTROL || (cell &&
	    !is_wall(id) && html_is_hidden(tag));
	h->hidden += o->hides;
	if (cell) {
		o->mark = h->grid->text.n;
		o->blank = h->grid->text.blank;
	}
	if (id == PS_H_A)
		open_link(h, tag, o);
	h->bold += id == PS_H_B;
	h->sup += id == PS_H_SUP;
	if (id == PS_H_HEADING)
		h->in_heading = true;
}

/* Rows without a table, as some programs write them: it is the document. */
static void
imply_table(struct html *h, const struct ps_html_tag *row)
{
	struct ps_html_tag	table = *row;

	table.known = ps_html_element(h->self, "table", 5);
	memcpy(table.name, "table", 5);
	table.n_name = 5;
	grid_begin(h, &table);
	push(h, &table);
}

/* False: it is dealt with, or stands where it cannot. */
static bool
begin_part(struct html *h, const struct ps_html_tag *tag)
{
	uint8_t	id = tag->known->id;

	if (id == PS_H_TR && h->grid == NULL && !h->begun)
		imply_table(h, tag);
	h->begun = true;
	if (!pop_to_table(h))
		return false;
	switch (id) {
	case PS_H_THEAD:
		grid_part(h, PART_HEAD);
		return false;
	case PS_H_TBODY:
		grid_part(h, PART_BODY);
		return false;
	case PS_H_TFOOT:
		grid_part(h, PART_FOOT);
		return false;
	case PS_H_TR:
		grid_begin_row(h, tag);
		return false;
	case PS_H_COL:
		return false;
	case PS_H_CAPTION:
		h->grid->in_caption = true;
		return true;
	}
	if (h->depth >= HTML_DEPTH)
		return false;
	grid_begin_cell(h, tag);
	return true;
}

static void
begin_table(struct html *h, const struct ps_html_tag *tag)
{
	if (h->grid != NULL && !h->grid->in_cell)
		(void)pop_to_table(h);
	html_end_flow(h, PS_OTHER);
	if (h->depth < HTML_DEPTH)
		grid_begin(h, tag);
}

static void
note_form(struct html *h, const struct ps_html_tag *tag)
{
	size_t		 n;
	const char	*type = ps_html_value(tag, PS_A_TYPE, &n);

	if (h->grid == NULL || !h->grid->in_cell || (type != NULL && n == 6 &&
	    memcmp(type, "hidden", 6) == 0))
		return;
	h->grid->cell.form = true;
}

static void
on_start(void *arg, const struct ps_html_tag *tag)
{
	struct html			*h = arg;
	const struct ps_html_element	*e = tag->known;

	if (h->dead > 0 || e->id == PS_H_TEMPLATE) {
		h->dead += e->id == PS_H_TEMPLATE;
		return;
	}
	if (is_part(e->id) && !begin_part(h, tag))
		return;
	h->begun = true;
	close_implied(h, tag);
	if (e->id == PS_H_TABLE)
		begin_table(h, tag);
	else if ((e->flags & PS_HTML_BLOCK) != 0 && !is_part(e->id))
		html_break(h);
	if (e->id == PS_H_BASE)
		html_set_base(h, tag);
	else if (e->id == PS_H_A || e->id == PS_H_AREA || e->id == PS_H_LINK)
		html_refer(h, tag);
	else if (e->id == PS_H_IMG)
		take_image(h, tag);
	else if (e->id == PS_H_FORM || e->id == PS_H_CONTROL ||
	    e->id == PS_H_INPUT)
		note_form(h, tag);
	if ((e->flags & PS_HTML_VOID) == 0)
		push(h, tag);
	else
		(void)html_dom_open(h, tag);
}

/* One of these, unless a table or another cell is nearer. */
static void
close_cell(struct html *h, uint8_t id)
{
	uint32_t	i = h->depth;

	while (i > 0 && !is_wall(h->open[i - 1].head.id))
		i--;
	if (i > 0 && h->open[i - 1].head.id == id)
		pop_to(h, i - 1);
}

static void
end_part(struct html *h, const struct ps_html_tag *tag)
{
	uint8_t	id = tag->known->id;

	if (is_cell(id)) {
		close_cell(h, id);
		return;
	}
	if (id == PS_H_COL || !pop_to_table(h))
		return;
	grid_end_row(h);
	if (id != PS_H_TR)
		grid_part(h, PART_NONE);
}

static void
on_end(void *arg, const struct ps_html_tag *tag)
{
	struct html	*h = arg;
	uint8_t		 id = tag->known->id;

	if (h->dead > 0) {
		h->dead -= id == PS_H_TEMPLATE;
		return;
	}
	if (is_part(id)) {
		end_part(h, tag);
		return;
	}
	if (id == PS_H_TABLE) {
		if (pop_to_table(h))
			pop(h);
		return;
	}
	if (id == PS_H_BR)
		html_break(h);
	pop_to(h, ps_html_ends(h->self, tag, h->open, h->depth,
	    sizeof(h->open[0])));
}

const struct ps_html_sink html_sink = {
	.start = on_start,
	.end = on_end,
	.text = html_on_text,
	.comment = html_on_comment,
};

void
html_page_end(struct html *h)
{
	ps_html_end(h->self, h->page);
	h->dead = 0;
	if (h->grid != NULL && h->out != NULL)
		ps_issue(h->self, h->out, PS_NOTE, h->page->line,
		    "open-table", "the document ends within a table", "", 0);
	pop_to(h, 0);
	html_end_flow(h, PS_OTHER);
	html_find_items(h);
	html_find_lists(h, false);
	html_find_blocks(h);
	html_find_lists(h, true);
	html_dom_end(h);
}
