/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_value.c - the attributes of a tag: those that have a number, and, where
 * it is asked for, all by their names.
 */
#include <string.h>

#include "html_impl.h"

void
html_put_value(struct tokens *t, const char *p, size_t n)
{
	if (t->attribute == -1 && t->pair == NULL)
		return;
	if (t->used + n > HTML_TAG_BYTES) {
		if (t->attribute != -1)
			t->tag.values[t->attribute].set = false;
		t->attribute = -1;
		t->pair = NULL;
		return;
	}
	memcpy(t->tag.bytes + t->used, p, n);
	t->used += n;
	if (t->attribute != -1)
		t->tag.values[t->attribute].n += (uint32_t)n;
	if (t->pair != NULL)
		t->pair->n += (uint32_t)n;
}

/* Of all attributes, this one; NULL: there is no room, or it is no first. */
static struct ps_html_pair *
begin_pair(struct tokens *t)
{
	struct ps_html_pair	*pair = &t->pairs[t->tag.n_pairs];
	const char		*bytes = t->tag.bytes;

	if (!t->page.pairs || t->tag.n_pairs == HTML_PAIRS ||
	    t->n_name == PS_HTML_NAME_BYTES ||
	    t->used + t->n_name > HTML_TAG_BYTES)
		return NULL;
	for (const struct ps_html_pair *p = t->pairs; p < pair; p++)
		if (p->n_name == t->n_name &&
		    memcmp(bytes + p->name, t->name, t->n_name) == 0)
			return NULL;
	pair->name = (uint32_t)t->used;
	pair->n_name = t->n_name;
	memcpy(t->tag.bytes + t->used, t->name, t->n_name);
	t->used += t->n_name;
	pair->at = (uint32_t)t->used;
	pair->n = 0;
	t->tag.n_pairs++;
	return pair;
}

/* The first of a name counts. */
void
html_begin_value(struct tokens *t)
{
	int	a = t->n_name == PS_HTML_NAME_BYTES ? -1 :
		    html_attribute(t->name, t->n_name);

	t->attribute = a == -1 || t->tag.values[a].set ? -1 : a;
	t->pair = begin_pair(t);
	if (t->attribute == -1)
		return;
	t->tag.values[a].set = true;
	t->tag.values[a].at = (uint32_t)t->used;
}
