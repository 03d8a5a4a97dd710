/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * known.c - logs that are well known, with the names their columns have.
 *
 * Which ones is a table of descriptions (known_table.c), to which the option
 * `pattern` adds.
 */
#include "known.h"

static const struct ps_option options[] = {
	PS_OPTION(struct known_options, as, .def = "", .flags = PS_GUESSED,
	    .doc = "Name of the log, as 'access.combined'"),
	PS_OPTION(struct known_options, pattern, .def = "",
	    .flags = PS_PAIRS, .expects = known_expects,
	    .doc = "More logs: their names, and patterns of their lines"),
	PS_OPTION(struct known_options, templates, .def = "true",
	    .doc = "Number the templates of messages, and list them"),
	{ .name = NULL }
};

static const char *const suffixes[] = { ".log", NULL };

static const struct ps_format known = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name		= "known",
	.plugin.version		= "1",
	.plugin.summary		= "Well-known logs: web, syslog, Android, Java",
	.plugin.options		= options,
	.plugin.options_size	= sizeof(struct known_options),
	.plugin.state_size	= sizeof(struct known),
	.suffixes		= suffixes,
	.cost			= 3,
	.flags			= PS_SPLITS | PS_WANTS_HEAD,
	.probe			= known_probe,
	.open			= known_open,
	.table			= known_announce,
	.rows			= known_rows,
	.align			= known_align,
};

PS_PLUGIN(known, known);
