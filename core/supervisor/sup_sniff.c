/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sup_sniff.c - describing documents instead of storing them: what workers
 * say is gathered, and told when the document's turn comes.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "options.h"
#include "sup.h"

#define TABLES_MAX	10000u
#define FORMAT_TEXT	80u
#define HEADERS_MAX	1000u
#define PREVIEW_MAX	100u

struct told_job {
	struct arena		*arena;
	struct told		 told;
	struct told_table	*tables;
	struct facts		**facts;
	struct reading		**readings;
	uint32_t		 n, room;
	struct asked		*asked;
	uint32_t		 asked_room, facts_room, readings_room;
	enum ps_status		 status;
	struct counts		 counts;
};

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

static const char *
keep(struct told_job *t, const char *s)
{
	return s == NULL ? NULL : arena_strdup(t->arena, s);
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
tell_open(struct told_job *t, struct frame *f)
{
	struct setting	*s;
	uint32_t	 n;

	t->told.format = keep(t, get_text(f));
	t->told.encoding = keep(t, get_text(f));
	t->told.bom = get_u8(f) != 0;
	t->told.confidence = get_f64(f);
	(void)get_text(f);
	split_lines(t, get_text(f));
	t->told.runner_up = keep(t, get_text(f));
	t->told.runner_up_why = keep(t, get_text(f));
	n = get_u32(f);
	if (n > 1000)
		return;
	s = arena_alloc(t->arena, (n + 1) * sizeof(*s));
	for (uint32_t i = 0; i < n; i++) {
		s[i].name = keep(t, get_text(f));
		s[i].value = keep(t, get_text(f));
	}
	t->told.options = s;
	t->told.n_options = n;
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

	for (uint32_t i = 0; i < q->n; i++) {
		c[i].original = keep(t, get_text(f));
		c[i].name = names[i] = keep(t, get_text(f));
		c[i].unit = units[i] = keep(t, get_text(f));
		if (!get_raw(f, &readings[i], sizeof(readings[i])) ||
		    !reading_valid(&readings[i]))
			memset(&readings[i], 0, sizeof(readings[i]));
		text = arena_alloc(t->arena, FORMAT_TEXT);
		reading_describe(&readings[i], text, FORMAT_TEXT);
		c[i].type = readings[i].type <= PS_TEXT ?
		    type_names[readings[i].type] : "text";
		c[i].format = text;
	}
	q->names = names;
	q->units = units;
	table->columns = c;
	table->n_columns = q->n;
}

static void
tell_table(struct told_job *t, const struct job *j, struct frame *f)
{
	struct asked	q = { .address = j->doc->address,
			    .confidence = t->told.confidence };
	uint32_t	n = t->n;

	q.table = get_u32(f);
	q.hint = keep(t, get_text(f));
	q.headerless = (get_u32(f) & PS_HEADERLESS) != 0;
	q.n = get_u32(f);
	if (f->bad || q.n > 1501 || n >= TABLES_MAX || q.table != n)
		return;
	GROW(t->tables, n, t->room);
	GROW(t->facts, n, t->facts_room);
	GROW(t->readings, n, t->readings_room);
	GROW(t->asked, n, t->asked_room);
	t->tables[n] = (struct told_table){ .whole = true, .first_data = -1,
	    .last_data = -1, .headerless = q.headerless };
	t->facts[n] = arena_alloc(t->arena, (q.n + 1) * sizeof(**t->facts));
	for (uint32_t i = 0; i < q.n; i++)
		facts_start(&t->facts[n][i]);
	t->readings[n] = arena_alloc(t->arena, (q.n + 1) *
	    sizeof(**t->readings));
	tell_columns(t, f, &t->tables[n], &q, t->readings[n]);
	q.rows = get_u64(f);
	q.issues = get_u64(f);
	t->asked[n] = q;
	t->n++;
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
note_preview(struct told_job *t, struct frame *f)
{
	uint32_t		 table = get_u32(f), n = get_u32(f);
	struct told_table	*to = table < t->n ? &t->tables[table] : NULL;
	const char		**texts;
	const char		*p;
	size_t			 len;

	if (to == NULL || n != to->n_columns ||
	    to->n_preview == PREVIEW_MAX) {
		f->bad = true;
		return;
	}
	texts = arena_alloc(t->arena, (to->n_preview + 1) * (size_t)n *
	    sizeof(*texts) + 1);
	if (to->n_preview > 0)
		memcpy(texts, to->preview, to->n_preview * (size_t)n *
		    sizeof(*texts));
	for (uint32_t i = 0; i < n; i++) {
		p = get_bytes(f, &len);
		texts[to->n_preview * n + i] = arena_strndup(t->arena, p, len);
	}
	to->preview = texts;
	to->n_preview++;
}

static void
note_record(struct told_job *t, struct frame *f)
{
	uint32_t		 table = get_u32(f), kind = get_u32(f);
	int64_t			 record = (int64_t)get_u64(f);
	struct told_table	*to = table < t->n ? &t->tables[table] : NULL;
	uint32_t		*lines;

	if (to == NULL)
		return;
	if (kind == 1)
		to->first_data = record;
	else if (kind == 2)
		to->last_data = record;
	else if (to->n_header_lines < HEADERS_MAX) {
		lines = arena_alloc(t->arena, (to->n_header_lines + 1) *
		    sizeof(*lines));
		if (to->n_header_lines > 0)
			memcpy(lines, to->header_lines, to->n_header_lines *
			    sizeof(*lines));
		lines[to->n_header_lines++] = (uint32_t)record;
		to->header_lines = lines;
	}
}

/* Of what is set aside and of issues only the numbers are told (in M_DONE). */
static void
pass_over(struct frame *f, bool issue)
{
	size_t	n;

	(void)get_u32(f);
	if (issue)
		(void)get_u32(f);
	(void)get_u64(f);
	if (issue) {
		(void)get_text(f);
		(void)get_text(f);
	}
	(void)get_bytes(f, &n);
}

static void
tell_notes(struct told_job *t, struct frame *f)
{
	struct frame	notes = { .fd = -1 };

	(void)get_u32(f);
	notes.p = get_bytes(f, &notes.n);
	while (notes.n > 0 && !notes.bad)
		switch (get_u8(&notes)) {
		case 'P':
			note_preview(t, &notes);
			break;
		case 'R':
			note_record(t, &notes);
			break;
		case 'L':
			pass_over(&notes, false);
			break;
		case 'I':
			pass_over(&notes, true);
			break;
		default:
			return;
		}
}

static void
tell_done(struct told_job *t, struct frame *f)
{
	(void)get_u32(f);
	t->status = (enum ps_status)get_u32(f);
	t->told.message = keep(t, get_text(f));
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
		tell_notes(t, &g);
	else if (f->type == M_DONE)
		tell_done(t, &g);
}

/* What the table would be called, and what its columns turned out to be. */
static void
settle_table(struct supervisor *s, struct told_job *t, uint32_t i)
{
	struct told_table	*to = &t->tables[i];
	struct answered		 a = assign(s->assigner, &t->asked[i]);
	struct told_column	*c = arena_alloc(t->arena,
				    (to->n_columns + 1) * sizeof(*c));

	to->name = keep(t, a.table);
	if (i == 0)
		t->told.group = to->name;
	memcpy(c, to->columns, to->n_columns * sizeof(*c));
	for (uint32_t k = 0; k < to->n_columns; k++) {
		const struct facts *x = &t->facts[i][k];

		to->rows = x->cells;
		c[k].nulls = x->tokens[TOKEN_EMPTY];
		for (uint32_t n = TOKEN_EMPTY + 1; n < N_TOKENS &&
		    t->readings[i][k].type != PS_TEXT; n++)
			c[k].nulls += x->tokens[n];
	}
	to->columns = c;
}

static void
tell(struct supervisor *s, struct job *j, struct told_job *t)
{
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

	t->told.status = status;
	t->told.message = keep(t, message);
	t->n = 0;
	tell(s, j, t);
}

void
tell_finished(struct supervisor *s, struct job *j)
{
	struct told_job	*t = told_of(j);

	if (t->status < PS_SKIP || (t->status == PS_SKIP && t->n == 0)) {
		job_failed(s, j, t->status, t->told.message);
		return;
	}
	for (uint32_t i = 0; i < t->n; i++)
		settle_table(s, t, i);
	if (t->n > 0 || t->counts.records > 0)
		t->told.status = "loaded";
	s->tally.loaded++;
	tell(s, j, t);
	job_end(s, j);
}
