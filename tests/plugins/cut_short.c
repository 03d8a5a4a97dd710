/* SPDX-License-Identifier: 0BSD */
/*
 * cut_short.c - a descriptor shorter than any of its kind ever was.
 */
#include "minimal.h"

static const struct ps_plugin cut_short = {
	.abi = PS_ABI, .size = sizeof(struct ps_plugin), .kind = PS_FORMAT,
	.name = "cut_short", .version = "1", .summary = "For tests"
};

PS_EXPORT const struct ps_plugin *cut_short_LTX_ps_plugin(void);

const struct ps_plugin *
cut_short_LTX_ps_plugin(void)
{
	return &cut_short;
}
