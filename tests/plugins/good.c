/* SPDX-License-Identifier: 0BSD */
/*
 * good.c - a plugin as it should be.
 */
#include "minimal.h"

struct good_options {
	int64_t	 skip;
};

static const struct ps_option good_options[] = {
	PS_OPTION(struct good_options, skip, .def = "2", .max = 9,
	    .doc = "Lines to pass over"),
	{ .name = NULL }
};

static const struct ps_format good = {
	MINIMAL("good"),
	.plugin.options = good_options,
	.plugin.options_size = sizeof(struct good_options),
};

PS_PLUGIN(good, good);
