/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * glob.c - patterns over paths: * within a part, ** across parts.
 *
 * Only the last star of each kind can ever need to take more: what an earlier
 * one could take, the later one could too.  So two saved places replace
 * recursion, and no pattern takes exponential time.
 */
#include <string.h>

#include "str.h"

/* Where to go on when what follows a star does not match. */
struct retry {
	const char	*pattern;	/* behind the star; NULL: no star yet */
	const char	*text;		/* where it ended last */
	bool		 whole_parts;	/* a "**" followed by a slash */
};

/* The class at p ("[a-z]"): where it ends, NULL if it never does. */
static const char *
match_class(const char *p, char c, bool *matches)
{
	const unsigned char	*s = (const unsigned char *)p + 1;
	unsigned char		 byte = (unsigned char)c;
	bool			 not = *s == '!' || *s == '^', found = false;
	const unsigned char	*first;

	s += not;
	for (first = s; *s != '\0' && (*s != ']' || s == first); s++) {
		if (s[1] == '-' && s[2] != ']' && s[2] != '\0') {
			found |= byte >= s[0] && byte <= s[2];
			s += 2;
		} else {
			found |= byte == *s;
		}
	}
	*matches = found != not && c != '/';
	return *s == ']' ? p + (s + 1 - (const unsigned char *)p) : NULL;
}

/* One byte of text against one element; what is behind it, or NULL. */
static const char *
match_one(const char *p, char c)
{
	const char	*end;
	bool		 matches;

	switch (*p) {
	case '\0':
		return NULL;
	case '?':
		return c != '/' ? p + 1 : NULL;
	case '[':
		if ((end = match_class(p, c, &matches)) != NULL)
			return matches ? end : NULL;
		break;
	case '\\':
		if (p[1] != '\0')
			p++;
		break;
	}
	return *p == c ? p + 1 : NULL;
}

/* Lets a star take more; false if it cannot. */
static bool
take_more(struct retry *r, const char **pattern, const char **text)
{
	if (r->pattern == NULL || *r->text == '\0')
		return false;
	if (r->whole_parts) {
		r->text = strchr(r->text, '/');
		if (r->text == NULL)
			return false;
	}
	*pattern = r->pattern;
	*text = ++r->text;
	return true;
}

static const char *
start_wide(struct retry *r, const char *pattern, const char *text,
    bool part_start)
{
	while (*pattern == '*')
		pattern++;
	r->whole_parts = part_start && *pattern == '/';
	r->pattern = pattern + r->whole_parts;
	r->text = text;
	return r->pattern;
}

bool
glob_match(const char *pattern, const char *text)
{
	const char	*start = pattern, *next;
	struct retry	 star = { 0 }, wide = { 0 };

	for (;;) {
		if (pattern[0] == '*' && pattern[1] == '*') {
			pattern = start_wide(&wide, pattern, text,
			    pattern == start || pattern[-1] == '/');
			star.pattern = NULL;
			continue;
		}
		if (*pattern == '*') {
			star.pattern = ++pattern;
			star.text = text;
			continue;
		}
		if (*text == '\0' && *pattern == '\0')
			return true;
		if (*text != '\0' &&
		    (next = match_one(pattern, *text)) != NULL) {
			pattern = next;
			text++;
			continue;
		}
		if (star.pattern != NULL && *star.text != '/' &&
		    take_more(&star, &pattern, &text))
			continue;
		star.pattern = NULL;
		if (!take_more(&wide, &pattern, &text))
			return false;
	}
}
