/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_settle.c - a table brought to its final types.
 *
 * Where the server's own cast gives what the core would, ALTER TABLE does it.
 * All rows whose values are others go, by number, to a table of their own and
 * from there into the settled one, in the same transaction.
 */
#include "postgres_settle.h"

static bool
is_cast(enum kind from, enum kind to)
{
	return from == to || (from == K_INT && (to == K_NUMERIC ||
	    to == K_REAL || to == K_TEXT)) || (from == K_DATE &&
	    to == K_STAMP);
}

static const struct { int oid; enum kind kind; } kinds[] = {
	{ 25, K_TEXT }, { 16, K_BOOL }, { 20, K_INT }, { 1700, K_NUMERIC },
	{ 701, K_REAL }, { 1082, K_DATE }, { 1083, K_TIME },
	{ 1114, K_STAMP }, { 1184, K_STAMPTZ }, { 2950, K_UUID },
	{ 869, K_INET }, { 114, K_JSON }, { 17, K_BYTES }
};

static void
take_type(struct column *c, Oid oid)
{
	c->ours = false;
	c->from = K_TEXT;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if ((Oid)kinds[i].oid == oid) {
			c->from = kinds[i].kind;
			c->ours = true;
		}
	c->cast = c->ours && is_cast(c->from, c->to);
}

/* Types as they are now, by asking for no row. */
static enum ps_status
look(struct work *w, const bool *changed)
{
	struct text	 sql = { 0 };
	PGresult	*r;

	w->columns = calloc(w->t->n_columns + 1, sizeof(*w->columns));
	if (w->columns == NULL)
		return pg_no_memory(w->s);
	text_str(&sql, "SELECT");
	for (uint32_t i = 0; i < w->t->n_columns; i++) {
		if (!changed[i])
			continue;
		text_char(&sql, w->n == 0 ? ' ' : ',');
		text_name(&sql, "", w->t->columns[i].name);
		w->columns[w->n++] = (struct column){ .number = i,
		    .to = pg_kind(w->t->columns[i].type),
		    .scale = w->t->columns[i].type == PS_DECIMAL ?
		    w->t->columns[i].scale : 0 };
	}
	text_str(&sql, " FROM ");
	text_name(&sql, "", w->t->name);
	text_str(&sql, " LIMIT 0");
	if ((r = pg_ask(w->s, &sql)) == NULL)
		return PS_FATAL;
	for (uint32_t i = 0; i < w->n; i++)
		take_type(&w->columns[i], PQftype(r, (int)i));
	PQclear(r);
	return PS_OK;
}

const char *
pg_settle_name(const struct work *w, uint32_t i)
{
	return w->t->columns[w->columns[i].number].name;
}

enum ps_status
pg_settle_alter(struct work *w)
{
	struct text	sql = { 0 };

	text_str(&sql, "ALTER TABLE ");
	text_name(&sql, "", w->t->name);
	for (uint32_t i = 0; i < w->n; i++) {
		text_str(&sql, i == 0 ? " ALTER COLUMN " : ", ALTER COLUMN ");
		text_name(&sql, "", pg_settle_name(w, i));
		text_str(&sql, " TYPE ");
		pg_type(&sql, &w->t->columns[w->columns[i].number]);
		if (w->convert == NULL || w->columns[i].cast)
			continue;
		text_str(&sql, " USING NULL");
	}
	return pg_define(w->s, &sql);
}

/* --- new values ----------------------------------------------------------- */

static void
select_exact(struct text *sql, const struct work *w)
{
	for (uint32_t i = 0; i < w->n; i++) {
		text_str(sql, " LEFT JOIN " PG_EXACT " e");
		text_int(sql, i);
		text_str(sql, " ON e");
		text_int(sql, i);
		text_str(sql, ".\"row\" = t.\"" PG_ROW "\" AND e");
		text_int(sql, i);
		text_str(sql, ".\"column\" = ");
		text_int(sql, w->columns[i].number);
	}
}

static enum ps_status
declare(struct work *w)
{
	struct text	sql = { 0 };

	text_str(&sql, "DECLARE ps_settle NO SCROLL CURSOR FOR SELECT t.\""
	    PG_ROW "\"");
	for (uint32_t i = 0; i < w->n; i++) {
		text_str(&sql, ",t.");
		text_name(&sql, "", pg_settle_name(w, i));
		if (!w->columns[i].ours)
			text_str(&sql, "::text");
	}
	for (uint32_t i = 0; i < w->n && w->exact; i++) {
		text_str(&sql, ",e");
		text_int(&sql, i);
		text_str(&sql, ".value");
	}
	text_str(&sql, " FROM ");
	text_name(&sql, "", w->t->name);
	text_str(&sql, " t");
	if (w->exact)
		select_exact(&sql, w);
	text_str(&sql, " ORDER BY 1");
	return pg_run(w->s, &sql);
}

static enum ps_status
make_values(struct work *w)
{
	struct text	sql = { 0 }, copy = { 0 };
	enum ps_status	st;

	text_str(&sql, "CREATE UNLOGGED TABLE " NEW_VALUES "(n bigint");
	text_str(&copy, "COPY " NEW_VALUES " FROM STDIN (FORMAT binary)");
	for (uint32_t i = 0; i < w->n; i++) {
		text_str(&sql, ", c");
		text_int(&sql, i);
		text_char(&sql, ' ');
		pg_type(&sql, &w->t->columns[w->columns[i].number]);
	}
	text_char(&sql, ')');
	w->rows.binary = true;
	w->rows.copy = text_take(&copy);
	st = w->rows.copy == NULL ? PS_FATAL : pg_run(w->s, &sql);
	return st;
}

static void
in_value(struct work *w, PGresult *r, int row, uint32_t i,
    struct ps_value *v)
{
	int	at = (int)i + 1, exact = (int)(w->n + i) + 1;

	*v = (struct ps_value){ .type = PS_NULL };
	w->made.n = 0;
	if (w->exact && !PQgetisnull(r, row, exact)) {
		v->type = PS_TEXT;
		v->text = PQgetvalue(r, row, exact);
		v->length = (uint32_t)PQgetlength(r, row, exact);
	} else if (!PQgetisnull(r, row, at)) {
		pg_decode(&w->made, w->columns[i].from,
		    PQgetvalue(r, row, at),
		    (size_t)PQgetlength(r, row, at), v);
	}
}

static void
keep_exact(struct work *w, int64_t row, uint32_t i, const struct ps_value *v)
{
	struct rows	*x = pg_exact_rows(w->s);

	if (x == NULL) {
		w->out.bad = true;
		return;
	}
	pg_put_int(&x->data, 3, 2);
	pg_put_int(&x->data, 8, 4);
	pg_put_int(&x->data, row, 8);
	pg_put_int(&x->data, 8, 4);
	pg_put_int(&x->data, w->columns[i].number, 8);
	pg_put_field(&x->data, v->text, v->length);
	x->mark = x->data.n;
	w->s->n_waiting += v->length + 30;
}

/* One row; one that the cast has right leaves nothing. */
static enum ps_status
convert_row(struct work *w, PGresult *r, int row)
{
	struct ps_value	 in, out, n;
	size_t		 from = w->out.n, at;
	bool		 differs = false, exact;
	enum ps_status	 st;

	pg_decode(&w->made, K_INT, PQgetvalue(r, row, 0), 8, &n);
	pg_put_int(&w->out, (int64_t)w->n + 1, 2);
	pg_put_int(&w->out, 8, 4);
	pg_put_int(&w->out, n.integer, 8);
	for (uint32_t i = 0; i < w->n; i++) {
		const struct column *c = &w->columns[i];

		in_value(w, r, row, i, &in);
		w->before.n = 0;
		if (!c->cast)
			pg_put_int(&w->before, -1, 4);
		else
			(void)pg_put_value(&w->before, c->to, c->scale, &in,
			    &exact);
		st = w->convert(w->arg, n.integer, c->number, &in, &out);
		if (st < PS_SKIP)
			return st;
		at = w->out.n;
		if (!pg_put_value(&w->out, c->to, c->scale, &out, &exact))
			return ps_fail(w->s->self, PS_FAIL, 0, "%s: table "
			    "'%s': a value of column '%s' is not of its new "
			    "type; please report this", w->s->where,
			    w->t->name, pg_settle_name(w, i));
		if (!exact)
			keep_exact(w, n.integer, i, &out);
		differs |= w->out.n - at != w->before.n ||
		    memcmp(w->out.p + at, w->before.p, w->before.n) != 0;
	}
	w->rows_read++;
	w->rows_changed += differs;
	if (!differs)
		w->out.n = from;
	return w->out.bad || w->before.bad || w->made.bad ?
	    pg_no_memory(w->s) : PS_OK;
}

static enum ps_status
send_values(struct work *w)
{
	enum ps_status	st = PS_OK;

	if (w->out.n > 0)
		st = pg_send(w->s, &w->rows, w->out.p, w->out.n);
	w->out.n = 0;
	return st == PS_OK ? pg_copy_end(w->s) : st;
}

static enum ps_status
convert_all(struct work *w)
{
	struct text	 sql;
	PGresult	*r;
	enum ps_status	 st = declare(w);
	int		 n = 1;

	while (st == PS_OK && n > 0) {
		memset(&sql, 0, sizeof(sql));
		text_str(&sql, "FETCH 20000 FROM ps_settle");
		if ((r = pg_ask_binary(w->s, &sql)) == NULL)
			return PS_FATAL;
		n = PQntuples(r);
		for (int row = 0; row < n && st == PS_OK; row++)
			st = convert_row(w, r, row);
		PQclear(r);
		if (st == PS_OK)
			st = journal_add(w->s, 'S',
			    "MOVE 20000 FROM ps_settle", 25);
		if (st == PS_OK)
			st = send_values(w);
	}
	return st == PS_OK ? pg_exec(w->s, "CLOSE ps_settle") : st;
}

static enum ps_status
forget_exact(struct work *w)
{
	struct text	sql = { 0 };

	text_str(&sql, "DELETE FROM " PG_EXACT " e USING ");
	text_name(&sql, "", w->t->name);
	text_str(&sql, " t WHERE e.\"row\" = t.\"" PG_ROW "\" AND "
	    "e.\"column\" IN (");
	for (uint32_t i = 0; i < w->n; i++) {
		text_str(&sql, i == 0 ? "" : ",");
		text_int(&sql, w->columns[i].number);
	}
	text_char(&sql, ')');
	return pg_run(w->s, &sql);
}

static enum ps_status
rewrite(struct work *w)
{
	struct text	sql = { 0 };
	enum ps_status	st;

	text_str(&sql, "SELECT count(*) FROM (SELECT FROM " PG_EXACT
	    " LIMIT 1) x");
	w->exact = pg_number(w->s, &sql, 0) > 0;
	if ((st = make_values(w)) != PS_OK || (st = convert_all(w)) != PS_OK)
		return st;
	if (w->exact && (st = forget_exact(w)) != PS_OK)
		return st;
	if ((st = pg_settle_put(w)) != PS_OK)
		return st;
	return pg_exec(w->s, "DROP TABLE " NEW_VALUES);
}

static enum ps_status
settle(struct work *w, const bool *changed)
{
	enum ps_status	st;

	if ((st = look(w, changed)) != PS_OK || w->n == 0)
		return st;
	return w->convert == NULL ? pg_settle_alter(w) : rewrite(w);
}

enum ps_status
pg_settle(struct ps_self *self, const struct ps_table *t, const bool *changed,
    ps_convert_fn *convert, void *arg)
{
	struct sink	*s = self->state;
	struct work	 w = { .s = s, .t = t, .convert = convert,
			    .arg = arg };
	enum ps_status	 st;

	s->self = self;
	if ((st = pg_transact(s)) != PS_OK || (st = pg_flush(s)) != PS_OK)
		return st;
	pg_rows_forget(s);
	st = settle(&w, changed);
	free(w.columns);
	free(w.rows.copy);
	text_free(&w.out);
	text_free(&w.before);
	text_free(&w.made);
	return st;
}
