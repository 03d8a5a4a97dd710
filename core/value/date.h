/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * date.h - the ways in which dates, times and zones are written.
 *
 * As with numbers, one bit a way, and a cell is scanned for all at once.
 * Orders of numeric dates stay apart until the column's cells rule them out.
 */
#ifndef PS_DATE_H
#define PS_DATE_H

#include "number.h"

enum date_order { ORDER_DMY, ORDER_MDY, ORDER_YMD, N_ORDERS };

#define N_DATE_FORMATS	20
#define DATE_ISO	0
#define DATE_COMPACT	19	/* 20200131 */

enum {
	DATE_FORMATS	= (1 << N_DATE_FORMATS) - 1,
	PAD_SHIFT	= 20,
	YEAR_4		= 1 << 20,
	YEAR_2		= 1 << 21,
	/* The first, second and third field: 05 or 5. */
	PADDED_1	= 1 << 22,
	PADDED_2	= 1 << 23,
	PADDED_3	= 1 << 24,
	PADDED_ALL	= PADDED_1 | PADDED_2 | PADDED_3,
	BARE_SHIFT	= 3,		/* from PADDED_... to BARE_... */
	BARE_1		= 1 << 25,
	BARE_ALL	= BARE_1 | 1 << 26 | 1 << 27,
	DATES_YEARS	= YEAR_4 | YEAR_2,
	DATES_PADS	= PADDED_ALL | BARE_ALL,
	DATES_ALL	= DATE_FORMATS | DATES_YEARS | DATES_PADS,
	DATES_TOLD	= 1 << 30	/* of date_scan(): 1.10.12 is a date */
};

/* `pattern`: Y M D fields, B a month's name, all else stands for itself. */
struct date_format {
	const char	*pattern;
	uint8_t		 order;		/* enum date_order */
	bool		 named;		/* has a month's name */
};
extern const struct date_format date_formats[N_DATE_FORMATS];

struct day {
	int16_t	year;
	int8_t	month, day;
};

struct date {
	uint32_t	formats, months;
	struct day	at[N_ORDERS];	/* where formats has that order */
};

/* Month names: one bit a style, and three for the case of letters. */
#define N_MONTH_STYLES	18
enum {
	MONTH_STYLES	= (1 << N_MONTH_STYLES) - 1,
	CASE_SHIFT	= 24,
	CASE_TITLE	= 1 << 24,
	CASE_LOWER	= 1 << 25,
	CASE_UPPER	= 1 << 26,
	CASES_ALL	= 7 << CASE_SHIFT,
	MONTHS_ALL	= MONTH_STYLES | CASES_ALL
};
/* The month (1-12) that the word names in one of the styles, or 0. */
int	month_find(const char *, size_t, uint32_t *styles);
size_t	month_render(int month, unsigned style, unsigned letters, char *out);
const char *month_style(unsigned);		/* "German", for people */
bool	month_is_long(unsigned);		/* January, not Jan */

/*
 * Bytes of the date that p begins with, 0 if none.  Formats with names, and
 * names of months, are tried if they are among those given.
 */
size_t	date_scan(const char *p, size_t n, uint32_t formats, uint32_t months,
	    struct date *);
bool	date_valid(int year, int month, int day);
int32_t	date_number(struct day);		/* days since 1970 */
/* "2020-01-31" in the reading's format. */
size_t	date_render(const struct reading *, const char iso[10], char *out);
/* The formats of one order. */
enum {
	DATES_DMY	= 0x7e38,
	DATES_MDY	= 0x181c0,
	DATES_YMD	= 0xe0007
};

/* Times: 22 formats, each (hour padded or not) x seconds x half of the day. */
enum { TIME_HM, TIME_HMS, TIME_HMS_COMMA };
#define N_TIME_FORMATS	22
#define TIME_ISO	1
enum { TIMES_ALL = (1 << N_TIME_FORMATS) - 1 };
struct time_format {
	uint8_t		 seconds;	/* TIME_HM ... */
	bool		 bare;		/* 9:05, not 09:05 */
	const char	*am, *pm;	/* NULL: 24 hours */
};
extern const struct time_format time_formats[N_TIME_FORMATS];

struct clock {
	uint32_t	 formats;
	uint8_t		 hour, minute, second;
	const char	*fraction;	/* n_fraction digits */
	uint8_t		 n_fraction;
};
#define FRACTION_MAX	9

size_t	time_scan(const char *, size_t, struct clock *);
/* "12:34:56.789": returns the length of the text; *used bytes of iso. */
size_t	time_render(const struct reading *, const char *iso, size_t n,
	    size_t *used, char *out);

/* Between date and time, and zones: facts.stamps. */
#define N_JOINS		5
#define N_ZONES		9
enum {
	JOINS_ALL	= (1 << N_JOINS) - 1,
	ZONE_SHIFT	= 8,
	ZONE_NONE	= 1 << 8,
	ZONES_ALL	= ((1 << N_ZONES) - 1) << 8,
	ZONE_ISO	= 1 << 9,	/* Z, +hh:mm */
	STAMPS_ALL	= JOINS_ALL | ZONES_ALL
};
enum { JOIN_SPACE, JOIN_T, JOIN_COLON, JOIN_COMMA, JOIN_SPACES };
extern const char *const joins[N_JOINS];

struct zone {
	uint32_t	formats;
	bool		z, negative;
	uint8_t		hour, minute;
};
/* All of p..n must be a zone (n may be 0). */
bool	zone_scan(const char *, size_t, struct zone *);
const char *zone_described(unsigned);		/* "%z" or what stands there */
size_t	zone_render(const struct reading *, const char *iso, size_t n,
	    char *out);

/* A timestamp: all of p..n.  False if it is none. */
struct stamp {
	struct date	date;
	struct clock	clock;
	struct zone	zone;
	uint32_t	bits;		/* join and zone */
};
bool	stamp_scan(const char *, size_t, uint32_t formats, uint32_t months,
	    struct stamp *);

/* Canonical text; out has room for CELL_TEXT_MAX bytes. */
size_t	date_iso(struct day, char *out);
size_t	time_iso(const struct clock *, char *out);
size_t	zone_iso(const struct zone *, char *out);

/* Two digits, or 100 and more if they are none. */
static inline unsigned
two_digits(const char *p)
{
	unsigned a = (unsigned)(uint8_t)p[0] - '0';
	unsigned b = (unsigned)(uint8_t)p[1] - '0';

	return a < 10 && b < 10 ? a * 10 + b : 100;
}

/* The date of ten bytes at p in a numeric format (0 to 8), all padded. */
static inline bool
date_at(const char *p, unsigned format, struct day *d)
{
	static const char marks[] = "-/.";
	char mark = marks[format % 3];
	unsigned a = two_digits(p), b, c, y, at;

	if (format < 3) {
		b = two_digits(p + 2);
		y = a < 100 && b < 100 ? a * 100 + b : 0;
		b = two_digits(p + 5);
		c = two_digits(p + 8);
		at = 4;
	} else {
		c = two_digits(p + 6);
		b = two_digits(p + 8);
		y = c < 100 && b < 100 ? c * 100 + b : 0;
		b = two_digits(p + (format < 6 ? 3 : 0));
		c = two_digits(p + (format < 6 ? 0 : 3));
		at = 2;
	}
	if (p[at] != mark || p[at + 3] != mark || y == 0 || b - 1 > 11 ||
	    c - 1 > 30)
		return false;
	*d = (struct day){ (int16_t)y, (int8_t)b, (int8_t)c };
	return c <= 28 || date_valid((int)y, (int)b, (int)c);
}

/* hh:mm:ss at p (8 bytes there). */
static inline bool
time_is_iso(const char *p)
{
	return p[2] == ':' && p[5] == ':' && two_digits(p) < 24 &&
	    two_digits(p + 3) < 60 && two_digits(p + 6) < 60;
}

/* Z or +hh:mm, all of it. */
static inline bool
zone_is_iso(const char *p, size_t n)
{
	if (n == 1)
		return *p == 'Z';
	return n == 6 && (*p == '+' || *p == '-') && p[3] == ':' &&
	    two_digits(p + 1) <= 18 && two_digits(p + 4) < 60;
}

#endif
