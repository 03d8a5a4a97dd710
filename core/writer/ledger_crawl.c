/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ledger_crawl.c - the rounds of crawls: one that was broken off goes on, one
 * that is over begins anew.
 *
 * A crawl is known by its source's name and inputs.  Where options that change
 * what is found are others than those of a round, that round is not gone on
 * with.
 */
#include <stdio.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "ledger_frontier.h"
#include "mem.h"
#include "options.h"
#include "secret.h"

#define KEY_MAX		(64u << 20)
/* What says "later" so often keeps a round from its end no more. */
#define LATER_MOST	3

struct crawl_key {
	char	inputs[17], settings[17];
};

/* A text with its end, so that "ab" "c" and "a" "bc" differ. */
static void
add_text(struct buf *b, const char *s)
{
	buf_str(b, s == NULL ? "\1" : s);
	buf_char(b, '\0');
}

static void
add_globs(struct buf *b, const char *const *globs)
{
	for (; globs != NULL && *globs != NULL; globs++)
		add_text(b, *globs);
	add_text(b, NULL);
}

static void
hash_of(struct buf *b, char out[17])
{
	snprintf(out, 17, "%016llx", (unsigned long long)
	    XXH3_64bits(buf_cstr(b), b->n));
	buf_clear(b);
}

static void
find_key(const struct pipeline *p, const struct use *u, struct crawl_key *key)
{
	struct arena	*a = arena_new();
	struct buf	 b;

	buf_init(&b, KEY_MAX);
	for (uint32_t i = 0; i < u->n_inputs; i++)
		add_text(&b, secret_masked(a, u->inputs[i]));
	hash_of(&b, key->inputs);
	add_text(&b, u->plugin->version);
	for (uint32_t i = 0; i < options_count(u->plugin); i++) {
		const struct ps_option *o = options_row(u->plugin, i);

		if (o->flags & (PS_SECRET | PS_MANNER))
			continue;
		add_text(&b, o->name);
		add_text(&b, secret_masked(a, options_text(o, u->options, a)));
	}
	add_globs(&b, p->include);
	add_globs(&b, p->exclude);
	hash_of(&b, key->settings);
	buf_free(&b);
	arena_free(a);
}

struct known_crawl {
	int64_t	id, round;
	bool	same_settings, finished;
};

static enum ps_status
take_crawl(void *arg, const struct ps_value *v, uint32_t n)
{
	struct known_crawl	*k = arg;

	(void)n;
	k->id = v[0].integer;
	k->round = v[1].integer;
	k->same_settings = v[2].integer != 0;
	k->finished = v[3].type != PS_NULL;
	return PS_EOF;
}

/* The rows that wait for this run join the queue. */
static enum ps_status
go_on(struct ledger *l, const struct ledger_crawl *c)
{
	enum ps_status	st;

	st = ledger_sql(l, "UPDATE _ps_crawls SET runs = runs + 1 WHERE "
	    "id = ?1", (struct ps_value[]){ int_value(c->id) }, 1);
	return st != PS_OK ? st : ledger_sql(l, "UPDATE _ps_frontier SET "
	    "state = 0 WHERE crawl = ?1 AND round = ?2 AND (state IN (3, 5) "
	    "OR (state = 4 AND coalesce(not_before, 0) <= ?3))",
	    (struct ps_value[]){ int_value(c->id), int_value(c->round),
	    int_value(frontier_now()) }, 3);
}

static enum ps_status
begin_anew(struct ledger *l, struct ledger_crawl *c,
    const struct crawl_key *key)
{
	char		now[32];

	c->round++;
	return ledger_sql(l, "UPDATE _ps_crawls SET round = ?2, runs = 1, "
	    "settings = ?3, started = ?4, finished = NULL WHERE id = ?1",
	    (struct ps_value[]){ int_value(c->id), int_value(c->round),
	    str_value(key->settings), str_value(ledger_now(now)) }, 4);
}

static enum ps_status
begin_first(struct ledger *l, const struct use *u, struct ledger_crawl *c,
    const struct crawl_key *key)
{
	char		now[32];
	int64_t		last;
	enum ps_status	st;

	st = ledger_number(l, "SELECT max(id) FROM _ps_crawls", NULL, 0, 0,
	    &last);
	c->id = last + 1;
	c->round = 1;
	return st != PS_OK ? st : ledger_sql(l, "INSERT INTO _ps_crawls(id, "
	    "source, inputs, settings, round, runs, started) VALUES "
	    "(?1,?2,?3,?4,1,1,?5)", (struct ps_value[]){ int_value(c->id),
	    str_value(u->plugin->name), str_value(key->inputs),
	    str_value(key->settings), str_value(ledger_now(now)) }, 5);
}

static enum ps_status
take_count(void *arg, const struct ps_value *v, uint32_t n)
{
	struct ledger_crawl	*c = arg;

	(void)n;
	if (v[0].integer >= 0 && v[0].integer < N_VISIT_STATES)
		c->counts[v[0].integer] = (uint64_t)v[1].integer;
	return PS_OK;
}

static enum ps_status
count(struct ledger *l, struct ledger_crawl *c)
{
	return ledger_query(l, "SELECT state, count(*) FROM _ps_frontier "
	    "WHERE crawl = ?1 AND round = ?2 GROUP BY state",
	    (struct ps_value[]){ int_value(c->id), int_value(c->round) }, 2,
	    take_count, c);
}

enum ps_status
crawl_begin(struct ledger *l, const struct pipeline *p, uint32_t source,
    struct ledger_crawl *c)
{
	const struct use	*u = &p->sources[source];
	struct known_crawl	 k = { .id = 0 };
	struct crawl_key	 key;
	enum ps_status		 st = frontier_open(l);

	*c = (struct ledger_crawl){ .source = source };
	find_key(p, u, &key);
	if (st == PS_OK)
		st = ledger_query(l, "SELECT id, round, CASE WHEN "
		    "settings = ?3 THEN 1 ELSE 0 END, finished FROM "
		    "_ps_crawls WHERE source = ?1 AND inputs = ?2",
		    (struct ps_value[]){ str_value(u->plugin->name),
		    str_value(key.inputs), str_value(key.settings) }, 3,
		    take_crawl, &k);
	if (st != PS_OK)
		return st;
	if (k.id == 0)
		return begin_first(l, u, c, &key);
	c->id = k.id;
	c->round = k.round;
	if (k.finished || !k.same_settings)
		return begin_anew(l, c, &key);
	c->resumed = true;
	st = go_on(l, c);
	if (st == PS_OK)
		st = secrets_lost(l, c);
	return st == PS_OK ? count(l, c) : st;
}

/* Whatever was not met in a whole round leads nowhere any more. */
static enum ps_status
forget_older(struct ledger *l, const struct ledger_crawl *c)
{
	if (c->round == 1 || !c->whole || c->counts[VISIT_FAILED] > 0 ||
	    c->counts[VISIT_LATER] > 0)
		return PS_OK;
	return ledger_sql(l, "DELETE FROM _ps_frontier WHERE crawl = ?1 AND "
	    "round < ?2", (struct ps_value[]){ int_value(c->id),
	    int_value(c->round) }, 2);
}

enum ps_status
crawl_end(struct ledger *l, struct ledger_crawl *c)
{
	char		now[32];
	int64_t		left;
	enum ps_status	st;

	st = ledger_number(l, "SELECT count(*) FROM _ps_frontier WHERE "
	    "crawl = ?1 AND round = ?2 AND (state IN (0, 5) OR (state = 4 AND "
	    "attempts < ?3))", (struct ps_value[]){ int_value(c->id),
	    int_value(c->round), int_value(LATER_MOST) }, 3, 0, &left);
	if (st != PS_OK || left > 0) {
		c->whole = false;
		return st;
	}
	st = ledger_sql(l, "UPDATE _ps_crawls SET finished = ?2 WHERE "
	    "id = ?1", (struct ps_value[]){ int_value(c->id),
	    str_value(ledger_now(now)) }, 2);
	return st == PS_OK ? forget_older(l, c) : st;
}

struct roots {
	void	(*fn)(void *, const char *);
	void	*arg;
};

static enum ps_status
take_root(void *arg, const struct ps_value *v, uint32_t n)
{
	struct roots	*r = arg;
	char		*root;

	(void)n;
	if (v[0].type != PS_TEXT)
		return PS_OK;
	root = xstrndup(v[0].text, v[0].length);
	r->fn(r->arg, root);
	free(root);
	return PS_OK;
}

enum ps_status
crawl_roots(struct ledger *l, const struct ledger_crawl *c,
    void (*fn)(void *, const char *), void *arg)
{
	struct roots	r = { fn, arg };

	return ledger_query(l, "SELECT input FROM _ps_frontier WHERE "
	    "crawl = ?1 AND round = ?2 AND input IS NOT NULL AND id NOT IN "
	    "(SELECT root FROM _ps_frontier WHERE crawl = ?1 AND round = ?2 "
	    "AND state IN (0, 3, 4, 5)) ORDER BY id",
	    (struct ps_value[]){ int_value(c->id), int_value(c->round) }, 2,
	    take_root, &r);
}

struct recall {
	struct ledger			*ledger;
	const struct ledger_crawl	*crawl;
	int64_t				*ids;
	char				**addresses;
	size_t				 n, room, addresses_room;
};

static enum ps_status
take_document(void *arg, const struct ps_value *v, uint32_t n)
{
	struct recall	*r = arg;

	(void)n;
	if (v[1].type != PS_TEXT || ledger_touched(r->ledger, v[0].integer))
		return PS_OK;
	GROW(r->ids, r->n, r->room);
	GROW(r->addresses, r->n, r->addresses_room);
	r->ids[r->n] = v[0].integer;
	r->addresses[r->n++] = xstrndup(v[1].text, v[1].length);
	return PS_OK;
}

/* Its row of this round says that it is there, or that nobody knows. */
static enum ps_status
recall_one(struct recall *r, size_t i)
{
	const struct ledger_crawl	*c = r->crawl;
	int64_t				 there;
	enum ps_status			 st;

	st = ledger_number(r->ledger, "SELECT count(*) FROM _ps_frontier "
	    "WHERE hash = ?1 AND address = ?2 AND crawl = ?3 AND round = ?4 "
	    "AND state <> 1", (struct ps_value[]){
	    int_value(frontier_hash(c, r->addresses[i])),
	    str_value(r->addresses[i]), int_value(c->id),
	    int_value(c->round) }, 4, 0, &there);
	if (st == PS_OK && there > 0)
		ledger_unchanged(r->ledger, r->ids[i]);
	return st;
}

enum ps_status
crawl_recall(struct ledger *l, const struct ledger_crawl *c, const char *root)
{
	struct recall	r = { .ledger = l, .crawl = c };
	struct ps_value	v = str_value(root);
	enum ps_status	st;

	st = ledger_query(l, "SELECT id, address FROM _ps_documents WHERE "
	    "root = ?1 AND status <> 'gone' ORDER BY id", &v, 1,
	    take_document, &r);
	for (size_t i = 0; i < r.n; i++) {
		if (st == PS_OK)
			st = recall_one(&r, i);
		free(r.addresses[i]);
	}
	free(r.addresses);
	free(r.ids);
	return st;
}
