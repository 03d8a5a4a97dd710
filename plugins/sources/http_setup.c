/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_setup.c - what libcurl is told before a request.
 *
 * A handle is used for many requests and set up anew for each, as libcurl
 * counts what it tried again over all requests of a handle and fails one of
 * them for it.  What belongs to the user (his name, his token, his
 * certificate) goes to the hosts that he typed, and nowhere else.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http.h"
#include "http_memory.h"
#include "http_url.h"

/* The address that is connected to, which no name can hide. */
static curl_socket_t
on_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct request		*r = arg;
	struct http_source	*s = r->self->state;
	struct url_parts	 url;

	if (purpose == CURLSOCKTYPE_IPCXN && r->direct) {
		url_split(r->job->url, &url);
		r->refused = address_refused(&s->policy, url.host.p,
		    url.host.n, url.port, &to->addr, to->addrlen);
		if (r->refused != NULL)
			return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* What holds for all requests. */
static const struct {
	CURLoption	option;
	long		value;
} always[] = {
	{ CURLOPT_NOSIGNAL, 1 },
	{ CURLOPT_FOLLOWLOCATION, 0 },
	{ CURLOPT_UNRESTRICTED_AUTH, 0 },
	{ CURLOPT_HTTP09_ALLOWED, 0 },
	{ CURLOPT_NETRC, CURL_NETRC_IGNORED },
	{ CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS },
	{ CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2 },
	{ CURLOPT_PROXY_SSLVERSION, CURL_SSLVERSION_TLSv1_2 },
	{ CURLOPT_HTTPAUTH, CURLAUTH_BASIC },
	{ CURLOPT_LOW_SPEED_TIME, 30 },
};

/* All of them: what goes without is decided here. */
static void
set_proxy(struct request *r)
{
	const char	*proxy = proxy_for(r->self->options, r->job->url);

	r->direct = proxy == NULL;
	curl_easy_setopt(r->easy, CURLOPT_PROXY, r->direct ? "" : proxy);
	curl_easy_setopt(r->easy, CURLOPT_NOPROXY, "");
}

static void
set_limits(CURL *easy, const struct http_options *o)
{
	curl_easy_setopt(easy, CURLOPT_TIMEOUT, (long)o->timeout);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT,
	    (long)o->connect_timeout);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)o->low_speed);
}

/* What is the same for all requests of a run. */
static void
set_always(struct request *r)
{
	const struct http_options	*o = r->self->options;
	struct http_source		*s = r->self->state;
	CURL				*e = r->easy;

	for (size_t i = 0; i < sizeof(always) / sizeof(*always); i++)
		curl_easy_setopt(e, always[i].option, always[i].value);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, receive);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, r);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, on_socket);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, r);
	curl_easy_setopt(e, CURLOPT_PRIVATE, r);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, r->text);
	curl_easy_setopt(e, CURLOPT_USERAGENT, s->agent);
	if (o->cacert != NULL)
		curl_easy_setopt(e, CURLOPT_CAINFO, o->cacert);
	if (s->share != NULL) {
		curl_easy_setopt(e, CURLOPT_SHARE, s->share);
		curl_easy_setopt(e, CURLOPT_COOKIEFILE, "");
	}
	kept_setup(r);
	set_limits(e, o);
}

/* If it is as it was: not for pages, whose links are read once more. */
static void
add_conditions(struct request *r)
{
	char	*etag = memory_copy(r->job->memory, "etag");
	char	*modified = memory_copy(r->job->memory, "modified");
	char	 line[1100];

	if (etag != NULL && strlen(etag) < 1000) {
		snprintf(line, sizeof(line), "If-None-Match: %s", etag);
		r->headers = curl_slist_append(r->headers, line);
	}
	if (modified != NULL && strlen(modified) < 1000) {
		snprintf(line, sizeof(line), "If-Modified-Since: %s",
		    modified);
		r->headers = curl_slist_append(r->headers, line);
	}
	free(etag);
	free(modified);
}

static void
set_user(struct request *r, const struct input *typed)
{
	const struct http_options	*o = r->self->options;
	const char			*user = NULL, *password = NULL;
	bool				 known = typed != NULL;

	if (known) {
		user = typed->user != NULL ? typed->user : o->user;
		password = typed->user != NULL ? typed->password :
		    o->password;
	}
	curl_easy_setopt(r->easy, CURLOPT_USERNAME, user);
	curl_easy_setopt(r->easy, CURLOPT_PASSWORD, password);
	curl_easy_setopt(r->easy, CURLOPT_SSLCERT, known ? o->cert : NULL);
	curl_easy_setopt(r->easy, CURLOPT_SSLKEY, known ? o->key : NULL);
}

static void
set_form(struct request *r)
{
	const struct job	*j = r->job;

	if (!j->submits)
		return;
	curl_easy_setopt(r->easy, CURLOPT_REFERER, j->address);
	if (j->form == NULL)
		return;
	curl_easy_setopt(r->easy, CURLOPT_POSTFIELDSIZE, (long)strlen(j->form));
	curl_easy_setopt(r->easy, CURLOPT_POSTFIELDS, j->form);
}

static void
set_headers(struct request *r, const struct input *typed)
{
	struct http_source	*s = r->self->state;

	r->headers = curl_slist_append(NULL, receive_encodings());
	if (typed != NULL)
		for (const struct curl_slist *h = s->own; h != NULL;
		    h = h->next)
			r->headers = curl_slist_append(r->headers, h->data);
	if (!r->job->whole)
		add_conditions(r);
	curl_easy_setopt(r->easy, CURLOPT_HTTPHEADER, r->headers);
}

void
setup_request(struct ps_self *self, struct request *r)
{
	/* A redirect of robots.txt may lead elsewhere. */
	const struct site	*site = r->job->kind == JOB_ROBOTS ?
	    site_of(self, r->job->url) : r->job->at;
	bool			 verify = !site->insecure;

	r->self = self;
	r->refused = NULL;
	curl_easy_reset(r->easy);
	set_always(r);
	receive_begin(r);
	r->text[0] = '\0';
	kept_begin(self->state, r->job);
	curl_easy_setopt(r->easy, CURLOPT_URL, r->job->url);
	curl_easy_setopt(r->easy, CURLOPT_SSL_VERIFYPEER, (long)verify);
	curl_easy_setopt(r->easy, CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
	curl_easy_setopt(r->easy, CURLOPT_PIPEWAIT,
	    (long)(strncmp(r->job->url, "https", 5) == 0));
	set_proxy(r);
	set_user(r, site->typed);
	set_headers(r, site->typed);
	set_form(r);
}
