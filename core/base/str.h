/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * str.h - small questions about text that the C library leaves to the locale,
 * and how foreign text is shown to people.
 */
#ifndef PS_STR_H
#define PS_STR_H

#include "polyscraper.h"

struct buf;

/* The name in the list (NULL ends it) that is nearest to `word`, or NULL if */
/* none is near (edit distance over a third of its length). */
const char *nearest(const char *word, const char *const *list);
unsigned edit_distance(const char *, const char *);

/* Glob: * within a part, ** across parts, ? one byte, [a-z] a class. */
bool	glob_match(const char *pattern, const char *text);

/* Whether a part of the path is what systems leave behind: .git, ._x ... */
bool	path_is_junk(const char *path);

/* n bytes for a message: control bytes, invalid UTF-8 and direction marks */
/* escaped, at most `max` bytes, '...' behind what was cut. */
void	show(struct buf *, const char *p, size_t n, size_t max);
/* The same into one of eight static buffers, for a single message. */
const char *shown(const char *p, size_t n);
const char *shown_str(const char *);

/* Bytes, thousands and seconds for people: "1.2 GB", "12,345", "3.4 s". */
const char *human_bytes(double, char out[32]);
const char *human_count(uint64_t, char out[32]);
const char *human_time(double, char out[32]);

static inline bool
is_digit(int c)
{
	return c >= '0' && c <= '9';
}

bool	is_alpha(int), is_alnum(int), is_space(int);
int	to_lower(int), to_upper(int);
bool	parse_int(const char *p, size_t n, int64_t *out);	/* all of it */
bool	parse_size(const char *, int64_t *out);	/* 64k 4M 1G */
size_t	utf8_valid(const char *p, size_t n);	/* bytes valid from p on */
/* The code point at p (n > 0 bytes left) and its length; 0xFFFD, 1 if bad. */
size_t	utf8_decode(const char *p, size_t n, uint32_t *code);
/* At most max bytes of s, cut before a character, not within one. */
size_t	utf8_cut(const char *, size_t n, size_t max);

#endif
