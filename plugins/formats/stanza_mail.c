/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza_mail.c - mails, one after the other: head, blank line, body.
 *
 * A line "From " behind a blank one, with a time in it, begins the next (RFC
 * 4155); what is not so is text of the body.
 */
#include <string.h>

#include "stanza.h"

/* "From ada@x.org Mon Jan  1 10:00:00 2024" */
static bool
is_from(const char *p, size_t n)
{
	size_t	digits = 0;

	if (n < 14 || memcmp(p, "From ", 5) != 0 ||
	    memchr(p, ':', n) == NULL)
		return false;
	for (size_t i = n; i > n - 5; i--)
		digits += p[i - 1] >= '0' && p[i - 1] <= '9';
	return digits >= 4;
}

/* Where the body ends: at such a line, or SIZE_MAX: not in sight. */
static size_t
body_end(const struct stanza_cut *c, const char *p, size_t n, bool last,
    uint32_t *lines)
{
	size_t	at = 0, len, whole;
	bool	blank = true;

	for (; at < n; at += whole, ++*lines) {
		if (!stanza_line(c, p + at, n - at, last, &len, &whole))
			return SIZE_MAX;
		if (blank && is_from(p + at, len))
			return at;
		blank = len == 0;
	}
	return last ? n : SIZE_MAX;
}

static size_t
body(struct stanza_cut *c, const char *p, size_t n, bool last,
    struct stanza_item *item)
{
	uint32_t	lines = 0;
	size_t		end = body_end(c, p, n, last, &lines);

	if (end == SIZE_MAX)
		return 0;
	c->body = false;
	if (end == 0)
		return SIZE_MAX;
	item->what = ITEM_PAIR;
	item->key = (struct stanza_text){ .p = "body", .n = 4 };
	item->value = (struct stanza_text){ .p = p, .n = end };
	item->raw = item->value;
	item->lines = lines;
	item->plain = true;
	return end;
}

size_t
stanza_mail(struct stanza_cut *c, const char *p, size_t n, bool last,
    struct stanza_item *item)
{
	size_t	len, whole;

	if (c->body)
		return body(c, p, n, last, item);
	if (!stanza_line(c, p, n, last, &len, &whole))
		return 0;
	item->raw.n = len;
	if (len == 0) {
		item->what = ITEM_BLANK;
		c->body = c->head;
		c->head = false;
		return whole;
	}
	c->head = true;
	if (!is_from(p, len))
		return SIZE_MAX;
	item->what = ITEM_PAIR;
	item->key = (struct stanza_text){ .p = "_from", .n = 5 };
	item->value = (struct stanza_text){ .p = p + 5, .n = len - 5 };
	item->ends = item->plain = true;
	return whole;
}
