/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_robots.h - what a site's robots.txt allows (RFC 9309).
 *
 * Everything here is a pure function of the text, which is kept as it came:
 * nothing is allocated, and what is given out are pieces of the text.  A text
 * is read up to ROBOTS_MAX bytes, whole lines only; that and the bounds below
 * make the time of an answer at most that of matching a path with each line.
 *
 * `agent` is a product token (robots_product()), matched whatever its case.
 */
#ifndef PS_HTTP_ROBOTS_H
#define PS_HTTP_ROBOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROBOTS_MAX	(500u << 10)	/* bytes of a text (2.5) */
#define ROBOTS_LINE	16663u		/* of a line; the rest is cut */
#define ROBOTS_PATH	20480u		/* of a path; longer: refused */
#define ROBOTS_FRESH	86400u		/* seconds an answer holds (2.4) */
#define ROBOTS_HOPS	5u		/* redirects of the file itself */

enum robots_kind {
	ROBOTS_NO_LINE = 0, ROBOTS_USER_AGENT, ROBOTS_ALLOW, ROBOTS_DISALLOW,
	ROBOTS_SITEMAP, ROBOTS_DELAY, ROBOTS_UNKNOWN
};

/* How far a text was read.  Set up by robots_begin(). */
struct robots_reader {
	const char	*p, *end;
	uint32_t	 line;		/* lines seen so far */
};

struct robots_line {
	enum robots_kind	 kind;
	const char		*value;		/* without blanks around it */
	size_t			 n;
	uint32_t		 number;	/* from 1 */
};

void	robots_begin(struct robots_reader *, const char *text, size_t);
/*
 * The next line that has a name and a value (names misspelt as the reference
 * parser takes them); false at the end.
 */
bool	robots_next(struct robots_reader *, struct robots_line *);
/* The next address of a sitemap, as it stands there. */
bool	robots_sitemap(struct robots_reader *, const char **, size_t *);

/*
 * How much of a User-Agent header is its product token: "acme-budget" of
 * "acme-budget/1.0 (+mailto:data@acme.example)".  0: it has none.
 */
size_t	robots_product(const char *agent, size_t);

/*
 * The piece of an address that rules are about: path and query.  One that
 * does not begin with a slash stands for one that does.
 */
const char *robots_path(const char *url, size_t, size_t *n);

/*
 * May this path and query be asked for?  Both sides are normalised as in
 * section 2.2.2, so that it is one how an address was encoded.
 */
bool	robots_allows(const char *text, size_t, const char *agent, size_t,
	    const char *path, size_t);
/*
 * The same with octets as they are, the way of the reference parser: a path
 * must be encoded already, and %62 is not b.
 */
bool	robots_allows_verbatim(const char *text, size_t, const char *agent,
	    size_t, const char *path, size_t);

/*
 * Crawl-delay in milliseconds of the group that holds for the agent, the
 * longest if there are several; -1: there is none.  Not part of RFC 9309.
 */
int64_t	robots_delay(const char *text, size_t, const char *agent, size_t);

enum robots_policy {
	ROBOTS_READ,		/* the body holds; of a 304 what was kept */
	ROBOTS_FOLLOW,		/* ask where Location says */
	ROBOTS_ALL,		/* all may be asked for */
	ROBOTS_NONE		/* nothing; try again when it is stale */
};

/*
 * What the answer to GET /robots.txt means (2.3.1): its status, 0 if there
 * was none (network, TLS, time), after that many redirects.  A redirect that
 * leads nowhere is asked about with ROBOTS_HOPS.
 */
enum robots_policy robots_policy(unsigned status, unsigned hops);

#endif
