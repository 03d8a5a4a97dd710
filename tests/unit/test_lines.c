/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_lines.c - the format of last resort: a row a line, none lost.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_host.h"
#include "tap.h"

const struct ps_plugin *lines_LTX_ps_plugin(void);

static const struct {
	const char	*what, *text;
	uint32_t	 rows, row;
	const char	*line;
	bool		 skip_blank;
	uint32_t	 asides;
} samples[] = {
	{ "LF", "one\ntwo\n", 2, 1, "two", false, 0 },
	{ "CR LF", "one\r\ntwo\r\n", 2, 0, "one", false, 0 },
	{ "CR", "one\rtwo\r", 2, 1, "two", false, 0 },
	{ "no last line end", "one\ntwo", 2, 1, "two", false, 0 },
	{ "blank lines are rows", "one\n\ntwo\n", 3, 1, "", false, 0 },
	{ "unless they are not wanted", "one\n \ntwo\n", 2, 1, "two", true,
	  1 },
	{ "nothing", "", 0, 0, "", false, 0 },
};

static void
check_samples(void)
{
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct fake	*f = fake_new(lines_LTX_ps_plugin());
		size_t		 n = strlen(samples[i].text);

		fake_set(f, "skip_blank", samples[i].skip_blank ? "true" :
		    "false");
		is_int(fake_probe(f, "x", samples[i].text, n), PS_STATISTICAL,
		    "%s: bids on any text", samples[i].what);
		ok(f->bid.bits_saved <= 0, "%s: and saves no bits",
		    samples[i].what);
		is_int(fake_read(f, samples[i].text, n), PS_EOF, "%s: read",
		    samples[i].what);
		is_int(f->n_rows, samples[i].rows, "%s: rows",
		    samples[i].what);
		if (samples[i].row < f->n_rows)
			is_str(fake_row_text(f, samples[i].row),
			    samples[i].line, "%s: a row", samples[i].what);
		is_int(f->n_asides, samples[i].asides, "%s: set aside",
		    samples[i].what);
		fake_free(f);
	}
}

/* Ranges are opened a byte early, as the core does. */
static void
check_ranges(void)
{
	enum { PARTS = 13, LINES = 200000 };
	char		*text = malloc(LINES * 16);
	size_t		 n = 0;
	struct fake	*f = fake_new(lines_LTX_ps_plugin());
	uint64_t	 end = 0;
	uint32_t	 misses = 0;

	for (int i = 0; i < LINES; i++)
		n += (size_t)sprintf(text + n, "line %d\n", i);
	f->count_only = true;
	for (uint64_t i = 0; i < PARTS; i++) {
		uint64_t	from = n * i / PARTS;

		fake_read_range(f, text, n, from > 0 ? from - 1 : 0,
		    i + 1 < PARTS ? n * (i + 1) / PARTS : UINT64_MAX);
		misses += i > 0 && f->start != end;
		end = f->end;
	}
	is_int(misses, 0, "ranges begin where their neighbours end");
	is_int(f->n_rows, LINES, "and have all lines");
	fake_free(f);
	free(text);
}

static void
check_long_line(void)
{
	size_t		 n = 40 << 20, bytes = 0;
	char		*text = malloc(n + 8);
	struct fake	*f = fake_new(lines_LTX_ps_plugin());

	memset(text, 'x', n);
	memcpy(text + n, "\nlast\n", 6);
	fake_read(f, text, n + 6);
	is_int(f->n_rows, 1, "the line after a huge one");
	is_int(f->rows[0].line, 2, "with its number");
	for (uint32_t i = 0; i < f->n_issues; i++)
		bytes += f->issues[i].n;
	ok(bytes >= n && bytes <= n + 1, "the huge one is rejected whole");
	fake_free(f);
	free(text);
}

int
main(void)
{
	check_samples();
	check_ranges();
	check_long_line();
	return done_testing();
}
