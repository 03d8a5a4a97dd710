/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sql_lex.c - where strings, comments, names and words of SQL end.
 *
 * Comments that MySQL executes are their content: what opens and closes them
 * is blank.
 */
#include "sql_format.h"

#define ONES	0x0101010101010101u
#define HIGHS	0x8080808080808080u
#define NEVER	900000u		/* no server executes for this version */

static uint64_t
equal(uint64_t x, char c)
{
	x ^= ONES * (unsigned char)c;
	return (x - ONES) & ~x & HIGHS;
}

size_t
sql_string(const char *p, size_t n, size_t i, char quote, bool backslash,
    bool *escapes)
{
	char		second = backslash ? '\\' : quote;
	uint64_t	x;

	*escapes = false;
	for (;;) {
		while (i + 8 <= n) {
			memcpy(&x, p + i, 8);
			if ((equal(x, quote) | equal(x, second)) != 0)
				break;
			i += 8;
		}
		while (i < n && p[i] != quote && p[i] != second)
			i++;
		if (i >= n)
			return SQL_CUT;
		if (p[i] == quote && (i + 1 >= n || p[i + 1] != quote))
			return i;
		*escapes = true;
		i += 2;
	}
}

bool
sql_is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '$' ||
	    (unsigned char)c >= 0x80;
}

static size_t
line_end(const struct sql_text *t, size_t at)
{
	const char	*e = memchr(t->p + at, '\n', t->n - at);

	return e != NULL ? (size_t)(e - t->p) : t->last ? t->n : SQL_CUT;
}

/* Behind the two bytes that begin it; some nest. */
static size_t
comment_end(const struct sql *s, const struct sql_text *t, size_t at)
{
	bool		 nests = s->dialect == SQL_POSTGRES ||
			    s->dialect == SQL_MSSQL;
	uint32_t	 depth = 1;
	const char	*star;

	while (at + 1 < t->n) {
		star = memchr(t->p + at + 1, '/', t->n - at - 1);
		if (star == NULL)
			break;
		at = (size_t)(star - t->p);
		if (t->p[at - 1] == '*') {
			if (--depth == 0)
				return at + 1;
			at++;
		} else if (nests && at + 1 < t->n && t->p[at + 1] == '*') {
			depth++;
			at += 2;
		}
	}
	return SQL_CUT;
}

/* Behind what opens a comment that is executed, or 0. */
static size_t
executed(const struct sql *s, const struct sql_text *t, size_t at)
{
	size_t		 i = at + 2;
	uint32_t	 version = 0;

	if (s->dialect != SQL_MYSQL && s->dialect != SQL_STANDARD)
		return 0;
	if (i < t->n && t->p[i] == 'M')
		i++;
	if (i >= t->n || t->p[i] != '!')
		return 0;
	for (i++; i < t->n && t->p[i] >= '0' && t->p[i] <= '9' &&
	    version < NEVER; i++)
		version = version * 10 + (uint32_t)(t->p[i] - '0');
	return version >= NEVER ? 0 : i;
}

static bool
is_dashes(const struct sql *s, const struct sql_text *t, size_t at)
{
	char	next = at + 2 < t->n ? t->p[at + 2] : ' ';

	/* 5--3 is 8 there. */
	return t->p[at + 1] == '-' && (s->dialect != SQL_MYSQL ||
	    !((next >= '0' && next <= '9') || next == '(' || next == '.'));
}

size_t
sql_comment(const struct sql *s, const struct sql_text *t, size_t at)
{
	const char	*p = t->p + at;
	size_t		 left = t->n - at, behind;

	if (*p == '#')
		return s->dialect == SQL_MYSQL ? line_end(t, at) : at;
	if (*p != '-' && *p != '/' && *p != '*')
		return at;
	if (left < 16 && !t->last)
		return SQL_CUT;
	if (left < 2)
		return at;
	if (*p == '-')
		return is_dashes(s, t, at) ? line_end(t, at) : at;
	if (*p == '*')
		return p[1] == '/' && (s->dialect == SQL_MYSQL ||
		    s->dialect == SQL_STANDARD) ? at + 2 : at;
	if (p[1] != '*')
		return at;
	behind = executed(s, t, at);
	return behind > 0 ? behind : comment_end(s, t, at + 2);
}

size_t
sql_blanks(const struct sql *s, const struct sql_text *t, size_t at)
{
	size_t	end;

	while (at < t->n) {
		if ((unsigned char)t->p[at] <= ' ') {
			at++;
			continue;
		}
		end = sql_comment(s, t, at);
		if (end == at || end == SQL_CUT)
			return end;
		at = end;
	}
	return at;
}

/* $tag$ ... $tag$ */
static size_t
dollars(const struct sql_text *t, size_t at)
{
	size_t		 i = at + 1, n;
	const char	*e;

	while (i < t->n && sql_is_word(t->p[i]) && t->p[i] != '$')
		i++;
	if (i >= t->n)
		return t->last ? at + 1 : SQL_CUT;
	if (t->p[i] != '$' || (i > at + 1 && t->p[at + 1] >= '0' &&
	    t->p[at + 1] <= '9'))
		return at + 1;
	n = i + 1 - at;
	for (i++; i + n <= t->n; i = (size_t)(e - t->p) + 1) {
		e = memchr(t->p + i, '$', t->n - i);
		if (e == NULL || (size_t)(e - t->p) + n > t->n)
			break;
		if (memcmp(e, t->p + at, n) == 0)
			return (size_t)(e - t->p) + n;
	}
	return SQL_CUT;
}

static size_t
quoted(const struct sql_text *t, size_t at, char quote, bool backslash)
{
	bool	escapes;
	size_t	end = sql_string(t->p, t->n, at + 1, quote, backslash,
		    &escapes);

	/* It may be one of two. */
	if (end != SQL_CUT && end + 1 == t->n && !t->last)
		return SQL_CUT;
	return end == SQL_CUT ? SQL_CUT : end + 1;
}

size_t
sql_token(const struct sql *s, const struct sql_text *t, size_t at)
{
	char	c = t->p[at];
	size_t	i = at;

	if (c == '\'')
		return quoted(t, at, '\'', s->backslash);
	if (c == '"' || c == '`')
		return quoted(t, at, c, c == '"' && s->backslash);
	if (c == '[' && (s->dialect == SQL_MSSQL || s->dialect == SQL_SQLITE))
		return quoted(t, at, ']', false);
	if (c == '$' && (s->dialect == SQL_POSTGRES ||
	    s->dialect == SQL_STANDARD))
		return dollars(t, at);
	while (i < t->n && sql_is_word(t->p[i]))
		i++;
	if (i == t->n && i - at < SQL_NAME_MAX && !t->last)
		return SQL_CUT;
	if (i == at + 1 && (c == 'E' || c == 'e') && i < t->n &&
	    t->p[i] == '\'')
		return quoted(t, i, '\'', true);
	return i == at ? at + 1 : i;
}

size_t
sql_word(const struct sql_text *t, size_t at, char out[SQL_WORD_MAX])
{
	size_t	n = 0;

	for (; at + n < t->n && sql_is_word(t->p[at + n]); n++) {
		char	c = t->p[at + n];

		if (n + 1 < SQL_WORD_MAX)
			out[n] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
	}
	out[n < SQL_WORD_MAX ? n : 0] = '\0';
	return n;
}

bool
sql_is(const char *word, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

/* What is within quotes; a doubled one is one.  Too much of it is cut. */
static void
copy_name(char out[SQL_NAME_MAX], const char *p, size_t n, char quote)
{
	size_t	k = 0;

	for (size_t i = 0; i < n && k + 1 < SQL_NAME_MAX; i++) {
		if (p[i] == '\0')
			continue;
		out[k++] = p[i];
		if (quote != '\0' && p[i] == quote)
			i++;
	}
	if (k + 1 == SQL_NAME_MAX) {
		while (k > 0 && ((unsigned char)out[k - 1] & 0xc0) == 0x80)
			k--;
		k -= k > 0 && (unsigned char)out[k - 1] >= 0xc0;
	}
	out[k] = '\0';
}

static size_t
name_part(const struct sql_text *t, size_t at, struct sql_name *name)
{
	char	c = t->p[at], close = c == '[' ? ']' : c;
	size_t	end = at;

	name->quoted = c == '"' || c == '`' || c == '[' || c == '\'';
	if (name->quoted) {
		end = quoted(t, at, close, false);
		if (end != SQL_CUT)
			copy_name(name->name, t->p + at + 1, end - at - 2,
			    close);
		return end;
	}
	while (end < t->n && (sql_is_word(t->p[end]) || t->p[end] == '@' ||
	    t->p[end] == '#'))
		end++;
	if (end == t->n && !t->last)
		return SQL_CUT;
	copy_name(name->name, t->p + at, end - at, '\0');
	return end;
}

/* a, a.b or a.b.c: the last part, and the one before it; at: no name. */
size_t
sql_name(const struct sql *s, const struct sql_text *t, size_t at,
    struct sql_name *name)
{
	size_t	end, next;

	name->schema[0] = name->name[0] = '\0';
	for (;;) {
		if (at >= t->n)
			return t->last ? at : SQL_CUT;
		end = name_part(t, at, name);
		if (end == SQL_CUT || end == at)
			return end;
		next = sql_blanks(s, t, end);
		if (next == SQL_CUT)
			return SQL_CUT;
		if (next >= t->n)
			return t->last ? end : SQL_CUT;
		if (t->p[next] != '.')
			return end;
		memcpy(name->schema, name->name, SQL_NAME_MAX);
		at = sql_blanks(s, t, next + 1);
		if (at == SQL_CUT)
			return SQL_CUT;
	}
}

uint64_t
sql_line(struct sql_text *t, size_t at)
{
	const char	*e;

	while (t->counted < at) {
		e = memchr(t->p + t->counted, '\n', at - t->counted);
		if (e == NULL) {
			t->counted = at;
			break;
		}
		t->line++;
		t->counted = (size_t)(e - t->p) + 1;
	}
	return t->line;
}
