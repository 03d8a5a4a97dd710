/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * odd.h - lines in another encoding become issues.
 */
#ifndef PS_ODD_H
#define PS_ODD_H

#include "worker.h"

/* What the input has to tell of the lines taken, into the batch. */
void	note_oddities(struct worker *);
/* Lines before a range's first record are told by who reads these. */
void	skip_oddities(struct worker *);

#endif
