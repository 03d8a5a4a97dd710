/* SPDX-License-Identifier: 0BSD */
/*
 * polyscraper.h - all a PolyScraper plugin may see, and all it needs.
 *
 * A plugin is one module exporting one function (see PS_PLUGIN).  It links to
 * nothing of ours: every call into the core goes through struct ps_host.
 * Structs grow at their end only, and `size` tells each side how much of one
 * the other knows; PS_ABI changes only when that is not enough.
 *
 * Processes: the module is loaded once, before the core forks.  open() and
 * everything after it run in the child that uses the instance, so an instance
 * may hold files, sockets and connections; the module itself may not.
 * Callbacks of one instance never overlap.  Do not fork, do not install signal
 * handlers, do not leave a thread running when a callback returns.
 *
 * Memory: what the core passes in is valid until the callback returns; what
 * ps_alloc() gives is freed by the core after close().  Nothing that one side
 * got from malloc() is freed by the other.
 */
#ifndef POLYSCRAPER_H
#define POLYSCRAPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PS_ABI 1

#if defined(__GNUC__)
# define PS_PRINTF(fmt, args)						\
	__attribute__((__format__(__printf__, fmt, args)))
# define PS_EXPORT	__attribute__((__visibility__("default")))
#else
# define PS_PRINTF(fmt, args)
# define PS_EXPORT
#endif

/* Results, from good to bad: `if (st < PS_SKIP) give up the document`. */
enum ps_status {
	PS_EOF   =  1,	/* no more of what was asked for */
	PS_OK    =  0,
	PS_SKIP  = -1,	/* this record is bad and was noted; go on */
	PS_RETRY = -2,	/* may work later (a network, a busy database) */
	PS_FAIL  = -3,	/* this document is lost; the next may be fine */
	PS_FATAL = -4	/* this process can do no more */
};

enum ps_level { PS_DEBUG, PS_INFO, PS_WARN, PS_ERROR };

/*
 * Types of values: the whole lattice, bottom (PS_NULL) to top (PS_TEXT).
 * The numbers stand in databases and between processes: never renumber.
 */
enum ps_type {
	PS_NULL = 0, PS_BOOL = 1, PS_INT = 2, PS_BIGINT = 3, PS_DECIMAL = 4,
	PS_REAL = 5, PS_DATE = 6, PS_TIME = 7, PS_TIMESTAMP = 8,
	PS_TIMESTAMPTZ = 9, PS_INTERVAL = 10, PS_UUID = 11, PS_INET = 12,
	PS_MACADDR = 13, PS_URL = 14, PS_EMAIL = 15, PS_JSON = 16,
	PS_BLOB = 17, PS_TEXT = 18
};

/*
 * Options.  A plugin lists them; the core checks the user's configuration
 * against the list, prints help from it, and fills the plugin's own struct
 * (members of type bool, int64_t, double or const char *).
 */
enum {
	PS_REQUIRED   = 1 << 0,	/* no default: the user must say */
	PS_GUESSED    = 1 << 1,	/* probe() may set it where the user did not */
	PS_SECRET     = 1 << 2,	/* never shown in logs or in the ledger */
	/* takes the unnamed value: sink.sqlite{"x.db"} */
	PS_POSITIONAL = 1 << 3
};

struct ps_option {
	const char		*name;		/* the Lua key */
	enum ps_type		 type;		/* BOOL, INT, REAL or TEXT */
	unsigned		 flags;
	size_t			 offset; /* in the plugin's options struct */
	const char		*def;		/* the default, as text */
	int64_t			 min, max;	/* of a PS_INT, if min < max */
	const char *const	*choices;	/* of a PS_TEXT; NULL ends it */
	const char		*doc;		/* one line, no full stop */
};

#ifdef __cplusplus
}	/* templates stand outside */
template <typename T> struct ps_type_of;
template <> struct ps_type_of<bool> { static const ps_type value = PS_BOOL; };
template <> struct ps_type_of<int64_t> { static const ps_type value = PS_INT; };
template <> struct ps_type_of<double> { static const ps_type value = PS_REAL; };
template <> struct ps_type_of<const char *> {
	static const ps_type value = PS_TEXT;
};
extern "C" {
# define PS_TYPE_OF(T, member)	(ps_type_of<decltype(T::member)>::value)
#else
# define PS_TYPE_OF(T, member) _Generic(((T *)0)->member,		\
	bool: PS_BOOL, int64_t: PS_INT, double: PS_REAL,		\
	const char *: PS_TEXT)
#endif

/* PS_OPTION(struct csv_options, delimiter, .def = ",", .doc = "...") */
#define PS_OPTION(T, member, ...)					\
	{ .name = #member, .type = PS_TYPE_OF(T, member),		\
	  .offset = offsetof(T, member), __VA_ARGS__ }

/*
 * A document: bytes with an address.  Plain text and numbers, no handles,
 * since one process lists it and another reads it.
 */
struct ps_doc {
	const char	*address;	/* canonical absolute path or URL */
	const char	*root;		/* the input it was found under */
	const char	*name;		/* last part, for people and suffixes */
	const char	*mime;		/* NULL if not told */
	const char	*etag;	/* changes when the content does, or NULL */
	int64_t		 size;		/* bytes, -1 if not known */
	int64_t		 mtime;		/* nanoseconds since 1970, -1 unknown */
	uint64_t	 key;	/* the source's own; given back to fetch() */
};

/*
 * One shared scan of the sample; every format gets it free.
 */
struct ps_scan {
	uint32_t	 histogram[256];	/* of bytes */
	const uint32_t	*lines;		/* offset of each line's first byte */
	uint32_t	 n_lines;
	uint32_t	 n_blank;	/* lines with nothing but blanks */
	uint32_t	 n_indented;	/* lines beginning with a blank */
	uint32_t	 longest;	/* line, in bytes */
	double		 plain_bits;	/* cost of the sample as plain text */
};

/* What probe() looks at: UTF-8, followed by a NUL the length leaves out. */
struct ps_sample {
	const struct ps_doc	*doc;
	const char		*text;
	size_t			 length;
	bool			 whole;		/* the sample is the document */
	bool			 binary; /* raw bytes: no text was found */
	const struct ps_scan	*scan;
	/* Options with which a neighbour of this document was read, as */
	/* name=value lines, or NULL.  Trying them first may save time; they */
	/* are no evidence, the answer is the same without. */
	const char		*sibling;
	/* Binary documents that lie in a file: its last bytes, where some */
	/* formats have their directory; NULL if there are none but text's. */
	const char		*tail;
	size_t			 tail_length;
	bool			 forced;	/* the user says it is yours */
};

/*
 * A bid: how well a format explains the sample, in bits (formats compete in
 * one currency), plus reasons (ps_because) and values for its own options
 * marked PS_GUESSED (ps_suggest): the reader runs on these, never on what
 * probe() remembers.  A bid of tier PS_NO is no bid.
 */
enum ps_tier {
	PS_NO		= 0,
	PS_STATISTICAL	= 1,	/* judged by bits saved */
	PS_DECLARED	= 2,	/* the content says so: <?xml, sep=; */
	PS_PROOF	= 3	/* magic and validated structure */
};

struct ps_bid {
	enum ps_tier	tier;
	double		bits_saved;	/* scan->plain_bits minus ours */
	double		bits_margin;	/* to the plugin's own runner-up; */
					/* 0: there was none */
	uint32_t	records, records_ok;
	uint32_t	bytes_explained;
	uint32_t	specificity;	/* 0 any text .. 100 one exact format */
	uint32_t	need;		/* undecided: give me this many bytes */
	char		runner_up[160];	/* in words, for people; may be empty */
	/* Bits by which the layout (which record names the columns, where */
	/* the rows begin) beats the next likely one; 0: not measured. */
	double		layout_margin;
	uint32_t	above;		/* records with text over the table */
};

/* Tables as formats announce them and sinks make them. */
enum {
	PS_HEADERLESS	 = 1 << 0,	/* names are made up (c1, c2, ...) */
	PS_PROVENANCE	 = 1 << 1,	/* add _doc and _line as last columns */
	PS_LEDGER_TABLE	 = 1 << 2,	/* one of the core's own _ps_ tables */
	PS_NEW_TABLE	 = 1 << 3	/* known not to exist yet */
};

struct ps_column {
	const char	*name;	/* formats: as in the document; sinks: */
					/* the final SQL name */
	const char	*unit;		/* or NULL */
	enum ps_type	 type;		/* formats: PS_NULL = infer it */
	int16_t		 precision;	/* of PS_DECIMAL: all digits */
	int16_t		 scale;		/* of PS_DECIMAL: digits of fraction */
	const char	*original;	/* sinks: as in the document, or NULL */
};

/* An option of a plugin and its value, as text. */
struct ps_setting {
	const char	*name, *value;
};

struct ps_table {
	const char		*name;	/* formats: NULL = after the document */
	const struct ps_column	*columns;
	uint32_t		 n_columns;
	uint32_t		 flags;
	/* formats: options to read ranges of the table with, where they are */
	/* not those the document was opened with */
	const struct ps_setting	*settings;
	uint32_t		 n_settings;
};

/*
 * Cells as a format hands them over: bytes that stay where they are until the
 * next call of rows().
 */
enum {
	PS_QUOTED	= 1 << 0,	/* stood in quotes */
	PS_ABSENT	= 1 << 1,	/* no value at all (\N, JSON null) */
	/* text in the document, whatever it looks like: no number */
	PS_STRING	= 1 << 3,
	/* on a row's first cell: the row is a group line or a total */
	PS_SUMMARY	= 1 << 2
};

struct ps_slice {
	const char	*p;
	uint32_t	 n;
	uint16_t	 flags;
	uint16_t	 type;		/* enum ps_type; PS_NULL = infer it */
};

/* Records that are not rows, and what is said about records that are. */
enum ps_class {
	PS_BLANK, PS_TITLE, PS_COMMENT, PS_HEADER, PS_UNITS, PS_REPEATED_HEADER,
	PS_FOOTNOTE, PS_RULE, PS_OTHER,
	PS_PAGE		/* printed at the edges of pages: numbers, titles */
};

enum ps_severity { PS_NOTE, PS_REPAIRED, PS_REJECTED };

/*
 * Rows on their way to a sink.  16 bytes a cell.  What `value` holds:
 *   BOOL INT          integer (bool: 0 or 1)
 *   DECIMAL           integer / 10^scale; at most 18 digits
 *   REAL              real
 *   all others        offset and length of UTF-8 text in `bytes`: BIGINT and
 *                     longer DECIMALs as plain digits with '.', DATE, TIME,
 *                     TIMESTAMP and TIMESTAMPTZ as ISO 8601
 */
enum {
	PS_CELL_TEXT	= 1 << 0, /* a DECIMAL that is text (> 18 digits) */
	PS_CELL_TOKEN	= 1 << 1,	/* a NULL written as the null token */
	PS_CELL_EMPTY	= 1 << 2	/* a NULL that was an empty cell */
};

struct ps_cell {
	uint32_t	length;
	uint8_t		type;		/* enum ps_type */
	uint8_t		flags;
	int16_t		scale;
	union {
		int64_t		integer;
		double		real;
		uint64_t	offset;
	} value;
};

struct ps_batch {
	uint32_t		 n_rows;
	uint32_t		 n_columns;	/* of `cells` */
	const struct ps_cell	*cells;		/* n_rows * n_columns */
	const uint32_t		*line;		/* per row, minus line_base */
	uint64_t		 line_base;
	int64_t			 document;	/* its ledger id, for _doc */
	const int32_t		*map;	/* table column -> batch column, */
	uint32_t		 n_map;		/* -1 or past the end = NULL */
	const char		*bytes;
	size_t			 n_bytes;
};

/* A value in a ledger statement: PS_NULL, PS_INT, PS_REAL, PS_TEXT, PS_BLOB. */
struct ps_value {
	enum ps_type	 type;
	uint32_t	 length;
	int64_t		 integer;
	double		 real;
	const char	*text;
};

typedef enum ps_status ps_row_fn(void *arg, const struct ps_value *,
    uint32_t n);

/*
 * For settling: the value `in` of row `row`, table column `column`, becomes
 * `out` in the column's new type.  `out` is valid until the next call.
 */
typedef enum ps_status ps_convert_fn(void *arg, int64_t row, uint32_t column,
    const struct ps_value *in, struct ps_value *out);

struct ps_input;	/* a document's bytes, decoded to UTF-8, in order */
struct ps_guess;	/* what probe() found: reasons and option values */
struct ps_rows;		/* a batch being filled */
struct ps_found;	/* where a source reports to */
struct ps_tree;		/* objects within objects, made into tables */

/* What ends the lines of a document; CR LF is one end in any case. */
enum ps_ends { PS_ENDS_LF, PS_ENDS_CR, PS_ENDS_ANY };

/*
 * What a list begins with says what becomes of it: a list of objects is a
 * table, any other is one value.  PS_TREE_VALUES is a list of values or of
 * lists.
 */
enum ps_tree_kind { PS_TREE_OBJECT = 1, PS_TREE_LIST, PS_TREE_VALUES };
enum ps_tree_answer {
	PS_TREE_FAIL = -1,	/* too deep */
	PS_TREE_GO,		/* what is in it, then ps_tree_leave() */
	PS_TREE_WHOLE		/* pass over it, and give it as one value */
};

/* How a tree is made into tables; all may be NULL or false. */
struct ps_tree_options {
	const char	*path;	/* of the list that is the main table: */
				/* keys after '/' each; "" is the root */
	bool		 keyed;	/* it is an object: each member a row, its */
				/* name the column _key */
	const char	*unwrap; /* keys, ',' between them, of objects in a */
				/* record that give no prefix to their names */
	const char	*whole;	/* keys whose value is kept as it is written */
	bool		 sequence; /* the root is many values one by one */
	bool		 tuples; /* of that list, lists are rows, too; */
	bool		 header; /* its first one has their names */
	bool		 columns; /* it is an object of lists: columns, which */
				/* are held until its end */
};

/* What a sample of a tree looks like. */
struct ps_tree_shape {
	char		path[400];	/* as in the options */
	bool		keyed;
	uint32_t	records;	/* met at that path */
	uint32_t	scalars, scalars_in;	/* in all; in those records */
	bool		tuples, header, columns;	/* as in the options */
};

/*
 * What the core lends.  Use the short forms below.
 *
 * peek() shows at least the wanted bytes unless the document ends first, and
 * consumes none; take() moves on.  What peek() showed stays in place until the
 * next call of rows().  limit() is the offset at which the reader stops: it
 * begins no record there or later (UINT64_MAX: the end of the document).
 * line() takes one line, shown without its end (LF, CRLF or CR), or returns -1
 * after the last.  row() adds a row (shorter ones are filled with NULL) and
 * says true when the batch is full: return PS_OK and be called again.
 */
struct ps_host {
	uint32_t	size;
	void		(*log)(const struct ps_host *, enum ps_level,
			    const char *, ...) PS_PRINTF(3, 4);
	enum ps_status	(*fail)(const struct ps_host *, enum ps_status,
			    uint64_t, const char *, ...) PS_PRINTF(4, 5);
	void		*(*alloc)(const struct ps_host *, size_t);

	/* formats: bidding */
	void		(*because)(struct ps_guess *, const char *, ...)
			    PS_PRINTF(2, 3);
	void		(*suggest)(struct ps_guess *, const char *,
			    const char *);

	/* formats: reading */
	ptrdiff_t	(*peek)(struct ps_input *, size_t, const char **);
	enum ps_status	(*take)(struct ps_input *, size_t);
	ptrdiff_t	(*line)(struct ps_input *, const char **);
	uint64_t	(*offset)(struct ps_input *);
	uint64_t	(*limit)(struct ps_input *);
	char		*(*scratch)(struct ps_rows *, size_t);
	bool		(*row)(struct ps_rows *, const struct ps_slice *,
			    uint32_t, uint64_t);
	void		(*aside)(struct ps_rows *, enum ps_class, uint64_t,
			    const char *, size_t);
	void		(*issue)(struct ps_rows *, enum ps_severity, uint64_t,
			    const char *, const char *, const char *, size_t);

	/* sources */
	enum ps_status	(*found)(struct ps_found *, const struct ps_doc *);
	enum ps_status	(*fetched)(struct ps_found *, const struct ps_doc *,
			    int);
	void		(*skipped)(struct ps_found *, const struct ps_doc *,
			    enum ps_status, const char *, ...) PS_PRINTF(4, 5);
	void		(*listed)(struct ps_found *, const char *, bool);

	/* all: the name of a type; does a glob match (* within a part of a */
	/* path, ** across parts)? */
	const char	*(*type_name)(enum ps_type);
	bool		(*glob)(const char *, const char *);

	/* formats, bidding: one decision; see ps_decided() */
	void		(*decided)(struct ps_guess *, const char *,
			    const char *, const char *, const char *, double);

	/* formats that do not read from front to end: see ps_length() */
	int64_t		(*length)(struct ps_input *);
	ptrdiff_t	(*pread)(struct ps_input *, void *, size_t, uint64_t);

	/* formats whose tables are filled in turn: see ps_add_table() */
	uint32_t	(*add_table)(struct ps_rows *, const struct ps_table *);
	void		(*add_columns)(struct ps_rows *, uint32_t,
			    const struct ps_column *, uint32_t);
	void		(*into)(struct ps_rows *, uint32_t);

	/* formats of objects within objects: see ps_tree_new() */
	struct ps_tree	*(*tree_new)(const struct ps_host *,
			    const struct ps_tree_options *);
	void		(*tree_into)(struct ps_tree *, struct ps_rows *);
	enum ps_tree_answer (*tree_enter)(struct ps_tree *, const char *,
			    size_t, enum ps_tree_kind, uint64_t);
	void		(*tree_value)(struct ps_tree *, const char *, size_t,
			    const char *, size_t, unsigned, uint64_t);
	bool		(*tree_leave)(struct ps_tree *);
	void		(*tree_pause)(struct ps_tree *);
	void		(*tree_shape)(struct ps_tree *,
			    struct ps_tree_shape *);

	/* formats: the scan of some text as of a sample; its lines are */
	/* valid until the next one; see ps_scan_text() */
	void		(*scan)(const struct ps_host *, const char *, size_t,
			    struct ps_scan *);

	/* all: see ps_is_junk() */
	bool		(*is_junk)(const char *);

	/* formats: see ps_line_ends() */
	void		(*line_ends)(struct ps_input *, enum ps_ends);

	/* formats of objects within objects: see ps_tree_new() */
	void		(*tree_cut)(struct ps_tree *);
};

/*
 * One use of a plugin.  `state` is state_size zeroed bytes; `options` is the
 * plugin's options struct, filled and checked.
 */
struct ps_self {
	const struct ps_host	*host;
	void			*state;
	const void		*options;
};

#define ps_log(self, level, ...)					\
	(self)->host->log((self)->host, level, __VA_ARGS__)
#define ps_fail(self, status, at, ...)					\
	(self)->host->fail((self)->host, status, at, __VA_ARGS__)
#define ps_alloc(self, n)	((self)->host->alloc((self)->host, n))
#define ps_because(self, g, ...)	(self)->host->because(g, __VA_ARGS__)
#define ps_suggest(self, g, opt, val)	(self)->host->suggest(g, opt, val)
/*
 * What was decided ("delimiter"), what was chosen and why; what else it could
 * have been, and by how many bits that lost.  NULL and 0 where there was no
 * other or nothing was measured.  The texts are copied.  Tell the few that a
 * person would doubt; an older core passes them over.
 */
#define ps_decided(self, g, what, choice, why, other, bits) do {	\
	const struct ps_host *h_ = (self)->host;			\
									\
	if (h_->size >= offsetof(struct ps_host, decided) +		\
	    sizeof(h_->decided) && h_->decided != NULL)			\
		h_->decided(g, what, choice, why, other, bits);		\
} while (0)
/*
 * What the core would say of these bytes if they were a sample: for a format
 * that judges part of a document.  False: an older core, which cannot.
 */
#define ps_scan_text(self, p, n, out)					\
	((self)->host->size >= offsetof(struct ps_host, scan) +		\
	    sizeof((self)->host->scan) && (self)->host->scan != NULL &&	\
	    ((self)->host->scan((self)->host, p, n, out), true))
#define ps_peek(self, in, want, p)	(self)->host->peek(in, want, p)
#define ps_take(self, in, n)		(self)->host->take(in, n)
#define ps_line(self, in, p)		(self)->host->line(in, p)
#define ps_offset(self, in)		(self)->host->offset(in)
#define ps_limit(self, in)		(self)->host->limit(in)
/*
 * In open(): what ends the lines of this document, so that the core counts
 * those of each range as the format does.  A document in which any end does is
 * read in one piece, PS_SPLITS or not.  Not told, lines end in LF, or in CR
 * where there is no LF to be seen.
 */
#define ps_line_ends(self, in, ends) do {				\
	const struct ps_host *h_ = (self)->host;			\
									\
	if (h_->size >= offsetof(struct ps_host, line_ends) +		\
	    sizeof(h_->line_ends) && h_->line_ends != NULL)		\
		h_->line_ends(in, ends);				\
} while (0)
/*
 * For raw bytes (PS_BINARY, PS_CONTAINER) of a document that lies whole in a
 * file or in memory: its length, and any part of it.  A stream has length -1
 * and is read by peek and take only; ps_pread() says -1 then and on an error,
 * else how many bytes there were.
 */
#define ps_length(self, in)		(self)->host->length(in)
#define ps_pread(self, in, to, n, at)	(self)->host->pread(in, to, n, at)
#define ps_scratch(self, out, n)	(self)->host->scratch(out, n)
#define ps_row(self, out, cells, n, at)	(self)->host->row(out, cells, n, at)
/*
 * A record may make rows in several tables, and bring columns that no record
 * had before.  What table() announces is table 0 (or the next, if it announces
 * more); ps_add_table(), called in rows() at any time, makes another and gives
 * its number, ps_into() says which table the next rows are for, and
 * ps_add_columns() puts columns behind those a table has: rows before lack
 * them.  Names are copied.  Rows of added tables count as emitted.
 */
#define ps_add_table(self, out, t)	(self)->host->add_table(out, t)
#define ps_add_columns(self, out, table, columns, n)			\
	(self)->host->add_columns(out, table, columns, n)
#define ps_into(self, out, table)	(self)->host->into(out, table)
/*
 * Trees.  A reader tells what it meets: ps_tree_enter() an object or list,
 * ps_tree_value() a value, ps_tree_leave() the end of the last entered; `key`
 * (n bytes) is its name within an object and ignored within a list, `line` 0
 * means that its number among the records is what tells it from others.
 * Values are slices like those of ps_row(), with its flags.  Objects within a
 * record become columns a_b, lists of objects tables of their own with _parent
 * (the _line of the row they belong to) and _ord.  ps_tree_leave() says true
 * when the batch is full.  In table(), announce a table without columns; in
 * rows(), begin with ps_tree_into() and end with ps_tree_pause().  Without
 * ps_tree_into() nothing is stored, and ps_tree_shape() says what was seen, to
 * be used in probe().  ps_tree_cut() says that the document breaks off: all
 * that was entered is left, and a row that has nothing yet is none.  The tree
 * is the host's.
 */
#define ps_tree_new(self, options)					\
	((self)->host->tree_new((self)->host, options))
#define ps_tree_into(self, tree, out)	(self)->host->tree_into(tree, out)
#define ps_tree_enter(self, tree, key, n, kind, line)			\
	(self)->host->tree_enter(tree, key, n, kind, line)
#define ps_tree_value(self, tree, key, n, p, length, flags, line)	\
	(self)->host->tree_value(tree, key, n, p, length, flags, line)
#define ps_tree_leave(self, tree)	(self)->host->tree_leave(tree)
#define ps_tree_cut(self, tree)		(self)->host->tree_cut(tree)
#define ps_tree_pause(self, tree)	(self)->host->tree_pause(tree)
#define ps_tree_shape(self, tree, shape) (self)->host->tree_shape(tree, shape)
/* a record set aside: its class, its line, its raw bytes */
#define ps_aside(self, out, class, at, p, n)				\
	(self)->host->aside(out, class, at, p, n)
/* severity, line, rule (a word), reason (a sentence), raw bytes */
#define ps_issue(self, out, sev, at, rule, why, p, n)			\
	(self)->host->issue(out, sev, at, rule, why, p, n)
#define ps_found_doc(self, to, doc)	(self)->host->found(to, doc)
#define ps_fetched(self, to, doc, fd)	(self)->host->fetched(to, doc, fd)
#define ps_skipped(self, to, doc, st, ...)				\
	(self)->host->skipped(to, doc, st, __VA_ARGS__)
#define ps_glob(self, pattern, text)	(self)->host->glob(pattern, text)
/* Is a part of this path what systems leave behind (.git, ._x, Thumbs.db)? */
#define ps_is_junk(self, path)		(self)->host->is_junk(path)
#define ps_listed(self, to, root, whole) (self)->host->listed(to, root, whole)

/*
 * Descriptors.  Each kind begins with the same head.
 */
enum ps_kind { PS_SOURCE = 1, PS_FORMAT = 2, PS_SINK = 3 };

struct ps_plugin {
	uint32_t		 abi;		/* PS_ABI */
	uint32_t		 size;		/* of the whole descriptor */
	enum ps_kind		 kind;
	const char		*name;		/* as used in Lua */
	const char		*version;
	const char		*summary;	/* one line, no full stop */
	const struct ps_option	*options; /* a NULL name ends it, or NULL */
	size_t			 option_size;	/* sizeof(struct ps_option) */
	size_t			 options_size;
	size_t			 state_size;
};

#define PS_HEAD(T, KIND)						\
	.plugin.abi = PS_ABI, .plugin.size = sizeof(T),			\
	.plugin.kind = KIND, .plugin.option_size = sizeof(struct ps_option)

struct ps_poll {
	int	fd;
	short	events, revents;	/* as in poll(2) */
};

/*
 * A source lists documents and fetches those the core asks for.  It is driven
 * by step(): do a little, report by ps_found_doc() (a document exists),
 * ps_fetched() (its bytes are this descriptor's; the core closes it),
 * ps_skipped() (it cannot be had, and why) and ps_listed() (a root was listed
 * to its end, or not).  Documents are found in the order of their addresses.
 */
struct ps_source {
	struct ps_plugin	 plugin;
	const char *const	*schemes; /* "file", "https"; NULL ends it */
	/* The inputs, as the user gave them. */
	enum ps_status		(*open)(struct ps_self *,
				    const char *const *inputs, uint32_t n);
	/* PS_OK: call again; PS_RETRY: wait for watch(); PS_EOF: all listed. */
	enum ps_status		(*step)(struct ps_self *, struct ps_found *);
	/* Deliver this document, now or from a later step(). */
	enum ps_status		(*fetch)(struct ps_self *, struct ps_found *,
				    const struct ps_doc *);
	/* What step() waits for: descriptors, and milliseconds (-1: none). */
	uint32_t		(*watch)(struct ps_self *, struct ps_poll *,
				    uint32_t max, int *timeout);
	/* A worker's message about a document: "follow", "submit", "fact". */
	enum ps_status		(*note)(struct ps_self *, const struct ps_doc *,
				    const char *what, const char *text);
	/* The document is stored for good, or could not be read (queues). */
	void			(*ack)(struct ps_self *, const struct ps_doc *);
	void			(*nack)(struct ps_self *, const struct ps_doc *,
				    const char *why);
	/* Put a document into the source (queues). */
	enum ps_status		(*push)(struct ps_self *,
				    const struct ps_doc *);
	void			(*close)(struct ps_self *);
};

enum {
	PS_SPLITS	= 1 << 0,	/* align() works: ranges can be read */
	PS_BINARY	= 1 << 1, /* reads raw bytes: text is not decoded */
	PS_CONTAINER	= 1 << 2, /* member() and read() instead of tables */
	PS_SPLITS_TABLES = 1 << 3 /* PS_SPLITS; a range may end a table */
};

struct ps_format {
	struct ps_plugin	 plugin;
	const char *const	*suffixes;	/* ".csv"; NULL ends it */
	const char *const	*mimes;
	uint32_t		 cost;	/* of probe(): cheap ones first */
	uint32_t		 flags;
	/* Judge the sample.  Same sample, same answer; keeps nothing. */
	enum ps_status		(*probe)(struct ps_self *,
				    const struct ps_sample *, struct ps_guess *,
				    struct ps_bid *);
	enum ps_status		(*open)(struct ps_self *, struct ps_input *);
	/* The next table, or PS_EOF; then its rows, a batch a call; PS_EOF */
	/* may come with the last of them. */
	enum ps_status		(*table)(struct ps_self *, struct ps_rows *,
				    struct ps_table *);
	enum ps_status		(*rows)(struct ps_self *, struct ps_rows *);
	/* PS_SPLITS: opened somewhere inside the document, take all up to */
	/* the first record that begins here or later; then rows() of the */
	/* table at hand; table() is not called, or, PS_SPLITS_TABLES, after */
	/* these rows, for tables that begin in the range. */
	enum ps_status		(*align)(struct ps_self *, struct ps_input *);
	/* Containers: the next member, or PS_EOF.  PS_SKIP: it cannot be */
	/* read, ps_fail() says why; PS_RETRY: what stands here is no */
	/* document, call again.  Then its bytes: how many, 0 at its end, -1. */
	enum ps_status		(*member)(struct ps_self *, struct ps_doc *);
	ptrdiff_t		(*read)(struct ps_self *, void *, size_t);
	void			(*close)(struct ps_self *);
};

enum {
	PS_KEEPS_LEDGER	= 1 << 0,	/* sql(), remove(), settle() work */
	PS_PARALLEL	= 1 << 1,	/* several writers are safe */
	PS_WANTS_TEXT	= 1 << 2	/* rows as source text, not typed */
};

/* State of a sink after open(), for the core to print and to decide by. */
struct ps_opened {
	bool	existed;		/* the target was there before */
	bool	resumed;		/* an unfinished build was taken up */
	char	where[512];		/* what people know it by */
};

struct ps_sink {
	struct ps_plugin	 plugin;
	uint32_t		 flags;
	enum ps_status		(*open)(struct ps_self *, struct ps_opened *);
	/* Make the table unless it exists. */
	enum ps_status		(*table)(struct ps_self *,
				    const struct ps_table *);
	/* The table has new columns: the last n of those given. */
	enum ps_status		(*widen)(struct ps_self *,
				    const struct ps_table *, uint32_t n);
	/* Between begin() and end() lies one document: all of it or nothing. */
	enum ps_status		(*begin)(struct ps_self *,
				    const struct ps_doc *);
	/* Append; rows get consecutive numbers, the first of them told. */
	enum ps_status		(*write)(struct ps_self *,
				    const struct ps_table *,
				    const struct ps_batch *, int64_t *first);
	enum ps_status		(*end)(struct ps_self *, bool keep);
	/* All that was ended is durable once this returns PS_OK. */
	enum ps_status		(*commit)(struct ps_self *);
	/* Remove rows by number: a document that is replaced. */
	enum ps_status		(*remove)(struct ps_self *,
				    const struct ps_table *,
				    int64_t first, int64_t last);
	/* Rewrite columns to the types in the table given; `changed` says */
	/* which.  Rows keep their numbers.  One transaction, resumable. */
	/* No function: values stay, only the declarations change. */
	enum ps_status		(*settle)(struct ps_self *,
				    const struct ps_table *,
				    const bool *changed, ps_convert_fn *,
				    void *);
	/* One statement of the ledger: portable SQL, parameters ?1 ?2 ... */
	enum ps_status		(*sql)(struct ps_self *, const char *text,
				    const struct ps_value *, uint32_t n,
				    ps_row_fn *, void *);
	/* The load ended: whole (give it its final name) or broken off. */
	enum ps_status		(*finish)(struct ps_self *, bool whole);
	void			(*close)(struct ps_self *);
};

/*
 * PS_PLUGIN(lines, lines_format) exports the descriptor.  A function, since
 * ISO C promises nothing for data found by dlsym(); the name is the one that
 * libltdl looks up for both a shared and a preloaded (static) module.
 */
#define PS_PLUGIN(module, descriptor)					\
	PS_EXPORT const struct ps_plugin *module##_LTX_ps_plugin(void);	\
	const struct ps_plugin *module##_LTX_ps_plugin(void)		\
	{								\
		return &(descriptor).plugin;				\
	}								\
	extern int ps_want_semicolon

#ifdef __cplusplus
}
#endif
#endif /* POLYSCRAPER_H */
