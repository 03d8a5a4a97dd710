/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet_xls.h - what the parts of the reader of XLS share.
 */
#ifndef PS_SPREADSHEET_XLS_H
#define PS_SPREADSHEET_XLS_H

#include <iconv.h>

#include "spreadsheet.h"

/* A record of the stream, with what goes on in those that continue it. */
struct ss_record {
	unsigned	 type;
	const char	*p;
	size_t		 n;
};

struct ss_xls {
	struct ss_bytes	 stream;	/* the workbook */
	size_t		 at;		/* of the next record */
	bool		 old;		/* BIFF 5: text is in a code page */
	iconv_t		 iconv;		/* from that, or (iconv_t)-1 */
	SS_LIST(uint32_t) places;	/* of the sheets' streams */
	uint32_t	 depth;		/* streams within streams */
	bool		 in_row, awaits;	/* a formula's text */
	uint32_t	 column;	/* of that formula */
};

unsigned ss_u16(const char *);
uint32_t ss_u32(const char *);
double	ss_f64(const char *);
/* The next record; false: there is none that is whole. */
bool	ss_next_record(struct ss_xls *, struct ss_record *);

/* spreadsheet_biff.c: text, which may go on in continuing records */
/* `n` characters at p[0..room), wide or in one byte each, as UTF-8. */
void	ss_add_chars(struct ss_book *, struct ss_bytes *, const char *p,
	    size_t n, bool wide);
/* A string with its length in `head` bytes; false: it is cut off. */
bool	ss_add_string(struct ss_book *, struct ss_bytes *, const char *p,
	    size_t room, unsigned head);
/* The strings that cells share: the record and those behind it. */
void	ss_read_shared(struct ss_book *, const struct ss_record *);

#endif
