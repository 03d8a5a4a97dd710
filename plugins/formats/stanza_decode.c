/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stanza_decode.c - base64, quoted-printable, and words of heads in them.
 */
#include <string.h>

#include "stanza.h"

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static int
digit64(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

size_t
stanza_base64(const char *p, size_t n, char *to)
{
	uint32_t	bits = 0;
	size_t		out = 0, digits = 0;

	for (size_t i = 0; i < n; i++) {
		int	d = digit64(p[i]);

		if (is_space(p[i]) || p[i] == '=')
			continue;
		if (d < 0)
			return SIZE_MAX;
		bits = bits << 6 | (uint32_t)d;
		if (++digits % 4 != 1)
			to[out++] = (char)(bits >> (4 - digits % 4) * 2 % 8);
	}
	return digits % 4 == 1 ? SIZE_MAX : out;
}

static int
digit16(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* How much of a soft line end is at p, behind its sign. */
static size_t
soft_end(const char *p, size_t n)
{
	size_t	i = n > 0 && *p == '\r';

	return i < n && p[i] == '\n' ? i + 1 : i;
}

size_t
stanza_printable(const char *p, size_t n, bool words, char *to)
{
	size_t	out = 0, soft;

	for (size_t i = 0; i < n; i++) {
		if (words && p[i] == '_')
			to[out++] = ' ';
		else if (p[i] != '=')
			to[out++] = p[i];
		else if (i + 2 < n && digit16(p[i + 1]) >= 0 &&
		    digit16(p[i + 2]) >= 0) {
			to[out++] = (char)(digit16(p[i + 1]) * 16 +
			    digit16(p[i + 2]));
			i += 2;
		} else if ((soft = soft_end(p + i + 1, n - i - 1)) > 0)
			i += soft;
		else
			to[out++] = '=';
	}
	return out;
}

bool
stanza_is_utf8(const char *p, size_t n)
{
	for (size_t i = 0; i < n;) {
		unsigned char	c = (unsigned char)p[i];
		size_t		more = c < 0x80 ? 0 : c >= 0xc2 && c < 0xe0 ?
				    1 : c >= 0xe0 && c < 0xf0 ? 2 :
				    c >= 0xf0 && c < 0xf5 ? 3 : SIZE_MAX;

		if (more >= n - i)
			return false;
		while (i++, more-- > 0)
			if (((unsigned char)p[i] & 0xc0) != 0x80)
				return false;
	}
	return true;
}

/* The parts of "=?utf-8?q?x?=" and the bytes of all of it; 0: it is none. */
static size_t
word_at(const char *p, size_t n, struct stanza_text part[3])
{
	const char	*e;
	size_t		 at = 2;

	if (n < 8 || p[0] != '=' || p[1] != '?')
		return 0;
	for (int i = 0; i < 3; i++) {
		e = memchr(p + at, '?', n - at);
		if (e == NULL || e - p > 4096)
			return 0;
		part[i] = (struct stanza_text){ p + at, (size_t)(e - p) - at };
		at = (size_t)(e - p) + 1;
	}
	return at < n && p[at] == '=' && part[0].n > 0 && part[0].n < 40 &&
	    part[1].n == 1 && memchr(part[2].p, ' ', part[2].n) == NULL ?
	    at + 1 : 0;
}

/* A word decoded; SIZE_MAX: it cannot be. */
static size_t
decode_word(struct ps_self *self, struct ps_rows *out,
    const struct stanza_text part[3], char *to, size_t room)
{
	char	*bytes = ps_scratch(self, out, part[2].n + 1), *text;
	char	 charset[40];
	size_t	 n, bad;
	char	 how = (char)(*part[1].p | 0x20);

	n = how == 'b' ? stanza_base64(part[2].p, part[2].n, bytes) :
	    how == 'q' ? stanza_printable(part[2].p, part[2].n, true, bytes) :
	    SIZE_MAX;
	if (n == SIZE_MAX || memchr(bytes, '\0', n) != NULL)
		return SIZE_MAX;
	memcpy(charset, part[0].p, part[0].n);
	charset[part[0].n] = '\0';
	charset[strcspn(charset, "*")] = '\0';
	text = ps_scratch(self, out, PS_UTF8_ROOM(n));
	n = ps_utf8(self, charset, bytes, n, text, &bad);
	if (n == SIZE_MAX || n > room)
		return SIZE_MAX;
	memcpy(to, text, n);
	return n;
}

/* Blanks between two words are not there. */
static size_t
blanks(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && is_space(p[i]))
		i++;
	return i;
}

size_t
stanza_words(struct ps_self *self, struct ps_rows *out, const char *p,
    size_t n, char *to)
{
	struct stanza_text	part[3];
	size_t			at = 0, to_n = 0, word, len, before = SIZE_MAX;

	while (at < n) {
		word = word_at(p + at, n - at, part);
		len = word == 0 ? SIZE_MAX : decode_word(self, out, part,
		    to + (before == SIZE_MAX ? to_n : before),
		    PS_UTF8_ROOM(n) - to_n);
		if (len == SIZE_MAX) {
			if (!is_space(p[at]))
				before = SIZE_MAX;
			to[to_n++] = p[at++];
			continue;
		}
		to_n = (before == SIZE_MAX ? to_n : before) + len;
		at += word;
		before = blanks(p + at, n - at) > 0 ? to_n : SIZE_MAX;
	}
	return to_n;
}
