/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_log.c - any bytes as a log.
 */
#include "fuzz_tables.h"

const struct ps_plugin *log_LTX_ps_plugin(void);
int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_format	f = { .plugin = log_LTX_ps_plugin(),
				    .name = "a.log" };

	fuzz_tables(&f, data, size);
	return 0;
}
