/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tree_shape.c - where in a tree the records are, judged by a sample of it.
 *
 * The main table is the list that holds most of the document's values, or an
 * object whose members are alike, as {"de": {...}, "fr": {...}} is; else the
 * root itself.  A list of lists may be such a table, too.  Where keys may
 * repeat, objects that do are a list: of these, many small ones outweigh a few.
 */
#include <math.h>
#include <string.h>

#include "tree_impl.h"

#define KEYED_LEAST	8u		/* members of such an object ... */
#define KEYED_SHARE	0.7		/* ... of whose keys they share */
#define MANY		10u		/* repeated ones that are no parts */
#define LEVELS		64		/* looked at below the root */

struct best {
	const struct node	*node;
	uint32_t		 scalars;
	bool			 keyed, columns;
	double			 weight;
};

/* Below the root, where lists of one length may well be no columns. */
static bool
is_columns(const struct node *x)
{
	return x->parent != NULL && grid_is_columns(x, false);
}

/* Values at and below the node. */
static uint32_t
count(const struct node *x, int levels)
{
	bool		header;
	uint32_t	n = grid_is_tuples(x, &header) ? x->grid->cells :
			    x->scalars;

	if (is_columns(x))
		return x->first->longest * x->n_children;
	if (levels > 0)
		for (const struct node *c = x->first; c != NULL; c = c->next)
			n += count(c, levels - 1);
	return n;
}

static bool
has(const struct node *x, const char *key)
{
	for (const struct node *c = x->first; c != NULL; c = c->next)
		if (strcmp(c->key, key) == 0)
			return true;
	return false;
}

static bool
is_repeated(const struct node *x)
{
	return x->repeats && x->most > 1;
}

/* Of objects, of tuples, or of values that are columns. */
static bool
is_list(const struct node *x)
{
	bool	header;

	return x->elements > 0 || is_repeated(x) || is_columns(x) ||
	    grid_is_tuples(x, &header);
}

/* Values of it and of what is in it once. */
static uint32_t
own(const struct node *x, int levels)
{
	uint32_t	n = x->scalars;

	if (levels > 0)
		for (const struct node *c = x->first; c != NULL; c = c->next)
			n += c->most > 1 ? 0 : own(c, levels - 1);
	return n;
}

/* Members that are objects, and their keys those of the first. */
static bool
is_keyed(const struct ps_tree *t, const struct node *x)
{
	const struct node	*model = x->first;
	uint32_t		 shared = 0, all = 0;

	if (x->n_children < KEYED_LEAST || x->elements > 0 ||
	    x->objects != 1 || t->options.repeats != NULL)
		return false;
	for (const struct node *c = x->first; c != NULL; c = c->next) {
		if (c->objects == 0 || c->scalars > 0 || c->lists > 0)
			return false;
		for (const struct node *k = c->first; k != NULL; k = k->next) {
			all++;
			shared += has(model, k->key);
		}
	}
	return all > 0 && shared >= KEYED_SHARE * all;
}

static void
consider(const struct node *x, bool keyed, struct best *best)
{
	uint32_t	n = count(x, LEVELS);
	double		weight = n * (x->repeats ? log2(1.0 + x->objects) : 1);

	if (weight > best->weight)
		*best = (struct best){ x, n, keyed, is_columns(x), weight };
}

/* Lists that are in no other list, unless that has nothing of its own. */
static void
look(const struct ps_tree *t, const struct node *x, int levels,
    struct best *best)
{
	for (const struct node *c = x->first; c != NULL; c = c->next) {
		bool	list = is_list(c), keyed = !list && is_keyed(t, c);

		if (list || keyed)
			consider(c, keyed, best);
		if (levels > 0 && (is_repeated(c) ? own(c, levels) == 0 :
		    !list && !keyed))
			look(t, c, levels - 1, best);
	}
}

/* Tuples whose places have names elsewhere: nothing else looks like that. */
static void
look_named(const struct node *x, int levels, struct best *best)
{
	for (const struct node *c = x->first; c != NULL; c = c->next) {
		if (grid_is_even(c) && grid_names(c) != NULL)
			consider(c, false, best);
		else if (levels > 0 && c->elements == 0)
			look_named(c, levels - 1, best);
	}
}

/* Else the lists are but parts of the one record it is. */
static bool
is_main(const struct ps_tree *t, const struct best *best, uint32_t all)
{
	return best->scalars * 2 >= all || (t->options.repeats != NULL &&
	    (t->depth > 0 || best->node->objects >= MANY));
}

static struct best
find_best(const struct ps_tree *t, uint32_t all, struct ps_tree_shape *s)
{
	struct best	root = { .node = t->root, .scalars = all };
	struct best	best = { .node = t->root };

	if (t->main != t->root && t->main->objects > 0)
		return (struct best){ .node = t->main,
		    .scalars = count(t->main, LEVELS) };
	look_named(t->root, LEVELS, &best);
	if (best.scalars > 0 && !t->options.sequence)
		return best;
	s->columns = grid_is_columns(t->root, t->depth == 0);
	if (t->options.sequence || t->root->lists > 0 || s->columns)
		return root;
	root.keyed = is_keyed(t, t->root);
	if (root.keyed)
		return root;
	best = (struct best){ .node = t->root };
	look(t, t->root, LEVELS, &best);
	if (!is_main(t, &best, all))
		return root;
	s->columns = best.columns;
	return best;
}

void
tree_shape(struct ps_tree *t, struct ps_tree_shape *s)
{
	uint32_t		 all = count(t->root, LEVELS);
	const struct node	*names = NULL;
	struct best		 best;

	memset(s, 0, sizeof(*s));
	s->scalars = all;
	best = find_best(t, all, s);
	s->tuples = grid_is_tuples(best.node, &s->header);
	if (grid_is_even(best.node) && (names = grid_names(best.node)) !=
	    NULL) {
		node_path(names, s->names, sizeof(s->names));
		s->tuples = true;
		s->header = false;
	}
	s->scalars_in = best.scalars;
	s->records = best.keyed ? best.node->n_children : s->columns ?
	    best.node->first->longest : s->tuples ? best.node->grid->tuples -
	    s->header : best.node->objects + best.node->scalars;
	node_path(best.node, s->path, sizeof(s->path));
	s->keyed = best.keyed;
}
