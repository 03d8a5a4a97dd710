/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log.c - logs of any kind: records that begin alike, found by how.
 *
 * Sources: He and others, Drain (ICWS 2017); Gao and others, Datamaran (SIGMOD
 * 2018), for what is told of a log by its lines alone.
 */
#include "log.h"

static const struct ps_option options[] = {
	PS_OPTION(struct log_options, pattern, .flags = PS_GUESSED,
	    .def = "", .doc = "How records begin: <time:stamp> "
	    "<level:level> <message:rest>"),
	PS_OPTION(struct log_options, pattern2, .flags = PS_GUESSED,
	    .def = "", .doc = "How others do that do not fit the first"),
	PS_OPTION(struct log_options, pattern3, .flags = PS_GUESSED,
	    .def = "", .doc = "Another one"),
	PS_OPTION(struct log_options, pattern4, .flags = PS_GUESSED,
	    .def = "", .doc = "Another one"),
	PS_OPTION(struct log_options, pattern5, .flags = PS_GUESSED,
	    .def = "", .doc = "Another one"),
	PS_OPTION(struct log_options, pattern6, .flags = PS_GUESSED,
	    .def = "", .doc = "Another one"),
	PS_OPTION(struct log_options, templates, .def = "true",
	    .doc = "Number the templates of messages, and list them"),
	PS_OPTION(struct log_options, values, .def = "false",
	    .doc = "Give frequent templates tables of their values"),
	{ .name = NULL }
};

static const char *const suffixes[] = { ".log", NULL };

static const struct ps_format log_format = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name		= "log",
	.plugin.version		= "1",
	.plugin.summary		= "Logs: records that begin alike, in time",
	.plugin.options		= options,
	.plugin.options_size	= sizeof(struct log_options),
	.plugin.state_size	= sizeof(struct log),
	.suffixes		= suffixes,
	.cost			= 6,
	.flags			= PS_WANTS_HEAD,
	.probe			= log_probe,
	.open			= log_open,
	.table			= log_table,
	.rows			= log_rows,
};

PS_PLUGIN(log, log_format);
