/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * warc_name.c - what a record is called: the address it was fetched from, made
 * fit to be a name.
 *
 * Passwords do not belong there, fragments were never asked for, and a slash
 * in a query is no part of a path.
 */
#include <string.h>

#include "warc.h"

/* Behind "user:password@"; `uri` where there is none. */
static const char *
behind_user(const char *host)
{
	const char	*at = NULL, *p = host;

	for (; *p != '\0' && strchr("/?#", *p) == NULL; p++)
		if (*p == '@')
			at = p + 1;
	return at != NULL ? at : host;
}

static size_t
put(char *out, size_t n, const char *p, size_t k)
{
	if (n + k >= WARC_NAME)
		return n;
	memcpy(out + n, p, k);
	return n + k;
}

static size_t
put_escaped(char *out, size_t n, unsigned char c)
{
	static const char	hex[] = "0123456789ABCDEF";
	const char		text[3] = { '%', hex[c >> 4], hex[c & 15] };

	return put(out, n, text, 3);
}

void
warc_name(struct warc *w, const char *uri)
{
	const char	*p = uri + (*uri == '<'), *host = strstr(p, "://");
	size_t		 n = 0;
	bool		 query = false;

	if (host != NULL) {
		n = put(w->name, n, p, (size_t)(host + 3 - p));
		p = behind_user(host + 3);
	}
	for (; *p != '\0' && *p != '#'; p++) {
		if (*uri == '<' && p[0] == '>' && p[1] == '\0')
			break;
		query |= *p == '?';
		if ((unsigned char)*p <= ' ' || *p == 0x7f ||
		    (query && *p == '/'))
			n = put_escaped(w->name, n, (unsigned char)*p);
		else
			n = put(w->name, n, p, 1);
	}
	w->name[n] = '\0';
}
