/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_styles.c - what each style of an XLSX makes of a number.
 */
#include <libxml/parser.h>

#include "spreadsheet_xlsx.h"

static void
on_start(void *arg, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int n_spaces, const xmlChar **spaces, int n,
    int n_defaulted, const xmlChar **a)
{
	struct ss_book	*b = arg;

	(void)prefix;
	(void)uri;
	(void)n_spaces;
	(void)spaces;
	(void)n_defaulted;
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
on_end(void *arg, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri)
{
	struct ss_book	*b = arg;

	(void)prefix;
	(void)uri;
	if (ss_named(name, "cellXfs"))
		b->xlsx->in_list = false;
}

static const xmlSAXHandler handlers = {
	.startElementNs = on_start, .endElementNs = on_end
};

enum ps_status
ss_read_styles(struct ss_book *b, const char *part)
{
	b->xlsx->in_list = false;
	return ss_zip_parse(b, part, &handlers, b);
}
