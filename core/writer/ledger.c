/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ledger.c - the ledger's tables, and the row of this run.
 *
 * Names stand in double quotes where some database reserves them.  Indexes
 * beyond that of addresses are made when a run first needs them: a first load
 * never does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "ledger.h"
#include "ledger_frontier.h"
#include "mem.h"
#include "secret.h"

#define TABLE(name, columns) \
	"CREATE TABLE IF NOT EXISTS _ps_" name "(" columns ")"

static const char *const schema[] = {
	TABLE("ledger", "version INTEGER NOT NULL"),
	TABLE("runs", "id INTEGER PRIMARY KEY, started TEXT, finished TEXT, "
	    "command TEXT, version TEXT, workers INTEGER, sandbox TEXT, "
	    "documents BIGINT, unchanged BIGINT, \"rows\" BIGINT, "
	    "issues BIGINT, bytes BIGINT, status TEXT"),
	TABLE("documents", "id INTEGER PRIMARY KEY, address TEXT NOT NULL, "
	    "root TEXT, parent TEXT, run INTEGER, size BIGINT, mtime BIGINT, "
	    "hash TEXT, etag TEXT, format TEXT, encoding TEXT, options TEXT, "
	    "reader TEXT, confidence DOUBLE PRECISION, why TEXT, "
	    "records BIGINT, emitted BIGINT, \"rows\" BIGINT, "
	    "rejected BIGINT, set_aside BIGINT, skipped BIGINT, "
	    "issues BIGINT, status TEXT NOT NULL, message TEXT, "
	    "seems TEXT, mime TEXT, started TEXT, finished TEXT"),
	"CREATE UNIQUE INDEX IF NOT EXISTS _ps_documents_address "
	    "ON _ps_documents(address)",
	TABLE("tables", "name TEXT PRIMARY KEY, shape TEXT, "
	    "documents BIGINT, \"rows\" BIGINT, \"key\" TEXT, "
	    "replaced BIGINT"),
	TABLE("columns", "table_name TEXT NOT NULL, "
	    "position INTEGER NOT NULL, name TEXT NOT NULL, original TEXT, "
	    "type TEXT, unit TEXT, nulls BIGINT, \"min\" TEXT, \"max\" TEXT, "
	    "first TEXT, last TEXT, sample TEXT, facts TEXT, decided TEXT, "
	    "open BIGINT, PRIMARY KEY(table_name, position)"),
	TABLE("facts", "document INTEGER NOT NULL, table_name TEXT NOT NULL, "
	    "\"column\" TEXT NOT NULL, cells BIGINT, nulls BIGINT, "
	    "fits BIGINT, \"min\" TEXT, \"max\" TEXT, sample TEXT, "
	    "reading TEXT, wanted TEXT, open INTEGER, facts TEXT"),
	TABLE("ranges", "document INTEGER NOT NULL, "
	    "table_name TEXT NOT NULL, first_row BIGINT, last_row BIGINT"),
	TABLE("cells", "document INTEGER NOT NULL, "
	    "table_name TEXT NOT NULL, \"row\" BIGINT, line BIGINT, "
	    "\"column\" TEXT NOT NULL, pending INTEGER, text TEXT"),
	TABLE("lines", "document INTEGER NOT NULL, line BIGINT, class TEXT, "
	    "text TEXT"),
	TABLE("issues", "document INTEGER NOT NULL, table_name TEXT, "
	    "line BIGINT, byte_offset BIGINT, severity TEXT, rule TEXT, "
	    "reason TEXT, raw TEXT"),
	TABLE("told", "document INTEGER NOT NULL, position INTEGER NOT NULL, "
	    "link TEXT, facts TEXT"),
	TABLE("crawls", "id INTEGER PRIMARY KEY, source TEXT NOT NULL, "
	    "inputs TEXT, settings TEXT, round INTEGER NOT NULL, "
	    "runs INTEGER NOT NULL, started TEXT, finished TEXT"),
	TABLE("sites", "id INTEGER PRIMARY KEY, site TEXT NOT NULL, "
	    "memory TEXT, not_before BIGINT"),
	TABLE("frontier", "id INTEGER PRIMARY KEY, hash BIGINT NOT NULL, "
	    "address TEXT NOT NULL, crawl INTEGER NOT NULL, "
	    "round INTEGER NOT NULL, site INTEGER NOT NULL, "
	    "root BIGINT NOT NULL, found_on BIGINT, depth INTEGER NOT NULL, "
	    "place BIGINT NOT NULL, state INTEGER NOT NULL, "
	    "attempts INTEGER NOT NULL, not_before BIGINT, input TEXT, "
	    "memory TEXT, why TEXT, secret INTEGER"),
	TABLE("settings", "name TEXT PRIMARY KEY, value TEXT"),
	TABLE("past", "id INTEGER NOT NULL, document INTEGER NOT NULL, "
	    "table_name TEXT NOT NULL, run INTEGER, \"rows\" BIGINT"),
	NULL
};

#define INDEX(name, on) "CREATE INDEX IF NOT EXISTS _ps_" name " ON _ps_" on
#define UNIQUE(name, on) \
	"CREATE UNIQUE INDEX IF NOT EXISTS _ps_" name " ON _ps_" on

static const char *const indexes[N_INDEXES] = {
	[BY_HASH] = INDEX("documents_hash", "documents(hash)"),
	[RANGES_BY_DOCUMENT] = INDEX("ranges_document", "ranges(document)"),
	[RANGES_BY_TABLE] = INDEX("ranges_table",
	    "ranges(table_name, first_row)"),
	[FACTS_BY_DOCUMENT] = INDEX("facts_document", "facts(document)"),
	[FACTS_BY_TABLE] = INDEX("facts_table", "facts(table_name)"),
	[CELLS_BY_DOCUMENT] = INDEX("cells_document", "cells(document)"),
	[CELLS_BY_TABLE] = INDEX("cells_table", "cells(table_name)"),
	[LINES_BY_DOCUMENT] = INDEX("lines_document", "lines(document)"),
	[ISSUES_BY_DOCUMENT] = INDEX("issues_document", "issues(document)"),
	[TOLD_BY_DOCUMENT] = INDEX("told_document", "told(document)"),
	[SITES_BY_NAME] = UNIQUE("sites_site", "sites(site)"),
	[FRONTIER_BY_HASH] = INDEX("frontier_hash", "frontier(hash)"),
	[FRONTIER_QUEUE] = INDEX("frontier_queue",
	    "frontier(crawl, site, place) WHERE state = 0")
};

enum ps_status
ledger_query(struct ledger *l, const char *text, const struct ps_value *values,
    uint32_t n, ps_row_fn *fn, void *arg)
{
	return l->sink->sql(l->self, text, values, n, fn, arg);
}

enum ps_status
ledger_sql(struct ledger *l, const char *text, const struct ps_value *values,
    uint32_t n)
{
	return ledger_query(l, text, values, n, NULL, NULL);
}

static enum ps_status
take_number(void *arg, const struct ps_value *v, uint32_t n)
{
	if (n > 0 && v[0].type == PS_INT)
		*(int64_t *)arg = v[0].integer;
	return PS_EOF;
}

enum ps_status
ledger_number(struct ledger *l, const char *text,
    const struct ps_value *values, uint32_t n, int64_t none, int64_t *out)
{
	*out = none;
	return ledger_query(l, text, values, n, take_number, out);
}

enum ps_status
ledger_index(struct ledger *l, enum ledger_index which)
{
	enum ps_status	st;

	if (l->indexed[which])
		return PS_OK;
	st = ledger_sql(l, indexes[which], NULL, 0);
	l->indexed[which] = st == PS_OK;
	return st;
}

enum ps_status
ledger_index_documents(struct ledger *l)
{
	static const enum ledger_index	needed[] = {
		RANGES_BY_DOCUMENT, FACTS_BY_DOCUMENT, CELLS_BY_DOCUMENT,
		LINES_BY_DOCUMENT, ISSUES_BY_DOCUMENT, TOLD_BY_DOCUMENT
	};
	enum ps_status			st = PS_OK;

	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (st == PS_OK)
			st = ledger_index(l, needed[i]);
	return st;
}

const char *
ledger_now(char out[32])
{
	time_t		now = time(NULL);
	struct tm	tm;

	if (gmtime_r(&now, &tm) == NULL ||
	    strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		out[0] = '\0';
	return out;
}

/* Runs that ended as they began were killed. */
static enum ps_status
begin_run(struct ledger *l, const struct pipeline *p)
{
	const char	*command = secret_masked(p->arena, p->command);
	char		 now[32];
	int64_t		 open;
	enum ps_status	 st;

	st = ledger_number(l, "SELECT count(*) FROM _ps_runs WHERE id = "
	    "(SELECT max(id) FROM _ps_runs) AND status <> 'done'", NULL, 0, 0,
	    &open);
	if (st != PS_OK)
		return st;
	l->stale = open > 0;
	st = ledger_number(l, "SELECT max(id) FROM _ps_runs", NULL, 0, 0,
	    &l->run);
	if (st != PS_OK)
		return st;
	l->run++;
	return ledger_sql(l, "INSERT INTO _ps_runs(id, started, command, "
	    "version, workers, status) VALUES (?1,?2,?3,?4,?5,'running')",
	    (struct ps_value[]){ int_value(l->run),
	    str_value(ledger_now(now)), str_value(command),
	    str_value(PACKAGE_VERSION), int_value(p->jobs) }, 5);
}

static enum ps_status
count_documents(struct ledger *l)
{
	int64_t		known;
	enum ps_status	st;

	st = ledger_number(l, "SELECT max(id) FROM _ps_documents", NULL, 0, 0,
	    &l->next_id);
	if (st != PS_OK)
		return st;
	l->next_id++;
	st = ledger_number(l, "SELECT count(*) FROM _ps_documents", NULL, 0,
	    0, &known);
	l->known = (uint64_t)known;
	return st;
}

struct ledger *
ledger_start(const struct ps_sink *sink, struct ps_self *self,
    const struct pipeline *p)
{
	struct ledger	*l = xcalloc(1, sizeof(*l));
	enum ps_status	 st = PS_OK;

	l->sink = sink;
	l->self = self;
	pipeline_reader(p, l->reader);
	for (int i = 0; schema[i] != NULL && st == PS_OK; i++)
		st = ledger_sql(l, schema[i], NULL, 0);
	if (st == PS_OK)
		st = ledger_check_version(l, p);
	if (st == PS_OK)
		st = count_documents(l);
	if (st == PS_OK)
		st = ledger_past_open(l, p);
	if (st == PS_OK)
		st = begin_run(l, p);
	if (st == PS_OK)
		st = ledger_said_open(l);
	if (st == PS_OK && p->dedupe)
		st = ledger_index(l, BY_HASH);
	if (st != PS_OK) {
		ledger_free(l);
		return NULL;
	}
	return l;
}

/* status, documents, unchanged, rows, issues, bytes */
enum ps_status
ledger_run_end(struct ledger *l, const struct ps_value *values, uint32_t n)
{
	struct ps_value	v[8];
	char		now[32];

	if (n > 6)
		n = 6;
	memcpy(v, values, n * sizeof(*v));
	v[n] = str_value(ledger_now(now));
	v[n + 1] = int_value(l->run);
	return ledger_sql(l, "UPDATE _ps_runs SET status = ?1, "
	    "documents = ?2, unchanged = ?3, \"rows\" = ?4, issues = ?5, "
	    "bytes = ?6, finished = ?7 WHERE id = ?8", v, n + 2);
}

void
ledger_free(struct ledger *l)
{
	if (l == NULL)
		return;
	for (int i = 0; i < N_GATHERED; i++)
		gather_free(&l->rows[i]);
	ledger_said_free(l);
	frontier_close(l);
	free(l->bloom);
	free(l->packed);
	free(l->touched);
	free(l->unchanged);
	free(l);
}
