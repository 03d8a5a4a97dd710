/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * xml_tell.c - a gathered element, told to the tree.
 *
 * Attributes and elements are members alike; an element without either is a
 * value; elements of one name within one parent are a list, and where they
 * were one once, one alone is a list of one.
 */
#include <stdlib.h>
#include <string.h>

#include "xml_format.h"

static const char *
trim(const char *p, size_t *n)
{
	while (*n > 0 && (unsigned char)p[*n - 1] <= ' ')
		--*n;
	while (*n > 0 && (unsigned char)*p <= ' ') {
		p++;
		--*n;
	}
	return p;
}

/* What it points to is forgotten before the row is complete: it is copied. */
static void
tell_value(struct xml *x, const char *key, const char *p, size_t n)
{
	struct ps_rows	*out = x->out;
	char		*to;

	p = trim(p, &n);
	if (out != NULL) {
		to = ps_scratch(x->self, out, n + 1);
		memcpy(to, p, n);
		p = to;
	}
	ps_tree_value(x->self, x->tree, key, strlen(key), p, n, 0, 0);
}

void
xml_tell_attributes(struct xml *x, const struct element *e)
{
	for (const struct attribute *a = e->attributes; a != NULL; a = a->next)
		tell_value(x, a->name, a->value, a->n_value);
}

static bool
has_text(const struct element *e)
{
	size_t	n = e->n_text;

	(void)trim(e->text, &n);
	return n > 0;
}

static bool
is_plain(const struct element *e)
{
	return e->first == NULL && e->attributes == NULL;
}

/* Finds those of one name: their place is that of a list from now on. */
static void
find_alike(struct xml *x, struct element *parent)
{
	struct hash_set		 seen = { .n = 0 };
	struct hash_entry	*e;

	if (parent->first == NULL || parent->first->next == NULL)
		return;
	for (struct element *c = parent->first; c != NULL; c = c->next) {
		e = hash_find(&seen, c->place, true);
		if (e == NULL)
			break;
		if (e->what != NULL) {
			((struct element *)e->what)->alike = c;
			(void)hash_find(&x->lists, c->place, true);
		}
		e->what = c;
	}
	free(seen.entries);
}

static void	tell_children(struct xml *, struct element *);

/* What has text and more is an object, its text the value of its name. */
static void
tell_one(struct xml *x, struct element *e, bool in_list)
{
	const char	*text = e->text == NULL ? "" : e->text;

	if (is_plain(e)) {
		tell_value(x, e->name, text, e->n_text);
		return;
	}
	if (!in_list && has_text(e))
		tell_value(x, e->name, text, e->n_text);
	if (ps_tree_enter(x->self, x->tree, e->name, strlen(e->name),
	    PS_TREE_OBJECT, 0) != PS_TREE_GO)
		return;
	xml_tell_attributes(x, e);
	if (in_list && has_text(e))
		tell_value(x, "value", text, e->n_text);
	tell_children(x, e);
	x->full |= ps_tree_leave(x->self, x->tree);
}

static void
tell_list(struct xml *x, struct element *e)
{
	if (ps_tree_enter(x->self, x->tree, e->name, strlen(e->name),
	    PS_TREE_LIST, 0) != PS_TREE_GO)
		return;
	for (; e != NULL; e = e->alike) {
		e->told = true;
		tell_one(x, e, true);
	}
	x->full |= ps_tree_leave(x->self, x->tree);
}

/* No deeper than XML_DEPTH, which the reader saw to. */
static void
tell_children(struct xml *x, struct element *e)
{
	find_alike(x, e);
	for (struct element *c = e->first; c != NULL; c = c->next) {
		if (c->told)
			continue;
		if (hash_find(&x->lists, c->place, false) != NULL)
			tell_list(x, c);
		else
			tell_one(x, c, false);
	}
}

void
xml_tell(struct xml *x, struct element *e, bool record)
{
	bool	root = x->depth == 1;

	if (record && !root && !x->in_list)
		(void)ps_tree_enter(x->self, x->tree, e->name,
		    strlen(e->name), PS_TREE_LIST, 0);
	else if (!record && x->in_list)
		x->full |= ps_tree_leave(x->self, x->tree);
	x->in_list = record && !root;
	tell_one(x, e, record);
}
