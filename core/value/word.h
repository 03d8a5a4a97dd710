/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * word.h - cells that are one of few words, or that have a fixed shape.
 */
#ifndef PS_WORD_H
#define PS_WORD_H

#include "reading.h"

#define N_BOOLS		27		/* vocabulary * 3 + case */
enum {
	BOOLS_ALL	= (1 << N_BOOLS) - 1,
	BOOLS_TOLD	= 1 << 24	/* 1/0: only where the user says so */
};

/* In facts.bools_seen. */
enum { SAW_FALSE = 1 << 0, SAW_TRUE = 1 << 1 };

/* Those of the vocabularies that have the word.  *seen: SAW_... */
uint32_t bool_find(const char *, size_t, uint32_t among, uint32_t *seen);
size_t	bool_render(unsigned vocabulary, bool, char *out);
void	bool_describe(unsigned vocabulary, char *out, size_t size);

/* "Infinity", "-inf": what numbers may come to. */
bool	is_infinite(const char *, size_t, double *);

/*
 * told.c: words that are told to be null tokens.  The word's number, or
 * N_TOLD; its text, or NULL; false if there is no room for one more.
 */
unsigned told_find(const struct null_words *, const char *, size_t);
const char *told_text(const struct null_words *, unsigned);
bool	told_valid(const struct null_words *);

/* The null token that this text is, or N_TOKENS. */
enum token token_find(const char *, size_t);

/* In facts.flags, above those of number.h: letters of hex digits seen. */
enum { HEX_LOWER = 1 << 8, HEX_UPPER = 1 << 9 };
bool	is_uuid(const char *, size_t, uint32_t *letters);
/* IPv4 or IPv6; *canonical: written as everyone writes it. */
bool	is_inet(const char *, size_t, bool *canonical);
/* An object or an array, RFC 8259, nested at most JSON_DEPTH deep. */
#define JSON_DEPTH	256
bool	is_json(const char *, size_t);

/* What is at most so long and starts so may be a token. */
#define TOKEN_LONGEST	4
static inline bool
token_start(char c)
{
	switch (c) {
	case 'N': case 'n': case '#': case '-': case '.': case '?': case '\\':
		return true;
	default:
		return false;
	}
}

static inline bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Blanks off both ends; true if there were any. */
static inline bool
trim(const char **p, size_t *n)
{
	size_t before = *n;

	while (*n > 0 && is_blank(**p)) {
		++*p;
		--*n;
	}
	while (*n > 0 && is_blank((*p)[*n - 1]))
		--*n;
	return *n != before;
}

#endif
