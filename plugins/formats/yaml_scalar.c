/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yaml_scalar.c - what a scalar is by the core schema of YAML 1.2, where `no`
 * and `12:30` are text; what its tag makes of it; text that grows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "yaml_format.h"

#define YAML_TAG	"tag:yaml.org,2002:"

static const struct {
	const char	*name;
	int		 kind;		/* enum scalar; -1: as it looks */
} known_tags[] = {
	{ "str", SCALAR_TEXT }, { "binary", SCALAR_TEXT },
	{ "null", SCALAR_NULL }, { "bool", SCALAR_WORD },
	{ "int", SCALAR_NUMBER }, { "float", SCALAR_NUMBER },
	{ "timestamp", -1 }, { "map", -1 }, { "seq", -1 }, { "set", -1 },
	{ "omap", -1 }, { "pairs", -1 }, { "merge", -1 }, { "value", -1 }
};

enum { KNOWN_TAGS = sizeof(known_tags) / sizeof(known_tags[0]) };

/* Its row of the table, or KNOWN_TAGS. */
static size_t
find_tag(const char *tag)
{
	size_t	n = strlen(YAML_TAG), i;

	if (strncmp(tag, YAML_TAG, n) != 0)
		return KNOWN_TAGS;
	for (i = 0; i < KNOWN_TAGS; i++)
		if (strcmp(tag + n, known_tags[i].name) == 0)
			break;
	return i;
}

size_t
yaml_tag(const char *tag, char *out, size_t size)
{
	int	n;

	if (tag == NULL || strcmp(tag, "!") == 0 || find_tag(tag) <
	    KNOWN_TAGS)
		return 0;
	if (strncmp(tag, YAML_TAG, strlen(YAML_TAG)) == 0)
		n = snprintf(out, size, "!!%s", tag + strlen(YAML_TAG));
	else
		n = snprintf(out, size, *tag == '!' ? "%s" : "!<%s>", tag);
	return n < 0 ? 0 : (size_t)n < size ? (size_t)n : size - 1;
}

static bool
is_one_of(const struct event *e, const char *words)
{
	size_t	n;

	for (; *words != '\0'; words += n + (words[n] == ' ')) {
		n = strcspn(words, " ");
		if (n == e->n && memcmp(words, e->p, n) == 0)
			return true;
	}
	return false;
}

static size_t
digits(const char *p, size_t n)
{
	size_t	i = 0;

	while (i < n && p[i] >= '0' && p[i] <= '9')
		i++;
	return i;
}

/* 0x1f and 0o17. */
static bool
is_based(const char *p, size_t n)
{
	const char	*of = n > 2 && p[1] == 'x' ?
			    "0123456789abcdefABCDEF" : "01234567";

	if (n < 3 || p[0] != '0' || (p[1] != 'x' && p[1] != 'o'))
		return false;
	for (size_t i = 2; i < n; i++)
		if (p[i] == '\0' || strchr(of, p[i]) == NULL)
			return false;
	return true;
}

/* An exponent from p on, or nothing. */
static bool
is_exponent(const char *p, size_t n)
{
	size_t	i = 1;

	if (n == 0)
		return true;
	if (*p != 'e' && *p != 'E')
		return false;
	i += n > 1 && (p[1] == '+' || p[1] == '-');
	return i < n && i + digits(p + i, n - i) == n;
}

static bool
is_number(const char *p, size_t n, bool *json)
{
	size_t	sign = n > 0 && (p[0] == '-' || p[0] == '+'), whole, part = 0;
	size_t	i = sign;

	whole = digits(p + i, n - i);
	i += whole;
	if (i < n && p[i] == '.') {
		part = digits(p + i + 1, n - i - 1);
		i += 1 + part;
		*json = part > 0;
	} else
		*json = true;
	*json &= whole > 0 && (whole == 1 || p[sign] != '0') &&
	    !(sign == 1 && p[0] == '+');
	return whole + part > 0 && is_exponent(p + i, n - i);
}

static enum scalar
kind_by_look(const struct event *e, bool *json)
{
	struct event	bare = *e;

	*json = true;
	if (e->n == 0 || is_one_of(e, "null Null NULL ~"))
		return SCALAR_NULL;
	if (is_one_of(e, "true True TRUE false False FALSE"))
		return SCALAR_WORD;
	if (is_number(e->p, e->n, json))
		return SCALAR_NUMBER;
	*json = false;
	if (*bare.p == '-' || *bare.p == '+') {
		bare.p++;
		bare.n--;
	}
	return is_based(e->p, e->n) || is_one_of(&bare,
	    ".inf .Inf .INF") || is_one_of(e, ".nan .NaN .NAN") ?
	    SCALAR_NUMBER : SCALAR_TEXT;
}

enum scalar
yaml_scalar_kind(const struct event *e, bool *json)
{
	size_t		i = e->tag == NULL ? KNOWN_TAGS : find_tag(e->tag);
	enum scalar	looks = kind_by_look(e, json);

	if (i < KNOWN_TAGS && known_tags[i].kind >= 0) {
		*json &= looks == (enum scalar)known_tags[i].kind;
		return (enum scalar)known_tags[i].kind;
	}
	if (e->plain && (e->tag == NULL || i < KNOWN_TAGS))
		return looks;
	*json = false;
	return SCALAR_TEXT;
}

bool
yaml_text(struct text *t, const char *p, size_t n)
{
	size_t	room = t->room;
	char	*more;

	if (n > TEXT_MAX || t->n + n > 2 * TEXT_MAX)
		return false;
	while (t->n + n >= room)
		room = room == 0 ? 256 : 2 * room;
	if (room > t->room) {
		if ((more = realloc(t->p, room)) == NULL)
			return false;
		t->p = more;
		t->room = room;
	}
	if (n > 0)
		memcpy(t->p + t->n, p, n);
	t->n += n;
	return true;
}

bool
yaml_char(struct text *t, char c)
{
	return yaml_text(t, &c, 1);
}

bool
yaml_quote(struct text *t, const char *p, size_t n)
{
	size_t	from = 0;
	char	code[8];
	bool	good = yaml_char(t, '"');

	for (size_t i = 0; i < n && good; i++) {
		unsigned char	c = (unsigned char)p[i];

		if (c >= ' ' && c != '"' && c != '\\')
			continue;
		snprintf(code, sizeof(code), c == '\n' ? "\\n" : c == '\t' ?
		    "\\t" : c < ' ' ? "\\u%04x" : "\\%c", c);
		good = yaml_text(t, p + from, i - from) &&
		    yaml_text(t, code, strlen(code));
		from = i + 1;
	}
	return good && yaml_text(t, p + from, n - from) && yaml_char(t, '"');
}
