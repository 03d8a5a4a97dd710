/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * known_field.c - the fields of a pattern: where each kind ends.
 */
#include <string.h>

#include "known.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool
is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

static bool
is_hex(char c)
{
	return is_digit(c) || (unsigned char)((c | 0x20) - 'a') < 6;
}

/* Does one of the literals that may follow stand here? */
static bool
follows(const struct known_step *s, const char *p, const char *end)
{
	for (uint32_t i = 0; i < s->n_follows; i++)
		if (known_is(&s->follows[i], p, end))
			return true;
	return false;
}

static size_t
match_word(const struct known_step *s, const char *p, const char *end)
{
	const char	*from = p;

	while (p < end && !is_blank(*p) && !follows(s, p, end))
		p++;
	return p > from ? (size_t)(p - from) : SIZE_MAX;
}

static size_t
match_name(const struct known_step *s, const char *p, const char *end)
{
	static const uint8_t	marks[] = { '_', '.', '$', '/', '@', '-' };
	const char		*from = p;

	for (; p < end && !follows(s, p, end); p++)
		if ((unsigned char)((*p | 0x20) - 'a') > 25 && !is_digit(*p) &&
		    memchr(marks, *p, sizeof(marks)) == NULL)
			break;
	return p > from ? (size_t)(p - from) : SIZE_MAX;
}

/* The nearest of the literals that may follow; else the end, if it may be. */
static size_t
match_text(const struct known_step *s, const char *p, const char *end)
{
	size_t		 n = (size_t)(end - p);
	const char	*at;
	bool		 found = s->ends || s->n_follows == 0;

	for (uint32_t i = 0; i < s->n_follows; i++) {
		at = memmem(p, n, s->follows[i].p, s->follows[i].n);
		if (at == NULL)
			continue;
		n = (size_t)(at - p);
		found = true;
	}
	return found ? n : SIZE_MAX;
}

/* Up to a quote with an even number of backslashes before it. */
static size_t
match_quoted(const char *p, const char *end)
{
	const char	*q = p;

	if (p == end || *p != '"')
		return SIZE_MAX;
	while (++q < end && (q = memchr(q, '"', (size_t)(end - q))) != NULL) {
		const char	*b = q;

		while (b[-1] == '\\' && b - 1 > p)
			b--;
		if ((q - b) % 2 == 0)
			return (size_t)(q - p) + 1;
	}
	return SIZE_MAX;
}

/* Each up to its bracket; those within quotes count for nothing. */
static size_t
match_bracketed(const char *p, const char *end)
{
	const char	*from = p;
	size_t		 n;

	while (p < end && *p == '[') {
		for (p++; p < end && *p != ']'; p++)
			if (*p == '"' && (n = match_quoted(p, end)) !=
			    SIZE_MAX)
				p += n - 1;
		if (p++ == end)
			return SIZE_MAX;
	}
	return p > from ? (size_t)(p - from) : SIZE_MAX;
}

static size_t
match_number(const char *p, const char *end, bool fraction)
{
	const char	*from = p, *digits;

	p += p < end && (*p == '-' || *p == '+');
	for (digits = p; p < end && is_digit(*p); p++)
		continue;
	if (p == digits)
		return SIZE_MAX;
	if (fraction && end - p > 1 && *p == '.' && is_digit(p[1]))
		for (p++; p < end && is_digit(*p); p++)
			continue;
	return (size_t)(p - from);
}

static size_t
match_hex(const char *p, const char *end)
{
	const char	*from = p;

	if (end - p > 2 && p[0] == '0' && (p[1] | 0x20) == 'x')
		p += 2;
	while (p < end && is_hex(*p))
		p++;
	return p > from ? (size_t)(p - from) : SIZE_MAX;
}

/* A ':' may begin a port that follows: then the last one ends the address. */
static size_t
match_ip(const struct known_step *s, const char *p, const char *end)
{
	size_t	n = 0, last = 0, marks = 0;

	for (; p + n < end && (is_hex(p[n]) || p[n] == '.' || p[n] == ':');
	    n++) {
		marks += p[n] == '.' || p[n] == ':';
		last = p[n] == ':' ? n : last;
	}
	for (uint32_t i = 0; last > 0 && i < s->n_follows; i++)
		if (*s->follows[i].p == ':')
			n = last;
	return marks >= 2 ? n : SIZE_MAX;
}

static size_t
match_choice(const struct known_step *s, const char *p, const char *end)
{
	const char	*c = s->text.p, *stop = c + s->text.n, *bar;
	size_t		 best = SIZE_MAX, n;

	for (; c <= stop; c = bar + 1) {
		bar = c < stop ? memchr(c, '|', (size_t)(stop - c)) : NULL;
		if (bar == NULL)
			bar = stop;
		n = (size_t)(bar - c);
		if (n > 0 && (size_t)(end - p) >= n && memcmp(p, c, n) == 0 &&
		    (best == SIZE_MAX || n > best))
			best = n;
	}
	return best;
}

static bool
is_dash(const struct known_step *s, const char *p, const char *end)
{
	return p < end && *p == '-' && (p + 1 == end || is_blank(p[1]) ||
	    follows(s, p + 1, end));
}

size_t
known_field(const struct known_step *s, const char *p, const char *end,
    size_t *skip)
{
	size_t	n;

	*skip = 0;
	if (s->dash && s->kind != KIND_QUOTED && is_dash(s, p, end))
		return 1;
	switch ((enum known_kind)s->kind) {
	case KIND_WORD:
		return match_word(s, p, end);
	case KIND_NAME:
		return match_name(s, p, end);
	case KIND_TEXT:
		return match_text(s, p, end);
	case KIND_QUOTED:
		*skip = 1;
		return match_quoted(p, end);
	case KIND_BRACKETED:
		return match_bracketed(p, end);
	case KIND_INT:
	case KIND_NUMBER:
		return match_number(p, end, s->kind == KIND_NUMBER);
	case KIND_DECIMAL:
		n = match_number(p, end, true);
		return n != SIZE_MAX && memchr(p, '.', n) != NULL ? n :
		    SIZE_MAX;
	case KIND_HEX:
		return match_hex(p, end);
	case KIND_IP:
		return match_ip(s, p, end);
	case KIND_TIME:
		n = known_time(&s->text, p, end);
		return n > 0 ? n : SIZE_MAX;
	case KIND_ONE_OF:
		return match_choice(s, p, end);
	case KIND_REST:
	case KIND_FOLDED:
	case KIND_LINES:
	case KIND_PAIRS:
	case KIND_PAIR:
		break;
	}
	return (size_t)(end - p);
}
