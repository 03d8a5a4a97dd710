/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_tables.c - the tables that came out beside those that were expected.
 *
 * Rows stand in their order.  Columns whose names begin with '_' are ours:
 * they may be expected, and need not be.
 */
#include <string.h>

#include "buf.h"
#include "cmd_test.h"
#include "mem.h"
#include "options.h"
#include "str.h"

#define SQL_MAX	(1u << 20)

struct got_column {
	const char	*name, *type;
};

struct got_table {
	struct trial			*trial;
	const struct expected_table	*wanted;
	const char			**names;	/* NULL-ended */
	struct got_column		*columns;
	uint32_t			 n, room;
	uint64_t			 row;		/* the next */
};

static const char *
copy(struct arena *arena, const struct ps_value *v)
{
	return v->type == PS_TEXT ? arena_strndup(arena, v->text, v->length) :
	    "";
}

static void *
one_more(struct arena *arena, const void *list, uint32_t n, uint32_t *room,
    size_t size)
{
	char	*longer;

	if (n < *room)
		return (void *)(uintptr_t)list;
	*room = *room == 0 ? 16 : 2 * *room;
	longer = arena_alloc(arena, *room * size);
	if (list != NULL)
		memcpy(longer, list, n * size);
	return longer;
}

static enum ps_status
take_column(void *arg, const struct ps_value *v, uint32_t n)
{
	struct got_table	*t = arg;
	struct arena		*arena = t->trial->arena;

	(void)n;
	t->columns = one_more(arena, t->columns, t->n, &t->room,
	    sizeof(*t->columns));
	t->columns[t->n++] = (struct got_column){ copy(arena, &v[0]),
	    copy(arena, &v[1]) };
	return PS_OK;
}

static const struct expected_cell *
cell_of(const struct expected_row *row, const char *column)
{
	for (uint32_t i = 0; i < row->n; i++)
		if (strcmp(row->cells[i].column, column) == 0)
			return &row->cells[i];
	return NULL;
}

static bool
is_named(const struct expected_table *t, const char *column)
{
	for (uint32_t i = 0; i < t->n; i++)
		if (cell_of(&t->rows[i], column) != NULL)
			return true;
	return false;
}

static const struct got_column *
column_of(const struct got_table *t, const char *name)
{
	for (uint32_t i = 0; i < t->n; i++)
		if (strcmp(t->columns[i].name, name) == 0)
			return &t->columns[i];
	return NULL;
}

static void
no_column(struct got_table *t, const char *name)
{
	const char	**names = arena_alloc(t->trial->arena, (t->n + 1) *
			    sizeof(*names));
	const char	 *near;

	for (uint32_t i = 0; i < t->n; i++)
		names[i] = t->columns[i].name;
	near = nearest(name, names);
	trial_wrong(t->trial, "table '%s' has no column '%s'%s%s%s",
	    t->wanted->name, shown_str(name), near != NULL ?
	    "; did you mean '" : "", near != NULL ? near : "",
	    near != NULL ? "'?" : "");
}

/* Where rows are from is no column of the document's: only if it is named. */
static void
add_provenance(struct got_table *t)
{
	static const struct ps_value	line[] = {
		{ .type = PS_TEXT, .text = "_line", .length = 5 },
		{ .type = PS_TEXT, .text = "integer", .length = 7 }
	};

	if (t->trial->provenance && is_named(t->wanted, "_line") &&
	    column_of(t, "_line") == NULL)
		(void)take_column(t, line, 2);
}

/* Names that no column has, each once; columns that nothing names. */
static void
compare_columns(struct got_table *t)
{
	const struct expected_table	*w = t->wanted;
	struct expected_table		 before = *w;

	for (uint32_t i = 0; i < w->n; i++)
		for (uint32_t k = 0; k < w->rows[i].n; k++) {
			const char *name = w->rows[i].cells[k].column;

			before.n = i;
			if (column_of(t, name) == NULL &&
			    w->rows[i].cells[k].value.type != PS_NULL &&
			    !is_named(&before, name))
				no_column(t, name);
		}
	for (uint32_t i = 0; i < t->n && w->n > 0; i++)
		if (!t->trial->test->partial && t->columns[i].name[0] != '_' &&
		    !is_named(w, t->columns[i].name))
			trial_wrong(t->trial, "table '%s': got a column '%s', "
			    "which is not expected; name it, or say partial = "
			    "true", w->name, shown_str(t->columns[i].name));
}

/* A row that nobody expected, as it would stand in the script. */
static const char *
row_text(struct got_table *t, const struct ps_value *v)
{
	const char	*text = "{";

	for (uint32_t i = 0; i < t->n && strlen(text) < 400; i++)
		if (t->columns[i].name[0] != '_')
			text = arena_printf(t->trial->arena, "%s%s %s = %s",
			    text, text[1] == '\0' ? "" : ",",
			    t->columns[i].name, test_shown(t->trial->arena,
			    &v[i], t->columns[i].type));
	return arena_printf(t->trial->arena, "%s }", text);
}

static void
compare_cell(struct got_table *t, const struct expected_row *row, uint32_t i,
    const struct ps_value *v)
{
	static const struct ps_value	 null = { .type = PS_NULL };
	const struct got_column		*c = &t->columns[i];
	const struct expected_cell	*cell = cell_of(row, c->name);
	struct arena			*arena = t->trial->arena;

	/* What is told once over is already told. */
	if (cell == NULL && (t->trial->test->partial || c->name[0] == '_' ||
	    !is_named(t->wanted, c->name)))
		return;
	if (!test_same(v, c->type, cell == NULL ? &null : &cell->value))
		trial_wrong(t->trial, "table '%s', row %llu, column '%s': got "
		    "%s, expected %s", t->wanted->name,
		    (unsigned long long)t->row, shown_str(c->name),
		    test_shown(arena, v, c->type), cell == NULL ? "null" :
		    test_shown(arena, &cell->value, ""));
}

static enum ps_status
take_row(void *arg, const struct ps_value *v, uint32_t n)
{
	struct got_table	*t = arg;

	if (n != t->n)
		return PS_FAIL;
	if (t->row++ >= t->wanted->n) {
		if (t->row == t->wanted->n + 1u)
			trial_wrong(t->trial, "table '%s', row %llu: got %s, "
			    "expected no more rows", t->wanted->name,
			    (unsigned long long)t->row, row_text(t, v));
		return PS_OK;
	}
	for (uint32_t i = 0; i < n; i++)
		compare_cell(t, &t->wanted->rows[t->row - 1], i, &v[i]);
	return PS_OK;
}

static void
put_name(struct buf *b, const char *name)
{
	buf_char(b, '"');
	for (; *name != '\0'; name++) {
		if (*name == '"')
			buf_char(b, '"');
		buf_char(b, *name);
	}
	buf_char(b, '"');
}

static void
compare_rows(struct got_table *t)
{
	struct buf	b;

	buf_init(&b, SQL_MAX);
	buf_str(&b, "SELECT ");
	for (uint32_t i = 0; i < t->n; i++) {
		buf_str(&b, i == 0 ? "" : ", ");
		put_name(&b, t->columns[i].name);
	}
	buf_str(&b, " FROM ");
	put_name(&b, t->wanted->name);
	buf_str(&b, " ORDER BY rowid");
	if (trial_ask(t->trial, buf_cstr(&b), NULL, 0, take_row, t) &&
	    t->row != t->wanted->n)
		trial_wrong(t->trial, "table '%s': got %llu row%s, expected "
		    "%u", t->wanted->name, (unsigned long long)t->row,
		    t->row == 1 ? "" : "s", t->wanted->n);
	buf_free(&b);
}

struct names {
	struct trial	 *trial;
	const char	**list;
	uint32_t	  n, room;
};

static enum ps_status
take_name(void *arg, const struct ps_value *v, uint32_t n)
{
	struct names	*all = arg;

	(void)n;
	all->list = one_more(all->trial->arena, all->list, all->n + 1,
	    &all->room, sizeof(*all->list));
	all->list[all->n++] = copy(all->trial->arena, &v[0]);
	all->list[all->n] = NULL;
	return PS_OK;
}

static void
no_table(struct trial *t, const char *name, const struct names *all)
{
	const char	*list = "";

	for (uint32_t i = 0; i < all->n && strlen(list) < 400; i++)
		list = arena_printf(t->arena, "%s%s%s", list, i == 0 ? "" :
		    ", ", all->list[i]);
	trial_wrong(t, "table '%s': there is none; there %s", shown_str(name),
	    all->n == 0 ? "are no tables" : arena_printf(t->arena, "%s: %s",
	    all->n == 1 ? "is" : "are", list));
}

static void
compare_table(struct trial *t, const struct expected_table *wanted,
    const struct names *all)
{
	struct got_table	got = { .trial = t, .wanted = wanted };
	struct ps_value		name = { .type = PS_TEXT,
				    .text = wanted->name,
				    .length = (uint32_t)strlen(wanted->name) };
	uint32_t		i = 0;

	while (i < all->n && strcmp(all->list[i], wanted->name) != 0)
		i++;
	if (i == all->n) {
		if (wanted->n > 0)
			no_table(t, wanted->name, all);
		return;
	}
	if (!trial_ask(t, "SELECT name, type FROM _ps_columns WHERE "
	    "table_name = ?1 ORDER BY position", &name, 1, take_column, &got))
		return;
	add_provenance(&got);
	compare_columns(&got);
	compare_rows(&got);
}

/* Where tables are expected, others are not. */
static void
compare_names(struct trial *t, const struct names *all)
{
	const struct script_test	*w = t->test;
	uint32_t			 k;

	for (uint32_t i = 0; i < all->n && w->n_tables > 0 && !w->partial;
	    i++) {
		for (k = 0; k < w->n_tables && strcmp(w->tables[k].name,
		    all->list[i]) != 0; k++)
			continue;
		if (k == w->n_tables)
			trial_wrong(t, "got a table '%s', which is not "
			    "expected; name it, or say partial = true",
			    shown_str(all->list[i]));
	}
}

void
test_tables(struct trial *t)
{
	struct names	all = { .trial = t };

	if (!trial_ask(t, "SELECT name FROM _ps_tables WHERE \"rows\" > 0 OR "
	    "documents > 0 ORDER BY name", NULL, 0, take_name, &all))
		return;
	for (uint32_t i = 0; i < t->test->n_tables; i++)
		compare_table(t, &t->test->tables[i], &all);
	compare_names(t, &all);
}
