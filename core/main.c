/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * main.c - which command is meant; everything else is the command's.
 *
 * The first word is a command or an input: inputs alone mean `load`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli_help.h"
#include "cli_options.h"
#include "cli_typed.h"
#include "log.h"
#include "lua_formats.h"
#include "mem.h"
#include "plugin.h"

static void
set_level(const struct cli *cli)
{
	if (cli_has(cli, "verbose"))
		log_level(PS_DEBUG);
	else if (cli_has(cli, "quiet"))
		log_level(PS_WARN);
	else
		log_level(PS_INFO);
}

/* polyscraper -v load x: the option stands before its command. */
static bool
misplaced(const struct cli *cli)
{
	if (cli->named || cli->n_args == 0 || cli->n_given == 0 ||
	    cli_command(cli->args[0]) == NULL)
		return false;
	cli_wrong("%s: options stand behind the command: %s %s ... (for an "
	    "input of that name write ./%s)", PROGRAM, PROGRAM,
	    cli->args[0], cli->args[0]);
	return true;
}

static int
run(struct cli *cli, int argc, char *const *argv)
{
	if (!cli_parse(cli, argc, argv))
		return EXIT_USAGE;
	cli->n_direct = cli->n_args;
	set_level(cli);
	if (cli_has(cli, "version"))
		return help_version();
	if (cli_has(cli, "help"))
		return cli->named ? help_command(cli->command) :
		    help_program();
	if (misplaced(cli))
		return EXIT_USAGE;
	if ((cli->command->flags & CLI_INPUTS) != 0 && !cli_files_from(cli))
		return EXIT_USAGE;
	return cli->command->run(cli);
}

int
main(int argc, char **argv)
{
	struct cli	cli = { .arena = NULL };
	int		status;

	if (argc < 2)
		return help_short();
	mem_keep();
	cli.arena = arena_new();
	cli.command = cli_command(argv[1]);
	cli.named = cli.command != NULL;
	if (!cli.named)
		cli.command = commands[0];
	cli.typed = typed_text(cli.arena, argc, argv);
	argv = typed_hide(cli.arena, argc, argv);
	status = run(&cli, argc - 1 - cli.named, argv + 1 + cli.named);
	if (fflush(stdout) != 0 && status == EXIT_DONE)
		status = cli_wrong("standard output: cannot be written");
	registry_free(cli.registry);
	lua_formats_free(cli.formats);
	free(cli.given);
	free(cli.args);
	arena_free(cli.arena);
	return status;
}
