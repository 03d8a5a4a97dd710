/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_order.c - which dialect runs first.
 *
 * Whoever comes near the best early spares others some of their way; that is
 * all that the order does, see delimited_rounds.c.
 */
#include <stdio.h>
#include <string.h>

#include "delimited_probe.h"

/* Does one of the lines read name=value? */
static bool
has_line(const char *text, const char *name, const char *value)
{
	char		 line[64];
	int		 n = snprintf(line, sizeof(line), "%s=%s\n", name,
			    value);
	const char	*p = text;

	while ((p = strstr(p, line)) != NULL) {
		if (p == text || p[-1] == '\n')
			return true;
		p += n;
	}
	return false;
}

/* The delimiter that a neighbour of the document has. */
static bool
is_hinted(const char *hint, const struct dialect *d)
{
	char	name[DIALECT_NAME];

	dialect_name(d->delim, d->n_delim, name);
	return has_line(hint, "delimiter", name) &&
	    has_line(hint, "runs", d->runs ? "true" : "false") &&
	    has_line(hint, "rest", d->rest ? "true" : "false");
}

static void
put_first(struct judge *j, uint32_t at)
{
	struct runner	*x = j->runners[at];

	memmove(&j->runners[1], &j->runners[0], at * sizeof(x));
	j->runners[0] = x;
}

void
order_runners(struct judge *j)
{
	struct runner	*was[MOST_RUNNERS];
	uint32_t	 n = 0;

	memcpy(was, j->runners, sizeof(was));
	for (uint32_t i = 0; j->order != NULL && i < MOST_RUNNERS; i++)
		if (j->order[i] < j->n_runners)
			j->runners[n++] = was[j->order[i]];
	if (j->s->sibling == NULL)
		return;
	for (uint32_t i = 1; i < j->n_runners; i++)
		if (is_hinted(j->s->sibling, &j->runners[i]->t.d)) {
			put_first(j, i);
			return;
		}
}
