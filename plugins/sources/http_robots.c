/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_robots.c - the lines of robots.txt, and what its status means.
 */
#include <string.h>
#include <strings.h>

#include "http_robots_impl.h"

#define ITEMS(a)	(sizeof(a) / sizeof((a)[0]))

/* Beginnings of names, with the misspellings of the reference parser. */
static const struct name {
	const char		*text;
	enum robots_kind	 kind;
} names[] = {
	{ "user-agent", ROBOTS_USER_AGENT },
	{ "useragent", ROBOTS_USER_AGENT },
	{ "user agent", ROBOTS_USER_AGENT },
	{ "allow", ROBOTS_ALLOW },
	{ "disallow", ROBOTS_DISALLOW },
	{ "dissallow", ROBOTS_DISALLOW },
	{ "dissalow", ROBOTS_DISALLOW },
	{ "disalow", ROBOTS_DISALLOW },
	{ "diasllow", ROBOTS_DISALLOW },
	{ "disallaw", ROBOTS_DISALLOW },
	{ "sitemap", ROBOTS_SITEMAP },
	{ "site-map", ROBOTS_SITEMAP },
	{ "crawl-delay", ROBOTS_DELAY },
	{ "crawldelay", ROBOTS_DELAY },
	{ "crawl delay", ROBOTS_DELAY },
};

struct piece {
	const char	*p;
	size_t		 n;
};

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

static struct piece
trim(const char *p, const char *end)
{
	while (p < end && is_blank(*p))
		p++;
	while (p < end && is_blank(end[-1]))
		end--;
	return (struct piece){ p, (size_t)(end - p) };
}

void
robots_begin(struct robots_reader *r, const char *text, size_t n)
{
	static const char	mark[] = "\xef\xbb\xbf";	/* or a part */

	if (n > ROBOTS_MAX) {
		n = ROBOTS_MAX;
		if (!is_line_end(text[n]))
			while (n > 0 && !is_line_end(text[n - 1]))
				n--;
	}
	*r = (struct robots_reader){ text, text + n, 0 };
	for (size_t i = 0; i < 3 && r->p < r->end && *r->p == mark[i]; i++)
		r->p++;
}

/* The next line without what ends it. */
static bool
next_line(struct robots_reader *r, struct piece *line)
{
	const char	*p = r->p;

	if (p == r->end)
		return false;
	while (p < r->end && !is_line_end(*p))
		p++;
	*line = (struct piece){ r->p, (size_t)(p - r->p) };
	if (r->end - p > 1 && p[0] == '\r' && p[1] == '\n')
		p++;
	r->p = p < r->end ? p + 1 : p;
	r->line++;
	return true;
}

static enum robots_kind
kind_of(struct piece name)
{
	for (size_t i = 0; i < ITEMS(names); i++) {
		size_t	n = strlen(names[i].text);

		if (name.n >= n && strncasecmp(name.p, names[i].text, n) == 0)
			return names[i].kind;
	}
	return ROBOTS_UNKNOWN;
}

/* Two words that blanks part, where the colon was forgotten. */
static const char *
blank_between(struct piece line)
{
	const char	*end = line.p + line.n, *p = line.p, *word;

	while (p < end && *p != ' ' && *p != '\t')
		p++;
	for (word = p; word < end && (*word == ' ' || *word == '\t'); word++)
		;
	for (; word < end; word++)
		if (*word == ' ' || *word == '\t')
			return NULL;
	return p < end ? p : NULL;
}

static bool
split(struct piece whole, struct robots_line *l)
{
	size_t		 n = whole.n < ROBOTS_LINE ? whole.n : ROBOTS_LINE;
	const char	*note = memchr(whole.p, '#', n), *colon;
	struct piece	 line = trim(whole.p, note != NULL ? note :
			    whole.p + n), name, value;

	colon = memchr(line.p, ':', line.n);
	if (colon == NULL)
		colon = blank_between(line);
	if (colon == NULL)
		return false;
	name = trim(line.p, colon);
	value = trim(colon + 1, line.p + line.n);
	l->kind = kind_of(name);
	l->value = value.p;
	l->n = value.n;
	return name.n > 0;
}

bool
robots_next(struct robots_reader *r, struct robots_line *l)
{
	struct piece	whole;

	while (next_line(r, &whole))
		if (split(whole, l)) {
			l->number = r->line;
			return true;
		}
	return false;
}

bool
robots_sitemap(struct robots_reader *r, const char **url, size_t *n)
{
	struct robots_line	l;

	while (robots_next(r, &l))
		if (l.kind == ROBOTS_SITEMAP && l.n > 0) {
			*url = l.value;
			*n = l.n;
			return true;
		}
	return false;
}

size_t
robots_product(const char *agent, size_t n)
{
	size_t	i = 0;

	while (i < n && ((agent[i] >= 'a' && agent[i] <= 'z') ||
	    (agent[i] >= 'A' && agent[i] <= 'Z') || agent[i] == '-' ||
	    agent[i] == '_'))
		i++;
	return i;
}

static const char *
find(const char *p, const char *end, const char *any)
{
	while (p < end && strchr(any, *p == '\0' ? ' ' : *p) == NULL)
		p++;
	return p;
}

const char *
robots_path(const char *url, size_t n, size_t *length)
{
	const char	*end = url + n, *from = url, *scheme, *path, *note;

	if (n >= 2 && url[0] == '/' && url[1] == '/')
		from += 2;
	scheme = memmem(from, (size_t)(end - from), "://", 3);
	note = find(from, end, "#");
	if (scheme != NULL && find(from, end, "/?;") >= scheme)
		from = scheme + 3;
	path = find(from, end, "/?;");
	if (path > note)
		path = note;
	*length = (size_t)(note - path);
	return path;
}

enum robots_policy
robots_policy(unsigned status, unsigned hops)
{
	if (status == 304 || (status >= 200 && status < 300))
		return ROBOTS_READ;
	if (status >= 300 && status < 400)
		return hops < ROBOTS_HOPS ? ROBOTS_FOLLOW : ROBOTS_ALL;
	if (status == 429)
		return ROBOTS_NONE;	/* too fast is not absent */
	return status >= 400 && status < 500 ? ROBOTS_ALL : ROBOTS_NONE;
}
