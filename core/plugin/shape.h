/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * shape.h - what the shapes of a pipeline wish of one table, and of each of
 * its columns.
 */
#ifndef PS_SHAPE_RULE_H
#define PS_SHAPE_RULE_H

#include "pipeline.h"

struct buf;

void	pipeline_add_shape(struct pipeline *, const struct selector *,
	    const struct shape_rule *);
/* Whether any of them wishes another drift than "evolve". */
bool	pipeline_drifts(const struct pipeline *);
/* For what a reader depends on. */
void	shapes_text(const struct pipeline *, struct buf *);

/*
 * The shapes that choose what is selected, in their order, as bits of `out`
 * (SHAPES_MAX of them); false if there are none.
 */
#define SHAPES_MAX	256u
struct shape_set {
	uint8_t	bits[SHAPES_MAX / 8];
};
bool	shape_is_in(const struct shape_set *, uint32_t i);
bool	shapes_select(const struct pipeline *, const struct selected *,
	    struct shape_set *out);
/*
 * What they come to: the types, renames and keys of all, the last drift and
 * name that are told.  NULL if the set is empty.
 */
struct shape_rule *shapes_join(const struct pipeline *,
	    const struct shape_set *, struct arena *);

/* What is wished of a column, by its name in the document; else NULL. */
const struct shape_type *shape_type(const struct shape_rule *,
	    const char *column);
const struct shape_name *shape_name(const struct shape_rule *,
	    const char *column);

/* "column 'Preis': 'abc' is no decimal (t.lua:12)"; of cells of which each */
/* would do by itself. */
const char *shape_misfit(struct arena *, const char *column,
	    const struct shape_type *, const char *cell, size_t);
const char *shape_disagree(struct arena *, const char *column,
	    const struct shape_type *);
/* Is the one the column for what is not of the type of the other? */
bool	shape_beside(const char *name, const char *of);

extern const char *const drift_words[];	/* by enum drift; NULL ends them */

#endif
