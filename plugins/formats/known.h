/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * known.h - what the files of the format of well-known logs share.
 *
 * A log is described by patterns, one for each kind of line that it has.  They
 * are compiled into a few steps when a document is opened, and a line is
 * matched by going through these once, with no way back but to the next branch
 * of a group.
 *
 *	{name}			a word: bytes up to a blank or what follows
 *	{name:KIND}		KIND is one of those below; {name:int-} may
 *				be a lone '-', which is no value
 *	{name:time LAYOUT}	by %Y %y %m %d %e %b %a %H %M %S %f %z %Z %s
 *	{name:=A|B|C}		one of these
 *	{:KIND}			matched, but no column
 *	{}  { }			blanks, perhaps none; one or more
 *	{?A|B}  {?A}  {&A}	A or else B; A or nothing; A, looked at only
 *	%{  %}  %|  %%		these bytes themselves
 *
 * All else stands for itself.  A pattern that begins with "+ " is a further
 * line of the record above it, one with "# " is a line that is set aside.
 */
#ifndef PS_KNOWN_H
#define PS_KNOWN_H

#include <string.h>

#include "log_template.h"
#include "polyscraper.h"

#define KNOWN_STEPS	256u
#define KNOWN_COLUMNS	256u
#define KNOWN_LINES	24u		/* patterns of a log */
#define KNOWN_NAMES	8192u		/* bytes of its columns' names */
#define KNOWN_FOLLOWS	6u
#define KNOWN_DEPTH	8u		/* groups within groups */

enum known_kind {
	KIND_WORD,
	KIND_NAME,		/* letters, digits and _ . $ / @ - */
	KIND_TEXT,		/* up to what follows */
	KIND_QUOTED,		/* within double quotes; \" is no end */
	KIND_BRACKETED,		/* [...], or several; quotes as above */
	KIND_INT,
	KIND_NUMBER,
	KIND_DECIMAL,		/* a number with a fraction */
	KIND_HEX,
	KIND_IP,
	KIND_TIME,
	KIND_ONE_OF,
	/* the rest of the line ... */
	KIND_REST,
	KIND_FOLDED,		/* ... and lines that begin with a blank */
	KIND_LINES,		/* ... and all that begin no record */
	KIND_PAIRS,		/* key=value, each a column; {name:pairs} */
				/* has the text where it is more than that */
	KIND_PAIR		/* key=value, which is all there is */
};

enum known_do { DO_LITERAL, DO_BLANKS, DO_FIELD, DO_TRY, DO_COMMIT, DO_END };

#define NO_COLUMN	UINT16_MAX
#define NO_WAY		UINT16_MAX

struct known_text {
	const char	*p;
	size_t		 n;
};

/* Does it stand at p?  It has a byte at least. */
static inline bool
known_is(const struct known_text *t, const char *p, const char *end)
{
	return (size_t)(end - p) >= t->n && *p == *t->p && (t->n == 1 ||
	    memcmp(p, t->p, t->n) == 0);
}

struct known_step {
	uint8_t		 what;		/* enum known_do */
	uint8_t		 kind;		/* enum known_kind */
	bool		 dash;		/* a lone '-' will do */
	bool		 look;		/* COMMIT: go back to where it began */
	bool		 ends;		/* the line's end may follow */
	uint8_t		 least;		/* BLANKS: how many */
	uint8_t		 n_follows;
	uint16_t	 column;
	uint16_t	 to;		/* TRY: if it fails; COMMIT: always */
	struct known_text text;		/* a literal, layout or choices */
	/* What ends a field: the literals that may stand behind it. */
	struct known_text follows[KNOWN_FOLLOWS];
};

/* What a pattern says of a line. */
enum known_role { ROLE_RECORD, ROLE_MORE, ROLE_ASIDE };

/* A description, ready to be matched.  Its texts are those of the patterns. */
struct known_log {
	struct known_step	steps[KNOWN_STEPS];
	uint32_t		n_steps;
	uint16_t		starts[KNOWN_LINES];	/* first step of each */
	uint8_t			roles[KNOWN_LINES];	/* enum known_role */
	uint32_t		n_lines;
	struct ps_column	columns[KNOWN_COLUMNS];
	uint32_t		n_columns;
	bool			context;  /* lines go on with records above */
	bool			grows;	/* lines bring columns */
	char			names[KNOWN_NAMES];
	size_t			n_names;
	uint32_t		hint;	/* the column that may come next */
};

/* known_compile.c */
void	known_start(struct known_log *);
enum known_role known_role(const char *pattern, size_t n);
/* One more pattern; NULL, or what it should be, a constant. */
const char *known_add(struct known_log *, const char *pattern, size_t n);
/* The column of that name, or NO_COLUMN. */
uint16_t known_find(struct known_log *, const char *name, size_t n);
/* The column of that name, a new one if need be; NO_COLUMN: no room. */
uint16_t known_column(struct known_log *, const char *name, size_t n);
/* Its cells are text, whatever they look like. */
bool	known_is_text(enum known_kind);

/* known_begin.c: could one of the lines, none of which is empty, match?  To */
/* spare compiling the pattern. */
bool	known_begins(const char *pattern, size_t n,
	    const struct known_text *lines, uint32_t n_lines);

/* known_match.c */
struct known_match {
	struct ps_slice		cells[KNOWN_COLUMNS];
	bool			set[KNOWN_COLUMNS];
	uint16_t		tail;		/* column that may go on */
	uint8_t			tail_kind;
};

/* The line at p..n, without its end, by one of the log's patterns. */
bool	known_match(struct known_log *, uint32_t line, const char *p,
	    size_t n, struct known_match *);

enum known_line {
	LINE_RECORD, LINE_MORE, LINE_ASIDE, LINE_BLANK, LINE_FOLDED, LINE_OTHER
};
enum known_line known_line(struct known_log *, const char *p, size_t n,
	    struct known_match *);

/* known_field.c: the bytes of a field at p, or SIZE_MAX; *skip of them, at */
/* each end, are no part of its cell */
size_t	known_field(const struct known_step *, const char *p, const char *end,
	    size_t *skip);

/* known_pairs.c: a column of that name, of at most LONGEST_KEY bytes, that */
/* has no value yet: a key that comes again has one with a number. */
#define LONGEST_KEY	64u
uint16_t known_free_column(struct known_log *, const char *key, size_t n,
	    const struct known_match *);
/* key=value in n bytes at p; false: there is other text, too. */
bool	known_pairs(struct known_log *, const char *p, size_t n,
	    struct known_match *);
/* One key=value, whose value takes all of it; false: it is none. */
bool	known_pair(struct known_log *, const char *p, size_t n,
	    struct known_match *);

/* known_time.c: bytes at p that are a time in this layout, 0 if none */
size_t	known_time(const struct known_text *layout, const char *p,
	    const char *end);
/* NULL, or what a layout should be. */
const char *known_layout(const struct known_text *layout);

/* known_table.c */
struct known_description {
	const char	*name, *title;
	const char	*patterns[KNOWN_LINES];	/* NULL ends them */
};
extern const struct known_description known_table[];	/* NULL name ends it */

/* known_load.c: descriptions by number: first the user's ("name: pattern" a */
/* line, or NULL), then those of the table. */
struct known_one {
	const char	*name;		/* n_name bytes */
	size_t		 n_name;
	const char	*title;		/* or NULL */
};
bool	known_nth(const char *user, uint32_t, struct known_one *);
/* Their patterns; false after the last. */
bool	known_pattern(const char *user, const struct known_one *, uint32_t,
	    struct known_text *);
/* All of one; NULL, or what is wrong with it. */
const char *known_load(const char *user, const struct known_one *,
	    struct known_log *);

struct known_options {
	const char	*as;
	const char	*pattern;
	bool		 templates;
};
const char *known_expects(const char *pattern);

/* known_bid.c */
enum ps_status known_probe(struct ps_self *, const struct ps_sample *,
	    struct ps_guess *, struct ps_bid *);

/* known_read.c */
struct known {
	struct ps_self		*self;
	struct ps_input		*in;
	struct ps_rows		*out;
	struct known_log	 log;
	/* The record at hand, and the line behind it. */
	struct known_match	*record, *next, matches[2];
	uint32_t		 n_told;	/* columns */
	struct log_templates	*templates;	/* of messages, or NULL */
	uint16_t		 message;	/* its column */
	bool			 told;
	bool			 begun;		/* a record was met */
	bool			 cut;		/* amid a line too long */
	bool			 ready;	/* `next` is the line at hand */
	char			 end;
	uint64_t		 line;
	size_t			 want;
};

enum ps_status known_open(struct ps_self *, struct ps_input *);
enum ps_status known_announce(struct ps_self *, struct ps_rows *,
	    struct ps_table *);
enum ps_status known_rows(struct ps_self *, struct ps_rows *);
enum ps_status known_align(struct ps_self *, struct ps_input *);

/* known_record.c */
/* The length of the line at p without its end; *whole with it.  SIZE_MAX: */
/* its end is not in sight. */
size_t	known_line_length(const struct known *, const char *p, size_t n,
	    bool last, size_t *whole);
/*
 * The bytes of the record at p, whose first line (`first` bytes) is matched;
 * *lines is how many it has.  0: its end is not in sight.  `ready` says whether
 * the line behind it was matched, too.
 */
size_t	known_record(struct known *, const char *p, size_t n, size_t first,
	    bool last, uint32_t *lines);

#endif
