/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_memory.h - what is remembered of a visit and of a site: lines of a word
 * and its value, in ASCII.
 */
#ifndef PS_HTTP_MEMORY_H
#define PS_HTTP_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A text that grows; {0} is an empty one. */
struct memory {
	char	*text;
	size_t	 n, room;
	bool	 failed;		/* no memory: the text is of no use */
};

/* What is not printable ASCII makes a value that is left out; so does NULL. */
void	memory_add(struct memory *, const char *word, const char *value);
void	memory_number(struct memory *, const char *word, int64_t);
/* The rest, after an empty line; other bytes than printable ones as %xx. */
void	memory_rest(struct memory *, const char *, size_t);

/* The value of a word, up to the end of its line; NULL: it has none. */
const char *memory_find(const char *text, const char *word, size_t *n);
/* The same as a copy, or NULL. */
char	*memory_copy(const char *text, const char *word);
int64_t	memory_integer(const char *text, const char *word, int64_t otherwise);
/* What memory_rest() added, or NULL. */
const char *memory_find_rest(const char *text);

#endif
