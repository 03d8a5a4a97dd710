/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tree_node.c - the keys that were met, each once for each place.
 *
 * Objects of one list have the same keys in the same order, most of the time:
 * so the one after the last found is looked at first.
 */
#include <stdio.h>
#include <string.h>

#include "mem.h"
#include "tree_impl.h"

#define FEW	8u		/* children are looked through one by one */

static uint32_t
hash_key(const char *key, size_t n)
{
	uint32_t	h = 2166136261u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)key[i]) * 16777619u;
	return h ^ h >> 15;
}

static bool
is_in_list(const char *list, const char *key, size_t n)
{
	const char	*end;

	for (; list != NULL && *list != '\0'; list = end + (*end != '\0')) {
		end = list + strcspn(list, ",");
		if ((size_t)(end - list) == n && memcmp(list, key, n) == 0)
			return true;
	}
	return false;
}

static bool
may_repeat(const char *list, const char *key, size_t n)
{
	return list != NULL && (*list == '\0' || is_in_list(list, key, n));
}

struct node *
node_new(struct ps_tree *t, struct node *parent, const char *key, size_t n)
{
	struct node	*x = arena_alloc(t->arena, sizeof(*x));

	x->key = arena_strndup(t->arena, key, n);
	x->n_key = (uint32_t)n;
	x->column = NO_COLUMN;
	x->parent = parent;
	x->unwrapped = is_in_list(t->options.unwrap, key, n);
	x->whole = is_in_list(t->options.whole, key, n);
	x->repeats = may_repeat(t->options.repeats, key, n);
	t->n_nodes++;
	return x;
}

static void
put_slot(struct node *parent, struct node *x)
{
	uint32_t	i = hash_key(x->key, x->n_key);

	while (parent->slots[i & (parent->n_slots - 1)] != NULL)
		i++;
	parent->slots[i & (parent->n_slots - 1)] = x;
}

/* Never more than half full. */
static void
make_slots(struct ps_tree *t, struct node *parent)
{
	if (parent->n_children < FEW ||
	    parent->n_children * 2 < parent->n_slots)
		return;
	parent->n_slots = parent->n_slots == 0 ? 4 * FEW :
	    2 * parent->n_slots;
	parent->slots = arena_alloc(t->arena, parent->n_slots *
	    sizeof(*parent->slots));
	for (struct node *x = parent->first; x != NULL; x = x->next)
		put_slot(parent, x);
}

static void
add_child(struct ps_tree *t, struct node *parent, struct node *x)
{
	if (parent->last != NULL)
		parent->last->next = x;
	else
		parent->first = x;
	parent->last = x;
	parent->n_children++;
	if (parent->slots != NULL && parent->n_children * 2 < parent->n_slots)
		put_slot(parent, x);
	else
		make_slots(t, parent);
}

static bool
is_key(const struct node *x, const char *key, size_t n)
{
	return x->n_key == n && memcmp(x->key, key, n) == 0;
}

static struct node *
find(const struct node *parent, const char *key, size_t n)
{
	struct node	*x;
	uint32_t	 i;

	if (parent->slots == NULL) {
		for (x = parent->first; x != NULL; x = x->next)
			if (is_key(x, key, n))
				return x;
		return NULL;
	}
	for (i = hash_key(key, n); (x = parent->slots[i &
	    (parent->n_slots - 1)]) != NULL; i++)
		if (is_key(x, key, n))
			return x;
	return NULL;
}

struct node *
node_add(struct ps_tree *t, struct node *parent, const char *key, size_t n)
{
	struct node	*x = node_new(t, parent, key, n);

	add_child(t, parent, x);
	return x;
}

static struct node *
find_or_add(struct ps_tree *t, struct node *parent, const char *key, size_t n)
{
	struct node	*x = find(parent, key, n);

	if (x != NULL || t->n_nodes >= NODES_MAX)
		return x;
	return node_add(t, parent, key, n);
}

struct node *
node_child(struct ps_tree *t, struct place *at, const char *key, size_t n)
{
	struct node	*x = at->hint;

	if (x == NULL || !is_key(x, key, n))
		x = find_or_add(t, at->node, key, n);
	if (x != NULL)
		at->hint = x->next != NULL ? x->next : at->node->first;
	return x;
}

/* A key of a path: '~1' is a slash and '~0' a tilde, as in RFC 6901. */
static size_t
unescape(const char *p, size_t n, char *out)
{
	size_t	k = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] == '~' && i + 1 < n && (p[i + 1] == '0' ||
		    p[i + 1] == '1'))
			out[k++] = p[++i] == '0' ? '~' : '/';
		else
			out[k++] = p[i];
	}
	return k;
}

struct node *
node_at(struct ps_tree *t, const char *path)
{
	struct node	*x = t->root;
	char		 key[400];
	size_t		 n;

	if (path == NULL)
		return NULL;
	while (x != NULL && *path == '/') {
		n = strcspn(++path, "/");
		if (n > sizeof(key))
			return NULL;
		x = find_or_add(t, x, key, unescape(path, n, key));
		path += n;
	}
	return *path == '\0' ? x : NULL;
}

#define NAME_ROOM	1000u	/* bytes, but for one key that is longer */

/* Of a name that would be longer the keys nearest to the value are kept. */
const char *
node_name(struct ps_tree *t, const struct node *x, const struct node *from)
{
	char	 name[NAME_ROOM + 1];
	size_t	 at = sizeof(name) - 1;
	bool	 any = false;

	name[at] = '\0';
	for (; x != NULL && x != from && x->parent != NULL; x = x->parent) {
		if (x->unwrapped && any)
			continue;
		if (!any && x->n_key > at)
			return x->key;
		if (x->n_key + any > at)
			break;
		if (any)
			name[--at] = '_';
		at -= x->n_key;
		memcpy(name + at, x->key, x->n_key);
		any = true;
	}
	return any ? arena_strdup(t->arena, name + at) : NULL;
}

void
node_path(const struct node *x, char *out, size_t size)
{
	const struct node	*up[DEPTH_MAX];
	size_t			 n = 0, k = 0;

	for (; x != NULL && x->parent != NULL && n < DEPTH_MAX; x = x->parent)
		up[n++] = x;
	while (n > 0) {
		const struct node *at = up[--n];

		if (k + 2 * at->n_key + 2 > size)
			break;
		out[k++] = '/';
		for (uint32_t i = 0; i < at->n_key; i++) {
			char c = at->key[i];

			if (c == '~' || c == '/')
				out[k++] = '~';
			out[k++] = c == '~' ? '0' : c == '/' ? '1' : c;
		}
	}
	out[k] = '\0';
}
