/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_read.c - a window over the input, and the rows from it.
 *
 * The window grows only when one record does not fit; cells point into it.
 */
#include <stdio.h>

#include "delimited.h"

/* Show the bytes from here on to the splitter.  PS_EOF: there are none. */
enum ps_status
window_fill(struct ps_self *self)
{
	struct delimited	*f = self->state;
	ptrdiff_t		 n = ps_peek(self, f->in, f->want,
				    &f->window);

	if (n <= 0)
		return n < 0 ? PS_FAIL : PS_EOF;
	f->at = ps_offset(self, f->in);
	splitter_init(&f->s, &f->d, f->window, f->window + n,
	    (size_t)n < f->want);
	f->s.k = f->width;
	return PS_OK;
}

/* Take what the splitter has read. */
enum ps_status
window_take(struct ps_self *self)
{
	struct delimited	*f = self->state;
	size_t			 used = (size_t)(f->s.p - f->window);

	f->want = used > 0 ? WINDOW : f->want * 2;
	return ps_take(self, f->in, used) < PS_OK ? PS_FAIL : PS_OK;
}

/*
 * A record that is too long to hold is rejected, piece by piece: up to the
 * line end, or all there is.
 */
static void
reject_piece(struct ps_self *self, struct ps_rows *out)
{
	struct delimited	*f = self->state;
	const char		*p = f->window, *e;

	e = find_end(&f->d, p, f->s.end);
	if (e == NULL)
		e = f->s.end;
	f->cut = e == f->s.end;
	ps_issue(self, out, PS_REJECTED, f->line, "long-record",
	    "the record is longer than 16 MiB", p, (size_t)(e - p));
	f->line += !f->cut;
	f->s.p = e + !f->cut;
}

/*
 * The first batch of a later table, from which its types are chosen, is the
 * same whatever ranges there are.
 */
static bool
ends_first_batch(struct delimited *f)
{
	if (f->fresh_until == 0 || f->at + (uint64_t)(f->s.p - f->window) <
	    f->fresh_until)
		return false;
	f->fresh_until = 0;
	return true;
}

/* Records that begin before `stop`, into the batch.  True when it is full. */
static bool
put_window(struct ps_self *self, struct ps_rows *out, const char *stop,
    enum step *step)
{
	struct delimited	*f = self->state;
	enum put		 put = PUT_ROW;
	enum turn		 turn;

	while (put != PUT_FULL && (f->s.p < stop || is_amid(f, f->at +
	    (uint64_t)(f->s.p - f->window)))) {
		*step = split_next(&f->s, &f->rec);
		if (*step != STEP_RECORD)
			break;
		turn = watch_record(self);
		if (turn != TURN_NO) {
			f->next = turn == TURN_TABLE;
			f->s.p = f->rec.start;
			break;
		}
		if ((put = put_record(self, out)) == PUT_AGAIN) {
			f->s.p = f->rec.start;
			break;
		}
		f->line += f->rec.lines;
		watch_done(f);
		if (ends_first_batch(f))
			put = PUT_FULL;
	}
	return put == PUT_FULL;
}

enum ps_status
delimited_rows(struct ps_self *self, struct ps_rows *out)
{
	struct delimited	*f = self->state;
	uint64_t		 limit = ps_limit(self, f->in), room, at;
	const char		*stop;
	enum ps_status		 st;
	enum step		 step = STEP_RECORD;
	bool			 full = false;

	f->given = true;
	while (!full) {
		at = ps_offset(self, f->in);
		if (!f->cut && at >= limit && !is_amid(f, at))
			return PS_EOF;
		if ((st = window_fill(self)) != PS_OK)
			return st;
		room = limit > f->at ? limit - f->at : 0;
		stop = room < (uint64_t)(f->s.end - f->window) ?
		    f->window + room : f->s.end;
		if (f->cut)
			reject_piece(self, out);
		else
			full = put_window(self, out, stop, &step);
		if (f->s.p == f->window && f->want >= LONGEST && !f->next)
			reject_piece(self, out);
		if (window_take(self) != PS_OK)
			return PS_FAIL;
		if (f->next)
			return PS_EOF;
		full |= ps_full(self, out);
	}
	return PS_OK;
}
