/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_said.c - facts that scripts tell of documents, and who inherits them.
 *
 * A job has what it inherits (`above`) and its own; both together are what
 * lies `below` it, made when somebody first asks.
 */
#include <stdlib.h>

#include "mem.h"
#include "sup_follow.h"
#include "sup_members.h"
#include "sup_said.h"
#include "sup_submit.h"

struct heritage *
heritage_keep(struct heritage *h)
{
	if (h != NULL)
		h->refs++;
	return h;
}

void
heritage_drop(struct heritage *h)
{
	if (h == NULL || --h->refs > 0)
		return;
	said_free(&h->said);
	free(h);
}

static void
forget_below(struct job *j)
{
	heritage_drop(j->below);
	j->below = NULL;
}

struct heritage *
job_below(struct job *j)
{
	if (j->own.n == 0)
		return heritage_keep(j->above);
	if (j->below == NULL) {
		j->below = xcalloc(1, sizeof(*j->below));
		j->below->refs = 1;
		said_add(&j->below->said, &j->own);
		if (j->above != NULL)
			said_inherit(&j->below->said, &j->above->said);
	}
	return heritage_keep(j->below);
}

bool
job_said(struct job *j, struct frame *f)
{
	struct said	told = { 0 };
	bool		good;

	(void)get_u64(f);
	(void)get_u32(f);
	good = get_said(f, &told);
	said_add(&j->own, &told);
	said_free(&told);
	forget_below(j);
	return good;
}

void
job_unsaid(struct job *j)
{
	said_clear(&j->own);
	forget_below(j);
	links_free(j);
	submit_free(j);
	buf_clear(&j->done);
}

void
put_above(struct buf *b, const struct job *j)
{
	static const struct said	none;

	put_text(b, parent_address(j));
	put_said(b, j->above == NULL ? &none : &j->above->said);
}

void
pass_said(struct supervisor *s, const struct job *j)
{
	struct buf	*b;

	if (j->own.n == 0 || !s->has_ledger)
		return;
	b = frame_begin(s->writer, M_SAID);
	put_u64(b, j->seq);
	put_u32(b, 0);
	put_said(b, &j->own);
	frame_end(s->writer);
}
