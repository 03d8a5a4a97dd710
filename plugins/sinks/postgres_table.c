/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_table.c - user tables: made, widened, written, emptied by range.
 *
 * Rows are numbered in a column of their own, the last one: numbers come from
 * one sequence for the whole schema, a block at a time, so that writers on
 * several machines never give the same.
 */
#include "postgres_sink.h"

#define BLOCK		(1 << 24)	/* as the sequence counts */
#define NUMERIC_MOST	1000		/* digits of a declared precision */

/* By enum ps_type; NULL: it depends on the precision. */
static const struct {
	const char	*name;
	enum kind	 kind;
} declared[] = {
	[PS_NULL] = { "text", K_TEXT }, [PS_BOOL] = { "boolean", K_BOOL },
	[PS_INT] = { "bigint", K_INT }, [PS_BIGINT] = { "numeric", K_NUMERIC },
	[PS_DECIMAL] = { NULL, K_NUMERIC },
	[PS_REAL] = { "double precision", K_REAL },
	[PS_DATE] = { "date", K_DATE }, [PS_TIME] = { "time", K_TIME },
	[PS_TIMESTAMP] = { "timestamp", K_STAMP },
	[PS_TIMESTAMPTZ] = { "timestamptz", K_STAMPTZ },
	[PS_INTERVAL] = { "text", K_TEXT }, [PS_UUID] = { "uuid", K_UUID },
	[PS_INET] = { "inet", K_INET }, [PS_MACADDR] = { "text", K_TEXT },
	[PS_URL] = { "text", K_TEXT }, [PS_EMAIL] = { "text", K_TEXT },
	[PS_JSON] = { "json", K_JSON }, [PS_BLOB] = { "bytea", K_BYTES },
	[PS_TEXT] = { "text", K_TEXT }
};
#define N_DECLARED	(sizeof(declared) / sizeof(declared[0]))

enum kind
pg_kind(enum ps_type type)
{
	return type < N_DECLARED ? declared[type].kind : K_TEXT;
}

void
pg_type(struct text *t, const struct ps_column *c)
{
	if (c->type >= N_DECLARED) {
		text_str(t, "text");
	} else if (declared[c->type].name != NULL) {
		text_str(t, declared[c->type].name);
	} else {
		text_str(t, "numeric");
		if (c->precision < 1 || c->precision > NUMERIC_MOST ||
		    c->scale < 0 || c->scale > c->precision)
			return;
		text_char(t, '(');
		text_int(t, c->precision);
		text_char(t, ',');
		text_int(t, c->scale);
		text_char(t, ')');
	}
}

bool
pg_is_there(struct sink *s, const char *before, const char *name)
{
	struct text	t = { 0 }, quoted = { 0 };

	text_name(&quoted, before, name);
	text_str(&t, "SELECT (to_regclass(");
	text_char(&quoted, '\0');
	t.bad |= quoted.bad;
	if (!t.bad)
		text_literal(&t, quoted.p);
	text_str(&t, ") IS NOT NULL)::int");
	text_free(&quoted);
	return pg_number(s, &t, 0) == 1;
}

enum ps_status
pg_define(struct sink *s, struct text *t)
{
	struct text	 copy = { 0 };
	struct rows	*log = pg_ledger_rows(s, "_ps_schema_log",
			    "(statement)", 11);
	size_t		 before;
	enum ps_status	 st;

	text_add(&copy, t->p, t->n);
	st = pg_run(s, t);
	if (st == PS_OK && (log == NULL || copy.bad))
		st = pg_no_memory(s);
	if (st == PS_OK) {
		before = log->data.n;
		pg_escape(&log->data, copy.p, copy.n);
		text_char(&log->data, '\n');
		s->n_waiting += log->data.n - before;
		s->n_ledger += log->data.n - before;
		if (!s->in_document)
			log->mark = log->data.n;
	}
	text_free(&copy);
	return st;
}

/* What a column was called in the document, and its unit. */
static void
comment(struct text *sql, const struct ps_table *t, const struct ps_column *c)
{
	const char	*original = c->original == NULL ? "" : c->original;
	bool		 other = *original != '\0' &&
			    strcmp(original, c->name) != 0;
	struct text	 said = { 0 };
	char		*text;

	if (!other && c->unit == NULL)
		return;
	if (other)
		pg_show_text(&said, original, strlen(original));
	if (c->unit != NULL) {
		text_str(&said, other ? ", in " : "in ");
		pg_show_text(&said, c->unit, strlen(c->unit));
	}
	if ((text = text_take(&said)) == NULL) {
		sql->bad = true;
		return;
	}
	text_str(sql, ";COMMENT ON COLUMN ");
	text_name(sql, "", t->name);
	text_char(sql, '.');
	text_name(sql, "", c->name);
	text_str(sql, " IS ");
	text_literal(sql, text);
	free(text);
}

/* CREATE TABLE "name"("a" bigint, ..., "_ps_row" bigint) */
static void
create_text(struct text *sql, const struct sink *s, const struct ps_table *t)
{
	text_str(sql, s->opt->unlogged ? "CREATE UNLOGGED TABLE IF NOT EXISTS "
	    : "CREATE TABLE IF NOT EXISTS ");
	text_name(sql, "", t->name);
	text_char(sql, '(');
	for (uint32_t i = 0; i < t->n_columns; i++) {
		text_name(sql, "", t->columns[i].name);
		text_char(sql, ' ');
		pg_type(sql, &t->columns[i]);
		text_str(sql, ", ");
	}
	if (t->flags & PS_PROVENANCE)
		text_str(sql, "\"_doc\" bigint, \"_line\" bigint, ");
	text_str(sql, "\"" PG_ROW "\" bigint)");
}

/* Apart, others must have ended with the table, and see it at once. */
static enum ps_status
define_at(struct sink *s, struct sink *at, struct text *sql)
{
	enum ps_status	st;

	st = at == s ? pg_savepoint(s) : pg_apart_commit(s);
	if (st == PS_OK)
		st = pg_define(at, sql);
	else
		text_free(sql);
	return st == PS_OK && at != s ? pg_apart_commit(s) : st;
}

enum ps_status
pg_table(struct ps_self *self, const struct ps_table *t)
{
	struct sink	*s = self->state, *at;
	struct text	 sql = { 0 };
	struct ps_table	 as;
	enum ps_status	 st;

	s->self = self;
	if ((st = pg_transact(s)) != PS_OK)
		return st;
	if (!(t->flags & PS_NEW_TABLE) && pg_is_there(s, "", t->name))
		return PS_OK;
	if ((st = pg_apart_table(s, t)) < PS_SKIP)
		return st;
	at = pg_at(s, t, &as);
	create_text(&sql, s, &as);
	for (uint32_t i = 0; i < t->n_columns; i++)
		comment(&sql, &as, &t->columns[i]);
	if ((st = define_at(s, at, &sql)) != PS_OK)
		return st;
	return (t->flags & PS_NEW_TABLE) == 0 || at != s ||
	    pg_rows(s, t, true) != NULL ? PS_OK : pg_no_memory(s);
}

enum ps_status
pg_widen(struct ps_self *self, const struct ps_table *t, uint32_t n)
{
	struct sink	*s = self->state, *at;
	struct text	 sql = { 0 };
	struct ps_table	 as;

	s->self = self;
	if (n == 0)
		return PS_OK;
	at = pg_at(s, t, &as);
	text_str(&sql, "ALTER TABLE ");
	text_name(&sql, "", as.name);
	for (uint32_t i = n > t->n_columns ? 0 : t->n_columns - n;
	    i < t->n_columns; i++) {
		text_str(&sql, i + n > t->n_columns ? ", " : " ");
		text_str(&sql, "ADD COLUMN IF NOT EXISTS ");
		text_name(&sql, "", t->columns[i].name);
		text_char(&sql, ' ');
		pg_type(&sql, &t->columns[i]);
	}
	for (uint32_t i = n > t->n_columns ? 0 : t->n_columns - n;
	    i < t->n_columns; i++)
		comment(&sql, &as, &t->columns[i]);
	return define_at(s, at, &sql);
}

/* --- numbers that are longer than their column was declared --------------- */

static int
digits_before(const struct ps_cell *c)
{
	uint64_t	u = c->value.integer < 0 ?
			    0 - (uint64_t)c->value.integer :
			    (uint64_t)c->value.integer;
	int		n = 0;

	for (; u > 0; u /= 10)
		n++;
	return n - c->scale;
}

static bool
is_long_text(const struct ps_batch *b, const struct ps_cell *c,
    const struct field *f)
{
	const char	*p, *mark;
	size_t		 before;

	if (c->value.offset > b->n_bytes ||
	    c->length > b->n_bytes - c->value.offset || c->length == 0)
		return false;
	p = b->bytes + c->value.offset;
	mark = memchr(p, '.', c->length);
	before = mark == NULL ? c->length : (size_t)(mark - p);
	return before - (*p == '-') > (size_t)(f->precision - f->scale) ||
	    (mark != NULL && c->length - before - 1 > (size_t)f->scale);
}

static bool
is_long(const struct ps_batch *b, uint32_t column, const struct field *f)
{
	int32_t	from = column < b->n_map ? b->map[column] : -1;

	if (from < 0 || (uint32_t)from >= b->n_columns)
		return false;
	for (uint32_t i = 0; i < b->n_rows; i++) {
		const struct ps_cell *c = &b->cells[(size_t)i * b->n_columns +
		    (uint32_t)from];

		if (c->type == PS_NULL)
			continue;
		if ((c->flags & PS_CELL_TEXT) ? is_long_text(b, c, f) :
		    c->scale > f->scale ||
		    digits_before(c) > f->precision - f->scale)
			return true;
	}
	return false;
}

/* It takes any number then, until the column is settled. */
static enum ps_status
loosen(struct sink *s, struct sink *at, struct rows *r,
    const struct ps_table *t, const struct ps_batch *b)
{
	struct text	sql;
	enum ps_status	st = PS_OK;

	for (uint32_t i = 0; i < t->n_columns && st == PS_OK; i++) {
		if (r->fields[i].precision == 0 ||
		    !is_long(b, i, &r->fields[i]))
			continue;
		memset(&sql, 0, sizeof(sql));
		text_str(&sql, "ALTER TABLE ");
		text_name(&sql, "", t->name);
		text_str(&sql, " ALTER COLUMN ");
		text_name(&sql, "", t->columns[i].name);
		text_str(&sql, " TYPE numeric");
		st = define_at(s, at, &sql);
		r->fields[i].precision = r->fields[i].scale = 0;
		r->young = s->in_document;
	}
	return st;
}

static enum ps_status
number_rows(struct sink *s, uint32_t n, int64_t *first)
{
	struct text	t = { 0 };
	enum ps_status	st;

	if (s->next_row == 0 || s->next_row + n > s->last_row) {
		if ((st = pg_transact(s)) != PS_OK)
			return st;
		text_str(&t, "SELECT nextval('_ps_row_numbers')");
		s->next_row = pg_number(s, &t, 0);
		s->last_row = s->next_row + BLOCK;
		if (s->next_row == 0)
			return PS_FATAL;
	}
	*first = s->next_row;
	s->next_row += n;
	return PS_OK;
}

enum ps_status
pg_write(struct ps_self *self, const struct ps_table *t,
    const struct ps_batch *b, int64_t *first)
{
	struct sink	*s = self->state, *at;
	struct ps_table	 as;
	struct rows	*r;
	const char	*wrong;
	enum ps_status	 st;

	s->self = self;
	*first = 0;
	if (b->n_rows == 0)
		return PS_OK;
	if ((st = number_rows(s, b->n_rows, first)) != PS_OK)
		return st;
	at = pg_at(s, t, &as);
	if ((r = pg_rows(at, &as, false)) == NULL)
		return PS_FATAL;
	if ((st = loosen(s, at, r, &as, b)) != PS_OK)
		return st;
	if ((wrong = pg_encode(at, r, b, *first)) != NULL)
		return ps_fail(self, PS_FAIL, 0, "%s: table '%s': %s; leave "
		    "columns or the document out", s->where, t->name, wrong);
	return at == s ? pg_flush_some(s, r) : pg_apart_send(s, r);
}

static enum ps_status
remove_from(struct sink *s, const char *table, const char *column,
    int64_t first, int64_t last)
{
	struct text	t = { 0 };

	text_str(&t, "DELETE FROM ");
	text_name(&t, "", table);
	text_str(&t, " WHERE ");
	text_name(&t, "", column);
	text_str(&t, " BETWEEN ");
	text_int(&t, first);
	text_str(&t, " AND ");
	text_int(&t, last);
	return pg_run(s, &t);
}

/* Numbers only grow, so that an index of ranges is enough. */
static enum ps_status
index_rows(struct sink *s, const char *table, const char *column)
{
	struct text	t = { 0 };

	if (pg_is_there(s, "_ps_by_row_", table))
		return PS_OK;
	text_str(&t, "CREATE INDEX IF NOT EXISTS ");
	text_name(&t, "_ps_by_row_", table);
	text_str(&t, " ON ");
	text_name(&t, "", table);
	text_str(&t, " USING brin (");
	text_name(&t, "", column);
	text_str(&t, ") WITH (pages_per_range = 16, autosummarize = on)");
	return pg_run(s, &t);
}

enum ps_status
pg_remove(struct ps_self *self, const struct ps_table *t, int64_t first,
    int64_t last)
{
	struct sink	*s = self->state;
	enum ps_status	 st;

	s->self = self;
	if ((st = pg_savepoint(s)) != PS_OK ||
	    (st = index_rows(s, t->name, PG_ROW)) != PS_OK ||
	    (st = index_rows(s, PG_EXACT, "row")) != PS_OK)
		return st;
	if ((t->flags & PS_KEYED) &&
	    (st = pg_fold_remove(s, t, first, last)) != PS_OK)
		return st;
	st = remove_from(s, PG_EXACT, "row", first, last);
	return st != PS_OK ? st : remove_from(s, t->name, PG_ROW, first, last);
}
