/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_kept.c - what is said between us and servers, byte by byte, for --keep.
 *
 * libcurl shows it as if to trace a fault.  It hangs in the job until it is
 * known what becomes of it: a visit is kept when its turn comes, before the
 * core is told of its document, so that records stand in the order of the
 * documents, and what is loaded was kept.
 */
#include <stdlib.h>
#include <string.h>

#include "http.h"
#include "http_keep.h"

#define KEPT_MOST	(1u << 20)	/* of a head */

struct bytes {
	char	*p;
	size_t	 n, room;
};

struct kept {
	struct bytes	 sent, got;
	int64_t		 at;
	char		 ip[64];
	bool		 cut;
};

bool
kept_open(struct ps_self *self)
{
	const struct http_options	*o = self->options;
	struct http_source		*s = self->state;
	char				 why[400];

	if (o->keep == NULL)
		return true;
	s->keep = keep_open(self, o->keep, s->agent, why, sizeof(why));
	if (s->keep == NULL)
		(void)ps_fail(self, PS_FATAL, 0, "%s", why);
	return s->keep != NULL;
}

void
kept_close(struct ps_self *self)
{
	struct http_source	*s = self->state;
	char			 why[400];

	if (!keep_close(s->keep, why, sizeof(why)))
		ps_log(self, PS_ERROR, "%s", why);
	s->keep = NULL;
}

enum ps_status
kept_status(struct ps_self *self)
{
	struct http_source	*s = self->state;

	return s->keep == NULL || !keep_failed(s->keep) ? PS_OK :
	    ps_fail(self, PS_FATAL, 0, "%s; what was loaded before was kept",
	    keep_why(s->keep));
}

static void
add(struct bytes *b, const char *p, size_t n)
{
	size_t	room = b->room == 0 ? 1024 : b->room;

	if (n > KEPT_MOST - b->n)
		return;
	while (room - b->n < n)
		room *= 2;
	if (room > b->room)
		b->p = http_need(realloc(b->p, room));
	b->room = room;
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

/* The last of each counts: others were for a proxy, or told to wait. */
static int
on_debug(CURL *easy, curl_infotype what, char *p, size_t n, void *arg)
{
	struct request	*r = arg;
	struct kept	*k = r->job == NULL ? NULL : r->job->kept;

	(void)easy;
	if (k == NULL)
		return 0;
	if (what == CURLINFO_HEADER_OUT) {
		if (n > 4 && (memcmp(p, "GET ", 4) == 0 ||
		    memcmp(p, "CONN", 4) == 0))
			k->sent.n = 0;
		add(&k->sent, p, n);
	} else if (what == CURLINFO_HEADER_IN) {
		if (n > 5 && memcmp(p, "HTTP/", 5) == 0)
			k->got.n = 0;
		add(&k->got, p, n);
	}
	return 0;
}

void
kept_setup(struct request *r)
{
	struct http_source	*s = r->self->state;

	if (s->keep == NULL)
		return;
	curl_easy_setopt(r->easy, CURLOPT_DEBUGFUNCTION, on_debug);
	curl_easy_setopt(r->easy, CURLOPT_DEBUGDATA, r);
	curl_easy_setopt(r->easy, CURLOPT_VERBOSE, 1L);
}

void
kept_free(struct job *j)
{
	if (j->kept == NULL)
		return;
	free(j->kept->sent.p);
	free(j->kept->got.p);
	free(j->kept);
	j->kept = NULL;
}

void
kept_begin(struct http_source *s, struct job *j)
{
	kept_free(j);
	if (s->keep == NULL || j->submits)
		return;
	j->kept = http_need(calloc(1, sizeof(*j->kept)));
	j->kept->at = http_wall();
}

bool
kept_store(struct ps_self *self, struct job *j, const char *document)
{
	struct http_source	*s = self->state;
	struct kept		*k = j->kept;
	struct keep_exchange	 x = { .url = j->url, .document = document,
	    .body = j->body.fd, .n_body = j->body.size, .decoded = true };
	bool			 good;

	if (s->keep == NULL || k == NULL || k->got.n == 0)
		return true;
	x.bytes = x.body == -1 ? j->body.bytes : NULL;
	x.ip = k->ip[0] == '\0' ? NULL : k->ip;
	x.at = k->at;
	x.request = k->sent.n == 0 ? NULL : k->sent.p;
	x.n_request = k->sent.n;
	x.head = k->got.p;
	x.n_head = k->got.n;
	x.cut = k->cut ? "length" : NULL;
	good = keep_exchange(s->keep, &x);
	kept_free(j);
	return good;
}

void
kept_answer(struct ps_self *self, struct request *r, CURLcode code)
{
	struct job	*j = r->job;
	const char	*ip = NULL;

	if (j->kept == NULL)
		return;
	if (curl_easy_getinfo(r->easy, CURLINFO_PRIMARY_IP, &ip) == CURLE_OK &&
	    ip != NULL && strlen(ip) < sizeof(j->kept->ip))
		memcpy(j->kept->ip, ip, strlen(ip) + 1);
	j->kept->cut = r->fault == FAULT_ENOUGH;
	if (code != CURLE_OK)
		kept_free(j);	/* it is not known where it broke off */
	else if (j->kind == JOB_ROBOTS || (j->answer.status != 304 &&
	    j->answer.status / 100 != 2))
		(void)kept_store(self, j, NULL);
}
