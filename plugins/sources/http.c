/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http.c - the source of pages and files of the web.
 *
 * What is to be visited lies with the core, which hands out a few visits of
 * each site; each is a request.  An answer is received whole before anything
 * is said of it, so that what was cut off is no document.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http.h"
#include "http_memory.h"
#include "http_name.h"
#include "http_options.h"
#include "http_url.h"

/* Whom a server's people may write to. */
static char *
own_agent(void)
{
	const char	*mail = getenv("EMAIL"), *user = getenv("LOGNAME");
	char		 host[256] = "localhost", text[700];

	if (user == NULL)
		user = getenv("USER");
	if (gethostname(host, sizeof(host) - 1) == -1)
		snprintf(host, sizeof(host), "localhost");
	if (mail != NULL && strpbrk(mail, "\r\n") == NULL && *mail != '\0')
		snprintf(text, sizeof(text), "polyscraper/%s (+mailto:%.300s)",
		    PACKAGE_VERSION, mail);
	else
		snprintf(text, sizeof(text), "polyscraper/%s (run by %.64s@"
		    "%.255s)", PACKAGE_VERSION, user == NULL ||
		    strpbrk(user, "\r\n") != NULL ? "somebody" : user, host);
	return http_need(strdup(text));
}

/* "Name: value" lines, and a token. */
static void
own_headers(struct http_source *s, const struct http_options *o)
{
	const char	*p = o->header, *token = o->token;
	size_t		 n;
	char		*line;

	for (; p != NULL && *p != '\0'; p += n + (p[n] == '\n')) {
		n = strcspn(p, "\n");
		line = http_need(strndup(p, n));
		s->own = curl_slist_append(s->own, line);
		free(line);
	}
	if (token == NULL)
		return;
	if (strncasecmp(token, "Bearer ", 7) == 0)
		token += 7;
	if (asprintf(&line, "Authorization: Bearer %s", token) == -1)
		return;
	s->own = curl_slist_append(s->own, line);
	free(line);
}

static enum ps_status
add_input(struct ps_self *self, const char *text)
{
	struct http_source		*s = self->state;
	const struct http_options	*o = self->options;
	struct input		*in = &s->inputs[s->n_inputs];
	struct url_rules	 rules = { .sort_query = o->sort_query };
	struct url_user		 user;
	struct url_parts	 parts;
	char			 url[URL_ROOM], site[URL_SITE_ROOM];
	size_t			 n;
	enum url_fault		 fault = url_canonical(self, &rules, NULL,
	    text, strlen(text), url, &n, &user);

	if (fault != URL_GOOD)
		return ps_fail(self, PS_FATAL, 0, "'%s' cannot be fetched: %s",
		    text, url_why(fault));
	url_site(url, site);
	in->address = http_need(strdup(url));
	in->site = http_need(strdup(site));
	if (user.name[0] != '\0') {
		in->user = http_need(strdup(user.name));
		in->password = http_need(strdup(user.password));
	}
	s->n_inputs++;
	url_split(in->address, &parts);
	if (address_own(parts.host.p, parts.host.n, parts.port,
	    &s->typed[s->policy.n_own]))
		s->policy.n_own++;
	return PS_OK;
}

static void
set_wish(struct http_source *s, const struct http_options *o)
{
	s->follow = select_new(o->follow);
	s->accept = select_new(o->accept);
	s->wish = (struct select_wish){ .follow = s->follow,
	    .accept = s->accept, .depth = (uint32_t)o->depth };
	s->policy.own = s->typed;
	s->policy.all = o->allow_private;
	if (o->rate != NULL)
		(void)http_parse_rate(o->rate, &s->rate);
}

static enum ps_status
http_open(struct ps_self *self, const char *const *inputs, uint32_t n)
{
	struct http_source		*s = self->state;
	const struct http_options	*o = self->options;
	enum ps_status			 st = PS_OK;

	s->inputs = http_need(calloc((size_t)n + 1, sizeof(*s->inputs)));
	s->typed = http_need(calloc((size_t)n + 1, sizeof(*s->typed)));
	s->held = http_need(calloc(HELD_MAX, sizeof(*s->held)));
	/* No two runs give the same keys. */
	s->first_key = s->next_key = (uint64_t)http_wall() << 20;
	s->random = (uint32_t)http_now() ^ (uint32_t)getpid();
	s->agent = o->agent != NULL ? http_need(strdup(o->agent)) :
	    own_agent();
	own_headers(s, o);
	set_wish(s, o);
	for (uint32_t i = 0; i < n && st == PS_OK; i++)
		st = add_input(self, inputs[i]);
	if (st == PS_OK)
		st = request_open(self);
	return st == PS_OK && !kept_open(self) ? PS_FATAL : st;
}

static void
begin(struct ps_self *self, struct ps_found *to)
{
	struct http_source	*s = self->state;

	s->begun = true;
	for (uint32_t i = 0; i < s->n_inputs; i++)
		ps_enqueue(self, to, &((struct ps_visit){
		    .address = s->inputs[i].address,
		    .root = s->inputs[i].address,
		    .site = s->inputs[i].site }));
}

static enum ps_status
http_step(struct ps_self *self, struct ps_found *to)
{
	struct http_source	*s = self->state;

	if (!s->begun)
		begin(self, to);
	schedule(self, to);
	request_work(self, to);
	schedule(self, to);
	tell_progress(self, to);
	if (kept_status(self) != PS_OK)
		return PS_FATAL;
	return schedule_idle(s) ? PS_EOF : PS_RETRY;
}

static uint32_t
http_watch(struct ps_self *self, struct ps_poll *polls, uint32_t max,
    int *timeout)
{
	struct http_source	*s = self->state;
	int64_t			 at = schedule_next(self), now;

	if (s->timer_at >= 0 && (at < 0 || s->timer_at < at))
		at = s->timer_at;
	*timeout = -1;
	if (at >= 0) {
		now = http_now();
		*timeout = at <= now ? 0 : at - now > 1000 * HTTP_SECOND ?
		    1000000 : (int)((at - now + 999) / 1000);
	}
	if (max == 0)
		return 0;
	polls[0] = (struct ps_poll){ .fd = s->events, .events = 1 };
	return 1;
}

/* What it is wanted for, by what is remembered of it. */
static unsigned
wanted_for(struct ps_self *self, const struct ps_visit *v)
{
	const struct http_options	*o = self->options;
	struct http_source		*s = self->state;
	char		*told = memory_copy(v->memory, "name"), name[256];
	unsigned	 wanted;

	name_of_document(v->address, told, name, sizeof(name));
	free(told);
	wanted = select_link(self, &s->wish, v->address, name, v->root,
	    v->depth);
	return o->depth == 0 && (wanted & SELECT_DOC) != 0 ? SELECT_DOC :
	    wanted;
}

/* A page is asked for whole, unless it had no links the last time. */
static bool
is_wanted_whole(struct ps_self *self, const struct ps_visit *v,
    unsigned wanted)
{
	const struct http_options	*o = self->options;
	size_t		 n;
	const char	*links = memory_find(v->memory, "links", &n);

	if (memory_find(v->memory, "hash", &n) == NULL ||
	    strcmp(o->revisit, "always") == 0)
		return true;
	if ((wanted & SELECT_DOC) != 0 &&
	    memory_find(v->memory, "doc", &n) != NULL)
		return true;
	return (wanted & SELECT_PAGE) != 0 &&
	    (links == NULL || strncmp(links, "none", 4) != 0);
}

/* Addresses that were met before are not counted again: the core knows. */
static bool
is_beyond(struct http_source *s, const struct http_options *o)
{
	return s->n_visits++ >= (uint64_t)o->limit && o->limit > 0;
}

static enum ps_status
http_visit(struct ps_self *self, struct ps_found *to,
    const struct ps_visit *v)
{
	const struct http_options	*o = self->options;
	struct http_source		*s = self->state;
	struct job	*j = job_visit(self, v);
	unsigned	 wanted = wanted_for(self, v);

	(void)to;
	j->whole = is_wanted_whole(self, v, wanted);
	if (wanted == SELECT_NO)
		job_finish(self, j, JOB_LEFT_OUT, "%s", select_why(self,
		    &s->wish, v->address, v->root, v->depth));
	else if (is_beyond(s, o))
		job_finish(self, j, JOB_LEFT_OUT, "more addresses than limit "
		    "allows");
	else if (!j->whole && strcmp(o->revisit, "never") == 0)
		job_finish(self, j, JOB_UNCHANGED, "%s", "");
	schedule_add(self, j, false);
	return PS_OK;
}

static void
http_site(struct ps_self *self, const char *name, const char *memory,
    int64_t not_before)
{
	site_known(self, site_find(self, name), memory, not_before);
}

static void
http_close(struct ps_self *self)
{
	struct http_source	*s = self->state;

	kept_close(self);
	fetch_free_held(s);
	form_free_all(s);
	request_close(self);
	site_free_all(s);
	select_free(s->follow);
	select_free(s->accept);
	curl_slist_free_all(s->own);
	for (uint32_t i = 0; i < s->n_inputs; i++) {
		free(s->inputs[i].address);
		free(s->inputs[i].site);
		free(s->inputs[i].user);
		free(s->inputs[i].password);
	}
	free(s->inputs);
	free(s->typed);
	free(s->agent);
}

static const char *const schemes[] = { "http", "https", NULL };

static const struct ps_source http_source = {
	PS_HEAD(struct ps_source, PS_SOURCE),
	.plugin.name		= "http",
	.plugin.version		= "1",
	.plugin.summary		= "Pages and files of the web",
	.plugin.options		= http_option_table,
	.plugin.options_size	= sizeof(struct http_options),
	.plugin.state_size	= sizeof(struct http_source),
	.schemes		= schemes,
	.open			= http_open,
	.step			= http_step,
	.fetch			= http_fetch,
	.watch			= http_watch,
	.close			= http_close,
	.follow			= http_follow,
	.visit			= http_visit,
	.site			= http_site,
	.submit			= http_submit,
};

PS_PLUGIN(http, http_source);
