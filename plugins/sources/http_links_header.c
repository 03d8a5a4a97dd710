/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_links_header.c - links that stand in the headers of an answer: Link
 * (RFC 8288), Refresh, and what X-Robots-Tag says of all of them.
 */
#include <string.h>

#include "http_links_impl.h"

/* One link of a header: <target>; name=value; name="value" */
struct header_link {
	struct url_piece	target, rel;
	bool			elsewhere;	/* of another page: anchor */
};

static void
skip_blanks(const char *p, size_t n, size_t *i)
{
	while (*i < n && (p[*i] == ' ' || p[*i] == '\t'))
		(*i)++;
}

/* A value, quoted or not; what is escaped in it is no relation. */
static struct url_piece
read_value(const char *p, size_t n, size_t *i)
{
	struct url_piece	v = { p + *i, 0 };
	size_t			from = *i;

	if (*i == n || p[*i] != '"') {
		while (*i < n && p[*i] != ';' && p[*i] != ',' &&
		    p[*i] != ' ' && p[*i] != '\t')
			(*i)++;
		v.n = *i - from;
		return v;
	}
	for ((*i)++; *i < n && p[*i] != '"'; (*i)++)
		if (p[*i] == '\\' && *i + 1 < n)
			(*i)++;
	v.p = p + from + 1;
	v.n = *i - from - 1;
	*i += *i < n;
	return v;
}

static void
read_parameter(const char *p, size_t n, size_t *i, struct header_link *out)
{
	struct url_piece	name, value = { p, 0 };
	size_t			from;

	skip_blanks(p, n, i);
	from = *i;
	while (*i < n && p[*i] != '=' && p[*i] != ';' && p[*i] != ',' &&
	    p[*i] != ' ' && p[*i] != '\t')
		(*i)++;
	name = (struct url_piece){ p + from, *i - from };
	skip_blanks(p, n, i);
	if (*i < n && p[*i] == '=') {
		(*i)++;
		skip_blanks(p, n, i);
		value = read_value(p, n, i);
	}
	/* The first rel counts. */
	if (out->rel.p == NULL && url_is_word(name.p, name.n, "rel"))
		out->rel = value;
	out->elsewhere |= url_is_word(name.p, name.n, "anchor");
	skip_blanks(p, n, i);
}

/* The next link from *i on; false: there is none. */
static bool
next_link(const char *p, size_t n, size_t *i, struct header_link *out)
{
	const char	*end;

	*out = (struct header_link){ .elsewhere = false };
	while (*i < n && p[*i] != '<')
		(*i)++;
	if (*i == n || (end = memchr(p + *i, '>', n - *i)) == NULL)
		return false;
	out->target.p = p + *i + 1;
	out->target.n = (size_t)(end - out->target.p);
	*i = (size_t)(end - p) + 1;
	skip_blanks(p, n, i);
	while (*i < n && p[*i] == ';') {
		(*i)++;
		read_parameter(p, n, i, out);
	}
	return true;
}

static void
read_links(struct links *l, const char *p, size_t n)
{
	struct header_link	link;
	const char		*relation;
	size_t			 i = 0;

	while (next_link(p, n, &i, &link)) {
		if (link.elsewhere || link.rel.p == NULL)
			continue;
		relation = links_relation(link.rel.p, link.rel.n);
		if (links_has_word(link.rel.p, link.rel.n, "canonical"))
			links_set_canonical(l, link.target.p, link.target.n);
		else if (relation != NULL)
			links_add(l, link.target.p, link.target.n, relation,
			    0);
	}
}

/* "noindex" is said to all, "otherbot: noindex" to another. */
static void
read_robots(struct links *l, const char *p, size_t n)
{
	size_t	name = 0;

	while (name < n && p[name] != ':' && p[name] != ',')
		name++;
	if (name == n || p[name] == ',' ||
	    url_is_word(p, name, "unavailable_after"))
		links_robots(l, p, n);
}

void
links_header(struct links *l, const char *name, const char *value, size_t n)
{
	size_t		 length = strlen(name), n_to;
	const char	*to;

	if (url_is_word(name, length, "link"))
		read_links(l, value, n);
	else if (url_is_word(name, length, "x-robots-tag"))
		read_robots(l, value, n);
	else if (url_is_word(name, length, "refresh") &&
	    links_refresh(value, n, &to, &n_to))
		links_add(l, to, n_to, "refresh", LINK_MOVED);
}
