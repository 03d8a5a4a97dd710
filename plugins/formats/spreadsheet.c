/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet.c - workbooks: containers whose sheets are documents.
 *
 * A sheet is given as text with tabs, a line for each of its rows, and is read
 * by the format `delimited`, which knows of titles, headers, units and notes;
 * so what holds for delimited text holds for sheets.  Tables side by side are
 * documents of their own, and come after all sheets.
 */
#include <stdlib.h>
#include <string.h>

#include "spreadsheet.h"

/* How the text that spreadsheet_output.c writes is to be read. */
static const char settings[] =
    "format=delimited\ndelimiter=\\t\nquote=\nescape=\\\\\nletters=true\n"
    "comment=\nnewline=lf";

static const struct ss_reader *const readers[] = {
	[SS_XLSX] = &ss_xlsx_reader,
	[SS_ODS] = &ss_ods_reader,
	[SS_XLS] = &ss_xls_reader,
};

static enum ps_status
failed(struct ss_book *b)
{
	return ps_fail(b->self, PS_FAIL, 0, "%s", b->wrong[0] != '\0' ?
	    b->wrong : "it cannot be read");
}

static enum ss_file
look_inside(struct ps_self *self, struct ps_input *in)
{
	char		head[4096], tail[4096];
	int64_t		length = ps_length(self, in);
	ptrdiff_t	n, m;

	n = ps_pread(self, in, head, sizeof(head), 0);
	m = ps_pread(self, in, tail, sizeof(tail), length <
	    (int64_t)sizeof(tail) ? 0 : (uint64_t)length - sizeof(tail));
	return ss_what_is(head, n < 0 ? 0 : (size_t)n, tail, m < 0 ? 0 :
	    (size_t)m, NULL);
}

static enum ps_status
open_book(struct ps_self *self, struct ps_input *in)
{
	struct ss_book	*b = self->state;
	enum ss_file	 file;
	enum ps_status	 st;

	b->self = self;
	b->in = in;
	if (!ps_hold(self, in))
		return ps_fail(self, PS_FAIL, 0, "it comes as a stream, and is "
		    "too large to be kept; load it as a file");
	file = look_inside(self, in);
	if (file == SS_ENCRYPTED)
		return ps_fail(self, PS_SKIP, 0, "it is encrypted; save it "
		    "without its password first");
	if (file == SS_NONE || file >= sizeof(readers) / sizeof(readers[0]) ||
	    readers[file] == NULL)
		return ps_fail(self, PS_FAIL, 0, "it is no workbook");
	b->reader = readers[file];
	st = b->reader->open(b);
	return st == PS_FAIL ? failed(b) : st;
}

/* Once through the sheet, to know what is in it. */
static void
survey(struct ss_book *b, uint32_t sheet)
{
	enum ps_status	st;

	b->surveying = true;
	st = b->reader->start(b, sheet);
	while (st == PS_OK)
		st = b->reader->more(b);
	if (st < PS_SKIP)
		b->sheets.p[sheet].broken = ss_keep(b, b->wrong,
		    strlen(b->wrong));
	b->wrong[0] = '\0';
	ss_survey_end(b, &b->sheets.p[sheet]);
	b->surveying = false;
}

/* "F12", from 0 */
static void
add_place(struct ss_bytes *out, uint32_t column, uint32_t row)
{
	char	letters[8];
	int	n = 0;

	for (column++; column > 0; column = (column - 1) / 26)
		letters[n++] = (char)('A' + (column - 1) % 26);
	while (n > 0)
		ss_add(out, &letters[--n], 1);
	ss_printf(out, "%u", row + 1);
}

/* A name that is one part of a path. */
static void
add_name(struct ss_bytes *out, const char *name)
{
	for (; *name != '\0'; name++)
		ss_add(out, *name == '/' ? "_" : name, 1);
}

static void
note(struct ss_book *b, const struct ss_sheet *s)
{
	if (s->hidden)
		ss_text(&b->note, "; the sheet is hidden");
	if (s->hidden_rows > 0)
		ss_printf(&b->note, "; %u row%s of it %s hidden",
		    s->hidden_rows, s->hidden_rows == 1 ? "" : "s",
		    s->hidden_rows == 1 ? "is" : "are");
	if (s->formulas > 0)
		ss_printf(&b->note, "; %u formula%s no value, since nobody "
		    "worked them out; open and save it in a spreadsheet",
		    s->formulas, s->formulas == 1 ? " has" : "s have");
}

/* The member: region `k` of the sheet. */
static void
describe(struct ss_book *b, const struct ss_sheet *s, uint32_t k,
    struct ps_doc *d)
{
	const struct ss_area	*a;

	b->name.n = b->note.n = 0;
	add_name(&b->name, s->name);
	if (k > 0) {
		a = &s->regions.p[k];
		ss_text(&b->name, "!");
		add_place(&b->name, a->left, a->top);
		ss_text(&b->name, ":");
		add_place(&b->name, a->right, a->bottom);
	}
	note(b, s);
	d->name = ss_string(&b->name);
	d->settings = settings;
	d->called = b->worksheets == 1 ? "" : k > 0 ? s->name : NULL;
	d->note = b->note.n > 2 ? ss_string(&b->note) + 2 : NULL;
	d->broken = s->broken;
}

/* The next sheet, or, when all are through, the next table beside another. */
static enum ps_status
next_member(struct ps_self *self, struct ps_doc *d)
{
	struct ss_book	*b = self->state;
	struct ss_sheet	*s;
	uint32_t	 k = 0;

	if (!b->extras && b->next == b->sheets.n) {
		b->extras = true;
		b->next = 0;
		b->region = 1;
	}
	while (b->extras && b->next < b->sheets.n && b->region >=
	    b->sheets.p[b->next].regions.n) {
		b->next++;
		b->region = 1;
	}
	if (b->next == b->sheets.n)
		return b->damaged == NULL ? PS_EOF : ps_fail(self, PS_FAIL, 0,
		    "%s", b->damaged);
	s = &b->sheets.p[b->next];
	if (b->extras)
		k = b->region++;
	else
		b->next++;
	if (s->kind == NULL && !s->surveyed)
		survey(b, (uint32_t)(s - b->sheets.p));
	describe(b, s, k, d);
	if (s->kind != NULL)
		return ps_fail(self, PS_SKIP, 0, "%s", s->kind);
	ss_output_want(b, (uint32_t)(s - b->sheets.p), k);
	b->begun = b->ended = false;
	return PS_OK;
}

/* What the survey met is told of the sheet, and no reason to give it up. */
static bool
read_on(struct ss_book *b)
{
	enum ps_status	st = PS_OK;

	if (!b->begun) {
		b->begun = true;
		st = b->reader->start(b, b->output.sheet);
	}
	if (st == PS_OK && b->at <= b->output.sheet)
		st = b->reader->more(b);
	b->ended = st != PS_OK || b->at > b->output.sheet;
	if (st < PS_SKIP && b->sheets.p[b->output.sheet].broken == NULL)
		return false;
	b->wrong[0] = '\0';
	return true;
}

static ptrdiff_t
read_member(struct ps_self *self, void *to, size_t n)
{
	struct ss_book	*b = self->state;
	const struct ss_sheet *s = &b->sheets.p[b->output.sheet];
	size_t		 done;

	if (s->regions.n == 0 && s->broken != NULL)
		return ps_fail(self, PS_FAIL, 0, "%s", s->broken), -1;
	if (s->regions.n == 0)
		return 0;
	while ((done = ss_output_take(b, to, n)) == 0 && !b->ended)
		if (!read_on(b)) {
			(void)failed(b);
			return -1;
		}
	return (ptrdiff_t)done;
}

static void
close_book(struct ps_self *self)
{
	struct ss_book	*b = self->state;

	if (b->reader != NULL)
		b->reader->close(b);
	for (uint32_t i = 0; i < b->sheets.n; i++) {
		free(b->sheets.p[i].bands.p);
		free(b->sheets.p[i].merges.p);
		free(b->sheets.p[i].regions.p);
	}
	free(b->sheets.p);
	free(b->styles.codes.p);
	free(b->styles.formats.p);
	ss_bytes_free(&b->strings.text);
	free(b->strings.ends.p);
	free(b->row.cells.p);
	ss_bytes_free(&b->row.text);
	free(b->survey.map);
	ss_output_free(b);
	ss_bytes_free(&b->name);
	ss_bytes_free(&b->note);
}

static const struct ps_format spreadsheet_format = {
	PS_HEAD(struct ps_format, PS_FORMAT),
	.plugin.name = "spreadsheet",
	.plugin.version = "1",
	.plugin.summary = "Workbooks of spreadsheets: XLSX, ODS, XLS",
	.plugin.state_size = sizeof(struct ss_book),
	.suffixes = ss_suffixes,
	.cost = 20,
	.flags = PS_CONTAINER | PS_BINARY,
	.probe = ss_probe,
	.open = open_book,
	.member = next_member,
	.read = read_member,
	.close = close_book,
};

PS_PLUGIN(spreadsheet, spreadsheet_format);
