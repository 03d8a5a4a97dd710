/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * test_magic.c - kinds are told by the bytes they begin with, and no text is
 * taken for one of them.
 */
#ifdef HAVE_CONFIG_H
# include <config.h>
#endif
#include <string.h>

#include "../../core/input/magic.h"
#include "../tap.h"

#define B(bytes)	(bytes), sizeof(bytes) - 1
#define LOCAL(name)	"PK\3\4\24\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" \
			name
#define CENTRAL(name)	"PK\1\2\24\0\24\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" \
			"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" name

static const struct {
	const char	*p;
	size_t		 n;
	const char	*tail;		/* or NULL */
	size_t		 n_tail;
	const char	*name, *mime;
} kinds[] = {
	{ B("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), NULL, 0, "PNG image",
	  "image/png" },
	{ B("%PDF-1.4\n1 0 obj\n"), NULL, 0, "PDF document",
	  "application/pdf" },
	{ B("RIFF\x24\0\0\0WAVEfmt "), NULL, 0, "WAV audio file",
	  "audio/x-wav" },
	{ B("RIFF\x24\0\0\0WEBPVP8 "), NULL, 0, "WebP image", "image/webp" },
	{ B("\0\0\0\x18" "ftypheic\0\0"), NULL, 0, "HEIF image",
	  "image/heif" },
	{ B("\0\0\0\x18" "ftypisom\0\0"), NULL, 0, "MP4 video", "video/mp4" },
	{ B("PAR1\x15\4\x15"), NULL, 0, "Parquet file",
	  "application/vnd.apache.parquet" },
	{ B("bplist00\xa2\1\6"), NULL, 0, "binary property list",
	  "application/x-bplist" },
	{ B("\x80\4\x95\5\0\0\0\0\0\0\0}"), NULL, 0, "Python pickle",
	  "application/x-pickle" },
	{ B("\0\1\0\0Standard Jet DB\0"), NULL, 0, "Access database",
	  "application/x-msaccess" },
	{ B("\0\1\0\0\0\x0f\0\x80"), NULL, 0, "TrueType font", "font/ttf" },
	{ B("!<arch>\ndebian-binary   "), NULL, 0, "Debian package",
	  "application/vnd.debian.binary-package" },
	{ B("!<arch>\na.csv/    "), NULL, 0, "ar archive",
	  "application/x-archive" },
	/* what is in a zip says what it is, at its beginning or at its end */
	{ B(LOCAL("\23\0\0\0[Content_Types].xml<a/>") LOCAL("\21\0\0\0"
	  "word/document.xml")), NULL, 0, "Word document",
	  "application/vnd.openxmlformats-officedocument."
	  "wordprocessingml.document" },
	{ B(LOCAL("\1\0\0\0x")), B(CENTRAL("ppt/presentation.xml")),
	  "PowerPoint presentation", "application/vnd."
	  "openxmlformats-officedocument.presentationml.presentation" },
	{ B(LOCAL("\10\0\0\0mimetypeapplication/vnd.oasis.opendocument.text"
	  "PK\3\4")), NULL, 0, "OpenDocument text",
	  "application/vnd.oasis.opendocument.text" },
	{ B(LOCAL("\10\0\0\0mimetypeapplication/epub+zip")), NULL, 0,
	  "EPUB book", "application/epub+zip" },
	{ B(LOCAL("\24\0\0\0META-INF/MANIFEST.MF")), NULL, 0, "Java archive",
	  "application/java-archive" },
	{ B(LOCAL("\5\0\0\0a.csv")), NULL, 0, "zip archive",
	  "application/zip" },
	{ B("PK\3\4"), B("PK"), "zip archive", "application/zip" },
	/* the same of an OLE file */
	{ B("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0"
	  "n\0t\0"), NULL, 0, "Word 97-2003 document", "application/msword" },
	{ B("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), B("\0\0W\0o\0r\0k\0b\0o\0o\0"
	  "k\0"), "Excel 97-2003 workbook", "application/vnd.ms-excel" },
	{ B("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1Work"), NULL, 0,
	  "Office 97-2003 document", "application/x-ole-storage" },
	{ B("\0\0\0\0\0\0"), NULL, 0, "zero-filled file",
	  "application/octet-stream" },
	{ B("\0\0\0\0\0\0"), B("\0\0\1"), "unknown binary file",
	  "application/octet-stream" },
	{ B("\1\2\3\4"), NULL, 0, "unknown binary file",
	  "application/octet-stream" },
};

/* Texts that begin as something else does. */
static const char *const texts[] = {
	"PK is short\n", "BM,MZ\n1,2\n", "MZ;OTTO\n", "PAR1,PAR2\n3,4\n",
	"GRIB,ORC\n", "RIFF....WAVE\n", "ORC\n", "id,ftyp\n", "ID3,ID4\n",
	"GIF8,x\n", "fLaC\n", "FITS\n", "SIMPLE  = T\n", "OTTO,b\n",
	"CDF,1\n", "RDX2\nX\n", "Obj,1\n", "DUCK,DUCK,DUCK\n", "Rar!\n",
	"MThd\n", "PACK\n", "7z\n", "070701,070702\n", "dex\n035\n", "OggS\n",
	"bplist00\n", "ARROW1,2\n",
	"FLV\n", "asm\n", "Lua\n", "BZh91\n", "xar!\n", "LZIP\n",
};

static void
test_kinds(void)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct seems s = magic_seems(kinds[i].p, kinds[i].n,
				    kinds[i].tail, kinds[i].n_tail, true);

		is_str(s.name, kinds[i].name, "kind %zu", i);
		is_str(s.mime, kinds[i].mime, "its media type");
	}
}

static void
test_texts(void)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		ok(magic_sure(texts[i], strlen(texts[i])) == NULL,
		    "text %zu is no kind for sure: %.10s", i, texts[i]);
	is_str(magic_seems("MZ", 2, NULL, 0, false).name, "text file",
	    "a text is one");
}

/* However little of it there is: nothing is read beyond the end. */
static void
test_short(void)
{
	char	one[512];
	size_t	found = 0;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		for (size_t n = 0; n < kinds[i].n && n < sizeof(one); n++) {
			char	*p = one + sizeof(one) - n;

			memcpy(p, kinds[i].p, n);
			found += magic_seems(p, n, NULL, 0, true).name != NULL;
			found += magic_seems("PK\3\4", 4, p, n, true).name !=
			    NULL;
		}
	ok(found > 0, "%zu beginnings have names", found);
}

int
main(void)
{
	test_kinds();
	test_texts();
	test_short();
	return done_testing();
}
