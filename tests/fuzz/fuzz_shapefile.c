/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_shapefile.c - any bytes as the shapes of a shapefile.
 */
#include "fuzz_tables.h"

const struct ps_plugin *shapefile_LTX_ps_plugin(void);
int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_format	f = { .plugin = shapefile_LTX_ps_plugin(),
				    .name = "a.shp", .binary = true };

	fuzz_tables(&f, data, size);
	return 0;
}
