/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * objections.h - what scripts say of records that they do not take, grouped
 * by the words: an error in a map is one line of the summary, not one a record.
 */
#ifndef PS_OBJECTIONS_H
#define PS_OBJECTIONS_H

#include "polyscraper.h"

#define OBJECTIONS_MAX	32u	/* messages that are told apart */

struct buf;

/* One message: the first record it was said of, and of how many in all. */
struct objection {
	char		*message;	/* malloc()ed, like the address */
	char		*address;	/* of that record's document */
	uint64_t	 record, line, place;	/* 0; all ones: not known */
	uint64_t	 n;
};

struct objections {
	struct objection	list[OBJECTIONS_MAX];
	uint32_t	n;
	uint64_t	others;		/* of messages beyond them */
};

/* One more; `s` has no message and address of its own. */
void	objections_add(struct objections *, const char *rule,
	    const char *reason, const char *address, const struct objection *s);
/* Those of a document that stands, which come after what is there. */
void	objections_join(struct objections *, struct objections *of);
void	objections_free(struct objections *);		/* and empty */
/* The lines of the summary; `ledger`: the rest can be looked up there. */
void	objections_write(struct buf *, const struct objections *, bool ledger);

#endif
