/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_keyvalue.c - any bytes as lines of names and values.
 */
#include "fuzz_tables.h"

const struct ps_plugin *keyvalue_LTX_ps_plugin(void);
int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_format	f = { .plugin = keyvalue_LTX_ps_plugin(),
				    .name = "a.txt" };

	fuzz_tables(&f, data, size);
	return 0;
}
