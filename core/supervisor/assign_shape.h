/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * assign_shape.h - the column names of a table and where they were met.
 */
#ifndef PS_ASSIGN_SHAPE_H
#define PS_ASSIGN_SHAPE_H

#include "assign.h"

struct shape {
	char		*text;		/* packed, as the ledger keeps it */
	uint64_t	 set;		/* hash of what must be equal */
	uint64_t	 dir, stem;	/* hashes; stem 0: says nothing */
	uint64_t	 units;		/* hash of the units, in name order */
	uint64_t	*hashes;	/* of the names, sorted */
	uint32_t	 n, telling;	/* names; those not generic */
	bool		 headerless, alone;
	bool		 named;		/* `dir` is that of its name */
};

struct shape *shape_new(const struct asked *, bool alone);
struct shape *shape_unpack(const char *);	/* NULL if it cannot be read */
void	shape_free(struct shape *);
/* May documents of these shapes share a table without new columns? */
bool	shape_same(const struct shape *, const struct shape *);
/* With new columns?  `first` is the table's first document's. */
bool	shape_near(const struct shape *first, const struct shape *,
	    uint32_t *shared);

#endif
