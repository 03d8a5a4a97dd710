/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_zip.c - the parts of a package: a zip whose directory is read
 * first, so that any part is found by its name.
 *
 * Parts are asked for in the order in which they mostly stand; who asks for
 * an earlier one has the archive opened again.
 */
#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "spreadsheet.h"

enum { PARTS = 1 << 16 };

struct part {
	uint32_t	 hash;
	const char	*name;
};

struct ss_zip {
	struct archive	*archive;
	uint64_t	 at;		/* of the next read */
	int		 next;		/* part that comes next */
	SS_LIST(struct part) parts;
	bool		 damaged;	/* there may have been more */
	char		 bytes[64u << 10];
};

static enum ps_status
wrong(struct ss_book *b)
{
	const char	*why = archive_error_string(b->zip->archive);

	return ss_wrong(b, "%s", why == NULL ? "the file is damaged" : why);
}

static la_ssize_t
on_read(struct archive *a, void *arg, const void **bytes)
{
	struct ss_book	*b = arg;
	ptrdiff_t	 n = ps_pread(b->self, b->in, b->zip->bytes,
			    sizeof(b->zip->bytes), b->zip->at);

	(void)a;
	if (n < 0)
		return ARCHIVE_FATAL;
	b->zip->at += (uint64_t)n;
	*bytes = b->zip->bytes;
	return n;
}

static la_int64_t
on_seek(struct archive *a, void *arg, la_int64_t to, int whence)
{
	struct ss_book	*b = arg;

	(void)a;
	if (whence == SEEK_CUR)
		to += (la_int64_t)b->zip->at;
	else if (whence == SEEK_END)
		to += ps_length(b->self, b->in);
	if (to < 0)
		return ARCHIVE_FATAL;
	b->zip->at = (uint64_t)to;
	return to;
}

static enum ps_status
take_up(struct ss_book *b)
{
	struct ss_zip	*z = b->zip;

	if (z->archive != NULL)
		archive_read_free(z->archive);
	z->at = 0;
	z->next = 0;
	z->archive = archive_read_new();
	if (z->archive == NULL)
		return ss_wrong(b, "no memory to unpack it");
	archive_read_support_format_zip(z->archive);
	archive_read_set_read_callback(z->archive, on_read);
	archive_read_set_seek_callback(z->archive, on_seek);
	archive_read_set_callback_data(z->archive, b);
	return archive_read_open1(z->archive) == ARCHIVE_OK ? PS_OK : wrong(b);
}

static char
fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == '\\' ? '/' : c;
}

static uint32_t
hash_of(const char *name)
{
	uint32_t	h = 2166136261u;

	for (; *name != '\0'; name++)
		h = (h ^ (uint8_t)fold(*name)) * 16777619u;
	return h;
}

static bool
is_same(const char *a, const char *b)
{
	while (*a != '\0' && fold(*a) == fold(*b)) {
		a++;
		b++;
	}
	return *a == '\0' && *b == '\0';
}

static enum ps_status
add_part(struct ss_book *b, struct archive_entry *e)
{
	struct part	*p;
	const char	*name = archive_entry_pathname_utf8(e);

	if (name == NULL)
		name = archive_entry_pathname(e);
	if (name == NULL)
		name = "";
	while (*name == '/' || *name == '\\')
		name++;
	if (b->zip->parts.n == PARTS || (p = SS_MORE(b->zip->parts)) == NULL)
		return ss_wrong(b, "more than %d parts", PARTS);
	*p = (struct part){ hash_of(name), ss_keep(b, name, strlen(name)) };
	return PS_OK;
}

enum ps_status
ss_zip_open(struct ss_book *b)
{
	struct archive_entry	*e;
	int			 st = ARCHIVE_OK;

	b->zip = calloc(1, sizeof(*b->zip));
	if (b->zip == NULL || take_up(b) != PS_OK)
		return ss_wrong(b, "no memory to unpack it");
	while ((st = archive_read_next_header(b->zip->archive, &e)) ==
	    ARCHIVE_OK || st == ARCHIVE_WARN) {
		if (archive_entry_is_encrypted(e))
			return ps_fail(b->self, PS_SKIP, 0, "it is encrypted; "
			    "save it without its password first");
		if (add_part(b, e) != PS_OK)
			return PS_FAIL;
	}
	b->zip->damaged = st != ARCHIVE_EOF;
	if (b->zip->damaged && b->zip->parts.n == 0)
		return wrong(b);
	return take_up(b);
}

void
ss_zip_close(struct ss_book *b)
{
	if (b->zip == NULL)
		return;
	if (b->zip->archive != NULL)
		archive_read_free(b->zip->archive);
	free(b->zip->parts.p);
	free(b->zip);
	b->zip = NULL;
}

int
ss_zip_find(struct ss_book *b, const char *name)
{
	uint32_t	h;

	while (*name == '/')
		name++;
	h = hash_of(name);
	for (uint32_t i = 0; i < b->zip->parts.n; i++)
		if (b->zip->parts.p[i].hash == h &&
		    is_same(b->zip->parts.p[i].name, name))
			return (int)i;
	return -1;
}

enum ps_status
ss_zip_begin(struct ss_book *b, int part)
{
	struct ss_zip		*z = b->zip;
	struct archive_entry	*e;
	int			 st;

	if (part < z->next && take_up(b) != PS_OK)
		return PS_FAIL;
	do
		st = archive_read_next_header(z->archive, &e);
	while ((st == ARCHIVE_OK || st == ARCHIVE_WARN) && z->next++ < part);
	return st == ARCHIVE_OK || st == ARCHIVE_WARN ? PS_OK : wrong(b);
}

ptrdiff_t
ss_zip_read(struct ss_book *b, void *to, size_t n)
{
	la_ssize_t	got = archive_read_data(b->zip->archive, to, n);

	if (got < 0)
		(void)wrong(b);
	else if (got > 0 && !ps_unpacked(b->self, (uint64_t)got))
		return ss_wrong(b, "more comes out of it than is allowed");
	return got < 0 ? -1 : (ptrdiff_t)got;
}

enum ps_status
ss_zip_more(struct ss_book *b)
{
	char		 piece[SS_PIECE];
	ptrdiff_t	 n = ss_zip_read(b, piece, sizeof(piece));

	if (n < 0 || ss_xml_feed(b, piece, (size_t)n, n == 0) != PS_OK)
		return PS_FAIL;
	return n == 0 ? PS_EOF : PS_OK;
}

enum ps_status
ss_zip_parse(struct ss_book *b, const char *name,
    const struct ss_handlers *handlers)
{
	int		 part = ss_zip_find(b, name);
	enum ps_status	 st;

	if (part == -1)
		return b->zip->damaged ? ss_wrong(b, "the file is damaged: "
		    "there is no '%.80s' in it", name) : PS_EOF;
	st = ss_zip_begin(b, part);
	if (st == PS_OK)
		st = ss_xml_begin(b, handlers);
	while (st == PS_OK)
		st = ss_zip_more(b);
	ss_xml_end(b);
	return st == PS_EOF ? PS_OK : st;
}
