/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_url_site.c - the parts of canonical URLs, and whether two of them belong
 * to one site.
 *
 * What somebody can register is told by the public suffix list (libpsl).
 * Without it the last two labels count, or three where the last is a country
 * and the one before it is a word that countries put there.
 */
#include <string.h>
#ifdef HAVE_PSL
#include <libpsl.h>
#endif

#include "http_url_impl.h"

#define HOST_ROOM	256u

static size_t
find(const char *p, size_t n, char c)
{
	const char	*at = n == 0 ? NULL : memchr(p, c, n);

	return at == NULL ? n : (size_t)(at - p);
}

static size_t
find_last(const char *p, size_t n, char c)
{
	const char	*at = n == 0 ? NULL : memrchr(p, c, n);

	return at == NULL ? n : (size_t)(at - p);
}

/* "h.example:8443" or "[::1]:8443" */
static void
split_authority(const char *p, size_t n, struct url_parts *parts)
{
	size_t	colon = p[0] == '[' ? find(p, n, ']') + 1 : find(p, n, ':');

	parts->host.p = p + (p[0] == '[');
	parts->host.n = p[0] == '[' ? colon - 2 : colon;
	parts->port = parts->secure ? 443 : 80;
	if (colon + 1 < n)
		parts->port = 0;
	for (size_t i = colon + 1; i < n; i++)
		parts->port = (uint16_t)(parts->port * 10 + (p[i] - '0'));
}

void
url_split(const char *url, struct url_parts *parts)
{
	size_t	n = strlen(url), at, slash;

	memset(parts, 0, sizeof(*parts));
	parts->secure = url[4] == 's';
	parts->scheme = (struct url_piece){ url, parts->secure ? 5 : 4 };
	at = parts->scheme.n + 3;
	slash = at + find(url + at, n - at, '/');
	parts->site = (struct url_piece){ url, slash };
	split_authority(url + at, slash - at, parts);
	parts->path = (struct url_piece){ url + slash,
	    find(url + slash, n - slash, '?') };
	at = slash + parts->path.n;
	if (at < n)
		parts->query = (struct url_piece){ url + at + 1, n - at - 1 };
	at = find_last(parts->path.p, parts->path.n, '/') + 1;
	parts->name = (struct url_piece){ parts->path.p + at,
	    parts->path.n - at };
	at = find_last(parts->name.p, parts->name.n, '.');
	if (at > 0 && at < parts->name.n)
		parts->ext = (struct url_piece){ parts->name.p + at + 1,
		    parts->name.n - at - 1 };
}

void
url_site(const char *url, char *to)
{
	struct url_parts	parts;
	size_t			n;

	url_split(url, &parts);
	n = parts.site.n < URL_SITE_ROOM ? parts.site.n : URL_SITE_ROOM - 1;
	memcpy(to, url, n);
	to[n] = '\0';
}

size_t
url_decoded(struct url_piece piece, char *to)
{
	size_t	k = 0, taken;

	for (size_t i = 0; i < piece.n; i += taken)
		to[k++] = (char)url_byte(piece.p + i, piece.n - i, &taken);
	to[k] = '\0';
	return k;
}

#ifdef HAVE_PSL
static const char *
registered(const char *host)
{
	const psl_ctx_t	*list = psl_builtin();

	return list == NULL ? NULL : psl_registrable_domain(list, host);
}
#else
/* h.co.uk and h.gov.au are registered, not co.uk and gov.au. */
static bool
is_of_country(const char *p, size_t n)
{
	static const char *const	words[] = {
		"ac", "co", "com", "edu", "gob", "gouv", "gov", "govt", "id",
		"mil", "ne", "net", "nhs", "nom", "or", "org", "police", "sch"
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (url_is_word(p, n, words[i]))
			return true;
	return false;
}

static const char *
registered(const char *host)
{
	size_t	n = strlen(host), last, second, third;

	last = find_last(host, n, '.');
	if (last == n)
		return NULL;
	second = find_last(host, last, '.');
	second = second == last ? 0 : second + 1;
	if (n - last - 1 != 2 || !is_of_country(host + second, last - second))
		return host + second;
	if (second == 0)
		return NULL;
	third = find_last(host, second - 1, '.');
	return host + (third == second - 1 ? 0 : third + 1);
}
#endif

bool
url_same_site(const char *a, const char *b)
{
	char			 hosts[2][HOST_ROOM];
	const char		*own[2];
	struct url_parts	 parts[2];

	url_split(a, &parts[0]);
	url_split(b, &parts[1]);
	if (parts[0].host.n == parts[1].host.n && memcmp(parts[0].host.p,
	    parts[1].host.p, parts[0].host.n) == 0)
		return true;
	for (int i = 0; i < 2; i++) {
		const struct url_piece	*h = &parts[i].host;

		if (h->n >= HOST_ROOM || url_is_address(h->p, h->n))
			return false;
		memcpy(hosts[i], h->p, h->n);
		hosts[i][h->n] = '\0';
		own[i] = registered(hosts[i]);
	}
	return own[0] != NULL && own[1] != NULL && strcmp(own[0], own[1]) == 0;
}
