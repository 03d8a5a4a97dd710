/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * archive_gzip.c - gzip with its sums checked, which libarchive leaves out: a
 * damaged file would be taken for a whole one.
 *
 * RFC 1952; files may follow each other, and whatever is behind the last is
 * no part of it, as gzip(1) has it.
 */
#include <errno.h>
#include <string.h>

#include "archive_format.h"

#define REST_MAX	(16u << 20)	/* looked at behind an archive */

bool
archive_is_gzip(const char *p, size_t n)
{
	return n >= 3 && memcmp(p, "\037\213\010", 3) == 0;
}

bool
archive_begin_gzip(struct archive_state *a)
{
	archive_end_gzip(a);
	a->gzip = inflateInit2(&a->z, 16 + MAX_WBITS) == Z_OK;
	a->between = false;
	return a->gzip;
}

void
archive_end_gzip(struct archive_state *a)
{
	if (a->gzip)
		inflateEnd(&a->z);
	a->gzip = false;
	memset(&a->z, 0, sizeof(a->z));
}

static la_ssize_t
wrong(struct archive *archive, const char *why)
{
	archive_set_error(archive, EILSEQ, "gzip: %s",
	    why);
	return ARCHIVE_FATAL;
}

/* More of the file; 0 at its end. */
static la_ssize_t
more(struct ps_self *self, struct archive *archive)
{
	struct archive_state	*a = self->state;
	const void		*p = NULL;
	la_ssize_t		 n = archive_read_raw(self, archive, &p);

	if (n > 0) {
		a->z.next_in = (Bytef *)archive_room(self)->bytes;
		a->z.avail_in = (uInt)n;
	}
	return n;
}

/* Whether another one follows the one that has ended. */
static bool
goes_on(struct archive_state *a)
{
	if (*a->z.next_in != 0x1f)
		return false;
	a->between = false;
	return inflateReset(&a->z) == Z_OK;
}

la_ssize_t
archive_read_gzip(struct ps_self *self, struct archive *archive,
    const void **bytes)
{
	struct archive_state	*a = self->state;
	struct archive_room	*room = archive_room(self);
	la_ssize_t		 n;
	int			 st;

	*bytes = room->out;
	a->z.next_out = (Bytef *)room->out;
	a->z.avail_out = sizeof(room->out);
	while (a->z.avail_out == sizeof(room->out)) {
		if (a->z.avail_in == 0) {
			if ((n = more(self, archive)) < 0)
				return n;
			if (n == 0)
				return a->between ? 0 : wrong(archive,
				    "it ends too early");
		}
		if (a->between && !goes_on(a))
			return 0;
		st = inflate(&a->z, Z_NO_FLUSH);
		if (st != Z_OK && st != Z_STREAM_END && st != Z_BUF_ERROR)
			return wrong(archive, a->z.msg != NULL ? a->z.msg :
			    "it is damaged");
		a->between = st == Z_STREAM_END;
	}
	return (la_ssize_t)(sizeof(room->out) - a->z.avail_out);
}

bool
archive_gzip_is_whole(struct ps_self *self, struct archive *archive)
{
	const void	*bytes;
	la_ssize_t	 n = 1;

	for (size_t done = 0; n > 0 && done < REST_MAX; done += (size_t)n)
		n = archive_read_gzip(self, archive, &bytes);
	return n >= 0;
}
