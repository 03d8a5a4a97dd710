/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sql_statement.c - what stands between statements, and which one is next.
 */
#include "sql_format.h"

void
sql_note(struct sql *s, enum ps_severity severity, uint64_t line,
    const char *rule, const char *why, const char *p, size_t n)
{
	if (s->out != NULL)
		ps_issue(s->self, s->out, severity, line, rule, why, p, n);
}

/* Up to `to`, without the blanks at its end; nothing is not told. */
void
sql_aside(struct sql *s, struct sql_text *t, size_t to, enum ps_class class)
{
	size_t	end = to;

	while (end > t->at && (unsigned char)t->p[end - 1] <= ' ')
		end--;
	if (s->out != NULL && end > t->at)
		ps_aside(s->self, s->out, class, sql_line(t, t->at),
		    t->p + t->at, end - t->at);
	t->at = to;
}

static void
upper(char *out, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[i] = p[i] >= 'a' && p[i] <= 'z' ? (char)(p[i] - 32) : p[i];
	out[n] = '\0';
}

/* SET sql_mode and standard_conforming_strings say what a backslash is. */
void
sql_setting(struct sql *s, const char *p, size_t n)
{
	char	text[2048];

	if (n < 5 || n >= sizeof(text) || (*p != 'S' && *p != 's'))
		return;
	upper(text, p, n);
	if (strncmp(text, "SET", 3) != 0)
		return;
	if (s->dialect == SQL_MYSQL && strstr(text, "SQL_MODE") != NULL)
		s->backslash = strstr(text, "NO_BACKSLASH_ESCAPES") == NULL;
	if (strstr(text, "STANDARD_CONFORMING_STRINGS") != NULL)
		s->backslash = strstr(text, "OFF") != NULL;
}

/* The rest of the line is set aside. */
static enum sql_result
line_aside(struct sql *s, struct sql_text *t)
{
	const char	*e = memchr(t->p + t->at, '\n', t->n - t->at);

	if (e == NULL && !t->last)
		return sql_wait(s, t, "a line is too long");
	sql_aside(s, t, e == NULL ? t->n : (size_t)(e - t->p) + 1, PS_OTHER);
	return SQL_GO;
}

static enum sql_result
set_delimiter(struct sql *s, struct sql_text *t)
{
	const char	*e = memchr(t->p + t->at, '\n', t->n - t->at);
	size_t		 from = t->at + 9, end, n;

	if (e == NULL && !t->last)
		return sql_wait(s, t, "a line is too long");
	end = e == NULL ? t->n : (size_t)(e - t->p);
	while (from < end && (unsigned char)t->p[from] <= ' ')
		from++;
	for (n = 0; from + n < end && (unsigned char)t->p[from + n] > ' ';)
		n++;
	if (n > 0 && n < sizeof(s->delimiter)) {
		memcpy(s->delimiter, t->p + from, n);
		s->n_delimiter = n;
	}
	return line_aside(s, t);
}

/* What words of a kind there are, and what must follow one to be SQL. */
static const char *const opens[] = {
	"CREATE", "DROP", "ALTER", "COMMENT", "LOCK", "UNLOCK", "START", NULL
};
static const char *const objects[] = {
	"TABLE", "TABLES", "INDEX", "UNIQUE", "VIEW", "FUNCTION", "PROCEDURE",
	"PROC", "TRIGGER", "EVENT", "SEQUENCE", "TYPE", "DOMAIN", "SCHEMA",
	"DATABASE", "EXTENSION", "ROLE", "USER", "LOGIN", "RULE", "AGGREGATE",
	"OPERATOR", "CAST", "COLLATION", "CONVERSION", "LANGUAGE", "POLICY",
	"PUBLICATION", "SUBSCRIPTION", "SERVER", "FOREIGN", "MATERIALIZED",
	"CLUSTERED", "NONCLUSTERED", "FULLTEXT",
	"SPATIAL", "VIRTUAL", "SYNONYM", "PACKAGE", "EXTERNAL", "TRANSFORM",
	"TEXT", "ACCESS", "STATISTICS", "DEFAULT", "ON", "TRANSACTION",
	"CONSTRAINT", "RECURSIVE", "CONCURRENTLY", "TRUSTED", "AUTHORIZATION",
	"PARTITION", "XML", "LARGE", "SYSTEM", "TABLESPACE", "SLAVE", NULL
};
static const char *const before[] = {
	"OR", "GLOBAL", "LOCAL", "TEMPORARY", "TEMP", "UNLOGGED", "DEFINER",
	"SQL", "ALGORITHM", "EXTERNAL", NULL
};
static const char *const others[] = {
	"SET", "USE", "BEGIN", "COMMIT", "END", "ROLLBACK", "PRAGMA", "ANALYZE",
	"DELETE", "UPDATE", "TRUNCATE", "SELECT", "WITH", "GRANT", "REVOKE",
	"EXEC", "EXECUTE", "PRINT", "IF", "DECLARE", "CALL", "DO", "VACUUM",
	"REFRESH", "INSERT", "REPLACE", "COPY", "SAVEPOINT", "RELEASE", "SHOW",
	"FLUSH", "CLUSTER", "NOTIFY", "LISTEN", "RESET", "EXPLAIN", "REINDEX",
	"SECURITY", "REASSIGN", "MERGE", "CHECKPOINT", "PREPARE", "DEALLOCATE",
	"OPTIMIZE", "SOURCE", "CHANGE", "VALUES", "RENAME", "ATTACH", "DBCC",
	NULL
};

/* Statements of routines have others within them. */
static enum sql_result
skip_whole(struct sql *s, const char *object, size_t seen)
{
	static const char *const routines[] = {
		"FUNCTION", "PROCEDURE", "PROC", "TRIGGER", "EVENT", "PACKAGE",
		NULL
	};
	static const char *const bodies[] = { "VIEW", NULL };

	sql_skip(s, seen);
	s->routine = sql_is(object, routines);
	s->until_go = s->dialect == SQL_MSSQL && (s->routine ||
	    sql_is(object, bodies));
	return SQL_GO;
}

/* Up to the word that says what it is about; its end, or SQL_CUT. */
static size_t
find_object(struct sql *s, const struct sql_text *t, size_t at,
    char word[SQL_WORD_MAX])
{
	size_t	end;

	for (int i = 0; i < 24; i++, at = end) {
		at = sql_blanks(s, t, at);
		if (at >= t->n)
			return t->last && at != SQL_CUT ? at : SQL_CUT;
		end = sql_token(s, t, at);
		if (end == SQL_CUT)
			return SQL_CUT;
		if (sql_word(t, at, word) > 0 && sql_is(word, objects))
			return end;
		if (t->p[at] == ';')
			break;
		if (i == 0 && !sql_is(word, before))
			break;
	}
	s->strange++;
	word[0] = '\0';
	return at;
}

/* CREATE, DROP and their like. */
static enum sql_result
object_statement(struct sql *s, struct sql_text *t, const char *first)
{
	char	word[SQL_WORD_MAX];
	size_t	end = find_object(s, t, t->at + strlen(first), word);
	bool	creates = strcmp(first, "CREATE") == 0;

	if (end == SQL_CUT)
		return sql_wait(s, t, "a statement breaks off");
	if (strcmp(word, "TABLE") == 0 && creates)
		return sql_create(s, t, end);
	if (strcmp(word, "TABLE") == 0 && strcmp(first, "DROP") == 0)
		sql_drop(s, t, end);
	return skip_whole(s, creates ? word : "", strlen(first));
}

static void
use_database(struct sql *s, const struct sql_text *t)
{
	struct sql_name	name;
	size_t		at = sql_blanks(s, t, t->at + 3);

	if (at < t->n && sql_name(s, t, at, &name) != SQL_CUT)
		memcpy(s->database, name.name, SQL_NAME_MAX);
}

static enum sql_result
statement(struct sql *s, struct sql_text *t)
{
	char	word[SQL_WORD_MAX];
	size_t	n = sql_word(t, t->at, word), i = t->at + n;

	if (t->n - t->at < SQL_NAME_MAX && !t->last)
		return sql_wait(s, t, "a statement breaks off");
	s->statements++;
	if (strcmp(word, "INSERT") == 0 || strcmp(word, "REPLACE") == 0)
		return sql_insert(s, t);
	s->n_head = 0;
	if (strcmp(word, "DELIMITER") == 0)
		return set_delimiter(s, t);
	if (strcmp(word, "GO") == 0 && i <= t->n) {
		t->at = i;
		return SQL_GO;
	}
	if (sql_is(word, opens))
		return object_statement(s, t, word);
	if (strcmp(word, "COPY") == 0)
		return sql_copy(s, t);
	if (strcmp(word, "USE") == 0)
		use_database(s, t);
	s->strange += n == 0 || !sql_is(word, others);
	return sql_skip(s, n == 0 ? 0 : n);
}

/* What opens a comment that is executed, or closes one. */
static bool
is_mark(const struct sql_text *t, size_t at, size_t end)
{
	return t->p[at] == '*' || (t->p[at] == '/' && t->p[end - 1] != '/');
}

/* Comments that follow each other are one. */
static enum sql_result
comments(struct sql *s, struct sql_text *t)
{
	size_t	at = t->at, end, to = at;

	while (at < t->n) {
		end = t->p[at] == '#' && s->dialect != SQL_MYSQL ? at :
		    sql_comment(s, t, at);
		if (end == SQL_CUT && !t->last && !t->most && at - t->at <
		    ((size_t)1 << 20))
			return SQL_MORE;
		if (end == SQL_CUT || end == at || is_mark(t, at, end))
			break;
		to = end;
		for (at = end; at < t->n && (unsigned char)t->p[at] <= ' ';)
			at++;
	}
	sql_aside(s, t, to, PS_COMMENT);
	return SQL_GO;
}

static enum sql_result
unending(struct sql *s, struct sql_text *t)
{
	if (!t->last && !t->most)
		return SQL_MORE;
	sql_note(s, PS_NOTE, sql_line(t, t->at), "comment",
	    "a comment has no end", "", 0);
	s->state = SQL_COMMENT;
	return SQL_GO;
}

/* In pieces, to its end or that of the document. */
static enum sql_result
comment_step(struct sql *s, struct sql_text *t)
{
	size_t	at = t->at + 1, most = t->at + (1 << 20);

	if (at >= t->n && !t->last)
		return SQL_MORE;
	while (at < t->n && at < most && !(t->p[at] == '/' &&
	    t->p[at - 1] == '*'))
		at++;
	if (at < t->n && at < most)
		s->state = SQL_TOP;
	at += at < t->n && at < most;
	if (at >= t->n && t->last)
		s->state = SQL_TOP;
	sql_aside(s, t, at < t->n ? at : t->last ? t->n : t->n - 1,
	    PS_COMMENT);
	return SQL_GO;
}

static enum sql_result
top(struct sql *s, struct sql_text *t)
{
	size_t	end;

	while (t->at < t->n && (unsigned char)t->p[t->at] <= ' ')
		t->at++;
	if (t->at >= t->n)
		return t->last ? SQL_END : SQL_MORE;
	if (t->n - t->at < 16 && !t->last)
		return SQL_MORE;
	if (t->p[t->at] == '#' && s->dialect != SQL_MYSQL)
		return line_aside(s, t);
	end = sql_comment(s, t, t->at);
	if (end == SQL_CUT)
		return unending(s, t);
	if (end > t->at && is_mark(t, t->at, end)) {
		t->at = end;
		return SQL_GO;
	}
	if (end > t->at)
		return comments(s, t);
	if (t->n - t->at >= s->n_delimiter && memcmp(t->p + t->at,
	    s->delimiter, s->n_delimiter) == 0) {
		t->at += s->n_delimiter;
		return SQL_GO;
	}
	/* For psql: \connect, \restrict */
	if (t->p[t->at] == '\\')
		return line_aside(s, t);
	return statement(s, t);
}

enum sql_result
sql_step(struct sql *s, struct sql_text *t)
{
	switch (s->state) {
	case SQL_TUPLES:
		return sql_tuples(s, t);
	case SQL_COPY:
		return sql_copy_step(s, t);
	case SQL_SKIP:
		return sql_skip_step(s, t);
	case SQL_LOST:
		return sql_lost_step(s, t);
	case SQL_COMMENT:
		return comment_step(s, t);
	default:
		return top(s, t);
	}
}
