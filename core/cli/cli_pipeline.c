/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cli_pipeline.c - operands and options become the same pipeline value that a
 * Lua file makes.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli_options.h"
#include "cli_pipeline.h"
#include "cli_set.h"
#include "cli_text.h"
#include "log.h"
#include "lua_formats.h"
#include "mem.h"
#include "options.h"
#include "pipeline.h"
#include "plugin.h"
#include "str.h"

#ifndef PS_PLUGIN_DIR
# define PS_PLUGIN_DIR "/usr/local/lib/polyscraper"
#endif
#ifndef PS_LUA_DIR
# define PS_LUA_DIR "/usr/local/share/polyscraper/lua"
#endif

static bool
is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* modules/ beside the program, as in the tree it is built in; or NULL. */
static const char *
beside_program(struct arena *arena)
{
	char		 path[PATH_MAX];
	ssize_t		 n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	const char	*dir;

	while (n > 0 && path[n - 1] != '/')
		n--;
	if (n <= 0)
		return NULL;
	dir = arena_printf(arena, "%.*smodules", (int)n, path);
	return is_directory(dir) ? dir : NULL;
}

/* Directories of plugins: those given, then the program's own.  NULL after a */
/* message. */
static const char *const *
directories(struct cli *cli)
{
	const char	**list = arena_alloc(cli->arena,
			    (cli->n_given + 3) * sizeof(*list));
	const char	 *dir;
	size_t		  n = 0;

	for (uint32_t i = 0; (dir = cli_nth(cli, "plugin-dir", i)) != NULL;
	    i++) {
		if (!is_directory(dir)) {
			cli_wrong("--plugin-dir: '%s' is not a directory",
			    shown_str(dir));
			return NULL;
		}
		list[n++] = dir;
	}
	dir = beside_program(cli->arena);
	if (dir != NULL) {
		list[n] = dir;
		return list;
	}
	if (is_directory(PS_PLUGIN_DIR))
		list[n++] = PS_PLUGIN_DIR;
	if (is_directory(PS_LUA_DIR))
		list[n] = PS_LUA_DIR;
	return list;
}

struct registry *
cli_registry(struct cli *cli)
{
	const char *const *list;

	if (cli->registry != NULL)
		return cli->registry;
	list = directories(cli);
	if (list == NULL)
		return NULL;
	cli->registry = registry_load(list);
	if (cli->registry == NULL)
		cli_wrong("%s: plugins cannot be loaded at all", PROGRAM);
	else if (registry_count(cli->registry, 0) == 0) {
		cli_wrong("%s: there are no plugins in '%s'; name their "
		    "directory with --plugin-dir=DIR", PROGRAM,
		    list[0] == NULL ? PS_PLUGIN_DIR : list[0]);
		registry_free(cli->registry);
		cli->registry = NULL;
	} else {
		cli->formats = lua_formats_load(cli->registry, list);
	}
	return cli->registry;
}

const char *
cli_loaded(struct arena *arena, const struct registry *r, int kind)
{
	const char *list = "";

	for (uint32_t i = 0; i < registry_count(r, kind); i++)
		list = arena_printf(arena, "%s%s%s", list, i == 0 ? "" : ", ",
		    registry_at(r, kind, i)->name);
	return *list == '\0' ? "none" : list;
}

/* The source that takes the scheme (n bytes), or NULL. */
static const struct ps_plugin *
source_for(const struct registry *r, const char *scheme, size_t n)
{
	for (uint32_t i = 0; i < registry_count(r, PS_SOURCE); i++) {
		const struct ps_plugin	*p = registry_at(r, PS_SOURCE, i);
		const struct ps_source	*s = (const struct ps_source *)
					    (const void *)p;

		if (!PLUGIN_HAS(s, schemes))
			continue;
		for (const char *const *t = s->schemes; *t != NULL; t++)
			if (strlen(*t) == n && strncasecmp(*t, scheme, n) == 0)
				return p;
	}
	return NULL;
}

static const struct ps_plugin *
source_of_input(struct cli *cli, const char *input)
{
	unsigned		 n = text_scheme(input);
	const struct ps_plugin	*p;

	p = n > 0 ? source_for(cli->registry, input, n) :
	    source_for(cli->registry, "file", 4);
	if (p == NULL)
		cli_wrong("%s: no source for '%.*s' is loaded; loaded sources "
		    "are: %s (see '%s plugins')", shown_str(input),
		    n > 0 ? (int)n : 4, n > 0 ? input : "file",
		    cli_loaded(cli->arena, cli->registry, PS_SOURCE), PROGRAM);
	return p;
}

static bool
add_source(struct cli *cli, struct pipeline *p,
    const struct ps_plugin *source, const char *const *inputs, uint32_t n)
{
	const char	*error = NULL;
	struct setting	*set;
	uint32_t	 n_set;

	if (!cli_set(cli, source, &set, &n_set))
		return false;
	if (pipeline_add_source(p, source->name, inputs, n, set, n_set,
	    &error))
		return true;
	cli_wrong("%s", error);
	return false;
}

/* Inputs of one source, in their order, are one use of it. */
bool
cli_sources(struct cli *cli, struct pipeline *p, const char *const *inputs,
    uint32_t n)
{
	const struct ps_plugin	**of = xcalloc(n + 1, sizeof(const void *));
	const char		**mine = arena_alloc(p->arena,
				    (n + 1) * sizeof(*mine));
	bool			  good = true;

	for (uint32_t i = 0; i < n && good; i++) {
		of[i] = source_of_input(cli, inputs[i]);
		good = of[i] != NULL;
	}
	good = good && cli_set_used(cli, of, n);
	for (uint32_t i = 0; i < n && good; i++) {
		const struct ps_plugin	*source = of[i];
		const char		**start = mine;

		if (source == NULL)
			continue;
		for (uint32_t k = i; k < n; k++)
			if (of[k] == source) {
				*mine++ = arena_strdup(p->arena, inputs[k]);
				of[k] = NULL;
			}
		good = add_source(cli, p, source, start,
		    (uint32_t)(mine - start));
	}
	free(of);
	return good;
}

static bool
unknown_format(struct cli *cli, const struct registry *r, const char *name)
{
	const char *near = nearest(name, registry_names(r, PS_FORMAT));

	if (near != NULL)
		cli_wrong("--format: there is no format '%s'; did you mean "
		    "'%s'?", shown_str(name), near);
	else
		cli_wrong("--format: there is no format '%s'; loaded are: %s",
		    shown_str(name), cli_loaded(cli->arena, r, PS_FORMAT));
	return false;
}

bool
cli_rule(struct cli *cli, struct pipeline *p)
{
	const char	*name = cli_value(cli, "format"), *error = NULL;
	const struct ps_plugin	*plugin;
	struct setting	*set, *own;
	uint32_t	 n, n_own;

	if (!cli_set(cli, NULL, &set, &n))
		return false;
	if (name == NULL) {
		if (n > 0)
			cli_wrong("--set: %s: belongs to --format=NAME, give "
			    "both; or say whose it is: PLUGIN.KEY=VALUE",
			    shown_str(set[0].name));
		return n == 0;
	}
	plugin = registry_find(p->registry, PS_FORMAT, name);
	if (plugin == NULL)
		return unknown_format(cli, p->registry, name);
	if (!cli_set(cli, plugin, &own, &n_own))
		return false;
	/* There is room for all that was given. */
	for (uint32_t i = 0; i < n_own; i++)
		set[n++] = own[i];
	if (pipeline_add_rule(p, NULL, name, set, n, &error))
		return true;
	cli_wrong("%s", error);
	return false;
}

bool
cli_sink(struct cli *cli, struct pipeline *p, const char *name,
    const struct setting *settings, uint32_t n)
{
	const char *error = NULL;

	if (registry_find(cli->registry, PS_SINK, name) == NULL) {
		cli_wrong("sink '%s' is not loaded; loaded are: %s (see "
		    "'%s plugins', --plugin-dir)", shown_str(name),
		    cli_loaded(cli->arena, cli->registry, PS_SINK), PROGRAM);
		return false;
	}
	if (pipeline_add_sink(p, name, settings, n, &error))
		return true;
	cli_wrong("%s", error);
	return false;
}

struct pipeline *
cli_pipeline(struct cli *cli)
{
	struct pipeline *p;

	if (cli->n_args == 0) {
		cli_wrong("%s %s: there is no input; give a file, a folder, a "
		    "URL or - (standard input)", PROGRAM, cli->command->name);
		return NULL;
	}
	if (cli_registry(cli) == NULL)
		return NULL;
	p = pipeline_new(cli->registry);
	cli_apply(cli, p);
	if (cli_sources(cli, p, cli->args, cli->n_args) && cli_rule(cli, p))
		return p;
	pipeline_free(p);
	return NULL;
}

static bool
has_glob(const char *s)
{
	return strpbrk(s, "*?[") != NULL;
}

static int
missing(struct cli *cli, const char *input, int error)
{
	const char		*names[16], *near;
	size_t			 n = 0;

	while (commands[n] != NULL && n < 15) {
		names[n] = commands[n]->name;
		n++;
	}
	names[n] = NULL;
	near = cli->named || input != cli->args[0] ? NULL :
	    nearest(input, names);
	if (near != NULL)
		return cli_wrong("%s: '%s' is neither a file nor a command; "
		    "did you mean '%s'?", PROGRAM, shown_str(input), near);
	cli_wrong("%s: %s", shown_str(input), strerror(error));
	return EXIT_UNREACHABLE;
}

int
cli_inputs_exist(struct cli *cli)
{
	struct stat st;

	for (uint32_t i = 0; i < cli->n_direct; i++) {
		const char *input = cli->args[i];

		if (strcmp(input, "-") == 0 || text_scheme(input) > 0 ||
		    stat(input, &st) == 0)
			continue;
		if (*input == '\0')
			return cli_wrong("an input is empty; is a variable of "
			    "the shell not set?");
		if (!has_glob(input))
			return missing(cli, input, errno);
	}
	return EXIT_DONE;
}
