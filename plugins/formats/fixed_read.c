/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixed_read.c - a document line by line: what stands above the rows, rows,
 * and what is none.
 */
#include <stdio.h>
#include <string.h>

#include "fixed.h"

enum {
	WINDOW		= 1 << 18,
	LONGEST		= 1 << 24,
	NOTE_BYTES	= 64 << 10,
	NOTE_LINES	= 100,
	FIRST_SUMS	= 1 << 20
};

static void
start(struct fixed *f, struct ps_self *self, struct ps_input *in)
{
	const struct fixed_options	*o = self->options;

	f->self = self;
	f->in = in;
	f->want = WINDOW;
	f->line = 1;
	f->repeated = o->repeated;
	f->n_repeated = o->repeated == NULL ? 0 : strlen(o->repeated);
}

enum ps_status
fixed_open(struct ps_self *self, struct ps_input *in)
{
	struct fixed	*f = self->state;

	start(f, self, in);
	if (!fixed_get_cuts(self->options, &f->cuts))
		return ps_fail(self, PS_FATAL, 0, "fixed: no columns were "
		    "found; say where they are by cuts=\"0-8 10-14 16-\"");
	return PS_OK;
}

static char
comment_of(const struct fixed *f)
{
	const struct fixed_options	*o = f->self->options;

	return o->comment == NULL ? '\0' : *o->comment;
}

/* The line at hand; PS_EOF: there is none. */
static enum ps_status
peek_line(struct fixed *f, const char **p, size_t *n, size_t *whole)
{
	ptrdiff_t	got;

	for (;;) {
		if ((got = ps_peek(f->self, f->in, f->want, p)) <= 0)
			return got < 0 ? PS_FAIL : PS_EOF;
		*n = fixed_end(*p, (size_t)got, whole);
		if (*whole > *n || (size_t)got < f->want ||
		    f->want >= LONGEST)
			return PS_OK;
		f->want *= 2;
	}
}

static void
aside(struct fixed *f, enum ps_class class, const char *p, size_t n)
{
	ps_aside(f->self, f->out, class, f->line++, p, n);
}

/* The cells of a header line, kept for good. */
static struct ps_slice *
keep_names(struct fixed *f, const char *p, size_t n)
{
	struct ps_slice		*names = ps_alloc(f->self, f->cuts.n *
				    sizeof(*names));
	char			*copy = ps_alloc(f->self, n + 1);
	struct fixed_line	 l;

	memcpy(copy, p, n);
	fixed_line(copy, n, f->at, &l);
	(void)fixed_cut_names(&f->cuts, &l, names);
	return names;
}

/*
 * The names of several lines as those of one: top down, with blanks between.
 * A name that stands over more columns holds for those that have none there.
 */
static struct ps_slice *
join_names(struct fixed *f, struct ps_slice **head, uint32_t n)
{
	struct ps_slice	*to = head[0];
	char		*text;
	uint32_t	 at;

	if (n < 2)
		return to;
	for (uint32_t i = 0; i < f->cuts.n; i++) {
		at = n;
		for (uint32_t k = 0; k < n; k++)
			at += head[k][i].n;
		text = ps_alloc(f->self, at);
		at = 0;
		for (uint32_t k = 0; k < n; k++) {
			if (head[k][i].n == 0)
				continue;
			if (at > 0)
				text[at++] = ' ';
			memcpy(text + at, head[k][i].p, head[k][i].n);
			at += head[k][i].n;
		}
		to[i] = (struct ps_slice){ .p = text, .n = at };
	}
	return to;
}

static enum ps_status
read_titles(struct fixed *f, int64_t skip)
{
	const char	*p;
	size_t		 n, whole;
	enum ps_status	 st;
	static const enum ps_class classes[] = {
		[LINE_BLANK] = PS_BLANK, [LINE_RULE] = PS_RULE,
		[LINE_COMMENT] = PS_COMMENT, [LINE_TEXT] = PS_TITLE,
		[LINE_TOTAL] = PS_TITLE
	};

	for (int64_t i = 0; i < skip; i++) {
		if ((st = peek_line(f, &p, &n, &whole)) != PS_OK)
			return st;
		aside(f, classes[fixed_kind(p, n, comment_of(f))], p, n);
		if (ps_take(f->self, f->in, whole) < PS_OK)
			return PS_FAIL;
	}
	return PS_OK;
}

static enum ps_status
read_header(struct fixed *f, int64_t header, int64_t units)
{
	struct ps_slice	*head[FIXED_HEADER + 1];
	uint32_t	 n_head = 0;
	const char	*p;
	size_t		 n, whole;
	enum ps_status	 st = PS_OK;
	enum fixed_kind	 kind;

	while (n_head < header + units) {
		if ((st = peek_line(f, &p, &n, &whole)) != PS_OK)
			break;
		kind = fixed_kind(p, n, '\0');
		if (kind == LINE_TEXT)
			head[n_head++] = keep_names(f, p, n);
		aside(f, kind == LINE_BLANK ? PS_BLANK : kind == LINE_RULE ?
		    PS_RULE : n_head > header ? PS_UNITS : PS_HEADER, p, n);
		if (ps_take(f->self, f->in, whole) < PS_OK)
			return PS_FAIL;
	}
	if (n_head > 0) {
		head[0] = join_names(f, head, n_head > header ?
		    (uint32_t)header : n_head);
		head[1] = n_head > header ? head[header] : NULL;
		ps_name_columns(f->self, head, 1 + (n_head > header),
		    n_head > header, f->cuts.n, f->columns);
	}
	return st == PS_EOF ? PS_OK : st;
}

/* Names that are told in an option, parted by tabs. */
static void
use_names(struct fixed *f, const char *names)
{
	for (uint32_t i = 0; i < f->cuts.n && *names != '\0'; i++) {
		size_t	 n = strcspn(names, "\t");
		char	*copy = ps_alloc(f->self, n + 1);

		memcpy(copy, names, n);
		copy[n] = '\0';
		f->columns[i].name = n > 0 ? copy : NULL;
		names += n + (names[n] == '\t');
	}
}

enum ps_status
fixed_announce(struct ps_self *self, struct ps_rows *out,
    struct ps_table *table)
{
	const struct fixed_options	*o = self->options;
	struct fixed			*f = self->state;
	bool				 named = o->names != NULL &&
					    *o->names != '\0';
	enum ps_status			 st;

	if (f->told)
		return PS_EOF;
	f->told = true;
	f->out = out;
	if ((st = read_titles(f, o->skip)) < PS_OK || (st == PS_OK &&
	    (st = read_header(f, o->header, o->units)) < PS_OK))
		return st;
	if (named)
		use_names(f, o->names);
	*table = (struct ps_table){ .columns = f->columns,
	    .n_columns = f->cuts.n,
	    .flags = o->header == 0 && !named ? PS_HEADERLESS : 0 };
	return PS_OK;
}

enum ps_status
fixed_align(struct ps_self *self, struct ps_input *in)
{
	struct fixed	*f = self->state;
	const char	*p, *e;
	ptrdiff_t	 n = 0;

	if (fixed_open(self, in) != PS_OK)
		return PS_FAIL;
	f->told = true;
	while (ps_offset(self, in) < ps_limit(self, in) &&
	    (n = ps_peek(self, in, WINDOW, &p)) > 0) {
		e = memchr(p, '\n', (size_t)n);
		if (ps_take(self, in, e != NULL ? (size_t)(e - p) + 1 :
		    (size_t)n) < PS_OK)
			return PS_FAIL;
		if (e != NULL)
			return PS_OK;
	}
	return n < 0 ? PS_FAIL : PS_OK;
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
	return fit == FIT_NONE || (fit != FIT_WHOLE && after_blank) ||
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

/* One line: a row, or set aside.  *more: it takes what comes behind to tell. */
static bool
put_line(struct fixed *f, const struct window *w, size_t at, size_t n,
    bool *more)
{
	const char	*p = w->p + at;
	enum fixed_kind	 kind = fixed_kind(p, n, comment_of(f));
	bool		 full = false;

	*more = false;
	if (kind == LINE_BLANK)
		aside(f, PS_BLANK, p, n);
	else if (kind == LINE_RULE && !f->cuts.packed)
		aside(f, PS_RULE, p, n);
	else if (kind == LINE_COMMENT)
		aside(f, PS_COMMENT, p, n);
	else if (is_repeated(f, p, n))
		aside(f, PS_REPEATED_HEADER, p, n);
	else if (is_footnote(f, w, at, more)) {
		aside(f, PS_FOOTNOTE, p, n);
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
		if (used == 0 && f->want >= LONGEST)
			used = put_piece(f, w.p, w.n);
		f->want = used == 0 ? f->want * 2 : WINDOW;
		if (ps_take(self, f->in, used) < PS_OK)
			return PS_FAIL;
		full |= ps_full(self, out);
	}
	return PS_OK;
}
