/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cmd_load.c - load INPUT... [-o DB]
 */
#include <string.h>

#include "cli_options.h"
#include "cli_pipeline.h"
#include "log.h"
#include "pipeline.h"
#include "str.h"

static bool
is_script(const struct cli *cli)
{
	size_t n = strlen(cli->args[0]);

	return cli->n_args == 1 && n > 4 &&
	    strcmp(cli->args[0] + n - 4, ".lua") == 0;
}

/* What a new user may not expect. */
static void
announce(const struct cli *cli, const char *db)
{
	if (is_script(cli))
		warn("%s: it is loaded as data; to run it: %s run %s",
		    shown_str(cli->args[0]), PROGRAM, shown_str(cli->args[0]));
	if (!cli_has(cli, "output"))
		log_say(PS_INFO, "loading into '%s' (-o names another)",
		    shown_str(db));
}

int
cmd_load(struct cli *cli)
{
	int		 status = cli_inputs_exist(cli);
	const char	*db;
	struct pipeline	*p;

	if (status != EXIT_DONE)
		return status;
	db = cli_value(cli, "output");
	if (db == NULL && cli->n_args > 0)
		db = cli_default_db(cli);
	if (db != NULL && !cli_drop_output(cli, db))
		return cli_wrong(cli->n_direct > 0 ?
		    "there is no input but the output" :
		    "there is no input; give a file, a folder, a URL or - "
		    "(standard input)");
	p = cli_pipeline(cli);
	if (p == NULL)
		return EXIT_USAGE;
	status = EXIT_USAGE;
	if (cli_output(cli, p, db)) {
		cli_spare_outputs(p);
		announce(cli, db);
		status = load_run(p);
		if (status == EXIT_INTERRUPTED)
			log_say(PS_INFO, "interrupted; the same command goes "
			    "on");
	}
	pipeline_free(p);
	return status;
}
