/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_frontier.c - the frontier in the sink's database: what is queued, known,
 * handed out, answered, and what the next run finds, in SQLite.
 */
#include "ledger_frontier.h"
#include "plugin.h"
#include "sink_driver.h"
#include "writer_frontier.h"

#include <unistd.h>

const struct ps_plugin *sqlite_LTX_ps_plugin(void);

struct sqlite_options {
	const char	*path;
	bool		 fresh;
	bool		 strict;
	bool		 provenance;
};

static const struct ps_sink	*sink;
static struct ps_self		 self;
static struct sqlite_options	 options;
static struct pipeline		 pipeline;
static const char		*inputs[] = { "web://a/", NULL };
static const struct ps_plugin	 source = { .name = "stub", .version = "1" };
static struct use		 use = { .plugin = &source,
				    .inputs = inputs, .n_inputs = 1 };
static struct ledger_crawl	 crawl;
static char			 heard[4000];	/* what was handed out */
static uint32_t			 due;
static int64_t			 last_place;

static struct ledger *
start(void)
{
	struct ps_opened	 opened;
	struct ledger		*l;

	sink = (const void *)sqlite_LTX_ps_plugin();
	self = (struct ps_self){ .host = &driver_host, .options = &options,
	    .state = calloc(1, sink->plugin.state_size) };
	if (sink->open(&self, &opened) != PS_OK)
		return NULL;
	l = ledger_start(sink, &self, &pipeline);
	ok(l != NULL && crawl_begin(l, &pipeline, 0, &crawl) == PS_OK,
	    "a crawl begins: %s", driver_message);
	return l;
}

static void
stop(struct ledger *l)
{
	struct ps_doc	doc = { .address = "/d", .root = "/", .name = "d",
			    .size = -1, .mtime = -1 };

	(void)sink->begin(&self, &doc);
	(void)sink->end(&self, true);
	ok(ledger_flush(l) == PS_OK && sink->commit(&self) == PS_OK,
	    "a commit");
	sink->finish(&self, false);
	sink->close(&self);
	ledger_free(l);
	free(self.state);
}

static void
on_due(void *arg, int64_t site)
{
	(void)arg, (void)site;
	due++;
}

static void
on_visit(void *arg, const struct frontier_visit *v)
{
	(void)arg;
	snprintf(heard + strlen(heard), sizeof(heard) - strlen(heard),
	    "%lld:%s ", (long long)v->id, v->address);
	last_place = v->place;
}

/* All of them are of site "s"; how many are new. */
static uint32_t
put(struct ledger *l, int64_t from, const char *const *addresses, uint32_t n)
{
	struct frontier_link	*links = calloc(n + 1, sizeof(*links));
	enum ps_status		 st;

	for (uint32_t i = 0; i < n; i++)
		links[i] = (struct frontier_link){ .address = addresses[i],
		    .site = "s", .input = addresses[i],
		    .depth = from != 0 };
	due = 0;
	st = frontier_put(l, &crawl, (struct frontier_from){ from, 1 }, links,
	    n, on_due, NULL);
	ok(st == PS_OK, "links: %s", driver_message);
	free(links);
	return due;
}

static const char *
visits(struct ledger *l, int64_t after, uint32_t most)
{
	int64_t	site;

	heard[0] = '\0';
	if (frontier_site(l, &crawl, 0, &site) != PS_OK || site == 0)
		return "(none)";
	(void)frontier_visits(l, &crawl, site, after, most, on_visit, NULL);
	return heard;
}

static void
answer(struct ledger *l, int64_t id, enum visit_state state, int64_t then)
{
	struct frontier_answer	a = { .id = id, .state = state,
				    .again = state == VISIT_LATER,
				    .not_before = then, .why = "so" };

	ok(frontier_settle(l, &crawl, &a) == PS_OK, "an answer: %s",
	    driver_message);
}

static int64_t
number(struct ledger *l, const char *sql)
{
	int64_t	n;

	return ledger_number(l, sql, NULL, 0, -1, &n) == PS_OK ? n : -2;
}

static void
test_order(struct ledger *l)
{
	static const char *const first[] = { "web://a/" };
	static const char *const more[] = { "web://a/2", "web://a/1",
		"web://a/2", "web://b/", "web://a/" };

	is_int(put(l, 0, first, 1), 1, "an input is due");
	is_int(put(l, 0, first, 1), 0, "once");
	is_str(visits(l, 0, 10), "1:web://a/ ", "it is handed out");
	is_int(put(l, 1, more, 5), 3, "links, of which one is there twice, "
	    "and one is the input");
	is_str(visits(l, 0, 10), "1:web://a/ 2:web://a/2 3:web://a/1 "
	    "4:web://b/ ", "in their order");
	is_str(visits(l, 0, 2), "1:web://a/ 2:web://a/2 ", "some at a time");
	is_str(visits(l, last_place, 9), "3:web://a/1 4:web://b/ ",
	    "and the rest");
	is_int(crawl.counts[VISIT_QUEUED], 4, "as many are queued");
}

/* Two addresses of one hash are two addresses. */
static void
test_collision(struct ledger *l)
{
	static const char *const one[] = { "web://a/x" };
	char			 sql[200];

	snprintf(sql, sizeof(sql), "UPDATE _ps_frontier SET hash = %lld "
	    "WHERE id = 4", (long long)frontier_hash(&crawl, one[0]));
	ok(ledger_sql(l, sql, NULL, 0) == PS_OK, "a collision");
	is_int(put(l, 1, one, 1), 1, "loses nothing");
	is_int(put(l, 1, one, 1), 0, "and both are known");
	is_int(number(l, "SELECT count(*) FROM _ps_frontier WHERE hash = "
	    "(SELECT hash FROM _ps_frontier WHERE id = 4)"), 2,
	    "there are two rows");
}

static void
test_answers(struct ledger *l)
{
	answer(l, 1, VISIT_DONE, 0);
	answer(l, 2, VISIT_FOUND, 0);
	answer(l, 3, VISIT_FAILED, 0);
	answer(l, 4, VISIT_LATER, 0);
	answer(l, 5, VISIT_LATER, frontier_now() + 1000000);
	is_int(crawl.counts[VISIT_QUEUED], 0, "nothing is queued");
	is_str(visits(l, 0, 10), "(none)", "nor handed out");
	ok(frontier_stored(l, &crawl, "web://a/2") == PS_OK &&
	    number(l, "SELECT state FROM _ps_frontier WHERE id = 2") ==
	    VISIT_STORED, "a document is stored");
	ok(frontier_stored(l, &crawl, "web://a/1") == PS_OK &&
	    number(l, "SELECT state FROM _ps_frontier WHERE id = 3") ==
	    VISIT_FAILED, "which was no document stays as it is");
	ok(crawl_end(l, &crawl) == PS_OK && number(l, "SELECT count(*) FROM "
	    "_ps_crawls WHERE finished IS NOT NULL") == 0,
	    "while some wait it is not over");
}

static void
test_next_run(struct ledger *l)
{
	ok(crawl.resumed && crawl.round == 1, "the round goes on");
	is_str(visits(l, 0, 10), "3:web://a/1 4:web://b/ ",
	    "what failed and what waited is due, but not before its time");
	is_int(crawl.counts[VISIT_QUEUED], 2, "they are counted");
	is_int(crawl.counts[VISIT_LATER], 1, "and what waits");
	answer(l, 3, VISIT_DONE, 0);
	answer(l, 4, VISIT_DONE, 0);
	ok(ledger_sql(l, "UPDATE _ps_frontier SET attempts = 3 WHERE id = 5",
	    NULL, 0) == PS_OK && crawl_end(l, &crawl) == PS_OK &&
	    number(l, "SELECT count(*) FROM _ps_crawls WHERE finished IS NOT "
	    "NULL") == 1, "what says later for ever keeps nothing up");
}

static void
test_next_round(struct ledger *l)
{
	static const char *const first[] = { "web://a/" };
	static const char *const links[] = { "web://a/x", "web://a/1" };

	ok(!crawl.resumed && crawl.round == 2, "it begins anew");
	is_str(visits(l, 0, 10), "(none)", "with nothing");
	is_int(put(l, 0, first, 1), 1, "the input is due again");
	is_int(put(l, 1, links, 2), 1, "a link, and one whose time has not "
	    "come");
	is_str(visits(l, 0, 10), "1:web://a/ 3:web://a/1 ", "in the order of "
	    "this round");
	answer(l, 1, VISIT_DONE, 0);
	answer(l, 3, VISIT_DONE, 0);
	ok(ledger_sql(l, "UPDATE _ps_frontier SET state = 1 WHERE id = 5",
	    NULL, 0) == PS_OK, "its time comes");
	crawl.counts[VISIT_LATER] = 0;
	crawl.whole = true;
	ok(crawl_end(l, &crawl) == PS_OK && number(l, "SELECT count(*) FROM "
	    "_ps_frontier") == 3, "what was not met is forgotten");
}

static void
test_sites(struct ledger *l)
{
	struct site_told	t;
	int64_t			n, same, other;

	ok(ledger_site_number(l, "s", &n) == PS_OK &&
	    ledger_site_number(l, "s", &same) == PS_OK && n == same,
	    "a site has a number");
	ok(ledger_site_number(l, "t", &other) == PS_OK && other != n,
	    "another has another");
	ok(ledger_site_remember(l, "t", "robots", 77) == PS_OK &&
	    ledger_site_recall(l, other, &t) == PS_OK, "it is remembered");
	is_str(t.memory, "robots", "what");
	is_int(t.not_before, 77, "and when");
	free(t.site);
	free(t.memory);
	ok(ledger_site_remember(l, "t", NULL, 0) == PS_OK &&
	    ledger_site_recall(l, other, &t) == PS_OK &&
	    strcmp(t.memory, "robots") == 0 && t.not_before == 0,
	    "nothing new is as before");
	free(t.site);
	free(t.memory);
}

static void
test_secrets(struct ledger *l)
{
	struct frontier_link	k = { .address = "web://a/?key=***",
				    .full = "web://a/?key=x", .site = "s" };

	due = 0;
	ok(frontier_put(l, &crawl, (struct frontier_from){ 1, 1 }, &k, 1,
	    on_due, NULL) == PS_OK && due == 1, "an address with a secret");
	ok(strstr(visits(l, 0, 10), "web://a/?key=x ") != NULL,
	    "is handed out as it is: %s", heard);
	is_int(number(l, "SELECT count(*) FROM _ps_frontier WHERE address "
	    "LIKE '%key=x%'"), 0, "and is not in the database");
}

static void
test_lost_secrets(struct ledger *l)
{
	struct frontier_link	k = { .address = "web://a/?key=***",
				    .full = "web://a/?key=x", .site = "s" };

	is_str(visits(l, 0, 10), "1:web://a/ ", "its page is due, it is not");
	due = 0;
	ok(frontier_put(l, &crawl, (struct frontier_from){ 1, 1 }, &k, 1,
	    on_due, NULL) == PS_OK && due == 1, "met again it is due");
}

/* Many at once, of which some are known. */
static void
test_many(struct ledger *l)
{
	static char	 texts[1000][40];
	const char	*addresses[1000];
	int64_t		 before;

	for (int i = 0; i < 1000; i++) {
		snprintf(texts[i], sizeof(texts[i]), "web://many/%d",
		    i % 700);
		addresses[i] = texts[i];
	}
	before = number(l, "SELECT count(*) FROM _ps_frontier");
	is_int(put(l, 1, addresses, 1000), 700, "many links");
	is_int(number(l, "SELECT count(*) FROM _ps_frontier") - before, 700,
	    "each once");
	is_int(put(l, 1, addresses, 1000), 0, "and never again");
}

/* Some megabytes wait in memory, all else in a file. */
static void
test_waiting(uint32_t frames, size_t size, const char *name)
{
	struct waiting_frames	 w = { .n = 0 };
	char			*bytes = calloc(1, size);
	struct frame		 f = { .type = M_VISITED, .p = bytes };
	uint32_t		 n = 0;
	bool			 good = true;

	waiting_init(&w);
	for (uint32_t i = 0; i < frames; i++) {
		memcpy(bytes, &i, sizeof(i));
		f.n = size - i % 3;
		good &= waiting_add(&w, &f);
	}
	ok(good && w.held.n <= 17u << 20 && (w.file != NULL) ==
	    (frames * size > 16u << 20), "%s: they wait", name);
	waiting_rewind(&w);
	for (; waiting_next(&w, &f); n++)
		good &= memcmp(f.p, &n, sizeof(n)) == 0 &&
		    f.n == size - n % 3 && f.type == M_VISITED;
	ok(good && n == frames && !w.lost, "%s: and come in order", name);
	waiting_clear(&w);
	waiting_rewind(&w);
	ok(!waiting_next(&w, &f) && w.n == 0, "%s: once", name);
	waiting_free(&w);
	free(bytes);
}

int
main(void)
{
	static const char *const nowhere[] = { NULL };
	static void (*const	 runs[])(struct ledger *) = {
		test_order, test_collision, test_answers
	};
	char			 directory[] = "/tmp/ps_frontier_XXXXXX";
	char			 path[100], part[120];
	struct ledger		*l;

	if (mkdtemp(directory) == NULL)
		return 1;
	snprintf(path, sizeof(path), "%s/t.db", directory);
	snprintf(part, sizeof(part), "%s.part", path);
	options = (struct sqlite_options){ .path = path, .provenance = true };
	pipeline.registry = registry_load(nowhere);
	pipeline.command = "test";
	pipeline.sources = &use;
	pipeline.n_sources = 1;
	l = start();
	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++)
		runs[i](l);
	stop(l);
	l = start();
	test_next_run(l);
	stop(l);
	l = start();
	test_next_round(l);
	stop(l);
	l = start();
	test_sites(l);
	(void)put(l, 0, (const char *const[]){ "web://a/" }, 1);
	answer(l, 1, VISIT_DONE, 0);
	test_secrets(l);
	stop(l);
	l = start();
	test_lost_secrets(l);
	test_many(l);
	stop(l);
	test_waiting(0, 100, "no frames");
	test_waiting(100, 1000, "a few frames");
	test_waiting(70, 1u << 20, "many frames");
	unlink(path);
	unlink(part);
	rmdir(directory);
	return done_testing();
}
