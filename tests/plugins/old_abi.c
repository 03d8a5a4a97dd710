/* SPDX-License-Identifier: 0BSD */
/*
 * old_abi.c - a plugin for another interface.
 */
#include "minimal.h"

static const struct ps_plugin old_abi = {
	.abi = PS_ABI + 1, .size = sizeof(struct ps_format), .kind = PS_FORMAT,
	.name = "old_abi", .version = "1", .summary = "For tests"
};

PS_EXPORT const struct ps_plugin *old_abi_LTX_ps_plugin(void);

const struct ps_plugin *
old_abi_LTX_ps_plugin(void)
{
	return &old_abi;
}
