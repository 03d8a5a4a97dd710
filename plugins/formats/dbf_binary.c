/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * dbf_binary.c - fields that hold numbers and times as machines do.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "dbf.h"

#define TEXT_MAX	64

static uint64_t
big(const char *p, unsigned n)
{
	uint64_t	v = 0;

	for (unsigned i = 0; i < n; i++)
		v = v << 8 | (unsigned char)p[i];
	return v;
}

/* The civil day of a Julian one (Fliegel and Van Flandern, 1968). */
bool
dbf_day(int64_t julian, char out[12])
{
	int64_t	l, n, i, j, day, month;

	if (julian < 1721426 || julian > 5373484)	/* years 1 to 9999 */
		return false;
	l = julian + 68569;
	n = 4 * l / 146097;
	l -= (146097 * n + 3) / 4;
	i = 4000 * (l + 1) / 1461001;
	l = l - 1461 * i / 4 + 31;
	j = 80 * l / 2447;
	day = l - 2447 * j / 80;
	l = j / 11;
	month = j + 2 - 12 * l;
	snprintf(out, 12, "%04u-%02u-%02u",
	    (unsigned)(100 * (n - 49) + i + l) % 10000, (unsigned)month % 100,
	    (unsigned)day % 100);
	return true;
}

/* FoxPro's moments: a day and milliseconds. */
static size_t
put_moment(const char *p, char *out)
{
	char		day[12];
	uint32_t	ms = ps_little(p + 4, 4), s = ms / 1000;

	if (!dbf_day((int32_t)ps_little(p, 4), day) || s >= 86400)
		return 0;
	return (size_t)snprintf(out, TEXT_MAX, ms % 1000 == 0 ?
	    "%s %02u:%02u:%02u" : "%s %02u:%02u:%02u.%03u", day, s / 3600,
	    s / 60 % 60, s % 60, ms % 1000);
}

static size_t
put_real(struct dbf *d, uint64_t bits, char *out)
{
	double	v;

	memcpy(&v, &bits, sizeof(v));
	return ps_real(d->self, v, out);
}

/* dBase 7 turns numbers so that their bytes sort. */
static uint64_t
unturn(uint64_t v)
{
	return (v >> 63) != 0 ? v ^ UINT64_C(1) << 63 : ~v;
}

static size_t
put_currency(uint64_t v, char *out)
{
	bool		minus = v >> 63 != 0;
	uint64_t	u = minus ? 0 - v : v;

	return (size_t)snprintf(out, TEXT_MAX, "%s%" PRIu64 ".%04u",
	    minus ? "-" : "", u / 10000, (unsigned)(u % 10000));
}

static size_t
put_whole(const struct dbf *d, const char *p, char *out)
{
	uint32_t	v = d->head.level7 ?
			    (uint32_t)big(p, 4) ^ UINT32_C(1) << 31 :
			    ps_little(p, 4);

	return (size_t)snprintf(out, TEXT_MAX, "%" PRId32, (int32_t)v);
}

struct ps_slice
dbf_binary(struct dbf *d, struct ps_rows *out, const struct dbf_field *f,
    const char *p)
{
	char		*to = ps_scratch(d->self, out, TEXT_MAX);
	struct ps_slice	 s = { .p = to };
	size_t		 n = 0;

	if ((f->type == 'I' || f->type == '+') && f->width == 4)
		n = put_whole(d, p, to);
	else if (f->type == 'Y' && f->width == 8)
		n = put_currency(ps_little(p, 8), to);
	else if (f->type == 'B' && f->width == 8)
		n = put_real(d, ps_little(p, 8), to);
	else if (f->type == 'O' && f->width == 8)
		n = put_real(d, unturn(big(p, 8)), to);
	else if (f->type == 'T' && f->width == 8) {
		n = put_moment(p, to);
		s.type = PS_TIMESTAMP;
	} else
		return (struct ps_slice){ .p = p, .n = f->width,
		    .flags = PS_QUOTED, .type = PS_BLOB };
	if (strchr("I+BO", f->type) != NULL)
		s.type = f->type == 'I' || f->type == '+' ? PS_INT : PS_REAL;
	s.n = (uint32_t)n;
	if (n == 0)
		s.flags = PS_ABSENT;
	return s;
}
