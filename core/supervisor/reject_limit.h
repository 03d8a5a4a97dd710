/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * reject_limit.h - whether a document has more rejects than are allowed.
 */
#ifndef PS_REJECT_LIMIT_H
#define PS_REJECT_LIMIT_H

#include "doc.h"
#include "pipeline.h"

#define REJECTS_WHY	240u

/*
 * Compares the document's rejects with the limit: a number of them, or a share
 * of what could be rows: rows, rejects and what a script skipped, of all tables
 * (no titles, headers, blank lines).  As many as the limit are allowed.  False:
 * why[] says what is too much.
 */
bool	reject_limit_holds(const struct reject_limit *, const struct counts *,
	    const char *format, char why[REJECTS_WHY]);

#endif
