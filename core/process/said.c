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

void
said_inherit(struct said *to, const struct said *from)
{
	for (uint32_t i = 0; i < from->n; i++) {
		const struct said_fact	*f = &from->facts[i];

		if (said_find(to, f->name) == NULL)
			(void)said_set(to, f->name, f->kind, f->text, f->n);
	}
}

size_t
said_cost(const struct said *s)
{
	return s->bytes + s->n * sizeof(*s->facts);
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

/* By kind, in packed text. */
static const char	letters[N_SAID_KINDS + 1] = "tirdb";

void
said_pack(const struct said *s, struct buf *b)
{
	for (uint32_t i = 0; i < s->n; i++) {
		const struct said_fact	*f = &s->facts[i];

		buf_char(b, letters[f->kind]);
		buf_char(b, ' ');
		buf_str(b, f->name);
		buf_char(b, '=');
		for (uint32_t k = 0; k < f->n; k++) {
			if (f->text[k] == '\\' || f->text[k] == '\n')
				buf_char(b, '\\');
			buf_char(b, f->text[k] == '\n' ? 'n' : f->text[k]);
		}
		buf_char(b, '\n');
	}
}

/* One line of it; text has room for all of the line. */
static void
unpack_line(struct said *s, const char *p, size_t n, char *text)
{
	char		 name[NAME_MAX_BYTES + 1];
	const char	*kind, *end;
	size_t		 used = 0;

	kind = n > 2 && p[0] != '\0' && p[1] == ' ' ? strchr(letters, p[0]) :
	    NULL;
	end = kind == NULL ? NULL : memchr(p + 2, '=', n - 2);
	if (end == NULL || !said_name(p + 2, (size_t)(end - p) - 2, name))
		return;
	for (const char *q = end + 1; q < p + n; q++) {
		bool	escaped = *q == '\\' && q + 1 < p + n;

		q += escaped;
		text[used++] = escaped && *q == 'n' ? '\n' : *q;
	}
	(void)said_set(s, name, (enum said_kind)(kind - letters), text, used);
}

void
said_unpack(struct said *s, const char *p, size_t n)
{
	char		*text = xmalloc(n + 1);
	const char	*end;

	said_clear(s);
	for (; n > 0; n -= (size_t)(end - p), p = end) {
		const char	*line_end = memchr(p, '\n', n);
		size_t		 line = line_end == NULL ? n :
				    (size_t)(line_end - p);

		unpack_line(s, p, line, text);
		end = p + line + (line_end != NULL);
	}
	free(text);
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
