/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * map.h - the script's maps between a format and what is sent.
 *
 * A format fills rows of its own then; what the maps leave of them goes to
 * those of the worker, as if the format had handed them over so.
 */
#ifndef PS_MAP_H
#define PS_MAP_H

#include "worker.h"

struct mapper;

/* NULL: the pipeline has no maps. */
struct mapper *mapper_new(struct worker *);
/* The document at hand has ended; its arena still is.  May be NULL. */
void	mapper_forget(struct mapper *);
/* Rows for the format to fill, until mapper_pass(). */
struct ps_rows *mapper_rows(struct mapper *);
/* What table() announced there: the table that stands for it. */
struct sheet *mapper_open(struct mapper *, const struct ps_table *);
/* All rows gathered, through the maps; `last`: of the table at hand.  Less */
/* than PS_SKIP: the document fails, as is said. */
enum ps_status mapper_pass(struct mapper *, bool last);

/* map_plan.c: ranges of a document */
/* No map for the document at hand asks to see it in one piece. */
bool	mapper_splits(const struct worker *);
/* What a plan tells of maps grows with this number; 0 without a mapper. */
uint32_t mapper_size(const struct mapper *);
void	mapper_put(struct mapper *, struct buf *);
/* Behind the sheets of the worker; false if the frame is no such plan. */
bool	mapper_get(struct mapper *, struct frame *);

#endif
