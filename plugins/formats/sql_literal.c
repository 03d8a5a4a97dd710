/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * sql_literal.c - what literals say: strings with escapes, bytes in hex, bits.
 */
#include <stdio.h>

#include "sql_format.h"

static int
hex_value(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ?
	    c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Digits of `base` (a power of two of bits) at p, at most so many. */
static size_t
digits(const char *p, size_t n, size_t most, unsigned bits, uint32_t *value)
{
	size_t	i;
	int	v;

	*value = 0;
	for (i = 0; i < n && i < most; i++) {
		v = hex_value(p[i]);
		if (v < 0 || v >= 1 << bits)
			break;
		*value = *value << bits | (uint32_t)v;
	}
	return i;
}

/* \101 \x41 \u0041 of Postgres: behind the backslash; how many were used. */
static size_t
code(const char *p, size_t n, char *out, size_t *k)
{
	uint32_t	value;
	size_t		used;

	if (*p == 'u' || *p == 'U') {
		used = digits(p + 1, n - 1, *p == 'u' ? 4 : 8, 4, &value);
		if (used != (*p == 'u' ? 4u : 8u))
			return 0;
		*k += ps_put_utf8(value, out + *k);
		return used + 1;
	}
	if (*p == 'x')
		used = digits(p + 1, n - 1, 2, 4, &value);
	else
		used = digits(p, n, 3, 3, &value);
	if (used == 0)
		return 0;
	out[(*k)++] = (char)value;
	return used + (*p == 'x' ? 1 : 0);
}

/* What a backslash and p[0] mean; how many bytes from p on were used. */
static size_t
escape(enum sql_escapes how, const char *p, size_t n, char *out, size_t *k)
{
	static const char	 signs[] = "nrtb0Zfv";
	static const char	 means[] = "\n\r\t\b\0\032\f\v";
	bool			 mysql = how == SQL_ESCAPES_MYSQL;
	const char		*sign;
	size_t			 used;

	if (!mysql && (how == SQL_ESCAPES_E || (*p != 'u' && *p != 'U')) &&
	    (used = code(p, n, out, k)) > 0)
		return used;
	sign = *p == '\0' ? NULL : strchr(signs, *p);
	if (sign != NULL && (sign - signs < 4 || (sign - signs < 6) == mysql)) {
		out[(*k)++] = means[sign - signs];
		return 1;
	}
	if (mysql && (*p == '%' || *p == '_'))
		out[(*k)++] = '\\';
	out[(*k)++] = *p;
	return 1;
}

/* Bytes from p on that are one character of UTF-8, or 0. */
static size_t
character(const unsigned char *p, size_t n)
{
	size_t	more = *p < 0x80 ? 0 : *p < 0xc2 ? 9 : *p < 0xe0 ? 1 :
		    *p < 0xf0 ? 2 : *p < 0xf5 ? 3 : 9;

	if (more >= n)
		return 0;
	for (size_t i = 1; i <= more; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((*p == 0xe0 && p[1] < 0xa0) || (*p == 0xed && p[1] > 0x9f) ||
	    (*p == 0xf0 && p[1] < 0x90) || (*p == 0xf4 && p[1] > 0x8f))
		return 0;
	return more + 1;
}

bool
sql_is_text(const char *p, size_t n)
{
	size_t	used;

	for (size_t i = 0; i < n; i += used)
		if ((used = character((const unsigned char *)p + i, n - i)) ==
		    0)
			return false;
	return true;
}

/* Never longer than it was written. */
struct ps_slice
sql_unescape(struct sql *s, const char *p, size_t n, char quote,
    enum sql_escapes how)
{
	struct ps_slice	 cell = { .p = p, .n = (uint32_t)n };
	char		*to;
	size_t		 k = 0, i = 0;

	if (s->out == NULL)
		return cell;
	cell.p = to = ps_scratch(s->self, s->out, n + 4);
	while (i < n) {
		if (how != SQL_ESCAPES_NONE && p[i] == '\\' && i + 1 < n) {
			i++;
			i += escape(how, p + i, n - i, to, &k);
			continue;
		}
		to[k++] = p[i];
		i += 1 + (p[i] == quote && quote != '\0');
	}
	cell.n = (uint32_t)k;
	return cell;
}

static struct ps_slice
number(struct sql *s, uint64_t value)
{
	char		*to = ps_scratch(s->self, s->out, 24);

	return (struct ps_slice){ .p = to, .n = (uint32_t)snprintf(to, 24,
	    "%llu", (unsigned long long)value) };
}

/* Bytes; where the column is of numbers or texts, these. */
struct ps_slice
sql_bytes(struct sql *s, const char *hex, size_t n, enum sql_kind kind)
{
	struct ps_slice	 cell = { .p = hex, .n = (uint32_t)n,
			    .flags = PS_QUOTED };
	uint64_t	 value = 0;
	unsigned	 b;
	char		*to;

	if (s->out == NULL)
		return cell;
	cell.p = to = ps_scratch(s->self, s->out, n / 2 + 1);
	cell.n = 0;
	for (size_t i = 0; i < n;) {
		b = (unsigned)hex_value(hex[i++]);
		if ((n - i) % 2 == 1)
			b = b << 4 | (unsigned)hex_value(hex[i++]);
		to[cell.n++] = (char)b;
		value = value << 8 | b;
	}
	if ((kind == SQL_NUMBER || kind == SQL_BIT) && cell.n <= 8 && n > 0)
		return number(s, value);
	if (kind == SQL_TEXT && sql_is_text(to, cell.n))
		cell.type = PS_TEXT;
	else if (cell.n > 0)
		cell.type = PS_BLOB;
	return cell;
}

/* A number in MySQL, digits elsewhere. */
struct ps_slice
sql_bits(struct sql *s, const char *p, size_t n)
{
	struct ps_slice	cell = { .p = p, .n = (uint32_t)n,
			    .flags = PS_QUOTED };
	uint64_t	value = 0;

	if (s->out == NULL || n > 64 || n == 0 || s->dialect != SQL_MYSQL)
		return cell;
	for (size_t i = 0; i < n; i++)
		value = value << 1 | (p[i] == '1');
	return number(s, value);
}
