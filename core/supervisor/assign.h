/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * assign.h - which table a document's rows go to.
 *
 * Asked in document order, so that the answer does not depend on workers; a
 * table once assigned keeps its name for good.  Names returned belong to the
 * assigner.
 */
#ifndef PS_ASSIGN_H
#define PS_ASSIGN_H

#include "shape.h"

struct assigner;
struct buf;

/* What is asked: one table of one document. */
struct asked {
	const char		*address;
	const char		*called;	/* what for, or NULL: address */
	uint32_t		 table;		/* its number in the document */
	const char		*hint;		/* the format's name for it */
	const char *const	*names;		/* SQL names of its columns */
	const char *const	*units;		/* NULL where there is none */
	uint32_t		 n;
	bool			 headerless;
	bool			 captioned; /* `hint` is a caption */
	bool			 named;		/* the hint is its name */
	bool			 wished;	/* by the user, whatever */
					/* the table is made of */
	double			 confidence;
	uint64_t		 rows, issues;	/* of its first batch */
	struct shape_set	 shapes;	/* for it: they may speak */
	bool			 together;	/* of one table of that name */
	enum drift		 drift;
	bool			 apart;		/* it needs a new table */
	const char		**wanted;	/* by DRIFT_VARIANT: columns */
	uint32_t		 n_wanted;	/* that the table must have */
};

struct answered {
	const char	*table;
	const char	*shape;		/* as the ledger keeps it */
	bool		 is_new;
	const char	*apart;		/* why it has a table of its own */
	uint32_t	 id;
};

struct assigner *assigner_new(enum tables_mode);
void	assigner_free(struct assigner *);
/* A table of the ledger with its shape, or another's name not to be used. */
uint32_t assigner_known(struct assigner *, const char *table,
	    const char *shape);
/* Columns of tables, for shapes that fix them. */
void	assigner_column(struct assigner *, uint32_t id, const char *name);
bool	assigner_has(const struct assigner *, uint32_t id, const char *name);
/* text name, u32 n, n * text column */
void	assigner_put(const struct assigner *, uint32_t id, struct buf *);
struct answered assign(struct assigner *, const struct asked *);
/* The document that brought this new table failed: it was never made. */
void	assigner_forget(struct assigner *, uint32_t id);

#endif
