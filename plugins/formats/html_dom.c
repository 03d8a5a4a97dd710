/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_dom.c - what of a page is no table of data, kept until its end.
 *
 * Lists, blocks that repeat and marked-up items are found in it then, and what
 * is in none of these is set aside.  It is kept up to 64 MiB; of a longer page
 * only the tables are read.  A table of data is taken out when it is known to
 * be one, with all that was kept since it began.
 */
#include <stdlib.h>
#include <string.h>

#include "html_dom.h"

static struct node *
append(struct html *h)
{
	struct node	*x;

	if (h->dom_off > 0)
		return NULL;
	if (h->dom.bytes > DOM_BYTES) {
		html_dom_end(h);
		return NULL;
	}
	x = html_alloc(h, &h->dom, sizeof(*x));
	if (x == NULL)
		return NULL;
	if (h->root == NULL)
		h->root = h->dom_at = html_alloc(h, &h->dom, sizeof(*x));
	if (h->root == NULL)
		return NULL;
	x->parent = h->dom_at;
	x->line = h->page->line;
	if (h->dom_at->last != NULL)
		h->dom_at->last->next = x;
	else
		h->dom_at->first = x;
	h->dom_at->last = x;
	return x;
}

static const char *
keep(struct html *h, const struct ps_html_tag *tag, enum ps_html_attribute a)
{
	size_t		 n;
	const char	*p = ps_html_value(tag, a, &n);

	return p == NULL ? NULL : html_copy(h, &h->dom, p, n);
}

/* What the element is about: where it leads, or what it says. */
static const char *
value_of(struct html *h, const struct ps_html_tag *tag)
{
	static const enum ps_html_attribute	kinds[] = {
		PS_A_CONTENT, PS_A_HREF, PS_A_SRC, PS_A_DATETIME, PS_A_VALUE
	};
	const char				*p, *to;
	uint32_t				 n = 0;
	size_t					 length;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		p = ps_html_value(tag, kinds[i], &length);
		if (p == NULL)
			continue;
		if (kinds[i] != PS_A_HREF && kinds[i] != PS_A_SRC)
			return html_copy(h, &h->dom, p, length);
		to = html_target(h, &h->dom, p, length, &n);
		if (to != NULL)
			return to;
	}
	return NULL;
}

struct node *
html_dom_open(struct html *h, const struct ps_html_tag *tag)
{
	struct node	*x = append(h);

	if (x == NULL)
		return NULL;
	x->id = tag->known->id;
	x->block = (tag->known->flags & PS_HTML_BLOCK) != 0;
	x->name = html_copy(h, &h->dom, tag->name, tag->n_name);
	x->class = keep(h, tag, PS_A_CLASS);
	x->prop = keep(h, tag, PS_A_ITEMPROP);
	x->type = keep(h, tag, PS_A_ITEMTYPE);
	x->scope = ps_html_value(tag, PS_A_ITEMSCOPE, &(size_t){ 0 }) != NULL;
	x->value = value_of(h, tag);
	x->line = tag->line;
	h->items += x->scope;
	if (x->name == NULL)
		x->name = "";
	return x;
}

void
html_dom_enter(struct html *h, struct node *x)
{
	h->dom_at = x;
}

void
html_dom_leave(struct html *h, const struct node *x)
{
	if (h->root != NULL && x->parent != NULL)
		h->dom_at = x->parent;
}

/* False: it is not kept, but the caller's. */
bool
html_dom_text(struct html *h, const char *p, size_t n)
{
	struct node	*x = append(h);
	size_t		 i = 0;

	if (x == NULL)
		return false;
	x->line = h->page->text_line;
	for (; i < n && (unsigned char)p[i] <= ' '; i++)
		x->line += p[i] == '\n';
	x->text = html_copy(h, &h->dom, p, n);
	x->n_text = x->text == NULL ? 0 : (uint32_t)n;
	return true;
}

/* The next in the order of the document, `inside` or behind this one. */
struct node *
html_dom_next(const struct node *x, const struct node *root, bool inside)
{
	if (inside && x->first != NULL)
		return x->first;
	while (x != root && x->next == NULL)
		x = x->parent;
	return x == root ? NULL : x->next;
}

void
html_dom_whole(struct html *h, const struct node *x, struct html_text *to)
{
	html_text_clear(to);
	for (const struct node *c = x; c != NULL;
	    c = html_dom_next(c, x, true)) {
		if (c->block)
			to->blank = true;
		html_text_add(h, to, c->text, c->n_text);
	}
}

static void
flush(struct html *h, struct html_text *t, enum ps_class class, uint64_t line)
{
	html_aside(h, class, line, t->p, t->n);
	html_text_clear(t);
}

static bool
is_in_heading(const struct node *x)
{
	for (int i = 0; x != NULL && i < 8; x = x->parent, i++)
		if (x->id == PS_H_HEADING)
			return true;
	return false;
}

/* Text that is in nothing else, a block a record. */
static void
set_aside(struct html *h)
{
	struct html_text	*t = &h->flow;
	const struct node	*block = NULL, *own;
	uint64_t		 line = 0;
	bool			 heading = false;

	html_text_clear(t);
	for (const struct node *x = h->root; x != NULL;
	    x = html_dom_next(x, h->root, !x->taken)) {
		own = x->parent;
		while (own != NULL && !own->block)
			own = own->parent;
		if (x->block || own != block)
			flush(h, t, heading ? PS_TITLE : PS_OTHER, line);
		block = own;
		if (x->taken || x->text == NULL)
			continue;
		if (t->n == 0) {
			line = x->line;
			heading = is_in_heading(x);
		}
		html_text_add(h, t, x->text, x->n_text);
	}
	flush(h, t, heading ? PS_TITLE : PS_OTHER, line);
}

void
html_dom_end(struct html *h)
{
	if (h->root != NULL)
		set_aside(h);
	for (uint32_t i = 0; i <= HTML_DEPTH; i++)
		h->open[i].node = NULL;
	h->root = h->dom_at = NULL;
	if (!h->ended)
		html_pool_free(&h->dom);
	h->dom_off++;			/* for good */
}

struct dom_mark
html_dom_mark(const struct html *h)
{
	return (struct dom_mark){ h->dom_at, h->dom_at == NULL ? NULL :
	    h->dom_at->last, html_pool_mark(&h->dom), h->items,
	    h->dom_off == 0 };
}

void
html_dom_release(struct html *h, const struct dom_mark *m)
{
	if (!m->alive || h->dom_off > 0)
		return;
	if (m->at == NULL) {
		h->root = h->dom_at = NULL;
	} else {
		m->at->last = m->last;
		if (m->last != NULL)
			m->last->next = NULL;
		else
			m->at->first = NULL;
		h->dom_at = m->at;
	}
	h->items = m->items;
	html_pool_release(&h->dom, m->pool);
}
