/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_sniff.c - describing documents instead of storing them: what workers
 * say is gathered, and told when the document's turn comes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "mem.h"
#include "options.h"
#include "str.h"
#include "sup_members.h"
#include "sup_told.h"

#define TABLES_SHOWN	10000u
#define FORMAT_TEXT	80u

void
told_free(struct told_job *t)
{
	if (t == NULL)
		return;
	arena_free(t->arena);
	free(t->tables);
	free(t->facts);
	free(t->readings);
	free(t->asked);
	free(t->columns);
	free(t);
}

static struct told_job *
told_of(struct job *j)
{
	struct told_job	*t = j->told;

	if (t != NULL)
		return t;
	t = j->told = xcalloc(1, sizeof(*t));
	t->arena = arena_new();
	t->told.format = "";
	t->told.encoding = "";
	t->told.status = "empty";
	return t;
}

static void
split_lines(struct told_job *t, const char *text)
{
	const char	*end;
	uint32_t	 n = 0;
	const char	**lines;

	if (text == NULL)
		return;
	for (const char *p = text; (p = strchr(p, '\n')) != NULL; p++)
		n++;
	lines = arena_alloc(t->arena, (n + 1) * sizeof(*lines));
	for (uint32_t i = 0; i < n; i++, text = end + 1) {
		end = strchr(text, '\n');
		lines[i] = arena_strndup(t->arena, text,
		    (size_t)(end - text));
	}
	t->told.why = lines;
	t->told.n_why = n;
}

static void
tell_decisions(struct told_job *t, struct frame *f)
{
	uint32_t	 n = get_u32(f);
	struct decision	*d;

	if (f->bad || n > 1000)
		return;
	d = arena_alloc(t->arena, (n + 1) * sizeof(*d));
	for (uint32_t i = 0; i < n; i++) {
		d[i].what = told_keep(t, get_text(f));
		d[i].choice = told_keep(t, get_text(f));
		d[i].why = told_keep(t, get_text(f));
		d[i].runner_up = told_keep(t, get_text(f));
		d[i].bits = get_f64(f);
		if (d[i].what == NULL || d[i].choice == NULL)
			return;
		t->told.n_decided = i + 1;
	}
	t->told.decided = d;
	(void)get_raw(f, &t->told.evidence, sizeof(t->told.evidence));
}

static void
tell_open(struct told_job *t, struct frame *f)
{
	struct setting	*s;
	uint32_t	 n;

	t->told.format = told_keep(t, get_text(f));
	if (t->told.format == NULL)
		t->told.format = "";
	t->told.encoding = told_keep(t, get_text(f));
	t->told.bom = get_u8(f) != 0;
	t->told.confidence = get_f64(f);
	(void)get_text(f);
	split_lines(t, get_text(f));
	t->told.runner_up = told_keep(t, get_text(f));
	t->told.runner_up_why = told_keep(t, get_text(f));
	n = get_u32(f);
	if (n > 1000)
		return;
	s = arena_alloc(t->arena, (n + 1) * sizeof(*s));
	for (uint32_t i = 0; i < n; i++) {
		s[i].name = told_keep(t, get_text(f));
		s[i].value = told_keep(t, get_text(f));
	}
	t->told.options = s;
	t->told.n_options = n;
	t->told.seems = told_keep(t, get_text(f));
	t->told.mime = told_keep(t, get_text(f));
	tell_decisions(t, f);
}

static void
tell_columns(struct told_job *t, struct frame *f, struct told_table *table,
    struct asked *q, struct reading *readings)
{
	struct told_column	*c = arena_alloc(t->arena, (q->n + 1) *
				    sizeof(*c));
	const char		**names = arena_alloc(t->arena, (q->n + 1) *
				    sizeof(*names));
	const char		**units = arena_alloc(t->arena, (q->n + 1) *
				    sizeof(*units));
	char			*text;
	size_t			 n;

	for (uint32_t i = 0; i < q->n; i++) {
		c[i].original = told_keep(t, get_text(f));
		c[i].name = names[i] = told_keep(t, get_text(f));
		c[i].unit = units[i] = told_keep(t, get_text(f));
		if (!get_raw(f, &readings[i], sizeof(readings[i])) ||
		    !reading_valid(&readings[i]))
			memset(&readings[i], 0, sizeof(readings[i]));
		if (c[i].unit == NULL || *c[i].unit == '\0')
			c[i].unit = reading_unit(&readings[i]);
		text = arena_alloc(t->arena, FORMAT_TEXT);
		reading_describe(&readings[i], text, FORMAT_TEXT);
		c[i].format = text;
		c[i].type = type_names[readings[i].type];
		if (i < table->n_columns) {	/* it became wider */
			c[i].why = table->columns[i].why;
			c[i].runner_up = table->columns[i].runner_up;
			c[i].against = table->columns[i].against;
		}
		if (reading_order_open(&readings[i]))
			c[i].type = type_names[PS_TEXT];
		if (reading_order_open(&readings[i]) ||
		    reading_hinted(&readings[i]) != 0) {
			n = strlen(text);
			snprintf(text + n, FORMAT_TEXT - n, " ?");
		}
	}
	q->names = names;
	q->units = units;
	table->columns = c;
	table->n_columns = q->n;
	t->columns[q->table] = c;
}

static bool
new_table(struct told_job *t)
{
	uint32_t	n = t->n;

	if (n >= TABLES_SHOWN)
		return false;
	GROW(t->tables, n, t->room);
	GROW(t->facts, n, t->facts_room);
	GROW(t->readings, n, t->readings_room);
	GROW(t->asked, n, t->asked_room);
	GROW(t->columns, n, t->columns_room);
	t->tables[n] = (struct told_table){ .whole = true, .first_data = -1,
	    .last_data = -1 };
	t->n++;
	return true;
}

/* Room for the facts of n columns, those of the first ones as they are. */
static void
widen_facts(struct told_job *t, uint32_t table, uint32_t n)
{
	struct facts	*old = t->facts[table];
	uint32_t	 had = t->tables[table].n_columns;

	t->facts[table] = arena_alloc(t->arena, (n + 1) * sizeof(*old));
	if (had > 0)
		memcpy(t->facts[table], old, had * sizeof(*old));
	for (uint32_t i = had; i < n; i++)
		facts_start(&t->facts[table][i]);
	t->readings[table] = arena_alloc(t->arena, (n + 1) *
	    sizeof(**t->readings));
}

/* A table, or one that is told again because it is wider. */
static void
tell_table(struct told_job *t, const struct job *j, struct frame *f)
{
	struct asked	q = { .address = j->doc->address,
			    .called = j->doc->called,
			    .confidence = t->told.confidence };
	uint32_t	n, flags;

	n = q.table = get_u32(f);
	q.hint = told_keep(t, get_text(f));
	flags = get_u32(f);
	q.headerless = (flags & (PS_HEADERLESS | PS_OWN_NAMES)) != 0;
	q.captioned = (flags & PS_CAPTION) != 0;
	q.n = get_u32(f);
	if (f->bad || q.n > 1501)
		return;
	while (t->n <= n)
		if (!new_table(t))
			return;
	if (q.n < t->tables[n].n_columns)
		return;
	t->tables[n].headerless = (flags & PS_HEADERLESS) != 0;
	widen_facts(t, n, q.n);
	tell_columns(t, f, &t->tables[n], &q, t->readings[n]);
	q.rows = get_u64(f);
	q.issues = get_u64(f);
	t->asked[n] = q;
}

static bool
texts_fit(const struct facts *f)
{
	return f->min.n <= sizeof(f->min.text) &&
	    f->max.n <= sizeof(f->max.text) &&
	    f->sample.n <= sizeof(f->sample.text);
}

static void
tell_facts(struct told_job *t, struct frame *f)
{
	uint32_t	table, n;
	struct facts	facts;

	(void)get_u32(f);
	table = get_u32(f);
	n = get_u32(f);
	if (table >= t->n || n != t->tables[table].n_columns)
		return;
	for (uint32_t i = 0; i < n && get_raw(f, &facts, sizeof(facts)) &&
	    texts_fit(&facts); i++)
		facts_merge(&t->facts[table][i], &facts);
}

static void
tell_done(struct told_job *t, struct frame *f)
{
	(void)get_u32(f);
	t->status = (enum ps_status)get_u32(f);
	t->told.message = told_keep(t, get_text(f));
	get_counts(f, &t->counts);
}

void
tell_job(struct supervisor *s, struct job *j, uint32_t worker,
    struct frame *f)
{
	struct told_job	*t = told_of(j);
	struct frame	 g = *f;

	(void)s;
	(void)worker;
	(void)get_u64(&g);
	if (f->type == M_OPEN)
		tell_open(t, &g);
	else if (f->type == M_TABLE)
		tell_table(t, j, &g);
	else if (f->type == M_FACTS)
		tell_facts(t, &g);
	else if (f->type == M_NOTES)
		told_notes(t, &g);
	else if (f->type == M_DONE)
		tell_done(t, &g);
}

/* What the table would be called, and what its columns turned out to be. */
static void
settle_table(struct supervisor *s, struct told_job *t, uint32_t i)
{
	struct told_table	*to = &t->tables[i];
	struct answered		 a = assign(s->assigner, &t->asked[i]);
	struct told_column	*c = t->columns[i];

	to->name = told_keep(t, a.table);
	if (i == 0)
		t->told.group = to->name;
	for (uint32_t k = 0; k < to->n_columns; k++) {
		const struct facts *x = &t->facts[i][k];

		to->rows = x->cells;
		c[k].nulls = facts_nulls(x,
		    t->readings[i][k].type != PS_TEXT);
	}
}

/* A container is told before the first of its members. */
static void
tell(struct supervisor *s, struct job *j, struct told_job *t)
{
	if (j->parent != NULL && !j->parent->container->told) {
		told_of(j->parent)->told.status = "loaded";
		tell(s, j->parent, told_of(j->parent));
	}
	if (j->container != NULL)
		j->container->told = true;
	t->told.address = j->doc->address;
	t->told.tables = t->tables;
	t->told.n_tables = t->n;
	t->told.issues = t->counts.issues;
	t->told.rejected = t->counts.rejected;
	t->told.set_aside = t->counts.set_aside;
	s->told(s->told_arg, &t->told);
}

void
tell_record(struct supervisor *s, struct job *j, const char *status,
    const char *message)
{
	struct told_job	*t = told_of(j);

	if (j->container != NULL && j->container->told) {
		warn("%s: %s", shown_str(j->doc->address), message);
		return;
	}
	t->told.status = status;
	t->told.message = told_keep(t, message);
	t->n = 0;
	tell(s, j, t);
}

/* Tables that were left out when others were told: they have no rows. */
static void
drop_untold(struct told_job *t)
{
	uint32_t	n = 0;

	for (uint32_t i = 0; i < t->n; i++) {
		if (t->tables[i].n_columns == 0)
			continue;
		t->tables[n] = t->tables[i];
		t->facts[n] = t->facts[i];
		t->readings[n] = t->readings[i];
		t->asked[n] = t->asked[i];
		t->columns[n++] = t->columns[i];
	}
	t->n = n;
}

void
tell_finished(struct supervisor *s, struct job *j)
{
	struct told_job	*t = told_of(j);

	if (t->status < PS_SKIP || (t->status == PS_SKIP && t->n == 0)) {
		job_failed(s, j, t->status, t->told.message);
		return;
	}
	drop_untold(t);
	for (uint32_t i = 0; i < t->n; i++)
		settle_table(s, t, i);
	if (t->n > 0 || t->counts.records > 0)
		t->told.status = "loaded";
	s->tally.loaded++;
	if (j->container == NULL || !j->container->told)
		tell(s, j, t);
	job_end(s, j);
}
