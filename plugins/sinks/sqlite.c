/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sqlite.c - the SQLite sink: its descriptor, documents and commits.
 *
 * The core decides when to commit; until then all documents stand in one
 * transaction, each in a savepoint of its own while it is written.
 */
#include "sqlite_sink.h"

static const struct ps_option options[] = {
	PS_OPTION(struct sqlite_options, path, .flags = PS_REQUIRED |
	    PS_POSITIONAL, .doc = "the database file"),
	PS_OPTION(struct sqlite_options, fresh, .def = "false",
	    .doc = "build a new file without a journal; a kill starts over"),
	PS_OPTION(struct sqlite_options, strict, .def = "false",
	    .doc = "make STRICT tables"),
	PS_OPTION(struct sqlite_options, provenance, .def = "true",
	    .doc = "add columns _doc and _line to every table"),
	{ .name = NULL }
};

static enum ps_status
begin(struct ps_self *self, const struct ps_doc *doc)
{
	struct sink	*s = self->state;
	enum ps_status	 st;

	s->self = self;
	if (doc != NULL && (st = sq_room(s, doc->size)) != PS_OK)
		return st;
	if ((st = sq_transact(s)) != PS_OK ||
	    (st = sq_sql(self, "SAVEPOINT ps_document", NULL, 0, NULL, NULL))
	    != PS_OK)
		return st;
	s->in_document = true;
	s->touched = false;
	return PS_OK;
}

static enum ps_status
undo(struct sink *s)
{
	enum ps_status	st;

	if ((st = sq_exec(s, "ROLLBACK TO ps_document; RELEASE ps_document"))
	    != PS_OK)
		return st;
	s->in_document = false;
	return sq_many_undone(s);
}

static enum ps_status
end(struct ps_self *self, bool keep)
{
	struct sink	*s = self->state;
	enum ps_status	 st;

	s->self = self;
	if (s->lost)
		return PS_FATAL;	/* it has been said why */
	if (!s->in_document)
		return PS_OK;
	if (!keep)
		return undo(s);
	if ((st = sq_sql(self, "RELEASE ps_document", NULL, 0, NULL, NULL))
	    != PS_OK)
		return st;
	s->in_document = false;
	s->worth = true;
	return sq_many_sweep(s);
}

static enum ps_status
commit(struct ps_self *self)
{
	struct sink	*s = self->state;
	enum ps_status	 st;

	s->self = self;
	if (s->lost)
		return PS_FATAL;
	if (s->in_document)
		return ps_fail(self, PS_FATAL, 0,
		    "%s: commit inside a document", s->file);
	if (!s->writing)
		return PS_OK;
	if ((st = sq_many_sweep(s)) != PS_OK ||
	    (st = sq_exec(s, "COMMIT")) != PS_OK)
		return st;
	s->writing = false;
	return PS_OK;
}

static const struct ps_sink sqlite_sink = {
	PS_HEAD(struct ps_sink, PS_SINK),
	.plugin.name		= "sqlite",
	.plugin.version		= "1",
	.plugin.summary		= "SQLite databases",
	.plugin.options		= options,
	.plugin.options_size	= sizeof(struct sqlite_options),
	.plugin.state_size	= sizeof(struct sink),
	.flags			= PS_KEEPS_LEDGER,
	.open			= sq_open,
	.table			= sq_table,
	.widen			= sq_widen,
	.begin			= begin,
	.write			= sq_write,
	.end			= end,
	.commit			= commit,
	.remove			= sq_remove,
	.settle			= sq_settle,
	.sql			= sq_sql,
	.finish			= sq_finish,
	.close			= sq_close,
	.fold			= sq_fold,
	.past			= sq_past
};

PS_PLUGIN(sqlite, sqlite_sink);
