/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres.c - the Postgres sink: its descriptor, and documents.
 *
 * The core decides when to commit; until then all documents stand in one
 * transaction.  One that is given up takes back what was made for it: its
 * rows out of the buffers, all else by a savepoint.
 */
#include "postgres_sink.h"

static const struct ps_option options[] = {
	PS_OPTION(struct postgres_options, address,
	    .flags = PS_POSITIONAL | PS_REQUIRED | PS_SECRET,
	    .doc = "the database: a URI or conninfo, as libpq takes it"),
	PS_OPTION(struct postgres_options, schema,
	    .doc = "where tables are made; the first of the search path"),
	PS_OPTION(struct postgres_options, index,
	    .doc = "columns to index after the load: \"id, day\""),
	PS_OPTION(struct postgres_options, unlogged, .def = "false",
	    .doc = "tables without a log: faster, empty after a crash"),
	PS_OPTION(struct postgres_options, connections, .def = "0", .min = 0,
	    .max = 16,
	    .doc = "that rows of large documents go over; 0: one a processor, "
	    "at most 4"),
	PS_OPTION(struct postgres_options, patience, .def = "300", .min = 0,
	    .max = 86400,
	    .doc = "seconds to wait for a server that is lost"),
	{ .name = NULL }
};

static enum ps_status
begin(struct ps_self *self, const struct ps_doc *doc)
{
	struct sink	*s = self->state;
	enum ps_status	 st;

	s->self = self;
	if ((st = pg_transact(s)) != PS_OK)
		return st;
	s->in_document = true;
	s->savepoint = false;
	pg_apart_begin(s, doc->size);
	return PS_OK;
}

/* An error ends a COPY; what is open is given up before the rest goes back. */
static enum ps_status
roll_back(struct sink *s)
{
	static const char	back[] = "ROLLBACK TO ps_document; RELEASE "
				    "ps_document";
	PGresult		*r;
	bool			 lost;

	if (s->copying != NULL) {
		(void)PQputCopyEnd(s->db, "the document is given up");
		while ((r = PQgetResult(s->db)) != NULL)
			PQclear(r);
		s->copying = NULL;
	}
	journal_cut(&s->journal, s->document_at);
	r = pg_plain(s, back);
	if (PQresultStatus(r) == PGRES_COMMAND_OK) {
		PQclear(r);
		return PS_OK;
	}
	lost = pg_is_lost(s, r);
	if (!lost)
		(void)pg_error(s, r);
	PQclear(r);
	s->lost |= !lost;
	return lost ? pg_recover(s) : PS_FATAL;
}

static enum ps_status
undo(struct sink *s)
{
	enum ps_status	st = s->savepoint ? roll_back(s) : PS_OK;

	if (st == PS_OK)
		st = pg_apart_undo(s);
	pg_rows_end(s, false);
	s->in_document = s->savepoint = false;
	return st;
}

static enum ps_status
keep(struct sink *s)
{
	enum ps_status	st;

	if ((st = pg_flush_document(s, true)) != PS_OK ||
	    (st = pg_apart_keep(s)) != PS_OK)
		return st;
	if (s->savepoint && (st = pg_exec(s, "RELEASE ps_document")) != PS_OK)
		return st;
	pg_rows_end(s, true);
	s->in_document = s->savepoint = false;
	return pg_flush_some(s, NULL);
}

static enum ps_status
end(struct ps_self *self, bool stays)
{
	struct sink	*s = self->state;

	s->self = self;
	if (s->lost)
		return PS_FATAL;	/* it has been said why */
	if (!s->in_document)
		return PS_OK;
	return stays ? keep(s) : undo(s);
}

static const struct ps_sink postgres_sink = {
	PS_HEAD(struct ps_sink, PS_SINK),
	.plugin.name		= "postgres",
	.plugin.version		= "1",
	.plugin.summary		= "PostgreSQL databases",
	.plugin.options		= options,
	.plugin.options_size	= sizeof(struct postgres_options),
	.plugin.state_size	= sizeof(struct sink),
	.flags			= PS_KEEPS_LEDGER,
	.open			= pg_open,
	.table			= pg_table,
	.widen			= pg_widen,
	.begin			= begin,
	.write			= pg_write,
	.end			= end,
	.commit			= pg_commit,
	.remove			= pg_remove,
	.settle			= pg_settle,
	.sql			= pg_sql,
	.finish			= pg_finish,
	.close			= pg_close,
	.fold			= pg_fold
};

PS_PLUGIN(postgres, postgres_sink);
