/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fixed.c - tables whose columns are places in the line: reports, and what
 * commands print.
 *
 * The probe finds columns and header and says them in options; the reader
 * knows these alone, so that any part of a document can be read by itself.
 */
#include "fixed.h"

#define OPT(member, ...)						\
	PS_OPTION(struct fixed_options, member, .flags = PS_GUESSED,	\
	    __VA_ARGS__)

static const char *const words[] = { "no", "rest", "remark", NULL };

static const struct ps_option options[] = {
	OPT(cuts, .def = "",
	    .doc = "Columns as places from 0 on, as `0-8 10-14 16-'"),
	OPT(kinds, .def = "",
	    .doc = "What columns hold, a letter each: n number, d date or "
	    "time, t text"),
	OPT(names, .def = "",
	    .doc = "Names of the columns, parted by tabs; empty: the header's"),
	OPT(repeated, .def = "",
	    .doc = "A header line; where it comes again it is no row"),
	OPT(comment, .def = "", .doc = "What comment lines begin with"),
	OPT(skip, .def = "0", .max = 1000000,
	    .doc = "Lines to set aside before the header"),
	OPT(header, .def = "0", .max = FIXED_HEADER,
	    .doc = "Lines of names, without rules and blank ones"),
	OPT(units, .def = "0", .max = 1,
	    .doc = "Lines of units after the header"),
	OPT(words, .def = "no", .choices = words,
	    .doc = "Each word is a cell: rest, the last takes the rest of the "
	    "line; remark, the last is what stands behind a #"),
	OPT(packed, .def = "false",
	    .doc = "Columns touch: lines are cut exactly there"),
	{ .name = NULL }
};

static const char *const suffixes[] = {
	".fwf", ".prn", ".txt", ".dat", NULL
};

static const struct ps_format fixed = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name		= "fixed",
	.plugin.version		= "1",
	.plugin.summary		= "Columns of fixed width: reports, df, ls -l",
	.plugin.options		= options,
	.plugin.options_size	= sizeof(struct fixed_options),
	.plugin.state_size	= sizeof(struct fixed),
	.suffixes		= suffixes,
	.cost			= 10,
	.flags			= PS_SPLITS,
	.probe			= fixed_probe,
	.open			= fixed_open,
	.table			= fixed_announce,
	.rows			= fixed_rows,
	.align			= fixed_align,
};

PS_PLUGIN(fixed, fixed);
