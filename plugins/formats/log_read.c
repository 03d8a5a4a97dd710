/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log_read.c - records, one after the other: a line that fits a pattern begins
 * one, and what follows and fits none goes on with it, as stack traces do.
 *
 * The message of a record that goes on is one slice of the text, line ends and
 * all.  A record that never ends is cut, and then each line is one.
 */
#include <string.h>

#include "log.h"

#define WINDOW		(1u << 18)
#define LONGEST		(1u << 24)	/* line */
#define MOST_LINES	1000u		/* of a record */

enum ps_status
log_open(struct ps_self *self, struct ps_input *in)
{
	const struct log_options *o = self->options;
	const char *const	 texts[] = { o->pattern, o->pattern2,
				    o->pattern3, o->pattern4, o->pattern5,
				    o->pattern6 };
	struct log		*l = self->state;
	const char		*why;

	l->self = self;
	l->in = in;
	l->line = 1;
	l->want = WINDOW;
	for (uint32_t i = 0; i < LOG_PATTERNS; i++) {
		if (texts[i] == NULL || texts[i][0] == '\0')
			continue;
		why = log_compile(texts[i], &l->names,
		    &l->patterns[l->n_patterns++]);
		if (why != NULL)
			return ps_fail(self, PS_FAIL, 0,
			    "pattern '%s': %s", texts[i], why);
	}
	if (l->n_patterns == 0)
		return ps_fail(self, PS_FAIL, 1, "no lines begin alike, with "
		    "a time or a level; say how by the option 'pattern'");
	if (o->templates)
		l->templates = log_templates_new(self);
	return PS_OK;
}

/* In the order of the patterns, but the message is last. */
static uint32_t
make_columns(struct log *l)
{
	uint32_t	n = 0, i, k;

	l->message = log_column(&l->names, "message", 7);
	if (l->message == LOG_COLUMNS)
		l->message = LOG_COLUMNS - 1;
	for (i = 0; i < l->names.n; i++)
		if (i != l->message)
			l->order[n++] = i;
	l->order[n++] = l->message;
	for (i = k = 0; i < n; i++) {
		if (i + 1 == n && l->templates != NULL)
			l->columns[k++] = (struct ps_column){
			    .name = "template_id", .type = PS_INT };
		l->columns[k++] = (struct ps_column){
		    .name = l->names.name[l->order[i]],
		    .type = i + 1 == n ? PS_TEXT : PS_NULL };
	}
	return k;
}

enum ps_status
log_table(struct ps_self *self, struct ps_rows *out, struct ps_table *table)
{
	struct log	*l = self->state;

	(void)out;
	if (l->told)
		return PS_EOF;
	l->told = true;
	*table = (struct ps_table){ .columns = l->columns,
	    .n_columns = make_columns(l), .flags = PS_OWN_NAMES };
	return PS_OK;
}

static bool
match(struct log *l, const char *p, size_t n, struct ps_slice *cells)
{
	for (uint32_t i = 0; i < l->n_patterns; i++) {
		memset(cells, 0, sizeof(*cells) * l->names.n);
		if (log_match(&l->patterns[i], p, n, cells))
			return true;
	}
	return false;
}

static bool
is_blank(const char *p, size_t n)
{
	while (n > 0 && (log_is_blank(p[n - 1]) || p[n - 1] == '\r'))
		n--;
	return n == 0;
}

/* A record that is being put together; all within the window. */
struct record {
	struct ps_slice	 cells[LOG_COLUMNS];
	const char	*start, *end;	/* of its last line that is not blank */
	const char	*next;		/* behind blank lines */
	uint64_t	 line;
	uint32_t	 lines, blank;	/* the latter at its end */
};

static bool
put_row(struct log *l, const struct ps_slice *cells, uint64_t line)
{
	struct ps_slice			 row[LOG_COLUMNS + 1], *m;
	const struct log_template	*t;
	struct log_slots		 slots;
	uint32_t			 n = l->names.n, i;
	bool				 full;

	for (i = 0; i < n; i++) {
		row[i] = cells[l->order[i]];
		if (row[i].p == NULL)
			row[i] = (struct ps_slice){ .flags = PS_ABSENT };
	}
	m = &row[n - 1];
	m->type = PS_TEXT;
	if (l->templates == NULL)
		return ps_row(l->self, l->out, row, n, line);
	t = log_templates_cut(l->templates, m->p, m->n, l->values ? &slots :
	    NULL);
	row[n] = *m;
	*m = (struct ps_slice){ .p = t->number,
	    .n = (uint32_t)strlen(t->number), .type = PS_INT };
	full = ps_row(l->self, l->out, row, n + 1, line);
	return (l->values && log_templates_row(l->templates, l->out, t, &slots,
	    line)) || full;
}

static bool
emit(struct log *l, struct record *r)
{
	struct ps_slice	*m = &r->cells[l->message];
	bool		 full;

	if (m->p != NULL)
		m->n = (uint32_t)(r->end - m->p);
	full = put_row(l, r->cells, r->line);
	for (uint32_t i = 0; i < r->blank; i++)
		ps_aside(l->self, l->out, PS_BLANK, r->line + r->lines -
		    r->blank + i, "", 0);
	r->start = NULL;
	return full;
}

/* A line that no record is open for. */
static bool
alone(struct log *l, const char *p, size_t n)
{
	struct ps_slice	cells[LOG_COLUMNS] = { 0 };

	if (is_blank(p, n)) {
		ps_aside(l->self, l->out, PS_BLANK, l->line, p, n);
		return ps_full(l->self, l->out);
	}
	cells[l->message] = (struct ps_slice){ .p = p, .n = (uint32_t)n };
	return put_row(l, cells, l->line);
}

static void
goes_on(struct record *r, const char *p, size_t n, const char *next)
{
	r->lines++;
	r->next = next;
	if (is_blank(p, n)) {
		r->blank++;
		return;
	}
	r->blank = 0;
	r->end = p + n;
}

/*
 * One line.  True when the batch is full; a record that was begun is open and
 * not yet in the table, so the caller goes back to where it starts.
 */
static bool
take_line(struct log *l, struct record *r, const char *p, size_t n,
    const char *next)
{
	struct ps_slice	cells[LOG_COLUMNS];
	bool		full = false;

	if (match(l, p, n, cells)) {
		full = r->start != NULL && emit(l, r);
		memcpy(r->cells, cells, sizeof(*cells) * l->names.n);
		r->start = p;
		r->end = p + n;
		r->next = next;
		r->line = l->line;
		r->lines = 1;
		r->blank = 0;
	} else if (r->start != NULL && r->lines < MOST_LINES) {
		goes_on(r, p, n, next);
	} else {
		if (r->start != NULL)
			full = emit(l, r);
		full |= alone(l, p, n);
	}
	l->line++;
	return full;
}

/*
 * The records of a window; how far it came.  The last one may go on behind the
 * window, so it is left for the next, unless there is nothing else.
 */
static size_t
take_window(struct log *l, const char *p, size_t n, bool last, bool *full)
{
	struct record	 r = { .start = NULL };
	const char	*s = p, *stop = p + n, *e, *next;
	size_t		 len;

	while (!*full && s < stop) {
		e = memchr(s, '\n', (size_t)(stop - s));
		if (e == NULL && !last)
			break;
		next = e != NULL ? e + 1 : stop;
		len = (size_t)((e != NULL ? e : stop) - s);
		if (len > 0 && s[len - 1] == '\r')
			len--;
		*full = take_line(l, &r, s, len, next);
		s = next;
	}
	if (r.start == NULL)
		return (size_t)(s - p);
	if ((last && s == stop && !*full) || r.start == p) {
		*full |= emit(l, &r);
		return (size_t)(s - p);
	}
	l->line = r.line;
	return (size_t)(r.start - p);
}

/* A line too long to hold: rejected piece by piece. */
static size_t
put_piece(struct log *l, const char *p, size_t n)
{
	const char	*e = memchr(p, '\n', n);
	size_t		 len = e != NULL ? (size_t)(e - p) + 1 : n;

	ps_issue(l->self, l->out, PS_REJECTED, l->line, "long-line",
	    "the line is longer than 16 MiB", p, len);
	l->cut = e == NULL;
	l->line += e != NULL;
	return len;
}

/*
 * Which templates are frequent is seen from the first window, before there are
 * rows.
 */
static enum ps_status
find_values(struct log *l)
{
	struct ps_slice	cells[LOG_COLUMNS];
	const char	*p, *e, *stop;
	ptrdiff_t	n = ps_peek(l->self, l->in, WINDOW, &p);

	if (n < 0)
		return PS_FAIL;
	for (stop = p + n; p < stop && (e = memchr(p, '\n',
	    (size_t)(stop - p))) != NULL; p = e + 1)
		if (match(l, p, (size_t)(e - p), cells))
			(void)log_templates_find(l->templates,
			    cells[l->message].p, cells[l->message].n);
	log_templates_tables(l->templates, l->out);
	l->values = true;
	return PS_OK;
}

enum ps_status
log_rows(struct ps_self *self, struct ps_rows *out)
{
	const struct log_options *o = self->options;
	struct log	*l = self->state;
	bool		 full = false;
	const char	*p;
	ptrdiff_t	 n;
	size_t		 used;

	l->out = out;
	if (o->values && l->templates != NULL && !l->values &&
	    find_values(l) != PS_OK)
		return PS_FAIL;
	while (!full) {
		if ((n = ps_peek(self, l->in, l->want, &p)) < 0)
			return PS_FAIL;
		if (n == 0)
			return l->templates != NULL && log_templates_tell(
			    l->templates, out) ? PS_OK : PS_EOF;
		if (l->cut)
			used = put_piece(l, p, (size_t)n);
		else
			used = take_window(l, p, (size_t)n,
			    (size_t)n < l->want, &full);
		if (used == 0 && l->want >= LONGEST)
			used = put_piece(l, p, (size_t)n);
		l->want = used == 0 ? l->want * 2 : WINDOW;
		if (ps_take(self, l->in, used) < PS_OK)
			return PS_FAIL;
		full |= ps_full(self, out);
	}
	return PS_OK;
}
