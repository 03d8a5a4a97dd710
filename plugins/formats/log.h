/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log.h - what the files of the log format share: tokens, patterns, records.
 *
 * The records of a log begin alike: a time, a level, who says it.  A pattern
 * says how, field by field, in words that a person can read and write:
 *
 *	<time:stamp> <level:level> [<thread>] <logger:name>: <message:rest>
 *
 * <name:kind> is a field, {...} may be left out, a blank stands for one or
 * more, and for the end of the line.  A backslash makes the next byte literal.
 */
#ifndef PS_LOG_H
#define PS_LOG_H

#include "polyscraper.h"

#include "log_template.h"

#define LOG_PATTERNS	6u
#define LOG_OPS		64u
#define LOG_COLUMNS	32u
#define LOG_NAME	32u
#define LOG_TEXT	400u		/* of a pattern */

/* log_stamp.c: times as people and programs write them */
enum log_stamp {
	NO_STAMP,
	STAMP_FULL,		/* a day and a time of day */
	STAMP_DATE, STAMP_CLOCK,
	STAMP_EPOCH		/* seconds or parts of them since 1970 */
};
/* What begins at p, and how many bytes it takes. */
enum log_stamp log_stamp(const char *p, size_t n, size_t *bytes);
/* INFO, warn, <E>: the bytes of a level at p, 0 if there is none. */
size_t	log_severity(const char *p, size_t n);

static inline bool
log_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
log_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool
log_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* log_token.c: what lines begin with, parted by blanks and brackets */
enum log_kind {
	TOK_NONE, TOK_STAMP, TOK_LEVEL, TOK_BRACKET, TOK_NAME, TOK_DASH,
	TOK_INT, TOK_ADDRESS, TOK_WORD, TOK_KINDS
};

struct log_token {
	enum log_kind	 kind;
	enum log_stamp	 stamp;		/* or a bracket around one */
	char		 open;		/* of a bracket: what opens it */
	char		 mark;		/* right behind it: : , ; | or 0 */
	bool		 level;		/* or a bracket around one */
	char		 more;		/* behind a time in a bracket, or 0 */
	bool		 pid, detail;	/* of a name: name[1] (detail): */
	const char	*p;		/* without bracket and mark */
	uint32_t	 n;
	uint32_t	 gap;		/* blanks behind it */
	uint32_t	 end;		/* where the next may begin */
};

/* The token at `at` of a line; TOK_NONE at its end. */
void	log_token(const char *p, size_t n, size_t at, struct log_token *);

/* log_pattern.c */
enum log_op_kind {
	OP_LITERAL, OP_BLANK, OP_ONE, OP_GROUP, OP_END,
	OP_STAMP, OP_DATE, OP_CLOCK, OP_EPOCH, OP_LEVEL, OP_INT, OP_WORD,
	OP_NAME, OP_TEXT, OP_REST
};

struct log_op {
	enum log_op_kind kind;
	char		 c;		/* of a literal */
	bool		 inner;		/* stands in brackets, which pair */
	uint32_t	 column;
	uint32_t	 end;		/* of a group: behind it */
};

struct log_pattern {
	struct log_op	 ops[LOG_OPS];
	uint32_t	 n;
};

struct log_names {
	char		 name[LOG_COLUMNS][LOG_NAME];
	uint32_t	 n;
};

/* The column of that name, a new one if need be; LOG_COLUMNS: no room. */
uint32_t log_column(struct log_names *, const char *p, size_t n);
/* NULL, or what is wrong with it. */
const char *log_compile(const char *text, struct log_names *,
	    struct log_pattern *);
/* Cells of columns that are not in it are left alone. */
bool	log_match(const struct log_pattern *, const char *p, size_t n,
	    struct ps_slice *cells);

/* log_find.c: the patterns of some lines, most telling first */
struct log_found {
	char		 text[LOG_PATTERNS][LOG_TEXT];
	uint32_t	 n;
	uint32_t	 lines, matched;	/* of those looked at, */
	uint32_t	 texts;			/* whose message is text */
	double		 saved;			/* bits */
	size_t		 bytes;			/* in lines that match */
};

void	log_find(struct ps_self *, const char *p, size_t n, bool whole,
	    struct log_found *);

/* log_bid.c */
enum ps_status log_probe(struct ps_self *, const struct ps_sample *,
	    struct ps_guess *, struct ps_bid *);

/* log_read.c */
struct log_options {
	const char	*pattern, *pattern2, *pattern3, *pattern4, *pattern5,
			*pattern6;
	bool		 templates, values;
};

struct log {
	struct ps_self		*self;
	struct ps_input		*in;
	struct ps_rows		*out;
	struct log_pattern	 patterns[LOG_PATTERNS];
	uint32_t		 n_patterns;
	struct log_names	 names;
	uint32_t		 message;	/* the column */
	struct log_templates	*templates;	/* or NULL */
	struct ps_column	 columns[LOG_COLUMNS + 1];
	uint64_t		 line;		/* the next, from 1 */
	size_t			 want;
	uint32_t		 order[LOG_COLUMNS];	/* of the columns */
	bool			 told;
	bool			 values;	/* have tables */
	bool			 cut;	/* amid a line longer than LONGEST */
};

enum ps_status log_open(struct ps_self *, struct ps_input *);
enum ps_status log_table(struct ps_self *, struct ps_rows *,
	    struct ps_table *);
enum ps_status log_rows(struct ps_self *, struct ps_rows *);

#endif
