/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_job.c - what is to be got: visits, documents that are asked for once
 * more, and the robots.txt of sites.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "http.h"
#include "http_url.h"

static int64_t
clock_of(clockid_t id, int64_t in_second)
{
	struct timespec	t;

	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * in_second +
	    (int64_t)t.tv_nsec / (INT64_C(1000000000) / in_second);
}

int64_t
http_now(void)
{
	return clock_of(CLOCK_MONOTONIC, HTTP_SECOND);
}

int64_t
http_wall(void)
{
	return clock_of(CLOCK_REALTIME, 1000);
}

void *
http_need(void *p)
{
	if (p == NULL)
		abort();
	return p;
}

/* Texts behind a struct, in one piece with it. */
static const char *
append(char **at, const char *s)
{
	size_t	n;
	char	*p = *at;

	if (s == NULL)
		return NULL;
	n = strlen(s) + 1;
	memcpy(p, s, n);
	*at += n;
	return p;
}

static size_t
bytes_of(const char *s)
{
	return s == NULL ? 0 : strlen(s) + 1;
}

static struct job *
job_new(struct ps_self *self, enum job_kind kind, const char *address,
    const char *root, const char *memory)
{
	size_t		 n = bytes_of(address) + bytes_of(root) +
			    bytes_of(memory);
	struct job	*j = http_need(calloc(1, sizeof(*j) + n));
	char		*at = (char *)(j + 1);

	(void)self;
	j->kind = kind;
	j->address = append(&at, address);
	j->root = append(&at, root);
	j->memory = append(&at, memory);
	j->url = http_need(strdup(address));
	j->body.fd = -1;
	j->answer.mtime = j->answer.retry_after = -1;
	return j;
}

struct job *
job_visit(struct ps_self *self, const struct ps_visit *v)
{
	struct job	*j = job_new(self, JOB_VISIT, v->address, v->root,
	    v->memory);
	const struct note *known = note_of(self->state, v->address, false);

	j->number = v->number;
	j->depth = v->depth;
	j->attempts = v->attempts;
	j->home = j->at = site_find(self, v->site);
	if (known != NULL) {
		j->hops = known->hops;
		j->sitemap = known->sitemap;
	}
	if (j->home->order.last != NULL)
		j->home->order.last->after = j;
	else
		j->home->order.first = j;
	j->home->order.last = j;
	return j;
}

static struct ps_doc *
copy_doc(const struct ps_doc *d)
{
	size_t		 n = bytes_of(d->address) + bytes_of(d->root) +
			    bytes_of(d->name) + bytes_of(d->mime) +
			    bytes_of(d->etag);
	struct ps_doc	*to = http_need(malloc(sizeof(*to) + n));
	char		*at = (char *)(to + 1);

	*to = *d;
	to->address = append(&at, d->address);
	to->root = append(&at, d->root);
	to->name = append(&at, d->name);
	to->mime = append(&at, d->mime);
	to->etag = append(&at, d->etag);
	to->settings = to->called = to->note = to->broken = NULL;
	return to;
}

struct job *
job_fetch(struct ps_self *self, const struct ps_doc *d)
{
	struct job	*j = job_new(self, JOB_FETCH, d->address, d->root,
	    NULL);

	j->doc = copy_doc(d);
	j->whole = true;
	j->home = j->at = site_of(self, d->address);
	return j;
}

struct job *
job_robots(struct ps_self *self, struct site *site)
{
	char		 url[URL_SITE_ROOM + 12];
	struct job	*j;

	snprintf(url, sizeof(url), "%s/robots.txt", site->name);
	j = job_new(self, JOB_ROBOTS, url, NULL, NULL);
	j->whole = true;
	j->home = j->at = site;
	return j;
}

void
job_clear(struct job *j)
{
	kept_free(j);
	answer_free(&j->answer);
	body_clear(&j->body);
}

void
job_free(struct http_source *s, struct job *j)
{
	(void)s;
	answer_free(&j->answer);
	body_free(&j->body);
	kept_free(j);
	form_drop(j);
	free(j->doc);
	free(j->url);
	free(j->why);
	free(j);
}

void
jobs_push(struct jobs *list, struct job *j)
{
	j->next = NULL;
	if (list->last != NULL)
		list->last->next = j;
	else
		list->first = j;
	list->last = j;
}

void
jobs_unshift(struct jobs *list, struct job *j)
{
	j->next = list->first;
	list->first = j;
	if (list->last == NULL)
		list->last = j;
}

void
job_finish(struct ps_self *self, struct job *j, enum job_end end,
    const char *fmt, ...)
{
	struct http_source	*s = self->state;
	char			 why[600];
	va_list			 ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	free(j->why);
	j->why = *why == '\0' ? NULL : http_need(strdup(why));
	j->end = end;
	if (j->kind == JOB_VISIT) {
		s->n_done++;
		s->done_bytes += body_memory(&j->body);
	} else if (j->kind == JOB_FETCH)
		jobs_push(&s->fetched, j);
}
