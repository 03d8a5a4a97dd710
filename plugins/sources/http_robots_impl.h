/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_robots_impl.h - one rule and one path of http_robots.c.
 */
#ifndef PS_HTTP_ROBOTS_IMPL_H
#define PS_HTTP_ROBOTS_IMPL_H

#include "http_robots.h"

/*
 * How octets are compared.  In a path %2F is not a slash.  In a query it is
 * (the RFC's example of a query that holds an address), but where a pattern's
 * query begins is not known if it stands behind a star: so a rule is tried
 * both ways.
 */
enum robots_form { ROBOTS_VERBATIM, ROBOTS_PATHS, ROBOTS_QUERIES };

/* A path made ready for patterns.  Some 20 KiB; on the stack. */
struct robots_octets {
	enum robots_form	form;
	bool			query;		/* behind the question mark */
	uint32_t		n;
	uint32_t		weight;		/* octets were all encoded */
	char			p[ROBOTS_PATH];
};

/* False: it is longer than ROBOTS_PATH. */
bool	robots_path_set(struct robots_octets *, enum robots_form,
	    const char *path, size_t);
/*
 * How many octets of the pattern match the path, which decides among rules;
 * -1: it does not match.  Time is linear in the longer of both.
 */
int32_t	robots_match(const struct robots_octets *, const char *pattern, size_t);

#endif
