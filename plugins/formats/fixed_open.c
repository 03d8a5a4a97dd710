/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixed_open.c - what stands above the rows, and the columns that it names.
 */
#include <string.h>

#include "fixed.h"

static void
start(struct fixed *f, struct ps_self *self, struct ps_input *in)
{
	const struct fixed_options	*o = self->options;

	f->self = self;
	f->in = in;
	f->want = FIXED_WINDOW;
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
		return ps_fail(self, PS_FAIL, 1, "no columns were "
		    "found; say where they are by cuts=\"0-8 10-14 16-\"");
	return PS_OK;
}

char
fixed_comment(const struct fixed *f)
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
		    f->want >= FIXED_LONGEST)
			return PS_OK;
		f->want *= 2;
	}
}

void
fixed_aside(struct fixed *f, enum ps_class class, const char *p, size_t n)
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
		fixed_aside(f, classes[fixed_kind(p, n, fixed_comment(f))],
		    p, n);
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
		fixed_aside(f, kind == LINE_BLANK ? PS_BLANK :
		    kind == LINE_RULE ? PS_RULE : n_head > header ?
		    PS_UNITS : PS_HEADER, p, n);
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
	    (n = ps_peek(self, in, FIXED_WINDOW, &p)) > 0) {
		e = memchr(p, '\n', (size_t)n);
		if (ps_take(self, in, e != NULL ? (size_t)(e - p) + 1 :
		    (size_t)n) < PS_OK)
			return PS_FAIL;
		if (e != NULL)
			return PS_OK;
	}
	return n < 0 ? PS_FAIL : PS_OK;
}
