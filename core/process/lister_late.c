/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lister_late.c - documents that were asked for and that their source has to
 * get first: whose they are is found again by their address.
 */
#include <stdlib.h>
#include <string.h>

#include "lister.h"
#include "mem.h"
#include "polyscraper.h"

struct late {
	struct late	*next;
	uint64_t	 seq;
	uint32_t	 source;
	char		*address;
};

void
lister_late(struct ps_found *to, const struct ps_doc *doc)
{
	struct late	*l = xcalloc(1, sizeof(*l));

	l->seq = to->seq;
	l->source = to->source;
	l->address = xstrdup(doc->address);
	l->next = to->late;
	to->late = l;
}

uint64_t
lister_asked(struct ps_found *to, const struct ps_doc *doc)
{
	struct late	**at = &to->late, *l;
	uint64_t	  seq;

	to->answered = true;
	if (to->seq != 0)
		return to->seq;
	for (; (l = *at) != NULL; at = &l->next)
		if (l->source == to->source &&
		    strcmp(l->address, doc->address) == 0)
			break;
	if (l == NULL)
		return 0;
	seq = l->seq;
	*at = l->next;
	free(l->address);
	free(l);
	return seq;
}
