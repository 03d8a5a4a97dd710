/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_memory.c - bytes and lists that grow, and what went wrong.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spreadsheet.h"

static bool
make_room(struct ss_bytes *b, size_t more)
{
	size_t	 room = b->room < 256 ? 256 : b->room;
	char	*p;

	if (b->lost || more > SIZE_MAX / 4 || b->n > SIZE_MAX / 4)
		return false;
	if (b->n + more <= b->room)
		return true;
	while (room < b->n + more)
		room *= 2;
	p = realloc(b->p, room);
	if (p == NULL) {
		b->lost = true;
		return false;
	}
	b->p = p;
	b->room = room;
	return true;
}

void
ss_add(struct ss_bytes *b, const void *p, size_t n)
{
	if (n == 0 || !make_room(b, n))
		return;
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

void
ss_text(struct ss_bytes *b, const char *s)
{
	ss_add(b, s, strlen(s));
}

void
ss_printf(struct ss_bytes *b, const char *fmt, ...)
{
	char	text[200];
	int	n;
	va_list	ap;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n > 0)
		ss_add(b, text, (size_t)n < sizeof(text) ? (size_t)n :
		    sizeof(text) - 1);
}

const char *
ss_string(struct ss_bytes *b)
{
	if (!make_room(b, 1))
		return "";
	b->p[b->n] = '\0';
	return b->p;
}

void
ss_bytes_free(struct ss_bytes *b)
{
	free(b->p);
	*b = (struct ss_bytes){ .p = NULL };
}

/* All lists begin like this one. */
struct any_list {
	void		*p;
	uint32_t	 n, room;
};

bool
ss_grow(void *list, size_t element)
{
	struct any_list	 l;
	uint32_t	 room;
	void		*p;

	memcpy(&l, list, sizeof(l));
	if (l.n < l.room)
		return true;
	room = l.room < 8 ? 8 : 2 * l.room;
	if (l.room > UINT32_MAX / 4)
		return false;
	p = realloc(l.p, room * element);
	if (p == NULL)
		return false;
	l.p = p;
	l.room = room;
	memcpy(list, &l, sizeof(l));
	return true;
}

char *
ss_keep(struct ss_book *b, const char *p, size_t n)
{
	char	*copy = ps_alloc(b->self, n + 1);

	if (n > 0)
		memcpy(copy, p, n);
	copy[n] = '\0';
	return copy;
}

enum ps_status
ss_wrong(struct ss_book *b, const char *fmt, ...)
{
	va_list	ap;

	if (b->wrong[0] != '\0')
		return PS_FAIL;
	va_start(ap, fmt);
	vsnprintf(b->wrong, sizeof(b->wrong), fmt, ap);
	va_end(ap);
	return PS_FAIL;
}

void
ss_end_string(struct ss_book *b)
{
	struct ss_strings	*s = &b->strings;
	size_t			*end = SS_MORE(s->ends);

	if (end == NULL || s->text.lost)
		(void)ss_wrong(b, "no memory");
	else if (s->text.n > SS_STRINGS)
		(void)ss_wrong(b, "its shared strings are more than %d MiB",
		    SS_STRINGS >> 20);
	else
		*end = s->text.n;
}

bool
ss_shared(const struct ss_book *b, uint32_t i, const char **p, size_t *n)
{
	const struct ss_strings	*s = &b->strings;
	size_t			 from;

	if (i >= s->ends.n)
		return false;
	from = i == 0 ? 0 : s->ends.p[i - 1];
	*p = s->text.p + from;
	*n = s->ends.p[i] - from;
	return true;
}
