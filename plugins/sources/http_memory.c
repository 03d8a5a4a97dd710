/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_memory.c - what is remembered from one run to the next, as text that
 * any database takes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http_memory.h"

static void
add(struct memory *m, const char *p, size_t n)
{
	size_t	 room = m->room == 0 ? 256 : m->room;
	char	*text;

	while (room < m->n + n + 1)
		room *= 2;
	if (room != m->room && !m->failed) {
		if ((text = realloc(m->text, room)) == NULL) {
			m->failed = true;
			return;
		}
		m->text = text;
		m->room = room;
	}
	if (m->failed)
		return;
	memcpy(m->text + m->n, p, n);
	m->n += n;
	m->text[m->n] = '\0';
}

static bool
is_plain(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s < ' ' || *s > '~')
			return false;
	return true;
}

void
memory_add(struct memory *m, const char *word, const char *value)
{
	if (value == NULL || *value == '\0' || !is_plain(value))
		return;
	add(m, word, strlen(word));
	add(m, " ", 1);
	add(m, value, strlen(value));
	add(m, "\n", 1);
}

void
memory_number(struct memory *m, const char *word, int64_t v)
{
	char	text[24];

	snprintf(text, sizeof(text), "%lld", (long long)v);
	memory_add(m, word, text);
}

void
memory_rest(struct memory *m, const char *p, size_t n)
{
	size_t	from = 0;
	char	coded[4];

	add(m, "\n", 1);
	for (size_t i = 0; i < n; i++) {
		if ((p[i] >= ' ' && p[i] <= '~') || p[i] == '\n' ||
		    p[i] == '\t' || p[i] == '\r')
			continue;
		add(m, p + from, i - from);
		snprintf(coded, sizeof(coded), "%%%02X", (unsigned char)p[i]);
		add(m, coded, 3);
		from = i + 1;
	}
	add(m, p + from, n - from);
}

const char *
memory_find(const char *text, const char *word, size_t *n)
{
	size_t	k = strlen(word);

	while (text != NULL && *text != '\0' && *text != '\n') {
		const char *end = strchr(text, '\n');

		if (end == NULL)
			end = text + strlen(text);
		if ((size_t)(end - text) > k && text[k] == ' ' &&
		    memcmp(text, word, k) == 0) {
			*n = (size_t)(end - text) - k - 1;
			return text + k + 1;
		}
		text = *end == '\n' ? end + 1 : end;
	}
	return NULL;
}

char *
memory_copy(const char *text, const char *word)
{
	size_t		 n;
	const char	*p = memory_find(text, word, &n);

	return p == NULL ? NULL : strndup(p, n);
}

int64_t
memory_integer(const char *text, const char *word, int64_t otherwise)
{
	size_t		 n;
	const char	*p = memory_find(text, word, &n);
	bool		 minus = p != NULL && *p == '-';
	int64_t		 v = 0;

	if (p == NULL || n > 19)
		return otherwise;
	for (size_t i = minus; i < n; i++) {
		if (p[i] < '0' || p[i] > '9' || v > INT64_MAX / 10 - 9)
			return otherwise;
		v = v * 10 + (p[i] - '0');
	}
	return minus ? -v : v;
}

const char *
memory_find_rest(const char *text)
{
	while (text != NULL && *text != '\0') {
		if (*text == '\n')
			return text + 1;
		text = strchr(text, '\n');
		text = text == NULL ? NULL : text + 1;
	}
	return NULL;
}
