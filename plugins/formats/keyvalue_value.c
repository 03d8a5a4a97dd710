/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * keyvalue_value.c - values without quotes and escapes; times.
 */
#include <string.h>

#include "keyvalue.h"

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static size_t
decode(const char *p, size_t n, char *to)
{
	size_t	out = 0;

	for (size_t i = 0; i < n; i++) {
		int	c = -1;

		if (p[i] == '%' && i + 2 < n && hex(p[i + 1]) >= 0 &&
		    hex(p[i + 2]) >= 0)
			c = hex(p[i + 1]) * 16 + hex(p[i + 2]);
		/* Bytes that are no text, or NUL, stay as they are written. */
		if (c >= ' ' || c == '\n' || c == '\t') {
			to[out++] = (char)c;
			i += 2;
		} else
			to[out++] = p[i] == '+' ? ' ' : p[i];
	}
	return out;
}

static size_t
unescape(const char *p, size_t n, char *to)
{
	size_t	out = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] != '\\' || i + 1 == n) {
			to[out++] = p[i];
			continue;
		}
		i++;
		if (p[i] == 'n' || p[i] == 't')
			to[out++] = p[i] == 'n' ? '\n' : '\t';
		else {
			if (p[i] != '"' && p[i] != '\'' && p[i] != '\\')
				to[out++] = '\\';
			to[out++] = p[i];
		}
	}
	return out;
}

/* A value that is made of other bytes than stand there. */
static void
remake(struct stanza *s, struct ps_slice *v,
    size_t (*make)(const char *, size_t, char *))
{
	char	*to = ps_scratch(s->self, s->out, v->n + 1u);

	v->n = (uint32_t)make(v->p, v->n, to);
	v->p = to;
}

/* What is coded may be no text, and stays as it is then. */
static void
take_code(struct stanza *s, struct ps_slice *v)
{
	struct ps_slice	was = *v;

	if (memchr(v->p, '%', v->n) == NULL && memchr(v->p, '+', v->n) == NULL)
		return;
	remake(s, v, decode);
	if (!stanza_is_utf8(v->p, v->n))
		*v = was;
}

struct ps_slice
keyvalue_value(struct stanza *s, const struct stanza_item *x)
{
	const struct keyvalue	*pairs = s->self->state;
	struct ps_slice		 v = { .p = x->value.n > 0 ? x->value.p : "",
				    .n = (uint32_t)x->value.n };

	if (x->what == ITEM_PAIR && pairs->style->coded)
		take_code(s, &v);
	if (pairs->style->coded || pairs->style->strict)
		return v;
	/* A comma between pairs that are parted by blanks. */
	if (v.n > 1 && v.p[v.n - 1] == ',')
		v.n--;
	if (v.n > 1 && (*v.p == '"' || *v.p == '\'') &&
	    v.p[v.n - 1] == *v.p) {
		v.p++;
		v.n -= 2;
		v.flags |= PS_QUOTED;
		if (v.n > 0 && memchr(v.p, '\\', v.n) != NULL)
			remake(s, &v, unescape);
	}
	return v;
}

/* n digits at p, then this sign. */
static bool
digits(const char *p, size_t n, char then)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] < '0' || p[i] > '9')
			return false;
	return then == '\0' || p[n] == then;
}

size_t
keyvalue_time(const char *p, size_t n)
{
	size_t	i = 19;

	if (n < 19 || !digits(p, 4, p[4]) || (p[4] != '-' && p[4] != '/') ||
	    !digits(p + 5, 2, p[4]) || !digits(p + 8, 2, p[10]) ||
	    (p[10] != ' ' && p[10] != 'T') || !digits(p + 11, 2, ':') ||
	    !digits(p + 14, 2, ':') || !digits(p + 17, 2, '\0'))
		return 0;
	if (i + 1 < n && (p[i] == '.' || p[i] == ',') &&
	    digits(p + i + 1, 1, '\0'))
		for (i += 2; i < n && p[i] >= '0' && p[i] <= '9';)
			i++;
	if (i < n && p[i] == 'Z')
		i++;
	else if (i + 5 < n && (p[i] == '+' || p[i] == '-') &&
	    digits(p + i + 1, 2, '\0'))
		for (i += 3; i < n && (p[i] == ':' || (p[i] >= '0' &&
		    p[i] <= '9'));)
			i++;
	return i == n || p[i] == ' ' || p[i] == ']' || p[i] == '\t' ||
	    p[i] == ':' ? i : 0;
}
