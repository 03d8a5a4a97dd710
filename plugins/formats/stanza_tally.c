/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza_tally.c - the items of a sample, counted.
 */
#include <string.h>

#include "stanza_bid.h"

#define OTHERS_MOST	20u	/* lines that are nothing of the kind */

static struct tally_name *
name_of(struct tally *t, struct stanza_text key)
{
	uint64_t	hash = stanza_hash(key.p, key.n);
	uint32_t	i = (uint32_t)hash % TALLY_SLOTS;
	struct tally_name *x;

	for (; t->slots[i] != 0; i = (i + 1) % TALLY_SLOTS) {
		x = &t->names[t->slots[i] - 1];
		if (x->hash == hash && x->key.n == key.n &&
		    memcmp(x->key.p, key.p, key.n) == 0)
			return x;
	}
	if (t->n_names == TALLY_NAMES)
		return NULL;
	x = &t->names[t->n_names++];
	*x = (struct tally_name){ .key = key, .hash = hash };
	t->slots[i] = (uint16_t)t->n_names;
	return x;
}

/* One that is not in the list is as good as none. */
static void
count_component(struct tally *t, struct stanza_text key)
{
	struct tally_name	*x = t->components;
	uint32_t		 i;

	t->open = false;
	for (i = 0; i < t->n_components; i++, x++)
		if (x->key.n == key.n && memcmp(x->key.p, key.p, key.n) == 0)
			break;
	if (i == TALLY_COMPONENTS)
		return;
	if (i == t->n_components) {
		*x = (struct tally_name){ .key = key };
		t->n_components++;
	}
	x->total++;
}

/* The first line of a record of a type. */
static bool
is_type(const struct stanza_item *item)
{
	return item->ends && item->what == ITEM_PAIR && (item->id.n > 0 ||
	    stanza_is(item->key, "type"));
}

static void
count_pair(struct tally *t, const struct stanza_item *item)
{
	struct tally_name	*x = name_of(t, item->key);
	struct stanza_text	 number, unit;
	bool			 first = !t->open;

	t->pairs++;
	t->wide += item->wide;
	if (stanza_measure(item->value, &number, &unit)) {
		t->measured++;
		t->united += unit.n > 0;
	}
	t->records += first;
	t->open = true;
	if (x == NULL)
		return;
	x->total++;
	x->firsts += first;
	if (x->in == t->records)
		x->repeats = true;
	else
		x->records++;
	x->in = t->records;
}

void
tally_sum(struct tally *t)
{
	t->distinct = t->n_names;
	for (uint32_t i = 0; i < t->n_names; i++) {
		const struct tally_name	*x = &t->names[i];

		t->incidences += x->records;
		t->shared += x->records > 1 ? x->records : 0;
		if (x->firsts > t->same_first)
			t->same_first = x->firsts;
	}
}

void
tally_item(struct tally *t, const struct stanza_item *item)
{
	if (item->ends)
		t->open = false;
	switch (item->what) {
	case ITEM_PAIR:
		if (is_type(item))
			count_component(t, item->id.n > 0 ? item->key :
			    item->value);
		if (item->level > 1)
			t->pairs++;
		else
			count_pair(t, item);
		break;
	case ITEM_SECTION:
		t->sections++;
		break;
	case ITEM_OTHER:
		t->others++;
		break;
	case ITEM_BEGIN:
		count_component(t, item->key);
		break;
	default:
		return;
	}
	if (t->begin.n == 0)
		t->begin = item->raw;
}

/* All of the sample up to its last whole line, if it goes on. */
static size_t
whole_lines(const struct ps_sample *s, char end)
{
	size_t	n = s->length;

	while (!s->whole && n > 0 && s->text[n - 1] != end)
		n--;
	return n;
}

bool
tally_sample(const struct ps_sample *s, struct stanza_cut *c, bool called,
    struct tally *t)
{
	size_t			n = whole_lines(s, c->end), at = 0, bytes;
	struct stanza_item	item;

	memset(t, 0, sizeof(*t));
	c->head = c->body = false;
	c->step = 0;
	while (at < n && (bytes = stanza_next(c, s->text + at, n - at, true,
	    &item)) > 0) {
		tally_item(t, &item);
		at += bytes;
		if (t->others > (called ? OTHERS_MOST : 0) &&
		    2 * t->others > t->pairs)
			return false;
	}
	tally_sum(t);
	return true;
}

void
tally_repeats(struct ps_self *self, const struct tally *t,
    struct ps_guess *guess)
{
	char	names[2000];
	size_t	n = 0;

	for (uint32_t i = 0; i < t->n_names; i++) {
		const struct tally_name	*x = &t->names[i];

		if (!x->repeats || n + x->key.n + 2 > sizeof(names) ||
		    memchr(x->key.p, ',', x->key.n) != NULL)
			continue;
		if (n > 0)
			names[n++] = ',';
		memcpy(names + n, x->key.p, x->key.n);
		n += x->key.n;
	}
	names[n] = '\0';
	ps_suggest(self, guess, "repeats", names);
	if (n > 0)
		ps_because(self, guess, "a table of its own for what a record "
		    "has more than once: %s", names);
}
