/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pattern.c - UUIDs, internet addresses and JSON texts: is it one?
 *
 * Each test looks at the first bytes before it does any work.
 */
#include <arpa/inet.h>
#include <string.h>

#include "word.h"

/* HEX_UPPER or HEX_LOWER of a letter, HEX_DIGIT of a digit, else 0. */
#define HEX_DIGIT	1
#define SIX(from, bit)	[from] = bit, [from + 1] = bit, [from + 2] = bit, \
	[from + 3] = bit, [from + 4] = bit, [from + 5] = bit
static const uint16_t hex[256] = {
	SIX('a', HEX_LOWER), SIX('A', HEX_UPPER), SIX('0', HEX_DIGIT),
	['6'] = HEX_DIGIT, ['7'] = HEX_DIGIT, ['8'] = HEX_DIGIT,
	['9'] = HEX_DIGIT
};

static bool
is_hex(char c, uint32_t *letters)
{
	uint32_t bits = hex[(unsigned char)c];

	*letters |= bits & (HEX_LOWER | HEX_UPPER);
	return bits != 0;
}

bool
is_uuid(const char *p, size_t n, uint32_t *letters)
{
	*letters = 0;
	if (n != 36 || p[8] != '-' || p[13] != '-' || p[18] != '-' ||
	    p[23] != '-')
		return false;
	for (size_t i = 0; i < n; i++) {
		uint32_t bits = hex[(unsigned char)p[i]];

		if (bits == 0 && (p[i] != '-' ||
		    (i != 8 && i != 13 && i != 18 && i != 23)))
			return false;
		*letters |= bits & (HEX_LOWER | HEX_UPPER);
	}
	return true;
}

static bool
is_ipv4(const char *p, size_t n)
{
	unsigned parts = 0;

	for (size_t i = 0; i < n; parts++) {
		unsigned v = 0;
		size_t from = i;

		while (i < n && i - from < 4 && p[i] >= '0' && p[i] <= '9')
			v = v * 10 + (unsigned)(p[i++] - '0');
		if (i == from || v > 255 || (p[from] == '0' && i - from > 1))
			return false;
		if (i == n)
			return parts == 3;
		if (p[i++] != '.')
			return false;
	}
	return false;
}

bool
is_inet(const char *p, size_t n, bool *canonical)
{
	char text[INET6_ADDRSTRLEN], back[INET6_ADDRSTRLEN];
	struct in6_addr address;

	*canonical = true;
	if (n < 2 || n >= sizeof(text))
		return false;
	if (memchr(p, ':', n < 5 ? n : 5) == NULL)
		return is_ipv4(p, n);
	memcpy(text, p, n);
	text[n] = '\0';
	if (memchr(text, '\0', n) != NULL ||
	    inet_pton(AF_INET6, text, &address) != 1)
		return false;
	*canonical = inet_ntop(AF_INET6, &address, back, sizeof(back)) !=
	    NULL && strcmp(text, back) == 0;
	return true;
}

/* A cursor over a JSON text. */
struct json {
	const char	*p, *end;
};

static void
skip_blanks(struct json *j)
{
	while (j->p < j->end && (is_blank(*j->p) || *j->p == '\n' ||
	    *j->p == '\r'))
		j->p++;
}

static bool
take(struct json *j, char c)
{
	skip_blanks(j);
	if (j->p == j->end || *j->p != c)
		return false;
	j->p++;
	return true;
}

static bool
escape(struct json *j)
{
	uint32_t letters = 0;

	if (j->p == j->end)
		return false;
	if (*j->p != 'u')
		return memchr("\"\\/bfnrt", *j->p++, 8) != NULL;
	j->p++;
	for (int i = 0; i < 4; i++)
		if (j->p == j->end || !is_hex(*j->p++, &letters))
			return false;
	return true;
}

static bool
string(struct json *j)
{
	if (!take(j, '"'))
		return false;
	while (j->p < j->end && *j->p != '"') {
		if ((unsigned char)*j->p < 0x20)
			return false;
		if (*j->p++ == '\\' && !escape(j))
			return false;
	}
	return take(j, '"');
}

static size_t
digits(struct json *j)
{
	const char *from = j->p;

	while (j->p < j->end && *j->p >= '0' && *j->p <= '9')
		j->p++;
	return (size_t)(j->p - from);
}

static bool
number(struct json *j)
{
	const char *from;
	size_t n;

	if (j->p < j->end && *j->p == '-')
		j->p++;
	from = j->p;
	if ((n = digits(j)) == 0 || (n > 1 && *from == '0'))
		return false;
	if (j->p < j->end && *j->p == '.') {
		j->p++;
		if (digits(j) == 0)
			return false;
	}
	if (j->p < j->end && (*j->p | 0x20) == 'e') {
		j->p++;
		if (j->p < j->end && (*j->p == '-' || *j->p == '+'))
			j->p++;
		return digits(j) > 0;
	}
	return true;
}

static bool
literal(struct json *j, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(j->end - j->p) < n || memcmp(j->p, word, n) != 0)
		return false;
	j->p += n;
	return true;
}

static bool
scalar(struct json *j)
{
	if (j->p == j->end)
		return false;
	switch (*j->p) {
	case '"': return string(j);
	case 't': return literal(j, "true");
	case 'f': return literal(j, "false");
	case 'n': return literal(j, "null");
	default: return number(j);
	}
}

/* Opens every object and array that starts here; then a scalar, or empty. */
static bool
descend(struct json *j, char *stack, size_t *depth)
{
	for (;;) {
		skip_blanks(j);
		if (j->p == j->end || (*j->p != '{' && *j->p != '['))
			return scalar(j);
		if (*depth == JSON_DEPTH)
			return false;
		stack[(*depth)++] = *j->p == '{' ? '}' : ']';
		j->p++;
		if (take(j, stack[*depth - 1])) {
			--*depth;
			return true;
		}
		if (stack[*depth - 1] == '}' && (!string(j) || !take(j, ':')))
			return false;
	}
}

bool
is_json(const char *p, size_t n)
{
	char stack[JSON_DEPTH];
	size_t depth = 0;
	struct json j = { p, p + n };

	if (n < 2 || (*p != '{' && *p != '[') ||
	    (*p == '{') != (p[n - 1] == '}'))
		return false;
	if (!descend(&j, stack, &depth))
		return false;
	while (depth > 0) {
		if (take(&j, ',')) {
			if (stack[depth - 1] == '}' &&
			    (!string(&j) || !take(&j, ':')))
				return false;
			if (!descend(&j, stack, &depth))
				return false;
		} else if (take(&j, stack[depth - 1])) {
			depth--;
		} else {
			return false;
		}
	}
	skip_blanks(&j);
	return j.p == j.end;
}
