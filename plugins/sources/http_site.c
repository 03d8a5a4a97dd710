/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_site.c - whom requests burden: what its robots.txt says, how fast it
 * may be asked, and what of that is remembered.
 *
 * Between two requests lies the longest of what the user says, what the site
 * says, and what it takes as long as it did to answer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "http.h"
#include "http_memory.h"
#include "http_result.h"
#include "http_robots.h"
#include "http_url.h"

#define SITES_MAX	16384u		/* those with nothing to do are freed */
#define DELAY_MAX	(30 * HTTP_SECOND)
#define SLOW_FIRST	(HTTP_SECOND / 20)
#define SLOW_MAX	(60 * HTTP_SECOND)
#define REMEMBERED	(2 * HTTP_SECOND)	/* waits that are longer */

/* One of them may name a user, for all of the site. */
static const struct input *
typed_as(const struct http_source *s, const char *name)
{
	const struct input	*found = NULL;

	for (uint32_t i = 0; i < s->n_inputs; i++)
		if (strcmp(s->inputs[i].site, name) == 0 && (found == NULL ||
		    (found->user == NULL && s->inputs[i].user != NULL)))
			found = &s->inputs[i];
	return found;
}

/* One host a line, with a port or for all of them. */
static bool
is_insecure(const struct http_options *o, const char *name)
{
	const char	*host = strstr(name, "://");
	const char	*p = o->insecure;
	size_t		 bare, n;

	if (p == NULL || host == NULL || strncmp(name, "https", 5) != 0)
		return false;
	host += 3;
	bare = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
	for (; *p != '\0'; p += n + (p[n] == '\n')) {
		n = strcspn(p, "\n");
		if ((n == strlen(host) || n == bare) &&
		    strncasecmp(p, host, n) == 0)
			return true;
	}
	return false;
}

static void
site_free(struct site *site)
{
	free(site->name);
	free(site->robots);
	free(site->robots_why);
	free(site);
}

static bool
is_idle(const struct site *site, int64_t now)
{
	return !site->busy && site->n_active == 0 &&
	    site->waiting.first == NULL && site->order.first == NULL &&
	    site->next_at <= now && site->wait_until <= now;
}

/* What is freed is asked for its robots.txt again when it comes up. */
static void
free_idle(struct http_source *s)
{
	int64_t	now = http_now();

	for (uint32_t i = 0; i < s->room_sites; i++)
		for (struct site **at = &s->sites[i]; *at != NULL; ) {
			struct site *site = *at;

			if (!is_idle(site, now)) {
				at = &site->chain;
				continue;
			}
			*at = site->chain;
			site_free(site);
			s->n_sites--;
		}
}

static void
grow(struct http_source *s)
{
	uint32_t	 room = s->room_sites == 0 ? 64 : s->room_sites * 2;
	struct site	**table = http_need(calloc(room, sizeof(*table)));

	for (uint32_t i = 0; i < s->room_sites; i++)
		while (s->sites[i] != NULL) {
			struct site *site = s->sites[i];

			s->sites[i] = site->chain;
			site->chain = table[site->hash & (room - 1)];
			table[site->hash & (room - 1)] = site;
		}
	free(s->sites);
	s->sites = table;
	s->room_sites = room;
}

static struct site *
site_new(struct ps_self *self, const char *name, uint64_t hash)
{
	struct http_source		*s = self->state;
	const struct http_options	*o = self->options;
	struct site			*site, **at;

	if (s->n_sites >= SITES_MAX)
		free_idle(s);
	if (s->n_sites >= s->room_sites)
		grow(s);
	site = http_need(calloc(1, sizeof(*site)));
	site->name = http_need(strdup(name));
	site->hash = hash;
	site->typed = typed_as(s, name);
	site->interval = s->rate;
	site->insecure = is_insecure(o, name);
	if (strcmp(o->robots, "ignore") == 0) {
		site->state = SITE_KNOWN;
		site->policy = ROBOTS_ALL;
		site->robots_at = INT64_MAX;
	}
	at = &s->sites[hash & (s->room_sites - 1)];
	site->chain = *at;
	*at = site;
	s->n_sites++;
	return site;
}

struct site *
site_find(struct ps_self *self, const char *name)
{
	struct http_source	*s = self->state;
	uint64_t		 hash = XXH3_64bits(name, strlen(name));
	struct site		*site = s->room_sites == 0 ? NULL :
	    s->sites[hash & (s->room_sites - 1)];

	for (; site != NULL; site = site->chain)
		if (site->hash == hash && strcmp(site->name, name) == 0)
			return site;
	return site_new(self, name, hash);
}

struct site *
site_of(struct ps_self *self, const char *url)
{
	char	name[URL_SITE_ROOM];

	url_site(url, name);
	return site_find(self, name);
}

void
site_free_all(struct http_source *s)
{
	for (uint32_t i = 0; i < s->room_sites; i++)
		while (s->sites[i] != NULL) {
			struct site *site = s->sites[i];

			s->sites[i] = site->chain;
			site_free(site);
		}
	free(s->sites);
}

/* Crawl-delay counts where it is longer than the user's own rate. */
static void
take_delay(struct ps_self *self, struct site *site)
{
	struct http_source		*s = self->state;
	const struct http_options	*o = self->options;
	int64_t				 delay = -1;

	site->interval = s->rate;
	site->too_slow = false;
	if (site->robots != NULL)
		delay = robots_delay(site->robots, strlen(site->robots),
		    s->agent, robots_product(s->agent, strlen(s->agent)));
	if (delay <= 0)
		return;
	site->too_slow = delay > o->max_delay * 1000;
	if (delay * 1000 > site->interval)
		site->interval = delay * 1000;
}

static void
set_robots(struct ps_self *self, struct site *site, const char *text)
{
	free(site->robots);
	site->robots = text == NULL ? NULL : http_need(strdup(text));
	take_delay(self, site);
}

void
site_known(struct ps_self *self, struct site *site, const char *memory,
    int64_t not_before)
{
	int64_t	left = not_before - http_wall();

	if (left > 0) {
		site->wait_until = http_now() + left * 1000;
		site->waits = "it asked to wait";
	}
	if (memory == NULL || site->state != SITE_UNKNOWN)
		return;
	site->robots_at = memory_integer(memory, "at", 0);
	if (http_wall() - site->robots_at >= (int64_t)ROBOTS_FRESH * 1000 ||
	    site->robots_at > http_wall())
		return;
	site->policy = (uint8_t)memory_integer(memory, "policy", ROBOTS_ALL);
	site->state = SITE_KNOWN;
	set_robots(self, site, memory_find_rest(memory));
}

void
site_remember(struct ps_self *self, struct ps_found *to, struct site *site)
{
	struct memory	m = { 0 };
	int64_t		left = site->wait_until - http_now();

	if (site->state == SITE_KNOWN && site->robots_at != INT64_MAX) {
		memory_number(&m, "at", site->robots_at);
		memory_number(&m, "policy", site->policy);
		if (site->robots != NULL)
			memory_rest(&m, site->robots, strlen(site->robots));
	}
	ps_remember(self, to, site->name, m.failed ? NULL : m.text,
	    left > 0 ? http_wall() + left / 1000 : 0);
	free(m.text);
}

/* Its bytes, as much as counts, as a text. */
static char *
robots_text(const struct body *b)
{
	size_t		 n = b->size < ROBOTS_MAX ? b->size : ROBOTS_MAX;
	char		*raw = http_need(malloc(n + 1));
	ptrdiff_t	 got = body_read(b, raw, n, 0);
	struct memory	 m = { 0 };

	memory_rest(&m, raw, got > 0 ? (size_t)got : 0);
	free(raw);
	if (m.failed)
		abort();
	/* Without the empty line before it. */
	memmove(m.text, m.text + 1, m.n);
	return m.text;
}

void
site_robots(struct ps_self *self, struct ps_found *to, struct site *site,
    struct job *j)
{
	enum robots_policy	 policy = robots_policy(j->end == JOB_OK ||
	    j->end == JOB_FAILED ? (unsigned)j->answer.status : 0,
	    ROBOTS_HOPS);
	char			*text = NULL;

	if (policy == ROBOTS_READ)
		text = robots_text(&j->body);
	site->state = SITE_KNOWN;
	site->policy = (uint8_t)(policy == ROBOTS_READ ? ROBOTS_READ :
	    policy == ROBOTS_ALL ? ROBOTS_ALL : ROBOTS_NONE);
	site->robots_at = http_wall();
	set_robots(self, site, text);
	free(text);
	site->refused = j->end == JOB_LEFT_OUT;
	free(site->robots_why);
	site->robots_why = NULL;
	if (site->policy != ROBOTS_NONE)
		site_remember(self, to, site);
	else if (asprintf(&site->robots_why, "%s%s", j->answer.status == 0 ?
	    "" : "robots.txt cannot be had: ", j->why == NULL ?
	    "the server has a fault" : j->why) == -1)
		abort();
	job_free(self->state, j);
}

void
site_answered(struct ps_self *self, struct site *site, int64_t took)
{
	const struct http_options	*o = self->options;
	double				 delay = o->delay_factor *
	    (double)took / (double)o->connections;
	int64_t				 now = http_now();

	if (delay > (double)DELAY_MAX)
		delay = (double)DELAY_MAX;
	if (delay > 0 && now + (int64_t)delay > site->next_at)
		site->next_at = now + (int64_t)delay;
	if (site->wait_until <= now) {
		site->trouble = 0;
		site->slow -= site->slow / 16;
	}
}

void
site_trouble(struct ps_self *self, struct ps_found *to, struct site *site,
    int64_t wait, const char *why)
{
	struct http_source	*s = self->state;
	int64_t			 now = http_now();

	/* Answers to what was asked before are the same trouble. */
	if (site->wait_until <= now) {
		site->trouble++;
		site->slow = site->slow < SLOW_FIRST ? SLOW_FIRST :
		    site->slow > SLOW_MAX / 2 ? SLOW_MAX : site->slow * 2;
	}
	if (wait < 0)
		wait = result_backoff(site->trouble, s->random);
	if (now + wait <= site->wait_until)
		return;
	site->wait_until = now + wait;
	site->waits = why;
	if (wait > REMEMBERED)
		site_remember(self, to, site);
}
