/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited.c - text whose cells are parted by a delimiter: CSV and kin.
 *
 * The probe finds the dialect and says it in options; the reader knows these
 * options and nothing else, so that any part of a document can be read alone.
 */
#include "delimited.h"

static const char *const newlines[] = { "lf", "cr", "crlf", "any", NULL };

#define OPT(member, ...)						\
	PS_OPTION(struct delimited_options, member,			\
	    .flags = PS_GUESSED, __VA_ARGS__)

static const struct ps_option delimited_options[] = {
	OPT(delimiter,
	    .doc = "Up to four bytes between cells; empty: one column"),
	OPT(quote, .def = "\"", .doc = "Around cells; empty: none"),
	OPT(escape, .def = "",
	    .doc = "Before a quote in a cell; empty: quotes are doubled"),
	OPT(letters, .def = "false",
	    .doc = "Behind the escape t, n, r stand for tab and line ends"),
	OPT(comment, .def = "", .doc = "What comment lines begin with"),
	OPT(newline, .def = "lf", .choices = newlines,
	    .doc = "What ends a line; lf stands for CR LF, too, any for all, "
	    "which are read in one piece"),
	OPT(repeated, .def = "",
	    .doc = "Header records; where they come again they are no rows"),
	OPT(page, .def = "",
	    .doc = "Lines at the edges of pages, whatever their digits are"),
	OPT(kinds, .def = "",
	    .doc = "What columns hold, a letter each: n number, d date or "
	    "time, t text, e nothing"),
	OPT(null, .def = "",
	    .doc = "What a cell holds that holds nothing, as \\N; empty: "
	    "types decide"),
	OPT(attributes, .def = "false",
	    .doc = "Those set aside name the columns: @attribute NAME TYPE"),
	OPT(skip, .def = "0", .max = 1000000,
	    .doc = "Records to set aside before the header"),
	OPT(header, .def = "1", .max = MAX_HEADER,
	    .doc = "Header records; 0: none"),
	OPT(units, .def = "0", .max = 1,
	    .doc = "Records with units after the header"),
	OPT(columns, .def = "0", .max = MAX_CELLS - 2,
	    .doc = "Cells of a row; 0: as many as the first record has"),
	OPT(width, .def = "0", .max = MAX_CELLS - 2,
	    .doc = "Cells of a record where the last are always empty"),
	OPT(ragged, .def = "false",
	    .doc = "Short rows are usual and no issue"),
	OPT(trim, .def = "false", .doc = "Drop blanks before a cell"),
	OPT(runs, .def = "false",
	    .doc = "Any run of blanks and tabs parts two cells"),
	OPT(rest, .def = "false",
	    .doc = "The last column takes the rest of the line"),
	OPT(index, .def = "false",
	    .doc = "The header leaves out the first column"),
	OPT(notes, .def = "true",
	    .doc = "Set narrow records at the end aside as footnotes"),
	{ .name = NULL }
};

void
set_option(struct delimited_options *opt, const char *name, const char *value)
{
	const struct ps_option	*o = delimited_options;
	char			*at = (char *)opt;
	int64_t			 n = 0;
	bool			 yes = strcmp(value, "true") == 0;

	while (o->name != NULL && strcmp(o->name, name) != 0)
		o++;
	for (const char *p = value; is_digit(*p) && n < MAX_CELLS; p++)
		n = 10 * n + (*p - '0');
	if (o->name == NULL)
		return;
	if (o->type == PS_TEXT)
		memcpy(at + o->offset, &value, sizeof(value));
	else if (o->type == PS_INT)
		memcpy(at + o->offset, &n, sizeof(n));
	else
		memcpy(at + o->offset, &yes, sizeof(yes));
}

void
use_options(struct ps_self *self, const struct delimited_options *opt)
{
	struct delimited	*f = self->state;

	f->opt = opt;
	f->k = (uint32_t)opt->columns;
	f->width = opt->width > opt->columns ? (uint32_t)opt->width : f->k;
	f->n_null = opt->null == NULL ? 0 : strlen(opt->null);
	f->rec.room = f->k > 0 ? f->width + SPARE_CELLS : MAX_CELLS;
	f->rec.cells = ps_alloc(self, 2 * f->rec.room *
	    sizeof(*f->rec.cells));
	use_repeated(self);
}

static enum ps_status
start_reading(struct ps_self *self, struct ps_input *in)
{
	const struct delimited_options	*opt = self->options;
	struct delimited		*f = self->state;
	const char			*why;

	if (!dialect_parse(opt, &f->d, &why))
		return ps_fail(self, PS_FATAL, 0, "delimited: %s", why);
	ps_line_ends(self, in, f->d.any ? PS_ENDS_ANY :
	    f->d.eol == '\r' ? PS_ENDS_CR : PS_ENDS_LF);
	f->in = in;
	f->want = WINDOW;
	f->line = 1;
	use_options(self, opt);
	return PS_OK;
}

static const char *const suffixes[] = {
	".csv", ".tsv", ".tab", ".psv", ".ssv", ".txt", ".dat", NULL
};

static const char *const mimes[] = {
	"text/csv", "text/tab-separated-values", "application/csv", NULL
};

static const struct ps_format delimited_format = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name		= "delimited",
	.plugin.version		= "1",
	.plugin.summary		= "Cells parted by a delimiter: CSV and kin",
	.plugin.options		= delimited_options,
	.plugin.options_size	= sizeof(struct delimited_options),
	.plugin.state_size	= sizeof(struct delimited),
	.suffixes		= suffixes,
	.mimes			= mimes,
	.cost			= 20,
	.flags			= PS_SPLITS | PS_SPLITS_TABLES,
	.probe			= delimited_probe,
	.open			= start_reading,
	.table			= delimited_table,
	.rows			= delimited_rows,
	.align			= delimited_align,
};

PS_PLUGIN(delimited, delimited_format);
