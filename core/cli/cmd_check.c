/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cmd_check.c - check FILE.lua: everything of a run that changes nothing.
 *
 * Sources are opened; a sink only where that changes nothing, and a file that
 * does not exist yet needs just a folder it can be made in.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli_ledger.h"
#include "cli_options.h"
#include "cli_pipeline.h"
#include "cli_script.h"
#include "cli_text.h"
#include "host.h"
#include "log.h"
#include "lua_config.h"
#include "mem.h"
#include "pipeline.h"
#include "plugin.h"
#include "str.h"

static void
say(const struct use *u, struct arena *arena, const char *what,
    const char *message)
{
	log_say(PS_ERROR, "%s", use_message(u, arena_printf(arena, "%s: %s",
	    what, message), arena));
}

static bool
check_source(const struct use *u, struct arena *arena)
{
	const struct ps_source	*s = (const struct ps_source *)
				    (const void *)u->plugin;
	struct host		 host;
	struct ps_self		 self;
	enum ps_status		 st;

	host_init(&host);
	host_begin(&host, u->plugin->name, NULL);
	self = host_self(&host, u->plugin, u->options);
	st = s->open(&self, u->inputs, u->n_inputs);
	if (st < PS_OK)
		log_say(PS_ERROR, "%s", use_message(u, host.message, arena));
	if (PLUGIN_HAS(s, close))
		s->close(&self);
	host_free(&host);
	return st >= PS_OK;
}

static bool
inputs_exist(const struct use *u, struct arena *arena)
{
	struct stat	st;
	bool		good = true;

	for (uint32_t i = 0; i < u->n_inputs; i++) {
		const char *input = u->inputs[i];

		if (text_scheme(input) > 0 || strcmp(input, "-") == 0 ||
		    strpbrk(input, "*?[") != NULL || stat(input, &st) == 0)
			continue;
		say(u, arena, shown_str(input), strerror(errno));
		good = false;
	}
	return good;
}

/* Whether a file of that name could be made. */
static bool
could_be_made(const struct use *u, struct arena *arena, const char *path)
{
	const char	*slash = strrchr(path, '/');
	const char	*dir = slash == NULL ? "." : slash == path ? "/" :
			    arena_strndup(arena, path, (size_t)(slash - path));

	if (access(dir, W_OK | X_OK) == 0)
		return true;
	say(u, arena, shown_str(path), arena_printf(arena, "cannot be made: "
	    "'%s': %s", shown_str(dir), strerror(errno)));
	return false;
}

/* Opening changes nothing where a ledger is kept and the database exists. */
static bool
check_sink(const struct use *u, struct arena *arena)
{
	const struct ps_sink	*sink = (const struct ps_sink *)
				    (const void *)u->plugin;
	const char		*path = use_address(u);
	struct sink_use		*opened;
	struct ps_opened	 told;
	struct stat		 st;

	if (path != NULL && text_scheme(path) == 0 && stat(path, &st) == -1)
		return could_be_made(u, arena, path);
	if ((sink->flags & PS_KEEPS_LEDGER) == 0)
		return true;
	opened = sink_use_open(u, arena, &told);
	if (opened != NULL)
		sink_use_close(opened);
	return opened != NULL;
}

static bool
check_pipeline(const struct pipeline *p)
{
	bool good = true;

	for (uint32_t i = 0; i < p->n_sources; i++)
		good = inputs_exist(&p->sources[i], p->arena) &&
		    check_source(&p->sources[i], p->arena) && good;
	for (uint32_t i = 0; i < p->n_sinks; i++)
		good = check_sink(&p->sinks[i], p->arena) && good;
	return good;
}

int
cmd_check(struct cli *cli)
{
	struct lua_config	*c = script_run(cli);
	bool			 good = true;

	if (c == NULL)
		return EXIT_USAGE;
	for (uint32_t i = 0; i < lua_config_count(c); i++)
		good = check_pipeline(lua_config_pipeline(c, i)) && good;
	if (good && !cli_has(cli, "quiet"))
		printf("%s: good, %u pipeline%s\n", cli->args[0],
		    lua_config_count(c), lua_config_count(c) == 1 ? "" : "s");
	lua_config_free(c);
	return good ? EXIT_DONE : EXIT_UNREACHABLE;
}
