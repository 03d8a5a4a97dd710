/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_flow.c - where text goes: into a cell, a caption, the name of what
 * follows a heading; all other is set aside, a block a record.
 */
#include "html_dom.h"

/* Where the text at hand goes. */
struct html_text *
html_sink_of(struct html *h)
{
	if (h->grid != NULL && (h->grid->in_cell || h->grid->in_caption))
		return &h->grid->text;
	return &h->flow;
}

void
html_end_flow(struct html *h, enum ps_class class)
{
	html_aside(h, class, h->flow_line, h->flow.p, h->flow.n);
	html_text_clear(&h->flow);
}

void
html_break(struct html *h)
{
	struct html_text	*t = html_sink_of(h);

	if (t == &h->flow)
		html_end_flow(h, PS_OTHER);
	else
		t->blank = true;
	if (h->in_heading)
		h->heading.blank = true;
}

void
html_end_heading(struct html *h)
{
	h->in_heading = false;
	if (h->heading.n > 0)
		html_name(h->last_heading, h->heading.p, h->heading.n);
	html_text_clear(&h->heading);
	if (html_sink_of(h) == &h->flow)
		html_end_flow(h, PS_TITLE);
}

void
html_end_title(struct html *h)
{
	html_aside(h, PS_TITLE, h->page->line, h->title.p, h->title.n);
	html_text_clear(&h->title);
}

static void
add_flow(struct html *h, const char *p, size_t n)
{
	size_t		i = 0;
	uint64_t	line = h->page->text_line;

	if (h->flow.n == 0) {
		for (; i < n && (unsigned char)p[i] <= ' '; i++)
			line += p[i] == '\n';
		h->flow_line = line;
	}
	html_text_add(h, &h->flow, p, n);
}

static bool
is_blank(const char *p, size_t n)
{
	while (n > 0 && (unsigned char)p[n - 1] <= ' ')
		n--;
	return n == 0;
}

/* Text that is shown. */
void
html_put_text(struct html *h, const char *p, size_t n)
{
	bool	kept = html_dom_text(h, p, n);

	if (h->in_heading)
		html_text_add(h, &h->heading, p, n);
	if (html_sink_of(h) != &h->flow) {
		html_text_add(h, &h->grid->text, p, n);
		if (h->grid->in_cell && h->bold > 0)
			h->grid->n_bold += n;
	} else if (!kept)
		add_flow(h, p, n);
}

void
html_on_text(void *arg, const char *p, size_t n)
{
	struct html	*h = arg;
	uint8_t		 id = h->depth == 0 ? PS_H_OTHER :
			    h->open[h->depth - 1].head.id;
	struct grid	*g = h->grid;

	if (h->dead > 0 || id == PS_H_RAW)
		return;
	if (id == PS_H_SCRIPT) {
		if (h->in_ld)
			html_add_ld(h, p, n);
	} else if (id == PS_H_TITLE)
		html_text_add(h, &h->title, p, n);
	else if (g != NULL && g->in_cell && h->hidden > 0)
		g->n_unseen += !is_blank(p, n);
	else
		html_put_text(h, p, n);
}

void
html_on_comment(void *arg, const char *p, size_t n)
{
	struct html	*h = arg;

	if (h->dead == 0)
		html_aside(h, PS_COMMENT, h->page->line, p, n);
}
