/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_xlsx.c - the cells of a worksheet (ECMA-376 part 1, 18.3).
 */
#include <string.h>

#include "spreadsheet_xlsx.h"

/* "BC12": column 54, row 11; what is missing stays as it is. */
static void
read_place(struct ps_slice s, uint32_t *column, uint32_t *row)
{
	uint32_t	i = 0, c = 0;
	struct ps_slice	digits;

	while (i < s.n && s.p[i] == '$')
		i++;
	for (; i < s.n && (s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z'; i++)
		if (c <= SS_COLUMNS)
			c = c * 26 + (uint32_t)((s.p[i] | 32) - 'a') + 1;
	if (c > 0)
		*column = c - 1;
	while (i < s.n && s.p[i] == '$')
		i++;
	digits = (struct ps_slice){ .p = s.p + i, .n = s.n - i };
	if (digits.n > 0)
		*row = ss_number_of(digits, SS_ROWS + 1) - 1;
}

static void
on_row(struct ss_book *b, const unsigned char **a, int n)
{
	struct ss_xlsx	*x = b->xlsx;
	struct ps_slice	 number = ss_attribute(a, n, "r");

	if (number.n > 0)
		x->next_row = ss_number_of(number, SS_ROWS + 1) - 1;
	if (b->surveying && ss_is_true(ss_attribute(a, n, "hidden")))
		b->sheets.p[b->at].hidden_rows++;
	x->next_column = 0;
	ss_row_begin(b, x->next_row++);
}

static char
type_of(struct ps_slice s)
{
	if (ss_is(s, "str") || ss_is(s, "inlineStr"))
		return 't';
	return s.n == 1 && strchr("sbed", s.p[0]) != NULL ? s.p[0] : 'n';
}

static void
on_cell(struct ss_book *b, const unsigned char **a, int n)
{
	struct ss_xlsx	*x = b->xlsx;
	uint32_t	 row = b->row.number;

	x->column = x->next_column;
	read_place(ss_attribute(a, n, "r"), &x->column, &row);
	if (row != b->row.number)
		(void)ss_wrong(b, "row %u: a cell of another row",
		    b->row.number + 1);
	x->next_column = x->column + 1;
	x->style = ss_number_of(ss_attribute(a, n, "s"), UINT32_MAX);
	x->type = type_of(ss_attribute(a, n, "t"));
	x->in_cell = true;
	x->has_formula = false;
	x->value.n = 0;
}

static void
on_merge(struct ss_book *b, struct ps_slice s)
{
	const char	*colon = s.p == NULL ? NULL : memchr(s.p, ':', s.n);
	struct ss_area	 area = { 0, 0, 0, 0 };
	struct ps_slice	 end;

	if (colon == NULL)
		return;
	end = (struct ps_slice){ .p = colon + 1,
	    .n = s.n - (uint32_t)(colon + 1 - s.p) };
	s.n = (uint32_t)(colon - s.p);
	read_place(s, &area.left, &area.top);
	read_place(end, &area.right, &area.bottom);
	ss_survey_merge(b, area);
}

static void
on_start(struct ss_book *b, const unsigned char *name,
    const unsigned char **a, int n)
{
	struct ss_xlsx	*x = b->xlsx;

	if (ss_named(name, "sheetData"))
		x->in_list = true;
	else if (ss_named(name, "mergeCell"))
		on_merge(b, ss_attribute(a, n, "ref"));
	else if (!x->in_list)
		return;
	else if (ss_named(name, "row"))
		on_row(b, a, n);
	else if (ss_named(name, "c"))
		on_cell(b, a, n);
	else if (!x->in_cell)
		return;
	else if (ss_named(name, "v"))
		x->collecting = true;
	else if (ss_named(name, "is"))
		x->in_text = true;
	else if (ss_named(name, "rPh"))
		x->phonetic++;
	else if (ss_named(name, "t"))
		x->collecting = x->in_text && x->phonetic == 0;
	else if (ss_named(name, "f"))
		x->has_formula = true;
}

/* `_x000D_` stands for a character that XML does not have. */
static void
add_unescaped(struct ss_bytes *out, const char *p, size_t n)
{
	static const char	 hex[] = "0123456789abcdef";
	const char		*end = p + n, *at, *digit;
	unsigned		 code;
	char			 utf8[3];

	while ((at = memchr(p, '_', (size_t)(end - p))) != NULL) {
		ss_add(out, p, (size_t)(at - p));
		code = 0;
		for (int i = 2; end - at >= 7 && at[1] == 'x' && at[6] ==
		    '_' && i < 6; i++) {
			digit = at[i] == '\0' ? NULL : memchr(hex, at[i] |
			    (at[i] > '9' ? 32 : 0), 16);
			code = digit == NULL ? 0x10000 : code * 16 +
			    (unsigned)(digit - hex);
		}
		if (code == 0 || code > 0xffff || (code >= 0xd800 && code <
		    0xe000)) {
			ss_add(out, "_", 1);
			p = at + 1;
			continue;
		}
		utf8[0] = (char)(0xe0 | code >> 12);
		utf8[1] = (char)((code < 0x800 ? 0xc0 : 0x80) |
		    (code >> 6 & 0x3f));
		utf8[2] = (char)(code < 0x80 ? code : 0x80 | (code & 0x3f));
		ss_add(out, utf8 + (code < 0x80 ? 2 : code < 0x800), code <
		    0x80 ? 1 : code < 0x800 ? 2 : 3);
		p = at + 7;
	}
	ss_add(out, p, (size_t)(end - p));
}

static void
add_shared(struct ss_book *b)
{
	struct ps_slice	 v = { .p = b->xlsx->value.p,
			    .n = (uint32_t)b->xlsx->value.n };
	const char	*p;
	size_t		 n;

	if (!ss_shared(b, ss_number_of(v, UINT32_MAX), &p, &n))
		(void)ss_wrong(b, "row %u: a string that is not in the file",
		    b->row.number + 1);
	else if (n > 0)
		add_unescaped(&b->row.text, p, n);
}

/* 2020-01-05T00:00:00 is a day. */
static void
add_iso(struct ss_bytes *out, const char *p, size_t n)
{
	if (n >= 19 && memcmp(p + 10, "T00:00:00", 9) == 0)
		n = 10;
	ss_add(out, p, n < 10 ? n : 10);
	if (n > 11) {
		ss_add(out, " ", 1);
		ss_add(out, p + 11, n - 11);
	}
}

static void
add_value(struct ss_book *b)
{
	struct ss_xlsx	*x = b->xlsx;
	const char	*p = x->value.p;
	size_t		 n = x->value.n;

	switch (x->type) {
	case 's':
		add_shared(b);
		break;
	case 'b':
		ss_text(&b->row.text, n == 1 && p[0] == '1' ? "TRUE" :
		    "FALSE");
		break;
	case 'd':
		add_iso(&b->row.text, p, n);
		break;
	case 'n':
		ss_show_number(&b->row.text, ss_style(b, x->style), p, n,
		    b->from_1904);
		break;
	default:
		add_unescaped(&b->row.text, p, n);
	}
}

static void
end_cell(struct ss_book *b)
{
	struct ss_xlsx	*x = b->xlsx;
	size_t		 at = b->row.text.n;

	if (x->value.n > 0)
		add_value(b);
	else if (x->has_formula && b->surveying && x->type != 't')
		b->sheets.p[b->at].formulas++;
	ss_row_cell(b, x->column, at, x->type == 's' || x->type == 't');
	x->in_cell = x->in_text = false;
}

static void
on_end(struct ss_book *b, const unsigned char *name)
{
	struct ss_xlsx	*x = b->xlsx;

	if (!x->in_list)
		return;
	if (ss_named(name, "v") || ss_named(name, "t"))
		x->collecting = false;
	else if (ss_named(name, "rPh") && x->phonetic > 0)
		x->phonetic--;
	else if (ss_named(name, "c") && x->in_cell)
		end_cell(b);
	else if (ss_named(name, "row"))
		ss_row_told(b, 1);
	else if (ss_named(name, "sheetData"))
		x->in_list = false;
}

static void
on_text(struct ss_book *b, const char *p, size_t n)
{
	if (!b->xlsx->collecting)
		return;
	ss_add(&b->xlsx->value, p, n);
	if (b->xlsx->value.n > SS_ROW_BYTES)
		(void)ss_wrong(b, "row %u: a cell of more than %d MiB",
		    b->row.number + 1, SS_ROW_BYTES >> 20);
}

static const struct ss_handlers handlers = {
	.start = on_start, .end = on_end, .text = on_text
};

static enum ps_status
start(struct ss_book *b, uint32_t sheet)
{
	struct ss_xlsx	*x = b->xlsx;
	int		 part = ss_zip_find(b, b->sheets.p[sheet].part);
	enum ps_status	 st;

	b->at = sheet;
	b->next_row = 0;
	if (b->surveying)
		ss_survey_begin(b);
	else
		ss_output_begin(b);
	if (part == -1)
		return ss_wrong(b, "the sheet is not in the file");
	x->in_list = x->collecting = x->in_cell = x->in_text = false;
	x->phonetic = x->next_row = 0;
	st = ss_zip_begin(b, part);
	if (st == PS_OK)
		st = ss_xml_begin(b, &handlers);
	return st;
}

const struct ss_reader ss_xlsx_reader = {
	ss_xlsx_open, start, ss_zip_more, ss_xlsx_close
};
