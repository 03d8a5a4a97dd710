/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * word.c - truth values and null tokens: which words they are.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "word.h"

const char *const token_text[N_TOKENS] = {
	"", "NULL", "null", "NA", "N/A", "#N/A", "NaN", "nan", "None", "none",
	"nil", "-", "--", ".", "?", "\\N", "n/a", "Null", "na", "..", "..."
};

static const char *const vocabularies[N_BOOLS / 3][2] = {
	{ "false", "true" }, { "no", "yes" }, { "f", "t" }, { "n", "y" },
	{ "nein", "ja" }, { "non", "oui" }, { "off", "on" }, { "no", "si" },
	{ "0", "1" }
};

/* Case 0: true, 1: True, 2: TRUE. */
static char
cased(char c, unsigned letters, size_t i)
{
	bool upper = letters == 2 || (letters == 1 && i == 0);

	return upper ? (char)(c & ~0x20) : c;
}

static bool
is_word(const char *p, size_t n, const char *word, unsigned letters)
{
	for (size_t i = 0; i < n; i++)
		if (word[i] == '\0' || p[i] != cased(word[i], letters, i))
			return false;
	return word[n] == '\0';
}

uint32_t
bool_find(const char *p, size_t n, uint32_t among, uint32_t *seen)
{
	uint32_t found = 0;

	*seen = 0;
	if (n == 0 || n > 5)
		return 0;
	for (; among != 0; among &= among - 1) {
		unsigned i = (unsigned)__builtin_ctz(among);
		const char *const *words = vocabularies[i / 3];
		bool is_true = is_word(p, n, words[1], i % 3);

		if (!is_true && !is_word(p, n, words[0], i % 3))
			continue;
		found |= (uint32_t)1 << i;
		*seen |= is_true ? SAW_TRUE : SAW_FALSE;
	}
	return found;
}

size_t
bool_render(unsigned vocabulary, bool value, char *out)
{
	const char *word = vocabularies[vocabulary / 3][value];
	size_t n = strlen(word);

	for (size_t i = 0; i < n; i++)
		out[i] = cased(word[i], vocabulary % 3, i);
	return n;
}

void
bool_describe(unsigned vocabulary, char *out, size_t size)
{
	char yes[8], no[8];
	size_t n = bool_render(vocabulary, true, yes);

	snprintf(out, size, "%.*s/%.*s", (int)n, yes,
	    (int)bool_render(vocabulary, false, no), no);
}

bool
is_infinite(const char *p, size_t n, double *v)
{
	static const char *const words[] = { "inf", "infinity" };
	bool minus = n > 0 && *p == '-';

	if (minus || (n > 0 && *p == '+')) {
		p++;
		n--;
	}
	*v = minus ? -INFINITY : INFINITY;
	for (unsigned i = 0; n >= 3 && n <= 8 && i < 6; i++)
		if (is_word(p, n, words[i / 3], i % 3))
			return true;
	return false;
}

#define WORD(a, b, c, d)						\
	((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 |	\
	    (uint32_t)(d) << 24)

static enum token
token_of(uint32_t word)
{
	switch (word) {
	case 0:				return TOKEN_EMPTY;
	case WORD('N', 'U', 'L', 'L'):	return TOKEN_NULL;
	case WORD('n', 'u', 'l', 'l'):	return TOKEN_NULL_LOWER;
	case WORD('N', 'A', 0, 0):	return TOKEN_NA;
	case WORD('N', '/', 'A', 0):	return TOKEN_N_A;
	case WORD('#', 'N', '/', 'A'):	return TOKEN_HASH_N_A;
	case WORD('N', 'a', 'N', 0):	return TOKEN_NAN;
	case WORD('n', 'a', 'n', 0):	return TOKEN_NAN_LOWER;
	case WORD('N', 'o', 'n', 'e'):	return TOKEN_NONE;
	case WORD('n', 'o', 'n', 'e'):	return TOKEN_NONE_LOWER;
	case WORD('n', 'i', 'l', 0):	return TOKEN_NIL;
	case WORD('-', 0, 0, 0):	return TOKEN_DASH;
	case WORD('-', '-', 0, 0):	return TOKEN_DASHES;
	case WORD('.', 0, 0, 0):	return TOKEN_DOT;
	case WORD('?', 0, 0, 0):	return TOKEN_QUESTION;
	case WORD('\\', 'N', 0, 0):	return TOKEN_BACKSLASH_N;
	case WORD('n', '/', 'a', 0):	return TOKEN_N_A_LOWER;
	case WORD('N', 'u', 'l', 'l'):	return TOKEN_NULL_TITLE;
	case WORD('n', 'a', 0, 0):	return TOKEN_NA_LOWER;
	case WORD('.', '.', 0, 0):	return TOKEN_DOTS;
	case WORD('.', '.', '.', 0):	return TOKEN_ELLIPSIS;
	default:			return N_TOKENS;
	}
}

enum token
token_find(const char *p, size_t n)
{
	uint32_t word = 0;
	enum token t;

	if (n > TOKEN_LONGEST)
		return N_TOKENS;
	for (size_t i = 0; i < n; i++)
		word |= (uint32_t)(uint8_t)p[i] << 8 * i;
	t = token_of(word);
	/* a NUL in the cell is no end */
	return t < N_TOKENS && strlen(token_text[t]) == n ? t : N_TOKENS;
}
