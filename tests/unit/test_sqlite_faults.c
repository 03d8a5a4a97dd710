/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_sqlite_faults.c - the SQLite sink killed, refused, out of room; and
 * thousands of tables, some of them set aside.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "sqlite_driver.h"

/* A child that is killed in the middle; its last document was not ended. */
static void
killed(const struct sqlite_options *o, int tables)
{
	pid_t	pid = fork();
	int	status;

	if (pid == 0) {
		struct driver	d;
		struct ps_table	t = { .name = "open", .columns = simple,
		    .n_columns = 2 };
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
	struct sqlite_options	o = with(true, false);
	struct sqlite_options	plain = with(false, false);
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

/* --- an existing database --- */

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
	is_str(ask("PRAGMA journal_mode"), "delete", "as the journal was");
	sqlite3_open(path, &other);
	sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	is_int(start(&d, &o), PS_OK, "opened while another writes");
	is_int(sql(&d, "SELECT count(*) FROM t"), PS_OK, "it can be read");
	is_str(ask("PRAGMA journal_mode"), "delete", "which changes nothing");
	is_int(sql(&d, "DELETE FROM t"), PS_FATAL, "but not written");
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
	make_directory();
	test_aside();
	test_resume(10);
	test_resume(2500);
	test_fresh();
	test_existing();
	test_refusals();
	test_full(false);
	test_full(true);
	remove_directory();
	return done_testing();
}
