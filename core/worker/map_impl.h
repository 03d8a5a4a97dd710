/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * map_impl.h - what the parts of the mapper share; nobody else looks here.
 */
#ifndef PS_MAP_IMPL_H
#define PS_MAP_IMPL_H

#include "lua_map.h"
#include "map.h"

#define NO_COLUMN	UINT32_MAX

/* A table as the format fills it, and the one that stands for it. */
struct passage {
	struct mapping	 m;
	struct wished	 wished;
	bool		 mapped;	/* there are maps for it */
	uint32_t	 to;		/* number of the other */
	uint32_t	*columns;	/* where each goes, or NO_COLUMN */
	uint32_t	 n_columns, columns_room;
	uint32_t	 n_out;		/* columns there */
	bool		 given;		/* a row went there */
};

/* A table that maps make. */
struct made {
	const char	*name;
	uint32_t	 number;
	const char	**columns;
	uint32_t	 n, room;
};

struct mapper {
	struct worker	*w;
	struct ps_rows	 rows;		/* as the format fills them */
	struct passage	**passages;	/* by number */
	uint32_t	 n_passages, passages_room;
	struct made	*made;
	uint32_t	 n_made, made_room;
	struct ps_slice	*cells;		/* of a row on its way */
	uint32_t	 cells_room;
	uint64_t	 line;		/* of the record at hand */
	uint64_t	 records;	/* before the batch: rows and rejects */
	uint32_t	 next_issue, rejects;	/* of the batch, up to `line` */
};

/* map.c */
/* A column of the document; those past the last that is kept are one. */
struct ps_column map_column(const struct sheet *, uint32_t);
/* n cells without a value in p->cells. */
void	map_clear_cells(struct mapper *, uint32_t n);
/* map_rows.c: the rows of a table through its maps; */
enum ps_status map_table(struct mapper *, struct passage *,
	    const struct sheet *);
/* or only its columns. */
void	map_show_columns(struct mapper *, struct passage *,
	    const struct sheet *);

#endif
