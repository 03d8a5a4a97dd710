/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * known_begin.c - could a line match a pattern?  Told without compiling it, so
 * that documents of other formats cost next to nothing.
 *
 * What a line begins with, and the longest text that it must have in it.
 */
#include <string.h>

#include "known.h"

#define DEPTH	4u		/* of groups that are looked into */

/* Behind the brace that closes the one at p. */
static const char *
behind(const char *p, const char *end)
{
	uint32_t	depth = 0;

	for (; p < end; p++) {
		if (*p == '%' && p + 1 < end)
			p++;
		else if (*p == '{')
			depth++;
		else if (*p == '}' && --depth == 0)
			return p + 1;
	}
	return end;
}

/* The next branch of the group that p lies in, or NULL. */
static const char *
next_branch(const char *p, const char *end)
{
	while (p < end && *p != '|' && *p != '}')
		p = *p == '{' ? behind(p, end) : p + 1 + (*p == '%');
	return p < end && *p == '|' ? p + 1 : NULL;
}

static bool
is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

static bool
is_choice(const char *p, const char *end, char first)
{
	for (bool begins = true; p < end; p++) {
		if (begins && *p == first)
			return true;
		begins = *p == '|';
	}
	return false;
}

/* A field of that kind; what it takes reaches up to `close`. */
static bool
field_begins(const char *kind, const char *close, const struct known_text *line)
{
	char			first = *line->p;
	struct known_text	layout;

	switch (*kind) {
	case '=':
		return is_choice(kind + 1, close, first);
	case 'q':
		return first == '"';
	case 'b':
		return first == '[' || first == '-';
	case 'i':
		if (kind[1] == 'p')
			return true;
		return is_digit(first) || first == '-' || first == '+';
	case 't':
		if (close - kind < 7 || memcmp(kind, "time ", 5) != 0)
			return true;
		layout = (struct known_text){ kind + 5,
		    (size_t)(close - kind - 5) };
		return known_time(&layout, line->p, line->p + line->n) > 0;
	default:
		return true;
	}
}

static bool begins(const char *p, const char *end,
    const struct known_text *line, uint32_t depth);

/* One of its branches; what is behind it, if it may be left out. */
static bool
group_begins(const char *p, const char *end, const struct known_text *line,
    uint32_t depth)
{
	const char	*close = behind(p, end), *branch = p + 2;
	bool		 several = false;

	if (depth == DEPTH)
		return true;
	for (; branch != NULL; branch = next_branch(branch, close)) {
		several |= branch > p + 2;
		if (begins(branch, close, line, depth + 1))
			return true;
	}
	return !several && begins(close, end, line, depth + 1);
}

static bool
begins(const char *p, const char *end, const struct known_text *line,
    uint32_t depth)
{
	const char	*close, *colon;

	if (end - p < 2 || *p == '|' || *p == '}')
		return true;
	if (*p != '{')
		return *line->p == (*p == '%' ? p[1] : *p);
	if (p[1] == '?' || p[1] == '&')
		return group_begins(p, end, line, depth);
	if (p[1] == '}' || p[1] == ' ')
		return true;
	close = behind(p, end) - 1;
	colon = memchr(p, ':', (size_t)(close - p));
	return colon == NULL || colon + 1 >= close ||
	    field_begins(colon + 1, close, line);
}

/* The longest text that each line of a pattern has in it. */
static struct known_text
longest(const char *p, size_t n)
{
	const char		*end = p + n, *from = p;
	struct known_text	 best = { p, 0 };

	for (; p <= end; p++) {
		if (p < end && *p != '{' && *p != '%')
			continue;
		if ((size_t)(p - from) > best.n)
			best = (struct known_text){ from, (size_t)(p - from) };
		if (p == end)
			break;
		p = *p == '{' ? behind(p, end) - 1 : p + 1;
		from = p + 1;
	}
	return best;
}

bool
known_begins(const char *pattern, size_t n, const struct known_text *lines,
    uint32_t n_lines)
{
	struct known_text	t = { NULL, 0 };

	for (uint32_t i = 0; i < n_lines; i++) {
		if (!begins(pattern, pattern + n, &lines[i], 0))
			continue;
		if (t.p == NULL)
			t = longest(pattern, n);
		if (t.n < 2 || memmem(lines[i].p, lines[i].n, t.p, t.n) !=
		    NULL)
			return true;
	}
	return false;
}
