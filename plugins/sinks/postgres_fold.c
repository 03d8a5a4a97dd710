/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_fold.c - tables with a key: of rows alike in it the last one stays.
 *
 * The others move to a table of their own, _ps_replaced_NAME, under the same
 * numbers.  Which row is last the core says by spans of rows, which become a
 * table for the time being; all else is done by sets.
 */
#include "postgres_sink.h"

#define ASIDE		"_ps_replaced_"
#define SPANS		"_ps_spans"
#define PLACED		"_ps_placed"
#define SPANS_AT_ONCE	1000

struct folding {
	struct sink		*s;
	const struct ps_table	*t;
	struct ps_fold		*f;
	char			*columns;	/* "a","b" as they are now */
	char			*key;		/* "a","b"::text */
	char			*whole;		/* no column of it is NULL */
};

/* Texts are put together from these; '@' is the table, '^' that aside. */
static void
put(struct text *sql, const struct folding *g, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '@')
			text_name(sql, "", g->t->name);
		else if (*text == '^')
			text_name(sql, ASIDE, g->t->name);
		else if (*text == '~')
			text_str(sql, g->columns);
		else if (*text == '&')
			text_str(sql, g->key);
		else if (*text == '!')
			text_str(sql, g->whole);
		else
			text_char(sql, *text);
	}
}

static enum ps_status
run(const struct folding *g, const char *text)
{
	struct text	sql = { 0 };

	put(&sql, g, text);
	return pg_run(g->s, &sql);
}

static int64_t
number(const struct folding *g, const char *text)
{
	struct text	sql = { 0 };

	put(&sql, g, text);
	return pg_number(g->s, &sql, -1);
}

enum ps_status
pg_fold_remove(struct sink *s, const struct ps_table *t, int64_t first,
    int64_t last)
{
	struct text	sql = { 0 };

	if (!pg_is_there(s, ASIDE, t->name))
		return PS_OK;
	text_str(&sql, "DELETE FROM ");
	text_name(&sql, ASIDE, t->name);
	text_str(&sql, " WHERE \"" PG_ROW "\" BETWEEN ");
	text_int(&sql, first);
	text_str(&sql, " AND ");
	text_int(&sql, last);
	return pg_run(s, &sql);
}

static const char columns_text[] =
	"SELECT string_agg(quote_ident(a.attname), ',' ORDER BY a.attnum) "
	"FROM pg_attribute a WHERE a.attrelid = '@'::regclass AND a.attnum > 0 "
	"AND NOT a.attisdropped AND a.attgenerated = ''";

static const char missing_text[] =
	"SELECT 'ADD COLUMN ' || quote_ident(a.attname) || ' ' || "
	"format_type(a.atttypid, a.atttypmod) FROM pg_attribute a WHERE "
	"a.attrelid = '@'::regclass AND a.attnum > 0 AND NOT a.attisdropped "
	"AND a.attgenerated = '' AND NOT EXISTS (SELECT FROM pg_attribute b "
	"WHERE b.attrelid = '^'::regclass AND b.attname = a.attname AND NOT "
	"b.attisdropped)";

/* A name within a text within SQL: its quotes are doubled by put(). */
static PGresult *
ask_catalogue(const struct folding *g, const char *text)
{
	struct text	sql = { 0 }, name;
	PGresult	*r;

	for (; *text != '\0'; text++) {
		if (*text != '@' && *text != '^') {
			text_char(&sql, *text);
			continue;
		}
		memset(&name, 0, sizeof(name));
		text_name(&name, *text == '@' ? "" : ASIDE, g->t->name);
		for (size_t i = 0; i < name.n; i++) {
			if (name.p[i] == '\'')
				text_char(&sql, '\'');
			text_char(&sql, name.p[i]);
		}
		text_free(&name);
	}
	r = pg_ask(g->s, &sql);
	return r;
}

/* All columns of the table, those that people added among them. */
static enum ps_status
look(struct folding *g, bool there)
{
	PGresult	*r = ask_catalogue(g, columns_text);
	enum ps_status	 st = r == NULL ? PS_FATAL : PS_OK;

	if (st == PS_OK && (g->columns = strdup(PQgetvalue(r, 0, 0))) == NULL)
		st = pg_no_memory(g->s);
	PQclear(r);
	if (st != PS_OK || !there)
		return st;
	if ((r = ask_catalogue(g, missing_text)) == NULL)
		return PS_FATAL;
	for (int i = 0; i < PQntuples(r) && st == PS_OK; i++) {
		struct text	sql = { 0 };

		put(&sql, g, "ALTER TABLE ^ ");
		text_str(&sql, PQgetvalue(r, i, 0));
		st = pg_run(g->s, &sql);
	}
	PQclear(r);
	return st;
}

/* JSON has no equality of its own. */
static enum ps_status
name_key(struct folding *g)
{
	struct text	key = { 0 }, whole = { 0 };

	for (uint32_t i = 0; i < g->f->n_columns; i++) {
		const struct ps_column	*c =
		    &g->t->columns[g->f->columns[i]];

		text_str(&key, i == 0 ? "" : ",");
		text_name(&key, "", c->name);
		text_str(&key, c->type == PS_JSON ? "::text" : "");
		text_str(&whole, i == 0 ? "(" : " AND ");
		text_name(&whole, "", c->name);
		text_str(&whole, " IS NOT NULL");
	}
	text_str(&whole, g->f->n_columns == 0 ? "" : ")");
	g->key = text_take(&key);
	g->whole = text_take(&whole);
	return g->key == NULL || g->whole == NULL ? pg_no_memory(g->s) :
	    PS_OK;
}

static enum ps_status
make_spans(struct folding *g)
{
	enum ps_status	st = run(g, "CREATE UNLOGGED TABLE " SPANS
			    "(first bigint PRIMARY KEY, last bigint, "
			    "place bigint)");
	const struct ps_fold	*f = g->f;

	for (size_t i = 0; i < f->n_spans && st == PS_OK;) {
		struct text	sql = { 0 };

		text_str(&sql, "INSERT INTO " SPANS " VALUES ");
		for (size_t k = 0; k < SPANS_AT_ONCE && i < f->n_spans;
		    k++, i++) {
			text_str(&sql, k == 0 ? "(" : ",(");
			text_int(&sql, f->spans[i].first);
			text_char(&sql, ',');
			text_int(&sql, f->spans[i].last);
			text_char(&sql, ',');
			text_int(&sql, f->spans[i].place);
			text_char(&sql, ')');
		}
		st = pg_run(g->s, &sql);
	}
	return st == PS_OK ? run(g, "ANALYZE " SPANS) : st;
}

#define SPAN_OF	" r CROSS JOIN LATERAL (SELECT * FROM " SPANS " WHERE first " \
	"<= r.\"" PG_ROW "\" ORDER BY first DESC LIMIT 1) s WHERE r.\""	\
	PG_ROW "\" <= s.last"
#define PLACE	"s.place + (r.\"" PG_ROW "\" - s.first) AS place"

/* Each row's rank among those of its key, 1 for the last one. */
static enum ps_status
rank(struct folding *g, bool beside)
{
	struct text	sql = { 0 };

	put(&sql, g, "CREATE UNLOGGED TABLE " PLACED " AS SELECT number, "
	    "aside, row_number() OVER (PARTITION BY &  ORDER BY place DESC) "
	    "AS rank FROM (SELECT ~, r.\"" PG_ROW "\" AS number, false AS "
	    "aside, " PLACE " FROM @" SPAN_OF " AND !");
	if (beside)
		put(&sql, g, " UNION ALL SELECT ~, r.\"" PG_ROW "\" AS "
		    "number, true AS aside, " PLACE " FROM ^" SPAN_OF
		    " AND !");
	text_str(&sql, ") x");
	return pg_run(g->s, &sql);
}

static const char *const back[] = {
	"INSERT INTO @(~) SELECT ~ FROM ^ WHERE \"" PG_ROW "\" IN (SELECT "
	    "number FROM " PLACED " WHERE aside AND rank = 1)",
	"DELETE FROM ^ WHERE \"" PG_ROW "\" IN (SELECT number FROM " PLACED
	    " WHERE aside AND rank = 1)", NULL
};
static const char *const away[] = {
	"INSERT INTO ^(~) SELECT ~ FROM @ WHERE \"" PG_ROW "\" IN (SELECT "
	    "number FROM " PLACED " WHERE NOT aside AND rank > 1)",
	"DELETE FROM @ WHERE \"" PG_ROW "\" IN (SELECT number FROM " PLACED
	    " WHERE NOT aside AND rank > 1)", NULL
};
static const char *const all_back[] = {
	"INSERT INTO @(~) SELECT ~ FROM ^", "DROP TABLE ^", NULL
};
static const char *const done[] = {
	"DROP TABLE " PLACED, "DROP TABLE " SPANS, NULL
};

static enum ps_status
run_all(struct folding *g, const char *const *texts)
{
	enum ps_status	st = PS_OK;

	for (; *texts != NULL && st == PS_OK; texts++)
		st = run(g, *texts);
	return st;
}

static struct ps_fold_span *
span_at(struct ps_fold *f, int64_t first)
{
	size_t	low = 0, high = f->n_spans, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (f->spans[middle].first < first)
			low = middle + 1;
		else
			high = middle;
	}
	return low < f->n_spans && f->spans[low].first == first ?
	    &f->spans[low] : NULL;
}

/* How many of each span are kept aside. */
static enum ps_status
count(struct folding *g)
{
	struct text	 sql = { 0 };
	PGresult	*r;
	int64_t		 all = number(g, "SELECT count(*) FROM ^");

	if (all < 0)
		return PS_FATAL;
	g->f->folded = (uint64_t)all;
	put(&sql, g, "SELECT s.first, count(*) FROM ^" SPAN_OF
	    " GROUP BY 1");
	if ((r = pg_ask(g->s, &sql)) == NULL)
		return PS_FATAL;
	for (int i = 0; i < PQntuples(r); i++) {
		struct ps_fold_span *p = span_at(g->f,
		    pg_whole(PQgetvalue(r, i, 0)));

		if (p != NULL)
			p->folded = (uint64_t)pg_whole(PQgetvalue(r,
			    i, 1));
	}
	PQclear(r);
	return PS_OK;
}

static enum ps_status
fold(struct folding *g, bool there)
{
	int64_t		without, moves;
	enum ps_status	st;

	if ((st = make_spans(g)) != PS_OK ||
	    (st = rank(g, there && g->f->again)) != PS_OK)
		return st;
	if (there && g->f->again && (st = run_all(g, back)) != PS_OK)
		return st;
	without = number(g, "SELECT count(*) FROM @ WHERE NOT !");
	moves = number(g, "SELECT count(*) FROM " PLACED " WHERE NOT aside "
	    "AND rank > 1");
	if (without < 0 || moves < 0)
		return PS_FATAL;
	g->f->without = (uint64_t)without;
	if (moves > 0 && !there)
		st = run(g, "CREATE TABLE ^ (LIKE @)");
	if (st == PS_OK && moves > 0)
		st = run_all(g, away);
	if (st == PS_OK && (there || moves > 0))
		st = count(g);
	if (st == PS_OK && (there || moves > 0) && g->f->folded == 0)
		st = run(g, "DROP TABLE ^");
	return st == PS_OK ? run_all(g, done) : st;
}

static enum ps_status
work(struct folding *g)
{
	bool		there = pg_is_there(g->s, ASIDE, g->t->name);
	enum ps_status	st;

	if ((st = look(g, there)) != PS_OK || (st = name_key(g)) != PS_OK)
		return st;
	if (g->f->n_columns > 0)
		return fold(g, there);
	return there ? run_all(g, all_back) : PS_OK;
}

enum ps_status
pg_fold(struct ps_self *self, const struct ps_table *t, struct ps_fold *f)
{
	struct sink	*s = self->state;
	struct folding	 g = { .s = s, .t = t, .f = f };
	enum ps_status	 st;

	s->self = self;
	f->folded = f->without = 0;
	for (size_t i = 0; i < f->n_spans; i++)
		f->spans[i].folded = 0;
	if ((st = pg_transact(s)) != PS_OK || (st = pg_flush(s)) != PS_OK)
		return st;
	st = work(&g);
	free(g.columns);
	free(g.key);
	free(g.whole);
	return st;
}
