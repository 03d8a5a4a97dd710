/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_sqlite_past.c - which rows of two versions are one in the SQLite sink,
 * and when the others were there.
 */
#include "sqlite_driver.h"

/* A letter is a row: its hash, and its text. */
static const struct way {
	const char	*what, *old, *new;
	bool		 lines;
	const char	*rows;		/* letter, first, last; by number */
	int		 same, ended;
} ways[] = {
	{ "nothing changed", "abc", "abc", false, "a1- b1- c1-", 3, 0 },
	{ "one in between", "abc", "axc", false, "b11 a1- x2- c1-", 2, 1 },
	{ "one more at the end", "ab", "abc", false, "a1- b1- c2-", 2, 0 },
	{ "one more at the beginning", "ab", "cab", false, "c2- a1- b1-", 2,
	  0 },
	{ "one less", "abc", "bc", false, "a11 b1- c1-", 2, 1 },
	{ "turned round", "abc", "cba", false, "c1- b1- a1-", 3, 0 },
	{ "all others", "abc", "xyz", false, "a11 b11 c11 x2- y2- z2-", 0, 3 },
	{ "more of one", "xaay", "yaaax", false, "y1- a1- a1- a2- x1-", 4, 0 },
	{ "fewer of one", "xaaay", "yaax", false, "a11 y1- a1- a1- x1-", 4,
	  1 },
	{ "twice what was once", "a", "aa", false, "a1- a2-", 1, 0 },
	{ "nothing left", "ab", "", false, "a11 b11", 0, 2 },
	{ "moved, and that counts", "abc", "xabc", true,
	  "a11 b11 c11 x2- a2- b2- c2-", 0, 3 },
	{ "behind, and that counts", "abc", "abxc", true,
	  "c11 a1- b1- x2- c2-", 2, 1 },
};

static const struct ps_table	table = { .name = "t", .columns = simple,
				    .n_columns = 2,
				    .flags = PS_PROVENANCE | PS_HISTORY };

/* Numbers of the rows, one behind the other. */
static struct ps_past_span
version(struct driver *d, const char *rows, int64_t run)
{
	size_t		n = strlen(rows);
	int64_t		hash[16];
	uint32_t	line[16];
	struct ps_batch	b;

	for (size_t i = 0; i < n; i++) {
		fill_int(&filling, PS_INT, (int64_t)i, 0);
		fill_text(&filling, PS_TEXT, rows + i, 1);
		hash[i] = rows[i] - 'm';	/* some below 0, one 0 */
		line[i] = (uint32_t)i;
	}
	b = filled(&filling, 2, 1);
	b.hash = hash;
	b.line = line;
	b.run = run;
	ok(n == 0 || d->sink->write(&d->self, &table, &b, &d->first) == PS_OK,
	    "'%s' is written", rows);
	filling.n = filling.n_bytes = 0;
	return (struct ps_past_span){ d->first, d->first + (int64_t)n - 1 };
}

static const char *
rows(void)
{
	return ask("SELECT group_concat(r, ' ') FROM (SELECT t || _first_seen "
	    "|| coalesce(_last_seen, '-') AS r FROM t ORDER BY rowid)");
}

static void
begin(struct driver *d, const struct sqlite_options *o)
{
	clean();
	is_int(start(d, o), PS_OK, "opens");
	is_int(d->sink->begin(&d->self, &(struct ps_doc){ .address = "x" }),
	    PS_OK, "a document");
	is_int(d->sink->table(&d->self, &table), PS_OK, "its table");
}

static void
finish(struct driver *d)
{
	is_int(d->sink->end(&d->self, true), PS_OK, "kept");
	is_int(d->sink->finish(&d->self, true), PS_OK, "finished");
	driver_close(d);
}

static void
test_way(const struct way *way)
{
	struct sqlite_options	o = with(false, false);
	struct driver		d;
	struct ps_past_span	old, new;
	struct ps_past		p = { .old = &old, .n_old = 1, .fresh = &new,
				    .last = 1, .by_line = way->lines };

	begin(&d, &o);
	old = version(&d, way->old, 1);
	new = version(&d, way->new, 2);
	p.n_fresh = way->new[0] != '\0';
	is_int(d.sink->past(&d.self, &table, &p), PS_OK, "compared");
	finish(&d);
	is_str(rows(), way->rows, "%s", way->what);
	is_int(p.same, way->same, "%s: the same", way->what);
	is_int(p.ended, way->ended, "%s: ended", way->what);
	is_int(p.left, way->ended, "%s: left", way->what);
}

/* Versions in several pieces; and what is past already. */
static void
test_spans(void)
{
	struct sqlite_options	o = with(false, true);
	struct driver		d;
	struct ps_past_span	old[2], new[2];
	struct ps_past		p = { .old = old, .n_old = 2, .fresh = new,
				    .n_fresh = 2, .last = 1 };

	begin(&d, &o);
	old[0] = version(&d, "ab", 1);
	(void)version(&d, "a", 1);	/* somebody else's */
	old[1] = version(&d, "ac", 1);
	new[0] = version(&d, "ca", 2);
	new[1] = version(&d, "aa", 2);
	is_int(d.sink->past(&d.self, &table, &p), PS_OK, "compared");
	is_int(p.same, 3, "three are the same");
	is_int(p.ended, 1, "one has ended");
	p = (struct ps_past){ .old = new, .n_old = 2, .last = 6 };
	is_int(d.sink->past(&d.self, &table, &p), PS_OK, "gone");
	is_int(p.ended, 4, "all have ended");
	old[0] = version(&d, "ca", 8);
	p = (struct ps_past){ .old = new, .n_old = 2, .fresh = old,
	    .n_fresh = 1, .last = 7 };
	is_int(d.sink->past(&d.self, &table, &p), PS_OK, "come back");
	is_int(p.same + p.ended, 0, "what was gone is no row any more");
	is_int(p.left, 4, "but it is kept");
	finish(&d);
	is_str(rows(), "b11 a1- c16 a16 a16 a26 c8- a8-", "when they were");
	is_str(ask("SELECT count(*) FROM sqlite_temp_schema"), "0",
	    "nothing else is left");
}

int
main(void)
{
	make_directory();
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		test_way(&ways[i]);
	test_spans();
	remove_directory();
	return done_testing();
}
