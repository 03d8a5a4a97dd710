/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cli_pipeline.h - from a command line to a pipeline.
 *
 * These print their own message where they fail.  A pipeline belongs to the
 * caller; the registry stays with the struct cli.
 */
#ifndef PS_CLI_PIPELINE_H
#define PS_CLI_PIPELINE_H

#include "cmd.h"

struct pipeline;
struct setting;
struct use;

/* Loads the plugins, once; NULL after a message. */
struct registry	*cli_registry(struct cli *);
/* The operands as sources, the forced format, the settings given. */
struct pipeline	*cli_pipeline(struct cli *);
/* Sources for these inputs, each by its scheme. */
bool	cli_sources(struct cli *, struct pipeline *, const char *const *inputs,
	    uint32_t n);
/* The format that --format forces, with its --set options. */
bool	cli_rule(struct cli *, struct pipeline *);
/* A sink of that name, or a message naming those that are loaded. */
bool	cli_sink(struct cli *, struct pipeline *, const char *name,
	    const struct setting *, uint32_t n);
/* Whether every operand that names a file does: EXIT_DONE, or the status. */
int	cli_inputs_exist(struct cli *);
/* "'sqlite' is not loaded; loaded are: ..." in the arena. */
const char *cli_loaded(struct arena *, const struct registry *, int kind);

/* cli_output.c */
/* -o DB, --strict, --fresh as a sink. */
bool	cli_output(struct cli *, struct pipeline *, const char *db);
/* What is loaded without -o: the input's name and .db. */
const char *cli_default_db(struct cli *);
/* The sink and its address ("x.db", "sqlite:x.db", a URL); name NULL: none. */
void	cli_db_parse(const char *db, const char **sink, const char **address);
/* The value of the option that stands without a name, or NULL. */
const char *use_address(const struct use *);
/* What is written is not read: its paths become excluded. */
void	cli_spare_outputs(struct pipeline *);
/* The operands without the output; false if none are left. */
bool	cli_drop_output(struct cli *, const char *db);

#endif
