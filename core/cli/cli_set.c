/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cli_set.c - options of plugins on the command line.
 *
 * --set KEY=VALUE is one of the format that --format forces, --set
 * PLUGIN.KEY=VALUE one of any source or sink that is used, or of that format;
 * some have a flag of their own.
 */
#include <string.h>

#include "cli_options.h"
#include "cli_pipeline.h"
#include "cli_set.h"
#include "log.h"
#include "mem.h"
#include "options.h"
#include "plugin.h"
#include "str.h"

/* Flags that set an option of sources. */
static const struct {
	const char	*flag, *option, *value;	/* NULL: the flag's own */
} flags[] = {
	{ "allow-private", "allow_private", "true" },
	{ "keep", "keep", NULL },
};

#define N_FLAGS	(sizeof(flags) / sizeof(flags[0]))

struct pair {
	const char	*key, *value;
	size_t		 n_plugin;	/* of the key, before a '.'; or 0 */
};

/* The i-th of --set: 1, or 0 after the last, or -1 after a message. */
static int
nth_pair(struct cli *cli, uint32_t i, struct pair *p)
{
	const char	*text = cli_nth(cli, "set", i), *equals, *dot;

	if (text == NULL)
		return 0;
	equals = strchr(text, '=');
	if (equals == NULL || equals == text) {
		cli_wrong("--set: '%s' is not KEY=VALUE", shown_str(text));
		return -1;
	}
	dot = memchr(text, '.', (size_t)(equals - text));
	p->n_plugin = dot == NULL ? 0 : (size_t)(dot - text);
	p->key = arena_strndup(cli->arena, text, (size_t)(equals - text));
	p->value = equals + 1;
	return 1;
}

static bool
is_of(const struct pair *p, const char *plugin)
{
	return plugin == NULL ? p->n_plugin == 0 :
	    strlen(plugin) == p->n_plugin &&
	    memcmp(p->key, plugin, p->n_plugin) == 0;
}

/* A table of names and values may be told a line at a time. */
static bool
joined(struct arena *arena, const struct ps_plugin *plugin,
    struct setting *set, uint32_t n, const struct pair *p)
{
	const char		*name = p->key + p->n_plugin + 1;
	const struct ps_option	*o = plugin == NULL ? NULL :
				    options_find(plugin, name);

	if (o == NULL || !(o->flags & PS_PAIRS))
		return false;
	for (uint32_t i = 0; i < n; i++)
		if (strcmp(set[i].name, name) == 0) {
			set[i].value = arena_printf(arena, "%s\n%s",
			    set[i].value, p->value);
			return true;
		}
	return false;
}

bool
cli_set(struct cli *cli, const struct ps_plugin *plugin, struct setting **out,
    uint32_t *n)
{
	struct setting	*set;
	struct pair	 p;
	int		 more;

	*n = 0;
	*out = set = arena_alloc(cli->arena,
	    (cli->n_given + 1) * sizeof(*set));
	for (uint32_t i = 0; (more = nth_pair(cli, i, &p)) == 1; i++)
		if (is_of(&p, plugin == NULL ? NULL : plugin->name) &&
		    !joined(cli->arena, plugin, set, *n, &p))
			set[(*n)++] = (struct setting){
			    .name = plugin == NULL ? p.key :
			    p.key + p.n_plugin + 1, .value = p.value,
			    .place = "--set" };
	if (more == -1)
		return false;
	for (size_t i = 0; plugin != NULL && plugin->kind == PS_SOURCE &&
	    i < N_FLAGS; i++)
		if (cli_has(cli, flags[i].flag) &&
		    options_find(plugin, flags[i].option) != NULL)
			set[(*n)++] = (struct setting){
			    .name = flags[i].option,
			    .value = flags[i].value != NULL ? flags[i].value :
			    cli_value(cli, flags[i].flag),
			    .place = arena_printf(cli->arena, "--%s",
			    flags[i].flag) };
	return true;
}

static bool
any_has(const struct ps_plugin *const *used, uint32_t n, const char *option)
{
	for (uint32_t i = 0; i < n; i++)
		if (options_find(used[i], option) != NULL)
			return true;
	return false;
}

static bool
is_named(const struct registry *r, const struct pair *p, int kind)
{
	for (uint32_t i = 0; i < registry_count(r, kind); i++)
		if (is_of(p, registry_at(r, kind, i)->name))
			return true;
	return false;
}

static bool
any_is(const struct ps_plugin *const *used, uint32_t n, const struct pair *p)
{
	for (uint32_t i = 0; i < n; i++)
		if (is_of(p, used[i]->name))
			return true;
	return false;
}

bool
cli_set_used(struct cli *cli, const struct ps_plugin *const *used, uint32_t n)
{
	const struct registry	*r = cli->registry;
	const char		*format = cli_value(cli, "format");
	struct pair		 p;
	int			 more;

	for (size_t i = 0; i < N_FLAGS; i++)
		if (cli_has(cli, flags[i].flag) &&
		    !any_has(used, n, flags[i].option)) {
			cli_wrong("--%s: no input is of a source that knows "
			    "it, as those of the web do", flags[i].flag);
			return false;
		}
	for (uint32_t i = 0; (more = nth_pair(cli, i, &p)) == 1; i++) {
		if (p.n_plugin == 0 || any_is(used, n, &p) ||
		    is_named(r, &p, PS_SINK) ||
		    (format != NULL && is_of(&p, format)))
			continue;
		if (is_named(r, &p, PS_FORMAT)) {
			cli_wrong("--set: %s: options of a format belong to "
			    "--format=%.*s, give both", shown_str(p.key),
			    (int)p.n_plugin, p.key);
			return false;
		}
		cli_wrong(is_named(r, &p, PS_SOURCE) ?
		    "--set: %s: no input is read by '%.*s'" :
		    "--set: %s: there is no plugin '%.*s'; see '" PROGRAM
		    " plugins'", shown_str(p.key), (int)p.n_plugin, p.key);
		return false;
	}
	return more == 0;
}
