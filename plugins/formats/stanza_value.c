/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza_value.c - what a value is that folds, quotes or base64 are around.
 */
#include <string.h>

#include "stanza.h"

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct stanza_text
trimmed(struct stanza_text t)
{
	while (t.n > 0 && is_space(t.p[t.n - 1]))
		t.n--;
	while (t.n > 0 && is_space(*t.p)) {
		t.p++;
		t.n--;
	}
	return t;
}

/* Line ends that are kept are LF; a backslash before one goes with it. */
static size_t
join(const struct stanza_cut *c, struct stanza_text t, char *to)
{
	bool	backslash = (c->kind->flags & KIND_BACKSLASH) != 0;
	size_t	n = 0;

	for (size_t i = 0; i < t.n; i++) {
		if (t.p[i] != c->end && !(t.p[i] == '\r' && i + 1 < t.n &&
		    t.p[i + 1] == '\n')) {
			to[n++] = t.p[i];
			continue;
		}
		i += t.p[i] != c->end;
		if (backslash && n > 0 && to[n - 1] == '\\') {
			n--;
			while (i + 1 < t.n && is_space(t.p[i + 1]))
				i++;
		} else if (c->kind->fold == FOLD_JOIN)
			i++;
		else
			to[n++] = '\n';
	}
	return n;
}

static int
digit64(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* The bytes of base64 (RFC 4648) at `to`; SIZE_MAX: it is none. */
static size_t
decode64(const char *p, size_t n, char *to)
{
	uint32_t	bits = 0;
	size_t		out = 0, digits = 0;

	for (size_t i = 0; i < n; i++) {
		int	d = digit64(p[i]);

		if (is_space(p[i]) || p[i] == '=')
			continue;
		if (d < 0)
			return SIZE_MAX;
		bits = bits << 6 | (uint32_t)d;
		if (++digits % 4 != 1)
			to[out++] = (char)(bits >> (4 - digits % 4) * 2 % 8);
	}
	return digits % 4 == 1 ? SIZE_MAX : out;
}

/* The length of the character in UTF-8 at p, 0 if it is none. */
static size_t
utf8_length(const char *p, size_t n)
{
	unsigned char	c = (unsigned char)*p;
	size_t		len = c < 0x80 ? 1 : c >= 0xc2 && c < 0xe0 ? 2 :
			    c >= 0xe0 && c < 0xf0 ? 3 :
			    c >= 0xf0 && c < 0xf5 ? 4 : 0;

	if (len == 0 || len > n)
		return 0;
	for (size_t i = 1; i < len; i++)
		if (((unsigned char)p[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

/* Text without signs that no text has: what was decoded may be a picture. */
static bool
is_text(const char *p, size_t n)
{
	for (size_t i = 0, len; i < n; i += len) {
		len = utf8_length(p + i, n - i);
		if (len == 0 || ((unsigned char)p[i] < ' ' &&
		    !is_space(p[i])))
			return false;
	}
	return true;
}

static bool
in_quotes(struct stanza_text t)
{
	return t.n >= 2 && (*t.p == '"' || *t.p == '\'') &&
	    t.p[t.n - 1] == *t.p && memchr(t.p + 1, *t.p, t.n - 2) == NULL &&
	    memchr(t.p, '\\', t.n) == NULL;
}

struct ps_slice
stanza_value(struct stanza *s, const struct stanza_item *item)
{
	const struct stanza_cut	*c = &s->cut;
	struct stanza_text	t = item->value;
	struct ps_slice		v = { .p = "", .flags = item->absent ?
				    PS_ABSENT : 0 };
	char			*to;
	size_t			 n;

	if (item->lines > 1 && (c->kind->fold != FOLD_LINES ||
	    (c->kind->flags & KIND_BACKSLASH) != 0 || c->end == '\r' ||
	    memchr(t.p, '\r', t.n) != NULL)) {
		to = ps_scratch(s->self, s->out, t.n + 1);
		t.n = join(c, t, to);
		t.p = to;
	}
	t = trimmed(t);
	if (item->coded && t.n > 0) {
		to = ps_scratch(s->self, s->out, t.n + 1);
		n = decode64(t.p, t.n, to);
		if (n != SIZE_MAX && is_text(to, n))
			t = (struct stanza_text){ .p = to, .n = n };
		v.flags |= PS_STRING;
	}
	if ((c->kind->flags & KIND_QUOTES) != 0 && in_quotes(t)) {
		t = (struct stanza_text){ .p = t.p + 1, .n = t.n - 2 };
		v.flags |= PS_QUOTED;
	}
	if (t.n > 0)
		v.p = t.p;
	v.n = (uint32_t)t.n;
	return v;
}

bool
stanza_measure(struct stanza_text t, struct stanza_text *number,
    struct stanza_text *unit)
{
	size_t	i = 0, end;

	while (i < t.n && ((t.p[i] >= '0' && t.p[i] <= '9') ||
	    (i > 0 && t.p[i] == '.') || (i == 0 && t.p[i] == '-')))
		i++;
	if (i == 0)
		return false;
	*number = (struct stanza_text){ .p = t.p, .n = i };
	for (end = i; i < t.n && t.p[i] == ' '; i++)
		continue;
	*unit = (struct stanza_text){ .p = t.p + i, .n = t.n - i };
	if (unit->n == 0)
		return true;
	for (i = 0; i < unit->n; i++)
		if ((unit->p[i] | 0x20) < 'a' || (unit->p[i] | 0x20) > 'z')
			return unit->n == 1 && *unit->p == '%';
	return unit->n <= 4 && unit->p > number->p + end;
}
