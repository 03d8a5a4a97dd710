/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_index.c - indexes: that of addresses, and those asked for, which
 * are made after the load.
 *
 * Each table that has a column of that name gets one, unless it is there.
 */
#include "postgres_sink.h"

/*
 * A b-tree takes no more than 2.7 kB, and addresses may be longer.  What else
 * it would be good for are failed documents by the beginnings of theirs.
 */
enum ps_status
pg_index_addresses(struct sink *s)
{
	if (pg_is_there(s, "", PG_ADDRESSES))
		return PS_OK;
	return pg_exec(s, "ALTER TABLE _ps_documents ADD CONSTRAINT "
	    PG_ADDRESSES " EXCLUDE USING hash (address WITH =);"
	    "CREATE INDEX IF NOT EXISTS _ps_documents_failed ON "
	    "_ps_documents(id) WHERE status = 'failed'");
}

static enum ps_status
make_index(struct sink *s, const char *table, const char *column)
{
	struct text	t = { 0 }, name = { 0 };
	char		*of;
	enum ps_status	st;

	text_str(&name, table);
	text_char(&name, '_');
	text_str(&name, column);
	if ((of = text_take(&name)) == NULL)
		return pg_no_memory(s);
	text_str(&t, "CREATE INDEX IF NOT EXISTS ");
	text_name(&t, "_ps_index_", of);
	text_str(&t, " ON ");
	text_name(&t, "", table);
	text_char(&t, '(');
	text_name(&t, "", column);
	text_char(&t, ')');
	st = pg_define(s, &t);
	free(of);
	return st;
}

static enum ps_status
index_column(struct sink *s, const char *column)
{
	struct text	 t = { 0 };
	PGresult	*r;
	enum ps_status	 st = PS_OK;

	text_str(&t, "SELECT table_name FROM _ps_columns WHERE table_name "
	    "NOT LIKE '\\_ps\\_%' AND type <> 'json' AND name = ");
	text_literal(&t, column);
	text_str(&t, " ORDER BY 1");
	if ((r = pg_ask(s, &t)) == NULL)
		return PS_FATAL;
	for (int i = 0; i < PQntuples(r) && st == PS_OK; i++)
		st = make_index(s, PQgetvalue(r, i, 0), column);
	PQclear(r);
	return st;
}

enum ps_status
pg_index(struct sink *s)
{
	const char	*p = s->opt->index;
	char		*column;
	size_t		 n;
	enum ps_status	 st = PS_OK;

	if (p == NULL || !s->ready)
		return PS_OK;
	for (; *p != '\0' && st == PS_OK; p += n) {
		p += strspn(p, ", ");
		if ((n = strcspn(p, ",")) == 0)
			break;
		if ((column = strndup(p, n)) == NULL)
			return pg_no_memory(s);
		st = index_column(s, column);
		free(column);
	}
	return st;
}
