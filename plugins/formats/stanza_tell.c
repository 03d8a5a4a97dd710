/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza_tell.c - a record that is gathered, told to the tree.
 *
 * A name that stands twice in a record is a list, and where it was one once,
 * it is one from then on: lists are tables of their own.
 */
#include <stdlib.h>
#include <string.h>

#include "stanza.h"

#define NONE		UINT32_MAX
#define DEPTH_MAX	8u	/* of components in each other */

static void tell_scope(struct stanza *, uint32_t from, uint32_t to,
    uint32_t scope);

uint64_t
stanza_hash(const char *p, size_t n)
{
	uint64_t	h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)p[i]) * UINT64_C(0x100000001b3);
	return h ^ h >> 29;
}

void *
stanza_grown(void *p, uint32_t n, uint32_t *room, size_t size)
{
	uint32_t	more = *room < 16 ? 16 : *room * 2;

	if (n < *room)
		return p;
	if (more <= *room || (p = realloc(p, more * size)) == NULL)
		return NULL;
	*room = more;
	return p;
}

static bool
is_list(const struct stanza *s, uint64_t hash)
{
	for (uint32_t i = 0; i < s->n_lists; i++)
		if (s->lists[i] == hash)
			return true;
	return false;
}

static void
add_list(struct stanza *s, uint64_t hash)
{
	if (s->n_lists < STANZA_LISTS && !is_list(s, hash))
		s->lists[s->n_lists++] = hash;
}

void
stanza_lists(struct stanza *s, const char *names)
{
	for (size_t n; *names != '\0'; names += n + (names[n] == ',')) {
		n = strcspn(names, ",");
		add_list(s, stanza_hash(names, n));
	}
}

/* Where the name of this hash and these bytes has its first item. */
static uint32_t *
slot_of(struct stanza *s, uint64_t hash, uint32_t scope,
    struct stanza_text key)
{
	uint32_t	mask = s->n_slots - 1;
	uint32_t	i = (uint32_t)(hash + scope) & mask;

	while (s->slots[i] != NONE) {
		const struct stanza_item *x = &s->items[s->slots[i]];

		if (x->hash == hash && x->scope == scope &&
		    x->key.n == key.n && memcmp(x->key.p, key.p, key.n) == 0)
			break;
		i = (i + 1) & mask;
	}
	return &s->slots[i];
}

/* False: no memory; then names are told as they come. */
static bool
room_for_names(struct stanza *s)
{
	uint32_t	 n = 32;
	uint32_t	*slots;

	while (n < 2 * s->n_items)
		n *= 2;
	if (n > s->slots_room) {
		if ((slots = realloc(s->slots, n * sizeof(*slots))) == NULL)
			return false;
		s->slots = slots;
		s->slots_room = n;
	}
	s->n_slots = n;
	memset(s->slots, 0xff, n * sizeof(*s->slots));
	return true;
}

/* The scope of an item; a component is one. */
static void
set_scope(struct stanza *s, uint32_t i, uint32_t *scope, uint32_t *depth)
{
	struct stanza_item	*x = &s->items[i];

	if (x->what == ITEM_END && *scope != NONE) {
		x->scope = *scope;
		s->items[*scope].stop = i;
		*scope = s->items[*scope].scope;
		--*depth;
		return;
	}
	x->scope = *scope;
	if (x->what == ITEM_BEGIN && *depth < DEPTH_MAX) {
		x->stop = s->n_items;
		*scope = i;
		++*depth;
	} else if (x->what == ITEM_BEGIN)
		x->what = ITEM_PAIR;
}

static void
chain_item(struct stanza *s, uint32_t i)
{
	struct stanza_item	*x = &s->items[i], *first;
	uint32_t		*slot = slot_of(s, x->hash, x->scope, x->key);

	x->leads = *slot == NONE;
	x->last = i;
	if (x->leads) {
		*slot = i;
		return;
	}
	first = &s->items[*slot];
	s->items[first->last].next = i;
	first->last = i;
	if (s->learns)
		add_list(s, x->hash);
}

/* What is deeper than the line above is in it. */
static void
set_level(struct stanza *s, uint32_t i, uint32_t *above)
{
	struct stanza_item	*x = &s->items[i];
	uint32_t		 level = x->level < DEPTH_MAX ? x->level :
				    DEPTH_MAX - 1, scope = NONE;

	if (x->what != ITEM_PAIR)
		return;
	for (uint32_t k = level; k-- > 1 && scope == NONE;)
		scope = above[k];
	above[level] = i;
	for (uint32_t k = level + 1; k < DEPTH_MAX; k++)
		above[k] = NONE;
	x->scope = scope;
	for (; scope != NONE; scope = s->items[scope].scope) {
		s->items[scope].what = ITEM_BEGIN;
		s->items[scope].stop = i;
	}
}

/* Items of one name are chained, each to the next. */
static void
chain(struct stanza *s)
{
	uint32_t	scope = NONE, depth = 0, above[DEPTH_MAX];
	bool		levels = s->cut.kind != NULL &&
			    s->cut.kind->names == NAMES_LEVEL;

	memset(above, 0xff, sizeof(above));

	for (uint32_t i = 0; i < s->n_items; i++) {
		struct stanza_item	*x = &s->items[i];

		x->next = x->last = NONE;
		if (levels)
			set_level(s, i, above);
		else
			set_scope(s, i, &scope, &depth);
		if (x->what != ITEM_PAIR && x->what != ITEM_BEGIN)
			continue;
		x->hash = stanza_hash(x->key.p, x->key.n);
		chain_item(s, i);
	}
}

static void
tell_value(struct stanza *s, const struct stanza_item *x, bool in_list)
{
	struct ps_slice	v;

	if (s->cut.kind != NULL && s->cut.kind->names == NAMES_PROPERTY) {
		stanza_tell_property(s, x, in_list);
		return;
	}
	v = s->value(s, x);
	ps_tree_value(s->self, s->tree, x->key.p, x->key.n, v.p, v.n, v.flags,
	    x->line);
}

/* A line may have a value, and others in it. */
static void
tell_own(struct stanza *s, const struct stanza_item *x)
{
	struct ps_slice	v;

	if (s->cut.kind->names != NAMES_LEVEL || x->value.n == 0)
		return;
	v = s->value(s, x);
	ps_tree_value(s->self, s->tree, "value", 5, v.p, v.n, v.flags, 0);
}

/* An element of a list: a value, or a component. */
static void
tell_element(struct stanza *s, const struct stanza_item *x)
{
	uint32_t	at = (uint32_t)(x - s->items);

	if (x->what != ITEM_BEGIN) {
		tell_value(s, x, true);
		return;
	}
	(void)ps_tree_enter(s->self, s->tree, "", 0, PS_TREE_OBJECT, x->line);
	tell_own(s, x);
	tell_scope(s, at + 1, x->stop, at);
	(void)ps_tree_leave(s->self, s->tree);
}

/* Not in a list; what is in a component is nowhere else then. */
static void
tell_lone(struct stanza *s, const struct stanza_item *x)
{
	uint32_t	at = (uint32_t)(x - s->items);

	if (x->what == ITEM_BEGIN)
		tell_scope(s, at + 1, x->stop, at);
	else
		tell_value(s, x, false);
}

static const struct stanza_item *
next_of(const struct stanza *s, const struct stanza_item *x)
{
	return x->next == NONE ? NULL : &s->items[x->next];
}

static void
tell_name(struct stanza *s, const struct stanza_item *x)
{
	bool	levels = s->cut.kind != NULL &&
		    s->cut.kind->names == NAMES_LEVEL;
	bool	list = x->next != NONE || is_list(s, x->hash) ||
		    (x->what == ITEM_BEGIN && !levels);

	if (!list && x->what == ITEM_BEGIN && ps_tree_enter(s->self, s->tree,
	    x->key.p, x->key.n, PS_TREE_OBJECT, x->line) == PS_TREE_GO) {
		tell_own(s, x);
		tell_lone(s, x);
		(void)ps_tree_leave(s->self, s->tree);
		return;
	}
	if (!list || ps_tree_enter(s->self, s->tree, x->key.p, x->key.n,
	    PS_TREE_LIST, x->line) != PS_TREE_GO) {
		/* It is no list, or there are too many names. */
		for (; x != NULL; x = next_of(s, x))
			tell_lone(s, x);
		return;
	}
	for (; x != NULL; x = next_of(s, x))
		tell_element(s, x);
	(void)ps_tree_leave(s->self, s->tree);
}

void
stanza_aside(struct stanza *s, const struct stanza_item *x)
{
	static const enum ps_class	classes[] = {
		[ITEM_BLANK] = PS_BLANK, [ITEM_COMMENT] = PS_COMMENT,
		[ITEM_OTHER] = PS_OTHER, [ITEM_END] = PS_RULE,
		[ITEM_RULE] = PS_RULE, [ITEM_BEGIN] = PS_RULE,
		[ITEM_SECTION] = PS_TITLE, [ITEM_PAIR] = PS_OTHER
	};

	ps_aside(s->self, s->out, classes[x->what], x->line, x->raw.p,
	    x->raw.n);
}

/* The first item that makes it a record; NULL: there is none. */
static const struct stanza_item *
first_of(const struct stanza *s)
{
	for (uint32_t i = 0; i < s->n_items; i++)
		if (s->items[i].what == ITEM_PAIR ||
		    s->items[i].what == ITEM_SECTION)
			return &s->items[i];
	return NULL;
}

static void
tell_item(struct stanza *s, const struct stanza_item *x)
{
	if (x->what == ITEM_SECTION)
		ps_tree_value(s->self, s->tree, "section", 7, x->key.p,
		    x->key.n, PS_STRING, 0);
	else if (x->what != ITEM_PAIR && x->what != ITEM_BEGIN)
		stanza_aside(s, x);
	else if (x->leads)
		tell_name(s, x);
}

/* What stands in that component, from..to; those in it come by themselves. */
static void
tell_scope(struct stanza *s, uint32_t from, uint32_t to, uint32_t scope)
{
	for (uint32_t i = from; i <= to && i < s->n_items; i++)
		if (s->items[i].scope == scope)
			tell_item(s, &s->items[i]);
		else if (s->items[i].what == ITEM_BEGIN)
			i = s->items[i].stop;
}

void
stanza_tell_items(struct stanza *s)
{
	bool	chained = room_for_names(s);

	if (chained)
		chain(s);
	for (uint32_t i = 0; !chained && i < s->n_items; i++)
		if (s->items[i].what == ITEM_PAIR)
			tell_value(s, &s->items[i], false);
	if (chained && s->n_items > 0)
		tell_scope(s, 0, s->n_items, NONE);
	s->n_items = 0;
}

bool
stanza_tell(struct stanza *s)
{
	const struct stanza_item	*first = first_of(s);

	if (first != NULL)
		(void)ps_tree_enter(s->self, s->tree, "", 0, PS_TREE_OBJECT,
		    first->line);
	stanza_tell_items(s);
	return first != NULL && ps_tree_leave(s->self, s->tree);
}

struct stanza_item *
stanza_add(struct stanza *s)
{
	struct stanza_item	*to = stanza_grown(s->items, s->n_items,
				    &s->room, sizeof(*to));

	if (to == NULL)
		return NULL;
	s->items = to;
	to += s->n_items++;
	*to = (struct stanza_item){ .lines = 1, .next = NONE, .last = NONE,
	    .scope = NONE };
	return to;
}
