/* SPDX-License-Identifier: 0BSD */
/*
 * bad_default.c - its default is not within its own bounds.
 */
#include "minimal.h"

struct bad_options {
	int64_t	 skip;
};

static const struct ps_option bad_options[] = {
	PS_OPTION(struct bad_options, skip, .def = "20", .max = 9),
	{ .name = NULL }
};

static const struct ps_format bad_default = {
	MINIMAL("bad_default"),
	.plugin.options = bad_options,
	.plugin.options_size = sizeof(struct bad_options),
};

PS_PLUGIN(bad_default, bad_default);
