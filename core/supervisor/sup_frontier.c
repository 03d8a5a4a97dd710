/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_frontier.c - visits between the lister, whose sources make them, and the
 * writer, which keeps what is still to be visited.
 */
#include <stdio.h>

#include "plugin.h"
#include "str.h"
#include "sup.h"

void
frontier_to_writer(struct supervisor *s, struct frame *f)
{
	if (s->writer == NULL || s->ending)
		return;
	s->crawls = true;
	frame_copy(s->writer, f->type, f->p, f->n);
}

void
frontier_to_lister(struct supervisor *s, struct frame *f)
{
	if (s->lister != NULL && !s->ending)
		frame_copy(s->lister, f->type, f->p, f->n);
}

bool
is_visited(const struct supervisor *s, const struct job *j)
{
	const struct ps_source	*source;

	if (j->parent != NULL || j->source >= s->pipeline->n_sources)
		return false;
	source = (const struct ps_source *)(const void *)
	    s->pipeline->sources[j->source].plugin;
	return PLUGIN_HAS(source, visit);
}

/* The sources', summed up in the lister. */
void
frontier_progress(struct supervisor *s, struct frame *f)
{
	struct tally	*t = &s->tally;
	const char	*waits;

	t->crawls = true;
	t->under_way = get_u32(f);
	t->received = get_u64(f);
	waits = get_text(f);
	snprintf(t->waits, sizeof(t->waits), "%s",
	    waits == NULL ? "" : shown_str(waits));
}

void
frontier_counts(struct supervisor *s, struct frame *f)
{
	s->tally.crawls = true;
	for (int i = 0; i < N_VISITS; i++)
		s->tally.visits[i] = get_u64(f);
}
