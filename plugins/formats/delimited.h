/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited.h - what the parts of the delimited format share.
 *
 * One splitter cuts bytes into records and cells, for the probe as for the
 * reader, so that what was judged is what is read.
 */
#ifndef PS_DELIMITED_H
#define PS_DELIMITED_H

#include <string.h>

#include "delimited_marks.h"
#include "polyscraper.h"

enum {
	CELL_BYTES	= 64 << 10,	/* a quoted cell closes within these */
	CELL_LINES	= 200,		/* bytes and lines, or is not quoted */
	MAX_DELIM	= 4,		/* bytes */
	DIALECT_NAME	= 20,		/* of dialect_name() */
	MAX_CELLS	= 16384,	/* of one record that are kept */
	MAX_HEADER	= 100,		/* records of a header */
	MAX_KINDS	= 512,		/* columns whose kinds are told */
	REPEATED_BYTES	= 2048,		/* of a header that is known again */
	SPARE_CELLS	= 16		/* of a record that is too wide */
};

/* The options as the core fills them; see delimited.c. */
struct delimited_options {
	const char	*delimiter;
	const char	*quote;
	const char	*escape;
	const char	*comment;
	const char	*newline;
	const char	*repeated;
	const char	*page;
	const char	*kinds;
	const char	*null;
	int64_t		 skip;
	int64_t		 header;
	int64_t		 units;
	int64_t		 columns;
	int64_t		 width;
	bool		 ragged;
	bool		 trim;
	bool		 runs;
	bool		 rest;
	bool		 index;
	bool		 notes;
	bool		 letters;
	bool		 attributes;
};

/* How bytes are cut. */
struct dialect {
	uint8_t		 n_delim;	/* bytes of it; 0: one column */
	char		 delim[MAX_DELIM];
	char		 quote;		/* 0: none */
	char		 escape;	/* 0: quotes are doubled */
	char		 eol;		/* what ends a line: LF or CR */
	bool		 any;		/* LF, CR and CR LF do; eol is LF */
	char		 comment[2];
	uint8_t		 n_comment;
	bool		 runs;		/* any run of blanks parts cells */
	bool		 letters;	/* escaped, some are control codes */
	bool		 rest;		/* the last of k takes what is left */
	bool		 trim;		/* blanks after a delimiter go */
};

/* Private to these files, in ps_slice.flags; never handed to the core. */
enum { CELL_DIRTY = 1 << 15 };		/* quotes or escapes to take out */

/* How a record is read where the plain reading does not fit. */
enum reading {
	READ_PLAIN,	/* one that never closes is no quoted cell */
	READ_EVEN,	/* `""` before a delimiter closes, too */
	READ_LINE,	/* no quoted cell goes past its line */
	READ_BARE	/* nor holds a lone quote */
};

struct record {
	struct ps_slice	*cells;
	uint32_t	 room;		/* cells that fit there */
	uint32_t	 n;		/* cells there are, even beyond room */
	enum ps_record_kind kind;
	enum reading	 reading;
	const char	*start, *stop;	/* its bytes, without the line end */
	const char	*next;		/* the byte after its line end */
	uint32_t	 lines;		/* physical lines it takes */
	uint32_t	 quoted;	/* well quoted cells */
	uint32_t	 doubled;	/* quotes doubled or escaped in them */
	uint32_t	 escaped;	/* of these, by a backslash */
	uint32_t	 junk;		/* lone quotes inside quoted cells */
	uint32_t	 bare;		/* quotes opened and never closed */
	bool		 whole;		/* it has a line end */
};

/* The marks at hand: bits not yet used of words[at], which is about base. */
struct marks {
	const char	*base;
	uint64_t	 bits;
	uint32_t	 at;
	uint64_t	 words[MARK_WORDS];
};

struct splitter {
	struct dialect	 d;
	const char	*p;		/* where the next record begins */
	const char	*end;		/* of the window */
	bool		 eof;		/* the document ends there, too */
	bool		 plain;		/* comments and blanks are cells, too */
	uint32_t	 k;		/* cells a record should have; 0: any */
	marks_scan	*scan;
	struct marked	 marked;
	struct marks	 m;
	bool		 ready;		/* m stands at p */
	const char	*barren;	/* no quote closes between these two */
	const char	*barren_end;
};

enum step {
	STEP_RECORD,
	STEP_MORE,	/* the record goes past the window */
	STEP_ODD,	/* internal: read it with care */
	STEP_END
};

/* delimited_split.c: the next record; nothing is consumed but by this. */
void		splitter_init(struct splitter *, const struct dialect *,
		    const char *p, const char *end, bool eof);
enum step	split_next(struct splitter *, struct record *);
/* delimited_odd.c: the same record, cell by cell, as `reading` says. */
enum step	split_as(struct splitter *, struct record *, enum reading);
/* ... as the reading says under which it has k cells. */
enum step	split_odd(struct splitter *, struct record *);
/* Take quotes and escapes out of a cell marked CELL_DIRTY; the length. */
size_t		cell_clean(const struct dialect *, const struct ps_slice *,
		    char *out);
/* A quote at q is escaped by an odd number of backslashes after `from`. */
bool		is_escaped(const char *from, const char *q, char escape);
/* delimited_option.c: options as text, to and from. */
bool		dialect_parse(const struct delimited_options *,
		    struct dialect *, const char **why);
void		dialect_name(const char *bytes, size_t n,
		    char out[DIALECT_NAME]);

/* How wide records have been of late. */
struct steady {
	uint32_t	 width, n;	/* of the last n records */
	uint32_t	 usual;		/* of a few in a row; 0: not yet */
	bool		 after_blank;
};

/* The cells of a header record, cleaned, up to the last that holds anything. */
struct names {
	struct ps_slice	*cells;
	uint32_t	 n;
};

struct lookout;

/* One document being read. */
struct delimited {
	const struct delimited_options *opt;	/* of the table at hand */
	struct lookout	*lookout;	/* NULL: nothing was read yet */
	struct ps_totals *totals;	/* NULL: no row was met */
	struct ps_setting *settings;	/* of the table at hand or the next, */
	uint32_t	 n_settings;	/* unless it is the first */

	struct ps_input	*in;
	struct dialect	 d;
	struct splitter	 s;
	struct record	 rec;
	const char	*window;	/* what peek() showed */
	size_t		 want;		/* bytes to ask it for */
	uint64_t	 at;		/* offset of the window */
	uint64_t	 line;		/* where the next record begins */
	uint64_t	 data_until;	/* no footnote begins before this */
	uint64_t	 fresh_until;	/* a later table's first batch; or 0 */
	uint32_t	 k;		/* columns */
	uint32_t	 width;		/* cells of a record: k, or more */
	struct names	*head;		/* header records, then one of units */
	uint32_t	 n_head;	/* 0: none is known again */
	bool		 fields;	/* it is said by `#Fields:` */
	uint64_t	 again_until;	/* such a header goes up to here */
	size_t		 n_null;	/* bytes of the option */
	bool		 next;		/* another table begins here */
	bool		 told;		/* the table was announced, */
	bool		 given;		/* or rows of it were asked for */
	bool		 begun;		/* a row of data was met */
	bool		 uneven;	/* a short row was told of */
	bool		 cut;		/* amid a record that is too long */
	bool		 after_blank;	/* the last record was blank */
};

enum { WINDOW = 1 << 18, LONGEST = 1 << 24 };

/* delimited_read.c: a window over the input, records from it. */
enum ps_status	window_fill(struct ps_self *);
enum ps_status	window_take(struct ps_self *);
enum ps_status	delimited_rows(struct ps_self *, struct ps_rows *);
/* delimited_row.c: one record: a row, or why not. */
enum put {
	PUT_ROW, PUT_ASIDE,
	PUT_FULL,	/* a row, and the batch is full */
	PUT_AGAIN	/* undecided: show it with more bytes after it */
};
enum put	put_record(struct ps_self *, struct ps_rows *);
/* Quotes and escapes, as they are in the dialect, out of all cells. */
void		clean_cells(struct ps_self *, struct ps_rows *,
		    const struct dialect *);
/*
 * delimited_again.c: the header as the options say it, to be known again; they
 * and the dialect are set.
 */
void		use_repeated(struct ps_self *);
/* Does the record belong to a header that comes again?  Then PUT_ASIDE. */
enum put	judge_again(struct delimited *);
/* Cell by cell the same, but for quotes, blanks and empty cells at the end. */
bool		is_same_names(const struct dialect *, const struct names *,
		    const struct record *);
/* "#id,name": the comment mark is no part of the name.  True: `#Fields:`. */
bool		strip_comment(const struct dialect *, struct record *);
/* delimited_page.c: does the record belong to the edge of a page? */
bool		is_page_line(const struct delimited *);
/* delimited_next.c: nothing but delimiters. */
bool		is_bare(const struct record *);
/*
 * delimited_repair.c: the record read as a row of k cells that fit their
 * columns, where it has more or fewer.  The rule that did it, and why; NULL:
 * the record is as it was.
 */
const char	*repair_record(struct ps_self *, struct ps_rows *,
		    const char **why);
/* delimited.c: one option, as the probe says it; the text is not copied. */
void		set_option(struct delimited_options *, const char *name,
		    const char *value);
/* The options are set: begin with them. */
void		use_options(struct ps_self *, const struct delimited_options *);
/* delimited_turn.c: does a table end before the record? */
enum turn	{ TURN_NO, TURN_MORE, TURN_TABLE };
enum turn	watch_record(struct ps_self *);
void		watch_done(struct delimited *);
void		turn_to_next(struct ps_self *);
/* A part of the document does not end before the record at `offset`. */
bool		is_amid(const struct delimited *, uint64_t offset);
/* delimited_table.c */
enum ps_status	delimited_table(struct ps_self *, struct ps_rows *,
		    struct ps_table *);
/* delimited_align.c */
enum ps_status	delimited_align(struct ps_self *, struct ps_input *);
/* delimited_probe.c */
enum ps_status	delimited_probe(struct ps_self *, const struct ps_sample *,
		    struct ps_guess *, struct ps_bid *);

/* The line end at p..: its length (LF, CRLF, CR), and the record's stop. */
static inline const char *
trim_cr(const struct dialect *d, const char *start, const char *stop)
{
	return d->eol == '\n' && stop > start && stop[-1] == '\r' ? stop - 1 :
	    stop;
}

static inline bool
is_space(char c)
{
	return c == ' ' || c == '\t';
}

static inline bool
ends_line(const struct dialect *d, char c)
{
	return c == d->eol || (c == '\r' && d->any);
}

/* delimited_odd.c: the first line end, or NULL; */
const char	*find_end(const struct dialect *, const char *p,
		    const char *end);
/* the byte after the line end at p; NULL: it takes more bytes to tell. */
const char	*after_end(const struct dialect *, const char *p,
		    const char *end, bool eof);

/* Does the delimiter, or as much of it as is before `end`, stand at p? */
static inline bool
begins_delim(const struct dialect *d, const char *p, const char *end)
{
	size_t	n = (size_t)(end - p);

	return memcmp(p, d->delim, n < d->n_delim ? n : d->n_delim) == 0;
}

/*
 * `#Fields: a b c` names columns in logs; the mark is gone already.  True: the
 * word was all there is in the cell; else the cell is without it.
 */
static inline bool
strip_fields(struct ps_slice *c)
{
	if (c->n == 6 && memcmp(c->p, "fields", 6) == 0)
		return true;
	if (c->n < 7 || memcmp(c->p, "Fields:", 7) != 0)
		return false;
	c->p += 7;
	c->n -= 7;
	while (c->n > 0 && is_space(*c->p)) {
		c->p++;
		c->n--;
	}
	return c->n == 0;
}

static inline bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* delimited_arff.c: the name in a line `@attribute NAME TYPE`, or nothing. */
struct ps_slice	arff_name(const char *p, const char *end);

#endif
