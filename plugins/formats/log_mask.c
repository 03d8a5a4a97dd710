/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * log_mask.c - what varies in a message: numbers, addresses, paths, times,
 * what stands behind an equals sign.  What is left is its template.
 *
 * It is a function of the message alone: the same in each place of a log, and
 * in each log.  Source: He and others, Drain (ICWS 2017), whose masks are
 * written for each log; these are for all.
 */
#include <string.h>

#include "log.h"
#include "log_template.h"

#define TOKENS	256u
#define LONGEST	1500u		/* of a message; what is behind is left out */

struct part {
	const char	*p;
	uint32_t	 n;
	bool		 value;
	bool		 apart;		/* blanks stand before it */
};

struct parts {
	struct part	part[TOKENS];
	uint32_t	n;
};

/* Bytes that end a word. */
static const bool ends[256] = {
	[' '] = true, ['\t'] = true, ['='] = true, [':'] = true, [','] = true,
	[';'] = true, ['('] = true, [')'] = true, ['['] = true, [']'] = true,
	['{'] = true, ['}'] = true, ['"'] = true, ['\''] = true, ['<'] = true,
	['>'] = true, ['|'] = true
};

static bool
is_end(char c)
{
	return ends[(unsigned char)c];
}

static bool
is_word_byte(char c)
{
	return log_is_letter(c) || log_is_digit(c) || c == '_' || c == '$' ||
	    c == '-' || (unsigned char)c >= 0x80;
}

static size_t
hex_pairs(const char *p, size_t n)
{
	size_t	i = 0, pairs = 0;

	for (; i + 2 <= n; i += 3) {
		for (size_t k = i; k < i + 2; k++)
			if (!log_is_digit(p[k]) && !((p[k] | 0x20) >= 'a' &&
			    (p[k] | 0x20) <= 'f'))
				return 0;
		pairs++;
		if (i + 2 == n || (p[i + 2] != ':' && p[i + 2] != '-'))
			break;
	}
	return pairs < 6 || i + 2 > n || (i + 2 < n && is_word_byte(p[i + 2])) ?
	    0 : i + 2;
}

/* /var/log, ./x, C:\x: up to a blank or a bracket */
static size_t
path(const char *p, size_t n)
{
	size_t	i = 0, from;

	if (n > 3 && log_is_letter(*p) && p[1] == ':' && (p[2] == '\\' ||
	    p[2] == '/'))
		i = 2;
	while (i < 2 && i < n && p[i] == '.')
		i++;
	if (i + 1 >= n || (p[i] != '/' && p[i] != '\\'))
		return 0;
	from = ++i;
	while (i < n && (p[i] == '=' || p[i] == ':' || !is_end(p[i])))
		i++;
	while (i > from && (p[i - 1] == ':' || p[i - 1] == '='))
		i--;
	return i > from ? i : 0;
}

/* a.b.c: a host, a file, a class */
static bool
is_dotted(const char *p, size_t n)
{
	bool	dot = false;

	for (size_t i = 0; i < n; i++) {
		if (is_word_byte(p[i]))
			continue;
		if (p[i] != '.' || i == 0 || i + 1 == n || p[i - 1] == '.')
			return false;
		dot = true;
	}
	return dot;
}

static bool
is_value(const char *p, size_t n)
{
	bool	slash = false, hex = n >= 6;

	for (size_t i = 0; i < n; i++) {
		if (log_is_digit(p[i]))
			return true;
		slash |= p[i] == '/' && i > 0 && i + 1 < n;
		hex &= (p[i] | 0x20) >= 'a' && (p[i] | 0x20) <= 'f';
	}
	return slash || hex || is_dotted(p, n);
}

static size_t
whole_value(const char *p, size_t n)
{
	size_t	k = 0;

	if (log_stamp(p, n, &k) != NO_STAMP || (k = hex_pairs(p, n)) > 0 ||
	    (k = path(p, n)) > 0)
		return k;
	return 0;
}

static bool
is(const struct part *t, const char *word)
{
	return !t->value && t->n == strlen(word) &&
	    memcmp(t->p, word, t->n) == 0;
}

static bool
is_one(const struct part *t, const char *of)
{
	return !t->value && t->n == 1 && strchr(of, *t->p) != NULL;
}

/* What stands behind "=", "user" and "host" is a value, whatever it is. */
static bool
is_told(const struct parts *t, const struct part *x)
{
	const struct part	*before;

	if (t->n == 0 || x->value || is_end(*x->p))
		return false;
	before = &t->part[t->n - 1];
	if (!x->apart)
		return is_one(before, "=");
	return x->n > 1 && (is(before, "user") || is(before, "host"));
}

/* Values in a row, and those in a list, are one. */
static void
add(struct parts *t, struct part x)
{
	struct part	*last = t->n > 0 ? &t->part[t->n - 1] : NULL;

	if (is_told(t, &x))
		x.value = true;
	if (x.value && last != NULL && !last->value && t->n > 1 &&
	    last[-1].value && is_one(last, ":.,|-=@/")) {
		t->n--;
		last--;
	}
	if (x.value && last != NULL && last->value) {
		last->n = (uint32_t)(x.p + x.n - last->p);
		return;
	}
	if (t->n < TOKENS)
		t->part[t->n++] = x;
}

/* Brackets with nothing in them have a value that is missing. */
static void
add_end(struct parts *t, struct part x)
{
	const struct part	*last = t->n > 0 ? &t->part[t->n - 1] : NULL;

	if (last != NULL && is_one(&x, ")]}") && is_one(last, "([{"))
		add(t, (struct part){ .p = x.p, .value = true });
	add(t, x);
}

static void
cut(const char *p, size_t n, struct parts *t)
{
	size_t	i = 0, k;
	bool	apart = false;

	while (i < n && t->n < TOKENS) {
		struct part	x = { .p = p + i, .apart = apart };

		apart = false;
		if (log_is_blank(p[i])) {
			apart = true;
			i++;
			continue;
		}
		k = i == 0 || !is_word_byte(p[i - 1]) ?
		    whole_value(p + i, n - i) : 0;
		x.value = k > 0;
		if (k == 0) {
			while (i + k < n && !is_end(p[i + k]))
				k++;
			x.value = k > 0 && is_value(p + i, k);
		}
		x.n = k > 0 ? (uint32_t)k : 1;
		if (k > 0)
			add(t, x);
		else
			add_end(t, x);
		i += x.n;
	}
}

static void
add_slot(struct log_slots *s, const struct part *x, size_t at)
{
	if (s->n == LOG_SLOTS)
		return;
	s->at[s->n] = (uint32_t)at;
	s->value[s->n++] = (struct ps_slice){ .p = x->p, .n = x->n };
}

size_t
log_mask(const char *p, size_t n, char to[LOG_MASKED], struct log_slots *slots)
{
	struct parts	 t;
	const char	*e = memchr(p, '\n', n);
	size_t		 at = 0;

	n = e != NULL ? (size_t)(e - p) : n;
	if (n > 0 && p[n - 1] == '\r')
		n--;
	t.n = 0;
	if (slots != NULL)
		slots->n = 0;
	cut(p, n < LONGEST ? n : LONGEST, &t);
	for (uint32_t i = 0; i < t.n; i++) {
		const struct part	*x = &t.part[i];
		size_t			 k = x->value ? 3 : x->n;

		if (at + k + 1 > LOG_MASKED)
			break;
		if (x->apart && at > 0)
			to[at++] = ' ';
		if (x->value && slots != NULL)
			add_slot(slots, x, at);
		memcpy(to + at, x->value ? "<*>" : x->p, k);
		at += k;
	}
	return at;
}
