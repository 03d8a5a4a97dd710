/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixed_option.c - columns as the text of an option, to and from.
 */
#include <stdio.h>
#include <string.h>

#include "fixed.h"

void
fixed_put_cuts(const struct fixed_cuts *c, char *out, size_t room)
{
	size_t	n = 0;
	int	w;

	*out = '\0';
	for (uint32_t i = 0; i < c->n; i++) {
		const struct fixed_span	*s = &c->at[i];

		w = s->to == FIXED_OPEN ?
		    snprintf(out + n, room - n, "%s%u-", i > 0 ? " " : "",
		    s->from) : snprintf(out + n, room - n, "%s%u-%u",
		    i > 0 ? " " : "", s->from, s->to);
		if (w < 0 || (size_t)w >= room - n)
			return;
		n += (size_t)w;
	}
}

static bool
number(const char **p, uint32_t *n)
{
	const char	*start = *p;

	for (*n = 0; **p >= '0' && **p <= '9' && *n < FIXED_PLACES; ++*p)
		*n = *n * 10 + (uint32_t)(**p - '0');
	return *p > start && *n < FIXED_PLACES;
}

static bool
span(const char **p, struct fixed_span *s)
{
	uint32_t	from, to = FIXED_OPEN;

	if (!number(p, &from) || *(*p)++ != '-')
		return false;
	if (**p >= '0' && **p <= '9' && !number(p, &to))
		return false;
	s->from = (uint16_t)from;
	s->to = (uint16_t)to;
	return to > from;
}

bool
fixed_get_cuts(const struct fixed_options *o, struct fixed_cuts *c)
{
	const char	*p = o->cuts == NULL ? "" : o->cuts;
	size_t		 n = o->kinds == NULL ? 0 : strlen(o->kinds);
	uint32_t	 least = 0;

	c->n = 0;
	c->packed = o->packed;
	c->words = o->words == NULL || *o->words == 'n' ? WORDS_NONE :
	    strcmp(o->words, "rest") == 0 ? WORDS_REST : WORDS_REMARK;
	while (*p != '\0' && c->n < FIXED_COLUMNS) {
		struct fixed_span	*s = &c->at[c->n];

		p += *p == ' ';
		if (!span(&p, s) || s->from < least || (*p != '\0' &&
		    (*p != ' ' || s->to == FIXED_OPEN)))
			return false;
		least = s->to;
		c->n++;
	}
	memset(c->kinds, 't', sizeof(c->kinds));
	if (n == c->n && n > 0)
		memcpy(c->kinds, o->kinds, n);
	return c->n > 0 && *p == '\0';
}
