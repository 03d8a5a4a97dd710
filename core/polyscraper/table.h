/* SPDX-License-Identifier: 0BSD */
/*
 * table.h - tables, and cells on their way from a format.
 */
#ifndef POLYSCRAPER_TABLE_H
#define POLYSCRAPER_TABLE_H

#include <stdint.h>

#include "base.h"

/* Tables as formats announce them and sinks make them. */
enum {
	PS_HEADERLESS	 = 1 << 0,	/* names are made up (c1, c2, ...) */
	PS_PROVENANCE	 = 1 << 1,	/* add _doc and _line as last columns */
	PS_LEDGER_TABLE	 = 1 << 2,	/* one of the core's own _ps_ tables */
	PS_NEW_TABLE	 = 1 << 3,	/* known not to exist yet */
	/* formats: the name is a caption: tables whose columns say what they */
	/* are share one whatever they are called */
	PS_CAPTION	 = 1 << 4,
	/* formats: its name is all that it goes by, whatever the document is */
	/* called: rows of all documents that use it share a table */
	PS_NAMED	 = 1 << 5,
	/* formats: names are the format's own: they do not say that two */
	/* documents are of one kind */
	PS_OWN_NAMES	 = 1 << 6,
	/* sinks: it has a key: rows that were folded are its rows, too, for */
	/* remove(), and their numbers are not given to others */
	PS_KEYED	 = 1 << 7,
	/* sinks: it keeps rows that are no longer there: behind all others */
	/* columns _first_seen, _last_seen and _hash, see past() in sink.h */
	PS_HISTORY	 = 1 << 8
};

struct ps_column {
	const char	*name;	/* formats: as in the document; sinks: */
					/* the final SQL name */
	const char	*unit;		/* or NULL */
	enum ps_type	 type;		/* formats: PS_NULL = infer it */
	int16_t		 precision;	/* of PS_DECIMAL: all digits */
	int16_t		 scale;		/* of PS_DECIMAL: digits of fraction */
	const char	*original;	/* sinks: as in the document, or NULL */
};

/* An option of a plugin and its value, as text. */
struct ps_setting {
	const char	*name, *value;
};

struct ps_table {
	const char		*name;	/* formats: NULL = after the document */
	const struct ps_column	*columns;
	uint32_t		 n_columns;
	uint32_t		 flags;
	/* formats: options to read ranges of the table with, where they are */
	/* not those the document was opened with */
	const struct ps_setting	*settings;
	uint32_t		 n_settings;
};

/*
 * Cells as a format hands them over: bytes that stay where they are until the
 * next call of rows().
 */
enum {
	PS_QUOTED	= 1 << 0,	/* stood in quotes */
	PS_ABSENT	= 1 << 1,	/* no value at all (\N, JSON null) */
	/* text in the document, whatever it looks like: no number */
	PS_STRING	= 1 << 3,
	/* on a row's first cell: the row is a group line or a total */
	PS_SUMMARY	= 1 << 2
};

struct ps_slice {
	const char	*p;
	uint32_t	 n;
	uint16_t	 flags;
	/* enum ps_type; PS_NULL: infer it.  INT: a number and no word for */
	/* true; REAL: a double, written as ps_real() does it. */
	uint16_t	 type;
};

/* Records that are not rows, and what is said about records that are. */
enum ps_class {
	PS_BLANK, PS_TITLE, PS_COMMENT, PS_HEADER, PS_UNITS, PS_REPEATED_HEADER,
	PS_FOOTNOTE, PS_RULE, PS_OTHER,
	PS_PAGE		/* printed at the edges of pages: numbers, titles */
};

enum ps_severity { PS_NOTE, PS_REPAIRED, PS_REJECTED };

#endif
