/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_fetch.c - documents that the core asks for: mostly they are here
 * already, since they had to be received to be found.
 *
 * Bodies are held in a ring; the oldest go where there are too many, and are
 * got once more if they are asked for after all.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http.h"
#include "http_name.h"
#include "http_url.h"

#define HELD_BYTES	((size_t)128 << 20)
#define HELD_FILES	256u

static void
let_go(struct http_source *s, struct held *h)
{
	if (h->key == 0)
		return;
	s->held_bytes -= h->cost;
	s->held_files -= h->body.fd != -1;
	body_free(&h->body);
	h->key = 0;
}

uint64_t
fetch_hold(struct http_source *s, struct body *b)
{
	size_t		 n = body_memory(b);
	uint64_t	 key = s->next_key++;
	struct held	*h;

	while (s->first_key < key && (key - s->first_key >= HELD_MAX ||
	    s->held_bytes + n > HELD_BYTES || s->held_files >= HELD_FILES))
		let_go(s, &s->held[s->first_key++ % HELD_MAX]);
	h = &s->held[key % HELD_MAX];
	*h = (struct held){ .key = key, .cost = n, .body = *b };
	*b = (struct body){ .fd = -1 };
	s->held_bytes += n;
	s->held_files += h->body.fd != -1;
	return key;
}

void
fetch_free_held(struct http_source *s)
{
	while (s->first_key < s->next_key)
		let_go(s, &s->held[s->first_key++ % HELD_MAX]);
	free(s->held);
}

static void
give(struct ps_self *self, struct ps_found *to, const struct ps_doc *d,
    const struct body *b)
{
	int	fd = body_copy(b);

	if (fd == -1)
		ps_skipped(self, to, d, PS_FAIL, "it cannot be put down: %s",
		    strerror(errno));
	else
		(void)ps_fetched(self, to, d, fd);
}

/* A document may be asked for twice: where a worker died of another. */
enum ps_status
http_fetch(struct ps_self *self, struct ps_found *to, const struct ps_doc *d)
{
	struct http_source	*s = self->state;
	struct held		*h = &s->held[d->key % HELD_MAX];

	struct job		*j;

	if (d->key != 0 && h->key == d->key &&
	    form_waits(s, d->address))
		let_go(s, h);
	if (d->key != 0 && h->key == d->key) {
		give(self, to, d, &h->body);
		if (h->body.fd != -1)
			let_go(s, h);
		return PS_OK;
	}
	j = job_fetch(self, d);
	form_begin(self, j);
	schedule_add(self, j, true);
	return PS_OK;
}

const char *
fetch_note(const struct job *j)
{
	return j->at->insecure && strncmp(j->url, "https:", 6) == 0 ?
	    "the server's certificate was not verified (insecure)" : NULL;
}

void
fetch_tell(struct ps_self *self, struct ps_found *to, struct job *j)
{
	struct ps_doc	d = *j->doc;
	char		hash[BODY_HASH_ROOM];

	if (j->end != JOB_OK) {
		ps_skipped(self, to, &d, j->end == JOB_LEFT_OUT ? PS_SKIP :
		    PS_FAIL, "%s", j->why);
		return;
	}
	if (!kept_store(self, j, d.address)) {
		ps_skipped(self, to, &d, PS_FAIL, "it cannot be kept");
		return;
	}
	body_hash(&j->body, hash);
	d.etag = hash;
	d.note = fetch_note(j);
	d.size = (int64_t)j->body.size;
	if (j->answer.mtime != -1)
		d.mtime = j->answer.mtime;
	give(self, to, &d, &j->body);
}

/* From a script: it may lead anywhere that a link may. */
enum ps_status
http_follow(struct ps_self *self, struct ps_found *to,
    const struct ps_link *link)
{
	const struct http_options	*o = self->options;
	struct http_source		*s = self->state;
	struct url_rules	 rules = { .sort_query = o->sort_query };
	struct url_parts	 parts;
	char			 url[URL_ROOM], name[256];
	const char		*why;
	size_t			 n;
	enum url_fault		 fault = url_canonical(self, &rules, NULL,
	    link->address, strlen(link->address), url, &n, NULL);

	if (fault != URL_GOOD) {
		ps_refused(self, to, link->number, "%s", url_why(fault));
		return PS_OK;
	}
	url_split(url, &parts);
	why = address_refused(&s->policy, parts.host.p, parts.host.n,
	    parts.port, NULL, 0);
	if (why != NULL) {
		ps_refused(self, to, link->number, "it is %s; allow_private "
		    "allows it", why);
		return PS_OK;
	}
	name_of_document(url, NULL, name, sizeof(name));
	ps_followed(self, to, link->number, &((struct ps_doc){
	    .address = url, .root = link->page->root, .name = name,
	    .size = -1, .mtime = -1 }));
	return PS_OK;
}
