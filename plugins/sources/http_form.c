/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_form.c - forms that scripts send: once, to the page's own site, and
 * then the page is asked for again.  Nothing of them is said, kept or written.
 */
#include <stdlib.h>
#include <string.h>

#include "http.h"
#include "http_result.h"
#include "http_url.h"

static char *
copy(const char *p, size_t n)
{
	char	*to = http_need(malloc(n + 1));

	memcpy(to, p, n);
	to[n] = '\0';
	return to;
}

static void
wipe(char *s)
{
	if (s != NULL)
		explicit_bzero(s, strlen(s));
	free(s);
}

static void
form_free(struct form *f)
{
	free(f->address);
	wipe(f->url);
	wipe(f->body);
	free(f);
}

void
form_free_all(struct http_source *s)
{
	struct form	*f;

	while ((f = s->forms) != NULL) {
		s->forms = f->next;
		form_free(f);
	}
}

void
form_drop(struct job *j)
{
	wipe(j->form);
	j->form = NULL;
	j->submits = false;
}

/* NULL, or why it is not sent there. */
static const char *
obstacle(const char *page, const char *url)
{
	if (!url_same_site(page, url))
		return "it is another site, which gets nothing of it";
	if (strncmp(page, "https:", 6) == 0 && strncmp(url, "https:", 6) != 0)
		return "from https to http, where others can read it";
	return NULL;
}

enum ps_status
http_submit(struct ps_self *self, const struct ps_form *given)
{
	const struct http_options	*o = self->options;
	struct http_source		*s = self->state;
	struct url_rules	 rules = { .sort_query = o->sort_query };
	struct form		*f = http_need(calloc(1, sizeof(*f)));
	const char		*page = given->page->address;
	char			 url[URL_ROOM];
	size_t			 n;
	enum url_fault		 fault = url_canonical(self, &rules, NULL,
	    given->address, strlen(given->address), url, &n, NULL);

	f->address = copy(page, strlen(page));
	f->why = fault != URL_GOOD ? url_why(fault) : obstacle(page, url);
	f->url = copy(url, fault != URL_GOOD ? 0 : strlen(url));
	if (given->body != NULL)
		f->body = copy(given->body, given->n_body);
	explicit_bzero(url, sizeof(url));
	f->next = s->forms;
	s->forms = f;
	return PS_OK;
}

bool
form_waits(const struct http_source *s, const char *address)
{
	const struct form	*f = s->forms;

	while (f != NULL && strcmp(f->address, address) != 0)
		f = f->next;
	return f != NULL;
}

void
form_begin(struct ps_self *self, struct job *j)
{
	struct http_source	 *s = self->state;
	struct form		**at = &s->forms, *f;

	while ((f = *at) != NULL && strcmp(f->address, j->address) != 0)
		at = &f->next;
	if (f == NULL)
		return;
	*at = f->next;
	if (f->why != NULL) {
		job_finish(self, j, JOB_FAILED, "what its form leads to: %s",
		    f->why);
	} else {
		free(j->url);
		j->url = f->url;
		j->form = f->body;
		j->submits = true;
		j->at = site_of(self, j->url);
		f->url = f->body = NULL;
	}
	form_free(f);
}

/* What it says is not looked at: the page will tell.  Not sent again. */
void
form_sent(struct ps_self *self, struct job *j, CURLcode code)
{
	if (code != CURLE_OK)
		job_finish(self, j, JOB_FAILED, "its form was not taken: %s",
		    result_of_curl((int)code)->why);
	else if (j->answer.status >= 400)
		job_finish(self, j, JOB_FAILED, "its form was not taken (%ld)",
		    j->answer.status);
	form_drop(j);
	if (j->end == JOB_OPEN)
		redirect_to(self, j, j->address);
}
