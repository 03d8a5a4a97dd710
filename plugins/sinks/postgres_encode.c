/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_encode.c - a batch of rows in the form that COPY takes.
 *
 * Binary where the columns are of the types we made them, else text, which
 * the server reads as whatever they are now.  What a type does not give back
 * (the zone of a moment, a NUL within a text) goes to _ps_exact as well.
 */
#include "postgres_sink.h"

#define ROW_MOST	8100	/* bytes that a page takes, with its head */
#define POINTER		18	/* what is left of a text elsewhere */

struct encoding {
	struct sink		*s;
	struct rows		*r;
	const struct ps_batch	*b;
	struct text		*to;
	int64_t			 row;
	uint32_t		 column;
	const char		*wrong;
	size_t			 width;		/* of the row in a page */
};

void
pg_put_header(struct text *t)
{
	text_add(t, "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
}

/* --- binary --------------------------------------------------------------- */

static void
keep_exact(struct encoding *e, const char *p, size_t n)
{
	struct rows	*x = pg_exact_rows(e->s);

	if (x == NULL) {
		e->wrong = "no memory is left";
		return;
	}
	pg_put_int(&x->data, 3, 2);
	pg_put_int(&x->data, 8, 4);
	pg_put_int(&x->data, e->row, 8);
	pg_put_int(&x->data, 8, 4);
	pg_put_int(&x->data, e->column, 8);
	pg_put_field(&x->data, p, n);
	e->s->n_waiting += n + 30;
}

static void
put_text(struct encoding *e, const char *p, size_t n)
{
	struct text	shown = { 0 };

	if (pg_is_text(p, n)) {
		pg_put_field(e->to, p, n);
		return;
	}
	pg_show_text(&shown, p, n);
	pg_put_field(e->to, shown.p, shown.n);
	e->to->bad |= shown.bad;
	text_free(&shown);
	keep_exact(e, p, n);
	e->s->unlike++;
}

static bool
is_text(const struct ps_cell *c)
{
	return c->type > PS_REAL || c->type == PS_BIGINT ||
	    (c->flags & PS_CELL_TEXT) != 0;
}

static bool
put_number(struct encoding *e, enum kind kind, const struct ps_cell *c)
{
	double	real = c->type == PS_REAL ? c->value.real :
		    (double)c->value.integer;
	int64_t	bits;

	if (kind == K_NUMERIC && c->type != PS_REAL) {
		pg_put_scaled(e->to, c->value.integer,
		    c->type == PS_DECIMAL ? c->scale : 0);
		return true;
	}
	if (c->type == PS_DECIMAL && c->scale != 0)
		return false;
	if (kind == K_REAL) {
		memcpy(&bits, &real, 8);
		pg_put_eight(e->to, bits);
		return true;
	}
	if (c->type == PS_REAL)
		return false;
	if (kind == K_BOOL) {
		pg_put_int(e->to, 1, 4);
		pg_put_int(e->to, c->value.integer != 0, 1);
	} else
		pg_put_eight(e->to, c->value.integer);
	return kind == K_BOOL || kind == K_INT;
}

static bool
put_word(struct encoding *e, enum kind kind, const char *p, size_t n)
{
	bool	exact = true, good;

	switch (kind) {
	case K_TEXT: case K_JSON:
		put_text(e, p, n);
		return true;
	case K_BYTES:
		pg_put_field(e->to, p, n);
		return true;
	case K_NUMERIC:
		return pg_put_numeric(e->to, p, n);
	case K_UUID:
		return pg_put_uuid(e->to, p, n);
	case K_INET:
		return pg_put_inet(e->to, p, n);
	case K_DATE: case K_TIME: case K_STAMP: case K_STAMPTZ:
		good = pg_put_moment(e->to, kind, p, n, &exact);
		if (good && !exact)
			keep_exact(e, p, n);
		return good;
	default:
		return false;
	}
}

static const struct ps_cell *
cell_of(const struct ps_batch *b, uint32_t row, uint32_t column)
{
	int32_t	from = column < b->n_map ? b->map[column] : -1;

	if (from < 0 || (uint32_t)from >= b->n_columns)
		return NULL;
	return &b->cells[(size_t)row * b->n_columns + (uint32_t)from];
}

/* The text of the cell; NULL: it is not where it should be. */
static const char *
text_of(const struct ps_batch *b, const struct ps_cell *c)
{
	if (c->value.offset > b->n_bytes ||
	    c->length > b->n_bytes - c->value.offset)
		return NULL;
	return c->length == 0 ? "" : b->bytes + c->value.offset;
}

static void
put_binary(struct encoding *e, const struct ps_cell *c)
{
	enum kind	 kind = e->r->fields[e->column].kind;
	const char	*p;
	bool		 good;
	size_t		 from = e->to->n;

	if (c == NULL || c->type == PS_NULL) {
		pg_put_int(e->to, -1, 4);
		return;
	}
	if (is_text(c))
		good = (p = text_of(e->b, c)) != NULL &&
		    put_word(e, kind, p, c->length);
	else
		good = put_number(e, kind, c);
	if (!good)
		e->wrong = "a value is not of its column's type";
	from = e->to->n - from - 4;
	e->width += from > POINTER && kind != K_UUID ? POINTER : from + 1;
}

/* --- text ----------------------------------------------------------------- */

void
pg_escape(struct text *t, const char *p, size_t n)
{
	static const char	special[] = "\\\n\r\t", as[] = "\\nrt";
	const char		*at;

	for (size_t i = 0; i < n; i++) {
		at = memchr(special, p[i], 4);
		if (at != NULL)
			text_char(t, '\\');
		text_char(t, at != NULL ? as[at - special] : p[i]);
	}
}

static void
escape_text(struct encoding *e, const char *p, size_t n)
{
	struct text	shown = { 0 };

	pg_show_text(&shown, p, n);
	pg_escape(e->to, shown.p, shown.n);
	if (shown.n != n)
		keep_exact(e, p, n);
	text_free(&shown);
}

static void
escape_bytes(struct text *t, const char *p, size_t n)
{
	static const char	hex[] = "0123456789abcdef";

	text_str(t, "\\\\x");
	for (size_t i = 0; i < n; i++) {
		text_char(t, hex[(p[i] >> 4) & 15]);
		text_char(t, hex[p[i] & 15]);
	}
}

static void
put_plain(struct encoding *e, const struct ps_cell *c)
{
	char		 digits[64];
	const char	*p;

	if (c == NULL || c->type == PS_NULL) {
		text_str(e->to, "\\N");
	} else if (is_text(c)) {
		if ((p = text_of(e->b, c)) == NULL)
			e->wrong = "a text is not where it should be";
		else if (c->type == PS_BLOB)
			escape_bytes(e->to, p, c->length);
		else
			escape_text(e, p, c->length);
	} else if (c->type == PS_REAL) {
		text_add(e->to, digits, ps_real(e->s->self, c->value.real,
		    digits));
	} else if (c->type == PS_BOOL) {
		text_char(e->to, c->value.integer != 0 ? 't' : 'f');
	} else {
		text_add(e->to, digits, pg_digits(c->value.integer,
		    c->type == PS_DECIMAL ? c->scale : 0, digits));
	}
}

/* --- rows ----------------------------------------------------------------- */

static void
put_ours(struct encoding *e, uint32_t line)
{
	int64_t	ours[3] = { e->b->document, (int64_t)e->b->line_base + line,
		    e->row };

	for (int i = e->r->provenance ? 0 : 2; i < 3; i++) {
		if (e->r->binary) {
			pg_put_eight(e->to, ours[i]);
			continue;
		}
		text_char(e->to, '\t');
		text_int(e->to, ours[i]);
	}
}

static void
put_row(struct encoding *e, uint32_t row)
{
	struct rows	*r = e->r;
	int		 ours = r->provenance ? 3 : 1;

	e->width = 24 + 8 * (size_t)ours + r->n_columns / 8;
	if (r->binary)
		pg_put_int(e->to, (int64_t)r->n_columns + ours, 2);
	for (e->column = 0; e->column < r->n_columns; e->column++) {
		const struct ps_cell *c = cell_of(e->b, row, e->column);

		if (r->binary) {
			put_binary(e, c);
			continue;
		}
		if (e->column > 0)
			text_char(e->to, '\t');
		put_plain(e, c);
	}
	put_ours(e, e->b->line == NULL ? 0 : e->b->line[row]);
	if (!r->binary)
		text_char(e->to, '\n');
	if (e->width > ROW_MOST && e->wrong == NULL)
		e->wrong = "a row holds more than a page of Postgres";
}

const char *
pg_encode(struct sink *s, struct rows *r, const struct ps_batch *b,
    int64_t first)
{
	struct encoding	e = { .s = s, .r = r, .b = b, .to = &r->data,
			    .row = first };
	size_t		from = r->data.n;

	for (uint32_t i = 0; i < b->n_rows && e.wrong == NULL; i++, e.row++)
		put_row(&e, i);
	if (r->data.bad)
		e.wrong = "no memory is left";
	if (e.wrong != NULL)
		r->data.n = from;
	s->n_waiting += r->data.n - from;
	return e.wrong;
}
