/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_styles.c - what each style of an XLSX makes of a number.
 */
#include "spreadsheet_xlsx.h"

static void
on_start(struct ss_book *b, const unsigned char *name,
    const unsigned char **a, int n)
{
	if (ss_named(name, "numFmt") && !b->xlsx->in_list)
		ss_add_code(b, ss_number_of(ss_attribute(a, n, "numFmtId"),
		    UINT32_MAX), ss_attribute(a, n, "formatCode"));
	else if (ss_named(name, "cellXfs"))
		b->xlsx->in_list = true;
	else if (ss_named(name, "xf") && b->xlsx->in_list)
		ss_add_style(b, ss_number_of(ss_attribute(a, n, "numFmtId"),
		    UINT32_MAX));
}

static void
on_end(struct ss_book *b, const unsigned char *name)
{
	if (ss_named(name, "cellXfs"))
		b->xlsx->in_list = false;
}

static const struct ss_handlers handlers = {
	.start = on_start, .end = on_end
};

enum ps_status
ss_read_styles(struct ss_book *b, const char *part)
{
	b->xlsx->in_list = false;
	return ss_zip_parse(b, part, &handlers);
}
