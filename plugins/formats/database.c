/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * database.c - SQLite databases: each table is a table.
 *
 * SQLite itself reads them, through a file that is nothing but the document.
 * A table that is damaged is read up to where it is, and the next one goes on.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "database.h"

/* "PoS" and one more: databases that this program wrote, whole or not. */
#define OURS		0x506f53u
#define OUR_TABLES	"_ps_"

/* More than this out of a byte, past the first part, is no data. */
#define RATIO_MAX	200u
#define FREE_BYTES	(64u << 20)
#define ROW_BYTES	3u		/* no row takes fewer, with its place */

static const char magic[] = "SQLite format 3";

static uint32_t
page_size(const unsigned char *head)
{
	uint32_t	n = database_big(head + AT_PAGE_SIZE, 2);

	return n == 1 ? 65536 : n;
}

/* The fields of the header that have but few values (file format, 1.3). */
static bool
is_header(const unsigned char *p)
{
	uint32_t	n = page_size(p);

	return memcmp(p, magic, sizeof(magic)) == 0 && n >= 512 &&
	    (n & (n - 1)) == 0 && p[21] == 64 && p[22] == 32 && p[23] == 32;
}

static enum ps_status
database_probe(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	unsigned char	head[DATABASE_HEAD];

	if (!s->binary || s->length < sizeof(head))
		return PS_OK;
	memcpy(head, s->text, sizeof(head));
	if (!is_header(head))
		return PS_OK;
	bid->tier = PS_PROOF;
	bid->bits_saved = s->scan->plain_bits;
	bid->specificity = 90;
	ps_because(self, guess, "a SQLite database, %u pages of %u bytes",
	    database_big(head + AT_PAGES, 4), page_size(head));
	return PS_OK;
}

static enum ps_status
database_open(struct ps_self *self, struct ps_input *in)
{
	struct database	*d = self->state;

	d->self = self;
	d->in = in;
	if (!ps_hold(self, in) || (d->length = ps_length(self, in)) < 0)
		return ps_fail(self, PS_FAIL, 0, "a database of more than "
		    "256 MiB cannot be read as a stream; load it as a file");
	if (ps_pread(self, in, d->head, DATABASE_HEAD, 0) !=
	    (ptrdiff_t)DATABASE_HEAD || !is_header(d->head))
		return ps_fail(self, PS_FAIL, 0, "it does not begin as a "
		    "SQLite database does; an encrypted one must be "
		    "decrypted first");
	d->told = (int64_t)page_size(d->head) *
	    database_big(d->head + AT_PAGES, 4);
	return database_connect(d);
}

static void
drop_table(struct database *d)
{
	for (uint32_t i = 0; i < d->n_columns; i++)
		free(d->names[i]);
	free(d->names);
	free(d->columns);
	free(d->cells);
	d->names = NULL;
	d->columns = NULL;
	d->cells = NULL;
	d->n_columns = 0;
	sqlite3_finalize(d->rows);
	d->rows = NULL;
}

/* What there is but rows, told with the first table. */
static void
tell_all(struct database *d, struct ps_rows *out)
{
	char	why[160];

	if (d->began)
		return;
	d->began = true;
	if (d->head[AT_WRITE_VERSION + 1] == 2)
		ps_issue(d->self, out, PS_NOTE, 0, "wal", "a database in WAL "
		    "mode: what a file -wal beside it holds is not read; "
		    "close it first where it is in use", "", 0);
	if (d->told > d->length) {
		snprintf(why, sizeof(why), "it is cut off: %lld of %lld bytes "
		    "are there", (long long)d->length, (long long)d->told);
		ps_issue(d->self, out, PS_REPAIRED, 0, "cut-off", why, "", 0);
	}
}

static void
pass_over(struct database *d, struct ps_rows *out, const char *what,
    const char *name)
{
	char	why[200];

	snprintf(why, sizeof(why), "%s '%.100s' is not read", what, name);
	ps_issue(d->self, out, PS_NOTE, 0, "not-a-table", why, "", 0);
}

/* SQLite's own tables, and what our own databases say of themselves. */
static bool
is_inner(const struct database *d, const char *name)
{
	return sqlite3_strnicmp(name, "sqlite_", 7) == 0 ||
	    (database_big(d->head + AT_APPLICATION, 3) == OURS &&
	    sqlite3_strnicmp(name, OUR_TABLES, strlen(OUR_TABLES)) == 0);
}

static char *
copy(const char *s)
{
	char	*to = strdup(s == NULL ? "" : s);

	if (to == NULL)
		abort();
	return to;
}

static bool
prepare(struct database *d, const char *name)
{
	char	*sql = sqlite3_mprintf("SELECT * FROM main.\"%w\"", name);
	int	 st;

	if (sql == NULL)
		abort();
	d->ticks = 0;
	st = sqlite3_prepare_v2(d->db, sql, -1, &d->rows, NULL);
	sqlite3_free(sql);
	if (st != SQLITE_OK)
		return false;
	d->n_columns = (uint32_t)sqlite3_column_count(d->rows);
	d->names = calloc(d->n_columns + 1, sizeof(*d->names));
	d->columns = calloc(d->n_columns + 1, sizeof(*d->columns));
	d->cells = calloc(d->n_columns + 1, sizeof(*d->cells));
	if (d->names == NULL || d->columns == NULL || d->cells == NULL)
		abort();
	for (uint32_t i = 0; i < d->n_columns; i++)
		d->columns[i].name = d->names[i] =
		    copy(sqlite3_column_name(d->rows, (int)i));
	d->row = 0;
	return true;
}

/* What SQLite says of a table, or of the list of them. */
static void
reject(struct database *d, struct ps_rows *out, const char *rule,
    const char *name)
{
	char	why[400];

	snprintf(why, sizeof(why), "table '%.100s'%s: %.200s", name,
	    d->row > 0 ? " is read up to here" : " cannot be read",
	    sqlite3_errcode(d->db) == SQLITE_INTERRUPT ?
	    "its rows take too long" : sqlite3_errmsg(d->db));
	ps_issue(d->self, out, PS_REJECTED, d->row, rule, why, "", 0);
}

static enum ps_status
database_table(struct ps_self *self, struct ps_rows *out,
    struct ps_table *table)
{
	struct database	*d = self->state;
	const char	*name;
	int		 st;

	drop_table(d);
	d->ticks = 0;
	while ((st = sqlite3_step(d->list)) == SQLITE_ROW) {
		name = (const char *)sqlite3_column_text(d->list, 1);
		if (name == NULL || is_inner(d, name))
			continue;
		if (*sqlite3_column_text(d->list, 0) == 'v')
			pass_over(d, out, "the view", name);
		else if (sqlite3_column_int64(d->list, 2) == 0)
			pass_over(d, out, "the virtual table", name);
		else if (!prepare(d, name))
			reject(d, out, "broken-table", name);
		else {
			table->name = name;
			table->columns = d->columns;
			table->n_columns = d->n_columns;
			return PS_OK;
		}
	}
	return st == SQLITE_DONE ? PS_EOF : ps_fail(self, PS_FAIL, 0,
	    "the list of its tables is damaged: %s", sqlite3_errmsg(d->db));
}

/* A page that is met again and again would never end. */
static bool
is_bomb(const struct database *d)
{
	return d->row > (uint64_t)d->length / ROW_BYTES || (d->out >
	    FREE_BYTES && d->out / RATIO_MAX > (uint64_t)d->length);
}

static enum ps_status
database_rows(struct ps_self *self, struct ps_rows *out)
{
	struct database	*d = self->state;
	const char	*name = (const char *)sqlite3_column_text(d->list, 1);
	int		 st;

	tell_all(d, out);
	for (;;) {
		d->ticks = 0;
		st = sqlite3_step(d->rows);
		if (st == SQLITE_DONE)
			return PS_EOF;
		if (st != SQLITE_ROW) {
			reject(d, out, "broken-table", name);
			return PS_EOF;
		}
		d->row++;
		database_cells(d, out);
		if (is_bomb(d)) {
			ps_issue(self, out, PS_REJECTED, d->row, "bomb", "more "
			    "rows come out than can be in it: the table is "
			    "read up to here", "", 0);
			return PS_EOF;
		}
		if (ps_row(self, out, d->cells, d->n_columns, d->row))
			return PS_OK;
	}
}

static void
database_close(struct ps_self *self)
{
	struct database	*d = self->state;

	drop_table(d);
	database_leave(d);
}

static const char *const suffixes[] = {
	".sqlite", ".sqlite3", ".db", ".db3", ".s3db", ".sl3", ".gpkg",
	".mbtiles", NULL
};

static const char *const mimes[] = {
	"application/vnd.sqlite3", "application/x-sqlite3",
	"application/geopackage+sqlite3", NULL
};

static const struct ps_format database_format = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name = "sqlite",
	.plugin.version = "1.0",
	.plugin.summary = "SQLite databases: each table a table",
	.plugin.state_size = sizeof(struct database),
	.suffixes = suffixes,
	.mimes = mimes,
	.cost = 5,
	.flags = PS_BINARY,
	.probe = database_probe,
	.open = database_open,
	.table = database_table,
	.rows = database_rows,
	.close = database_close,
};

PS_PLUGIN(database, database_format);
