/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * known_bid.c - is it a log that is known, and which?
 *
 * The first lines sort out most descriptions; the others are tried on all
 * lines of the sample.  One that fits nearly all of them is no accident; one
 * that fits a part is silent, since its log may be one that nobody described.
 */
#include <string.h>

#include "known.h"

#define FIRST_LINES	6u	/* one of which must begin a record */
#define ENOUGH_LINES	12u	/* by which it must have shown */
#define MOST_LINES	1000u
#define ENOUGH		0.9	/* of the lines */
#define CLEAR		8u	/* bytes of a literal */
#define BEST_MAX	64u

struct count {
	uint32_t	records, more, odd;	/* lines; odd: of no record */
	uint64_t	cells;			/* that hold something */
	size_t		bytes;			/* of records and their lines */
};

static uint32_t
filled(const struct known_log *log, const struct known_match *m)
{
	uint32_t	n = 0;

	for (uint32_t i = 0; i < log->n_columns; i++)
		n += m->set[i];
	return n;
}

/* Is a line of that kind read as part of the record above it? */
static bool
goes_on(const struct known_match *m, enum known_line what, bool begun)
{
	if (!begun || m->tail == NO_COLUMN)
		return false;
	return what == LINE_FOLDED || m->tail_kind == KIND_LINES;
}

static bool
begins_clearly(const struct known_log *log)
{
	const struct known_step	*s = &log->steps[log->starts[0]];

	return s->what == DO_LITERAL && s->text.n >= CLEAR;
}

static void
count_line(struct known_log *log, const char *p, size_t n,
    struct known_match *m, struct known_match *last, struct count *c)
{
	enum known_line	what = known_line(log, p, n, m);

	if (what == LINE_RECORD || what == LINE_MORE) {
		c->records += what == LINE_RECORD;
		c->more += what == LINE_MORE;
		c->cells += filled(log, m);
		last->tail = m->tail;
		last->tail_kind = m->tail_kind;
	} else if (what == LINE_ASIDE) {
		c->more++;
	} else if (goes_on(last, what, c->records > 0)) {
		c->more++;
		/* Many of these say little of what it is, unless a record */
		/* begins with so many letters that nothing else does. */
		c->odd += what == LINE_OTHER && c->more > 4 * c->records &&
		    !begins_clearly(log);
	} else {
		c->odd++;
	}
	c->bytes += n;
}

/* What is looked at, and its first lines that are not blank. */
struct view {
	const char	*p, *end;
	bool		 whole;
	struct known_text first[FIRST_LINES];
	uint32_t	 n;
	bool		 clock;		/* one has a time of day */
};

/* The next line of it, without its end; false after the last, which counts */
/* only if it is whole or the only one. */
static bool
next_line(const struct view *v, const char **p, struct known_text *line)
{
	const char	*from = *p, *e;

	if (from >= v->end)
		return false;
	e = memchr(from, '\n', (size_t)(v->end - from));
	if (e == NULL && !v->whole && from > v->p)
		return false;
	*p = e != NULL ? e + 1 : v->end;
	e = e != NULL ? e : v->end;
	e -= e > from && e[-1] == '\r';
	*line = (struct known_text){ from, (size_t)(e - from) };
	return true;
}

static bool
is_blank(const struct known_text *t)
{
	size_t	n = t->n;

	while (n > 0 && (t->p[n - 1] == ' ' || t->p[n - 1] == '\t'))
		n--;
	return n == 0;
}

/* A time of day, as 12:34; most descriptions of the table have one. */
static bool
has_clock(const struct known_text *t)
{
	const char	*p = t->p, *end = p + t->n;

	while (end - p > 2 && (p = memchr(p + 1, ':', (size_t)(end - p - 2)))
	    != NULL)
		if ((unsigned char)(p[-1] - '0') < 10 &&
		    (unsigned char)(p[1] - '0') < 10)
			return true;
	return false;
}

static void
view(const struct ps_sample *s, struct view *v)
{
	struct known_text	line;

	*v = (struct view){ s->text, s->text + s->length, s->whole,
	    { { NULL, 0 } }, 0, false };
	if (s->head != NULL && s->head_length > s->length)
		*v = (struct view){ s->head, s->head + s->head_length,
		    s->head_whole, { { NULL, 0 } }, 0, false };
	for (const char *p = v->p; v->n < FIRST_LINES &&
	    next_line(v, &p, &line);)
		if (!is_blank(&line)) {
			v->first[v->n++] = line;
			v->clock |= has_clock(&line);
		}
}

/* Could one of the first lines begin a record? */
static bool
may_begin(const struct view *v, const char *user, const struct known_one *one)
{
	struct known_text	t;

	for (uint32_t k = 0; known_pattern(user, one, k, &t); k++)
		if (known_role(t.p, t.n) == ROLE_RECORD && (v->clock ||
		    one->title == NULL || memmem(t.p, t.n, ":%M", 3) == NULL)
		    && known_begins(t.p, t.n, v->first, v->n))
			return true;
	return false;
}

static bool
is_enough(const struct count *c)
{
	double	all = (double)c->records + c->more + c->odd;

	return c->records > 0 && all - c->odd >= ENOUGH * all;
}

/* No more lines than it takes to see that it is another log. */
static void
count_all(const struct view *v, struct known *k, struct count *c)
{
	struct known_text	line;
	uint32_t		n = 0;

	*c = (struct count){ 0 };
	k->matches[1].tail = NO_COLUMN;
	for (const char *p = v->p; n < MOST_LINES && next_line(v, &p, &line);) {
		if (is_blank(&line))
			continue;
		count_line(&k->log, line.p, line.n, &k->matches[0],
		    &k->matches[1], c);
		if (++n % ENOUGH_LINES == 0 && !is_enough(c))
			break;
	}
}

/* Explains more: fewer odd lines, then more cells. */
static bool
is_better(const struct count *a, const struct count *b)
{
	if (a->odd != b->odd)
		return a->odd < b->odd;
	return a->cells > b->cells;
}

static enum ps_status
bid_for(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid, const struct known_one *one,
    const struct count *c)
{
	char	name[BEST_MAX + 1];

	if (one->n_name > BEST_MAX)
		return PS_OK;
	memcpy(name, one->name, one->n_name);
	name[one->n_name] = '\0';
	ps_suggest(self, guess, "as", name);
	bid->tier = PS_DECLARED;
	bid->bits_saved = 0.9 * s->scan->plain_bits;
	bid->records = c->records + c->odd;
	bid->records_ok = c->records;
	bid->bytes_explained = (uint32_t)s->length;
	bid->specificity = 90;
	if (one->title != NULL)
		ps_because(self, guess, "%s", one->title);
	ps_because(self, guess, "%u of %u lines begin a record of '%s'",
	    c->records, c->records + c->more + c->odd, name);
	return PS_OK;
}

enum ps_status
known_probe(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	const struct known_options	*opt = self->options;
	struct known			*k = self->state;
	struct known_one		 one, best = { .name = NULL };
	struct count			 c, most = { 0 };
	struct view			 v;

	if (s->binary)
		return PS_OK;
	view(s, &v);
	for (uint32_t i = 0; known_nth(opt->pattern, i, &one); i++) {
		if (!may_begin(&v, opt->pattern, &one) ||
		    known_load(opt->pattern, &one, &k->log) != NULL)
			continue;
		count_all(&v, k, &c);
		if ((is_enough(&c) || (s->forced && c.records > 0)) &&
		    (best.name == NULL || is_better(&c, &most))) {
			best = one;
			most = c;
		}
	}
	if (best.name == NULL)
		return PS_OK;
	return bid_for(self, s, guess, bid, &best, &most);
}
