/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_same_pipeline.c - a command line and a Lua file that say the same make
 * the same pipeline, member by member: every option that sets something has a
 * key in Lua, and every key an option.
 */
#include <stdlib.h>
#include <unistd.h>

#include "cli_options.h"
#include "cli_pipeline.h"
#include "cli_settings.h"
#include "log.h"
#include "lua_config.h"
#include "mem.h"
#include "options.h"
#include "pipeline.h"
#include "plugin.h"
#include "tap.h"

#define WORDS	32

/* What the command line sets by a word, and Lua by a value. */
static const struct {
	const char	*option, *word, *lua;	/* word NULL: a flag */
} samples[] = {
	{ "quiet", NULL, "true" }, { "verbose", NULL, "true" },
	{ "jobs", "4", "4" }, { "include", "*.csv", "\"*.csv\"" },
	{ "exclude", "tmp/**", "{ \"tmp/**\" }" }, { "limit", "7", "7" },
	{ "encoding", "latin1", "\"latin1\"" },
	{ "dates", "dmy", "\"dmy\"" }, { "decimal", ",", "\",\"" },
	{ "nulls", "NA,-,none at all", "\"NA,-,none at all\"" },
	{ "deadline", "9", "9" }, { "depth", "2", "2" },
	{ "max-members", "50", "50" }, { "max-member-bytes", "2M", "\"2M\"" },
	{ "max-member-bytes", "4096", "4096" },
	{ "max-unpacked", "3G", "\"3G\"" }, { "max-ratio", "11", "11" },
	{ "no-siblings", NULL, "false" }, { "progress", "json", "\"json\"" },
	{ "fail-on", "doubt", "\"doubt\"" },
	{ "tables", "document", "\"document\"" },
	{ "history", "rows", "\"rows\"" }, { "dedupe", NULL, "true" },
	{ "coerce", NULL, "true" }, { "max-rejects", "1.5%", "\"1.5%\"" },
	{ "max-rejects", "3", "3" }, { "no-provenance", NULL, "false" },
	{ "prune", NULL, "true" },
};

#define N_SAMPLES	(sizeof(samples) / sizeof(samples[0]))

/* Whole lines, for what is no setting. */
static const struct {
	const char	*words[WORDS], *lua;
} lines[] = {
	{ { "in" }, "pipeline { source.file { \"in\" }, "
	    "sink.sqlite { \"a.db\" } }" },
	{ { "in", "b*.csv", "/x/y" }, "pipeline { sink.sqlite { \"a.db\" }, "
	    "source.file { { \"in\", \"b*.csv\" }, \"/x/y\" } }" },
	{ { "in", "--strict", "--fresh" }, "pipeline { source.file { \"in\" }, "
	    "sink.sqlite { \"a.db\", strict = true, fresh = true } }" },
	{ { "in", "--format=delimited", "--set", "delimiter=;", "--set",
	    "header=1" }, "pipeline { source.file { \"in\" }, "
	    "format.delimited { delimiter = \";\", header = 1 }, "
	    "sink.sqlite { \"a.db\" } }" },
	{ { "in", "--include=*.csv", "--include=*.tsv", "--exclude=x", "-j3",
	    "--max-rejects=1%", "--dates=mdy", "--tables=document" },
	    "pipeline { source.file { \"in\" }, sink.sqlite { \"a.db\" }, "
	    "include = { \"*.csv\", \"*.tsv\" }, exclude = \"x\", jobs = 3, "
	    "max_rejects = \"1%\", dates = \"mdy\", tables = \"document\" }" },
};

static struct pipeline *
by_command(struct cli *cli, struct registry *registry,
    const char *const *words, int n)
{
	char		*argv[WORDS + 3];
	struct pipeline	*p;

	memset(cli, 0, sizeof(*cli));
	cli->arena = arena_new();
	cli->command = cli_command("load");
	cli->named = true;
	cli->typed = "polyscraper";
	cli->registry = registry;
	for (int i = 0; i < n; i++)
		argv[i] = arena_strdup(cli->arena, words[i]);
	argv[n] = NULL;
	if (!cli_parse(cli, n, argv))
		return NULL;
	p = cli_pipeline(cli);
	if (p != NULL && !cli_output(cli, p, "a.db"))
		return NULL;
	if (p != NULL)
		cli_spare_outputs(p);
	return p;
}

static struct lua_config *
by_lua(const struct registry *registry, const char *text)
{
	char			 path[] = "/tmp/ps-same-XXXXXX";
	int			 fd = mkstemp(path);
	struct lua_config	*c = NULL;

	if (fd != -1 && write(fd, text, strlen(text)) == (ssize_t)strlen(text))
		c = lua_config_run(registry, path, NULL, 0, 0, 0);
	if (fd != -1) {
		close(fd);
		unlink(path);
	}
	return c;
}

static bool
same_list(const char *const *a, const char *const *b)
{
	for (; a != NULL && b != NULL && *a != NULL && *b != NULL; a++, b++)
		if (strcmp(*a, *b) != 0)
			return false;
	return (a == NULL || *a == NULL) && (b == NULL || *b == NULL);
}

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool
same_uses(const struct use *a, const struct use *b, struct arena *arena)
{
	if (a->plugin != b->plugin || a->n_inputs != b->n_inputs)
		return false;
	for (uint32_t i = 0; i < a->n_inputs; i++)
		if (strcmp(a->inputs[i], b->inputs[i]) != 0)
			return false;
	for (uint32_t i = 0; i < options_count(a->plugin); i++) {
		const struct ps_option *row = options_row(a->plugin, i);

		if (strcmp(options_text(row, a->options, arena),
		    options_text(row, b->options, arena)) != 0)
			return false;
	}
	return true;
}

/* The members behind the lists, whatever they are; those that point are left */
/* out of it, since they are compared by what they point to. */
static bool
same_members(const struct pipeline *a, const struct pipeline *b)
{
	const size_t	from = offsetof(struct pipeline, jobs);
	struct pipeline	x = *a, y = *b;

	x.include = x.exclude = y.include = y.exclude = NULL;
	x.encoding = x.command = y.encoding = y.command = NULL;
	x.include_place = y.include_place = NULL;
	x.met = y.met = NULL;
	return memcmp((char *)&x + from, (char *)&y + from,
	    sizeof(x) - from) == 0 && same_list(a->include, b->include) &&
	    same_list(a->exclude, b->exclude) &&
	    same_text(a->encoding, b->encoding);
}

static bool
same(const struct pipeline *a, const struct pipeline *b)
{
	bool	good = a->n_sources == b->n_sources && a->n_rules ==
		    b->n_rules && a->n_sinks == b->n_sinks &&
		    a->n_maps == b->n_maps;

	for (uint32_t i = 0; i < a->n_sources && good; i++)
		good = same_uses(&a->sources[i], &b->sources[i], a->arena);
	for (uint32_t i = 0; i < a->n_sinks && good; i++)
		good = same_uses(&a->sinks[i], &b->sinks[i], a->arena);
	for (uint32_t i = 0; i < a->n_rules && good; i++)
		good = same_uses(&a->rules[i].format, &b->rules[i].format,
		    a->arena) && strcmp(selector_text(&a->rules[i].select,
		    a->arena), selector_text(&b->rules[i].select, a->arena))
		    == 0;
	return good && same_members(a, b);
}

static bool
make_same(struct registry *r, const char *const *words, int n,
    const char *text)
{
	struct cli		 cli;
	struct pipeline		*a = by_command(&cli, r, words, n);
	struct lua_config	*c = by_lua(r, text);
	bool			 good = a != NULL && c != NULL &&
				    lua_config_count(c) == 1 &&
				    same(a, lua_config_pipeline(c, 0));

	pipeline_free(a);
	if (c != NULL)
		lua_config_free(c);
	free(cli.given);
	free(cli.args);
	arena_free(cli.arena);
	return good;
}

static void
test_sample(struct registry *r, size_t i, const struct cli_option *o)
{
	char		 word[100], text[300];
	const char	*words[] = { "in", word };
	bool		 differs;

	snprintf(word, sizeof(word), "--%s%s%s", samples[i].option,
	    samples[i].word != NULL ? "=" : "",
	    samples[i].word != NULL ? samples[i].word : "");
	snprintf(text, sizeof(text), "pipeline { source.file { \"in\" }, "
	    "sink.sqlite { \"a.db\" }, %s = %s }", o->setting,
	    samples[i].lua);
	ok(make_same(r, words, 2, text), "%s is %s = %s", word, o->setting,
	    samples[i].lua);
	differs = !make_same(r, words, 2, lines[0].lua);
	ok(differs, "%s sets something", word);
}

static void
test_settings(struct registry *r)
{
	const char	*name;
	size_t		 found, keyed;

	for (const struct cli_group *g = cli_groups; g->options != NULL; g++)
		for (const struct cli_option *o = g->options; o->name != NULL;
		    o++) {
			found = 0;
			for (size_t i = 0; i < N_SAMPLES && o->setting != NULL;
			    i++)
				if (strcmp(samples[i].option, o->name) == 0) {
					test_sample(r, i, o);
					found++;
				}
			ok(found > 0 || o->setting == NULL,
			    "--%s is tried here", o->name);
		}
	for (uint32_t k = 0; (name = setting_name(k)) != NULL; k++) {
		keyed = 0;
		for (const struct cli_group *g = cli_groups;
		    g->options != NULL; g++)
			for (const struct cli_option *o = g->options;
			    o->name != NULL; o++)
				keyed += o->setting != NULL &&
				    strcmp(o->setting, name) == 0;
		ok(keyed == 1, "the key %s is an option, too", name);
	}
}

static int
count(const char *const *words)
{
	int	n = 0;

	while (words[n] != NULL)
		n++;
	return n;
}

int
main(void)
{
	const char	*modules = getenv("PS_PLUGINS");
	const char	*list[] = { modules != NULL ? modules : "modules",
			    NULL };
	struct registry	*r;

	log_level(PS_ERROR);
	r = registry_load(list);
	if (r == NULL || registry_find(r, PS_SINK, "sqlite") == NULL ||
	    registry_find(r, PS_FORMAT, "delimited") == NULL) {
		printf("1..0 # SKIP there are no plugins\n");
		return 0;
	}
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		ok(make_same(r, lines[i].words, count(lines[i].words),
		    lines[i].lua), "%s", lines[i].lua);
	ok(!make_same(r, lines[0].words, 1, lines[1].lua),
	    "what is not the same differs");
	test_settings(r);
	registry_free(r);
	return done_testing();
}
