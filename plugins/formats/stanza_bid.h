/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza_bid.h - what is counted of a sample under a kind.
 */
#ifndef PS_STANZA_BID_H
#define PS_STANZA_BID_H

#include "stanza.h"

#define TALLY_NAMES	2048u
#define TALLY_COMPONENTS	16u
#define TALLY_SLOTS	(4 * TALLY_NAMES)

enum shape { SHAPE_NONE, SHAPE_ROWS, SHAPE_PAIRS };

struct tally_name {
	struct stanza_text	key;
	uint64_t		hash;
	uint32_t		total;		/* times it stands there */
	uint32_t		records;	/* that have it, the last of */
	uint32_t		in;		/* which is this one */
	uint32_t		firsts;		/* that begin with it */
	bool			repeats;	/* it stood twice in one */
};

struct tally {
	struct stanza_text	begin;		/* the first line of it all */
	uint32_t		pairs, others, sections, records;
	uint32_t		wide;		/* pairs with a gap in them */
	uint32_t		measured, united; /* values: numbers; with a */
						/* unit */
	uint32_t		distinct;	/* names */
	uint32_t		incidences;	/* of a name in a record ... */
	uint32_t		shared;		/* ... that others have, too */
	uint32_t		same_first;	/* records that begin alike */
	struct tally_name	names[TALLY_NAMES];
	uint32_t		n_names;
	struct tally_name	components[TALLY_COMPONENTS];
	uint32_t		n_components;
	uint16_t		slots[TALLY_SLOTS];	/* from 1 */
	/* while it is counted: */
	bool			open;		/* a record is */
};

/* All items of the sample; false: it is not of the kind, as is soon seen. */
bool	tally_sample(const struct ps_sample *, struct stanza_cut *, bool
	    called, struct tally *);
/* One item more; then, after the last, what is known of all. */
void	tally_item(struct tally *, const struct stanza_item *);
void	tally_sum(struct tally *);
/* Suggests the names that were met twice in a record, ',' between them. */
void	tally_repeats(struct ps_self *, const struct tally *,
	    struct ps_guess *);

#endif
