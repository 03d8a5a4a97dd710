/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pairs.c - lines of names and values: logfmt, LTSV, queries of URLs, and JSON
 * behind a text.
 *
 * Sources: logfmt (Brandur Leach, "logfmt"); LTSV (ltsv.org); the WHATWG's URL
 * standard, section 5 (application/x-www-form-urlencoded).
 */
#include "pairs.h"

static const struct ps_option options[] = {
	PS_OPTION(struct pairs_options, style, .def = "",
	    .flags = PS_GUESSED, .choices = pairs_styles,
	    .doc = "What parts names, values and pairs"),
	PS_OPTION(struct pairs_options, repeats, .def = "",
	    .flags = PS_GUESSED,
	    .doc = "Names a line may have more than once, ',' between"),
	{ .name = NULL }
};

static const char *const suffixes[] = { ".logfmt", ".ltsv", NULL };
static const char *const mimes[] = {
	"application/x-www-form-urlencoded", "text/x-ltsv", NULL
};

static const struct ps_format pairs = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name		= "pairs",
	.plugin.version		= "1",
	.plugin.summary		= "Lines of names and values: logfmt, LTSV",
	.plugin.options		= options,
	.plugin.options_size	= sizeof(struct pairs_options),
	.plugin.state_size	= sizeof(struct pairs),
	.suffixes		= suffixes,
	.mimes			= mimes,
	.cost			= 4,
	.flags			= PS_SPLITS,
	.probe			= pairs_probe,
	.open			= pairs_open,
	.table			= pairs_table,
	.rows			= pairs_rows,
	.align			= pairs_align,
	.close			= pairs_close,
};

PS_PLUGIN(pairs, pairs);
