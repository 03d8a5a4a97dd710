/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * charset_declared.c - what a document says of its own encoding.
 *
 * Of XML and HTML only, and believed only where the bytes do not prove another:
 * editors convert text and leave the declaration as it was.
 */
#include <string.h>

#include "charset_impl.h"

#define HEAD	256u		/* the declaration stands within, */
#define PAGE_HEAD 2048u		/* and that of a page */

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

/* The value of `key` within these bytes, as text of its own. */
static bool
find_name(const char *p, size_t n, const char *key, char *name, size_t room)
{
	size_t	k = strlen(key), at, end;

	for (at = 0; at + k < n; at++)
		if (strncasecmp(p + at, key, k) == 0)
			break;
	if (at + k >= n)
		return false;
	at = skip(p, n, at + k, " \t\r\n=\"'");
	for (end = at; end < n && is_name(p[end]); end++)
		continue;
	if (end == at || end - at >= room)
		return false;
	memcpy(name, p + at, end - at);
	name[end - at] = '\0';
	return true;
}

static bool
of_xml(const char *p, size_t n, char *name, size_t room)
{
	const char	*end = memchr(p, '>', n < HEAD ? n : HEAD);

	return end != NULL && find_name(p, (size_t)(end - p), "encoding",
	    name, room);
}

/* <meta charset=...>, or a content type that says so. */
static bool
of_page(const char *p, size_t n, char *name, size_t room)
{
	const char	*at = p, *stop = p + (n < PAGE_HEAD ? n : PAGE_HEAD);
	const char	*end;

	while ((at = memchr(at, '<', (size_t)(stop - at))) != NULL) {
		end = memchr(at, '>', (size_t)(stop - at));
		if (end == NULL)
			return false;
		if (end - at > 5 && strncasecmp(at, "<meta", 5) == 0 &&
		    find_name(at, (size_t)(end - at), "charset", name, room))
			return true;
		at++;
	}
	return false;
}

const char *
charset_declared(const char *p, size_t n)
{
	char	name[40];
	size_t	at = skip(p, n, 0, " \t\r\n");

	if (n - at < 5 || p[at] != '<')
		return NULL;
	if (memcmp(p, "<?xml", 5) != 0 || !of_xml(p, n, name, sizeof(name)))
		if (!of_page(p + at, n - at, name, sizeof(name)))
			return NULL;
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (charset_same(name, aliases[i].name))
			return aliases[i].meaning;
	return charset_iconv_name(name);
}
