/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * layout_units.c - the record below a header that says what each column is
 * counted in: `,(1000),(dollars)` or `Unit indicator,percent,percent`.
 */
#include <string.h>
#include <strings.h>

#include "layout_impl.h"

/* Lower case; plurals end in s. */
static const char *const unit_words[] = {
	"%", "bn", "cm", "day", "dollar", "euro", "g", "ha", "hour", "kg",
	"km", "km2", "kwh", "l", "m", "m2", "mile", "million", "mm", "month",
	"number", "percent", "pound", "rate", "thousand", "ton", "tonne",
	"year", NULL
};

/* 1,000 or 1000000 or 000: by what the cells are to be multiplied. */
static bool
is_multiplier(const char *p, size_t n)
{
	size_t	zeros = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] == '0')
			zeros++;
		else if (p[i] != ',' && p[i] != '.' && p[i] != ' ' &&
		    p[i] != '\'' && (p[i] != '1' || i > 0))
			return false;
	}
	return zeros >= 3;
}

/* A word of small letters is in it: (dollars), not (B) or (NA). */
static bool
has_word(const char *p, size_t n)
{
	size_t	run = 0;

	for (size_t i = 0; i < n; i++) {
		run = p[i] >= 'a' && p[i] <= 'z' ? run + 1 : 0;
		if (run == 2)
			return true;
	}
	return n == 1 && (*p == '%' || *p == '$');
}

static bool
in_brackets(struct ps_slice c)
{
	char	close = c.n < 3 ? '\0' : *c.p == '(' ? ')' :
		    *c.p == '[' ? ']' : '\0';

	if (close == '\0' || c.p[c.n - 1] != close ||
	    memchr(c.p, close, c.n - 1) != NULL)
		return false;
	return is_multiplier(c.p + 1, c.n - 2) || has_word(c.p + 1, c.n - 2);
}

static bool
is_unit_word(struct ps_slice c)
{
	for (const char *const *w = unit_words; *w != NULL; w++) {
		size_t	n = strlen(*w);

		if ((c.n == n || (c.n == n + 1 && (c.p[n] | 0x20) == 's')) &&
		    strncasecmp(c.p, *w, n) == 0)
			return true;
	}
	return false;
}

bool
says_unit(const struct ps_slice *cell)
{
	struct ps_slice	c = ps_trimmed(*cell);

	return c.n >= 4 && strncasecmp(c.p, "unit", 4) == 0 &&
	    (c.n == 4 || is_blank(c.p[4]) || c.p[4] == ':' ||
	    ((c.p[4] | 0x20) == 's' && (c.n == 5 || is_blank(c.p[5]) ||
	    c.p[5] == ':')));
}

bool
is_units_line(const struct ps_record *l)
{
	uint32_t	n = 0;
	bool		told;

	if (l->kind != PS_RECORD_CELLS || l->n < 2 || l->filled == 0)
		return false;
	told = says_unit(&l->cells[0]);
	if (!told && l->looks[0] != PS_LOOK_EMPTY &&
	    !in_brackets(ps_trimmed(l->cells[0])))
		return false;
	for (uint32_t c = 1; c < l->n; c++) {
		struct ps_slice	cell = ps_trimmed(l->cells[c]);

		if (cell.n == 0)
			continue;
		if (!in_brackets(cell) && !(told && is_unit_word(cell)))
			return false;
		n++;
	}
	return n > 0;
}
