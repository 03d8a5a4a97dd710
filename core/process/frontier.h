/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * frontier.h - what a source still has to visit, in memory: for loads whose
 * sink keeps no ledger.
 *
 * Visits of a site are handed out in the order in which they came, SITE_WINDOW
 * at most before one of them is answered.
 */
#ifndef PS_FRONTIER_H
#define PS_FRONTIER_H

#include "polyscraper.h"

#define SITE_WINDOW	32u
#define FRONTIER_MOST	100000u		/* visits in memory */

struct frontier;

struct frontier *frontier_new(void);
void	frontier_free(struct frontier *);
/* Copies it, unless its address is known.  False: there are too many. */
bool	frontier_add(struct frontier *, const struct ps_visit *);
/* The next to be visited, or NULL; valid until it is answered. */
const struct ps_visit *frontier_next(struct frontier *);
void	frontier_answer(struct frontier *, uint64_t number);
/* All that was added is answered. */
bool	frontier_empty(const struct frontier *);

#endif
