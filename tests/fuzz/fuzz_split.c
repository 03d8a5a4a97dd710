/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_split.c - any bytes, split with each way of finding marks: the same
 * records, in a window that ends anywhere.
 */
#include <stdio.h>
#include <stdlib.h>

#include "split_ways.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char	*p = (const char *)data, *end = p + n;
	struct dialect	 d = { .n_delim = 1, .eol = '\n', .comment = "#" };
	unsigned	 o = n > 0 ? data[n - 1] : 0;

	d.delim[0] = ",;\t|"[o & 3];
	d.quote = (o & 4) != 0 ? '"' : (o & 8) != 0 ? '\'' : '\0';
	d.escape = (o & 16) != 0 ? '\\' : '\0';
	d.n_comment = (o & 32) != 0;
	for (enum marks_way way = MARKS_SSE2; way <= MARKS_AVX2; way++)
		if (!same_split(&d, p, end, (o & 64) != 0, o % 5, way)) {
			fprintf(stderr, "fuzz_split: way %d differs\n",
			    (int)way);
			abort();
		}
	return 0;
}
