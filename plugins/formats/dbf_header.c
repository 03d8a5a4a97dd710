/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * dbf_header.c - the header of dBase III to 7, FoxPro and Visual FoxPro.
 *
 * Where fields lie follows from their widths; that these add up to a record is
 * what tells such a file from all others.
 */
#include <string.h>

#include "dbf.h"

enum {
	AT_RECORDS = 4, AT_LENGTH = 8, AT_RECORD_LENGTH = 10,
	AT_LANGUAGE = 29, HEAD = 32, HEAD7 = 68, FIELD = 32, FIELD7 = 48,
	LINK = 263		/* of Visual FoxPro, behind the fields */
};

static const char types[] = "CNFLDTIBYMGPVQWO@+0";

/* Language driver: dBase's and FoxPro's numbers, as in their manuals. */
static const struct {
	uint8_t		 number;
	const char	*name;
} languages[] = {
	{ 0x01, "CP437" }, { 0x02, "CP850" }, { 0x03, "CP1252" },
	{ 0x04, "MACINTOSH" }, { 0x08, "CP865" }, { 0x09, "CP437" },
	{ 0x0a, "CP850" }, { 0x0b, "CP437" }, { 0x0d, "CP437" },
	{ 0x0e, "CP850" }, { 0x0f, "CP437" }, { 0x10, "CP850" },
	{ 0x11, "CP437" }, { 0x12, "CP850" }, { 0x13, "CP932" },
	{ 0x14, "CP850" }, { 0x15, "CP437" }, { 0x16, "CP850" },
	{ 0x17, "CP865" }, { 0x18, "CP437" }, { 0x19, "CP437" },
	{ 0x1a, "CP850" }, { 0x1b, "CP437" }, { 0x1c, "CP863" },
	{ 0x1d, "CP850" }, { 0x1f, "CP852" }, { 0x22, "CP852" },
	{ 0x23, "CP852" }, { 0x24, "CP860" }, { 0x25, "CP850" },
	{ 0x26, "CP866" }, { 0x37, "CP850" }, { 0x40, "CP852" },
	{ 0x4d, "CP936" }, { 0x4e, "CP949" }, { 0x4f, "CP950" },
	{ 0x50, "CP874" }, { 0x57, NULL }, { 0x58, "CP1252" },
	{ 0x59, "CP1252" }, { 0x64, "CP852" }, { 0x65, "CP866" },
	{ 0x66, "CP865" }, { 0x67, "CP861" }, { 0x6a, "CP737" },
	{ 0x6b, "CP857" }, { 0x6c, "CP863" }, { 0x78, "CP950" },
	{ 0x79, "CP949" }, { 0x7a, "CP936" }, { 0x7b, "CP932" },
	{ 0x7c, "CP874" }, { 0x7d, "CP1255" }, { 0x7e, "CP1256" },
	{ 0x86, "CP737" }, { 0x87, "CP852" }, { 0x88, "CP857" },
	{ 0x96, "MAC-CYRILLIC" }, { 0x97, "MAC-CENTRALEUROPE" },
	{ 0xc8, "CP1250" }, { 0xc9, "CP1251" }, { 0xca, "CP1254" },
	{ 0xcb, "CP1253" }, { 0xcc, "CP1257" },
};

const char *
dbf_language(uint8_t number)
{
	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
		if (languages[i].number == number)
			return languages[i].name;
	return NULL;
}

static bool
is_version(uint8_t v)
{
	static const uint8_t	known[] = {
		0x03, 0x04, 0x05, 0x07, 0x30, 0x31, 0x32, 0x43, 0x63, 0x7b,
		0x83, 0x87, 0x8b, 0x8c, 0x8e, 0xb3, 0xcb, 0xe5, 0xf5, 0xfb
	};

	return memchr(known, v, sizeof(known)) != NULL;
}

/* The day it was last written: some leave it out, others count past 99. */
static bool
is_day(const char *p)
{
	return (unsigned char)p[1] <= 12 && (unsigned char)p[2] <= 31;
}

static bool
read_name(struct dbf_field *f, const char *p, size_t room)
{
	size_t	n = 0;

	while (n < room && p[n] != '\0')
		n++;
	while (n > 0 && p[n - 1] == ' ')
		n--;
	memcpy(f->name, p, n);
	f->name[n] = '\0';
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)p[i] < ' ')
			return false;
	return n > 0;
}

static bool
read_field(const struct dbf_header *h, struct dbf_field *f, const char *p)
{
	size_t	at = h->level7 ? 32 : 11;

	memset(f, 0, sizeof(*f));
	if (!read_name(f, p, at) || p[at] == '\0' ||
	    strchr(types, p[at]) == NULL)
		return false;
	f->type = p[at];
	f->width = (unsigned char)p[h->level7 ? 33 : 16];
	f->decimals = (uint8_t)p[h->level7 ? 34 : 17];
	f->flags = h->foxpro ? (uint8_t)p[18] : 0;
	return f->width > 0 || f->type == 'C' || f->type == '0';
}

static bool
read_fields(struct dbf_header *h, struct dbf_field *fields, const char *p,
    size_t n)
{
	size_t	size = h->level7 ? FIELD7 : FIELD;
	size_t	at = h->level7 ? HEAD7 : HEAD;

	h->n_fields = 0;
	for (; at < n && at < h->length && p[at] != '\r'; at += size) {
		if (at + size > n || at + size > h->length ||
		    h->n_fields == DBF_FIELDS_MAX ||
		    !read_field(h, &fields[h->n_fields], p + at))
			return false;
		h->n_fields++;
	}
	return h->n_fields > 0;
}

/* Texts of more than 255 bytes have the rest of their width as decimals. */
static uint32_t
place_fields(const struct dbf_header *h, struct dbf_field *f, bool wide)
{
	uint32_t	at = 1;

	for (uint32_t i = 0; i < h->n_fields; i++) {
		if (wide && f[i].type == 'C')
			f[i].width += 256u * f[i].decimals;
		f[i].offset = at;
		at += f[i].width;
	}
	return at;
}

/* One bit for a length that is not the whole width, one for NULL. */
static void
place_null_bits(struct dbf_header *h, struct dbf_field *f)
{
	uint32_t	bits = 0;

	h->n_null_flags = 0;
	for (uint32_t i = 0; i < h->n_fields; i++) {
		if (f[i].type == '0') {
			h->null_flags = f[i].offset;
			h->n_null_flags = f[i].width;
			continue;
		}
		if (f[i].type == 'V' || f[i].type == 'Q')
			f[i].length_bit = ++bits;
		if ((f[i].flags & DBF_NULLABLE) != 0)
			f[i].null_bit = ++bits;
	}
}

static const char *
read_layout(struct dbf_header *h, struct dbf_field *fields, const char *p,
    size_t n)
{
	h->level7 = (h->version & 7) == 4 && !h->foxpro;
	if ((!h->level7 || !read_fields(h, fields, p, n)) &&
	    ((h->level7 = false), !read_fields(h, fields, p, n)))
		return "its list of fields is damaged";
	if (place_fields(h, fields, false) != h->record_length &&
	    place_fields(h, fields, true) != h->record_length)
		return "its fields do not add up to its records";
	place_null_bits(h, fields);
	return NULL;
}

const char *
dbf_header(struct dbf_header *h, struct dbf_field *fields, const char *p,
    size_t n)
{
	memset(h, 0, sizeof(*h));
	if (n < HEAD + FIELD + 1)
		return "it is too short";
	h->version = (uint8_t)p[0];
	h->language = (uint8_t)p[AT_LANGUAGE];
	h->n_records = ps_little(p + AT_RECORDS, 4);
	h->length = ps_little(p + AT_LENGTH, 2);
	h->record_length = ps_little(p + AT_RECORD_LENGTH, 2);
	h->foxpro = h->version >= 0x30 && h->version <= 0x32;
	if (!is_version(h->version) || !is_day(p + 1) ||
	    h->length < HEAD + FIELD || h->record_length < 2)
		return "it does not begin as a DBF file does";
	return read_layout(h, fields, p, n);
}
