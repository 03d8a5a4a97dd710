/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_ledger.c - what the ledger keeps, forgets and gives back, in SQLite.
 */
#include "facts_text.h"
#include "plugin.h"
#include "sink_driver.h"
#include "tables.h"

#include <unistd.h>

const struct ps_plugin *sqlite_LTX_ps_plugin(void);

struct sqlite_options {
	const char	*path;
	bool		 fresh;
	bool		 strict;
	bool		 provenance;
};

#define TEXT_OF(x)	#x
#define TEXT(x)		TEXT_OF(x)
#define VERSION_TEXT	TEXT(LEDGER_VERSION)

static const struct ps_sink	*sink;
static struct ps_self		 self;
static struct sqlite_options	 options;
static struct pipeline		 pipeline;
static const struct counts	 none;

static void
clean(void)
{
	static const char *const ends[] = { "", "-journal", "-wal", "-shm",
		".part", ".part-journal" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		char	name[200];

		snprintf(name, sizeof(name), "%s%s", options.path, ends[i]);
		unlink(name);
	}
}

static struct ledger *
start(void)
{
	struct ps_opened	opened;

	sink = (const void *)sqlite_LTX_ps_plugin();
	self = (struct ps_self){ .host = &driver_host, .options = &options,
	    .state = calloc(1, sink->plugin.state_size) };
	if (sink->open(&self, &opened) != PS_OK)
		return NULL;
	return ledger_start(sink, &self, &pipeline);
}

static void
stop(struct ledger *l, bool whole)
{
	sink->finish(&self, whole);
	sink->close(&self);
	ledger_free(l);
	free(self.state);
}

static uint64_t	state = 88172645463325252;

static uint32_t
below(uint32_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 33) % n;
}

static bool
same_numbers(const struct facts *a, const struct facts *b)
{
	for (const struct facts_field *f = facts_fields; f->name; f++) {
		size_t n = f->size == 9 ? 8 : f->size;

		if (memcmp((const char *)a + f->offset,
		    (const char *)b + f->offset, n) != 0) {
			printf("# field %s\n", f->name);
			return false;
		}
	}
	return true;
}

static void
test_facts(void)
{
	static const char *const texts[] = { "1", "-2.50", "1,234", "x", "",
		"2020-01-31", "31/01/2020", "NA", "1e5", "true", "12:30" };
	char		packed[FACTS_TEXT_MAX];
	struct facts	f, g;
	size_t		n, longest = 0;
	bool		same = true;

	for (int round = 0; round < 500; round++) {
		uint32_t kind = below(11);

		facts_start(&f);
		for (uint32_t i = below(20); i > 0; i--) {
			const char *t = texts[below(3) ? kind : below(11)];

			facts_add(&f, t, strlen(t), 0, PS_NULL);
		}
		n = facts_pack(&f, packed);
		longest = n > longest ? n : longest;
		same &= facts_unpack(&g, packed, n) && same_numbers(&f, &g);
	}
	ok(same, "facts come back");
	ok(longest < 300, "and are short: %zu", longest);
	same = true;
	for (int round = 0; round < 500; round++) {
		char	*p = (char *)&f;

		for (size_t i = 0; i < sizeof(f); i++)
			p[i] = (char)(below(4) ? below(256) : 0);
		n = facts_pack(&f, packed);
		same &= n < sizeof(packed) && facts_unpack(&g, packed, n) &&
		    same_numbers(&f, &g);
	}
	ok(same, "whatever they are");
	for (int round = 0; round < 2000; round++) {
		n = below(200);
		for (size_t i = 0; i < n; i++)
			packed[i] = (char)(32 + below(96));
		(void)facts_unpack(&g, packed, n);
	}
	ok(!facts_unpack(&g, "\xff\xff", 2), "what is none is refused");
}

static enum ps_status
add(struct ledger *l, int64_t id, const char *address, const char *status)
{
	struct ps_doc	d = { .address = address, .root = "/r", .size = 7,
			    .mtime = 8 };
	struct entry	e = { .id = id, .doc = &d, .counts = &none,
			    .status = status, .hash = { 1, (uint64_t)id / 2 },
			    .parent = id == 5 ? "/r/0004" : NULL };
	enum ps_status	st = ledger_add(l, &e);

	gather_end_document(l, true);
	return st;
}

static int64_t
count(struct ledger *l, const char *sql)
{
	int64_t	n;

	return ledger_number(l, sql, NULL, 0, -1, &n) == PS_OK ? n : -2;
}

static void
test_documents(void)
{
	struct ps_doc	d = { .address = "/r/0003", .size = 7, .mtime = 8 };
	struct ledger	*l;
	struct gone	g;
	struct buf	copy;
	char		address[20];
	uint8_t		verdict;
	int64_t		id;

	clean();
	l = start();
	if (!ok(l != NULL, "a ledger begins"))
		return;
	is_int(l->next_id, 1, "with the first document");
	ok(!l->stale, "nothing was broken off");
	for (int i = 1; i <= 100; i++) {
		snprintf(address, sizeof(address), i == 5 ? "/r/0004!%04d" :
		    "/r/%04d", i);
		add(l, i, address, "loaded");
	}
	is_int(count(l, "SELECT count(*) FROM _ps_documents"), 0, "rows wait");
	is_int(ledger_flush(l), PS_OK, "until they are flushed");
	is_int(count(l, "SELECT count(*) FROM _ps_documents"), 100,
	    "then all are there");
	is_int(count(l, "SELECT sum(id) FROM _ps_documents"), 5050,
	    "each once");
	sink->commit(&self);
	stop(l, true);

	l = start();
	ok(l->stale, "a run that did not end is noticed");
	is_int(l->next_id, 101, "ids go on");
	ledger_look_up(l, &d, 1, &verdict, &id);
	ok(verdict == 1 && id == 3, "an unchanged document");
	d.size = 9;
	ledger_look_up(l, &d, 1, &verdict, &id);
	ok(verdict == 2 && id == 3, "a changed one");
	d.size = 7;
	l->reader[0] ^= 1;
	ledger_look_up(l, &d, 1, &verdict, &id);
	is_int(verdict, 2, "a better reader looks again");
	l->reader[0] ^= 1;
	d.address = "/r/new";
	ledger_look_up(l, &d, 1, &verdict, &id);
	is_int(verdict, 0, "a new one");
	ok(!ledger_seen_address(l, "/r/a"), "an address not seen");
	ok(ledger_seen_address(l, "/r/a"), "and seen");
	buf_init(&copy, 1000);
	ledger_copy_of(l, (uint64_t[]){ 1, 1 }, 3, &copy);
	is_str(buf_cstr(&copy), "/r/0002", "a copy is found");
	buf_free(&copy);

	/* 4 is a container that was not opened again; 5 is in it. */
	for (int i = 1; i <= 100; i++)
		if (i != 5 && i <= 40)
			ledger_unchanged(l, i);
	ledger_gone(l, "/r", false, &g);
	free(g.ids);
	ok(g.refused && g.missing == 60, "most are gone: refused (%d)",
	    (int)g.missing);
	for (int i = 41; i <= 97; i++)
		ledger_touch(l, i);
	ledger_gone(l, "/r", false, &g);
	free(g.ids);
	ok(!g.refused && g.missing == 3, "a few are marked");
	is_int(count(l, "SELECT sum(id) FROM _ps_documents WHERE "
	    "status = 'gone'"), 98 + 99 + 100, "those");
	ledger_forget(l, 7);
	ledger_mark(l, 8, "failed", "no reason");
	is_int(count(l, "SELECT count(*) FROM _ps_documents WHERE id = 7 OR "
	    "(id = 8 AND status = 'failed')"), 1, "forgotten, and marked");
	stop(l, true);
}

/*
 * Facts and readings as they stand in databases: where these differ, it is
 * time for another LEDGER_VERSION (and for other texts here).
 */
static void
test_packing(void)
{
	static const struct {
		const char	*cells[4], *facts, *reading;
	} rows[] = {
		{ { "1.234,50", "(5,25)", "NA" },
		    "D.DB.Pm-mGI__-_9B-_____D.IwgQ.G-__B.J_1-_________P_l_q7_"
		    "______PI6__BEC",
		    "4 10 0 1 0 3 10 0 6 2 2 -1 3 0 0 0 1 0 0 0 0 0 0 4294967"
		    "295 0 0 0 2d3100" },
		{ { "31/12/2020 9:05 AM", "1/2/2020 10:00 PM" },
		    "C.T23mGS.Dv___uEA-w_D_7__D.I-__BA-__B",
		    "8 0 4 7 0 0 8 0 0 0 0 0 0 0 0 0 97 0 0 0 0 0 0 429496729"
		    "5 0 0 0 2d3100" },
		{ { "5 Jan 2020", "7 FEB 2020", "" },
		    "DB.S2_mGK",
		    "18 0 0 1 0 0 0 0 0 0 0 -1 0 0 0 0 1 0 0 0 0 0 0 42949672"
		    "95 0 0 0 2d3100" },
		{ { "5 CR", "6 DR", "-1" },
		    "D.Ti-mGEggg4_Q-_____D.IwgFC-__B.E-__BA_99_________P_9-__"
		    "_______P.eB",
		    "2 0 0 1 0 22 2 0 0 0 0 -1 7 0 0 0 1 0 0 0 0 0 0 42949672"
		    "95 0 0 0 2d3100" }
	};
	static const struct preferences	no = { .words = { .n = 0 } };
	struct preferences		p = no;

	ok(told_add(&p.words, "-1", 2), "a word of one's own");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char		facts[FACTS_TEXT_MAX + 1], text[300];
		struct reading	r;
		struct facts	f;

		facts_start(&f);
		facts_told(&f, &p.words);
		for (int k = 0; k < 4 && rows[i].cells[k] != NULL; k++)
			facts_add(&f, rows[i].cells[k],
			    strlen(rows[i].cells[k]), 0, PS_NULL);
		readings_choose(&f, 1, &p, &r);
		facts[facts_pack(&f, facts)] = '\0';
		reading_pack(&r, text, sizeof(text));
		is_str(facts, rows[i].facts, "facts of version %d",
		    LEDGER_VERSION);
		is_str(text, rows[i].reading, "a reading of it");
	}
}

/* Straight to the sink, whatever its ledger is. */
static void
change(const char *sql)
{
	struct ps_opened	opened;

	self = (struct ps_self){ .host = &driver_host, .options = &options,
	    .state = calloc(1, sink->plugin.state_size) };
	is_int(sink->open(&self, &opened), PS_OK, "the database opens");
	is_int(sink->sql(&self, sql, NULL, 0, NULL, NULL), PS_OK, "%s", sql);
	stop(NULL, true);
}

/* What another program packed is not read as if it were ours. */
static void
test_version(void)
{
	static const struct {
		const char	*change, *said;
	} rows[] = {
		{ "UPDATE _ps_ledger SET version = 9999", "is of version "
		    "9999, made by polyscraper 7.7, and this program knows" },
		{ "UPDATE _ps_ledger SET version = 1", "is of version 1, "
		    "made by polyscraper 7.7, and this program writes" },
		{ "DROP TABLE _ps_ledger", "is of version 1, made by "
		    "polyscraper 7.7, and this program writes" }
	};
	struct ledger	*l;

	clean();
	l = start();
	is_int(l == NULL ? -1 : count(l, "SELECT version FROM _ps_ledger"),
	    LEDGER_VERSION, "a new ledger has the version");
	ledger_sql(l, "UPDATE _ps_runs SET version = '7.7'", NULL, 0);
	stop(l, true);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		change(rows[i].change);
		driver_message[0] = '\0';
		l = start();
		ok(l == NULL && strstr(driver_message, rows[i].said) != NULL,
		    "another is refused: %s", driver_message);
		sink->close(&self);	/* as the writer does after it */
		ledger_free(l);
		free(self.state);
	}
	change("CREATE TABLE _ps_ledger(version INTEGER)");
	change("INSERT INTO _ps_ledger SELECT " VERSION_TEXT);
	l = start();
	is_int(l == NULL ? -1 : count(l, "SELECT count(*) FROM _ps_runs"), 2,
	    "a refused run leaves nothing");
	stop(l, false);
}

/* Rows of an open document go with it, those of others stay. */
static void
test_open_document(void)
{
	struct ledger	*l;
	struct ps_doc	 d = { .address = "/r/x", .size = 1 };
	bool		 good = true;

	clean();
	l = start();
	add(l, 1, "/r/1", "loaded");
	is_int(sink->begin(&self, &d), PS_OK, "a document begins");
	for (int i = 0; i < 5000; i++) {
		gather_int(l, L_LINES, 2);
		gather_int(l, L_LINES, i);
		gather_str(l, L_LINES, "other");
		gather_str(l, L_LINES, "some text of a line");
		good &= gather_end_row(l, L_LINES) == PS_OK;
	}
	ok(good && count(l, "SELECT count(*) FROM _ps_lines") > 0,
	    "many rows are inserted at once");
	is_int(count(l, "SELECT count(*) FROM _ps_documents"), 0,
	    "but none of another document");
	sink->end(&self, false);
	gather_end_document(l, false);
	ledger_flush(l);
	is_int(count(l, "SELECT count(*) FROM _ps_lines"), 0, "all gone");
	is_int(count(l, "SELECT count(*) FROM _ps_documents"), 1,
	    "the other is there");
	stop(l, false);
}

static void
test_tables(void)
{
	struct ledger	*l;
	struct tables	 all;
	struct table	*t;
	struct ps_column c = { .type = PS_DECIMAL, .precision = 12,
			    .scale = 3 };
	char		 type[48];
	bool		 found = true;

	column_type_text(&c, type);
	is_str(type, "decimal(12,3)", "a type as text");
	memset(&c, 0, sizeof(c));
	column_type_parse(&c, type, strlen(type));
	ok(c.type == PS_DECIMAL && c.precision == 12 && c.scale == 3,
	    "and back");
	clean();
	l = start();
	tables_open(&all, l);
	for (int i = 0; i < 500; i++) {
		snprintf(type, sizeof(type), "table_%d", i);
		t = tables_add(&all, type, "a shape");
		t->loaded = true;
		table_add_column(t, "x", "X", NULL);
		table_add_column(t, "y", "Y", "km");
		t->sql[1].type = PS_INT;
		table_insert(&all, t);
	}
	t = tables_find(&all, "table_77");
	facts_add(&t->columns[1].joined, "5", 1, 0, PS_NULL);
	t->columns[1].decided[KIND_DATED] = 6;
	t->rows = 9;
	t->unsaved = true;
	tables_save(&all);
	tables_remove_last(&all);
	ok(tables_find(&all, "table_499") == NULL, "the last one goes");
	tables_free(&all);
	tables_open(&all, l);
	for (int i = 0; i < 500; i++) {
		snprintf(type, sizeof(type), "table_%d", i);
		found &= tables_find(&all, type) != NULL;
	}
	ok(found, "tables come back");
	t = tables_find(&all, "table_77");
	table_load(&all, t);
	ok(t->rows == 9 && t->n_columns == 2 && t->sql[1].type == PS_INT &&
	    strcmp(t->columns[1].unit, "km") == 0 &&
	    t->columns[1].joined.cells == 1 &&
	    t->columns[1].decided[KIND_DATED] == 6, "with what was saved");
	is_int(table_column(t, "y", 0), 1, "columns by name");
	is_int(table_column(t, "z", 0), -1, "or not");
	tables_free(&all);
	stop(l, false);
}

int
main(void)
{
	static const char *const nowhere[] = { NULL };
	static char		 directory[64], path[100];

	snprintf(directory, sizeof(directory), "/tmp/ps_ledger_XXXXXX");
	if (mkdtemp(directory) == NULL)
		return 1;
	snprintf(path, sizeof(path), "%s/t.db", directory);
	options = (struct sqlite_options){ .path = path, .provenance = true };
	pipeline.registry = registry_load(nowhere);
	pipeline.command = "test";
	test_facts();
	test_version();
	test_packing();
	test_documents();
	test_open_document();
	test_tables();
	clean();
	rmdir(directory);
	return done_testing();
}
