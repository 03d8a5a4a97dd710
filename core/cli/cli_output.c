/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cli_output.c - where rows go: what -o means, what it is without one, and
 * that it is never read as an input.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli_options.h"
#include "cli_pipeline.h"
#include "cli_set.h"
#include "cli_text.h"
#include "log.h"
#include "mem.h"
#include "options.h"
#include "pipeline.h"
#include "plugin.h"
#include "str.h"

/* The beginnings of a DB that name a sink; `cut` of them is no address. */
static const struct {
	const char	*begin, *sink;
	bool		 cut;
} targets[] = {
	{ "sqlite:", "sqlite", true },
	{ "file:", "sqlite", true },
	{ "postgresql:", "postgres", false },
	{ "postgres:", "postgres", false },
};

/* Words that a conninfo of Postgres may begin with: "host=db dbname=x". */
static const char *const conninfo[] = {
	"dbname=", "host=", "hostaddr=", "passfile=", "password=", "port=",
	"service=", "sslmode=", "user="
};

#define N_TARGETS	(sizeof(targets) / sizeof(targets[0]))

void
cli_db_parse(const char *db, const char **sink, const char **address)
{
	*sink = text_scheme(db) > 0 ? NULL : "sqlite";
	*address = db;
	for (size_t i = 0; i < sizeof(conninfo) / sizeof(conninfo[0]); i++)
		if (strncmp(db, conninfo[i], strlen(conninfo[i])) == 0)
			*sink = "postgres";
	for (size_t i = 0; i < N_TARGETS; i++) {
		size_t n = strlen(targets[i].begin);

		if (strncmp(db, targets[i].begin, n) != 0)
			continue;
		*sink = targets[i].sink;
		if (targets[i].cut)
			*address = db + n;
		return;
	}
}

static uint32_t
flag_settings(const struct cli *cli, struct setting *set, uint32_t n)
{
	static const char *const flags[] = { "strict", "fresh" };
	static const char *const places[] = { "--strict", "--fresh" };

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (cli_has(cli, flags[i]))
			set[n++] = (struct setting){ flags[i], "true", PS_BOOL,
			    places[i] };
	return n;
}

bool
cli_output(struct cli *cli, struct pipeline *p, const char *db)
{
	const struct ps_plugin *plugin;
	struct setting	*set, *told;
	const char	*sink, *address;
	uint32_t	 n, n_told = 0;

	cli_db_parse(db, &sink, &address);
	if (sink == NULL) {
		cli_wrong("-o: '%s' names no sink; give a file, sqlite:FILE or "
		    "postgresql://USER@HOST/NAME",
		    shown_str(db));
		return false;
	}
	if (*address == '\0') {
		cli_wrong("-o: the name of the database is empty");
		return false;
	}
	set = arena_alloc(cli->arena, (cli->n_given + 4) * sizeof(*set));
	set[0] = (struct setting){ NULL, address, PS_TEXT, "-o" };
	n = flag_settings(cli, set, 1);
	plugin = registry_find(p->registry, PS_SINK, sink);
	if (plugin != NULL && !cli_set(cli, plugin, &told, &n_told))
		return false;
	for (uint32_t i = 0; i < n_told; i++)
		set[n++] = told[i];
	return cli_sink(cli, p, sink, set, n);
}

/* The last part of a path or URL, without what follows a '?'. */
static const char *
last_part(struct arena *arena, const char *input)
{
	size_t		 n = strlen(input);
	const char	*start;

	if (text_scheme(input) > 0)
		n = strcspn(input, "?#");
	while (n > 1 && input[n - 1] == '/')
		n--;
	for (start = input + n; start > input && start[-1] != '/'; start--)
		;
	return arena_strndup(arena, start, n - (size_t)(start - input));
}

const char *
cli_default_db(struct cli *cli)
{
	char		 real[PATH_MAX];
	const char	*input = cli->args[0], *name;

	if (cli->n_args != 1 || (strpbrk(input, "*?[") != NULL &&
	    text_scheme(input) == 0))
		return "polyscraper.db";
	if (strcmp(input, "-") == 0)
		return "stdin.db";
	if (text_scheme(input) == 0 && realpath(input, real) != NULL)
		input = real;
	name = last_part(cli->arena, input);
	if (*name == '\0' || strcmp(name, "/") == 0)
		return "polyscraper.db";
	return arena_printf(cli->arena, "%s.db", name);
}

/* The absolute path of a file that may not exist yet; NULL: no such folder. */
static const char *
absolute(struct arena *arena, const char *path)
{
	const char	*slash = strrchr(path, '/');
	const char	*name = slash == NULL ? path : slash + 1;
	const char	*dir = slash == NULL ? "." : slash == path ? "/" :
			    arena_strndup(arena, path, (size_t)(slash - path));
	char		 real[PATH_MAX];

	if (realpath(path, real) != NULL)
		return arena_strdup(arena, real);
	if (realpath(dir, real) == NULL)
		return NULL;
	return arena_printf(arena, "%s/%s", strcmp(real, "/") == 0 ? "" : real,
	    name);
}

/* What a sink may make beside the file it is told of. */
static const char *const beside[] = {
	"", "-wal", "-shm", "-journal", ".part", ".part-wal", ".part-shm",
	".part-journal"
};

#define N_BESIDE	(sizeof(beside) / sizeof(beside[0]))

static void
spare(struct pipeline *p, const char *path)
{
	const char	**list;
	const char	 *glob;
	size_t		  n = 0;

	path = absolute(p->arena, path);
	if (path == NULL)
		return;
	glob = text_glob(p->arena, path);
	while (p->exclude != NULL && p->exclude[n] != NULL)
		n++;
	list = arena_alloc(p->arena, (n + N_BESIDE + 1) * sizeof(*list));
	if (n > 0)
		memcpy(list, p->exclude, n * sizeof(*list));
	for (size_t i = 0; i < N_BESIDE; i++)
		list[n + i] = arena_printf(p->arena, "%s%s", glob, beside[i]);
	p->exclude = list;
}

const char *
use_address(const struct use *u)
{
	for (uint32_t i = 0; i < options_count(u->plugin); i++) {
		const struct ps_option *o = options_row(u->plugin, i);

		if ((o->flags & PS_POSITIONAL) != 0 && o->type == PS_TEXT)
			return *(const char *const *)(const void *)
			    ((const char *)u->options + o->offset);
	}
	return NULL;
}

void
cli_spare_outputs(struct pipeline *p)
{
	for (uint32_t i = 0; i < p->n_sinks; i++) {
		const char *address = use_address(&p->sinks[i]);

		if (address != NULL && *address != '\0' &&
		    text_scheme(address) == 0)
			spare(p, address);
	}
}

bool
cli_drop_output(struct cli *cli, const char *db)
{
	const char	*sink, *address, *path, *input;
	uint32_t	 kept = 0;

	cli_db_parse(db, &sink, &address);
	path = sink == NULL || text_scheme(address) > 0 ? NULL :
	    absolute(cli->arena, address);
	for (uint32_t i = 0; i < cli->n_args; i++) {
		input = text_scheme(cli->args[i]) > 0 ? NULL :
		    absolute(cli->arena, cli->args[i]);
		if (path == NULL || input == NULL || strcmp(input, path) != 0)
			cli->args[kept++] = cli->args[i];
		else
			log_say(PS_INFO, "%s: it is the output, and no input",
			    shown_str(cli->args[i]));
	}
	cli->n_args = kept;
	return kept > 0;
}
