/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_request.c - libcurl's multi interface: its descriptors lie in an epoll
 * descriptor, which is all that the core has to wait for.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "http.h"

#define EVENTS		64
#define CONNECTIONS	256L		/* that are kept open */

static int
on_change(CURL *easy, curl_socket_t fd, int what, void *arg, void *known)
{
	struct http_source	*s = arg;
	struct epoll_event	 e = { .data.fd = fd };

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		(void)epoll_ctl(s->events, EPOLL_CTL_DEL, fd, NULL);
		return 0;
	}
	e.events = (what & CURL_POLL_IN ? EPOLLIN : 0u) |
	    (what & CURL_POLL_OUT ? EPOLLOUT : 0u);
	if (epoll_ctl(s->events, known != NULL ? EPOLL_CTL_MOD :
	    EPOLL_CTL_ADD, fd, &e) == -1 && errno == EEXIST)
		(void)epoll_ctl(s->events, EPOLL_CTL_MOD, fd, &e);
	curl_multi_assign(s->multi, fd, s);
	return 0;
}

static int
on_timer(CURLM *multi, long ms, void *arg)
{
	struct http_source	*s = arg;

	(void)multi;
	s->timer_at = ms < 0 ? -1 : http_now() + (int64_t)ms * 1000;
	return 0;
}

enum ps_status
request_open(struct ps_self *self)
{
	struct http_source		*s = self->state;
	const struct http_options	*o = self->options;

	s->timer_at = -1;
	s->events = epoll_create1(EPOLL_CLOEXEC);
	if (s->events == -1)
		return ps_fail(self, PS_FATAL, 0, "epoll: %s",
		    strerror(errno));
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
	    (s->multi = curl_multi_init()) == NULL)
		return ps_fail(self, PS_FATAL, 0, "libcurl does not start");
	curl_multi_setopt(s->multi, CURLMOPT_SOCKETFUNCTION, on_change);
	curl_multi_setopt(s->multi, CURLMOPT_SOCKETDATA, s);
	curl_multi_setopt(s->multi, CURLMOPT_TIMERFUNCTION, on_timer);
	curl_multi_setopt(s->multi, CURLMOPT_TIMERDATA, s);
	curl_multi_setopt(s->multi, CURLMOPT_MAXCONNECTS, CONNECTIONS);
	if (o->cookies && (s->share = curl_share_init()) != NULL)
		curl_share_setopt(s->share, CURLSHOPT_SHARE,
		    CURL_LOCK_DATA_COOKIE);
	return PS_OK;
}

void
request_close(struct ps_self *self)
{
	struct http_source	*s = self->state;
	struct request		*r;

	while ((r = s->idle) != NULL) {
		s->idle = r->next;
		curl_easy_cleanup(r->easy);
		free(r);
	}
	curl_multi_cleanup(s->multi);
	curl_share_cleanup(s->share);
	if (s->events > 0)
		close(s->events);
}

static void
give_back(struct http_source *s, struct request *r)
{
	curl_easy_setopt(r->easy, CURLOPT_HTTPHEADER, NULL);
	curl_slist_free_all(r->headers);
	r->headers = NULL;
	r->job = NULL;
	r->next = s->idle;
	s->idle = r;
}

static struct request *
take_idle(struct http_source *s)
{
	struct request		*r = s->idle;

	if (r != NULL) {
		s->idle = r->next;
		return r;
	}
	r = http_need(calloc(1, sizeof(*r)));
	if ((r->easy = curl_easy_init()) != NULL)
		return r;
	free(r);
	return NULL;
}

bool
request_start(struct ps_self *self, struct job *j)
{
	struct http_source	*s = self->state;
	struct request		*r = take_idle(s);

	if (r == NULL) {
		job_finish(self, j, JOB_LATER, "out of memory");
		return false;
	}
	r->job = j;
	setup_request(self, r);
	r->started = http_now();
	j->at->n_active++;
	s->n_active++;
	if (curl_multi_add_handle(s->multi, r->easy) == CURLM_OK)
		return true;
	j->at->n_active--;
	s->n_active--;
	job_finish(self, j, JOB_LATER, "libcurl does not take it");
	give_back(s, r);
	return false;
}

static void
end_request(struct ps_self *self, struct ps_found *to, CURL *easy,
    CURLcode code)
{
	struct http_source	*s = self->state;
	struct request		*r = NULL;
	curl_off_t		 n = 0;

	curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&r);
	curl_easy_getinfo(easy, CURLINFO_SIZE_DOWNLOAD_T, &n);
	s->bytes += (uint64_t)n;
	s->n_active--;
	r->job->at->n_active--;
	s->random = s->random * 1664525u + 1013904223u;
	site_answered(self, r->job->at, http_now() - r->started);
	answer_take(self, to, r, code);
	curl_multi_remove_handle(s->multi, easy);
	give_back(s, r);
}

void
request_work(struct ps_self *self, struct ps_found *to)
{
	struct http_source	*s = self->state;
	struct epoll_event	 e[EVENTS];
	CURLMsg			*m;
	int			 n = epoll_wait(s->events, e, EVENTS, 0);
	int			 left;

	for (int i = 0; i < n; i++)
		curl_multi_socket_action(s->multi, e[i].data.fd,
		    (e[i].events & EPOLLIN ? CURL_CSELECT_IN : 0) |
		    (e[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
		    (e[i].events & (EPOLLERR | EPOLLHUP) ?
		    CURL_CSELECT_ERR : 0), &left);
	if (s->timer_at >= 0 && s->timer_at <= http_now()) {
		s->timer_at = -1;
		curl_multi_socket_action(s->multi, CURL_SOCKET_TIMEOUT, 0,
		    &left);
	}
	while ((m = curl_multi_info_read(s->multi, &left)) != NULL)
		if (m->msg == CURLMSG_DONE)
			end_request(self, to, m->easy_handle,
			    m->data.result);
}
