/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * archive_input.c - a document's bytes as libarchive wants them: any place of
 * a file, a stream from front to end.
 */
#include <errno.h>
#include <string.h>

#include "archive_format.h"

#define HEAD		8

struct archive *
archive_take_up(bool single)
{
	struct archive	*a = archive_read_new();

	if (a == NULL)
		return NULL;
	/* Some filters call programs: those are not asked for. */
	archive_read_support_filter_bzip2(a);
	archive_read_support_filter_compress(a);
	archive_read_support_filter_gzip(a);
	archive_read_support_filter_lz4(a);
	archive_read_support_filter_lzip(a);
	archive_read_support_filter_lzma(a);
	archive_read_support_filter_rpm(a);
	archive_read_support_filter_xz(a);
	archive_read_support_filter_zstd(a);
	if (single) {
		archive_read_support_format_raw(a);
		return a;
	}
	archive_read_support_format_7zip(a);
	archive_read_support_format_ar(a);
	archive_read_support_format_cab(a);
	archive_read_support_format_cpio(a);
	archive_read_support_format_iso9660(a);
	archive_read_support_format_lha(a);
	archive_read_support_format_rar(a);
	archive_read_support_format_rar5(a);
	archive_read_support_format_tar(a);
	archive_read_support_format_xar(a);
	archive_read_support_format_zip(a);
	return a;
}

struct archive_room *
archive_room(struct ps_self *self)
{
	struct archive_state	*a = self->state;

	if (a->room == NULL)
		a->room = ps_alloc(self, sizeof(*a->room));
	return a->room;
}

static la_ssize_t
read_stream(struct ps_self *self, const void **bytes)
{
	struct archive_state	*a = self->state;
	struct archive_room	*room = archive_room(self);
	const char		*p;
	ptrdiff_t		 n = ps_peek(self, a->in, 1, &p);

	if (n < 0)
		return ARCHIVE_FATAL;
	if (n > (ptrdiff_t)sizeof(room->bytes))
		n = (ptrdiff_t)sizeof(room->bytes);
	for (ptrdiff_t i = 0; i < n; i++)
		room->bytes[i] = p[i];
	if (n > 0 && ps_take(self, a->in, (size_t)n) < PS_SKIP)
		return ARCHIVE_FATAL;
	*bytes = room->bytes;
	return n;
}

la_ssize_t
archive_read_raw(struct ps_self *self, struct archive *archive,
    const void **bytes)
{
	struct archive_state	*a = self->state;
	struct archive_room	*room = archive_room(self);
	ptrdiff_t		 n;

	if (ps_length(self, a->in) == -1)
		return read_stream(self, bytes);
	n = ps_pread(self, a->in, room->bytes, sizeof(room->bytes), a->at);
	if (n < 0) {
		archive_set_error(archive, EIO,
		    "the document cannot be read");
		return ARCHIVE_FATAL;
	}
	a->at += (uint64_t)n;
	*bytes = room->bytes;
	return n;
}

static la_ssize_t
on_read(struct archive *archive, void *arg, const void **bytes)
{
	struct ps_self		*self = arg;
	struct archive_state	*a = self->state;

	return a->gzip ? archive_read_gzip(self, archive, bytes) :
	    archive_read_raw(self, archive, bytes);
}

static la_int64_t
on_skip(struct archive *archive, void *arg, la_int64_t n)
{
	struct ps_self		*self = arg;
	struct archive_state	*a = self->state;
	int64_t			 length = ps_length(self, a->in);

	(void)archive;
	if (length == -1 || n <= 0)
		return 0;
	if (n > length - (int64_t)a->at)
		n = length > (int64_t)a->at ? length - (int64_t)a->at : 0;
	a->at += (uint64_t)n;
	return n;
}

static la_int64_t
on_seek(struct archive *archive, void *arg, la_int64_t to, int whence)
{
	struct ps_self		*self = arg;
	struct archive_state	*a = self->state;
	int64_t			 length = ps_length(self, a->in);

	(void)archive;
	if (whence == SEEK_CUR)
		to += (int64_t)a->at;
	else if (whence == SEEK_END)
		to += length;
	if (length == -1 || to < 0)
		return ARCHIVE_FATAL;
	a->at = (uint64_t)to;
	return to;
}

/* Its first bytes: how many of them there are. */
static size_t
head_of(struct ps_self *self, char head[HEAD])
{
	struct archive_state	*a = self->state;
	const char		*p = head;
	ptrdiff_t		 n;

	if (ps_length(self, a->in) != -1)
		n = ps_pread(self, a->in, head, HEAD, 0);
	else if ((n = ps_peek(self, a->in, HEAD, &p)) > 0)
		memcpy(head, p, n < HEAD ? (size_t)n : HEAD);
	return n < 0 ? 0 : n < HEAD ? (size_t)n : HEAD;
}

/* Of these the directory stands at the end, or the beginning is no archive. */
static bool
must_seek(const char *head, size_t n)
{
	static const struct {
		const char	*bytes;
		size_t		 n;
	} kinds[] = { { "7z\274\257", 4 }, { "MZ", 2 }, { "\177ELF", 4 },
	    { "#!", 2 } };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (n >= kinds[i].n &&
		    memcmp(head, kinds[i].bytes, kinds[i].n) == 0)
			return true;
	return false;
}

int
archive_open_input(struct ps_self *self)
{
	struct archive_state	*a = self->state;
	char			 head[HEAD];
	size_t			 n = head_of(self, head);

	archive_end_gzip(a);
	archive_read_set_read_callback(a->archive, on_read);
	archive_read_set_callback_data(a->archive, self);
	if (ps_length(self, a->in) == -1 && must_seek(head, n) &&
	    !ps_hold(self, a->in)) {
		archive_set_error(a->archive, EFBIG, "an archive that cannot "
		    "be read as a stream, and is too large to be kept; load "
		    "it as a file");
		return ARCHIVE_FATAL;
	}
	if (archive_is_gzip(head, n))
		return archive_begin_gzip(a) ?
		    archive_read_open1(a->archive) : ARCHIVE_FATAL;
	archive_read_set_skip_callback(a->archive, on_skip);
	/* Without it zip is read from the front, as a stream must be. */
	if (ps_length(self, a->in) != -1)
		archive_read_set_seek_callback(a->archive, on_seek);
	return archive_read_open1(a->archive);
}
