/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_item.c - items that a page marks as such: microdata.
 *
 * An item is a row of the table of its type; an item within adds columns to it,
 * several of one name are a table of their own, as in any tree.  What is told
 * of items by JSON-LD goes the same way.
 */
#include <stdlib.h>
#include <string.h>

#include "html_dom.h"

/* The properties of an item, in its order. */
struct properties {
	struct node	**all;
	uint32_t	 n, room;
};

static const struct node *
item_around(const struct node *x)
{
	for (x = x->parent; x != NULL; x = x->parent)
		if (x->scope)
			return x;
	return NULL;
}

void
html_find_items(struct html *h)
{
	struct node	**last = &h->first_item;

	for (struct node *x = h->root; x != NULL && h->items > 0;
	    x = html_dom_next(x, h->root, true)) {
		const struct node	*around = x->scope || x->prop != NULL ?
					    item_around(x) : NULL;

		if (x->prop != NULL && around != NULL && !x->scope)
			x->taken = true;
		if (!x->scope || (x->prop != NULL && around != NULL))
			continue;
		*last = x;
		last = &x->alike;
	}
}

/* Behind the last / or # of a type; the first of several. */
static const char *
type_of(const struct node *x, size_t *n)
{
	const char	*p = x->type == NULL ? "" : x->type, *end;

	p += strspn(p, " ");
	end = p + strcspn(p, " ");
	for (const char *s = p; s < end; s++)
		if (*s == '/' || *s == '#')
			p = s + 1;
	*n = (size_t)(end - p);
	if (*n > 0)
		return p;
	*n = 4;
	return "item";
}

static void
add_property(struct html *h, struct properties *to, struct node *x)
{
	void	*p = html_longer(h, to->all, &to->room, to->n + 1,
		    sizeof(struct node *));

	if (p == NULL)
		return;
	to->all = p;
	to->all[to->n++] = x;
}

static void
find_properties(struct html *h, struct properties *to, struct node *item)
{
	for (struct node *x = html_dom_next(item, item, true); x != NULL;
	    x = html_dom_next(x, item, !x->scope))
		if (x->prop != NULL)
			add_property(h, to, x);
}

static int
by_name(const void *a, const void *b)
{
	const struct node	*x = *(struct node *const *)a;
	const struct node	*y = *(struct node *const *)b;
	int			 c = strcmp(x->prop, y->prop);

	if (c != 0)
		return c;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* Chains those of one name to the first of them. */
static void
find_alike(struct html *h, const struct properties *from)
{
	struct properties	sorted = { .n = 0 };

	for (uint32_t i = 0; i < from->n; i++) {
		from->all[i]->again = false;
		from->all[i]->alike = NULL;
		add_property(h, &sorted, from->all[i]);
	}
	for (uint32_t i = 0; i < sorted.n; i++)
		sorted.all[i]->order = i;
	if (sorted.n > 1)
		qsort(sorted.all, sorted.n, sizeof(*sorted.all), by_name);
	for (uint32_t i = 1; i < sorted.n; i++)
		if (strcmp(sorted.all[i - 1]->prop, sorted.all[i]->prop) ==
		    0) {
			sorted.all[i - 1]->alike = sorted.all[i];
			sorted.all[i]->again = true;
		}
	free(sorted.all);
}

static const char *
text_of(struct html *h, const struct node *x, size_t *n)
{
	const char	*p = x->value;
	char		*to;

	if (p == NULL) {
		html_dom_whole(h, x, &h->flow);
		p = h->flow.p;
		*n = h->flow.n;
		p = html_trim(p, n);
	} else
		*n = strlen(p);
	to = ps_scratch(h->self, h->out, *n + 1);
	if (*n > 0)
		memcpy(to, p, *n);
	return to;
}

/* Several values: one list, as JSON writes it. */
static void
tell_values(struct html *h, const struct node *first)
{
	size_t	 n, at = 0, room = 2;
	char	*to;

	for (const struct node *x = first; x != NULL; x = x->alike) {
		(void)text_of(h, x, &n);
		room += 6 * n + 3;
	}
	to = ps_scratch(h->self, h->out, room);
	for (const struct node *x = first; x != NULL; x = x->alike) {
		const char	*p = text_of(h, x, &n);

		to[at] = at == 0 ? '[' : ',';
		at++;
		to[at++] = '"';
		for (size_t i = 0; i < n; i++) {
			if ((unsigned char)p[i] < ' ')
				continue;
			if (p[i] == '"' || p[i] == '\\')
				to[at++] = '\\';
			to[at++] = p[i];
		}
		to[at++] = '"';
	}
	to[at++] = ']';
	ps_tree_value(h->self, h->tree, first->prop, strlen(first->prop), to,
	    at, 0, 0);
}

static void	tell_item(struct html *, struct node *, const char *, size_t);

static void
tell_property(struct html *h, struct node *x)
{
	const char	*p;
	size_t		 n;

	if (x->scope && x->alike == NULL) {
		tell_item(h, x, x->prop, strlen(x->prop));
		return;
	}
	if (x->scope) {
		if (ps_tree_enter(h->self, h->tree, x->prop, strlen(x->prop),
		    PS_TREE_LIST, 0) != PS_TREE_GO)
			return;
		for (struct node *c = x; c != NULL; c = c->alike)
			if (c->scope)
				tell_item(h, c, c->prop, strlen(c->prop));
		(void)ps_tree_leave(h->self, h->tree);
		return;
	}
	if (x->alike != NULL) {
		tell_values(h, x);
		return;
	}
	p = text_of(h, x, &n);
	ps_tree_value(h->self, h->tree, x->prop, strlen(x->prop), p, n, 0, 0);
}

/* No deeper than the stack of open elements was. */
static void
tell_item(struct html *h, struct node *item, const char *key, size_t n)
{
	struct properties	p = { .n = 0 };

	find_properties(h, &p, item);
	find_alike(h, &p);
	if (p.n > 0 && ps_tree_enter(h->self, h->tree, key, n,
	    PS_TREE_OBJECT, item->line) == PS_TREE_GO) {
		for (uint32_t i = 0; i < p.n; i++)
			if (!p.all[i]->again)
				tell_property(h, p.all[i]);
		(void)ps_tree_leave(h->self, h->tree);
	}
	free(p.all);
}

bool
html_enter_type(struct html *h, const char *type, size_t n)
{
	return ps_tree_enter(h->self, h->tree, type, n, PS_TREE_LIST, 0) ==
	    PS_TREE_GO;
}

/* The main table is that of the first type; without one nothing is told. */
bool
html_announce_items(struct html *h, struct ps_table *table)
{
	size_t			 n = 0;
	const char		*type = h->first_item != NULL ?
				    type_of(h->first_item, &n) :
				    html_ld_type(h, &n);
	char			*path;
	struct ps_tree_options	 o = { .path = NULL };

	if ((h->first_item == NULL && h->ld == NULL) || h->tree != NULL)
		return false;
	if (type == NULL) {
		type = "item";
		n = 4;
	}
	path = html_alloc(h, &h->dom, n + 2);
	if (path == NULL)
		return false;
	path[0] = '/';
	memcpy(path + 1, type, n);
	o.path = path;
	h->tree = ps_tree_new(h->self, &o);
	table->name = path + 1;
	return true;
}

enum ps_status
html_tell_items(struct html *h)
{
	struct node	*next;
	const char	*type;
	size_t		 n;

	(void)ps_tree_into(h->self, h->tree, h->out);
	(void)ps_tree_enter(h->self, h->tree, "", 0, PS_TREE_OBJECT, 0);
	for (struct node *x = h->first_item; x != NULL; x = next) {
		next = x->alike;
		type = type_of(x, &n);
		if (!html_enter_type(h, type, n))
			continue;
		tell_item(h, x, "", 0);
		(void)ps_tree_leave(h->self, h->tree);
	}
	html_tell_ld(h);
	(void)ps_tree_leave(h->self, h->tree);
	ps_tree_pause(h->self, h->tree);
	h->first_item = NULL;
	return PS_EOF;
}
