/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ledger_tables.c - tables and columns in the ledger.
 *
 * Their rows are inserted with the document that makes them; sums and facts
 * are written when the run ends.  A run that is killed leaves those behind the
 * truth, so the next one counts and joins them anew (struct ledger, stale).
 */
#include <stdio.h>
#include <stdlib.h>

#include "facts_text.h"
#include "mem.h"
#include "str.h"
#include "tables.h"

#define LOADED_MAX	16384u		/* columns in memory */

static const char *
text_of(const struct ps_value *v, char **copy)
{
	free(*copy);
	*copy = v->type == PS_TEXT ? xstrndup(v->text, v->length) : NULL;
	return *copy;
}

static enum ps_status
take_table(void *arg, const struct ps_value *v, uint32_t n)
{
	struct tables	*t = arg;
	struct table	*new;
	char		*name = NULL, *shape = NULL;

	(void)n;
	new = tables_add(t, text_of(&v[0], &name), text_of(&v[1], &shape));
	new->documents = (uint64_t)v[2].integer;
	new->replaced = (uint64_t)v[5].integer;
	new->rows = (uint64_t)v[3].integer + new->replaced;
	(void)text_of(&v[4], &new->key);
	free(name);
	free(shape);
	return PS_OK;
}

/* After a run that was broken off every table is looked at again. */
static enum ps_status
touch_all(struct tables *t)
{
	for (uint32_t i = 0; i < t->n; i++) {
		t->all[i]->touched = true;
		t->all[i]->anew = true;
		t->all[i]->again = true;
	}
	return tables_count(t);
}

enum ps_status
tables_open(struct tables *t, struct ledger *l)
{
	enum ps_status	st;

	memset(t, 0, sizeof(*t));
	t->ledger = l;
	if (l == NULL)
		return PS_OK;
	t->history = l->history;
	st = ledger_query(l, "SELECT name, shape, documents, \"rows\", "
	    "\"key\", replaced FROM _ps_tables ORDER BY name", NULL, 0,
	    take_table, t);
	return st == PS_OK && l->stale ? touch_all(t) : st;
}

static enum ps_status
take_sums(void *arg, const struct ps_value *v, uint32_t n)
{
	struct tables	*t = arg;
	struct table	*table = NULL;
	char		*name = NULL;

	(void)n;
	if (text_of(&v[0], &name) != NULL)
		table = tables_find(t, name);
	free(name);
	if (table != NULL) {
		table->documents = (uint64_t)v[1].integer;
		table->rows = (uint64_t)v[2].integer;
		table->unsaved = true;
	}
	return PS_OK;
}

/* Of old versions some rows are left; of documents that are gone, all. */
static enum ps_status
take_past(void *arg, const struct ps_value *v, uint32_t n)
{
	struct tables	*t = arg;
	struct table	*table = NULL;
	char		*name = NULL;

	(void)n;
	if (text_of(&v[0], &name) != NULL)
		table = tables_find(t, name);
	free(name);
	if (table != NULL) {
		table->rows += v[2].integer ? (uint64_t)v[1].integer : 0;
		table->replaced += (uint64_t)v[1].integer;
	}
	return PS_OK;
}

static enum ps_status
count_past(struct tables *t)
{
	for (uint32_t i = 0; i < t->n; i++)
		t->all[i]->replaced = 0;
	return ledger_query(t->ledger, "SELECT table_name, sum(\"rows\"), 1 "
	    "FROM _ps_past GROUP BY table_name UNION ALL SELECT r.table_name, "
	    "sum(r.last_row - r.first_row + 1), 0 FROM _ps_ranges r JOIN "
	    "_ps_documents d ON d.id = r.document WHERE d.status = 'gone' "
	    "GROUP BY r.table_name", NULL, 0, take_past, t);
}

enum ps_status
tables_count(struct tables *t)
{
	enum ps_status	st;

	for (uint32_t i = 0; i < t->n; i++)
		t->all[i]->documents = t->all[i]->rows = 0;
	st = ledger_query(t->ledger, "SELECT table_name, "
	    "count(DISTINCT document), sum(last_row - first_row + 1) "
	    "FROM _ps_ranges WHERE document > 0 GROUP BY table_name", NULL, 0,
	    take_sums, t);
	return st == PS_OK && t->history ? count_past(t) : st;
}

void
column_type_text(const struct ps_column *c, char out[48])
{
	const char	*name = type_names[c->type <= PS_TEXT ? c->type :
			    PS_TEXT];

	if (c->type == PS_DECIMAL)
		snprintf(out, 48, "%s(%d,%d)", name, c->precision, c->scale);
	else
		snprintf(out, 48, "%s", name);
}

void
column_type_parse(struct ps_column *c, const char *p, size_t n)
{
	const char	*open = memchr(p, '(', n), *end = p + n;
	const char	*comma = open == NULL ? NULL :
			    memchr(open, ',', (size_t)(end - open));
	int64_t		 precision = 0, scale = 0;
	char		 name[24];

	snprintf(name, sizeof(name), "%.*s",
	    (int)(open == NULL ? n : (size_t)(open - p)), p);
	c->type = type_named(name);
	if (c->type == PS_NULL)
		c->type = PS_TEXT;
	if (comma != NULL && end[-1] == ')' &&
	    parse_int(open + 1, (size_t)(comma - open - 1), &precision) &&
	    parse_int(comma + 1, (size_t)(end - comma - 2), &scale)) {
		c->precision = (int16_t)precision;
		c->scale = (int16_t)scale;
	}
}

static void
take_decided(uint32_t decided[N_KINDS], const struct ps_value *v)
{
	const char	*p = v->text, *end = p + v->length, *comma;
	int64_t		 n;

	for (int i = 0; i < N_KINDS && v->type == PS_TEXT && p < end; i++) {
		comma = memchr(p, ',', (size_t)(end - p));
		if (comma == NULL)
			comma = end;
		if (parse_int(p, (size_t)(comma - p), &n))
			decided[i] = (uint32_t)n;
		p = comma + 1;
	}
}

static void
take_fact_text(struct fact_text *t, const struct ps_value *v)
{
	if (v->type == PS_TEXT)
		fact_text_set(t, v->text, v->length);
}

/* A unit that cells told is told by them again. */
static void
forget_unit(struct ps_column *sql, struct column *c)
{
	const char	*unit = facts_unit(&c->joined, sql->type);

	if (unit == NULL || c->unit == NULL || strcmp(unit, c->unit) != 0)
		return;
	free(c->unit);
	c->unit = NULL;
	sql->unit = NULL;
}

static enum ps_status
take_column(void *arg, const struct ps_value *v, uint32_t n)
{
	struct table		*t = arg;
	char			*name = NULL, *original = NULL, *unit = NULL;
	struct ps_column	*sql;
	struct column		*c;
	uint32_t		 i;

	(void)n;
	i = table_add_column(t, text_of(&v[0], &name),
	    text_of(&v[1], &original), text_of(&v[3], &unit));
	free(name);
	free(original);
	free(unit);
	sql = &t->sql[i];
	c = &t->columns[i];
	if (v[2].type == PS_TEXT)
		column_type_parse(sql, v[2].text, v[2].length);
	if (v[4].type == PS_TEXT)
		(void)facts_unpack(&c->joined, v[4].text, v[4].length);
	take_fact_text(&c->joined.min, &v[5]);
	take_fact_text(&c->joined.max, &v[6]);
	take_fact_text(&c->joined.sample, &v[7]);
	take_decided(c->decided, &v[8]);
	forget_unit(sql, c);
	c->open = (uint64_t)v[9].integer;
	return PS_OK;
}

enum ps_status
table_load(struct tables *all, struct table *t)
{
	struct ps_value	v = str_value(t->name);
	enum ps_status	st;

	if (t->loaded)
		return PS_OK;
	t->loaded = true;
	if (all->ledger == NULL)
		return PS_OK;
	st = ledger_query(all->ledger, "SELECT name, original, type, unit, "
	    "facts, first, last, sample, decided, open FROM _ps_columns "
	    "WHERE table_name = ?1 ORDER BY position", &v, 1, take_column, t);
	all->loaded_columns += t->n_columns;
	return st;
}

enum ps_status
table_insert_columns(struct tables *all, const struct table *t, uint32_t from)
{
	enum ps_status	st = PS_OK;
	char		type[48];

	for (uint32_t i = from; i < t->n_columns && st == PS_OK; i++) {
		column_type_text(&t->sql[i], type);
		st = ledger_sql(all->ledger, "INSERT INTO _ps_columns("
		    "table_name, position, name, original, type, unit) "
		    "VALUES (?1,?2,?3,?4,?5,?6)", (struct ps_value[]){
		    str_value(t->name), int_value(i + 1),
		    str_value(t->sql[i].name),
		    str_value(t->columns[i].original), str_value(type),
		    str_value(t->columns[i].unit) }, 6);
	}
	return st;
}

enum ps_status
table_insert(struct tables *all, const struct table *t)
{
	enum ps_status	st;

	st = ledger_sql(all->ledger, "INSERT INTO _ps_tables(name, shape, "
	    "documents, \"rows\", replaced) VALUES (?1,?2,0,0,0)",
	    (struct ps_value[]){ str_value(t->name), str_value(t->shape) }, 2);
	return st == PS_OK ? table_insert_columns(all, t, 0) : st;
}

static bool
is_numeric(enum ps_type type)
{
	return type == PS_INT || type == PS_BIGINT || type == PS_DECIMAL ||
	    type == PS_REAL;
}

/* Numbers are compared as such, all else as text. */
static void
show_extremes(const struct ps_column *sql, const struct facts *f,
    char out[2][64])
{
	const struct fact_text	*texts[] = { &f->min, &f->max };
	const double		 numbers[] = { f->least, f->greatest };
	bool			 numeric = is_numeric(sql->type) &&
				    f->least <= f->greatest;

	for (int i = 0; i < 2; i++) {
		if (numeric)
			snprintf(out[i], 64, "%.15g", numbers[i]);
		else
			snprintf(out[i], 64, "%.*s",
			    (int)fact_text_length(texts[i]), texts[i]->text);
	}
}

static struct ps_value
fact_value(const struct fact_text *t)
{
	return text_value(t->text, fact_text_length(t));
}

static enum ps_status
save_column(struct tables *all, const struct table *t, uint32_t i)
{
	const struct column	*c = &t->columns[i];
	const struct facts	*f = c->all != NULL ? c->all : &c->joined;
	bool			 any = f->cells > 0;
	char			 type[48], extremes[2][64], decided[40];
	char			 packed[FACTS_TEXT_MAX];
	const char		*unit = c->unit != NULL ? c->unit :
				    facts_unit(f, t->sql[i].type);
	size_t			 n = facts_pack(&c->joined, packed);

	column_type_text(&t->sql[i], type);
	show_extremes(&t->sql[i], f, extremes);
	snprintf(decided, sizeof(decided), "%u,%u", c->decided[KIND_NUMBER],
	    c->decided[KIND_DATED]);
	return ledger_sql(all->ledger, "UPDATE _ps_columns SET type = ?3, "
	    "nulls = ?4, \"min\" = ?5, \"max\" = ?6, first = ?7, last = ?8, "
	    "sample = ?9, facts = ?10, decided = ?11, open = ?12, unit = ?13 "
	    "WHERE table_name = ?1 AND position = ?2", (struct ps_value[]){
	    str_value(t->name), int_value(i + 1), str_value(type),
	    int_value((int64_t)facts_nulls(f,
	    t->sql[i].type != PS_TEXT)),
	    str_value(any ? extremes[0] : NULL),
	    str_value(any ? extremes[1] : NULL),
	    fact_value(&c->joined.min), fact_value(&c->joined.max),
	    fact_value(&c->joined.sample),
	    text_value(packed, n), str_value(decided),
	    int_value((int64_t)c->open), str_value(unit) }, 13);
}

enum ps_status
table_save(struct tables *all, struct table *t)
{
	enum ps_status	st;

	if (!t->unsaved || all->ledger == NULL)
		return PS_OK;
	st = ledger_sql(all->ledger, "UPDATE _ps_tables SET documents = ?2, "
	    "\"rows\" = ?3, \"key\" = ?4, replaced = ?5 WHERE name = ?1",
	    (struct ps_value[]){ str_value(t->name),
	    int_value((int64_t)t->documents),
	    int_value((int64_t)(t->rows - t->replaced)), str_value(t->key),
	    int_value((int64_t)t->replaced) }, 5);
	for (uint32_t i = 0; t->loaded && i < t->n_columns && st == PS_OK; i++)
		st = save_column(all, t, i);
	t->unsaved = st != PS_OK;
	return st;
}

enum ps_status
tables_save(struct tables *all)
{
	enum ps_status	st = PS_OK;

	for (uint32_t i = 0; i < all->n && st == PS_OK; i++)
		st = table_save(all, all->all[i]);
	return st;
}

/* Columns with cells that wait stay: that is known in memory only. */
static bool
can_unload(const struct table *t)
{
	for (uint32_t i = 0; i < t->n_columns; i++)
		if (t->columns[i].pending > 0 || t->columns[i].dirty)
			return false;
	return t->loaded;
}

enum ps_status
tables_shrink(struct tables *all)
{
	enum ps_status	st = PS_OK;

	if (all->loaded_columns <= LOADED_MAX || all->ledger == NULL)
		return PS_OK;
	for (uint32_t i = 0; i < all->n && st == PS_OK; i++) {
		struct table *t = all->all[i];

		if (!can_unload(t))
			continue;
		st = table_save(all, t);
		all->loaded_columns -= t->n_columns;
		table_cut_columns(t, 0);
		free(t->sql);
		free(t->columns);
		t->sql = NULL;
		t->columns = NULL;
		t->room = 0;
		t->loaded = false;
	}
	return st;
}
