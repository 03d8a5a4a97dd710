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
slot_of(struct stanza *s, uint64_t hash, struct stanza_text key)
{
	uint32_t	mask = s->n_slots - 1, i = (uint32_t)hash & mask;

	while (s->slots[i] != NONE) {
		const struct stanza_item *x = &s->items[s->slots[i]];

		if (x->hash == hash && x->key.n == key.n &&
		    memcmp(x->key.p, key.p, key.n) == 0)
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

/* Items of one name are chained, each to the next. */
static void
chain(struct stanza *s)
{
	struct stanza_item	*x, *first;
	uint32_t		*slot;

	for (uint32_t i = 0; i < s->n_items; i++) {
		x = &s->items[i];
		x->next = x->last = NONE;
		if (x->what != ITEM_PAIR)
			continue;
		x->hash = stanza_hash(x->key.p, x->key.n);
		x->leads = true;
		x->last = i;
		slot = slot_of(s, x->hash, x->key);
		if (*slot == NONE) {
			*slot = i;
			continue;
		}
		first = &s->items[*slot];
		s->items[first->last].next = i;
		first->last = i;
		x->leads = false;
		if (s->learns)
			add_list(s, x->hash);
	}
}

static void
tell_value(struct stanza *s, const struct stanza_item *x)
{
	struct ps_slice	v = s->value(s, x);

	ps_tree_value(s->self, s->tree, x->key.p, x->key.n, v.p, v.n, v.flags,
	    x->line);
}

static void
tell_name(struct stanza *s, const struct stanza_item *x)
{
	if (x->next == NONE && !is_list(s, x->hash)) {
		tell_value(s, x);
		return;
	}
	if (ps_tree_enter(s->self, s->tree, x->key.p, x->key.n, PS_TREE_LIST,
	    x->line) != PS_TREE_GO) {
		tell_value(s, x);	/* there are too many names */
		return;
	}
	for (;; x = &s->items[x->next]) {
		tell_value(s, x);
		if (x->next == NONE)
			break;
	}
	(void)ps_tree_leave(s->self, s->tree);
}

static void
tell_aside(struct stanza *s, const struct stanza_item *x)
{
	ps_aside(s->self, s->out, x->what == ITEM_BLANK ? PS_BLANK :
	    x->what == ITEM_COMMENT ? PS_COMMENT : PS_OTHER, x->line, x->raw.p,
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

void
stanza_tell_items(struct stanza *s)
{
	bool	chained = room_for_names(s);

	if (chained)
		chain(s);
	for (uint32_t i = 0; i < s->n_items; i++) {
		const struct stanza_item	*x = &s->items[i];

		if (x->what == ITEM_SECTION)
			ps_tree_value(s->self, s->tree, "section", 7, x->key.p,
			    x->key.n, PS_STRING, 0);
		else if (x->what != ITEM_PAIR)
			tell_aside(s, x);
		else if (!chained)
			tell_value(s, x);
		else if (x->leads)
			tell_name(s, x);
	}
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
	*to = (struct stanza_item){ .lines = 1, .next = NONE, .last = NONE };
	return to;
}
