/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sql_format.h - what the parts of the plugin `sql` share.
 *
 * A reader is shown a window of the document and takes whole things from it:
 * a statement, a tuple, a line.  What is not all there is shown again, with
 * more behind it; so nothing here keeps text, and no state is half changed.
 */
#ifndef PS_SQL_FORMAT_H
#define PS_SQL_FORMAT_H

#include <string.h>

#include "polyscraper.h"

#define SQL_ITEM_MAX	((size_t)64 << 20)	/* a tuple, a token */
#define SQL_COLUMNS_MAX	4096u			/* of a table */
#define SQL_COLUMNS_ALL	500000u			/* of all tables */
#define SQL_TABLES_MAX	60000u
#define SQL_SAME_MAX	1000u			/* of one hash */
#define SQL_LOST_MAX	((uint64_t)256 << 20)	/* bytes, see sql_broken() */
#define SQL_NAME_MAX	256
#define SQL_WORD_MAX	24
#define SQL_CUT		SIZE_MAX	/* the end of it is not in sight */
#define SQL_BAD		(SIZE_MAX - 1)	/* it is none */

enum sql_dialect {
	SQL_STANDARD, SQL_MYSQL, SQL_POSTGRES, SQL_SQLITE, SQL_MSSQL,
	SQL_DIALECTS
};

/* What a column was declared to hold, as far as it matters to text. */
enum sql_kind {
	SQL_ANY, SQL_TEXT, SQL_NUMBER, SQL_BIT, SQL_BYTES,
	SQL_SHAPED,		/* its text shows it: dates, UUIDs, JSON */
	SQL_KIND = 15,
	SQL_GENERATED = 16	/* a flag: INSERT without names leaves it out */
};

enum sql_state {
	SQL_TOP,		/* before a statement */
	SQL_SKIP,		/* in one that is set aside */
	SQL_COMMENT,		/* in a comment that is too long to hold */
	SQL_TUPLES,		/* behind VALUES */
	SQL_COPY,		/* in lines behind COPY */
	SQL_LOST		/* in what is broken, until something begins */
};

enum sql_result {
	SQL_MORE,		/* needs bytes behind those shown */
	SQL_GO,			/* one thing done */
	SQL_FULL,		/* the batch is */
	SQL_ANNOUNCE,		/* the target's table must be announced */
	SQL_END
};

/* What is shown of the document. */
struct sql_text {
	const char	*p;
	size_t		 n, at;
	bool		 last;		/* nothing follows */
	bool		 most;		/* no more will be shown at once */
	size_t		 counted;	/* lines before this are */
	uint64_t	 line;		/* of p[counted] */
};

/* A name as it is written, without its quotes. */
struct sql_name {
	char		schema[SQL_NAME_MAX], name[SQL_NAME_MAX];
	bool		quoted;
};

struct sql_table {
	struct sql_table	*next;		/* of the same hash */
	struct sql_table	*later;		/* in the document */
	const char		*schema, *name;
	const char		*shown;		/* name in the database */
	struct ps_column	*columns;
	uint8_t			*kinds;		/* enum sql_kind, and flag */
	uint32_t		 n, room;
	uint32_t		 n_declared;	/* by CREATE; where they are, */
	uint32_t		*order;	/* NULL: they are the first */
	uint32_t		 number;	/* once announced */
	bool			 announced, declared, gone;
	bool			 headerless;	/* names are made up */
	unsigned		 noted;		/* what was told of it */
};

struct sql_copy {
	bool		csv, header;
	char		delimiter, quote, escape;
	char		null[32];
	size_t		n_null;
};

enum { SQL_HASH = 4096, SQL_HEAD_MAX = 4096 };

struct sql {
	struct ps_self		*self;
	struct ps_rows		*out;		/* NULL: only counted */
	enum sql_dialect	 dialect;
	bool			 backslash;	/* escapes in plain strings */
	char			 delimiter[16];	/* what ends statements */
	size_t			 n_delimiter;
	enum sql_state		 state;
	char			 database[SQL_NAME_MAX];	/* as of USE */

	/* a statement that is set aside */
	size_t			 skipped;	/* bytes seen of it */
	uint32_t		 depth;		/* of BEGIN, or of brackets */
	bool			 routine, until_go;
	bool			 ended_word;	/* it was END */

	/* something is broken, and this is why; what it stood in */
	const char		*wrong;
	bool			 amid_tuples, amid_copy;
	uint64_t		 searched;	/* bytes, for an end in vain */

	/* rows: where they go, and which value is which column */
	struct sql_table	*target;
	bool			 named;		/* the columns are */
	uint32_t		*map;		/* by place in the tuple */
	uint32_t		 n_map, map_room;
	bool			 straight;	/* the map is no map */
	struct ps_slice		*values, *cells;
	uint32_t		 values_room, cells_room;
	char			 head[SQL_HEAD_MAX];	/* of the last INSERT */
	size_t			 n_head;
	struct sql_copy		 copy;
	bool			 expressions, defaults, no_days; /* there are */

	struct sql_table	*hash[SQL_HASH];
	struct sql_table	*first, **last;
	uint32_t		 n_tables, n_columns, n_announced;

	/* what was met, for a bid */
	uint32_t		 statements, strange, rows, bad, creates;
};

/* sql_lex.c: where it ends, from the place it begins at; SQL_CUT. */
size_t	sql_string(const char *p, size_t n, size_t at, char quote,
	    bool backslash, bool *escapes);	/* its closing quote */
size_t	sql_blanks(const struct sql *, const struct sql_text *, size_t at);
size_t	sql_comment(const struct sql *, const struct sql_text *, size_t at);
size_t	sql_token(const struct sql *, const struct sql_text *, size_t at);
bool	sql_is_word(char);
/* The word there in capitals; its length, 0 if there is none. */
size_t	sql_word(const struct sql_text *, size_t at, char out[SQL_WORD_MAX]);
size_t	sql_name(const struct sql *, const struct sql_text *, size_t at,
	    struct sql_name *);
bool	sql_is(const char *word, const char *const *list);
uint64_t sql_line(struct sql_text *, size_t at);

/* sql_statement.c: the next thing in the window. */
enum sql_result	sql_step(struct sql *, struct sql_text *);
/* What a statement that is set aside changes for those to come. */
void	sql_setting(struct sql *, const char *p, size_t n);
/* What stands here is broken: find where something begins again. */
enum sql_result	sql_broken(struct sql *, const struct sql_text *,
	    const char *why);
/* SQL_MORE, or if there is no more to be seen, it is broken. */
enum sql_result	sql_wait(struct sql *, struct sql_text *, const char *why);
/* From here on a statement is set aside. */
enum sql_result	sql_skip(struct sql *, size_t seen);
void	sql_aside(struct sql *, struct sql_text *, size_t to, enum ps_class);
void	sql_note(struct sql *, enum ps_severity, uint64_t line,
	    const char *rule, const char *why, const char *p, size_t n);

/* sql_skip.c */
enum sql_result	sql_skip_step(struct sql *, struct sql_text *);
enum sql_result	sql_lost_step(struct sql *, struct sql_text *);
bool	sql_is_start(const char *word);	/* of a statement, in capitals */

/* sql_create.c: CREATE TABLE, from behind that word. */
enum sql_result	sql_create(struct sql *, struct sql_text *, size_t at);
void	sql_drop(struct sql *, const struct sql_text *, size_t at);

/* sql_insert.c */
enum sql_result	sql_insert(struct sql *, struct sql_text *);
enum sql_result	sql_tuples(struct sql *, struct sql_text *);
/* A list of columns: behind it, `at`: it is none, SQL_CUT. */
size_t	sql_list(struct sql *, const struct sql_text *, size_t at);
/* Rows are for this table, and these columns (0: no list); false: too many. */
bool	sql_target(struct sql *, const struct sql_text *,
	    const struct sql_name *, size_t list);

/* sql_row.c: n values become a row, or are rejected. */
enum sql_result	sql_row(struct sql *, struct sql_text *, size_t from,
	    size_t to, uint32_t n);
bool	sql_set_map(struct sql *, uint32_t n);
void	sql_map_room(struct sql *, uint32_t n);
bool	sql_value_room(struct sql *, uint32_t n);

/* sql_value.c: the value there; its end, or SQL_CUT. */
size_t	sql_value(struct sql *, struct sql_text *, size_t at,
	    enum sql_kind, struct ps_slice *);

/* What a text says, as a column of that kind keeps it. */
void	sql_text_cell(struct sql *, enum sql_kind, struct ps_slice *);

/* sql_replaced.c: the call there; its end, 0 if it is another. */
size_t	sql_replaced(struct sql *, const char *p, size_t n, enum sql_kind,
	    struct ps_slice *);

/* sql_literal.c: what literals say. */
enum sql_escapes {
	SQL_ESCAPES_NONE, SQL_ESCAPES_MYSQL, SQL_ESCAPES_E, SQL_ESCAPES_COPY
};
struct ps_slice sql_unescape(struct sql *, const char *p, size_t n,
	    char quote, enum sql_escapes);
bool	sql_is_text(const char *p, size_t n);	/* of UTF-8 */
struct ps_slice sql_bytes(struct sql *, const char *hex, size_t n,
	    enum sql_kind);
struct ps_slice sql_bits(struct sql *, const char *p, size_t n);

/* sql_copy.c */
enum sql_result	sql_copy(struct sql *, struct sql_text *);
enum sql_result	sql_copy_step(struct sql *, struct sql_text *);
/* n values of a line; what a cell without quotes says. */
enum sql_result	sql_copied(struct sql *, struct sql_text *, size_t from,
	    size_t to, uint32_t n);
/* sql_copy_csv.c */
enum sql_result	sql_csv_line(struct sql *, struct sql_text *);
void	sql_copied_cell(struct sql *, enum sql_kind, struct ps_slice *);

/* sql_tables.c */
struct sql_table *sql_find(struct sql *, const struct sql_name *);
struct sql_table *sql_add(struct sql *, const struct sql_name *);
/* False: there are too many. */
bool	sql_add_column(struct sql *, struct sql_table *, const char *name,
	    size_t n, unsigned kind);
/* Its number, or that of all columns; `guess` is tried first. */
uint32_t sql_find_column(const struct sql_table *, const char *name,
	    uint32_t guess);
struct sql_table *sql_left(struct sql *);	/* not announced yet, or NULL */
void	sql_make_names(struct sql *, struct sql_table *, uint32_t n);

/* sql_bid.c */
enum ps_status sql_probe(struct ps_self *, const struct ps_sample *,
	    struct ps_guess *, struct ps_bid *);
void	sql_start(struct sql *, struct ps_self *, enum sql_dialect);
extern const char *const sql_dialects[SQL_DIALECTS + 1];

/* The kind of the column that value i is for. */
static inline enum sql_kind
sql_kind_of(const struct sql *s, uint32_t i)
{
	return i < s->n_map ? (enum sql_kind)(s->target->kinds[s->map[i]] &
	    SQL_KIND) : SQL_ANY;
}

#endif
