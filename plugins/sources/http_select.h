/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * http_select.h - which links are visited, read for their links, and loaded.
 *
 * A selector is what stands in follow and accept, a line each: "host: x",
 * "path: /budget/[a-z]*", "name: x", "ext: csv, zip".  Globs of one key: any
 * may match; of several: all must.  The keys mean what they mean in pipelines.
 * It belongs to whoever made it.
 */
#ifndef PS_HTTP_SELECT_H
#define PS_HTTP_SELECT_H

#include <stdbool.h>
#include <stdint.h>

struct ps_self;
struct select;

/* For ps_option.expects: NULL, or what is expected instead. */
const char *select_expects(const char *text);
/* NULL: the text is NULL or empty, which is no selector; or no memory. */
struct select *select_new(const char *text);
void	select_free(struct select *);
/*
 * Does it choose this canonical URL?  `name` is what its content is called by
 * the server (Content-Disposition), or NULL: that of the path.
 */
bool	select_matches(struct ps_self *, const struct select *,
	    const char *url, const char *name);

/* What the user said of links. */
struct select_wish {
	const struct select	*follow, *accept;	/* NULL: not told */
	uint32_t		 depth;
};

enum select_answer {
	SELECT_NO	= 0,	/* it is not visited */
	SELECT_PAGE	= 1,	/* it is read for its links */
	SELECT_DOC	= 2	/* it is a document */
};

/*
 * What a canonical URL is visited for: SELECT_PAGE, SELECT_DOC, both or none.
 * `root` is the (canonical) input that led to it, `depth` the links from there;
 * 0: it is the input itself.
 *
 * An input is always read for its links.  Beyond it a page is read if there
 * is more depth below it and follow takes it; without follow all are.  A
 * document is what accept takes; without accept all are.  Where follow or
 * accept say nothing of hosts, they mean the site of the input.
 */
unsigned select_link(struct ps_self *, const struct select_wish *,
	    const char *url, const char *name, const char *root,
	    uint32_t depth);
/* Why select_link() says no, for people: "beyond depth 2". */
const char *select_why(struct ps_self *, const struct select_wish *,
	    const char *url, const char *root, uint32_t depth);

#endif
