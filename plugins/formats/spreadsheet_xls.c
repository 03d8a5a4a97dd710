/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_xls.c - an XLS of Excel 95 and later (MS-XLS): records, first
 * those of the workbook, then those of each sheet.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spreadsheet_xls.h"

enum {
	RECORDS	= 4096,		/* taken at a time */
	FORMULA = 0x06, END = 0x0a, EPOCH = 0x22, FILEPASS = 0x2f,
	CODEPAGE = 0x42, BOUNDSHEET = 0x85, MULRK = 0xbd, RSTRING = 0xd6,
	XF = 0xe0, MERGED = 0xe5, SST = 0xfc, LABELSST = 0xfd,
	NUMBER = 0x203, LABEL = 0x204, BOOLERR = 0x205, STRING = 0x207,
	ROW = 0x208, RK = 0x27e, FORMAT = 0x41e, BEGIN = 0x809
};

static enum ps_status
damaged(struct ss_book *b)
{
	return ss_wrong(b, "the workbook is damaged");
}

/* -- the workbook ---------------------------------------------------------- */

static void
on_begin(struct ss_book *b, const struct ss_record *r)
{
	if (b->xls->depth++ == 0 && r->n >= 2)
		b->xls->old = ss_u16(r->p) < 0x600;
}

static void
on_code_page(struct ss_book *b, const struct ss_record *r)
{
	char		name[16];
	unsigned	page = r->n < 2 ? 0 : ss_u16(r->p);

	if (b->xls->iconv != (iconv_t)-1)
		return;
	if (page == 10000 || page == 32768)
		snprintf(name, sizeof(name), "MACINTOSH");
	else
		snprintf(name, sizeof(name), "CP%u", page == 367 || page ==
		    32769 ? 1252 : page);
	b->xls->iconv = iconv_open("UTF-8", name);
}

static void
on_sheet(struct ss_book *b, const struct ss_record *r)
{
	static const char *const kinds[] = {
		NULL, "macros and no data", "a chart and no cells"
	};
	struct ss_sheet	*s;
	uint32_t	*place;
	struct ss_bytes	 name = { .p = NULL };
	unsigned	 kind;

	if (r->n < 7)
		return;
	kind = (unsigned char)r->p[5];
	(void)ss_add_string(b, &name, r->p + 6, r->n - 6, 1);
	s = b->sheets.n < SS_SHEETS ? SS_MORE(b->sheets) : NULL;
	place = SS_MORE(b->xls->places);
	if (s == NULL || place == NULL)
		(void)ss_wrong(b, "more than %d sheets", SS_SHEETS);
	else {
		*s = (struct ss_sheet){ .name = ss_keep(b, name.p, name.n),
		    .hidden = (r->p[4] & 3) != 0,
		    .kind = kind <= 2 ? kinds[kind] : kinds[1] };
		*place = ss_u32(r->p);
		b->worksheets += s->kind == NULL;
	}
	ss_bytes_free(&name);
}

static void
on_format(struct ss_book *b, const struct ss_record *r)
{
	struct ss_bytes	code = { .p = NULL };

	if (r->n > 2 && ss_add_string(b, &code, r->p + 2, r->n - 2,
	    b->xls->old ? 1 : 2))
		ss_add_code(b, ss_u16(r->p), (struct ps_slice){ .p = code.p,
		    .n = (uint32_t)code.n });
	ss_bytes_free(&code);
}

/* PS_EOF: all of it. */
static enum ps_status
take_global(struct ss_book *b, const struct ss_record *r)
{
	switch (r->type) {
	case BEGIN:
		on_begin(b, r);
		break;
	case END:
		return --b->xls->depth == 0 ? PS_EOF : PS_OK;
	case FILEPASS:
		return ps_fail(b->self, PS_SKIP, 0, "it is encrypted; save it "
		    "without its password first");
	case CODEPAGE:
		on_code_page(b, r);
		break;
	case EPOCH:
		b->from_1904 = r->n >= 2 && ss_u16(r->p) == 1;
		break;
	case BOUNDSHEET:
		on_sheet(b, r);
		break;
	case FORMAT:
		on_format(b, r);
		break;
	case XF:
		ss_add_style(b, r->n < 4 ? 0 : ss_u16(r->p + 2));
		break;
	case SST:
		ss_read_shared(b, r);
		break;
	default:
		break;
	}
	return b->wrong[0] == '\0' ? PS_OK : PS_FAIL;
}

static enum ps_status
open_xls(struct ss_book *b)
{
	struct ss_record	 r;
	enum ps_status		 st;

	b->xls = calloc(1, sizeof(*b->xls));
	if (b->xls == NULL)
		return ss_wrong(b, "no memory");
	b->xls->iconv = (iconv_t)-1;
	st = ss_compound_read(b, "Workbook", &b->xls->stream);
	if (st == PS_EOF)
		st = ss_compound_read(b, "Book", &b->xls->stream);
	if (st != PS_OK)
		return st == PS_EOF ? ss_wrong(b, "there is no workbook in "
		    "it") : st;
	if (!ss_next_record(b->xls, &r) || r.type != BEGIN)
		return damaged(b);
	for (b->xls->at = 0; st == PS_OK;)
		st = ss_next_record(b->xls, &r) ? take_global(b, &r) :
		    damaged(b);
	return st == PS_EOF ? PS_OK : st;
}

/* -- a sheet --------------------------------------------------------------- */

/* The row of the cell at r: what is told is the one before. */
static void
enter_row(struct ss_book *b, uint32_t number)
{
	if (b->xls->in_row && b->row.number == number)
		return;
	if (b->xls->in_row)
		ss_row_told(b, 1);
	ss_row_begin(b, number);
	b->xls->in_row = true;
}

static void
add_number(struct ss_book *b, unsigned column, unsigned style, double v)
{
	char	text[PS_REAL_TEXT];
	size_t	at = b->row.text.n;

	ss_show_number(&b->row.text, ss_style(b, style), text,
	    ps_real(b->self, v, text), b->from_1904);
	ss_row_cell(b, column, at, false);
}

/* 30 bits of a whole number or of a double; perhaps a hundredth. */
static double
rk_value(uint32_t rk)
{
	uint64_t	bits = (uint64_t)(rk & ~3u) << 32;
	double		v;

	if (rk & 2)
		v = (double)((int32_t)rk >> 2);
	else
		memcpy(&v, &bits, sizeof(v));
	return rk & 1 ? v / 100 : v;
}

static void
add_many(struct ss_book *b, const struct ss_record *r)
{
	unsigned	column = ss_u16(r->p + 2);

	for (size_t at = 4; at + 8 <= r->n; at += 6, column++)
		add_number(b, column, ss_u16(r->p + at), rk_value(ss_u32(r->p +
		    at + 2)));
}

static void
add_truth(struct ss_book *b, unsigned column, unsigned v, bool error)
{
	static const struct {
		unsigned	 code;
		const char	*text;
	} errors[] = {
		{ 0x00, "#NULL!" }, { 0x07, "#DIV/0!" }, { 0x0f, "#VALUE!" },
		{ 0x17, "#REF!" }, { 0x1d, "#NAME?" }, { 0x24, "#NUM!" },
		{ 0x2a, "#N/A" }
	};
	size_t		 at = b->row.text.n;
	const char	*text = v != 0 ? "TRUE" : "FALSE";

	for (size_t i = 0; error && i < sizeof(errors) / sizeof(errors[0]);
	    i++)
		if (errors[i].code == v)
			text = errors[i].text;
	ss_text(&b->row.text, text);
	ss_row_cell(b, column, at, false);
}

/* The result that was stored: a number, or what the last bytes say. */
static void
add_formula(struct ss_book *b, const struct ss_record *r)
{
	unsigned	column = ss_u16(r->p + 2);

	if (r->n < 14)
		return;
	if (ss_u16(r->p + 12) != 0xffff)
		add_number(b, column, ss_u16(r->p + 4), ss_f64(r->p + 6));
	else if (r->p[6] == 1 || r->p[6] == 2)
		add_truth(b, column, (unsigned char)r->p[8], r->p[6] == 2);
	else if (r->p[6] == 0) {
		b->xls->awaits = true;
		b->xls->column = column;
	}
}

static void
add_shared(struct ss_book *b, const struct ss_record *r)
{
	const char	*p;
	size_t		 n, at = b->row.text.n;

	if (r->n < 10 || !ss_shared(b, ss_u32(r->p + 6), &p, &n)) {
		(void)ss_wrong(b, "row %u: a string that is not in the file",
		    b->row.number + 1);
		return;
	}
	ss_add(&b->row.text, p, n);
	ss_row_cell(b, ss_u16(r->p + 2), at, true);
}

static void
add_text(struct ss_book *b, unsigned column, const char *p, size_t n)
{
	size_t	at = b->row.text.n;

	(void)ss_add_string(b, &b->row.text, p, n, 2);
	ss_row_cell(b, column, at, true);
}

static void
take_cell(struct ss_book *b, const struct ss_record *r)
{
	unsigned	column;

	if (r->n < 6)
		return;
	enter_row(b, ss_u16(r->p));
	column = ss_u16(r->p + 2);
	if (r->type == NUMBER && r->n >= 14)
		add_number(b, column, ss_u16(r->p + 4), ss_f64(r->p + 6));
	else if (r->type == RK && r->n >= 10)
		add_number(b, column, ss_u16(r->p + 4), rk_value(ss_u32(r->p +
		    6)));
	else if (r->type == MULRK)
		add_many(b, r);
	else if (r->type == LABELSST)
		add_shared(b, r);
	else if (r->type == LABEL || r->type == RSTRING)
		add_text(b, column, r->p + 6, r->n - 6);
	else if (r->type == BOOLERR && r->n >= 8)
		add_truth(b, column, (unsigned char)r->p[6], r->p[7] != 0);
	else if (r->type == FORMULA)
		add_formula(b, r);
}

static void
take_merged(struct ss_book *b, const struct ss_record *r)
{
	for (size_t at = 2; at + 8 <= r->n; at += 8) {
		const char	*p = r->p + at;

		ss_survey_merge(b, (struct ss_area){ ss_u16(p), ss_u16(p + 4),
		    ss_u16(p + 2), ss_u16(p + 6) });
	}
}

static enum ps_status
take_record(struct ss_book *b, const struct ss_record *r)
{
	struct ss_xls	*x = b->xls;

	if (r->type == BEGIN)
		x->depth++;
	if (r->type == END && --x->depth == 0) {
		if (x->in_row)
			ss_row_told(b, 1);
		return b->wrong[0] == '\0' ? PS_EOF : PS_FAIL;
	}
	if (x->depth != 1)	/* a chart in the sheet */
		return PS_OK;
	switch (r->type) {
	case FORMULA: case MULRK: case RSTRING: case LABELSST: case NUMBER:
	case LABEL: case BOOLERR: case RK:
		x->awaits = false;
		take_cell(b, r);
		break;
	case STRING:
		if (x->awaits)
			add_text(b, x->column, r->p, r->n);
		x->awaits = false;
		break;
	case ROW:
		if (b->surveying && r->n >= 14 && (r->p[12] & 0x20) != 0)
			b->sheets.p[b->at].hidden_rows++;
		break;
	case MERGED:
		take_merged(b, r);
		break;
	default:
		break;
	}
	return b->wrong[0] == '\0' ? PS_OK : PS_FAIL;
}

static enum ps_status
start(struct ss_book *b, uint32_t sheet)
{
	struct ss_xls	*x = b->xls;

	b->at = sheet;
	b->next_row = 0;
	if (b->surveying)
		ss_survey_begin(b);
	else
		ss_output_begin(b);
	x->at = x->places.p[sheet];
	x->depth = 0;
	x->in_row = x->awaits = false;
	return PS_OK;
}

static enum ps_status
more(struct ss_book *b)
{
	struct ss_record	r;
	enum ps_status		st = PS_OK;

	for (int i = 0; i < RECORDS && st == PS_OK; i++) {
		if (!ss_next_record(b->xls, &r) || (b->xls->depth == 0 &&
		    r.type != BEGIN))
			return damaged(b);
		st = take_record(b, &r);
	}
	return st;
}

static void
close_xls(struct ss_book *b)
{
	if (b->xls == NULL)
		return;
	if (b->xls->iconv != (iconv_t)-1)
		iconv_close(b->xls->iconv);
	ss_bytes_free(&b->xls->stream);
	free(b->xls->places.p);
	free(b->xls);
	b->xls = NULL;
}

const struct ss_reader ss_xls_reader = { open_xls, start, more, close_xls };
