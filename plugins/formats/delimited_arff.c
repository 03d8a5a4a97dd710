/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_arff.c - ARFF: comma-separated rows below lines that name their
 * columns, `@attribute NAME TYPE`.
 *
 * What stands above the rows is told by its words alone and is no part of
 * what is judged; the reader takes the names from there.
 */
#include <strings.h>

#include "delimited_probe.h"

static bool
begins_with(const char *p, const char *e, const char *word)
{
	size_t	n = strlen(word);

	return (size_t)(e - p) >= n && strncasecmp(p, word, n) == 0 &&
	    ((size_t)(e - p) == n || is_space(p[n]) || p[n] == '\r');
}

void
arff_find(struct judge *j)
{
	const char	*text = j->s->text, *p = text, *next = text;
	const char	*end = p + j->s->length;
	uint32_t	 lines = 0, attributes = 0;
	bool		 named = false;

	for (; p < end; p = next) {
		const char	*e = memchr(p, j->eol, (size_t)(end - p));

		next = e != NULL ? e + 1 : end;
		e = e != NULL ? e : end;
		lines++;
		if (p == e || *p == '%' || *p == '\r')
			continue;
		if (!named && !begins_with(p, e, "@relation"))
			return;
		named = true;
		attributes += begins_with(p, e, "@attribute");
		if (begins_with(p, e, "@data"))
			break;
		if (*p != '@')
			return;
	}
	if (p == end || next == end || *next == '{' || attributes < 2)
		return;
	j->from = (size_t)(next - text);
	j->from_lines = lines;
	j->attributes = attributes;
	j->comment = '%';
	j->null = (struct ps_slice){ .p = "?", .n = 1 };
	j->declared = (struct candidate){ .bytes = ",", .n = 1, .prior = 1,
	    .handicap = 1 };
}

bool
arff_layout(const struct judge *j, struct layout *l)
{
	if (l->k != j->attributes || l->width != l->k)
		return false;
	l->top.skip = j->from_lines;
	l->top.header = l->top.units = l->top.titles = 0;
	l->index = l->ragged = false;
	l->n_repeated = 0;
	l->top.score = 20;
	return true;
}

struct ps_slice
arff_name(const char *p, const char *e)
{
	struct ps_slice	c = { .n = 0 };
	const char	*start;
	char		 quote = '\0';

	if (!begins_with(p, e, "@attribute"))
		return c;
	for (p += strlen("@attribute"); p < e && is_space(*p);)
		p++;
	if (p < e && (*p == '\'' || *p == '"'))
		quote = *p++;
	for (start = p; p < e && (quote != '\0' ? *p != quote :
	    !is_space(*p)); p++)
		p += quote != '\0' && *p == '\\' && p + 1 < e;
	c.p = start;
	c.n = (uint32_t)(p - start);
	return c;
}
