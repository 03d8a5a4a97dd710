/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixed.h - what the files of the fixed format share: lines in places, spans.
 *
 * A place is a column of a terminal.  Between the spans of two columns are
 * places that are blank in nearly all lines, a gutter; there lines are cut.
 */
#ifndef PS_FIXED_H
#define PS_FIXED_H

#include "polyscraper.h"

enum {
	FIXED_COLUMNS	= 200,
	FIXED_PLACES	= 4096,		/* of a line; more are the last one's */
	FIXED_HEADER	= 8,		/* lines of a header */
	FIXED_OPEN	= UINT16_MAX	/* a span to the end of the line */
};

struct fixed_span {
	uint16_t	from, to;
};

/* How words are cells; the places of columns mean nothing then. */
enum fixed_words {
	WORDS_NONE,
	WORDS_REST,	/* the last column takes the rest of the line */
	WORDS_REMARK	/* ... what is behind a #; the one before, the rest */
};

struct fixed_cuts {
	uint32_t		n;
	bool			packed;	/* no gutters */
	enum fixed_words	words;
	struct fixed_span	at[FIXED_COLUMNS];
	/* 'n' numbers, 'd' dates and times, else text */
	char			kinds[FIXED_COLUMNS + 1];
};

/* The options as the core fills them; see fixed.c. */
struct fixed_options {
	const char	*cuts, *kinds, *names, *repeated, *comment, *words;
	int64_t		 skip, header, units;
	bool		 packed;
};

/* A line and where its places are: at[i] is the byte of place i, or NULL. */
struct fixed_line {
	const char	*p;
	size_t		 n;		/* bytes, without blanks at the end */
	uint32_t	 width;		/* places, as far as they are told */
	const uint32_t	*at;
};

enum fixed_kind {
	LINE_BLANK, LINE_RULE, LINE_COMMENT, LINE_TEXT,
	LINE_TOTAL	/* in samples: its label may go over columns */
};

/* fixed_line.c */
/* The line of n bytes; `at` has room for FIXED_PLACES + 1. */
void	fixed_line(const char *p, size_t n, uint32_t *at, struct fixed_line *);
enum fixed_kind fixed_kind(const char *p, size_t n, char comment);
/* The length of the line at p without its end; *whole with it. */
size_t	fixed_end(const char *p, size_t n, size_t *whole);

static inline size_t
fixed_byte(const struct fixed_line *l, uint32_t place)
{
	if (place >= l->width)
		return l->n;
	return l->at == NULL ? place : l->at[place];
}

static inline bool
fixed_is_blank(const struct fixed_line *l, uint32_t place)
{
	char	c = place < l->width ? l->p[fixed_byte(l, place)] : ' ';

	return c == ' ' || c == '\t';
}

/* A place of a line, and what is left of it. */
struct fixed_cursor {
	const struct fixed_line	*l;
	uint32_t		 at;
};

/* The next word: its first place, and how many it has; 0: there is none. */
static inline uint32_t
fixed_word(struct fixed_cursor *c, uint32_t *from)
{
	while (c->at < c->l->width && fixed_is_blank(c->l, c->at))
		c->at++;
	*from = c->at;
	while (c->at < c->l->width && !fixed_is_blank(c->l, c->at))
		c->at++;
	return c->at - *from;
}

/* fixed_cut.c */
enum fixed_fit {
	FIT_WHOLE,	/* gutters are blank */
	FIT_MENDED,	/* a cell goes over the edge of its column */
	FIT_TOUCHING,	/* two cells touch and were parted where columns are */
	FIT_NONE	/* no row of the table: all is in the first cell */
};

enum fixed_fit fixed_cut(struct ps_self *, const struct fixed_cuts *,
	    const struct fixed_line *, struct ps_slice *cells);
/*
 * A line of names, which may stand over their columns somehow: each word goes
 * to the column below it.  How many columns have one.
 */
uint32_t fixed_cut_names(const struct fixed_cuts *, const struct fixed_line *,
	    struct ps_slice *cells);

/* fixed_option.c: cuts as text: "0-8 10-14 16-"; names parted by tabs */
void	fixed_put_cuts(const struct fixed_cuts *, char *out, size_t room);
bool	fixed_get_cuts(const struct fixed_options *, struct fixed_cuts *);

/* fixed_text.c: the lines of a sample */
struct fixed_row {
	struct fixed_line line;
	enum fixed_kind	 kind;
	const uint64_t	*ink;		/* a bit for each place not blank */
	uint32_t	 first;		/* place that is not blank */
};

enum { FIXED_INK = 1024 };		/* places that are looked at */

struct fixed_text {
	struct ps_self	*self;
	const struct ps_sample *s;
	struct fixed_row *rows;
	uint32_t	 n, n_text;
	uint32_t	 words;		/* of ink */
	uint32_t	 width;		/* of the widest line */
	bool		 whole;		/* the last line is the document's */
};

bool	fixed_text(struct ps_self *, const struct ps_sample *,
	    struct fixed_text *);
static inline bool
fixed_inked(const struct fixed_row *r, uint32_t place)
{
	return (r->ink[place / 64] >> place % 64 & 1) != 0;
}

/* A table that was found. */
struct fixed_table {
	struct fixed_cuts cuts;
	/* Of the gutter behind a column: tenths of a bit that it is no */
	/* chance; % of lines in which it is one blank between words. */
	uint32_t	 sure[FIXED_COLUMNS];
	uint8_t		 single[FIXED_COLUMNS];
	uint32_t	 skip;		/* lines above the header */
	uint32_t	 header;	/* lines of names */
	uint32_t	 units;
	uint32_t	 first, end;	/* lines with rows, and behind them */
	bool		 declared;	/* the shape is known */
	bool		 capitals;	/* its names are all in capitals */
	const char	*names;		/* those of the shape, or NULL */
	const char	*what;		/* it is, in words */
	double		 score;		/* of the header, in nats */
};

/* fixed_find.c: columns by gutters; false: there are none */
bool	fixed_find(const struct fixed_text *, struct fixed_table *);
/* ... those of the lines that are rows; */
void	fixed_gutters(const struct fixed_text *, struct fixed_table *);
/* and how sure each is. */
void	fixed_measure(const struct fixed_text *, struct fixed_table *);
/* fixed_head.c: header, and columns mended by it */
void	fixed_head(const struct fixed_text *, struct fixed_table *);
/* fixed_shape.c: what common commands print */
bool	fixed_shape(const struct fixed_text *, struct fixed_table *);
/* fixed_settings.c: services, fstab, hosts */
bool	fixed_settings(const struct fixed_text *, struct fixed_table *);
/* fixed_known.c: ... under headers that are known */
bool	fixed_known(const struct fixed_text *, struct fixed_table *);

/* fixed_pack.c: columns without gutters; only what is certain */
bool	fixed_pack(const struct fixed_text *, struct fixed_table *);

/* fixed_cost.c: what columns hold, and costs */
void	fixed_kinds(const struct fixed_text *, struct fixed_table *);
struct fixed_cost {
	double		bits;		/* of rows, of the sample's lines */
	uint32_t	rows, ok;	/* that fit */
	uint32_t	plain;		/* cut by any run of blanks, too */
	uint32_t	typed;		/* columns of numbers, dates */
	uint32_t	steady;		/* ... or of few words */
	size_t		bytes;		/* of rows and header */
	double		words;		/* in a cell of the last column */
	uint32_t	gaps;		/* of several blanks, before cells */
};

void	fixed_cost(const struct fixed_text *, struct fixed_table *,
	    struct fixed_cost *);

/* fixed_bid.c */
enum ps_status	fixed_probe(struct ps_self *, const struct ps_sample *,
		    struct ps_guess *, struct ps_bid *);

enum { FIXED_WINDOW = 1 << 18, FIXED_LONGEST = 1 << 24 };

/* A document that is read. */
struct fixed {
	struct ps_self	*self;
	struct ps_input	*in;
	struct ps_rows	*out;
	struct fixed_cuts cuts;
	struct ps_slice	 cells[FIXED_COLUMNS];
	struct ps_column columns[FIXED_COLUMNS];
	uint32_t	 at[FIXED_PLACES + 1];
	struct ps_totals *totals;
	const char	*repeated;	/* a line of the header, */
	size_t		 n_repeated;	/* 0: it has none */
	uint64_t	 line;		/* the next, from 1 on */
	uint64_t	 data_until;	/* offset: no footnote is before it */
	uint64_t	 page_until;	/* a header comes again there */
	size_t		 want;
	bool		 told, begun, after_blank;
	bool		 cut;		/* amid a line that is too long */
};

/* fixed_open.c */
enum ps_status	fixed_open(struct ps_self *, struct ps_input *);
enum ps_status	fixed_announce(struct ps_self *, struct ps_rows *,
		    struct ps_table *);
enum ps_status	fixed_align(struct ps_self *, struct ps_input *);
char	fixed_comment(const struct fixed *);
/* A line that is no row; it is counted. */
void	fixed_aside(struct fixed *, enum ps_class, const char *p, size_t n);
/* fixed_read.c */
enum ps_status	fixed_rows(struct ps_self *, struct ps_rows *);

#endif
