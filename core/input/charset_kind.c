/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * charset_kind.c - documents that are no text, told by how they begin.
 *
 * Archives may hold so much text that nothing else in a sample shows it.
 */
#include <string.h>

#include "charset_impl.h"
#include "str.h"

#define TAR_HEADER	512u
#define TAR_SUM		148u	/* where the checksum stands, 8 bytes */
#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

/* Kinds that may look like text for a while. */
static const struct charset_mark kinds[] = {
	{ "%PDF-", 5, 0, "PDF" },
	{ "PK\3\4", 4, 0, "zip" }, { "PK\5\6", 4, 0, "zip" },
	{ "\x1f\x8b", 2, 0, "gzip" }, { "1AY&SY", 6, 4, "bzip2" },
	{ "\xfd" "7zXZ", 5, 0, "xz" }, { "\x28\xb5\x2f\xfd", 4, 0, "zstd" },
	{ "\x04\x22\x4d\x18", 4, 0, "lz4" }, { "7z\xbc\xaf", 4, 0, "7z" },
	{ "\x1f\x9d", 2, 0, "compress" }, { "LZIP\1", 5, 0, "lzip" },
	{ "xar!\0", 5, 0, "xar" }, { "\xed\xab\xee\xdb", 4, 0, "rpm" },
	{ "Rar!\x1a", 5, 0, "rar" }, { "ustar", 5, 257, "tar" },
	{ "!<arch>\n", 8, 0, "ar" }, { "CD001", 5, 32769, "iso" },
	{ "MSCF\0\0\0\0", 8, 0, "cab" }, { "\x7f" "ELF", 4, 0, "ELF" },
	{ "\x89PNG", 4, 0, "PNG" }, { "\xff\xd8\xff", 3, 0, "JPEG" },
	{ "GIF8", 4, 0, "GIF" }, { "II*\0", 4, 0, "TIFF" },
	{ "MM\0*", 4, 0, "TIFF" }, { "SQLite format 3", 16, 0, "SQLite" },
	{ "\xd0\xcf\x11\xe0", 4, 0, "old Office" },
	{ "OggS", 4, 0, "Ogg" }, { "fLaC", 4, 0, "FLAC" },
	{ "ID3\3", 4, 0, "MP3" }, { "ID3\4", 4, 0, "MP3" },
	{ "PAR1", 4, 0, "Parquet" },
	{ "Obj\1", 4, 0, "Avro" }, { "\x89HDF", 4, 0, "HDF5" },
	{ "\xca\xfe\xba\xbe", 4, 0, "Java class" },
	{ "\0asm", 4, 0, "WebAssembly" }, { "ftyp", 4, 4, "MP4" },
};

const struct charset_mark *
charset_mark(const struct charset_mark *marks, size_t n_marks, const char *p,
    size_t n)
{
	for (size_t i = 0; i < n_marks; i++) {
		const struct charset_mark *m = &marks[i];

		if (n >= m->at + m->n &&
		    memcmp(p + m->at, m->bytes, m->n) == 0)
			return m;
	}
	return NULL;
}

/* Only digits of that base; so does no text begin. */
static bool
are_digits(const char *p, size_t n, int base)
{
	for (size_t i = 0; i < n; i++)
		if (base == 8 ? p[i] < '0' || p[i] > '7' : !is_digit(p[i]) &&
		    (to_lower(p[i]) < 'a' || to_lower(p[i]) > 'f'))
			return false;
	return true;
}

/* cpio(5): numbers of fixed width behind the magic one. */
static bool
is_cpio(const char *p, size_t n)
{
	if (n >= 110 && (memcmp(p, "070701", 6) == 0 ||
	    memcmp(p, "070702", 6) == 0))
		return are_digits(p + 6, 104, 16);
	return n >= 76 && memcmp(p, "070707", 6) == 0 &&
	    are_digits(p + 6, 70, 8);
}

/* tar(5): the sum of the header's bytes, its own place taken as blanks. */
static bool
is_tar(const char *p, size_t n)
{
	unsigned	sum = 8 * ' ', told = 0;
	size_t		i;

	if (n < TAR_HEADER || *p == '\0')
		return false;
	for (i = 0; i < TAR_HEADER; i++)
		if (i < TAR_SUM || i >= TAR_SUM + 8)
			sum += (unsigned char)p[i];
	for (i = TAR_SUM; i < TAR_SUM + 8 && p[i] == ' '; i++)
		continue;
	for (; i < TAR_SUM + 8 && p[i] >= '0' && p[i] <= '7'; i++)
		told = told * 8 + (unsigned)(p[i] - '0');
	return told == sum;
}

const char *
charset_kind(const char *p, size_t n)
{
	const struct charset_mark *m = charset_mark(kinds, COUNT(kinds), p,
				    n);

	return m != NULL ? m->name : is_cpio(p, n) ? "cpio" :
	    is_tar(p, n) ? "tar" : NULL;
}
