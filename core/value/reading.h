/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * reading.h - what is known of a column, and how its text becomes values.
 *
 * Facts are what a worker learns of one column of one document: each cell only
 * narrows them (AND, +, min, max), so they merge in any order.  A reading is
 * chosen from facts: the one way in which the texts of that column are read,
 * and rendered back.  Both are plain data without pointers.
 */
#ifndef PS_READING_H
#define PS_READING_H

#include "polyscraper.h"

/* Null tokens, besides the empty cell. */
enum token {
	TOKEN_EMPTY, TOKEN_NULL, TOKEN_NULL_LOWER, TOKEN_NA, TOKEN_N_A,
	TOKEN_HASH_N_A, TOKEN_NAN, TOKEN_NAN_LOWER, TOKEN_NONE,
	TOKEN_NONE_LOWER, TOKEN_NIL, TOKEN_DASH, TOKEN_DASHES, TOKEN_DOT,
	TOKEN_QUESTION, TOKEN_BACKSLASH_N, TOKEN_N_A_LOWER, TOKEN_NULL_TITLE,
	TOKEN_NA_LOWER, TOKEN_DOTS, TOKEN_ELLIPSIS, N_TOKENS
};
extern const char *const token_text[N_TOKENS];

/* Null tokens that are told (--nulls): after TOLD_FIRST in a reading. */
#define N_TOLD		8
#define TOLD_FIRST	(N_TOKENS + 1)
struct null_words {
	uint8_t	n;
	char	text[55];		/* each ends in NUL */
};
/* False if there is no room for one more, or it cannot be one. */
bool	told_add(struct null_words *, const char *, size_t);

#define FACT_TEXT	40	/* of min, max and sample: a UUID is whole */

struct fact_text {
	uint8_t	n;
	char	text[FACT_TEXT - 1];
};

/* Numbers with a mark or group that leaves two ways to read them. */
struct facts_marked {
	double	least, greatest;
	int16_t	digits, scale_min, scale_max, seen;
};

/* The step test of one date order: first and last day, steps between. */
struct facts_steps {
	int32_t	first, last, days, months;
};

/*
 * `fits`: bit 1 << type is on while every cell that is neither empty nor a
 * null token fits it.  `numbers`, `dates`, `stamps`, `times`, `bools`:
 * feasible formats, one bit each, as numbered in number.h, date.h and word.h.
 * What a type that no longer fits would say is kept at its starting value, so
 * that facts are a function of the cells.
 */
struct facts {
	uint64_t	cells;
	uint64_t	tokens[N_TOKENS];	/* [TOKEN_EMPTY]: empty cells */
	uint64_t	quoted_empty;		/* "" apart from nothing */
	uint64_t	padded;			/* cells with blanks around */
	uint64_t	infinite;		/* Infinity and its kin */
	uint64_t	told[N_TOLD];		/* of these words */
	struct null_words words;
	uint64_t	absent;			/* tokens by declaration */
	uint32_t	absent_as;		/* 1 << token: which */
	uint32_t	fits;
	uint32_t	numbers;
	uint32_t	affixes;		/* %, currencies */
	uint32_t	dates;
	uint32_t	months;			/* names: language and length */
	uint32_t	stamps;			/* separators and zones */
	uint32_t	times;
	uint32_t	bools;
	uint32_t	longest;		/* bytes of the longest cell */
	uint32_t	units;			/* of joined documents */
	uint32_t	bools_seen;		/* true, false, a sure word */
	uint32_t	steps;			/* of each date order */
	uint32_t	flags;			/* exponents, joined, ... */
	int16_t		digits;	/* most before the decimal mark */
	int16_t		scale_min, scale_max;	/* digits after it */
	int16_t		exponent;		/* fewest digits of exponents */
	int16_t		fraction_min, fraction_max;	/* of seconds */
	int16_t		blanks_min, blanks_max;	/* before the text */
	double		least, greatest;	/* of numbers */
	struct facts_marked marked[2];		/* by decimal mark: . and , */
	struct facts_steps steps_of[3];		/* by date order */
	struct fact_text min, max, sample;	/* of texts, in byte order */
};

void	facts_start(struct facts *);
/* What the name of the column (lower case, words parted by _) tells. */
void	facts_named(struct facts *, const char *name);
/* Words that are null tokens, too. */
void	facts_told(struct facts *, const struct null_words *);
/* Cells that are NULL: empty ones and, of a typed column, null tokens. */
uint64_t facts_nulls(const struct facts *, bool typed);
/* One cell: its bytes and flags (PS_QUOTED, PS_ABSENT), declared type or 0. */
void	facts_add(struct facts *, const char *p, size_t n, unsigned flags,
	    enum ps_type);
/*
 * Facts of two parts of ONE document.  In any order, but for the sample and
 * the test of date steps, which take `into` for the earlier part.
 */
void	facts_merge(struct facts *into, const struct facts *from);

/* The numbers of struct facts by name, for the ledger and for tests. */
struct facts_field {
	const char	*name;
	size_t		 offset;
	uint8_t		 size;		/* 2, 4 or 8 bytes; 9: double */
	uint8_t		 is_signed;
};
extern const struct facts_field facts_fields[];	/* a NULL name ends it */

/*
 * How the cells of one column of one document are read.  OPEN: the question
 * of the date order or of `1,234` could not be decided from the document; the
 * format is a provisional choice among the feasible ones.
 */
enum {
	READING_OPEN	= 1 << 0,
	READING_TOKENS	= 1 << 1,	/* null tokens occur */
	READING_EMPTY	= 1 << 2,	/* "" is a text, nothing is NULL */
	READING_DECIDED	= 1 << 3, /* the cells decide mark or date order */
	READING_FAST	= 1 << 4, /* digits, '-', one mark, nothing else */
	READING_UNSURE	= 1 << 5, /* 1,234 among 1234: text, until it is told */
	READING_HINTED	= 1 << 6, /* open, but the document suggests an order */
	READING_SHARED	= 1 << 7 /* its null tokens are other columns', too */
};

/* What suggested the order of days and months, where nothing told it. */
enum hint { HINT_NONE, HINT_SEMICOLON, HINT_COMMA, HINT_CURRENCY, HINT_DOLLAR,
	HINT_HALVES, N_HINTS };
/* "decimal commas": what suggests it; "" for none. */
const char *hint_text(enum hint);

struct reading {
	uint8_t		type;		/* enum ps_type */
	uint8_t		number;		/* number format, by number.c */
	uint8_t		date;		/* date or timestamp format, date.c */
	uint8_t		time;
	uint8_t		boolean;	/* vocabulary */
	uint8_t		token;		/* enum token: how NULL is written */
	uint8_t		flags;
	uint8_t		exponent;	/* scientific: digits of the exponent */
	int16_t		precision;	/* DECIMAL: digits in all */
	int16_t		scale;		/* DECIMAL: largest scale */
	int16_t		fixed;		/* every cell has this scale, or -1 */
	int16_t		fraction; /* digits of seconds' fractions, or -1 */
	uint8_t		sign;	/* how negatives are written, number.h */
	uint8_t		affix;		/* currency or per cent */
	uint8_t		style;		/* leading zero, ending mark */
	uint8_t		e_style;	/* how exponents are written */
	uint8_t		pads;		/* of date: padding, year width */
	uint8_t		month;		/* names of months */
	uint8_t		letters;	/* their case, or that of hex digits */
	uint8_t		join;		/* between date and time */
	uint8_t		zone;
	uint8_t		absent;		/* how NULL is written in text */
	uint8_t		blanks;		/* before every cell's text */
	uint8_t		sides;			/* how CR and DR are written */
	uint32_t	tokens;		/* 1 << token: which count as NULL */
	struct null_words words;	/* and these do */
	uint8_t		hint;		/* enum hint, of READING_HINTED */
	uint8_t		wish;		/* READING_WISH ... */
	uint8_t		spare[2];
};

/* In reading.wish: the user says what the type is, and how it is written. */
enum { READING_WISH = 1 << 0, READING_FORMAT = 1 << 1 };

/* What the user or the document says beforehand. */
struct preferences {
	char		decimal;	/* ',' '.' or 0 */
	char		date_order;	/* 'd' 'm' 'y' or 0: --dates */
	bool		decimal_hint;	/* ';' parts cells: ',' is likely */
	uint32_t	tokens;		/* --nulls: which count; 0 = all */
	struct null_words words;	/* --nulls: others that do */
};

/* Readings of a document's columns, decided together. */
void	readings_choose(const struct facts *, uint32_t n,
	    const struct preferences *, struct reading *out);
/*
 * Facts of different documents of one column: `own` as `reading` takes them
 * are added to what column_type() is asked about.  An open reading of dates
 * counts as text.  Start from facts_start(); order does not matter.
 */
void	facts_join(struct facts *all, const struct facts *own,
	    const struct reading *);
/* The type of a column from joined facts (or the facts of one document). */
enum ps_type column_type(const struct facts *merged, int16_t *precision,
	    int16_t *scale);
/* The same reading with another type: what the texts would be as `type`. */
struct reading reading_as(struct reading, enum ps_type);
/*
 * Another provisional format: the one that the table's other documents agreed
 * on.  `decided`: OR of 1 << format over the documents that were not open.
 * False if this document cannot be read so (it stays open).
 */
bool	reading_settle(struct reading *, const struct facts *own,
	    uint32_t decided);
/* 1 << (this reading's number or date format) if it was decided, else 0. */
uint32_t reading_decided(const struct reading *);
/*
 * A date whose order the document leaves open, nor suggests: text, until it is
 * told.
 */
bool	reading_order_open(const struct reading *);
/* Numbers read so count what those of the joined facts count. */
bool	facts_same_unit(const struct facts *joined, const struct reading *);
/* 1 << enum date_order that the document suggests, or 0. */
uint32_t reading_hinted(const struct reading *);
/* "%" or "EUR": what the numbers count; NULL if cells do not say. */
const char *reading_unit(const struct reading *);
/* The same of a column, from its joined facts. */
const char *facts_unit(const struct facts *joined, enum ps_type);
/* "1.234,56", "%d/%m/%Y", "yes/no": for people; ends in NUL. */
void	reading_describe(const struct reading *, char *out, size_t size);
/* One line of text that reading_unpack() reads back: for the ledger. */
void	reading_pack(const struct reading *, char *out, size_t size);
bool	reading_unpack(struct reading *, const char *text);
/* No member is out of its range: for readings that came from elsewhere. */
bool	reading_valid(const struct reading *);

enum parsed {
	PARSED,		/* value and reading give the very text back */
	PARSED_KEEP,	/* it fits, but the text must be kept beside it */
	MISFIT		/* it is none of that type */
};

#define CELL_TEXT_MAX	512	/* no rendered value is longer */

/*
 * Text to cell.  Where the cell's value is text, *text is set to it: either
 * inside p or in buf (CELL_TEXT_MAX bytes); cell->value.offset is not set.
 */
enum parsed reading_parse(const struct reading *, const char *p, size_t n,
	    unsigned flags, struct ps_cell *, const char **text, char *buf);
/* Most cells are plain numbers (number.h). */
static inline bool
reading_is_plain(const struct reading *r)
{
	return (r->flags & READING_FAST) != 0 && (r->type == PS_INT ||
	    r->type == PS_DECIMAL || r->type == PS_REAL);
}
/*
 * Cell to source text, n bytes at the address returned (in bytes or buf).
 * NULL cells give their token, or NULL with n = 0 where nothing stood.
 */
const char *reading_render(const struct reading *, const struct ps_cell *,
	    const char *bytes, size_t *n, char *buf);
/*
 * A stored value (as the sink returned it from a column of `column_type`) as
 * the cell it was made from.  Text values stay where they are (`*bytes`).
 */
void	reading_restore(const struct reading *, enum ps_type column_type,
	    const struct ps_value *, struct ps_cell *, const char **bytes);

extern const char *const type_names[];	/* "null" "bool" "int" ..., by type */
enum ps_type type_named(const char *);	/* PS_NULL if there is none */

#endif
