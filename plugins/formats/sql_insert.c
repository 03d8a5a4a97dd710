/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sql_insert.c - INSERT and REPLACE with values: what they fill, then tuple by
 * tuple.
 *
 * Dumps have the same words before every row, so those of the last statement
 * are kept, and what begins with them is not looked at again.
 */
#include "sql_format.h"

/* Blanks, then a word; the end of the word, or SQL_CUT. */
static size_t
next_word(const struct sql *s, const struct sql_text *t, size_t at,
    char word[SQL_WORD_MAX])
{
	size_t	n;

	word[0] = '\0';
	at = sql_blanks(s, t, at);
	if (at == SQL_CUT || at >= t->n)
		return SQL_CUT;
	n = sql_word(t, at, word);
	return at + n >= t->n ? SQL_CUT : at + n;
}

/* From behind INSERT to the name. */
static size_t
modifiers(const struct sql *s, const struct sql_text *t, size_t at)
{
	static const char *const list[] = {
		"LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE", "INTO",
		"OVERWRITE", "TABLE", "OR", "ABORT", "FAIL", "ROLLBACK",
		"REPLACE", NULL
	};
	char	word[SQL_WORD_MAX];
	size_t	end;

	for (;;) {
		end = next_word(s, t, at, word);
		if (end == SQL_CUT)
			return SQL_CUT;
		if (!sql_is(word, list))
			return sql_blanks(s, t, at);
		at = end;
	}
}

/* Where the column of this name is; a new one if there is none. */
static uint32_t
column_of(struct sql *s, const char *name, uint32_t guess)
{
	struct sql_table	*t = s->target;
	uint32_t		 i = sql_find_column(t, name, guess);

	if (i == t->n && !sql_add_column(s, t, name, strlen(name), SQL_ANY))
		return UINT32_MAX;
	return i;
}

/*
 * (a, b, c) into the map; behind it, at: it is something else.  Nothing is
 * added before the whole list was seen.
 */
static size_t
columns(struct sql *s, const struct sql_text *t, size_t at, bool add)
{
	struct sql_name	name;
	size_t		begin = at, end;
	uint32_t	n = 0, column = 0;

	do {
		at = sql_blanks(s, t, at + 1);
		if (at == SQL_CUT)
			return SQL_CUT;
		end = sql_name(s, t, at, &name);
		if (end == SQL_CUT || end == at)
			return end == at ? begin : SQL_CUT;
		if (n == SQL_COLUMNS_MAX)
			return begin;
		if (add) {
			sql_map_room(s, n + 1);
			column = column_of(s, name.name, column);
			if (column == UINT32_MAX)
				return begin;
			s->map[n] = column++;
		}
		n++;
		at = sql_blanks(s, t, end);
		if (at == SQL_CUT || at >= t->n)
			return SQL_CUT;
	} while (t->p[at] == ',');
	if (add)
		s->n_map = n;
	return t->p[at] == ')' ? at + 1 : begin;
}

static bool
is_straight(const struct sql *s)
{
	for (uint32_t i = 0; i < s->n_map; i++)
		if (s->map[i] != i)
			return false;
	return s->n_map == s->target->n;
}

/* What the shell of SQLite keeps for itself. */
static bool
is_internal(const struct sql *s, const struct sql_name *name)
{
	return s->dialect == SQL_SQLITE && strncmp(name->name, "sqlite_", 7) ==
	    0;
}

bool
sql_target(struct sql *s, const struct sql_text *t,
    const struct sql_name *name, size_t list)
{
	s->target = sql_find(s, name);
	if (s->target == NULL)
		s->target = sql_add(s, name);
	if (s->target == NULL)
		return false;
	s->named = list > 0;
	if (list == 0) {
		sql_set_map(s, s->target->n);
		return true;
	}
	if (columns(s, t, list, true) == list)
		return false;
	s->straight = is_straight(s);
	return true;
}

size_t
sql_list(struct sql *s, const struct sql_text *t, size_t at)
{
	return columns(s, t, at, false);
}

/* What may stand between the columns and VALUES; where the rows begin. */
static size_t
values(const struct sql *s, const struct sql_text *t, size_t at)
{
	static const char *const between[] = {
		"OVERRIDING", "SYSTEM", "USER", "VALUE", "VALUES", "WITH",
		"TABLOCK", "AS", NULL
	};
	char	word[SQL_WORD_MAX];
	size_t	end, from = at;
	bool	seen = false;

	for (;;) {
		end = next_word(s, t, at, word);
		if (end == SQL_CUT)
			return SQL_CUT;
		at = sql_blanks(s, t, at);
		if (end == at && seen)
			return at;
		if (t->p[at] == '(' || t->p[at] == ')')
			end = at + 1;
		else if (end == at || !sql_is(word, between) || seen)
			return strcmp(word, "ROW") == 0 && seen ? at : from;
		seen |= strncmp(word, "VALUE", 5) == 0;
		at = end;
	}
}

static bool
is_same_head(const struct sql *s, const struct sql_text *t)
{
	size_t	n = s->n_head;

	return n > 0 && t->n - t->at > n && t->p[t->at + n] == '(' &&
	    memcmp(t->p + t->at, s->head, n) == 0;
}

static void
keep_head(struct sql *s, const struct sql_text *t, size_t to)
{
	s->n_head = to - t->at;
	if (s->n_head > SQL_HEAD_MAX)
		s->n_head = 0;
	memcpy(s->head, t->p + t->at, s->n_head);
}

enum sql_result
sql_insert(struct sql *s, struct sql_text *t)
{
	struct sql_name	name;
	char		word[SQL_WORD_MAX];
	size_t		at, list = 0, end;

	s->state = SQL_TUPLES;
	if (is_same_head(s, t)) {
		t->at += s->n_head;
		return SQL_GO;
	}
	s->state = SQL_TOP;
	at = next_word(s, t, t->at, word);
	at = at == SQL_CUT ? at : modifiers(s, t, at);
	end = at == SQL_CUT ? at : sql_name(s, t, at, &name);
	if (end == SQL_CUT)
		return sql_wait(s, t, "an INSERT breaks off");
	at = end == at ? SQL_CUT : sql_blanks(s, t, end);
	if (at == SQL_CUT || at >= t->n)
		return end != at && !t->last && !t->most ? SQL_MORE :
		    sql_skip(s, 1);
	if (t->p[at] == '(') {
		end = columns(s, t, at, false);
		if (end == SQL_CUT)
			return sql_wait(s, t, "a list of columns has no end");
		list = end == at ? 0 : at;
		at = end;
	}
	end = values(s, t, at);
	if (end == SQL_CUT)
		return sql_wait(s, t, "an INSERT breaks off");
	if (end == at || is_internal(s, &name) ||
	    !sql_target(s, t, &name, list))
		return sql_skip(s, 1);
	keep_head(s, t, end);
	s->state = SQL_TUPLES;
	t->at = end;
	return SQL_GO;
}

/* Mostly there is nothing, or one blank. */
static inline size_t
skip(const struct sql *s, const struct sql_text *t, size_t at)
{
	if (at < t->n && (t->p[at] == ',' || t->p[at] == ')'))
		return at;
	return sql_blanks(s, t, at);
}

/*
 * The values of the tuple at `at`, and behind it.  SQL_CUT: it is not all
 * there, SQL_BAD: it is broken.
 */
static size_t
tuple(struct sql *s, struct sql_text *t, size_t at, uint32_t *n)
{
	struct ps_slice	spare, *to;
	size_t		end;

	for (*n = 0;; ++*n) {
		at = sql_blanks(s, t, at + 1);
		if (at == SQL_CUT || at >= t->n)
			return SQL_CUT;
		if (t->p[at] == ')' && *n == 0)
			return at + 1;
		to = sql_value_room(s, *n + 1) ? &s->values[*n] : &spare;
		end = sql_value(s, t, at, sql_kind_of(s, *n), to);
		if (end == SQL_CUT || end == SQL_BAD || end == at)
			return end == at ? SQL_BAD : end;
		at = skip(s, t, end);
		if (at == SQL_CUT || at >= t->n)
			return SQL_CUT;
		if (t->p[at] == ')') {
			++*n;
			return at + 1;
		}
		if (t->p[at] != ',')
			return SQL_BAD;
	}
}

static enum sql_result
one_tuple(struct sql *s, struct sql_text *t)
{
	uint32_t	n;
	size_t		end;
	enum sql_result	r;

	if (s->target->n > 0 && !s->target->announced)
		return SQL_ANNOUNCE;
	end = tuple(s, t, t->at, &n);
	if (end == SQL_CUT && !t->last && !t->most)
		return SQL_MORE;
	if (end == SQL_CUT || end == SQL_BAD)
		return sql_broken(s, t, end == SQL_CUT ?
		    "a tuple has no end; is a quote missing?" :
		    "no tuple of values");
	if (s->target->n == 0 && n > 0)
		sql_make_names(s, s->target, n);
	if (!s->named && n != s->n_map && sql_set_map(s, n))
		return SQL_GO;
	r = sql_row(s, t, t->at, end, n);
	t->at = end;
	return r;
}

/* Whatever stands between tuples. */
static enum sql_result
between(struct sql *s, struct sql_text *t)
{
	char	word[SQL_WORD_MAX];
	size_t	at = sql_blanks(s, t, t->at), n;

	if (at == SQL_CUT || (at >= t->n && !t->last)) {
		if (at != SQL_CUT)
			t->at = at;
		return sql_wait(s, t, "a comment has no end");
	}
	t->at = at;
	if (at >= t->n) {
		s->state = SQL_TOP;
		return SQL_GO;
	}
	if (t->p[at] == ',' || t->p[at] == '(') {
		t->at += t->p[at] == ',';
		return SQL_GO;
	}
	n = sql_word(t, at, word);
	if (n > 0 && at + n >= t->n && !t->last)
		return SQL_MORE;
	if (strcmp(word, "ROW") == 0) {
		t->at += n;
		return SQL_GO;
	}
	if (!sql_is_start(word))
		return sql_skip(s, 0);
	s->state = SQL_TOP;
	return SQL_GO;
}

enum sql_result
sql_tuples(struct sql *s, struct sql_text *t)
{
	enum sql_result	r;

	do {
		r = t->at < t->n && t->p[t->at] == '(' ? one_tuple(s, t) :
		    between(s, t);
	} while (r == SQL_GO && s->state == SQL_TUPLES);
	return r;
}
