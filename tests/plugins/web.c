/* SPDX-License-Identifier: 0BSD */
/*
 * web.c - a source whose pages are made by arithmetic: page n lies on site
 * n mod `sites`, and links to pages n * new + 1 ... and to some that are known.
 *
 * What is visited and fetched can be logged, a line each.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "polyscraper.h"

struct web_options {
	int64_t		 pages, links, fresh, sites, delay, documents, rows;
	int64_t		 version, gone, failing, later, left_out, secret;
	int64_t		 batch;
	const char	*log;
};

#define OPTION(m, ...) PS_OPTION(struct web_options, m, __VA_ARGS__)

static const struct ps_option options[] = {
	OPTION(pages, .def = "100", .doc = "How many there are"),
	OPTION(links, .def = "10", .doc = "Of a page"),
	OPTION(fresh, .def = "2", .doc = "Links that lead further"),
	OPTION(sites, .def = "1", .doc = "How many there are"),
	OPTION(delay, .def = "0", .flags = PS_MANNER,
	    .doc = "Milliseconds between two steps"),
	OPTION(batch, .def = "64", .flags = PS_MANNER,
	    .doc = "Visits answered in a step"),
	OPTION(documents, .def = "3",
	    .doc = "Each so many pages one is a document; 0: none"),
	OPTION(rows, .def = "4", .doc = "Of a document"),
	OPTION(version, .def = "1", .flags = PS_MANNER,
	    .doc = "Of documents whose number is a multiple of 9"),
	OPTION(gone, .def = "0", .flags = PS_MANNER,
	    .doc = "n mod this = 5 is not there"),
	OPTION(failing, .def = "0", .flags = PS_MANNER,
	    .doc = "n mod this = 4 cannot be had"),
	OPTION(later, .def = "0", .flags = PS_MANNER,
	    .doc = "n mod this = 3 is to be visited later, once"),
	OPTION(left_out, .def = "0", .flags = PS_MANNER,
	    .doc = "n mod this = 2 is not allowed"),
	OPTION(secret, .def = "0",
	    .doc = "n mod this = 1 has a password in its address"),
	OPTION(log, .def = "", .flags = PS_MANNER, .doc = "A file"),
	{ .name = NULL }
};

struct due {
	struct due	*next;
	uint64_t	 number, page;
	uint32_t	 depth, attempts;
	char		*address, *root, *memory;
};

struct web {
	char		**inputs;
	uint32_t	 n_inputs;
	bool		 begun;
	struct due	*first, *last;
	uint32_t	 under_way;
	uint64_t	 bytes;
	int		 log;
	struct timespec	 stepped;
};

static const struct web_options *
options_of(const struct ps_self *self)
{
	return self->options;
}

static void
note(struct ps_self *self, const char *what, const char *text)
{
	struct web	*w = self->state;
	char		 line[400];
	int		 n;

	if (w->log == -1)
		return;
	n = snprintf(line, sizeof(line), "%s %s\n", what, text);
	(void)!write(w->log, line, (size_t)n);
}

static enum ps_status
web_open(struct ps_self *self, const char *const *inputs, uint32_t n)
{
	const struct web_options	*o = options_of(self);
	struct web			*w = self->state;

	w->inputs = calloc((size_t)n + 1, sizeof(*w->inputs));
	w->n_inputs = n;
	for (uint32_t i = 0; i < n; i++)
		w->inputs[i] = strdup(inputs[i]);
	w->log = *o->log == '\0' ? -1 : open(o->log, O_WRONLY | O_APPEND |
	    O_CREAT | O_CLOEXEC, 0644);
	return PS_OK;
}

/* web://s1/2/77: in tree 2 page 77, which lies on site 1. */
static void
address_of(const struct web_options *o, const char *input, uint64_t page,
    char out[200], char site[80])
{
	const char	*tree = strrchr(input, '/');

	snprintf(site, 80, "s%llu",
	    (unsigned long long)(page % (uint64_t)o->sites));
	snprintf(out, 200, "web://%s/%s/%llu%s", site,
	    tree == NULL ? input : tree + 1, (unsigned long long)page,
	    o->secret > 0 && page % (uint64_t)o->secret == 1 ?
	    "?password=geheim" : "");
}

static uint64_t
page_of(const char *address)
{
	const char	*slash = strrchr(address, '/');

	return slash == NULL ? 0 : strtoull(slash + 1, NULL, 10);
}

static void
enqueue(struct ps_self *self, struct ps_found *to, const char *root,
    const char *from, uint64_t page, uint32_t depth)
{
	char		address[200], site[80];
	struct ps_visit	v = { .address = address, .root = root, .from = from,
			    .site = site, .depth = depth };

	address_of(options_of(self), root, page, address, site);
	ps_enqueue(self, to, &v);
}

static bool
falls(uint64_t page, int64_t each, uint64_t on)
{
	return each > 0 && page % (uint64_t)each == on % (uint64_t)each;
}

static void
links(struct ps_self *self, struct ps_found *to, const struct due *d)
{
	const struct web_options	*o = options_of(self);
	uint64_t			 at = d->page, page;

	for (uint64_t i = 0; i < (uint64_t)o->links; i++) {
		if (i < (uint64_t)o->fresh)
			page = at * (uint64_t)o->fresh + i + 1;
		else
			page = (at * 2654435761u + i * 40503u) %
			    (at * (uint64_t)o->fresh + 1);
		if (page < (uint64_t)o->pages)
			enqueue(self, to, d->root, d->address, page,
			    d->depth + 1);
	}
}

static struct ps_doc
document(const struct web_options *o, const char *address, const char *root,
    uint64_t page, char etag[40], char name[40])
{
	snprintf(etag, 40, "page-%llu-%lld-%lld", (unsigned long long)page,
	    (long long)o->rows, (long long)(page % 9 == 0 ? o->version : 0));
	snprintf(name, 40, "page.csv");
	return (struct ps_doc){ .address = address, .root = root,
	    .name = name, .etag = etag, .size = -1, .mtime = -1,
	    .key = page };
}

static void
find(struct ps_self *self, struct ps_found *to, const struct due *d)
{
	char		etag[40], name[40];
	struct ps_doc	doc = document(options_of(self), d->address, d->root,
			    d->page, etag, name);

	if (d->memory != NULL && strcmp(d->memory, etag) == 0)
		note(self, "same", d->address);
	(void)ps_found_doc(self, to, &doc);
	ps_visited(self, to, d->number, PS_VISIT_STORED, etag, 0, "%s", "");
}

static void
visited(struct ps_self *self, struct ps_found *to, const struct due *d,
    enum ps_outcome outcome, const char *why)
{
	ps_visited(self, to, d->number, outcome, NULL, 0, "%s", why);
}

static void
answer(struct ps_self *self, struct ps_found *to, const struct due *d)
{
	const struct web_options	*o = options_of(self);
	struct web			*w = self->state;
	char				 site[80];

	note(self, "visit", d->address);
	w->bytes += 1000;
	if (falls(d->page, o->gone, 5)) {
		visited(self, to, d, PS_VISITED, "404");
		return;
	}
	if (falls(d->page, o->failing, 4)) {
		visited(self, to, d, PS_VISIT_FAILED, "it does not answer");
		return;
	}
	if (falls(d->page, o->later, 3) && d->attempts == 0) {
		visited(self, to, d, PS_VISIT_AGAIN, "429");
		return;
	}
	if (falls(d->page, o->left_out, 2)) {
		visited(self, to, d, PS_VISIT_LEFT_OUT, "robots.txt");
		return;
	}
	links(self, to, d);
	if (d->page < (uint64_t)o->sites) {
		snprintf(site, sizeof(site), "s%llu",
		    (unsigned long long)d->page);
		ps_remember(self, to, site, "robots", 0);
	}
	if (falls(d->page, o->documents, (uint64_t)o->documents - 1))
		find(self, to, d);
	else
		visited(self, to, d, PS_VISITED, "");
}

static void
due_free(struct due *d)
{
	free(d->address);
	free(d->root);
	free(d->memory);
	free(d);
}

static void
begin(struct ps_self *self, struct ps_found *to)
{
	struct web	*w = self->state;

	w->begun = true;
	for (uint32_t i = 0; i < w->n_inputs; i++)
		enqueue(self, to, w->inputs[i], NULL, 0, 0);
}

static int
left(struct ps_self *self)
{
	struct web	*w = self->state;
	int64_t		 ms = options_of(self)->delay;
	struct timespec	 now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	ms -= (now.tv_sec - w->stepped.tv_sec) * 1000 +
	    (now.tv_nsec - w->stepped.tv_nsec) / 1000000;
	return ms > 0 ? (int)ms : 0;
}

static enum ps_status
web_step(struct ps_self *self, struct ps_found *to)
{
	struct web	*w = self->state;
	struct due	*d;

	if (!w->begun)
		begin(self, to);
	if (w->first == NULL)
		return PS_EOF;
	if (ps_room(self, to) == 0 || left(self) > 0)
		return PS_RETRY;
	clock_gettime(CLOCK_MONOTONIC, &w->stepped);
	for (int64_t i = 0; i < options_of(self)->batch &&
	    (d = w->first) != NULL && ps_room(self, to) > 0; i++) {
		if ((w->first = d->next) == NULL)
			w->last = NULL;
		w->under_way--;
		answer(self, to, d);
		due_free(d);
	}
	ps_progress(self, to, (&(struct ps_progress){ w->under_way, w->bytes,
	    w->under_way > 0 ? "s0: it is slow" : NULL }));
	return w->first == NULL ? PS_EOF : PS_OK;
}

static uint32_t
web_watch(struct ps_self *self, struct ps_poll *fds, uint32_t max,
    int *timeout)
{
	struct web	*w = self->state;

	(void)fds, (void)max;
	*timeout = w->first == NULL ? -1 : left(self) + 1;
	return 0;
}

static enum ps_status
web_visit(struct ps_self *self, struct ps_found *to, const struct ps_visit *v)
{
	struct web	*w = self->state;
	struct due	*d = calloc(1, sizeof(*d));

	(void)to;
	*d = (struct due){ .number = v->number, .page = page_of(v->address),
	    .depth = v->depth, .attempts = v->attempts,
	    .address = strdup(v->address), .root = strdup(v->root),
	    .memory = v->memory == NULL ? NULL : strdup(v->memory) };
	if (w->last != NULL)
		w->last->next = d;
	else
		w->first = d;
	w->last = d;
	w->under_way++;
	return PS_OK;
}

static void
web_site(struct ps_self *self, const char *site, const char *memory,
    int64_t not_before)
{
	char	line[200];

	(void)not_before;
	snprintf(line, sizeof(line), "%s %s", site,
	    memory == NULL ? "-" : memory);
	note(self, "site", line);
}

static enum ps_status
web_fetch(struct ps_self *self, struct ps_found *to, const struct ps_doc *doc)
{
	const struct web_options	*o = options_of(self);
	uint64_t			 page = page_of(doc->address);
	char				 etag[40], name[40];
	struct ps_doc			 now;
	int				 fd = memfd_create("web", MFD_CLOEXEC);

	note(self, "fetch", doc->address);
	if (fd == -1) {
		ps_skipped(self, to, doc, PS_FAIL, "no memory");
		return PS_OK;
	}
	dprintf(fd, "id,part,word\n");
	for (int64_t i = 0; i < o->rows; i++)
		dprintf(fd, "%llu,%lld,w%lld\n", (unsigned long long)page,
		    (long long)i, (long long)(page % 9 == 0 ? o->version : 0));
	lseek(fd, 0, SEEK_SET);
	now = document(o, doc->address, doc->root, page, etag, name);
	return ps_fetched(self, to, &now, fd);
}

static enum ps_status
web_follow(struct ps_self *self, struct ps_found *to,
    const struct ps_link *link)
{
	struct ps_doc	doc = { .address = link->address,
			    .root = link->page->root, .name = "page.csv",
			    .size = -1, .mtime = -1 };

	note(self, "follow", link->address);
	ps_followed(self, to, link->number, &doc);
	return PS_OK;
}

static void
web_close(struct ps_self *self)
{
	(void)self;
}

static const char *const schemes[] = { "web", NULL };

static const struct ps_source web = {
	PS_HEAD(struct ps_source, PS_SOURCE),
	.plugin.name		= "web",
	.plugin.version		= "1",
	.plugin.summary		= "Pages made by arithmetic, for tests",
	.plugin.options		= options,
	.plugin.options_size	= sizeof(struct web_options),
	.plugin.state_size	= sizeof(struct web),
	.schemes		= schemes,
	.open			= web_open,
	.step			= web_step,
	.fetch			= web_fetch,
	.watch			= web_watch,
	.close			= web_close,
	.follow			= web_follow,
	.visit			= web_visit,
	.site			= web_site
};

PS_PLUGIN(web, web);
