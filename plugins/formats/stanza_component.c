/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza_component.c - records that are components: BEGIN:VCARD .. END:VCARD.
 *
 * A calendar is around its events, of which there may be any number.  So it is
 * entered and left as it comes, and what is in it is read one by one.  The
 * same makes a table of each type where records have types.
 */
#include <string.h>

#include "stanza.h"

static bool
is_around(const struct stanza *s, const struct stanza_item *x)
{
	return s->cut.kind->around != NULL &&
	    stanza_is(x->key, s->cut.kind->around);
}

bool
stanza_component_ends(const struct stanza *s, const struct stanza_item *x,
    uint32_t *depth)
{
	if (*depth == 0 && (x->what == ITEM_PAIR || is_around(s, x)))
		return x->what == ITEM_PAIR || x->what == ITEM_BEGIN ||
		    x->what == ITEM_END;
	if (x->what == ITEM_BEGIN)
		++*depth;
	else if (x->what == ITEM_END && *depth > 0 && --*depth == 0)
		return true;
	return false;
}

static void
leave_list(struct stanza *s)
{
	if (s->list[0] != '\0')
		(void)ps_tree_leave(s->self, s->tree);
	s->list[0] = '\0';
}

static void
enter_around(struct stanza *s, uint64_t line)
{
	if (!s->inside)
		(void)ps_tree_enter(s->self, s->tree, "", 0, PS_TREE_OBJECT,
		    line);
	s->inside = true;
}

bool
stanza_leave_around(struct stanza *s)
{
	bool	full = false;

	leave_list(s);
	if (s->inside)
		full = ps_tree_leave(s->self, s->tree);
	s->inside = false;
	return full;
}

/* The list of such components in what is around them. */
static void
enter_list(struct stanza *s, struct stanza_text name, uint64_t line)
{
	size_t	n = name.n <= STANZA_KEY_MAX ? name.n : STANZA_KEY_MAX;

	enter_around(s, line);
	if (n == 0 || (strlen(s->list) == n && memcmp(s->list, name.p,
	    n) == 0))
		return;
	leave_list(s);
	if (ps_tree_enter(s->self, s->tree, name.p, n, PS_TREE_LIST, line) !=
	    PS_TREE_GO)
		return;
	memcpy(s->list, name.p, n);
	s->list[n] = '\0';
}

/* What makes it more than lines that are set aside. */
static const struct stanza_item *
head_of(const struct stanza *s)
{
	for (uint32_t i = 0; i < s->n_items; i++)
		if (s->items[i].what == ITEM_PAIR ||
		    s->items[i].what == ITEM_BEGIN ||
		    s->items[i].what == ITEM_END)
			return &s->items[i];
	return NULL;
}

/* The component's own items are those of the record. */
static void
open_record(struct stanza *s)
{
	for (uint32_t i = 0; i < s->n_items; i++)
		if (s->items[i].what == ITEM_BEGIN) {
			s->items[i].what = ITEM_RULE;
			return;
		}
}

bool
stanza_tell_component(struct stanza *s)
{
	const struct stanza_item	*x = head_of(s);
	bool				 around = x != NULL && is_around(s, x);
	uint64_t			 line = x != NULL ? x->line : 0;

	if (x == NULL || (around && x->what != ITEM_PAIR)) {
		bool	begins = x != NULL && x->what == ITEM_BEGIN;
		bool	ends = x != NULL && x->what == ITEM_END;

		for (uint32_t i = 0; i < s->n_items; i++)
			if (s->items[i].what == ITEM_BEGIN)
				s->items[i].what = ITEM_RULE;
		stanza_tell_items(s);
		if (begins || ends)
			(void)stanza_leave_around(s);
		if (begins)
			enter_around(s, line);
		return ps_full(s->self, s->out);
	}
	if (x->what == ITEM_PAIR && s->inside) {
		leave_list(s);
		stanza_tell_items(s);
		return ps_full(s->self, s->out);
	}
	if (s->cut.kind->around != NULL && x->what == ITEM_BEGIN)
		enter_list(s, x->key, x->line);
	open_record(s);
	(void)ps_tree_enter(s->self, s->tree, "", 0, PS_TREE_OBJECT, line);
	stanza_tell_items(s);
	return ps_tree_leave(s->self, s->tree);
}

bool
stanza_tell_typed(struct stanza *s)
{
	struct stanza_item	*x = s->items;
	uint32_t		 i = 0;
	bool			 levels = s->cut.kind->names == NAMES_LEVEL;

	while (i < s->n_items && x[i].what != ITEM_PAIR)
		i++;
	if (i == s->n_items) {
		stanza_tell_items(s);
		return ps_full(s->self, s->out);
	}
	enter_list(s, levels ? x[i].key : x[i].value, x[i].line);
	(void)ps_tree_enter(s->self, s->tree, "", 0, PS_TREE_OBJECT,
	    x[i].line);
	if (levels && x[i].id.n > 0)
		ps_tree_value(s->self, s->tree, "id", 2, x[i].id.p, x[i].id.n,
		    PS_STRING, 0);
	if (levels) {
		/* It is the record itself. */
		x[i].key = (struct stanza_text){ .p = "value", .n = 5 };
		if (x[i].value.n == 0)
			x[i].what = ITEM_RULE;
	}
	stanza_tell_items(s);
	return ps_tree_leave(s->self, s->tree);
}
