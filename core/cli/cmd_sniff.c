/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cmd_sniff.c - sniff [--json|--lua] INPUT...
 *
 * A few documents are explained one by one; of a heap the tables are told that
 * it would become.  Which of the two it is shows only at the end, so the first
 * explanations are kept.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "buf.h"
#include "cli_options.h"
#include "cli_pipeline.h"
#include "cmd_sniff.h"
#include "mem.h"
#include "options.h"
#include "pipeline.h"
#include "plugin.h"

#define FEW		8	/* documents that are explained one by one */
#define OUT_MAX		(64u << 20)

struct sniffing {
	struct cli		*cli;
	struct buf		 out;
	struct sniff_json	 json;
	struct sniff_list	*list;
	uint32_t		 n_told;
	bool			 several;	/* documents, perhaps */
	void			(*tell)(struct sniffing *, const struct told *);
};

const char *
sniff_option(const struct registry *r, const struct told *t, const char *name)
{
	const struct ps_plugin	*plugin;
	const struct ps_option	*row = NULL;

	for (uint32_t i = 0; i < t->n_options; i++)
		if (t->options[i].name != NULL && t->options[i].value != NULL &&
		    strcmp(t->options[i].name, name) == 0)
			return t->options[i].value;
	plugin = registry_find(r, PS_FORMAT, t->format);
	if (plugin != NULL)
		row = options_find(plugin, name);
	return row == NULL || row->def == NULL ? "" : row->def;
}

bool
sniff_is_read(const struct told *t)
{
	return t->format != NULL && *t->format != '\0' &&
	    strcmp(t->status, "failed") != 0 &&
	    strcmp(t->status, "skipped") != 0;
}

bool
sniff_is_doubtful(const struct told *t)
{
	return sniff_is_read(t) && t->n_tables > 0 &&
	    t->confidence < DOUBTFUL;
}

static void
flush_out(struct sniffing *s)
{
	if (s->out.n > 0)
		fwrite(s->out.p, 1, s->out.n, stdout);
	fflush(stdout);
	buf_clear(&s->out);
}

static void
tell_json(struct sniffing *s, const struct told *t)
{
	sniff_json(&s->json, s->cli->registry, t);
	flush_out(s);
}

static void
tell_lua(struct sniffing *s, const struct told *t)
{
	struct arena *arena = arena_new();

	/* Members of a container may have one name, too. */
	sniff_lua(&s->out, arena, s->cli->registry, t, s->several ||
	    strchr(t->address, '!') != NULL);
	arena_free(arena);
	flush_out(s);
}

/* A container without tables speaks through its members. */
static bool
is_container(const struct told *t)
{
	return t->n_tables == 0 && sniff_is_read(t) &&
	    strcmp(t->status, "loaded") == 0;
}

static void
tell_text(struct sniffing *s, const struct told *t)
{
	if (is_container(t))
		return;
	if (s->n_told++ < FEW) {
		if (s->n_told > 1)
			buf_char(&s->out, '\n');
		sniff_text(&s->out, s->cli->registry, t);
	}
	sniff_list_add(s->list, t);
}

static void
on_told(void *arg, const struct told *t)
{
	struct sniffing *s = arg;

	s->tell(s, t);
}

/* Whether there may be several documents. */
static bool
are_several(const struct cli *cli)
{
	struct stat st;

	return cli->n_args != 1 || (strcmp(cli->args[0], "-") != 0 &&
	    (stat(cli->args[0], &st) == -1 || S_ISDIR(st.st_mode)));
}

static bool
has_folder(const struct cli *cli)
{
	struct stat st;

	for (uint32_t i = 0; i < cli->n_args; i++)
		if (stat(cli->args[i], &st) == 0 && S_ISDIR(st.st_mode))
			return true;
	return false;
}

static void
finish(struct sniffing *s)
{
	bool few = s->n_told == 1 || (s->n_told <= FEW && !has_folder(s->cli));

	if (s->tell == tell_json)
		sniff_json_end(&s->json);
	else if (s->tell == tell_lua)
		sniff_lua_end(&s->out, cli_default_db(s->cli));
	else if (s->tell == tell_text && !few) {
		buf_clear(&s->out);
		sniff_list_print(s->list, &s->out);
	}
	flush_out(s);
}

int
cmd_sniff(struct cli *cli)
{
	struct sniffing	 s = { .cli = cli, .tell = tell_text };
	int		 status = cli_inputs_exist(cli);
	struct pipeline	*p;

	if (status != EXIT_DONE)
		return status;
	if (cli_has(cli, "json") && cli_has(cli, "lua"))
		return cli_wrong("--json and --lua exclude each other; give "
		    "one");
	s.several = are_several(cli);
	if (cli_has(cli, "json"))
		s.tell = tell_json;
	else if (cli_has(cli, "lua"))
		s.tell = tell_lua;
	p = cli_pipeline(cli);
	if (p == NULL)
		return EXIT_USAGE;
	p->quiet = !cli_has(cli, "verbose");
	buf_init(&s.out, OUT_MAX);
	s.json.out = &s.out;
	s.list = sniff_list_new();
	if (s.tell == tell_lua)
		sniff_lua_begin(&s.out, (const char *const *)cli->args,
		    cli->n_args);
	status = load_sniff(p, on_told, &s);
	finish(&s);
	sniff_list_free(s.list);
	buf_free(&s.out);
	pipeline_free(p);
	return status;
}
