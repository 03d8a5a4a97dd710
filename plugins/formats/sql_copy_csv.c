/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sql_copy_csv.c - rows behind COPY ... FROM stdin WITH CSV.
 */
#include "sql_format.h"

/* One that was quoted is a text; of the others, one is NULL. */
void
sql_copied_cell(struct sql *s, enum sql_kind kind,
    struct ps_slice *cell)
{
	if (kind != SQL_ANY) {
		sql_text_cell(s, kind, cell);
		return;
	}
	cell->flags = cell->n == 0 ? PS_QUOTED : 0;
}

/* Between its quotes; the doubled or escaped ones are one. */
static struct ps_slice
unquote(struct sql *s, const char *p, size_t n)
{
	const struct sql_copy	*c = &s->copy;
	struct ps_slice		 cell = { .p = p, .n = (uint32_t)n };
	char			*to;
	size_t			 k = 0;

	if (s->out == NULL || (memchr(p, c->quote, n) == NULL &&
	    memchr(p, c->escape, n) == NULL))
		return cell;
	cell.p = to = ps_scratch(s->self, s->out, n);
	for (size_t i = 0; i < n; i++) {
		if (p[i] == c->escape && i + 1 < n && (p[i + 1] == c->quote ||
		    p[i + 1] == c->escape))
			i++;
		to[k++] = p[i];
	}
	cell.n = (uint32_t)k;
	return cell;
}

/* Where the quotes opened at `at` end, or SQL_CUT. */
static size_t
quotes_end(const struct sql_copy *c, const struct sql_text *t, size_t at)
{
	for (size_t i = at + 1; i < t->n; i++) {
		if (t->p[i] == c->escape && i + 1 < t->n &&
		    (t->p[i + 1] == c->quote || (c->escape != c->quote &&
		    t->p[i + 1] == c->escape)))
			i++;
		else if (t->p[i] == c->quote)
			return i;
	}
	return SQL_CUT;
}

static size_t
csv_cell(struct sql *s, const struct sql_text *t, size_t at,
    enum sql_kind kind, struct ps_slice *cell)
{
	const struct sql_copy	*c = &s->copy;
	size_t			 end = at;

	if (at < t->n && t->p[at] == c->quote) {
		end = quotes_end(c, t, at);
		if (end == SQL_CUT || (end + 1 == t->n && !t->last))
			return SQL_CUT;
		*cell = unquote(s, t->p + at + 1, end - at - 1);
		sql_text_cell(s, kind, cell);
		end++;
		if (end >= t->n || t->p[end] == c->delimiter ||
		    t->p[end] == '\n' || t->p[end] == '\r')
			return end;
	}
	while (end < t->n && t->p[end] != c->delimiter && t->p[end] != '\n' &&
	    !(t->p[end] == '\r' && end + 1 < t->n && t->p[end + 1] == '\n'))
		end++;
	*cell = (struct ps_slice){ .p = t->p + at, .n = (uint32_t)(end - at) };
	if (cell->n == c->n_null && memcmp(cell->p, c->null, cell->n) == 0)
		*cell = (struct ps_slice){ .p = "", .flags = PS_ABSENT };
	else
		sql_copied_cell(s, kind, cell);
	return end;
}

enum sql_result
sql_csv_line(struct sql *s, struct sql_text *t)
{
	struct ps_slice	 spare, *to;
	size_t		 at = t->at;
	uint32_t	 n = 0;

	for (;;) {
		to = sql_value_room(s, n + 1) ? &s->values[n] : &spare;
		at = csv_cell(s, t, at, sql_kind_of(s, n), to);
		if (at == SQL_CUT)
			return sql_wait(s, t, "a quote has no end");
		n++;
		if (at >= t->n && !t->last)
			return sql_wait(s, t, "a row is too long");
		if (at >= t->n || t->p[at] != s->copy.delimiter)
			break;
		at++;
	}
	at += at < t->n && t->p[at] == '\r';
	at += at < t->n && t->p[at] == '\n';
	return sql_copied(s, t, t->at, at, n);
}
