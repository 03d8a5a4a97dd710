/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * secret.c - secrets become *** at the borders: where messages are written,
 * and where the ledger takes texts.
 *
 * There is one list for the process, as there is one terminal: whatever says
 * something goes by it, without knowing that there are secrets.
 */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "secret.h"
#include "str.h"

#define STARS		"***"
#define N_STARS		(sizeof(STARS) - 1)
#define SHORT		4u	/* below it a value is hidden as a word only */
#define ENOUGH		16u	/* bytes that tell a long value that was cut */
#define PASSWORD_MOST	4096u	/* bytes behind "user:" that are looked at */

struct secret {
	char	*p;
	size_t	 n;
};

static struct secret	*list;
static size_t		 n_list, room_list;

static void
add(const char *p, size_t n)
{
	if (n == 0)
		return;
	for (size_t i = 0; i < n_list; i++)
		if (list[i].n == n && memcmp(list[i].p, p, n) == 0)
			return;
	GROW(list, n_list, room_list);
	list[n_list++] = (struct secret){ xstrndup(p, n), n };
}

/* As it is, as messages show it, and as JSON has it. */
void
secret_add(const char *value)
{
	struct buf	b;
	size_t		n = strlen(value);

	add(value, n);
	buf_init(&b, SIZE_MAX / 2);
	show(&b, value, n, SIZE_MAX / 8);
	add(b.p, b.n);
	buf_clear(&b);
	buf_json(&b, value, n);
	if (b.n > 2)
		add(b.p + 1, b.n - 2);
	buf_free(&b);
}

static bool
at_word(const char *p, size_t n, size_t i)
{
	return i < n && (is_alnum((unsigned char)p[i]) || p[i] == '_');
}

/* A short one only as an option's value: `key=x`, `key="x"`. */
static bool
is_value(const char *p, size_t n, size_t i, size_t length)
{
	size_t	before = i;

	if (before > 0 && (p[before - 1] == '"' || p[before - 1] == '\''))
		before--;
	return before > 0 && p[before - 1] == '=' &&
	    !at_word(p, n, i + length);
}

/* Where the first k bytes of a secret end, the text was cut. */
static bool
is_cut(const char *p, size_t n, size_t i, size_t k)
{
	return k >= ENOUGH && (i + k == n || (n - i - k >= 3 &&
	    memcmp(p + i + k, "...", 3) == 0));
}

/* The bytes from i on that are a secret, or what was left of a long one. */
static size_t
secret_at(const char *p, size_t n, size_t i)
{
	size_t	most = 0, k;

	for (size_t s = 0; s < n_list; s++) {
		const struct secret *x = &list[s];

		if (x->p[0] != p[i])
			continue;
		for (k = 0; k < x->n && i + k < n && x->p[k] == p[i + k]; k++)
			continue;
		if (k < x->n && !is_cut(p, n, i, k))
			continue;
		if (x->n < SHORT && !is_value(p, n, i, x->n))
			continue;
		if (k > most)
			most = k;
	}
	return most;
}

static bool
ends_address(char c)
{
	return (unsigned char)c <= ' ' || strchr("\"'<>|", c) != NULL;
}

/* Behind "://" at i: the password, if there is one. */
static size_t
password_at(const char *p, size_t n, size_t i, size_t *start)
{
	size_t	colon = i, end, at = 0;
	bool	digits = true;

	while (colon < n && !ends_address(p[colon]) &&
	    strchr(":/?#@", p[colon]) == NULL)
		colon++;
	if (colon >= n || p[colon] != ':')
		return 0;
	*start = colon + 1;
	if (n - *start > PASSWORD_MOST)
		n = *start + PASSWORD_MOST;
	for (end = *start; end < n && !ends_address(p[end]); end++) {
		if (p[end] == '/' && (at > 0 || digits))
			break;		/* host:port/, or behind the host */
		if (p[end] == '@')
			at = end;
		else if (at == 0 && !is_digit((unsigned char)p[end]))
			digits = false;
	}
	return at > *start ? at - *start : 0;
}

/* password=THIS, within an address or the words of a connection. */
static size_t
named_at(const char *p, size_t n, size_t i, size_t *start)
{
	static const char	name[] = "password=";
	size_t			end;
	char			quote;

	if (n - i < sizeof(name) || (i > 0 && at_word(p, n, i - 1)) ||
	    memcmp(p + i, name, sizeof(name) - 1) != 0)
		return 0;
	*start = i + sizeof(name) - 1;
	quote = p[*start] == '\'' ? '\'' : '\0';
	*start += quote != '\0';
	for (end = *start; end < n; end++)
		if (quote != '\0' ? p[end] == quote : p[end] == '&' ||
		    ends_address(p[end]))
			break;
	return end - *start;
}

/* n bytes of which `length` from i on become stars; how many they are then. */
static size_t
cover(char *p, size_t n, size_t room, size_t i, size_t length)
{
	size_t	rest = n - i - length, stars = N_STARS;

	if (stars > room - i)
		stars = room - i;
	if (rest > room - i - stars)
		rest = room - i - stars;
	memmove(p + i + stars, p + i + length, rest);
	memcpy(p + i, STARS, stars);
	return i + stars + rest;
}

/* A password that is announced at i, from *start on. */
static size_t
announced_at(const char *p, size_t n, size_t i, size_t *start)
{
	if (p[i] == ':' && n - i > 3 && p[i + 1] == '/' && p[i + 2] == '/')
		return password_at(p, n, i + 3, start);
	return p[i] == 'p' ? named_at(p, n, i, start) : 0;
}

/* Values come first: in them may stand what looks like a password. */
size_t
secret_mask(char *p, size_t n, size_t room)
{
	size_t	start, length;

	for (size_t i = 0; i < n && n_list > 0; i++)
		if ((length = secret_at(p, n, i)) > 0) {
			n = cover(p, n, room, i, length);
			i += N_STARS - 1;
		}
	for (size_t i = 0; i < n; i++)
		if ((length = announced_at(p, n, i, &start)) > 0)
			n = cover(p, n, room, start, length);
	return n;
}

static bool
has_secret(const char *p, size_t n)
{
	size_t	start;

	for (size_t i = 0; i < n; i++)
		if ((n_list > 0 && secret_at(p, n, i) > 0) ||
		    announced_at(p, n, i, &start) > 0)
			return true;
	return false;
}

const char *
secret_masked(struct arena *arena, const char *s)
{
	size_t	 n = s == NULL ? 0 : strlen(s), room = 2 * n + 16;
	char	*p;

	if (!has_secret(s, n))
		return s;
	p = arena_alloc(arena, room + 1);
	memcpy(p, s, n);
	p[secret_mask(p, n, room)] = '\0';
	return p;
}
