/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_odd.c - records that are not well formed, and rare dialects.
 *
 * A quote closes a cell only before a delimiter, a line end or the end of the
 * document.  Where that gives another number of cells than the table has,
 * other readings are tried: nothing is swallowed by one stray quote.
 */
#include <string.h>

#include "delimited.h"

const char *
find_end(const struct dialect *d, const char *p, const char *end)
{
	if (!d->any)
		return memchr(p, d->eol, (size_t)(end - p));
	while (p < end && *p != '\n' && *p != '\r')
		p++;
	return p < end ? p : NULL;
}

/* Any: LF, CR, CR LF, and CR CR LF, which is one that was turned twice. */
const char *
after_end(const struct dialect *d, const char *p, const char *end, bool eof)
{
	const char	*q = p + 1;

	if (!d->any || *p != '\r')
		return q;
	q += q < end && *q == '\r';
	if (q == end && !eof)
		return NULL;
	return q < end && *q == '\n' ? q + 1 : p + 1;
}

static inline bool
at_delim(const struct dialect *d, const char *p, const char *end)
{
	if (d->runs)
		return is_space(*p);
	return d->n_delim > 0 && *p == d->delim[0] && (d->n_delim == 1 ||
	    (end - p >= d->n_delim && begins_delim(d, p, end)));
}

static inline bool
blank_is_delim(const struct dialect *d)
{
	return d->runs || (d->n_delim > 0 && is_space(d->delim[0]));
}

enum verdict { NO, YES, UNKNOWN };

/* May a quote before p close a cell?  *after: where the cell's end stands. */
static enum verdict
closes_at(const struct splitter *s, const char *p, const char **after)
{
	const struct dialect	*d = &s->d;

	while (!blank_is_delim(d) && p < s->end && is_space(*p) &&
	    !at_delim(d, p, s->end))
		p++;
	*after = p;
	if (p == s->end)
		return s->eof ? YES : UNKNOWN;
	if (*p == '\r' && d->eol == '\n' && !d->any) {
		*after = p + 1;
		if (p + 1 == s->end)
			return s->eof ? YES : UNKNOWN;
		return p[1] == '\n' ? YES : NO;
	}
	if (s->end - p < d->n_delim && !s->eof && begins_delim(d, p, s->end))
		return UNKNOWN;
	return ends_line(d, *p) || at_delim(d, p, s->end) ? YES : NO;
}

static uint32_t
count_lines(const struct dialect *d, const char *p, const char *end)
{
	uint32_t	n = 0;

	while (n <= CELL_LINES && p < end &&
	    (p = find_end(d, p, end)) != NULL) {
		n++;
		p = after_end(d, p, end, true);
	}
	return n;
}

/* A quoted cell being looked for. */
struct quoted {
	const char	*open;		/* the opening quote */
	const char	*close;
	const char	*after;		/* the delimiter or line end */
	uint32_t	 doubled, escaped, junk, lines;
};

/* How far to look for the closing quote.  False: the window is too short. */
static bool
set_limit(const struct splitter *s, const char *open, enum reading how,
    const char **limit)
{
	const char	*e;

	*limit = s->end - open > CELL_BYTES ? open + CELL_BYTES : s->end;
	if (how < READ_LINE)
		return true;
	e = find_end(&s->d, open, *limit);
	if (e == NULL)
		return *limit < s->end || s->eof;
	*limit = e;
	return true;
}

/* A lone quote after what looks like the start of a cell. */
static bool
looks_open(const struct splitter *s, const char *q)
{
	const struct dialect	*d = &s->d;

	return ends_line(d, q[-1]) || (d->n_delim > 0 && q - s->p >=
	    d->n_delim && at_delim(d, q - d->n_delim, q));
}

/* What the quote at q is; *p moves past it.  YES: it closes the cell. */
static enum verdict
judge_quote(const struct splitter *s, struct quoted *c, enum reading how,
    const char *q, const char **p)
{
	const struct dialect	*d = &s->d;
	const char		*after;
	enum verdict		 v;
	bool			 twice;

	*p = q + 1;
	if (d->escape != '\0' && is_escaped(c->open + 1, q, d->escape)) {
		c->doubled++;
		c->escaped++;
		return NO;
	}
	twice = q + 1 < s->end && q[1] == d->quote;
	if (twice && (how != READ_EVEN || q + 2 >= s->end ||
	    closes_at(s, q + 2, &after) != YES)) {
		c->doubled++;
		*p = q + 2;
		return NO;
	}
	c->close = twice ? q + 1 : q;
	v = closes_at(s, c->close + 1, &c->after);
	if (v == NO)
		c->junk++;
	return v;
}

/*
 * Find the closing quote.  NO: the cell is not quoted after all.  Where no
 * quote closes is remembered, so that a document full of stray quotes does
 * not cost its length squared.
 */
static enum verdict
find_close(struct splitter *s, struct quoted *c, enum reading how)
{
	const char	*open = c->open, *p = open + 1, *q, *limit;
	enum verdict	 v = NO;

	if (!set_limit(s, open, how, &limit))
		return UNKNOWN;
	if (how == READ_PLAIN && open > s->barren && open < s->barren_end)
		p = s->barren_end;
	while (v == NO && p < limit) {
		if ((q = memchr(p, s->d.quote, (size_t)(limit - p))) == NULL)
			break;
		v = judge_quote(s, c, how, q, &p);
		if (v == NO && p == q + 1 && c->junk > 0 &&
		    (how == READ_BARE || (looks_open(s, q) &&
		    count_lines(&s->d, open, q) > 0)))
			return NO;
	}
	if (v == NO && limit == s->end && !s->eof)
		return UNKNOWN;
	if (v == NO && how == READ_PLAIN) {
		s->barren = open;
		s->barren_end = limit;
	}
	if (v != YES)
		return v;
	c->lines = count_lines(&s->d, open, c->close);
	return c->lines > CELL_LINES ? NO : YES;
}

static void
put(struct record *r, const char *p, const char *e, unsigned flags)
{
	if (r->n < r->room)
		r->cells[r->n] = (struct ps_slice){ .p = p,
		    .n = (uint32_t)(e - p), .flags = (uint16_t)flags };
	r->n++;
}

static void
put_quoted(struct record *r, const struct quoted *c)
{
	bool	dirty = c->doubled > 0;

	put(r, c->open + 1, c->close, dirty ? PS_QUOTED | CELL_DIRTY :
	    PS_QUOTED);
	r->quoted++;
	r->lines += c->lines;
	r->doubled += c->doubled;
	r->escaped += c->escaped;
	r->junk += c->junk;
}

/* The bare cell at *p; *p moves to what ends it. */
static void
read_bare(const struct splitter *s, struct record *r, const char **p)
{
	const struct dialect	*d = &s->d;
	const char		*start = *p, *q = start, *e;
	bool			 last = d->rest && r->n + 1 == s->k;
	bool			 escapes = d->escape != '\0' &&
				    d->quote == '\0';
	unsigned		 flags = 0;

	for (;; q++) {
		while (d->runs && !escapes && q < s->end &&
		    (uint8_t)*q > ' ')
			q++;
		if (q == s->end || ends_line(d, *q))
			break;
		if (escapes && *q == d->escape && q + 1 < s->end &&
		    (d->letters || q[1] != d->eol) && q[1] != '\r') {
			flags = CELL_DIRTY;
			r->lines += q[1] == d->eol;
			q++;
		} else if (!last && at_delim(d, q, s->end))
			break;
	}
	e = q < s->end && !ends_line(d, *q) ? q : trim_cr(d, start, q);
	if (last || d->runs)
		while (e > start && is_space(e[-1]))
			e--;
	if (d->trim)
		while (start < e && is_space(*start))
			start++;
	put(r, start, e, flags);
	*p = q;
}

/* One cell.  STEP_MORE: it goes past the window. */
static enum step
read_cell(struct splitter *s, struct record *r, enum reading how,
    const char **p)
{
	const struct dialect	*d = &s->d;
	struct quoted		 c = { .open = *p };

	while (!blank_is_delim(d) && c.open < s->end && is_space(*c.open))
		c.open++;
	if (d->quote != '\0' && c.open < s->end && *c.open == d->quote) {
		switch (find_close(s, &c, how)) {
		case UNKNOWN:
			return STEP_MORE;
		case YES:
			put_quoted(r, &c);
			*p = c.after;
			return STEP_RECORD;
		case NO:
			r->bare++;
		}
	}
	read_bare(s, r, p);
	return *p == s->end && !s->eof ? STEP_MORE : STEP_RECORD;
}

static void
start_record(const struct splitter *s, struct record *r, enum reading how)
{
	*r = (struct record){ .cells = r->cells, .room = r->room,
	    .start = s->p, .lines = 1, .reading = how };
}

static void
skip_run(const struct splitter *s, const char **p)
{
	while (s->d.runs && *p < s->end && is_space(**p))
		(*p)++;
}

enum step
split_as(struct splitter *s, struct record *r, enum reading how)
{
	const struct dialect	*d = &s->d;
	const char		*p = s->p;

	start_record(s, r, how);
	skip_run(s, &p);
	for (;;) {
		if (read_cell(s, r, how, &p) == STEP_MORE)
			return STEP_MORE;
		if (d->runs) {
			skip_run(s, &p);
			if (p == s->end && !s->eof)
				return STEP_MORE;
			if (p < s->end && *p == '\r' && d->eol == '\n' &&
			    !d->any && p + 1 < s->end && p[1] == '\n')
				p++;
		}
		if (p == s->end || ends_line(d, *p))
			break;
		p += d->runs ? 0 : d->n_delim;
	}
	r->whole = p < s->end;
	r->stop = trim_cr(d, s->p, p);
	r->next = p < s->end ? after_end(d, p, s->end, s->eof) : p;
	return r->next != NULL ? STEP_RECORD : STEP_MORE;
}

enum step
split_odd(struct splitter *s, struct record *r)
{
	enum step	step = split_as(s, r, READ_PLAIN);
	bool		lines = r->lines > 1, junk = r->junk > 0;
	bool		pairs = r->doubled > r->escaped || junk;

	if (step != STEP_RECORD || s->k == 0 || r->n == s->k)
		return step;
	for (enum reading how = READ_EVEN; how <= READ_BARE; how++) {
		if ((how == READ_EVEN && !pairs) ||
		    (how == READ_LINE && !lines) ||
		    (how == READ_BARE && !lines && !junk))
			continue;
		step = split_as(s, r, how);
		if (step != STEP_RECORD || r->n == s->k)
			return step;
	}
	return split_as(s, r, lines && junk ? READ_LINE : READ_PLAIN);
}

/* What an escaped letter stands for, as databases write it; 0: itself. */
static char
control_of(const struct dialect *d, char c)
{
	static const char	 letters[] = "tnrbfv";
	static const char	 controls[] = "\t\n\r\b\f\v";
	const char		*p = d->letters ? memchr(letters, c, 6) :
				    NULL;

	return p != NULL ? controls[p - letters] : '\0';
}

/* Does the backslash before this byte go? */
static bool
is_escapable(const struct dialect *d, char c)
{
	if (d->letters && (c == d->eol || c == '"' || c == '\''))
		return true;
	return c == d->escape || c == d->quote || (d->quote == '\0' &&
	    d->n_delim > 0 && c == d->delim[0]);
}

size_t
cell_clean(const struct dialect *d, const struct ps_slice *cell, char *out)
{
	const char	*p = cell->p, *end = p + cell->n;
	size_t		 n = 0;
	char		 control;

	while (p < end) {
		if (d->escape != '\0' && *p == d->escape && p + 1 < end &&
		    (control = control_of(d, p[1])) != '\0') {
			out[n++] = control;
			p += 2;
			continue;
		}
		if (d->escape != '\0' && *p == d->escape && p + 1 < end &&
		    is_escapable(d, p[1]))
			p++;
		else if (d->quote != '\0' && *p == d->quote && p + 1 < end &&
		    p[1] == d->quote)
			p++;
		out[n++] = *p++;
	}
	return n;
}
