/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_known.c - any bytes as a log; and any line as a pattern, to which the
 * next one is matched.
 */
#include <stdlib.h>
#include <string.h>

#include "../../plugins/formats/known.h"
#include "fuzz_tables.h"

const struct ps_plugin *known_LTX_ps_plugin(void);
int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Cells lie within the line. */
static void
look(const struct known_log *log, const struct known_match *m, const char *p,
    size_t n)
{
	for (uint32_t i = 0; i < log->n_columns; i++)
		fuzz_check(!m->set[i] || (m->cells[i].p >= p &&
		    m->cells[i].p + m->cells[i].n <= p + n),
		    "a cell lies in its line");
}

static void
try_pattern(const char *p, size_t n)
{
	struct known_log	*log = calloc(1, sizeof(*log));
	struct known_match	*m = calloc(1, sizeof(*m));
	const char		*e = memchr(p, '\n', n);

	if (e != NULL && log != NULL && m != NULL) {
		size_t	length = (size_t)(p + n - e - 1);

		known_start(log);
		if (known_add(log, p, (size_t)(e - p)) == NULL &&
		    known_line(log, e + 1, length, m) == LINE_RECORD)
			look(log, m, e + 1, length);
	}
	free(log);
	free(m);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_format	f = { .plugin = known_LTX_ps_plugin(),
				    .name = "a.log" };

	try_pattern((const char *)data, size);
	fuzz_tables(&f, data, size);
	return 0;
}
