/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * fuzz_delimited.c - any bytes: probed, read whole, and read in two parts.
 *
 * No letter or digit may be lost: each is in a row, set aside or rejected.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_host.h"

const struct ps_plugin *delimited_LTX_ps_plugin(void);
int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char *const delimiters[] = {
	",", ";", "\\t", "|", " ", "", "||", "~|~"
};

static uint64_t
count_text(const char *p, size_t n)
{
	uint64_t	count = 0;

	for (size_t i = 0; i < n; i++)
		count += (p[i] >= '0' && p[i] <= '9') ||
		    ((p[i] | 32) >= 'a' && (p[i] | 32) <= 'z');
	return count;
}

static uint64_t
count_collected(const struct fake *f)
{
	uint64_t	count = 0;

	for (uint32_t i = 0; i < f->n_rows; i++)
		for (uint32_t c = 0; c < f->rows[i].n; c++)
			count += count_text(f->rows[i].cells[c].p,
			    f->rows[i].cells[c].n);
	for (uint32_t i = 0; i < f->n_asides; i++)
		count += count_text(f->asides[i].raw, f->asides[i].n);
	for (uint32_t i = 0; i < f->n_issues; i++)
		if (f->issues[i].severity == PS_REJECTED)
			count += count_text(f->issues[i].raw,
			    f->issues[i].n);
	return count;
}

/* Of all cells, in order; not of lines: a range counts its own. */
static uint64_t
sum_rows(const struct fake *f)
{
	uint64_t	h = 0xcbf29ce484222325u;

	for (uint32_t i = 0; i < f->n_rows; i++)
		for (uint32_t c = 0; c < f->rows[i].n; c++) {
			const struct fake_cell	*x = &f->rows[i].cells[c];

			for (uint32_t k = 0; k < x->n; k++)
				h = (h ^ (uint8_t)x->p[k]) * 0x100000001b3u;
			h = (h ^ (0x100u + x->n)) * 0x100000001b3u;
		}
	return h;
}

/* Each record stands behind the one before it. */
static bool
lines_rise(const struct fake *f)
{
	for (uint32_t i = 1; i < f->n_rows; i++)
		if (f->rows[i].line < f->rows[i - 1].line)
			return false;
	return true;
}

static void
check(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "fuzz_delimited: %s\n", what);
	abort();
}

/* Then letters of the text are no letters of the cells. */
static bool
has_letters(const struct fake *f)
{
	const char	*value = fake_suggested(f, "letters");

	return value != NULL && strcmp(value, "true") == 0;
}

/* Options as the bytes say, not as the probe would have them. */
static void
set_options(struct fake *f, const uint8_t *o)
{
	char	n[16];

	fake_set(f, "delimiter", delimiters[o[0] & 7]);
	fake_set(f, "quote", (o[0] & 0x18) == 0 ? "" : (o[0] & 0x18) == 8 ?
	    "'" : "\"");
	fake_set(f, "escape", (o[0] & 0x60) == 0 ? "\\\\" : "");
	fake_set(f, "comment", (o[0] & 0x80) != 0 ? "#" : "");
	fake_set(f, "runs", (o[1] & 1) != 0 ? "true" : "false");
	fake_set(f, "rest", (o[1] & 2) != 0 ? "true" : "false");
	fake_set(f, "trim", (o[1] & 4) != 0 ? "true" : "false");
	fake_set(f, "width", (o[1] & 8) != 0 ? "5" : "0");
	fake_set(f, "newline", (o[1] & 0x70) == 0 ? "cr" :
	    (o[1] & 0x70) == 0x10 ? "any" : "lf");
	snprintf(n, sizeof(n), "%d", o[2] & 7);
	fake_set(f, "columns", n);
	snprintf(n, sizeof(n), "%d", o[2] >> 6);
	fake_set(f, "header", n);
}

/* All that is told of records; notes are about the document. */
static uint32_t
count_told(const struct fake *f)
{
	uint32_t	n = f->n_rows + f->n_asides;

	for (uint32_t i = 0; i < f->n_issues; i++)
		n += f->issues[i].severity != PS_NOTE;
	return n;
}

static void
read_parts(struct fake *f, const char *text, size_t n, size_t at)
{
	uint32_t	rows, tables;
	uint64_t	end, sum;

	fake_set(f, "notes", "false");
	fake_reset(f);
	fake_read(f, text, n);
	rows = count_told(f);
	tables = f->n_tables;
	sum = sum_rows(f);
	fake_reset(f);
	fake_read_range(f, text, n, 0, at + 1);
	end = f->end;
	fake_read_range(f, text, n, at, UINT64_MAX);
	if (f->start != end || tables > 1 || f->n_tables > 1 || f->end < n)
		return;		/* each table is read by its own options */
	check(count_told(f) == rows, "parts and whole differ");
	check(sum_rows(f) == sum, "cells of parts and whole differ");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fake	*f;
	char		*text;
	size_t		 n;

	if (size < 4)
		return 0;
	n = size - 4;
	text = malloc(n + 1);
	memcpy(text, data + 4, n);
	text[n] = '\0';
	f = fake_new(delimited_LTX_ps_plugin());
	if ((data[3] & 1) != 0)
		fake_probe(f, (data[3] & 2) != 0 ? "a.csv" : "a", text, n);
	else
		set_options(f, data);
	check(fake_read(f, text, n) == PS_EOF || f->failure != NULL,
	    "not read to the end");
	if (f->failure == NULL && !has_letters(f))
		check(count_collected(f) == count_text(text, n),
		    "text was lost");
	check(lines_rise(f), "a record stands before the one before it");
	if (n > 2 && f->failure == NULL && ((data[3] & 1) != 0 ?
	    fake_suggested(f, "columns") != NULL : (data[2] & 7) != 0))
		read_parts(f, text, n, 1 + data[3] * n / 256);
	fake_free(f);
	free(text);
	return 0;
}
