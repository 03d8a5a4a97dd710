/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * archive_bid.c - is it an archive?  By the bytes it begins with, and then
 * libarchive is asked to open the sample; a program that unpacks itself has
 * the directory of a zip at its end.
 */
#include <string.h>

#include "archive_format.h"

const char *const archive_suffixes[] = {
	".zip", ".jar", ".tar", ".tgz", ".tbz2", ".txz", ".tzst", ".gz",
	".bz2", ".xz", ".lzma", ".lz", ".lz4", ".zst", ".Z", ".7z", ".rar",
	".cpio", ".ar", ".deb", ".rpm", ".iso", ".cab", ".xar", ".lha", NULL
};

struct magic {
	const char	*name;
	size_t		 at, n;
	const char	*bytes;
	bool		 filter;	/* compressed, perhaps no archive */
	bool		 weak;		/* chance may make such bytes */
};

/* Each from its format's description; longest first where one begins so. */
static const struct magic magics[] = {
	{ "zip", 0, 4, "PK\003\004", false, false },
	{ "zip, empty", 0, 4, "PK\005\006", false, false },
	{ "zip in parts", 0, 4, "PK\007\010", false, false },
	{ "7z", 0, 6, "7z\274\257\047\034", false, false },
	{ "rar", 0, 6, "Rar!\032\007", false, false },
	{ "cab", 0, 8, "MSCF\0\0\0\0", false, false },
	{ "xar", 0, 5, "xar!\0", false, false },
	{ "ar", 0, 8, "!<arch>\n", false, false },
	{ "cpio", 0, 6, "070701", false, false },
	{ "cpio", 0, 6, "070702", false, false },
	{ "cpio", 0, 6, "070707", false, false },
	{ "cpio", 0, 2, "\307\161", false, true },
	{ "lha", 2, 3, "-lh", false, true },
	{ "tar", 257, 5, "ustar", false, true },
	{ "iso", 32769, 5, "CD001", false, false },
	{ "rpm", 0, 4, "\355\253\356\333", true, false },
	{ "gzip", 0, 3, "\037\213\010", true, false },
	{ "bzip2", 4, 6, "1AY&SY", true, false },
	{ "xz", 0, 6, "\3757zXZ\0", true, false },
	{ "zstd", 0, 4, "\050\265\057\375", true, false },
	{ "lz4", 0, 4, "\004\042\115\030", true, false },
	{ "lzip", 0, 5, "LZIP\1", true, false },
	{ "lzma", 0, 3, "\135\0\0", true, true },
	{ "compress", 0, 2, "\037\235", true, true },
};

#define N_MAGICS	(sizeof(magics) / sizeof(magics[0]))

static const struct magic *
find_magic(const struct ps_sample *s)
{
	for (size_t i = 0; i < N_MAGICS; i++) {
		const struct magic *m = &magics[i];

		if (s->length >= m->at + m->n &&
		    memcmp(s->text + m->at, m->bytes, m->n) == 0)
			return m;
	}
	return NULL;
}

/*
 * What libarchive makes of the sample: 1 an archive with a member, 0 nothing,
 * -1 what is compressed is no archive.  The sample is but the beginning, so
 * an error behind the first header says nothing.
 */
static int
try_open(const struct ps_sample *s, bool filter)
{
	struct archive		*a = archive_take_up(false);
	struct archive_entry	*e;
	int			 st = ARCHIVE_FATAL, found = 0;

	if (a == NULL)
		return 0;
	if (archive_read_open_memory(a, s->text, s->length) == ARCHIVE_OK) {
		st = archive_read_next_header(a, &e);
		found = st == ARCHIVE_OK || st == ARCHIVE_WARN;
	}
	archive_read_free(a);
	if (found || !filter)
		return found;
	a = archive_take_up(true);
	if (a == NULL)
		return 0;
	if (archive_read_open_memory(a, s->text, s->length) == ARCHIVE_OK &&
	    archive_read_next_header(a, &e) == ARCHIVE_OK &&
	    archive_filter_count(a) > 1)
		found = -1;
	archive_read_free(a);
	return found;
}

/* The last bytes of the document, as far as they are at hand. */
static const char *
tail_of(const struct ps_sample *s, size_t *n)
{
	*n = s->tail != NULL ? s->tail_length : s->length;
	return s->tail != NULL ? s->tail : s->text;
}

/*
 * The end of a zip's directory (APPNOTE 4.3.16), which says how long the
 * comment behind it is; NULL if there is none.
 */
static const char *
find_end(const char *p, size_t n)
{
	for (size_t i = 22; i <= n && i <= 22 + UINT16_MAX; i++) {
		const char *e = p + n - i;

		if (memcmp(e, "PK\005\006", 4) == 0 &&
		    ps_little(e + 20, 2) == i - 22)
			return e;
	}
	return NULL;
}

/* Programs before which somebody put their unpacker, or a zip behind them. */
static bool
is_program_with_zip(const struct ps_sample *s)
{
	size_t		 n;
	const char	*p = tail_of(s, &n), *end;

	if (s->length < 4 || (memcmp(s->text, "MZ", 2) != 0 &&
	    memcmp(s->text, "\177ELF", 4) != 0 &&
	    memcmp(s->text, "#!", 2) != 0))
		return false;
	end = find_end(p, n);
	if (end == NULL || ps_little(end + 10, 2) == 0)
		return false;
	n = ps_little(end + 12, 4);	/* the directory stands before it */
	return n > (size_t)(end - p) || memcmp(end - n, "PK\001\002", 4) == 0;
}

static bool
is_name(const char *p, size_t n, const char *name)
{
	return strlen(name) == n && memcmp(p, name, n) == 0;
}

/*
 * Documents of an office, and books, are zips that are meant as one: ODF and
 * EPUB begin with their type, OOXML lists its parts.
 */
static bool
is_office(const struct ps_sample *s)
{
	size_t		 n, k;
	const char	*p = s->text, *end;

	if (s->length < 38 || memcmp(p, "PK\003\004", 4) != 0)
		return false;
	k = ps_little(p + 26, 2);
	if (s->length >= 30 + k && (is_name(p + 30, k, "mimetype") ||
	    is_name(p + 30, k, "[Content_Types].xml")))
		return true;
	p = tail_of(s, &n);
	end = find_end(p, n);
	for (; end != NULL && end - p >= 46 + 19; p++)
		if (*p == 'P' && memcmp(p, "PK\001\002", 4) == 0 &&
		    memcmp(p + 46, "[Content_Types].xml", 19) == 0)
			return true;
	return false;
}

static void
claim(struct ps_self *self, const struct ps_sample *s, struct ps_guess *guess,
    struct ps_bid *bid, const char *what, bool single)
{
	bid->tier = PS_PROOF;
	bid->bits_saved = s->scan->plain_bits;
	bid->specificity = 50;
	ps_because(self, guess, single ? "one file, compressed as %s" :
	    "an archive: %s", what);
	ps_suggest(self, guess, "single", single ? "true" : "false");
}

/* A tar of old has no magic, but a sum that is right. */
static bool
is_old_tar(const struct ps_sample *s)
{
	struct archive		*a;
	struct archive_entry	*e;
	bool			 found = false;

	if (s->length < 512 || *s->text == '\0' || (a = archive_read_new()) ==
	    NULL)
		return false;
	archive_read_support_format_tar(a);
	if (archive_read_open_memory(a, s->text, s->length) == ARCHIVE_OK)
		found = archive_read_next_header(a, &e) == ARCHIVE_OK;
	archive_read_free(a);
	return found;
}

enum ps_status
archive_probe(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	const struct magic	*m = s->binary ? find_magic(s) : NULL;
	int			 found;

	if (!s->binary)
		return PS_OK;
	if (m == NULL) {
		if (is_program_with_zip(s))
			claim(self, s, guess, bid, "a program with a zip",
			    false);
		else if (is_old_tar(s))
			claim(self, s, guess, bid, "tar", false);
		return PS_OK;
	}
	if (is_office(s))
		return PS_OK;
	found = try_open(s, m->filter);
	/*
	 * Of 7z and rar the directory lies elsewhere; and what is damaged is
	 * an archive, too.
	 */
	if (found != 0 || !m->weak)
		claim(self, s, guess, bid, m->name, found < 0 ||
		    (found == 0 && m->filter));
	return PS_OK;
}
