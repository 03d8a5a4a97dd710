/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cli_help.c - what the program says of itself, made from its tables, so that
 * no help lags behind.
 */
#include <lua.h>
#include <stdio.h>
#include <string.h>

#include "cli_help.h"
#include "cli_options.h"
#include "str.h"

#ifndef PACKAGE_VERSION
# define PACKAGE_VERSION "0"
#endif
#ifndef PS_PLUGIN_DIR
# define PS_PLUGIN_DIR "/usr/local/lib/polyscraper"
#endif

static const char head[] =
    "PolyScraper reads structured text without being told how it is "
    "structured\nand makes a database of it.\n";

static const char examples[] =
    "\nexamples:\n"
    "  polyscraper inbox/ -o inbox.db      everything in inbox/ becomes "
    "tables\n"
    "  polyscraper sniff spend_2020.csv    what it thinks the file is, and "
    "why\n"
    "  polyscraper cat old.txt >new.csv    its rows as plain CSV\n"
    "  polyscraper status inbox.db         what was loaded, and what was "
    "not\n";

static const char statuses[] =
    "\nexit status: 0 all accounted for, 1 usage or configuration, 2 source "
    "or sink\nunreachable, 3 some document failed, 4 counts do not match, 130 "
    "interrupted.\n";

#define DOC_AT		28	/* column where explanations begin */
#define LINE_END	79

static void
pad_to(size_t at, size_t column)
{
	for (; at < column; at++)
		putchar(' ');
}

/* Words from column DOC_AT to LINE_END. */
static void
print_doc(const char *doc)
{
	size_t at = DOC_AT;

	while (*doc != '\0') {
		size_t n = strcspn(doc, " ");

		if (at > DOC_AT && at + 1 + n > LINE_END) {
			putchar('\n');
			pad_to(0, DOC_AT);
			at = DOC_AT;
		} else if (at > DOC_AT) {
			putchar(' ');
			at++;
		}
		printf("%.*s", (int)n, doc);
		at += n;
		doc += n;
		while (*doc == ' ')
			doc++;
	}
	putchar('\n');
}

static void
print_option(const struct cli_option *o)
{
	int n;

	if (o->letter != '\0')
		n = printf("  -%c, --%s", o->letter, o->name);
	else
		n = printf("      --%s", o->name);
	if (o->argument != NULL)
		n += printf("=%s", o->argument);
	if (n + 2 > DOC_AT) {
		putchar('\n');
		n = 0;
	}
	pad_to((size_t)n, DOC_AT);
	print_doc(o->doc);
}

static void
print_options(const char *title, const struct cli_option *o)
{
	if (o == NULL || o->name == NULL)
		return;
	printf("\n%s:\n", title);
	for (; o->name != NULL; o++)
		print_option(o);
}

int
help_command(const struct command *c)
{
	printf("usage: %s %s %s\n\n%s.\n", PROGRAM, c->name, c->usage,
	    c->summary);
	if (c->help != NULL)
		printf("%s", c->help);
	print_options("options", c->options);
	for (const struct cli_group *g = cli_groups; g->options != NULL; g++)
		if (g->flag == 0 || (c->flags & g->flag) != 0)
			print_options(g->title, g->options);
	return EXIT_DONE;
}

static void
print_commands(void)
{
	printf("\ncommands:\n");
	for (size_t i = 0; commands[i] != NULL; i++) {
		const struct command *c = commands[i];

		pad_to((size_t)printf("  %s %s", c->name, c->usage), 36);
		printf("%s\n", c->summary);
	}
}

int
help_program(void)
{
	printf("%s\nusage: %s INPUT... [-o DB]\n       %s COMMAND ...\n", head,
	    PROGRAM, PROGRAM);
	print_commands();
	printf("\n'%s COMMAND --help' lists the options of a command.  Inputs "
	    "are files,\nfolders, globs, or - for standard input, and what "
	    "plugins add.\n", PROGRAM);
	fputs(examples, stdout);
	fputs(statuses, stdout);
	return EXIT_DONE;
}

int
help_short(void)
{
	fprintf(stderr, "usage: %s INPUT... [-o DB]\n       %s COMMAND ...\n"
	    "'%s --help' explains.\n", PROGRAM, PROGRAM, PROGRAM);
	return EXIT_USAGE;
}

int
help_version(void)
{
	printf("%s %s\n%s\nplugin interface %d, plugins in %s\n", PROGRAM,
	    PACKAGE_VERSION, LUA_RELEASE, PS_ABI, PS_PLUGIN_DIR);
	return EXIT_DONE;
}

int
cmd_help(struct cli *cli)
{
	const struct command *c;

	if (cli->n_args == 0)
		return help_program();
	c = cli_command(cli->args[0]);
	if (c == NULL)
		return cli_wrong("%s help: there is no command '%s'; "
		    "'%s --help' lists them", PROGRAM,
		    shown_str(cli->args[0]), PROGRAM);
	return help_command(c);
}
