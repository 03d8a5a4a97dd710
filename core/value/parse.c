/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * parse.c - text to value, as the column's reading has it.
 *
 * A value counts as parsed only if it renders back to the very bytes it came
 * from.  Plain numbers and ISO dates, of which that is known beforehand, take
 * a short way; everything else is scanned, then rendered and compared.
 */
#include <math.h>

#include "parse.h"

/* A NULL written as token t. */
static enum parsed
null_cell(struct parse *x, enum token t)
{
	enum token usual = x->r->type == PS_TEXT ? x->r->absent : x->r->token;

	x->cell->type = PS_NULL;
	x->cell->flags = t == TOKEN_EMPTY ? PS_CELL_EMPTY : PS_CELL_TOKEN;
	x->cell->scale = (int16_t)(t != N_TOKENS ? t : usual);
	return t == usual ? PARSED : PARSED_KEEP;
}

/* Empty quotes may be a way to write nothing; an empty string is a text. */
static enum parsed
nothing(struct parse *x, unsigned flags)
{
	bool	quoted = (x->r->flags & READING_EMPTY) != 0 &&
		    (flags & PS_QUOTED) != 0;

	if (x->n > 0)			/* absent, but spelled */
		return null_cell(x, token_find(x->p, x->n));
	if (x->r->type == PS_TEXT && (flags & PS_ABSENT) == 0 &&
	    (quoted || (flags & PS_STRING) != 0))
		return text_cell(x, x->p, 0);
	return null_cell(x, TOKEN_EMPTY);
}

static bool
is_real(uint64_t mantissa, unsigned scale)
{
	return mantissa < 1000000000000000 && scale <= 22;
}

/*
 * A decimal column of up to 15 digits is stored as real numbers: none may have
 * more.  Within that a reading chosen from the first rows stays good.
 */
static bool
has_room(const struct reading *r, uint64_t mantissa, int scale)
{
	return r->precision == 0 || r->precision > REAL_DIGITS ||
	    (mantissa < 1000000000000000 && scale <= CELL_DIGITS);
}

/* The value is exact; is the text what it renders to? */
static inline enum parsed
plain_result(const struct reading *r, uint64_t value, unsigned scale,
    bool minus)
{
	if (value == 0 && minus)
		return PARSED_KEEP;
	if (r->fixed >= 0)
		return (int)scale == r->fixed ? PARSED : PARSED_KEEP;
	return scale == 0 || value % 10 != 0 ? PARSED : PARSED_KEEP;
}

static inline enum parsed
reading_plain(const struct reading *r, uint64_t value, unsigned scale,
    bool minus, struct ps_cell *cell)
{
	int64_t v = (int64_t)(value ^ (0 - (uint64_t)minus)) + minus;

	if (r->type == PS_REAL) {
		if (!is_real(value, scale))
			return MISFIT;
		cell->value.real = (double)v / powers_of_ten[scale];
		return plain_result(r, value, scale, minus);
	}
	cell->value.integer = v;
	if (r->type == PS_INT)
		return scale > 0 ? MISFIT :
		    plain_result(r, value, scale, minus);
	if (!has_room(r, value, (int)scale))
		return MISFIT;
	cell->scale = (int16_t)scale;
	return plain_result(r, value, scale, minus);
}

/* MISFIT here means: try the long way. */
static inline enum parsed
parse_plain(struct parse *x)
{
	uint64_t value;
	unsigned whole, scale;
	bool minus;

	if (plain_number(x->p, x->n, load_word(x->p, x->n),
	    number_formats[x->r->number].mark, &value, &minus, &whole,
	    &scale) == PLAIN_NOT)
		return MISFIT;
	return reading_plain(x->r, value, scale, minus, x->cell);
}

static bool
is_written_so(const struct reading *r, struct number *n)
{
	if ((r->wish & READING_FORMAT) != 0)
		number_scan_plain(n, BIT(r->number));
	return (n->bits >> r->number & 1) != 0 &&
	    (n->bits >> SIGN_SHIFT >> r->sign & 1) != 0 &&
	    n->affix == r->affix;
}

/* More digits than an integer holds: as text, with a dot. */
static bool
long_decimal(struct parse *x, const struct number *n, int scale)
{
	char digits[NUMBER_DIGITS_MAX], *o = x->buf, *d = digits;
	size_t before = number_digits(n, digits) - (size_t)scale;

	if (n->negative)
		*o++ = '-';
	if (before == 0)
		*o++ = '0';
	memcpy(o, d, before);
	o += before;
	if (scale > 0) {
		*o++ = '.';
		memcpy(o, d + before, (size_t)scale);
		o += scale;
	}
	x->cell->flags |= PS_CELL_TEXT;
	x->cell->scale = (int16_t)scale;
	text_cell(x, x->buf, (size_t)(o - x->buf));
	return true;
}

static bool
to_decimal(struct parse *x, const struct number *n, int scale)
{
	uint64_t mantissa = n->significant > 19 ? UINT64_MAX : n->mantissa;

	if (n->e_digits > 0 || !has_room(x->r, mantissa, scale))
		return false;
	if (n->significant > CELL_DIGITS)
		return long_decimal(x, n, scale);
	x->cell->value.integer = n->negative ? -(int64_t)n->mantissa :
	    (int64_t)n->mantissa;
	x->cell->scale = (int16_t)scale;
	return true;
}

static bool
to_int(struct parse *x, const struct number *n, int scale)
{
	uint64_t most = (uint64_t)INT64_MAX + n->negative;

	if (n->e_digits > 0 || scale > 0 || n->significant > 19 ||
	    n->mantissa > most)
		return false;
	x->cell->value.integer = (int64_t)(n->negative ? 0 - n->mantissa :
	    n->mantissa);
	return true;
}

static bool
to_real(struct parse *x, const struct number *n, int scale)
{
	if (!number_is_real(n))
		return false;
	x->cell->value.real = number_real(n->mantissa, scale - n->exponent,
	    n->negative);
	return true;
}

static bool
parse_number(struct parse *x)
{
	struct number *n = &x->number;
	unsigned mark = (FORMATS_COMMA >> x->r->number & 1) != 0;
	char copy[CELL_TEXT_MAX];

	if (x->r->wish != 0)
		skip_plus(&x->p, &x->n);
	if (!number_scan(x->p, x->n, n) && (x->r->wish == 0 ||
	    !number_scan_zeros(x->p, x->n, n, copy)))
		return x->r->type == PS_REAL &&
		    is_infinite(x->p, x->n, &x->cell->value.real);
	if (!is_written_so(x->r, n))
		return false;
	if (x->r->type == PS_INT)
		return to_int(x, n, n->scale[mark]);
	if (x->r->type == PS_REAL)
		return to_real(x, n, n->scale[mark]);
	return to_decimal(x, n, n->scale[mark]);
}

/* As real_render() would do it, without asking the double for its digits. */
static size_t
render_scanned(const struct parse *x, char *out)
{
	unsigned mark = (FORMATS_COMMA >> x->r->number & 1) != 0;
	const struct number *n = &x->number;
	char digits[CELL_TEXT_MAX];
	size_t k = digits_of(n->mantissa, digits);
	int exponent = n->exponent - n->scale[mark] + (int)k - 1;

	if (n->mantissa == 0)
		exponent = 0;
	while (k > 1 && digits[k - 1] == '0')
		k--;
	return real_render_digits(x->r, n->negative, digits, k, exponent,
	    out);
}

static bool
parse_bool(struct parse *x)
{
	uint32_t seen;

	if (bool_find(x->p, x->n, BIT(x->r->boolean), &seen) == 0)
		return false;
	x->cell->value.integer = (seen & SAW_TRUE) != 0;
	return true;
}

static bool
is_date_so(const struct reading *r, const struct date *d)
{
	return (d->formats >> r->date & 1) != 0 &&
	    (d->formats & DATES_YEARS & (uint32_t)r->pads << PAD_SHIFT) != 0;
}

static struct day
day_of(const struct reading *r, const struct date *d)
{
	return d->at[date_formats[r->date].order];
}

/* The column's format, as date_scan() takes it. */
static uint32_t
format_of(const struct reading *r)
{
	return BIT(r->date) |
	    ((r->wish & READING_FORMAT) != 0 ? DATES_TOLD : 0);
}

/* Month names as the column has them. */
static uint32_t
months_of(const struct reading *r)
{
	return BIT(r->month) | ((r->wish & READING_FORMAT) != 0 ? CASES_ALL :
	    (uint32_t)1 << CASE_SHIFT << r->letters);
}

static bool
parse_date(struct parse *x)
{
	struct date d;
	size_t n;

	n = date_scan(x->p, x->n, format_of(x->r), months_of(x->r), &d);
	if (n != x->n || !is_date_so(x->r, &d))
		return false;
	n = date_iso(day_of(x->r, &d), x->buf);
	if (x->r->type == PS_TIMESTAMP) {
		memcpy(x->buf + n, " 00:00:00", 9);
		n += 9;
	}
	canonical(x, n);
	return true;
}

static bool
parse_time(struct parse *x)
{
	struct clock c;

	if (time_scan(x->p, x->n, &c) != x->n ||
	    (c.formats >> x->r->time & 1) == 0)
		return false;
	canonical(x, time_iso(&c, x->buf));
	return true;
}

static bool
parse_stamp(struct parse *x)
{
	const struct reading *r = x->r;
	struct stamp s;
	size_t n;

	if (r->join >= N_JOINS)
		return parse_date(x);
	if (!stamp_scan(x->p, x->n, format_of(r), months_of(r), &s))
		return r->type == PS_TIMESTAMP && parse_date(x);
	if (!is_date_so(r, &s.date) || (s.clock.formats >> r->time & 1) == 0 ||
	    (s.bits >> r->join & 1) == 0 ||
	    (s.bits >> ZONE_SHIFT >> r->zone & 1) == 0)
		return false;
	if ((s.zone.formats == ZONE_NONE) != (r->type == PS_TIMESTAMP))
		return false;
	n = date_iso(day_of(r, &s.date), x->buf);
	x->buf[n++] = ' ';
	n += time_iso(&s.clock, x->buf + n);
	n += zone_iso(&s.zone, x->buf + n);
	canonical(x, n);
	return true;
}

static bool (*const parsers[PS_TEXT + 1])(struct parse *) = {
	[PS_BOOL] = parse_bool, [PS_INT] = parse_number,
	[PS_DECIMAL] = parse_number, [PS_REAL] = parse_number,
	[PS_DATE] = parse_date, [PS_TIME] = parse_time,
	[PS_TIMESTAMP] = parse_stamp, [PS_TIMESTAMPTZ] = parse_stamp,
	[PS_UUID] = parse_uuid, [PS_INET] = parse_inet,
	[PS_JSON] = parse_json, [PS_BLOB] = parse_blob
};

/* Would the value as the sink keeps it give these bytes back? */
static bool
gives_back(const struct parse *x, const char *p, size_t n)
{
	char back[CELL_TEXT_MAX];
	const char *text;
	bool plain;
	size_t k;

	if (x->cell->type == PS_JSON || x->cell->type == PS_BLOB)
		return n == x->n;
	if (x->cell->type == PS_INET && is_inet(x->p, x->n, &plain) && !plain)
		return false;
	if (x->cell->type == PS_REAL && !isfinite(x->cell->value.real))
		return false;
	/* A zero loses its sign in a database. */
	if (x->cell->type == PS_REAL && x->number.mantissa == 0 &&
	    x->number.negative)
		return false;
	if (x->cell->type == PS_REAL && x->r->blanks == 0) {
		k = render_scanned(x, back);
		return k == n && memcmp(back, p, n) == 0;
	}
	text = reading_render(x->r, x->cell, *x->text, &k, back);
	return k == n && text != NULL && memcmp(text, p, n) == 0;
}

static enum parsed __attribute__((noinline))
parse_long(struct parse *x)
{
	const char *p = x->p;
	size_t n = x->n;
	bool padded = trim(&x->p, &x->n);
	bool (*parser)(struct parse *);
	unsigned told;
	enum token t;

	if (x->r->type > PS_TEXT || (parser = parsers[x->r->type]) == NULL) {
		x->cell->type = PS_TEXT;
		return text_cell(x, p, n);
	}
	if (x->n <= TOKEN_LONGEST && x->r->type != PS_BLOB &&
	    (t = token_find(x->p, x->n)) < N_TOKENS &&
	    (x->r->tokens >> t & 1) != 0)
		return null_cell(x, t) == PARSED && !padded ? PARSED :
		    PARSED_KEEP;
	if (x->r->words.n > 0 && x->r->type != PS_BLOB &&
	    (told = told_find(&x->r->words, x->p, x->n)) < N_TOLD)
		return null_cell(x, (enum token)(TOLD_FIRST + told)) ==
		    PARSED && !padded ? PARSED : PARSED_KEEP;
	if (!parser(x))
		return MISFIT;
	return gives_back(x, p, n) ? PARSED : PARSED_KEEP;
}

/* The fraction that the column has; bytes of it, or -1. */
static inline int
fraction_is_so(const struct reading *r, const char *p, size_t n)
{
	int k = 0;

	if (n > 0 && *p == '.') {
		while ((size_t)k + 1 < n &&
		    (unsigned char)(p[k + 1] - '0') < 10)
			k++;
		if (k == 0 || k > FRACTION_MAX)
			return -1;
	}
	if (r->fraction >= 0 && r->fraction != k)
		return -1;
	return k == 0 ? 0 : k + 1;
}

/* 2020-01-31 12:34:56.789Z, all of it. */
static inline bool
stamp_is_so(const struct parse *x)
{
	const struct reading *r = x->r;
	int k;

	if (x->n < 19 || r->join > JOIN_T || x->p[10] != *joins[r->join] ||
	    r->time != TIME_ISO || !time_is_iso(x->p + 11) ||
	    (k = fraction_is_so(r, x->p + 19, x->n - 19)) == -1)
		return false;
	if (r->type == PS_TIMESTAMP)
		return x->n == 19 + (size_t)k;
	return r->zone == 1 && zone_is_iso(x->p + 19 + k,
	    x->n - 19 - (size_t)k);
}

/* Dates of padded numbers, and timestamps that ISO would have so. */
static inline bool
parse_iso(struct parse *x)
{
	const struct reading *r = x->r;
	struct day day;

	if (r->pads != YEAR_4 >> PAD_SHIFT || r->blanks != 0 || r->date > 8 ||
	    x->n < 10 || !date_at(x->p, r->date, &day))
		return false;
	if (r->type == PS_DATE) {
		if (x->n != 10)
			return false;
		if (r->date == DATE_ISO)
			text_cell(x, x->p, 10);
		else
			text_cell(x, x->buf, date_iso(day, x->buf));
		return true;
	}
	if (r->date != DATE_ISO || !stamp_is_so(x))
		return false;
	if (x->p[10] == ' ') {
		text_cell(x, x->p, x->n);
		return true;
	}
	memcpy(x->buf, x->p, x->n);
	x->buf[10] = ' ';
	text_cell(x, x->buf, x->n);
	return true;
}

/* What text never is where the document tells text from values. */
static bool
is_value(unsigned type)
{
	return type == PS_BOOL || type == PS_INT || type == PS_BIGINT ||
	    type == PS_DECIMAL || type == PS_REAL;
}

enum parsed
reading_parse(const struct reading *r, const char *p, size_t n,
    unsigned flags, struct ps_cell *cell, const char **text, char *buf)
{
	struct parse x;
	enum parsed result;

	x.r = r;			/* and x.number is not yet set */
	x.p = p;
	x.n = n;
	x.cell = cell;
	x.text = text;
	x.buf = buf;
	*cell = (struct ps_cell){ .type = r->type };
	*text = NULL;
	if (n == 0 || (flags & PS_ABSENT) != 0)
		return nothing(&x, flags);
	if ((flags & PS_STRING) != 0 && is_value(r->type) && r->wish == 0)
		return MISFIT;
	if (r->words.n > 0 && r->type != PS_TEXT)
		return parse_long(&x);
	switch (r->type) {
	case PS_TEXT:
		return text_cell(&x, p, n);
	case PS_INT: case PS_DECIMAL: case PS_REAL:
		if ((r->flags & READING_FAST) == 0)
			break;
		if ((result = parse_plain(&x)) != MISFIT)
			return result;
		*cell = (struct ps_cell){ .type = r->type };
		break;
	case PS_DATE: case PS_TIMESTAMP: case PS_TIMESTAMPTZ:
		if (parse_iso(&x))
			return PARSED;
		break;
	case PS_TIME:
		if (n == 8 && r->time == TIME_ISO && r->fraction <= 0 &&
		    r->blanks == 0 && time_is_iso(p))
			return text_cell(&x, p, n);
		break;
	default:
		break;
	}
	return parse_long(&x);
}
