/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_tell.c - the core is told what became of a visit: its links, then the
 * document, then the visit itself.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "http.h"
#include "http_links.h"
#include "http_memory.h"
#include "http_name.h"
#include "http_robots.h"
#include "http_url.h"

#define ATTEMPTS	3u	/* runs in which it was left for later */
#define TOLD_EVERY	(HTTP_SECOND / 4)

struct note *
note_of(struct http_source *s, const char *address, bool add)
{
	uint64_t	 hash = XXH3_64bits(address, strlen(address));
	struct note	*n = &s->notes[hash & (NOTES - 1)];

	if (n->hash == hash)
		return n;
	if (!add)
		return NULL;
	*n = (struct note){ .hash = hash };
	return n;
}

static bool
obeys(const struct ps_self *self)
{
	const struct http_options	*o = self->options;

	return strcmp(o->robots, "obey") == 0;
}

static void
enqueue(struct ps_self *self, struct ps_found *to, const struct job *from,
    const char *url, uint32_t depth)
{
	struct http_source	*s = self->state;
	char			 site[URL_SITE_ROOM];

	if (select_link(self, &s->wish, url, NULL, from->root, depth) ==
	    SELECT_NO)
		return;
	url_site(url, site);
	ps_enqueue(self, to, &((struct ps_visit){ .address = url,
	    .root = from->root, .from = from->address, .site = site,
	    .depth = depth }));
}

static struct links *
read_links(struct ps_self *self, const struct job *j)
{
	const struct http_options	*o = self->options;
	const struct answer		*a = &j->answer;
	struct links_options		 how = { .base = j->url,
	    .type = a->type, .rules.sort_query = o->sort_query,
	    .sitemap = j->sitemap, .ignore_robots = !obeys(self) };
	struct links	*l = http_need(links_new(self, &how));
	char		*buf = http_need(malloc(65536));
	ptrdiff_t	 n;

	if (a->link != NULL)
		links_header(l, "Link", a->link, strlen(a->link));
	if (a->refresh != NULL)
		links_header(l, "Refresh", a->refresh, strlen(a->refresh));
	if (a->robots != NULL)
		links_header(l, "X-Robots-Tag", a->robots, strlen(a->robots));
	for (uint64_t at = 0; links_kind(l) != LINKS_NONE &&
	    (n = body_read(&j->body, buf, 65536, at)) > 0; at += (uint64_t)n)
		links_feed(l, buf, (size_t)n);
	free(buf);
	return l;
}

static void
enqueue_links(struct ps_self *self, struct ps_found *to, const struct job *j,
    const struct links_found *f, bool deeper)
{
	struct http_source	*s = self->state;
	bool			 same;

	for (uint32_t i = 0; i < f->n; i++) {
		same = (f->links[i].flags & (LINK_SITEMAP | LINK_MOVED)) != 0;
		if (same)
			*note_of(s, f->links[i].url, true) = (struct note){
			    XXH3_64bits(f->links[i].url,
			    strlen(f->links[i].url)),
			    .hops = (uint8_t)(j->hops + 1), .sitemap =
			    (f->links[i].flags & LINK_SITEMAP) != 0 };
		if (same ? j->hops >= HTTP_HOPS : !deeper)
			continue;
		enqueue(self, to, j, f->links[i].url, j->depth + !same);
	}
	if (f->n_dropped > 0 && deeper)
		ps_log(self, PS_WARN, "%s: it has %u links more than are "
		    "taken of one page", j->address, f->n_dropped);
	if (f->broken != NULL && deeper)
		ps_log(self, PS_WARN, "%s: %s", j->address, f->broken);
}

/* The sitemaps that robots.txt names, where the user wants them. */
static void
enqueue_sitemaps(struct ps_self *self, struct ps_found *to,
    const struct job *j)
{
	const struct http_options	*o = self->options;
	struct url_rules	 rules = { .sort_query = o->sort_query };
	struct robots_reader	 r;
	struct url_parts	 parts;
	const char		*p;
	char			 url[URL_ROOM];
	size_t			 n;

	if (j->depth > 0 || j->home->robots == NULL || o->depth == 0 ||
	    strcmp(o->sitemaps, "never") == 0)
		return;
	url_split(j->address, &parts);
	if (strcmp(o->sitemaps, "auto") == 0 &&
	    (parts.path.n > 1 || parts.query.n > 0))
		return;
	robots_begin(&r, j->home->robots, strlen(j->home->robots));
	while (robots_sitemap(&r, &p, &n))
		if (url_canonical(self, &rules, j->address, p, n, url, &n,
		    NULL) == URL_GOOD) {
			note_of(self->state, url, true)->sitemap = true;
			enqueue(self, to, j, url, 0);
		}
}

/* links NULL: it was not read for them. */
static char *
remembered(const struct job *j, const char *hash, const char *links,
    bool doc)
{
	const struct answer	*a = &j->answer;
	struct memory		 m = { 0 };

	memory_add(&m, "etag", a->etag);
	memory_add(&m, "modified", a->modified);
	memory_add(&m, "hash", hash);
	memory_add(&m, "type", a->type);
	memory_add(&m, "name", a->name);
	memory_number(&m, "size", (int64_t)j->body.size);
	memory_number(&m, "mtime", a->mtime);
	memory_add(&m, "links", links);
	memory_add(&m, "doc", doc ? NULL : "no");
	if (m.failed) {
		free(m.text);
		return NULL;
	}
	return m.text;
}

static const char *
media_type(const char *type, char *to, size_t room)
{
	size_t	n = type == NULL ? 0 : strcspn(type, "; \t");

	if (n == 0 || n >= room)
		return NULL;
	memcpy(to, type, n);
	to[n] = '\0';
	return to;
}

/* The document of what came. */
static void
find_doc(struct ps_self *self, struct ps_found *to, struct job *j,
    const char *hash)
{
	struct http_source	*s = self->state;
	char			 name[256], mime[128];
	struct ps_doc		 d = { .address = j->address,
	    .root = j->root, .name = name, .etag = hash,
	    .size = (int64_t)j->body.size, .mtime = j->answer.mtime,
	    .note = fetch_note(j) };

	name_of_document(j->url, j->answer.name, name, sizeof(name));
	d.mime = media_type(j->answer.type, mime, sizeof(mime));
	d.key = fetch_hold(s, &j->body);
	(void)ps_found_doc(self, to, &d);
}

/* The document as it was when it was asked for last. */
static void
find_known(struct ps_self *self, struct ps_found *to, struct job *j)
{
	struct http_source	*s = self->state;
	char	*hash = memory_copy(j->memory, "hash");
	char	*type = memory_copy(j->memory, "type");
	char	*told = memory_copy(j->memory, "name");
	char	 name[256], mime[128];
	bool	 doc;
	size_t	 n;
	struct ps_doc d = { .address = j->address, .root = j->root,
	    .name = name, .etag = hash,
	    .size = memory_integer(j->memory, "size", -1),
	    .mtime = memory_integer(j->memory, "mtime", -1),
	    .note = fetch_note(j) };

	name_of_document(j->address, told, name, sizeof(name));
	d.mime = media_type(type, mime, sizeof(mime));
	/* What it was asked for may be another thing now. */
	doc = memory_find(j->memory, "doc", &n) == NULL &&
	    (select_link(self, &s->wish, j->address, name, j->root,
	    j->depth) & SELECT_DOC) != 0;
	if (doc) {
		(void)ps_found_doc(self, to, &d);
	}
	ps_visited(self, to, j->number, doc ? PS_VISIT_STORED : PS_VISITED,
	    NULL, 0, "%s", "");
	free(hash);
	free(type);
	free(told);
}

/* Once for each site. */
static void
say_left_out(struct ps_self *self, const struct job *j, const char *why)
{
	if (!j->at->said_left)
		ps_log(self, PS_WARN, "%s: %s; what else is left out at %s "
		    "is not told", j->address, why, j->at->name);
	j->at->said_left = true;
}

/* Whether it is a document, now that it is here; else why not, or NULL. */
static bool
is_doc(struct ps_self *self, struct job *j, const struct links_found *f,
    unsigned wanted, const char **why)
{
	struct http_source	*s = self->state;

	*why = NULL;
	if ((wanted & SELECT_DOC) == 0)
		return false;
	/* Nobody asked for those, and they may lie on any site. */
	if (s->accept == NULL && (j->sitemap || f->kind == LINKS_SITEMAP ||
	    f->kind == LINKS_SITEMAP_INDEX) &&
	    strcmp(j->address, j->root) != 0)
		return false;
	if (f->noindex && j->depth > 0)
		*why = "it asks not to be stored (noindex)";
	return *why == NULL;
}

/*
 * A page that says which address is the one of what is on it.  Many lists name
 * their first page on all others, whose records would be lost.
 */
static bool
is_a_copy(struct ps_self *self, struct ps_found *to, struct job *j,
    const struct links_found *f)
{
	struct http_source	*s = self->state;
	const struct note	*told = note_of(s, j->address, false);

	/* Two that name each other: the second is the one. */
	if (f->canonical == NULL || j->hops > 0 || j->depth == 0 ||
	    (told != NULL && told->hops > 0) ||
	    strcmp(f->canonical, j->address) == 0 ||
	    !url_same_site(f->canonical, j->address) ||
	    url_is_other_page(j->address, f->canonical) ||
	    select_link(self, &s->wish, f->canonical, NULL, j->root,
	    j->depth) == SELECT_NO)
		return false;
	note_of(s, f->canonical, true)->hops = 1;
	enqueue(self, to, j, f->canonical, j->depth);
	return true;
}

static void
tell_body(struct ps_self *self, struct ps_found *to, struct job *j)
{
	struct http_source	*s = self->state;
	char			 name[256], hash[BODY_HASH_ROOM];
	unsigned		 wanted;
	struct links		*l;
	const struct links_found *f;
	const char		*why;
	char			*memory;
	bool			 doc, copy, kept;

	name_of_document(j->url, j->answer.name, name, sizeof(name));
	wanted = select_link(self, &s->wish, j->address, name, j->root,
	    j->depth);
	body_hash(&j->body, hash);
	/* Also what goes no deeper may say that it is a copy, or noindex. */
	l = read_links(self, j);
	f = links_end(l);
	enqueue_links(self, to, j, f, (wanted & SELECT_PAGE) != 0);
	if ((wanted & SELECT_PAGE) != 0)
		enqueue_sitemaps(self, to, j);
	doc = is_doc(self, j, f, wanted, &why);
	copy = doc && is_a_copy(self, to, j, f);
	doc = doc && !copy;
	memory = remembered(j, hash, (wanted & SELECT_PAGE) == 0 ? NULL :
	    f->kind == LINKS_NONE ? "none" : "some", doc);
	/* Without an answer the visit comes again, and its links with it. */
	kept = kept_store(self, j, doc ? j->address : NULL);
	if (kept && doc)
		find_doc(self, to, j, hash);
	if (kept)
		ps_visited(self, to, j->number, doc ? PS_VISIT_STORED :
		    why != NULL ? PS_VISIT_LEFT_OUT : PS_VISITED, memory, 0,
		    "%s%s", why != NULL ? why : copy ? "a copy of " : "",
		    copy ? f->canonical : "");
	if (why != NULL)
		say_left_out(self, j, why);
	links_close(l);
	free(memory);
}

static bool
is_gone(const struct job *j)
{
	return j->answer.status == 404 || j->answer.status == 410;
}

/* That it is not there is no failure of a link, but of what the user typed. */
static bool
is_missed(struct ps_self *self, const struct job *j)
{
	struct http_source	*s = self->state;

	if (j->depth == 0)
		return !j->sitemap;
	if (j->end == JOB_LEFT_OUT || is_gone(j))
		return false;
	return (select_link(self, &s->wish, j->address, NULL, j->root,
	    j->depth) & SELECT_DOC) != 0;
}

static void
tell_trouble(struct ps_self *self, struct ps_found *to, const struct job *j)
{
	char		name[256];
	struct ps_doc	d = { .address = j->address, .root = j->root,
	    .name = name, .size = -1, .mtime = -1 };

	if (is_missed(self, j)) {
		name_of_document(j->address, NULL, name, sizeof(name));
		ps_skipped(self, to, &d, j->forbidden ? PS_SKIP : PS_FAIL,
		    "%s", j->why);
		if (j->forbidden)
			say_left_out(self, j, j->why);
	} else if (j->end != JOB_LEFT_OUT) {
		ps_log(self, is_gone(j) ? PS_INFO : PS_WARN, "%s: %s",
		    j->address, j->why);
	} else {
		say_left_out(self, j, j->why);
	}
}

static void
tell_end(struct ps_self *self, struct ps_found *to, const struct job *j)
{
	const struct http_source	*s = self->state;
	enum ps_outcome			 what = PS_VISIT_FAILED;

	if (j->end == JOB_LEFT_OUT)
		what = PS_VISIT_LEFT_OUT;
	else if (is_gone(j) && !is_missed(self, j))
		what = PS_VISITED;
	else if (j->end == JOB_LATER && j->attempts < ATTEMPTS)
		what = s->answered ? PS_VISIT_AGAIN : PS_VISIT_UNREACHED;
	tell_trouble(self, to, j);
	ps_visited(self, to, j->number, what, NULL, j->later, "%s", j->why);
}

bool
tell_visit(struct ps_self *self, struct ps_found *to, struct job *j)
{
	if (ps_room(self, to) == 0)
		return false;
	switch (j->end) {
	case JOB_OK:
		tell_body(self, to, j);
		break;
	case JOB_UNCHANGED:
		if (kept_store(self, j, j->address))
			find_known(self, to, j);
		break;
	case JOB_MOVED:
		enqueue(self, to, j, j->url, j->depth);
		ps_visited(self, to, j->number, PS_VISITED, NULL, 0,
		    "moved to %s", j->why);
		break;
	default:
		tell_end(self, to, j);
	}
	return true;
}

/* Of the sites that wait, the one that waits longest. */
static const char *
who_waits(struct http_source *s)
{
	const struct site	*most = NULL;
	int64_t			 now = http_now();

	for (const struct site *t = s->busy; t != NULL; t = t->next_busy)
		if (t->waiting.first != NULL && t->wait_until > now &&
		    (most == NULL || t->wait_until > most->wait_until))
			most = t;
	if (most == NULL)
		return NULL;
	snprintf(s->waits, sizeof(s->waits), "%s: %s, %lld s", most->name,
	    most->waits, (long long)((most->wait_until - now +
	    HTTP_SECOND - 1) / HTTP_SECOND));
	return s->waits;
}

void
tell_progress(struct ps_self *self, struct ps_found *to)
{
	struct http_source	*s = self->state;
	int64_t			 now = http_now();

	if (now - s->told_at < TOLD_EVERY)
		return;
	s->told_at = now;
	ps_progress(self, to, &((struct ps_progress){
	    .under_way = s->n_active, .bytes = s->bytes,
	    .waits = who_waits(s) }));
}
