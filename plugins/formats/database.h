/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * database.h - what the files about SQLite databases share.
 */
#ifndef PS_DATABASE_H
#define PS_DATABASE_H

#include <sqlite3.h>

#include "polyscraper.h"

#define DATABASE_HEAD	100u		/* bytes of a database's header */

enum {
	AT_PAGE_SIZE	= 16,
	AT_WRITE_VERSION = 18,		/* and of reading; 2: WAL */
	AT_PAGES	= 28,
	AT_APPLICATION	= 68
};

struct database {
	struct ps_self	*self;
	struct ps_input	*in;
	int64_t		 length, told;	/* as it is; as its header says */
	unsigned char	 head[DATABASE_HEAD];

	sqlite3_vfs	 vfs;		/* shows the document as a file */
	char		 vfs_name[32];
	bool		 registered;
	sqlite3		*db;
	unsigned	 ticks;		/* of work, since the last row */

	sqlite3_stmt	*list;		/* tables, views, the names of them */
	sqlite3_stmt	*rows;		/* of the table at hand */
	char		**names;
	struct ps_column *columns;
	struct ps_slice	*cells;
	uint32_t	 n_columns;
	uint64_t	 row;
	uint64_t	 out;		/* bytes that came out of it */
	bool		 began;		/* what is true of all of it is told */
};

static inline uint32_t
database_big(const unsigned char *p, unsigned n)
{
	uint32_t	v = 0;

	while (n-- > 0)
		v = v << 8 | *p++;
	return v;
}

/* database_file.c: the document as SQLite's only file; SQLITE_OK or not. */
int	database_register(struct database *);
void	database_unregister(struct database *);

/* database_open.c: a connection that can do nothing but read tables. */
enum ps_status database_connect(struct database *);
void	database_leave(struct database *);	/* once or more */

/* database_cell.c: the values of the row at hand, as slices. */
void	database_cells(struct database *, struct ps_rows *);

#endif
