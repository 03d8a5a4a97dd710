/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * said.h - what scripts say of documents: facts with names, which all that
 * lies below the document inherits.
 *
 * A name is what its column in the ledger is called, without the "fact_" that
 * stands before it.  There are never more facts, nor more bytes of them, than
 * the numbers below say, whoever tells them.
 */
#ifndef PS_SAID_H
#define PS_SAID_H

#include "names.h"
#include "wire.h"

#define SAID_MOST	100u		/* facts of a document */
#define SAID_BYTES	(64u << 10)	/* of a value */
#define SAID_ALL_BYTES	(512u << 10)	/* of all values of a document */
#define SAID_PREFIX	"fact_"

enum said_kind {
	SAID_TEXT, SAID_INTEGER, SAID_REAL, SAID_DECIMAL, SAID_BOOLEAN,
	N_SAID_KINDS
};

struct said_fact {
	char		 name[NAME_MAX_BYTES + 1];
	enum said_kind	 kind;
	uint32_t	 n;
	char		*text;		/* of all kinds; a NUL behind it */
};

struct said {
	struct said_fact	*facts;	/* in the order of their names */
	uint32_t		 n, room;
	size_t			 bytes;	/* of values */
};

/* Its name, as above; false: it has no letter and no digit. */
bool	said_name(const char *, size_t, char out[NAME_MAX_BYTES + 1]);
/* Replaces one of that name; NULL, or why it cannot be said. */
const char *said_set(struct said *, const char *name, enum said_kind,
	    const char *, size_t);
/* NULL: nobody said so. */
const struct said_fact *said_find(const struct said *, const char *name);
/* All of the others are set; what does not fit is left out. */
void	said_add(struct said *, const struct said *);
/* The same for those whose names are not there yet. */
void	said_inherit(struct said *, const struct said *);
/* Bytes of memory that they take, names and all. */
size_t	said_cost(const struct said *);
void	said_clear(struct said *);	/* keeps memory of its list */
void	said_free(struct said *);
/* As a text of lines, "t title=Spend", and back: a line that is none is left */
/* out. */
void	said_pack(const struct said *, struct buf *);
void	said_unpack(struct said *, const char *, size_t);
/* FACTS in doc/protocol.md.  What was taken replaces what was there; false, */
/* and nothing there, if the sender breaks the rules. */
void	put_said(struct buf *, const struct said *);
bool	get_said(struct frame *, struct said *);

#endif
