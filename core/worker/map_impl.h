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
	uint32_t	*columns;	/* where each field goes, or NO_ */
	uint32_t	 n_columns, columns_room;
	uint32_t	 leading;	/* fields that are as in the source, */
					/* and stay where they are there */
	bool		 settled;	/* all of them have columns */
	uint32_t	 n_out;		/* columns there */
	bool		 given;		/* a row went there */
	struct varied	*varied;	/* see map_vary.c: by column, and */
	uint32_t	 n_varied, varied_room;
	uint32_t	 n_varied_out;	/* how many there really are */
	struct facts	*facts;		/* of the columns' first batch, while */
					/* it is at hand */
};

/* A table that maps make. */
struct made {
	const char	*name;
	uint32_t	 number;
	const char	**columns;
	uint32_t	 n, room;
};

/* A row beside the record at hand, and its cells in turn. */
struct emit {
	const char	*table;
	uint32_t	 n;
};

struct emitted {
	const char	*name;
	struct ps_slice	 cell;
};

struct mapper {
	struct worker	*w;
	struct ps_rows	 rows;		/* as the format fills them */
	struct passage	**passages;	/* by number */
	uint32_t	 n_passages, passages_room;
	struct made	*made;
	uint32_t	 n_made, made_room, last_made;
	struct emit	*emits;		/* of the record at hand */
	uint32_t	 n_emits, emits_room;
	const char	**fresh;	/* tables that these would make */
	uint32_t	 n_fresh, fresh_room;
	struct emitted	*emitted;
	uint32_t	 n_emitted, emitted_room;
	struct ps_slice	*cells;		/* of a row on its way */
	uint32_t	 cells_room;
	uint64_t	 line;		/* of the record at hand */
	uint64_t	 records;	/* before the batch: rows and rejects */
	uint32_t	 next_issue, rejects;	/* of the batch, up to `line` */
	struct ps_slice	*varied;	/* of a row, see map_vary.c */
	uint32_t	 n_varied, varied_room;
};

/* map.c */
/* A column of the document; those past the last that is kept are one. */
struct ps_column map_column(const struct sheet *, uint32_t);
/* p->cells has room for n; those from `from` on are without a value. */
void	map_clear_cells(struct mapper *, uint32_t from, uint32_t n);
/* Tables that the format added since. */
void	map_follow_tables(struct mapper *);
/* The next table, whose rows go to that number; at its end: none. */
struct passage *map_new_passage(struct mapper *, const struct sheet *,
	    uint32_t to);
bool	map_has_ended(const struct mapper *, const struct sheet *);
/* Its first n columns, as the document calls them. */
void	map_know_originals(struct mapper *, struct passage *,
	    const struct sheet *, uint32_t n);
/* map_vary.c: one more column, and one more row, of the table behind; */
void	vary_column(struct mapper *, struct passage *,
	    const struct ps_column *);
void	vary_add(struct mapper *, struct passage *, const struct ps_slice *,
	    uint32_t n, uint64_t line);
/* whether values may have columns beside their own. */
bool	map_varies(const struct passage *);
bool	pipeline_varies(const struct pipeline *);
/* map_emit.c: rows beside the records */
/* One more, held; or why it cannot be stored. */
const char *map_emit(void *mapper, const char *table,
	    const char *const *names, const struct ps_slice *, uint32_t n);
/* The record's fate is known: those held are stored or forgotten. */
void	emits_end(struct mapper *, bool stored);
void	emits_forget(struct mapper *);		/* the document has ended */
struct made *emits_add_table(struct mapper *, const char *name,
	    uint32_t number);
void	emits_add_column(struct mapper *, struct made *, const char *name);
/* map_rows.c: the rows of a table through its maps; */
enum ps_status map_table(struct mapper *, struct passage *,
	    const struct sheet *);
/* or only its columns. */
void	map_show_columns(struct mapper *, struct passage *,
	    const struct sheet *);

#endif
