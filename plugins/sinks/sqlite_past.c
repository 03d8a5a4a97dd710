/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sqlite_past.c - rows that are no longer there, kept with when they were.
 *
 * A new row that is an old one takes over since when that was seen, and the
 * old one goes: so the new version stays as it was written, one row behind the
 * other.  Most versions differ little: what they begin with and what they end
 * in is gone through side by side; what is between is sorted, and rows alike
 * are counted, since a document may have some twice.
 */
#include <string.h>

#include "sqlite_sink.h"

static const char *const columns[] = { "_first_seen", "_last_seen", "_hash" };

const char *
sq_past_columns(const struct ps_table *t)
{
	return (t->flags & PS_HISTORY) == 0 ? "" : ", \"_first_seen\" "
	    "INTEGER, \"_last_seen\" INTEGER, \"_hash\" INTEGER";
}

bool
sq_is_past_column(const struct ps_table *t, const char *name)
{
	for (size_t i = 0; i < 3 && (t->flags & PS_HISTORY) != 0; i++)
		if (sqlite3_stricmp(name, columns[i]) == 0)
			return true;
	return false;
}

struct passing {
	struct sink		*s;
	const struct ps_table	*t;
	struct ps_past		*p;
	const char		*rowid;
	const char		*line;		/* what else must be the same */
};

/* Rows of some spans into temp._ps_old or temp._ps_new. */
static enum ps_status
list(const struct passing *g, const char *into, const struct ps_past_span *of,
    size_t n)
{
	enum ps_status	st = PS_OK;

	for (size_t i = 0; i < n && st == PS_OK; i++)
		st = sq_run(g->s, sqlite3_mprintf("INSERT INTO temp.%s SELECT "
		    "%s, \"_hash\", %s, \"_first_seen\" FROM main.\"%w\" "
		    "WHERE %s BETWEEN %lld AND %lld AND \"_last_seen\" IS "
		    "NULL AND \"_hash\" IS NOT NULL", into, g->rowid, g->line,
		    g->t->name, g->rowid, (long long)of[i].first,
		    (long long)of[i].last));
	return st;
}

#define LIST(name)	"CREATE TEMP TABLE IF NOT EXISTS " name "(" \
	"r INTEGER PRIMARY KEY, h, l, f); DELETE FROM temp." name ";"
#define COUNTED(name)	"(SELECT r, h, l, f, row_number() OVER " \
	"(PARTITION BY h, l ORDER BY r) AS n FROM temp." name ")"

/* Which new row is which old one. */
static enum ps_status
match(const struct passing *g)
{
	enum ps_status	st;

	st = sq_exec(g->s, LIST("_ps_old") LIST("_ps_new")
	    "CREATE TEMP TABLE IF NOT EXISTS _ps_same(r INTEGER PRIMARY KEY, "
	    "f, old INTEGER); DELETE FROM temp._ps_same");
	if (st == PS_OK)
		st = list(g, "_ps_old", g->p->old, g->p->n_old);
	if (st == PS_OK)
		st = list(g, "_ps_new", g->p->fresh, g->p->n_fresh);
	return st != PS_OK ? st : sq_exec(g->s, "INSERT INTO temp._ps_same "
	    "SELECT a.r, b.f, b.r FROM " COUNTED("_ps_new") " a JOIN "
	    COUNTED("_ps_old") " b ON a.h = b.h AND a.l = b.l AND a.n = b.n");
}

static enum ps_status
merge_sorted(const struct passing *g)
{
	struct sink	*s = g->s;
	enum ps_status	 st = match(g);

	if (st == PS_OK)
		st = sq_run(s, sqlite3_mprintf("UPDATE main.\"%w\" SET "
		    "\"_first_seen\" = m.f FROM temp._ps_same m WHERE "
		    "main.\"%w\".%s = m.r", g->t->name, g->t->name,
		    g->rowid));
	if (st == PS_OK)
		st = sq_run(s, sqlite3_mprintf("DELETE FROM main.\"%w\" WHERE "
		    "%s IN (SELECT old FROM temp._ps_same)", g->t->name,
		    g->rowid));
	if (st == PS_OK)
		g->p->same += (uint64_t)sqlite3_changes(s->db);
	return st != PS_OK ? st : sq_exec(s, "DELETE FROM temp._ps_old; "
	    "DELETE FROM temp._ps_new; DELETE FROM temp._ps_same");
}

static sqlite3_stmt *
walk(const struct passing *g, const struct ps_past_span *of, bool backwards)
{
	sqlite3_stmt	*stmt = NULL;
	char		*sql = sqlite3_mprintf("SELECT %s, \"_hash\", %s FROM "
			    "main.\"%w\" WHERE %s BETWEEN %lld AND %lld AND "
			    "\"_last_seen\" IS NULL AND \"_hash\" IS NOT NULL "
			    "ORDER BY %s%s", g->rowid, g->line, g->t->name,
			    g->rowid, (long long)of->first,
			    (long long)of->last, g->rowid,
			    backwards ? " DESC" : "");

	if (sql != NULL)
		(void)sqlite3_prepare_v2(g->s->db, sql, -1, &stmt, NULL);
	sqlite3_free(sql);
	return stmt;
}

/* The nth row from that end, and it is there. */
static bool
is_nth(sqlite3_stmt *stmt, const struct ps_past_span *of, int64_t n,
    bool backwards)
{
	return sqlite3_step(stmt) == SQLITE_ROW &&
	    sqlite3_column_int64(stmt, 0) == (backwards ? of->last - n :
	    of->first + n);
}

/* How many rows both have at their beginning, or at their end. */
static enum ps_status
count_common(const struct passing *g, const struct ps_past_span *old,
    const struct ps_past_span *new, bool backwards, int64_t *n)
{
	sqlite3_stmt	*a = walk(g, old, backwards);
	sqlite3_stmt	*b = walk(g, new, backwards);
	enum ps_status	 st = PS_OK;

	*n = 0;
	if (a == NULL || b == NULL)
		st = sq_error(g->s, sqlite3_errcode(g->s->db));
	while (st == PS_OK && is_nth(a, old, *n, backwards) &&
	    is_nth(b, new, *n, backwards) &&
	    sqlite3_column_int64(a, 1) == sqlite3_column_int64(b, 1) &&
	    sqlite3_column_int64(a, 2) == sqlite3_column_int64(b, 2))
		++*n;
	sqlite3_finalize(a);
	sqlite3_finalize(b);
	return st;
}

/* n rows from `old` on are those from `new` on. */
static enum ps_status
take_over(const struct passing *g, int64_t old, int64_t new, int64_t n)
{
	struct sink	*s = g->s;
	enum ps_status	 st = PS_OK;

	if (n > 0)
		st = sq_run(s, sqlite3_mprintf("UPDATE main.\"%w\" AS n SET "
		    "\"_first_seen\" = (SELECT \"_first_seen\" FROM "
		    "main.\"%w\" o WHERE o.%s = n.%s - %lld) WHERE %s BETWEEN "
		    "%lld AND %lld", g->t->name, g->t->name, g->rowid,
		    g->rowid, (long long)(new - old), g->rowid,
		    (long long)new, (long long)(new + n - 1)));
	if (st == PS_OK && n > 0)
		st = sq_run(s, sqlite3_mprintf("DELETE FROM main.\"%w\" WHERE "
		    "%s BETWEEN %lld AND %lld", g->t->name, g->rowid,
		    (long long)old, (long long)(old + n - 1)));
	g->p->same += (uint64_t)n;
	return st;
}

/* What both begin with, end in, and the rest of each. */
static enum ps_status
merge(struct passing *g)
{
	struct ps_past		*p = g->p, whole = *p;
	struct ps_past_span	 old = p->old[0], new = p->fresh[0];
	int64_t			 n;
	enum ps_status		 st = PS_OK;

	if (p->n_old > 1 || p->n_fresh > 1)
		return merge_sorted(g);
	if ((st = count_common(g, &old, &new, false, &n)) != PS_OK ||
	    (st = take_over(g, old.first, new.first, n)) != PS_OK)
		return st;
	old.first += n;
	new.first += n;
	if ((st = count_common(g, &old, &new, true, &n)) != PS_OK ||
	    (st = take_over(g, old.last - n + 1, new.last - n + 1, n)) !=
	    PS_OK)
		return st;
	old.last -= n;
	new.last -= n;
	if (old.first > old.last || new.first > new.last)
		return PS_OK;
	p->old = &old;
	p->fresh = &new;
	st = merge_sorted(g);
	p->old = whole.old;
	p->fresh = whole.fresh;
	return st;
}

/* The rows of one old span that are left. */
static enum ps_status
end(const struct passing *g, const struct ps_past_span *of)
{
	struct sink	*s = g->s;
	char		*sql;
	int64_t		 left;
	enum ps_status	 st;

	st = sq_run(s, sqlite3_mprintf("UPDATE main.\"%w\" SET "
	    "\"_last_seen\" = %lld WHERE %s BETWEEN %lld AND %lld AND "
	    "\"_last_seen\" IS NULL", g->t->name, (long long)g->p->last,
	    g->rowid, (long long)of->first, (long long)of->last));
	if (st != PS_OK)
		return st;
	g->p->ended += (uint64_t)sqlite3_changes(s->db);
	sql = sqlite3_mprintf("SELECT count(*) FROM main.\"%w\" WHERE %s "
	    "BETWEEN %lld AND %lld", g->t->name, g->rowid,
	    (long long)of->first, (long long)of->last);
	if (sql == NULL)
		return sq_no_memory(s);
	left = sq_number(s, sql);
	sqlite3_free(sql);
	if (left < 0)
		return sq_error(s, sqlite3_errcode(s->db));
	g->p->left += (uint64_t)left;
	return PS_OK;
}

enum ps_status
sq_past(struct ps_self *self, const struct ps_table *t, struct ps_past *p)
{
	struct sink	*s = self->state;
	struct passing	 g = { .s = s, .t = t, .p = p };
	enum ps_status	 st;

	s->self = self;
	p->same = p->ended = p->left = 0;
	if ((st = sq_by_number(s, t, &g.rowid)) != PS_OK)
		return st;
	g.line = p->by_line && sq_provenance(s, t) ? "\"_line\"" : "0";
	if (p->n_old > 0 && p->n_fresh > 0)
		st = merge(&g);
	for (size_t i = 0; i < p->n_old && st == PS_OK; i++)
		st = end(&g, &p->old[i]);
	return st;
}
