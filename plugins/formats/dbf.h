/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * dbf.h - tables of dBase and its kin: what the files about them share.
 */
#ifndef PS_DBF_H
#define PS_DBF_H

#include "polyscraper.h"

#define DBF_FIELDS_MAX	2047u		/* that fit a header of 64 KiB */
#define DBF_NAME	32u		/* bytes of a name, at most */

struct dbf_field {
	char		name[DBF_NAME + 1];	/* as it stands there */
	char		type;
	uint8_t		decimals, flags;
	uint32_t	offset, width;		/* in the record */
	uint32_t	null_bit, length_bit;	/* of _NullFlags, from 1 */
};

enum { DBF_SYSTEM = 1, DBF_NULLABLE = 2, DBF_RAW = 4, DBF_STARRED = 8 };
	/* flags; one with stars was told */

/* The beginning of a file. */
struct dbf_header {
	uint8_t		 version, language;
	uint32_t	 n_records, length, record_length;
	bool		 level7;		/* dBase 7 */
	bool		 foxpro;		/* Visual FoxPro */
	uint32_t	 n_fields;
	uint32_t	 null_flags, n_null_flags;	/* where, bytes */
};

struct dbf_options {
	const char	*encoding;
};

enum dbf_memos { DBF_MEMO_FOX, DBF_MEMO_3, DBF_MEMO_4 };

/* A file while it is read. */
struct dbf {
	struct ps_self		*self;
	struct ps_input		*in;
	const char		*encoding;
	struct dbf_header	 head;
	struct dbf_field	*fields;
	struct ps_column	*columns;
	uint32_t		*shown;		/* fields that are columns */
	struct ps_slice		*cells;
	uint32_t		 n_columns;
	char			*block;		/* records read at once */
	uint64_t		 at, first, n_block;
	uint64_t		 n_records;	/* that are there */
	uint64_t		 n_deleted;
	bool			 told;
	struct ps_input		*memos;		/* NULL: not at hand */
	enum dbf_memos		 memo_kind;
	uint32_t		 memo_block;
	uint64_t		 memo_bytes;	/* that came out of it */
};

/*
 * dbf_header.c: the first n bytes of a file.  NULL, or what is wrong.  With
 * `fields` room for DBF_FIELDS_MAX of them.
 */
const char *dbf_header(struct dbf_header *, struct dbf_field *,
	    const char *, size_t n);
/* What the byte about the language says, as iconv calls it; or NULL. */
const char *dbf_language(uint8_t);

/* dbf_cell.c: a field of a record, as a cell. */
struct ps_slice dbf_cell(struct dbf *, struct ps_rows *,
	    const struct dbf_field *, const char *record, uint64_t line);
/* Text as UTF-8, in memory of the rows. */
struct ps_slice dbf_text(struct dbf *, struct ps_rows *, const char *,
	    size_t);

/* A record that is marked as deleted, kept as its text. */
void	dbf_aside(struct dbf *, struct ps_rows *, const char *record);

/* dbf_binary.c: fields that are no text: numbers, days and times. */
struct ps_slice dbf_binary(struct dbf *, struct ps_rows *,
	    const struct dbf_field *, const char *);
/* Of days since 4713 BC, into 12 bytes; false where there is no such day. */
bool	dbf_day(int64_t julian, char out[12]);

/* dbf_memo.c: the memo of that number, in memory of the rows; or false. */
void	dbf_find_memos(struct dbf *);
bool	dbf_read_memo(struct dbf *, struct ps_rows *, uint32_t number,
	    const char **, size_t *n);
bool	dbf_is_memo(const struct dbf_field *);

/* dbf_codepage.c: what a .cpg beside it says, as iconv calls it; or NULL. */
const char *dbf_codepage(struct ps_self *);

/* dbf_read.c: open, and records one by one. */
enum ps_status dbf_begin(struct dbf *, struct ps_self *, struct ps_input *,
	    const char *encoding);
void	dbf_end(struct dbf *);
/* The next record: PS_OK, PS_EOF, PS_FAIL. */
enum ps_status dbf_next(struct dbf *, const char **record);

static inline bool
dbf_is_deleted(const char *record)
{
	return *record == '*';
}

#endif
