/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * said.c - facts of documents, by name: a short sorted list.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "said.h"
#include "str.h"

#define PREFIX_BYTES	(sizeof(SAID_PREFIX) - 1)
#define NAME_BYTES	256u	/* of a name as it is told, that count */

bool
said_name(const char *p, size_t n, char out[NAME_MAX_BYTES + 1])
{
	char	whole[PREFIX_BYTES + NAME_BYTES];
	char	column[NAME_MAX_BYTES + 1];

	if (n > NAME_BYTES)
		n = NAME_BYTES;
	memcpy(whole, SAID_PREFIX, PREFIX_BYTES);
	memcpy(whole + PREFIX_BYTES, p, n);
	name_column(whole, PREFIX_BYTES + n, 1, column);
	if (strncmp(column, SAID_PREFIX, PREFIX_BYTES) != 0)
		return false;
	memcpy(out, column + PREFIX_BYTES, strlen(column) - PREFIX_BYTES + 1);
	return out[0] != '\0';
}

/* Where it stands, or would. */
static uint32_t
place(const struct said *s, const char *name)
{
	uint32_t	i = 0;

	while (i < s->n && strcmp(s->facts[i].name, name) < 0)
		i++;
	return i;
}

static bool
is_at(const struct said *s, uint32_t i, const char *name)
{
	return i < s->n && strcmp(s->facts[i].name, name) == 0;
}

const struct said_fact *
said_find(const struct said *s, const char *name)
{
	uint32_t	i = place(s, name);

	return is_at(s, i, name) ? &s->facts[i] : NULL;
}

static void
make_place(struct said *s, uint32_t i, const char *name)
{
	GROW(s->facts, s->n, s->room);
	memmove(&s->facts[i + 1], &s->facts[i], (s->n - i) *
	    sizeof(*s->facts));
	memset(&s->facts[i], 0, sizeof(s->facts[i]));
	memcpy(s->facts[i].name, name, strlen(name) + 1);
	s->n++;
}

const char *
said_set(struct said *s, const char *name, enum said_kind kind, const char *p,
    size_t n)
{
	uint32_t		 i = place(s, name);
	size_t			 had = is_at(s, i, name) ? s->facts[i].n : 0;
	struct said_fact	*f;
	char			*text;

	if (n > SAID_BYTES)
		return "its text is longer than 64 KiB";
	if (s->bytes - had + n > SAID_ALL_BYTES)
		return "the facts of the document are longer than 512 KiB";
	if (!is_at(s, i, name)) {
		if (s->n == SAID_MOST)
			return "the document has 100 facts already";
		make_place(s, i, name);
	}
	f = &s->facts[i];
	text = xstrndup(p, n);
	free(f->text);
	f->text = text;
	f->n = (uint32_t)n;
	f->kind = kind;
	s->bytes += n - had;
	return NULL;
}

void
said_add(struct said *to, const struct said *from)
{
	for (uint32_t i = 0; i < from->n; i++)
		(void)said_set(to, from->facts[i].name, from->facts[i].kind,
		    from->facts[i].text, from->facts[i].n);
}

bool
said_same(const struct said *a, const struct said *b)
{
	if (a->n != b->n || a->bytes != b->bytes)
		return false;
	for (uint32_t i = 0; i < a->n; i++) {
		const struct said_fact	*x = &a->facts[i], *y = &b->facts[i];

		if (strcmp(x->name, y->name) != 0 || x->kind != y->kind ||
		    x->n != y->n || memcmp(x->text, y->text, x->n) != 0)
			return false;
	}
	return true;
}

void
said_clear(struct said *s)
{
	for (uint32_t i = 0; i < s->n; i++)
		free(s->facts[i].text);
	s->n = 0;
	s->bytes = 0;
}

void
said_free(struct said *s)
{
	said_clear(s);
	free(s->facts);
	memset(s, 0, sizeof(*s));
}

void
put_said(struct buf *b, const struct said *s)
{
	put_u32(b, s->n);
	for (uint32_t i = 0; i < s->n; i++) {
		put_text(b, s->facts[i].name);
		put_u8(b, (uint8_t)s->facts[i].kind);
		put_bytes(b, s->facts[i].text, s->facts[i].n);
	}
}

/* Names are those that said_name() makes. */
static bool
is_name(const char *name)
{
	char	clean[NAME_MAX_BYTES + 1];

	return name != NULL && strlen(name) <= NAME_MAX_BYTES &&
	    said_name(name, strlen(name), clean) && strcmp(name, clean) == 0;
}

bool
get_said(struct frame *f, struct said *s)
{
	uint32_t	n = get_u32(f);
	const char	*name, *p;
	uint8_t		 kind;
	size_t		 size;

	said_clear(s);
	for (uint32_t i = 0; i < n && !f->bad; i++) {
		name = get_text(f);
		kind = get_u8(f);
		p = get_bytes(f, &size);
		if (f->bad || !is_name(name) || kind >= N_SAID_KINDS ||
		    said_set(s, name, (enum said_kind)kind, p, size) != NULL)
			f->bad = true;
	}
	if (f->bad)
		said_clear(s);
	return !f->bad;
}
