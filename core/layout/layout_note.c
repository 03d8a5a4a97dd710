/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * layout_note.c - lines of text that stand below a table, cut into cells as
 * if they were rows.
 */
#include <strings.h>

#include "layout_impl.h"

/* Long, ended like a sentence, or begun like a note. */
static bool
reads_like_note(const struct ps_slice *c)
{
	static const char *const	starts[] = {
		"note", "source", "*", "(", "\xc2\xa9"
	};
	char				last = c->p[c->n - 1];

	if (c->n > 40 || last == '.' || last == ':')
		return true;
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		size_t	n = strlen(starts[i]);

		if (c->n >= n && strncasecmp(c->p, starts[i], n) == 0)
			return true;
	}
	return false;
}

/*
 * `1|A long sentence` or `Notes:|text` in a table of more columns.  Notes are
 * counted from 1: without a blank line before it, `25|Long name` is a row.
 */
static bool
is_marked_note(const struct ps_slice *c, uint32_t n, uint32_t k,
    bool after_blank)
{
	if (k < 4 || n < 2 || c[0].n == 0 || c[1].n == 0)
		return false;
	for (uint32_t i = 2; i < n; i++)
		if (c[i].n > 0)
			return false;
	if (c[0].n > 1 && c[0].p[c[0].n - 1] == ':')
		return reads_like_note(&c[0]) && !is_digit(*c[1].p);
	return c[0].n <= 2 && c[1].n > 20 && (after_blank ||
	    (c[0].n == 1 && *c[0].p == '1')) &&
	    memchr(c[1].p, ' ', c[1].n) != NULL;
}

/* Nothing in any of the cells, not even quotes around it. */
static bool
is_empty(const struct ps_slice *c, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (c[i].n > 0 || (c[i].flags & PS_QUOTED) != 0)
			return false;
	return true;
}

/*
 * Its one cell stands first, and there are fewer cells than there should be,
 * or it comes after a blank line, or it reads like a note.
 */
bool
layout_is_note(const struct ps_slice *c, uint32_t n, uint32_t k,
    bool after_blank)
{
	if (is_empty(c, n) || is_marked_note(c, n, k, after_blank))
		return true;
	if (c[0].n == 0 || (n > 1 && k < 3))
		return false;
	for (uint32_t i = 1; i < n; i++)
		if (c[i].n > 0)
			return false;
	return n < k || after_blank || reads_like_note(&c[0]);
}
