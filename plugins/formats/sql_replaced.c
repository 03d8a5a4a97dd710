/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sql_replaced.c - texts with line ends as the sqlite3 shell writes them:
 * replace(replace('a\nb','\n',char(10)),'\r',char(13)), or unistr('a\u000ab').
 */
#include "sql_format.h"

/* ,'\n',char(10)) with the mark and the byte taken from it; its length. */
static size_t
one(const char *p, size_t n, const char **mark, size_t *k, char *byte)
{
	static const char	call[] = ",char(";
	bool			escapes;
	size_t			end, at;

	if (n < 4 || p[0] != ',' || p[1] != '\'')
		return 0;
	end = sql_string(p, n, 2, '\'', false, &escapes);
	if (end == SQL_CUT || escapes || end == 2)
		return 0;
	*mark = p + 2;
	*k = end - 2;
	at = end + 1;
	if (n - at < sizeof(call) + 2 || memcmp(p + at, call, 6) != 0 ||
	    p[at + 6] != '1' || (p[at + 7] != '0' && p[at + 7] != '3') ||
	    p[at + 8] != ')' || at + 9 >= n || p[at + 9] != ')')
		return 0;
	*byte = p[at + 7] == '0' ? '\n' : '\r';
	return at + 10;
}

static void
replace(struct ps_slice *cell, char *to, const char *mark, size_t k, char byte)
{
	const char	*p = cell->p;
	size_t		 n = cell->n, out = 0;

	for (size_t i = 0; i < n;) {
		if (n - i >= k && memcmp(p + i, mark, k) == 0) {
			to[out++] = byte;
			i += k;
		} else
			to[out++] = p[i++];
	}
	cell->p = to;
	cell->n = (uint32_t)out;
}

/* Its first and only argument, a string; where that ends. */
static size_t
argument(struct sql *s, const char *p, size_t n, size_t at,
    enum sql_escapes how, struct ps_slice *cell)
{
	bool	escapes;
	size_t	end;

	if (at >= n || p[at] != '\'')
		return 0;
	end = sql_string(p, n, at + 1, '\'', false, &escapes);
	if (end == SQL_CUT)
		return 0;
	*cell = sql_unescape(s, p + at + 1, end - at - 1, '\'', how);
	return end + 1;
}

static size_t
unistr(struct sql *s, const char *p, size_t n, enum sql_kind kind,
    struct ps_slice *cell)
{
	size_t	end = argument(s, p, n, 7, SQL_ESCAPES_E, cell);

	if (end == 0 || end >= n || p[end] != ')' ||
	    !sql_is_text(cell->p, cell->n))
		return 0;
	sql_text_cell(s, kind, cell);
	return end + 1;
}

size_t
sql_replaced(struct sql *s, const char *p, size_t n, enum sql_kind kind,
    struct ps_slice *cell)
{
	size_t		 at = 0, used, k;
	int		 times = 0;
	const char	*mark;
	char		 byte;

	if (n > 8 && memcmp(p, "unistr(", 7) == 0)
		return unistr(s, p, n, kind, cell);
	while (times < 2 && n - at > 8 && memcmp(p + at, "replace(", 8) == 0) {
		at += 8;
		times++;
	}
	at = times == 0 ? 0 : argument(s, p, n, at, SQL_ESCAPES_NONE, cell);
	for (; at > 0 && times > 0; times--) {
		used = one(p + at, n - at, &mark, &k, &byte);
		if (used == 0)
			return 0;
		if (s->out != NULL)
			replace(cell, ps_scratch(s->self, s->out, cell->n + 1),
			    mark, k, byte);
		at += used;
	}
	if (at > 0)
		sql_text_cell(s, kind, cell);
	return at;
}
