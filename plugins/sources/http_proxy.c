/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_proxy.c - by which proxy, if any, a URL is asked for.
 *
 * Only if the user says so, by its address or by "environment", which means
 * http_proxy, https_proxy, all_proxy and no_proxy.  These are read here, so
 * that it is known which connections are to the site itself: their addresses
 * are judged.  (HTTP_PROXY is what a client of a CGI says in a header.)
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "http.h"
#include "http_url.h"

/* ".h.example", "h.example" and "h.example:80" take all hosts below it. */
static bool
is_below(const char *name, size_t n, const struct url_parts *url)
{
	const char	*host = url->host.p, *colon = memchr(name, ':', n);
	size_t		 length = url->host.n;

	if (n == 1 && *name == '*')
		return true;
	if (n > 0 && *name == '.') {
		name++;
		n--;
	}
	if (n > 0 && *name == '[' && name[n - 1] == ']') {
		name++;
		n -= 2;
	} else if (colon != NULL && memchr(colon + 1, ':', n -
	    (size_t)(colon + 1 - name)) == NULL)
		n = (size_t)(colon - name);
	return n > 0 && n <= length &&
	    strncasecmp(host + length - n, name, n) == 0 &&
	    (n == length || host[length - n - 1] == '.');
}

static bool
is_excepted(const char *list, const struct url_parts *url)
{
	size_t	n;

	for (; list != NULL && *list != '\0'; list += n) {
		list += strspn(list, ", \t");
		n = strcspn(list, ", \t");
		if (is_below(list, n, url))
			return true;
	}
	return false;
}

static const char *
variable(const char *small, const char *capital)
{
	const char	*s = getenv(small);

	if ((s == NULL || *s == '\0') && capital != NULL)
		s = getenv(capital);
	return s == NULL || *s == '\0' ? NULL : s;
}

static const char *
of_environment(const char *address)
{
	struct url_parts	 url;
	const char		*proxy;

	url_split(address, &url);
	if (is_excepted(variable("no_proxy", "NO_PROXY"), &url))
		return NULL;
	proxy = url.secure ? variable("https_proxy", "HTTPS_PROXY") :
	    variable("http_proxy", NULL);
	return proxy != NULL ? proxy : variable("all_proxy", "ALL_PROXY");
}

const char *
proxy_for(const struct http_options *o, const char *url)
{
	if (o->proxy == NULL || *o->proxy == '\0')
		return NULL;
	return strcmp(o->proxy, "environment") == 0 ? of_environment(url) :
	    o->proxy;
}
