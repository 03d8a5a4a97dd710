/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_drift.h - documents that do not fit the table that a shape speaks of.
 */
#ifndef PS_SUP_DRIFT_H
#define PS_SUP_DRIFT_H

#include "sup.h"

struct reading;

/* What was asked, beside what the assigner needs to know. */
struct drifting {
	struct asked	*q;
	bool		*empty;	/* by column: it holds nothing so far */
	bool		 wider;		/* the table was assigned before */
};

enum drifted {
	DRIFTS_NOT,		/* it fits: its columns may join */
	DRIFTS_CLOSED,		/* columns that the table lacks are empty */
	DRIFTS_AGAIN		/* it is to be read again; nothing of it goes */
				/* on */
};

/* What the script's shapes say of the question. */
void	ask_shapes(const struct supervisor *, struct asked *);
/* Which table it is, and whether the document fits into that. */
enum drifted drift_assign(struct supervisor *, struct job *,
	    const struct drifting *, struct answered *);
/* A worker found values in columns that the table lacks (M_DRIFTED). */
void	drift_told(struct supervisor *, struct job *, struct frame *);
/* What its worker is to know: tables whose columns are fixed. */
void	put_fixed(struct buf *, const struct supervisor *,
	    const struct job *);
void	drift_free(struct job *);

#endif
