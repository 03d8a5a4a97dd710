/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sql_create.c - CREATE TABLE: names of columns, and what these hold.
 */
#include "sql_format.h"

/* Each list ends in NULL; order is that of enum sql_kind. */
static const char *const texts[] = {
	"CHAR", "VARCHAR", "CHARACTER", "NCHAR", "NVARCHAR", "VARCHAR2",
	"NVARCHAR2", "TEXT", "TINYTEXT", "MEDIUMTEXT", "LONGTEXT", "NTEXT",
	"CLOB", "NCLOB", "ENUM", "SET", "STRING", "CITEXT", "BPCHAR", "NAME",
	"SYSNAME", "NATIONAL", "LONG", NULL
};
static const char *const numbers[] = {
	"INT", "INTEGER", "TINYINT", "SMALLINT", "MEDIUMINT", "BIGINT",
	"INT2", "INT4", "INT8", "SERIAL", "BIGSERIAL", "SMALLSERIAL",
	"DECIMAL", "NUMERIC", "DEC", "FIXED", "NUMBER", "FLOAT", "DOUBLE",
	"REAL", "FLOAT4", "FLOAT8", "MONEY", "SMALLMONEY", "YEAR", "BOOL",
	"BOOLEAN", "OID", NULL
};
static const char *const bits[] = { "BIT", "VARBIT", NULL };
static const char *const bytes[] = {
	"BINARY", "VARBINARY", "BLOB", "TINYBLOB", "MEDIUMBLOB", "LONGBLOB",
	"BYTEA", "IMAGE", "RAW", "ROWVERSION", NULL
};
static const char *const shapes[] = {
	"DATE", "TIME", "DATETIME", "DATETIME2", "SMALLDATETIME",
	"DATETIMEOFFSET", "TIMESTAMP", "TIMESTAMPTZ", "TIMETZ", "INTERVAL",
	"UUID", "UNIQUEIDENTIFIER", "JSON", "JSONB", "INET", "CIDR", "INET4",
	"INET6", "MACADDR", "MACADDR8", NULL
};
static const char *const *const kinds[] = {
	[SQL_TEXT] = texts, [SQL_NUMBER] = numbers, [SQL_BIT] = bits,
	[SQL_BYTES] = bytes, [SQL_SHAPED] = shapes
};

/* What begins an element that is no column, unless it is quoted. */
static const char *const constraints[] = {
	"PRIMARY", "UNIQUE", "CONSTRAINT", "FOREIGN", "CHECK", "EXCLUDE",
	"FULLTEXT", "SPATIAL", "LIKE", "PERIOD", NULL
};
static const char *const indexes[] = { "KEY", "INDEX", NULL };

static enum sql_kind
kind_of(const char *type)
{
	for (int i = SQL_TEXT; i <= SQL_SHAPED; i++)
		if (sql_is(type, kinds[i]))
			return (enum sql_kind)i;
	return SQL_ANY;
}

/* Up to the comma or the bracket that ends the element; `computed` is one */
/* with AS (...), `array` one with []. */
static size_t
element_end(const struct sql *s, const struct sql_text *t, size_t at,
    bool *computed, bool *array)
{
	size_t	depth = 0, end, next;
	char	word[SQL_WORD_MAX];

	for (;;) {
		at = sql_blanks(s, t, at);
		if (at == SQL_CUT || at >= t->n)
			return SQL_CUT;
		if (depth == 0 && (t->p[at] == ',' || t->p[at] == ')'))
			return at;
		depth += t->p[at] == '(';
		depth -= t->p[at] == ')';
		end = sql_token(s, t, at);
		if (end == SQL_CUT)
			return SQL_CUT;
		*array |= depth == 0 && t->p[at] == '[' && end < t->n &&
		    t->p[end] == ']';
		if (depth == 0 && sql_word(t, at, word) == 2 &&
		    strcmp(word, "AS") == 0) {
			next = sql_blanks(s, t, end);
			*computed |= next < t->n && t->p[next] == '(';
		}
		at = end;
	}
}

static bool
is_constraint(const struct sql *s, const struct sql_text *t, size_t at)
{
	char	word[SQL_WORD_MAX];

	return sql_word(t, at, word) > 0 && (sql_is(word, constraints) ||
	    (sql_is(word, indexes) && (s->dialect == SQL_MYSQL ||
	    s->dialect == SQL_STANDARD)));
}

static unsigned
type_of(const struct sql *s, const struct sql_text *t, size_t at)
{
	struct sql_name	type;
	struct sql_text	upper = { .p = type.name, .last = true };
	char		word[SQL_WORD_MAX];

	at = sql_blanks(s, t, at);
	if (at == SQL_CUT || at >= t->n || sql_name(s, t, at, &type) ==
	    SQL_CUT)
		return SQL_ANY;
	upper.n = strlen(type.name);
	sql_word(&upper, 0, word);
	return kind_of(word);
}

/* The columns within the brackets; false: this is no such list. */
static bool
take_columns(struct sql *s, const struct sql_text *t, size_t at,
    struct sql_table *table)
{
	struct sql_name	name;
	size_t		end, stop;
	bool		computed, array;
	unsigned	kind;

	do {
		computed = array = false;
		at = sql_blanks(s, t, at + 1);
		stop = at == SQL_CUT ? at : element_end(s, t, at, &computed,
		    &array);
		if (stop == SQL_CUT)
			return false;
		end = sql_name(s, t, at, &name);
		if (end == SQL_CUT || end == at || is_constraint(s, t, at)) {
			at = stop;
			continue;
		}
		kind = array ? SQL_SHAPED : type_of(s, t, end);
		if (!sql_add_column(s, table, name.name, strlen(name.name),
		    kind | (computed ? SQL_GENERATED : 0)))
			return false;
		at = stop;
	} while (t->p[at] == ',');
	return true;
}

/* Behind the bracket that closes the one at `at`. */
static size_t
list_end(const struct sql *s, const struct sql_text *t, size_t at)
{
	bool	ignored = false;

	do {
		at = sql_blanks(s, t, at + 1);
		if (at != SQL_CUT)
			at = element_end(s, t, at, &ignored, &ignored);
	} while (at != SQL_CUT && t->p[at] == ',');
	return at == SQL_CUT ? at : at + 1;
}

/* The same again, with the same columns: its rows go on. */
static bool
is_repeated(const struct sql_table *a, const struct sql_table *b)
{
	if (a->n != b->n)
		return false;
	for (uint32_t i = 0; i < a->n; i++)
		if (strcmp(a->columns[i].name, b->columns[i].name) != 0)
			return false;
	return true;
}

/*
 * Rows came before, so columns stand as these had them; names that were made
 * up are kept.
 */
static void
complete(struct sql *s, struct sql_table *old, const struct sql_table *new)
{
	old->order = ps_alloc(s->self, (new->n + 1) * sizeof(*old->order));
	old->n_declared = 0;
	for (uint32_t i = 0; i < new->n; i++) {
		const char	*name = new->columns[i].name;
		uint32_t	 k = old->headerless ? i :
				    sql_find_column(old, name, i);

		if (k < old->n)
			old->kinds[k] = new->kinds[i];
		else if (!sql_add_column(s, old, name, strlen(name),
		    new->kinds[i]))
			break;
		old->order[old->n_declared++] = k;
	}
	old->declared = true;
}

static void
declare(struct sql *s, const struct sql_text *t, size_t at,
    const struct sql_name *name)
{
	struct sql_table	*old = sql_find(s, name);
	struct sql_table	*new = sql_add(s, name);

	if (new == NULL)
		return;
	new->declared = true;
	if (!take_columns(s, t, at, new)) {
		new->gone = true;
		sql_note(s, PS_NOTE, 0, "create", "a CREATE TABLE that is not "
		    "understood, or has too many columns", new->name,
		    strlen(new->name));
		return;
	}
	new->n_declared = new->n;
	s->creates++;
	if (old == NULL)
		return;
	if (is_repeated(old, new) || (old->announced && !old->declared)) {
		complete(s, old, new);
		new->gone = true;
	} else if (!old->announced)
		old->gone = true;
}

/* The name behind IF NOT EXISTS, and its end. */
static size_t
name_at(struct sql *s, const struct sql_text *t, size_t *at,
    struct sql_name *name)
{
	static const char *const conditions[] = {
		"IF", "NOT", "EXISTS", NULL
	};
	char	word[SQL_WORD_MAX];
	size_t	n;

	for (;; *at += n) {
		*at = sql_blanks(s, t, *at);
		if (*at >= t->n)
			return SQL_CUT;
		n = sql_word(t, *at, word);
		if (!sql_is(word, conditions))
			return sql_name(s, t, *at, name);
	}
}

enum sql_result
sql_create(struct sql *s, struct sql_text *t, size_t at)
{
	struct sql_name	name;
	size_t		end = name_at(s, t, &at, &name), open;

	open = end == SQL_CUT ? end : sql_blanks(s, t, end);
	if (open >= t->n)
		return sql_wait(s, t, "a CREATE TABLE breaks off");
	if (end == at || t->p[open] != '(')
		return sql_skip(s, open - t->at);
	end = list_end(s, t, open);
	if (end == SQL_CUT)
		return sql_wait(s, t, "a CREATE TABLE has no end");
	declare(s, t, open, &name);
	return sql_skip(s, end - t->at);
}

/* Views are dumped as tables first, which are dropped later. */
void
sql_drop(struct sql *s, const struct sql_text *t, size_t at)
{
	struct sql_name		 name;
	struct sql_table	*table;
	size_t			 end = name_at(s, t, &at, &name);

	if (end == SQL_CUT || end == at)
		return;
	table = sql_find(s, &name);
	if (table != NULL && !table->announced)
		table->gone = true;
}
