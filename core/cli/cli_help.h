/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cli_help.h - what the program says of itself, made from its tables.
 */
#ifndef PS_CLI_HELP_H
#define PS_CLI_HELP_H

#include "cmd.h"

int	help_short(void);		/* no arguments at all: EXIT_USAGE */
int	help_program(void);
int	help_command(const struct command *);
int	help_version(void);

#endif
