/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sql_copy.c - COPY ... FROM stdin of Postgres: the statement, and lines of
 * text behind it; sql_copy_csv.c has those of CSV.
 */
#include "sql_format.h"

/* The value of an option: 'x', E'\t', or a word; its first byte. */
static size_t
option_text(const struct sql *s, const struct sql_text *t, size_t at,
    char out[32], size_t *n)
{
	size_t	end = sql_token(s, t, at), from = at;
	char	c;

	if (end == SQL_CUT)
		return SQL_CUT;
	from += t->p[at] == 'E' || t->p[at] == 'e';
	*n = 0;
	if (t->p[from] != '\'')
		return end;
	for (from++; from + 1 < end && *n < 31; from++) {
		c = t->p[from];
		if (c == '\\' && t->p[at] != '\'' && from + 2 < end)
			c = t->p[++from] == 't' ? '\t' : t->p[from];
		else if (c == '\'')
			from++;
		out[(*n)++] = c;
	}
	return end;
}

enum option { CSV, HEADER, DELIMITER, NULLS, QUOTE, ESCAPE, OPTIONS };

static enum option
option_of(const char *word)
{
	static const char *const names[OPTIONS] = {
		"CSV", "HEADER", "DELIMITER", "NULL", "QUOTE", "ESCAPE"
	};
	int	i = 0;

	while (i < OPTIONS && strcmp(names[i], word) != 0)
		i++;
	return (enum option)i;
}

static void
set_option(struct sql_copy *c, enum option o, const char *text, size_t n)
{
	if (o == NULLS) {
		memcpy(c->null, text, n);
		c->n_null = n;
	} else if (o != OPTIONS && n > 0)
		*(o == DELIMITER ? &c->delimiter : o == QUOTE ? &c->quote :
		    &c->escape) = text[0];
}

static void
set_word(struct sql_copy *c, enum option o)
{
	if (o == CSV) {
		c->csv = true;
		c->delimiter = c->delimiter == '\t' ? ',' : c->delimiter;
		c->n_null = c->n_null == 2 && c->null[0] == '\\' ? 0 :
		    c->n_null;
	}
	c->header |= o == HEADER;
}

/* Up to the semicolon: WITH (FORMAT csv, HEADER), or CSV HEADER NULL AS ''. */
static size_t
options(const struct sql *s, const struct sql_text *t, size_t at,
    struct sql_copy *c)
{
	char		word[SQL_WORD_MAX], text[32];
	size_t		n;
	enum option	o, last = OPTIONS;

	for (;;) {
		at = sql_blanks(s, t, at);
		if (at >= t->n || t->p[at] == ';')
			return at >= t->n ? SQL_CUT : at;
		n = sql_word(t, at, word);
		if (n > 0 && (at + n >= t->n || t->p[at + n] != '\'')) {
			if (strcmp(word, "BINARY") == 0)
				return SQL_BAD;
			if (last == HEADER && strcmp(word, "FALSE") == 0)
				c->header = false;
			o = option_of(word);
			set_word(c, o);
			last = strcmp(word, "AS") == 0 ? last : o;
			at += n;
			continue;
		}
		at = option_text(s, t, at, text, &n);
		if (at == SQL_CUT)
			return SQL_CUT;
		if (t->p[at - 1] == '\'')
			set_option(c, last, text, n);
	}
}

static size_t
from_stdin(const struct sql *s, const struct sql_text *t, size_t at)
{
	char	word[SQL_WORD_MAX];
	size_t	n;

	at = sql_blanks(s, t, at);
	if (at >= t->n)
		return SQL_CUT;
	n = sql_word(t, at, word);
	if (strcmp(word, "FROM") != 0)
		return SQL_BAD;
	at = sql_blanks(s, t, at + n);
	if (at >= t->n)
		return SQL_CUT;
	n = sql_word(t, at, word);
	return strcmp(word, "STDIN") == 0 ? at + n : SQL_BAD;
}

/* Behind the end of the line. */
static size_t
to_lines(const struct sql_text *t, size_t at)
{
	const char	*e;

	if (at == SQL_CUT || at == SQL_BAD)
		return at;
	e = memchr(t->p + at, '\n', t->n - at);
	return e != NULL ? (size_t)(e - t->p) + 1 : t->last ? t->n : SQL_CUT;
}

enum sql_result
sql_copy(struct sql *s, struct sql_text *t)
{
	struct sql_name	name;
	struct sql_copy	c = { .delimiter = '\t', .quote = '"', .n_null = 2,
			    .null = "\\N" };
	size_t		at = sql_blanks(s, t, t->at + 4), list = 0, end;

	end = at == SQL_CUT ? at : sql_name(s, t, at, &name);
	if (end == SQL_CUT)
		return sql_wait(s, t, "a COPY breaks off");
	if (end == at)
		return sql_skip(s, 4);
	at = sql_blanks(s, t, end);
	if (at >= t->n)
		return sql_wait(s, t, "a COPY breaks off");
	if (t->p[at] == '(') {
		list = at;
		at = sql_list(s, t, at);
		if (at == SQL_CUT)
			return sql_wait(s, t, "a COPY breaks off");
	}
	end = from_stdin(s, t, at);
	if (end != SQL_CUT && end != SQL_BAD)
		end = to_lines(t, options(s, t, end, &c));
	if (end == SQL_CUT)
		return sql_wait(s, t, "a COPY breaks off");
	if (end == SQL_BAD || at == list || !sql_target(s, t, &name, list))
		return sql_skip(s, 4);
	c.escape = c.escape == '\0' ? c.quote : c.escape;
	s->copy = c;
	s->state = SQL_COPY;
	t->at = end;
	return SQL_GO;
}

static void
plain_cell(struct sql *s, const char *p, size_t n, bool escapes,
    enum sql_kind kind, struct ps_slice *cell)
{
	*cell = (struct ps_slice){ .p = p, .n = (uint32_t)n };
	if (n == s->copy.n_null && memcmp(p, s->copy.null, n) == 0) {
		*cell = (struct ps_slice){ .p = "", .flags = PS_ABSENT };
		return;
	}
	if (escapes)
		*cell = sql_unescape(s, p, n, '\0', SQL_ESCAPES_COPY);
	if (escapes && kind != SQL_BYTES && !sql_is_text(cell->p, cell->n))
		*cell = (struct ps_slice){ .p = p, .n = (uint32_t)n };
	sql_copied_cell(s, kind, cell);
}

/* The cells of a line; how many. */
static uint32_t
split(struct sql *s, const char *p, size_t n)
{
	char		delimiter = s->copy.delimiter;
	uint32_t	k = 0;
	size_t		from = 0, i = 0;
	bool		escapes = false;

	for (;; i++) {
		while (i < n && p[i] != delimiter && p[i] != '\\')
			i++;
		if (i < n && p[i] == '\\') {
			escapes = true;
			i++;
			continue;
		}
		if (!sql_value_room(s, k + 1))
			return k + 1;
		i = i < n ? i : n;
		plain_cell(s, p + from, i - from, escapes,
		    sql_kind_of(s, k), &s->values[k]);
		k++;
		if (i >= n)
			return k;
		from = i + 1;
		escapes = false;
	}
}

enum sql_result
sql_copied(struct sql *s, struct sql_text *t, size_t from, size_t to,
    uint32_t n)
{
	enum sql_result	r;

	if (s->target->n == 0) {
		sql_make_names(s, s->target, n);
		(void)sql_set_map(s, n);
	}
	if (!s->target->announced && s->target->n > 0)
		return SQL_ANNOUNCE;
	if (s->copy.header) {
		s->copy.header = false;
		sql_aside(s, t, to, PS_HEADER);
		return SQL_GO;
	}
	r = sql_row(s, t, from, to, n);
	t->at = to;
	return r;
}

static enum sql_result
text_line(struct sql *s, struct sql_text *t, const char *e)
{
	size_t	end = e == NULL ? t->n : (size_t)(e - t->p), n = end - t->at;

	if (n > 0 && t->p[end - 1] == '\r' && e != NULL)
		n--;
	return sql_copied(s, t, t->at, end + (e != NULL),
	    split(s, t->p + t->at, n));
}

/* \. and the end of its line, or 0. */
static size_t
end_mark(const struct sql_text *t)
{
	size_t	i = t->at;

	if (t->n - i < 2 || t->p[i] != '\\' || t->p[i + 1] != '.')
		return 0;
	i += 2;
	if (i < t->n && t->p[i] == '\r')
		i++;
	return i == t->n ? i : t->p[i] == '\n' ? i + 1 : 0;
}

static enum sql_result
no_more(struct sql *s, struct sql_text *t)
{
	sql_note(s, PS_NOTE, sql_line(t, t->at), "copy",
	    "the document ends amid the rows of a COPY", "", 0);
	s->state = SQL_TOP;
	return SQL_GO;
}

enum sql_result
sql_copy_step(struct sql *s, struct sql_text *t)
{
	const char	*e;
	enum sql_result	r;
	size_t		 mark;

	do {
		if (t->at >= t->n)
			return t->last ? no_more(s, t) : SQL_MORE;
		e = memchr(t->p + t->at, '\n', t->n - t->at);
		if (e == NULL && !t->last)
			return sql_wait(s, t, "a line is too long");
		if ((mark = end_mark(t)) > 0) {
			t->at = mark;
			s->state = SQL_TOP;
			return SQL_GO;
		}
		r = s->copy.csv ? sql_csv_line(s, t) : text_line(s, t, e);
	} while (r == SQL_GO && s->state == SQL_COPY);
	return r;
}
