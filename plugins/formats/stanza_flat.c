/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza_flat.c - sequences: FASTA and FASTQ.
 *
 * A line of these has its place and no name, so a step says what comes next.
 * Sources: NCBI, "FASTA format"; Cock et al. 2010 (FASTQ), four lines each.
 */
#include <string.h>

#include "stanza.h"

enum { AT_ID, AT_TEXT, AT_SEQUENCE, AT_PLUS, AT_QUALITY };

/* A value of this name; it and all up to `bytes` are taken. */
static size_t
value(struct stanza_item *item, const char *key, const char *p, size_t from,
    size_t n, size_t bytes, uint32_t lines)
{
	item->what = ITEM_PAIR;
	item->key = (struct stanza_text){ .p = key, .n = strlen(key) };
	item->value = (struct stanza_text){ .p = p + from, .n = n };
	item->raw = (struct stanza_text){ .p = p, .n = from + n };
	item->lines = lines;
	return bytes;
}

/* The first line of a record: its name, then what is said of it. */
static size_t
head(struct stanza_cut *c, const char *p, size_t len, size_t whole,
    struct stanza_item *item)
{
	size_t	n = 1;

	if (c->step == AT_TEXT) {
		c->step = AT_SEQUENCE;
		return value(item, "description", p, 0, len, whole, 1);
	}
	while (n < len && p[n] != ' ' && p[n] != '\t')
		n++;
	item->ends = true;
	c->step = n < len ? AT_TEXT : AT_SEQUENCE;
	return value(item, "id", p, 1, n - 1, n < len ? n : whole,
	    n == len);
}

/* Letters of nucleotides or amino acids, gaps and stops. */
static bool
is_sequence(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (((p[i] | 0x20) < 'a' || (p[i] | 0x20) > 'z') &&
		    p[i] != '-' && p[i] != '*' && p[i] != '.')
			return false;
	return true;
}

/* Lines up to the next record; SIZE_MAX: its end is not in sight. */
static size_t
lines_up_to(const struct stanza_cut *c, const char *p, size_t n, bool last,
    uint32_t *lines)
{
	size_t	at = 0, len, whole;

	for (; at < n && p[at] != '>'; at += whole, ++*lines) {
		if (!stanza_line(c, p + at, n - at, last, &len, &whole))
			return SIZE_MAX;
		if (!is_sequence(p + at, len))
			return at;
	}
	return at < n || last ? at : SIZE_MAX;
}

static size_t
fasta_sequence(struct stanza_cut *c, const char *p, size_t n, bool last,
    struct stanza_item *item)
{
	uint32_t	lines = 0;
	size_t		end = lines_up_to(c, p, n, last, &lines);

	if (end == SIZE_MAX)
		return 0;
	c->step = AT_ID;
	if (end == 0)
		return SIZE_MAX;
	return value(item, "sequence", p, 0, end, end, lines);
}

static size_t
fastq_line(struct stanza_cut *c, const char *p, size_t len, size_t whole,
    struct stanza_item *item)
{
	if (c->step == AT_PLUS && (len == 0 || *p != '+'))
		c->step = AT_ID;	/* of more lines: it is not read */
	if (c->step == AT_PLUS) {
		c->step = AT_QUALITY;
		item->what = ITEM_RULE;
		return whole;
	}
	if (c->step == AT_ID) {
		item->what = ITEM_OTHER;
		return whole;
	}
	if (c->step == AT_QUALITY) {
		c->step = AT_ID;
		return value(item, "quality", p, 0, len, whole, 1);
	}
	if (!is_sequence(p, len)) {
		c->step = AT_ID;
		item->what = ITEM_OTHER;
		return whole;
	}
	c->step = AT_PLUS;
	return value(item, "sequence", p, 0, len, whole, 1);
}

size_t
stanza_flat(struct stanza_cut *c, const char *p, size_t n, bool last,
    struct stanza_item *item)
{
	bool	fasta = c->kind->names == NAMES_FASTA;
	size_t	len, whole;

	if (fasta && c->step == AT_SEQUENCE && n > 0 && *p != '>') {
		len = fasta_sequence(c, p, n, last, item);
		if (len != SIZE_MAX)
			return len;
	}
	if (!stanza_line(c, p, n, last, &len, &whole))
		return 0;
	item->raw.n = len;
	if (c->step == AT_TEXT || (len > 1 && *p == (fasta ? '>' : '@') &&
	    (fasta || c->step == AT_ID)))
		return head(c, p, len, whole, item);
	if (len == 0 && c->step == AT_ID) {
		item->what = ITEM_BLANK;
		return whole;
	}
	if (!fasta)
		return fastq_line(c, p, len, whole, item);
	item->what = ITEM_OTHER;
	return whole;
}
