/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_probe.h - what the parts of the probe share.
 */
#ifndef PS_DELIMITED_PROBE_H
#define PS_DELIMITED_PROBE_H

#include "delimited.h"

enum {
	FIRST_LOOK	= 4 << 10,	/* bytes that mostly are enough */
	LONG_LOOK	= 24 << 10,	/* where they are not */
	JUDGED_COLUMNS	= 4096,
	TRACED_COLUMNS	= 256,		/* those beyond are taken as one */
	USUAL_COLUMNS	= 32,
	BLOCK		= 64,		/* bytes that are counted at a time */
	FIRST_ROUND	= 512,		/* bytes; twice as many in the next */
	ROUNDS		= 6,		/* before the whole LONG_LOOK */
	MOST_RUNNERS	= 32,		/* dialects of one heat */
	MOST_RUNS	= 4,		/* delimiters of several bytes */
	SEEN_RUNS	= 12,		/* these are found among */
	MOST_DELIMS	= 20
};

/* What may part cells. */
struct candidate {
	char	bytes[MAX_DELIM];
	uint8_t	n;		/* of them; 0: there is one column */
	double	prior;		/* bits, once */
	double	handicap;	/* times all others */
	bool	rare;		/* only if on every second line */
};

/* The last cell seen in a column. */
struct trace {
	const char	*p;
	uint32_t	 n;
	uint8_t		 kind;		/* enum ps_look */
	uint8_t		 quoted;	/* 2: not known yet */
};

/* One dialect tried on the sample. */
struct trial {
	struct dialect	d;
	uint64_t	cost;		/* eighths of a bit, before handicaps */
	double		bits;		/* with them; compare these */
	uint32_t	rows;
	uint32_t	k;		/* most frequent width */
	uint32_t	widest;
	uint32_t	fixed;		/* width given beforehand */
	uint32_t	rank;		/* place in the table, for ties */
	uint32_t	quoted, doubled, escaped, junk, bare;
};

/* A trial under way, with all that it takes to go on with it. */
struct runner {
	struct trial	t;
	double		handicap;	/* times all others */
	double		prior;		/* bits, once */
	double		gain;		/* bits that it may get back */
	uint32_t	names;		/* the first line is cut into */
	struct splitter	s;
	size_t		at, from;	/* where the last record ends, begins */
	uint64_t	spent;		/* cost before that record */
	uint32_t	seen;		/* columns traced */
	uint32_t	was;		/* width of the row before */
	uint32_t	high;		/* entries of widths in use */
	uint32_t	most_wide;	/* rows of the most frequent width */
					/* that is not one */
	uint32_t	room;		/* of the two below */
	struct trace	*trace;
	uint16_t	*widths;	/* rows of each width */
};

struct layout;

struct judge {
	struct ps_self		*self;
	const struct ps_sample	*s;
	const char		*text;		/* what is judged of it */
	size_t			 n, n_judged;
	bool			 eof;		/* it is all there is */
	uint32_t		 lines;
	const struct dialect	*ends;		/* as its; NULL: not known */
	char			 eol;		/* of most lines */
	bool			 mixed;		/* there are others, too */
	bool			 any;		/* tried: all end records */
	bool			 quotes;	/* there are double quotes */
	char			 escape;	/* what is tried before them */
	bool			 wide_blanks;	/* runs of blanks */
	struct candidate	 declared;	/* by `sep=`; n is 0: no */
	size_t			 from;		/* where rows may begin, */
	uint32_t		 from_lines;	/* below these lines; */
	uint32_t		 attributes;	/* so many name columns */
	char			 comment;	/* mark */
	bool			 unquoted;	/* as is said there */
	struct ps_slice		 null;		/* what says there is nothing */
	struct candidate	 delims[MOST_DELIMS];
	uint32_t		 n_delims;
	bool			 told;		/* or by the user, */
	bool			 told_quote;
	struct dialect		 by_user;	/* with these */
	double			 pace[ROUNDS];	/* bits of each's best */
	struct ps_slice		 cells[JUDGED_COLUMNS];
	struct ps_layout	*records;	/* NULL: not made yet */
	struct runner		*runners[MOST_RUNNERS];	/* NULL: no room yet */
	const uint8_t		*order;		/* in which they run, or NULL */
	uint32_t		 n_runners, heats;
	struct trial		 best, second;	/* that are not far apart */
	/* The last two that fell behind: bits are minus the round. */
	struct trial		 late[2];
};

/* delimited_arff.c: is it one?  Where its rows are; */
void		arff_find(struct judge *);
/* and their layout; false: they are not as its head says. */
bool		arff_layout(const struct judge *, struct layout *);
/* delimited_declared.c: what the document itself says of its dialect; */
void		declared_find(struct judge *);
/* and what its cells say there is nothing by. */
void		null_find(struct judge *);
/* Do escaped letters stand for tabs and line ends? */
bool		letters_find(const struct judge *);
/* delimited_delims.c: what may part cells here, into j->delims; */
void		delims_find(struct judge *);
/* how often these bytes stand in what is judged. */
uint32_t	count_text(const struct judge *, const char *, size_t);
/* delimited_cost.c: put a runner with a trial in it at the start; */
void		runner_start(struct judge *, struct runner *);
/*
 * let it run until the record that ends at or beyond byte `until`, or the
 * end; false: given up before, it costs more than `most` eighths of a bit;
 */
bool		runner_go(struct judge *, struct runner *, size_t until,
		    uint64_t most);
/* what it had cost by byte `until`, to be asked after that; */
double		runner_cost(const struct runner *, size_t until);
/* what is known of its trial only at the end; */
void		runner_end(const struct judge *, struct runner *);
/* the widths of the records alone, without the cost. */
void		runner_widths(struct judge *, struct runner *);
/* delimited_rounds.c: one more, with an empty trial. */
struct runner	*rounds_add(struct judge *);
/* Run all there are; the best two of this heat and those before are kept. */
void		rounds_run(struct judge *);
/*
 * What came next to the best, NULL: there was nothing else; and how many bits
 * it is behind, exactly if it is j->second, else at least.
 */
const struct trial *rounds_second(const struct judge *, double *lead);
/* delimited_order.c: put them into the order in which they run. */
void		order_runners(struct judge *);
/*
 * delimited_probe.c: the probe, with the dialects of each heat tried in this
 * order, a permutation of MOST_RUNNERS numbers; NULL: as they stand.  Never
 * does it change the answer.
 */
enum ps_status	delimited_probe_in(struct ps_self *, const struct ps_sample *,
		    struct ps_guess *, struct ps_bid *, const uint8_t *order);
/* delimited_probe.c: does the name say that there is a table? */
bool		is_named_so(const struct ps_sample *);
/* delimited_bid.c: the best of all dialects that may be. */
void		judge_all(struct judge *);

/* Where the table is in the document; delimited_layout.c. */
struct layout {
	struct ps_top	 top;
	uint32_t	 k;
	uint32_t	 rows, rows_ok;	/* in the sample; of width k */
	uint32_t	 wide;		/* rows that would be rejected */
	uint32_t	 remarks;	/* comments among the rows */
	uint32_t	 width;		/* cells of a record */
	uint32_t	 used;		/* the most that any row fills */
	bool		 ragged, index, comments, sparse;
	bool		 fields;	/* the header says `#Fields:` */
	bool		 padded;	/* every record goes on to `width` */
	char		 kinds[MAX_KINDS + 1];	/* of columns, or "" */
	const char	*repeated;	/* header records, and units */
	size_t		 n_repeated;
	char		 page[512];	/* lines at the edges of pages, or "" */
};

void		records_find(struct judge *, struct layout *);

/* delimited_probe.c: dialect and layout; false: there are no records. */
bool		judge_sample(struct ps_self *, const struct ps_sample *,
		    struct judge *, struct layout *);
struct judge	*new_judge(struct ps_self *);
/* Whatever its name: is it a table? */
bool		is_table(const struct judge *, const struct layout *);

/* Dialect and layout as options of the reader, one call each. */
struct teller {
	void		(*tell)(const struct teller *, const char *name,
			    const char *value);
	struct ps_self	*self;
	struct ps_guess	*guess;
};

void		tell_options(const struct judge *, const struct layout *,
		    const struct teller *);

/*
 * delimited_fields.c: how many fields the record names, if they are others
 * than those of the table at hand; else 0.
 */
uint32_t	other_fields(const struct delimited *);
/*
 * The options of the table of n fields that begins there: all of them, since
 * those of tables before are not known everywhere.
 */
void		tell_fields(const struct delimited *, uint32_t n,
		    const struct teller *);
/* The bytes of a sample before a log names other fields, or all. */
size_t		same_fields(const struct ps_sample *);

/*
 * What is remembered while tables are looked for.  All but a blank line
 * before is forgotten where a new block begins, as ranges of a document are
 * blocks and know nothing of those before.
 */
struct lookout {
	struct steady	 steady;
	uint64_t	 block;
	uint64_t	 done;		/* offset: all before was looked at */
	uint32_t	 looks, failed, tables;
	struct ps_sample sample;	/* of the last trial, */
	struct ps_scan	 scan;
	struct judge	*judge;		/* and what it found */
	struct layout	 layout;
};

/* A record in the text, and how it is cut. */
struct place {
	const struct dialect *d;
	const char	*p, *end;
	bool		 whole;		/* the document ends there */
	const struct names *header;	/* of the table at hand, or NULL */
};

enum { MOST_TABLES = 4000 };	/* that begin in a block */

enum look { LOOK_NO, LOOK_MORE, LOOK_TABLE };

void		steady_add(struct steady *, const struct record *);
/*
 * Does another table begin at the place, `offset` bytes into the document?
 * `eof`: the document ends with the text.  LOOK_MORE: more text is needed.
 * Method: a change of width or a header after a blank line is a change point;
 * it is taken if the text from there on saves bits as a table of its own.
 */
enum look	look_for_table(struct ps_self *, struct lookout *,
		    uint64_t offset, struct place, bool eof,
		    struct record *scratch);
/* The same for all of a sample but its first `skip` records; or NULL. */
const char	*find_change(struct ps_self *, const struct ps_sample *,
		    const struct dialect *, uint32_t skip);

/* delimited_width.c: columns by the first records; */
void		width_find(const struct judge *, struct layout *);
/*
 * and by the rows of the sample, once it is known where they begin; `end` is
 * where the first records end.
 */
void		width_count(struct judge *, const char *end,
		    struct layout *);
/* delimited_syntax.c: is it a program or markup rather than a table? */
bool		is_source(struct judge *);
/* delimited_why.c: a dialect in a few words; */
void		trial_name(const struct trial *, char *out, size_t size);
/* how many rows have how many cells; */
void		why_fit(const struct layout *, char *out, size_t size);
/* what was decided and why, each decision by itself. */
void		why_tell(struct judge *, const struct layout *,
		    struct ps_guess *, const struct trial *second,
		    double lead);
/* delimited_page.c: what stands at the edges of pages; the rest is known. */
void		page_find(const struct judge *, struct layout *);

#endif
