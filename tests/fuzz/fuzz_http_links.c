/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_http_links.c - any bytes as a page, an index, a feed, or a header.
 *
 * The first byte says what they are said to be, the second the size of pieces.
 */
#include "fuzz_links.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const types[] = { NULL, "text/html", "text/plain",
				    "application/rss+xml" };
	static const char *const headers[] = { NULL, "Link", "Refresh",
				    "X-Robots-Tag" };
	struct links_options	 o = { .base = "https://h.example/d/p?q" };

	if (size < 2)
		return 0;
	o.type = types[data[0] & 3];
	o.ignore_robots = (data[0] & 16) != 0;
	o.rules.sort_query = (data[0] & 32) != 0;
	fuzz_links(&o, headers[data[0] >> 2 & 3], (const char *)data + 2,
	    size - 2, data[1] % 64u + 1);
	return 0;
}
