/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_rows_sink.c - rows as CSV and NDJSON, byte by byte.
 */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "sink_driver.h"

const struct ps_plugin *rows_LTX_ps_plugin(void);

struct rows_options {
	const char	*to;
	const char	*path;
	const char	*table;
};

static char		path[64];
static struct filling	filling;

static const struct ps_column two[] = {
	{ .name = "a" }, { .name = "b, \"c\"" }
};
static const struct ps_column one[] = { { .name = "only" } };

static void
start(struct driver *d, struct rows_options *o, const char *to,
    const char *table)
{
	*o = (struct rows_options){ to, path, table };
	is_int(driver_open(d, rows_LTX_ps_plugin(), o), PS_OK, "opened");
}

static void
put(struct driver *d, const char *name, const struct ps_column *columns,
    uint32_t n, unsigned flags)
{
	struct ps_table	t = { .name = name, .columns = columns,
			    .n_columns = n, .flags = flags };
	struct ps_batch	b = filled(&filling, n, 1);

	is_int(d->sink->write(&d->self, &t, &b, &d->first), PS_OK, "written");
	filling.n = filling.n_bytes = 0;
}

/* Finishes, and the file's text. */
static const char *
result(struct driver *d)
{
	static char	text[1 << 16];
	int		fd;
	ssize_t		n;

	is_int(d->sink->finish(&d->self, true), PS_OK, "finished");
	driver_close(d);
	fd = open(path, O_RDONLY);
	n = read(fd, text, sizeof(text) - 1);
	text[n < 0 ? 0 : n] = '\0';
	close(fd);
	return text;
}

static void
fill_kinds(void)
{
	fill_string(&filling, PS_TEXT, "plain");
	fill_string(&filling, PS_TEXT, " kept ");
	fill_string(&filling, PS_TEXT, "a,b");
	fill_string(&filling, PS_TEXT, "say \"hi\"");
	fill_string(&filling, PS_TEXT, "two\nlines");
	fill_string(&filling, PS_TEXT, "");
	fill_null(&filling);
	fill_text(&filling, PS_TEXT, "nul\0\x01", 5);
	fill_int(&filling, PS_INT, -7, 0);
	fill_int(&filling, PS_DECIMAL, -1250, 2);
	fill_int(&filling, PS_DECIMAL, 5, 3);
	fill_int(&filling, PS_BOOL, 1, 0);
	fill_string(&filling, PS_BIGINT, "12345678901234567890");
	fill_string(&filling, PS_DATE, "2020-01-31");
	fill_real(&filling, 0.1);
	fill_real(&filling, 1.0 / 3);
	fill_int(&filling, PS_INT, INT64_MIN, 0);
	fill_real(&filling, 1e300);
}

static void
test_csv(void)
{
	struct driver		d;
	struct rows_options	o;

	start(&d, &o, "csv", "");
	d.sink->begin(&d.self, NULL);
	fill_kinds();
	put(&d, "t", two, 2, 0);
	is_int(d.first, 1, "rows are numbered from 1");
	is_int(d.sink->end(&d.self, true), PS_OK, "ended");
	is_str(result(&d) + 0, "a,\"b, \"\"c\"\"\"\n"
	    "plain, kept \n\"a,b\",\"say \"\"hi\"\"\"\n\"two\nlines\",\"\"\n"
	    ",nul", "up to a NUL");
	start(&d, &o, "csv", "");
	d.sink->begin(&d.self, NULL);
	fill_kinds();
	memmove(filling.cells, filling.cells + 8, 10 * sizeof(struct ps_cell));
	filling.n = 10;
	put(&d, "t", two, 2, PS_HEADERLESS);
	d.sink->end(&d.self, true);
	is_str(result(&d), "-7,-12.50\n0.005,true\n12345678901234567890,"
	    "2020-01-31\n0.1,0.3333333333333333\n-9223372036854775808,"
	    "1e+300\n", "typed cells, no header");
	start(&d, &o, "csv", "");
	d.sink->begin(&d.self, NULL);
	fill_null(&filling);
	fill_string(&filling, PS_TEXT, "x");
	put(&d, "t", one, 1, 0);
	d.sink->end(&d.self, true);
	is_str(result(&d), "only\n\"\"\nx\n", "a lone NULL is no blank line");
}

static void
test_json(void)
{
	struct driver		d;
	struct rows_options	o;

	start(&d, &o, "ndjson", "");
	d.sink->begin(&d.self, NULL);
	fill_kinds();
	put(&d, "t", two, 2, 0);
	d.sink->end(&d.self, true);
	is_str(result(&d),
	    "{\"a\":\"plain\",\"b, \\\"c\\\"\":\" kept \"}\n"
	    "{\"a\":\"a,b\",\"b, \\\"c\\\"\":\"say \\\"hi\\\"\"}\n"
	    "{\"a\":\"two\\nlines\",\"b, \\\"c\\\"\":\"\"}\n"
	    "{\"a\":null,\"b, \\\"c\\\"\":\"nul\\u0000\\u0001\"}\n"
	    "{\"a\":-7,\"b, \\\"c\\\"\":-12.50}\n"
	    "{\"a\":0.005,\"b, \\\"c\\\"\":true}\n"
	    "{\"a\":12345678901234567890,\"b, \\\"c\\\"\":\"2020-01-31\"}\n"
	    "{\"a\":0.1,\"b, \\\"c\\\"\":0.3333333333333333}\n"
	    "{\"a\":-9223372036854775808,\"b, \\\"c\\\"\":1e+300}\n",
	    "every kind of cell");
	start(&d, &o, "ndjson", "");
	d.sink->begin(&d.self, NULL);
	fill_string(&filling, PS_BIGINT, "007");
	fill_string(&filling, PS_DECIMAL, "-1.");
	filling.cells[1].flags = PS_CELL_TEXT;
	fill_real(&filling, __builtin_nan(""));
	put(&d, "t", one, 1, 0);
	d.sink->end(&d.self, true);
	is_str(result(&d), "{\"only\":\"007\"}\n{\"only\":\"-1.\"}\n"
	    "{\"only\":null}\n", "what JSON has no number for");
}

/* n rows "NAME". */
static void
put_rows(struct driver *d, const char *name, int n)
{
	for (int i = 0; i < n; i++)
		fill_string(&filling, PS_TEXT, name);
	put(d, name, one, 1, 0);
}

static void
test_choice(void)
{
	struct driver		d;
	struct rows_options	o;

	start(&d, &o, "csv", "");
	d.sink->begin(&d.self, NULL);
	put_rows(&d, "small", 1);
	put_rows(&d, "main", 2);
	put_rows(&d, "large", 3);
	d.sink->end(&d.self, true);
	is_str(result(&d), "only\nmain\nmain\n", "the first third");
	start(&d, &o, "csv", "");
	d.sink->begin(&d.self, NULL);
	for (int i = 0; i < 4; i++)
		put_rows(&d, i == 0 ? "p" : i == 1 ? "q" : i == 2 ? "r" : "s",
		    1);
	d.sink->end(&d.self, true);
	is_str(result(&d), "only\ns\n", "else the last");
	start(&d, &o, "csv", "all");
	d.sink->begin(&d.self, NULL);
	put_rows(&d, "p", 1);
	put_rows(&d, "q", 1);
	put_rows(&d, "p", 1);
	d.sink->end(&d.self, true);
	is_str(result(&d), "only\np\np\n\nonly\nq\n", "all of them");
	start(&d, &o, "csv", "q");
	d.sink->begin(&d.self, NULL);
	put_rows(&d, "p", 3);
	put_rows(&d, "q", 1);
	d.sink->end(&d.self, true);
	is_str(result(&d), "only\nq\n", "one by name");
	start(&d, &o, "csv", "nope");
	d.sink->begin(&d.self, NULL);
	put_rows(&d, "p", 1);
	d.sink->end(&d.self, true);
	is_int(d.sink->finish(&d.self, true), PS_FAIL, "no such table");
	ok(strstr(driver_message, "'nope'") != NULL, "%s", driver_message);
	driver_close(&d);
}

static void
test_documents(void)
{
	struct driver		d;
	struct rows_options	o;
	struct ps_table		empty = { .name = "p", .columns = one,
				    .n_columns = 1 };

	start(&d, &o, "csv", "");
	for (int i = 0; i < 3; i++) {
		d.sink->begin(&d.self, NULL);
		put_rows(&d, i == 1 ? "bad" : i == 0 ? "p" : "q", 1);
		d.sink->end(&d.self, i != 1);
	}
	d.sink->begin(&d.self, NULL);
	fill_string(&filling, PS_TEXT, "x");
	fill_string(&filling, PS_TEXT, "y");
	put(&d, "r", two, 2, 0);
	d.sink->end(&d.self, true);
	is_str(result(&d), "only\np\nq\n\na,\"b, \"\"c\"\"\"\nx,y\n",
	    "like documents go on, others start anew, bad ones are gone");
	start(&d, &o, "csv", "");
	d.sink->begin(&d.self, NULL);
	d.sink->table(&d.self, &empty);
	d.sink->end(&d.self, true);
	is_str(result(&d), "only\n", "a table without rows has a header");
}

/* More than is held in memory, in two tables by turns. */
static void
test_spool(void)
{
	static char		long_text[1000];
	struct driver		d;
	struct rows_options	o;
	int			fd;
	off_t			size;
	char			head[8];

	memset(long_text, 'x', sizeof(long_text));
	start(&d, &o, "csv", "");
	d.sink->begin(&d.self, NULL);
	for (int i = 0; i < 400; i++) {
		for (int j = 0; j < 60; j++)
			fill_text(&filling, PS_TEXT, long_text, 1000);
		put(&d, i % 2 ? "p" : "q", one, 1, 0);
	}
	fill_string(&filling, PS_TEXT, "last");
	put(&d, "q", one, 1, 0);
	is_int(d.sink->end(&d.self, true), PS_OK, "ended");
	d.sink->finish(&d.self, true);
	driver_close(&d);
	fd = open(path, O_RDONLY);
	size = lseek(fd, 0, SEEK_END);
	is_int(size, 5 + 200 * 60 * 1001 + 5, "all bytes came back");
	ok(pread(fd, head, 5, size - 5) == 5 && memcmp(head, "last\n", 5) == 0,
	    "in order");
	close(fd);
}

static void
test_closed(void)
{
	struct driver		d;
	static const char	text[1000] = "x";
	struct rows_options	o = { "csv", "-", "" };
	int			ends[2], keep = dup(1);
	enum ps_status		st = PS_OK;
	bool			piped;

	signal(SIGPIPE, SIG_IGN);
	fflush(stdout);
	piped = pipe(ends) == 0 && dup2(ends[1], 1) == 1;
	close(ends[0]);
	close(ends[1]);
	driver_open(&d, rows_LTX_ps_plugin(), &o);
	for (int i = 0; i < 3 && st == PS_OK; i++) {
		d.sink->begin(&d.self, NULL);
		for (int j = 0; j < 60; j++)
			fill_text(&filling, PS_TEXT, text, sizeof(text));
		struct ps_table t = { .name = "t", .columns = one,
		    .n_columns = 1 };
		struct ps_batch b = filled(&filling, 1, 1);

		for (int j = 0; j < 10; j++)
			d.sink->write(&d.self, &t, &b, &d.first);
		filling.n = filling.n_bytes = 0;
		st = d.sink->end(&d.self, true);
	}
	dup2(keep, 1);
	ok(piped, "stdout was a pipe");
	is_int(st, PS_EOF, "a reader that has enough is no error");
	is_int(d.sink->finish(&d.self, true), PS_OK, "nor at the end");
	driver_close(&d);
}

int
main(void)
{
	snprintf(path, sizeof(path), "/tmp/ps_rows_%d", (int)getpid());
	test_csv();
	test_json();
	test_choice();
	test_documents();
	test_spool();
	test_closed();
	unlink(path);
	return done_testing();
}
