/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * magic.c - kinds of documents that are no text, told by how they begin.
 *
 * Archives may hold so much text that nothing else in a sample shows it: what
 * is not weak here is never text.  A weak one only names what was found to be
 * no text by other means.
 */
#include <string.h>

#include "magic.h"
#include "str.h"

#define TAR_HEADER	512u
#define TAR_SUM		148u	/* where the checksum stands, 8 bytes */
#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))
#define M(bytes)	(bytes), sizeof(bytes) - 1

/* The longer first where one begins as another does. */
static const struct magic magics[] = {
	/* archives, and files that are compressed */
	{ "zip archive", "application/zip", M("PK\3\4"), 0, false },
	{ "zip archive", "application/zip", M("PK\5\6"), 0, false },
	{ "gzip-compressed file", "application/gzip", M("\x1f\x8b"), 0,
	  false },
	{ "bzip2-compressed file", "application/x-bzip2", M("1AY&SY"), 4,
	  false },
	{ "xz-compressed file", "application/x-xz", M("\xfd" "7zXZ"), 0,
	  false },
	{ "zstd-compressed file", "application/zstd", M("\x28\xb5\x2f\xfd"), 0,
	  false },
	{ "lz4-compressed file", "application/x-lz4", M("\x04\x22\x4d\x18"), 0,
	  false },
	{ "lzip-compressed file", "application/x-lzip", M("LZIP\1"), 0,
	  false },
	{ "Z-compressed file", "application/x-compress", M("\x1f\x9d"), 0,
	  false },
	{ "7z archive", "application/x-7z-compressed", M("7z\xbc\xaf"), 0,
	  false },
	{ "RAR archive", "application/vnd.rar", M("Rar!\x1a"), 0, false },
	{ "cabinet archive", "application/vnd.ms-cab-compressed",
	  M("MSCF\0\0\0\0"), 0, false },
	{ "xar archive", "application/x-xar", M("xar!\0"), 0, false },
	{ "Debian package", "application/vnd.debian.binary-package",
	  M("!<arch>\ndebian-binary"), 0, false },
	{ "ar archive", "application/x-archive", M("!<arch>\n"), 0, false },
	{ "web archive", "application/warc", M("WARC/1.0\r\n"), 0, false },
	{ "web archive", "application/warc", M("WARC/1.1\r\n"), 0, false },
	{ "web archive", "application/warc", M("WARC/1.0\n"), 0, false },
	{ "web archive", "application/warc", M("WARC/1.1\n"), 0, false },
	{ "web archive", "application/warc", M("WARC/0.18\r\n"), 0, false },
	{ "web archive", "application/warc", M("WARC/0.17\r\n"), 0, false },
	{ "RPM package", "application/x-rpm", M("\xed\xab\xee\xdb"), 0,
	  false },
	{ "tar archive", "application/x-tar", M("ustar"), 257, false },
	{ "ISO 9660 image", "application/x-iso9660-image", M("CD001"), 32769,
	  false },
	{ "SquashFS image", "application/vnd.squashfs", M("hsqs"), 0, true },
	{ "QEMU disk image", "application/x-qemu-disk", M("QFI\xfb"), 0,
	  false },
	/* documents of offices; more of them in magic_seems.c */
	{ "PDF document", "application/pdf", M("%PDF-"), 0, false },
	{ "Office 97-2003 document", "application/x-ole-storage",
	  M("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), 0, false },
	{ "DjVu document", "image/vnd.djvu", M("AT&TFORM"), 0, true },
	/* pictures */
	{ "PNG image", "image/png", M("\x89PNG"), 0, false },
	{ "JPEG image", "image/jpeg", M("\xff\xd8\xff"), 0, false },
	{ "GIF image", "image/gif", M("GIF87a"), 0, false },
	{ "GIF image", "image/gif", M("GIF89a"), 0, false },
	{ "TIFF image", "image/tiff", M("II*\0"), 0, false },
	{ "TIFF image", "image/tiff", M("MM\0*"), 0, false },
	{ "JPEG 2000 image", "image/jp2", M("\0\0\0\x0cjP  "), 0, false },
	{ "Photoshop image", "image/vnd.adobe.photoshop", M("8BPS\0"), 0,
	  false },
	{ "GIMP image", "image/x-xcf", M("gimp xcf "), 0, true },
	{ "BMP image", "image/bmp", M("BM"), 0, true },
	/* sound, film */
	{ "MP3 audio file", "audio/mpeg", M("ID3\3"), 0, false },
	{ "MP3 audio file", "audio/mpeg", M("ID3\4"), 0, false },
	{ "MP3 audio file", "audio/mpeg", M("\xff\xfb"), 0, true },
	{ "FLAC audio file", "audio/flac", M("fLaC"), 0, true },
	{ "Ogg media file", "application/ogg", M("OggS\0"), 0, false },
	{ "MIDI file", "audio/midi", M("MThd\0"), 0, false },
	{ "AIFF audio file", "audio/x-aiff", M("AIFF"), 8, true },
	{ "WAV audio file", "audio/x-wav", M("WAVE"), 8, true },
	{ "WebP image", "image/webp", M("WEBP"), 8, true },
	{ "AVI video", "video/x-msvideo", M("AVI "), 8, true },
	{ "HEIF image", "image/heif", M("ftyphei"), 4, true },
	{ "HEIF image", "image/heif", M("ftypmif1"), 4, true },
	{ "AVIF image", "image/avif", M("ftypavif"), 4, true },
	{ "M4A audio file", "audio/mp4", M("ftypM4A"), 4, true },
	{ "QuickTime video", "video/quicktime", M("ftypqt"), 4, true },
	{ "MP4 video", "video/mp4", M("ftyp"), 4, true },
	{ "Matroska video", "video/x-matroska", M("\x1a\x45\xdf\xa3"), 0,
	  false },
	{ "MPEG video", "video/mpeg", M("\0\0\1\xba"), 0, false },
	{ "Windows Media file", "video/x-ms-asf", M("\x30\x26\xb2\x75\x8e\x66"),
	  0, false },
	/* data */
	{ "SQLite database", "application/vnd.sqlite3",
	  M("SQLite format 3\0"), 0, false },
	{ "DuckDB database", "application/x-duckdb", M("DUCK"), 8, true },
	{ "Access database", "application/x-msaccess",
	  M("\0\1\0\0Standard Jet DB"), 0, false },
	{ "Access database", "application/x-msaccess",
	  M("\0\1\0\0Standard ACE DB"), 0, false },
	{ "Parquet file", "application/vnd.apache.parquet", M("PAR1\x15"), 0,
	  false },
	{ "Arrow file", "application/vnd.apache.arrow.file", M("ARROW1\0\0"),
	  0, false },
	{ "Feather file", "application/x-feather", M("FEA1"), 0, true },
	{ "ORC file", "application/x-orc", M("ORC"), 0, true },
	{ "Avro file", "application/avro", M("Obj\1"), 0, false },
	{ "HDF5 file", "application/x-hdf5", M("\x89HDF"), 0, false },
	{ "NetCDF file", "application/x-netcdf", M("CDF\1"), 0, false },
	{ "NetCDF file", "application/x-netcdf", M("CDF\2"), 0, false },
	{ "FITS file", "application/fits", M("SIMPLE  ="), 0, true },
	{ "GRIB file", "application/x-grib", M("GRIB"), 0, true },
	{ "NumPy array", "application/x-npy", M("\x93NUMPY"), 0, false },
	{ "binary property list", "application/x-bplist", M("bplist00"), 0,
	  true },
	{ "Python pickle", "application/x-pickle", M("\x80\4\x95"), 0, false },
	{ "Python pickle", "application/x-pickle", M("\x80\5\x95"), 0, false },
	{ "MATLAB file", "application/x-matlab-data", M("MATLAB 5.0 MAT"), 0,
	  true },
	{ "R data file", "application/x-r-data", M("RDX"), 0, true },
	{ "SPSS file", "application/x-spss-sav", M("$FL2@(#)"), 0, true },
	{ "SPSS file", "application/x-spss-sav", M("$FL3@(#)"), 0, true },
	{ "SAS data set", "application/x-sas-data",
	  M("\0\0\0\0\0\0\0\0\0\0\0\0\xc2\xea\x81\x60"), 0, false },
	{ "Stata file", "application/x-stata-dta", M("<stata_dta>"), 0, true },
	{ "shapefile", "application/vnd.shp", M("\0\0\x27\x0a"), 0, false },
	{ "packet capture", "application/vnd.tcpdump.pcap",
	  M("\xd4\xc3\xb2\xa1"), 0, false },
	{ "packet capture", "application/x-pcapng", M("\x0a\x0d\x0d\x0a"), 0,
	  true },
	{ "system journal", "application/x-journal", M("LPKSHHRH"), 0, true },
	/* programs, and what belongs to them */
	{ "ELF program", "application/x-executable", M("\x7f" "ELF"), 0,
	  false },
	{ "Windows program", "application/vnd.microsoft.portable-executable",
	  M("MZ"), 0, true },
	{ "macOS program", "application/x-mach-binary", M("\xcf\xfa\xed\xfe"),
	  0, false },
	{ "Java class file", "application/java-vm", M("\xca\xfe\xba\xbe"), 0,
	  false },
	{ "WebAssembly module", "application/wasm", M("\0asm"), 0, false },
	{ "Android program", "application/x-dex", M("dex\n03"), 0, true },
	{ "Git pack", "application/x-git-pack", M("PACK\0"), 0, false },
	{ "message catalog", "application/x-gettext-translation",
	  M("\xde\x12\x04\x95"), 0, false },
	{ "time zone", "application/tzif", M("TZif"), 0, true },
	{ "OpenType font", "font/otf", M("OTTO\0"), 0, false },
	{ "TrueType font", "font/ttf", M("\0\1\0\0\0"), 0, true },
	{ "WOFF font", "font/woff", M("wOFF"), 0, true },
	{ "WOFF font", "font/woff2", M("wOF2"), 0, true },
	{ "icon", "image/vnd.microsoft.icon", M("\0\0\1\0"), 0, true },
};

static const struct magic cpio = { .name = "cpio archive",
	.mime = "application/x-cpio" };
static const struct magic dbf = { .name = "DBF table",
	.mime = "application/vnd.dbf" };
static const struct magic tar = { .name = "tar archive",
	.mime = "application/x-tar" };

const struct magic *
magic_among(const struct magic *among, size_t n_magics, const char *p,
    size_t n, bool weak)
{
	for (size_t i = 0; i < n_magics; i++) {
		const struct magic *m = &among[i];

		if (n >= m->at + m->n && (weak || !m->weak) &&
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

/*
 * DBF: behind 32 bytes as many for each field, with its letter and width, and
 * all widths make a record.  Past its header it is nearly all text.
 */
static bool
is_dbf(const char *p, size_t n)
{
	unsigned	wide = 1, narrow = 1, width;
	size_t		at = 32;

	if (n < 66 || (unsigned char)p[2] > 12 || (unsigned char)p[3] > 31 ||
	    ps_little(p + 8, 2) < 65)
		return false;
	for (; at + 32 < n && p[at] != '\r'; at += 32) {
		width = (unsigned char)p[at + 16];
		if (p[at + 11] < '+' || p[at + 11] > 'Y' ||
		    (unsigned char)p[at] <= ' ')
			return false;
		narrow += width;
		wide += width + (p[at + 11] == 'C' ? 256u *
		    (unsigned char)p[at + 17] : 0);
	}
	return at > 32 && at < n && p[at] == '\r' &&
	    (narrow == ps_little(p + 10, 2) || wide == ps_little(p + 10, 2));
}

static const struct magic *
find(const char *p, size_t n, bool weak)
{
	const struct magic *m = magic_among(magics, COUNT(magics), p, n, weak);

	return m != NULL ? m : is_cpio(p, n) ? &cpio : is_tar(p, n) ? &tar :
	    is_dbf(p, n) ? &dbf : NULL;
}

const struct magic *
magic_sure(const char *p, size_t n)
{
	return find(p, n, false);
}

const struct magic *
magic_any(const char *p, size_t n)
{
	return find(p, n, true);
}
