/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_http_url.c - any bytes as a URL and as a selector: what comes out as
 * canonical has the parts of a URL and is canonical again.
 *
 * The first byte says by which rules; a tab ends a base, if there is one.
 */
#include <stdlib.h>
#include <string.h>

#include "../plugins/sources/http_select.h"
#include "../plugins/sources/http_url.h"
#include "http_host.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* In a block of just that size. */
static char *
canonical(const struct url_rules *rules, const char *base, const char *p,
    size_t n)
{
	char		*to = malloc(URL_ROOM);
	struct url_user	 user;
	size_t		 length;

	if (to == NULL || url_canonical(&http_self, rules, base, p, n, to,
	    &length, &user) != URL_GOOD) {
		free(to);
		return NULL;
	}
	if (length != strlen(to) || length > URL_BYTES)
		abort();
	return to;
}

static void
check_bytes(const char *url)
{
	for (const char *p = url; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~' ||
		    strchr("\"#<>\\^`{|}", *p) != NULL)
			abort();
}

static void
check_parts(const char *url)
{
	struct url_parts	parts;
	char			site[URL_SITE_ROOM];

	url_split(url, &parts);
	url_site(url, site);
	if (strncmp(url, site, strlen(site)) != 0 || parts.host.n == 0 ||
	    parts.path.n == 0 || parts.path.p[0] != '/' ||
	    strlen(site) + parts.path.n > strlen(url) || parts.port == 0 ||
	    memchr(parts.host.p, '@', parts.host.n) != NULL)
		abort();
	if (!url_same_site(url, url))
		abort();
}

static void
check(const struct url_rules *rules, const char *base, const char *p,
    size_t n)
{
	char	*once = canonical(rules, base, p, n), *twice;

	if (once == NULL)
		return;
	check_bytes(once);
	check_parts(once);
	twice = canonical(rules, base, once, strlen(once));
	if (twice == NULL || strcmp(once, twice) != 0)
		abort();
	free(once);
	free(twice);
}

static void
check_selector(const char *p, size_t n)
{
	char		*text = malloc(n + 1);
	struct select	*s;

	if (text == NULL)
		return;
	memcpy(text, p, n);
	text[n] = '\0';
	select_expects(text);
	s = select_new(text);
	if (s != NULL)
		select_matches(&http_self, s, "http://h.example/a/b.csv?c=d",
		    text);
	select_free(s);
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct url_rules	 rules = { false, false };
	const char		*p = (const char *)data, *tab;
	char			*base = NULL;

	if (size == 0)
		return 0;
	rules.sort_query = (*p & 1) != 0;
	rules.keep_sessions = (*p & 2) != 0;
	p++;
	size--;
	check_selector(p, size < 2000 ? size : 2000);
	tab = size == 0 ? NULL : memchr(p, '\t', size);
	if (tab != NULL) {
		base = canonical(&rules, NULL, p, (size_t)(tab - p));
		size -= (size_t)(tab + 1 - p);
		p = tab + 1;
	}
	check(&rules, base, p, size);
	free(base);
	return 0;
}
