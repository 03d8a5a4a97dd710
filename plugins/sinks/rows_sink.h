/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * rows_sink.h - what the parts of the rows sink share.
 *
 * The text of a document's tables is held back until the document has ended:
 * only then is it known to be kept, and which table is its main one.
 */
#ifndef PS_ROWS_SINK_H
#define PS_ROWS_SINK_H

#include "polyscraper.h"

#define RW_HELD		(8u << 20)	/* bytes held in memory, all tables */
#define RW_BLOCK	(256u << 10)	/* bytes written at once */

struct rows_options {
	const char	*to;
	const char	*path;
	const char	*table;
};

/* Text that grows; `failed` once memory did not suffice. */
struct text {
	char	*p;
	size_t	 n, room;
	bool	 failed;
};

struct extent {
	uint64_t	at, n;
};

/* One table of the document at hand. */
struct part {
	char		*name;
	struct text	 header;	/* a CSV line, empty: it has none */
	struct text	 rows;		/* what is not in the spool */
	struct extent	*extents;	/* what is, in order */
	uint32_t	 n_extents;
	uint32_t	 n_columns;
	uint64_t	 n_rows;
};

struct sink {
	struct ps_self			*self;
	const struct rows_options	*opt;
	bool				 json, all;
	bool				 in_document;
	bool				 closed;	/* nobody reads on */
	bool				 matched;	/* table was seen */
	int				 fd;
	struct text			 out;
	struct part			*parts;
	uint32_t			 n_parts;
	uint64_t			 held;		/* bytes of parts */
	int				 spool;		/* descriptor, or -1 */
	uint64_t			 spooled;
	char				*last_name;	/* printed before */
	struct text			 last_header;
	uint32_t			 last_columns;
	bool				 printed;
};

/* rows_text.c */
bool		rw_put(struct text *, const char *, size_t);
void		rw_csv_header(struct text *, const struct ps_table *);
void		rw_csv_row(struct text *, const struct ps_table *,
		    const struct ps_batch *, uint32_t row);
void		rw_json_row(struct text *, const struct ps_table *,
		    const struct ps_batch *, uint32_t row);

/* rows_number.c: at most RW_NUMBER bytes */
#define RW_NUMBER	72
size_t		rw_integer(char *, int64_t);
size_t		rw_decimal(char *, int64_t, int scale);
size_t		rw_real(char *, double);
bool		rw_is_number(const char *, size_t);	/* as JSON has them */

/* rows_spool.c */
struct part	*rw_part(struct sink *, const struct ps_table *);
enum ps_status	rw_spill(struct sink *);	/* memory to the spool */
enum ps_status	rw_emit(struct sink *, struct part *);
void		rw_forget_parts(struct sink *);
enum ps_status	rw_flush(struct sink *);
enum ps_status	rw_no_memory(struct sink *);

#endif
