/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_redirect.c - from one hop to the next.
 *
 * Each is a request of its own that passes all checks.  Whoever moved for good
 * is visited at his new address, so that the old and the new one are one; what
 * is elsewhere for now keeps the address that it was asked for by.
 */
#include <stdlib.h>
#include <string.h>

#include "http.h"
#include "http_url.h"

void
redirect_to(struct ps_self *self, struct job *j, const char *url)
{
	char	*next = http_need(strdup(url));

	job_clear(j);
	free(j->url);
	j->url = next;
	if (j->kind != JOB_ROBOTS)
		j->at = site_of(self, url);
	schedule_add(self, j, true);
}

void
redirect(struct ps_self *self, struct job *j, bool for_good)
{
	struct http_source		*s = self->state;
	const struct http_options	*o = self->options;
	struct url_rules	 rules = { .sort_query = o->sort_query };
	const char		*to = j->answer.location;
	char			 url[URL_ROOM];
	size_t			 n;
	enum url_fault		 fault;

	if (to == NULL) {
		job_finish(self, j, JOB_FAILED, "it is elsewhere (%ld), but "
		    "not said where", j->answer.status);
		return;
	}
	fault = url_canonical(self, &rules, j->url, to, strlen(to), url, &n,
	    NULL);
	if (fault != URL_GOOD) {
		job_finish(self, j, JOB_FAILED, "it leads to an address that "
		    "cannot be fetched: %s", url_why(fault));
		return;
	}
	if (++j->hops > HTTP_HOPS) {
		job_finish(self, j, JOB_FAILED, "more than %u redirects",
		    HTTP_HOPS);
		return;
	}
	if (!for_good || j->kind != JOB_VISIT ||
	    strcmp(j->url, j->address) != 0 || strcmp(url, j->url) == 0) {
		redirect_to(self, j, url);
		return;
	}
	free(j->url);
	j->url = http_need(strdup(url));
	note_of(s, url, true)->hops = (uint8_t)j->hops;
	job_finish(self, j, JOB_MOVED, "%s", url);
}
