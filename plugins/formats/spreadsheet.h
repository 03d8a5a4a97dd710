/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spreadsheet.h - what the parts of the plugin `spreadsheet` share.
 *
 * A reader of each kind of file tells rows of cells, each cell as the text
 * that the spreadsheet shows.  A sheet is read twice: once for what is merged
 * and where its tables lie, then into lines of text, one a row.
 */
#ifndef PS_SPREADSHEET_H
#define PS_SPREADSHEET_H

#include <stdarg.h>

#include "polyscraper.h"

enum {
	SS_ROWS		= 1 << 20,	/* of a sheet, as in all programs */
	SS_COLUMNS	= 1 << 14,
	SS_ROW_BYTES	= 16 << 20,
	SS_SHEETS	= 10000,
	SS_STRINGS	= 256 << 20,	/* bytes of shared strings */
	SS_PIECE	= 16 << 10	/* of a part, read at a time */
};

/* Bytes that grow; once memory was lacking they stay as they are. */
struct ss_bytes {
	char	*p;
	size_t	 n, room;
	bool	 lost;
};


/* An array that grows. */
#define SS_LIST(type)	struct { type *p; uint32_t n, room; }

struct ss_cell {
	uint32_t column;
	bool	 text;			/* no number, date or truth */
	size_t	 at, n;			/* of the row's text */
};

/* The filled cells of a row, by column once it is told. */
struct ss_row {
	uint32_t	 number;	/* from 0 */
	SS_LIST(struct ss_cell) cells;
	struct ss_bytes	 text;
};

/* Both ends belong to it. */
struct ss_area {
	uint32_t	top, left, bottom, right;
};

/* Rows without a blank one among them. */
struct ss_band {
	uint32_t	top, bottom, left, right;
};


struct ss_sheet {
	const char	*name;
	const char	*part;		/* XLSX: where it is; NULL: nowhere */
	const char	*kind;		/* NULL, or why there are no cells */
	bool		 hidden;
	bool		 surveyed;
	uint32_t	 hidden_rows, formulas;	/* those without a value */
	SS_LIST(struct ss_band) bands;
	SS_LIST(struct ss_area) merges;
	SS_LIST(struct ss_area) regions; /* the first is the sheet's own */
	const char	*broken;	/* why it ends early, or NULL */
};

/* Text of a sheet, which comes several times. */
struct ss_stretch {
	size_t		end;
	uint32_t	times, sheet;
};

/* A merged area whose first row is past. */
struct ss_open {
	struct ss_area	 area;
	char		*p;
	size_t		 n;
};

/* Rows on their way to text. */
struct ss_output {
	uint32_t		 sheet;		/* whose text is wanted */
	uint32_t		 region;
	uint32_t		 line;		/* of the next line */
	uint32_t		 merge;		/* the next to begin */
	SS_LIST(struct ss_open)	 open;		/* those that go on, */
	size_t			 open_bytes;	/* and their texts */
	struct ss_bytes		 text;
	SS_LIST(struct ss_stretch) stretches;
	uint32_t		 stretch, done;	/* the one at hand, its turns */
	size_t			 begin, at;	/* of it */
};

/* Which cells of the first rows and columns hold anything, and text. */
enum { SS_MAP_ROWS = 1 << 16, SS_MAP_COLUMNS = 256, SS_MAP_WORDS =
	SS_MAP_COLUMNS / 64 };
struct ss_map_row {
	uint64_t	filled[SS_MAP_WORDS], text[SS_MAP_WORDS];
};
struct ss_survey {
	struct ss_map_row *map;
	uint32_t	 rows;		/* of the map; others are empty */
	struct ss_band	 band;		/* the one at hand, */
	bool		 filled;	/* if there is one */
};

enum ss_kind { SS_GENERAL, SS_DATE, SS_TIME, SS_MOMENT, SS_ELAPSED, SS_PERCENT,
	SS_DIGITS };

/* What a number format says of how a number is shown. */
struct ss_format {
	enum ss_kind	 kind;
	const char	*pattern; /* of SS_DIGITS: text, SS_PLACE for a digit */
};
#define SS_PLACE	'\001'

/* The formats of a workbook by their ids, and those of its styles by number. */
struct ss_code {
	uint32_t	 id;
	struct ss_format format;
};
struct ss_styles {
	SS_LIST(struct ss_code) codes;
	SS_LIST(struct ss_format) formats;
};

/* Strings that cells share, one behind the other. */
struct ss_strings {
	struct ss_bytes	 text;
	SS_LIST(size_t)	 ends;
};

struct ss_book;

/* How the files of one kind are read. */
struct ss_reader {
	enum ps_status	(*open)(struct ss_book *);
	/* All rows of a sheet, by ss_row_told(), a few with each call of */
	/* more(); PS_EOF: no more.  It sets b->at, and begins the survey or */
	/* the output of each sheet. */
	enum ps_status	(*start)(struct ss_book *, uint32_t sheet);
	enum ps_status	(*more)(struct ss_book *);
	void		(*close)(struct ss_book *);
};

struct ss_zip;
struct ss_xml;
struct ss_xlsx;
struct ss_ods;
struct ss_xls;	/* of the readers, each in its own file */

struct ss_book {
	struct ps_self		*self;
	struct ps_input		*in;
	const struct ss_reader	*reader;
	SS_LIST(struct ss_sheet) sheets;
	struct ss_zip		*zip;
	struct ss_xml		*xml;
	struct ss_xlsx		*xlsx;
	struct ss_ods		*ods;
	struct ss_xls		*xls;
	bool			 surveying;
	uint32_t		 at;		/* the sheet that is read, */
	uint32_t		 next_row;	/* and its next row at least */
	uint32_t		 next;	/* the member that comes next: */
	uint32_t		 region;	/* its sheet and region */
	bool			 extras;	/* regions after the first */
	uint32_t		 n_extras;	/* of all sheets */
	uint32_t		 worksheets;	/* those with cells */
	bool			 begun, ended;	/* the member at hand */
	struct ss_styles	 styles;
	struct ss_strings	 strings;
	bool			 from_1904;	/* days are counted */
	struct ss_row		 row;
	struct ss_survey	 survey;
	struct ss_output	 output;
	struct ss_bytes		 name, note;
	const char		*damaged;	/* why there may be more */
	char			 wrong[300];	/* why it cannot be read on */
};

/* spreadsheet_bid.c */
extern const char *const ss_suffixes[];
enum ss_file { SS_NONE, SS_XLSX, SS_ODS, SS_XLS, SS_ENCRYPTED };
enum ss_file ss_what_is(const char *p, size_t n, const char *tail,
	    size_t n_tail, const char *name);
enum ps_status ss_probe(struct ps_self *, const struct ps_sample *,
	    struct ps_guess *, struct ps_bid *);

/* spreadsheet_memory.c */
void	ss_add(struct ss_bytes *, const void *, size_t);
void	ss_text(struct ss_bytes *, const char *);
void	ss_printf(struct ss_bytes *, const char *, ...) PS_PRINTF(2, 3);
/* With a NUL behind it, which does not count. */
const char *ss_string(struct ss_bytes *);
void	ss_bytes_free(struct ss_bytes *);
/* One more element of a list; false: no memory. */
bool	ss_grow(void *list, size_t element);
#define SS_MORE(list)	(ss_grow(&(list), sizeof(*(list).p)) ?		\
	    (void *)&(list).p[(list).n++] : NULL)
/* In the plugin's memory. */
char	*ss_keep(struct ss_book *, const char *, size_t);
/* The first reason counts; PS_FAIL. */
enum ps_status ss_wrong(struct ss_book *, const char *, ...) PS_PRINTF(2, 3);

/* The strings that are shared: one ends here; that of this number; false: */
/* there is none. */
void	ss_end_string(struct ss_book *);
bool	ss_shared(const struct ss_book *, uint32_t number, const char **,
	    size_t *);

/* What is done with the elements of a part, by their names without prefix; */
/* attributes are for ss_attribute().  All but `start` may be NULL. */
struct ss_handlers {
	void	(*start)(struct ss_book *, const unsigned char *name,
		    const unsigned char **attributes, int n);
	void	(*end)(struct ss_book *, const unsigned char *name);
	void	(*text)(struct ss_book *, const char *, size_t);
};

/* spreadsheet_zip.c: the parts of a package */
enum ps_status ss_zip_open(struct ss_book *);
void	ss_zip_close(struct ss_book *);
/* The part that is called so, whatever its case; -1: there is none. */
int	ss_zip_find(struct ss_book *, const char *name);
/* Its bytes from the first on; they are read by ss_zip_read(). */
enum ps_status ss_zip_begin(struct ss_book *, int part);
ptrdiff_t ss_zip_read(struct ss_book *, void *, size_t);
/* The whole part through a parser; PS_EOF: there is none. */
enum ps_status ss_zip_parse(struct ss_book *, const char *name,
	    const struct ss_handlers *);
/* The next piece of what ss_zip_begin() and ss_xml_begin() began. */
enum ps_status ss_zip_more(struct ss_book *);

/* spreadsheet_xml.c: libxml2, kept from all that a sheet does not need */
enum ps_status ss_xml_begin(struct ss_book *, const struct ss_handlers *);
enum ps_status ss_xml_feed(struct ss_book *, const char *, size_t, bool last);
void	ss_xml_end(struct ss_book *);
/* The value of an attribute as SAX2 gives them, whatever its namespace. */
struct ps_slice ss_attribute(const unsigned char **, int n, const char *name);
bool	ss_is(struct ps_slice, const char *);
/* "1" and "true"; digits, at most `most` */
bool	ss_is_true(struct ps_slice);
uint32_t ss_number_of(struct ps_slice, uint32_t most);
bool	ss_named(const unsigned char *, const char *);

/* spreadsheet_xlsx.c, spreadsheet_ods.c, spreadsheet_xls.c */
extern const struct ss_reader ss_xlsx_reader, ss_ods_reader, ss_xls_reader;

/* spreadsheet_compound.c: the stream of that name in a compound file; */
/* PS_EOF: there is none. */
enum ps_status ss_compound_read(struct ss_book *, const char *name,
	    struct ss_bytes *);

/* spreadsheet_number.c: numbers as a spreadsheet shows them */
void	ss_show_number(struct ss_bytes *, const struct ss_format *,
	    const char *, size_t, bool from_1904);
/* spreadsheet_format.c: what a number format is */
struct ss_format ss_builtin_format(uint32_t id);
struct ss_format ss_code_format(struct ss_book *, struct ps_slice code);
void	ss_add_code(struct ss_book *, uint32_t id, struct ps_slice code);
/* The next style has the format of that id. */
void	ss_add_style(struct ss_book *, uint32_t id);
const struct ss_format *ss_style(const struct ss_book *, uint32_t number);

/* spreadsheet_rows.c: a row as readers tell it */
void	ss_row_begin(struct ss_book *, uint32_t number);
/* Its text was added to b->row.text from `at` on; if none was, it is empty. */
void	ss_row_cell(struct ss_book *, uint32_t column, size_t at, bool text);
/* Rows come in order; this one so many times, one below the other. */
void	ss_row_told(struct ss_book *, uint32_t times);
/* spreadsheet_survey.c: before the first row, each, after the last */
void	ss_survey_begin(struct ss_book *);
void	ss_survey_row(struct ss_book *, uint32_t times);
void	ss_survey_end(struct ss_book *, struct ss_sheet *);
/* Cells that are merged, as they are met. */
void	ss_survey_merge(struct ss_book *, struct ss_area);
/* spreadsheet_regions.c: tables side by side */
void	ss_find_regions(struct ss_book *, struct ss_sheet *);
/* spreadsheet_output.c: the rows of sheet b->at, as lines of text */
void	ss_output_want(struct ss_book *, uint32_t sheet, uint32_t region);
void	ss_output_begin(struct ss_book *);
void	ss_output_row(struct ss_book *, uint32_t times);
/* What is ready of the sheet that is wanted; 0: nothing yet. */
size_t	ss_output_take(struct ss_book *, char *, size_t);
void	ss_output_free(struct ss_book *);

#endif
