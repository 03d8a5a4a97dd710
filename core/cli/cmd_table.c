/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cmd_table.c - the commands.  The first is meant where none is named.
 */
#include <stddef.h>

#include "cmd.h"

#define END	{ .name = NULL }

static const struct cli_option load_options[] = {
	{ "output", 'o', "DB", "A file, sqlite:FILE or postgresql://...; the "
	  "default is the input's name and .db", NULL, NULL },
	END
};

static const struct cli_option sniff_options[] = {
	{ "json", 0, NULL, "One JSON object a line for each document",
	  NULL, NULL },
	{ "lua", 0, NULL, "A line of Lua that pins what was found",
	  NULL, NULL },
	END
};

static const struct cli_option cat_options[] = {
	{ "to", 0, "csv|ndjson", "What to write; csv is the default",
	  NULL, NULL },
	{ "table", 0, "NAME", "This table of each document, or all of them "
	  "(all), instead of the main one", NULL, NULL },
	{ "typed", 0, NULL, "Write values (2024-01-31, 1234.5), not the source "
	  "text", NULL, NULL },
	END
};

static const struct cli_option issues_options[] = {
	{ "replay", 0, NULL, "Try the documents that failed once more",
	  NULL, NULL },
	END
};

static const struct command load = {
	"load", "INPUT... [-o DB]", "Load inputs into a database",
	"'load' may be left out.  A second run loads what is new or changed "
	"and tries\nagain what failed; it is the way on after an interruption "
	"too.\n",
	CLI_READS | CLI_INPUTS | CLI_STORES | CLI_BUILDS, load_options, cmd_load
};

static const struct command run = {
	"run", "FILE.lua [-- ARG...]", "Run the pipelines of a Lua file",
	"What follows -- is in the file's 'arg'.  Options given here win over "
	"the file's.\n",
	CLI_READS | CLI_STORES | CLI_REST, NULL, cmd_run
};

static const struct command check = {
	"check", "FILE.lua [-- ARG...]", "Check a Lua file, change nothing",
	"Options are checked, sources and sinks are opened where that changes "
	"nothing.\n",
	CLI_READS | CLI_STORES | CLI_REST, NULL, cmd_check
};

static const struct command test = {
	"test", "FILE.lua [-- ARG...]", "Run the tests of a Lua file",
	"Each test { input = ..., expect = ... } of the file is loaded into a "
	"database of\nits own by the file's pipelines, and what came out is "
	"compared.\n",
	CLI_READS | CLI_STORES | CLI_REST, NULL, cmd_test
};

static const struct command sniff = {
	"sniff", "INPUT...", "Say what inputs are, and why",
	"One document is explained at length; for a folder the tables that it "
	"would\nbecome are listed, and what is doubtful.  Nothing is "
	"stored.\n",
	CLI_READS | CLI_INPUTS, sniff_options, cmd_sniff
};

static const struct command cat = {
	"cat", "INPUT...", "Write rows to standard output",
	"Cells are the source text.  Of a document with several tables the "
	"main one is\nwritten: the first with a third of the rows, else the "
	"last.\n",
	CLI_READS | CLI_INPUTS, cat_options, cmd_cat
};

static const struct command status = {
	"status", "[DB]", "Say what a database holds and lacks", NULL,
	0, NULL, cmd_status
};

static const struct command issues = {
	"issues", "[DB]", "List what was repaired or rejected", NULL,
	CLI_READS | CLI_STORES | CLI_BUILDS, issues_options, cmd_issues
};

static const struct cli_option plugins_options[] = {
	{ "editor", 0, "DIR", "Write .luarc.json and polyscraper.meta.lua into "
	  "DIR: editors with the Lua language server then know all names and "
	  "options", NULL, NULL },
	{ .name = NULL }
};
static const struct command plugins = {
	"plugins", "[--editor=DIR | NAME]", "List plugins, or the options of "
	"one", NULL, 0, plugins_options, cmd_plugins
};

static const struct command help = {
	"help", "[COMMAND]", "Explain a command", NULL, 0, NULL, cmd_help
};

const struct command *const commands[] = {
	&load, &run, &check, &test, &sniff, &cat, &status, &issues, &plugins,
	&help,
	NULL
};
