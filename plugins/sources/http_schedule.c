/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_schedule.c - who is asked next, and when.
 *
 * Only sites that have something to do are looked at.  What waits of one is
 * asked for in turn; what is done is told in the order of the visits.
 */
#include <string.h>

#include "http.h"
#include "http_robots.h"
#include "http_url.h"

/* Bodies in memory, beyond which no more are asked for. */
#define MEMORY_MAX	((size_t)256 << 20)
#define DONE_MAX	1024u
#define ACTIVE_MAX	256u

static void
make_busy(struct http_source *s, struct site *site)
{
	if (site->busy)
		return;
	site->busy = true;
	site->next_busy = s->busy;
	s->busy = site;
}

/*
 * An address that stands in the URL itself, which no socket would tell of
 * behind a proxy; others are judged once it is known where they are.
 */
static void
judge(struct ps_self *self, struct job *j)
{
	struct http_source	*s = self->state;
	struct url_parts	 p;
	const char		*why;

	url_split(j->url, &p);
	why = address_refused(&s->policy, p.host.p, p.host.n, p.port, NULL,
	    0);
	if (why != NULL)
		job_finish(self, j, JOB_LEFT_OUT, "it is %s; allow_private "
		    "allows it", why);
}

void
schedule_add(struct ps_self *self, struct job *j, bool first)
{
	struct http_source	*s = self->state;

	if (j->end == JOB_OPEN)
		judge(self, j);
	if (j->end == JOB_OPEN)
		(first ? jobs_unshift : jobs_push)(&j->at->waiting, j);
	make_busy(s, j->at);
	make_busy(s, j->home);
}

static bool
is_full(const struct http_source *s)
{
	return s->n_done > 0 && (s->n_done >= DONE_MAX ||
	    s->done_bytes + s->held_bytes > MEMORY_MAX);
}

/*
 * What others wait for, those behind it in the order or the core, is begun
 * however much there is already.
 */
static bool
may_begin(const struct http_source *s, const struct site *site,
    const struct job *j)
{
	if (site->state == SITE_ASKED)
		return j->kind == JOB_ROBOTS;
	return !is_full(s) || j->kind != JOB_VISIT ||
	    j->home->order.first == j;
}

/* When something may be begun there; INT64_MAX: nothing. */
static int64_t
due(const struct http_source *s, const struct site *site)
{
	int64_t	first = INT64_MAX, at = site->next_at;

	for (const struct job *j = site->waiting.first; j != NULL; j = j->next)
		if (may_begin(s, site, j) && j->not_before < first)
			first = j->not_before;
	if (site->wait_until > at)
		at = site->wait_until;
	return first > at ? first : at;
}

/* The first that is due; robots.txt comes before all others. */
static struct job *
take_due(const struct http_source *s, struct site *site, int64_t now)
{
	struct jobs	*list = &site->waiting;
	struct job	*before = NULL, *j = list->first;

	while (j != NULL && (j->not_before > now || !may_begin(s, site, j))) {
		before = j;
		j = j->next;
	}
	if (j == NULL)
		return NULL;
	if (before == NULL)
		list->first = j->next;
	else
		before->next = j->next;
	if (list->last == j)
		list->last = before;
	j->next = NULL;
	return j;
}

/* None of what waits is asked for in this run. */
static void
leave_for_later(struct ps_self *self, struct site *site, int64_t later,
    const char *why)
{
	struct job	*j;

	if (!site->said)
		ps_log(self, PS_WARN, "%s: %s; what is left there is for a "
		    "later run", site->name, why);
	site->said = true;
	while ((j = site->waiting.first) != NULL) {
		site->waiting.first = j->next;
		if (j->next == NULL)
			site->waiting.last = NULL;
		j->later = later;
		job_finish(self, j, JOB_LATER, "%s", why);
	}
}

/* Whether it may be asked for anything at all. */
static bool
is_open(struct ps_self *self, struct site *site, int64_t now)
{
	const struct http_options	*o = self->options;
	int64_t				 left = site->wait_until - now;

	if (site->too_slow && site->state == SITE_KNOWN)
		leave_for_later(self, site, 0, "robots.txt asks for a longer "
		    "Crawl-delay than max_delay");
	else if (left > o->patience * HTTP_SECOND &&
	    site->state != SITE_ASKED)
		leave_for_later(self, site, http_wall() + left / 1000,
		    "it asks for more time than patience has");
	else
		return true;
	return false;
}

static bool
robots_allow(struct ps_self *self, const struct site *site,
    const struct job *j)
{
	struct http_source	*s = self->state;
	size_t			 n;
	const char		*path = robots_path(j->url, strlen(j->url),
	    &n);

	return site->policy != ROBOTS_READ || site->robots == NULL ||
	    robots_allows(site->robots, strlen(site->robots), s->agent,
	    robots_product(s->agent, strlen(s->agent)), path, n);
}

static void
begin(struct ps_self *self, struct ps_found *to, struct site *site,
    struct job *j, int64_t now)
{
	int64_t	gap = site->interval > site->slow ? site->interval :
	    site->slow;

	if (j->kind != JOB_ROBOTS && site->policy == ROBOTS_NONE)
		job_finish(self, j, site->refused ? JOB_LEFT_OUT : JOB_LATER,
		    "%s", site->robots_why);
	else if (j->kind != JOB_ROBOTS &&
	    (j->forbidden = !robots_allow(self, site, j)))
		job_finish(self, j, JOB_LEFT_OUT, "robots.txt does not "
		    "allow it; robots = \"ignore\" would");
	else if (request_start(self, j))
		site->next_at = (site->next_at > now ? site->next_at : now) +
		    gap;
	else if (j->kind == JOB_ROBOTS)
		site_robots(self, to, site, j);
}

static void
ask_robots(struct ps_self *self, struct site *site)
{
	if (site->state == SITE_KNOWN && (site->robots_at == INT64_MAX ||
	    http_wall() - site->robots_at < (int64_t)ROBOTS_FRESH * 1000))
		return;
	if (site->state == SITE_ASKED)
		return;
	site->state = SITE_ASKED;
	jobs_unshift(&site->waiting, job_robots(self, site));
}

static void
begin_some(struct ps_self *self, struct ps_found *to, struct site *site)
{
	struct http_source		*s = self->state;
	const struct http_options	*o = self->options;
	int64_t				 now = http_now();
	struct job			*j;

	while (site->waiting.first != NULL && s->n_active < ACTIVE_MAX &&
	    site->n_active < (uint32_t)o->connections) {
		if (!is_open(self, site, now) || due(s, site) > now)
			return;
		ask_robots(self, site);
		if ((j = take_due(s, site, now)) == NULL)
			return;
		begin(self, to, site, j, now);
	}
}

static void
tell(struct ps_self *self, struct ps_found *to, struct site *site)
{
	struct http_source	*s = self->state;
	struct job		*j;

	while ((j = site->order.first) != NULL && j->end != JOB_OPEN) {
		size_t	n = body_memory(&j->body);

		if (!tell_visit(self, to, j))
			return;
		site->order.first = j->after;
		if (j->after == NULL)
			site->order.last = NULL;
		s->n_done--;
		s->done_bytes -= n;
		job_free(s, j);
	}
}

void
schedule(struct ps_self *self, struct ps_found *to)
{
	struct http_source	*s = self->state;
	struct site		**at = &s->busy;
	struct job		*j;

	while (*at != NULL) {
		struct site *site = *at;

		begin_some(self, to, site);
		tell(self, to, site);
		if (site->waiting.first != NULL || site->order.first != NULL) {
			at = &site->next_busy;
			continue;
		}
		site->busy = false;
		*at = site->next_busy;
	}
	while ((j = s->fetched.first) != NULL) {
		s->fetched.first = j->next;
		if (j->next == NULL)
			s->fetched.last = NULL;
		fetch_tell(self, to, j);
		job_free(s, j);
	}
}

int64_t
schedule_next(struct ps_self *self)
{
	const struct http_source	*s = self->state;
	const struct http_options	*o = self->options;
	int64_t				 next = INT64_MAX, at;

	if (s->n_active >= ACTIVE_MAX)
		return -1;
	for (const struct site *site = s->busy; site != NULL;
	    site = site->next_busy) {
		if (site->waiting.first == NULL ||
		    site->n_active >= (uint32_t)o->connections)
			continue;
		at = due(s, site);
		if (at < next)
			next = at;
	}
	return next == INT64_MAX ? -1 : next;
}

bool
schedule_idle(const struct http_source *s)
{
	return s->busy == NULL && s->n_active == 0 && s->fetched.first == NULL;
}
