/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixed_bid.c - are these columns, or words that happen to stand so?
 *
 * Blanks are in every text.  Columns need names above them or numbers in them,
 * and what runs of blanks part as well is left to the delimited format.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "fixed.h"

/* Times the bits of rows, and bits once, as for runs of blanks. */
static const double HANDICAP = 1.04, PLAIN = 1.25, PRIOR = 10, COLUMN = 4,
    GAP = 2;
static const double LEAST_GAIN = 0.12, NAMED_GAIN = 0.05;
static const double UNMODELLED = 1.08;	/* as plain text is counted */

/* There are blanks, or lines are of one length. */
static bool
may_be(const struct ps_sample *s)
{
	const uint32_t	*h = s->scan->histogram;

	const uint32_t	*at = s->scan->lines;
	bool		 even = s->scan->n_lines > 3 && at[2] == 2 * at[1] &&
			    at[3] == 3 * at[1];

	return !s->binary && s->scan->n_lines > 0 &&
	    (h['\n'] > 0 || h['\r'] == 0) && (even ||
	    h[' '] + 2 * h['\t'] >= s->scan->n_lines);
}

/* Whoever calls it so parted the cells by something. */
static bool
is_named_otherwise(const struct ps_sample *s)
{
	static const char *const	suffixes[] = {
		".csv", ".tsv", ".psv", ".ssv", ".tab", NULL
	};
	size_t				n = s->doc == NULL ||
					    s->doc->name == NULL ? 0 :
					    strlen(s->doc->name);

	for (int i = 0; suffixes[i] != NULL; i++)
		if (n > 4 && strcasecmp(s->doc->name + n - 4,
		    suffixes[i]) == 0)
			return true;
	return false;
}

static bool
begins(const struct fixed_row *r, const char *with)
{
	size_t	n = strlen(with), i = 0;

	while (i < r->line.n && (r->line.p[i] == ' ' || r->line.p[i] == '\t'))
		i++;
	return r->line.n - i >= n && memcmp(r->line.p + i, with, n) == 0;
}

/* A line as programs and markup have them. */
static bool
is_code(const struct fixed_row *r)
{
	static const char *const	starts[] = {
		"/*", "//", "#define", "#include", "#if", "#end", "#!",
		"<", "{", "}", ".\\\"", NULL
	};

	for (int i = 0; starts[i] != NULL; i++)
		if (begins(r, starts[i]))
			return true;
	return r->line.n > 0 && memchr(";{}\\(", r->line.p[r->line.n - 1],
	    5) != NULL;
}

static bool
is_source(const struct fixed_text *t)
{
	uint32_t	code = 0, lines = 0;

	for (uint32_t i = 0; i < t->n; i++) {
		lines += t->rows[i].kind != LINE_BLANK;
		code += t->rows[i].kind != LINE_BLANK && is_code(&t->rows[i]);
	}
	return code * 8 > lines || (t->n > 0 && is_code(&t->rows[0]));
}

enum {
	MOST_ABOVE	= 15,	/* lines of titles */
	RULE		= 20 * PS_BIT,
	SURE		= 300	/* tenths of a bit */
};

/* Most of the text from its header on; titles above are few. */
static bool
is_most(const struct fixed_text *t, const struct fixed_table *table,
    size_t *bytes)
{
	size_t		in = 0, above = 0, n;
	uint32_t	titles = 0, rows = 0, below = 0;

	for (uint32_t i = 0; i < t->n; i++) {
		n = t->rows[i].line.n + 1;
		if (t->rows[i].kind != LINE_TEXT)
			continue;
		if (i < table->skip) {
			titles++;
			above += n;
		} else if (i < table->end) {
			rows++;
			in += n;
		} else
			below++;
	}
	*bytes = in;
	return titles <= MOST_ABOVE && rows + 4 >= 4 * below &&
	    3 * in > above;
}

/*
 * Do runs of blanks part the same cells, names and all?  The last may be of
 * several words only where that is known.
 */
static bool
is_plain(const struct fixed_text *t, const struct fixed_table *table,
    const struct fixed_cost *cost)
{
	struct ps_slice	 cells[FIXED_COLUMNS];
	uint32_t	 words = 0;
	const struct fixed_line	*l;

	if (cost->rows < 3 || table->cuts.n < 3 ||
	    cost->plain < cost->rows || (!table->declared && cost->words > 1))
		return false;
	for (uint32_t i = 0; i < table->end; i++)
		if (t->rows[i].kind == LINE_RULE || (i < table->skip &&
		    t->rows[i].kind == LINE_TEXT))
			return false;
	if (table->header == 0)
		return true;
	if (table->header + table->units > 1)
		return false;
	l = &t->rows[table->skip].line;
	if (fixed_cut_names(&table->cuts, l, cells) < table->cuts.n)
		return false;
	for (uint32_t i = 0; i + 1 < table->cuts.n; i++)
		words += memchr(cells[i].p, ' ', cells[i].n) != NULL ||
		    memchr(cells[i].p, '\t', cells[i].n) != NULL;
	return words == 0;
}

/* No gutter is there by chance. */
static bool
is_sure(const struct fixed_table *table)
{
	for (uint32_t i = 0; i + 1 < table->cuts.n; i++)
		if (table->sure[i] < SURE)
			return false;
	return true;
}

/* How sure it is that these are columns, whatever it saves. */
static bool
is_table(const struct fixed_table *table, const struct fixed_cost *cost)
{
	uint32_t	n = table->cuts.n;

	if (n < 2 || cost->rows < 2 || cost->ok * 20 < cost->rows * 19)
		return false;
	if (table->cuts.packed)
		return n > 2 && cost->typed > 0;
	if (table->header > 0)
		return (n > 2 || cost->typed > 0) && (cost->rows > 2 ||
		    table->score >= 8) && (cost->typed > 0 ||
		    table->score > 2);
	return n > 2 && cost->rows >= 6 && cost->typed > 1 &&
	    cost->words < 3 && (cost->steady * 2 >= n || is_sure(table));
}

/*
 * Lines that are no rows as text, in bits; those that are as plain text, where
 * blanks at the end count, too.
 */
static double
other_bits(const struct fixed_text *t, const struct fixed_table *table,
    double *plain)
{
	const uint8_t	*costs = ps_text_costs(t->self);
	uint64_t	 sum, rows = 0, others = 0;

	for (uint32_t i = 0; i < t->n; i++) {
		const struct fixed_row	*r = &t->rows[i];
		const char		*e = i + 1 < t->n ? r[1].line.p - 1 :
					    r->line.p + r->line.n;

		sum = 4 * PS_BIT;
		for (const char *p = r->line.p; p < e; p++)
			sum += costs[(uint8_t)*p];
		if (i >= table->first && i < table->end)
			rows += sum;
		else
			others += r->kind == LINE_TEXT ? sum :
			    r->kind == LINE_RULE ? RULE : 2 * PS_BIT;
	}
	*plain = UNMODELLED * (double)rows / PS_BIT;
	return (double)others / PS_BIT;
}

/* Names in capitals, as commands write them, over columns that all fit. */
static bool
is_sure_of(const struct fixed_text *t, const struct fixed_table *table,
    const struct fixed_cost *cost)
{
	return table->cuts.n > 3 && cost->rows > 0 &&
	    cost->ok == cost->rows && !is_plain(t, table, cost) &&
	    !is_source(t);
}

static uint32_t
rows_in(const struct fixed_text *t, const struct fixed_table *table)
{
	uint32_t	n = 0;

	for (uint32_t i = table->first; i < table->end; i++)
		n += t->rows[i].kind == LINE_TEXT;
	return n;
}

static void
suggest_number(struct ps_self *self, struct ps_guess *g, const char *name,
    uint32_t n)
{
	char	text[16];

	snprintf(text, sizeof(text), "%u", n);
	ps_suggest(self, g, name, text);
}

static void
suggest(const struct fixed_text *t, struct fixed_table *table,
    struct ps_guess *g)
{
	struct ps_self		*self = t->self;
	const struct fixed_line	*l = &t->rows[table->skip].line;
	char			*text = ps_alloc(self, FIXED_COLUMNS * 12);

	table->cuts.at[table->cuts.n - 1].to = FIXED_OPEN;
	fixed_put_cuts(&table->cuts, text, FIXED_COLUMNS * 12);
	ps_suggest(self, g, "cuts", text);
	memcpy(text, table->cuts.kinds, table->cuts.n);
	text[table->cuts.n] = '\0';
	ps_suggest(self, g, "kinds", text);
	ps_suggest(self, g, "names", table->names == NULL ? "" :
	    table->names);
	ps_suggest(self, g, "words", table->cuts.words == WORDS_NONE ? "no" :
	    table->cuts.words == WORDS_REST ? "rest" : "remark");
	ps_suggest(self, g, "packed", table->cuts.packed ? "true" : "false");
	ps_suggest(self, g, "comment", t->rows[0].kind == LINE_COMMENT ||
	    t->s->scan->histogram['#'] > 0 ? "#" : "");
	suggest_number(self, g, "skip", table->skip);
	suggest_number(self, g, "header", table->header);
	suggest_number(self, g, "units", table->units);
	if (table->header == 0 || memchr(l->p, '\0', l->n) != NULL)
		return;
	text = ps_alloc(self, l->n + 1);
	memcpy(text, l->p, l->n);
	text[l->n] = '\0';
	ps_suggest(self, g, "repeated", text);
}

static void
give_reasons(const struct fixed_text *t, const struct fixed_table *table,
    const struct fixed_cost *cost, struct ps_guess *g)
{
	if (table->what != NULL)
		ps_because(t->self, g, "it is %s", table->what);
	if (table->cuts.packed)
		ps_because(t->self, g, "%u lines of one length change from "
		    "digits to text at the same places", cost->rows);
	else
		ps_because(t->self, g, "%u of %u lines are blank between %u "
		    "columns", cost->ok, cost->rows, table->cuts.n);
	if (table->header > 0)
		ps_because(t->self, g, "line %u names the columns",
		    table->skip + 1);
	else if (table->names == NULL)
		ps_because(t->self, g, "no line names the columns");
}

/* True: it bids. */
static bool
fill_bid(const struct fixed_text *t, const struct fixed_table *table,
    const struct fixed_cost *cost, struct ps_bid *b)
{
	double		plain, others = other_bits(t, table, &plain), bits;
	size_t		in;
	uint32_t	rows = rows_in(t, table);
	double		share = cost->rows > 0 ? (double)rows / cost->rows : 0;
	bool		most = is_most(t, table, &in), sure;

	bits = cost->bits * share * (is_plain(t, table, cost) ? PLAIN :
	    HANDICAP) + PRIOR + COLUMN * table->cuts.n;
	if (!table->cuts.packed)	/* how many blanks, places say */
		bits -= GAP * cost->gaps * share;
	if (table->cuts.packed)		/* the class of each place is known */
		bits -= (double)cost->bytes * share;
	b->bits_saved = t->s->scan->plain_bits - bits - others;
	if (!t->whole && in > 0)
		b->bits_saved = (plain - bits) * (double)t->s->length /
		    (double)in;
	b->bits_saved = fmin(b->bits_saved, t->s->scan->plain_bits);
	b->records = rows;
	b->records_ok = (uint32_t)(cost->ok * share);
	b->bytes_explained = (uint32_t)in;
	b->specificity = 50;
	b->layout_margin = fmin(fabs(table->score) / M_LN2, 15);
	b->above = table->skip > 0;
	b->tier = PS_STATISTICAL;
	if (table->declared && (table->header == 0 ||
	    !is_plain(t, table, cost))) {
		b->records_ok = rows;
		b->tier = PS_DECLARED;
		b->specificity = 70;
		b->layout_margin = 15;
		return true;
	}
	sure = table->cuts.packed || (table->header > 0 &&
	    table->score >= 5 && rows >= 8 && cost->ok == cost->rows);
	if (most && table->capitals && table->header == 1 && is_sure_of(t,
	    table, cost)) {
		b->tier = PS_DECLARED;
		return true;
	}
	return most && is_table(table, cost) && !is_source(t) &&
	    plain - bits >= (sure ? NAMED_GAIN : LEAST_GAIN) * plain;
}

/* Are columns between gutters what it is rather than packed ones? */
static bool
is_gapped(const struct fixed_text *t, struct fixed_table *gapped,
    struct fixed_table *packed)
{
	struct fixed_cost	a, b;

	fixed_cost(t, gapped, &a);
	fixed_cost(t, packed, &b);
	return is_table(gapped, &a) && a.bits * b.rows < b.bits * a.rows;
}

/* Known shapes, gutters, and where they do not part it all, none. */
static bool
find_table(const struct fixed_text *t, struct fixed_table *table)
{
	struct fixed_table	*packed;
	bool			 found;

	if (fixed_shape(t, table))
		return true;
	if ((found = fixed_find(t, table)))
		fixed_head(t, table);
	if (found && table->header > 0)
		return true;
	packed = ps_alloc(t->self, sizeof(*packed));
	if (!fixed_pack(t, packed) || (found && is_gapped(t, table, packed)))
		return found;
	*table = *packed;
	return true;
}

enum ps_status
fixed_probe(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	struct fixed_table	*table;
	struct fixed_text	 t;
	struct fixed_cost	 cost;

	if (!may_be(s) || (is_named_otherwise(s) && !s->forced) ||
	    !fixed_text(self, s, &t))
		return PS_OK;
	table = ps_alloc(self, sizeof(*table));
	memset(table, 0, sizeof(*table));
	if (!find_table(&t, table))
		return PS_OK;
	fixed_cost(&t, table, &cost);
	if (!fill_bid(&t, table, &cost, bid) && !s->forced) {
		bid->tier = PS_NO;
		return PS_OK;
	}
	suggest(&t, table, guess);
	give_reasons(&t, table, &cost, guess);
	return PS_OK;
}
