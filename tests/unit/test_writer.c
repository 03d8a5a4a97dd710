/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_writer.c - the writer as its supervisor sees it: documents go in, the
 * database says what became of them.
 */
#include "writer_place.h"

static void
test_one(void)
{
	struct play	p = { .pid = 0 };
	struct sheet	s = sheet_of("/r/a.csv", spend, 3);

	clean();
	s.issue = "short-row";
	play_start(&p, path);
	play_sheet(&p, &s, true);
	play_end(&p, true);
	is_int(p.status, PS_OK, "the writer ended well (%s)",
	    p.message ? p.message : "");
	is_int(p.documents, 1, "a document was acknowledged");
	is_int(p.rows, 3, "with its rows");
	is_str(ask(path, "SELECT group_concat(id || area || amount || day || "
	    "coalesce(n, '-') || _doc || _line, ' ') FROM spend WHERE area "
	    "IS NOT NULL"), "1North12.52020-01-31-12 2South13.752020-02-2941"
	    "3", "rows are there");
	is_str(ask(path, "SELECT group_concat(name || ' ' || type, ', ') "
	    "FROM _ps_columns"), "id int, area text, amount decimal(4,2), "
	    "day date, n int", "columns have types");
	is_str(ask(path, "SELECT status || rows || records || set_aside || "
	    "format || confidence FROM _ps_documents"),
	    "loaded341delimited0.99", "the ledger knows the document");
	is_str(ask(path, "SELECT documents || ' ' || rows FROM _ps_tables"),
	    "1 3", "and the table");
	is_str(ask(path, "SELECT first_row || '-' || last_row FROM "
	    "_ps_ranges"), "1-3", "and its rows");
	is_str(ask(path, "SELECT class || line || text FROM _ps_lines"),
	    "header1the header", "and the header");
	is_str(ask(path, "SELECT rule || severity || line || table_name || "
	    "raw FROM _ps_issues"), "short-rowrepaired3spendraw \\xff bytes",
	    "and the issue");
	is_str(ask(path, "SELECT status || documents || rows || issues FROM "
	    "_ps_runs"), "done130", "and the run");
	is_str(ask(path, "SELECT nulls || ' ' || min || ' ' || max FROM "
	    "_ps_columns WHERE name = 'n'"), "1 4 5", "and the columns");
	ok(p.summary != NULL && strstr(p.summary, "spend") != NULL &&
	    strstr(p.summary, "short-row") != NULL, "summary: %s",
	    p.summary ? p.summary : "none");
	play_free(&p);
}

static const char *const	later[] = {
	"4", "East", "n.a.", "2020-04-30", "007",
	"5", "West", "1e3", "unknown", "8",
};

static void
test_again(void)
{
	struct play	p = { .pid = 0 };
	struct sheet	a = sheet_of("/r/a.csv", spend, 2);
	struct sheet	b = sheet_of("/r/b.csv", later, 2);

	play_start(&p, path);
	play_lookup(&p, &a);
	is_int(p.verdict, 1, "unchanged");
	a.mtime = 6;
	play_lookup(&p, &a);
	is_int(p.verdict, 2, "changed");
	play_lookup(&p, &b);
	is_int(p.verdict, 0, "new");
	a.known = true;
	play_sheet(&p, &a, true);
	play_sheet(&p, &b, true);
	play_end(&p, true);
	is_int(p.status, PS_OK, "the writer ended well (%s)",
	    p.message ? p.message : "");
	is_str(ask(path, "SELECT group_concat(name || ' ' || type, ', ') "
	    "FROM _ps_columns"), "id int, area text, amount text, "
	    "day text, n text", "columns are text");
	is_str(ask(path, "SELECT group_concat(amount || '|' || day || '|' || "
	    "n, ' ') FROM spend"), "12.50|2020-01-31|NA 13.75|2020-02-29|4 "
	    "n.a.|2020-04-30|007 1e3|unknown|8", "texts came back");
	is_str(ask(path, "SELECT count(*) FROM _ps_cells"), "0",
	    "nothing is kept beside them");
	is_str(ask(path, "SELECT documents || ' ' || rows FROM _ps_tables"),
	    "2 4", "sums are right");
	ok(p.summary != NULL && strstr(p.summary, "spend.day is text because "
	    "of 1 cell in /r/b.csv") != NULL, "the summary says why: %s",
	    p.summary ? p.summary : "none");
	/* The spoiler changes: columns become narrow again. */
	b.texts = spend;
	b.n_rows = 3;
	b.known = true;
	b.mtime = 7;
	play_start(&p, path);
	play_sheet(&p, &b, true);
	play_end(&p, true);
	is_str(ask(path, "SELECT group_concat(name || ' ' || type, ', ') "
	    "FROM _ps_columns"), "id int, area text, amount decimal(4,2), "
	    "day date, n int", "columns are narrow again");
	is_str(ask(path, "SELECT group_concat(amount || '|' || typeof(n)"
	    ", ' ') FROM spend"), "12.5|null 13.75|integer 12.5|null "
	    "13.75|integer 0.1|integer", "values too");
	is_str(ask(path, "SELECT count(*) FROM _ps_documents"), "2",
	    "two documents");
	play_free(&p);
}

static void
test_failures(void)
{
	struct play	p = { .pid = 0 };
	struct sheet	a = sheet_of("/r/a.csv", spend, 3);
	struct sheet	b = sheet_of("/r/b.csv", spend, 3);
	struct sheet	c = sheet_of("/r/c.csv", spend, 3);
	struct sheet	d = sheet_of("/r/d.pdf", spend, 0);

	clean();
	play_start(&p, path);
	c.table = "other";
	play_sheet(&p, &c, false);
	play_abort(&p, "its worker crashed");
	play_sheet(&p, &a, true);
	b.wrong = 1;
	play_sheet(&p, &b, true);
	play_sheet(&p, &a, true);
	play_record(&p, &d, "skipped", "no format reads this");
	play_root(&p, "/r");
	play_end(&p, true);
	is_int(p.mismatches, 1, "counts that do not match are told");
	is_int(p.lost, 2, "documents that failed are told");
	is_str(ask(path, "SELECT group_concat(address || ' ' || status, ', ') "
	    "FROM (SELECT * FROM _ps_documents ORDER BY address)"),
	    "/r/a.csv loaded, /r/b.csv failed, /r/c.csv failed, "
	    "/r/d.pdf skipped", "all are in the ledger, each once");
	is_str(ask(path, "SELECT count(*) FROM spend"), "3",
	    "rows of one document are left");
	is_str(ask(path, "SELECT count(*) FROM sqlite_schema WHERE "
	    "name = 'other'"), "0", "no table of a lost document");
	is_str(ask(path, "SELECT message FROM _ps_documents WHERE "
	    "address = '/r/c.csv'"), "its worker crashed", "and why");
	ok(p.summary != NULL && strstr(p.summary, "skipped:\n  "
	    "/r/d.pdf: no format reads this") != NULL,
	    "what was not read is told: %s", p.summary ? p.summary : "");
	/* The next run: three of four are not there. */
	play_start(&p, path);
	play_lookup(&p, &d);
	is_int(p.verdict, 1, "skipped stays skipped");
	play_seen(&p, p.id);
	play_root(&p, "/r");
	play_end(&p, true);
	is_str(ask(path, "SELECT count(*) FROM _ps_documents WHERE "
	    "status = 'gone'"), "0", "more than half gone is refused");
	play_start(&p, path);
	play_lookup(&p, &a);
	play_seen(&p, p.id);
	b.wrong = 0;
	play_sheet(&p, &b, true);
	play_lookup(&p, &d);
	play_seen(&p, p.id);
	play_root(&p, "/r");
	play_end(&p, true);
	is_str(ask(path, "SELECT group_concat(address) FROM _ps_documents "
	    "WHERE status = 'gone'"), "/r/c.csv", "one is gone");
	play_free(&p);
}

static void
test_kill(void)
{
	struct play	p = { .pid = 0 };
	struct sheet	s = sheet_of("/r/a.csv", spend, 3);
	char		address[40];
	uint64_t	acked;

	clean();
	play_start(&p, path);
	for (int i = 0; i < 3000; i++) {
		snprintf(address, sizeof(address), "/r/%06d.csv", i);
		s.address = address;
		play_sheet(&p, &s, true);
	}
	while (p.documents == 0 && hear(&p))
		continue;
	acked = p.documents;
	play_kill(&p);
	play_start(&p, path);
	s.address = "/r/000000.csv";
	play_lookup(&p, &s);
	is_int(p.verdict, 1, "what was acknowledged is there");
	play_end(&p, true);
	ok(atoll(ask(path, "SELECT count(*) FROM _ps_documents")) >=
	    (long long)acked, "%llu acknowledged", (unsigned long long)acked);
	is_str(ask(path, "SELECT (SELECT count(*) FROM spend) = 3 * "
	    "(SELECT count(*) FROM _ps_documents) AND (SELECT rows FROM "
	    "_ps_tables) = (SELECT count(*) FROM spend) AND (SELECT "
	    "documents FROM _ps_tables) = (SELECT count(*) FROM "
	    "_ps_documents)"), "1", "nothing is half there");
	play_free(&p);
}

static void
test_ranges(void)
{
	static const char	*texts[3000];
	static char		 numbers[1000][12];
	struct play		 p = { .pid = 0 };
	struct sheet		 s = { .address = "/r/big.csv",
				    .table = "big", .n_columns = 3,
				    .n_rows = 1000, .texts = texts,
				    .names = { "i", "x", "d" }, .ranges = 4 };

	for (int i = 0; i < 1000; i++) {
		snprintf(numbers[i], sizeof(numbers[i]), "%d", i);
		texts[3 * i] = numbers[i];
		texts[3 * i + 1] = i < 300 ? "1" : i == 700 ? "12,5" : "2,25";
		texts[3 * i + 2] = i < 300 ? "03/04/2020" : "31/12/2020";
	}
	clean();
	play_start(&p, path);
	play_sheet(&p, &s, true);
	play_end(&p, true);
	is_str(ask(path, "SELECT group_concat(name || ' ' || type, ', ') "
	    "FROM _ps_columns"), "i int, x decimal(4,2), d date",
	    "what later ranges say counts");
	is_str(ask(path, "SELECT sum(x) || ' ' || min(d) FROM big"),
	    "1885.25 2020-04-03", "and is read so");
	is_str(ask(path, "SELECT count(DISTINCT _line) || ' ' || max(_line) "
	    "FROM big"), "1000 1004", "lines of ranges add up");
	is_str(ask(path, "SELECT first_row || ' ' || last_row FROM "
	    "_ps_ranges"), "1 1000", "one range of rows");
	play_free(&p);
}

static void
run_sql(const char *sql)
{
	sqlite3	*db;

	if (sqlite3_open(path, &db) != SQLITE_OK ||
	    sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		printf("# %s: %s\n", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
}

static void
test_others(void)
{
	struct play	p = { .pid = 0 };
	struct sheet	s = sheet_of("/r/a.csv", spend, 3);

	clean();
	run_sql("CREATE TABLE mine(x); CREATE VIEW seen AS SELECT 1; "
	    "INSERT INTO mine VALUES (1)");
	s.names[0] = "_doc";
	s.names[1] = "_line";
	play_start(&p, path);
	is_str(p.known, "mine seen ", "somebody else's names are told");
	play_sheet(&p, &s, true);
	play_end(&p, true);
	is_str(ask(path, "SELECT group_concat(_doc_ || ' ' || "
	    "coalesce(_line_, '') || ' ' || _doc || ' ' || _line) FROM spend"),
	    "1 North 1 2,2 South 1 3,3  1 4",
	    "columns of the names of provenance");
	is_str(ask(path, "SELECT x FROM mine"), "1", "theirs is untouched");
	play_free(&p);
}

static void
test_old_versions(void)
{
	struct play	p = { .pid = 0 };
	struct sheet	a = sheet_of("/r/a.csv", spend, 3);
	struct sheet	b = sheet_of("/r/b.csv", spend, 3);

	clean();
	play_start(&p, path);
	play_sheet(&p, &a, true);
	play_sheet(&p, &b, true);
	play_end(&p, true);
	play_start(&p, path);
	a.known = b.known = true;
	a.mtime = b.mtime = 9;
	play_sheet(&p, &a, false);
	play_abort(&p, "its worker crashed");
	play_record(&p, &b, "skipped", "is encrypted");
	play_end(&p, true);
	is_str(ask(path, "SELECT group_concat(address || status || rows) "
	    "FROM (SELECT * FROM _ps_documents ORDER BY address)"),
	    "/r/a.csvfailed3,/r/b.csvskipped0",
	    "one failed, one is nothing to read now");
	is_str(ask(path, "SELECT count(*) || ' ' || count(DISTINCT _doc) || "
	    "' ' || min(_doc) FROM spend"), "3 1 1",
	    "the last good reading of the one stays");
	is_str(ask(path, "SELECT documents || ' ' || rows FROM _ps_tables"),
	    "1 3", "sums are right");
	play_start(&p, path);
	play_lookup(&p, &a);
	is_int(p.verdict, 2, "it is tried again");
	a.texts = later;
	a.n_rows = 2;
	play_sheet(&p, &a, true);
	play_end(&p, true);
	is_str(ask(path, "SELECT group_concat(amount) FROM spend"), "n.a.,1e3",
	    "and replaced");
	play_free(&p);
}

static void
test_copies(void)
{
	struct play	p = { .pid = 0 };
	struct sheet	a = sheet_of("/r/a.csv", spend, 3);
	struct sheet	b = sheet_of("/r/b.csv", spend, 3);

	clean();
	a.hash = b.hash = 77;
	play_start(&p, path);
	play_sheet(&p, &a, true);
	play_sheet(&p, &b, true);
	play_end(&p, true);
	is_str(ask(path, "SELECT count(*) FROM spend"), "6",
	    "copies are loaded");
	ok(strstr(p.summary, "/r/b.csv = /r/a.csv") != NULL, "and named: %s",
	    p.summary);
	clean();
	p.pipeline.dedupe = true;
	play_start(&p, path);
	play_sheet(&p, &a, true);
	play_sheet(&p, &b, true);
	play_end(&p, true);
	is_str(ask(path, "SELECT count(*) FROM spend"), "3",
	    "or left out with --dedupe");
	is_str(ask(path, "SELECT status || message FROM _ps_documents WHERE "
	    "id = 2"), "duplicatea copy of /r/a.csv", "as the ledger says");
	play_free(&p);
}

static void
test_coerce(void)
{
	struct play	p = { .pid = 0 };
	struct sheet	a = sheet_of("/r/a.csv", spend, 3);
	struct sheet	b = sheet_of("/r/b.csv", later, 2);

	clean();
	p.pipeline.coerce = true;
	play_start(&p, path);
	play_sheet(&p, &a, true);
	play_sheet(&p, &b, true);
	play_end(&p, true);
	is_str(ask(path, "SELECT group_concat(type) FROM _ps_columns"),
	    "int,text,decimal(4,2),date,int", "types stay");
	is_str(ask(path, "SELECT group_concat(coalesce(amount, 'null') || "
	    "coalesce(day, 'null')) FROM spend WHERE id > 3"),
	    "null2020-04-30,nullnull", "misfits are NULL");
	is_str(ask(path, "SELECT group_concat(\"column\" || text) FROM "
	    "(SELECT * FROM _ps_cells WHERE pending = 1 ORDER BY 3, 5)"),
	    "amountn.a.,n007,amount1e3,dayunknown", "and their texts are kept");
	play_free(&p);
}

/* Questions come at any time: the answer must not move what is waiting. */
static void
test_questions(void)
{
	struct play	p = { .pid = 0 };
	struct sheet	a = sheet_of("/r/a.csv", spend, 3);
	struct sheet	b = sheet_of("/r/b.csv", spend, 3);
	struct sheet	c = sheet_of("/r/c.csv", spend, 3);

	clean();
	play_start(&p, path);
	play_sheet(&p, &a, true);
	play_end(&p, true);
	play_start(&p, path);
	play_sheet(&p, &b, true);
	play_sheet(&p, &c, false);
	play_lookup(&p, &a);
	is_int(p.verdict, 1, "a question while a document is open");
	play_abort(&p, "its worker crashed");
	play_end(&p, true);
	is_str(ask(path, "SELECT group_concat(address || status) FROM "
	    "_ps_documents"), "/r/a.csvloaded,/r/b.csvloaded,/r/c.csvfailed",
	    "the one before it is in the ledger");
	play_free(&p);
}

int
main(void)
{
	if (!make_place())
		return 1;
	test_one();
	test_again();
	test_failures();
	test_kill();
	test_ranges();
	test_others();
	test_old_versions();
	test_copies();
	test_coerce();
	test_questions();
	clean();
	rmdir(directory);
	return done_testing();
}
