/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ledger_frontier.c - addresses in the frontier: added, handed out, answered.
 *
 * They are known by a hash, and then compared: equal hashes lose nothing.  The
 * hash begins with one of the host, so that the pages of a site lie together
 * in the index, and what one page links to is found with few reads.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "ledger_frontier.h"
#include "mem.h"

#define HOST_BITS	24
#define CHUNK		32u	/* addresses that are looked up at once */

int64_t
frontier_now(void)
{
	struct timespec	t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

enum ps_status
frontier_open(struct ledger *l)
{
	static const struct {
		const char	*sql;
		size_t		 at;
	} next[] = {
		{ "SELECT max(id) FROM _ps_frontier",
		  offsetof(struct ledger_frontier, next_id) },
		{ "SELECT max(place) FROM _ps_frontier",
		  offsetof(struct ledger_frontier, next_place) },
		{ "SELECT max(id) FROM _ps_sites",
		  offsetof(struct ledger_frontier, next_site) }
	};
	enum ps_status	st = PS_OK;
	int64_t		last;

	if (l->frontier != NULL)
		return PS_OK;
	l->frontier = xcalloc(1, sizeof(*l->frontier));
	for (size_t i = 0; i < sizeof(next) / sizeof(next[0]); i++) {
		if (st == PS_OK)
			st = ledger_number(l, next[i].sql, NULL, 0, 0, &last);
		if (st != PS_OK)
			return st;
		last++;
		memcpy((char *)l->frontier + next[i].at, &last, sizeof(last));
	}
	st = ledger_index(l, SITES_BY_NAME);
	if (st == PS_OK)
		st = ledger_index(l, FRONTIER_BY_HASH);
	return st == PS_OK ? ledger_index(l, FRONTIER_QUEUE) : st;
}

void
frontier_close(struct ledger *l)
{
	struct ledger_frontier	*f = l->frontier;

	if (f == NULL)
		return;
	for (size_t i = 0; i < sizeof(f->select) / sizeof(f->select[0]); i++)
		free(f->select[i]);
	for (size_t i = 0; i < SITES_CACHED; i++)
		free(f->sites[i].site);
	secrets_free(&f->secrets);
	free(f);
	l->frontier = NULL;
}

/* "https://www.example.org" of an address: all up to the third slash. */
static size_t
host_length(const char *address, size_t n)
{
	const char	*slash = strstr(address, "://");

	if (slash == NULL)
		return 0;
	slash = strchr(slash + 3, '/');
	return slash == NULL ? n : (size_t)(slash - address);
}

int64_t
frontier_hash(const struct ledger_crawl *c, const char *address)
{
	size_t		n = strlen(address);
	uint64_t	host, whole;

	host = XXH3_64bits_withSeed(address, host_length(address, n),
	    (uint64_t)c->id);
	whole = XXH3_64bits_withSeed(address, n, (uint64_t)c->id);
	return (int64_t)((host << (64 - HOST_BITS)) | (whole >> HOST_BITS));
}

/* The smallest of the statements for 32, 16, ... hashes that takes n. */
static const char *
select_text(struct ledger_frontier *f, uint32_t n, uint32_t *takes)
{
	uint32_t	i = 0;
	struct buf	b;

	for (*takes = CHUNK; *takes / 2 >= n && *takes > 1; *takes /= 2)
		i++;
	if (f->select[i] != NULL)
		return f->select[i];
	buf_init(&b, 4096);
	buf_str(&b, "SELECT id, hash, address, crawl, round, state, "
	    "not_before FROM _ps_frontier WHERE hash IN (");
	for (uint32_t k = 1; k <= *takes; k++)
		buf_printf(&b, "%s?%u", k == 1 ? "" : ",", k);
	buf_char(&b, ')');
	f->select[i] = xstrdup(buf_cstr(&b));
	buf_free(&b);
	return f->select[i];
}

struct lookup {
	struct frontier_link	*links;
	uint32_t		 n;
	int64_t			 crawl;
};

static bool
is_address(const struct ps_value *v, const char *address)
{
	return v->type == PS_TEXT && strlen(address) == v->length &&
	    memcmp(v->text, address, v->length) == 0;
}

static enum ps_status
take_row(void *arg, const struct ps_value *v, uint32_t n)
{
	struct lookup	*look = arg;

	(void)n;
	for (uint32_t i = 0; i < look->n; i++) {
		struct frontier_link *k = &look->links[i];

		if (k->hash != v[1].integer || v[3].integer != look->crawl ||
		    !is_address(&v[2], k->address))
			continue;
		k->id = v[0].integer;
		k->round = v[4].integer;
		k->state = (enum visit_state)v[5].integer;
		k->not_before = v[6].type == PS_INT ? v[6].integer : 0;
	}
	return PS_OK;
}

static enum ps_status
look_up(struct ledger *l, const struct ledger_crawl *c,
    struct frontier_link *links, uint32_t n)
{
	struct lookup	 look = { links, n, c->id };
	struct ps_value	 v[CHUNK];
	uint32_t	 takes;
	const char	*text = select_text(l->frontier, n, &takes);

	for (uint32_t i = 0; i < n; i++) {
		links[i].hash = frontier_hash(c, links[i].address);
		links[i].id = links[i].due = 0;
		v[i] = int_value(links[i].hash);
	}
	for (uint32_t i = n; i < takes; i++)
		v[i] = v[0];
	return ledger_query(l, text, v, takes, take_row, &look);
}

/* Twice among those at hand. */
static bool
stands_before(const struct frontier_link *links, uint32_t i)
{
	for (uint32_t k = 0; k < i; k++)
		if (links[k].hash == links[i].hash &&
		    strcmp(links[k].address, links[i].address) == 0)
			return true;
	return false;
}

static enum ps_status
insert(struct ledger *l, const struct ledger_crawl *c,
    struct frontier_from from, const struct frontier_link *k, int64_t site,
    enum visit_state state)
{
	struct ledger_frontier	*f = l->frontier;
	int64_t			 id = k->id;

	gather_int(l, L_FRONTIER, id);
	gather_int(l, L_FRONTIER, k->hash);
	gather_str(l, L_FRONTIER, k->address);
	gather_int(l, L_FRONTIER, c->id);
	gather_int(l, L_FRONTIER, c->round);
	gather_int(l, L_FRONTIER, site);
	gather_int(l, L_FRONTIER, from.id == 0 ? id : from.root);
	if (from.id == 0)
		gather_null(l, L_FRONTIER);
	else
		gather_int(l, L_FRONTIER, from.id);
	gather_int(l, L_FRONTIER, k->depth);
	gather_int(l, L_FRONTIER, f->next_place++);
	gather_int(l, L_FRONTIER, state);
	gather_int(l, L_FRONTIER, 0);
	gather_str(l, L_FRONTIER, from.id == 0 ? k->input : NULL);
	if (k->full != NULL)
		gather_int(l, L_FRONTIER, 1);
	else
		gather_null(l, L_FRONTIER);
	return gather_end_row(l, L_FRONTIER);
}

/* Met in an earlier round: it is visited again, or waits on. */
static enum ps_status
renew(struct ledger *l, const struct ledger_crawl *c,
    struct frontier_from from, const struct frontier_link *k,
    enum visit_state state)
{
	struct ps_value	none = { .type = PS_NULL };

	return ledger_sql(l, "UPDATE _ps_frontier SET round = ?2, root = ?3, "
	    "found_on = ?4, depth = ?5, place = ?6, state = ?7, "
	    "attempts = 0, input = ?8, why = NULL, secret = ?9 WHERE id = ?1",
	    (struct ps_value[]){ int_value(k->id), int_value(c->round),
	    int_value(from.id == 0 ? k->id : from.root),
	    from.id == 0 ? none : int_value(from.id), int_value(k->depth),
	    int_value(l->frontier->next_place++), int_value(state),
	    from.id == 0 ? str_value(k->input) : none,
	    k->full == NULL ? none : int_value(1) }, 9);
}

/* What it waits for is over: it is met again with what it lacked. */
static bool
is_known(const struct ledger_crawl *c, const struct frontier_link *k)
{
	return k->id != 0 && k->round == c->round && (k->full == NULL ||
	    k->state != VISIT_LATER || k->not_before > 0);
}

static enum ps_status
add_one(struct ledger *l, struct ledger_crawl *c, struct frontier_from from,
    struct frontier_link *k)
{
	bool			new = k->id == 0;
	enum visit_state	state = VISIT_QUEUED;
	int64_t			site;
	enum ps_status		st;

	if (is_known(c, k))
		return PS_OK;
	if (!new && k->state == VISIT_LATER && k->not_before > frontier_now())
		state = VISIT_LATER;
	if ((st = ledger_site_number(l, k->site, &site)) != PS_OK)
		return st;
	if (new)
		k->id = l->frontier->next_id++;
	else if (k->round == c->round)
		c->counts[VISIT_LATER] -= c->counts[VISIT_LATER] > 0;
	if (k->full != NULL && !secret_keep(l, k->id, k->full))
		state = VISIT_LATER;
	c->counts[state]++;
	k->due = state == VISIT_QUEUED ? site : 0;
	return new ? insert(l, c, from, k, site, state) :
	    renew(l, c, from, k, state);
}

enum ps_status
frontier_put(struct ledger *l, struct ledger_crawl *c,
    struct frontier_from from, struct frontier_link *links, uint32_t n,
    frontier_due *fn, void *arg)
{
	enum ps_status	st = PS_OK;

	for (uint32_t at = 0, m; at < n && st == PS_OK; at += m) {
		m = n - at < CHUNK ? n - at : CHUNK;
		st = look_up(l, c, links + at, m);
		for (uint32_t i = at; i < at + m && st == PS_OK; i++) {
			if (stands_before(links + at, i - at))
				continue;
			st = add_one(l, c, from, &links[i]);
			if (st == PS_OK && links[i].due != 0)
				fn(arg, links[i].due);
		}
		if (st == PS_OK)
			st = ledger_flush_one(l, L_FRONTIER);
	}
	return st;
}

enum ps_status
frontier_settle(struct ledger *l, struct ledger_crawl *c,
    const struct frontier_answer *a)
{
	c->counts[VISIT_QUEUED] -= c->counts[VISIT_QUEUED] > 0;
	c->counts[a->state]++;
	return ledger_sql(l, "UPDATE _ps_frontier SET state = ?2, "
	    "attempts = attempts + ?3, not_before = ?4, why = ?5, "
	    "memory = coalesce(?6, memory) WHERE id = ?1 AND state = 0",
	    (struct ps_value[]){ int_value(a->id), int_value(a->state),
	    int_value(a->again), a->not_before > 0 ?
	    int_value(a->not_before) : (struct ps_value){ .type = PS_NULL },
	    str_value(a->why != NULL && *a->why != '\0' ? a->why : NULL),
	    str_value(a->memory) }, 6);
}

enum ps_status
frontier_stored(struct ledger *l, struct ledger_crawl *c, const char *address)
{
	if (c->counts[VISIT_FOUND] == 0)
		return PS_OK;
	return ledger_sql(l, "UPDATE _ps_frontier SET state = 6 WHERE "
	    "hash = ?1 AND address = ?2 AND crawl = ?3 AND state = 5",
	    (struct ps_value[]){ int_value(frontier_hash(c, address)),
	    str_value(address), int_value(c->id) }, 3);
}

struct handing {
	struct ledger	*ledger;
	frontier_fn	*fn;
	void		*arg;
	struct buf	 texts;
};

/* The text of a value within `b`, from `at` on; NULL is kept. */
static size_t
keep_text(struct buf *b, const struct ps_value *v)
{
	size_t	at = b->n;

	if (v->type != PS_TEXT)
		return SIZE_MAX;
	buf_add(b, v->text, v->length);
	buf_char(b, '\0');
	return at;
}

static enum ps_status
take_visit(void *arg, const struct ps_value *v, uint32_t n)
{
	struct handing		*h = arg;
	struct frontier_visit	 visit = { .id = v[0].integer,
				    .root = v[1].integer,
				    .place = v[2].integer,
				    .depth = (uint32_t)v[4].integer,
				    .attempts = (uint32_t)v[5].integer };
	size_t			 at[4];
	const char		**to[] = { &visit.address, &visit.memory,
				    &visit.from, &visit.input };
	const char		*full;

	(void)n;
	buf_clear(&h->texts);
	at[0] = keep_text(&h->texts, &v[3]);
	for (int i = 1; i < 4; i++)
		at[i] = keep_text(&h->texts, &v[5 + i]);
	for (int i = 0; i < 4; i++)
		*to[i] = at[i] == SIZE_MAX ? NULL : h->texts.p + at[i];
	full = secret_address(h->ledger, visit.id);
	if (full != NULL)
		visit.address = full;
	h->fn(h->arg, &visit);
	return PS_OK;
}

enum ps_status
frontier_visits(struct ledger *l, const struct ledger_crawl *c, int64_t site,
    int64_t after, uint32_t most, frontier_fn *fn, void *arg)
{
	struct handing	h = { .ledger = l, .fn = fn, .arg = arg };
	enum ps_status	st;

	buf_init(&h.texts, 1u << 30);
	st = ledger_query(l, "SELECT f.id, f.root, f.place, f.address, "
	    "f.depth, f.attempts, f.memory, p.address, r.input FROM "
	    "_ps_frontier f LEFT JOIN _ps_frontier p ON p.id = f.found_on "
	    "LEFT JOIN _ps_frontier r ON r.id = f.root WHERE f.crawl = ?1 AND "
	    "f.site = ?2 AND f.place > ?3 AND f.state = 0 ORDER BY f.place "
	    "LIMIT ?4", (struct ps_value[]){ int_value(c->id),
	    int_value(site), int_value(after), int_value(most) }, 4,
	    take_visit, &h);
	buf_free(&h.texts);
	return st;
}

enum ps_status
frontier_site(struct ledger *l, const struct ledger_crawl *c, int64_t after,
    int64_t *site)
{
	return ledger_number(l, "SELECT site FROM _ps_frontier WHERE "
	    "crawl = ?1 AND state = 0 AND site > ?2 ORDER BY site LIMIT 1",
	    (struct ps_value[]){ int_value(c->id), int_value(after) }, 2, 0,
	    site);
}
