/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_settle.h - the table that is being settled, and its new values.
 */
#ifndef PS_POSTGRES_SETTLE_H
#define PS_POSTGRES_SETTLE_H

#include "postgres_sink.h"

#define NEW_VALUES	"_ps_settling"	/* n: the row; c0, c1, ... */

/* A changed column. */
struct column {
	uint32_t	number;		/* in the table given */
	enum kind	from, to;
	bool		ours;		/* it is of type `from` */
	bool		cast;		/* by the server, exactly */
	int		scale;
};

struct work {
	struct sink		*s;
	const struct ps_table	*t;
	ps_convert_fn		*convert;
	void			*arg;
	struct column		*columns;
	uint32_t		 n;
	bool			 exact;		/* some are kept */
	struct text		 out, before, made;
	struct rows		 rows;		/* of NEW_VALUES */
	uint64_t		 rows_read, rows_changed;
};

const char	*pg_settle_name(const struct work *, uint32_t);
enum ps_status	pg_settle_alter(struct work *);
/* postgres_rebuild.c: types and NEW_VALUES into the table */
enum ps_status	pg_settle_put(struct work *);

#endif
