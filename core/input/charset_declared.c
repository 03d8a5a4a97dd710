/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * charset_declared.c - what a document says of its own encoding.
 *
 * Of XML only, and believed only where the bytes do not prove another: editors
 * convert text and leave the declaration as it was.
 */
#include <string.h>

#include "charset_impl.h"

#define HEAD	256u		/* the declaration stands within */

/* Names that are not iconv's, or stand for what is more than they say. */
static const struct alias {
	const char	*name, *meaning;
} aliases[] = {
	{ "iso-8859-1", "windows-1252" }, { "latin1", "windows-1252" },
	{ "us-ascii", "windows-1252" }, { "ascii", "windows-1252" },
	{ "windows-1252", "windows-1252" }, { "cp1252", "windows-1252" },
	{ "gb2312", "GB18030" }, { "gbk", "GB18030" },
	{ "windows-31j", "CP932" }, { "x-sjis", "CP932" },
	{ "cp1250", "windows-1250" }, { "cp1251", "windows-1251" },
	{ "latin2", "ISO-8859-2" }, { "iso-8859-9", "windows-1254" },
	{ "cp866", "IBM866" },
};

static bool
is_name(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
	    c == '-' || c == '_' || c == '.' || c == ':';
}

static size_t
skip(const char *p, size_t n, size_t at, const char *set)
{
	while (at < n && p[at] != '\0' && strchr(set, p[at]) != NULL)
		at++;
	return at;
}

/* The value of `encoding` within the declaration, as text of its own. */
static bool
find_name(const char *p, size_t n, char *name, size_t room)
{
	static const char	key[] = "encoding";
	size_t			at, end;

	for (at = 5; at + sizeof(key) < n; at++)
		if (memcmp(p + at, key, sizeof(key) - 1) == 0)
			break;
	if (at + sizeof(key) >= n)
		return false;
	at = skip(p, n, at + sizeof(key) - 1, " \t\r\n=\"'");
	for (end = at; end < n && is_name(p[end]); end++)
		continue;
	if (end == at || end - at >= room)
		return false;
	memcpy(name, p + at, end - at);
	name[end - at] = '\0';
	return true;
}

const char *
charset_declared(const char *p, size_t n)
{
	char		 name[40];
	const char	*end;

	if (n < 5 || memcmp(p, "<?xml", 5) != 0)
		return NULL;
	n = n < HEAD ? n : HEAD;
	end = memchr(p, '>', n);
	if (end == NULL || !find_name(p, (size_t)(end - p), name,
	    sizeof(name)))
		return NULL;
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (charset_same(name, aliases[i].name))
			return aliases[i].meaning;
	return charset_iconv_name(name);
}
