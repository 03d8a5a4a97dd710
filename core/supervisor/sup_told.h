/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_told.h - a document that is being described: what its worker said so
 * far.  All texts belong to its arena.
 */
#ifndef PS_SUP_TOLD_H
#define PS_SUP_TOLD_H

#include "mem.h"
#include "sup.h"

struct told_job {
	struct arena		*arena;
	struct told		 told;
	struct told_table	*tables;
	struct facts		**facts;
	struct reading		**readings;
	uint32_t		 n, room;
	struct asked		*asked;
	struct told_column	**columns;	/* those of the tables */
	uint32_t		 asked_room, facts_room, readings_room;
	uint32_t		 columns_room;
	enum ps_status		 status;
	struct counts		 counts;
};

static inline const char *
told_keep(struct told_job *t, const char *s)
{
	return s == NULL ? NULL : arena_strdup(t->arena, s);
}

/* sup_sniff_notes.c: what stands in a frame M_NOTES. */
void	told_notes(struct told_job *, struct frame *);

#endif
