/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_xls.c - sheets of an XLS, by libfreexl, which wants a file with
 * a path: memory without a name has one while it is open.
 *
 * It tells dates from numbers, but neither percentages nor merged cells.
 */
#ifndef _GNU_SOURCE
# define _GNU_SOURCE
#endif
#ifdef HAVE_CONFIG_H
# include "config.h"
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "spreadsheet.h"

#ifdef HAVE_FREEXL
#include <freexl.h>

enum {
	KEPT	= 256 << 20,	/* the largest file */
	ROWS	= 256,		/* told at a time */
	PIECE	= 64 << 10
};

struct ss_xls {
	const void	*handle;
	uint32_t	 row, rows;
	uint16_t	 columns;
};

/* A copy in memory; -1: it is too large, or cannot be read. */
static int
copy_to_memory(struct ss_book *b)
{
	char		 piece[PIECE];
	uint64_t	 at = 0;
	ptrdiff_t	 n;
	int		 fd = memfd_create("workbook", MFD_CLOEXEC);

	while (fd != -1 && (n = ps_pread(b->self, b->in, piece,
	    sizeof(piece), at)) != 0) {
		if (n < 0 || at + (uint64_t)n > KEPT ||
		    pwrite(fd, piece, (size_t)n, (off_t)at) != n) {
			close(fd);
			fd = -1;
		}
		at += n > 0 ? (uint64_t)n : 0;
	}
	return fd;
}

static bool
is_encrypted(const char *path)
{
	const void	*handle = NULL;
	unsigned	 info = 0;
	bool		 yes;

	yes = freexl_open_info(path, &handle) == FREEXL_OK &&
	    freexl_get_info(handle, FREEXL_BIFF_PASSWORD, &info) ==
	    FREEXL_OK && info == FREEXL_BIFF_OBFUSCATED;
	if (handle != NULL)
		freexl_close(handle);
	return yes;
}

static enum ps_status
add_sheets(struct ss_book *b)
{
	unsigned	 n = 0;
	const char	*name;
	struct ss_sheet	*s;

	if (freexl_get_info(b->xls->handle, FREEXL_BIFF_SHEET_COUNT, &n) !=
	    FREEXL_OK || n > UINT16_MAX)
		return ss_wrong(b, "there are no sheets in it");
	for (uint16_t i = 0; i < n; i++) {
		if (freexl_get_worksheet_name(b->xls->handle, i, &name) !=
		    FREEXL_OK || name == NULL)
			name = "";
		s = SS_MORE(b->sheets);
		if (s == NULL)
			return ss_wrong(b, "no memory");
		*s = (struct ss_sheet){ .name = ss_keep(b, name,
		    strlen(name)) };
		b->worksheets++;
	}
	return PS_OK;
}

static enum ps_status
open_xls(struct ss_book *b)
{
	char	path[40];
	int	fd = copy_to_memory(b), st;

	if (fd == -1)
		return ss_wrong(b, "it is too large, or cannot be read");
	b->xls = calloc(1, sizeof(*b->xls));
	if (b->xls == NULL) {
		close(fd);
		return ss_wrong(b, "no memory");
	}
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (is_encrypted(path)) {
		close(fd);
		return ps_fail(b->self, PS_SKIP, 0, "it is encrypted; save it "
		    "without its password first");
	}
	st = freexl_open(path, &b->xls->handle);
	close(fd);
	if (st != FREEXL_OK)
		return ss_wrong(b, "libfreexl cannot read it: error %d", st);
	return add_sheets(b);
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
	x->row = x->rows = 0;
	x->columns = 0;
	if (freexl_select_active_worksheet(x->handle, (uint16_t)sheet) !=
	    FREEXL_OK || freexl_worksheet_dimensions(x->handle, &x->rows,
	    &x->columns) != FREEXL_OK)
		return ss_wrong(b, "libfreexl cannot read the sheet");
	return PS_OK;
}

static void
add_cell(struct ss_book *b, uint16_t column)
{
	static const struct ss_format	plain = { .kind = SS_GENERAL };
	FreeXL_CellValue		v = { .type = FREEXL_CELL_NULL };
	char				text[PS_REAL_TEXT];
	struct ss_bytes			*out = &b->row.text;
	size_t				at = out->n;

	if (freexl_get_cell_value(b->xls->handle, b->row.number, column,
	    &v) != FREEXL_OK)
		return;
	switch (v.type) {
	case FREEXL_CELL_INT:
		ss_printf(out, "%d", v.value.int_value);
		break;
	case FREEXL_CELL_DOUBLE:
		ss_show_number(out, &plain, text, ps_real(b->self,
		    v.value.double_value, text), false);
		break;
	case FREEXL_CELL_TEXT:
	case FREEXL_CELL_SST_TEXT:
	case FREEXL_CELL_DATE:
	case FREEXL_CELL_DATETIME:
	case FREEXL_CELL_TIME:
		if (v.value.text_value != NULL)
			ss_text(out, v.value.text_value);
		break;
	default:
		break;
	}
	ss_row_cell(b, column, at, v.type == FREEXL_CELL_TEXT ||
	    v.type == FREEXL_CELL_SST_TEXT);
}

static enum ps_status
more(struct ss_book *b)
{
	struct ss_xls	*x = b->xls;

	for (int i = 0; i < ROWS && x->row < x->rows; i++, x->row++) {
		ss_row_begin(b, x->row);
		for (uint16_t c = 0; c < x->columns; c++)
			add_cell(b, c);
		ss_row_told(b, 1);
		if (b->wrong[0] != '\0')
			return PS_FAIL;
	}
	return x->row < x->rows ? PS_OK : PS_EOF;
}

static void
close_xls(struct ss_book *b)
{
	if (b->xls == NULL)
		return;
	if (b->xls->handle != NULL)
		freexl_close(b->xls->handle);
	free(b->xls);
	b->xls = NULL;
}

const struct ss_reader ss_xls_reader = { open_xls, start, more, close_xls };

#else

static enum ps_status
open_xls(struct ss_book *b)
{
	return ss_wrong(b, "XLS is not read by this build, which is without "
	    "libfreexl; save it as XLSX");
}

static void
close_xls(struct ss_book *b)
{
	(void)b;
}

const struct ss_reader ss_xls_reader = { open_xls, NULL, NULL, close_xls };

#endif
