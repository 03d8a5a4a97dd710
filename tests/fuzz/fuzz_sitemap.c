/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_sitemap.c - any bytes as a sitemap, packed or not.  The first byte says
 * the size of pieces.
 */
#include "fuzz_links.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct links_options	o = { .base = "https://h.example/sitemap.xml",
				    .sitemap = true };

	if (size < 1)
		return 0;
	fuzz_links(&o, NULL, (const char *)data + 1, size - 1,
	    data[0] % 64u + 1);
	return 0;
}
