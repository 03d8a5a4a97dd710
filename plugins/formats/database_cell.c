/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * database_cell.c - a row's values as cells.
 *
 * What a value is stands in the database, row by row: a text stays a text
 * whatever its column is declared as, a number is one.
 */
#include <stdio.h>
#include <string.h>

#include "database.h"

static const char *
text_of(struct database *d, struct ps_rows *out, const char *p, size_t *n,
    const char *column)
{
	char	*to = ps_scratch(d->self, out, PS_UTF8_ROOM(*n));
	char	*raw, why[200];
	size_t	 bad, k = ps_utf8(d->self, NULL, p, *n, to, &bad);

	if (bad > 0) {
		raw = ps_scratch(d->self, out, *n);
		memcpy(raw, p, *n);
		snprintf(why, sizeof(why), "a text of column '%.100s' is not "
		    "UTF-8; its other bytes are read as windows-1252", column);
		ps_issue(d->self, out, PS_REPAIRED, d->row, "encoding", why,
		    raw, *n);
	}
	*n = k;
	return to;
}

static struct ps_slice
bytes_of(struct database *d, struct ps_rows *out, int i)
{
	bool		 blob = sqlite3_column_type(d->rows, i) ==
			    SQLITE_BLOB;
	const char	*p = blob ? sqlite3_column_blob(d->rows, i) :
			    (const char *)sqlite3_column_text(d->rows, i);
	size_t		 n = (size_t)sqlite3_column_bytes(d->rows, i);
	char		*to;

	if (p == NULL)
		n = 0;
	d->out += n;
	if (!blob) {
		const char *text = text_of(d, out, n == 0 ? "" : p, &n,
		    d->columns[i].name);

		return (struct ps_slice){ .p = text, .n = (uint32_t)n,
		    .flags = PS_QUOTED | PS_STRING };
	}
	to = ps_scratch(d->self, out, n + 1);
	if (n > 0)
		memcpy(to, p, n);
	return (struct ps_slice){ .p = to, .n = (uint32_t)n,
	    .flags = PS_QUOTED, .type = PS_BLOB };
}

static struct ps_slice
number_of(struct database *d, struct ps_rows *out, int i, bool real)
{
	char	*to = ps_scratch(d->self, out, PS_REAL_TEXT);
	size_t	 n;

	if (real)
		n = ps_real(d->self, sqlite3_column_double(d->rows, i), to);
	else
		n = (size_t)snprintf(to, PS_REAL_TEXT, "%lld",
		    (long long)sqlite3_column_int64(d->rows, i));
	return (struct ps_slice){ .p = to, .n = (uint32_t)n,
	    .type = real ? PS_REAL : PS_INT };
}

void
database_cells(struct database *d, struct ps_rows *out)
{
	for (uint32_t i = 0; i < d->n_columns; i++) {
		int	type = sqlite3_column_type(d->rows, (int)i);

		if (type == SQLITE_NULL)
			d->cells[i] = (struct ps_slice){ .p = "",
			    .flags = PS_ABSENT };
		else if (type == SQLITE_TEXT || type == SQLITE_BLOB)
			d->cells[i] = bytes_of(d, out, (int)i);
		else
			d->cells[i] = number_of(d, out, (int)i,
			    type == SQLITE_FLOAT);
	}
}
