/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * known_read.c - a log from its first line to its last, or a range of it.
 *
 * Whether a line begins a record is seen from that line alone.  So where lines
 * go on with records, a range begins at the first record in it and ends where
 * the next begins behind its limit.
 */
#include <string.h>

#include "known.h"

enum { WINDOW = 1 << 18, LONGEST = 1 << 24 };

/* Numbers are those of the whole log, so that it is read in one piece. */
static void
find_message(struct known *k)
{
	const struct known_options	*opt = k->self->options;

	k->message = opt->templates && !k->log.grows &&
	    k->log.n_columns < KNOWN_COLUMNS ?
	    known_find(&k->log, "message", 7) : NO_COLUMN;
	if (k->message == NO_COLUMN)
		return;
	k->templates = log_templates_new(k->self);
	k->log.columns[k->log.n_columns] = (struct ps_column){
	    .name = "template_id", .type = PS_INT };
	ps_one_piece(k->self, k->in);
}

static bool
find_one(const struct known_options *opt, struct known_one *one)
{
	for (uint32_t i = 0; known_nth(opt->pattern, i, one); i++)
		if (opt->as == NULL || *opt->as == '\0' ||
		    (strlen(opt->as) == one->n_name &&
		    memcmp(opt->as, one->name, one->n_name) == 0))
			return opt->as != NULL && *opt->as != '\0';
	return false;
}

enum ps_status
known_open(struct ps_self *self, struct ps_input *in)
{
	const struct known_options	*opt = self->options;
	struct known			*k = self->state;
	struct known_one		 one;
	const char			*wrong;

	k->self = self;
	k->in = in;
	k->line = 1;
	k->want = WINDOW;
	k->record = &k->matches[0];
	k->next = &k->matches[1];
	if (!find_one(opt, &one))
		return ps_fail(self, PS_FAIL, 0, opt->as == NULL ||
		    *opt->as == '\0' ? "no log that is known looks like this; "
		    "the option 'pattern' describes others" :
		    "no log of the name that 'as' says is known");
	if ((wrong = known_load(opt->pattern, &one, &k->log)) != NULL)
		return ps_fail(self, PS_FAIL, 0, "the pattern should be %s",
		    wrong);
	k->n_told = k->log.n_columns;
	find_message(k);
	if (k->log.grows)
		ps_one_piece(self, in);
	return PS_OK;
}

/* CR ends lines only where no LF does, as far as can be seen. */
static enum ps_status
find_end(struct known *k)
{
	const char	*p;
	ptrdiff_t	 n = ps_peek(k->self, k->in, WINDOW, &p);

	if (n < 0)
		return PS_FAIL;
	if (k->end == '\0')
		k->end = n == 0 || memchr(p, '\n', (size_t)n) != NULL ||
		    memchr(p, '\r', (size_t)n) == NULL ? '\n' : '\r';
	return PS_OK;
}

enum ps_status
known_announce(struct ps_self *self, struct ps_rows *out,
    struct ps_table *table)
{
	struct known	*k = self->state;

	(void)out;
	if (k->told)
		return PS_EOF;
	k->told = true;
	*table = (struct ps_table){ .columns = k->log.columns,
	    .n_columns = k->log.n_columns + (k->templates != NULL) };
	return find_end(k);
}

/* Lines from a place within one to the first that begins a record. */
static size_t
skip(struct known *k, const char *p, size_t n, bool last, bool *found)
{
	size_t	at = 0, len, whole;

	while (at < n) {
		len = known_line_length(k, p + at, n - at, last, &whole);
		if (len == SIZE_MAX)
			break;
		if (k->begun && (!k->log.context || known_line(&k->log,
		    p + at, len, k->next) == LINE_RECORD)) {
			*found = true;
			break;
		}
		k->begun = true;
		at += whole;
	}
	return at;
}

enum ps_status
known_align(struct ps_self *self, struct ps_input *in)
{
	struct known	*k = self->state;
	bool		 found = false;
	const char	*p;
	ptrdiff_t	 n;
	size_t		 used;

	k->in = in;
	if (find_end(k) != PS_OK)
		return PS_FAIL;
	while (!found && ps_offset(self, in) < ps_limit(self, in)) {
		if ((n = ps_peek(self, in, WINDOW, &p)) <= 0)
			return n < 0 ? PS_FAIL : PS_OK;
		used = skip(k, p, (size_t)n, n < WINDOW, &found);
		if (used == 0 && !found)
			used = (size_t)n;	/* amid a very long line */
		if (ps_take(self, in, used) < PS_OK)
			return PS_FAIL;
	}
	return PS_OK;
}

/* A line that is no record and of none. */
static void
set_aside(struct known *k, enum known_line what, const char *p, size_t n)
{
	if (what == LINE_BLANK)
		ps_aside(k->self, k->out, PS_BLANK, k->line, p, n);
	else if (what == LINE_ASIDE)
		ps_aside(k->self, k->out, PS_COMMENT, k->line, p, n);
	else if (!k->begun)
		ps_aside(k->self, k->out, PS_OTHER, k->line, p, n);
	else
		ps_issue(k->self, k->out, PS_REJECTED, k->line, "no-record",
		    "the line is no record of this log", p, n);
	k->line++;
}

static void
swap(struct known *k)
{
	struct known_match	*m = k->record;

	k->record = k->next;
	k->next = m;
}

static struct ps_slice
template_of(struct known *k, const struct ps_slice *message)
{
	const struct log_template	*t = log_templates_find(k->templates,
					    message->p, message->n);

	return (struct ps_slice){ .p = t->number,
	    .n = (uint32_t)strlen(t->number), .type = PS_INT };
}

static bool
put_row(struct known *k)
{
	struct known_match	*m = k->record;
	uint32_t		 n = k->log.n_columns;

	if (n > k->n_told)
		ps_add_columns(k->self, k->out, 0, k->log.columns + k->n_told,
		    n - k->n_told);
	k->n_told = n;
	for (uint32_t i = 0; i < n; i++)
		if (!m->set[i])
			m->cells[i] = (struct ps_slice){ .p = "",
			    .flags = PS_ABSENT };
	if (k->templates != NULL)
		m->cells[n++] = template_of(k, &m->cells[k->message]);
	return ps_row(k->self, k->out, m->cells, n, k->line);
}

/* What begins at p: a record, or a line of none.  0: more must be seen, or */
/* (*stop) what begins here is another range's. */
static size_t
take_one(struct known *k, const char *p, size_t n, bool last, bool behind,
    bool *stop, bool *full)
{
	size_t		len, whole, used;
	uint32_t	lines = 1;
	enum known_line	what = LINE_RECORD;

	if ((len = known_line_length(k, p, n, last, &whole)) == SIZE_MAX)
		return 0;
	if (k->ready)
		swap(k);
	else
		what = known_line(&k->log, p, len, k->record);
	if ((*stop = behind && (!k->log.context || what == LINE_RECORD)))
		return 0;
	if (what != LINE_RECORD && what != LINE_MORE) {
		set_aside(k, what, p, len);
		return whole;
	}
	used = whole;
	if (k->log.context &&
	    (used = known_record(k, p, n, whole, last, &lines)) == 0)
		return 0;
	k->begun = true;
	*full = put_row(k);
	k->line += lines;
	return used;
}

/* Records that begin in n bytes before `room`; how far it came. */
static size_t
take_window(struct known *k, const char *p, size_t n, size_t room, bool last,
    bool *stop, bool *full)
{
	size_t	at = 0, used;

	while (at < n && !*full) {
		used = take_one(k, p + at, n - at, last, at >= room, stop,
		    full);
		if (used == 0)
			break;
		at += used;
		*full |= ps_full(k->self, k->out);
	}
	k->ready = false;
	return at;
}

/* A line or record too long to hold: rejected piece by piece. */
static size_t
put_piece(struct known *k, const char *p, size_t n)
{
	const char	*e = memchr(p, k->end, n);
	size_t		 len = e != NULL ? (size_t)(e - p) + 1 : n;

	ps_issue(k->self, k->out, PS_REJECTED, k->line, "long-line",
	    "the record is longer than 16 MiB", p, len);
	k->cut = e == NULL;
	k->line += e != NULL;
	return len;
}

enum ps_status
known_rows(struct ps_self *self, struct ps_rows *out)
{
	struct known	*k = self->state;
	uint64_t	 limit = ps_limit(self, k->in), at;
	bool		 full = false, stop = false, last;
	const char	*p;
	ptrdiff_t	 n;
	size_t		 used, room;

	k->out = out;
	if (k->end == '\0' && find_end(k) != PS_OK)
		return PS_FAIL;
	while (!full) {
		at = ps_offset(self, k->in);
		if ((n = ps_peek(self, k->in, k->want, &p)) < 0)
			return PS_FAIL;
		if (n == 0)
			return k->templates != NULL && log_templates_tell(
			    k->templates, out) ? PS_OK : PS_EOF;
		last = (size_t)n < k->want;
		room = at >= limit ? 0 : limit - at < (size_t)n ?
		    (size_t)(limit - at) : (size_t)n;
		if (k->cut)
			used = put_piece(k, p, (size_t)n);
		else
			used = take_window(k, p, (size_t)n, room, last, &stop,
			    &full);
		if (stop)
			return ps_take(self, k->in, used) < PS_OK ? PS_FAIL :
			    PS_EOF;
		if (used == 0 && k->want >= LONGEST)
			used = put_piece(k, p, (size_t)n);
		k->want = used == 0 ? k->want * 2 : WINDOW;
		if (ps_take(self, k->in, used) < PS_OK)
			return PS_FAIL;
	}
	return PS_OK;
}
