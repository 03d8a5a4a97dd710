/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_probe.c - from the best dialect to a bid: is it a table at all?
 *
 * The first 4 KB mostly tell.  What the reader will need is said in options.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "delimited_probe.h"

/* Bits for rows without a header under titles: that is rare. */
static const double BARE_LEAST = 0.1, BARE_MOST = 3;

/*
 * What ends lines for all that is known before a dialect is: CR only if it is
 * the more frequent one.  A table after the first has the document's ends.
 */
static void
look_at_ends(struct judge *j)
{
	const struct ps_sample	*s = j->s;
	const uint32_t		*h = s->scan->histogram;
	const char		*p = s->text, *end = p + s->length;
	uint32_t		 alone = h['\n'] > 0 ? 0 : h['\r'];

	while (h['\n'] > 0 && h['\r'] > 0 && p < end &&
	    (p = memchr(p, '\r', (size_t)(end - p))) != NULL) {
		p++;
		alone += p < end && *p != '\n';
	}
	j->eol = alone > h['\n'] ? '\r' : '\n';
	j->mixed = alone > 0 && h['\n'] > 0;
	if (j->ends == NULL)
		return;
	j->eol = j->ends->eol;
	j->mixed = j->mixed && j->ends->any;
}

/* Cut the sample at a line end, near n bytes. */
static void
look_at(struct judge *j, size_t n)
{
	const struct ps_sample	*s = j->s;
	const char		*e;

	j->text = s->text + j->from;
	j->n = s->length - j->from;
	j->eof = s->whole;
	if (n >= j->n && s->whole)
		return;
	if (n < j->n)
		j->n = n;
	j->eof = false;
	e = memrchr(j->text, j->eol, j->n);
	if (e != NULL)
		j->n = (size_t)(e - j->text) + 1;
}

/*
 * What the user says is not guessed, and all else is guessed with it.  The
 * usual quote is an option's default: that it was told cannot be seen.
 */
static void
see_told(struct judge *j, const struct delimited_options *opt)
{
	const char	*why;

	if (opt == NULL || !dialect_parse(opt, &j->by_user, &why))
		return;
	j->told = opt->delimiter != NULL;
	j->told_quote = opt->quote != NULL && strcmp(opt->quote, "\"") != 0;
}

static bool
has_suffix(const char *name, const char *suffix)
{
	size_t	n = name != NULL ? strlen(name) : 0, m = strlen(suffix);

	return n > m && strcasecmp(name + n - m, suffix) == 0;
}

bool
is_named_so(const struct ps_sample *s)
{
	static const char *const	suffixes[] = {
		".csv", ".tsv", ".tab", ".psv", ".ssv", NULL
	};

	for (int i = 0; suffixes[i] != NULL; i++)
		if (s->doc != NULL && has_suffix(s->doc->name, suffixes[i]))
			return true;
	return false;
}

static void
tell_number(const struct teller *t, const char *name, uint32_t n)
{
	char	text[16];

	snprintf(text, sizeof(text), "%u", n);
	t->tell(t, name, text);
}

static void
tell_bool(const struct teller *t, const char *name, bool yes)
{
	t->tell(t, name, yes ? "true" : "false");
}

static const char *
newline_name(const struct judge *j)
{
	const uint32_t	*h = j->s->scan->histogram;

	if (j->best.d.eol == '\r' || j->best.d.any)
		return j->best.d.any ? "any" : "cr";
	return h['\r'] * 2 > h['\n'] ? "crlf" : "lf";
}

/* Bytes as they are, if an option can hold them; else nothing. */
static void
tell_bytes(const struct teller *t, const char *name, const char *p, size_t n)
{
	char	text[REPEATED_BYTES];

	if (n >= sizeof(text) || (n > 0 && memchr(p, '\0', n) != NULL))
		n = 0;
	if (n > 0)
		memcpy(text, p, n);
	text[n] = '\0';
	t->tell(t, name, text);
}

void
tell_options(const struct judge *j, const struct layout *l,
    const struct teller *t)
{
	const struct dialect	*d = &j->best.d;
	char			 text[DIALECT_NAME];

	dialect_name(d->delim, d->n_delim, text);
	t->tell(t, "delimiter", text);
	dialect_name(&d->quote, d->quote != '\0', text);
	t->tell(t, "quote", text);
	dialect_name(&d->escape, d->escape != '\0', text);
	t->tell(t, "escape", text);
	dialect_name(d->comment, l->comments ? d->n_comment : 0, text);
	t->tell(t, "comment", text);
	t->tell(t, "newline", newline_name(j));
	tell_number(t, "skip", l->top.skip);
	tell_number(t, "header", l->top.header);
	tell_number(t, "units", l->top.units);
	tell_number(t, "columns", l->k);
	tell_number(t, "width", l->width > l->k ? l->width : 0);
	tell_bool(t, "ragged", l->ragged);
	tell_bool(t, "trim", d->trim);
	tell_bool(t, "attributes", j->attributes > 0);
	tell_bool(t, "letters", d->letters);
	tell_bool(t, "runs", d->runs);
	tell_bool(t, "rest", d->rest);
	tell_bool(t, "index", l->index);
	t->tell(t, "kinds", l->kinds);
	tell_bytes(t, "null", j->null.p, j->null.n);
	tell_bytes(t, "repeated", l->repeated, l->n_repeated);
	t->tell(t, "page", l->page);
}

static void
suggest(const struct teller *t, const char *name, const char *value)
{
	if (*value != '\0' || (strcmp(name, "repeated") != 0 &&
	    strcmp(name, "page") != 0 && strcmp(name, "null") != 0))
		ps_suggest(t->self, t->guess, name, value);
}

static void
give_reasons(struct judge *j, const struct layout *l, struct ps_guess *g,
    const struct ps_bid *b)
{
	double	plain = j->s->scan->plain_bits;

	char	fit[64];

	why_fit(l, fit, sizeof(fit));
	ps_because(j->self, g, "%s", fit);
	if (b->bits_saved > 0 && plain > 0)
		ps_because(j->self, g, "%.0f %% fewer bits than plain text",
		    100 * b->bits_saved / plain);
	if (l->top.header > 0)
		ps_because(j->self, g, "line %llu names the columns",
		    (unsigned long long)l->top.header_line);
	else
		ps_because(j->self, g, j->attributes > 0 ?
		    "lines of @attribute name the columns" :
		    "no line names the columns");
}

/* The whole sample's bits, from what was judged of it. */
static double
scale_bits(const struct judge *j, double bits)
{
	return j->n_judged == 0 ? bits : bits * (double)j->s->length /
	    (double)j->n_judged;
}

/* Bytes that hardly stand in prose or in programs but to part cells. */
static bool
is_common(const struct dialect *d)
{
	static const char	 single[] = ",;\t|~^\x01\x1f";
	static const char	 several[] = "|:;,~^#*\xc2";
	const char		*set = d->n_delim > 1 ? several : single;

	return !d->runs && d->n_delim > 0 && memchr(set, d->delim[0],
	    strlen(set)) != NULL;
}

/* At least three columns, and each of numbers or dates. */
static bool
is_typed(const struct layout *l)
{
	return l->k > 2 && strlen(l->kinds) == l->k &&
	    strspn(l->kinds, "nd") == l->k;
}

/*
 * Whatever the document's name: does it hold a table?  Rows agree on their
 * width, more so where there are few cells or the delimiter is a rare one;
 * and bits are saved, fewer where all rows agree.  A last cell that
 * takes whatever is left agrees with anything, and is not counted.
 */
bool
is_table(const struct judge *j, const struct layout *l)
{
	double	plain = j->s->scan->plain_bits;
	double	gain = plain > 0 ? 1 - scale_bits(j, j->best.bits) / plain :
		    0;
	double	share = l->rows > 0 ? (double)l->rows_ok / l->rows : 0;
	bool	common = is_common(&j->best.d);

	if (l->k < 2 || l->rows < 2 || l->sparse ||
	    (l->remarks * 5 > l->rows && !l->fields))
		return false;
	if (!common && share >= 0.98 && l->rows >= 10 && is_typed(l))
		return gain > 0;
	if (!common)
		return l->k > 2u + j->best.d.rest && l->rows > 2 &&
		    share >= 0.9 && gain >= 0.12;
	if (share >= 0.98 && l->rows >= 10 && l->k > 2)
		return gain >= 0.04;
	return share >= (l->k > 2 ? 0.7 : 0.9) && gain >= 0.12;
}

static bool
fill_bid(struct judge *j, const struct layout *l, struct ps_bid *b)
{
	double	plain = j->s->scan->plain_bits;
	double	share = l->rows > 0 ? (double)l->rows_ok / l->rows : 0;
	bool	named = is_named_so(j->s);

	b->bits_saved = plain - fmax(scale_bits(j, j->best.bits), 0);
	if (j->second.rows > 0)
		b->bits_margin = scale_bits(j, j->second.bits - j->best.bits);
	b->records = l->rows;
	b->records_ok = l->rows - l->wide;
	b->bytes_explained = l->rows == 0 ? 0 : (uint32_t)((double)
	    b->records_ok / l->rows * (double)j->s->length);
	b->layout_margin = fabs(l->top.score) / M_LN2;
	b->above = l->top.titles;
	if (l->top.titles > 0 && l->top.header == 0)
		b->layout_margin = fmin(fmax(b->layout_margin, BARE_LEAST),
		    BARE_MOST);
	b->specificity = l->k > 1 ? 40 : 10;
	b->tier = PS_STATISTICAL;
	if (j->declared.n > 0 && l->k >= 2 && l->rows > 0 && share >= 0.95) {
		b->tier = PS_DECLARED;
		return true;
	}
	if (is_table(j, l) && (named || !is_source(j)))
		return true;
	if (!named || l->rows + l->top.header == 0)
		return false;
	if (b->bits_saved < 0.01 * plain + 1)
		b->bits_saved = 0.01 * plain + 1;
	return true;
}

struct judge *
new_judge(struct ps_self *self)
{
	struct judge	*j = ps_alloc(self, sizeof(*j));

	memset(j->runners, 0, sizeof(j->runners));
	j->order = NULL;
	j->ends = NULL;
	j->told = j->told_quote = false;
	j->records = NULL;
	return j;
}

bool
judge_sample(struct ps_self *self, const struct ps_sample *s,
    struct judge *j, struct layout *l)
{
	j->n_runners = 0;
	j->self = self;
	j->s = s;
	j->lines = s->scan->n_lines;
	look_at_ends(j);
	declared_find(j);
	if (j->told)
		j->declared.n = 0;
	look_at(j, FIRST_LOOK);
	judge_all(j);
	if (j->from + j->n < s->length && (j->best.rows < 8 ||
	    (j->second.rows > 0 && j->second.bits - j->best.bits < 20))) {
		look_at(j, LONG_LOOK);
		judge_all(j);
	}
	if (j->best.rows == 0)
		return false;
	j->n_judged = j->n;
	look_at(j, LONG_LOOK);
	null_find(j);
	records_find(j, l);
	return j->attributes == 0 || arff_layout(j, l);
}

/* The first of several tables, by itself; NULL: there is but one. */
static struct judge *
first_table(struct judge *j, struct layout *l, struct ps_sample *part,
    struct ps_scan *scan)
{
	const struct ps_sample	*s = j->s;
	const char		*at;
	struct layout		 first = { .k = 0 };
	struct judge		*k;

	if (l->rows_ok * 20 >= l->rows * 19 || j->told ||
	    j->declared.n > 0 || j->attributes > 0 ||
	    (at = find_change(j->self, s, &j->best.d, 0)) == NULL)
		return NULL;
	*part = (struct ps_sample){ .doc = s->doc, .text = s->text,
	    .length = (size_t)(at - s->text), .whole = true, .scan = scan };
	if (!ps_scan_text(j->self, part->text, part->length, scan))
		return NULL;
	k = new_judge(j->self);
	k->order = j->order;
	if (!judge_sample(j->self, part, k, &first) || first.rows < 5 ||
	    first.k < 3 || !is_table(k, &first) || at != find_change(j->self,
	    s, &k->best.d, first.top.skip + first.top.header +
	    first.top.units))
		return NULL;
	*l = first;
	return k;
}

/* A log up to where it names other fields; NULL: it does not. */
static const struct ps_sample *
first_fields(struct ps_self *self, const struct ps_sample *s,
    struct ps_sample *part, struct ps_scan *scan)
{
	size_t	n = same_fields(s);

	if (n == s->length || !ps_scan_text(self, s->text, n, scan))
		return NULL;
	*part = (struct ps_sample){ .doc = s->doc, .text = s->text,
	    .length = n, .whole = true, .scan = scan };
	return part;
}

enum ps_status
delimited_probe_in(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid, const uint8_t *order)
{
	struct judge		*j, *first;
	struct layout		 l = { .k = 0 };
	struct ps_sample	 part, log;
	struct ps_scan		 scan, log_scan;
	const double		 plain = s->scan->plain_bits;
	const struct trial	*second;
	double			 lead;
	char			 name[64];

	if (s->binary || s->length == 0)
		return PS_OK;
	j = new_judge(self);
	j->order = order;
	see_told(j, self->options);
	if (first_fields(self, s, &log, &log_scan) != NULL)
		s = &log;
	if (!judge_sample(self, s, j, &l))
		return PS_OK;
	if ((first = first_table(j, &l, &part, &scan)) != NULL)
		j = first;
	tell_options(j, &l, &(struct teller){ suggest, self, guess });
	if (!fill_bid(j, &l, bid)) {
		bid->tier = PS_NO;
		return PS_OK;
	}
	second = rounds_second(j, &lead);
	lead = scale_bits(j, lead);
	if (second != NULL) {
		trial_name(second, name, sizeof(name));
		snprintf(bid->runner_up, sizeof(bid->runner_up),
		    "%s: %s%.0f bits more", name, second == &j->second ? "" :
		    "at least ", lead);
	}
	if (j->s->scan->plain_bits > 0)
		bid->bits_saved *= plain / j->s->scan->plain_bits;
	give_reasons(j, &l, guess, bid);
	why_tell(j, &l, guess, second, lead);
	return PS_OK;
}

enum ps_status
delimited_probe(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	return delimited_probe_in(self, s, guess, bid, NULL);
}
