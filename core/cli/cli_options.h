/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cli_options.h - the command line taken apart: by tables, not by code.
 */
#ifndef PS_CLI_OPTIONS_H
#define PS_CLI_OPTIONS_H

#include "cmd.h"

struct pipeline;

/* The groups of options that many commands share. */
struct cli_group {
	unsigned		 flag;		/* of the command; 0: all */
	const char		*title;
	const struct cli_option	*options;
};
extern const struct cli_group cli_groups[];	/* NULL options end it */

/*
 * Parses all that follows the program's name.  False: a message was printed,
 * the exit status is EXIT_USAGE.
 */
bool	cli_parse(struct cli *, int argc, char *const *argv);
/* Whether an option was given; its last value; its i-th value or NULL. */
bool	cli_has(const struct cli *, const char *name);
const char *cli_value(const struct cli *, const char *name);
const char *cli_nth(const struct cli *, const char *name, uint32_t i);
/* Sets what was given in a pipeline, over what stood there before. */
void	cli_apply(const struct cli *, struct pipeline *);
/* Reads the inputs of --files-from; false after a message. */
bool	cli_files_from(struct cli *);
/* "polyscraper: what; what to do" and EXIT_USAGE. */
int	cli_wrong(const char *, ...) PS_PRINTF(1, 2);
const struct command *cli_command(const char *name);

#endif
