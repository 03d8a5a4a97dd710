/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cmd_plugins.c - plugins [NAME]: what is loaded; one plugin's options.
 */
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "cli_options.h"
#include "cli_pipeline.h"
#include "cmd_plugins.h"
#include "mem.h"
#include "options.h"
#include "plugin.h"
#include "str.h"

static const struct {
	enum ps_kind	 kind;
	const char	*one, *many;
} kinds[] = {
	{ PS_SOURCE, "source", "sources" },
	{ PS_FORMAT, "format", "formats" },
	{ PS_SINK, "sink", "sinks" },
};

#define N_KINDS	(sizeof(kinds) / sizeof(kinds[0]))

/* The version of a format in Lua is a hash of its file. */
static bool
is_in_lua(const char *path)
{
	size_t	n = path == NULL ? 0 : strlen(path);

	return n > 4 && strcmp(path + n - 4, ".lua") == 0;
}

static int
list_all(const struct registry *r, bool verbose)
{
	for (size_t k = 0; k < N_KINDS; k++) {
		uint32_t n = registry_count(r, (int)kinds[k].kind);

		if (n > 0)
			printf("%s\n", kinds[k].many);
		for (uint32_t i = 0; i < n; i++) {
			const struct ps_plugin *p = registry_at(r,
			    (int)kinds[k].kind, i);
			const char *path = registry_path(r, p);

			printf("  %-12s %-6s %s\n", p->name,
			    is_in_lua(path) ? "Lua" : p->version, p->summary);
			if (verbose && path != NULL)
				printf("  %-12s %-6s %s\n", "", "", path);
		}
	}
	return EXIT_DONE;
}

static void
print_list(const char *title, const char *const *list)
{
	if (list == NULL || *list == NULL)
		return;
	printf("%s:", title);
	for (; *list != NULL; list++)
		printf(" %s", *list);
	putchar('\n');
}

static void
print_kind_lists(const struct ps_plugin *p)
{
	const struct ps_format	*f = (const struct ps_format *)
				    (const void *)p;
	const struct ps_source	*s = (const struct ps_source *)
				    (const void *)p;

	if (p->kind == PS_FORMAT) {
		if (PLUGIN_HAS(f, suffixes))
			print_list("suffixes", f->suffixes);
		if (PLUGIN_HAS(f, mimes))
			print_list("media types", f->mimes);
	} else if (p->kind == PS_SOURCE && PLUGIN_HAS(s, schemes)) {
		print_list("schemes", s->schemes);
	}
}

static void
print_one(const struct registry *r, const struct ps_plugin *p)
{
	struct buf	 b;
	const char	*path = registry_path(r, p);

	buf_init(&b, 1u << 20);
	plugin_written(&b, p->kind, p->name);
	printf("%s, version %s: %s\n", buf_cstr(&b), p->version, p->summary);
	buf_free(&b);
	if (path != NULL)
		printf(is_in_lua(path) ? "a format in Lua: %s\n" :
		    "file: %s\n", path);
	print_kind_lists(p);
	if (options_count(p) == 0) {
		printf("It has no options.\n");
		return;
	}
	buf_init(&b, 1u << 20);
	options_help(p, &b);
	printf("options:\n%s", buf_cstr(&b));
	buf_free(&b);
}

static int
unknown(struct cli *cli, const char *name)
{
	uint32_t	  n = registry_count(cli->registry, 0);
	const char	**list = arena_alloc(cli->arena,
			    (n + 1) * sizeof(*list));
	const char	 *near;

	for (uint32_t i = 0; i < n; i++)
		list[i] = registry_at(cli->registry, 0, i)->name;
	near = nearest(name, list);
	if (near != NULL)
		return cli_wrong("plugins: there is no plugin '%s'; did you "
		    "mean '%s'?", shown_str(name), near);
	return cli_wrong("plugins: there is no plugin '%s'; '%s plugins' lists "
	    "them", shown_str(name), PROGRAM);
}

/* All plugins of that name, or of the one kind in "sink.sqlite". */
static int
explain(struct cli *cli, const char *name)
{
	const struct ps_plugin	*p;
	uint32_t		 found = 0;

	for (size_t k = 0; k < N_KINDS; k++) {
		size_t		 n = strlen(kinds[k].one);
		bool		 prefixed = strncmp(name, kinds[k].one, n) ==
				    0 && name[n] == '.';

		p = registry_find(cli->registry, (int)kinds[k].kind,
		    prefixed ? name + n + 1 : name);
		if (p == NULL)
			continue;
		if (found++ > 0)
			putchar('\n');
		print_one(cli->registry, p);
	}
	return found > 0 ? EXIT_DONE : unknown(cli, name);
}

int
cmd_plugins(struct cli *cli)
{
	int status = EXIT_DONE;

	if (cli_registry(cli) == NULL)
		return EXIT_USAGE;
	if (cli_has(cli, "editor"))
		return write_definitions(cli, cli_value(cli, "editor"));
	if (cli->n_args == 0)
		return list_all(cli->registry, cli_has(cli, "verbose"));
	for (uint32_t i = 0; i < cli->n_args && status == EXIT_DONE; i++) {
		if (i > 0)
			putchar('\n');
		status = explain(cli, cli->args[i]);
	}
	return status;
}
