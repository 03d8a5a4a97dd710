/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza_bibtex.c - BibTeX: @type{key, name = {value}, ...}
 *
 * What stands between entries is a comment.  Braces in a value pair; one that
 * does not end is as long as the document.  Source: Patashnik, "BibTeXing".
 */
#include <string.h>

#include "stanza.h"

enum { BETWEEN, AT_KEY, AT_FIELD };

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t
skip(const char *p, size_t n, const char *also)
{
	size_t	i = 0;

	while (i < n && (is_space(p[i]) || (p[i] != '\0' &&
	    strchr(also, p[i]) != NULL)))
		i++;
	return i;
}

static size_t
word(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && !is_space(p[i]) && (p[i] == '\0' ||
	    strchr("{}(),=\"#%@", p[i]) == NULL))
		i++;
	return i;
}

static size_t
letters(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && (p[i] | 0x20) >= 'a' && (p[i] | 0x20) <= 'z')
		i++;
	return i;
}

/* The end of what is in braces or quotes at p, with them; 0: not in sight. */
static size_t
enclosed(const char *p, size_t n)
{
	size_t	depth = *p == '{';

	for (size_t i = 1; i < n; i++) {
		if (p[i] == '\\')
			i++;
		else if (p[i] == '{')
			depth++;
		else if (p[i] == '}' && depth > 0 && --depth == 0 &&
		    *p == '{')
			return i + 1;
		else if (p[i] == '"' && depth == 0)
			return i + 1;
	}
	return 0;
}

static uint32_t
lines_in(const char *p, size_t n, char end)
{
	uint32_t	lines = 0;

	for (const char *e = p; (e = memchr(e, end, (size_t)(p + n - e))) !=
	    NULL; e++)
		lines++;
	return lines;
}

static size_t
give(const struct stanza_cut *c, struct stanza_item *item, const char *p,
    size_t bytes)
{
	item->raw = (struct stanza_text){ .p = p, .n = bytes };
	item->lines = lines_in(p, bytes, c->end);
	return bytes;
}

/* The type; or a line that is no entry. */
static size_t
between(struct stanza_cut *c, const char *p, size_t n, bool last,
    struct stanza_item *item)
{
	size_t	len, whole, at, type, brace;

	if (!stanza_line(c, p, n, last, &len, &whole))
		return 0;
	at = skip(p, len, "");
	type = at < len && p[at] == '@' ? letters(p + at + 1, len - at - 1) :
	    0;
	brace = at + 1 + type + (type > 0 ? skip(p + at + 1 + type, len - at -
	    1 - type, "") : 0);
	if (type == 0 || brace >= len || (p[brace] != '{' &&
	    p[brace] != '(')) {
		item->what = at == len ? ITEM_BLANK : ITEM_COMMENT;
		item->raw.n = len;
		return whole;
	}
	item->key = (struct stanza_text){ .p = p + at + 1, .n = type };
	item->ends = true;
	if (stanza_is(item->key, "comment") || stanza_is(item->key,
	    "preamble") || stanza_is(item->key, "string")) {
		item->what = ITEM_COMMENT;
		if (p[brace] == '(')
			return give(c, item, p, whole);
		at = enclosed(p + brace, n - brace);
		if (at == 0 && !last)
			return 0;
		return give(c, item, p, at == 0 ? n : brace + at);
	}
	item->what = ITEM_PAIR;
	item->value = item->key;
	item->key = (struct stanza_text){ .p = "entrytype", .n = 9 };
	c->step = AT_KEY;
	return give(c, item, p, brace + 1);
}

static size_t
key(struct stanza_cut *c, const char *p, size_t n, bool last,
    struct stanza_item *item)
{
	size_t	from = skip(p, n, ""), to = from;

	while (to < n && p[to] != ',' && p[to] != '}' && p[to] != '=' &&
	    p[to] != c->end)
		to++;
	if (to == n && !last)
		return 0;
	c->step = AT_FIELD;
	item->what = ITEM_PAIR;
	item->key = (struct stanza_text){ .p = "citekey", .n = 7 };
	item->value = (struct stanza_text){ .p = p + from, .n = to - from };
	return give(c, item, p, to + (to < n && p[to] == ','));
}

/* A value, parts of which # joins; 0: its end is not in sight. */
static size_t
value_end(const char *p, size_t n, bool *plain)
{
	size_t	at = 0, part, next;

	for (*plain = true;; *plain = false, at = next + 1) {
		at += skip(p + at, n - at, "");
		part = at == n ? 0 : p[at] == '{' || p[at] == '"' ?
		    enclosed(p + at, n - at) : word(p + at, n - at);
		if (part == 0)
			return at == n ? 0 : p[at] == '{' || p[at] == '"' ?
			    0 : at;
		at += part;
		next = at + skip(p + at, n - at, "");
		if (next >= n || p[next] != '#')
			return at;
	}
}

static size_t
field(struct stanza_cut *c, const char *p, size_t n, bool last,
    struct stanza_item *item)
{
	size_t	from = skip(p, n, ","), name = word(p + from, n - from);
	size_t	at = from + name, end;
	bool	plain;

	at += skip(p + at, n - at, "");
	if (at >= n && !last)
		return 0;
	if (name == 0 || at >= n || p[at] != '=') {
		/* The end of the entry, or what belongs to none. */
		c->step = at < n && name > 0 ? AT_FIELD : BETWEEN;
		item->what = at < n && p[at] == '}' && name == 0 ? ITEM_RULE :
		    ITEM_OTHER;
		return give(c, item, p, at < n ? at + (name == 0) : n);
	}
	item->key = (struct stanza_text){ .p = p + from, .n = name };
	from = at + 1 + skip(p + at + 1, n - at - 1, "");
	end = value_end(p + from, n - from, &plain);
	if ((end == 0 || from + end >= n) && !last)
		return 0;
	if (end == 0)
		end = n - from;
	item->what = ITEM_PAIR;
	item->value = (struct stanza_text){ .p = p + from, .n = end };
	if (plain && end > 1 && (p[from] == '{' || p[from] == '"')) {
		item->value.p++;
		item->value.n -= 2;
	}
	return give(c, item, p, from + end);
}

size_t
stanza_bibtex(struct stanza_cut *c, const char *p, size_t n, bool last,
    struct stanza_item *item)
{
	size_t	blank;

	if (c->step == BETWEEN)
		return between(c, p, n, last, item);
	/* At the end of the document blanks are all that is left. */
	blank = skip(p, n, ",");
	if (blank == n && !last)
		return 0;
	if (blank == n) {
		item->what = ITEM_BLANK;
		return give(c, item, p, n);
	}
	return c->step == AT_KEY ? key(c, p, n, last, item) :
	    field(c, p, n, last, item);
}
