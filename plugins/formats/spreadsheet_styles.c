/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_styles.c - what each style of an XLSX makes of a number.
 */
#include <libxml/parser.h>

#include "spreadsheet_xlsx.h"

enum { STYLES = 1 << 18 };

static void
add_code(struct ss_book *b, const xmlChar **a, int n)
{
	struct ss_code	*c = b->xlsx->codes.n < STYLES ?
			    SS_MORE(b->xlsx->codes) : NULL;

	if (c == NULL)
		(void)ss_wrong(b, "too many number formats");
	else
		*c = (struct ss_code){ ss_number_of(ss_attribute(a, n,
		    "numFmtId"), UINT32_MAX), ss_code_format(b,
		    ss_attribute(a, n, "formatCode")) };
}

static struct ss_format
format_of(const struct ss_book *b, uint32_t id)
{
	for (uint32_t i = 0; i < b->xlsx->codes.n; i++)
		if (b->xlsx->codes.p[i].id == id)
			return b->xlsx->codes.p[i].format;
	return ss_builtin_format(id);
}

static void
on_start(void *arg, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int n_spaces, const xmlChar **spaces, int n,
    int n_defaulted, const xmlChar **a)
{
	struct ss_book		*b = arg;
	struct ss_format	*f;

	(void)prefix;
	(void)uri;
	(void)n_spaces;
	(void)spaces;
	(void)n_defaulted;
	if (ss_named(name, "numFmt") && !b->xlsx->in_list)
		add_code(b, a, n);
	else if (ss_named(name, "cellXfs"))
		b->xlsx->in_list = true;
	else if (ss_named(name, "xf") && b->xlsx->in_list) {
		f = b->xlsx->styles.n < STYLES ? SS_MORE(b->xlsx->styles) :
		    NULL;
		if (f == NULL)
			(void)ss_wrong(b, "too many styles");
		else
			*f = format_of(b, ss_number_of(ss_attribute(a, n,
			    "numFmtId"), UINT32_MAX));
	}
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
