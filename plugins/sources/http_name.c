/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_name.c - what a document is called: as its server says, or as the last
 * part of its address.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "http_name.h"
#include "http_url.h"

static bool
is_called(struct url_piece p, const char *word)
{
	return p.n == strlen(word) && strncasecmp(p.p, word, p.n) == 0;
}

/* The next parameter; behind it.  NULL: there is none. */
static const char *
parameter(const char *p, struct url_piece *name, struct url_piece *value)
{
	p += strcspn(p, ";\"");
	while (*p == '"') {
		/* What stands in quotes here is no parameter. */
		p += 1 + strcspn(p + 1, "\"");
		p += *p == '"';
		p += strcspn(p, ";\"");
	}
	if (*p == '\0')
		return NULL;
	p += 1 + strspn(p + 1, " \t");
	name->p = p;
	name->n = strcspn(p, "=; \t");
	p += name->n + strspn(p + name->n, " \t");
	value->p = p;
	value->n = 0;
	if (*p != '=')
		return p;
	p += 1 + strspn(p + 1, " \t");
	value->p = p + (*p == '"');
	value->n = strcspn(value->p, *p == '"' ? "\"" : "; \t");
	p = value->p + value->n;
	return p + (*p == '"');
}

/* UTF-8''%e2%82%ac.csv: behind the second quote. */
static struct url_piece
extended(struct url_piece v)
{
	const char	*end = v.p + v.n;

	for (int quotes = 0; quotes < 2; quotes++) {
		const char *quote = memchr(v.p, '\'', (size_t)(end - v.p));

		if (quote == NULL)
			return (struct url_piece){ end, 0 };
		v.p = quote + 1;
	}
	v.n = (size_t)(end - v.p);
	return v;
}

static struct url_piece
told_name(const char *told)
{
	struct url_piece	found = { "", 0 }, name, value;
	bool			better = false;

	while (told != NULL &&
	    (told = parameter(told, &name, &value)) != NULL)
		if (is_called(name, "filename*")) {
			value = extended(value);
			better = value.n > 0;
			if (better)
				found = value;
		} else if (!better && is_called(name, "filename")) {
			found = value;
		}
	return found;
}

static void
cut_path(char *name, size_t n)
{
	size_t	from = 0;

	for (size_t i = 0; i < n; i++)
		if (name[i] == '/' || name[i] == '\\' || name[i] == '\0')
			from = i + 1;
	memmove(name, name + from, n - from + 1);
}

static bool
decode(struct url_piece p, char *to, size_t room)
{
	if (p.n >= room) {
		p.p += p.n - room + 1;
		p.n = room - 1;
	}
	cut_path(to, url_decoded(p, to));
	return *to != '\0';
}

void
name_of_document(const char *url, const char *told, char *to, size_t room)
{
	struct url_parts	parts;

	if (decode(told_name(told), to, room))
		return;
	url_split(url, &parts);
	if (!decode(parts.name, to, room))
		(void)decode(parts.host, to, room);
}
