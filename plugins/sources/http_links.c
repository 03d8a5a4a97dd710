/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_links.c - a reader of links: bytes go in, links come out.
 *
 * It gathers them, since whether they are to be followed may be said behind
 * them.  Its memory has the bounds of http_links_impl.h, whatever is fed.
 */
#include <stdlib.h>
#include <string.h>

#include "http_links_impl.h"

struct links *
links_new(struct ps_self *self, const struct links_options *o)
{
	struct links	*l = calloc(1, sizeof(*l));

	if (l == NULL)
		return NULL;
	l->self = self;
	l->options = *o;
	l->options.base = strdup(o->base);
	l->options.type = o->type == NULL ? NULL : strdup(o->type);
	l->base = strdup(o->base);
	l->text = malloc(LINKS_TEXT);
	if (l->base != NULL && l->text != NULL && l->options.base != NULL &&
	    (o->type == NULL) == (l->options.type == NULL))
		return l;
	links_close(l);
	return NULL;
}

static void
free_text(const char *s)
{
	union {
		const char	*in;
		void		*out;
	} u = { .in = s };

	free(u.out);
}

void
links_close(struct links *l)
{
	if (l == NULL)
		return;
	l->found.kind = LINKS_NONE;
	links_unpack_end(l);
	if (l->tokens != NULL)
		ps_html_free(l->self, l->tokens);
	links_list_free(&l->list);
	free_text(l->options.base);
	free_text(l->options.type);
	free(l->canonical);
	free(l->base);
	free(l->text);
	free(l);
}

void
links_break(struct links *l, const char *why)
{
	if (l->found.broken == NULL)
		l->found.broken = why;
}

/* Fewer for pages, which people make, than for sitemaps. */
static uint32_t
most_of(enum links_kind kind)
{
	return kind == LINKS_SITEMAP || kind == LINKS_SITEMAP_INDEX ?
	    LINKS_SITEMAP_MAX : LINKS_MAX;
}

static bool
canonical(struct links *l, const char *p, size_t n, char *to, size_t *length)
{
	enum url_fault	fault = url_canonical(l->self, &l->options.rules,
			    l->base, p, n, to, length, NULL);

	if (fault != URL_GOOD && fault != URL_EMPTY)
		l->found.n_unfit++;
	return fault == URL_GOOD;
}

void
links_add(struct links *l, const char *p, size_t n, const char *relation,
    unsigned flags)
{
	char	url[URL_ROOM];
	size_t	length;

	if (!canonical(l, p, n, url, &length) ||
	    strcmp(url, l->options.base) == 0)
		return;
	if (links_put(&l->list, most_of(l->found.kind), url, length, relation,
	    flags) == LINKS_FULL)
		l->found.n_dropped++;
}

/* The first counts. */
void
links_set_base(struct links *l, const char *p, size_t n)
{
	char	url[URL_ROOM], *copy;
	size_t	length;

	if (l->based || !canonical(l, p, n, url, &length) ||
	    (copy = strdup(url)) == NULL)
		return;
	l->based = true;
	free(l->base);
	l->base = copy;
}

void
links_set_canonical(struct links *l, const char *p, size_t n)
{
	char	url[URL_ROOM];
	size_t	length;

	if (l->canonical == NULL && canonical(l, p, n, url, &length) &&
	    strcmp(url, l->options.base) != 0)
		l->canonical = strdup(url);
}

void
links_gather(struct links *l)
{
	l->n_text = 0;
	l->too_long = false;
	l->gathers = true;
}

void
links_more_text(struct links *l, const char *p, size_t n)
{
	if (!l->gathers)
		return;
	if (n > LINKS_TEXT - l->n_text) {
		n = LINKS_TEXT - l->n_text;
		l->too_long = true;
	}
	memcpy(l->text + l->n_text, p, n);
	l->n_text += n;
}

/* Lines of a text; the last one may lack its end. */
static void
read_lines(struct links *l, const char *p, size_t n)
{
	while (n > 0) {
		const char	*end = memchr(p, '\n', n);
		size_t		 k = end == NULL ? n : (size_t)(end - p);

		links_more_text(l, p, k);
		if (end == NULL)
			return;
		links_sitemap_line(l, l->text, l->n_text);
		links_gather(l);
		p += k + 1;
		n -= k + 1;
	}
}

static const struct ps_html_sink *
sink_of(enum links_kind kind)
{
	return kind == LINKS_HTML ? &links_page_sink :
	    kind == LINKS_FEED ? &links_feed_sink : &links_sitemap_sink;
}

static bool
is_text(const struct links *l)
{
	size_t	i = l->n_head >= 3 && memcmp(l->head, "\xef\xbb\xbf", 3) == 0 ?
		    3 : 0;

	while (i < l->n_head && (unsigned char)l->head[i] <= ' ')
		i++;
	return i < l->n_head && l->head[i] != '<';
}

static void
pass_on(struct links *l, const char *p, size_t n)
{
	if (l->tokens != NULL)
		ps_html_feed(l->self, l->tokens, p, n);
	else if (l->gathers)
		read_lines(l, p, n);
}

/* It is known what it is: its reader gets what was kept till now. */
static void
begin(struct links *l, enum links_kind kind)
{
	if (kind == LINKS_OPEN)
		return;
	l->found.kind = kind;
	if (kind == LINKS_HTML && l->gzip != NULL)
		l->found.kind = LINKS_NONE;
	if (l->found.kind == LINKS_NONE)
		return;
	if (kind == LINKS_SITEMAP && is_text(l)) {
		links_gather(l);
	} else {
		l->tokens = ps_html_new(l->self, sink_of(kind), l);
		if (l->tokens == NULL) {
			l->found.kind = LINKS_NONE;
			links_break(l, "there is no memory to read it");
			return;
		}
		l->tokens->pairs = true;
		l->tokens->xhtml = kind != LINKS_HTML;
	}
	pass_on(l, l->head, l->n_head);
}

void
links_read(struct links *l, const char *p, size_t n)
{
	while (l->found.kind == LINKS_OPEN && n > 0) {
		size_t	k = LINKS_HEAD - l->n_head;

		/* Programs that make pages leave many lines empty. */
		if (l->n_head == 0 && (unsigned char)*p <= ' ' && *p != '\0') {
			p++;
			n--;
			continue;
		}
		k = k < n ? k : n;
		memcpy(l->head + l->n_head, p, k);
		l->n_head += k;
		p += k;
		n -= k;
		begin(l, links_judge(l, false));
	}
	if (n > 0 && l->found.kind != LINKS_NONE)
		pass_on(l, p, n);
}

/* The first two bytes tell which way all of them go. */
static void
choose_way(struct links *l)
{
	static const struct { unsigned char magic[2]; int order; } marks[] = {
		{ { 0x1f, 0x8b }, 0 }, { { 0xff, 0xfe }, -1 },
		{ { 0xfe, 0xff }, 1 }
	};

	l->way = links_read;
	for (int i = 0; i < 3; i++)
		if (memcmp(l->magic, marks[i].magic, 2) == 0) {
			l->way = i == 0 ? links_unpack : links_widen;
			l->wide.order = marks[i].order;
		}
	if (l->wide.order == 0)
		l->way(l, (const char *)l->magic, 2);
}

void
links_feed(struct links *l, const void *bytes, size_t n)
{
	const char	*p = bytes;

	while (n > 0 && l->n_magic < 2) {
		l->magic[l->n_magic++] = (unsigned char)*p++;
		n--;
		if (l->n_magic == 2)
			choose_way(l);
	}
	if (n > 0 && l->found.kind != LINKS_NONE && l->found.broken == NULL)
		l->way(l, p, n);
}

const struct links_found *
links_end(struct links *l)
{
	struct links_found	*f = &l->found;

	if (l->n_magic < 2)
		links_read(l, (const char *)l->magic, l->n_magic);
	links_unpack_end(l);
	if (f->kind == LINKS_OPEN)
		begin(l, links_judge(l, true));
	if (l->tokens != NULL)
		ps_html_end(l->self, l->tokens);
	else if (l->gathers && f->kind != LINKS_NONE)
		links_sitemap_line(l, l->text, l->n_text);
	f->links = l->list.links;
	f->n = f->nofollow ? 0 : l->list.n;
	f->canonical = l->canonical;
	return f;
}

enum links_kind
links_kind(const struct links *l)
{
	return l->found.kind;
}
