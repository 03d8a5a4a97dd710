/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_strings.c - the strings that the cells of an XLSX share, without
 * their formats and without what says how they are read aloud.
 */
#include "spreadsheet_xlsx.h"

static void
on_start(struct ss_book *b, const unsigned char *name,
    const unsigned char **a, int n)
{
	struct ss_xlsx	*x = b->xlsx;

	(void)n;
	(void)a;
	if (ss_named(name, "si"))
		x->in_list = true;
	else if (ss_named(name, "rPh"))
		x->phonetic++;
	else if (ss_named(name, "t"))
		x->collecting = x->in_list && x->phonetic == 0;
}

static void
on_end(struct ss_book *b, const unsigned char *name)
{
	struct ss_xlsx	*x = b->xlsx;

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
on_text(struct ss_book *b, const char *p, size_t n)
{
	if (b->xlsx->collecting && b->strings.text.n <= SS_STRINGS)
		ss_add(&b->strings.text, p, n);
}

static const struct ss_handlers handlers = {
	.start = on_start, .end = on_end, .text = on_text
};

enum ps_status
ss_read_strings(struct ss_book *b, const char *part)
{
	b->xlsx->in_list = false;
	return ss_zip_parse(b, part, &handlers);
}
