/* SPDX-License-Identifier: 0BSD */
/*
 * postgres.c - a sink that can never be opened, for tests of messages.
 */
#include "polyscraper.h"

struct postgres {
	const char	*address, *schema;
};

static const struct ps_option postgres_options[] = {
	PS_OPTION(struct postgres, address,
	    .flags = PS_POSITIONAL | PS_REQUIRED | PS_SECRET,
	    .doc = "The server and its database"),
	PS_OPTION(struct postgres, schema, .doc = "Where tables are made"),
	{ .name = NULL }
};

static enum ps_status
postgres_open(struct ps_self *self, struct ps_opened *opened)
{
	(void)opened;
	return ps_fail(self, PS_FATAL, 0, "cannot connect to host db.example: "
	    "Connection refused");
}

static enum ps_status
postgres_table(struct ps_self *self, const struct ps_table *t)
{
	(void)self, (void)t;
	return PS_FATAL;
}

static enum ps_status
postgres_widen(struct ps_self *self, const struct ps_table *t, uint32_t n)
{
	(void)self, (void)t, (void)n;
	return PS_FATAL;
}

static enum ps_status
postgres_settle(struct ps_self *self, const struct ps_table *t,
    const bool *changed, ps_convert_fn *convert, void *arg)
{
	(void)self, (void)t, (void)changed, (void)convert, (void)arg;
	return PS_FATAL;
}

static enum ps_status
postgres_begin(struct ps_self *self, const struct ps_doc *doc)
{
	(void)self, (void)doc;
	return PS_FATAL;
}

static enum ps_status
postgres_write(struct ps_self *self, const struct ps_table *t,
    const struct ps_batch *b, int64_t *first)
{
	(void)self, (void)t, (void)b, (void)first;
	return PS_FATAL;
}

static enum ps_status
postgres_end(struct ps_self *self, bool keep)
{
	(void)self, (void)keep;
	return PS_FATAL;
}

static enum ps_status
postgres_commit(struct ps_self *self)
{
	(void)self;
	return PS_FATAL;
}

static enum ps_status
postgres_remove(struct ps_self *self, const struct ps_table *t, int64_t first,
    int64_t last)
{
	(void)self, (void)t, (void)first, (void)last;
	return PS_FATAL;
}

static enum ps_status
postgres_sql(struct ps_self *self, const char *text, const struct ps_value *v,
    uint32_t n, ps_row_fn *row, void *arg)
{
	(void)self, (void)text, (void)v, (void)n, (void)row, (void)arg;
	return PS_FATAL;
}

static enum ps_status
postgres_finish(struct ps_self *self, bool whole)
{
	(void)self, (void)whole;
	return PS_FATAL;
}

static enum ps_status
postgres_fold(struct ps_self *self, const struct ps_table *t,
    struct ps_fold *fold)
{
	(void)self, (void)t, (void)fold;
	return PS_FATAL;
}

static const struct ps_sink postgres = {
	PS_HEAD(struct ps_sink, PS_SINK),
	.plugin.name = "postgres", .plugin.version = "1",
	.plugin.summary = "For tests",
	.plugin.options = postgres_options,
	.plugin.options_size = sizeof(struct postgres),
	.flags = PS_KEEPS_LEDGER,
	.open = postgres_open, .table = postgres_table,
	.widen = postgres_widen, .settle = postgres_settle,
	.fold = postgres_fold,
	.begin = postgres_begin, .write = postgres_write,
	.end = postgres_end, .commit = postgres_commit,
	.remove = postgres_remove, .sql = postgres_sql,
	.finish = postgres_finish,
};

PS_PLUGIN(postgres, postgres);
