/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_xlsx.h - what the parts of the reader of XLSX share.
 *
 * Names of elements are looked at without their namespaces: the strict and the
 * transitional variant of ISO 29500 differ in nothing else that counts here.
 */
#ifndef PS_SPREADSHEET_XLSX_H
#define PS_SPREADSHEET_XLSX_H

#include "spreadsheet.h"

/* A part that another one points to. */
struct ss_relation {
	const char	*id, *type, *target;
};

struct ss_xlsx {
	const char	*workbook;	/* names of parts */
	SS_LIST(struct ss_relation) relations;

	/* where the parser is */
	bool		 collecting;	/* text is wanted */
	bool		 in_list;	/* of shared strings, or cell styles */
	uint32_t	 phonetic;	/* within so many such elements */
	struct ss_bytes	 value;		/* of the cell */

	/* the cell at hand */
	bool		 in_cell, in_text, has_formula;
	uint32_t	 column, next_column, next_row;
	uint32_t	 style;
	char		 type;		/* n s b e d, t: text */
};

/* spreadsheet_book.c: parts that describe the workbook */
enum ps_status ss_xlsx_open(struct ss_book *);
void	ss_xlsx_close(struct ss_book *);
/* spreadsheet_strings.c */
enum ps_status ss_read_strings(struct ss_book *, const char *part);
/* spreadsheet_styles.c */
enum ps_status ss_read_styles(struct ss_book *, const char *part);

#endif
