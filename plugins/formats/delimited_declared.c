/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_declared.c - what a document itself says of how it is written.
 *
 * Spreadsheets: `sep=;`.  Zeek: `#separator \x09` and `#unset_field`, in the
 * lines before the first that is no comment.  W3C: `#Fields:`, and a dash for
 * what there is none of.
 */
#include <strings.h>

#include "delimited_probe.h"

/* `sep=;` in the first line, as spreadsheets write it; else n is 0. */
static struct candidate
spreadsheet_says(const struct ps_sample *s)
{
	struct candidate	 c = { .prior = 1, .handicap = 1 };
	const char		*p = s->text, *e = p + s->length, *start;
	bool			 quoted = p < e && *p == '"';

	p += quoted;
	if (e - p < 6 || strncasecmp(p, "sep=", 4) != 0)
		return c;
	for (start = p += 4; p < e && *p != '\n' && *p != '\r'; p++)
		;
	p -= quoted && p[-1] == '"';
	if (p == start || p - start > MAX_DELIM || (quoted && *p != '"'))
		return c;
	for (const char *q = start; q < p; q++)
		if (*q == '"' || (*q == ' ' && p - start > 1))
			return c;
	c.n = (uint8_t)(p - start);
	memcpy(c.bytes, start, c.n);
	return c;
}

/* The rest of the line at p, if that begins so; else p is NULL. */
static struct ps_slice
after_word(const char *p, const char *e, const char *word)
{
	size_t		n = strlen(word);
	const char	*end = p;

	if ((size_t)(e - p) <= n || strncasecmp(p, word, n) != 0)
		return (struct ps_slice){ .p = NULL };
	while (end < e && *end != '\n' && *end != '\r')
		end++;
	return (struct ps_slice){ .p = p + n, .n = (uint32_t)(end - p - n) };
}

/* `\x09`, or the bytes themselves. */
static void
read_separator(struct judge *j, struct ps_slice c)
{
	char	 text[2 * DIALECT_NAME];
	struct dialect			 d;
	struct delimited_options	 opt = { .delimiter = text };
	const char			*why;

	c = ps_trimmed(c);
	if (c.n == 0 || c.n >= sizeof(text))
		return;
	memcpy(text, c.p, c.n);
	text[c.n] = '\0';
	if (!dialect_parse(&opt, &d, &why) || d.n_delim == 0)
		return;
	j->declared = (struct candidate){ .n = d.n_delim, .prior = 1,
	    .handicap = 1 };
	memcpy(j->declared.bytes, d.delim, d.n_delim);
	j->unquoted = true;
}

/* The delimiter parts the word from what it says, or a blank does. */
static struct ps_slice
without_delim(const struct judge *j, struct ps_slice c)
{
	if (c.n > j->declared.n && memcmp(c.p, j->declared.bytes,
	    j->declared.n) == 0) {
		c.p += j->declared.n;
		c.n -= j->declared.n;
	}
	return ps_trimmed(c);
}

void
declared_find(struct judge *j)
{
	const struct ps_sample	*s = j->s;
	const char		*p = s->text, *e = p + s->length;
	struct ps_slice		 c;

	j->unquoted = false;
	j->from = 0;
	j->attributes = 0;
	j->comment = '#';
	j->null = (struct ps_slice){ .n = 0 };
	j->declared = spreadsheet_says(s);
	arff_find(j);
	while (p < e && *p == '#') {
		if ((c = after_word(p, e, "#separator ")).p != NULL)
			read_separator(j, c);
		else if (j->declared.n > 0 &&
		    (c = after_word(p, e, "#unset_field")).p != NULL)
			j->null = without_delim(j, c);
		else if (after_word(p, e, "#Fields:").p != NULL)
			j->null = (struct ps_slice){ .p = "-", .n = 1 };
		while (p < e && *p != '\n' && *p != '\r')
			p++;
		while (p < e && (*p == '\n' || *p == '\r'))
			p++;
	}
}

/*
 * Does every backslash stand before what databases put it before, and some
 * before a letter that is a tab or a line end then?  `C:\temp` says no.
 */
bool
letters_find(const struct judge *j)
{
	const char	*text = j->s->text, *p = text;
	const char	*end = p + j->s->length;
	uint32_t	 n = 0;

	if (j->best.d.n_delim != 1 || j->best.d.delim[0] != '\t' ||
	    j->best.d.runs || j->best.quoted > 0)
		return false;
	while ((p = memchr(p, '\\', (size_t)(end - p))) != NULL &&
	    p + 1 < end) {
		if (memchr("tnrbfv0NZ\\'\"\n\t", p[1], 14) == NULL ||
		    (p > text && p[-1] == ':' && p[1] != '\\'))
			return false;
		n += memchr("tnr\\", p[1], 4) != NULL;
		p += 2;
	}
	return n >= 2;
}

/* A cell that is nothing but \N: databases write NULL so, and nobody else. */
void
null_find(struct judge *j)
{
	const struct dialect	*d = &j->best.d;
	const char		*text = j->s->text, *p = text;
	const char		*end = p + j->s->length;

	if (j->s->scan->histogram['\\'] == 0)
		return;
	while (j->null.n == 0 && (p = memmem(p, (size_t)(end - p), "\\N", 2)) !=
	    NULL) {
		bool	starts = p == text || p[-1] == '\n' || p[-1] == '\r' ||
			    (d->n_delim > 0 && p[-1] ==
			    d->delim[d->n_delim - 1]);

		p += 2;
		if (starts && p < end && (*p == '\n' || *p == '\r' ||
		    (d->n_delim > 0 && *p == d->delim[0])))
			j->null = (struct ps_slice){ .p = p - 2, .n = 2 };
	}
}
