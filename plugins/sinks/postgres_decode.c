/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * postgres_decode.c - values of columns out of their binary forms.
 *
 * As the core knows them from what it wrote: whole numbers and doubles as
 * such, numerics as their shortest digits, moments as ISO 8601.
 */
#include <arpa/inet.h>
#include <stdio.h>

#include "postgres_sink.h"

#define DAY_US		86400000000
#define EPOCH_DAYS	10957

static int64_t
take_int(const char *p, size_t n)
{
	uint64_t	v = n > 0 && (*p & 0x80) ? UINT64_MAX : 0;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | (unsigned char)p[i];
	return (int64_t)v;
}

static void
put_group(struct text *t, int64_t v, int digits)
{
	char	out[4];

	for (int i = digits - 1; i >= 0; i--, v /= 10)
		out[i] = (char)('0' + v % 10);
	text_add(t, out, (size_t)digits);
}

/* Groups of four digits, the first of weight 10000^weight. */
static void
take_numeric(struct text *t, const char *p, size_t n)
{
	int64_t	groups = n < 8 ? 0 : take_int(p, 2), weight;
	size_t	from = t->n, start;

	if (n < 8 || groups < 0 || 8 + 2 * (size_t)groups > n)
		return;
	weight = take_int(p + 2, 2);
	if (take_int(p + 4, 2) == 0x4000)
		text_char(t, '-');
	start = t->n;
	for (int64_t i = 0; i <= weight || i == 0; i++)
		put_group(t, i < groups && weight >= 0 ?
		    take_int(p + 8 + 2 * i, 2) : 0, 4);
	while (start + 1 < t->n && t->p[start] == '0' && !t->bad) {
		memmove(t->p + start, t->p + start + 1, t->n - start - 1);
		t->n--;
	}
	if (groups > weight + 1) {
		text_char(t, '.');
		for (int64_t i = weight + 1; i < groups; i++)
			put_group(t, i < 0 ? 0 : take_int(p + 8 + 2 * i, 2),
			    4);
		while (t->n > from && t->p[t->n - 1] == '0')
			t->n--;
	}
}

static void
put_date(struct text *t, int64_t days)
{
	int64_t	z = days + EPOCH_DAYS + 719468;
	int64_t	era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t	of_era = z - era * 146097;
	int64_t	year = (of_era - of_era / 1460 + of_era / 36524 -
		    of_era / 146096) / 365;
	int64_t	day = of_era - (365 * year + year / 4 - year / 100);
	int64_t	month = (5 * day + 2) / 153;

	day -= (153 * month + 2) / 5 - 1;
	month += month < 10 ? 3 : -9;
	year += era * 400 + (month <= 2);
	put_group(t, year, 4);
	text_char(t, '-');
	put_group(t, month, 2);
	text_char(t, '-');
	put_group(t, day, 2);
}

static void
put_time(struct text *t, int64_t us)
{
	int64_t	sec = us / 1000000;

	put_group(t, sec / 3600, 2);
	text_char(t, ':');
	put_group(t, sec / 60 % 60, 2);
	text_char(t, ':');
	put_group(t, sec % 60, 2);
	if (us % 1000000 == 0)
		return;
	text_char(t, '.');
	put_group(t, us % 1000000 / 1000, 3);
	put_group(t, us % 1000, 3);
	while (t->p[t->n - 1] == '0' && !t->bad)
		t->n--;
}

static void
put_stamp(struct text *t, int64_t us)
{
	int64_t	days = us / DAY_US, rest = us % DAY_US;

	if (rest < 0) {
		rest += DAY_US;
		days--;
	}
	put_date(t, days);
	text_char(t, ' ');
	put_time(t, rest);
}

static void
put_uuid(struct text *t, const char *p, size_t n)
{
	static const char	hex[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			text_char(t, '-');
		text_char(t, hex[(p[i] >> 4) & 15]);
		text_char(t, hex[p[i] & 15]);
	}
}

static void
put_inet(struct text *t, const char *p, size_t n)
{
	char	name[INET6_ADDRSTRLEN];
	bool	six = n == 20;

	if ((n == 8 || six) && inet_ntop(six ? AF_INET6 : AF_INET, p + 4,
	    name, sizeof(name)) != NULL)
		text_str(t, name);
}

/* Texts that are made stand in `t`, others stay where they are. */
void
pg_decode(struct text *t, enum kind kind, const char *p, size_t n,
    struct ps_value *v)
{
	size_t	from = t->n;

	*v = (struct ps_value){ .type = PS_TEXT };
	switch (kind) {
	case K_BOOL: case K_INT:
		v->type = PS_INT;
		v->integer = take_int(p, n);
		return;
	case K_REAL:
		v->type = PS_REAL;
		v->integer = take_int(p, n);
		memcpy(&v->real, &v->integer, sizeof(v->real));
		return;
	case K_NUMERIC:
		take_numeric(t, p, n);
		break;
	case K_DATE:
		put_date(t, take_int(p, n));
		break;
	case K_TIME:
		put_time(t, take_int(p, n));
		break;
	case K_STAMP: case K_STAMPTZ:
		put_stamp(t, take_int(p, n));
		if (kind == K_STAMPTZ)
			text_char(t, 'Z');
		break;
	case K_UUID:
		put_uuid(t, p, n);
		break;
	case K_INET:
		put_inet(t, p, n);
		break;
	default:
		v->type = kind == K_BYTES ? PS_BLOB : PS_TEXT;
		v->text = p;
		v->length = (uint32_t)n;
		return;
	}
	v->text = t->bad ? "" : t->p + from;
	v->length = t->bad ? 0 : (uint32_t)(t->n - from);
}
