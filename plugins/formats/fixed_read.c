/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixed_read.c - the lines below the header: rows, and what is none.
 */
#include <stdio.h>
#include <string.h>

#include "fixed.h"

enum {
	NOTE_BYTES	= 64 << 10,
	NOTE_LINES	= 100,
	FIRST_SUMS	= 1 << 20,
	PAGE_LINES	= 12	/* above a header that comes again */
};

/* Six words or more, and but a blank between any two. */
static bool
is_sentence(const struct fixed_line *l)
{
	uint32_t	words = 1;

	for (size_t i = 1; i < l->n; i++) {
		if (l->p[i] != ' ')
			continue;
		if (l->p[i - 1] == ' ')
			return false;
		words++;
	}
	return words >= 6;
}

/* Could this line be text below the table? */
static bool
is_note(struct fixed *f, const char *p, size_t n, bool after_blank)
{
	struct fixed_line	l;
	enum fixed_fit		fit;

	fixed_line(p, n, f->at, &l);
	fit = fixed_cut(f->self, &f->cuts, &l, f->cells);
	if (ps_summary_of(f->self, f->cells, f->cuts.n, true) ==
	    PS_SUMMARY_TOTAL)
		return false;
	return fit == FIT_NONE || (after_blank && (fit != FIT_WHOLE ||
	    is_sentence(&l))) ||
	    ps_is_note(f->self, f->cells, f->cuts.n, f->cuts.n, after_blank);
}

/* A window of the document, and where its lines may end. */
struct window {
	const char	*p;
	size_t		 n;
	uint64_t	 offset;
	bool		 last;		/* the document ends there */
};

/* Do but notes follow, up to the end of the document? */
static bool
is_footnote(struct fixed *f, const struct window *w, size_t at, bool *more)
{
	size_t		whole, len = fixed_end(w->p + at, w->n - at, &whole);
	size_t		end = at + NOTE_BYTES;
	uint32_t	lines = 0;
	bool		blank = f->after_blank;

	*more = false;
	if (w->offset + at < f->data_until || f->cuts.n < 2 ||
	    f->cuts.packed || !is_note(f, w->p + at, len, blank))
		return false;
	for (size_t i = at; i < w->n; i += whole) {
		len = fixed_end(w->p + i, w->n - i, &whole);
		if (whole == len && !w->last) {
			*more = at > 0;
			return false;
		}
		if (fixed_kind(w->p + i, len, '\0') != LINE_TEXT)
			blank = true;
		else if (i > end || ++lines > NOTE_LINES ||
		    !is_note(f, w->p + i, len, blank)) {
			f->data_until = w->offset + i;
			return false;
		}
	}
	*more = !w->last && at > 0;
	return w->last;
}

static void
tell(struct fixed *f, enum fixed_fit fit, const char *p, size_t n)
{
	static const char *const	why[] = {
		[FIT_MENDED] = "a cell goes over the edge of its column",
		[FIT_TOUCHING] = "cells that touch were parted where their "
		    "columns are",
		[FIT_NONE] = "it is not cut like the rows; all of it is in "
		    "the first column"
	};

	if (fit != FIT_WHOLE)
		ps_issue(f->self, f->out, PS_REPAIRED, f->line, "places",
		    why[fit], p, n);
}

static void
add_up(struct fixed *f, uint64_t offset, const char *p, size_t n,
    enum ps_summary summary)
{
	const struct ps_record	r = { .cells = f->cells, .n = f->cuts.n,
				    .line = f->line, .raw = p, .n_raw = n };

	if (offset >= FIRST_SUMS)
		return;
	if (f->totals == NULL)
		f->totals = ps_totals_new(f->self, NULL);
	ps_totals_row(f->self, f->totals, f->out, &r, f->cuts.n, summary);
}

static bool
put_row(struct fixed *f, uint64_t offset, const char *p, size_t n)
{
	struct fixed_line	l;
	enum fixed_fit		fit;
	enum ps_summary		summary;

	fixed_line(p, n, f->at, &l);
	fit = fixed_cut(f->self, &f->cuts, &l, f->cells);
	summary = ps_summary_of(f->self, f->cells, f->cuts.n, f->begun);
	if (summary == PS_SUMMARY_NONE)
		tell(f, fit, p, n);
	add_up(f, offset, p, n, summary);
	if (summary != PS_SUMMARY_NONE)
		f->cells[0].flags |= PS_SUMMARY;
	else
		f->begun = true;
	return ps_row(f->self, f->out, f->cells, f->cuts.n, f->line++);
}

/* The line of the header, but for blanks at its end. */
static bool
is_repeated(const struct fixed *f, const char *p, size_t n)
{
	while (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '\t'))
		n--;
	while (n > 0 && *p == '\f') {
		p++;
		n--;
	}
	return f->n_repeated > 0 && n == f->n_repeated &&
	    memcmp(p, f->repeated, n) == 0;
}

/*
 * A line that begins a page: within a few lines the header comes again, below
 * titles.  Only where the one before is blank, or it has a form feed.
 */
static bool
begins_page(struct fixed *f, const struct window *w, size_t at)
{
	size_t		whole, len;
	uint32_t	lines = 0;

	if (f->n_repeated == 0 || (!f->after_blank && w->p[at] != '\f'))
		return false;
	for (size_t i = at; i < w->n && lines < PAGE_LINES; i += whole) {
		len = fixed_end(w->p + i, w->n - i, &whole);
		if (is_repeated(f, w->p + i, len)) {
			f->page_until = w->offset + i;
			return i > at;
		}
		lines++;
	}
	return false;
}

/* One line: a row, or set aside.  *more: it takes what comes behind to tell. */
static bool
put_line(struct fixed *f, const struct window *w, size_t at, size_t n,
    bool *more)
{
	const char	*p = w->p + at;
	enum fixed_kind	 kind = fixed_kind(p, n, fixed_comment(f));
	bool		 full = false;

	*more = false;
	if (kind == LINE_BLANK)
		fixed_aside(f, PS_BLANK, p, n);
	else if (kind == LINE_RULE && !f->cuts.packed)
		fixed_aside(f, PS_RULE, p, n);
	else if (kind == LINE_COMMENT)
		fixed_aside(f, PS_COMMENT, p, n);
	else if (is_repeated(f, p, n))
		fixed_aside(f, PS_REPEATED_HEADER, p, n);
	else if (w->offset + at < f->page_until || begins_page(f, w, at))
		fixed_aside(f, PS_PAGE, p, n);
	else if (is_footnote(f, w, at, more)) {
		fixed_aside(f, PS_FOOTNOTE, p, n);
		f->after_blank = true;
		return false;
	} else if (*more)
		return false;
	else
		full = put_row(f, w->offset + at, p, n);
	f->after_blank = kind == LINE_BLANK || kind == LINE_RULE;
	return full;
}

/* A line too long to hold: rejected piece by piece. */
static size_t
put_piece(struct fixed *f, const char *p, size_t n)
{
	const char	*e = memchr(p, '\n', n);
	size_t		 len = e != NULL ? (size_t)(e - p) + 1 : n;

	ps_issue(f->self, f->out, PS_REJECTED, f->line, "long-line",
	    "the line is longer than 16 MiB", p, len);
	f->cut = e == NULL;
	f->line += e != NULL;
	return len;
}

/* The lines that begin before `stop`; how far it came. */
static size_t
put_window(struct fixed *f, const struct window *w, size_t stop, bool *full)
{
	size_t	at = 0, whole, len;
	bool	more;

	while (!*full && at < w->n && at < stop) {
		len = fixed_end(w->p + at, w->n - at, &whole);
		if (whole == len && !w->last &&
		    w->p[at + whole - 1] != '\n')
			break;
		*full = put_line(f, w, at, len, &more);
		if (more)
			break;
		at += whole;
		*full |= ps_full(f->self, f->out);
	}
	return at;
}

enum ps_status
fixed_rows(struct ps_self *self, struct ps_rows *out)
{
	struct fixed	*f = self->state;
	uint64_t	 limit = ps_limit(self, f->in);
	struct window	 w;
	size_t		 used, room;
	ptrdiff_t	 n;
	bool		 full = false;

	f->out = out;
	while (!full) {
		w.offset = ps_offset(self, f->in);
		if (w.offset >= limit && !f->cut)
			return PS_EOF;
		if ((n = ps_peek(self, f->in, f->want, &w.p)) <= 0)
			return n < 0 ? PS_FAIL : PS_EOF;
		w.n = (size_t)n;
		w.last = w.n < f->want;
		room = limit - w.offset < w.n ? (size_t)(limit - w.offset) :
		    w.n;
		used = f->cut ? put_piece(f, w.p, w.n) :
		    put_window(f, &w, room, &full);
		if (used == 0 && f->want >= FIXED_LONGEST)
			used = put_piece(f, w.p, w.n);
		f->want = used == 0 ? f->want * 2 : FIXED_WINDOW;
		if (ps_take(self, f->in, used) < PS_OK)
			return PS_FAIL;
		full |= ps_full(self, out);
	}
	return PS_OK;
}
