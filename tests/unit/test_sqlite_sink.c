/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_sqlite_sink.c - what the SQLite sink stores, and how it settles.
 */
#include "sqlite_driver.h"

/* --- types --- */

static const struct ps_column kinds[] = {
	{ .name = "null", .type = PS_NULL },
	{ .name = "bool", .type = PS_BOOL },
	{ .name = "int", .type = PS_INT }, { .name = "big", .type = PS_BIGINT },
	{ .name = "dec", .type = PS_DECIMAL, .precision = 15, .scale = 2 },
	{ .name = "wide", .type = PS_DECIMAL, .precision = 18, .scale = 2 },
	{ .name = "real", .type = PS_REAL },
	{ .name = "date", .type = PS_DATE },
	{ .name = "time", .type = PS_TIME },
	{ .name = "stamp", .type = PS_TIMESTAMP },
	{ .name = "blob", .type = PS_BLOB },
	{ .name = "text", .type = PS_TEXT },
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
	struct ps_table		t = { .name = "k", .columns = kinds,
	    .n_columns = N_KINDS, .flags = PS_PROVENANCE };

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
	struct ps_table		t = { .name = "kept", .columns = simple,
	    .n_columns = 2, .flags = PS_PROVENANCE };
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
	struct ps_table		t = { .name = "s", .columns = c,
	    .n_columns = 3, .flags = PS_PROVENANCE };
	static const bool	changed[3] = { true, false, false };
	int			calls = 0;

	clean();
	start(&d, &o);
	document(&d, "s", 1, 12, true);
	is_int(d.sink->widen(&d.self, &t, 1), PS_OK, "widened");
	is_int(sql(&d, "CREATE INDEX by_n ON s(n)"), PS_OK, "an index");
	is_int(sql(&d, "CREATE UNIQUE INDEX by_t ON s(t, _doc)"), PS_OK,
	    "another");
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
	struct ps_table		t = { .name = "s", .columns = c,
	    .n_columns = 2, .flags = PS_PROVENANCE };
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
	c[0] = (struct ps_column){
		.name = "n", .type = PS_DECIMAL, .precision = 4, .scale = 1
	};
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
		"\xc3\xa9\xe6\x9d\xb1\xe4\xba\xac_01234567890123456789012345"
		"6789012345678901234567890123", " ", "rowid", "d", "l", "c0" };
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

/* --- keys --- */

/* Rows 1 to 4 stand behind rows 5 to 9; 4 and 9 are somebody else's. */
static void
test_fold(void)
{
	struct sqlite_options	o = with(false, false);
	const struct ps_table	t = { .name = "keyed", .columns = simple,
				    .n_columns = 2,
				    .flags = PS_PROVENANCE | PS_KEYED };
	const uint32_t		key[] = { 0 };
	struct ps_fold_span	spans[] = {
		{ .first = 1, .last = 3, .place = 4 },
		{ .first = 5, .last = 8, .place = 0 }
	};
	struct ps_fold		f = { .columns = key, .n_columns = 1,
				    .spans = spans, .n_spans = 2 };
	struct ps_fold		none = { .n_columns = 0 };
	struct driver		d;

	clean();
	is_int(start(&d, &o), PS_OK, "opens");
	is_int(document(&d, "keyed", 1, 4, true), PS_OK, "a document");
	is_int(document(&d, "keyed", 2, 5, true), PS_OK, "another");
	is_int(sql(&d, "UPDATE keyed SET n = NULL WHERE rowid = 8"), PS_OK,
	    "a row without a key");
	is_int(d.sink->fold(&d.self, &t, &f), PS_OK, "folded");
	is_int((int64_t)f.folded, 3, "rows kept aside");
	is_int((int64_t)f.without, 1, "rows without a key");
	is_int((int64_t)spans[0].folded, 0, "none of the later document");
	is_int((int64_t)spans[1].folded, 3, "three of the earlier one");
	is_int(d.sink->begin(&d.self, &(struct ps_doc){ .address = "y",
	    .size = 1 }), PS_OK, "a third document");
	fill_int(&filling, PS_INT, 7, 0);
	fill_text(&filling, PS_TEXT, "x", 1);
	is_int(put(&d, &t, 3), PS_OK, "one more row");
	is_int(d.first, 10, "its number was nobody's");
	is_int(d.sink->remove(&d.self, &t, 10, 10), PS_OK, "removed");
	is_int(d.sink->remove(&d.self, &t, 1, 1), PS_OK, "the last of a key");
	is_int(d.sink->end(&d.self, true), PS_OK, "kept");
	f.again = true;
	is_int(d.sink->fold(&d.self, &t, &f), PS_OK, "folded again");
	is_int((int64_t)f.folded, 2, "one has come back");
	is_int(d.sink->fold(&d.self, &t, &f), PS_OK, "and again");
	is_int((int64_t)f.folded, 2, "nothing changes");
	d.sink->finish(&d.self, true);
	driver_close(&d);
	is_str(ask("SELECT group_concat(r) FROM (SELECT rowid AS r FROM keyed "
	    "NOT INDEXED ORDER BY 1)"), "2,3,4,5,8,9", "rows that stay");
	is_str(ask("SELECT group_concat(_ps_row) FROM _ps_replaced_keyed"),
	    "6,7", "rows kept aside");
	is_int(start(&d, &o), PS_OK, "opens again");
	is_int(d.sink->fold(&d.self, &t, &none), PS_OK, "no key");
	d.sink->finish(&d.self, true);
	driver_close(&d);
	is_str(ask("SELECT count(*), (SELECT count(*) FROM sqlite_schema "
	    "WHERE name LIKE '%keyed%') FROM keyed"), "8|1",
	    "all rows are there, and nothing else");
}

int
main(void)
{
	make_directory();
	test_types(false);
	test_types(true);
	test_documents();
	test_rebuild(false);
	test_rebuild(true);
	test_redeclare();
	test_names();
	test_fold();
	remove_directory();
	return done_testing();
}
