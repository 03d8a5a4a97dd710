/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * dbf_read.c - the records of a DBF file, some at a time.
 *
 * How many there are is what lies in the file; what its header says of it was
 * often not written any more.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dbf.h"

#define BLOCK_BYTES	(256u << 10)
#define HEADER_MAX	65535u

static void *
get(size_t n, size_t size)
{
	void	*p = calloc(n > 0 ? n : 1, size);

	if (p == NULL)
		abort();
	return p;
}

static ptrdiff_t
read_at(struct dbf *d, char *to, size_t n, uint64_t at)
{
	size_t		done = 0;
	ptrdiff_t	got;

	while (done < n) {
		got = ps_pread(d->self, d->in, to + done, n - done, at + done);
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (ptrdiff_t)done;
}

static void
name_columns(struct dbf *d)
{
	d->columns = get(d->head.n_fields, sizeof(*d->columns));
	d->shown = get(d->head.n_fields, sizeof(*d->shown));
	d->cells = get(d->head.n_fields + 1, sizeof(*d->cells));
	d->n_columns = 0;
	for (uint32_t i = 0; i < d->head.n_fields; i++) {
		const char	*name = d->fields[i].name;
		size_t		 bad, n = strlen(name);
		char		*to = ps_alloc(d->self, PS_UTF8_ROOM(n) + 1);

		if (d->fields[i].type == '0')
			continue;
		n = ps_utf8(d->self, d->encoding, name, n, to, &bad);
		to[n == SIZE_MAX ? 0 : n] = '\0';
		d->shown[d->n_columns] = i;
		d->columns[d->n_columns++].name = to;
	}
}

enum ps_status
dbf_begin(struct dbf *d, struct ps_self *self, struct ps_input *in,
    const char *encoding)
{
	char		*head = get(HEADER_MAX, 1);
	const char	*wrong;
	ptrdiff_t	 n;
	size_t		 bad;
	char		 to[8];

	d->self = self;
	d->in = in;
	d->encoding = encoding;
	d->fields = get(DBF_FIELDS_MAX, sizeof(*d->fields));
	n = read_at(d, head, HEADER_MAX, 0);
	wrong = n < 0 ? "it cannot be read" :
	    dbf_header(&d->head, d->fields, head, (size_t)n);
	free(head);
	if (wrong != NULL)
		return ps_fail(self, PS_FAIL, 0, "%s", wrong);
	if (ps_utf8(self, encoding, "", 0, to, &bad) == SIZE_MAX)
		return ps_fail(self, PS_FAIL, 0, "there is no encoding '%s'; "
		    "'iconv -l' lists them", encoding);
	name_columns(d);
	dbf_find_memos(d);
	d->n_records = d->head.length >= (uint64_t)ps_length(self, in) ? 0 :
	    ((uint64_t)ps_length(self, in) - d->head.length) /
	    d->head.record_length;
	d->block = get(BLOCK_BYTES + d->head.record_length, 1);
	return PS_OK;
}

void
dbf_end(struct dbf *d)
{
	free(d->fields);
	free(d->columns);
	free(d->shown);
	free(d->cells);
	free(d->block);
	memset(d, 0, sizeof(*d));
}

static enum ps_status
fill(struct dbf *d)
{
	uint32_t	size = d->head.record_length;
	uint64_t	n = BLOCK_BYTES / size + 1;
	ptrdiff_t	got;

	if (n > d->n_records - d->at)
		n = d->n_records - d->at;
	got = read_at(d, d->block, (size_t)n * size, d->head.length +
	    d->at * size);
	if (got < (ptrdiff_t)size)
		return PS_FAIL;
	d->first = d->at;
	d->n_block = (uint64_t)got / size;
	return PS_OK;
}

/* Past those of the header only what looks like a record is one. */
static bool
is_record(const struct dbf *d, const char *p)
{
	if (d->at < d->head.n_records)
		return *p != '\032';
	return *p == ' ' || *p == '*';
}

enum ps_status
dbf_next(struct dbf *d, const char **record)
{
	enum ps_status	st;

	if (d->at == d->n_records)
		return PS_EOF;
	if (d->at >= d->first + d->n_block && (st = fill(d)) != PS_OK)
		return ps_fail(d->self, st, d->at, "it cannot be read");
	*record = d->block + (d->at - d->first) * d->head.record_length;
	if (!is_record(d, *record))
		return PS_EOF;
	d->at++;
	return PS_OK;
}
