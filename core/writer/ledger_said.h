/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ledger_said.h - what the two files about facts of documents share.
 */
#ifndef PS_LEDGER_SAID_H
#define PS_LEDGER_SAID_H

#include "ledger.h"

struct waiting {
	int64_t		id;
	struct said	said;		/* all of them, or what is inherited: */
	bool		unchanged;	/* of a document that was not read, */
	char		*parent;	/* which lies below this now; or NULL */
};

/* The columns that there are, or will be once they are needed. */
struct ledger_said {
	char		(*names)[NAME_MAX_BYTES + 1];
	uint32_t	 n, room;
	uint32_t	 n_made;	/* the first of them are there */
	struct waiting	*waiting;
	uint32_t	 n_waiting, waiting_room;
	size_t		 bytes;
	bool		 told;		/* something stands in _ps_told */
};

/* ledger_place.c: where it lies and what it inherits, put in if it differs. */
enum ps_status	ledger_put_place(struct ledger *, const struct waiting *);

#endif
