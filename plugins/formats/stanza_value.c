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

/* The blanks that a line which goes on begins with. */
static size_t
blanks(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && (p[i] == ' ' || p[i] == '\t'))
		i++;
	return i;
}

/* "2 CONT ", which goes; the line end stays if it is that. */
static size_t
tagged(const char *p, size_t n, char *to, size_t *out)
{
	struct stanza_item	item = { .lines = 1 };
	const char		*e = memchr(p, '\n', n);
	size_t			 len = e == NULL ? n : (size_t)(e - p), at;

	if (!stanza_level(p, len, &item))
		return 0;
	if (stanza_is(item.key, "CONT"))
		to[(*out)++] = '\n';
	at = (size_t)(item.key.p - p) + item.key.n;
	return at + (at < len);
}

/* What becomes of a line end, and how many bytes behind it go with it. */
static size_t
join_at(const struct stanza_kind *k, const char *p, size_t n, char *to,
    size_t *out)
{
	if ((k->flags & KIND_BACKSLASH) != 0 && *out > 0 &&
	    to[*out - 1] == '\\') {
		--*out;
		return blanks(p, n);
	}
	if (k->fold == FOLD_JOIN)
		return blanks(p, n) > 0;
	if (k->fold == FOLD_TAGGED)
		return tagged(p, n, to, out);
	if (k->fold == FOLD_HEADER || k->fold == FOLD_LOOSE) {
		to[(*out)++] = ' ';
		return blanks(p, n);
	}
	to[(*out)++] = '\n';
	return 0;
}

/* Lines of a value as one text; line ends that are kept are LF. */
static size_t
join(const struct stanza_cut *c, struct stanza_text t, char *to)
{
	size_t	n = 0;

	for (size_t i = 0; i < t.n; i++) {
		if (t.p[i] != c->end && !(t.p[i] == '\r' && i + 1 < t.n &&
		    t.p[i + 1] == '\n')) {
			to[n++] = t.p[i];
			continue;
		}
		i += t.p[i] != c->end;
		i += join_at(c->kind, t.p + i + 1, t.n - i - 1, to, &n);
	}
	return n;
}

/* Text without signs that no text has: what was decoded may be a picture. */
static bool
is_text(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)p[i] < ' ' && !is_space(p[i]))
			return false;
	return stanza_is_utf8(p, n);
}

static bool
in_quotes(struct stanza_text t)
{
	return t.n >= 2 && (*t.p == '"' || *t.p == '\'') &&
	    t.p[t.n - 1] == *t.p && memchr(t.p + 1, *t.p, t.n - 2) == NULL &&
	    memchr(t.p, '\\', t.n) == NULL;
}

/* Whether lines are to be joined; what is quoted-printable does it itself. */
static bool
is_joined(const struct stanza_cut *c, const struct stanza_item *item)
{
	if (c->kind->names == NAMES_PROPERTY && item->lines > 1 &&
	    memmem(item->value.p, item->value.n, "QUOTED-PRINTABLE", 16) !=
	    NULL)
		return false;
	return memchr(item->value.p, c->end, item->value.n) != NULL &&
	    !item->plain && (c->kind->fold !=
	    FOLD_LINES || (c->kind->flags & KIND_BACKSLASH) != 0 ||
	    c->end == '\r' || memchr(item->value.p, '\r', item->value.n) !=
	    NULL);
}

/* A value that is made of other bytes than stand there. */
static struct stanza_text
decoded(struct stanza *s, struct stanza_text t, bool words)
{
	char	*to = ps_scratch(s->self, s->out, words ? PS_UTF8_ROOM(t.n) :
		    t.n + 1);
	size_t	 n = words ? stanza_words(s->self, s->out, t.p, t.n, to) :
		    stanza_base64(t.p, t.n, to);

	if (n == SIZE_MAX || (!words && !is_text(to, n)))
		return t;
	return (struct stanza_text){ .p = to, .n = n };
}

struct ps_slice
stanza_value(struct stanza *s, const struct stanza_item *item)
{
	const struct stanza_cut	*c = &s->cut;
	struct stanza_text	t = item->value;
	struct ps_slice		v = { .p = "", .flags = item->absent ?
				    PS_ABSENT : 0 };
	char			*to;

	if (is_joined(c, item)) {
		to = ps_scratch(s->self, s->out, t.n + 1);
		t.n = join(c, t, to);
		t.p = to;
	}
	t = trimmed(t);
	if (item->coded && t.n > 0) {
		t = decoded(s, t, false);
		v.flags |= PS_STRING;
	}
	if ((c->kind->flags & KIND_WORDS) != 0 && !item->plain &&
	    memmem(t.p, t.n, "=?", 2) != NULL)
		t = decoded(s, t, true);
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
