/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_links.h - the links of a page, a feed, a sitemap or an index of a
 * folder, out of its bytes as they come.
 *
 * What it is, is told by its content; what has no links costs its first bytes.
 * Links are canonical, each once, in the order in which they stand there.
 * All belongs to the reader and is gone with it.
 */
#ifndef PS_HTTP_LINKS_H
#define PS_HTTP_LINKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "http_url.h"

#define LINKS_MAX		10000u	/* of a page */
#define LINKS_SITEMAP_MAX	50000u	/* of a sitemap, as it may have */

struct links;

enum links_kind {
	LINKS_OPEN,		/* not enough was seen */
	LINKS_NONE,		/* nothing with links of its own */
	LINKS_HTML,
	LINKS_INDEX,		/* of a folder, by Apache, nginx and others */
	LINKS_SITEMAP,		/* its links are pages */
	LINKS_SITEMAP_INDEX,	/* its links are sitemaps */
	LINKS_FEED
};

/* What a link is, beside "a page that is linked to". */
enum {
	LINK_SITEMAP	= 1 << 0,	/* another sitemap: no step deeper */
	LINK_MOVED	= 1 << 1,	/* instead of this page (refresh): so */
	LINK_ENCLOSED	= 1 << 2	/* a feed's enclosure: data */
};

struct links_link {
	const char	*url;		/* canonical */
	const char	*relation;	/* "a", "next", "sitemap"; static */
	unsigned	 flags;		/* LINK_... */
};

struct links_options {
	const char	*base;		/* canonical: where it came from */
	const char	*type;		/* its Content-Type, or NULL */
	struct url_rules rules;
	bool		 sitemap;	/* it was called one by robots.txt or */
					/* another: a text may be one */
	bool		 ignore_robots;	/* nofollow and noindex mean nothing */
};

/* What was found, once links_end() was called. */
struct links_found {
	enum links_kind	 kind;
	const struct links_link *links;
	uint32_t	 n;
	uint32_t	 n_dropped;	/* more than there may be */
	uint32_t	 n_unfit;	/* mailto:, javascript:, ftp: */
	uint32_t	 n_nofollow;	/* each by itself: rel=nofollow */
	const char	*canonical;	/* rel=canonical, if another; or NULL */
	bool		 nofollow;	/* the page says so of all its links */
	bool		 noindex;	/* it asks not to be stored */
	const char	*broken;	/* "its gzip is damaged", or NULL; */
					/* what came before it counts */
};

/* NULL: no memory.  The options are copied. */
struct links *links_new(struct ps_self *, const struct links_options *);
/* A header of the answer: Link, Refresh, X-Robots-Tag; others are passed by. */
void	links_header(struct links *, const char *name, const char *value,
	    size_t n);
/* The next bytes, as they are once Content-Encoding is undone. */
void	links_feed(struct links *, const void *, size_t n);
/* All is there: what was found, valid until links_close(). */
const struct links_found *links_end(struct links *);
void	links_close(struct links *);
/* What it is, as far as it was fed: LINKS_NONE needs no more of it. */
enum links_kind links_kind(const struct links *);

#endif
