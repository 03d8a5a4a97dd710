/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * html_token.h - pages cut into tags and text: lent to plugins, and used by
 * the handlers of scripts.
 *
 * Of a tag it keeps only what readers ask for.
 */
#ifndef PS_HTML_TOKEN_H
#define PS_HTML_TOKEN_H

#include "polyscraper.h"

#define HTML_TAG_BYTES	((size_t)64 << 10)	/* of all values of a tag */
#define HTML_PAIRS	64u		/* attributes of one */

/* NULL: no memory. */
struct ps_html *html_new(const struct ps_html_sink *, void *arg);
void	html_feed(struct ps_html *, const char *, size_t);
void	html_end(struct ps_html *);
void	html_free(struct ps_html *);

#define HTML_SERVICES							\
	.html_new = html_new, .html_feed = html_feed,			\
	.html_end = html_end, .html_free = html_free,			\
	.html_element = html_element, .html_name = html_name_hash,	\
	.html_starts = html_starts, .html_ends = html_ends

/* html_open.c: as ps_html_starts(), ps_html_ends() and ps_html_name() */
uint32_t html_starts(const struct ps_html_tag *, const void *open, uint32_t n,
	    size_t size);
uint32_t html_ends(const struct ps_html_tag *, const void *open, uint32_t n,
	    size_t size);
uint32_t html_name_hash(const struct ps_html_tag *);

/* html_name.c */
const struct ps_html_element *html_element(const char *, size_t n);
int	html_attribute(const char *, size_t n);		/* or -1 */
/* UTF-8 for a reference without & and ;, or 0 bytes: there is none. */
size_t	html_reference(const char *, size_t n, bool ended, char to[8]);

#endif
