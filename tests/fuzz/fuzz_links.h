/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_links.h - any bytes read for links, in pieces of two sizes, which must
 * not make a difference.
 */
#ifndef PS_FUZZ_LINKS_H
#define PS_FUZZ_LINKS_H

#include <stdlib.h>
#include <string.h>

#include "../plugins/sources/http_links.h"
#include "http_host.h"

static struct links *
fuzz_read_links(const struct links_options *o, const char *header,
    const char *p, size_t n, size_t piece)
{
	struct links	*l = links_new(&http_self, o);

	if (l == NULL)
		abort();
	if (header != NULL)
		links_header(l, header, p, n < 4096 ? n : 4096);
	for (size_t i = 0, k; i < n; i += k) {
		k = piece < n - i ? piece : n - i;
		links_feed(l, p + i, k);
	}
	return l;
}

static void
fuzz_check_links(const struct links_found *a, const struct links_found *b)
{
	if (a->kind != b->kind || a->kind == LINKS_OPEN || a->n != b->n ||
	    a->n_unfit != b->n_unfit || a->n_dropped != b->n_dropped ||
	    a->n_nofollow != b->n_nofollow || a->broken != b->broken ||
	    a->n > LINKS_SITEMAP_MAX)
		abort();
	for (uint32_t i = 0; i < a->n; i++)
		if (strcmp(a->links[i].url, b->links[i].url) != 0 ||
		    a->links[i].flags != b->links[i].flags ||
		    strncmp(a->links[i].url, "http", 4) != 0)
			abort();
}

/* A header of that name, or none; then the bytes are a body. */
static void
fuzz_links(const struct links_options *o, const char *header, const char *p,
    size_t n, size_t piece)
{
	struct links	*whole = fuzz_read_links(o, header, p, n, n);
	struct links	*pieces = fuzz_read_links(o, header, p, n, piece);

	fuzz_check_links(links_end(whole), links_end(pieces));
	links_close(whole);
	links_close(pieces);
}

#endif
