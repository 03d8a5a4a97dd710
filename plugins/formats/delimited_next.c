/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_next.c - does another table begin at this record?
 *
 * Where the width of records changes for good, or names stand after a blank
 * line, what follows is judged as if it were a document of its own.  Only
 * bytes from the record on are looked at, so that windows never show.
 */
#include <math.h>

#include "delimited_probe.h"

enum {
	SAMPLE		= 32 << 10,	/* bytes judged */
	MOST_LOOKS	= 5000,		/* in a block, */
	MOST_TRIALS	= 40,		/* trials that failed */
	STEADY		= 3,		/* records of the table at hand */
	FOLLOWING	= 5,		/* records of the next that are seen */
	MOST_LONE	= 4		/* lines of titles before them */
};

#define CLEARLY		60.0		/* bits */
#define OFF_WIDTH	20.0		/* of a row that is no row */
#define NEW_TABLE	24.0		/* of a table that is announced */
#define SURE_HEADER	8.0		/* nats, */
#define TITLED_HEADER	4.0		/* or below a title */

/* What stands at the record and after it. */
struct sight {
	bool	separated;	/* a blank line or a title is between, */
	bool	titled;		/* a blank line and a title */
	bool	off;		/* none of what follows is as wide */
};

bool
is_bare(const struct record *r)
{
	for (uint32_t i = 0; i < r->n && i < r->room; i++)
		if (r->cells[i].n > 0)
			return false;
	return r->n <= r->room;
}

void
steady_add(struct steady *s, const struct record *r)
{
	bool	bare = r->kind == PS_RECORD_CELLS && is_bare(r);

	if (r->kind != PS_RECORD_CELLS || bare) {
		s->after_blank = bare || r->kind == PS_RECORD_BLANK;
		return;
	}
	s->after_blank = false;
	if (r->n == 1 && s->usual > 1)
		return;
	s->n = r->n == s->width ? s->n + 1 : 1;
	s->width = r->n;
	if (s->n >= STEADY)
		s->usual = r->n;
}

static bool
is_title(const struct record *r)
{
	uint32_t	n = 0;

	for (uint32_t i = 0; i < r->n && i < r->room; i++)
		n += r->cells[i].n > 0;
	return r->n <= r->room && n == 1 && r->cells[0].n > 0;
}

/* Names in all cells, as far as that is to be seen. */
static bool
is_like_header(const struct record *r)
{
	if (r->n > r->room || r->n < 2)
		return false;
	for (uint32_t i = 0; i < r->n; i++)
		if (r->cells[i].n == 0 || is_digit(*r->cells[i].p) ||
		    *r->cells[i].p == '-')
			return false;
	return true;
}

/* The next record with cells; false: there is none. */
static bool
next_cells(struct splitter *s, struct record *r)
{
	while (split_next(s, r) == STEP_RECORD)
		if (r->kind == PS_RECORD_CELLS && !is_bare(r))
			return true;
	return false;
}

/* Are the next records as wide as each other, and not as `width`? */
static bool
follows_width(struct splitter s, struct record *r, uint32_t width)
{
	uint32_t	same = 0, was = 0;

	for (uint32_t n = 0; n < FOLLOWING; n++) {
		if (!next_cells(&s, r) || r->n == width)
			break;
		same = r->n == was ? same + 1 : 1;
		was = r->n;
	}
	return same >= FOLLOWING - 1;
}

/* Names, and as many cells below; but not the same table once more. */
static bool
follows_header(struct splitter s, struct record *r, uint32_t width,
    const struct dialect *d, const struct names *header)
{
	for (uint32_t n = 0; n <= MOST_LONE; n++) {
		if (!next_cells(&s, r))
			return false;
		if (!is_title(r))
			break;
	}
	if (r->n != width || !is_like_header(r) ||
	    (header != NULL && is_same_names(d, header, r)))
		return false;
	for (uint32_t n = 0; n < STEADY; n++)
		if (!next_cells(&s, r) || r->n != width)
			return false;
	return true;
}

/* Cheap: is it worth a trial? */
static bool
see(const struct place *at, const struct steady *st, struct record *scratch,
    struct sight *sight)
{
	struct splitter	s;
	bool		lone;

	splitter_init(&s, at->d, at->p, at->end, true);
	if (!next_cells(&s, scratch))
		return false;
	lone = is_title(scratch) && st->usual > 1;
	sight->separated = st->after_blank || lone;
	sight->titled = st->after_blank && lone;
	sight->off = scratch->n != st->usual &&
	    follows_width(s, scratch, st->usual);
	if (sight->off)
		return true;
	splitter_init(&s, at->d, at->p, at->end, true);
	return st->after_blank && st->usual > 1 &&
	    follows_header(s, scratch, st->usual, at->d, at->header);
}

/*
 * The sample ends after a few records that are alike: at a blank line, or
 * where others begin that are as wide as each other.
 */
static size_t
cut_sample(const struct place *at, struct record *r)
{
	struct splitter	s;
	uint32_t	same = 0, was = 0, n;
	const char	*stop = at->p;

	splitter_init(&s, at->d, at->p, at->end, true);
	while (split_next(&s, r) == STEP_RECORD) {
		if (!r->whole && !at->whole && stop > at->p)
			return (size_t)(stop - at->p);
		if (r->kind == PS_RECORD_BLANK || (r->kind == PS_RECORD_CELLS &&
		    is_bare(r))) {
			if (same > STEADY)
				break;
		} else if (r->kind == PS_RECORD_CELLS) {
			n = r->n;
			if (n != was && same > STEADY &&
			    follows_width(s, r, was))
				break;
			same = n == was ? same + 1 : 1;
			was = n;
		}
		stop = s.p;
	}
	return (size_t)(stop - at->p);
}

/* Bits of what was judged if the table at hand went on. */
static double
going_on(struct judge *j, const struct dialect *d)
{
	struct runner	*x = rounds_add(j);

	j->n_runners = 0;
	j->n = j->n_judged;
	x->t.d = *d;
	runner_start(j, x);
	(void)runner_go(j, x, j->n, UINT64_MAX);
	runner_end(j, x);
	return (double)x->t.cost / PS_BIT + OFF_WIDTH * x->t.rows;
}

static bool
is_next(struct judge *j, const struct layout *l, const struct place *at,
    const struct sight *sight)
{
	if (l->rows < 3 || l->wide > 0 || l->rows_ok * 10 < l->rows * 9 ||
	    !is_table(j, l))
		return false;
	if (!sight->separated && (l->top.header == 0 || l->top.skip > 0))
		return false;
	if (!sight->off)
		return l->top.header > 0 && l->top.strangers > 0 &&
		    l->top.score >= (sight->titled ? TITLED_HEADER :
		    SURE_HEADER);
	return going_on(j, at->d) - (double)j->best.cost / PS_BIT - NEW_TABLE >=
	    CLEARLY;
}

/* A trial: is what begins here a table of its own? */
static bool
try_table(struct ps_self *self, struct lookout *o, const struct place *at,
    struct record *scratch, const struct sight *sight)
{
	struct ps_sample	*s = &o->sample;

	s->text = at->p;
	s->scan = &o->scan;
	s->length = cut_sample(at, scratch);
	s->whole = at->whole || at->p + s->length < at->end;
	if (s->length == 0 || !ps_scan_text(self, at->p, s->length, &o->scan))
		return false;
	if (o->judge == NULL)
		o->judge = new_judge(self);
	o->judge->ends = at->d;
	memset(&o->layout, 0, sizeof(o->layout));
	return judge_sample(self, s, o->judge, &o->layout) &&
	    is_next(o->judge, &o->layout, at, sight);
}

enum look
look_for_table(struct ps_self *self, struct lookout *o, uint64_t offset,
    struct place at, bool eof, struct record *scratch)
{
	struct sight	sight;

	if (offset < o->done || o->steady.usual == 0 ||
	    o->looks >= MOST_LOOKS || o->failed >= MOST_TRIALS ||
	    o->tables >= MOST_TABLES)
		return LOOK_NO;
	at.whole = eof;
	if (at.end - at.p > SAMPLE) {
		at.end = at.p + SAMPLE;
		at.whole = false;
	} else if (!eof)
		return LOOK_MORE;
	o->done = offset + 1;
	o->looks++;
	if (!see(&at, &o->steady, scratch, &sight))
		return LOOK_NO;
	if (try_table(self, o, &at, scratch, &sight)) {
		o->tables++;
		return LOOK_TABLE;
	}
	o->failed++;
	return LOOK_NO;
}

/* The first record of `text` at which another table begins, or NULL. */
const char *
find_change(struct ps_self *self, const struct ps_sample *s,
    const struct dialect *d, uint32_t skip)
{
	struct record	 r = { .room = JUDGED_COLUMNS }, scratch = r;
	struct lookout	 o = { .looks = 0 };
	struct splitter	 sp;
	struct place	 at = { .d = d, .end = s->text + s->length };

	r.cells = ps_alloc(self, 2 * r.room * sizeof(*r.cells));
	scratch.cells = r.cells + r.room;
	splitter_init(&sp, d, s->text, at.end, true);
	for (uint32_t n = 0; split_next(&sp, &r) == STEP_RECORD; n++) {
		if (n < skip)
			continue;
		at.p = r.start;
		if (r.kind == PS_RECORD_CELLS &&
		    (o.steady.after_blank || r.n != o.steady.usual) &&
		    look_for_table(self, &o, (uint64_t)(r.start - s->text),
		    at, true, &scratch) == LOOK_TABLE)
			return r.start;
		steady_add(&o.steady, &r);
	}
	return NULL;
}
