/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sqlite_rebuild.c - a table copied into its new form under its own name.
 *
 * Row numbers stay.  What people hung on the table is made again from its own
 * SQL: indexes and triggers, columns they added.  Views find it by its name.
 */
#include <string.h>

#include "sqlite_settle.h"

#define NEW_TABLE	"_ps_settled"

static const struct found *
found_of(const struct work *w, uint32_t ours)
{
	for (uint32_t i = 0; i < w->n_found; i++)
		if (w->found[(ours + i) % w->n_found].ours == (int32_t)ours)
			return &w->found[(ours + i) % w->n_found];
	return NULL;
}

/* A column that somebody added: neither ours nor one of _doc and the like. */
static bool
is_added(const struct work *w, const struct found *f)
{
	return f->ours < 0 && !sq_is_past_column(w->table, f->name) &&
	    !(sq_provenance(w->s, w->table) &&
	    (sqlite3_stricmp(f->name, "_doc") == 0 ||
	    sqlite3_stricmp(f->name, "_line") == 0));
}

/* The columns as they will be declared, from "(" on; NULL: no memory. */
static char *
definition(const struct work *w)
{
	sqlite3_str	*sql = sqlite3_str_new(w->s->db);

	sq_columns(sql, w->s, w->table);
	for (uint32_t i = 0; i < w->n_found; i++) {
		const struct found *f = &w->found[i];

		if (!is_added(w, f))
			continue;
		sqlite3_str_appendf(sql, ", \"%w\" %s%s", f->name,
		    f->type == NULL ? "" : f->type,
		    f->not_null ? " NOT NULL" : "");
		if (f->def != NULL)
			sqlite3_str_appendf(sql, " DEFAULT (%s)", f->def);
	}
	sqlite3_str_appendall(sql, w->s->opt->strict ? ") STRICT" : ")");
	return sqlite3_str_finish(sql);
}

static void
put_source(sqlite3_str *sql, const struct work *w, uint32_t i)
{
	const struct found	*f = found_of(w, i);

	if (f == NULL && !w->changed[i])
		sqlite3_str_appendall(sql, ",NULL");
	else if (f == NULL)
		sqlite3_str_appendf(sql, ",ps_convert(o.%s,%u,NULL)", w->rowid,
		    i);
	else if (w->changed[i])
		sqlite3_str_appendf(sql, ",ps_convert(o.%s,%u,o.\"%w\")",
		    w->rowid, i, f->name);
	else
		sqlite3_str_appendf(sql, ",o.\"%w\"", f->name);
}

/* The names of what is not ours and of _doc and _line, after each `prefix`. */
static void
put_others(sqlite3_str *sql, const struct work *w, const char *prefix)
{
	for (uint32_t i = 0; i < w->n_found; i++)
		if (w->found[i].ours < 0)
			sqlite3_str_appendf(sql, ",%s\"%w\"", prefix,
			    w->found[i].name);
}

/* Names with their table before them are never taken for texts. */
static enum ps_status
fill_new(struct work *w)
{
	const struct ps_table	*t = w->table;
	sqlite3_str		*sql = sqlite3_str_new(w->s->db);

	sqlite3_str_appendf(sql, "INSERT INTO main." NEW_TABLE "(%s",
	    w->rowid);
	for (uint32_t i = 0; i < t->n_columns; i++)
		sqlite3_str_appendf(sql, ",\"%w\"", t->columns[i].name);
	put_others(sql, w, "");
	sqlite3_str_appendf(sql, ") SELECT o.%s", w->rowid);
	for (uint32_t i = 0; i < t->n_columns; i++)
		put_source(sql, w, i);
	put_others(sql, w, "o.");
	sqlite3_str_appendf(sql, " FROM main.\"%w\" AS o ORDER BY o.%s",
	    t->name, w->rowid);
	return sq_run(w->s, sqlite3_str_finish(sql));
}

/* Indexes and triggers of the old table, as people made them. */
struct hung {
	char		**sql, **name;
	uint32_t	  n;
};

static void
forget_hung(struct hung *h)
{
	for (uint32_t i = 0; i < h->n; i++) {
		sqlite3_free(h->sql[i]);
		sqlite3_free(h->name[i]);
	}
	sqlite3_free(h->sql);
	sqlite3_free(h->name);
}

static bool
add_hung(struct hung *h, const char *name, const char *sql)
{
	uint64_t	  size = (h->n + 1) * sizeof(char *);
	char		**more;

	if ((more = sqlite3_realloc64(h->sql, size)) == NULL)
		return false;
	h->sql = more;
	if ((more = sqlite3_realloc64(h->name, size)) == NULL)
		return false;
	h->name = more;
	h->sql[h->n] = sqlite3_mprintf("%s", sql);
	h->name[h->n] = sqlite3_mprintf("%s", name);
	h->n++;
	return h->sql[h->n - 1] != NULL && h->name[h->n - 1] != NULL;
}

static enum ps_status
look_hung(struct work *w, struct hung *h)
{
	struct sink	*s = w->s;
	sqlite3_stmt	*stmt;
	enum ps_status	 st = PS_OK;
	int		 rc = sqlite3_prepare_v2(s->db, "SELECT name, sql FROM "
			    "main.sqlite_schema WHERE tbl_name = ?1 COLLATE "
			    "NOCASE AND type IN ('index', 'trigger') AND sql "
			    "IS NOT NULL ORDER BY rowid", -1, &stmt, NULL);

	if (rc != SQLITE_OK)
		return sq_error(s, rc);
	sqlite3_bind_text(stmt, 1, w->table->name, -1, SQLITE_STATIC);
	while (st == PS_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
		if (!add_hung(h, (const char *)sqlite3_column_text(stmt, 0),
		    (const char *)sqlite3_column_text(stmt, 1)))
			st = sq_no_memory(s);
	sqlite3_finalize(stmt);
	if (st == PS_OK && rc != SQLITE_DONE)
		st = sq_error(s, rc);
	return st;
}

/* One that does not fit the new values is left out, and that is said. */
static enum ps_status
hang_again(struct work *w, const struct hung *h)
{
	struct sink	*s = w->s;

	for (uint32_t i = 0; i < h->n; i++) {
		int	rc = sqlite3_exec(s->db, h->sql[i], NULL, NULL, NULL);

		if (rc == SQLITE_OK)
			continue;
		if ((rc & 0xff) != SQLITE_ERROR &&
		    (rc & 0xff) != SQLITE_CONSTRAINT)
			return sq_error(s, rc);
		ps_log(s->self, PS_WARN, "%s: '%s' on table '%s' could not be "
		    "made again (%s); it was: %s", s->file, h->name[i],
		    w->table->name, sqlite3_errmsg(s->db), h->sql[i]);
	}
	return PS_OK;
}

static enum ps_status
refuse_generated(const struct work *w)
{
	for (uint32_t i = 0; i < w->n_found; i++)
		if (w->found[i].generated)
			return ps_fail(w->s->self, PS_FAIL, 0, "%s: table "
			    "'%s' has a generated column '%s' and cannot be "
			    "settled; drop that column", w->s->file,
			    w->table->name, w->found[i].name);
	return PS_OK;
}

/*
 * The new table takes the old one's name in sqlite_schema itself: ALTER TABLE
 * would read and check the SQL of all others, views and triggers too.
 */
static enum ps_status
replace(struct work *w, const char *columns)
{
	struct sink	*s = w->s;
	enum ps_status	 st, done;
	char		*sql;

	if ((st = sq_run(s, sqlite3_mprintf("DROP TABLE main.\"%w\"",
	    w->table->name))) != PS_OK)
		return st;
	sql = sqlite3_mprintf("CREATE TABLE \"%w\"%s", w->table->name,
	    columns);
	if (sql == NULL)
		return sq_no_memory(s);
	sq_schema_edit(s);
	st = sq_run(s, sqlite3_mprintf("UPDATE main.sqlite_schema SET "
	    "name = %Q, tbl_name = %Q, sql = %Q WHERE name = '" NEW_TABLE "'",
	    w->table->name, w->table->name, sql));
	done = sq_schema_done(s);
	sqlite3_free(sql);
	return st != PS_OK ? st : done;
}

static enum ps_status
copy(struct work *w, const char *columns)
{
	enum ps_status	st;

	if ((st = sq_run(w->s, sqlite3_mprintf("CREATE TABLE main." NEW_TABLE
	    "%s", columns))) != PS_OK || (st = fill_new(w)) != PS_OK)
		return st;
	return replace(w, columns);
}

enum ps_status
sq_rebuild(struct work *w)
{
	struct hung	 h = { .n = 0 };
	char		*columns;
	enum ps_status	 st;

	if ((st = refuse_generated(w)) != PS_OK)
		return st;
	if ((columns = definition(w)) == NULL)
		return sq_no_memory(w->s);
	if ((st = look_hung(w, &h)) == PS_OK && (st = copy(w, columns)) ==
	    PS_OK)
		st = hang_again(w, &h);
	forget_hung(&h);
	sqlite3_free(columns);
	return st;
}
