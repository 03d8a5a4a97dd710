/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cli_script.h - the Lua file of `run` and `check`.
 */
#ifndef PS_CLI_SCRIPT_H
#define PS_CLI_SCRIPT_H

#include "cmd.h"

struct lua_config;

/* Runs the file named by the operand; the options given win over its own. */
/* NULL after a message. */
struct lua_config *script_run(struct cli *);

#endif
