/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sqlite_batch.c - a batch of rows as a virtual table.
 *
 * `INSERT INTO t SELECT ... FROM _ps_batch_16` makes SQLite fetch every cell
 * straight from struct ps_batch: no bind, step and reset a row, and no copy of
 * texts but the one into the page.  The columns are l (_line), then c0 c1 c2
 * and so on, in the order of the table written to; behind its last the _hash
 * of the row, where there are some.
 */
#include <stdio.h>
#include <string.h>

#include "sqlite_sink.h"

struct cursor {
	sqlite3_vtab_cursor	 base;
	const struct sink	*sink;
	const struct ps_batch	*batch;
	const struct ps_cell	*cells;		/* of the row */
	uint32_t		 row;
};

struct view {
	sqlite3_vtab		 base;
	const struct sink	*sink;
};

/* The width is in the name, so that one function declares them all. */
static const struct width {
	const char	*name;
	uint32_t	 columns;
} widths[] = {
	{ "_ps_batch_16", 16 }, { "_ps_batch_64", 64 },
	{ "_ps_batch_256", 256 }, { "_ps_batch_1999", 1999 }
};
#define N_WIDTHS	(sizeof(widths) / sizeof(widths[0]))

const char *
sq_batch_name(uint32_t n)
{
	for (size_t i = 0; i < N_WIDTHS; i++)
		if (n <= widths[i].columns)
			return widths[i].name;
	return NULL;
}

static int
declare(sqlite3 *db, const char *module)
{
	sqlite3_str	*sql = sqlite3_str_new(db);
	uint32_t	 n = 0;
	char		*text;
	int		 rc = SQLITE_NOMEM;

	for (size_t i = 0; i < N_WIDTHS; i++)
		if (strcmp(module, widths[i].name) == 0)
			n = widths[i].columns;
	sqlite3_str_appendall(sql, "CREATE TABLE x(l");
	for (uint32_t i = 0; i < n; i++)
		sqlite3_str_appendf(sql, ",c%u", i);
	sqlite3_str_appendall(sql, ")");
	if ((text = sqlite3_str_finish(sql)) != NULL)
		rc = sqlite3_declare_vtab(db, text);
	sqlite3_free(text);
	return rc;
}

static int
connect(sqlite3 *db, void *sink, int argc, const char *const *argv,
    sqlite3_vtab **out, char **error)
{
	struct view	*v;
	int		 rc = declare(db, argv[0]);

	(void)argc;
	(void)error;
	if (rc != SQLITE_OK)
		return rc;
	if ((v = sqlite3_malloc(sizeof(*v))) == NULL)
		return SQLITE_NOMEM;
	memset(v, 0, sizeof(*v));
	v->sink = sink;
	*out = &v->base;
	return sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
}

static int
disconnect(sqlite3_vtab *v)
{
	sqlite3_free(v);
	return SQLITE_OK;
}

static int
best_index(sqlite3_vtab *v, sqlite3_index_info *info)
{
	(void)v;
	info->estimatedCost = 1e6;
	return SQLITE_OK;
}

static int
open_cursor(sqlite3_vtab *v, sqlite3_vtab_cursor **out)
{
	struct cursor	*c = sqlite3_malloc(sizeof(*c));

	if (c == NULL)
		return SQLITE_NOMEM;
	memset(c, 0, sizeof(*c));
	c->sink = ((struct view *)v)->sink;
	*out = &c->base;
	return SQLITE_OK;
}

static int
close_cursor(sqlite3_vtab_cursor *c)
{
	sqlite3_free(c);
	return SQLITE_OK;
}

static int
first(sqlite3_vtab_cursor *base, int number, const char *name, int argc,
    sqlite3_value **argv)
{
	struct cursor	*c = (struct cursor *)base;

	(void)number;
	(void)name;
	(void)argc;
	(void)argv;
	if ((c->batch = c->sink->batch) == NULL)
		return SQLITE_MISUSE;
	c->row = 0;
	c->cells = c->batch->cells;
	return SQLITE_OK;
}

static int
next(sqlite3_vtab_cursor *base)
{
	struct cursor	*c = (struct cursor *)base;

	c->row++;
	c->cells += c->batch->n_columns;
	return SQLITE_OK;
}

static int
at_end(sqlite3_vtab_cursor *base)
{
	const struct cursor	*c = (const struct cursor *)base;

	return c->row >= c->batch->n_rows;
}

static int
row_number(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
	*out = ((const struct cursor *)base)->row;
	return SQLITE_OK;
}

/* integer / 10^scale as digits, for columns that are TEXT. */
static void
put_digits(sqlite3_context *out, int64_t integer, int scale)
{
	char		 text[64];
	char		*p = text + sizeof(text);
	uint64_t	 u = integer < 0 ? -(uint64_t)integer :
			    (uint64_t)integer;

	if (scale > 40)
		scale = 40;
	for (int i = 0; u > 0 || i <= scale; i++, u /= 10) {
		if (i == scale && scale > 0)
			*--p = '.';
		*--p = (char)('0' + u % 10);
	}
	if (integer < 0)
		*--p = '-';
	sqlite3_result_text(out, p, (int)(text + sizeof(text) - p),
	    SQLITE_TRANSIENT);
}

/* Both numbers are exact up to 10^15, so the quotient is the nearest double. */
static void
put_decimal(sqlite3_context *out, const struct ps_cell *cell, bool text)
{
	static const double powers[] = {
		1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
		1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21,
		1e22
	};
	const int	last = (int)(sizeof(powers) / sizeof(powers[0])) - 1;

	if (text)
		put_digits(out, cell->value.integer, cell->scale);
	else if (cell->scale <= 0)
		sqlite3_result_int64(out, cell->value.integer);
	else
		sqlite3_result_double(out, (double)cell->value.integer /
		    powers[cell->scale > last ? last : cell->scale]);
}

static int
put_text(sqlite3_context *out, const struct ps_batch *b,
    const struct ps_cell *cell)
{
	const char	*p = b->bytes + cell->value.offset;

	if (cell->value.offset > b->n_bytes ||
	    cell->length > b->n_bytes - cell->value.offset)
		return SQLITE_CORRUPT_VTAB;
	if (cell->length == 0)
		p = "";
	if (cell->type == PS_BLOB)
		sqlite3_result_blob64(out, p, cell->length, SQLITE_STATIC);
	else
		sqlite3_result_text64(out, p, cell->length, SQLITE_STATIC,
		    SQLITE_UTF8);
	return SQLITE_OK;
}

static int
put_cell(sqlite3_context *out, const struct cursor *c, uint32_t i)
{
	const struct ps_batch	*b = c->batch;
	const struct ps_cell	*cell;
	int32_t			 from = i < b->n_map ? b->map[i] : -1;

	if (i == c->sink->table->n_columns && b->hash != NULL)
		sqlite3_result_int64(out, b->hash[c->row]);
	if (from < 0 || (uint32_t)from >= b->n_columns)
		return SQLITE_OK;	/* NULL, unless something is put */
	cell = &c->cells[from];
	switch (cell->type) {
	case PS_NULL:
		return SQLITE_OK;
	case PS_BOOL:
	case PS_INT:
		sqlite3_result_int64(out, cell->value.integer);
		return SQLITE_OK;
	case PS_REAL:
		sqlite3_result_double(out, cell->value.real);
		return SQLITE_OK;
	case PS_DECIMAL:
		if (cell->flags & PS_CELL_TEXT)
			return put_text(out, b, cell);
		put_decimal(out, cell, sq_is_text(&c->sink->table->columns[i],
		    c->sink->opt->strict));
		return SQLITE_OK;
	default:
		return put_text(out, b, cell);
	}
}

static int
column(sqlite3_vtab_cursor *base, sqlite3_context *out, int i)
{
	const struct cursor	*c = (const struct cursor *)base;
	const struct ps_batch	*b = c->batch;

	if (i > 0)
		return put_cell(out, c, (uint32_t)i - 1);
	sqlite3_result_int64(out, (int64_t)(b->line_base +
	    (b->line == NULL ? 0 : b->line[c->row])));
	return SQLITE_OK;
}

/* Without xCreate a module is its own table, in no schema. */
static const sqlite3_module module = {
	.iVersion = 1, .xConnect = connect, .xDisconnect = disconnect,
	.xBestIndex = best_index, .xOpen = open_cursor,
	.xClose = close_cursor, .xFilter = first, .xNext = next,
	.xEof = at_end, .xColumn = column, .xRowid = row_number
};

int
sq_batch_register(struct sink *s)
{
	int	rc = SQLITE_OK;

	for (size_t i = 0; i < N_WIDTHS && rc == SQLITE_OK; i++)
		rc = sqlite3_create_module_v2(s->db, widths[i].name, &module,
		    s, NULL);
	return rc;
}
