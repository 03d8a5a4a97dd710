/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_split.c - records and cells, fast.
 *
 * Bytes that can mean something (delimiter, quote, line end) are found 64 at a
 * time as bits of a word; between them nothing is looked at.  This path knows
 * well-formed records only and leaves all others to delimited_odd.c, which
 * reads cell by cell and gives the same answer where both can.
 */
#include <string.h>

#include "delimited.h"

/* What split_fast() walks with, all in registers. */
struct walk {
	struct splitter	*s;
	const char	*base, *end;
	uint64_t	 bits;
	uint32_t	 at;
	char		 delim, quote, eol;
};

/* The next byte that means something, or NULL at the end of the window. */
static inline const char *
next_mark(struct walk *w)
{
	const char	*p;

	while (w->bits == 0) {
		if (w->end - w->base <= MARK_BLOCK)
			return NULL;
		w->base += MARK_BLOCK;
		if (++w->at == MARK_WORDS) {
			w->at = 0;
			w->s->scan(&w->s->marked, w->base, w->end,
			    w->s->m.words);
		}
		w->bits = w->s->m.words[w->at];
	}
	p = w->base + __builtin_ctzll(w->bits);
	w->bits &= w->bits - 1;
	return p;
}

void
splitter_init(struct splitter *s, const struct dialect *d, const char *p,
    const char *end, bool eof)
{
	*s = (struct splitter){ .d = *d, .p = p, .end = end, .eof = eof,
	    .scan = marks_best() };
	s->marked.delim = d->n_delim > 0 ? d->delim[0] : d->eol;
	s->marked.quote = d->quote != '\0' ? d->quote : d->eol;
	s->marked.eol = d->eol;
}

bool
is_escaped(const char *from, const char *q, char escape)
{
	const char	*p = q;

	while (p > from && p[-1] == escape)
		p--;
	return (q - p) % 2 == 1;
}

/*
 * A line of nothing but blanks, or a comment: whole lines, whatever is in
 * them.  STEP_ODD where there is neither.
 */
static enum step
split_line(struct splitter *s, struct record *r)
{
	const struct dialect	*d = &s->d;
	const char		*p = s->p, *e;
	bool			 tabs = d->runs || d->n_delim == 0 ||
				    d->delim[0] != '\t';

	if (d->n_comment > 0 && s->end - p >= d->n_comment &&
	    memcmp(p, d->comment, d->n_comment) == 0) {
		r->kind = PS_RECORD_COMMENT;
	} else {
		while (p < s->end && (*p == ' ' || (*p == '\t' && tabs)))
			p++;
		if (p < s->end && *p != d->eol && *p != '\r')
			return STEP_ODD;
		if (p < s->end && *p == '\r' && !d->any &&
		    (p + 1 == s->end ? !s->eof : p[1] != d->eol))
			return STEP_ODD;
		r->kind = PS_RECORD_BLANK;
	}
	e = find_end(d, p, s->end);
	r->next = e != NULL ? after_end(d, e, s->end, s->eof) : s->end;
	if ((e == NULL && !s->eof) || r->next == NULL)
		return STEP_MORE;
	r->n = 0;
	r->lines = 1;
	r->whole = e != NULL;
	r->stop = e != NULL ? trim_cr(d, r->start, e) : s->end;
	return STEP_RECORD;
}

/* Could this byte begin a comment or a line of blanks? */
static inline bool
is_suspect(const struct dialect *d, char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == d->eol ||
	    (d->n_comment > 0 && c == d->comment[0]);
}

/*
 * The quoted cell that opened at r->next; marks up to its closing quote are
 * used up.  STEP_ODD unless it is closed in the ordinary way.
 */
static enum step
walk_quoted(struct walk *w, const struct splitter *s, struct record *r,
    struct ps_slice *cell)
{
	const struct dialect	*d = &s->d;
	const char		*open = r->next, *q;
	unsigned		 flags = PS_QUOTED, lines = 0;

	while ((q = next_mark(w)) != NULL) {
		if (*q == w->eol && ++lines > CELL_LINES)
			return STEP_ODD;
		if (*q != w->quote)
			continue;
		if (d->escape != '\0' && is_escaped(open + 1, q, d->escape)) {
			flags |= CELL_DIRTY;
			r->doubled++;
			r->escaped++;
			continue;
		}
		if (q + 1 >= w->end)
			break;
		if (q[1] != w->quote)
			break;
		next_mark(w);
		flags |= CELL_DIRTY;
		r->doubled++;
	}
	if (q == NULL || q + 1 >= w->end || q - open > CELL_BYTES)
		return STEP_ODD;
	if (q[1] != w->delim && q[1] != w->eol && (q[1] != '\r' ||
	    q + 2 >= w->end || q[2] != w->eol))
		return STEP_ODD;
	*cell = (struct ps_slice){ .p = open + 1,
	    .n = (uint32_t)(q - open - 1), .flags = (uint16_t)flags };
	r->quoted++;
	r->lines += lines;
	return STEP_RECORD;
}

/* A cell of bytes p to e, not quoted. */
static inline void
put_bare(struct record *r, const struct dialect *d, const char *p,
    const char *e)
{
	struct ps_slice	*cell = &r->cells[r->n++];

	if (d->trim)
		while (p < e && is_space(*p))
			p++;
	cell->p = p;
	cell->n = (uint32_t)(e - p);
	cell->flags = 0;
	cell->type = PS_NULL;
}

/* STEP_ODD: nothing is wrong, but this path cannot tell. */
static enum step
split_fast(struct splitter *s, struct record *r)
{
	const struct dialect	 d = s->d;
	const uint32_t		 room = r->room - 1;
	const char		*cell = s->p, *q;
	bool			 closed = false;
	struct walk		 w = {
		s, s->m.base, s->end, s->m.bits, s->m.at,
		s->marked.delim, s->marked.quote, d.eol
	};

	while ((q = next_mark(&w)) != NULL && *q != w.eol) {
		if (r->n >= room)
			return STEP_ODD;
		if (*q == w.delim) {
			if (!closed)
				put_bare(r, &d, cell, q);
			closed = false;
			cell = q + 1;
		} else if (q == cell && !closed) {
			r->next = q;
			if (walk_quoted(&w, s, r, &r->cells[r->n]) ==
			    STEP_ODD)
				return STEP_ODD;
			r->n++;
			closed = true;
		} else if (is_space(*cell)) {
			return STEP_ODD;
		}
	}
	if (q == NULL)
		return STEP_ODD;
	r->stop = trim_cr(&d, r->start, q);
	if (!closed)
		put_bare(r, &d, cell, r->stop < cell ? cell : r->stop);
	r->next = q + 1;
	s->m.base = w.base;
	s->m.bits = w.bits;
	s->m.at = w.at;
	return STEP_RECORD;
}

static void
begin_marks(struct splitter *s)
{
	s->scan(&s->marked, s->p, s->end, s->m.words);
	s->m.base = s->p;
	s->m.at = 0;
	s->m.bits = s->m.words[0];
	s->ready = true;
}

/* Is there an escape where there are no quotes? */
static inline bool
has_bare_escape(const struct splitter *s, const struct record *r)
{
	return s->d.escape != '\0' && s->d.quote == '\0' && memchr(r->start,
	    s->d.escape, (size_t)(r->next - r->start)) != NULL;
}

enum step
split_next(struct splitter *s, struct record *r)
{
	struct ps_slice	*cells = r->cells;
	uint32_t	 room = r->room;
	enum step	 step = STEP_ODD;
	bool		 fast = !s->d.runs && !s->d.any && s->d.n_delim < 2;

	if (s->p >= s->end)
		return s->eof ? STEP_END : STEP_MORE;
	*r = (struct record){ .cells = cells, .room = room, .start = s->p,
	    .lines = 1, .whole = true };
	if (!s->plain && is_suspect(&s->d, *s->p))
		step = split_line(s, r);
	if (step == STEP_RECORD)
		s->ready = false;
	else if (step == STEP_ODD && fast) {
		if (!s->ready)
			begin_marks(s);
		step = split_fast(s, r);
		if (step == STEP_RECORD && has_bare_escape(s, r))
			step = STEP_ODD;
	}
	if (step == STEP_ODD || (step == STEP_RECORD && s->k != 0 &&
	    r->n != s->k && r->quoted > 0 && r->kind == PS_RECORD_CELLS)) {
		step = split_odd(s, r);
		s->ready = false;
	}
	if (step == STEP_RECORD)
		s->p = r->next;
	return step;
}
