/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_ods.c - sheets of an ODS (ODF 1.3 part 3, 9), all of which stand
 * in one part.
 *
 * That part is read through once for all sheets; then again, and each sheet's
 * text is told as it goes by.
 */
#include <stdlib.h>
#include <string.h>

#include "spreadsheet.h"

enum ods_type { ODS_NONE, ODS_TEXT, ODS_NUMBER, ODS_PERCENT, ODS_DATE,
	ODS_TIME, ODS_TRUTH };

struct ss_ods {
	bool		running;	/* the part is being read */
	bool		encrypted;
	uint32_t	depth, tables;	/* elements open; those of them */
	uint32_t	cell;		/* depth of the cell at hand; 0: none */
	uint32_t	paragraph;	/* ... of the text in it */
	uint32_t	paragraphs;	/* of the cell */
	uint32_t	aside;		/* depth of what is no text of it */
	uint32_t	sheet;		/* that comes next */
	const char	*style;		/* the one being defined */
	SS_LIST(const char *) hidden;	/* styles of hidden sheets */

	uint32_t	row, rows;	/* the row at hand, how many times */
	uint32_t	column, columns;
	enum ods_type	type;
	struct ss_bytes	value, text;	/* as it is, as it is shown */
};

static const struct {
	const char	*name, *attribute;
	enum ods_type	 type;
} types[] = {
	{ "float", "value", ODS_NUMBER },
	{ "currency", "value", ODS_NUMBER },
	{ "percentage", "value", ODS_PERCENT },
	{ "date", "date-value", ODS_DATE },
	{ "time", "time-value", ODS_TIME },
	{ "boolean", "boolean-value", ODS_TRUTH },
	{ "string", "string-value", ODS_TEXT }
};

/* How many times; once if it does not say. */
static uint32_t
times(const unsigned char **a, int n, const char *name)
{
	struct ps_slice	s = ss_attribute(a, n, name);
	uint32_t	k = s.n == 0 ? 1 : ss_number_of(s, 4 * SS_ROWS);

	return k == 0 ? 1 : k;
}

static void
on_style(struct ss_book *b, const unsigned char **a, int n)
{
	struct ps_slice	name = ss_attribute(a, n, "name");

	b->ods->style = NULL;
	if (b->surveying && name.p != NULL && ss_is(ss_attribute(a, n,
	    "family"), "table"))
		b->ods->style = ss_keep(b, name.p, name.n);
}

static void
on_table_style(struct ss_book *b, const unsigned char **a, int n)
{
	const char	**to;

	if (b->ods->style == NULL || !ss_is(ss_attribute(a, n, "display"),
	    "false"))
		return;
	to = b->ods->hidden.n < SS_SHEETS ? SS_MORE(b->ods->hidden) : NULL;
	if (to != NULL)
		*to = b->ods->style;
}

static bool
is_hidden(const struct ss_ods *o, struct ps_slice style)
{
	for (uint32_t i = 0; i < o->hidden.n; i++)
		if (ss_is(style, o->hidden.p[i]))
			return true;
	return false;
}

static void
begin_sheet(struct ss_book *b, const unsigned char **a, int n)
{
	struct ss_ods	*o = b->ods;
	struct ps_slice	 name = ss_attribute(a, n, "name");
	struct ss_sheet	*s;

	o->row = o->cell = 0;
	b->next_row = 0;
	if (!b->surveying) {
		b->at = o->sheet++;
		ss_output_begin(b);
		return;
	}
	if (b->sheets.n == SS_SHEETS || (s = SS_MORE(b->sheets)) == NULL) {
		(void)ss_wrong(b, "more than %d sheets", SS_SHEETS);
		return;
	}
	*s = (struct ss_sheet){ .name = ss_keep(b, name.p, name.n),
	    .hidden = is_hidden(o, ss_attribute(a, n, "style-name")) };
	b->at = b->sheets.n - 1;
	b->worksheets++;
	ss_survey_begin(b);
}

static void
begin_row(struct ss_book *b, const unsigned char **a, int n)
{
	struct ss_ods	*o = b->ods;

	o->column = 0;
	o->rows = times(a, n, "number-rows-repeated");
	ss_row_begin(b, o->row);
	if (b->surveying && ss_attribute(a, n, "visibility").n > 0 &&
	    !ss_is(ss_attribute(a, n, "visibility"), "visible") &&
	    o->rows < SS_ROWS / 2)
		b->sheets.p[b->at].hidden_rows += o->rows;
}

static void
begin_cell(struct ss_book *b, const unsigned char **a, int n, bool covered)
{
	struct ss_ods	*o = b->ods;
	struct ps_slice	 type = ss_attribute(a, n, "value-type"), v;
	uint32_t	 wide = times(a, n, "number-columns-spanned");
	uint32_t	 high = times(a, n, "number-rows-spanned");

	o->cell = o->depth;
	o->columns = times(a, n, "number-columns-repeated");
	o->paragraph = o->paragraphs = o->aside = 0;
	o->value.n = o->text.n = 0;
	o->type = ODS_NONE;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (ss_is(type, types[i].name)) {
			o->type = types[i].type;
			v = ss_attribute(a, n, types[i].attribute);
			ss_add(&o->value, v.p, v.n);
		}
	if (!covered && (wide > 1 || high > 1))
		ss_survey_merge(b, (struct ss_area){ o->row, o->column,
		    o->row + high - 1, o->column + wide - 1 });
}

/* In a paragraph of the cell. */
static void
in_text(struct ss_ods *o, const unsigned char *name, const unsigned char **a,
    int n)
{
	if (o->aside > 0)
		return;
	if (ss_named(name, "annotation") || ss_named(name, "ruby-text"))
		o->aside = o->depth;
	else if (ss_named(name, "s"))
		for (uint32_t k = times(a, n, "c"); k > 0 && o->text.n <
		    SS_ROW_BYTES; k--)
			ss_add(&o->text, " ", 1);
	else if (ss_named(name, "tab"))
		ss_add(&o->text, "\t", 1);
	else if (ss_named(name, "line-break"))
		ss_add(&o->text, "\n", 1);
}

static void
on_start(struct ss_book *b, const unsigned char *name,
    const unsigned char **a, int n)
{
	struct ss_ods	*o = b->ods;

	o->depth++;
	if (ss_named(name, "table") && o->tables++ == 0)
		begin_sheet(b, a, n);
	else if (ss_named(name, "style"))
		on_style(b, a, n);
	else if (ss_named(name, "table-properties"))
		on_table_style(b, a, n);
	else if (o->tables != 1)
		return;
	else if (o->cell > 0 && o->paragraph > 0)
		in_text(o, name, a, n);
	else if (o->cell > 0 && o->depth == o->cell + 1 &&
	    ss_named(name, "p")) {
		o->paragraph = o->depth;
		if (o->paragraphs++ > 0)
			ss_add(&o->text, "\n", 1);
	} else if (o->cell > 0)
		return;
	else if (ss_named(name, "table-row"))
		begin_row(b, a, n);
	else if (ss_named(name, "table-cell") ||
	    ss_named(name, "covered-table-cell"))
		begin_cell(b, a, n, *name == 'c');
}

/* PT27H30M00.5S: 27:30:00.5; what is written otherwise stays as it is. */
static void
add_time(struct ss_bytes *out, const struct ss_bytes *v)
{
	unsigned	parts[3] = { 0 }, n = 0;
	size_t		i = 2, dot = 0, end;
	const char	*p = v->p;

	if (v->n < 3 || memcmp(p, "PT", 2) != 0) {
		ss_add(out, p, v->n);
		return;
	}
	for (; i < v->n; i++) {
		if (p[i] == '.' || p[i] == ',')
			dot = i;
		else if (p[i] >= '0' && p[i] <= '9' && dot == 0)
			n = n < 1000000 ? n * 10 + (unsigned)(p[i] - '0') : n;
		else if (p[i] == 'H' || p[i] == 'M' || p[i] == 'S') {
			parts[p[i] == 'H' ? 0 : p[i] == 'M' ? 1 : 2] = n;
			n = 0;
		}
	}
	ss_printf(out, "%02u:%02u:%02u", parts[0], parts[1], parts[2]);
	for (end = v->n - 1; dot > 0 && end > dot + 1 && p[end - 1] == '0';)
		end--;
	if (dot > 0 && end > dot + 1)
		ss_add(out, p + dot, end - dot);
}

/* 2020-01-05T10:30:00, or a day. */
static void
add_date(struct ss_bytes *out, const struct ss_bytes *v)
{
	bool	moment = v->n > 11 && v->p[10] == 'T';

	ss_add(out, v->p, moment ? 10 : v->n);
	if (!moment)
		return;
	ss_add(out, " ", 1);
	ss_add(out, v->p + 11, v->n - 11);
}

/* 00123 is shown where 123 is stored. */
static bool
has_zeros_before(const struct ss_bytes *shown, const struct ss_bytes *value)
{
	size_t	zeros = 0;

	while (zeros < shown->n && shown->p[zeros] == '0')
		zeros++;
	return zeros > 0 && shown->n - zeros == value->n &&
	    memchr(value->p, '.', value->n) == NULL &&
	    memcmp(shown->p + zeros, value->p, value->n) == 0;
}

/* Truth is a number, but for its format. */
static bool
is_truth(const struct ss_bytes *shown)
{
	struct ps_slice	s = { .p = shown->p, .n = (uint32_t)shown->n };

	return ss_is(s, "TRUE") || ss_is(s, "FALSE");
}

static void
add_value(struct ss_bytes *out, const struct ss_ods *o)
{
	static const struct ss_format	plain = { .kind = SS_GENERAL };
	static const struct ss_format	share = { .kind = SS_PERCENT };

	if (o->type == ODS_NONE || o->type == ODS_TEXT || o->value.n == 0) {
		ss_add(out, o->text.p, o->text.n);
		if (o->text.n == 0)
			ss_add(out, o->value.p, o->value.n);
	} else if (o->type == ODS_PERCENT)
		ss_show_number(out, &share, o->value.p, o->value.n, false);
	else if (o->type == ODS_DATE)
		add_date(out, &o->value);
	else if (o->type == ODS_TIME)
		add_time(out, &o->value);
	else if (o->type == ODS_TRUTH)
		ss_text(out, o->value.n == 4 ? "TRUE" : "FALSE");
	else if (has_zeros_before(&o->text, &o->value) || is_truth(&o->text))
		ss_add(out, o->text.p, o->text.n);
	else
		ss_show_number(out, &plain, o->value.p, o->value.n, false);
}

static void
end_cell(struct ss_book *b)
{
	struct ss_ods	*o = b->ods;
	size_t		 at;

	o->cell = 0;
	if (o->text.n == 0 && o->value.n == 0) {
		o->column += o->columns < SS_COLUMNS ? o->columns : SS_COLUMNS;
		return;
	}
	for (uint32_t i = 0; i < o->columns && b->wrong[0] == '\0'; i++) {
		at = b->row.text.n;
		add_value(&b->row.text, o);
		ss_row_cell(b, o->column++, at, o->type == ODS_TEXT);
	}
}

static void
end_row(struct ss_book *b)
{
	struct ss_ods	*o = b->ods;

	ss_row_told(b, o->rows);
	o->row = o->rows > SS_ROWS - o->row ? SS_ROWS : o->row + o->rows;
}

static void
on_end(struct ss_book *b, const unsigned char *name)
{
	struct ss_ods	*o = b->ods;

	if (ss_named(name, "table") && --o->tables == 0) {
		if (b->surveying)
			ss_survey_end(b, &b->sheets.p[b->at]);
		else
			b->at = o->sheet;
	} else if (o->tables == 1 && o->aside == o->depth)
		o->aside = 0;
	else if (o->tables == 1 && o->paragraph == o->depth)
		o->paragraph = 0;
	else if (o->tables == 1 && o->cell == o->depth)
		end_cell(b);
	else if (o->tables == 1 && o->cell == 0 && ss_named(name,
	    "table-row"))
		end_row(b);
	o->depth--;
}

static void
on_text(struct ss_book *b, const char *p, size_t n)
{
	struct ss_ods	*o = b->ods;

	if (o->tables != 1 || o->paragraph == 0 || o->aside > 0)
		return;
	ss_add(&o->text, p, n);
	if (o->text.n > SS_ROW_BYTES)
		(void)ss_wrong(b, "row %u: a cell of more than %d MiB",
		    o->row + 1, SS_ROW_BYTES >> 20);
}

static const struct ss_handlers handlers = {
	.start = on_start, .end = on_end, .text = on_text
};

static void
on_manifest(struct ss_book *b, const unsigned char *name,
    const unsigned char **a, int n)
{
	(void)n;
	(void)a;
	if (ss_named(name, "encryption-data"))
		b->ods->encrypted = true;
}

static const struct ss_handlers manifest_handlers = {
	.start = on_manifest
};

static enum ps_status
begin_part(struct ss_book *b)
{
	struct ss_ods	*o = b->ods;
	int		 part = ss_zip_find(b, "content.xml");
	enum ps_status	 st;

	if (part == -1)
		return ss_wrong(b, "there are no sheets in it");
	o->depth = o->tables = o->cell = o->paragraph = o->sheet = 0;
	b->at = 0;
	st = ss_zip_begin(b, part);
	if (st == PS_OK)
		st = ss_xml_begin(b, &handlers);
	return st;
}

/* All sheets; one that breaks off is the last that is known. */
static enum ps_status
survey(struct ss_book *b)
{
	enum ps_status	 st;
	struct ss_sheet	*s;

	b->surveying = true;
	st = begin_part(b);
	while (st == PS_OK)
		st = ss_zip_more(b);
	if (st == PS_FAIL && b->sheets.n > 0) {
		b->damaged = ss_keep(b, b->wrong, strlen(b->wrong));
		b->wrong[0] = '\0';
		s = &b->sheets.p[b->sheets.n - 1];
		if (!s->surveyed) {
			s->broken = b->damaged;
			ss_survey_end(b, s);
		}
	}
	b->surveying = false;
	return b->sheets.n == 0 && st != PS_EOF ? st : PS_OK;
}

static enum ps_status
open_ods(struct ss_book *b)
{
	enum ps_status	st;

	b->ods = calloc(1, sizeof(*b->ods));
	if (b->ods == NULL)
		return ss_wrong(b, "no memory");
	st = ss_zip_open(b);
	if (st != PS_OK)
		return st;
	if (ss_zip_parse(b, "META-INF/manifest.xml", &manifest_handlers) ==
	    PS_FAIL)
		b->wrong[0] = '\0';
	if (b->ods->encrypted)
		return ps_fail(b->self, PS_SKIP, 0, "it is encrypted; save it "
		    "without its password first");
	return survey(b);
}

static enum ps_status
start(struct ss_book *b, uint32_t sheet)
{
	(void)sheet;
	if (b->ods->running && !b->extras)
		return PS_OK;
	b->ods->running = true;
	return begin_part(b);
}

static void
close_ods(struct ss_book *b)
{
	ss_xml_end(b);
	ss_zip_close(b);
	if (b->ods == NULL)
		return;
	free(b->ods->hidden.p);
	ss_bytes_free(&b->ods->value);
	ss_bytes_free(&b->ods->text);
	free(b->ods);
	b->ods = NULL;
}

const struct ss_reader ss_ods_reader = {
	open_ods, start, ss_zip_more, close_ods
};
