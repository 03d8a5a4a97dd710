/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * archive.c - everything that libarchive opens: archives, whose members are
 * documents, and single compressed files, which have one.
 *
 * Nothing is ever written to a disk, and a member's name is but a name.  How
 * much may come out is bounded by the core, on the bytes that do come out.
 */
#include <stdio.h>
#include <string.h>

#include "archive_format.h"

static const struct ps_option archive_options[] = {
	PS_OPTION(struct archive_options, single, .def = "false",
	    .flags = PS_GUESSED,
	    .doc = "One compressed file, and no archive in it"),
	{ .name = NULL }
};

static const char encrypted[] =
    "it is encrypted; unpack it with its password first";

static enum ps_status
wrong(struct ps_self *self)
{
	struct archive_state	*a = self->state;
	const char		*why = archive_error_string(a->archive);

	return ps_fail(self, PS_FAIL, 0, "%s", why == NULL ?
	    "it cannot be unpacked" : why);
}

static enum ps_status
begin(struct ps_self *self, bool single)
{
	struct archive_state	*a = self->state;

	a->single = single;
	a->archive = archive_take_up(single);
	if (a->archive == NULL)
		return ps_fail(self, PS_FAIL, 0, "no memory to unpack it");
	a->at = 0;
	return archive_open_input(self) == ARCHIVE_OK ? PS_OK : wrong(self);
}

/*
 * Zeros look like the end of a tar that never began.  Where they came out of
 * a compressed file that is all there is, and it is a document.
 */
static bool
is_no_archive(const struct archive_state *a)
{
	return !a->single &&
	    (a->gzip || archive_filter_count(a->archive) > 1);
}

static enum ps_status
again_as_single(struct ps_self *self)
{
	struct archive_state	*a = self->state;

	if (ps_length(self, a->in) == -1)
		return PS_EOF;	/* what was read is gone */
	archive_read_free(a->archive);
	return begin(self, true);
}

static enum ps_status
read_header(struct ps_self *self, struct archive_entry **e)
{
	struct archive_state	*a = self->state;
	int			 st = archive_read_next_header(a->archive, e);

	if (st == ARCHIVE_EOF && a->gzip &&
	    !archive_gzip_is_whole(self, a->archive))
		return wrong(self);
	/* To retry means to pass over what is damaged: that is not for us. */
	return st == ARCHIVE_OK || st == ARCHIVE_WARN ? PS_OK :
	    st == ARCHIVE_EOF ? PS_EOF : wrong(self);
}

/* The first is read at once: it tells what kind of a thing this is. */
static enum ps_status
first_header(struct ps_self *self)
{
	struct archive_state	*a = self->state;
	enum ps_status		 st = read_header(self, &a->first);

	if (st == PS_EOF && is_no_archive(a)) {
		st = again_as_single(self);
		if (st == PS_OK)
			st = read_header(self, &a->first);
	}
	if (st < PS_SKIP &&
	    archive_read_has_encrypted_entries(a->archive) == 1)
		return ps_fail(self, PS_SKIP, 0, "%s", encrypted);
	a->empty = st == PS_EOF;
	return st == PS_EOF ? PS_OK : st;
}

static enum ps_status
open_archive(struct ps_self *self, struct ps_input *in)
{
	struct archive_state		*a = self->state;
	const struct archive_options	*o = self->options;
	enum ps_status			 st;

	a->in = in;
	st = begin(self, o->single);
	return st == PS_OK ? first_header(self) : st;
}

static enum ps_status
next_header(struct ps_self *self, struct archive_entry **e)
{
	struct archive_state	*a = self->state;

	if (a->empty)
		return PS_EOF;
	*e = a->first;
	a->first = NULL;
	return *e != NULL ? PS_OK : read_header(self, e);
}

static const char *
name_of(struct archive_entry *e)
{
	const char	*name = archive_entry_pathname_utf8(e);

	return name != NULL ? name : archive_entry_pathname(e);
}

static int64_t
time_of(struct archive_entry *e)
{
	int64_t	t = archive_entry_mtime(e);

	/* Times before 1970 or after 2261 are none that anybody meant. */
	return !archive_entry_mtime_is_set(e) || t < 0 || t > 9200000000 ?
	    -1 : t * 1000000000 + archive_entry_mtime_nsec(e);
}

static void
describe(struct ps_self *self, struct archive_entry *e, struct ps_doc *d)
{
	const struct archive_state	*a = self->state;
	int64_t				 size = archive_entry_size(e);

	/* A single file is called after what it came in. */
	d->name = a->single ? NULL : name_of(e);
	d->size = archive_entry_size_is_set(e) && size >= 0 ? size : -1;
	d->mtime = time_of(e);
}

/* What is no document at all, or none that can be read; NULL otherwise. */
static const char *
why_not(struct archive_entry *e)
{
	if (archive_entry_is_encrypted(e))
		return encrypted;
	/* cpio has the bytes with the last of its links. */
	if (archive_entry_hardlink(e) != NULL && archive_entry_size(e) <= 0)
		return "a link to another member";
	if (archive_entry_filetype(e) == AE_IFLNK)
		return "a link";
	return archive_entry_filetype(e) == AE_IFREG ||
	    archive_entry_filetype(e) == 0 ? NULL : "not a file";
}

static enum ps_status
next_member(struct ps_self *self, struct ps_doc *d)
{
	struct archive_state	*a = self->state;
	struct archive_entry	*e;
	const char		*why;
	enum ps_status		 st = next_header(self, &e);

	if (st != PS_OK)
		return st;
	a->block_size = 0;
	if (archive_entry_filetype(e) == AE_IFDIR)
		return PS_RETRY;
	describe(self, e, d);
	why = why_not(e);
	return why == NULL ? PS_OK : ps_fail(self, PS_SKIP, 0, "%s", why);
}

/*
 * libarchive counts the places within a member of xar from the first member,
 * and would fill what lacks with zeros: its blocks are taken as they come.
 */
static la_ssize_t
read_block(struct archive_state *a, void *to, size_t n)
{
	la_int64_t	at;
	int		st = ARCHIVE_OK;

	while (a->block_size == 0 && st == ARCHIVE_OK)
		st = archive_read_data_block(a->archive, &a->block,
		    &a->block_size, &at);
	if (st == ARCHIVE_EOF)
		return 0;
	if (st < ARCHIVE_WARN)
		return st;
	if (n > a->block_size)
		n = a->block_size;
	memcpy(to, a->block, n);
	a->block = (const char *)a->block + n;
	a->block_size -= n;
	return (la_ssize_t)n;
}

static ptrdiff_t
read_member(struct ps_self *self, void *to, size_t n)
{
	struct archive_state	*a = self->state;
	la_ssize_t		 got;

	got = archive_format(a->archive) == ARCHIVE_FORMAT_XAR ?
	    read_block(a, to, n) : archive_read_data(a->archive, to, n);
	if (got < 0)
		(void)wrong(self);
	return got < 0 ? -1 : (ptrdiff_t)got;
}

static void
close_archive(struct ps_self *self)
{
	struct archive_state	*a = self->state;

	if (a->archive != NULL)
		archive_read_free(a->archive);
	a->archive = NULL;
	archive_end_gzip(a);
}

static const struct ps_format the_format = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name = "archive",
	.plugin.version = "1.0",
	.plugin.summary = "Archives and compressed files: zip, tar, 7z, gz, xz",
	.plugin.options = archive_options,
	.plugin.options_size = sizeof(struct archive_options),
	.plugin.state_size = sizeof(struct archive_state),
	.suffixes = archive_suffixes,
	.cost = 20,
	.flags = PS_CONTAINER | PS_BINARY,
	.probe = archive_probe,
	.open = open_archive,
	.member = next_member,
	.read = read_member,
	.close = close_archive,
};

PS_PLUGIN(archive, the_format);
