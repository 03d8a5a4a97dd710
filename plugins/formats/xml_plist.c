/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * xml_plist.c - property lists, where the name of a value is an element of its
 * own before it: <key>Size</key><integer>7</integer>.
 *
 * The value takes the name; an array gives it to each of its elements, which
 * are a list then, and a truth is what its element is called.
 */
#include <stdlib.h>
#include <string.h>

#include "xml_format.h"

static bool
is(const struct element *e, const char *name)
{
	return strcmp(e->name, name) == 0;
}

static void
set_truth(struct element *e)
{
	static char	yes[] = "true", no[] = "false";

	if (e->first != NULL || (!is(e, yes) && !is(e, no)))
		return;
	e->text = is(e, yes) ? yes : no;
	e->n_text = strlen(e->text);
}

static void
rename_to(struct element *e, const char *name)
{
	set_truth(e);
	e->name = name;
	e->place = hash_text(e->parent == NULL ? 0 : e->parent->place, name);
}

/* The elements of an array in place of it; the last of them. */
static struct element *
spread(struct xml *x, struct element *array, struct element **link,
    const char *name)
{
	struct element	*last = array->last;

	*link = array->first;
	for (struct element *c = array->first; c != NULL; c = c->next) {
		c->parent = array->parent;
		c->text_at = array->text_at;
		rename_to(c, name);
	}
	(void)hash_find(&x->lists, array->first->place, true);
	last->next = array->next;
	return last;
}

void
xml_plist_dict(struct xml *x, struct element *dict)
{
	struct element	**link = &dict->first, *c, *last = NULL;
	const char	*name = NULL;

	while ((c = *link) != NULL) {
		if (is(c, "key") && c->next != NULL) {
			name = xml_plist_key(x, c);
			*link = c->next;
			continue;
		}
		last = c;
		if (name != NULL && is(c, "array") && c->first != NULL)
			last = spread(x, c, link, name);
		else if (name != NULL)
			rename_to(c, name);
		name = NULL;
		link = &last->next;
	}
	dict->last = last;
}

/* A document that is one record: a dict, the root but a frame of it. */
void
xml_plist_root(struct element *root)
{
	struct element	*dict = root->first;

	if (dict == NULL || dict->next != NULL || !is(dict, "dict"))
		return;
	root->first = dict->first;
	root->last = dict->last;
	for (struct element *c = root->first; c != NULL; c = c->next) {
		c->parent = root;
		c->text_at = root->n_text;
	}
}

/* Of a dict on the way to the records: the name waits for its value. */
bool
xml_plist_beside(struct xml *x, struct element *e, bool record)
{
	struct attribute	*a;

	if (is(e, "key")) {
		x->n_key = e->n_text < sizeof(x->key) ? e->n_text :
		    sizeof(x->key) - 1;
		if (x->n_key > 0)
			memcpy(x->key, e->text, x->n_key);
		x->key[x->n_key] = '\0';
		return true;
	}
	if (x->n_key == 0)
		return false;
	if (!record)
		rename_to(e, xml_copy(x, x->key, x->n_key));
	else if ((a = xml_alloc(&x->record, sizeof(*a))) != NULL) {
		*a = (struct attribute){ .next = e->attributes, .name = "key",
		    .value = xml_copy(x, x->key, x->n_key),
		    .n_value = x->n_key };
		e->attributes = a;
		e->bears = true;
	}
	x->n_key = 0;
	return false;
}

const char *
xml_plist_key(struct xml *x, const struct element *e)
{
	return xml_copy(x, e->text == NULL ? "" : e->text, e->n_text);
}
