/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_text.c - bytes that grow, and names and texts within SQL.
 */
#include <stdio.h>

#include "postgres_sink.h"

char *
text_grow(struct text *t, size_t n)
{
	size_t	 room = t->room == 0 ? 256 : t->room;
	char	*p;

	if (t->bad)
		return NULL;
	while (room - t->n < n && room < (size_t)1 << 40)
		room *= 2;
	if (room != t->room) {
		if ((p = realloc(t->p, room)) == NULL) {
			t->bad = true;
			return NULL;
		}
		t->p = p;
		t->room = room;
	}
	return t->p + t->n;
}

void
text_add(struct text *t, const char *p, size_t n)
{
	char	*to = n == 0 ? NULL : text_room(t, n);

	if (to == NULL)
		return;
	memcpy(to, p, n);
	t->n += n;
}

void
text_str(struct text *t, const char *s)
{
	text_add(t, s, strlen(s));
}

void
text_char(struct text *t, char c)
{
	text_add(t, &c, 1);
}

void
text_int(struct text *t, int64_t v)
{
	char	digits[24];

	text_add(t, digits, (size_t)snprintf(digits, sizeof(digits), "%lld",
	    (long long)v));
}

static void
quote(struct text *t, const char *p, size_t n, char mark)
{
	text_char(t, mark);
	for (size_t i = 0; i < n; i++) {
		if (p[i] == mark)
			text_char(t, mark);
		text_char(t, p[i]);
	}
	text_char(t, mark);
}

static uint32_t
hash_name(const char *p, size_t n)
{
	uint32_t	h = 0x811c9dc5;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)p[i]) * 0x01000193;
	return h;
}

/* The server would cut it, and two names could become one. */
void
text_name(struct text *t, const char *before, const char *name)
{
	struct text	 whole = { 0 };
	char		 mark[12];
	size_t		 n;

	text_str(&whole, before);
	text_str(&whole, name);
	n = whole.n;
	if (n > PG_NAME) {
		snprintf(mark, sizeof(mark), "_%08x", hash_name(whole.p, n));
		n = PG_NAME - 9;
		while (n > 0 && ((unsigned char)whole.p[n] & 0xc0) == 0x80)
			n--;
		whole.n = n;
		text_add(&whole, mark, 9);
	}
	t->bad |= whole.bad;
	quote(t, whole.p, whole.n, '"');
	text_free(&whole);
}

/* Only of names: standard_conforming_strings is on. */
void
text_literal(struct text *t, const char *s)
{
	quote(t, s, strlen(s), '\'');
}

void
text_free(struct text *t)
{
	free(t->p);
	memset(t, 0, sizeof(*t));
}

char *
text_take(struct text *t)
{
	char	*p;

	text_char(t, '\0');
	p = t->bad ? NULL : t->p;
	if (t->bad)
		free(t->p);
	memset(t, 0, sizeof(*t));
	return p;
}
