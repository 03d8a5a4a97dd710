/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sqlite_settle.c - a table brought to its final types.
 *
 * Where the old and the new declaration store numbers alike, only the text in
 * sqlite_schema changes, and those rows whose value does.  Otherwise the table
 * is built anew once for all its columns, with its row numbers, and indexes
 * and triggers that people made on it are made again.
 */
#include <stdio.h>
#include <string.h>

#include "sqlite_settle.h"

static void
put_value(sqlite3_context *out, const struct ps_value *v)
{
	switch (v->type) {
	case PS_NULL:
		sqlite3_result_null(out);
		break;
	case PS_BOOL:
	case PS_INT:
		sqlite3_result_int64(out, v->integer);
		break;
	case PS_REAL:
		sqlite3_result_double(out, v->real);
		break;
	case PS_BLOB:
		sqlite3_result_blob64(out, v->text, v->length,
		    SQLITE_TRANSIENT);
		break;
	default:
		sqlite3_result_text64(out, v->text == NULL ? "" : v->text,
		    v->length, SQLITE_TRANSIENT, SQLITE_UTF8);
	}
}

static void
get_value(sqlite3_value *from, struct ps_value *v)
{
	memset(v, 0, sizeof(*v));
	switch (sqlite3_value_type(from)) {
	case SQLITE_INTEGER:
		v->type = PS_INT;
		v->integer = sqlite3_value_int64(from);
		return;
	case SQLITE_FLOAT:
		v->type = PS_REAL;
		v->real = sqlite3_value_double(from);
		return;
	case SQLITE_TEXT:
		v->type = PS_TEXT;
		v->text = (const char *)sqlite3_value_text(from);
		break;
	case SQLITE_BLOB:
		v->type = PS_BLOB;
		v->text = sqlite3_value_blob(from);
		break;
	default:
		return;
	}
	v->length = (uint32_t)sqlite3_value_bytes(from);
}

/* SQL: ps_convert(row, column, value) */
static void
convert(sqlite3_context *out, int argc, sqlite3_value **argv)
{
	struct sink	*s = sqlite3_user_data(out);
	struct ps_value	 in, value = { .type = PS_NULL };

	(void)argc;
	if (s->convert == NULL) {
		sqlite3_result_error(out, "only a load converts", -1);
		return;
	}
	get_value(argv[2], &in);
	s->convert_status = s->convert(s->convert_arg,
	    sqlite3_value_int64(argv[0]),
	    (uint32_t)sqlite3_value_int64(argv[1]), &in, &value);
	if (s->convert_status < PS_SKIP)
		sqlite3_result_error(out, "a value cannot be converted", -1);
	else
		put_value(out, &value);
}

int
sq_settle_register(struct sink *s)
{
	return sqlite3_create_function_v2(s->db, "ps_convert", 3, SQLITE_UTF8 |
	    SQLITE_DIRECTONLY, s, convert, NULL, NULL, NULL);
}

static void
forget_found(struct work *w)
{
	for (uint32_t i = 0; i < w->n_found; i++) {
		sqlite3_free(w->found[i].name);
		sqlite3_free(w->found[i].type);
		sqlite3_free(w->found[i].def);
	}
	sqlite3_free(w->found);
}

static char *
copy_column(sqlite3_stmt *stmt, int i)
{
	const char	*text = (const char *)sqlite3_column_text(stmt, i);

	return text == NULL ? NULL : sqlite3_mprintf("%s", text);
}

/* Columns mostly stand where they are expected: look there first. */
static int32_t
find_ours(const struct ps_table *t, const char *name, uint32_t at)
{
	for (uint32_t i = 0; i < t->n_columns; i++) {
		uint32_t	j = (at + i) % t->n_columns;

		if (sqlite3_stricmp(t->columns[j].name, name) == 0)
			return (int32_t)j;
	}
	return -1;
}

static enum ps_status
add_found(struct work *w, sqlite3_stmt *stmt)
{
	struct found	*f = sqlite3_realloc64(w->found,
			    (w->n_found + 1) * sizeof(*f));

	if (f == NULL)
		return sq_no_memory(w->s);
	w->found = f;
	f += w->n_found;
	memset(f, 0, sizeof(*f));
	f->name = copy_column(stmt, 0);
	f->type = copy_column(stmt, 1);
	f->not_null = sqlite3_column_int(stmt, 2) != 0;
	f->def = copy_column(stmt, 3);
	f->generated = sqlite3_column_int(stmt, 4) != 0;
	w->n_found++;
	if (f->name == NULL)
		return sq_no_memory(w->s);
	f->ours = find_ours(w->table, f->name, w->n_found - 1);
	return PS_OK;
}

static enum ps_status
look(struct work *w)
{
	struct sink	*s = w->s;
	sqlite3_stmt	*stmt;
	enum ps_status	 st = PS_OK;
	int		 rc;

	rc = sqlite3_prepare_v2(s->db, "SELECT name, type, \"notnull\", "
	    "dflt_value, hidden FROM pragma_table_xinfo(?1, 'main') "
	    "ORDER BY cid", -1, &stmt, NULL);
	if (rc != SQLITE_OK)
		return sq_error(s, rc);
	sqlite3_bind_text(stmt, 1, w->table->name, -1, SQLITE_STATIC);
	while (st == PS_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
		st = add_found(w, stmt);
	sqlite3_finalize(stmt);
	if (st == PS_OK && rc != SQLITE_DONE)
		st = sq_error(s, rc);
	if (st == PS_OK && w->n_found == 0)
		st = ps_fail(s->self, PS_FAIL, 0, "%s: there is no table '%s' "
		    "to settle; load again", s->file, w->table->name);
	return st;
}

static char *
new_type(const struct work *w, uint32_t i)
{
	sqlite3_str	*text = sqlite3_str_new(w->s->db);

	sq_type(text, w->s, &w->table->columns[i]);
	return sqlite3_str_finish(text);
}

/* INTEGER and DECIMAL(p,s) have one affinity and store numbers alike. */
static bool
stores_alike(const struct found *f, const char *type)
{
	return sqlite3_strnicmp(type, "DECIMAL(", 8) == 0 && f->type != NULL &&
	    (sqlite3_stricmp(f->type, "INTEGER") == 0 ||
	    sqlite3_strnicmp(f->type, "DECIMAL(", 8) == 0);
}

/*
 * The CREATE TABLE text that this table would have if nobody but us had
 * touched it, from "(" on; NULL if its columns are not ours, in our order.
 */
static char *
expected_text(const struct work *w)
{
	const struct ps_table	*t = w->table;
	bool			 provenance = sq_provenance(w->s, t);
	sqlite3_str		*sql;

	if (w->n_found != t->n_columns + (provenance ? 2 : 0) +
	    (t->flags & PS_HISTORY ? 3 : 0))
		return NULL;
	for (uint32_t i = 0; i < t->n_columns; i++)
		if (w->found[i].ours != (int32_t)i)
			return NULL;
	sql = sqlite3_str_new(w->s->db);
	for (uint32_t i = 0; i < t->n_columns; i++)
		sqlite3_str_appendf(sql, "%s\"%w\" %s", i == 0 ? "(" : ", ",
		    t->columns[i].name,
		    w->found[i].type == NULL ? "" : w->found[i].type);
	if (provenance)
		sqlite3_str_appendf(sql, "%s\"_doc\" INTEGER REFERENCES "
		    "\"_ps_documents\"(\"id\"), \"_line\" INTEGER",
		    t->n_columns == 0 ? "(" : ", ");
	sqlite3_str_appendall(sql, sq_past_columns(t));
	sqlite3_str_appendall(sql, w->s->opt->strict ? ") STRICT" : ")");
	return sqlite3_str_finish(sql);
}

/* Whether the schema's text for the table is `CREATE TABLE name` + ours. */
static enum ps_status
look_untouched(struct work *w)
{
	char		*ours = expected_text(w);
	size_t		 n = ours == NULL ? 0 : strlen(ours);
	sqlite3_stmt	*stmt;
	int		 rc;

	if (ours == NULL)
		return PS_OK;
	rc = sqlite3_prepare_v2(w->s->db, "SELECT sql FROM main.sqlite_schema "
	    "WHERE type = 'table' AND name = ?1 COLLATE NOCASE", -1, &stmt,
	    NULL);
	sqlite3_bind_text(stmt, 1, w->table->name, -1, SQLITE_STATIC);
	if (rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW &&
	    sqlite3_column_type(stmt, 0) == SQLITE_TEXT) {
		const char *text = (const char *)sqlite3_column_text(stmt, 0);
		size_t	    all = strlen(text);

		w->untouched = all > n && strcmp(text + all - n, ours) == 0;
	}
	sqlite3_free(ours);
	rc = rc != SQLITE_OK ? rc : sqlite3_finalize(stmt);
	return rc == SQLITE_OK ? PS_OK : sq_error(w->s, rc);
}

static bool
only_redeclares(const struct work *w)
{
	bool	alike = !w->s->opt->strict && w->untouched;

	for (uint32_t i = 0; i < w->table->n_columns && alike; i++) {
		char	*type;

		if (!w->changed[i])
			continue;
		type = new_type(w, i);
		alike = type != NULL && stores_alike(&w->found[i], type);
		sqlite3_free(type);
	}
	return alike;
}

/* The new declaration, written over the old one. */
static enum ps_status
redeclare(struct work *w)
{
	struct sink	*s = w->s;
	sqlite3_str	*sql = sqlite3_str_new(s->db);
	char		*text;
	enum ps_status	 st, done;

	sqlite3_str_appendf(sql, "CREATE TABLE \"%w\"", w->table->name);
	sq_columns(sql, s, w->table);
	sqlite3_str_appendall(sql, ")");
	if ((text = sqlite3_str_finish(sql)) == NULL)
		return sq_no_memory(s);
	sq_schema_edit(s);
	st = sq_run(s, sqlite3_mprintf("UPDATE main.sqlite_schema SET sql = %Q "
	    "WHERE type = 'table' AND name = %Q COLLATE NOCASE", text,
	    w->table->name));
	done = sq_schema_done(s);
	sqlite3_free(text);
	return st != PS_OK ? st : done;
}

/* Every changed column of every row is looked at, few are written. */
static enum ps_status
update(struct work *w)
{
	const struct ps_table	*t = w->table;
	sqlite3_str		*sql = sqlite3_str_new(w->s->db);
	const char		*word = " SET ";

	sqlite3_str_appendf(sql, "UPDATE main.\"%w\"", t->name);
	for (uint32_t i = 0; i < t->n_columns; i++) {
		if (!w->changed[i])
			continue;
		sqlite3_str_appendf(sql, "%s\"%w\" = ps_convert(%s,%u,\"%w\")",
		    word, t->columns[i].name, w->rowid, i, t->columns[i].name);
		word = ", ";
	}
	word = " WHERE ";
	for (uint32_t i = 0; i < t->n_columns; i++) {
		if (!w->changed[i])
			continue;
		sqlite3_str_appendf(sql, "%s\"%w\" IS NOT "
		    "ps_convert(%s,%u,\"%w\")", word, t->columns[i].name,
		    w->rowid, i, t->columns[i].name);
		word = " OR ";
	}
	return sq_run(w->s, sqlite3_str_finish(sql));
}

/* The row number's name, unless columns of all its names hide it. */
static const char *
visible_rowid(const struct work *w)
{
	static const char *const names[] = { "rowid", "_rowid_", "oid" };

	for (size_t i = 0; i < 3; i++) {
		uint32_t	j = 0;

		while (j < w->n_found &&
		    sqlite3_stricmp(names[i], w->found[j].name) != 0)
			j++;
		if (j == w->n_found &&
		    find_ours(w->table, names[i], 0) == -1)
			return names[i];
	}
	return NULL;
}

static bool
is_any(const bool *changed, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (changed[i])
			return true;
	return false;
}

static enum ps_status
change(struct work *w)
{
	struct sink	*s = w->s;
	enum ps_status	 st;

	if ((st = look(w)) != PS_OK || (st = look_untouched(w)) != PS_OK)
		return st;
	if ((w->rowid = visible_rowid(w)) == NULL)
		return ps_fail(w->s->self, PS_FAIL, 0, "%s: table '%s' has "
		    "columns 'rowid', '_rowid_' and 'oid', so its rows cannot "
		    "be numbered; rename one", w->s->file, w->table->name);
	if (!only_redeclares(w)) {
		if (s->convert == NULL)
			w->changed = w->none;
		return sq_rebuild(w);
	}
	if (!is_any(w->changed, w->table->n_columns))
		return PS_OK;
	if ((st = redeclare(w)) != PS_OK || s->convert == NULL)
		return st;
	return update(w);
}

/* In a savepoint, and with nobody's triggers looking on. */
static enum ps_status
settle(struct work *w)
{
	struct sink	*s = w->s;
	enum ps_status	 st;

	if ((st = sq_exec(s, "SAVEPOINT ps_settle")) != PS_OK)
		return st;
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	s->convert_status = PS_OK;
	st = change(w);
	if (st != PS_OK && s->convert_status < st)
		st = s->convert_status;
	if (st != PS_OK && !s->lost)
		sqlite3_exec(s->db, "ROLLBACK TO ps_settle", NULL, NULL, NULL);
	if (!s->lost && sq_exec(s, "RELEASE ps_settle") != PS_OK)
		st = PS_FATAL;
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, NULL);
	if (st != PS_OK)
		sqlite3_exec(s->db, "PRAGMA writable_schema=RESET", NULL, NULL,
		    NULL);
	return st;
}

enum ps_status
sq_settle(struct ps_self *self, const struct ps_table *t, const bool *changed,
    ps_convert_fn *fn, void *arg)
{
	struct sink	*s = self->state;
	struct work	 w = { .s = s, .table = t, .changed = changed };
	enum ps_status	 st;

	s->self = self;
	if ((w.none = sqlite3_malloc64(t->n_columns + 1)) == NULL)
		return sq_no_memory(s);
	memset(w.none, 0, t->n_columns + 1);
	if ((st = sq_transact(s)) != PS_OK ||
	    (st = sq_many_need(s, t->name)) != PS_OK) {
		sqlite3_free(w.none);
		return st;
	}
	s->convert = fn;
	s->convert_arg = arg;
	st = settle(&w);
	s->convert = NULL;
	s->convert_arg = NULL;
	sqlite3_free(w.none);
	forget_found(&w);
	if (st == PS_OK && !s->in_document)
		st = sq_many_sweep(s);
	return st;
}
