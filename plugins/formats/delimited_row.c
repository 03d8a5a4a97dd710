/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_row.c - what becomes of one record.
 *
 * It is a row, is set aside with its class, or is rejected; what was mended
 * on the way is an issue.  Footnotes are known by what follows: nothing but
 * their like up to the end of the document.
 */
#include <stdio.h>
#include <string.h>

#include "delimited.h"

enum {
	NOTE_BYTES	= 64 << 10,
	NOTE_LINES	= 100,
	FIRST_PART	= 64 << 10,	/* bytes; no part is shorter */
	FIRST_SUMS	= 1 << 20	/* nor than this; what is added up */
};

static void
tell(struct ps_self *self, struct ps_rows *out, enum ps_severity severity,
    const char *rule, const char *why)
{
	struct delimited	*f = self->state;
	struct record		*r = &f->rec;

	ps_issue(self, out, severity, f->line, rule, why, r->start,
	    (size_t)(r->stop - r->start));
}

static void
set_aside(struct ps_self *self, struct ps_rows *out, enum ps_class class)
{
	struct delimited	*f = self->state;
	struct record		*r = &f->rec;

	ps_aside(self, out, class, f->line, r->start,
	    (size_t)(r->stop - r->start));
}

/* Nothing but delimiters. */
static bool
is_empty(const struct record *r)
{
	uint32_t	stored = r->n < r->room ? r->n : r->room;

	for (uint32_t i = 0; i < stored; i++)
		if (r->cells[i].n > 0 || (r->cells[i].flags & PS_QUOTED) != 0)
			return false;
	return r->n == stored;
}

/* Could this be one line of text rather than a row? */
static bool
is_narrow(const struct ps_self *self, const struct record *r, uint32_t k,
    bool after_blank)
{
	return r->kind != PS_RECORD_CELLS || (r->n <= r->room &&
	    ps_is_note(self, r->cells, r->n, k, after_blank));
}

/*
 * Do only blank and narrow records follow?  What was found is kept: where
 * the next row begins, no footnote can begin before.
 */
static enum put
find_last(struct ps_self *self)
{
	struct delimited	*f = self->state;
	struct splitter	 s = f->s;
	struct record	 r = { .room = f->rec.room };
	const char	*end = s.p + NOTE_BYTES;
	uint32_t	 n = 0;
	enum step	 step;

	r.cells = f->rec.cells + f->rec.room;
	s.ready = false;
	while ((step = split_next(&s, &r)) == STEP_RECORD) {
		if (s.p > end || ++n > NOTE_LINES || !is_narrow(self, &r,
		    f->k, true)) {
			f->data_until = f->at + (uint64_t)(r.start -
			    f->window);
			return PUT_ROW;
		}
	}
	if (step == STEP_MORE && f->rec.start > f->window)
		return PUT_AGAIN;
	return step == STEP_END ? PUT_ASIDE : PUT_ROW;
}

/* PUT_ASIDE: it is a footnote. */
static enum put
judge_end(struct ps_self *self)
{
	struct delimited		*f = self->state;
	const struct delimited_options	*opt = f->opt;
	struct record			*r = &f->rec;
	uint64_t			 at = f->at + (uint64_t)(r->start -
					    f->window);

	if (!opt->notes || f->k < 2 || at < f->data_until ||
	    !is_narrow(self, r, f->k, f->after_blank))
		return PUT_ROW;
	return find_last(self);
}

/* Extra cells: none of them may hold anything.  False: it is no row. */
static bool
drop_extra(struct ps_self *self, struct ps_rows *out)
{
	struct delimited	*f = self->state;
	struct record		*r = &f->rec;
	bool			 empty = r->n <= r->room;
	char			 why[80];

	for (uint32_t i = f->k; empty && i < r->n; i++)
		empty = r->cells[i].n == 0;
	if (!empty) {
		snprintf(why, sizeof(why), "%u cells where the table has %u",
		    r->n, f->k);
		tell(self, out, PS_REJECTED, "long-row", why);
		return false;
	}
	if (r->n > f->width)
		tell(self, out, PS_REPAIRED, "trailing-delimiter",
		    "empty cells beyond the last column were dropped");
	r->n = f->k;
	return true;
}

/* Cells that say there is nothing; their text stays with them. */
static void
mark_nulls(struct ps_self *self)
{
	const struct delimited_options	*opt = self->options;
	struct delimited		*f = self->state;
	struct ps_slice			*c = f->rec.cells;

	for (const struct ps_slice *end = c + f->rec.n; c < end; c++)
		if (c->n == f->n_null && (c->flags & PS_QUOTED) == 0 &&
		    memcmp(c->p, opt->null, c->n) == 0)
			c->flags = PS_ABSENT;
}

void
clean_cells(struct ps_self *self, struct ps_rows *out,
    const struct dialect *d)
{
	struct delimited	*f = self->state;
	struct record		*r = &f->rec;
	struct ps_slice		*c;
	char			*text;

	for (uint32_t i = 0; i < r->n; i++) {
		c = &r->cells[i];
		if ((c->flags & CELL_DIRTY) == 0)
			continue;
		text = ps_scratch(self, out, c->n);
		c->n = (uint32_t)cell_clean(d, c, text);
		c->p = text;
		c->flags &= PS_QUOTED;
	}
}

/*
 * Where short rows are usual only the first is told of, and only near the
 * start: all the same whether the document is read in parts.
 */
static void
tell_short(struct ps_self *self, struct ps_rows *out)
{
	struct delimited		*f = self->state;
	const struct delimited_options	*opt = f->opt;
	struct record			*r = &f->rec;
	uint64_t			 at = f->at + (uint64_t)(r->start -
					    f->window);
	char				 why[80];

	snprintf(why, sizeof(why), "%u cells where the table has %u%s",
	    r->n, f->k, opt->ragged ? "; others like it are not listed" : "");
	if (!opt->ragged)
		tell(self, out, PS_REPAIRED, "short-row", why);
	else if (f->told && !f->uneven && at < FIRST_PART)
		tell(self, out, PS_NOTE, "ragged", why);
	f->uneven = true;
}

/* Near the start, where a document is never in parts. */
static void
add_up(struct ps_self *self, struct ps_rows *out, enum ps_summary summary)
{
	struct delimited	*f = self->state;
	const struct record	*r = &f->rec;
	const struct ps_record	 row = { .cells = r->cells, .n = r->n,
				    .line = f->line, .raw = r->start,
				    .n_raw = (size_t)(r->stop - r->start) };

	if (f->at + (uint64_t)(r->start - f->window) >= FIRST_SUMS)
		return;
	if (f->totals == NULL)
		f->totals = ps_totals_new(self, NULL);
	ps_totals_row(self, f->totals, out, &row, f->k, summary);
}

static bool
put_row(struct ps_self *self, struct ps_rows *out)
{
	struct delimited	*f = self->state;
	struct record		*r = &f->rec;
	enum ps_summary		 summary;

	if (r->n > f->k && !drop_extra(self, out))
		return false;
	if (r->bare > 0 || r->junk > 0 || r->reading != READ_PLAIN)
		tell(self, out, PS_REPAIRED, "stray-quote",
		    "a quote that does not open or close a cell is kept");
	if (r->n < f->k)
		tell_short(self, out);
	if (f->n_null > 0)
		mark_nulls(self);
	if (r->doubled > 0 || f->d.quote == '\0')
		clean_cells(self, out, &f->d);
	summary = ps_summary_of(self, r->cells, r->n, f->begun);
	add_up(self, out, summary);
	if (summary != PS_SUMMARY_NONE)
		r->cells[0].flags |= PS_SUMMARY;
	else
		f->begun = true;
	return ps_row(self, out, r->cells, r->n, f->line);
}

/* Off the width, and read anew as a row that is not. */
static bool
is_mended(struct ps_self *self, struct ps_rows *out)
{
	struct delimited	*f = self->state;
	struct record		*r = &f->rec;
	const char		*rule, *why;

	if (r->n == f->k || r->n == f->width ||
	    (rule = repair_record(self, out, &why)) == NULL)
		return false;
	tell(self, out, PS_REPAIRED, rule, why);
	return true;
}

enum put
put_record(struct ps_self *self, struct ps_rows *out)
{
	struct delimited		*f = self->state;
	struct record			*r = &f->rec;
	bool				 blank = r->kind == PS_RECORD_BLANK ||
					    (f->k > 1 && is_empty(r) &&
					    r->kind == PS_RECORD_CELLS);
	enum put			 put = PUT_ASIDE;

	if (blank)
		set_aside(self, out, PS_BLANK);
	else if (r->kind == PS_RECORD_COMMENT)
		set_aside(self, out, PS_COMMENT);
	else if ((put = judge_again(f)) == PUT_ASIDE)
		set_aside(self, out, PS_REPEATED_HEADER);
	else if (put == PUT_AGAIN)
		return put;
	else if (is_page_line(f)) {
		put = PUT_ASIDE;
		set_aside(self, out, PS_PAGE);
	} else if (is_mended(self, out))
		put = put_row(self, out) ? PUT_FULL : PUT_ROW;
	else if ((put = judge_end(self)) == PUT_ASIDE) {
		set_aside(self, out, PS_FOOTNOTE);
		blank = true;
	} else if (put == PUT_ROW && put_row(self, out))
		put = PUT_FULL;
	if (put != PUT_AGAIN)
		f->after_blank = blank;
	return put;
}
