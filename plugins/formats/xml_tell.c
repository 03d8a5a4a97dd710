/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * xml_tell.c - a gathered element, told to the tree.
 *
 * Attributes and elements are members alike; an element without either is a
 * value; elements of one name within one parent are a list, and where they
 * were one once, one alone is a list of one.  Text with elements in it is one
 * text, of which these are but told what attributes they have.
 */
#include <stdlib.h>
#include <string.h>

#include "xml_format.h"

enum { FEW = 12 };

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

static void
tell_kept(struct xml *x, const char *key, const char *p, size_t n)
{
	p = trim(p, &n);
	ps_tree_value(x->self, x->tree, key, strlen(key), p, n, 0, 0);
}

/* What it points to is forgotten before the row is complete: it is copied. */
static void
tell_value(struct xml *x, const char *key, const char *p, size_t n)
{
	char	*to;

	p = trim(p, &n);
	if (x->out != NULL) {
		to = ps_scratch(x->self, x->out, n + 1);
		memcpy(to, p, n);
		p = to;
	}
	tell_kept(x, key, p, n);
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
is_blank(const char *p, size_t n)
{
	(void)trim(p, &n);
	return n == 0;
}

/* Whether its elements stand amid text, and not text amid elements. */
static bool
is_mixed(const struct element *e)
{
	size_t	at = 0, texts = 0, elements = 0;

	if (e->first == NULL || !has_text(e))
		return false;
	for (const struct element *c = e->first; c != NULL; c = c->next) {
		texts += !is_blank(e->text + at, c->text_at - at);
		at = c->text_at;
		elements++;
	}
	texts += !is_blank(e->text + at, e->n_text - at);
	return texts * 2 >= elements;
}

/* Its text with that of its elements in it; how much that is. */
static size_t
whole_text(const struct element *e, char *to)
{
	size_t	at = 0, n = 0, piece;

	for (const struct element *c = e->first;; c = c->next) {
		piece = (c == NULL ? e->n_text : c->text_at) - at;
		if (to != NULL && piece > 0)
			memcpy(to + n, e->text + at, piece);
		n += piece;
		at += piece;
		if (c == NULL)
			return n;
		n += whole_text(c, to == NULL ? NULL : to + n);
	}
}

char *
xml_whole_text(struct xml *x, const struct element *e, size_t *n)
{
	char	*to = xml_alloc(&x->record, (*n = whole_text(e, NULL)) + 1);

	if (to == NULL)
		*n = 0;
	else
		(void)whole_text(e, to);
	return to;
}

/* Its elements have no text of their own from now on. */
static void
tell_mixed(struct xml *x, struct element *e, const char *key)
{
	size_t	n = whole_text(e, NULL);
	char	*to;

	if (x->out != NULL) {
		to = ps_scratch(x->self, x->out, n + 1);
		(void)whole_text(e, to);
		tell_kept(x, key, to, n);
	} else
		tell_value(x, key, e->text, e->n_text);
	for (struct element *c = e->first; c != NULL; c = c->next)
		c->flat = true;
}

static void
tell_text(struct xml *x, struct element *e, const char *key)
{
	if (e->flat)
		for (struct element *c = e->first; c != NULL; c = c->next)
			c->flat = true;
	else if (is_mixed(e))
		tell_mixed(x, e, key);
	else if (has_text(e))
		tell_value(x, key, e->text, e->n_text);
}

/* Nothing of it is left to be told. */
static bool
is_done(const struct element *e)
{
	return e->told || (e->flat && !e->bears);
}

static bool
is_plain(const struct element *e)
{
	return e->first == NULL && e->attributes == NULL;
}

static void
note_alike(struct xml *x, struct element *before, struct element *e)
{
	before->alike = e;
	(void)hash_find(&x->lists, e->place, true);
}

/* Among a few, looking is quicker than a set of them. */
static bool
find_alike_of_few(struct xml *x, struct element *parent)
{
	struct element	*seen[FEW];
	size_t		 n = 0;

	for (struct element *c = parent->first; c != NULL; c = c->next) {
		if (n == FEW)
			return false;
		for (size_t i = n; i-- > 0;)
			if (seen[i]->place == c->place) {
				note_alike(x, seen[i], c);
				break;
			}
		seen[n++] = c;
	}
	return true;
}

/* Finds those of one name: their place is that of a list from now on. */
static void
find_alike(struct xml *x, struct element *parent)
{
	struct hash_set		 seen = { .n = 0 };
	struct hash_entry	*e;

	if (find_alike_of_few(x, parent))
		return;
	for (struct element *c = parent->first; c != NULL; c = c->next) {
		e = hash_find(&seen, c->place, true);
		if (e == NULL)
			break;
		if (e->what != NULL)
			note_alike(x, e->what, c);
		e->what = c;
	}
	free(seen.entries);
}

static void	tell_children(struct xml *, struct element *);

/* What has text and more is an object, its text the value of its name. */
static void
tell_one(struct xml *x, struct element *e, bool in_list)
{
	if (is_plain(e)) {
		tell_value(x, e->name, e->text == NULL ? "" : e->text,
		    e->n_text);
		return;
	}
	if (!in_list)
		tell_text(x, e, e->name);
	if (!e->bears && (e->first == NULL || e->first->flat))
		return;
	if (ps_tree_enter(x->self, x->tree, e->name, strlen(e->name),
	    PS_TREE_OBJECT, 0) != PS_TREE_GO)
		return;
	xml_tell_attributes(x, e);
	if (in_list)
		tell_text(x, e, "value");
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
		if (!is_done(e))
			tell_one(x, e, true);
		e->told = true;
	}
	x->full |= ps_tree_leave(x->self, x->tree);
}

/* No deeper than XML_DEPTH, which the reader saw to. */
static void
tell_children(struct xml *x, struct element *e)
{
	find_alike(x, e);
	for (struct element *c = e->first; c != NULL; c = c->next) {
		if (is_done(c))
			continue;
		if (hash_find(&x->lists, c->place, false) != NULL)
			tell_list(x, c);
		else
			tell_one(x, c, false);
	}
}

void
xml_tell_record(struct xml *x, struct element *e)
{
	bool	root = x->depth <= 1;

	xml_tell_kept(x);
	if (!root && !x->in_list)
		(void)ps_tree_enter(x->self, x->tree, e->name,
		    strlen(e->name), PS_TREE_LIST, 0);
	x->in_list = !root;
	tell_one(x, e, true);
}

/* In the row of what is around it, or of a table once it repeats. */
static void
tell_beside(struct xml *x, struct element *e)
{
	struct hash_entry	*seen;

	if (x->in_list)
		x->full |= ps_tree_leave(x->self, x->tree);
	x->in_list = false;
	seen = hash_find(&x->seen, e->place, true);
	if (seen != NULL && seen->what != NULL)
		(void)hash_find(&x->lists, e->place, true);
	if (seen != NULL)
		seen->what = x;
	if (hash_find(&x->lists, e->place, false) != NULL)
		tell_list(x, e);
	else
		tell_one(x, e, false);
}

void
xml_tell_kept(struct xml *x)
{
	struct element	*e = x->beside;

	x->beside = NULL;
	if (e != NULL)
		tell_beside(x, e);
	xml_pool_clear(&x->kept);
}

void
xml_leave_list(struct xml *x)
{
	xml_tell_kept(x);
	if (x->in_list)
		x->full |= ps_tree_leave(x->self, x->tree);
	x->in_list = false;
}

void
xml_tell_beside(struct xml *x, struct element *e)
{
	struct xml_pool	 clean;

	if (x->beside != NULL && x->beside->place == e->place)
		(void)hash_find(&x->lists, e->place, true);
	xml_tell_kept(x);
	x->beside = e;
	clean = x->kept;
	x->kept = x->record;
	x->record = clean;
}
