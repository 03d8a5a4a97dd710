/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * date.c - dates: three fields in one of three orders, and their calendar.
 *
 * A date of numbers says by its separators and widths which patterns could
 * have written it; one with a month's name is matched pattern by pattern.
 */
#include "date.h"

const struct date_format date_formats[N_DATE_FORMATS] = {
	{ "Y-M-D", ORDER_YMD, false },
	{ "Y/M/D", ORDER_YMD, false },
	{ "Y.M.D", ORDER_YMD, false },
	{ "D-M-Y", ORDER_DMY, false },
	{ "D/M/Y", ORDER_DMY, false },
	{ "D.M.Y", ORDER_DMY, false },
	{ "M-D-Y", ORDER_MDY, false },
	{ "M/D/Y", ORDER_MDY, false },
	{ "M.D.Y", ORDER_MDY, false },
	{ "D B Y", ORDER_DMY, true },
	{ "D-B-Y", ORDER_DMY, true },
	{ "D/B/Y", ORDER_DMY, true },
	{ "D. B Y", ORDER_DMY, true },
	{ "D.B.Y", ORDER_DMY, true },
	{ "D de B de Y", ORDER_DMY, true },
	{ "B D, Y", ORDER_MDY, true },
	{ "B D Y", ORDER_MDY, true },
	{ "Y-B-D", ORDER_YMD, true },
	{ "Y B D", ORDER_YMD, true },
	{ "YMD", ORDER_YMD, false }
};
#define FIRST_NAMED	9
#define DATES_NAMED	((1u << DATE_COMPACT) - (1u << FIRST_NAMED))

bool
date_valid(int y, int m, int d)
{
	static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31 };
	bool leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);

	return y >= 1 && y <= 9999 && m >= 1 && m <= 12 && d >= 1 &&
	    d <= days[m - 1] + (m == 2 && leap);
}

/* Days from 1970-01-01; years begin in March, so that leap days come last. */
int32_t
date_number(struct day x)
{
	int y = x.year - (x.month <= 2), m = (x.month + 9) % 12;
	int era = y / 400, of_era = y - era * 400;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    (153 * m + 2) / 5 + x.day - 1 - 719468;
}

struct field {
	int	value;
	size_t	n;
	bool	zero;			/* first digit is 0 */
};

static size_t
field(const char *p, const char *end, struct field *f)
{
	*f = (struct field){ 0, 0, false };
	while (p < end && f->n < 5 && (unsigned char)(*p - '0') < 10) {
		f->zero = f->zero || (f->n == 0 && *p == '0');
		f->value = f->value * 10 + (*p++ - '0');
		f->n++;
	}
	return f->n;
}

/* Two digits of a year, as POSIX has it: 69 is 1969, 68 is 2068. */
static int
full_year(const struct field *f)
{
	return f->n == 4 ? f->value : f->value + (f->value < 69 ? 2000 : 1900);
}

/* How the field at that place (0 to 2) may be padded. */
static uint32_t
pads(const struct field *f, unsigned place)
{
	uint32_t padded = (uint32_t)PADDED_1 << place;
	uint32_t bare = padded << BARE_SHIFT;

	return f->n == 1 ? bare : f->n > 2 || f->zero ? padded : padded | bare;
}

/* If y m d is a date: it counts as `format`, in that format's order. */
static void
try(struct date *x, unsigned format, const struct field *y,
    const struct field *m, const struct field *d)
{
	enum date_order order = date_formats[format].order;
	int year = full_year(y);

	if ((y->n != 4 && y->n != 2) || m->n > 2 || d->n > 2 ||
	    !date_valid(year, m->value, d->value))
		return;
	x->formats |= (uint32_t)1 << format |
	    (y->n == 4 ? YEAR_4 : YEAR_2);
	x->at[order] = (struct day){ (int16_t)year, (int8_t)m->value,
	    (int8_t)d->value };
}

static size_t
scan_numeric(const char *p, size_t n, uint32_t formats, struct date *x)
{
	const char *from = p, *end = p + n;
	struct field a, b, c;
	unsigned sep;
	char mark;

	if ((p += field(p, end, &a)) == end || a.n == 0)
		return 0;
	mark = *p;
	sep = mark == '-' ? 0 : mark == '/' ? 1 : 2;
	if (sep == 2 && mark != '.')
		return 0;
	p++;
	if ((p += field(p, end, &b)) == end || b.n == 0 || *p++ != mark)
		return 0;
	if ((p += field(p, end, &c)) == from || c.n == 0)
		return 0;
	/* 1.10.12 is rather a version */
	if (sep == 2 && c.n == 2 && (a.n != 2 || b.n != 2) &&
	    (formats & DATES_TOLD) == 0)
		return 0;
	if (a.n == 4) {
		try(x, sep, &a, &b, &c);
	} else {
		try(x, 3 + sep, &c, &b, &a);
		try(x, 6 + sep, &c, &a, &b);
		if (c.n == 2 && a.n == 2)
			try(x, sep, &a, &b, &c);
	}
	if (x->formats == 0)
		return 0;
	x->formats |= pads(&a, 0) | pads(&b, 1) | pads(&c, 2);
	return (size_t)(p - from);
}

/* Letters and what is not ASCII, perhaps with a full stop. */
static size_t
word(const char *p, const char *end)
{
	const char *from = p;

	while (p < end && (((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z') ||
	    (unsigned char)*p >= 0x80))
		p++;
	return (size_t)(p - from);
}

static size_t
month_name(const char *p, const char *end, uint32_t *months, struct field *f)
{
	size_t n = word(p, end);
	uint32_t mask = *months;

	f->n = 2;
	if (p + n < end && p[n] == '.' &&
	    (f->value = month_find(p, n + 1, &mask)) != 0)
		n++;
	else if ((f->value = month_find(p, n, &mask)) == 0)
		return 0;
	*months = mask;
	return n;
}

/* One pattern at p: bytes used, or 0.  Fields are year, month, day. */
static size_t
match(const char *pattern, const char *p, size_t n, uint32_t *months,
    struct field f[3], uint32_t *padding)
{
	const char *from = p, *end = p + n;
	unsigned place = 0;
	size_t used;

	for (*padding = 0; *pattern != '\0'; pattern++, p += used) {
		if (*pattern == 'Y' || *pattern == 'D') {
			struct field *to = &f[*pattern == 'D' ? 2 : 0];

			used = field(p, end, to);
			*padding |= pads(to, place++);
		} else if (*pattern == 'B') {
			used = month_name(p, end, months, &f[1]);
			*padding |= pads(&f[1], place++);
		} else {
			used = p < end && *p == *pattern;
		}
		if (used == 0)
			return 0;
	}
	return (size_t)(p - from);
}

/* 21 May 18 may begin with the day or with the year. */
static size_t
scan_named(const char *p, size_t n, uint32_t formats, uint32_t months,
    struct date *x)
{
	size_t longest = 0;

	formats &= DATES_NAMED;
	for (; formats != 0; formats &= formats - 1) {
		unsigned i = (unsigned)__builtin_ctz(formats);
		struct field f[3] = { { 0, 0, false } };
		struct date one = *x;
		uint32_t mask = months, padding;
		size_t used;

		used = match(date_formats[i].pattern, p, n, &mask, f,
		    &padding);
		if (used == 0 || used < longest)
			continue;
		if (used > longest)
			one.formats = 0;
		try(&one, i, &f[0], &f[1], &f[2]);
		if ((one.formats >> i & 1) == 0)
			continue;
		*x = one;
		x->formats |= padding;
		x->months = mask;
		longest = used;
	}
	return longest;
}

/* 20200131: a number that may be a day of these two centuries. */
static size_t
scan_compact(const char *p, size_t n, struct date *x)
{
	unsigned century = two_digits(p), of_it = two_digits(p + 2);
	unsigned month = two_digits(p + 4), day = two_digits(p + 6);

	if ((century != 19 && century != 20) || of_it > 99 || month > 12 ||
	    day > 31 || (n > 8 && (unsigned char)(p[8] - '0') < 10) ||
	    !date_valid((int)(century * 100 + of_it), (int)month, (int)day))
		return 0;
	x->formats = 1 << DATE_COMPACT | YEAR_4 | PADDED_ALL;
	x->at[ORDER_YMD] = (struct day){ (int16_t)(century * 100 + of_it),
	    (int8_t)month, (int8_t)day };
	return 8;
}

size_t
date_scan(const char *p, size_t n, uint32_t formats, uint32_t months,
    struct date *x)
{
	size_t used;

	x->formats = 0;
	x->months = MONTHS_ALL;
	if (n < 6)
		return 0;
	if ((unsigned char)(p[0] - '0') < 10 &&
	    (used = scan_numeric(p, n, formats, x)) != 0)
		return used;
	if (n >= 8 && (formats >> DATE_COMPACT & 1) != 0 &&
	    (used = scan_compact(p, n, x)) != 0)
		return used;
	return scan_named(p, n, formats, months, x);
}

static char *
put_number(char *out, int v, int digits)
{
	for (int i = digits; i-- > 0; v /= 10)
		out[i] = (char)('0' + v % 10);
	return out + digits;
}

size_t
date_iso(struct day d, char *out)
{
	char *p = put_number(out, d.year, 4);

	*p++ = '-';
	p = put_number(p, d.month, 2);
	*p++ = '-';
	return (size_t)(put_number(p, d.day, 2) - out);
}

static char *
put_field(char *out, int v, bool bare)
{
	return put_number(out, v, v < 10 && bare ? 1 : 2);
}

size_t
date_render(const struct reading *r, const char iso[10], char *out)
{
	uint32_t pad = (uint32_t)r->pads << PAD_SHIFT, bare = BARE_1;
	int year = (int)(two_digits(iso) * 100 + two_digits(iso + 2));
	int month = (int)two_digits(iso + 5), day = (int)two_digits(iso + 8);
	char *o = out;

	for (const char *p = date_formats[r->date].pattern; *p != '\0'; p++) {
		switch (*p) {
		case 'Y':
			o = put_number(o, year, pad & YEAR_2 ? 2 : 4);
			break;
		case 'B':
			o += month_render(month, r->month, r->letters, o);
			break;
		case 'M':
			o = put_field(o, month, (pad & bare) != 0);
			break;
		case 'D':
			o = put_field(o, day, (pad & bare) != 0);
			break;
		default:
			*o++ = *p;
			continue;
		}
		bare <<= 1;
	}
	return (size_t)(o - out);
}
