/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * settle_key.c - tables with a key: of rows alike in it the last one stays.
 *
 * Which is the last is a function of the set of documents, not of when they
 * were loaded: by address, as they are listed, and then as they stand in the
 * document.  The others are kept aside, since they are the last ones again
 * when the document that replaced them changes.
 */
#include <stdio.h>
#include <stdlib.h>

#include "mem.h"
#include "names.h"
#include "settle.h"
#include "str.h"
#include "summary.h"

#define RULE	"key"

/* A run of rows of a document. */
struct placed {
	struct ps_fold_span	 span;
	int64_t			 document;
};

struct keying {
	struct settler	*s;
	struct table	*t;
	uint32_t	*columns;
	uint32_t	 n_columns;
	struct placed	*placed;
	size_t		 n, room;
	int64_t		 place;		/* of the next */
};

/* As a column is called in the document, in SQL, or in another case. */
static int32_t
column_called(const struct table *t, const char *called)
{
	char	sql[NAME_MAX_BYTES + 1];
	int32_t	at = table_column(t, called, 0);

	for (uint32_t i = 0; i < t->n_columns && at < 0; i++)
		if (t->columns[i].original != NULL &&
		    strcmp(t->columns[i].original, called) == 0)
			at = (int32_t)i;
	if (at >= 0)
		return at;
	name_column(called, strlen(called), 1, sql);
	return table_column(t, sql, 0);
}

const char *
key_lacks(const struct table *t)
{
	for (uint32_t i = 0; t->wish != NULL && i < t->wish->n; i++)
		if (column_called(t, t->wish->names[i]) < 0)
			return t->wish->names[i];
	return NULL;
}

/* Whoever wishes nothing leaves the key as it is. */
static bool
find_columns(struct keying *k)
{
	struct table	*t = k->t;
	const char	*p = t->key, *comma;
	int32_t		 at = 0;

	k->columns = xcalloc(t->n_columns + 1, sizeof(*k->columns));
	for (uint32_t i = 0; t->wish != NULL && i < t->wish->n && at >= 0 &&
	    i < t->n_columns; i++) {
		at = column_called(t, t->wish->names[i]);
		k->columns[k->n_columns++] = (uint32_t)at;
	}
	while (t->wish == NULL && p != NULL && at >= 0 &&
	    k->n_columns < t->n_columns) {
		char	*name;

		comma = strchr(p, ',');
		name = xstrndup(p, comma == NULL ? strlen(p) :
		    (size_t)(comma - p));
		at = table_column(t, name, 0);
		k->columns[k->n_columns++] = (uint32_t)at;
		free(name);
		p = comma == NULL ? NULL : comma + 1;
	}
	return at >= 0 && k->n_columns > 0;
}

/* "store,receipt" */
static char *
key_text(const struct keying *k, const char *comma)
{
	struct buf	 b;
	char		*text;

	buf_init(&b, 1u << 20);
	for (uint32_t i = 0; i < k->n_columns; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : comma,
		    k->t->sql[k->columns[i]].name);
	text = xstrdup(buf_cstr(&b));
	buf_free(&b);
	return text;
}

/* document, first row, last row; by address */
static enum ps_status
take_span(void *arg, const struct ps_value *v, uint32_t n)
{
	struct keying	*k = arg;

	(void)n;
	GROW(k->placed, k->n, k->room);
	k->placed[k->n++] = (struct placed){ .span = {
	    .first = v[1].integer, .last = v[2].integer,
	    .place = k->place }, .document = v[0].integer };
	k->place += v[2].integer - v[1].integer + 1;
	return PS_OK;
}

static int
by_row(const void *a, const void *b)
{
	const struct placed	*x = a, *y = b;

	return x->span.first < y->span.first ? -1 :
	    x->span.first > y->span.first;
}

/* A folder is listed before files whose names are its own and more. */
static enum ps_status
load_spans(struct keying *k)
{
	struct ledger	*l = k->s->tables->ledger;
	struct ps_value	 v[2] = { str_value(k->t->name), str_value("\1") };
	enum ps_status	 st = ledger_flush(l);

	if (st == PS_OK)
		st = ledger_index(l, RANGES_BY_TABLE);
	if (st == PS_OK)
		st = ledger_query(l, "SELECT r.document, r.first_row, "
		    "r.last_row FROM _ps_ranges r JOIN _ps_documents d "
		    "ON d.id = r.document WHERE r.table_name = ?1 ORDER BY "
		    "replace(d.address, '/', ?2), r.first_row", v, 2,
		    take_span, k);
	if (k->n > 0)
		qsort(k->placed, k->n, sizeof(*k->placed), by_row);
	return st;
}

static enum ps_status
fold(struct keying *k, struct ps_fold *f)
{
	struct ps_table	sql = table_sql(k->t, k->s->provenance);
	enum ps_status	st;

	f->columns = k->columns;
	f->n_columns = k->n_columns;
	f->again = k->t->again;
	f->n_spans = k->n;
	f->spans = xcalloc(k->n + 1, sizeof(*f->spans));
	for (size_t i = 0; i < k->n; i++)
		f->spans[i] = k->placed[i].span;
	st = k->s->sink->fold(k->s->self, &sql, f);
	for (size_t i = 0; i < k->n; i++)
		k->placed[i].span = f->spans[i];
	free(f->spans);
	f->spans = NULL;
	return st;
}

static int
by_document(const void *a, const void *b)
{
	const struct placed	*x = a, *y = b;

	return x->document < y->document ? -1 : x->document > y->document;
}

/* In the order of issue_columns in ledger_rows.c. */
static enum ps_status
note(struct keying *k, int64_t document, uint64_t rows)
{
	struct ledger	*l = k->s->tables->ledger;
	struct ps_value	 v = int_value(document);
	char		 reason[100];
	enum ps_status	 st;

	snprintf(reason, sizeof(reason), "%llu row%s replaced by later ones "
	    "of the same key", (unsigned long long)rows,
	    rows == 1 ? " was" : "s were");
	gather_int(l, L_ISSUES, document);
	gather_str(l, L_ISSUES, k->t->name);
	gather_null(l, L_ISSUES);
	gather_null(l, L_ISSUES);
	gather_str(l, L_ISSUES, severity_names[PS_NOTE]);
	gather_str(l, L_ISSUES, RULE);
	gather_str(l, L_ISSUES, reason);
	gather_str(l, L_ISSUES, "");
	kinds_add(&k->s->totals->rules, RULE, strlen(RULE), 1);
	k->s->totals->issues++;
	st = gather_end_row(l, L_ISSUES);
	return st != PS_OK ? st : ledger_sql(l, "UPDATE _ps_documents SET "
	    "issues = issues + 1 WHERE id = ?1", &v, 1);
}

/* Each document's note says how many of its rows are replaced now. */
static enum ps_status
note_all(struct keying *k)
{
	struct ledger	*l = k->s->tables->ledger;
	struct ps_value	 v[2] = { str_value(k->t->name), str_value(RULE) };
	uint64_t	 rows = 0;
	enum ps_status	 st;

	st = ledger_sql(l, "UPDATE _ps_documents SET issues = issues - 1 "
	    "WHERE id IN (SELECT document FROM _ps_issues WHERE "
	    "table_name = ?1 AND rule = ?2)", v, 2);
	if (st == PS_OK)
		st = ledger_sql(l, "DELETE FROM _ps_issues WHERE "
		    "table_name = ?1 AND rule = ?2", v, 2);
	if (k->n > 0)
		qsort(k->placed, k->n, sizeof(*k->placed), by_document);
	for (size_t i = 0; i < k->n && st == PS_OK; i++) {
		rows += k->placed[i].span.folded;
		if (i + 1 < k->n &&
		    k->placed[i + 1].document == k->placed[i].document)
			continue;
		if (rows > 0)
			st = note(k, k->placed[i].document, rows);
		rows = 0;
	}
	return st == PS_OK ? ledger_flush(l) : st;
}

static void
tell(const struct keying *k, const struct ps_fold *f)
{
	struct lines	*to = &k->s->totals->keys;
	char		*key = key_text(k, ", "), *or = key_text(k, " or ");

	if (f->folded > 0)
		lines_add(to, "%s: %llu row%s replaced by later ones with the "
		    "same %s", k->t->name, (unsigned long long)f->folded,
		    f->folded == 1 ? " is" : "s are", key);
	if (f->without > 0)
		lines_add(to, "%s: %llu row%s without %s: nothing replaces "
		    "%s", k->t->name, (unsigned long long)f->without,
		    f->without == 1 ? " is" : "s are", or,
		    f->without == 1 ? "it" : "them");
	free(key);
	free(or);
}

/* The table has that key from now on; another one goes first. */
static enum ps_status
adopt(struct keying *k)
{
	char		*key = key_text(k, ",");
	enum ps_status	 st = PS_OK;

	if (k->t->key != NULL && strcmp(k->t->key, key) == 0) {
		free(key);
		return PS_OK;
	}
	if (k->t->key != NULL)
		st = settle_unfold(k->s, k->t);
	free(k->t->key);
	k->t->key = key;
	return st;
}

static enum ps_status
apply(struct keying *k)
{
	struct ps_fold	f = { .n_spans = 0 };
	enum ps_status	st = adopt(k);

	if (st == PS_OK)
		st = load_spans(k);
	if (st == PS_OK)
		st = fold(k, &f);
	if (st == PS_OK)
		st = note_all(k);
	if (st != PS_OK)
		return st;
	tell(k, &f);
	k->t->replaced = f.folded;
	k->t->again = false;
	k->t->unsaved = true;
	return table_save(k->s->tables, k->t);
}

enum ps_status
settle_key(struct settler *s, struct table *t)
{
	struct keying	k = { .s = s, .t = t };
	enum ps_status	st = PS_OK;

	if (t->wish == NULL && t->key == NULL)
		return PS_OK;
	if (find_columns(&k))
		st = apply(&k);
	free(k.placed);
	free(k.columns);
	return st;
}

/* Rows that are aside by another key are looked at again. */
static void
take_key(struct table *t, char *key)
{
	t->again |= t->key != NULL;
	t->unsaved = true;
	free(t->key);
	t->key = key;
}

enum ps_status
key_promise(struct tables *all, struct table *t, bool kept)
{
	struct keying	 k = { .t = t };
	enum ps_status	 st = PS_OK;
	char		*key;

	if (t->wish == NULL)
		return PS_OK;
	if (find_columns(&k)) {
		key = key_text(&k, ",");
		if (t->key != NULL && strcmp(t->key, key) == 0)
			free(key);
		else if (kept)
			take_key(t, key);
		else {
			st = ledger_sql(all->ledger, "UPDATE _ps_tables SET "
			    "\"key\" = ?2 WHERE name = ?1",
			    (struct ps_value[]){ str_value(t->name),
			    str_value(key) }, 2);
			free(key);
		}
	}
	free(k.columns);
	return st;
}

enum ps_status
settle_unfold(struct settler *s, struct table *t)
{
	struct ps_table	sql = table_sql(t, s->provenance);
	struct ps_fold	f = { .n_columns = 0 };
	enum ps_status	st;

	if (t->key == NULL)
		return PS_OK;
	st = s->sink->fold(s->self, &sql, &f);
	t->replaced = 0;
	t->again = t->unsaved = true;
	return st;
}
