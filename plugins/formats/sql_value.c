/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sql_value.c - a value in a tuple.
 *
 * Most are a string, a number or NULL with a comma behind, and read at once.
 * Of anything else the end is found first; then it is a literal in some
 * wrapping, or an expression, which is kept as it is written.
 */
#include "sql_format.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static enum sql_escapes
plain_escapes(const struct sql *s)
{
	return !s->backslash ? SQL_ESCAPES_NONE : s->dialect == SQL_MYSQL ?
	    SQL_ESCAPES_MYSQL : SQL_ESCAPES_E;
}

/* Bytes of Postgres are texts that begin with \x. */
static bool
is_hex_text(const struct ps_slice *cell)
{
	if (cell->n < 2 || cell->n % 2 != 0 || memcmp(cell->p, "\\x", 2) != 0)
		return false;
	for (uint32_t i = 2; i < cell->n; i++)
		if (!is_hex(cell->p[i]))
			return false;
	return true;
}

/* mysqldump writes bits as characters. */
static bool
is_bits(const struct sql *s, const struct ps_slice *cell)
{
	return s->dialect == SQL_MYSQL && cell->n > 0 && cell->n <= 8 &&
	    s->out != NULL;
}

static void
set_bits(struct sql *s, struct ps_slice *cell)
{
	static const char	 hex[] = "0123456789abcdef";
	char			 text[16];

	for (uint32_t i = 0; i < cell->n; i++) {
		text[2 * i] = hex[(unsigned char)cell->p[i] >> 4];
		text[2 * i + 1] = hex[(unsigned char)cell->p[i] & 15];
	}
	*cell = sql_bytes(s, text, 2 * (size_t)cell->n, SQL_BIT);
}

/* MySQL's day that is none. */
static bool
is_no_day(const struct ps_slice *cell)
{
	if (cell->n < 10 || memcmp(cell->p, "0000-00-00", 10) != 0)
		return false;
	for (uint32_t i = 10; i < cell->n; i++)
		if (memchr(" 0:.", cell->p[i], 4) == NULL)
			return false;
	return true;
}

void
sql_text_cell(struct sql *s, enum sql_kind kind, struct ps_slice *cell)
{
	cell->flags = PS_QUOTED;
	switch (kind) {
	case SQL_SHAPED:
		if (!is_no_day(cell))
			return;
		s->no_days = true;
		*cell = (struct ps_slice){ .p = "", .flags = PS_ABSENT };
		return;
	case SQL_NUMBER:
		return;
	case SQL_BIT:
		if (is_bits(s, cell))
			set_bits(s, cell);
		return;
	case SQL_BYTES:
		if (s->dialect == SQL_SQLITE)
			break;
		if (is_hex_text(cell))
			*cell = sql_bytes(s, cell->p + 2, cell->n - 2, kind);
		else if (cell->n > 0)
			cell->type = PS_BLOB;
		return;
	case SQL_TEXT:
		/* SQLite has no other type for dates. */
		if (s->dialect != SQL_SQLITE)
			cell->type = PS_TEXT;
		break;
	default:
		break;
	}
	cell->flags |= PS_STRING;
}

/* What stands between p and n, escapes in it or not. */
static void
string_cell(struct sql *s, const char *p, size_t n, bool escapes, char quote,
    enum sql_escapes how, enum sql_kind kind, struct ps_slice *cell)
{
	*cell = (struct ps_slice){ .p = p, .n = (uint32_t)n };
	if (escapes) {
		*cell = sql_unescape(s, p, n, quote, how);
		if (kind != SQL_BYTES && kind != SQL_BIT &&
		    how != SQL_ESCAPES_NONE && !sql_is_text(cell->p, cell->n))
			*cell = (struct ps_slice){ .p = p, .n = (uint32_t)n };
	}
	sql_text_cell(s, kind, cell);
}

static void
bare_cell(enum sql_kind kind, const char *p, size_t n, struct ps_slice *cell)
{
	*cell = (struct ps_slice){ .p = p, .n = (uint32_t)n };
	if (kind == SQL_TEXT) {
		cell->type = PS_TEXT;
		cell->flags = PS_STRING;
	}
}

static size_t
number_end(const char *p, size_t n, size_t at)
{
	size_t	i = at;

	if (i < n && (p[i] == '-' || p[i] == '+'))
		i++;
	while (i < n && (is_digit(p[i]) || p[i] == '.'))
		i++;
	if (i < n && i > at && (p[i] == 'e' || p[i] == 'E') && i + 1 < n &&
	    (is_digit(p[i + 1]) || p[i + 1] == '-' || p[i + 1] == '+'))
		for (i += 2; i < n && is_digit(p[i]);)
			i++;
	return i > at && (is_digit(p[i - 1]) || p[i - 1] == '.') ? i : at;
}

/* The literal that p begins with; how long it is, 0 if there is none. */
static size_t	literal(struct sql *, const char *p, size_t n, enum sql_kind,
		    int depth, struct ps_slice *);

static size_t
string_literal(struct sql *s, const char *p, size_t n, size_t at,
    enum sql_escapes how, enum sql_kind kind, struct ps_slice *cell)
{
	bool	escapes;
	size_t	end = sql_string(p, n, at + 1, p[at], how != SQL_ESCAPES_NONE,
		    &escapes);

	if (end == SQL_CUT)
		return 0;
	string_cell(s, p + at + 1, end - at - 1, escapes, p[at], how, kind,
	    cell);
	return end + 1;
}

/* X'41', 0x41 */
static size_t
hex_literal(struct sql *s, const char *p, size_t n, enum sql_kind kind,
    struct ps_slice *cell)
{
	bool	quoted = *p != '0';
	size_t	i = 2;

	while (i < n && is_hex(p[i]))
		i++;
	if (quoted && (i >= n || p[i] != '\'' || i % 2 != 0))
		return 0;
	*cell = sql_bytes(s, p + 2, i - 2, kind);
	return i + quoted;
}

static size_t
bit_literal(struct sql *s, const char *p, size_t n, struct ps_slice *cell)
{
	size_t	i = 2;

	while (i < n && (p[i] == '0' || p[i] == '1'))
		i++;
	if (i >= n || p[i] != '\'')
		return 0;
	*cell = sql_bits(s, p + 2, i - 2);
	return i + 1;
}

static size_t
blanks(const char *p, size_t n, size_t at)
{
	while (at < n && (unsigned char)p[at] <= ' ')
		at++;
	return at;
}

/* CAST(literal AS type) */
static size_t
cast(struct sql *s, const char *p, size_t n, size_t at, enum sql_kind kind,
    int depth, struct ps_slice *cell)
{
	struct sql_text	t = { .p = p, .n = n, .last = true };
	char		word[SQL_WORD_MAX];
	size_t		used;

	at = blanks(p, n, at + 1);
	used = at < n && depth < 4 ? literal(s, p + at, n - at, kind,
	    depth + 1, cell) : 0;
	if (used == 0)
		return 0;
	/* Old scripts have the bytes of dates. */
	if (kind == SQL_SHAPED && cell->type == PS_BLOB)
		return 0;
	at = blanks(p, n, at + used);
	if (sql_word(&t, at, word) == 0 || strcmp(word, "AS") != 0)
		return 0;
	while (at < n && p[at] != ')' && p[at] != '(')
		at++;
	if (at < n && p[at] == '(') {
		while (at < n && p[at] != ')')
			at++;
		at = blanks(p, n, at + 1);
	}
	return at < n && p[at] == ')' ? at + 1 : 0;
}

/* A word, and perhaps a string that it says something of. */
static size_t
word_literal(struct sql *s, const char *p, size_t n, enum sql_kind kind,
    int depth, struct ps_slice *cell)
{
	struct sql_text	t = { .p = p, .n = n, .last = true };
	char		word[SQL_WORD_MAX];
	size_t		used = sql_word(&t, 0, word), at;
	enum sql_escapes how = plain_escapes(s);

	if (strcmp(word, "NULL") == 0 || strcmp(word, "DEFAULT") == 0) {
		s->defaults |= *word == 'D';
		*cell = (struct ps_slice){ .p = "", .flags = PS_ABSENT };
		return used;
	}
	if (strcmp(word, "TRUE") == 0 || strcmp(word, "FALSE") == 0) {
		bare_cell(kind, p, used, cell);
		return used;
	}
	if (used == 1 && n > 2 && p[1] == '\'' && word[0] == 'X')
		return hex_literal(s, p, n, kind, cell);
	if (used == 1 && n > 2 && p[1] == '\'' && word[0] == 'B')
		return bit_literal(s, p, n, cell);
	if (used == 1 && n > 3 && word[0] == 'U' && p[1] == '&')
		return string_literal(s, p, n, 2, SQL_ESCAPES_NONE, kind,
		    cell) * (p[2] == '\'');
	if (used == 1 && word[0] == 'E' && n > 2 && p[1] == '\'')
		how = SQL_ESCAPES_E;
	at = blanks(p, n, used);
	if (strcmp(word, "CAST") == 0 && at < n && p[at] == '(')
		return cast(s, p, n, at, kind, depth, cell);
	if (strcmp(word, "REPLACE") == 0 || strcmp(word, "UNISTR") == 0)
		return sql_replaced(s, p, n, kind, cell);
	if (at >= n || p[at] != '\'' || used == 0)
		return 0;
	return string_literal(s, p, n, at, how, kind, cell);
}

/* $tag$text$tag$ */
static size_t
dollar_literal(struct sql *s, const char *p, size_t n, enum sql_kind kind,
    struct ps_slice *cell)
{
	struct sql_text	t = { .p = p, .n = n, .last = true };
	size_t		end = sql_token(s, &t, 0);
	const char	*tag = n > 1 ? memchr(p + 1, '$', n - 1) : NULL;
	size_t		 k = tag == NULL ? n : (size_t)(tag - p) + 1;

	if (end == SQL_CUT || end < 2 * k)
		return 0;
	string_cell(s, p + k, end - 2 * k, false, '\0', SQL_ESCAPES_NONE,
	    kind, cell);
	return end;
}

static size_t
literal(struct sql *s, const char *p, size_t n, enum sql_kind kind, int depth,
    struct ps_slice *cell)
{
	size_t	end;

	if (*p == '\'' || (*p == '"' && s->dialect != SQL_POSTGRES))
		return string_literal(s, p, n, 0, plain_escapes(s), kind,
		    cell);
	if (n > 2 && *p == '0' && (p[1] == 'x' || p[1] == 'X'))
		return hex_literal(s, p, n, kind, cell);
	if (*p == '$')
		return dollar_literal(s, p, n, kind, cell);
	if ((end = number_end(p, n, 0)) > 0) {
		bare_cell(kind, p, end, cell);
		return end;
	}
	return word_literal(s, p, n, kind, depth, cell);
}

/* What may follow a literal and does not change it. */
static bool
is_type_or_nothing(const char *p, size_t n)
{
	struct sql_text	t = { .p = p, .n = n, .last = true };
	char		word[SQL_WORD_MAX];
	size_t		at = blanks(p, n, 0);

	if (at == n)
		return true;
	if (p[at] == ':' && at + 1 < n && p[at + 1] == ':') {
		for (at += 2; at < n; at++)
			if (!sql_is_word(p[at]) && p[at] > ' ' &&
			    memchr(".\"()[],:", p[at], 8) == NULL)
				return false;
		return true;
	}
	return sql_word(&t, at, word) > 0 && strcmp(word, "COLLATE") == 0;
}

/* Up to the comma or bracket behind the value at `at`. */
static size_t
value_end(const struct sql *s, const struct sql_text *t, size_t at)
{
	size_t	depth = 0, end = at;

	for (;;) {
		at = sql_blanks(s, t, at);
		if (at == SQL_CUT || at >= t->n)
			return SQL_CUT;
		if (depth == 0 && (t->p[at] == ',' || t->p[at] == ')' ||
		    t->p[at] == ';'))
			return end;
		depth += memchr("([{", t->p[at], 3) != NULL;
		depth -= depth > 0 && memchr(")]}", t->p[at], 3) != NULL;
		at = sql_token(s, t, at);
		if (at == SQL_CUT)
			return SQL_CUT;
		end = at;
	}
}

static size_t
any_value(struct sql *s, struct sql_text *t, size_t at, enum sql_kind kind,
    struct ps_slice *cell)
{
	size_t		 end = value_end(s, t, at), used;
	const char	*p = t->p + at;

	if (end == SQL_CUT || end == at)
		return end;
	used = literal(s, p, end - at, kind, 0, cell);
	if (used > 0 && is_type_or_nothing(p + used, end - at - used))
		return end;
	/* A quote was lost: all that follows is the other way round. */
	if (used > 0 && *p == '\'' && sql_is_word(p[used]))
		return SQL_BAD;
	s->expressions = true;
	*cell = (struct ps_slice){ .p = p, .n = (uint32_t)(end - at),
	    .flags = PS_STRING | PS_QUOTED, .type = PS_TEXT };
	return end;
}

size_t
sql_value(struct sql *s, struct sql_text *t, size_t at, enum sql_kind kind,
    struct ps_slice *cell)
{
	const char	*p = t->p;
	size_t		 n = t->n, end;
	bool		 escapes;

	if (p[at] == '\'') {
		end = sql_string(p, n, at + 1, '\'', s->backslash, &escapes);
		if (end == SQL_CUT || end + 1 >= n)
			return SQL_CUT;
		if (p[end + 1] == ',' || p[end + 1] == ')') {
			string_cell(s, p + at + 1, end - at - 1, escapes,
			    '\'', plain_escapes(s), kind, cell);
			return end + 1;
		}
	} else if (p[at] == 'N' && n - at > 4 && memcmp(p + at, "NULL", 4) ==
	    0 && (p[at + 4] == ',' || p[at + 4] == ')')) {
		*cell = (struct ps_slice){ .p = "", .flags = PS_ABSENT };
		return at + 4;
	} else {
		end = number_end(p, n, at);
		if (end > at && end < n && (p[end] == ',' || p[end] == ')')) {
			bare_cell(kind, p + at, end - at, cell);
			return end;
		}
	}
	return any_value(s, t, at, kind, cell);
}
