/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sql.c - dumps of databases: what they create are tables, what they insert
 * are rows.
 *
 * A table is announced when its first row is met; those without rows follow at
 * the end.  What comes before the first of them has a table without columns.
 */
#include "sql_format.h"

enum { PEEK = 256 << 10, BATCH = 4 << 20 };

struct sql_options {
	const char	*dialect;
};

struct state {
	struct ps_input	*in;
	struct sql	 sql;
	size_t		 want;
	uint64_t	 line;		/* of what comes next */
	bool		 begun, ended;
};

const char *const sql_dialects[SQL_DIALECTS + 1] = {
	"standard", "mysql", "postgres", "sqlite", "mssql", NULL
};

static const struct ps_option sql_options[] = {
	PS_OPTION(struct sql_options, dialect, .def = "standard",
	    .flags = PS_GUESSED, .choices = sql_dialects,
	    .doc = "Whose SQL it is: what a backslash and comments mean"),
	{ .name = NULL }
};

void
sql_start(struct sql *s, struct ps_self *self, enum sql_dialect dialect)
{
	s->self = self;
	s->dialect = dialect;
	s->backslash = dialect == SQL_MYSQL;
	s->delimiter[0] = ';';
	s->n_delimiter = 1;
	s->last = &s->first;
	s->n_announced = 1;
}

static enum ps_status
sql_open(struct ps_self *self, struct ps_input *in)
{
	struct state			*s = self->state;
	const struct sql_options	*o = self->options;
	int				 i = SQL_DIALECTS - 1;

	while (i > 0 && strcmp(o->dialect, sql_dialects[i]) != 0)
		i--;
	s->in = in;
	s->want = PEEK;
	s->line = 1;
	sql_start(&s->sql, self, (enum sql_dialect)i);
	return PS_OK;
}

static enum ps_status
sql_table(struct ps_self *self, struct ps_rows *out, struct ps_table *table)
{
	struct state		*s = self->state;
	struct sql_table	*t = s->sql.target;

	(void)out;
	if (!s->begun) {
		s->begun = true;
		return PS_OK;
	}
	if (s->ended)
		t = sql_left(&s->sql);
	if (t == NULL)
		return PS_EOF;
	t->announced = true;
	t->number = s->sql.n_announced++;
	*table = (struct ps_table){ .name = t->shown, .columns = t->columns,
	    .n_columns = t->n,
	    .flags = t->headerless ? PS_HEADERLESS : 0 };
	return PS_OK;
}

/* What is shown is used up to where a thing is not all there. */
static enum sql_result
read_on(struct ps_self *self)
{
	struct state	*s = self->state;
	struct sql_text	 t = { .line = s->line };
	enum sql_result	 r = SQL_GO;
	ptrdiff_t	 n = ps_peek(self, s->in, s->want, &t.p);
	bool		 more;

	if (n < 0)
		return SQL_END;
	t.n = (size_t)n;
	t.last = t.n < s->want;
	t.most = s->want >= SQL_ITEM_MAX;
	while (r == SQL_GO) {
		if (s->sql.target != NULL && s->sql.target->announced)
			ps_into(self, s->sql.out, s->sql.target->number);
		r = sql_step(&s->sql, &t);
	}
	more = r == SQL_MORE && t.at == 0;
	s->want = !more ? PEEK : s->want < SQL_ITEM_MAX ? 2 * s->want :
	    s->want;
	s->line = sql_line(&t, t.at);
	if (ps_take(self, s->in, t.at) < PS_SKIP)
		return SQL_END;
	return r;
}

static enum ps_status
sql_rows(struct ps_self *self, struct ps_rows *out)
{
	struct state	*s = self->state;
	uint64_t	 start = ps_offset(self, s->in);
	enum sql_result	 r;

	if (s->ended)
		return PS_EOF;
	s->sql.out = out;
	do {
		r = read_on(self);
		s->ended = r == SQL_END;
		if (r == SQL_END || r == SQL_ANNOUNCE)
			return PS_EOF;
	} while (r != SQL_FULL && ps_offset(self, s->in) - start < BATCH);
	return PS_OK;
}

static const char *const suffixes[] = {
	".sql", ".psql", ".pgsql", ".mysql", NULL
};

static const char *const mimes[] = { "application/sql", "text/x-sql", NULL };

static const struct ps_format sql_format = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name = "sql",
	.plugin.version = "1.0",
	.plugin.summary = "SQL dumps: what they insert and copy",
	.plugin.options = sql_options,
	.plugin.options_size = sizeof(struct sql_options),
	.plugin.state_size = sizeof(struct state),
	.suffixes = suffixes,
	.mimes = mimes,
	.cost = 30,
	.probe = sql_probe,
	.open = sql_open,
	.table = sql_table,
	.rows = sql_rows,
};

PS_PLUGIN(sql, sql_format);
