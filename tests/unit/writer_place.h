/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * writer_place.h - where a test's database lies, and what is loaded into it.
 */
#ifndef PS_WRITER_PLACE_H
#define PS_WRITER_PLACE_H

#include "writer_sheets.h"

/* A folder of this test's own, and the database in it. */
static char	directory[64], path[100];

static void
clean(void)
{
	static const char *const ends[] = { "", "-journal", "-wal", "-shm",
		".part", ".part-journal" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		char	name[200];

		snprintf(name, sizeof(name), "%s%s", path, ends[i]);
		unlink(name);
	}
}

static const char *const	spend[] = {
	"1", "North", "12.50", "2020-01-31", "NA",
	"2", "South", "13.75", "2020-02-29", "4",
	"3", "", "0.10", "2020-03-31", "5",
};

static struct sheet
sheet_of(const char *address, const char *const *texts, uint32_t n)
{
	return (struct sheet){ .address = address, .table = "spend",
	    .n_columns = 5, .n_rows = n, .texts = texts, .mtime = 5,
	    .names = { "id", "area", "amount", "day", "n" } };
}

static bool
make_place(void)
{
	snprintf(directory, sizeof(directory), "/tmp/ps_writer_XXXXXX");
	if (mkdtemp(directory) == NULL)
		return false;
	snprintf(path, sizeof(path), "%s/t.db", directory);
	signal(SIGPIPE, SIG_IGN);
	return true;
}

#endif
