/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sql_skip.c - what holds no rows: statements that are set aside whole, and
 * what is broken, up to where something begins again.
 *
 * A statement ends at the delimiter, but not within the BEGIN and END of a
 * routine; scripts for SQL Server have GO on a line instead.
 */
#include "sql_format.h"

enum { PIECE = 1 << 20, LOOK = 4096 };

enum sql_result
sql_skip(struct sql *s, size_t seen)
{
	s->state = SQL_SKIP;
	s->skipped = seen;
	s->depth = 0;
	s->routine = s->until_go = s->ended_word = false;
	return SQL_GO;
}

/* BEGIN and CASE open, END closes, and END IF is no END of its own. */
static void
count_word(struct sql *s, const char *word)
{
	bool	ended = s->ended_word;

	s->ended_word = strcmp(word, "END") == 0;
	if (s->ended_word)
		s->depth -= s->depth > 0;
	else if (strcmp(word, "BEGIN") == 0 || (strcmp(word, "CASE") == 0 &&
	    !ended))
		s->depth++;
	else if (ended && (strcmp(word, "IF") == 0 ||
	    strcmp(word, "LOOP") == 0 || strcmp(word, "WHILE") == 0 ||
	    strcmp(word, "REPEAT") == 0 || strcmp(word, "FOR") == 0))
		s->depth++;
}

/* What begins a statement where none needs to be ended. */
bool
sql_is_start(const char *word)
{
	static const char *const starts[] = {
		"INSERT", "CREATE", "SET", "USE", "ALTER", "DROP", "EXEC",
		"PRINT", "DECLARE", "GO", NULL
	};

	return sql_is(word, starts);
}

static bool
is_go(const struct sql_text *t, size_t at, const char *word)
{
	size_t	i = at + 2;

	if (strcmp(word, "GO") != 0)
		return false;
	while (i < t->n && (t->p[i] == ' ' || t->p[i] == '\r'))
		i++;
	return i >= t->n || t->p[i] == '\n';
}

/* Does the statement end before this token, the first of a line? */
static bool
ends_before(const struct sql *s, const struct sql_text *t, size_t at)
{
	char	word[SQL_WORD_MAX];

	if (at == t->at || sql_word(t, at, word) == 0)
		return false;
	if (is_go(t, at, word))
		return true;
	return s->dialect == SQL_MSSQL && !s->until_go && s->depth == 0 &&
	    sql_is_start(word);
}

static bool
is_end(const struct sql *s, const struct sql_text *t, size_t at)
{
	return t->n - at >= s->n_delimiter && !s->until_go &&
	    memcmp(t->p + at, s->delimiter, s->n_delimiter) == 0 &&
	    (s->depth == 0 || !s->routine || s->n_delimiter > 1);
}

static enum sql_result
finish(struct sql *s, struct sql_text *t, size_t end, size_t behind)
{
	sql_setting(s, t->p + t->at, end - t->at);
	sql_aside(s, t, end, PS_OTHER);
	t->at = behind;
	s->state = SQL_TOP;
	return SQL_GO;
}

static void
count_token(struct sql *s, const struct sql_text *t, size_t at)
{
	char	word[SQL_WORD_MAX];

	if (!s->routine) {
		s->depth += t->p[at] == '(';
		s->depth -= s->depth > 0 && t->p[at] == ')';
	} else if (sql_word(t, at, word) > 0)
		count_word(s, word);
	else
		s->ended_word = false;
}

/* No routine is that long: a word was taken for another. */
static void
put_piece(struct sql *s, struct sql_text *t, size_t at)
{
	sql_aside(s, t, at, PS_OTHER);
	s->skipped = 0;
	s->routine = false;
	s->depth = 0;
}

enum sql_result
sql_skip_step(struct sql *s, struct sql_text *t)
{
	size_t	at = t->at + s->skipped, end;

	for (;;) {
		end = at;
		at = sql_blanks(s, t, at);
		if (at == SQL_CUT)
			return sql_wait(s, t, "a comment has no end");
		if (at >= t->n || t->n - at < LOOK) {
			s->skipped = end - t->at;
			if (!t->last && !t->most)
				return SQL_MORE;
			if (at >= t->n)
				return finish(s, t, t->n, t->n);
		}
		if (is_end(s, t, at))
			return finish(s, t, at, at + s->n_delimiter);
		if (memchr(t->p + end, '\n', at - end) != NULL &&
		    ends_before(s, t, at))
			return finish(s, t, at, at);
		count_token(s, t, at);
		at = sql_token(s, t, at);
		if (at == SQL_CUT) {
			s->skipped = end - t->at;
			return sql_wait(s, t, "a quote has no end");
		}
		if (at - t->at > PIECE)
			put_piece(s, t, at);
		s->skipped = at - t->at;
	}
}

/* Behind blanks, of which there may not be too many. */
static size_t
beyond(const struct sql_text *t, size_t at)
{
	size_t	most = t->n - at < LOOK ? t->n : at + LOOK;

	while (at < most && (unsigned char)t->p[at] <= ' ')
		at++;
	return at;
}

/* A statement begins on one of the next lines. */
static bool
is_top(const struct sql_text *t, size_t from)
{
	static const char *const starts[] = {
		"INSERT", "CREATE", "COPY", "DROP", "SET", "LOCK", "UNLOCK",
		"ALTER", "COMMIT", "REPLACE", "USE", "GO", NULL
	};
	char	word[SQL_WORD_MAX];
	size_t	at = beyond(t, from);

	if (memchr(t->p + from, '\n', at - from) == NULL || at >= t->n)
		return false;
	if (t->n - at > 2 && (memcmp(t->p + at, "-- ", 3) == 0 ||
	    memcmp(t->p + at, "/*!", 3) == 0))
		return true;
	return sql_word(t, at, word) > 0 && sql_is(word, starts);
}

/* Where something begins again, from a ')' or ';' at `at`; 0: nothing does. */
static size_t
begins(struct sql *s, const struct sql_text *t, size_t at)
{
	size_t	next = beyond(t, at + 1);

	if (t->p[at] == ';') {
		if (!is_top(t, at + 1))
			return 0;
		s->state = SQL_TOP;
		return at + 1;
	}
	if (!s->amid_tuples || next >= t->n || t->p[next] != ',')
		return 0;
	next = beyond(t, next + 1);
	if (next >= t->n || t->p[next] != '(')
		return 0;
	s->state = SQL_TUPLES;
	return next;
}

/* In lines of COPY, the next line. */
static size_t
find_line(struct sql *s, const struct sql_text *t)
{
	const char	*e = memchr(t->p + t->at, '\n', t->n - t->at);

	if (e == NULL)
		return 0;
	s->state = SQL_COPY;
	return (size_t)(e - t->p) + 1;
}

static size_t
find(struct sql *s, const struct sql_text *t, size_t *stop)
{
	size_t	to = 0;

	*stop = t->last ? t->n : t->n > 2 * LOOK + t->at ? t->n - 2 * LOOK :
	    t->at;
	if (s->searched > SQL_LOST_MAX) {
		*stop = t->n;
		return 0;
	}
	if (s->amid_copy)
		return find_line(s, t);
	for (size_t i = t->at; to == 0 && i < *stop; i++)
		if (t->p[i] == ')' || t->p[i] == ';')
			to = begins(s, t, i);
	return to;
}

static void
reject(struct sql *s, struct sql_text *t, size_t to)
{
	size_t	n;

	for (; t->at < to; t->at += n) {
		n = to - t->at < PIECE ? to - t->at : PIECE;
		sql_note(s, PS_REJECTED, sql_line(t, t->at), "broken",
		    s->wrong, t->p + t->at, n);
	}
}

enum sql_result
sql_lost_step(struct sql *s, struct sql_text *t)
{
	size_t	stop, to = find(s, t, &stop);

	if (to == 0 && !t->last && stop == t->at)
		return SQL_MORE;
	if (to == 0 && s->amid_copy && !t->last)
		stop = t->n;
	reject(s, t, to > 0 ? to : stop);
	if (to == 0 && t->last)
		s->state = SQL_TOP;
	return to == 0 && !t->last ? SQL_MORE : SQL_GO;
}

/*
 * All that is shown may have been searched for an end, and the next thing may
 * be as broken; so there is a bound to that, and then the rest is rejected.
 */
enum sql_result
sql_broken(struct sql *s, const struct sql_text *t, const char *why)
{
	s->amid_tuples = s->state == SQL_TUPLES;
	s->amid_copy = s->state == SQL_COPY;
	s->wrong = why;
	s->bad++;
	s->searched += t->n - t->at;
	s->state = SQL_LOST;
	return SQL_GO;
}

enum sql_result
sql_wait(struct sql *s, struct sql_text *t, const char *why)
{
	return !t->last && !t->most ? SQL_MORE : sql_broken(s, t, why);
}
