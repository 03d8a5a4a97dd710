/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza_line.c - what a line is by itself, by the description of a kind.
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

bool
stanza_line(const struct stanza_cut *c, const char *p, size_t n, bool last,
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

struct stanza_text
stanza_trimmed(const char *p, size_t n)
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

/* A number is no name. */
static bool
has_letter(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_letter(p[i]))
			return true;
	return false;
}

/* The end of a name of a few words. */
static size_t
words_end(const char *p, size_t n, const char *parts)
{
	size_t	i = name_end(p, n, "_-.()/,#&+' \t"), words = 0;

	if (i == 0 || i >= n || !has_sign(parts, p[i]) || !has_letter(p, i))
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

/* "TY  - ": two to four letters or digits, blanks, a dash, a blank. */
static size_t
tag_end(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && i < 5 && ((p[i] >= 'A' && p[i] <= 'Z') ||
	    is_digit(p[i])))
		i++;
	if (i < 2 || i > 4 || is_digit(*p))
		return 0;
	while (i < n && i < 4 && p[i] == ' ')
		i++;
	return i < n && p[i] == '-' ? i : 0;
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
	case NAMES_PROPERTY:
		return name_end(p, n, "-._");
	case NAMES_TAG:
		return tag_end(p, n);
	case NAMES_PERCENT:
		return n > 2 && *p == '%' && p[2] == ' ' ? 2 : 0;
	default:
		i = name_end(p, n, "_-./");
		return has_letter(p, i) ? i : 0;
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
	    k->names == NAMES_CODED || k->names == NAMES_PROPERTY ||
	    at + 1 == n || is_blank_sign(p[at + 1]) ||
	    k->names == NAMES_MAIL || k->names == NAMES_PERCENT;
}

/* More blanks around the sign than these, with it, or a tab. */
static bool
is_wide(const char *p, size_t at, size_t n, size_t most)
{
	size_t	from = at, to = at + 1;

	while (from > 0 && is_blank_sign(p[from - 1]))
		from--;
	while (to < n && is_blank_sign(p[to]))
		to++;
	return to - from > most || memchr(p + from, '\t', to - from) != NULL;
}

static void
take_value(const struct stanza_kind *k, const char *p, size_t n, size_t at,
    struct stanza_item *item)
{
	item->wide = is_wide(p, at, n, k->names == NAMES_SHELL ? 1 : 2);
	if (k->names == NAMES_PROPERTY) {	/* parameters come first */
		item->value = stanza_trimmed(p + at, n - at);
		return;
	}
	at++;
	if (k->names == NAMES_CODED && at < n && (p[at] == ':' ||
	    p[at] == '<')) {
		item->coded = p[at] == ':';
		at++;
	}
	item->value = stanza_trimmed(p + at, n - at);
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
		item->key = stanza_trimmed(p, at);
		take_value(k, p, n, at, item);
		return true;
	}
	item->key = stanza_trimmed(p, n);
	item->value = (struct stanza_text){ .p = p + n, .n = 0 };
	item->absent = true;
	return is_bare(k, item->key.p, item->key.n);
}

static bool
is_section(const struct stanza_kind *k, const char *p, size_t n,
    struct stanza_item *item)
{
	struct stanza_text	t = stanza_trimmed(p, n);
	const char		*e;

	if ((k->flags & KIND_SECTIONS) == 0 || t.n < 3 || *t.p != '[')
		return false;
	if (t.p[t.n - 1] != ']') {
		e = memchr(t.p, ']', t.n);
		if (e == NULL || !has_sign(k->comment, stanza_trimmed(e + 1,
		    t.n - (size_t)(e + 1 - t.p)).p[0]))
			return false;
		t.n = (size_t)(e - t.p) + 1;
	}
	item->key = stanza_trimmed(t.p + 1, t.n - 2);
	return item->key.n > 0;
}

/* "BEGIN:VCARD" and "END:VCARD"; all else is a property, maybe of a group. */
static enum stanza_what
component(struct stanza_item *item)
{
	const char	*dot = memchr(item->key.p, '.', item->key.n);
	bool	begins = stanza_is(item->key, "BEGIN");

	if (dot != NULL && (size_t)(dot - item->key.p) + 1 < item->key.n) {
		item->key.n -= (size_t)(dot - item->key.p) + 1;
		item->key.p = dot + 1;
	}
	if ((!begins && !stanza_is(item->key, "END")) || item->value.n < 2 ||
	    item->value.n > STANZA_KEY_MAX || *item->value.p != ':')
		return ITEM_PAIR;
	item->key = item->value = stanza_trimmed(item->value.p + 1,
	    item->value.n - 1);
	return begins ? ITEM_BEGIN : ITEM_END;
}

enum stanza_what
stanza_what_is(const struct stanza_kind *k, const char *p, size_t n,
    struct stanza_item *item)
{
	struct stanza_text	t = stanza_trimmed(p, n);

	if (t.n == 0)
		return ITEM_BLANK;
	if (has_sign(k->comment, *t.p) && (t.p == p ||
	    (k->flags & KIND_INDENTED) != 0))
		return ITEM_COMMENT;
	if (k->names == NAMES_LEVEL)
		return stanza_level(p, n, item) ? ITEM_PAIR : ITEM_OTHER;
	if (is_section(k, p, n, item))
		return ITEM_SECTION;
	if (!pair(k, p, n, item))
		return ITEM_OTHER;
	if (k->last != NULL && stanza_is(item->key, k->last))
		return ITEM_RULE;
	return k->names == NAMES_PROPERTY ? component(item) : ITEM_PAIR;
}

