/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza_cut.c - items off the front of a text: lines with those that go on
 * with them.
 */
#include <string.h>

#include "stanza.h"

char
stanza_end(const char *p, size_t n)
{
	return n > 0 && memchr(p, '\n', n) == NULL &&
	    memchr(p, '\r', n) != NULL ? '\r' : '\n';
}

static size_t
indent(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && (p[i] == ' ' || p[i] == '\t'))
		i++;
	return i;
}

/* Whether the line at p goes on with the value of a line so far indented. */
static bool
goes_on(const struct stanza_kind *k, size_t before, const char *p, size_t n)
{
	struct stanza_item	item = { .lines = 1 };
	enum stanza_what	what;
	size_t			in = indent(p, n);

	if (k->fold == FOLD_JOIN && before == 0 && in > 0)
		return true;
	if (k->fold == FOLD_TAGGED)
		return stanza_level(p, n, &item) && item.id.n == 0 &&
		    (stanza_is(item.key, "CONC") ||
		    stanza_is(item.key, "CONT"));
	if (k->fold == FOLD_LOOSE)
		return in < n && stanza_what_is(k, p, n, &item) == ITEM_OTHER;
	if (k->fold == FOLD_NONE || in <= before || in == n)
		return false;
	if ((k->flags & KIND_INDENTED) == 0)
		return true;
	what = stanza_what_is(k, p, n, &item);
	return what == ITEM_OTHER || (what == ITEM_PAIR && item.absent);
}

/* Could a line that begins so go on with the one before? */
static bool
may_go_on(const struct stanza_kind *k, char c)
{
	return k->fold == FOLD_LOOSE || k->fold == FOLD_TAGGED ||
	    (k->fold != FOLD_NONE && (c == ' ' || c == '\t'));
}

/* The line says itself that it goes on: by a backslash, or a soft end. */
static bool
ends_open(const struct stanza_kind *k, const char *p, size_t n)
{
	static const char	quoted[] = "QUOTED-PRINTABLE";
	size_t			signs = 0;

	if (k->names == NAMES_PROPERTY)
		return n > 0 && p[n - 1] == '=' && memmem(p, n, quoted,
		    sizeof(quoted) - 1) != NULL;
	while (signs < n && p[n - signs - 1] == '\\')
		signs++;
	return (k->flags & KIND_BACKSLASH) != 0 && signs % 2 == 1;
}

/* Lines that go on with this one; 0: it is not seen whether there are any. */
static size_t
fold(const struct stanza_cut *c, const char *p, size_t n, bool last,
    size_t len, size_t whole, struct stanza_item *item)
{
	size_t	at = whole, length = len, before = indent(p, len);
	bool	pair = item->what == ITEM_PAIR;
	bool	open = pair && ends_open(c->kind, p, len), soft = open &&
		    c->kind->names == NAMES_PROPERTY;

	while (at < n || !last) {
		if (!open && (c->kind->fold == FOLD_NONE || (at < n &&
		    !may_go_on(c->kind, p[at]))))
			break;
		if (!stanza_line(c, p + at, n - at, last, &len, &whole))
			return 0;
		if (!open && !goes_on(c->kind, before, p + at, len))
			break;
		open = soft ? len > 0 && p[at + len - 1] == '=' : pair &&
		    ends_open(c->kind, p + at, len);
		length = at + len;
		at += whole;
		item->lines++;
	}
	item->raw.n = length;
	if (pair && item->lines > 1)
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

static bool
ends_before(const struct stanza_cut *c, const struct stanza_item *item)
{
	if (c->kind->names == NAMES_LEVEL)
		return item->what == ITEM_PAIR && item->level == 0;
	return item->what == ITEM_SECTION || is_first(c, item) ||
	    (item->what == ITEM_BLANK && c->first.n == 0 &&
	    (c->kind->flags & KIND_SECTIONS) == 0);
}

static bool
may_fold(const struct stanza_kind *k, const struct stanza_item *item)
{
	return item->what == ITEM_PAIR || (item->what == ITEM_COMMENT &&
	    k->fold == FOLD_JOIN);
}

size_t
stanza_next(struct stanza_cut *c, const char *p, size_t n, bool last,
    struct stanza_item *item)
{
	size_t	len, whole;

	*item = (struct stanza_item){ .lines = 1, .raw = { .p = p } };
	if (c->kind->names == NAMES_MAIL && (c->body || (n > 0 &&
	    *p != ' ' && *p != '\t')))
		if ((len = stanza_mail(c, p, n, last, item)) != SIZE_MAX)
			return len;
	if (c->kind->names == NAMES_BIBTEX)
		return stanza_bibtex(c, p, n, last, item);
	if (c->kind->names == NAMES_FIELDS ||
	    c->kind->names == NAMES_SEGMENTS)
		return stanza_field(c, p, n, last, item);
	if (c->kind->names == NAMES_PLACES)
		return stanza_place(c, p, n, last, item);
	if (c->kind->names == NAMES_FASTA || c->kind->names == NAMES_FASTQ)
		return stanza_flat(c, p, n, last, item);
	if (!stanza_line(c, p, n, last, &len, &whole))
		return 0;
	item->raw.n = len;
	item->what = stanza_what_is(c->kind, p, len, item);
	item->ends = ends_before(c, item);
	return may_fold(c->kind, item) ? fold(c, p, n, last, len, whole,
	    item) : whole;
}
