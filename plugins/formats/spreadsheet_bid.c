/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_bid.c - is it a workbook?  A zip that lists the parts of one, or
 * says so in its first member; or a compound file with a workbook in it.
 */
#include <string.h>
#include <strings.h>

#include "spreadsheet.h"

const char *const ss_suffixes[] = {
	".xlsx", ".xlsm", ".xltx", ".xltm", ".ods", ".ots", ".xls", ".xlt",
	NULL
};

static const char compound[] = "\320\317\021\340\241\261\032\341";

/* What the names of members say. */
struct names {
	bool	types, sheets, binary;
};

static void
take_name(struct names *names, const char *p, size_t n)
{
	static const char	types[] = "[Content_Types].xml";

	while (n > 0 && (*p == '/' || *p == '\\')) {
		p++;
		n--;
	}
	if (n == sizeof(types) - 1 && strncasecmp(p, types, n) == 0)
		names->types = true;
	if (n < 7 || strncasecmp(p, "xl", 2) != 0 ||
	    (p[2] != '/' && p[2] != '\\'))
		return;
	names->sheets |= strncasecmp(p + n - 4, ".xml", 4) == 0;
	names->binary |= n == 15 && strncasecmp(p + 3, "workbook.bin", 12) ==
	    0;
}

/* Of members that begin in p..p+n (APPNOTE 4.3.7), or are listed there. */
static void
take_names(struct names *names, const char *p, size_t n)
{
	const char	*end = p + n;
	size_t		 head, length;

	while (end - p >= 46 && (p = memchr(p, 'P', (size_t)(end - p))) !=
	    NULL && end - p >= 46) {
		head = memcmp(p, "PK\003\004", 4) == 0 ? 30 :
		    memcmp(p, "PK\001\002", 4) == 0 ? 46 : 0;
		if (head > 0) {
			length = ps_little(p + (head == 30 ? 26 : 28), 2);
			if (length <= (size_t)(end - p) - head)
				take_name(names, p + head, length);
		}
		p++;
	}
}

/* ODF begins with a member that is stored and says what it is. */
static bool
is_ods(const char *p, size_t n)
{
	static const char	is[] = "application/vnd.oasis.opendocument."
				    "spreadsheet";
	size_t			at;

	if (n < 38 || memcmp(p, "PK\003\004", 4) != 0 || ps_little(p + 26, 2) !=
	    8 || memcmp(p + 30, "mimetype", 8) != 0)
		return false;
	at = 38 + ps_little(p + 28, 2);
	return n >= at + sizeof(is) - 1 && memcmp(p + at, is, sizeof(is) -
	    1) == 0;
}

/* In the directory of a compound file names are UTF-16. */
static bool
has_stream(const char *p, size_t n, const char *name)
{
	char	wide[64];
	size_t	length = strlen(name);

	for (size_t i = 0; i <= length; i++) {
		wide[2 * i] = name[i];
		wide[2 * i + 1] = '\0';
	}
	return n > 0 && memmem(p, n, wide, 2 * length + 2) != NULL;
}

static bool
is_named_xls(const char *name)
{
	size_t	n = name == NULL ? 0 : strlen(name);

	return n > 4 && (strcasecmp(name + n - 4, ".xls") == 0 ||
	    strcasecmp(name + n - 4, ".xlt") == 0);
}

enum ss_file
ss_what_is(const char *p, size_t n, const char *tail, size_t n_tail,
    const char *name)
{
	struct names	names = { .types = false };

	if (n >= 512 && memcmp(p, compound, 8) == 0) {
		if (has_stream(p, n, "EncryptedPackage") ||
		    has_stream(tail, n_tail, "EncryptedPackage"))
			return SS_ENCRYPTED;
		if (has_stream(p, n, "WordDocument") ||
		    has_stream(tail, n_tail, "WordDocument"))
			return SS_NONE;
		if (has_stream(p, n, "Workbook") || has_stream(p, n, "Book") ||
		    has_stream(tail, n_tail, "Workbook") ||
		    has_stream(tail, n_tail, "Book") || is_named_xls(name))
			return SS_XLS;
	}
	if (n < 4 || memcmp(p, "PK\003\004", 4) != 0)
		return SS_NONE;
	if (is_ods(p, n))
		return SS_ODS;
	take_names(&names, p, n);
	take_names(&names, tail, n_tail);
	return names.types && names.sheets && !names.binary ? SS_XLSX :
	    SS_NONE;
}

enum ps_status
ss_probe(struct ps_self *self, const struct ps_sample *s,
    struct ps_guess *guess, struct ps_bid *bid)
{
	static const char *const what[] = {
		[SS_XLSX] = "a zip with the parts of a workbook: XLSX",
		[SS_ODS] = "a zip that says it is a spreadsheet: ODS",
		[SS_XLS] = "a compound file with a workbook in it: XLS",
		[SS_ENCRYPTED] = "a compound file with an encrypted document"
	};
	enum ss_file		file;

	if (!s->binary)
		return PS_OK;
	file = ss_what_is(s->text, s->length, s->tail, s->tail == NULL ? 0 :
	    s->tail_length, s->doc == NULL ? NULL : s->doc->name);
	if (file == SS_NONE)
		return PS_OK;
	bid->tier = PS_PROOF;
	bid->bits_saved = s->scan->plain_bits;
	bid->specificity = 90;
	ps_because(self, guess, "%s", what[file]);
	return PS_OK;
}
