/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_rows.c - rows that wait to be sent, by their tables.
 */
#include "postgres_sink.h"

static uint32_t
bucket(const char *name)
{
	uint32_t	h = 0x811c9dc5;

	for (; *name != '\0'; name++)
		h = (h ^ (unsigned char)*name) * 0x01000193;
	return (h ^ h >> 15) % PG_BUCKETS;
}

static void
free_rows(struct rows *r)
{
	text_free(&r->data);
	free(r->name);
	free(r->copy);
	free(r->fields);
	free(r);
}

static void
copy_text(struct text *t, const struct ps_table *of, const struct rows *r)
{
	text_str(t, "COPY ");
	text_name(t, "", of->name);
	text_char(t, '(');
	for (uint32_t i = 0; i < of->n_columns; i++) {
		text_name(t, "", of->columns[i].name);
		text_char(t, ',');
	}
	if (r->provenance)
		text_str(t, "\"_doc\",\"_line\",");
	text_str(t, "\"" PG_ROW "\") FROM STDIN");
	if (r->binary)
		text_str(t, " (FORMAT binary)");
}

/* What the server has: types that are not ours, rules that refuse rows. */
static const char columns_of[] =
	"SELECT a.attname, a.atttypid::int8, a.atttypmod::int8, "
	"(c.relhastriggers OR c.relhasrules OR c.relchecks > 0 OR "
	"c.relrowsecurity OR c.relkind <> 'r' OR EXISTS (SELECT FROM "
	"pg_constraint k WHERE k.conrelid = c.oid) OR EXISTS (SELECT FROM "
	"pg_index i WHERE "
	"i.indrelid = c.oid AND (i.indisunique OR i.indexprs IS NOT NULL)) "
	"OR EXISTS (SELECT FROM pg_attribute n WHERE n.attrelid = c.oid AND "
	"n.attnum > 0 AND n.attnotnull)) "
	"FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE "
	"c.relnamespace = quote_ident(current_schema())::regnamespace AND "
	"a.attnum > 0 AND NOT a.attisdropped AND c.relname = ";

static const int oids[N_KINDS_OF] = {
	[K_TEXT] = 25, [K_BOOL] = 16, [K_INT] = 20, [K_NUMERIC] = 1700,
	[K_REAL] = 701, [K_DATE] = 1082, [K_TIME] = 1083, [K_STAMP] = 1114,
	[K_STAMPTZ] = 1184, [K_UUID] = 2950, [K_INET] = 869, [K_JSON] = 114,
	[K_BYTES] = 17
};

static void
compare_column(struct rows *r, const struct ps_table *t, const PGresult *a,
    int row)
{
	const char	*name = PQgetvalue(a, row, 0);
	int64_t		 mod = pg_whole(PQgetvalue(a, row, 2)) - 4;
	uint32_t	 i = 0;

	while (i < t->n_columns && strcmp(t->columns[i].name, name) != 0)
		i++;
	if (i == t->n_columns)
		return;
	if (pg_whole(PQgetvalue(a, row, 1)) != oids[r->fields[i].kind])
		r->binary = false;
	r->fields[i].precision = r->fields[i].scale = 0;
	if (r->fields[i].kind == K_NUMERIC && mod >= 0) {
		r->fields[i].precision = (int16_t)(mod >> 16);
		r->fields[i].scale = (int16_t)(mod & 0x7ff);
	}
}

static enum ps_status
look_at_table(struct sink *s, struct rows *r, const struct ps_table *t)
{
	struct text	 sql = { 0 };
	PGresult	*a;

	text_str(&sql, columns_of);
	text_literal(&sql, t->name);
	if ((a = pg_ask(s, &sql)) == NULL)
		return PS_FATAL;
	for (int i = 0; i < PQntuples(a); i++) {
		compare_column(r, t, a, i);
		r->careful |= *PQgetvalue(a, i, 3) == 't';
	}
	PQclear(a);
	return PS_OK;
}

/* `is_new`: this document made it, so it is as we make them. */
static struct rows *
make_rows(struct sink *s, const struct ps_table *t, bool is_new)
{
	struct rows	*r = calloc(1, sizeof(*r));
	struct text	 sql = { 0 };

	if (r == NULL)
		return NULL;
	r->n_columns = t->n_columns;
	r->provenance = (t->flags & PS_PROVENANCE) != 0;
	r->binary = true;
	r->young = s->in_document;
	r->name = strdup(t->name);
	r->fields = calloc(t->n_columns + 1, sizeof(*r->fields));
	for (uint32_t i = 0; r->fields != NULL && i < t->n_columns; i++)
		r->fields[i] = (struct field){ pg_kind(t->columns[i].type),
		    t->columns[i].precision, t->columns[i].scale };
	if (r->name != NULL && r->fields != NULL &&
	    (is_new || look_at_table(s, r, t) == PS_OK)) {
		copy_text(&sql, t, r);
		r->copy = text_take(&sql);
	}
	if (r->copy != NULL)
		return r;
	free_rows(r);
	return NULL;
}

struct rows *
pg_rows(struct sink *s, const struct ps_table *t, bool is_new)
{
	struct rows	**at = &s->waiting[bucket(t->name)], *r;

	for (r = *at; r != NULL; r = r->next)
		if (r->n_columns == t->n_columns &&
		    strcmp(r->name, t->name) == 0)
			return r;
	if ((r = make_rows(s, t, is_new)) != NULL) {
		s->n_tables++;
		r->next = *at;
		*at = r;
	}
	return r;
}

/* As text: `columns` is the list with its brackets. */
struct rows *
pg_ledger_rows(struct sink *s, const char *name, const char *columns,
    size_t length)
{
	struct rows	**at = &s->waiting[bucket(name)], *r;
	struct text	 sql = { 0 };

	text_str(&sql, "COPY ");
	text_str(&sql, name);
	text_add(&sql, columns, length);
	text_str(&sql, " FROM STDIN");
	for (r = *at; r != NULL; r = r->next)
		if (r->ledger && strlen(r->copy) == sql.n &&
		    memcmp(r->copy, sql.p, sql.n) == 0)
			break;
	if (r != NULL) {
		text_free(&sql);
		return r;
	}
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return NULL;
	r->ledger = true;
	r->name = strdup(name);
	r->copy = text_take(&sql);
	if (r->name == NULL || r->copy == NULL) {
		free_rows(r);
		return NULL;
	}
	s->n_tables++;
	r->next = *at;
	return *at = r;
}

static struct rows *
make_exact(struct sink *s)
{
	struct rows	*r = calloc(1, sizeof(*r));

	if (r == NULL)
		return NULL;
	r->binary = true;
	r->young = false;
	r->name = strdup(PG_EXACT);
	r->fields = calloc(1, sizeof(*r->fields));
	r->copy = strdup("COPY " PG_EXACT "(\"row\", \"column\", value) FROM "
	    "STDIN (FORMAT binary)");
	if (r->name == NULL || r->fields == NULL || r->copy == NULL) {
		free_rows(r);
		return NULL;
	}
	s->n_tables++;
	r->next = s->waiting[bucket(PG_EXACT)];
	s->waiting[bucket(PG_EXACT)] = r;
	return r;
}

struct rows *
pg_exact_rows(struct sink *s)
{
	struct rows	*r = s->waiting[bucket(PG_EXACT)];

	while (r != NULL && strcmp(r->name, PG_EXACT) != 0)
		r = r->next;
	return r == NULL ? make_exact(s) : r;
}

void
pg_rows_forget(struct sink *s)
{
	struct rows	*r, *next;

	for (size_t i = 0; i < PG_BUCKETS; i++) {
		for (r = s->waiting[i]; r != NULL; r = next) {
			next = r->next;
			free_rows(r);
		}
		s->waiting[i] = NULL;
	}
	s->n_waiting = s->n_ledger = s->n_tables = 0;
	s->copying = NULL;
}

/* The document ended: its rows stay, or go as far as they wait. */
void
pg_rows_end(struct sink *s, bool keep)
{
	struct rows	**at, *r;

	for (size_t i = 0; i < PG_BUCKETS; i++) {
		at = &s->waiting[i];
		while ((r = *at) != NULL) {
			if (keep) {
				r->mark = r->data.n;
				r->young = false;
			} else {
				s->n_waiting -= r->data.n - r->mark;
				s->n_ledger -= r->ledger ? r->data.n -
				    r->mark : 0;
				r->data.n = r->mark;
			}
			/* What the document made is not there any more. */
			if (!keep && (r->young || r->data.n == 0)) {
				*at = r->next;
				s->n_tables--;
				free_rows(r);
				continue;
			}
			at = &r->next;
		}
	}
}
