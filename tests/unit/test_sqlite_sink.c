/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_sqlite_sink.c - what the SQLite sink stores, keeps and gives back.
 */
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
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

static struct sqlite_options
with(bool fresh, bool strict)
{
	return (struct sqlite_options){ path, fresh, strict, true };
}

static void
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

static enum ps_status
start(struct driver *d, const struct sqlite_options *o)
{
	return driver_open(d, sqlite_LTX_ps_plugin(), o);
}

/* The first row of a query as text, "|" between columns. */
static const char *
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

static const char *
ask(const char *sql)
{
	return ask_of(path, sql);
}

static enum ps_status
sql(struct driver *d, const char *text)
{
	return d->sink->sql(&d->self, text, NULL, 0, NULL, NULL);
}

static enum ps_status
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
static enum ps_status
document(struct driver *d, const char *name, int64_t id, int n, bool keep)
{
	struct ps_table	t = { name, simple, 2, PS_PROVENANCE };
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

/* --- types --- */

static const struct ps_column kinds[] = {
	{ .name = "null", .type = PS_NULL }, { .name = "bool", .type = PS_BOOL },
	{ .name = "int", .type = PS_INT }, { .name = "big", .type = PS_BIGINT },
	{ .name = "dec", .type = PS_DECIMAL, .precision = 15, .scale = 2 },
	{ .name = "wide", .type = PS_DECIMAL, .precision = 18, .scale = 2 },
	{ .name = "real", .type = PS_REAL }, { .name = "date", .type = PS_DATE },
	{ .name = "time", .type = PS_TIME },
	{ .name = "stamp", .type = PS_TIMESTAMP },
	{ .name = "blob", .type = PS_BLOB }, { .name = "text", .type = PS_TEXT },
	{ .name = "zip", .type = PS_TEXT }
};
#define N_KINDS	(sizeof(kinds) / sizeof(kinds[0]))

static void
fill_kinds(void)
{
	fill_null(&filling);
	fill_int(&filling, PS_BOOL, 1, 0);
	fill_int(&filling, PS_INT, INT64_MIN, 0);
	fill_string(&filling, PS_BIGINT, "12345678901234567890");
	fill_int(&filling, PS_DECIMAL, 123456789012345, 2);
	fill_int(&filling, PS_DECIMAL, -1234567890123450, 2);
	fill_real(&filling, 0.1);
	fill_string(&filling, PS_DATE, "2020-01-31");
	fill_string(&filling, PS_TIME, "12:30:00");
	fill_string(&filling, PS_TIMESTAMP, "2020-01-31 12:30:00");
	fill_text(&filling, PS_BLOB, "\0\xff", 2);
	fill_text(&filling, PS_TEXT, "a\0b", 3);
	fill_string(&filling, PS_TEXT, "007");
}

static void
test_types(bool strict)
{
	struct sqlite_options	o = with(false, strict);
	struct driver		d;
	struct ps_table		t = { "k", kinds, N_KINDS, PS_PROVENANCE };

	clean();
	is_int(start(&d, &o), PS_OK, "opened");
	d.sink->begin(&d.self, NULL);
	is_int(d.sink->table(&d.self, &t), PS_OK, "made");
	fill_kinds();
	is_int(put(&d, &t, 42), PS_OK, "written");
	is_int(d.first, 1, "row 1");
	d.sink->end(&d.self, true);
	ok(access(path, F_OK) == -1, "not under its name yet");
	is_int(d.sink->finish(&d.self, true), PS_OK, "finished");
	driver_close(&d);
	is_str(ask("SELECT \"null\", bool, \"int\", big, dec, wide, \"real\", "
	    "date, time, stamp, hex(blob), hex(text), zip, _doc, _line "
	    "FROM k"), "NULL|1|-9223372036854775808|12345678901234567890|"
	    "1234567890123.45|-12345678901234.50|0.1|2020-01-31|12:30:00|"
	    "2020-01-31 12:30:00|00FF|610062|007|42|1", "values");
	is_str(ask("SELECT group_concat(type) FROM pragma_table_info('k')"),
	    strict ? "TEXT,INTEGER,INTEGER,TEXT,REAL,TEXT,REAL,TEXT,TEXT,TEXT,"
	    "BLOB,TEXT,TEXT,INTEGER,INTEGER" : "TEXT,BOOLEAN,INTEGER,TEXT,"
	    "DECIMAL(15,2),TEXT,REAL,DATE,TIME,TIMESTAMP,BLOB,TEXT,TEXT,"
	    "INTEGER,INTEGER", "declared");
	is_str(ask("SELECT typeof(big), typeof(dec), typeof(wide), "
	    "typeof(zip), typeof(blob) FROM k"), "text|real|text|text|blob",
	    "stored as");
	ok(access(part, F_OK) == -1, "no .part is left");
	is_str(ask("PRAGMA journal_mode"), "delete", "no WAL either");
}

/* --- documents and transactions --- */

static enum ps_status
count_rows(void *arg, const struct ps_value *v, uint32_t n)
{
	int64_t	*out = arg;

	*out = n == 1 && v[0].type == PS_INT ? v[0].integer : -1;
	return PS_OK;
}

static void
test_documents(void)
{
	struct sqlite_options	o = with(false, false);
	struct driver		d;
	struct ps_value		v[4] = {
		{ .type = PS_INT, .integer = 7 },
		{ .type = PS_TEXT, .text = "it's", .length = 4 },
		{ .type = PS_REAL, .real = 1.5 }, { .type = PS_NULL }
	};
	struct ps_table		t = { "kept", simple, 2, PS_PROVENANCE };
	int64_t			n = 0;

	clean();
	start(&d, &o);
	is_int(sql(&d, "CREATE TABLE IF NOT EXISTS _ps_documents(id INTEGER "
	    "PRIMARY KEY, address TEXT, x REAL, y TEXT)"), PS_OK,
	    "a ledger before any table");
	is_int(d.sink->sql(&d.self, "INSERT INTO _ps_documents VALUES(?1, ?2, "
	    "?3, ?4)", v, 4, NULL, NULL), PS_OK, "bound");
	is_int(document(&d, "kept", 1, 10, true), PS_OK, "kept");
	is_int(document(&d, "gone", 2, 10, false), PS_OK, "undone");
	is_int(document(&d, "kept", 3, 5, true), PS_OK, "appended");
	is_int(d.first, 11, "numbers go on");
	is_int(document(&d, "kept", 4, 5, false), PS_OK, "undone");
	is_int(d.sink->commit(&d.self), PS_OK, "committed");
	is_int(d.sink->sql(&d.self, "SELECT count(*) FROM kept", NULL, 0,
	    count_rows, &n), PS_OK, "asked");
	is_int(n, 15, "15 rows");
	is_int(d.sink->remove(&d.self, &t, 3, 12), PS_OK, "a range removed");
	is_int(sql(&d, "INSERT INTO nowhere VALUES(1)"), PS_FAIL,
	    "an unknown table");
	ok(strstr(driver_message, "nowhere") != NULL, "%s", driver_message);
	d.sink->finish(&d.self, true);
	driver_close(&d);
	is_str(ask("SELECT count(*), min(rowid), max(rowid), sum(_doc) "
	    "FROM kept"), "5|1|15|11", "what is left");
	is_str(ask("SELECT * FROM _ps_documents"), "7|it's|1.5|NULL", "ledger");
	is_str(ask("SELECT count(*) FROM sqlite_schema"), "2", "no 'gone'");
}

/* A child that is killed in the middle; its last document was not ended. */
static void
killed(const struct sqlite_options *o, int tables)
{
	pid_t	pid = fork();
	int	status;

	if (pid == 0) {
		struct driver	d;
		struct ps_table	t = { "open", simple, 2, 0 };
		char		name[32];

		if (start(&d, o) != PS_OK)
			_exit(1);
		for (int i = 0; i < tables; i++) {
			snprintf(name, sizeof(name), "t%d", i);
			if (document(&d, name, i + 1, 3, true) != PS_OK)
				_exit(2);
			if (i % 50 == 49 || i + 1 == tables)
				d.sink->commit(&d.self);
		}
		d.sink->begin(&d.self, NULL);
		d.sink->table(&d.self, &t);
		for (int i = 0; i < 900; i++) {
			fill_int(&filling, PS_INT, i, 0);
			fill_string(&filling, PS_TEXT, "never");
			if (i % 100 == 99)
				put(&d, &t, 1);
		}
		_exit(0);
	}
	waitpid(pid, &status, 0);
	is_int(status, 0, "a load is killed after %d tables", tables);
}

/* The rows of t0 ... t(n - 1), or -1 if one is not there. */
static int64_t
rows_of_all(int n)
{
	sqlite3		*db;
	sqlite3_stmt	*stmt;
	int64_t		 sum = 0;
	char		 text[64];

	sqlite3_open(path, &db);
	for (int i = 0; i < n && sum >= 0; i++) {
		snprintf(text, sizeof(text), "SELECT count(*) FROM t%d", i);
		if (sqlite3_prepare_v2(db, text, -1, &stmt, NULL) != SQLITE_OK)
			sum = -1;
		else if (sqlite3_step(stmt) == SQLITE_ROW)
			sum += sqlite3_column_int64(stmt, 0);
		sqlite3_finalize(stmt);
	}
	sqlite3_close(db);
	return sum;
}

/* Tables that were set aside are used again, in documents kept and undone. */
static void
test_aside(void)
{
	struct sqlite_options	o = with(false, false);
	struct driver		d;
	enum ps_status		st = PS_OK;
	char			name[32];
	int			i, rows = 0;

	clean();
	start(&d, &o);
	for (i = 0; i < 3000 && st == PS_OK; i++) {
		snprintf(name, sizeof(name), "t%d", i);
		st = document(&d, name, i, 3, true);
		rows += 3;
		snprintf(name, sizeof(name), "t%d", i < 300 ? 0 : i % 2 ?
		    i - 100 - i % 190 : i * 7919 % i);
		if (st == PS_OK && i % 3 == 0) {
			st = document(&d, name, i, 1, i % 2);
			rows += i % 2;
		}
		if (st == PS_OK && i % 100 == 0)
			st = d.sink->commit(&d.self);
	}
	for (i = 0; i < 3000 && st == PS_OK; i++) {
		snprintf(name, sizeof(name), "t%d", i);
		st = document(&d, name, i, 1, true);
		rows++;
	}
	is_int(st, PS_OK, "table %s: %s", name, driver_message);
	is_int(d.sink->finish(&d.self, true), PS_OK, "finished");
	driver_close(&d);
	is_int(rows_of_all(3000), rows, "every row is in its table");
	is_str(ask("PRAGMA integrity_check"), "ok", "whole");
}

static void
test_resume(int tables)
{
	struct sqlite_options	o = with(false, false);
	struct driver		d, second;
	char			want[64];
	char			name[32];

	clean();
	killed(&o, tables);
	is_int(start(&d, &o), PS_OK, "opened again");
	ok(d.opened.resumed && !d.opened.existed, "it is resumed");
	is_int(start(&second, &o), PS_FATAL, "another load has to wait");
	ok(strstr(driver_message, "another load") != NULL, "%s",
	    driver_message);
	driver_close(&second);
	for (int i = tables - 2; i < 2 * tables; i++) {
		snprintf(name, sizeof(name), "t%d", i);
		if (document(&d, name, i, 3, true) != PS_OK)
			ok(false, "table %d: %s", i, driver_message);
		if (i % 50 == 0)
			d.sink->commit(&d.self);
	}
	is_int(document(&d, "T1", 0, 1, true), PS_OK, "an early one again");
	is_int(sql(&d, "INSERT INTO t2(n) VALUES(99)"), PS_OK, "one by SQL");
	is_int(document(&d, "t3", 0, 1, false), PS_OK, "one is undone");
	is_int(document(&d, "t3", 0, 1, true), PS_OK, "and again");
	is_int(d.sink->finish(&d.self, true), PS_OK, "finished");
	driver_close(&d);
	snprintf(want, sizeof(want), "%d", 2 * tables);
	is_str(ask("SELECT count(*) FROM sqlite_schema"), want, "all tables");
	is_str(ask("PRAGMA integrity_check"), "ok", "whole");
	is_str(ask("SELECT (SELECT count(*) FROM t0), (SELECT count(*) FROM t1"
	    "), (SELECT count(*) FROM t2), (SELECT count(*) FROM t3)"),
	    "3|4|4|4", "rows");
	ok(access(part, F_OK) == -1, "no .part is left");
}

static void
test_fresh(void)
{
	struct sqlite_options	o = with(true, false), plain = with(false, false);
	struct driver		d;

	clean();
	killed(&o, 60);
	is_int(start(&d, &plain), PS_OK, "opened without fresh");
	ok(!d.opened.resumed, "what a fresh build left is not resumed");
	d.sink->finish(&d.self, false);
	driver_close(&d);
	is_int(start(&d, &o), PS_OK, "fresh over an old .part");
	ok(!d.opened.resumed, "it starts over");
	document(&d, "a", 1, 5, true);
	document(&d, "b", 2, 5, false);
	is_int(d.sink->finish(&d.self, false), PS_OK, "stopped in order");
	driver_close(&d);
	is_int(start(&d, &plain), PS_OK, "opened");
	ok(d.opened.resumed, "now it can be resumed");
	is_int(d.sink->finish(&d.self, true), PS_OK, "finished");
	driver_close(&d);
	is_str(ask("SELECT count(*), (SELECT count(*) FROM sqlite_schema) "
	    "FROM a"), "5|1", "as it was");
	is_int(start(&d, &o), PS_FATAL, "fresh over a database");
	ok(strstr(driver_message, "exists already; --fresh only") != NULL,
	    "%s", driver_message);
	driver_close(&d);
}

/* --- settling --- */

static enum ps_status
to_text(void *arg, int64_t row, uint32_t column, const struct ps_value *in,
    struct ps_value *out)
{
	static char	text[64];
	int		*calls = arg;

	(*calls)++;
	out->type = PS_TEXT;
	out->length = (uint32_t)snprintf(text, sizeof(text), "%lld/%u/%lld",
	    (long long)row, column, (long long)in->integer);
	out->text = text;
	return row == 13 ? PS_FAIL : PS_OK;
}

/* Pending cells of row 2 become 12.5, all else stays. */
static enum ps_status
to_decimal(void *arg, int64_t row, uint32_t column, const struct ps_value *in,
    struct ps_value *out)
{
	int	*calls = arg;

	(void)column;
	(*calls)++;
	*out = *in;
	if (row == 2) {
		out->type = PS_REAL;
		out->real = 12.5;
	}
	return PS_OK;
}

static void
test_rebuild(bool strict)
{
	struct sqlite_options	o = with(false, strict);
	struct driver		d;
	struct ps_column	c[3] = { simple[0], simple[1],
				    { .name = "new", .type = PS_REAL } };
	struct ps_table		t = { "s", c, 3, PS_PROVENANCE };
	static const bool	changed[3] = { true, false, false };
	int			calls = 0;

	clean();
	start(&d, &o);
	document(&d, "s", 1, 12, true);
	is_int(d.sink->widen(&d.self, &t, 1), PS_OK, "widened");
	is_int(sql(&d, "CREATE INDEX by_n ON s(n)"), PS_OK, "an index");
	is_int(sql(&d, "CREATE UNIQUE INDEX by_t ON s(t, _doc)"), PS_OK, "another");
	sql(&d, "CREATE VIEW v AS SELECT t FROM s");
	sql(&d, "CREATE TRIGGER g AFTER INSERT ON s BEGIN SELECT 1; END");
	sql(&d, "DELETE FROM s WHERE n = 4");
	c[0].type = PS_TEXT;
	is_int(d.sink->settle(&d.self, &t, changed, to_text, &calls), PS_OK,
	    "settled");
	is_int(calls, 11, "once a row");
	document(&d, "s", 2, 1, true);
	c[0].type = PS_DATE;
	is_int(d.sink->settle(&d.self, &t, changed, to_text, &calls), PS_FAIL,
	    "a value that cannot be converted");
	is_int(d.sink->finish(&d.self, true), PS_OK, "finished");
	driver_close(&d);
	is_str(ask("SELECT rowid, n, t, new, _doc, _line FROM s WHERE rowid = "
	    "12"), "12|12/0/11|row 11|NULL|1|12", "a row");
	is_str(ask("SELECT group_concat(name || ' ' || type) FROM "
	    "pragma_table_info('s')"), "n TEXT,t TEXT,new REAL,_doc INTEGER,"
	    "_line INTEGER", "columns in order");
	is_str(ask("SELECT group_concat(name) FROM (SELECT name FROM "
	    "sqlite_schema ORDER BY name)"), "by_n,by_t,g,s,v",
	    "indexes, view and trigger");
	is_str(ask("PRAGMA integrity_check"), "ok", "whole");
	is_str(ask("SELECT count(*) FROM v"), "12", "the view reads it");
}

static void
test_redeclare(void)
{
	struct sqlite_options	o = with(false, false);
	struct driver		d;
	struct ps_column	c[2] = { simple[0], simple[1] };
	struct ps_table		t = { "s", c, 2, PS_PROVENANCE };
	static const bool	changed[2] = { true, false };
	char			root[32];
	int			calls = 0;

	clean();
	start(&d, &o);
	document(&d, "s", 1, 5, true);
	sql(&d, "UPDATE s SET n = NULL WHERE rowid = 2");
	sql(&d, "CREATE INDEX by_n ON s(n)");
	d.sink->commit(&d.self);
	snprintf(root, sizeof(root), "%s", ask_of(part,
	    "SELECT rootpage FROM sqlite_schema WHERE name = 's'"));
	c[0] = (struct ps_column){ "n", NULL, PS_DECIMAL, 4, 1 };
	is_int(d.sink->settle(&d.self, &t, changed, to_decimal, &calls), PS_OK,
	    "settled");
	document(&d, "s", 2, 1, true);
	is_int(d.sink->finish(&d.self, true), PS_OK, "finished");
	driver_close(&d);
	is_str(ask("SELECT group_concat(n) FROM (SELECT n FROM s ORDER BY "
	    "rowid)"), "0,12.5,2,3,4,0", "values");
	is_str(ask("SELECT sql FROM sqlite_schema WHERE name = 's'"),
	    "CREATE TABLE \"s\"(\"n\" DECIMAL(4,1), \"t\" TEXT, \"_doc\" "
	    "INTEGER REFERENCES \"_ps_documents\"(\"id\"), \"_line\" "
	    "INTEGER)", "declared");
	is_str(ask("SELECT count(*) FROM s INDEXED BY by_n WHERE n = 12.5"),
	    "1", "the index knows");
	is_str(ask("PRAGMA integrity_check"), "ok", "whole");
}

/* --- names --- */

static void
test_names(void)
{
	static const char *const names[] = { "select", "a\"b", "it's; --",
		"\xc3\xa9\xe6\x9d\xb1\xe4\xba\xac_0123456789012345678901234567890"
		"12345678901234567890123", " ", "rowid", "d", "l", "c0" };
	struct sqlite_options	o = with(false, false);
	struct driver		d;
	struct ps_column	c[9];
	struct ps_table		t = { .columns = c, .n_columns = 9,
				    .flags = PS_PROVENANCE };
	static const bool	changed[9] = { [3] = true };
	int			calls = 0;

	clean();
	start(&d, &o);
	for (int i = 0; i < 9; i++)
		c[i] = (struct ps_column){ .name = names[i], .type = PS_INT };
	for (int i = 0; i < 9; i++) {
		t.name = names[i];
		is_int(d.sink->table(&d.self, &t), PS_OK, "table %d", i);
		for (int j = 0; j < 18; j++)
			fill_int(&filling, PS_INT, j, 0);
		is_int(put(&d, &t, 1), PS_OK, "written");
		is_int(d.sink->remove(&d.self, &t, 1, 1), PS_OK, "removed");
		c[3].type = PS_TEXT;
		is_int(d.sink->settle(&d.self, &t, changed, to_text, &calls),
		    PS_OK, "settled");
		c[3].type = PS_INT;
	}
	is_int(d.sink->finish(&d.self, true), PS_OK, "finished");
	driver_close(&d);
	is_str(ask("SELECT a.\"select\", a.\"a\"\"b\", a.rowid, _rowid_ "
	    "FROM \"a\"\"b\" a"), "9|10|14|2", "values");
	is_str(ask("SELECT count(*) FROM sqlite_schema"), "9", "nine tables");
}

/* --- an existing database --- */

static void
run(const char *text)
{
	sqlite3	*db;

	sqlite3_open(path, &db);
	sqlite3_exec(db, text, NULL, NULL, NULL);
	sqlite3_close(db);
}

static void
test_existing(void)
{
	struct sqlite_options	o = with(false, false);
	struct driver		d;
	sqlite3			*other;

	clean();
	run("CREATE TABLE mine(a, b CHECK(b > 0)); INSERT INTO mine VALUES(1, "
	    "2); CREATE VIEW hostile AS SELECT * FROM mine;");
	is_int(start(&d, &o), PS_OK, "opened in place");
	ok(d.opened.existed, "it existed");
	document(&d, "t", 1, 10, true);
	is_int(d.sink->commit(&d.self), PS_OK, "committed");
	is_str(ask("SELECT count(*) FROM t"), "10", "others can read");
	document(&d, "t", 2, 10, true);
	is_int(d.sink->finish(&d.self, false), PS_OK, "broken off");
	driver_close(&d);
	is_str(ask("SELECT count(*), (SELECT a + b FROM mine) FROM t"), "20|3",
	    "what was ended is there, and what was before");
	is_str(ask("PRAGMA journal_mode"), "delete", "the journal is as it was");
	sqlite3_open(path, &other);
	sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	is_int(start(&d, &o), PS_FATAL, "locked by another");
	ok(strstr(driver_message, "lock") != NULL, "%s", driver_message);
	driver_close(&d);
	sqlite3_close(other);
	ok(truncate(path, 0) == 0 && start(&d, &o) == PS_OK, "an empty file");
	driver_close(&d);
}

static void
write_file(const char *name, const char *text)
{
	int	fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	if (write(fd, text, strlen(text)) == -1)
		ok(false, "%s written", name);
	close(fd);
}

static void
refuse(const char *file, const char *why)
{
	struct sqlite_options	o = { file, false, false, true };
	struct driver		d;

	is_int(start(&d, &o), PS_FATAL, "%s is refused", file);
	ok(strstr(driver_message, why) != NULL, "%s", driver_message);
	driver_close(&d);
}

static void
test_refusals(void)
{
	struct sqlite_options	o = with(false, false);
	struct driver		d;
	char			text[200];

	clean();
	write_file(path, "this is no database but a text, and long enough "
	    "to be looked at as one, since the header has 100 bytes ......");
	refuse(path, "no SQLite database");
	clean();
	write_file(part, "a download of somebody");
	refuse(path, "no unfinished load");
	clean();
	refuse(directory, "no file");
	snprintf(text, sizeof(text), "%s/none/x.db", directory);
	refuse(text, "check that its directory exists");
	is_int(symlink("nothing", path), 0, "a dangling link");
	refuse(path, "leads nowhere");
	clean();
	if (geteuid() != 0) {
		chmod(directory, 0500);
		refuse(path, "can be written");
		chmod(directory, 0700);
	}
	start(&d, &o);
	document(&d, "t", 1, 10, true);
	write_file(path, "");
	is_int(d.sink->finish(&d.self, true), PS_FATAL, "PATH appeared");
	ok(strstr(driver_message, "appeared") != NULL, "%s", driver_message);
	driver_close(&d);
	ok(access(part, F_OK) == 0, "the build is still there");
	unlink(path);
	start(&d, &o);
	ok(d.opened.resumed, "resumed");
	is_int(d.sink->finish(&d.self, true), PS_OK, "and finished");
	driver_close(&d);
	is_str(ask("SELECT count(*) FROM t"), "10", "whole");
}

/* --- a disk that is full --- */

/* In a child, since a limit cannot be raised again: 0 if all went well. */
static int
fill_disk(bool existing)
{
	struct sqlite_options	o = with(false, false);
	struct rlimit		limit = { 1 << 20, 1 << 20 };
	struct driver		d;
	enum ps_status		st = PS_OK;
	int			ended = 0;

	signal(SIGXFSZ, SIG_IGN);
	if (existing)
		run("CREATE TABLE mine(a)");
	if (setrlimit(RLIMIT_FSIZE, &limit) == -1 || start(&d, &o) != PS_OK)
		return 1;
	while (st == PS_OK && ended < 2000) {
		if ((st = document(&d, "t", ended + 1, 1000, true)) == PS_OK &&
		    (st = d.sink->commit(&d.self)) == PS_OK)
			ended++;
	}
	if (st != PS_FATAL || strstr(driver_message, "disk") == NULL)
		return 2;
	d.sink->end(&d.self, false);
	d.sink->finish(&d.self, false);
	driver_close(&d);
	printf("# %d documents, then: %s\n", ended, driver_message);
	fflush(stdout);
	return ended > 5 && ended < 250 ? ended : 3;
}

static void
test_full(bool existing)
{
	struct sqlite_options	o = with(false, false);
	struct driver		d;
	pid_t			pid;
	int			status;
	char			want[40];

	clean();
	fflush(stdout);
	if ((pid = fork()) == 0)
		_exit(fill_disk(existing));
	waitpid(pid, &status, 0);
	ok(WIFEXITED(status) && WEXITSTATUS(status) > 5,
	    "a full disk is met with a message");
	snprintf(want, sizeof(want), "%d|%d", WEXITSTATUS(status),
	    1000 * WEXITSTATUS(status));
	is_int(start(&d, &o), PS_OK, "opened again");
	is_int(d.sink->finish(&d.self, true), PS_OK, "finished");
	driver_close(&d);
	is_str(ask("SELECT max(_doc), count(*) FROM t"), want,
	    "all that was committed and no more");
	is_str(ask("PRAGMA integrity_check"), "ok", "whole");
}

int
main(void)
{
	snprintf(directory, sizeof(directory), "/tmp/ps_sqlite_%d",
	    (int)getpid());
	mkdir(directory, 0700);
	snprintf(path, sizeof(path), "%s/x.db", directory);
	snprintf(part, sizeof(part), "%s.part", path);
	test_types(false);
	test_types(true);
	test_documents();
	test_resume(10);
	test_resume(2500);
	test_aside();
	test_fresh();
	test_rebuild(false);
	test_rebuild(true);
	test_redeclare();
	test_names();
	test_existing();
	test_refusals();
	test_full(false);
	test_full(true);
	clean();
	rmdir(directory);
	return done_testing();
}
