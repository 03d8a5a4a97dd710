/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * dbf_cell.c - a field of a record as a cell.
 *
 * Numbers and days stand there as text and keep all their digits.  What a
 * field's type does not allow is not made into a value: it is told, with its
 * bytes.
 */
#include <stdio.h>
#include <string.h>

#include "dbf.h"

#define REAL_DECIMALS	10u

static const struct ps_slice nothing = { .p = "", .flags = PS_ABSENT };

static bool
is_blank(char c)
{
	return c == ' ' || c == '\0';
}

/* Without the blanks at its end, and for other types than text before it. */
static void
trim(const char **p, size_t *n, bool both)
{
	while (*n > 0 && is_blank((*p)[*n - 1]))
		(*n)--;
	while (both && *n > 0 && is_blank(**p)) {
		(*p)++;
		(*n)--;
	}
}

struct ps_slice
dbf_text(struct dbf *d, struct ps_rows *out, const char *p, size_t n)
{
	char	*to = ps_scratch(d->self, out, PS_UTF8_ROOM(n));
	size_t	 bad, k, i = 0;

	while (i < n && (unsigned char)p[i] < 0x80)
		i++;
	k = n;
	if (i == n)
		memcpy(to, p, n);
	else
		k = ps_utf8(d->self, d->encoding, p, n, to, &bad);
	return (struct ps_slice){ .p = to, .n = (uint32_t)k,
	    .flags = PS_QUOTED | PS_STRING };
}

static struct ps_slice
told(struct dbf *d, struct ps_rows *out, const struct dbf_field *f,
    const char *p, size_t n, uint64_t line, const char *what)
{
	char		why[160];
	struct ps_slice	s = dbf_text(d, out, p, n);

	snprintf(why, sizeof(why), "field '%.32s': %s", f->name, what);
	ps_issue(d->self, out, PS_REPAIRED, line, "bad-field", why, s.p, s.n);
	return nothing;
}

static bool
are_digits(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] < '0' || p[i] > '9')
			return false;
	return true;
}

static bool
is_day(unsigned y, unsigned m, unsigned d)
{
	static const uint8_t	days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30,
				    31, 30, 31 };
	bool			leap = y % 4 == 0 && (y % 100 != 0 ||
				    y % 400 == 0);

	return m >= 1 && m <= 12 && d >= 1 &&
	    d <= days[m - 1] + (unsigned)(leap && m == 2);
}

static unsigned
number(const char *p, unsigned n)
{
	unsigned	v = 0;

	while (n-- > 0)
		v = v * 10 + (unsigned)(*p++ - '0');
	return v;
}

static struct ps_slice
day_of(struct dbf *d, struct ps_rows *out, const struct dbf_field *f,
    const char *p, size_t n, uint64_t line)
{
	char	*to;

	if (n == 8 && memcmp(p, "00000000", 8) == 0)
		return nothing;
	if (n != 8 || !are_digits(p, 8) || !is_day(number(p, 4),
	    number(p + 4, 2), number(p + 6, 2)))
		return told(d, out, f, p, n, line, "this is no day");
	to = ps_scratch(d->self, out, 12);
	snprintf(to, 12, "%.4s-%.2s-%.2s", p, p + 4, p + 6);
	return (struct ps_slice){ .p = to, .n = 10, .type = PS_DATE };
}

static struct ps_slice
logical_of(struct dbf *d, struct ps_rows *out, const struct dbf_field *f,
    const char *p, size_t n, uint64_t line)
{
	if (n == 1 && strchr("TtYy", *p) != NULL)
		return (struct ps_slice){ .p = "true", .n = 4,
		    .type = PS_BOOL };
	if (n == 1 && strchr("FfNn", *p) != NULL)
		return (struct ps_slice){ .p = "false", .n = 5,
		    .type = PS_BOOL };
	if (n == 1 && *p == '?')
		return nothing;
	return told(d, out, f, p, n, line, "neither true nor false");
}

/*
 * With so many decimals it was a double, of which all past the 15th digit is
 * but noise: it is written as doubles are.
 */
static struct ps_slice
real_of(struct dbf *d, struct ps_rows *out, const char *p, size_t n)
{
	char	text[256], *to = ps_scratch(d->self, out, 256 + PS_REAL_TEXT);
	double	v;
	int	used = 0;
	size_t	k;

	memcpy(text, p, n);
	text[n] = '\0';
	if (sscanf(text, "%lf%n", &v, &used) == 1 && (size_t)used == n &&
	    (k = ps_real(d->self, v, to)) > 0)
		return (struct ps_slice){ .p = to, .n = (uint32_t)k,
		    .type = PS_REAL };
	memcpy(to, p, n);
	return (struct ps_slice){ .p = to, .n = (uint32_t)n };
}

/*
 * Stars: the number was too long for its field, or there was none, for which
 * GIS programs write them.  There may be as many of them as records.
 */
static struct ps_slice
stars(struct dbf *d, struct ps_rows *out, const struct dbf_field *f,
    const char *p, size_t n, uint64_t line)
{
	struct dbf_field	*own = &d->fields[f - d->fields];
	struct ps_slice		 raw;
	char			 why[200];

	if ((own->flags & DBF_STARRED) != 0)
		return nothing;
	own->flags |= DBF_STARRED;
	raw = dbf_text(d, out, p, n);
	snprintf(why, sizeof(why), "field '%.32s': stars, for no number or "
	    "one that was too long; others like it are not listed", f->name);
	ps_issue(d->self, out, PS_NOTE, line, "stars", why, raw.p,
	    raw.n);
	return nothing;
}

static struct ps_slice
number_of(struct dbf *d, struct ps_rows *out, const struct dbf_field *f,
    const char *p, size_t n, uint64_t line)
{
	char	*to;

	if (*p == '*')
		return stars(d, out, f, p, n, line);
	if (memchr(p, '\0', n) != NULL)
		return told(d, out, f, p, n, line, "this is no number");
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)p[i] >= 0x80 || (unsigned char)p[i] < ' ')
			return told(d, out, f, p, n, line,
			    "this is no number");
	if (f->type == 'F' || f->decimals >= REAL_DECIMALS)
		return real_of(d, out, p, n);
	to = ps_scratch(d->self, out, n);
	memcpy(to, p, n);
	return (struct ps_slice){ .p = to, .n = (uint32_t)n,
	    .type = f->decimals == 0 ? PS_INT : PS_NULL };
}

static bool
has_bit(const struct dbf *d, const char *record, uint32_t bit)
{
	return bit > 0 && (bit - 1) / 8 < d->head.n_null_flags &&
	    (record[d->head.null_flags + (bit - 1) / 8] >>
	    ((bit - 1) % 8) & 1) != 0;
}

/* A text with its length in its last byte, if it is not the whole width. */
static struct ps_slice
variable(struct dbf *d, struct ps_rows *out, const struct dbf_field *f,
    const char *record)
{
	const char	*p = record + f->offset;
	size_t		 n = f->width;

	if (has_bit(d, record, f->length_bit)) {
		n = (unsigned char)p[f->width - 1];
		n = n < f->width ? n : f->width - 1;
	}
	if (f->type == 'Q')
		return (struct ps_slice){ .p = p, .n = (uint32_t)n,
		    .flags = PS_QUOTED, .type = PS_BLOB };
	return dbf_text(d, out, p, n);
}

bool
dbf_is_memo(const struct dbf_field *f)
{
	return strchr("MGPW", f->type) != NULL || (f->type == 'B' &&
	    f->width != 8);
}

/* Its number: digits, or four bytes; 0 if there is none. */
static uint32_t
memo_number(const struct dbf_field *f, const char *p)
{
	size_t	n = f->width;

	if (n == 4)
		return ps_little(p, 4);
	trim(&p, &n, true);
	return n > 9 || !are_digits(p, n) ? 0 : number(p, (unsigned)n);
}

/* Where it cannot be had, its number says that there is one. */
static struct ps_slice
memo(struct dbf *d, struct ps_rows *out, const struct dbf_field *f,
    const char *p)
{
	uint32_t	 k = memo_number(f, p);
	size_t		 n;
	char		*to;

	if (k == 0)
		return nothing;
	if (dbf_read_memo(d, out, k, &p, &n))
		return f->type == 'M' ? dbf_text(d, out, p, n) :
		    (struct ps_slice){ .p = p, .n = (uint32_t)n,
		    .flags = PS_QUOTED, .type = PS_BLOB };
	to = ps_scratch(d->self, out, 48);
	return (struct ps_slice){ .p = to,
	    .n = (uint32_t)snprintf(to, 48, "memo %u", k),
	    .flags = PS_QUOTED | PS_STRING };
}

struct ps_slice
dbf_cell(struct dbf *d, struct ps_rows *out, const struct dbf_field *f,
    const char *record, uint64_t line)
{
	const char	*p = record + f->offset;
	size_t		 n = f->width;

	if (has_bit(d, record, f->null_bit))
		return nothing;
	if (f->type == 'V' || f->type == 'Q')
		return variable(d, out, f, record);
	if (dbf_is_memo(f))
		return memo(d, out, f, p);
	if (strchr("IYTO@+B", f->type) != NULL)
		return dbf_binary(d, out, f, p);
	trim(&p, &n, f->type != 'C');
	if (n == 0)
		return nothing;
	switch (f->type) {
	case 'N': case 'F':
		return number_of(d, out, f, p, n, line);
	case 'D':
		return day_of(d, out, f, p, n, line);
	case 'L':
		return logical_of(d, out, f, p, n, line);
	default:
		return dbf_text(d, out, p, n);
	}
}

void
dbf_aside(struct dbf *d, struct ps_rows *out, const char *record)
{
	char	*raw = ps_scratch(d->self, out, d->head.record_length);
	struct ps_slice s;
	size_t	 n = 0;

	for (uint32_t i = 1; i < d->head.record_length; i++)
		if ((unsigned char)record[i] >= ' ')
			raw[n++] = record[i];
	s = dbf_text(d, out, raw, n);
	ps_aside(d->self, out, PS_OTHER, d->at, s.p, s.n);
	d->n_deleted++;
}
