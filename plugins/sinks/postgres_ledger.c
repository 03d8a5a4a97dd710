/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_ledger.c - statements of the ledger: portable SQL, in and out.
 *
 * Values go and come as texts.  Bytes that are no text for Postgres become
 * characters of their own on the way in, and bytes again on the way out.
 */
#include <stdio.h>

#include "postgres_sink.h"

static bool
begins(const char *text, const char *word)
{
	return strncmp(text, word, strlen(word)) == 0;
}

static bool
is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
	    (c >= '0' && c <= '9');
}

/* Types that are called otherwise; texts are compared byte by byte. */
static const struct {
	const char	*portable, *here;
} words[] = {
	{ "INTEGER", "BIGINT" }, { "TEXT", "TEXT COLLATE \"C\"" },
	{ "BLOB", "BYTEA" }, { "REAL", "DOUBLE PRECISION" }
};

static size_t
translate_word(struct text *to, const char *p)
{
	size_t	n = 0;

	while (is_letter(p[n]))
		n++;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i].portable) == n &&
		    memcmp(words[i].portable, p, n) == 0) {
			text_str(to, words[i].here);
			return n;
		}
	text_add(to, p, n);
	return n;
}

/* ?1 becomes $1, and where things are made types get their names here. */
static char *
translate(const char *text)
{
	struct text	to = { 0 };
	bool		makes = begins(text, "CREATE TABLE") ||
			    begins(text, "ALTER TABLE");
	char		quote = '\0';

	while (*text != '\0') {
		if (quote == '\0' && makes && is_letter(*text)) {
			text += translate_word(&to, text);
			continue;
		}
		if (*text == quote)
			quote = '\0';
		else if (quote == '\0' && (*text == '\'' || *text == '"'))
			quote = *text;
		text_char(&to, quote == '\0' && *text == '?' ? '$' : *text);
		text++;
	}
	return text_take(&to);
}

static uint64_t
hash_text(const char *text)
{
	uint64_t	h = 0xcbf29ce484222325;

	for (; *text != '\0'; text++)
		h = (h ^ (unsigned char)*text) * 0x100000001b3;
	return h;
}

void
pg_forget_statements(struct sink *s)
{
	for (size_t i = 0; i < PG_STATEMENTS; i++)
		free(s->kept[i].text);
	memset(s->kept, 0, sizeof(s->kept));
}

/* The server forgets a statement whose place another one takes. */
static void
drop(struct sink *s, struct statement *k)
{
	char	sql[40];

	if (k->text != NULL && k->connection == s->connection &&
	    pg_copy_end(s) == PS_OK) {
		snprintf(sql, sizeof(sql), "DEALLOCATE ps%u", k->number);
		PQclear(PQexec(s->db, sql));
	}
	free(k->text);
	memset(k, 0, sizeof(*k));
}

static struct statement *
look_up(struct sink *s, const char *text)
{
	struct statement	*oldest = &s->kept[0];
	uint64_t		 hash = hash_text(text);

	for (size_t i = 0; i < PG_STATEMENTS; i++) {
		struct statement *k = &s->kept[i];

		if (k->text != NULL && k->hash == hash &&
		    strcmp(k->text, text) == 0) {
			k->used = ++s->clock;
			return k;
		}
		if (k->used < oldest->used)
			oldest = k;
	}
	drop(s, oldest);
	oldest->text = strdup(text);
	oldest->hash = hash;
	oldest->used = ++s->clock;
	oldest->number = ++s->prepared;
	return oldest->text == NULL ? NULL : oldest;
}

/* Values as texts, one behind the other. */
struct bound {
	struct text	 bytes;
	const char	**values;
	int		*lengths;
	size_t		*at;
	uint32_t	 n;
};

static void
put_value(struct text *to, const struct ps_value *v)
{
	static const char	hex[] = "0123456789abcdef";
	char			real[40];

	switch (v->type) {
	case PS_BOOL:
	case PS_INT:
		text_int(to, v->integer);
		break;
	case PS_REAL:
		text_add(to, real, (size_t)snprintf(real, sizeof(real),
		    "%.17g", v->real));
		break;
	case PS_BLOB:
		text_str(to, "\\x");
		for (uint32_t i = 0; i < v->length; i++) {
			text_char(to, hex[(v->text[i] >> 4) & 15]);
			text_char(to, hex[v->text[i] & 15]);
		}
		break;
	default:
		pg_hide_text(to, v->text, v->length);
	}
}

static bool
bind(struct bound *b, const struct ps_value *v, uint32_t n)
{
	b->n = n;
	b->values = calloc(n + 1, sizeof(*b->values));
	b->lengths = calloc(n + 1, sizeof(*b->lengths));
	b->at = calloc(n + 1, sizeof(*b->at));
	if (b->values == NULL || b->lengths == NULL || b->at == NULL)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		b->at[i] = b->bytes.n;
		b->lengths[i] = -1;
		if (v[i].type == PS_NULL)
			continue;
		put_value(&b->bytes, &v[i]);
		b->lengths[i] = (int)(b->bytes.n - b->at[i]);
		text_char(&b->bytes, '\0');
	}
	for (uint32_t i = 0; i < n; i++)
		b->values[i] = b->lengths[i] < 0 ? NULL :
		    b->bytes.p + b->at[i];
	return !b->bytes.bad;
}

static void
unbind(struct bound *b)
{
	text_free(&b->bytes);
	free(b->values);
	free(b->lengths);
	free(b->at);
}

/* In the journal: the statement, how many values, lengths, bytes. */
static enum ps_status
keep(struct sink *s, const char *sql, const struct bound *b)
{
	struct text	t = { 0 };
	enum ps_status	st;

	text_add(&t, sql, strlen(sql) + 1);
	text_add(&t, (const char *)&b->n, sizeof(b->n));
	for (uint32_t i = 0; i < b->n; i++)
		text_add(&t, (const char *)&b->lengths[i],
		    sizeof(b->lengths[i]));
	text_add(&t, b->bytes.p, b->bytes.n);
	st = t.bad ? pg_no_memory(s) : journal_add(s, 'P', t.p, t.n);
	text_free(&t);
	return st;
}

bool
pg_send_values(struct sink *s, const char *p, size_t size)
{
	const char	*sql = p, *end = p + size, **values;
	int		*lengths;
	uint32_t	 n;
	PGresult	*r = NULL;
	bool		 good;

	p += strlen(sql) + 1;
	memcpy(&n, p, sizeof(n));
	p += sizeof(n);
	values = calloc(n + 1, sizeof(*values));
	lengths = calloc(n + 1, sizeof(*lengths));
	if (values != NULL && lengths != NULL) {
		memcpy(lengths, p, n * sizeof(*lengths));
		p += n * sizeof(*lengths);
		for (uint32_t i = 0; i < n && p <= end; i++) {
			if (lengths[i] < 0)
				continue;
			values[i] = p;
			p += lengths[i] + 1;
		}
		r = PQexecParams(s->db, sql, (int)n, NULL, values, lengths,
		    NULL, 0);
	}
	good = PQresultStatus(r) == PGRES_COMMAND_OK ||
	    PQresultStatus(r) == PGRES_TUPLES_OK;
	PQclear(r);
	free(values);
	free(lengths);
	return good;
}

enum {
	OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21,
	OID_INT4 = 23, OID_OID = 26, OID_FLOAT4 = 700, OID_FLOAT8 = 701,
	OID_NUMERIC = 1700
};

static unsigned
nibble(char c)
{
	return c >= 'a' ? (unsigned)(c - 'a' + 10) : (unsigned)(c - '0');
}

/* "\x6162", in its place. */
static void
take_bytes(struct ps_value *v, char *p, size_t n)
{
	size_t	k = 0;

	for (size_t i = 2; i + 1 < n; i += 2)
		p[k++] = (char)(nibble(p[i]) << 4 | nibble(p[i + 1]));
	v->type = PS_BLOB;
	v->text = p;
	v->length = (uint32_t)k;
}

/* Near enough for what people are shown: no locale has a say in it. */
static double
real_of(const char *p)
{
	bool	minus = *p == '-';
	double	v = 0, unit = 1;
	int64_t	exponent;

	for (p += minus; *p >= '0' && *p <= '9'; p++)
		v = v * 10 + (*p - '0');
	for (p += *p == '.'; *p >= '0' && *p <= '9'; p++)
		v += (*p - '0') * (unit /= 10);
	exponent = *p == 'e' ? pg_whole(p + 1 + (p[1] == '+')) : 0;
	for (; exponent > 0 && exponent < 400; exponent--)
		v *= 10;
	for (; exponent < 0 && exponent > -400; exponent++)
		v /= 10;
	return minus ? -v : v;
}

/* A sum of whole numbers is of type numeric. */
static void
take_cell(PGresult *r, int row, int i, struct ps_value *v)
{
	char	*p = PQgetvalue(r, row, i);
	size_t	 n = (size_t)PQgetlength(r, row, i);

	memset(v, 0, sizeof(*v));
	if (PQgetisnull(r, row, i))
		return;
	switch (PQftype(r, i)) {
	case OID_INT8: case OID_INT2: case OID_INT4: case OID_OID:
		v->type = PS_INT;
		v->integer = pg_whole(p);
		return;
	case OID_BOOL:
		v->type = PS_INT;
		v->integer = *p == 't';
		return;
	case OID_FLOAT4: case OID_FLOAT8: case OID_NUMERIC:
		v->type = strpbrk(p, ".eEINn") == NULL ? PS_INT : PS_REAL;
		v->integer = pg_whole(p);
		v->real = real_of(p);
		return;
	case OID_BYTEA:
		take_bytes(v, p, n);
		return;
	default:
		v->type = PS_TEXT;
		v->text = p;
		v->length = (uint32_t)pg_bare_text(p, n);
	}
}

static enum ps_status
take_rows(struct sink *s, PGresult *r, ps_row_fn *fn, void *arg)
{
	int		 n = PQnfields(r), rows = PQntuples(r);
	struct ps_value	*v = calloc((size_t)n + 1, sizeof(*v));
	enum ps_status	 st = v == NULL ? pg_no_memory(s) : PS_OK;

	for (int row = 0; row < rows && st == PS_OK && fn != NULL; row++) {
		for (int i = 0; i < n; i++)
			take_cell(r, row, i, &v[i]);
		st = fn(arg, v, (uint32_t)n);
	}
	free(v);
	return st == PS_EOF ? PS_OK : st;
}

static enum ps_status
ask_ledger(struct sink *s, const char *sql, const struct ps_value *values,
    uint32_t n, ps_row_fn *fn, void *arg)
{
	struct bound	 b = { .n = 0 };
	struct pg_call	 c = { .text = sql, .n = (int)n };
	bool		 asks = begins(sql, "SELECT");
	PGresult	*r = NULL;
	enum ps_status	 st = PS_OK;

	if (!bind(&b, values, n) || (n > 0 &&
	    (c.kept = look_up(s, sql)) == NULL))
		st = pg_no_memory(s);
	c.values = b.values;
	c.lengths = b.lengths;
	if (st == PS_OK && (r = pg_call(s, &c)) == NULL)
		st = pg_why(s);
	if (st == PS_OK && !asks)
		st = keep(s, sql, &b);
	unbind(&b);
	if (st == PS_OK)
		st = take_rows(s, r, fn, arg);
	PQclear(r);
	return st;
}

/* --- rows of the ledger go by COPY ---------------------------------------- */

/* INSERT INTO _ps_t(a, b) VALUES (?1,?2),(?3,?4): its columns, or 0. */
static uint32_t
is_rows(const char *text, char name[64], const char **columns,
    size_t *length)
{
	static const char	insert[] = "INSERT INTO _ps_";
	const char		*open, *close;
	uint32_t		 n = 1;

	if (!begins(text, insert) || (open = strchr(text, '(')) == NULL ||
	    (close = strchr(open, ')')) == NULL ||
	    !begins(close, ") VALUES (") ||
	    open - text - 12 > 63 ||
	    close[10 + strspn(close + 10, "?0123456789,()")] != '\0')
		return 0;
	memcpy(name, text + 12, (size_t)(open - text - 12));
	name[open - text - 12] = '\0';
	*columns = open;
	*length = (size_t)(close + 1 - open);
	for (; open < close; open++)
		n += *open == ',';
	return n;
}

static void
put_plain(struct text *to, const struct ps_value *v)
{
	struct text	t = { 0 };

	if (v->type == PS_NULL) {
		text_str(to, "\\N");
	} else if (v->type == PS_INT || v->type == PS_BOOL) {
		text_int(to, v->integer);
	} else {
		put_value(&t, v);
		pg_escape(to, t.p, t.n);
		to->bad |= t.bad;
		text_free(&t);
	}
}

static enum ps_status
add_rows(struct sink *s, struct rows *r, const struct ps_value *v, uint32_t n,
    uint32_t columns)
{
	size_t	before = r->data.n;

	for (uint32_t i = 0; i < n; i++) {
		put_plain(&r->data, &v[i]);
		text_char(&r->data, (i + 1) % columns == 0 ? '\n' : '\t');
	}
	if (r->data.bad)
		return pg_no_memory(s);
	if (!s->in_document)
		r->mark = r->data.n;
	s->n_waiting += r->data.n - before;
	s->n_ledger += r->data.n - before;
	return pg_flush_some(s, r);
}

/* PS_SKIP: it is another statement. */
static enum ps_status
insert_rows(struct sink *s, const char *text, const struct ps_value *v,
    uint32_t n)
{
	char		 name[64];
	const char	*columns;
	size_t		 length;
	uint32_t	 width = is_rows(text, name, &columns, &length);
	struct rows	*r;

	if (width == 0 || n == 0 || n % width != 0)
		return PS_SKIP;
	r = pg_ledger_rows(s, name, columns, length);
	return r == NULL ? pg_no_memory(s) : add_rows(s, r, v, n, width);
}

enum ps_status
pg_sql(struct ps_self *self, const char *text, const struct ps_value *values,
    uint32_t n, ps_row_fn *fn, void *arg)
{
	struct sink	*s = self->state;
	char		*sql;
	enum ps_status	 st;

	s->self = self;
	if (!begins(text, "SELECT") && (st = pg_transact(s)) != PS_OK)
		return st;
	if (begins(text, "CREATE UNIQUE INDEX IF NOT EXISTS " PG_ADDRESSES))
		return pg_index_addresses(s);
	if ((st = insert_rows(s, text, values, n)) != PS_SKIP ||
	    (st = pg_flush_ledger(s)) != PS_OK)
		return st;
	/* What it changes goes with the document. */
	if (!begins(text, "SELECT") && (st = pg_savepoint(s)) != PS_OK)
		return st;
	sql = translate(text);
	st = sql == NULL ? pg_no_memory(s) : PS_OK;
	if (st == PS_OK)
		st = ask_ledger(s, sql, values, n, fn, arg);
	free(sql);
	return st;
}
