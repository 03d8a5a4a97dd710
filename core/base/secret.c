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
#include "secret_find.h"
#include "sha256.h"
#include "str.h"

#define STARS		"***"
#define N_STARS		(sizeof(STARS) - 1)
#define MOST_DIGITS	16u
#define SHORT		4u	/* below it a value is hidden as a word only */
#define ENOUGH		16u	/* bytes that tell a long value that was cut */

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

/* Stars, and as many digits of the hash as are asked for, where they fit. */
static size_t
stars(const char *p, size_t n, unsigned digits, char *to, size_t room)
{
	char	text[N_STARS + MOST_DIGITS];
	uint8_t	hash[32];
	size_t	length = N_STARS + digits;

	if (digits > 0)
		sha256(p, n, hash);
	memcpy(text, STARS, N_STARS);
	for (unsigned i = 0; i < digits; i++)
		text[N_STARS + i] = "0123456789abcdef"[
		    hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15];
	if (length > room)
		length = room;
	memcpy(to, text, length);
	return length;
}

/* The first byte that is secret or announces it; n: there is none. */
static size_t
first_secret(const char *p, size_t n)
{
	struct secret_place	at;
	size_t			i = 0;

	while (i < n && !(n_list > 0 && secret_at(p, n, i) > 0) &&
	    !secret_find(p, n, i, &at))
		i++;
	return i;
}

/* What comes next after i: what begins first, and as far as any of them. */
static void
announce(const char *p, size_t n, size_t i, struct secret_place *at)
{
	struct secret_place	next;

	if (at->from <= i)
		*at = (struct secret_place){ 0 };
	if (!secret_find(p, n, i, &next) ||
	    (at->to > 0 && next.from >= at->from))
		return;
	if (next.to < at->to)
		next.to = at->to;
	*at = next;
}

/*
 * The n bytes at `from` into `to`, which lies before them or at them: what is
 * written never gets ahead of what is read.  Values come first: in them may
 * stand what looks like a password.
 */
static size_t
copy_masked(char *to, const char *from, size_t n)
{
	struct secret_place	at = { 0 };
	size_t			w = 0, k, slack = (size_t)(from - to);

	for (size_t i = 0; i < n;) {
		if (n_list > 0 && (k = secret_at(from, n, i)) > 0) {
			w += stars(NULL, 0, 0, to + w, i + k + slack - w);
			i += k;
			if (at.from < i)
				at.from = i < at.to ? i : at.to;
			continue;
		}
		if (at.from == i && at.from < at.to) {
			w += stars(from + i, at.to - i, at.digits, to + w,
			    at.to + slack - w);
			i = at.to;
			continue;
		}
		announce(from, n, i, &at);
		to[w++] = from[i++];
	}
	return w;
}

/* What is to be changed is moved to the end of the room first. */
size_t
secret_mask(char *p, size_t n, size_t room)
{
	if (first_secret(p, n) == n)
		return n;
	memmove(p + room - n, p, n);
	return copy_masked(p, p + room - n, n);
}

const char *
secret_masked(struct arena *arena, const char *s)
{
	size_t	 n = s == NULL ? 0 : strlen(s);
	char	*p;

	if (first_secret(s, n) == n)
		return s;
	p = arena_alloc(arena, SECRET_ROOM(n) + 1);
	memcpy(p, s, n);
	p[secret_mask(p, n, SECRET_ROOM(n))] = '\0';
	return p;
}
