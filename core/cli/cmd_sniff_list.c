/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cmd_sniff_list.c - a heap of documents: what tables they would become, and
 * which of them are doubtful or unread, before anything is loaded.
 */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "cli_text.h"
#include "cmd_sniff.h"
#include "mem.h"
#include "str.h"

#define MAX_LISTED	20	/* doubtful documents, told one by one */

/* One table of one document; equal names are counted together at the end. */
struct entry {
	const char	*table, *format;
	uint64_t	 rows;
	uint32_t	 columns;
	bool		 whole;
};

struct remark {
	const char	*address, *text;
};

struct remarks {
	struct remark	first[MAX_LISTED];
	uint64_t	n;
};

struct sniff_list {
	struct arena	*arena;
	struct entry	*entries;
	size_t		 n, room;
	struct remarks	 doubtful, unread;
	uint64_t	 documents;
};

struct sniff_list *
sniff_list_new(void)
{
	struct sniff_list *l = xcalloc(1, sizeof(*l));

	l->arena = arena_new();
	return l;
}

void
sniff_list_free(struct sniff_list *l)
{
	arena_free(l->arena);
	free(l->entries);
	free(l);
}

static void
remark(struct sniff_list *l, struct remarks *to, const struct told *t,
    const char *text)
{
	if (to->n < MAX_LISTED)
		to->first[to->n] = (struct remark){
			arena_strdup(l->arena, t->address), text
		};
	to->n++;
}

static const char *
doubt(struct sniff_list *l, const struct told *t)
{
	if (t->runner_up != NULL && *t->runner_up != '\0')
		return arena_printf(l->arena, "%s, %.0f %% sure; it could be "
		    "%s%s%s", t->format, 100 * t->confidence, t->runner_up,
		    t->runner_up_why != NULL && *t->runner_up_why != '\0' ?
		    ": " : "", t->runner_up_why == NULL ? "" :
		    t->runner_up_why);
	return arena_printf(l->arena, "%s, %.0f %% sure%s%s", t->format,
	    100 * t->confidence, t->n_why > 0 ? ": " : "",
	    t->n_why > 0 ? t->why[0] : "");
}

static const char *
reason(struct sniff_list *l, const struct told *t)
{
	return arena_printf(l->arena, "%s: %s", t->status,
	    t->message != NULL ? t->message : t->n_why > 0 ? t->why[0] :
	    strcmp(t->status, "empty") == 0 ? "there is nothing in it" :
	    "nobody reads it");
}

static void
add_entry(struct sniff_list *l, const struct told *t,
    const struct told_table *table)
{
	const char *name = t->n_tables == 1 && t->group != NULL &&
	    *t->group != '\0' ? t->group : table->name;

	GROW(l->entries, l->n, l->room);
	l->entries[l->n++] = (struct entry){
		.table = arena_strdup(l->arena, name == NULL ? "" : name),
		.format = arena_strdup(l->arena, t->format),
		.rows = table->rows, .columns = table->n_columns,
		.whole = table->whole
	};
}

void
sniff_list_add(struct sniff_list *l, const struct told *t)
{
	l->documents++;
	if (!sniff_is_read(t)) {
		remark(l, &l->unread, t, reason(l, t));
		return;
	}
	for (uint32_t i = 0; i < t->n_tables; i++)
		add_entry(l, t, &t->tables[i]);
	if (t->confidence < DOUBTFUL)
		remark(l, &l->doubtful, t, doubt(l, t));
	else if (t->rejected > 0)
		remark(l, &l->doubtful, t, arena_printf(l->arena,
		    "%llu records would be rejected",
		    (unsigned long long)t->rejected));
}

static int
by_table(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return strcmp(x->table, y->table);
}

/* n entries of one name: their documents together. */
static void
print_group(const struct entry *e, size_t n, unsigned width, struct buf *b)
{
	struct entry	sum = e[0];
	char		rows[32], documents[32];

	for (size_t i = 1; i < n; i++) {
		sum.rows += e[i].rows;
		sum.whole = sum.whole && e[i].whole;
		if (e[i].columns > sum.columns)
			sum.columns = e[i].columns;
		if (strcmp(e[i].format, sum.format) != 0)
			sum.format = "several";
	}
	buf_str(b, "  ");
	text_cell(b, sum.table, width, false);
	buf_printf(b, "  %9s  %s%14s  %7u  %s\n", human_count(n, documents),
	    sum.whole ? " " : ">", human_count(sum.rows, rows), sum.columns,
	    sum.format);
}

static void
print_tables(struct sniff_list *l, struct buf *b)
{
	unsigned width = 5, w;

	qsort(l->entries, l->n, sizeof(*l->entries), by_table);
	for (size_t i = 0; i < l->n; i++) {
		w = text_width(l->entries[i].table);
		if (w > width)
			width = w < 40 ? w : 40;
	}
	buf_str(b, "  ");
	text_cell(b, "table", width, false);
	buf_printf(b, "  documents             rows  columns  format\n");
	for (size_t i = 0, k; i < l->n; i = k) {
		for (k = i + 1; k < l->n &&
		    by_table(&l->entries[i], &l->entries[k]) == 0; k++)
			;
		print_group(l->entries + i, k - i, width, b);
	}
}

static size_t
count_tables(const struct sniff_list *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		if (i == 0 || by_table(&l->entries[i - 1],
		    &l->entries[i]) != 0)
			n++;
	return n;
}

static void
print_remarks(const char *title, const struct remarks *r, struct buf *b)
{
	char count[32];

	if (r->n == 0)
		return;
	buf_printf(b, "\n%s: %s\n", title, human_count(r->n, count));
	for (uint64_t i = 0; i < r->n && i < MAX_LISTED; i++) {
		buf_str(b, "  ");
		show(b, r->first[i].address, strlen(r->first[i].address), 200);
		buf_str(b, ": ");
		show(b, r->first[i].text, strlen(r->first[i].text), 300);
		buf_char(b, '\n');
	}
	if (r->n > MAX_LISTED)
		buf_printf(b, "  ... and %s more\n",
		    human_count(r->n - MAX_LISTED, count));
}

void
sniff_list_print(struct sniff_list *l, struct buf *b)
{
	char	documents[32], tables[32];
	size_t	n;

	if (l->n > 0)
		print_tables(l, b);
	n = count_tables(l);
	print_remarks("doubtful, so each would get a table of its own",
	    &l->doubtful, b);
	print_remarks("not read", &l->unread, b);
	buf_printf(b, "\n%s document%s, %s table%s; nothing was stored\n",
	    human_count(l->documents, documents),
	    l->documents == 1 ? "" : "s", human_count(n, tables),
	    n == 1 ? "" : "s");
}
