/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza_cut.c - items off the front of a text, by the description of a kind.
 */
#include <string.h>

#include "stanza.h"

static bool
is_blank_sign(char c)
{
	return c == ' ' || c == '\t';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (unsigned char)c >= 0x80;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
has_sign(const char *signs, char c)
{
	return c != '\0' && strchr(signs, c) != NULL;
}

char
stanza_end(const char *p, size_t n)
{
	return n > 0 && memchr(p, '\n', n) == NULL &&
	    memchr(p, '\r', n) != NULL ? '\r' : '\n';
}

/* A line and what it takes with its end; false: its end is not in sight. */
static bool
line_at(const struct stanza_cut *c, const char *p, size_t n, bool last,
    size_t *len, size_t *whole)
{
	const char	*e = memchr(p, c->end, n);

	if (e == NULL && !last)
		return false;
	*len = e != NULL ? (size_t)(e - p) : n;
	*whole = *len + (e != NULL);
	if (*len > 0 && c->end == '\n' && p[*len - 1] == '\r')
		--*len;
	return true;
}

static struct stanza_text
trimmed(const char *p, size_t n)
{
	while (n > 0 && is_blank_sign(p[n - 1]))
		n--;
	while (n > 0 && is_blank_sign(*p)) {
		p++;
		n--;
	}
	return (struct stanza_text){ .p = p, .n = n };
}

/* The end of a name of letters, digits and these signs; 0: there is none. */
static size_t
name_end(const char *p, size_t n, const char *also)
{
	size_t	i = 0;

	if (n == 0 || !(is_letter(*p) || is_digit(*p) || *p == '_'))
		return 0;
	while (i < n && (is_letter(p[i]) || is_digit(p[i]) ||
	    has_sign(also, p[i])))
		i++;
	return i;
}

/* The end of a name of a few words. */
static size_t
words_end(const char *p, size_t n, const char *parts)
{
	size_t	i = name_end(p, n, "_-.()/,#&+' \t"), words = 0;

	if (i == 0 || i >= n || !has_sign(parts, p[i]))
		return 0;
	for (size_t k = 0; k < i; k++)
		words += !is_blank_sign(p[k]) && (k == 0 ||
		    is_blank_sign(p[k - 1]));
	return words <= 5 ? i : 0;
}

/* The end of a name in a file of settings, which may hold almost anything. */
static size_t
config_end(const char *p, size_t n, const char *parts)
{
	size_t	i = 0, words = 1;

	if (n == 0 || has_sign("=:;#[]{}<>|&()`,", *p))
		return 0;
	if (*p == '"') {
		const char	*e = memchr(p + 1, '"', n - 1);

		i = e == NULL ? 0 : (size_t)(e - p) + 1;
	}
	while (i < n && !has_sign(parts, p[i]) && !has_sign("{}<>|;`", p[i])) {
		words += i > 0 && is_blank_sign(p[i - 1]) &&
		    !is_blank_sign(p[i]);
		i++;
	}
	return i < n && has_sign(parts, p[i]) && words <= 4 ? i : 0;
}

/* Where the name ends in each way to write one. */
static size_t
key_end(const struct stanza_kind *k, const char *p, size_t n)
{
	size_t	i;

	switch (k->names) {
	case NAMES_WORDS:
		return words_end(p, n, k->parts);
	case NAMES_CONFIG:
		return config_end(p, n, k->parts);
	case NAMES_SHELL:
		i = name_end(p, n, "_-./");
		while (i > 0 && i < n && is_blank_sign(p[i]))
			i++;
		return i;
	case NAMES_CODED:
		return name_end(p, n, "-.;_");
	default:
		return name_end(p, n, "_-./");
	}
}

/* What follows a name: the sign, and a blank or the end where it must. */
static bool
parted(const struct stanza_kind *k, const char *p, size_t n, size_t at)
{
	if (at == 0 || at >= n || at > STANZA_KEY_MAX ||
	    !has_sign(k->parts, p[at]))
		return false;
	return k->names == NAMES_CONFIG || k->names == NAMES_SHELL ||
	    k->names == NAMES_CODED || at + 1 == n ||
	    is_blank_sign(p[at + 1]);
}

static bool
is_wide(const char *p, size_t at, size_t n)
{
	size_t	from = at, to = at + 1;

	while (from > 0 && is_blank_sign(p[from - 1]))
		from--;
	while (to < n && is_blank_sign(p[to]))
		to++;
	return to - from > 2 || memchr(p + from, '\t', to - from) != NULL;
}

static void
take_value(const struct stanza_kind *k, const char *p, size_t n, size_t at,
    struct stanza_item *item)
{
	item->wide = is_wide(p, at, n);
	at++;
	if (k->names == NAMES_CODED && at < n && (p[at] == ':' ||
	    p[at] == '<')) {
		item->coded = p[at] == ':';
		at++;
	}
	item->value = trimmed(p + at, n - at);
}

/* A name alone, as settings may stand: `skip-networking`. */
static bool
is_bare(const struct stanza_kind *k, const char *p, size_t n)
{
	return (k->flags & KIND_BARE) != 0 && n > 0 && n <= STANZA_KEY_MAX &&
	    is_letter(*p) && name_end(p, n, "_-.") == n;
}

static bool
pair(const struct stanza_kind *k, const char *p, size_t n,
    struct stanza_item *item)
{
	size_t	at, skip = 0;

	while ((k->flags & KIND_INDENTED) != 0 && skip < n &&
	    is_blank_sign(p[skip]))
		skip++;
	if (k->names == NAMES_SHELL && n > 7 && memcmp(p, "export ", 7) == 0)
		skip = 7;
	p += skip;
	n -= skip;
	at = key_end(k, p, n);
	if (parted(k, p, n, at)) {
		item->key = trimmed(p, at);
		take_value(k, p, n, at, item);
		return true;
	}
	item->key = trimmed(p, n);
	item->value = (struct stanza_text){ .p = p + n, .n = 0 };
	item->absent = true;
	return is_bare(k, item->key.p, item->key.n);
}

static bool
is_section(const struct stanza_kind *k, const char *p, size_t n,
    struct stanza_item *item)
{
	struct stanza_text	t = trimmed(p, n);
	const char		*e;

	if ((k->flags & KIND_SECTIONS) == 0 || t.n < 3 || *t.p != '[')
		return false;
	if (t.p[t.n - 1] != ']') {
		e = memchr(t.p, ']', t.n);
		if (e == NULL || !has_sign(k->comment, trimmed(e + 1,
		    t.n - (size_t)(e + 1 - t.p)).p[0]))
			return false;
		t.n = (size_t)(e - t.p) + 1;
	}
	item->key = trimmed(t.p + 1, t.n - 2);
	return item->key.n > 0;
}

static size_t
indent(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && is_blank_sign(p[i]))
		i++;
	return i;
}

/* Whether the line at p goes on with the value of a line so far indented. */
static bool
goes_on(const struct stanza_kind *k, size_t before, const char *p, size_t n)
{
	struct stanza_item	item = { .lines = 1 };

	if (k->fold == FOLD_NONE || indent(p, n) <= before ||
	    indent(p, n) == n)
		return false;
	if ((k->flags & KIND_INDENTED) == 0)
		return true;
	return !has_sign(k->comment, *trimmed(p, n).p) &&
	    !is_section(k, p, n, &item) && (!pair(k, p, n, &item) ||
	    item.absent);
}

static bool
ends_open(const struct stanza_kind *k, const char *p, size_t n)
{
	size_t	signs = 0;

	while (signs < n && p[n - signs - 1] == '\\')
		signs++;
	return (k->flags & KIND_BACKSLASH) != 0 && signs % 2 == 1;
}

/* Lines that go on with this one; 0: it is not seen whether there are any. */
static size_t
fold(const struct stanza_cut *c, const char *p, size_t n, bool last,
    size_t len, size_t whole, struct stanza_item *item)
{
	size_t	at = whole, length = len;
	size_t	before = indent(p, len);
	bool	open = item->what == ITEM_PAIR && ends_open(c->kind, p, len);

	while (at < n || !last) {
		if (!open && (c->kind->fold == FOLD_NONE || (at < n &&
		    !is_blank_sign(p[at]))))
			break;
		if (!line_at(c, p + at, n - at, last, &len, &whole))
			return 0;
		if (!open && !goes_on(c->kind, before, p + at, len))
			break;
		open = ends_open(c->kind, p + at, len);
		length = at + len;
		at += whole;
		item->lines++;
	}
	item->raw.n = length;
	if (item->what == ITEM_PAIR && item->lines > 1)
		item->value.n = length - (size_t)(item->value.p - p);
	return at;
}

static bool
is_first(const struct stanza_cut *c, const struct stanza_item *item)
{
	return c->first.n > 0 && item->what == ITEM_PAIR &&
	    item->key.n == c->first.n &&
	    memcmp(item->key.p, c->first.p, c->first.n) == 0;
}

static enum stanza_what
what_is(const struct stanza_kind *k, const char *p, size_t n,
    struct stanza_item *item)
{
	struct stanza_text	t = trimmed(p, n);

	if (t.n == 0)
		return ITEM_BLANK;
	if (has_sign(k->comment, *t.p) && (t.p == p ||
	    (k->flags & KIND_INDENTED) != 0))
		return ITEM_COMMENT;
	if (is_section(k, p, n, item))
		return ITEM_SECTION;
	return pair(k, p, n, item) ? ITEM_PAIR : ITEM_OTHER;
}

size_t
stanza_next(const struct stanza_cut *c, const char *p, size_t n, bool last,
    struct stanza_item *item)
{
	size_t	len, whole;

	*item = (struct stanza_item){ .lines = 1, .raw = { .p = p } };
	if (!line_at(c, p, n, last, &len, &whole))
		return 0;
	item->raw.n = len;
	item->what = what_is(c->kind, p, len, item);
	item->ends = item->what == ITEM_SECTION || is_first(c, item) ||
	    (item->what == ITEM_BLANK && c->first.n == 0 &&
	    (c->kind->flags & KIND_SECTIONS) == 0);
	if (item->what != ITEM_PAIR && (item->what != ITEM_COMMENT ||
	    c->kind->fold != FOLD_JOIN))
		return whole;
	return fold(c, p, n, last, len, whole, item);
}
