/* SPDX-License-Identifier: 0BSD */
/*
 * pairs.c - an example of a format plugin: a document of `key = value` lines
 * whose first line is "%pairs".
 *
 * It shows all that a format needs: options, a bid with reasons, one table,
 * rows, records that are set aside, records that are rejected.
 */
#include <string.h>

#include "polyscraper.h"

struct pairs_options {
	const char	*comment;
};

struct pairs {
	struct ps_input	*in;
	uint64_t	 line;
	bool		 told;		/* the one table was announced */
};

static const struct ps_option options[] = {
	PS_OPTION(struct pairs_options, comment, .def = "#",
	    .doc = "What comment lines begin with"),
	{ .name = NULL }
};

/* Judges the sample; keeps nothing of it. */
static enum ps_status
probe(struct ps_self *self, const struct ps_sample *s, struct ps_guess *guess,
    struct ps_bid *bid)
{
	if (s->binary || s->length < 6 || memcmp(s->text, "%pairs", 6) != 0)
		return PS_OK;
	bid->tier = PS_PROOF;
	bid->specificity = 100;
	bid->records = bid->records_ok = s->scan->n_lines;
	ps_because(self, guess, "the first line is %%pairs");
	return PS_OK;
}

static enum ps_status
open_pairs(struct ps_self *self, struct ps_input *in)
{
	struct pairs *p = self->state;

	p->in = in;
	return PS_OK;
}

static enum ps_status
table(struct ps_self *self, struct ps_rows *out, struct ps_table *t)
{
	static const struct ps_column columns[] = {
		{ .name = "key", .type = PS_TEXT }, { .name = "value" }
	};
	struct pairs *p = self->state;

	(void)out;
	if (p->told)
		return PS_EOF;
	p->told = true;
	*t = (struct ps_table){ .columns = columns, .n_columns = 2 };
	return PS_OK;
}

static struct ps_slice
trimmed(const char *p, size_t n)
{
	while (n > 0 && *p == ' ')
		p++, n--;
	while (n > 0 && p[n - 1] == ' ')
		n--;
	return (struct ps_slice){ .p = p, .n = (uint32_t)n };
}

/* One line; true when the batch is full. */
static bool
put(struct ps_self *self, struct ps_rows *out, const char *p, size_t n)
{
	const struct pairs_options	*opt = self->options;
	uint64_t			 at = ((struct pairs *)self->state)->line;
	const char			*equals = memchr(p, '=', n);
	struct ps_slice			 cells[2];

	if (at == 1)
		ps_aside(self, out, PS_HEADER, at, p, n);
	else if (n == 0)
		ps_aside(self, out, PS_BLANK, at, p, n);
	else if (*p == *opt->comment)
		ps_aside(self, out, PS_COMMENT, at, p, n);
	else if (equals == NULL)
		ps_issue(self, out, PS_REJECTED, at, "no-equals",
		    "the line has no '='", p, n);
	else {
		cells[0] = trimmed(p, (size_t)(equals - p));
		cells[1] = trimmed(equals + 1, n - (size_t)(equals - p) - 1);
		return ps_row(self, out, cells, 2, at);
	}
	return false;
}

static enum ps_status
rows(struct ps_self *self, struct ps_rows *out)
{
	struct pairs	*p = self->state;
	const char	*line;
	ptrdiff_t	 n;

	while ((n = ps_line(self, p->in, &line)) >= 0) {
		p->line++;
		if (put(self, out, line, (size_t)n))
			return PS_OK;
	}
	return PS_EOF;
}

static const char *const suffixes[] = { ".pairs", NULL };

static const struct ps_format pairs = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name		= "pairs",
	.plugin.version		= "1",
	.plugin.summary		= "Lines of key = value below %pairs",
	.plugin.options		= options,
	.plugin.options_size	= sizeof(struct pairs_options),
	.plugin.state_size	= sizeof(struct pairs),
	.suffixes		= suffixes,
	.probe			= probe,
	.open			= open_pairs,
	.table			= table,
	.rows			= rows,
};

PS_PLUGIN(pairs, pairs);
