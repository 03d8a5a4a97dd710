/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ledger_rows.c - rows of the ledger, inserted many at once.
 *
 * An INSERT of 32 rows costs much less than 32 INSERTs.  Rows of documents
 * that ended wait in front of those of the open one, which go when it is
 * given up; if there are too many of the latter they are inserted at once,
 * where the open document's fate is also theirs.
 */
#include <stdlib.h>

#include "ledger.h"
#include "mem.h"

#define GATHER_VALUES	4096u
#define GATHER_BYTES	(1u << 20)
#define TEXT_MAX	((size_t)1 << 30)
#define MOST_ROWS	32u

static const char *const document_columns[] = {
	"id", "address", "root", "parent", "run", "size", "mtime", "hash",
	"etag", "format", "encoding", "options", "reader", "confidence", "why",
	"records", "emitted", "rows", "rejected", "set_aside", "skipped",
	"issues", "status", "message", "seems", "mime", "started",
	"finished", NULL
};
static const char *const facts_columns[] = {
	"document", "table_name", "column", "cells", "nulls", "fits", "min",
	"max", "sample", "reading", "wanted", "open", "facts", NULL
};
static const char *const range_columns[] = {
	"document", "table_name", "first_row", "last_row", NULL
};
static const char *const cell_columns[] = {
	"document", "table_name", "row", "line", "column", "pending", "text",
	NULL
};
static const char *const line_columns[] = {
	"document", "line", "class", "text", NULL
};
static const char *const issue_columns[] = {
	"document", "table_name", "line", "byte_offset", "severity", "rule",
	"reason", "raw", NULL
};

static const char *const told_columns[] = {
	"document", "position", "link", "facts", NULL
};

static const char *const frontier_columns[] = {
	"id", "hash", "address", "crawl", "round", "site", "root", "found_on",
	"depth", "place", "state", "attempts", "input", "secret", NULL
};

static const struct {
	const char		*table;
	const char *const	*columns;
} targets[N_GATHERED] = {
	[L_DOCUMENTS] = { "_ps_documents", document_columns },
	[L_FACTS] = { "_ps_facts", facts_columns },
	[L_RANGES] = { "_ps_ranges", range_columns },
	[L_CELLS] = { "_ps_cells", cell_columns },
	[L_LINES] = { "_ps_lines", line_columns },
	[L_ISSUES] = { "_ps_issues", issue_columns },
	[L_TOLD] = { "_ps_told", told_columns },
	[L_FRONTIER] = { "_ps_frontier", frontier_columns }
};

static struct ps_value *
more(struct ledger *l, enum gathered which)
{
	struct gather	*g = &l->rows[which];

	if (g->table == NULL) {
		g->table = targets[which].table;
		g->columns = targets[which].columns;
		while (g->columns[g->n_columns] != NULL)
			g->n_columns++;
		buf_init(&g->text, TEXT_MAX);
	}
	GROW(g->values, g->n, g->room);
	return memset(&g->values[g->n++], 0, sizeof(*g->values));
}

void
gather_int(struct ledger *l, enum gathered which, int64_t v)
{
	struct ps_value	*to = more(l, which);

	to->type = PS_INT;
	to->integer = v;
}

void
gather_real(struct ledger *l, enum gathered which, double v)
{
	struct ps_value	*to = more(l, which);

	to->type = PS_REAL;
	to->real = v;
}

/* Until it is inserted `integer` says where in the text it begins. */
void
gather_text(struct ledger *l, enum gathered which, const char *p, size_t n)
{
	struct ps_value	*to = more(l, which);
	struct gather	*g = &l->rows[which];

	to->type = PS_TEXT;
	to->length = (uint32_t)n;
	to->integer = (int64_t)g->text.n;
	buf_add(&g->text, p, n);
}

void
gather_null(struct ledger *l, enum gathered which)
{
	(void)more(l, which);
}

void
gather_str(struct ledger *l, enum gathered which, const char *s)
{
	if (s == NULL)
		gather_null(l, which);
	else
		gather_text(l, which, s, strlen(s));
}

/* INSERT INTO t("a", "b") VALUES (?1,?2),(?3,?4) */
static char *
insert_text(const struct gather *g, uint32_t rows)
{
	struct buf	 b;
	char		*text;

	buf_init(&b, 1u << 20);
	buf_printf(&b, "INSERT INTO %s(", g->table);
	for (uint32_t i = 0; i < g->n_columns; i++)
		buf_printf(&b, "%s\"%s\"", i == 0 ? "" : ",", g->columns[i]);
	buf_str(&b, ") VALUES ");
	for (uint32_t i = 0; i < rows * g->n_columns; i++)
		buf_printf(&b, "%s?%u", i == 0 ? "(" :
		    i % g->n_columns == 0 ? "),(" : ",", i + 1);
	buf_char(&b, ')');
	text = xstrdup(buf_cstr(&b));
	buf_free(&b);
	return text;
}

static enum ps_status
insert(struct ledger *l, struct gather *g, size_t from)
{
	uint32_t	rows = MOST_ROWS, i = 0;
	enum ps_status	st = PS_OK;

	for (size_t v = from; v < g->n; v++)
		if (g->values[v].type == PS_TEXT)
			g->values[v].text = g->text.p == NULL ? "" :
			    g->text.p + g->values[v].integer;
	while (from < g->n && st == PS_OK) {
		while (from + rows * g->n_columns > g->n) {
			rows /= 2;
			i++;
		}
		if (g->sql[i] == NULL)
			g->sql[i] = insert_text(g, rows);
		st = ledger_sql(l, g->sql[i], &g->values[from],
		    rows * g->n_columns);
		from += rows * g->n_columns;
	}
	return st;
}

static enum ps_status
flush(struct ledger *l, struct gather *g)
{
	enum ps_status	st;

	if (g->n == g->ended)
		return PS_OK;
	st = insert(l, g, g->ended);
	g->n = g->ended;
	g->text.n = g->text_ended;
	return st;
}

enum ps_status
gather_end_row(struct ledger *l, enum gathered which)
{
	struct gather	*g = &l->rows[which];

	if (g->text.full)
		return ps_fail(l->self, PS_FAIL, 0,
		    "texts of the ledger: more than fits into memory");
	if (g->n - g->ended < GATHER_VALUES &&
	    g->text.n - g->text_ended < GATHER_BYTES)
		return PS_OK;
	return flush(l, g);
}

void
gather_end_document(struct ledger *l, bool keep)
{
	for (int i = 0; i < N_GATHERED; i++) {
		struct gather *g = &l->rows[i];

		if (keep) {
			g->ended = g->n;
			g->text_ended = g->text.n;
		} else {
			g->n = g->ended;
			g->text.n = g->text_ended;
			g->text.full = false;
		}
	}
}

enum ps_status
ledger_flush_one(struct ledger *l, enum gathered which)
{
	struct gather	*g = &l->rows[which];
	enum ps_status	 st;

	g->ended = 0;
	g->text_ended = 0;
	st = flush(l, g);
	return st == PS_OK && which == L_DOCUMENTS ? ledger_said_flush(l) : st;
}

enum ps_status
ledger_flush(struct ledger *l)
{
	enum ps_status	st = PS_OK;

	for (int i = 0; i < N_GATHERED && st == PS_OK; i++)
		st = ledger_flush_one(l, (enum gathered)i);
	return st;
}

void
gather_free(struct gather *g)
{
	for (size_t i = 0; i < sizeof(g->sql) / sizeof(g->sql[0]); i++)
		free(g->sql[i]);
	buf_free(&g->text);
	free(g->values);
}
