/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * keyvalue.c - lines of names and values: logfmt, LTSV, queries of URLs, and
 * JSON behind a text.
 *
 * Sources: logfmt (Brandur Leach, "logfmt"); LTSV (ltsv.org); the WHATWG's URL
 * standard, section 5 (application/x-www-form-urlencoded).
 */
#include "keyvalue.h"

static const struct ps_option options[] = {
	PS_OPTION(struct keyvalue_options, style, .def = "",
	    .flags = PS_GUESSED, .choices = keyvalue_styles,
	    .doc = "What parts names, values and pairs"),
	PS_OPTION(struct keyvalue_options, repeats, .def = "",
	    .flags = PS_GUESSED,
	    .doc = "Names a line may have more than once, ',' between"),
	{ .name = NULL }
};

static const char *const suffixes[] = { ".logfmt", ".ltsv", NULL };
static const char *const mimes[] = {
	"application/x-www-form-urlencoded", "text/x-ltsv", NULL
};

static const struct ps_format keyvalue = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name		= "keyvalue",
	.plugin.version		= "1",
	.plugin.summary		= "Lines of names and values: logfmt, LTSV",
	.plugin.options		= options,
	.plugin.options_size	= sizeof(struct keyvalue_options),
	.plugin.state_size	= sizeof(struct keyvalue),
	.suffixes		= suffixes,
	.mimes			= mimes,
	.cost			= 4,
	.flags			= PS_SPLITS,
	.probe			= keyvalue_probe,
	.open			= keyvalue_open,
	.table			= keyvalue_table,
	.rows			= keyvalue_rows,
	.align			= keyvalue_align,
	.close			= keyvalue_close,
};

PS_PLUGIN(keyvalue, keyvalue);
