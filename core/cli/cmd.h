/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cmd.h - the commands of the program: one row, one file each.
 *
 * A struct cli holds the command line once it is parsed; all of it belongs to
 * its arena, and the registry is loaded when a command first asks for it.
 */
#ifndef PS_CMD_H
#define PS_CMD_H

#include "load.h"
#include "polyscraper.h"

#define PROGRAM		"polyscraper"

struct arena;
struct cli;
struct lua_formats;
struct registry;

/*
 * An option of the command line.  Where `setting` names a setting of the
 * pipeline (cli_settings.h) the parser checks it and cli_apply() sets it.
 */
struct cli_option {
	const char	*name;		/* without its dashes */
	char		 letter;	/* or 0 */
	const char	*argument;	/* what people call it; NULL: none */
	const char	*doc;		/* one line, no full stop */
	const char	*setting;	/* of the pipeline, or NULL */
	const char	*fixed;		/* its value, if no argument */
};

enum {
	CLI_READS	= 1 << 0,	/* takes the options about reading */
	CLI_INPUTS	= 1 << 1,	/* operands are inputs; --files-from */
	CLI_STORES	= 1 << 2,	/* takes the options about storing */
	CLI_BUILDS	= 1 << 3,	/* takes those about the database */
	CLI_REST	= 1 << 4	/* what follows -- is the script's */
};

struct command {
	const char		*name;
	const char		*usage;		/* what follows the name */
	const char		*summary;	/* one line, no full stop */
	const char		*help;		/* further lines, or NULL */
	unsigned		 flags;
	const struct cli_option	*options;	/* its own; a NULL name ends */
	int			(*run)(struct cli *);	/* an exit status */
};

struct given {
	const struct cli_option	*option;
	const char		*value;		/* NULL: takes none */
};

struct cli {
	struct arena		*arena;
	const struct command	*command;
	struct given		*given;
	uint32_t		 n_given, room_given;
	const char		**args;		/* operands */
	uint32_t		 n_args, room_args;
	const char *const	*rest;		/* of CLI_REST: after the -- */
	uint32_t		 n_rest;
	bool			 named;		/* the command was written */
	uint32_t		 n_direct;	/* operands, not from a file */
	const char		*typed;		/* all of it, for the ledger */
	struct registry		*registry;
	struct lua_formats	*formats;	/* in Lua, that are in it */
};

extern const struct command *const commands[];	/* NULL ends it */

int	cmd_load(struct cli *), cmd_run(struct cli *), cmd_check(struct cli *);
int	cmd_test(struct cli *);
int	cmd_sniff(struct cli *), cmd_cat(struct cli *);
int	cmd_status(struct cli *), cmd_issues(struct cli *);
int	cmd_plugins(struct cli *), cmd_help(struct cli *);

#endif
