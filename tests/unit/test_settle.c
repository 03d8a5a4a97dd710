/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_settle.c - types do not depend on the order of arrival.
 *
 * Random tables of all kinds of texts are cut into documents and loaded in
 * different orders, in increments, in ranges, with versions that change; what
 * is in the database must be the same, and every text must come back.
 * PS_ROUNDS and PS_SEED set how many and which.
 */
#include "settle.h"
#include "str.h"
#include "settle_heap.h"

static char		directory[64], path[2][100];

static void
clean(const char *file)
{
	static const char *const ends[] = { "", "-journal", "-wal", "-shm",
		".part", ".part-journal" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		char	name[200];

		snprintf(name, sizeof(name), "%s%s", file, ends[i]);
		unlink(name);
	}
}

static bool	all_ended;

static void
end(struct play *p, bool whole)
{
	play_end(p, whole);
	if (p->status != PS_OK || p->mismatches > 0 || p->lost > 0) {
		printf("# status %d, %s\n", p->status,
		    p->message ? p->message : "");
		all_ended = false;
	}
}

static void
load_in_order(struct heap *h, const char *file)
{
	struct play	p = { .pid = 0 };

	clean(file);
	play_start(&p, file);
	for (uint32_t d = 0; d < h->n; d++)
		play_sheet(&p, &h->sheets[d], true);
	end(&p, true);
	play_free(&p);
}

static void
shuffle(uint32_t *order, uint32_t n)
{
	for (uint32_t d = 0; d < n; d++)
		order[d] = d;
	for (uint32_t d = n; d > 1; d--) {
		uint32_t j = below(d), t = order[d - 1];

		order[d - 1] = order[j];
		order[j] = t;
	}
}

/* As a supervisor would: documents that are in the ledger are passed over. */
static void
load_rest(struct play *p, struct heap *h, const uint32_t *order, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		struct sheet *s = &h->sheets[order[i]];

		play_lookup(p, s);
		if (p->verdict == 1)
			continue;
		s->known = p->verdict == 2;
		s->ranges = 1 + below(3);
		play_sheet(p, s, true);
		s->known = false;
		s->ranges = 0;
	}
}

/*
 * Any order, several runs, some broken off or killed, some documents in
 * ranges, one changed on the way.
 */
static void
load_otherwise(struct heap *h, const char *file)
{
	struct play	p = { .pid = 0 };
	struct heap	*other = xcalloc(1, sizeof(*other));
	enum kind	base[N_COLUMNS] = { WORDS, INTS, DATES_DMY, COMMAS };
	uint32_t	order[DOCS], old = below(h->n + 1), n;

	clean(file);
	shuffle(order, h->n);
	play_start(&p, file);
	if (old < h->n) {
		make_sheet(other, old, base);
		other->sheets[old].mtime = 0;
		play_sheet(&p, &other->sheets[old], true);
		end(&p, true);
		play_start(&p, file);
	}
	for (uint32_t run = 0; run < 2; run++) {
		n = below(h->n + 1);
		load_rest(&p, h, order, n);
		if (below(3) == 0)
			play_kill(&p);
		else
			end(&p, below(3) > 0);
		play_start(&p, file);
	}
	load_rest(&p, h, order, h->n);
	end(&p, true);
	play_free(&p);
	free(other);
}

/* All answers of a statement, one line each. */
static char *
dump(const char *file, const char *sql)
{
	struct buf	 b;
	sqlite3		*db;
	sqlite3_stmt	*stmt;
	char		*text;

	buf_init(&b, 1u << 26);
	if (sqlite3_open_v2(file, &db, SQLITE_OPEN_READONLY, NULL) ==
	    SQLITE_OK && sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) ==
	    SQLITE_OK) {
		while (sqlite3_step(stmt) == SQLITE_ROW)
			buf_printf(&b, "%s\n", (const char *)
			    sqlite3_column_text(stmt, 0));
		sqlite3_finalize(stmt);
	} else
		buf_printf(&b, "%s: %s", file, sqlite3_errmsg(db));
	sqlite3_close(db);
	text = xstrdup(buf_cstr(&b));
	buf_free(&b);
	return text;
}

static const char *const	questions[] = {
	"SELECT sql FROM sqlite_schema WHERE name = 't'",
	"SELECT name || '|' || type || '|' || nulls || '|' || "
	    "coalesce(min, '') || '|' || coalesce(max, '') FROM _ps_columns",
	"SELECT d.address || '|' || quote(a) || '|' || quote(b) || '|' || "
	    "quote(c) || '|' || quote(d.id * 0) || quote(t.d) || '|' || "
	    "quote(e) || '|' || quote(f) FROM t JOIN _ps_documents d "
	    "ON d.id = t._doc ORDER BY d.address, t.rowid",
	"SELECT address || '|' || rows || '|' || status FROM _ps_documents "
	    "ORDER BY address",
	"SELECT name || '|' || documents || '|' || rows FROM _ps_tables",
	"SELECT d.address || '|' || table_name || '|' || (last_row - "
	    "first_row) FROM _ps_ranges JOIN _ps_documents d ON "
	    "d.id = document "
	    "ORDER BY 1",
	"SELECT count(*) FROM _ps_cells WHERE pending = 1",
	"SELECT d.address || '|' || \"column\" FROM _ps_facts "
	    "JOIN _ps_documents d ON d.id = document WHERE open = 1 ORDER BY 1"
};

static bool
is_equal(const char *sql)
{
	char	*a = dump(path[0], sql), *b = dump(path[1], sql);
	bool	 same = strcmp(a, b) == 0;
	size_t	 i = 0, from = 0;

	for (; !same && a[i] == b[i]; i++)
		if (a[i] == '\n')
			from = i + 1;
	if (!same)
		printf("# %s\n# %.300s\n# %.300s\n", sql, a + from, b + from);
	free(a);
	free(b);
	return same;
}

struct column_now {
	enum ps_type	type;
	struct reading	reading;
	bool		known;
};

static struct ps_value
value_at(sqlite3_stmt *stmt, int i)
{
	struct ps_value	v = { .type = PS_NULL };

	switch (sqlite3_column_type(stmt, i)) {
	case SQLITE_INTEGER:
		v.type = PS_INT;
		v.integer = sqlite3_column_int64(stmt, i);
		break;
	case SQLITE_FLOAT:
		v.type = PS_REAL;
		v.real = sqlite3_column_double(stmt, i);
		break;
	case SQLITE_TEXT:
		v.type = PS_TEXT;
		v.text = (const char *)sqlite3_column_text(stmt, i);
		v.length = (uint32_t)sqlite3_column_bytes(stmt, i);
		break;
	default:
		break;
	}
	return v;
}

static char *
ask_for(const char *file, const char *what, const char *address,
    const char *column, uint32_t row)
{
	char	*sql = sqlite3_mprintf("SELECT %s WHERE x.document = "
		    "(SELECT id FROM _ps_documents WHERE address = %Q) AND "
		    "x.\"column\" = %Q AND %u = %u", what, address, column,
		    row, row);
	char	*text;

	if (row > 0)
		sql = sqlite3_mprintf("%z AND x.row = %u", sql, row);
	text = dump(file, sql);
	sqlite3_free(sql);
	if (text[0] != '\0')
		text[strlen(text) - 1] = '\0';
	return text;
}

/* The source text of a cell, from the database alone. */
static bool
gives_back(const char *file, const struct column_now *c, sqlite3_stmt *stmt,
    int i, const char *want, const char *address, uint32_t row)
{
	struct ps_value	 v = value_at(stmt, i);
	struct reading	 r = reading_as(c->reading, c->type);
	struct ps_cell	 cell;
	char		 scratch[CELL_TEXT_MAX];
	const char	*bytes = NULL, *p;
	char		*kept;
	size_t		 n;
	bool		 same;

	kept = ask_for(file, "'=' || x.text FROM _ps_cells x", address,
	    names[i], row);
	if (kept[0] != '\0') {
		same = strcmp(kept + 1, want) == 0;
	} else {
		reading_restore(&r, c->type, &v, &cell, &bytes);
		p = reading_render(&r, &cell, bytes, &n, scratch);
		same = p == NULL ? want[0] == '\0' : strlen(want) == n &&
		    memcmp(p, want, n) == 0;
		if (!same)
			printf("# %s %s row %u as %s: want '%s', got "
			    "'%.*s'\n", address, names[i], row,
			    type_names[c->type], want, (int)(p ? n : 0),
			    p ? p : "");
	}
	free(kept);
	return same;
}

static bool
sheet_comes_back(const char *file, const struct sheet *s)
{
	struct column_now	 now[N_COLUMNS];
	sqlite3			*db;
	sqlite3_stmt		*stmt = NULL;
	char			*sql, *text;
	uint32_t		 row = 0;
	bool			 good = true;

	for (uint32_t i = 0; i < N_COLUMNS; i++) {
		struct ps_column c = { .type = PS_TEXT };

		text = ask_for(file, "x.reading FROM _ps_facts x", s->address,
		    names[i], 0);
		good &= reading_unpack(&now[i].reading, text);
		free(text);
		sql = sqlite3_mprintf("SELECT type FROM _ps_columns WHERE "
		    "name = %Q", names[i]);
		text = dump(file, sql);
		column_type_parse(&c, text, strlen(text) - 1);
		now[i].type = c.type;
		sqlite3_free(sql);
		free(text);
	}
	sql = sqlite3_mprintf("SELECT a,b,c,d,e,f FROM t WHERE _doc = (SELECT "
	    "id FROM _ps_documents WHERE address = %Q) ORDER BY rowid",
	    s->address);
	sqlite3_open_v2(file, &db, SQLITE_OPEN_READONLY, NULL);
	sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
	for (; sqlite3_step(stmt) == SQLITE_ROW; row++)
		for (uint32_t i = 0; i < N_COLUMNS && row < s->n_rows; i++)
			good &= gives_back(file, &now[i], stmt, (int)i,
			    s->texts[row * N_COLUMNS + i], s->address,
			    row + 1);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	sqlite3_free(sql);
	return good && row == s->n_rows;
}

static bool
all_come_back(const struct heap *h, const char *file)
{
	bool	good = true;

	for (uint32_t d = 0; d < h->n; d++)
		good &= sheet_comes_back(file, &h->sheets[d]);
	return good;
}

static void
try_heap(uint64_t seed)
{
	struct heap	*h = xcalloc(1, sizeof(*h));
	bool		 equal = true;

	state = seed * 0x9e3779b97f4a7c15 + 1;
	all_ended = true;
	make_heap(h);
	load_in_order(h, path[0]);
	load_otherwise(h, path[1]);
	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++)
		equal &= is_equal(questions[i]);
	ok(equal && all_ended, "heap %llu is the same in any order",
	    (unsigned long long)seed);
	ok(all_come_back(h, path[0]), "heap %llu: all texts come back",
	    (unsigned long long)seed);
	ok(all_come_back(h, path[1]), "heap %llu: also otherwise",
	    (unsigned long long)seed);
	free(h);
}

int
main(void)
{
	const char	*rounds = getenv("PS_ROUNDS");
	const char	*seed = getenv("PS_SEED");
	int64_t		 n = 25, from = 1;

	if (rounds != NULL)
		(void)parse_int(rounds, strlen(rounds), &n);
	if (seed != NULL)
		(void)parse_int(seed, strlen(seed), &from);
	snprintf(directory, sizeof(directory), "/tmp/ps_settle_XXXXXX");
	if (mkdtemp(directory) == NULL)
		return 1;
	for (int i = 0; i < 2; i++)
		snprintf(path[i], sizeof(path[i]), "%s/%d.db", directory, i);
	signal(SIGPIPE, SIG_IGN);
	for (int64_t i = 0; i < n; i++)
		try_heap((uint64_t)(from + i));
	if (getenv("PS_KEEP") != NULL)
		return done_testing();
	clean(path[0]);
	clean(path[1]);
	rmdir(directory);
	return done_testing();
}
