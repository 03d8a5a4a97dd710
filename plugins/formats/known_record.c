/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * known_record.c - which lines make a record.
 *
 * Lines that go on with a cell stand right behind it, so that the cell only
 * becomes longer.  A further line is part of the record if it says nothing
 * else of what both have, such as the process.
 */
#include <string.h>

#include "known.h"

static bool
is_same(const struct ps_slice *a, const struct ps_slice *b)
{
	return a->n == b->n && memcmp(a->p, b->p, a->n) == 0;
}

/* A key that comes again in a record goes into a column of its own. */
static bool
again(struct known *k, uint32_t i)
{
	const char	*name = k->log.columns[i].name;
	uint16_t	 at = NO_COLUMN;

	if (k->log.grows && strlen(name) <= LONGEST_KEY)
		at = known_free_column(&k->log, name, strlen(name), k->record);
	if (at == NO_COLUMN)
		return false;
	k->next->cells[at] = k->next->cells[i];
	k->next->set[at] = true;
	k->next->set[i] = false;
	return true;
}

/* Whether it says something new, and nothing else of what both have. */
static bool
is_more(struct known *k)
{
	const struct known_match	*r = k->record, *m = k->next;
	uint32_t			 n = k->log.n_columns;
	bool				 fresh = false;

	for (uint32_t i = 0; i < n; i++) {
		if (!m->set[i])
			continue;
		fresh |= !r->set[i];
		if (r->set[i] && (k->log.grows ||
		    !is_same(&r->cells[i], &m->cells[i]))) {
			if (!again(k, i))
				return false;
			fresh = true;
		}
	}
	return fresh;
}

/* The cells of a further line; false if it is none of this record. */
static bool
add_more(struct known *k)
{
	struct known_match	*r = k->record, *m = k->next;

	if (!is_more(k))
		return false;
	for (uint32_t i = 0; i < k->log.n_columns; i++)
		if (m->set[i]) {
			r->cells[i] = m->cells[i];
			r->set[i] = true;
		}
	r->tail = m->tail;
	r->tail_kind = m->tail_kind;
	return true;
}

/* The last cell reaches to the end of this line. */
static void
extend(struct known *k, const char *p, size_t n)
{
	struct ps_slice	*c = &k->record->cells[k->record->tail];

	if (c->n == 0)
		c->p = p;
	c->n = (uint32_t)(p + n - c->p);
	c->type = PS_TEXT;
}

/* Whether the line that was looked at is part of the record. */
static bool
belongs(struct known *k, enum known_line what, const char *p, size_t n)
{
	const struct known_match	*r = k->record;

	if (what == LINE_MORE)
		return add_more(k);
	if (r->tail == NO_COLUMN || (what != LINE_FOLDED &&
	    (what != LINE_OTHER || r->tail_kind != KIND_LINES)))
		return false;
	extend(k, p, n);
	return true;
}

size_t
known_line_length(const struct known *k, const char *p, size_t n, bool last,
    size_t *whole)
{
	const char	*e = memchr(p, k->end, n);
	size_t		 len = e != NULL ? (size_t)(e - p) : n;

	if (e == NULL && !last)
		return SIZE_MAX;
	*whole = len + (e != NULL);
	return len > 0 && k->end == '\n' && p[len - 1] == '\r' ? len - 1 : len;
}

/* Blank lines belong to the record if something behind them does. */
size_t
known_record(struct known *k, const char *p, size_t n, size_t first, bool last,
    uint32_t *lines)
{
	size_t		at = first, used = first, len, whole;
	uint32_t	seen = 1;
	enum known_line	what;

	k->ready = false;
	for (*lines = 1; at < n; at += whole) {
		len = known_line_length(k, p + at, n - at, last, &whole);
		if (len == SIZE_MAX)
			return 0;
		what = known_line(&k->log, p + at, len, k->next);
		seen++;
		if (what == LINE_BLANK)
			continue;
		if (!belongs(k, what, p + at, len)) {
			k->ready = what == LINE_RECORD && used == at;
			return used;
		}
		used = at + whole;
		*lines = seen;
	}
	return last ? used : 0;
}
