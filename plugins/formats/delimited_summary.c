/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_summary.c - rows that speak of other rows: group lines and totals.
 *
 * They stay rows; they only do not count as the first or last line of data.
 */
#include <string.h>

#include "delimited.h"

enum { WORD_MAX = 12 };

static const char *const total_words[] = {
	"total", "totals", "subtotal", "sum", "summe", "gesamt", "insgesamt",
	"totale", "somme", "totaal", "suma", "celkem", NULL
};

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/*
 * One of the words and no other: `Total`, `TOTAL 2007`, `Total:`, but not
 * `Total expenditure`, which is a label like any.
 */
static bool
says_total(const struct ps_slice *c)
{
	char		word[WORD_MAX + 1];
	uint32_t	n = 0, from = 0;

	while (from < c->n && c->p[from] == ' ')
		from++;
	while (from + n < c->n && n < WORD_MAX && is_letter(c->p[from + n])) {
		word[n] = (char)(c->p[from + n] | 0x20);
		n++;
	}
	if (n < 3)
		return false;
	for (uint32_t i = from + n; i < c->n; i++)
		if (is_letter(c->p[i]) || (c->p[i] & 0x80) != 0)
			return false;
	word[n] = '\0';
	for (const char *const *w = total_words; *w != NULL; w++)
		if (strcmp(word, *w) == 0)
			return true;
	return false;
}

/* One cell is filled, and it is the first: the name of what follows. */
static bool
is_group(const struct ps_slice *c, uint32_t n)
{
	if (n < 3 || c[0].n == 0)
		return false;
	for (uint32_t i = 1; i < n; i++)
		if (c[i].n > 0)
			return false;
	return true;
}

/* A total that opens a table is its first line of data. */
bool
is_summary(const struct ps_slice *cells, uint32_t n, bool begun)
{
	return is_group(cells, n) || (begun && n > 1 && cells[0].n > 0 &&
	    is_letter(cells[0].p[0]) && says_total(&cells[0]));
}
