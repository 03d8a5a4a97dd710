/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sqlite_fold.c - tables with a key: of rows alike in it the last one stays.
 *
 * The others move to a table of their own, _ps_replaced_NAME, under the same
 * numbers and without types, so that a value comes back as it went.  Which row
 * is last the core says by spans of rows; all else is done by sets.
 */
#include <string.h>

#include "sqlite_sink.h"

#define ASIDE	"_ps_replaced_"
#define ROW	"_ps_row"

struct folding {
	struct sink		*s;
	const struct ps_table	*t;
	struct ps_fold		*f;
	const char		*rowid;
	char			*aside;		/* the table's name */
	char			*columns;	/* ,"a","b" as they are now */
	char			*key;		/* "a","b" */
	char			*whole;		/* no column of it is NULL */
};

/* The span a row is in, or NULL: somebody else's row. */
static struct ps_fold_span *
span_of(struct ps_fold *f, int64_t row)
{
	size_t	low = 0, high = f->n_spans, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (f->spans[middle].last < row)
			low = middle + 1;
		else
			high = middle;
	}
	return low < f->n_spans && f->spans[low].first <= row ?
	    &f->spans[low] : NULL;
}

/* SQL: ps_place(row), -1 for rows that are not ours */
static void
place(sqlite3_context *out, int argc, sqlite3_value **argv)
{
	struct sink		*s = sqlite3_user_data(out);
	int64_t			 row = sqlite3_value_int64(argv[0]);
	struct ps_fold_span	*p;

	(void)argc;
	if (s->fold == NULL) {
		sqlite3_result_error(out, "only a load has places", -1);
		return;
	}
	p = span_of(s->fold, row);
	sqlite3_result_int64(out, p == NULL ? -1 :
	    p->place + (row - p->first));
}

int
sq_fold_register(struct sink *s)
{
	return sqlite3_create_function_v2(s->db, "ps_place", 1, SQLITE_UTF8 |
	    SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, s, place, NULL, NULL,
	    NULL);
}

static bool
is_there(struct sink *s, const char *name)
{
	return sqlite3_table_column_metadata(s->db, "main", name, NULL, NULL,
	    NULL, NULL, NULL, NULL) == SQLITE_OK;
}

/* A number out of SQL that is freed; -1: none. */
static int64_t
number(struct sink *s, char *sql)
{
	int64_t	n = sql == NULL ? -1 : sq_number(s, sql);

	sqlite3_free(sql);
	return n;
}

int64_t
sq_fold_last(struct sink *s, const struct ps_table *t)
{
	char	*aside = sqlite3_mprintf(ASIDE "%s", t->name);
	int64_t	 last = aside == NULL || !is_there(s, aside) ? -1 :
		    number(s, sqlite3_mprintf("SELECT max(coalesce((SELECT "
		    "max(" ROW ") FROM main.\"%w\"), 0), coalesce((SELECT "
		    "max(%s) FROM main.\"%w\"), 0))", aside, sq_rowid(t),
		    t->name));

	sqlite3_free(aside);
	return last;
}

enum ps_status
sq_fold_remove(struct sink *s, const struct ps_table *t, int64_t first,
    int64_t last)
{
	char		*aside = sqlite3_mprintf(ASIDE "%s", t->name);
	enum ps_status	 st = PS_OK;

	if (aside == NULL)
		return sq_no_memory(s);
	if (is_there(s, aside))
		st = sq_run(s, sqlite3_mprintf("DELETE FROM main.\"%w\" WHERE "
		    ROW " BETWEEN %lld AND %lld", aside, (long long)first,
		    (long long)last));
	sqlite3_free(aside);
	return st;
}

/* All columns of the table, those that people added among them. */
static enum ps_status
look(struct folding *g, bool there)
{
	struct sink	*s = g->s;
	sqlite3_str	*all = sqlite3_str_new(s->db);
	sqlite3_stmt	*stmt;
	enum ps_status	 st = PS_OK;
	int		 rc = sqlite3_prepare_v2(s->db, "SELECT name FROM "
			    "pragma_table_info(?1, 'main') ORDER BY cid", -1,
			    &stmt, NULL);

	sqlite3_bind_text(stmt, 1, g->t->name, -1, SQLITE_STATIC);
	while (rc == SQLITE_OK && st == PS_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(stmt, 0);

		sqlite3_str_appendf(all, ",\"%w\"", name);
		if (there && sqlite3_table_column_metadata(s->db, "main",
		    g->aside, name, NULL, NULL, NULL, NULL, NULL) !=
		    SQLITE_OK)
			st = sq_run(s, sqlite3_mprintf("ALTER TABLE main."
			    "\"%w\" ADD COLUMN \"%w\"", g->aside, name));
	}
	rc = rc != SQLITE_OK ? rc : sqlite3_finalize(stmt);
	g->columns = sqlite3_str_finish(all);
	return st != PS_OK ? st : rc != SQLITE_OK ? sq_error(s, rc) :
	    g->columns == NULL ? sq_no_memory(s) : PS_OK;
}

static enum ps_status
name_key(struct folding *g)
{
	sqlite3_str	*key = sqlite3_str_new(g->s->db);
	sqlite3_str	*whole = sqlite3_str_new(g->s->db);

	for (uint32_t i = 0; i < g->f->n_columns; i++) {
		const char *name = g->t->columns[g->f->columns[i]].name;

		sqlite3_str_appendf(key, "%s\"%w\"", i == 0 ? "" : ",", name);
		sqlite3_str_appendf(whole, "%s\"%w\" IS NOT NULL",
		    i == 0 ? "" : " AND ", name);
	}
	g->key = sqlite3_str_finish(key);
	g->whole = sqlite3_str_finish(whole);
	return g->f->n_columns > 0 && (g->key == NULL || g->whole == NULL) ?
	    sq_no_memory(g->s) : PS_OK;
}

/* Rows back into the table, all of them or those that are the last now. */
static enum ps_status
bring_back(struct folding *g, const char *which)
{
	enum ps_status	st = sq_run(g->s, sqlite3_mprintf("INSERT INTO main."
	    "\"%w\"(%s%s) SELECT " ROW "%s FROM main.\"%w\"%s", g->t->name,
	    g->rowid, g->columns, g->columns, g->aside, which));

	return st != PS_OK ? st : sq_run(g->s, sqlite3_mprintf(
	    "DELETE FROM main.\"%w\"%s", g->aside, which));
}

/* The places of the rows that stay. */
static enum ps_status
find_last(struct folding *g, bool beside)
{
	char		*more = NULL;
	enum ps_status	 st;

	st = sq_exec(g->s, "CREATE TEMP TABLE IF NOT EXISTS _ps_last("
	    "place INTEGER PRIMARY KEY); DELETE FROM temp._ps_last");
	if (st == PS_OK && beside && (more = sqlite3_mprintf(" UNION ALL "
	    "SELECT ps_place(" ROW ") AS p,%s FROM main.\"%w\" WHERE %s",
	    g->key, g->aside, g->whole)) == NULL)
		st = sq_no_memory(g->s);
	if (st == PS_OK)
		st = sq_run(g->s, sqlite3_mprintf("INSERT INTO temp._ps_last "
		    "SELECT max(p) FROM (SELECT ps_place(%s) AS p,%s FROM "
		    "main.\"%w\" WHERE %s%s) WHERE p >= 0 GROUP BY %s",
		    g->rowid, g->key, g->t->name, g->whole,
		    more == NULL ? "" : more, g->key));
	sqlite3_free(more);
	return st;
}

#define IS_LAST	"(SELECT place FROM temp._ps_last)"

static enum ps_status
make_aside(struct folding *g)
{
	return sq_run(g->s, sqlite3_mprintf("CREATE TABLE main.\"%w\"(" ROW
	    " INTEGER PRIMARY KEY%s)", g->aside, g->columns));
}

/* Made when most rows are gone; later rows keep it up. */
static enum ps_status
make_index(struct folding *g)
{
	return sq_run(g->s, sqlite3_mprintf("CREATE INDEX IF NOT EXISTS main."
	    "\"_ps_key_%w\" ON \"%w\"(%s)", g->t->name, g->t->name,
	    g->key));
}

static enum ps_status
drop_index(struct folding *g)
{
	return sq_run(g->s, sqlite3_mprintf("DROP INDEX IF EXISTS main."
	    "\"_ps_key_%w\"", g->t->name));
}

static enum ps_status
set_aside(struct folding *g, bool there)
{
	char		*others;
	enum ps_status	 st = there ? PS_OK : make_aside(g);

	others = sqlite3_mprintf(" WHERE %s AND ps_place(%s) >= 0 AND "
	    "ps_place(%s) NOT IN " IS_LAST, g->whole, g->rowid, g->rowid);
	if (others == NULL)
		return sq_no_memory(g->s);
	if (st == PS_OK)
		st = sq_run(g->s, sqlite3_mprintf("INSERT INTO main.\"%w\"("
		    ROW "%s) SELECT %s%s FROM main.\"%w\"%s", g->aside,
		    g->columns, g->rowid, g->columns, g->t->name, others));
	if (st == PS_OK)
		st = sq_run(g->s, sqlite3_mprintf("DELETE FROM main.\"%w\"%s",
		    g->t->name, others));
	sqlite3_free(others);
	return st;
}

static enum ps_status
fold(struct folding *g, bool there)
{
	struct ps_fold	*f = g->f;
	int64_t		 all, whole, last;
	enum ps_status	 st;

	if ((st = find_last(g, there && f->again)) != PS_OK)
		return st;
	if (f->again && (st = drop_index(g)) != PS_OK)	/* of another key */
		return st;
	if (there && f->again && (st = bring_back(g, " WHERE ps_place(" ROW
	    ") IN " IS_LAST)) != PS_OK)
		return st;
	all = number(g->s, sqlite3_mprintf("SELECT count(*) FROM main.\"%w\"",
	    g->t->name));
	whole = number(g->s, sqlite3_mprintf("SELECT count(*) FROM main.\"%w\""
	    " WHERE %s", g->t->name, g->whole));
	last = sq_number(g->s, "SELECT count(*) FROM temp._ps_last");
	if (all < whole || whole < 0 || last < 0)
		return sq_error(g->s, sqlite3_errcode(g->s->db));
	f->without = (uint64_t)(all - whole);
	if (whole != last)
		st = set_aside(g, there);
	return st == PS_OK ? make_index(g) : st;
}

static enum ps_status
drop_aside(struct folding *g)
{
	return sq_run(g->s, sqlite3_mprintf("DROP TABLE main.\"%w\"",
	    g->aside));
}

/* How many of each span are kept aside. */
static enum ps_status
count(struct folding *g)
{
	struct ps_fold	*f = g->f;
	sqlite3_stmt	*stmt;
	char		*sql = sqlite3_mprintf("SELECT " ROW " FROM main."
			    "\"%w\"", g->aside);
	int		 rc;

	if (sql == NULL)
		return sq_no_memory(g->s);
	rc = sqlite3_prepare_v2(g->s->db, sql, -1, &stmt, NULL);
	sqlite3_free(sql);
	while (rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
		struct ps_fold_span *p = span_of(f,
		    sqlite3_column_int64(stmt, 0));

		f->folded++;
		if (p != NULL)
			p->folded++;
	}
	rc = rc != SQLITE_OK ? rc : sqlite3_finalize(stmt);
	return rc == SQLITE_OK ? PS_OK : sq_error(g->s, rc);
}

static enum ps_status
unfold(struct folding *g, bool there)
{
	enum ps_status	st = drop_index(g);

	if (st == PS_OK && there)
		st = bring_back(g, "");
	return st == PS_OK && there ? drop_aside(g) : st;
}

static enum ps_status
work(struct folding *g)
{
	bool		there;
	enum ps_status	st;

	if ((g->aside = sqlite3_mprintf(ASIDE "%s", g->t->name)) == NULL)
		return sq_no_memory(g->s);
	there = is_there(g->s, g->aside);
	if ((st = look(g, there)) != PS_OK || (st = name_key(g)) != PS_OK)
		return st;
	if (g->f->n_columns == 0)
		return unfold(g, there);
	if ((st = fold(g, there)) != PS_OK || !is_there(g->s, g->aside))
		return st;
	st = count(g);
	return st == PS_OK && g->f->folded == 0 ? drop_aside(g) : st;
}

enum ps_status
sq_fold(struct ps_self *self, const struct ps_table *t, struct ps_fold *f)
{
	struct sink	*s = self->state;
	struct folding	 g = { .s = s, .t = t, .f = f };
	enum ps_status	 st;

	s->self = self;
	f->folded = f->without = 0;
	for (size_t i = 0; i < f->n_spans; i++)
		f->spans[i].folded = 0;
	if ((st = sq_by_number(s, t, &g.rowid)) != PS_OK)
		return st;
	s->fold = f;
	st = work(&g);
	s->fold = NULL;
	sqlite3_free(g.aside);
	sqlite3_free(g.columns);
	sqlite3_free(g.key);
	sqlite3_free(g.whole);
	return st;
}
