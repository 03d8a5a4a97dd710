/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sqlite_driver.h - the SQLite sink driven by hand, and its database asked.
 */
#ifndef PS_SQLITE_DRIVER_H
#define PS_SQLITE_DRIVER_H

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sink_driver.h"

const struct ps_plugin *sqlite_LTX_ps_plugin(void);

struct sqlite_options {
	const char	*path;
	bool		 fresh;
	bool		 strict;
	bool		 provenance;
};

static char		directory[64], path[100], part[110];
static struct filling	filling;

static inline struct sqlite_options
with(bool fresh, bool strict)
{
	return (struct sqlite_options){ path, fresh, strict, true };
}

static inline void
clean(void)
{
	static const char *const ends[] = { "", "-journal", "-wal", "-shm",
		".part", ".part-journal" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		char	name[200];

		snprintf(name, sizeof(name), "%s%s", path, ends[i]);
		unlink(name);
	}
}

static inline enum ps_status
start(struct driver *d, const struct sqlite_options *o)
{
	return driver_open(d, sqlite_LTX_ps_plugin(), o);
}

/* The first row of a query as text, "|" between columns. */
static inline const char *
ask_of(const char *file, const char *sql)
{
	static char	 answer[4][1000];
	static int	 turn;
	char		*out = answer[turn++ % 4];
	sqlite3		*db;
	sqlite3_stmt	*stmt = NULL;
	size_t		 n = 0;

	out[0] = '\0';
	if (sqlite3_open_v2(file, &db, SQLITE_OPEN_READONLY, NULL) !=
	    SQLITE_OK || sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) !=
	    SQLITE_OK || sqlite3_step(stmt) != SQLITE_ROW)
		snprintf(out, 1000, "%s", sqlite3_errmsg(db));
	else
		for (int i = 0; i < sqlite3_column_count(stmt); i++) {
			const char *p = (const char *)
			    sqlite3_column_text(stmt, i);

			n += (size_t)snprintf(out + n, 1000 - n, "%s%s",
			    i > 0 ? "|" : "", p == NULL ? "NULL" : p);
		}
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return out;
}

static inline const char *
ask(const char *sql)
{
	return ask_of(path, sql);
}

static inline enum ps_status
sql(struct driver *d, const char *text)
{
	return d->sink->sql(&d->self, text, NULL, 0, NULL, NULL);
}

static inline enum ps_status
put(struct driver *d, const struct ps_table *t, int64_t document)
{
	struct ps_batch	b = filled(&filling, t->n_columns, document);
	enum ps_status	st = d->sink->write(&d->self, t, &b, &d->first);

	filling.n = filling.n_bytes = 0;
	return st;
}

static const struct ps_column simple[] = {
	{ .name = "n", .type = PS_INT }, { .name = "t", .type = PS_TEXT }
};

/* n rows of (i, "row i") in a document of their own. */
static inline enum ps_status
document(struct driver *d, const char *name, int64_t id, int n, bool keep)
{
	struct ps_table	t = { .name = name, .columns = simple,
	    .n_columns = 2, .flags = PS_PROVENANCE };
	struct ps_doc	doc = { .address = "x", .size = 100 };
	enum ps_status	st;
	char		text[32];

	if ((st = d->sink->begin(&d->self, &doc)) != PS_OK ||
	    (st = d->sink->table(&d->self, &t)) != PS_OK)
		return st;
	for (int i = 0; i < n; i++) {
		snprintf(text, sizeof(text), "row %d", i);
		fill_int(&filling, PS_INT, i, 0);
		fill_string(&filling, PS_TEXT, text);
	}
	if ((st = put(d, &t, id)) != PS_OK)
		return st;
	return d->sink->end(&d->self, keep);
}

/* A directory of our own, with the names in it. */
static inline void
make_directory(void)
{
	snprintf(directory, sizeof(directory), "/tmp/ps_sqlite_%d",
	    (int)getpid());
	mkdir(directory, 0700);
	snprintf(path, sizeof(path), "%s/x.db", directory);
	snprintf(part, sizeof(part), "%s.part", path);
}

static inline void
remove_directory(void)
{
	clean();
	rmdir(directory);
}

/* Somebody else's connection. */
static inline void
run(const char *text)
{
	sqlite3	*db;

	sqlite3_open(path, &db);
	sqlite3_exec(db, text, NULL, NULL, NULL);
	sqlite3_close(db);
}

#endif
