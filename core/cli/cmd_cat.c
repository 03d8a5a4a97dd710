/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cmd_cat.c - cat [--to csv|ndjson] INPUT...
 *
 * A load like any other, into the sink that writes rows to standard output.
 */
#include "cli_options.h"
#include "cli_pipeline.h"
#include "options.h"
#include "pipeline.h"

#define SINK	"rows"

/* Options of the command and of the sink have the same names. */
static uint32_t
sink_settings(const struct cli *cli, struct setting *set)
{
	static const char *const names[] = { "to", "table" };
	static const char *const places[] = { "--to", "--table" };
	uint32_t n = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = cli_value(cli, names[i]);

		if (value != NULL)
			set[n++] = (struct setting){ names[i], value, PS_TEXT,
			    places[i] };
	}
	return n;
}

int
cmd_cat(struct cli *cli)
{
	int		 status = cli_inputs_exist(cli);
	struct setting	 set[2];
	struct pipeline	*p;

	if (status != EXIT_DONE)
		return status;
	p = cli_pipeline(cli);
	if (p == NULL)
		return EXIT_USAGE;
	p->typed = cli_has(cli, "typed");
	p->provenance = false;
	p->tables = TABLES_DOCUMENT;	/* its own columns, in its own order */
	p->quiet = !cli_has(cli, "verbose");
	status = EXIT_USAGE;
	if (cli_sink(cli, p, SINK, set, sink_settings(cli, set)))
		status = load_run(p);
	pipeline_free(p);
	return status;
}
