/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_text.c - memory, and text as a page shows it.
 */
#include <stdlib.h>
#include <string.h>

#include "html_format.h"

#define CHUNK_BYTES	((size_t)16 << 10)

struct html_chunk {
	struct html_chunk *next;
	size_t		 used, room;
	_Alignas(16) char bytes[];
};

void *
html_alloc(struct html *h, struct html_pool *p, size_t n)
{
	struct html_chunk	*c = p->first;
	size_t			 room;

	n = (n + 15) & ~(size_t)15;
	room = n > CHUNK_BYTES ? n : CHUNK_BYTES;
	if (c == NULL || c->room - c->used < n) {
		c = calloc(1, sizeof(*c) + room);
		if (c == NULL) {
			h->wrong = "no memory for it";
			return NULL;
		}
		c->room = room;
		c->next = p->first;
		p->first = c;
	}
	c->used += n;
	p->bytes += n;
	return c->bytes + c->used - n;
}

void
html_pool_free(struct html_pool *p)
{
	struct html_chunk	*c;

	while ((c = p->first) != NULL) {
		p->first = c->next;
		free(c);
	}
	p->bytes = 0;
}

struct html_mark
html_pool_mark(const struct html_pool *p)
{
	return (struct html_mark){ p->first, p->first == NULL ? 0 :
	    p->first->used, p->bytes };
}

/* What is given again is as clean as it was. */
void
html_pool_release(struct html_pool *p, struct html_mark m)
{
	struct html_chunk	*c;

	while ((c = p->first) != m.chunk) {
		p->first = c->next;
		free(c);
	}
	if (c != NULL) {
		memset(c->bytes + m.used, 0, c->used - m.used);
		c->used = m.used;
	}
	p->bytes = m.bytes;
}

char *
html_copy(struct html *h, struct html_pool *p, const char *text, size_t n)
{
	char	*to = html_alloc(h, p, n + 1);

	if (to != NULL && n > 0)
		memcpy(to, text, n);
	return to;
}

void *
html_longer(struct html *h, void *old, uint32_t *room, uint32_t want,
    size_t size)
{
	uint32_t	 more = *room == 0 ? 16 : *room;
	char		*p;

	if (want <= *room)
		return old;
	while (more < want)
		more *= 2;
	p = realloc(old, more * size);
	if (p == NULL) {
		h->wrong = "no memory for it";
		return NULL;
	}
	memset(p + *room * size, 0, (more - *room) * size);
	*room = more;
	return p;
}

static bool
make_room(struct html *h, struct html_text *t, size_t n)
{
	size_t	room = t->room == 0 ? 256 : t->room;
	char	*p;

	if (t->n + n + 1 <= t->room)
		return true;
	if (t->n + n >= HTML_TEXT_MAX) {
		h->wrong = "a piece of text is longer than 64 MiB";
		return false;
	}
	while (room < t->n + n + 1)
		room *= 2;
	if ((p = realloc(t->p, room)) == NULL) {
		h->wrong = "no memory for it";
		return false;
	}
	t->p = p;
	t->room = room;
	return true;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

void
html_text_add(struct html *h, struct html_text *t, const char *p, size_t n)
{
	if (n == 0 || !make_room(h, t, n + 1))
		return;
	for (size_t i = 0; i < n; i++) {
		if (is_blank(p[i])) {
			t->blank = true;
			continue;
		}
		if (t->blank && t->n > 0)
			t->p[t->n++] = ' ';
		t->blank = false;
		t->p[t->n++] = p[i];
	}
}

void
html_text_put(struct html *h, struct html_text *t, const char *p, size_t n)
{
	if (n == 0 || !make_room(h, t, n))
		return;
	memcpy(t->p + t->n, p, n);
	t->n += n;
}

void
html_text_clear(struct html_text *t)
{
	t->n = 0;
	t->blank = false;
}

/* U+00A0, which stands for an empty cell, too. */
const char *
html_trim(const char *p, size_t *n)
{
	for (;;) {
		if (*n >= 2 && memcmp(p, "\xc2\xa0", 2) == 0) {
			p += 2;
			*n -= 2;
		} else if (*n > 0 && *p == ' ') {
			p++;
			--*n;
		} else if (*n >= 2 && memcmp(p + *n - 2, "\xc2\xa0", 2) == 0)
			*n -= 2;
		else if (*n > 0 && p[*n - 1] == ' ')
			--*n;
		else
			return p;
	}
}

void
html_name(char to[HTML_NAME], const char *p, size_t n)
{
	size_t	k;

	p = html_trim(p, &n);
	k = n < HTML_NAME ? n : HTML_NAME - 1;
	while (k < n && k > 0 && ((unsigned char)p[k] & 0xc0) == 0x80)
		k--;
	if (k > 0)
		memcpy(to, p, k);
	to[k] = '\0';
}

void
html_aside(struct html *h, enum ps_class class, uint64_t line, const char *p,
    size_t n)
{
	char	*to;

	p = html_trim(p, &n);
	if (n == 0 || h->out == NULL)
		return;
	to = ps_scratch(h->self, h->out, n);
	memcpy(to, p, n);
	ps_aside(h->self, h->out, class, line, to, n);
	h->aside += n;
}
