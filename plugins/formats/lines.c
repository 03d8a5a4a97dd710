/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lines.c - the format of last resort: one text column, one row a line.
 *
 * It reads any text at all, so its bid saves no bits and wins only where
 * nothing else explains the document better than plain text does.
 */
#include <string.h>

#include "polyscraper.h"

enum { WINDOW = 1 << 18, LONGEST = 1 << 24 };

struct lines_options {
	bool		skip_blank;
	int64_t		skip;
};

struct lines {
	struct ps_input	*in;
	uint64_t	 line;		/* number of the next one */
	size_t		 want;		/* bytes to ask peek() for */
	char		 end;		/* what ends a line: LF, or CR */
	bool		 told;		/* the one table was announced */
	bool		 cut;		/* amid a line longer than LONGEST */
};

static const struct ps_option lines_options[] = {
	PS_OPTION(struct lines_options, skip_blank, .def = "false",
	    .doc = "Set lines aside that hold nothing but blanks"),
	PS_OPTION(struct lines_options, skip, .def = "0", .max = 1000000,
	    .doc = "Lines to set aside at the start"),
	{ .name = NULL }
};

static enum ps_status
lines_probe(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	if (s->binary)
		return PS_OK;
	bid->tier = PS_STATISTICAL;
	bid->records = bid->records_ok = s->scan->n_lines;
	ps_because(self, guess, "any text has lines");
	return PS_OK;
}

static enum ps_status
lines_open(struct ps_self *self, struct ps_input *in)
{
	struct lines	*l = self->state;

	l->in = in;
	l->line = 1;
	l->want = WINDOW;
	return PS_OK;
}

/*
 * CR ends lines only where no LF does; told by the bytes first seen, which
 * are at least a window or the whole document.
 */
static enum ps_status
find_end(struct ps_self *self)
{
	struct lines	*l = self->state;
	const char	*p;
	ptrdiff_t	 n = ps_peek(self, l->in, WINDOW, &p);

	if (n < 0)
		return PS_FAIL;
	if (l->end == '\0')
		l->end = n == 0 || memchr(p, '\n', (size_t)n) != NULL ||
		    memchr(p, '\r', (size_t)n) == NULL ? '\n' : '\r';
	return PS_OK;
}

static enum ps_status
lines_table(struct ps_self *self, struct ps_rows *out, struct ps_table *table)
{
	static const struct ps_column	 column = {
		.name = "line", .type = PS_TEXT
	};
	struct lines			*l = self->state;

	(void)out;
	if (l->told)
		return PS_EOF;
	l->told = true;
	*table = (struct ps_table){ .columns = &column, .n_columns = 1,
	    .flags = PS_OWN_NAMES };
	return find_end(self);
}

/*
 * A line that begins behind the limit is another range's to find: else one
 * line as long as the document would be read once for each range.
 */
static enum ps_status
lines_align(struct ps_self *self, struct ps_input *in)
{
	struct lines	*l = self->state;
	const char	*p, *e;
	ptrdiff_t	 n = 0;

	l->in = in;
	if (find_end(self) != PS_OK)
		return PS_FAIL;
	while (ps_offset(self, in) < ps_limit(self, in) &&
	    (n = ps_peek(self, in, WINDOW, &p)) > 0) {
		e = memchr(p, l->end, (size_t)n);
		if (ps_take(self, in, e != NULL ? (size_t)(e - p) + 1 :
		    (size_t)n) < PS_OK)
			return PS_FAIL;
		if (e != NULL)
			return PS_OK;
	}
	return n < 0 ? PS_FAIL : PS_OK;
}

static bool
is_blank(const char *p, size_t n)
{
	while (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '\t'))
		n--;
	return n == 0;
}

/* One line: a row, or set aside.  True when the batch is full. */
static bool
put_line(struct ps_self *self, struct ps_rows *out, const char *p, size_t n)
{
	const struct lines_options	*opt = self->options;
	struct lines			*l = self->state;
	struct ps_slice			 cell = { .p = p, .type = PS_TEXT };
	uint64_t			 line = l->line++;

	if (n > 0 && l->end == '\n' && p[n - 1] == '\r')
		n--;
	if (line <= (uint64_t)opt->skip) {
		ps_aside(self, out, PS_TITLE, line, p, n);
		return false;
	}
	if (opt->skip_blank && is_blank(p, n)) {
		ps_aside(self, out, PS_BLANK, line, p, n);
		return false;
	}
	cell.n = (uint32_t)n;
	return ps_row(self, out, &cell, 1, line);
}

/* The lines that begin in n bytes before `stop`; how far it came. */
static size_t
put_window(struct ps_self *self, struct ps_rows *out, const char *p, size_t n,
    size_t stop, bool last, bool *full)
{
	struct lines	*l = self->state;
	size_t		 at = 0, len;
	const char	*e;

	while (!*full && at < n && at < stop) {
		e = memchr(p + at, l->end, n - at);
		if (e == NULL && !last)
			break;
		len = e != NULL ? (size_t)(e - p) - at : n - at;
		*full = put_line(self, out, p + at, len);
		at += len + (e != NULL);
	}
	return at;
}

/* A line too long to hold: rejected piece by piece. */
static size_t
put_piece(struct ps_self *self, struct ps_rows *out, const char *p, size_t n)
{
	struct lines	*l = self->state;
	const char	*e = memchr(p, l->end, n);
	size_t		 len = e != NULL ? (size_t)(e - p) + 1 : n;

	ps_issue(self, out, PS_REJECTED, l->line, "long-line",
	    "the line is longer than 16 MiB", p, len);
	l->cut = e == NULL;
	l->line += e != NULL;
	return len;
}

static enum ps_status
lines_rows(struct ps_self *self, struct ps_rows *out)
{
	struct lines	*l = self->state;
	uint64_t	 limit = ps_limit(self, l->in), at;
	bool		 full = false, last;
	const char	*p;
	ptrdiff_t	 n;
	size_t		 used, room;

	if (l->end == '\0' && find_end(self) != PS_OK)
		return PS_FAIL;
	while (!full) {
		at = ps_offset(self, l->in);
		if (at >= limit && !l->cut)
			return PS_EOF;
		if ((n = ps_peek(self, l->in, l->want, &p)) <= 0)
			return n < 0 ? PS_FAIL : PS_EOF;
		last = (size_t)n < l->want;
		room = limit - at < (size_t)n ? (size_t)(limit - at) :
		    (size_t)n;
		if (l->cut)
			used = put_piece(self, out, p, (size_t)n);
		else
			used = put_window(self, out, p, (size_t)n, room, last,
			    &full);
		if (used == 0 && l->want >= LONGEST)
			used = put_piece(self, out, p, (size_t)n);
		l->want = used == 0 ? l->want * 2 : WINDOW;
		if (ps_take(self, l->in, used) < PS_OK)
			return PS_FAIL;
		full |= ps_full(self, out);
	}
	return PS_OK;
}

static const struct ps_format lines_format = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name		= "lines",
	.plugin.version		= "1",
	.plugin.summary		= "Any text, a row a line",
	.plugin.options		= lines_options,
	.plugin.options_size	= sizeof(struct lines_options),
	.plugin.state_size	= sizeof(struct lines),
	.cost			= 1,
	.flags			= PS_SPLITS,
	.probe			= lines_probe,
	.open			= lines_open,
	.table			= lines_table,
	.rows			= lines_rows,
	.align			= lines_align,
};

PS_PLUGIN(lines, lines_format);
