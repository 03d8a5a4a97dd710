/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * delimited_option.c - a dialect as people write it in options.
 */
#include <stdio.h>
#include <string.h>

#include "delimited.h"

static int
hex_digit(char c)
{
	static const char	 digits[] = "0123456789abcdef";
	const char		*p = c == '\0' ? NULL : memchr(digits,
				    c >= 'A' && c <= 'F' ? c + 32 : c, 16);

	return p == NULL ? -1 : (int)(p - digits);
}

/* One byte of option text at *p, written as such or as \t, \\, \x1f. */
static char
next_byte(const char **p)
{
	const char	*s = *p;
	int		 hi, lo;

	*p = s + 1;
	if (s[0] != '\\' || s[1] == '\0')
		return s[0];
	*p = s + 2;
	if (s[1] == 't')
		return '\t';
	if (s[1] == 'x' && (hi = hex_digit(s[2])) >= 0 &&
	    (lo = hex_digit(s[3])) >= 0) {
		*p = s + 4;
		return (char)(hi * 16 + lo);
	}
	return s[1];
}

/* At most `max` bytes of option text; how many, or -1. */
static int
parse_bytes(const char *text, char *out, int max)
{
	int	n = 0;

	while (text != NULL && *text != '\0') {
		if (n == max)
			return -1;
		out[n++] = next_byte(&text);
	}
	return n;
}

static bool
is_eol(char c)
{
	return c == '\n' || c == '\r';
}

static bool
has_eol(const char *p, size_t n)
{
	return memchr(p, '\n', n) != NULL || memchr(p, '\r', n) != NULL;
}

bool
dialect_parse(const struct delimited_options *opt, struct dialect *d,
    const char **why)
{
	int	delim, comment;

	memset(d, 0, sizeof(*d));
	delim = parse_bytes(opt->delimiter != NULL ? opt->delimiter : ",",
	    d->delim, MAX_DELIM);
	comment = parse_bytes(opt->comment, d->comment, 2);
	*why = NULL;
	if (delim < 0 || has_eol(d->delim, (size_t)delim))
		*why = "the delimiter is at most four bytes and no line end";
	else if (parse_bytes(opt->quote, &d->quote, 1) < 0 ||
	    parse_bytes(opt->escape, &d->escape, 1) < 0 ||
	    is_eol(d->quote) || is_eol(d->escape))
		*why = "quote and escape are one byte and no line end";
	else if (comment < 0 || is_eol(d->comment[0]))
		*why = "a comment begins with one or two bytes";
	else if (delim > 0 && d->quote != '\0' && d->quote == d->delim[0])
		*why = "quote and delimiter are the same; choose another";
	if (*why != NULL)
		return false;
	if (d->escape == d->quote)
		d->escape = '\0';
	d->n_delim = (uint8_t)delim;
	d->n_comment = (uint8_t)comment;
	d->eol = opt->newline != NULL && strcmp(opt->newline, "cr") == 0 ?
	    '\r' : '\n';
	d->any = opt->newline != NULL && strcmp(opt->newline, "any") == 0;
	d->letters = opt->letters && d->escape != '\0';
	d->runs = opt->runs;
	d->rest = opt->rest;
	d->trim = opt->trim;
	return true;
}

/* Bytes of the character at p if it is one of UTF-8 and not ASCII; else 0. */
static size_t
wide_length(const char *p, size_t n)
{
	uint8_t	c = (uint8_t)*p;
	size_t	len = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;

	if (c < 0xc2 || c > 0xf4 || len > n)
		return 0;
	for (size_t i = 1; i < len; i++)
		if (((uint8_t)p[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

void
dialect_name(const char *bytes, size_t n, char out[DIALECT_NAME])
{
	size_t	at = 0;

	for (size_t i = 0, wide; i < n && i < MAX_DELIM; i++) {
		unsigned char	c = (unsigned char)bytes[i];

		if (c == '\t')
			at += (size_t)snprintf(out + at, 3, "\\t");
		else if (c == '\\')
			at += (size_t)snprintf(out + at, 3, "\\\\");
		else if ((wide = wide_length(bytes + i, n - i)) > 0) {
			memcpy(out + at, bytes + i, wide);
			at += wide;
			i += wide - 1;
		} else if (c < ' ' || c >= 0x7f)
			at += (size_t)snprintf(out + at, 5, "\\x%02x", c);
		else
			out[at++] = (char)c;
	}
	out[at] = '\0';
}
