/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_syntax.c - is it a program or markup rather than a table?
 *
 * Sources have columns, too: lists in brackets, lines that are indented by
 * tabs and end in a semicolon.  But a delimiter inside of brackets parts
 * nothing, and no record of a table opens a comment or begins with a blank
 * cell throughout.  The whole sample is looked at, not only the rows.
 */
#include "delimited_probe.h"

enum { MOST_SEEN = 16 << 10, SEEN_COLUMNS = 64 };

struct signs {
	uint32_t	n;		/* records */
	uint32_t	code;		/* that no table would have */
	uint32_t	cells;		/* records of more than one cell */
	uint32_t	indented;	/* of these; the first one is blank */
	uint32_t	filled[SEEN_COLUMNS];
};

static bool
is_blank(const struct ps_slice *c)
{
	for (uint32_t i = 0; i < c->n; i++)
		if (c->p[i] != ' ' && c->p[i] != '\t')
			return false;
	return true;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
begins_tag(const char *p, const char *e)
{
	return p + 1 < e && *p == '<' && (is_letter(p[1]) || p[1] == '/' ||
	    p[1] == '!');
}

/* Between blanks, or the ends of the cell. */
static bool
begins_comment(const struct ps_slice *c, uint32_t i)
{
	const char	*p = c->p + i;

	return c->n - i >= 2 && *p == '/' && (p[1] == '/' || p[1] == '*') &&
	    (c->n - i == 2 || p[2] == ' ') &&
	    (i == 0 || p[-1] == ' ' || p[-1] == '\t');
}

/* A cell that opens more brackets than it closes, or a tag, or a comment. */
static bool
is_open(const struct ps_slice *c)
{
	int32_t	depth = 0;
	bool	tag = false;

	if (c->flags & PS_QUOTED)
		return false;
	for (uint32_t i = 0; i < c->n; i++) {
		if (begins_comment(c, i))
			return true;
		depth += c->p[i] == '(' || c->p[i] == '[' || c->p[i] == '{';
		depth -= c->p[i] == ')' || c->p[i] == ']' || c->p[i] == '}';
		tag = (tag && c->p[i] != '>') ||
		    begins_tag(c->p + i, c->p + c->n);
	}
	return depth > 0 || tag;
}

/* A line as sources have them: of a comment, or the end of a statement. */
static bool
is_statement(const struct dialect *d, const char *p, const char *e)
{
	char	last;

	while (p < e && (*p == ' ' || *p == '\t'))
		p++;
	while (e > p && (e[-1] == ' ' || e[-1] == '\t' || e[-1] == '\r'))
		e--;
	if (p == e)
		return false;
	last = e[-1];
	if (d->n_delim > 0 && (last == d->delim[0] || *p == d->delim[0]))
		last = ' ';
	if (memchr(";{}\\,(", last, 6) != NULL)
		return true;
	if (e - p < 2)
		return false;
	return memcmp(p, "/*", 2) == 0 || memcmp(p, "//", 2) == 0 ||
	    memcmp(p, "* ", 2) == 0 || memcmp(e - 2, "*/", 2) == 0 ||
	    begins_tag(p, e);
}

static void
look(struct signs *g, const struct dialect *d, const struct record *r)
{
	uint32_t	n = r->n < r->room ? r->n : r->room;
	bool		code = is_statement(d, r->start, r->stop);

	g->n++;
	for (uint32_t i = 0; i < n; i++) {
		if (i < SEEN_COLUMNS && n > 1)
			g->filled[i] += !is_blank(&r->cells[i]);
		code = code || (n > 1 && is_open(&r->cells[i]));
	}
	g->code += code;
	g->cells += n > 1;
	g->indented += n > 1 && is_blank(&r->cells[0]);
}

/* Columns that hold something in at least every eighth record. */
static uint32_t
filled_columns(const struct signs *g)
{
	uint32_t	n = 0;

	for (uint32_t i = 0; i < SEEN_COLUMNS; i++)
		n += g->filled[i] > 0 && g->filled[i] >= g->cells / 8;
	return n;
}

/* The first line of a program: a comment, or what is to run it. */
static bool
opens_program(const struct ps_sample *s)
{
	return s->length > 2 && (memcmp(s->text, "/*", 2) == 0 ||
	    memcmp(s->text, "#!", 2) == 0);
}

bool
is_source(struct judge *j)
{
	const struct ps_sample	*sample = j->s;
	size_t			 most = sample->length < MOST_SEEN ?
				    sample->length : MOST_SEEN;
	struct signs		 g = { .n = 0 };
	struct splitter		 s;
	struct record		 r = { .cells = j->cells,
				    .room = JUDGED_COLUMNS };

	if (opens_program(sample))
		return true;
	splitter_init(&s, &j->best.d, sample->text, sample->text + most,
	    sample->whole && most == sample->length);
	s.k = j->best.k;
	while (split_next(&s, &r) == STEP_RECORD)
		if (r.kind == PS_RECORD_CELLS)
			look(&g, &j->best.d, &r);
	return g.code * 8 > g.n || g.indented * 4 > g.cells * 3 ||
	    filled_columns(&g) < 2;
}
