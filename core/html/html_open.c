/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_open.c - which elements are closed by what begins or ends.
 *
 * People leave out half of the end tags; what ends what follows the HTML
 * standard as far as readers of pages need it.  A cell or a table is a wall:
 * what is open outside of it is not closed by what is in it.
 */
#include "html_token.h"

/* The stack of a reader, whatever else it keeps of each element. */
struct stack {
	const char	*first;
	size_t		 size;
};

static const struct ps_html_open *
at(const struct stack *s, uint32_t i)
{
	return (const struct ps_html_open *)(const void *)(s->first +
	    i * s->size);
}

static bool
is_wall(uint8_t id)
{
	return id == PS_H_TD || id == PS_H_TH || id == PS_H_CAPTION ||
	    id == PS_H_TABLE;
}

/* Up to the last open one of two kinds, unless one of the walls is nearer. */
static uint32_t
without(const struct stack *s, uint32_t n, uint8_t a, uint8_t b, uint8_t wall)
{
	for (uint32_t i = n; i > 0; i--) {
		uint8_t	id = at(s, i - 1)->id;

		if (id == a || id == b)
			return i - 1;
		if (id == wall || is_wall(id))
			break;
	}
	return n;
}

uint32_t
html_name_hash(const struct ps_html_tag *tag)
{
	uint32_t	h = 2166136261u;

	for (uint32_t i = 0; i < tag->n_name; i++)
		h = (h ^ (unsigned char)tag->name[i]) * 16777619u;
	return h;
}

uint32_t
html_starts(const struct ps_html_tag *tag, const void *open, uint32_t n,
    size_t size)
{
	const struct ps_html_element	*e = tag->known;
	struct stack			 s = { open, size };

	if ((e->flags & PS_HTML_ENDS_P) != 0)
		n = without(&s, n, PS_H_P, PS_H_P, PS_H_TABLE);
	if (e->id == PS_H_LI)
		return without(&s, n, PS_H_LI, PS_H_LI, PS_H_LIST);
	if (e->id == PS_H_DT || e->id == PS_H_DD)
		return without(&s, n, PS_H_DT, PS_H_DD, PS_H_DL);
	if ((e->id == PS_H_HEADING || e->id == PS_H_A) && n > 0 &&
	    at(&s, n - 1)->id == e->id)
		n--;
	return n;
}

uint32_t
html_ends(const struct ps_html_tag *tag, const void *open, uint32_t n,
    size_t size)
{
	uint32_t	name = html_name_hash(tag);
	uint8_t		id = tag->known->id;
	struct stack	s = { open, size };

	for (uint32_t i = n; i > 0; i--) {
		const struct ps_html_open	*o = at(&s, i - 1);

		if (o->name == name || (id == PS_H_HEADING && o->id == id))
			return i - 1;
		if (is_wall(o->id))
			break;
	}
	return n;
}
