/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_warc.c - any bytes as a web archive.
 */
#include "fuzz_members.h"
#include "log.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);
const struct ps_plugin *warc_LTX_ps_plugin(void);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	/* It counts what it passes over, each time. */
	log_level(PS_ERROR + 1);
	fuzz_members(warc_LTX_ps_plugin(), bytes, n);
	return 0;
}
