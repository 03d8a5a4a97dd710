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

/* windows-1252 from 0x80 on, as far as it is not Latin-1. */
static const uint16_t western[32] = {
	0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
	0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178
};

/* Bytes of the character that begins here, 0 if none does (Unicode 3.9). */
static size_t
character(const char *s, size_t n)
{
	const unsigned char	*p = (const unsigned char *)s;
	size_t			 k = *p < 0x80 ? 1 : *p < 0xc2 ? 0 :
				    *p < 0xe0 ? 2 : *p < 0xf0 ? 3 :
				    *p < 0xf5 ? 4 : 0;

	if (k > n)
		return 0;
	for (size_t i = 1; i < k; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((*p == 0xe0 && p[1] < 0xa0) || (*p == 0xed && p[1] > 0x9f) ||
	    (*p == 0xf0 && p[1] < 0x90) || (*p == 0xf4 && p[1] > 0x8f))
		return 0;
	return k;
}

static size_t
valid_bytes(const char *p, size_t n)
{
	size_t	at = 0, k;

	while (at < n && (k = character(p + at, n - at)) > 0)
		at += k;
	return at;
}

static size_t
put(char *out, unsigned c)
{
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	out[0] = (char)(0xe0 | c >> 12);
	out[1] = (char)(0x80 | (c >> 6 & 0x3f));
	out[2] = (char)(0x80 | (c & 0x3f));
	return 3;
}

static size_t
repair(const char *p, size_t n, char *out)
{
	size_t	at = 0, k;

	for (size_t i = 0; i < n; i += k) {
		unsigned char	c = (unsigned char)p[i];

		k = character(p + i, n - i);
		if (k == 0) {
			at += put(out + at, c < 0xa0 ? western[c - 0x80] : c);
			k = 1;
			continue;
		}
		memcpy(out + at, p + i, k);
		at += k;
	}
	return at;
}

const char *
database_text(struct database *d, struct ps_rows *out, const char *p,
    size_t *n, const char *column)
{
	size_t	 good = valid_bytes(p, *n), room = *n +
		    (good < *n ? 2 * (*n - good) : 0);
	char	*to = ps_scratch(d->self, out, room + 1);
	char	*raw, why[200];

	if (good == *n) {
		memcpy(to, p, *n);
		return to;
	}
	raw = ps_scratch(d->self, out, *n);
	memcpy(raw, p, *n);
	snprintf(why, sizeof(why), "a text of column '%.100s' is not UTF-8; "
	    "its other bytes are read as windows-1252", column);
	ps_issue(d->self, out, PS_REPAIRED, d->row, "encoding", why, raw, *n);
	*n = repair(p, *n, to);
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
		const char *text = database_text(d, out, n == 0 ? "" : p, &n,
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
	return (struct ps_slice){ .p = to, .n = (uint32_t)n };
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
