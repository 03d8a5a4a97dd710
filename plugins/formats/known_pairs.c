/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * known_pairs.c - key=value: each key is a column.
 *
 * Values may stand in double quotes; what stands in single ones is more pairs,
 * as in records of auditd, which also parts some by a control character.
 */
#include <string.h>

#include "known.h"

static bool
is_key(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26 || c == '_' ||
	    (unsigned char)(c - '0') < 10 || c == '-' || c == '.';
}

static bool
parts(char c)
{
	return c == ' ' || c == '\t' || c == '\x1d' || c == ',';
}

static size_t
key_length(const char *p, const char *end)
{
	size_t	n = 0;

	while (p + n < end && n < LONGEST_KEY && is_key(p[n]))
		n++;
	return n > 0 && p + n < end && p[n] == '=' ? n : 0;
}

uint16_t
known_free_column(struct known_log *log, const char *key, size_t n,
    const struct known_match *m)
{
	uint32_t	before = log->n_columns;
	uint16_t	at = known_column(log, key, n);
	char		name[LONGEST_KEY + 2];

	memcpy(name, key, n);
	name[n] = '_';
	for (char c = '2'; at < before && m->set[at] && c <= '9'; c++) {
		name[n + 1] = c;
		before = log->n_columns;
		at = known_column(log, name, n + 2);
	}
	return at < before && m->set[at] ? NO_COLUMN : at;
}

/* False: there is no room for it. */
static bool
set(struct known_log *log, const char *key, size_t n, const char *p,
    size_t length, struct known_match *m)
{
	uint16_t	at = known_free_column(log, key, n, m);

	if (at == NO_COLUMN)
		return false;
	m->cells[at] = (struct ps_slice){ .p = p, .n = (uint32_t)length };
	m->set[at] = true;
	return true;
}

/* The end of the value at p. */
static const char *
value_end(const char *p, const char *end)
{
	while (p < end && !parts(*p) && *p != '\'')
		p++;
	return p;
}

/* One pair at *p, which moves on; false: it is none. */
static bool
next_pair(struct known_log *log, const char **p, const char *end,
    struct known_match *m)
{
	const char	*key = *p, *from, *to;
	size_t		 n = key_length(key, end);

	if (n == 0) {
		*p = value_end(key, end);
		*p += *p == key;
		return false;
	}
	from = key + n + 1;
	if (from < end && *from == '\'') {
		*p = from + 1;
		return true;
	}
	if (from < end && *from == '"' && (to = memchr(from + 1, '"',
	    (size_t)(end - from - 1))) != NULL) {
		*p = to + 1;
		return set(log, key, n, from + 1, (size_t)(to - from - 1), m);
	}
	*p = to = value_end(from, end);
	return set(log, key, n, from, (size_t)(to - from), m);
}

bool
known_pairs(struct known_log *log, const char *p, size_t n,
    struct known_match *m)
{
	const char	*end = p + n;
	bool		 whole = true;

	while (p < end) {
		if (parts(*p) || *p == '\'')
			p++;
		else
			whole &= next_pair(log, &p, end, m);
	}
	return whole;
}

bool
known_pair(struct known_log *log, const char *p, size_t n,
    struct known_match *m)
{
	const char	*end = p + n;
	size_t		 key = key_length(p, end);

	return key > 0 && set(log, p, key, p + key + 1, n - key - 1, m);
}
