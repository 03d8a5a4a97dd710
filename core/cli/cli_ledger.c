/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cli_ledger.c - questions to the ledger of a database, through its sink.
 *
 * The core has no sink built in, so the ledger is read by the plugin that
 * wrote it.  A sink that keeps a ledger changes nothing of a database that
 * exists until something is written.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli_ledger.h"
#include "cli_options.h"
#include "cli_pipeline.h"
#include "cli_text.h"
#include "host.h"
#include "log.h"
#include "mem.h"
#include "options.h"
#include "pipeline.h"
#include "plugin.h"
#include "str.h"

#define DEFAULT_DB	"polyscraper.db"

struct sink_use {
	struct host		 host;
	struct ps_self		 self;
	const struct ps_sink	*sink;
};

struct ledger_view {
	struct pipeline		*pipeline;
	struct sink_use		*use;
	const char		*db;
};

static void
say_failure(const struct sink_use *s)
{
	log_say(PS_ERROR, "%s", s->host.message[0] != '\0' ?
	    s->host.message : "the sink cannot be opened");
}

struct sink_use *
sink_use_open(const struct use *u, struct arena *arena,
    struct ps_opened *opened)
{
	struct sink_use *s = arena_alloc(arena, sizeof(*s));

	host_init(&s->host);
	host_begin(&s->host, u->plugin->name, NULL);
	s->sink = (const struct ps_sink *)(const void *)u->plugin;
	s->self = host_self(&s->host, u->plugin, u->options);
	*opened = (struct ps_opened){ .existed = false };
	if (s->sink->open(&s->self, opened) >= PS_OK)
		return s;
	log_say(PS_ERROR, "%s", use_message(u, s->host.message[0] != '\0' ?
	    s->host.message : "the sink cannot be opened", arena));
	sink_use_close(s);
	return NULL;
}

const char *
sink_use_ask(struct sink_use *s, const char *sql,
    const struct ps_value *values, uint32_t n, ps_row_fn *row, void *arg)
{
	if (s->sink->sql(&s->self, sql, values, n, row, arg) >= PS_OK)
		return NULL;
	return s->host.message[0] != '\0' ? s->host.message :
	    "the sink does not answer";
}

void
sink_use_close(struct sink_use *s)
{
	if (PLUGIN_HAS(s->sink, close))
		s->sink->close(&s->self);
	host_free(&s->host);
}

/* The database, or the .part that an unfinished load left: NULL if neither. */
static const char *
existing(struct cli *cli, const char *address)
{
	struct stat	 st;
	const char	*part = arena_printf(cli->arena, "%s.part", address);

	if (stat(address, &st) == 0)
		return address;
	if (errno == ENOENT && stat(part, &st) == 0) {
		log_say(PS_INFO, "%s: the load is not finished; reading '%s'",
		    shown_str(address), shown_str(part));
		return part;
	}
	if (cli->n_args == 0)
		cli_wrong("there is no '%s' here; name the database: %s %s DB",
		    DEFAULT_DB, PROGRAM, cli->command->name);
	else
		cli_wrong("%s: %s", shown_str(address), strerror(ENOENT));
	return NULL;
}

static bool
open_sink(struct cli *cli, struct ledger_view *l, int *status)
{
	struct setting	 set;
	const char	*sink, *address;
	struct ps_opened opened;

	cli_db_parse(l->db, &sink, &address);
	*status = EXIT_UNREACHABLE;
	if (sink != NULL && strcmp(sink, "postgres") != 0 &&
	    text_scheme(address) == 0) {
		address = existing(cli, address);
		if (address == NULL)
			return false;
	}
	*status = EXIT_USAGE;
	if (sink == NULL) {
		cli_wrong("'%s' names no sink; give a file, sqlite:FILE or "
		    "postgresql://...", shown_str(l->db));
		return false;
	}
	set = (struct setting){ NULL, address, PS_TEXT, NULL };
	if (!cli_sink(cli, l->pipeline, sink, &set, 1))
		return false;
	*status = EXIT_UNREACHABLE;
	l->use = sink_use_open(&l->pipeline->sinks[0], l->pipeline->arena,
	    &opened);
	return l->use != NULL;
}

static enum ps_status
count_row(void *arg, const struct ps_value *v, uint32_t n)
{
	uint64_t *count = arg;

	*count = n > 0 ? value_count(v) : 0;
	return PS_OK;
}

/* A database of somebody else's has no ledger. */
static bool
has_ledger(struct ledger_view *l)
{
	uint64_t count = 0;

	if (PLUGIN_HAS(l->use->sink, sql) &&
	    (l->use->sink->flags & PS_KEEPS_LEDGER) != 0 &&
	    ledger_view_ask(l, "SELECT count(*) FROM _ps_runs", count_row,
	    &count))
		return true;
	cli_wrong("%s: it has no ledger; it was not made by this program",
	    shown_str(l->db));
	return false;
}

struct ledger_view *
ledger_view_open(struct cli *cli, int *status)
{
	struct ledger_view *l;

	*status = EXIT_USAGE;
	if (cli->n_args > 1) {
		cli_wrong("%s %s: one database at a time", PROGRAM,
		    cli->command->name);
		return NULL;
	}
	if (cli_registry(cli) == NULL)
		return NULL;
	l = xcalloc(1, sizeof(*l));
	l->db = cli->n_args == 1 ? cli->args[0] : DEFAULT_DB;
	l->pipeline = pipeline_new(cli->registry);
	if (open_sink(cli, l, status) && has_ledger(l)) {
		*status = EXIT_DONE;
		return l;
	}
	ledger_view_close(l);
	return NULL;
}

void
ledger_view_close(struct ledger_view *l)
{
	if (l->use != NULL)
		sink_use_close(l->use);
	pipeline_free(l->pipeline);
	free(l);
}

const char *
ledger_view_db(const struct ledger_view *l)
{
	return l->db;
}

bool
ledger_view_ask(struct ledger_view *l, const char *sql, ps_row_fn *row,
    void *arg)
{
	if (l->use->sink->sql(&l->use->self, sql, NULL, 0, row, arg) >= PS_OK)
		return true;
	say_failure(l->use);
	return false;
}

const char *
value_text(const struct ps_value *v)
{
	return v->type == PS_TEXT && v->text != NULL ? v->text : "";
}

uint64_t
value_count(const struct ps_value *v)
{
	return v->type == PS_INT && v->integer > 0 ? (uint64_t)v->integer : 0;
}
