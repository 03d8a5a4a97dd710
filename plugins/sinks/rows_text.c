/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * rows_text.c - rows as lines of CSV (RFC 4180, LF) or NDJSON.
 *
 * CSV tells NULL, which is nothing, from an empty text, which is "".
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rows_sink.h"

bool
rw_put(struct text *t, const char *p, size_t n)
{
	if (n > t->room - t->n) {
		size_t	 room = t->room < 4096 ? 4096 : t->room;
		char	*more;

		while (room - t->n < n)
			room *= 2;
		if ((more = realloc(t->p, room)) == NULL) {
			t->failed = true;
			return false;
		}
		t->p = more;
		t->room = room;
	}
	if (n > 0)
		memcpy(t->p + t->n, p, n);
	t->n += n;
	return true;
}

static void
put_char(struct text *t, char c)
{
	if (t->n < t->room)
		t->p[t->n++] = c;
	else
		rw_put(t, &c, 1);
}

static void
put_quoted(struct text *t, const char *p, size_t n)
{
	put_char(t, '"');
	while (n > 0) {
		const char	*quote = memchr(p, '"', n);
		size_t		 part = quote == NULL ? n :
				    (size_t)(quote - p) + 1;

		rw_put(t, p, part);
		if (quote != NULL)
			put_char(t, '"');
		p += part;
		n -= part;
	}
	put_char(t, '"');
}

static void
put_csv(struct text *t, const char *p, size_t n)
{
	static const bool special[256] = {
		['"'] = true, [','] = true, ['\n'] = true, ['\r'] = true
	};
	size_t	i = 0;

	while (i < n && !special[(unsigned char)p[i]])
		i++;
	if (i < n || n == 0)
		put_quoted(t, p, n);
	else
		rw_put(t, p, n);
}

/* How JSON writes the bytes it does not take as they are; 0: as it is. */
static const char escapes[256] = {
	[0] = 'u', [1] = 'u', [2] = 'u', [3] = 'u', [4] = 'u', [5] = 'u',
	[6] = 'u', [7] = 'u', ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n',
	[11] = 'u', ['\f'] = 'f', ['\r'] = 'r', [14] = 'u', [15] = 'u',
	[16] = 'u', [17] = 'u', [18] = 'u', [19] = 'u', [20] = 'u',
	[21] = 'u', [22] = 'u', [23] = 'u', [24] = 'u', [25] = 'u',
	[26] = 'u', [27] = 'u', [28] = 'u', [29] = 'u', [30] = 'u',
	[31] = 'u', ['"'] = '"', ['\\'] = '\\'
};
static const char hex[] = "0123456789abcdef";

static void
put_json(struct text *t, const char *p, size_t n)
{
	size_t	from = 0;

	put_char(t, '"');
	for (size_t i = 0; i < n; i++) {
		unsigned char	c = (unsigned char)p[i];
		char		out[6] = { '\\', escapes[c], '0', '0',
				    hex[c >> 4], hex[c & 15] };

		if (escapes[c] == 0)
			continue;
		rw_put(t, p + from, i - from);
		rw_put(t, out, escapes[c] == 'u' ? 6 : 2);
		from = i + 1;
	}
	rw_put(t, p + from, n - from);
	put_char(t, '"');
}

/* A cell's bytes; none if they do not lie in the batch. */
static const char *
bytes_of(const struct ps_batch *b, const struct ps_cell *c, size_t *n)
{
	if (c->value.offset > b->n_bytes ||
	    c->length > b->n_bytes - c->value.offset || c->length == 0) {
		*n = 0;
		return "";
	}
	*n = c->length;
	return b->bytes + c->value.offset;
}

static void
put_hex(struct text *t, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		put_char(t, hex[(unsigned char)p[i] >> 4]);
		put_char(t, hex[p[i] & 15]);
	}
}

/* The cells that are numbers or truth values, as both formats write them. */
static bool
put_plain(struct text *t, const struct ps_cell *c)
{
	char	number[RW_NUMBER];
	size_t	n;

	if (c->type == PS_BOOL)
		return rw_put(t, c->value.integer ? "true" : "false",
		    c->value.integer ? 4 : 5), true;
	if (c->type == PS_INT)
		n = rw_integer(number, c->value.integer);
	else if (c->type == PS_REAL)
		n = rw_real(number, c->value.real);
	else if (c->type == PS_DECIMAL && !(c->flags & PS_CELL_TEXT))
		n = rw_decimal(number, c->value.integer, c->scale);
	else
		return false;
	rw_put(t, number, n);
	return true;
}

/* The cell of a table's column, or NULL where there is none or no value. */
static const struct ps_cell *
cell_of(const struct ps_batch *b, uint32_t row, uint32_t column)
{
	int32_t			 from = column < b->n_map ?
				    b->map[column] : -1;
	const struct ps_cell	*c;

	if (from < 0 || (uint32_t)from >= b->n_columns)
		return NULL;
	c = &b->cells[(size_t)row * b->n_columns + (uint32_t)from];
	return c->type == PS_NULL ? NULL : c;
}

void
rw_csv_header(struct text *t, const struct ps_table *table)
{
	const char	*name;

	for (uint32_t i = 0; i < table->n_columns; i++) {
		name = table->columns[i].original != NULL ?
		    table->columns[i].original : table->columns[i].name;
		if (i > 0)
			put_char(t, ',');
		put_csv(t, name, strlen(name));
	}
	put_char(t, '\n');
}

/* A lone NULL is written "": a blank line is no row to most readers. */
void
rw_csv_row(struct text *t, const struct ps_table *table,
    const struct ps_batch *b, uint32_t row)
{
	for (uint32_t i = 0; i < table->n_columns; i++) {
		const struct ps_cell	*c = cell_of(b, row, i);
		const char		*p;
		size_t			 n;

		if (i > 0)
			put_char(t, ',');
		if (c == NULL && table->n_columns == 1)
			rw_put(t, "\"\"", 2);
		if (c == NULL || put_plain(t, c))
			continue;
		p = bytes_of(b, c, &n);
		if (c->type == PS_BLOB)
			put_hex(t, p, n);
		else
			put_csv(t, p, n);
	}
	put_char(t, '\n');
}

static void
put_json_cell(struct text *t, const struct ps_batch *b,
    const struct ps_cell *c)
{
	const char	*p;
	size_t		 n;

	if (c == NULL || (c->type == PS_REAL && !isfinite(c->value.real))) {
		rw_put(t, "null", 4);
		return;
	}
	if (put_plain(t, c))
		return;
	p = bytes_of(b, c, &n);
	if (c->type == PS_BLOB) {
		put_char(t, '"');
		put_hex(t, p, n);
		put_char(t, '"');
	} else if ((c->type == PS_BIGINT || c->type == PS_DECIMAL) &&
	    rw_is_number(p, n)) {
		rw_put(t, p, n);
	} else {
		put_json(t, p, n);
	}
}

void
rw_json_row(struct text *t, const struct ps_table *table,
    const struct ps_batch *b, uint32_t row)
{
	put_char(t, '{');
	for (uint32_t i = 0; i < table->n_columns; i++) {
		if (i > 0)
			put_char(t, ',');
		put_json(t, table->columns[i].name,
		    strlen(table->columns[i].name));
		put_char(t, ':');
		put_json_cell(t, b, cell_of(b, row, i));
	}
	rw_put(t, "}\n", 2);
}
