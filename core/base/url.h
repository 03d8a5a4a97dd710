/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * url.h - references are resolved (RFC 3986, section 5), and links become the
 * addresses of documents.
 */
#ifndef PS_URL_H
#define PS_URL_H

#include "polyscraper.h"

struct arena;

#define URL_MAX	((size_t)64 << 10)	/* bytes of a link that is one */

/* The bytes of "scheme:", or 0. */
size_t	url_scheme(const char *, size_t n);
/* Those of "scheme://host", or of "scheme:". */
size_t	url_authority(const char *, size_t n);
/* Where one of these stands, from `from` on; else n. */
size_t	url_before(const char *, size_t n, size_t from, const char *set);
/* As ps_resolve(). */
size_t	url_resolve(const char *base, size_t n_base, const char *, size_t n,
	    char *to);
/* A page with links. */
struct url_page {
	const char	*address;
	const char	*parent;	/* what it lies in or was found in, */
	const char	*base;		/* its <base href>; or NULL, both */
};

/*
 * Where a link leads, as the address of a document: a URL or an absolute path,
 * without a fragment; a path without a query, too, and with its %20 decoded.
 * Links within a container stay in it.  NULL: it leads nowhere (to the page
 * itself, to javascript:, to a name with %00 or %2F in it), or from another
 * computer's page to files of this one.
 */
const char *url_link(struct arena *, const struct url_page *, const char *link,
	    size_t n);

#endif
