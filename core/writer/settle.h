/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * settle.h - columns get the types that all their documents allow.
 *
 * A column's type is a function of the set of its documents' facts; values
 * are rewritten from values, readings and kept texts, never from a source.
 */
#ifndef PS_SETTLE_H
#define PS_SETTLE_H

#include "tables.h"

struct lines;
struct totals;

struct settler {
	struct tables	*tables;
	const struct ps_sink *sink;
	struct ps_self	*self;
	bool		 provenance;
	bool		 coerce;	/* types stay; misfits stay NULL */
	struct lines	*widened;	/* what widened a column; or NULL */
	struct totals	*totals;
};

/* In the open transaction; no document may be open. */
enum ps_status	settle_table(struct settler *, struct table *);
/* Whether it should not be left to the end: many cells wait, or it is small. */
bool		settle_is_due(struct table *);

/*
 * settle_key.c: where the table has a key, of rows alike in it the last in
 * document order stays.  After its types are settled.
 */
enum ps_status	settle_key(struct settler *, struct table *);
/* All rows come back into the table: they are to be rewritten. */
enum ps_status	settle_unfold(struct settler *, struct table *);
/*
 * A document of the table is about to be kept, or was: the key that is wished
 * is in the ledger then, for a run that is broken off before tables settle.
 */
enum ps_status	key_promise(struct tables *, struct table *, bool kept);
/* A column of the key that the table lacks, or NULL. */
const char	*key_lacks(const struct table *);

/*
 * settle_open.c: documents whose date order is open, read as the others agree.
 * `reading` is changed to that; false if it stays open (and counts as text).
 */
bool		settle_open(struct reading *, const struct facts *,
		    const struct column *);
/* Orders of dates that documents of the column tell. */
uint32_t	orders_decided(const struct column *);
/*
 * Joins the open documents' facts to all[] (joined facts of each column).
 * undecided[]: columns with dates whose order stays open.
 */
enum ps_status	settle_join_open(struct settler *, const struct table *,
		    struct facts *all, bool *dirty, bool *undecided);

/* settle_rows.c: the sink rewrites the columns marked in `changed` */
/* The same where no value changes, only what the columns are declared as. */
enum ps_status	settle_declared(struct settler *, const struct table *,
		    const struct ps_column *new, const bool *changed);
enum ps_status	settle_rows(struct settler *, struct table *,
		    const struct ps_column *new, const bool *changed);

/* settle_why.c: which documents kept a column from being narrower */
enum ps_status	settle_why(struct settler *, const struct table *,
		    uint32_t column);
/* The same of dates that no document decides. */
void		settle_undecided(struct settler *, const struct table *,
		    uint32_t column, const struct facts *all);

/* The same of an order that documents only suggest. */
void		settle_hinted(struct settler *, const struct table *,
		    uint32_t column, const struct facts *all);

/* Readings as the ledger keeps them. */
bool		reading_take(struct reading *, const struct ps_value *);
bool		facts_take(struct facts *, const struct ps_value *facts,
		    const struct ps_value *texts);	/* min, max, sample */

#endif
