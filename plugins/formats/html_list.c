/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_list.c - lists of definitions.
 *
 * Terms and definitions are two columns; but where lists of a page have the
 * same terms, each list is a record and its terms are the columns.
 */
#include <stdlib.h>
#include <string.h>

#include "html_dom.h"

enum { TERMS_MAX = 100 };

struct list {
	const struct node *node;
	const char	*heading;
	uint64_t	 terms;		/* hash; 0: no record */
	uint32_t	 n;
};

struct lists {
	struct list	*all;
	uint32_t	 n, room;
};

/* The terms and definitions of a list; not those of lists within it. */
static struct node *
next_entry(const struct node *x, const struct node *list)
{
	bool		 inside = x->id != PS_H_DT && x->id != PS_H_DD &&
			    (x->id != PS_H_DL || x == list);
	struct node	*c = html_dom_next(x, list, inside);

	while (c != NULL && c->id != PS_H_DT && c->id != PS_H_DD)
		c = html_dom_next(c, list, c->id != PS_H_DL);
	return c;
}

static uint64_t
hash_text(uint64_t h, const struct html_text *t)
{
	h = (h ^ 0x1f) * 0x100000001b3u;
	for (size_t i = 0; i < t->n; i++)
		h = (h ^ (unsigned char)t->p[i]) * 0x100000001b3u;
	return h;
}

/* A record has each term once, with one short definition behind it. */
static void
look_at(struct html *h, struct list *l)
{
	uint64_t	 hash = 0xcbf29ce484222325u;
	bool		 record = true, term = false;

	for (const struct node *x = next_entry(l->node, l->node); x != NULL;
	    x = next_entry(x, l->node)) {
		record &= (x->id == PS_H_DT) != term;
		term = x->id == PS_H_DT;
		if (!term)
			continue;
		l->n++;
		html_dom_whole(h, x, &h->flow);
		hash = hash_text(hash, &h->flow);
		record &= h->flow.n > 0 && h->flow.n < HTML_NAME;
	}
	l->terms = record && !term && l->n >= 2 && l->n <= TERMS_MAX ?
	    hash | 1 : 0;
}

static void
put(struct html *h, struct grid *g, uint32_t column, const struct node *x)
{
	if (x == NULL)
		return;
	html_dom_whole(h, x, &h->flow);
	html_made_cell(h, g, column, h->flow.p, h->flow.n);
}

/* Several terms share what follows; each definition is a row of each. */
static void
tell_terms(struct html *h, struct grid *g, const struct node *list)
{
	const struct node	*term = NULL;
	bool			 defined = true;

	for (const struct node *x = next_entry(list, list); x != NULL;
	    x = next_entry(x, list)) {
		if (x->id == PS_H_DT) {
			if (!defined && html_made_row(h, g, term->line))
				put(h, g, 0, term);
			term = x;
			defined = false;
			continue;
		}
		if (html_made_row(h, g, x->line) == NULL)
			return;
		put(h, g, 0, term);
		put(h, g, 1, x);
		defined = true;
	}
	if (!defined && html_made_row(h, g, term->line))
		put(h, g, 0, term);
}

static void
tell_record(struct html *h, struct grid *g, const struct node *list)
{
	uint32_t	n = 0;

	if (html_made_row(h, g, list->line) == NULL)
		return;
	for (const struct node *x = next_entry(list, list); x != NULL;
	    x = next_entry(x, list))
		if (x->id == PS_H_DD)
			put(h, g, n++, x);
}

static void
name_columns(struct html *h, struct grid *g, const struct list *l)
{
	if (l->terms == 0) {
		html_made_column(h, g, "term");
		html_made_column(h, g, "definition");
		return;
	}
	for (const struct node *x = next_entry(l->node, l->node); x != NULL;
	    x = next_entry(x, l->node)) {
		if (x->id != PS_H_DT)
			continue;
		html_dom_whole(h, x, &h->flow);
		h->flow.p[h->flow.n] = '\0';
		html_made_column(h, g, h->flow.p);
	}
}

/*
 * One term, and what belongs to it in places that are named: a record of some
 * block, whoever finds that.
 */
static bool
is_piece(const struct node *list)
{
	const struct node	*x = next_entry(list, list);
	uint32_t		 terms = 0, named = 0;

	for (; x != NULL; x = next_entry(x, list)) {
		terms += x->id == PS_H_DT;
		named += x->id == PS_H_DD && x->class != NULL;
		if (terms > 1 || (x->id == PS_H_DD && x->class == NULL))
			return false;
	}
	return terms == 1 && named >= 2;
}

static void
find(struct html *h, struct lists *to, bool pieces)
{
	const char	*heading = "";

	for (struct node *x = h->root; x != NULL;
	    x = html_dom_next(x, h->root, !x->taken && !x->again)) {
		if (x->id == PS_H_HEADING) {
			html_dom_whole(h, x, &h->flow);
			heading = html_copy(h, &h->dom, h->flow.p,
			    h->flow.n);
		}
		if (x->id != PS_H_DL || x->taken ||
		    x->again || next_entry(x, x) == NULL ||
		    is_piece(x) != pieces)
			continue;
		void	*p = html_longer(h, to->all, &to->room, to->n + 1,
			    sizeof(*to->all));
		if (p == NULL)
			return;
		to->all = p;
		to->all[to->n] = (struct list){ .node = x,
		    .heading = heading == NULL ? "" : heading };
		look_at(h, &to->all[to->n++]);
		x->taken = true;
	}
}

static int
by_terms(const void *a, const void *b)
{
	const struct list	*x = a, *y = b;

	if (x->terms != y->terms)
		return x->terms < y->terms ? -1 : 1;
	return x->node->line < y->node->line ? -1 :
	    x->node->line > y->node->line;
}

void
html_find_lists(struct html *h, bool pieces)
{
	struct lists	 l = { .n = 0 };
	struct grid	*g = NULL;

	if (h->root != NULL)
		find(h, &l, pieces);
	if (l.n > 1)
		qsort(l.all, l.n, sizeof(*l.all), by_terms);
	/* One of its kind is a list of terms. */
	for (uint32_t i = 0; i < l.n; i++)
		if ((i == 0 || l.all[i - 1].terms != l.all[i].terms) &&
		    (i + 1 == l.n || l.all[i + 1].terms != l.all[i].terms))
			l.all[i].terms = 0;
	if (l.n > 1)
		qsort(l.all, l.n, sizeof(*l.all), by_terms);
	for (uint32_t i = 0; i < l.n && h->wrong == NULL; i++) {
		if (i == 0 || l.all[i].terms != l.all[i - 1].terms ||
		    g == NULL) {
			if (g != NULL)
				html_made_end(h, g);
			if ((g = html_made_new(h, l.all[i].heading)) == NULL)
				break;
			name_columns(h, g, &l.all[i]);
		}
		if (l.all[i].terms == 0)
			tell_terms(h, g, l.all[i].node);
		else
			tell_record(h, g, l.all[i].node);
	}
	if (g != NULL)
		html_made_end(h, g);
	free(l.all);
}
