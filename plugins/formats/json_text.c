/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * json_text.c - strings of JSON: where they end, and what they say.
 */
#include <string.h>

#include "json_parse.h"

#define ONES	0x0101010101010101u
#define HIGHS	0x8080808080808080u

/* Which of eight bytes are below `m`, and which are `c`: their high bits. */
static uint64_t
below(uint64_t x, uint64_t m)
{
	return (x - ONES * m) & ~x & HIGHS;
}

static uint64_t
equal(uint64_t x, unsigned char c)
{
	x ^= ONES * c;
	return (x - ONES) & ~x & HIGHS;
}

size_t
json_string(const char *p, size_t n, bool *escapes)
{
	size_t		i = 0;
	uint64_t	x;

	*escapes = false;
	for (;;) {
		while (i + 8 <= n) {
			memcpy(&x, p + i, 8);
			if ((below(x, 0x20) | equal(x, '"') |
			    equal(x, '\\')) != 0)
				break;
			i += 8;
		}
		while (i < n && p[i] != '"' && p[i] != '\\' &&
		    (unsigned char)p[i] >= 0x20)
			i++;
		if (i >= n)
			return STRING_CUT;
		if (p[i] == '"')
			return i;
		if (p[i] != '\\')
			return STRING_BAD;
		*escapes = true;
		i += 2;
	}
}

static int
hex_value(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ?
	    c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The four digits at p, or -1. */
static int32_t
code_at(const char *p, size_t n)
{
	int32_t	code = 0;

	if (n < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		int	v = hex_value(p[i]);

		if (v < 0)
			return -1;
		code = code * 16 + v;
	}
	return code;
}

static size_t
put_utf8(uint32_t c, char *out)
{
	return out == NULL ? 0 : ps_put_utf8(c, out);
}

/* What stands at p behind "\u"; a half of a pair alone is no character. */
static size_t
unescape_code(const char *p, size_t n, char *out, size_t *used)
{
	int32_t	high = code_at(p, n), low;

	*used = 4;
	if (high < 0)
		return STRING_BAD;
	if (high < 0xd800 || high > 0xdfff)
		return put_utf8((uint32_t)high, out);
	low = high < 0xdc00 && n >= 10 && p[4] == '\\' && p[5] == 'u' ?
	    code_at(p + 6, n - 6) : -1;
	if (low < 0xdc00 || low > 0xdfff)
		return put_utf8(0xfffd, out);
	*used = 10;
	return put_utf8(0x10000 + ((uint32_t)high - 0xd800) * 0x400 +
	    ((uint32_t)low - 0xdc00), out);
}

static size_t
put(char *out, size_t k, char c)
{
	if (out != NULL)
		out[k] = c;
	return k + 1;
}

size_t
json_unescape(const char *p, size_t n, char *out)
{
	static const char	 signs[] = "\"\\/bfnrt";
	static const char	 means[] = "\"\\/\b\f\n\r\t";
	const char		*sign;
	size_t			 k = 0, used, got;

	for (size_t i = 0; i < n; i++) {
		if (p[i] != '\\') {
			k = put(out, k, p[i]);
			continue;
		}
		if (++i >= n)
			return STRING_BAD;
		if (p[i] == 'u') {
			got = unescape_code(p + i + 1, n - i - 1, out ==
			    NULL ? NULL : out + k, &used);
			if (got == STRING_BAD)
				return STRING_BAD;
			k += got;
			i += used;
			continue;
		}
		sign = p[i] == '\0' ? NULL : strchr(signs, p[i]);
		if (sign == NULL)
			return STRING_BAD;
		k = put(out, k, means[sign - signs]);
	}
	return k;
}
