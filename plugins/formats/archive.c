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

	a->archive = archive_take_up(single);
	if (a->archive == NULL)
		return ps_fail(self, PS_FAIL, 0, "no memory to unpack it");
	a->at = 0;
	return archive_open_input(self) == ARCHIVE_OK ? PS_OK : wrong(self);
}

static enum ps_status
open_archive(struct ps_self *self, struct ps_input *in)
{
	struct archive_state		*a = self->state;
	const struct archive_options	*o = self->options;

	a->in = in;
	return begin(self, o->single);
}

/*
 * Zeros look like the end of a tar that never began.  Where they came out of
 * a compressed file that is all there is, and it is a document.
 */
static bool
is_no_archive(const struct archive_state *a)
{
	return a->members == 0 && !a->tried_single &&
	    archive_filter_count(a->archive) > 1;
}

static enum ps_status
again_as_single(struct ps_self *self)
{
	struct archive_state	*a = self->state;
	enum ps_status		 st;

	a->tried_single = true;
	if (ps_length(self, a->in) == -1)
		return PS_EOF;
	archive_read_free(a->archive);
	st = begin(self, true);
	return st == PS_OK ? PS_RETRY : st;
}

static enum ps_status
next_header(struct ps_self *self, struct archive_entry **e)
{
	struct archive_state	*a = self->state;
	int			 st;

	for (;;) {
		st = archive_read_next_header(a->archive, e);
		if (st == ARCHIVE_OK || st == ARCHIVE_WARN)
			return PS_OK;
		if (st == ARCHIVE_RETRY)
			continue;
		return st == ARCHIVE_EOF ? PS_EOF : wrong(self);
	}
}

static const char *
name_of(struct archive_entry *e)
{
	const char	*name = archive_entry_pathname_utf8(e);

	return name != NULL ? name : archive_entry_pathname(e);
}

static void
describe(struct ps_self *self, struct archive_entry *e, struct ps_doc *d)
{
	const struct archive_options	*o = self->options;
	const struct archive_state	*a = self->state;

	/* A single file is called after what it came in. */
	d->name = o->single || a->tried_single ? NULL : name_of(e);
	d->size = archive_entry_size_is_set(e) ? archive_entry_size(e) : -1;
	if (archive_entry_mtime_is_set(e))
		d->mtime = (int64_t)archive_entry_mtime(e) * 1000000000 +
		    archive_entry_mtime_nsec(e);
}

/* What is no document at all, or none that can be read; NULL otherwise. */
static const char *
why_not(struct archive_entry *e)
{
	if (archive_entry_is_encrypted(e))
		return "it is encrypted; unpack it with its password first";
	if (archive_entry_hardlink(e) != NULL)
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
	enum ps_status		 st;

	do {
		st = next_header(self, &e);
		if (st == PS_EOF && is_no_archive(a) &&
		    (st = again_as_single(self)) == PS_RETRY)
			continue;
		if (st != PS_OK)
			return st;
	} while (st == PS_RETRY || archive_entry_filetype(e) == AE_IFDIR);
	a->members++;
	describe(self, e, d);
	why = why_not(e);
	return why == NULL ? PS_OK : ps_fail(self, PS_SKIP, 0, "%s", why);
}

static ptrdiff_t
read_member(struct ps_self *self, void *to, size_t n)
{
	struct archive_state	*a = self->state;
	la_ssize_t		 got;

	do
		got = archive_read_data(a->archive, to, n);
	while (got == ARCHIVE_RETRY);
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
}

static const struct ps_format the_format = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name = "archive",
	.plugin.version = "1.0",
	.plugin.summary = "Archives and compressed files: zip, tar, gz, 7z",
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
