/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lister_crawl.c - a frontier that lies with the writer: links are held until
 * the visit they are from is answered, and go there with the answer.
 *
 * Most links of a page were on the page before, too.  Those that were met last
 * are kept as hashes, so that they need not be asked for; what drops out comes
 * to the writer once more, which knows it.
 */
#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "lister_crawl.h"
#include "mem.h"
#include "pipeline.h"

#define SLOTS		1024u
#define CACHED		65536u
#define LINKS_BYTES	(256u << 10)	/* in one frame, about */

struct pending {
	struct ps_visit	 visit;
	struct pending	*of_number, *of_address, *next;
	struct buf	 links;
	uint32_t	 n_links;
	char		*site;		/* of the last link */
};

struct remote {
	struct channel	*channel;
	uint32_t	 source;
	uint64_t	 sent, idle;	/* frames; those handled when idle */
	struct pending	*numbers[SLOTS], *addresses[SLOTS];
	struct pending	*first, *last;	/* not handed out yet */
	XXH128_hash_t	 cache[CACHED];
};

bool
remote_is_there(const struct pipeline *p)
{
	const struct ps_sink	*sink;

	if (p->n_sinks == 0)
		return false;
	sink = (const struct ps_sink *)(const void *)p->sinks[0].plugin;
	return (sink->flags & PS_KEEPS_LEDGER) != 0;
}

struct remote *
remote_new(struct channel *channel, uint32_t source)
{
	struct remote	*r = xcalloc(1, sizeof(*r));
	struct buf	*b = frame_begin(channel, M_CRAWL);

	r->channel = channel;
	r->source = source;
	put_u32(b, source);
	frame_end(channel);
	r->sent = 1;
	return r;
}

static struct pending **
address_slot(struct remote *r, const char *address)
{
	return &r->addresses[XXH3_64bits(address, strlen(address)) % SLOTS];
}

static struct pending *
visit_at(struct remote *r, const char *address)
{
	struct pending	*p = address == NULL ? NULL :
			    *address_slot(r, address);

	while (p != NULL && strcmp(p->visit.address, address) != 0)
		p = p->of_address;
	return p;
}

/* Whether it was met lately; it now was. */
static bool
was_met(struct remote *r, const char *address)
{
	XXH128_hash_t	 h = XXH3_128bits(address, strlen(address));
	XXH128_hash_t	*to = &r->cache[h.low64 % CACHED];

	if (XXH128_isEqual(*to, h))
		return true;
	*to = h;
	return false;
}

static void
send_links(struct remote *r, uint64_t number, const struct buf *links,
    uint32_t n)
{
	struct buf	*b = frame_begin(r->channel, M_ENQUEUE);

	put_u32(b, r->source);
	put_u64(b, number);
	put_u32(b, n);
	put_raw(b, links->p, links->n);
	frame_end(r->channel);
	r->sent++;
}

static void
put_link(struct buf *b, const struct ps_visit *v, const char *site,
    const char *input)
{
	put_text(b, v->address);
	put_text(b, site);
	put_text(b, input);
	put_u32(b, v->depth);
}

static void
hold_link(struct pending *p, const struct ps_visit *v)
{
	bool	same = p->n_links > 0 && strcmp(p->site, v->site) == 0;

	put_link(&p->links, v, same ? NULL : v->site, NULL);
	p->n_links++;
	if (same)
		return;
	free(p->site);
	p->site = xstrdup(v->site);
}

void
remote_enqueue(struct remote *r, const struct ps_visit *v)
{
	struct pending	*p = visit_at(r, v->from);
	struct buf	 b;

	if (was_met(r, v->address))
		return;
	if (p != NULL) {
		hold_link(p, v);
		if (p->links.n < LINKS_BYTES)
			return;
		send_links(r, p->visit.number, &p->links, p->n_links);
		buf_clear(&p->links);
		p->n_links = 0;
		return;
	}
	buf_init(&b, FRAME_MAX);
	put_link(&b, v, v->site, v->root);
	send_links(r, 0, &b, 1);
	buf_free(&b);
}

static struct pending *
take_out(struct remote *r, uint64_t number)
{
	struct pending	**at = &r->numbers[number / 256 % SLOTS], *p;

	while ((p = *at) != NULL && p->visit.number != number)
		at = &p->of_number;
	if (p == NULL)
		return NULL;
	*at = p->of_number;
	for (at = address_slot(r, p->visit.address); *at != p;
	    at = &(*at)->of_address)
		continue;
	*at = p->of_address;
	return p;
}

static void
pending_free(struct pending *p)
{
	free((void *)(uintptr_t)p->visit.address);
	free((void *)(uintptr_t)p->visit.root);
	free((void *)(uintptr_t)p->visit.from);
	free((void *)(uintptr_t)p->visit.site);
	free((void *)(uintptr_t)p->visit.memory);
	buf_free(&p->links);
	free(p->site);
	free(p);
}

void
remote_answer(struct remote *r, uint64_t number, enum ps_outcome outcome,
    const char *memory, int64_t not_before, const char *why)
{
	struct pending	*p = take_out(r, number);
	struct buf	*b;

	if (p == NULL)
		return;
	b = frame_begin(r->channel, M_VISITED);
	put_u32(b, r->source);
	put_u64(b, number);
	put_u8(b, (uint8_t)outcome);
	put_text(b, memory);
	put_u64(b, (uint64_t)not_before);
	put_text(b, why);
	put_u32(b, p->n_links);
	put_raw(b, p->links.p, p->links.n);
	frame_end(r->channel);
	r->sent++;
	pending_free(p);
}

void
remote_remember(struct remote *r, const char *site, const char *memory,
    int64_t not_before)
{
	struct buf	*b = frame_begin(r->channel, M_SITE);

	put_u32(b, r->source);
	put_text(b, site);
	put_text(b, memory);
	put_u64(b, (uint64_t)not_before);
	frame_end(r->channel);
	r->sent++;
}

static const char *
copy(struct frame *f)
{
	const char	*s = get_text(f);

	return s == NULL ? NULL : xstrdup(s);
}

static void
take_visit(struct remote *r, struct frame *f)
{
	struct pending	*p = xcalloc(1, sizeof(*p)), **slot;
	struct ps_visit	*v = &p->visit;

	buf_init(&p->links, FRAME_MAX);
	v->number = get_u64(f);
	v->address = copy(f);
	v->root = copy(f);
	v->from = copy(f);
	v->site = copy(f);
	v->memory = copy(f);
	v->depth = get_u32(f);
	v->attempts = get_u32(f);
	if (f->bad || v->address == NULL || v->site == NULL) {
		pending_free(p);
		return;
	}
	if (v->root == NULL)
		v->root = xstrdup(v->address);
	slot = &r->numbers[v->number / 256 % SLOTS];
	p->of_number = *slot;
	*slot = p;
	slot = address_slot(r, v->address);
	p->of_address = *slot;
	*slot = p;
	*(r->last != NULL ? &r->last->next : &r->first) = p;
	r->last = p;
}

void
remote_hear(struct remote *r, struct frame *f)
{
	if (f->type == M_VISIT)
		take_visit(r, f);
	else
		r->idle = get_u64(f);
}

const struct ps_visit *
remote_next(struct remote *r)
{
	struct pending	*p = r->first;

	if (p == NULL)
		return NULL;
	r->first = p->next;
	if (r->first == NULL)
		r->last = NULL;
	return &p->visit;
}

bool
remote_idle(const struct remote *r)
{
	return r->idle == r->sent && r->first == NULL;
}

void
remote_end(struct remote *r, bool whole)
{
	struct buf	*b = frame_begin(r->channel, M_CRAWL_END);

	put_u32(b, r->source);
	put_u8(b, whole);
	frame_end(r->channel);
}
