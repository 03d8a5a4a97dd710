/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sqlite_settle.h - the table that is being settled, as given and as found.
 */
#ifndef PS_SQLITE_SETTLE_H
#define PS_SQLITE_SETTLE_H

#include "sqlite_sink.h"

/* A column as it is in the database now. */
struct found {
	char	*name, *type, *def;
	bool	 not_null, generated;
	int32_t	 ours;			/* column of the table given, or -1 */
};

struct work {
	struct sink		*s;
	const struct ps_table	*table;
	const bool		*changed;
	bool			*none;		/* no column changes */
	const char		*rowid;
	struct found		*found;
	uint32_t		 n_found;
	bool			 untouched;	/* by anybody but us */
};

/* sqlite_rebuild.c: the table made anew, in the order of the one given */
enum ps_status	sq_rebuild(struct work *);

#endif
