/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_log.c - any bytes as a log, with tables of values or without.
 */
#include <string.h>

#include "fuzz_tables.h"

const struct ps_plugin *log_LTX_ps_plugin(void);
int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* The format with another default of its last option. */
static const struct ps_plugin *
with_values(struct ps_format *f, struct ps_option *options, size_t room)
{
	size_t	n = 0;

	memcpy(f, log_LTX_ps_plugin(), sizeof(*f));
	for (; n + 1 < room && f->plugin.options[n].name != NULL; n++) {
		options[n] = f->plugin.options[n];
		if (strcmp(options[n].name, "values") == 0)
			options[n].def = "true";
	}
	memset(&options[n], 0, sizeof(options[n]));
	f->plugin.options = options;
	return &f->plugin;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ps_format	format;
	struct ps_option	options[16];
	struct fuzz_format	f = { .plugin = log_LTX_ps_plugin(),
				    .name = "a.log" };

	if (size > 0 && (data[0] & 1) != 0)
		f.plugin = with_values(&format, options, 16);
	fuzz_tables(&f, data, size);
	return 0;
}
