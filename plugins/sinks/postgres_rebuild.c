/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_rebuild.c - new values into a table whose types change.
 *
 * A few rows are updated.  Many would leave a table of twice the size in no
 * order, so it is emptied and filled again as it was; unless somebody else's
 * rules or triggers hang on it, which then see an update only.
 */
#include "postgres_settle.h"

#define FEW		20		/* one of so many is updated */
#define SETTLED		"_ps_settled"

static enum ps_status
update(struct work *w)
{
	struct text	sql = { 0 };

	text_str(&sql, "UPDATE ");
	text_name(&sql, "", w->t->name);
	text_str(&sql, " t SET ");
	for (uint32_t i = 0; i < w->n; i++) {
		text_str(&sql, i == 0 ? "" : ", ");
		text_name(&sql, "", pg_settle_name(w, i));
		text_str(&sql, " = v.c");
		text_int(&sql, i);
	}
	text_str(&sql, " FROM " NEW_VALUES " v WHERE v.n = t.\"" PG_ROW "\"");
	return pg_run(w->s, &sql);
}

static const char plain_text[] =
	"SELECT (NOT (c.relhastriggers OR c.relhasrules OR c.relrowsecurity "
	"OR c.relkind <> 'r' OR EXISTS (SELECT FROM pg_constraint k WHERE "
	"k.conrelid = c.oid OR k.confrelid = c.oid) OR EXISTS (SELECT FROM "
	"pg_attribute a WHERE a.attrelid = c.oid AND (a.attgenerated <> '' "
	"OR a.attidentity <> ''))))::int FROM pg_class c WHERE "
	"c.relnamespace = quote_ident(current_schema())::regnamespace AND "
	"c.relname = ";

static bool
is_plain(struct work *w)
{
	struct text	sql = { 0 };

	text_str(&sql, plain_text);
	text_literal(&sql, w->t->name);
	return pg_number(w->s, &sql, 0) == 1;
}

static int
changed_at(const struct work *w, const char *name)
{
	for (uint32_t i = 0; i < w->n; i++)
		if (strcmp(pg_settle_name(w, i), name) == 0)
			return (int)i;
	return -1;
}

/* CASE WHEN v.n IS NULL THEN t."a"::text ELSE v.c0 END AS "a" */
static void
put_column(struct text *sql, const struct work *w, const char *name)
{
	int	i = changed_at(w, name);

	if (i < 0) {
		text_str(sql, "t.");
		text_name(sql, "", name);
		return;
	}
	text_str(sql, "CASE WHEN v.n IS NULL THEN ");
	if (w->columns[i].cast) {
		text_str(sql, "t.");
		text_name(sql, "", name);
	} else {
		text_str(sql, "NULL");
	}
	text_str(sql, "::");
	pg_type(sql, &w->t->columns[w->columns[i].number]);
	text_str(sql, " ELSE v.c");
	text_int(sql, i);
	text_str(sql, " END AS ");
	text_name(sql, "", name);
}

/* All columns, those that people added among them, as a list of each. */
static enum ps_status
list_columns(struct work *w, struct text *names, struct text *values)
{
	struct text	 sql = { 0 };
	PGresult	*r;

	text_str(&sql, "SELECT a.attname FROM pg_attribute a JOIN pg_class c "
	    "ON c.oid = a.attrelid WHERE c.relnamespace = "
	    "quote_ident(current_schema())::regnamespace AND a.attnum > 0 "
	    "AND NOT a.attisdropped AND c.relname = ");
	text_literal(&sql, w->t->name);
	text_str(&sql, " ORDER BY a.attnum");
	if ((r = pg_ask(w->s, &sql)) == NULL)
		return PS_FATAL;
	for (int i = 0; i < PQntuples(r); i++) {
		text_str(names, i == 0 ? "" : ",");
		text_name(names, "", PQgetvalue(r, i, 0));
		text_str(values, i == 0 ? "" : ",");
		put_column(values, w, PQgetvalue(r, i, 0));
	}
	PQclear(r);
	return PS_OK;
}

static enum ps_status
copy_aside(struct work *w, const struct text *values)
{
	struct text	sql = { 0 };

	text_str(&sql, "CREATE UNLOGGED TABLE " SETTLED " AS SELECT ");
	text_add(&sql, values->p, values->n);
	text_str(&sql, " FROM ");
	text_name(&sql, "", w->t->name);
	text_str(&sql, " t LEFT JOIN " NEW_VALUES " v ON v.n = t.\"" PG_ROW
	    "\"");
	return pg_run(w->s, &sql);
}

static enum ps_status
fill(struct work *w, const struct text *names)
{
	struct text	sql = { 0 };

	text_str(&sql, "INSERT INTO ");
	text_name(&sql, "", w->t->name);
	text_char(&sql, '(');
	text_add(&sql, names->p, names->n);
	text_str(&sql, ") SELECT ");
	text_add(&sql, names->p, names->n);
	text_str(&sql, " FROM " SETTLED " ORDER BY \"" PG_ROW "\"");
	return pg_run(w->s, &sql);
}

static enum ps_status
empty(struct work *w)
{
	struct text	sql = { 0 };

	text_str(&sql, "TRUNCATE ");
	text_name(&sql, "", w->t->name);
	return pg_run(w->s, &sql);
}

static enum ps_status
rebuild(struct work *w)
{
	struct text	names = { 0 }, values = { 0 };
	enum ps_status	st = list_columns(w, &names, &values);

	if (st == PS_OK && (names.bad || values.bad))
		st = pg_no_memory(w->s);
	if (st == PS_OK && (st = copy_aside(w, &values)) == PS_OK &&
	    (st = empty(w)) == PS_OK && (st = pg_settle_alter(w)) == PS_OK &&
	    (st = fill(w, &names)) == PS_OK)
		st = pg_exec(w->s, "DROP TABLE " SETTLED);
	text_free(&names);
	text_free(&values);
	return st;
}

enum ps_status
pg_settle_put(struct work *w)
{
	enum ps_status	st;

	if (w->rows_changed * FEW > w->rows_read && is_plain(w))
		return rebuild(w);
	if ((st = pg_settle_alter(w)) != PS_OK || w->rows_changed == 0)
		return st;
	return update(w);
}
