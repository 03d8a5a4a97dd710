/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * drift.h - a document whose columns are others than those of its table.
 */
#ifndef PS_DRIFT_H
#define PS_DRIFT_H

#include "polyscraper.h"

struct work_table;
struct worker;

#define DRIFT_RULE	"drift"		/* of rejected records */

/*
 * Rows of the batch that hold something in columns that the table lacks: the
 * document is refused (w->refused), they are rejected, or the supervisor is
 * told, as the shape wishes.
 */
void	drift_sift(struct worker *, struct work_table *);

#endif
