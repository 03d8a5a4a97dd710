/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_answer.c - what became of a request: an answer, another hop, another
 * attempt, or the end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http.h"
#include "http_result.h"

void
answer_free(struct answer *a)
{
	free(a->etag);
	free(a->modified);
	free(a->type);
	free(a->name);
	free(a->link);
	free(a->robots);
	free(a->refresh);
	free(a->location);
	*a = (struct answer){ .mtime = -1, .retry_after = -1 };
}

static const struct {
	const char	*name;
	size_t		 offset;
} kept[] = {
	{ "ETag", offsetof(struct answer, etag) },
	{ "Last-Modified", offsetof(struct answer, modified) },
	{ "Content-Type", offsetof(struct answer, type) },
	{ "Content-Disposition", offsetof(struct answer, name) },
	{ "Link", offsetof(struct answer, link) },
	{ "X-Robots-Tag", offsetof(struct answer, robots) },
	{ "Refresh", offsetof(struct answer, refresh) },
	{ "Location", offsetof(struct answer, location) },
};

/* The values of a header that comes several times, with commas between. */
static char *
header_of(CURL *easy, const char *name)
{
	struct curl_header	*h;
	char			*all = NULL, *more;
	size_t			 n = 0, k, count = 1;

	for (size_t i = 0; i < count && i < 64; i++) {
		if (curl_easy_header(easy, name, i, CURLH_HEADER, -1, &h) !=
		    CURLHE_OK)
			break;
		count = h->amount;
		k = strlen(h->value);
		more = http_need(realloc(all, n + k + 3));
		all = more;
		if (i > 0) {
			memcpy(all + n, ", ", 2);
			n += 2;
		}
		memcpy(all + n, h->value, k + 1);
		n += k;
	}
	return all;
}

static void
take_headers(struct answer *a, CURL *easy)
{
	struct curl_header	*h;
	time_t			 t;

	answer_free(a);
	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &a->status);
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		*(char **)(void *)((char *)a + kept[i].offset) =
		    header_of(easy, kept[i].name);
	if (a->modified != NULL &&
	    (t = curl_getdate(a->modified, NULL)) != -1)
		a->mtime = (int64_t)t * 1000000000;
	if (curl_easy_header(easy, "Retry-After", 0, CURLH_HEADER, -1, &h) ==
	    CURLHE_OK)
		a->retry_after = result_retry_after(h->value,
		    http_wall() / 1000);
}

/* A robots.txt is nobody's document, but all of its site wait for it. */
static void
end_of_robots(struct ps_self *self, struct ps_found *to, struct job *j)
{
	if (j->kind == JOB_ROBOTS && j->end != JOB_OPEN)
		site_robots(self, to, j->home, j);
}

static void
again(struct ps_self *self, struct ps_found *to, struct job *j,
    const struct result *result, const char *detail)
{
	struct http_source		*s = self->state;
	const struct http_options	*o = self->options;
	int64_t		asked = j->answer.retry_after;
	uint32_t	most = (uint32_t)o->retries;

	if (result->tries > 0 && result->tries < most)
		most = result->tries;
	if (result->site || asked > 0)
		site_trouble(self, to, j->at, asked > 0 ?
		    asked * HTTP_SECOND : -1, result->why);
	if (++j->tries > most) {
		j->later = asked > 0 ? http_wall() + asked * 1000 : 0;
		job_finish(self, j, JOB_LATER, j->tries == 1 ?
		    "%s%s, tried once" : "%s%s, tried %u times",
		    result->why, detail, j->tries);
		return;
	}
	if (!result->site)
		j->not_before = http_now() + result_backoff(j->tries,
		    s->random);
	job_clear(j);
	schedule_add(self, j, true);
}

static void
on_status(struct ps_self *self, struct ps_found *to, struct job *j)
{
	const struct result	*result = result_of_status(j->answer.status);
	char			 detail[64];

	switch (result->what) {
	case RESULT_OK:
		job_finish(self, j, JOB_OK, "%s", "");
		break;
	case RESULT_UNCHANGED:
		if (j->whole)
			job_finish(self, j, JOB_FAILED, "304 came unasked");
		else
			job_finish(self, j, JOB_UNCHANGED, "%s", "");
		break;
	case RESULT_MOVED:
	case RESULT_ELSEWHERE:
		redirect(self, j, result->what == RESULT_MOVED);
		break;
	case RESULT_RETRY:
		snprintf(detail, sizeof(detail), " (%ld)", j->answer.status);
		again(self, to, j, result, detail);
		break;
	default:
		job_finish(self, j, JOB_FAILED, "%s (%ld)", result->why,
		    j->answer.status);
	}
}

/* What libcurl says of limits of its own. */
static bool
is_hopeless(const char *text)
{
	return strstr(text, "Too large response headers") != NULL;
}

static void
on_error(struct ps_self *self, struct ps_found *to, const struct request *r,
    CURLcode code)
{
	const struct result	*result = result_of_curl((int)code);
	char			 detail[CURL_ERROR_SIZE + 4] = "";

	if (r->text[0] != '\0')
		snprintf(detail, sizeof(detail), ": %s", r->text);
	if (result->what == RESULT_RETRY && !is_hopeless(r->text))
		again(self, to, r->job, result, detail);
	else
		job_finish(self, r->job, JOB_FAILED, "%s%s", result->why,
		    detail);
}

/* We gave it up. */
static void
on_fault(struct ps_self *self, struct ps_found *to, const struct request *r)
{
	static const struct result	packed = {
		RESULT_RETRY, false, 2, "its compression is damaged"
	};
	const struct http_options	*o = self->options;
	struct job			*j = r->job;

	switch (r->fault) {
	case FAULT_LONG:
		job_finish(self, j, JOB_FAILED, "it has more than %lld bytes; "
		    "max_bytes allows more", (long long)o->max_bytes);
		break;
	case FAULT_BOMB:
		job_finish(self, j, JOB_FAILED, "it is packed so tightly that "
		    "it may be a bomb");
		break;
	case FAULT_ENCODING:
		job_finish(self, j, JOB_FAILED, "it is packed in a way that "
		    "was not asked for");
		break;
	case FAULT_PACKED:
		again(self, to, j, &packed, "");
		break;
	default:
		job_finish(self, j, JOB_LATER, "it cannot be put down: %s",
		    strerror(r->error));
	}
}

/* Two lengths: who knows what belongs to it? */
static bool
contradicts(CURL *easy)
{
	struct curl_header	*h;
	char			*all = header_of(easy, "Content-Length");
	size_t			 n = all == NULL ? 0 : strcspn(all, ",");
	bool			 two = n > 0 && all[n] == ',' &&
	    curl_easy_header(easy, "Content-Length", 0, CURLH_HEADER, -1,
	    &h) == CURLHE_OK && (strlen(h->value) != n ||
	    strcmp(all + n + 2, h->value) != 0);

	free(all);
	return two;
}

void
answer_take(struct ps_self *self, struct ps_found *to, struct request *r,
    CURLcode code)
{
	struct http_source	*s = self->state;
	struct job		*j = r->job;
	bool			 whole = receive_end(r);

	take_headers(&j->answer, r->easy);
	s->answered |= j->answer.status != 0;
	if (r->fault == FAULT_ENOUGH)
		code = CURLE_OK;
	if (code == CURLE_OK && !whole)
		code = CURLE_PARTIAL_FILE;
	kept_answer(self, r, code);
	if (r->refused != NULL)
		job_finish(self, j, JOB_LEFT_OUT, "its address is %s; "
		    "allow_private allows it", r->refused);
	else if (j->submits)
		form_sent(self, j, code);
	else if (code != CURLE_OK && r->fault != FAULT_NONE)
		on_fault(self, to, r);
	else if (code != CURLE_OK)
		on_error(self, to, r, code);
	else if (contradicts(r->easy))
		job_finish(self, j, JOB_FAILED, "it has more than one length");
	else
		on_status(self, to, j);
	end_of_robots(self, to, j);
}
