/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * layout_summary.c - rows that speak of other rows: group lines and totals.
 *
 * They stay rows; they only do not count as the first or last line of data.
 */
#include <string.h>

#include "layout_impl.h"

enum { WORD_MAX = 12, LABEL_MAX = 80 };

static const char *const total_words[] = {
	"total", "totals", "subtotal", "sum", "summe", "gesamt", "insgesamt",
	"totale", "somme", "totaal", "suma", "celkem", NULL
};

/* Those that are read as such only where sums agree. */
static const char *const more_words[] = {
	"gesamtsumme", "endsumme", "zwischensumme", "subtotals", "razem",
	"overall", "ensemble", "totaux", "totales", "yhteens\xc3\xa4",
	"\xc3\xb6sszesen",
	"\xd0\xb8\xd1\x82\xd0\xbe\xd0\xb3\xd0\xbe",
	"\xd0\x98\xd1\x82\xd0\xbe\xd0\xb3\xd0\xbe",
	"\xd0\x98\xd0\xa2\xd0\x9e\xd0\x93\xd0\x9e",
	"\xd0\x92\xd1\x81\xd0\xb5\xd0\xb3\xd0\xbe", NULL
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

static bool
is_word(const char *const *words, const char *p, uint32_t n)
{
	for (; *words != NULL; words++)
		if (strlen(*words) == n && strncasecmp(*words, p, n) == 0)
			return true;
	return false;
}

/* One of the words is among others: `Grand total`, `Summe 2007 in EUR`. */
static bool
has_total_word(const struct ps_slice *c)
{
	uint32_t	at = 0, n;

	while (at < c->n) {
		for (n = 0; at + n < c->n && (is_letter(c->p[at + n]) ||
		    (c->p[at + n] & 0x80) != 0); n++)
			continue;
		if (n > 2 && (is_word(total_words, c->p + at, n) ||
		    is_word(more_words, c->p + at, n)))
			return true;
		at += n + (n == 0);
	}
	return false;
}

/* The first cell with something in it is the label. */
bool
names_total(const struct ps_slice *c, uint32_t n)
{
	uint32_t	i = 0;

	while (i < n && c[i].n == 0)
		i++;
	return i < n && c[i].n <= LABEL_MAX && has_total_word(&c[i]);
}

/* A total that opens a table is its first line of data. */
enum ps_summary
layout_summary(const struct ps_slice *cells, uint32_t n, bool begun)
{
	if (is_group(cells, n))
		return PS_SUMMARY_GROUP;
	if (begun && n > 1 && cells[0].n > 0 && is_letter(cells[0].p[0]) &&
	    says_total(&cells[0]))
		return PS_SUMMARY_TOTAL;
	return PS_SUMMARY_NONE;
}
