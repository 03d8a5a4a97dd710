/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * str.c - characters and numbers by ASCII's rules, whatever the locale is,
 * and the nearest word for a misspelt one.
 */
#include <string.h>

#include "str.h"

#define WORD_MAX	63	/* longer words have no near ones */

bool
is_alpha(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool
is_alnum(int c)
{
	return is_alpha(c) || is_digit(c);
}

bool
is_space(int c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

int
to_lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

int
to_upper(int c)
{
	return c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c;
}

bool
parse_int(const char *p, size_t n, int64_t *out)
{
	bool	minus = n > 0 && *p == '-';
	size_t	i = n > 0 && (*p == '-' || *p == '+');
	int64_t	value = 0;

	if (i == n)
		return false;
	for (; i < n; i++) {
		int	digit = p[i] - '0';

		if (!is_digit(p[i]) ||
		    __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, minus ? -digit : digit,
		    &value))
			return false;
	}
	*out = value;
	return true;
}

bool
parse_size(const char *s, int64_t *out)
{
	static const char	units[] = "kmgt";
	size_t			n = strlen(s);
	const char		*unit;
	int64_t			value;
	int			shift = 0;

	if (n > 1 && to_lower(s[n - 1]) == 'b')
		n--;
	if (n > 1 && s[n - 1] == 'i')
		n--;
	if (n > 1 && (unit = strchr(units, to_lower(s[n - 1]))) != NULL) {
		shift = 10 * (int)(unit - units + 1);
		n--;
	} else if (s[n] == 'i') {
		return false;
	}
	if (!parse_int(s, n, &value) || value < 0 ||
	    value > INT64_MAX >> shift)
		return false;
	*out = value << shift;
	return true;
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/*
 * Insertions, deletions, replacements and swaps of neighbours, each at 1,
 * ignoring case.
 */
unsigned
edit_distance(const char *a, const char *b)
{
	unsigned	rows[3][WORD_MAX + 1];
	size_t		n = strlen(a), m = strlen(b), i, j;

	if (n > WORD_MAX || m > WORD_MAX)
		return strcmp(a, b) == 0 ? 0 : (unsigned)-1;
	for (j = 0; j <= m; j++)
		rows[0][j] = (unsigned)j;
	for (i = 1; i <= n; i++) {
		unsigned	*row = rows[i % 3], *up = rows[(i + 2) % 3];
		unsigned	*two = rows[(i + 1) % 3];

		row[0] = (unsigned)i;
		for (j = 1; j <= m; j++) {
			int	x = to_lower(a[i - 1]), y = to_lower(b[j - 1]);

			row[j] = least(least(up[j], row[j - 1]) + 1,
			    up[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == to_lower(b[j - 2]) &&
			    y == to_lower(a[i - 2]))
				row[j] = least(row[j], two[j - 2] + 1);
		}
	}
	return rows[n % 3][m];
}

#define BEGINS_LEAST	4u	/* bytes that say what is meant */

/* One of them begins with the other: quotechar for quote. */
static bool
begins_alike(const char *a, const char *b)
{
	size_t	x = strlen(a), y = strlen(b), n = x < y ? x : y;

	return n >= BEGINS_LEAST && strncmp(a, b, n) == 0;
}

const char *
nearest(const char *word, const char *const *list)
{
	const char		*best = NULL;
	const char *const	*all = list;
	unsigned		 distance, bound;

	bound = (unsigned)least((unsigned)strlen(word), WORD_MAX) / 3 + 1;
	for (; *list != NULL; list++) {
		distance = edit_distance(word, *list);
		if (distance < bound) {
			bound = distance;
			best = *list;
		}
	}
	for (; best == NULL && *all != NULL; all++)
		if (begins_alike(word, *all))
			best = *all;
	return best;
}
