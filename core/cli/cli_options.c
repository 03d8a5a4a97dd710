/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cli_options.c - the command line taken apart.
 *
 * Options are rows; the parser knows no option by name, except that "--" ends
 * them.  What sets something in a pipeline is checked when it is read, so that
 * a wrong value is told before any plugin is loaded.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli_options.h"
#include "cli_settings.h"
#include "log.h"
#include "mem.h"
#include "pipeline.h"
#include "str.h"

#define END	{ .name = NULL }

static const struct cli_option general[] = {
	{ "quiet", 'q', NULL, "Say nothing but what went wrong",
	  "quiet", "true" },
	{ "verbose", 'v', NULL, "Say more", "verbose", "true" },
	{ "plugin-dir", 0, "DIR", "Load plugins from DIR too; may be repeated",
	  NULL, NULL },
	{ "help", 'h', NULL, "Show this text", NULL, NULL },
	{ "version", 'V', NULL, "Show versions", NULL, NULL },
	END
};

static const struct cli_option inputs[] = {
	{ "files-from", 0, "FILE", "Read more inputs from FILE, one a line; "
	  "- is standard input", NULL, NULL },
	{ "null", '0', NULL, "The names in FILE end in NUL, not in newline",
	  NULL, NULL },
	END
};

static const struct cli_option reading[] = {
	{ "jobs", 'j', "N", "Workers; 0, the default, is one per core",
	  "jobs", NULL },
	{ "include", 0, "GLOB", "Take only what matches; may be repeated",
	  "include", NULL },
	{ "exclude", 0, "GLOB", "Leave out what matches; may be repeated",
	  "exclude", NULL },
	{ "limit", 0, "N", "Stop after N documents", "limit", NULL },
	{ "format", 0, "NAME", "Read everything as NAME, strictly",
	  NULL, NULL },
	{ "set", 0, "KEY=VALUE", "An option of that format, or "
	  "PLUGIN.KEY=VALUE of any plugin; may be repeated", NULL, NULL },
	{ "keep", 0, "DIR", "Keep what is fetched in DIR: bodies, and all of "
	  "it as WARC", NULL, NULL },
	{ "allow-private", 0, NULL, "Links may lead into private networks",
	  NULL, NULL },
	{ "encoding", 0, "NAME", "The text is in this encoding",
	  "encoding", NULL },
	{ "dates", 0, "ORDER", "1/2/2024 is dmy, mdy or ymd", "dates", NULL },
	{ "decimal", 0, "MARK", "The decimal mark: , or .", "decimal", NULL },
	{ "nulls", 0, "LIST", "Only these mean no value: NA,-", "nulls", NULL },
	{ "deadline", 0, "SECONDS", "Give up a document that stands still",
	  "deadline", NULL },
	{ "depth", 0, "N", "Open archives within archives down to the Nth",
	  "depth", NULL },
	{ "max-members", 0, "N", "The most members of an archive",
	  "max_members", NULL },
	{ "max-member-bytes", 0, "SIZE", "The most bytes of a member",
	  "max_member_bytes", NULL },
	{ "max-unpacked", 0, "SIZE", "The most bytes of an archive, unpacked",
	  "max_unpacked", NULL },
	{ "max-ratio", 0, "N", "The most bytes out of one of an archive",
	  "max_ratio", NULL },
	{ "no-siblings", 0, NULL, "Judge each document without a look at its "
	  "neighbours", "siblings", "false" },
	{ "progress", 0, "HOW", "auto, bar, json or none", "progress", NULL },
	{ "fail-on", 0, "WHAT", "Exit with 3 on failed, reject, doubt or never",
	  "fail_on", NULL },
	END
};

static const struct cli_option storing[] = {
	{ "tables", 0, "HOW", "shape: like documents share a table; document: "
	  "each its own", "tables", NULL },
	{ "history", 0, "WHAT", "rows: keep rows that are no longer there, "
	  "with when they were", "history", NULL },
	{ "dedupe", 0, NULL, "Leave out copies of documents",
	  "dedupe", "true" },
	{ "coerce", 0, NULL, "Later cells that widen a column become NULL",
	  "coerce", "true" },
	{ "max-rejects", 0, "N|SHARE", "Load no document with more rejects: "
	  "20 or 1%", "max_rejects", NULL },
	{ "no-provenance", 0, NULL, "No columns _doc and _line",
	  "provenance", "false" },
	{ "prune", 0, NULL, "Allow that most documents of an input are gone",
	  "prune", "true" },
	END
};

static const struct cli_option building[] = {
	{ "strict", 0, NULL, "STRICT tables (SQLite)", NULL, NULL },
	{ "fresh", 0, NULL, "Build a new database faster; a kill starts over",
	  NULL, NULL },
	END
};

static const struct cli_option scripts[] = {
	{ "trust", 0, NULL, "The script may use all of Lua's libraries: files, "
	  "programs, modules; without a limit of time for the file itself",
	  NULL, NULL },
	END
};

const struct cli_group cli_groups[] = {
	{ CLI_REST, "scripts", scripts },
	{ CLI_INPUTS, "inputs", inputs },
	{ CLI_READS, "reading", reading },
	{ CLI_STORES, "storing", storing },
	{ CLI_BUILDS, "building", building },
	{ 0, "general", general },
	{ 0, NULL, NULL }
};

int
cli_wrong(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_vsay(PS_ERROR, fmt, ap);
	va_end(ap);
	return EXIT_USAGE;
}

const struct command *
cli_command(const char *name)
{
	for (size_t i = 0; commands[i] != NULL; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static const struct cli_option *
look(const struct cli_option *o, const char *name, size_t n, char letter)
{
	for (; o != NULL && o->name != NULL; o++)
		if (letter != '\0' ? o->letter == letter :
		    strlen(o->name) == n && memcmp(o->name, name, n) == 0)
			return o;
	return NULL;
}

/* An option by its name (n bytes) or its letter, in a command's own rows and */
/* in those of all groups it takes part in; every group if `all`. */
static const struct cli_option *
find(const struct command *c, bool all, const char *name, size_t n,
    char letter)
{
	const struct cli_option *o = look(c->options, name, n, letter);

	for (const struct cli_group *g = cli_groups;
	    o == NULL && g->options != NULL; g++)
		if (all || g->flag == 0 || (c->flags & g->flag) != 0)
			o = look(g->options, name, n, letter);
	return o;
}

static size_t
add_names(const char **list, size_t n, const struct cli_option *o)
{
	for (; o != NULL && o->name != NULL; o++)
		list[n++] = o->name;
	return n;
}

static int
unknown_option(const struct cli *cli, const char *name, size_t n)
{
	const struct command	*c = cli->command;
	const char		*list[64], *near;
	const char		*word = arena_strndup(cli->arena, name, n);
	size_t			 used = add_names(list, 0, c->options);

	for (const struct cli_group *g = cli_groups; g->options != NULL; g++)
		if (g->flag == 0 || (c->flags & g->flag) != 0)
			used = add_names(list, used, g->options);
	list[used] = NULL;
	near = nearest(word, list);
	if (find(c, true, name, n, '\0') != NULL)
		return cli_wrong("%s %s: '--%s' has no meaning here; "
		    "'%s %s --help' lists what has", PROGRAM, c->name,
		    shown_str(word), PROGRAM, c->name);
	if (near != NULL)
		return cli_wrong("%s %s: unknown option '--%s'; did you mean "
		    "'--%s'?", PROGRAM, c->name, shown_str(word), near);
	return cli_wrong("%s %s: unknown option '--%s'; '%s %s --help' lists "
	    "them", PROGRAM, c->name, shown_str(word), PROGRAM, c->name);
}

/* A setting is tried on a pipeline of nothing, to be told of it at once. */
static bool
check_value(struct cli *cli, const struct cli_option *o, const char *value)
{
	struct pipeline	 trial = { .arena = cli->arena };
	const char	*wrong;

	if (o->setting == NULL || value == NULL)
		return true;
	wrong = setting_set(&trial, cli->arena, o->setting, value);
	if (wrong != NULL)
		cli_wrong("--%s: %s", o->name, wrong);
	return wrong == NULL;
}

static bool
add_given(struct cli *cli, const struct cli_option *o, const char *value)
{
	GROW(cli->given, cli->n_given, cli->room_given);
	cli->given[cli->n_given++] = (struct given){ o, value };
	return check_value(cli, o, value);
}

static void
add_arg(struct cli *cli, const char *arg)
{
	GROW(cli->args, cli->n_args, cli->room_args);
	cli->args[cli->n_args++] = arg;
}

/* --name, --name=value, --name value.  Returns how many words were used. */
static int
parse_long(struct cli *cli, char *const *argv, int left)
{
	const char		*name = argv[0] + 2;
	const char		*equals = strchr(name, '=');
	size_t			 n = equals == NULL ? strlen(name) :
				    (size_t)(equals - name);
	const struct cli_option	*o = find(cli->command, false, name, n, '\0');

	if (o == NULL) {
		unknown_option(cli, name, n);
		return 0;
	}
	if (o->argument == NULL) {
		if (equals != NULL) {
			cli_wrong("--%s: takes no value", o->name);
			return 0;
		}
		return add_given(cli, o, NULL) ? 1 : 0;
	}
	if (equals != NULL)
		return add_given(cli, o, equals + 1) ? 1 : 0;
	if (left < 2) {
		cli_wrong("--%s: its value is missing; give --%s=%s", o->name,
		    o->name, o->argument);
		return 0;
	}
	return add_given(cli, o, argv[1]) ? 2 : 0;
}

/* -q, -qv, -j4, -j 4, -o FILE. */
static int
parse_letters(struct cli *cli, char *const *argv, int left)
{
	for (const char *p = argv[0] + 1; *p != '\0'; p++) {
		const struct cli_option *o = find(cli->command, false, NULL, 0,
		    *p);

		if (o == NULL) {
			cli_wrong("%s %s: unknown option '-%s'; "
			    "'%s %s --help' lists them", PROGRAM,
			    cli->command->name, shown(p, 1), PROGRAM,
			    cli->command->name);
			return 0;
		}
		if (o->argument == NULL) {
			if (!add_given(cli, o, NULL))
				return 0;
			continue;
		}
		if (p[1] != '\0')
			return add_given(cli, o, p + 1) ? 1 : 0;
		if (left < 2) {
			cli_wrong("-%c: its value is missing; give -%c %s",
			    o->letter, o->letter, o->argument);
			return 0;
		}
		return add_given(cli, o, argv[1]) ? 2 : 0;
	}
	return 1;
}

bool
cli_parse(struct cli *cli, int argc, char *const *argv)
{
	int i = 0, used;

	while (i < argc) {
		if (strcmp(argv[i], "--") == 0) {
			i++;
			break;
		}
		used = 1;
		if (strncmp(argv[i], "--", 2) == 0)
			used = parse_long(cli, argv + i, argc - i);
		else if (argv[i][0] == '-' && argv[i][1] != '\0')
			used = parse_letters(cli, argv + i, argc - i);
		else
			add_arg(cli, argv[i]);
		if (used == 0)
			return false;
		i += used;
	}
	if ((cli->command->flags & CLI_REST) != 0) {
		cli->rest = (const char *const *)(argv + i);
		cli->n_rest = (uint32_t)(argc - i);
	} else {
		while (i < argc)
			add_arg(cli, argv[i++]);
	}
	return true;
}

const char *
cli_nth(const struct cli *cli, const char *name, uint32_t nth)
{
	for (uint32_t i = 0; i < cli->n_given; i++)
		if (strcmp(cli->given[i].option->name, name) == 0 &&
		    nth-- == 0)
			return cli->given[i].value;
	return NULL;
}

bool
cli_has(const struct cli *cli, const char *name)
{
	for (uint32_t i = 0; i < cli->n_given; i++)
		if (strcmp(cli->given[i].option->name, name) == 0)
			return true;
	return false;
}

const char *
cli_value(const struct cli *cli, const char *name)
{
	const char *value = NULL;

	for (uint32_t i = 0; i < cli->n_given; i++)
		if (strcmp(cli->given[i].option->name, name) == 0)
			value = cli->given[i].value;
	return value;
}

void
cli_apply(const struct cli *cli, struct pipeline *p)
{
	for (uint32_t i = 0; i < cli->n_given; i++) {
		const struct given *g = &cli->given[i];

		if (g->option->setting != NULL)
			setting_set(p, p->arena, g->option->setting,
			    g->value != NULL ? g->value : g->option->fixed);
	}
	p->command = arena_strdup(p->arena, cli->typed);
}
