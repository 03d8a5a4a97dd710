/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_said.h - facts on their way down: from a document to what lies below it.
 */
#ifndef PS_SUP_SAID_H
#define PS_SUP_SAID_H

#include "said.h"
#include "sup.h"

/* What documents below another inherit, shared by all of them. */
struct heritage {
	unsigned	refs;
	struct said	said;
};

/* NULL stays NULL: nothing is inherited. */
struct heritage *heritage_keep(struct heritage *);
void	heritage_drop(struct heritage *);
/* What lies below the job inherits this; the caller drops it. */
struct heritage *job_below(struct job *);
/* A worker tells facts of it; false: it broke the rules. */
bool	job_said(struct job *, struct frame *);
/* It is to be read again: what was said goes, and its links. */
void	job_unsaid(struct job *);
/* The address of what it lies below, and FACTS that it inherits. */
void	put_above(struct buf *, const struct job *);
/* Its own facts, to the writer. */
void	pass_said(struct supervisor *, const struct job *);

#endif
