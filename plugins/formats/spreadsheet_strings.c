/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_strings.c - the strings that the cells of an XLSX share, without
 * their formats and without what says how they are read aloud.
 */
#include <libxml/parser.h>

#include "spreadsheet_xlsx.h"

static void
on_start(void *arg, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int n_spaces, const xmlChar **spaces, int n,
    int n_defaulted, const xmlChar **a)
{
	struct ss_book	*b = arg;
	struct ss_xlsx	*x = b->xlsx;

	(void)prefix;
	(void)uri;
	(void)n_spaces;
	(void)spaces;
	(void)n;
	(void)n_defaulted;
	(void)a;
	if (ss_named(name, "si"))
		x->in_list = true;
	else if (ss_named(name, "rPh"))
		x->phonetic++;
	else if (ss_named(name, "t"))
		x->collecting = x->in_list && x->phonetic == 0;
}

static void
on_end(void *arg, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri)
{
	struct ss_book	*b = arg;
	struct ss_xlsx	*x = b->xlsx;

	(void)prefix;
	(void)uri;
	if (ss_named(name, "t"))
		x->collecting = false;
	else if (ss_named(name, "rPh") && x->phonetic > 0)
		x->phonetic--;
	else if (ss_named(name, "si")) {
		x->in_list = false;
		ss_end_string(b);
	}
}

static void
on_text(void *arg, const xmlChar *p, int n)
{
	struct ss_book	*b = arg;

	if (b->xlsx->collecting && b->strings.text.n <= SS_STRINGS)
		ss_add(&b->strings.text, p, (size_t)n);
}

static const xmlSAXHandler handlers = {
	.startElementNs = on_start, .endElementNs = on_end,
	.characters = on_text
};

enum ps_status
ss_read_strings(struct ss_book *b, const char *part)
{
	b->xlsx->in_list = false;
	return ss_zip_parse(b, part, &handlers, b);
}
