/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_align.c - where the first record begins in the middle of a
 * document.
 *
 * A line end may stand inside quotes.  Both cases are tried on what follows:
 * the right one makes records of the right width.
 */
#include <string.h>

#include "delimited.h"

enum { LOOK_AHEAD = 256 << 10, TRIAL = 20, QUOTES = 100 };

/* How many of the next records from p are as wide as they should be. */
static uint32_t
try_from(struct delimited *f, const char *p)
{
	struct splitter	s;
	uint32_t	good = 0, k = f->k;

	splitter_init(&s, &f->d, p, f->s.end, f->s.eof);
	for (uint32_t i = 0; i < TRIAL; i++) {
		if (split_next(&s, &f->rec) != STEP_RECORD)
			return good + TRIAL - i;
		good += f->rec.kind != PS_RECORD_CELLS || ((f->rec.n == k ||
		    f->rec.n == f->width) && f->rec.junk + f->rec.bare == 0);
	}
	return good;
}

/* The byte after the first line end, or the end: it is not there. */
static const char *
after_line(struct delimited *f, const char *p)
{
	const char	*e = find_end(&f->d, p, f->s.end);

	e = e != NULL ? after_end(&f->d, e, f->s.end, f->s.eof) : NULL;
	return e != NULL ? e : f->s.end;
}

/* Were these bytes inside quotes: where would the next record begin? */
static const char *
after_quoted(struct delimited *f, const char *p)
{
	struct splitter	s;
	const char	*q;
	uint32_t	n = 0;

	while (n++ < QUOTES && p < f->s.end && (q = memchr(p, f->d.quote,
	    (size_t)(f->s.end - p))) != NULL) {
		if (q + 1 < f->s.end && q[1] == f->d.quote) {
			p = q + 2;
			continue;
		}
		splitter_init(&s, &f->d, q + 1, f->s.end, f->s.eof);
		s.plain = true;
		if (split_next(&s, &f->rec) != STEP_RECORD)
			return NULL;
		if (f->rec.n > 1 ? f->rec.cells[0].n == 0 :
		    f->rec.stop == q + 1)
			return s.p;
		p = q + 1;
	}
	return NULL;
}

enum ps_status
delimited_align(struct ps_self *self, struct ps_input *in)
{
	struct delimited	*f = self->state;
	const char		*line, *quoted = NULL;
	uint32_t		 good, best;
	enum ps_status		 st;

	f->in = in;
	f->want = LOOK_AHEAD;
	if ((st = window_fill(self)) != PS_OK)
		return st == PS_EOF ? PS_OK : st;
	while ((line = after_line(f, f->window)) == f->s.end && !f->s.eof) {
		f->s.p = f->s.end;
		if (window_take(self) != PS_OK)
			return PS_FAIL;
		/* No record begins here; what does behind is not ours. */
		if (ps_offset(self, in) >= ps_limit(self, in))
			return PS_OK;
		f->want = LOOK_AHEAD;
		if ((st = window_fill(self)) != PS_OK)
			return st == PS_EOF ? PS_OK : st;
	}
	if (f->d.quote != '\0' && f->k > 1 &&
	    (best = try_from(f, line)) < TRIAL &&
	    (quoted = after_quoted(f, f->window)) != NULL &&
	    quoted > line && (good = try_from(f, quoted)) > best)
		line = quoted;
	f->s.p = line;
	return window_take(self);
}
