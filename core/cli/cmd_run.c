/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cmd_run.c - run FILE.lua: the pipelines of a Lua file, one after another.
 */
#include "cli_options.h"
#include "cli_pipeline.h"
#include "cli_script.h"
#include "log.h"
#include "lua_config.h"
#include "pipeline.h"
#include "str.h"

/* Of several statuses the one that needs the most attention. */
static int
worse(int a, int b)
{
	static const int order[] = {
		EXIT_INTERRUPTED, EXIT_MISMATCH, EXIT_USAGE, EXIT_UNREACHABLE,
		EXIT_FAILED
	};

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (a == order[i] || b == order[i])
			return order[i];
	return a != EXIT_DONE ? a : b;
}

/* What the command line says comes before what the file says. */
static bool
overrule(struct cli *cli, struct pipeline *p)
{
	cli_apply(cli, p);
	if (cli_has(cli, "format"))
		p->n_rules = 0;
	return cli_rule(cli, p);
}

struct lua_config *
script_run(struct cli *cli)
{
	struct lua_config *c;

	if (cli->n_args != 1) {
		cli_wrong("%s %s: %s; 'polyscraper %s FILE.lua [-- ARG...]'",
		    PROGRAM, cli->command->name, cli->n_args == 0 ?
		    "no Lua file is named" : "one Lua file at a time, and "
		    "arguments for it after --", cli->command->name);
		return NULL;
	}
	if (cli_registry(cli) == NULL)
		return NULL;
	c = lua_config_run(cli->registry, cli->args[0], cli->rest, cli->n_rest,
	    (cli_has(cli, "verbose") ? LUA_VERBOSE : 0) |
	    (cli_has(cli, "trust") ? LUA_TRUSTED : 0),
	    cli_has(cli, "trust") ? 0 : LUA_SECONDS);
	for (uint32_t i = 0; c != NULL && i < lua_config_count(c); i++)
		if (!overrule(cli, lua_config_pipeline(c, i))) {
			lua_config_free(c);
			return NULL;
		}
	return c;
}

int
cmd_run(struct cli *cli)
{
	struct lua_config	*c = script_run(cli);
	int			 status = EXIT_DONE;

	if (c == NULL)
		return EXIT_USAGE;
	for (uint32_t i = 0; i < lua_config_count(c) &&
	    status != EXIT_INTERRUPTED; i++)
		status = worse(status, load_run(lua_config_pipeline(c, i)));
	if (lua_config_is_wrong(c))
		status = worse(status, EXIT_USAGE);
	if (status == EXIT_INTERRUPTED)
		log_say(PS_INFO, "interrupted; the same command goes on");
	lua_config_free(c);
	return status;
}
