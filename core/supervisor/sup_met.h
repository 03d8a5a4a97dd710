/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_met.h - whether what shapes wish for was ever met.
 */
#ifndef PS_SUP_MET_H
#define PS_SUP_MET_H

#include "shape.h"

struct frame;
struct met;

/* NULL: the pipeline has no shapes; all calls take that. */
struct met *met_new(const struct pipeline *);
void	met_free(struct met *);
/* A worker's M_TABLE. */
void	met_table(struct met *, struct frame);
/* Warns of each column that no table had which its shape chose; and, where */
/* `all` documents were read, of shapes that chose nothing. */
void	met_tell(const struct met *, bool all);
/* Warns of includes that matched nothing, and, where `all` documents were */
/* read, of formats, maps and handlers that chose nothing. */
void	met_tell_unmet(const struct pipeline *, bool all);

#endif
