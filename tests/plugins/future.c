/* SPDX-License-Identifier: 0BSD */
/*
 * future.c - built with a later header: all its structs are longer.
 */
#include "minimal.h"

struct long_option {
	struct ps_option	 row;
	const char		*new_member;
	int64_t			 another;
};

struct long_format {
	struct ps_format	 format;
	void			(*new_callback)(void);
};

struct future_options {
	const char	*mark;
	bool		 strict;
};

static const struct long_option future_options[] = {
	{ PS_OPTION(struct future_options, mark, .def = ";",
	    .doc = "Parts the cells"), "new", 1 },
	{ PS_OPTION(struct future_options, strict, .def = "true"), "newer", 2 },
	{ { .name = NULL }, NULL, 0 }
};

static const struct long_format future = {
	.format = {
		.plugin = {
			.abi = PS_ABI, .size = sizeof(struct long_format),
			.kind = PS_FORMAT, .name = "future", .version = "9",
			.summary = "For tests",
			.options = &future_options[0].row,
			.option_size = sizeof(struct long_option),
			.options_size = sizeof(struct future_options),
		},
		.probe = no_probe, .open = no_open, .table = no_table,
		.rows = no_rows,
	},
};

PS_PLUGIN(future, future.format);
