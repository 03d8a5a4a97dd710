/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sqlite_table.c - user tables: made, widened, written, emptied by range.
 *
 * Declared types are for people and for affinity.  Values whose digits a
 * double cannot hold stand in TEXT columns, where affinity leaves them alone.
 */
#include <string.h>

#include "sqlite_sink.h"

/* By enum ps_type; NULL: it depends on the precision. */
static const char *const declared[] = {
	[PS_NULL] = "TEXT", [PS_BOOL] = "BOOLEAN", [PS_INT] = "INTEGER",
	[PS_BIGINT] = "TEXT", [PS_DECIMAL] = NULL, [PS_REAL] = "REAL",
	[PS_DATE] = "DATE", [PS_TIME] = "TIME", [PS_TIMESTAMP] = "TIMESTAMP",
	[PS_TIMESTAMPTZ] = "TIMESTAMP", [PS_INTERVAL] = "TEXT",
	[PS_UUID] = "TEXT", [PS_INET] = "TEXT", [PS_MACADDR] = "TEXT",
	[PS_URL] = "TEXT", [PS_EMAIL] = "TEXT", [PS_JSON] = "TEXT",
	[PS_BLOB] = "BLOB", [PS_TEXT] = "TEXT"
};
#define N_DECLARED	(sizeof(declared) / sizeof(declared[0]))

/* STRICT tables know fewer names. */
static const char *
strict_name(const struct ps_column *c)
{
	if (c->type == PS_BOOL || c->type == PS_INT)
		return "INTEGER";
	if (c->type == PS_BLOB)
		return "BLOB";
	return sq_is_text(c, true) ? "TEXT" : "REAL";
}

bool
sq_is_text(const struct ps_column *c, bool strict)
{
	switch (c->type) {
	case PS_BOOL:
	case PS_INT:
	case PS_REAL:
	case PS_BLOB:
		return false;
	case PS_DECIMAL:
		return c->precision > SQ_EXACT_DIGITS || c->precision < 1;
	case PS_DATE:
	case PS_TIME:
	case PS_TIMESTAMP:
	case PS_TIMESTAMPTZ:
		return strict;
	default:
		return true;
	}
}

bool
sq_provenance(const struct sink *s, const struct ps_table *t)
{
	return s->opt->provenance && (t->flags & PS_PROVENANCE);
}

void
sq_type(sqlite3_str *sql, const struct sink *s, const struct ps_column *c)
{
	if (s->opt->strict)
		sqlite3_str_appendall(sql, strict_name(c));
	else if (c->type == PS_DECIMAL && !sq_is_text(c, false))
		sqlite3_str_appendf(sql, "DECIMAL(%d,%d)", c->precision,
		    c->scale);
	else if (c->type < N_DECLARED && declared[c->type] != NULL)
		sqlite3_str_appendall(sql, declared[c->type]);
	else
		sqlite3_str_appendall(sql, "TEXT");
}

void
sq_columns(sqlite3_str *sql, const struct sink *s, const struct ps_table *t)
{
	const char	*comma = "";

	sqlite3_str_appendall(sql, "(");
	for (uint32_t i = 0; i < t->n_columns; i++, comma = ", ") {
		sqlite3_str_appendf(sql, "%s\"%w\" ", comma,
		    t->columns[i].name);
		sq_type(sql, s, &t->columns[i]);
	}
	if (sq_provenance(s, t))
		sqlite3_str_appendf(sql, "%s\"_doc\" INTEGER REFERENCES "
		    "\"_ps_documents\"(\"id\"), \"_line\" INTEGER", comma);
	sqlite3_str_appendall(sql, sq_past_columns(t));
}

const char *
sq_rowid(const struct ps_table *t)
{
	static const char *const names[] = { "rowid", "_rowid_", "oid" };

	for (size_t i = 0; i < 3; i++) {
		uint32_t	j = 0;

		while (j < t->n_columns &&
		    sqlite3_stricmp(names[i], t->columns[j].name) != 0)
			j++;
		if (j == t->n_columns)
			return names[i];
	}
	return NULL;
}

/* Whether a table of that name is in the schema, as SQLite sees it now. */
static bool
exists(struct sink *s, const char *name)
{
	return sqlite3_table_column_metadata(s->db, "main", name, NULL, NULL,
	    NULL, NULL, NULL, NULL) == SQLITE_OK;
}

enum ps_status
sq_table(struct ps_self *self, const struct ps_table *t)
{
	struct sink	*s = self->state;
	sqlite3_str	*sql;
	enum ps_status	 st;

	s->self = self;
	if ((st = sq_transact(s)) != PS_OK ||
	    (st = sq_many_need(s, t->name)) != PS_OK)
		return st;
	if (!(t->flags & PS_NEW_TABLE) && exists(s, t->name))
		return PS_OK;
	sql = sqlite3_str_new(s->db);
	sqlite3_str_appendf(sql, "CREATE TABLE IF NOT EXISTS main.\"%w\"",
	    t->name);
	sq_columns(sql, s, t);
	sqlite3_str_appendall(sql, s->opt->strict ? ") STRICT" : ")");
	if ((st = sq_run(s, sqlite3_str_finish(sql))) != PS_OK)
		return st;
	return sq_many_made(s, t->name);
}

enum ps_status
sq_widen(struct ps_self *self, const struct ps_table *t, uint32_t n)
{
	struct sink	*s = self->state;
	enum ps_status	 st;

	s->self = self;
	if ((st = sq_transact(s)) != PS_OK ||
	    (st = sq_many_need(s, t->name)) != PS_OK)
		return st;
	for (uint32_t i = n > t->n_columns ? 0 : t->n_columns - n;
	    i < t->n_columns && st == PS_OK; i++) {
		sqlite3_str	*sql;

		if (sqlite3_table_column_metadata(s->db, "main", t->name,
		    t->columns[i].name, NULL, NULL, NULL, NULL, NULL) ==
		    SQLITE_OK)
			continue;
		sql = sqlite3_str_new(s->db);
		sqlite3_str_appendf(sql,
		    "ALTER TABLE main.\"%w\" ADD COLUMN \"%w\" ", t->name,
		    t->columns[i].name);
		sq_type(sql, s, &t->columns[i]);
		st = sq_run(s, sqlite3_str_finish(sql));
	}
	return st;
}

/* `numbered`: rows get their numbers from us, behind ?2. */
static char *
insert_text(const struct sink *s, const struct ps_table *t, bool numbered)
{
	sqlite3_str	*sql = sqlite3_str_new(s->db);
	const char	*comma = numbered ? "," : "";
	bool		 provenance = sq_provenance(s, t);
	bool		 past = (t->flags & PS_HISTORY) != 0;

	sqlite3_str_appendf(sql, "INSERT INTO main.\"%w\"(%s", t->name,
	    numbered ? sq_rowid(t) : "");
	for (uint32_t i = 0; i < t->n_columns; i++, comma = ",")
		sqlite3_str_appendf(sql, "%s\"%w\"", comma,
		    t->columns[i].name);
	if (provenance)
		sqlite3_str_appendf(sql, "%s\"_doc\",\"_line\"", comma);
	if (past)
		sqlite3_str_appendall(sql, ",\"_first_seen\",\"_hash\"");
	sqlite3_str_appendf(sql, ") SELECT %s", numbered ? "?2+rowid" : "");
	comma = numbered ? "," : "";
	for (uint32_t i = 0; i < t->n_columns; i++, comma = ",")
		sqlite3_str_appendf(sql, "%sc%u", comma, i);
	if (provenance)
		sqlite3_str_appendf(sql, "%s?1,l", comma);
	if (past)
		sqlite3_str_appendf(sql, ",?3,c%u", t->n_columns);
	sqlite3_str_appendf(sql, " FROM %s", sq_batch_name(t->n_columns +
	    past));
	return sqlite3_str_finish(sql);
}

static enum ps_status
insert(struct sink *s, const struct ps_table *t, int64_t *first)
{
	int64_t			 taken = (t->flags & PS_KEYED) &&
				    sq_rowid(t) != NULL ? sq_fold_last(s, t) :
				    -1;
	char			*text = insert_text(s, t, taken >= 0);
	struct statement	*k;
	enum ps_status		 st;
	int			 rc;

	if (text == NULL)
		return sq_no_memory(s);
	st = sq_prepare(s, text, &k);
	sqlite3_free(text);
	if (st != PS_OK)
		return st;
	if (sq_provenance(s, t))
		sqlite3_bind_int64(k->stmt, 1, s->batch->document);
	if (taken >= 0)
		sqlite3_bind_int64(k->stmt, 2, taken + 1);
	if (t->flags & PS_HISTORY)
		sqlite3_bind_int64(k->stmt, 3, s->batch->run);
	if ((rc = sqlite3_step(k->stmt)) != SQLITE_DONE)
		st = sq_error(s, rc);
	else
		*first = sqlite3_last_insert_rowid(s->db) -
		    s->batch->n_rows + 1;
	sq_release(k);
	return st;
}

enum ps_status
sq_write(struct ps_self *self, const struct ps_table *t,
    const struct ps_batch *b, int64_t *first)
{
	struct sink	*s = self->state;
	enum ps_status	 st;

	s->self = self;
	*first = 0;
	if (sq_batch_name(t->n_columns + ((t->flags & PS_HISTORY) != 0)) ==
	    NULL)
		return ps_fail(self, PS_FAIL, 0, "%s: table '%s' has %u "
		    "columns, SQLite takes 2000; leave some out", s->opt->path,
		    t->name, t->n_columns);
	if ((st = sq_transact(s)) != PS_OK ||
	    (st = sq_many_need(s, t->name)) != PS_OK || b->n_rows == 0)
		return st;
	s->batch = b;
	s->table = t;
	st = insert(s, t, first);
	s->batch = NULL;
	s->table = NULL;
	if (st == PS_OK)
		sq_write_back(s, b->n_bytes +
		    8 * (uint64_t)b->n_rows * b->n_columns);
	return st;
}

enum ps_status
sq_by_number(struct sink *s, const struct ps_table *t, const char **rowid)
{
	enum ps_status	st;

	if ((*rowid = sq_rowid(t)) == NULL)
		return ps_fail(s->self, PS_FAIL, 0, "%s: table '%s' has "
		    "columns 'rowid', '_rowid_' and 'oid', so its rows cannot "
		    "be numbered; rename one", s->opt->path, t->name);
	st = sq_transact(s);
	return st == PS_OK ? sq_many_need(s, t->name) : st;
}

enum ps_status
sq_remove(struct ps_self *self, const struct ps_table *t, int64_t first,
    int64_t last)
{
	struct sink	*s = self->state;
	const char	*rowid;
	enum ps_status	 st;

	s->self = self;
	if ((st = sq_by_number(s, t, &rowid)) != PS_OK)
		return st;
	if ((t->flags & PS_KEYED) &&
	    (st = sq_fold_remove(s, t, first, last)) != PS_OK)
		return st;
	return sq_run(s, sqlite3_mprintf("DELETE FROM main.\"%w\" WHERE %s "
	    "BETWEEN %lld AND %lld", t->name, rowid, (long long)first,
	    (long long)last));
}
