/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cmd_load.c - load INPUT... [-o DB]
 */
#include "cli_options.h"
#include "cli_pipeline.h"
#include "log.h"
#include "pipeline.h"
#include "str.h"

static const char *
target(struct cli *cli)
{
	const char *db = cli_value(cli, "output");

	if (db != NULL || cli->n_args == 0)
		return db;
	db = cli_default_db(cli);
	log_say(PS_INFO, "loading into '%s' (-o names another)", shown_str(db));
	return db;
}

int
cmd_load(struct cli *cli)
{
	int		 status = cli_inputs_exist(cli);
	const char	*db;
	struct pipeline	*p;

	if (status != EXIT_DONE)
		return status;
	db = target(cli);
	if (db != NULL && !cli_drop_output(cli, db))
		return cli_wrong("there is no input but the output");
	p = cli_pipeline(cli);
	if (p == NULL)
		return EXIT_USAGE;
	status = EXIT_USAGE;
	if (cli_output(cli, p, db)) {
		cli_spare_outputs(p);
		status = load_run(p);
	}
	pipeline_free(p);
	return status;
}
