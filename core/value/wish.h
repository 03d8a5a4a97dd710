/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * wish.h - what a user says of a column before any of it is read: its type,
 * and how its texts are written.
 */
#ifndef PS_WISH_H
#define PS_WISH_H

#include "reading.h"

struct arena;

/* The masks are those of struct facts: what the column's cells may be. */
struct wish {
	uint8_t		type;		/* enum ps_type */
	bool		format;		/* the masks say more than the type */
	uint32_t	numbers, dates, months, stamps, times, bools;
};

/*
 * "text", "decimal 1.234,56", "timestamp %d.%m.%y %H:%M".  NULL, or what is
 * wrong with it and what there is.
 */
const char *wish_parse(struct wish *, const char *text, struct arena *);
/* Of facts just started: nothing but what is wished, or wider than it. */
void	facts_wish(struct facts *, const struct wish *);
/*
 * Whether one cell can be what is wished, by itself; its flags and the type
 * that the document declares, as for facts_add().
 */
bool	wish_fits(const struct wish *, const struct null_words *,
	    const char *p, size_t n, unsigned flags, enum ps_type);

extern const char *const wish_words[];	/* "text" ...; NULL ends them */

#endif
