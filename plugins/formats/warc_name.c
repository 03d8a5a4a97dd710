/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * warc_name.c - what a record is called: its place is the address that it was
 * fetched from, made fit to be one, and its name what a file would be called
 * that is saved from there.
 *
 * Passwords do not belong there, fragments were never asked for, and a slash
 * in a query is no part of a path.
 */
#include <string.h>

#include "warc.h"

/* Behind "user:password@"; `host` where there is none. */
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
put(char *out, size_t room, size_t n, const char *p, size_t k)
{
	if (n + k >= room)
		return n;
	memcpy(out + n, p, k);
	return n + k;
}

static size_t
put_escaped(char *out, size_t room, size_t n, char c)
{
	static const char	hex[] = "0123456789ABCDEF";
	const char		text[3] = { '%', hex[(unsigned char)c >> 4],
				    hex[c & 15] };

	return put(out, room, n, text, 3);
}

void
warc_place(const char *uri, char to[WARC_PLACE])
{
	const char	*p = uri + (*uri == '<'), *host = strstr(p, "://");
	size_t		 n = 0;
	bool		 query = false;

	if (host != NULL) {
		n = put(to, WARC_PLACE, n, p, (size_t)(host + 3 - p));
		p = behind_user(host + 3);
	}
	for (; *p != '\0' && *p != '#'; p++) {
		if (*uri == '<' && p[0] == '>' && p[1] == '\0')
			break;
		query |= *p == '?';
		if ((unsigned char)*p <= ' ' || *p == 0x7f ||
		    (query && *p == '/'))
			n = put_escaped(to, WARC_PLACE, n, *p);
		else
			n = put(to, WARC_PLACE, n, p, 1);
	}
	to[n] = '\0';
}

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ?
	    c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/*
 * The name in a Content-Disposition (RFC 6266): filename="...", or better
 * filename*=UTF-8''..., whose escapes are undone like those of a path.
 */
static size_t
told_name(const char *told, const char **p)
{
	size_t		 n = 0;
	const char	*quote;

	for (; told != NULL && *told != '\0'; told++) {
		if (warc_starts(told, "filename*=") &&
		    (quote = strchr(told, '\'')) != NULL &&
		    (quote = strchr(quote + 1, '\'')) != NULL) {
			*p = quote + 1;
			return strcspn(*p, "; \t");
		}
		if (n == 0 && warc_starts(told, "filename=")) {
			*p = told + 9 + (told[9] == '"');
			n = strcspn(*p, told[9] == '"' ? "\"" : "; \t");
		}
	}
	return n;
}

/* The last part of the path, or the host where the path has none. */
static size_t
last_part(const char *uri, const char **p)
{
	const char	*host = strstr(uri, "://");
	const char	*begin = host != NULL ? host + 3 : uri;
	size_t		 n = strcspn(begin, "?"), i = n;

	while (i > 0 && begin[i - 1] != '/')
		i--;
	if (i == n)
		n = strcspn(begin, "/?:"), i = 0;
	*p = begin + i;
	return n - i;
}

static void
set_name(struct warc *w, const char *p, size_t n)
{
	size_t	k = 0;

	/* The end has the suffix. */
	if (n > WARC_CALLED / 3) {
		p += n - WARC_CALLED / 3;
		n = WARC_CALLED / 3;
	}
	for (size_t i = 0; i < n; i++) {
		char	c = p[i];

		if (c == '%' && n - i > 2 && hex(p[i + 1]) >= 2 &&
		    hex(p[i + 1]) < 8 && hex(p[i + 2]) >= 0) {
			c = (char)(16 * hex(p[i + 1]) + hex(p[i + 2]));
			i += 2;
		}
		if ((unsigned char)c < ' ' || (unsigned char)c >= 0x7f)
			k = put_escaped(w->called, WARC_CALLED, k, c);
		else
			k = put(w->called, WARC_CALLED, k, c == '/' ||
			    c == '\\' ? "_" : &c, 1);
	}
	w->called[k] = '\0';
}

void
warc_called(struct warc *w, const char *uri, const struct warc_head *http,
    struct ps_doc *d)
{
	const char	*type, *p = "";
	size_t		 n = 0;

	if (http != NULL)
		n = told_name(warc_field(http, "Content-Disposition"), &p);
	for (size_t i = n; i > 0; i--)
		if (p[i - 1] == '/' || p[i - 1] == '\\') {
			p += i;
			n -= i;
			break;
		}
	if (n == 0)
		n = last_part(uri, &p);
	set_name(w, p, n);
	if (w->called[0] != '\0')
		d->name = w->called;
	type = warc_field(http != NULL ? http : &w->head, "Content-Type");
	n = type == NULL ? 0 : strcspn(type, "; \t");
	if (n > 0 && n < sizeof(w->mime)) {
		memcpy(w->mime, type, n);
		w->mime[n] = '\0';
		d->mime = w->mime;
	}
}
